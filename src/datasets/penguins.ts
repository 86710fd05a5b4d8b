import { penguinsText } from "./data/penguins.ts";
import type { DatasetMeta } from "./meta.ts";

/** Species of penguin. */
export type Species = "Adelie" | "Chinstrap" | "Gentoo";

/** One penguin, measured once. */
export interface Penguin {
  species: Species;
  /** Island of the Palmer Archipelago where it nested. */
  island: string;
  /** `undefined` where it was not determined. */
  sex: "male" | "female" | undefined;
  /** Length of the upper edge of the bill, mm. */
  billLength: number;
  /** Depth of the bill, mm. */
  billDepth: number;
  /** Length of the flipper, mm. */
  flipperLength: number;
  /** Body mass, g. */
  bodyMass: number;
}

const rows: Penguin[] = penguinsText.split("\n").map((line) => {
  const [species, island, sex, ...numbers] = line.split(",");
  const [billLength, billDepth, flipperLength, bodyMass] = numbers.map(Number) as [number, number, number, number];
  return { species: species as Species, island: island!, sex: (sex || undefined) as Penguin["sex"], billLength, billDepth, flipperLength, bodyMass };
});

const meta: DatasetMeta = {
  title: "Palmer penguins",
  source: "K. B. Gorman, T. D. Williams, W. R. Fraser, 2014; as in vega-datasets 3.2.1",
  url: "https://doi.org/10.1371/journal.pone.0090081",
  licence: "CC0-1.0",
  rows: rows.length,
};

/** The 342 penguins of which all four measurements are known. */
export const penguins = {
  meta,
  rows,
  /** [342][4]: bill length, bill depth and flipper length in mm, body mass in g. */
  features: rows.map(({ billLength, billDepth, flipperLength, bodyMass }) => [billLength, billDepth, flipperLength, bodyMass]),
  /** What each column of `features` is. */
  featureNames: ["bill length (mm)", "bill depth (mm)", "flipper length (mm)", "body mass (g)"],
  /** [342]: the species of each row. */
  labels: rows.map(({ species }) => species),
};
