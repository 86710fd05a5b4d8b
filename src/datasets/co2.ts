import { co2Text } from "./data/co2.ts";
import type { DatasetMeta } from "./meta.ts";

/** One month at Mauna Loa. */
export interface Co2Month {
  /** The first of the month. */
  date: Date;
  /** Parts per million, adjusted to the 15th of the month. */
  co2: number;
  /** The same without the yearly rise and fall. */
  adjusted: number;
}

const rows: Co2Month[] = co2Text.split("\n").map((line) => {
  const [month, co2, adjusted] = line.split(",");
  return { date: new Date(`${month}-01T00:00:00Z`), co2: Number(co2), adjusted: Number(adjusted) };
});

const meta: DatasetMeta = {
  title: "Carbon dioxide at Mauna Loa",
  source: "C. D. Keeling, R. F. Keeling and others, Scripps CO₂ Program; as in vega-datasets 3.2.1",
  url: "https://scrippsco2.ucsd.edu/data/atmospheric_co2/primary_mlo_co2_record",
  licence: "CC-BY-4.0",
  rows: rows.length,
};

/** CO₂ in the air of 741 months, March 1958 to April 2020. Five months were not measured, all of them before May 1964. */
export const co2 = {
  meta,
  rows,
  /** [741]: parts per million, month after month. */
  values: rows.map((row) => row.co2),
};
