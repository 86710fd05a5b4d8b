import * as Plot from "@observablehq/plot";
import { COLOURS, type Side } from "./inside/chart-columns.ts";
import { type Height, withDefaults } from "./inside/chart-defaults.ts";
import { counted, numberText } from "./inside/chart-words.ts";
import { scatter } from "./scatter.ts";

/** A model whose border is where its decision function is 0, and whose margins are where it is −1 and 1: an `Svm` of two classes. */
export interface WithMargins {
  /** `[samples][pairs]`; the first pair is drawn. */
  decisionFunction(X: number[][]): number[][];
  /** Numbers of the rows that hold the border. */
  readonly supportVectors: readonly number[];
}

export interface StreetOptions {
  /** `[from, to]` on the horizontal axis, in its unit. */
  x: readonly [number, number];
  /** `[from, to]` on the vertical axis, in its unit. */
  y: readonly [number, number];
  /** The rows that the model learnt from, in the units of the axes, `[samples][2]`: those that hold the border are filled. Default none. */
  rows?: readonly (readonly number[])[];
  /** The class of each row, which gives its symbol: `[samples]`. */
  labels?: readonly unknown[];
  /** Brings points from the units of the axes into those of the model. Default: they have the same. */
  scaler?: { transform(X: number[][]): number[][] };
  /** Points to ask about, across and up. Default 60. */
  steps?: number;
  /** "ml", "lm", "data" or "ink". Default "ml". */
  side?: Side;
  /** Default "middle". */
  height?: Height;
}

/** Squares of the grid beyond the axes, on each side. */
const BEYOND = 2;

/**
 * The border of a support vector machine between two classes as a line, its margins as dashed lines, and the street between them filled; with
 * the rows that it learnt from, where they are given. The model is asked once, about the points of a grid. Marks for `Plot.plot`, or a chart with `.plot()`.
 * @throws RangeError when an axis does not grow, `steps` is not a whole number of at least 2, or there is not one label for each row.
 */
export function street(
  model: WithMargins,
  { x, y, rows = [], labels = [], scaler, steps = 60, side = "ml", height }: StreetOptions,
): Plot.CompoundMark {
  if (!(x[0] < x[1]) || !(y[0] < y[1]))
    throw new RangeError("street needs x: [from, to] and y: [from, to] with numbers that grow, to know where to ask.");
  if (!Number.isInteger(steps) || steps < 2) throw new RangeError(`street asks a whole number of steps, at least 2: ${steps} is none.`);
  if (rows.length !== labels.length) throw new RangeError(`street has ${rows.length} rows and ${labels.length} labels: give one for each row.`);
  const [wide, tall] = [(x[1] - x[0]) / steps, (y[1] - y[0]) / steps];
  // A contour closes along the edge of its grid: that lies beyond the axes, and is cut off.
  const count = steps + 2 * BEYOND;
  const from = [x[0] - BEYOND * wide, y[0] - BEYOND * tall] as const;
  // The first row of a grid is the lowest in Plot, and each value stands in the middle of its square.
  const points = Array.from({ length: count * count }, (_, i) => [
    from[0] + ((i % count) + 0.5) * wide,
    from[1] + (Math.floor(i / count) + 0.5) * tall,
  ]);
  const far = model.decisionFunction(scaler ? scaler.transform(points) : points).map(([value]) => value!);
  const place = { x1: from[0], x2: from[0] + count * wide, y1: from[1], y2: from[1] + count * tall };
  const grid = { ...place, width: count, height: count, interpolate: "none", clip: true } as const;
  const line = (value: (far: number) => number, options: Plot.ContourOptions) =>
    Plot.contour(far.map(value), { ...grid, value: (d: number) => d, thresholds: [0], ...options } as Plot.ContourOptions);
  const support = new Set(model.supportVectors);
  const marks = Plot.marks(
    line((f) => 1 - Math.abs(f), { fill: COLOURS[side], fillOpacity: 0.15, stroke: "none" }),
    line((f) => f - 1, { fill: "none", stroke: COLOURS[side], strokeDasharray: "5,4" }),
    line((f) => f + 1, { fill: "none", stroke: COLOURS[side], strokeDasharray: "5,4" }),
    line((f) => f, { fill: "none", stroke: COLOURS[side], strokeWidth: 2 }),
    rows.length === 0
      ? null
      : scatter(rows, {
          x: ([x]) => x!,
          y: ([, y]) => y!,
          symbol: (_, i) => labels[i],
          side: "ink",
          filled: (_, i) => support.has(i),
          r: rows.length > 50 ? 3 : 4.5,
        }),
  );
  const inside = far.filter(
    (_, i) => Math.min(i % count, Math.floor(i / count)) >= BEYOND && Math.max(i % count, Math.floor(i / count)) < count - BEYOND,
  );
  const share = (is: (f: number) => boolean) => `${Math.round((100 * inside.filter(is).length) / inside.length)} %`;
  return withDefaults("street", marks, {
    height: { chosen: height, usual: "middle" },
    options: {
      x: { domain: [...x], label: null },
      y: { domain: [...y], label: null, grid: false },
      ...(rows.length > 0 ? { symbol: { legend: true, label: null } } : {}),
    },
    says(title) {
      const where = `${title("x", "x")} from ${numberText(x[0])} to ${numberText(x[1])}, ${title("y", "y")} from ${numberText(y[0])} to ${numberText(y[1])}`;
      const drawn = rows.length > 0 ? ` ${counted(support.size, "support vector")} of ${counted(rows.length, "row")} hold it, and are filled.` : "";
      return `A border with its margins, ${where}: ${share((f) => f < 0)} of the area lies on one side, ${share((f) => f >= 0)} on the other, and ${share((f) => Math.abs(f) < 1)} between the margins.${drawn}`;
    },
  });
}
