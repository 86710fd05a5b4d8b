import * as Plot from "@observablehq/plot";
import { COLOURS, type Column, numbersOf, rowsOf, type Side, titleOf, valuesOf } from "./inside/chart-columns.ts";
import { type Height, withDefaults } from "./inside/chart-defaults.ts";
import { counted, numberText, valueText } from "./inside/chart-words.ts";

export interface FanOptions<R> {
  /** Across: numbers or dates, in the order of the rows. */
  x: Column<R, number | Date | null | undefined>;
  /** Up: what is expected. */
  y: Column<R, number>;
  /** Where its interval begins, in the same unit. */
  y1: Column<R, number>;
  /** Where its interval ends. */
  y2: Column<R, number>;
  /** What came, in the same unit: a line of its own, counted in the text alternative. Default none. */
  truth?: Column<R, number>;
  /** "ml", "neural", "lm", "data" or "ink". Default "ml". */
  side?: Side;
  /** Default "middle". */
  height?: Height;
}

/**
 * A forecast with its intervals: a line, and around it the band in which a given share of outcomes is to lie. Marks for `Plot.plot`, or a chart with `.plot()`.
 * @throws RangeError when there are no rows, or an interval does not hold its value.
 */
export function fan<R extends object>(rows: Iterable<R>, options: FanOptions<R>): Plot.CompoundMark {
  const { x, y, y1, y2, truth, side = "ml", height } = options;
  const all = rowsOf("fan", rows);
  const xs = numbersOf("fan", "x", x, all);
  const [at, low, high] = [numbersOf("fan", "y", y, all), numbersOf("fan", "y1", y1, all), numbersOf("fan", "y2", y2, all)];
  const came = truth === undefined ? undefined : numbersOf("fan", "truth", truth, all);
  const isDate = valuesOf<R>("fan", "x", x, all).some((value) => value instanceof Date);
  const data = all.map((_, i) => ({
    x: isDate ? new Date(xs[i]!) : xs[i]!,
    value: at[i]!,
    low: low[i]!,
    high: high[i]!,
    came: came?.[i],
  }));
  for (const [i, { value, low, high }] of data.entries())
    if (!(low <= value && value <= high))
      throw new RangeError(
        `fan: at ${valueText(xs[i]!, isDate)} the value ${value} lies outside of its interval from ${low} to ${high}. Look whether y1 and y2 name the right columns.`,
      );
  const channels = { x: { value: "x", label: titleOf(x, "x") } };
  const up = titleOf(y, "y");
  const marks = Plot.marks(
    Plot.areaY(data, { ...channels, y1: { value: "low", label: up }, y2: { value: "high", label: up }, fill: COLOURS[side], fillOpacity: 0.22 }),
    Plot.line(data, { ...channels, y: { value: "value", label: up }, stroke: COLOURS[side], strokeWidth: 2, strokeDasharray: "6,4" }),
    came ? Plot.line(data, { ...channels, y: { value: "came", label: up }, stroke: COLOURS.data, strokeWidth: 2 }) : null,
  );
  return withDefaults("fan", marks, {
    height: { chosen: height, usual: "middle" },
    options: { x: { label: titleOf(x, "x") }, y: { label: up, grid: true } },
    says(title) {
      const [first, last] = [data[0]!, data.at(-1)!];
      const where = (i: number) => valueText(xs[i]!, isDate);
      const held = data.filter(({ came, low, high }) => came !== undefined && low <= came && came <= high).length;
      return [
        `Fan of ${title("y", up)} over ${title("x", titleOf(x, "x"))}, ${counted(data.length, "step")}: at ${where(0)} ${numberText(first.value)} (${numberText(first.low)} to ${numberText(first.high)}), at ${where(data.length - 1)} ${numberText(last.value)} (${numberText(last.low)} to ${numberText(last.high)}).`,
        ...(came ? [`Of what came, ${held} of ${data.length} lie in it; at the end ${numberText(last.came!)} came.`] : []),
      ].join(" ");
    },
  });
}
