import * as Plot from "@observablehq/plot";
import { COLOURS, type Column, numbersOf, rowsOf, type Side, sidesOf, titleOf, valuesOf } from "./inside/chart-columns.ts";
import { type Height, withDefaults } from "./inside/chart-defaults.ts";
import { counted, numberText, ranked } from "./inside/chart-words.ts";

export interface AmountsOptions<R> {
  /** Across: numbers above 0. */
  x: Column<R, number>;
  /** Down: a name for each row, in the order of the rows. */
  y: Column<R, unknown>;
  /** A second number of the row, in the same unit: a ring, joined to the dot by a line. Default none. */
  ring?: Column<R, number>;
  /** Where a stem to each dot begins, in the unit of `x`. Default: no stems. */
  stem?: number;
  /** Which rows are drawn heavier, such as the one that a reader chose. Default none. */
  strong?: Column<R, boolean>;
  /** "ml", "neural", "lm", "data" or "ink", or a column that holds these. Default "data". Beside other sides, "ml" is a square. */
  side?: Side | Column<R, string>;
  /** Radius of a dot in pixels. Default 5, with rings 4, with stems 3. */
  r?: number;
  /** How a number is written in the text alternative. Default: three digits. */
  format?: (value: number) => string;
  /** Default "low" for up to four rows, else "middle". */
  height?: Height;
}

/** How much larger the dot of a strong row is. */
const STRONG = 1.265;

/**
 * Amounts that differ by powers of ten, a dot for each row on a logarithmic axis. Marks for `Plot.plot`, or a chart with `.plot()`.
 * @throws RangeError when there are no rows, or a number is not above 0.
 */
export function amounts<R extends object>(rows: Iterable<R>, options: AmountsOptions<R>): Plot.CompoundMark {
  const { x, y, ring, stem, strong, side = "data", r = stem !== undefined ? 3 : ring === undefined ? 5 : 4, format = numberText, height } = options;
  const all = rowsOf("amounts", rows);
  const values = numbersOf("amounts", "x", x, all);
  const rings = ring === undefined ? [] : numbersOf("amounts", "ring", ring, all);
  const names = valuesOf("amounts", "y", y, all).map(String);
  const sides = sidesOf("amounts", side, all);
  const heavy = strong === undefined ? [] : valuesOf("amounts", "strong", strong, all);
  for (const [i, value] of [...values, ...rings, ...(stem === undefined ? [] : [stem])].entries())
    if (!(value > 0))
      throw new RangeError(
        `amounts: ${value} of "${names[i % names.length]}" has no place on a logarithmic axis. Give numbers above 0, or leave the row out.`,
      );
  const data = all.map((_, i) => ({ name: names[i]!, value: values[i]!, ring: rings[i], side: sides[i]!, strong: heavy[i] === true }));
  type Row = (typeof data)[number];
  const colour = ({ side }: Row) => COLOURS[side];
  const place = (column: "value" | "ring") => ({ value: column, label: titleOf(x, "x") });
  // Two sides in one chart differ by more than their colour.
  const isMixed = new Set(sides).size > 1;
  const marks = Plot.marks(
    stem === undefined ? null : Plot.ruleY(data, { x1: stem, x2: "value", y: "name", stroke: colour, strokeWidth: ({ strong }) => (strong ? 9 : 3) }),
    ring === undefined
      ? null
      : [
          Plot.link(data, { x1: "value", x2: "ring", y: "name", stroke: colour }),
          Plot.dot(data, { x: place("ring"), y: "name", r: 5, stroke: colour, fill: "var(--plot-background)" }),
        ],
    Plot.dot(data, {
      x: place("value"),
      y: "name",
      fill: colour,
      r: strong === undefined ? r : { value: ({ strong }: Row) => (strong ? STRONG * r : r), scale: null },
      ...(isMixed && { symbol: ({ side }: Row) => (side === "ml" ? "square" : "circle") }),
    }),
  );
  return withDefaults("amounts", marks, {
    height: { chosen: height, usual: data.length <= 4 ? "low" : "middle" },
    options: { x: { type: "log", label: titleOf(x, "x"), grid: true }, y: { label: null, domain: [...new Set(names)] } },
    says(title) {
      const items = data.map(({ name, value, ring }) => ({
        name,
        value,
        text: ring === undefined ? format(value) : `${format(value)} and ${format(ring)}`,
      }));
      const chosen = data.filter(({ strong }) => strong).map(({ name }) => name);
      const marked = chosen.length > 0 ? ` Marked: ${chosen.join(", ")}.` : "";
      return `${counted(data.length, "amount")} of ${title("x", titleOf(x, "x"))} on a logarithmic axis: ${ranked(items)}.${marked}`;
    },
  });
}
