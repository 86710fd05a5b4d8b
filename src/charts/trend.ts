import * as Plot from "@observablehq/plot";
import { COLOURS, type Column, numbersOf, rowsOf, type Side, titleOf } from "./inside/chart-columns.ts";
import { type Height, withDefaults } from "./inside/chart-defaults.ts";
import { counted, numberText } from "./inside/chart-words.ts";

export interface TrendOptions<R> {
  /** Across: numbers. */
  x: Column<R, number>;
  /** Up: what was measured there. */
  y: Column<R, number>;
  /** Where the range of a point begins, in the unit of `y`, such as the least of several seeds. Give both or none. Default none. */
  y1?: Column<R, number>;
  /** Where it ends. */
  y2?: Column<R, number>;
  /** What the trend says for a place across. */
  line: (x: number) => number;
  /** `[from, to]`: between these the line is drawn straight, so give it axes on which it is. */
  between: readonly [number, number];
  /** A place across that is not measured yet, such as the next one: an upright line. Default none. */
  next?: number;
  /** "ml", "neural", "lm", "data" or "ink". Default "data". */
  side?: Side;
  /** Default "middle". */
  height?: Height;
}

/**
 * Points with the line that was drawn through them, which goes on to where nothing is measured. Marks for `Plot.plot`, or a chart with `.plot()`.
 * @throws RangeError when there are no rows, or the line has no beginning and end that grow.
 */
export function trend<R extends object>(rows: Iterable<R>, options: TrendOptions<R>): Plot.CompoundMark {
  const { x, y, y1, y2, line, between, next, side = "data", height } = options;
  const all = rowsOf("trend", rows);
  if (!(between?.[0] < between[1]))
    throw new RangeError("trend needs between: [from, to] with numbers that grow, to know where its line begins and ends.");
  const [xs, ys] = [numbersOf("trend", "x", x, all), numbersOf("trend", "y", y, all)];
  const hasRanges = y1 !== undefined && y2 !== undefined;
  const [low, high] = hasRanges ? [numbersOf("trend", "y1", y1, all), numbersOf("trend", "y2", y2, all)] : [ys, ys];
  const data = all.map((_, i) => ({ x: xs[i]!, y: ys[i]!, low: low[i]!, high: high[i]! }));
  const ends = between.map((x) => ({ x, y: line(x) }));
  const place = { x: { value: "x", label: titleOf(x, "x") }, y: { value: "y", label: titleOf(y, "y") } };
  const marks = Plot.marks(
    Plot.line(ends, { ...place, stroke: COLOURS[side], strokeDasharray: "5,4" }),
    next === undefined ? null : Plot.ruleX([next], { strokeOpacity: 0.35 }),
    hasRanges ? Plot.ruleX(data, { x: "x", y1: "low", y2: "high" }) : null,
    Plot.dot(data, { ...place, r: 5, fill: COLOURS[side] }),
  );
  return withDefaults("trend", marks, {
    height: { chosen: height, usual: "middle" },
    options: { x: { label: titleOf(x, "x") }, y: { label: titleOf(y, "y") } },
    says(title) {
      const points = data.map(({ x, y }) => `${numberText(y)} at ${numberText(x)}`).join(", ");
      const [from, to] = ends.map(({ x, y }) => `${numberText(y)} at ${numberText(x)}`);
      const ahead = next === undefined ? "" : ` For the next one, at ${numberText(next)}, it says ${numberText(line(next))}.`;
      return `${title("y", titleOf(y, "y"))} over ${title("x", titleOf(x, "x"))}, ${counted(data.length, "point")}: ${points}. The line through them goes from ${from} to ${to}.${ahead}`.replace(
        /^./,
        (first) => first.toUpperCase(),
      );
    },
  });
}
