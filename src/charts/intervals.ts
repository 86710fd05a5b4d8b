import * as Plot from "@observablehq/plot";
import { COLOURS, type Column, numbersOf, rowsOf, type Side, sidesOf, titleOf, valuesOf } from "./inside/chart-columns.ts";
import { type Height, withDefaults } from "./inside/chart-defaults.ts";
import { counted, numberText, ranked } from "./inside/chart-words.ts";

export interface IntervalsOptions<R> {
  /** Across: the value itself. */
  x: Column<R, number>;
  /** Where its interval begins, in the same unit. */
  x1: Column<R, number>;
  /** Where its interval ends. */
  x2: Column<R, number>;
  /** Down: a name for each row, in the order of the rows. */
  y: Column<R, unknown>;
  /** "ml", "neural", "lm", "data" or "ink", or a column that holds these. Default "data". Text models are triangles, all others circles; those of "neural" are hollow. */
  side?: Side | Column<R, string>;
  /** How a number is written in the text alternative. Default: three digits. */
  format?: (value: number) => string;
  /** Show the values at a pointer. Default false. */
  tip?: boolean;
  /** Default "low" for up to four rows, else "middle". */
  height?: Height;
}

/**
 * A point with the interval in which it may lie, for each row. Marks for `Plot.plot`, or a chart with `.plot()`.
 * @throws RangeError when there are no rows, or an interval does not hold its value.
 */
export function intervals<R extends object>(rows: Iterable<R>, options: IntervalsOptions<R>): Plot.CompoundMark {
  const { x, x1, x2, y, side = "data", format = numberText, tip = false, height } = options;
  const all = rowsOf("intervals", rows);
  const [at, low, high] = [numbersOf("intervals", "x", x, all), numbersOf("intervals", "x1", x1, all), numbersOf("intervals", "x2", x2, all)];
  const names = valuesOf("intervals", "y", y, all).map(String);
  const sides = sidesOf("intervals", side, all);
  const data = all.map((_, i) => ({ name: names[i]!, value: at[i]!, low: low[i]!, high: high[i]!, side: sides[i]! }));
  for (const { name, value, low, high } of data)
    if (!(low <= value && value <= high))
      throw new RangeError(
        `intervals: "${name}" stands at ${value}, outside of its interval from ${low} to ${high}. Look whether x1 and x2 name the right columns.`,
      );
  const colour = ({ side }: { side: Side }) => COLOURS[side];
  const point = (symbol: "circle" | "triangle", filter: (row: { side: Side }) => boolean) =>
    Plot.dot(data.filter(filter), { x: { value: "value", label: titleOf(x, "x") }, y: "name", symbol, fill: colour, r: 5, tip });
  const hollow = data.filter(({ side }) => side === "neural");
  const marks = Plot.marks(
    Plot.ruleY(
      data.filter(({ side }) => side !== "neural"),
      { x1: "low", x2: "high", y: "name", stroke: colour, strokeWidth: 2 },
    ),
    // Two sides in one chart differ by more than their colour.
    point("circle", ({ side }) => side !== "lm" && side !== "neural"),
    point("triangle", ({ side }) => side === "lm"),
    hollow.length === 0
      ? null
      : [
          Plot.ruleY(hollow, { x1: "low", x2: "high", y: "name", stroke: colour, strokeWidth: 2, strokeDasharray: "4,3" }),
          Plot.dot(hollow, { x: "value", y: "name", stroke: colour, strokeWidth: 2, fill: "var(--plot-background)", r: 4.5, tip }),
        ],
  );
  return withDefaults("intervals", marks, {
    height: { chosen: height, usual: data.length <= 4 ? "low" : "middle" },
    options: { x: { label: titleOf(x, "x"), grid: true, ticks: 5 }, y: { label: null, domain: [...new Set(names)] } },
    says(title) {
      const items = data.map(({ name, value, low, high }) => ({ name, value, text: `${format(value)} (${format(low)} to ${format(high)})` }));
      return `${title("x", titleOf(x, "x"))} with ${counted(data.length, "interval")}: ${ranked(items)}.`.replace(/^./, (first) =>
        first.toUpperCase(),
      );
    },
  });
}
