import * as Plot from "@observablehq/plot";
import { nearest } from "../ml/k-means.ts";
import { handles } from "./handles.ts";
import { COLOURS, type Side } from "./inside/chart-columns.ts";
import { type Height, withDefaults } from "./inside/chart-defaults.ts";
import { counted, numberText } from "./inside/chart-words.ts";
import { regions } from "./regions.ts";
import { scatter } from "./scatter.ts";

/** Where k-means stands after a round, such as `KMeans.fitSteps` yields. */
export interface WalkStep {
  /** `[clusters][2]` */
  readonly centroids: readonly (readonly number[])[];
  /** The cluster of each row: `[samples]`. */
  readonly labels: readonly number[];
}

export interface CentroidWalkOptions {
  /** What is clustered, `[samples][2]`. */
  rows: readonly (readonly number[])[];
  /** `[from, to]` on the horizontal axis, in its unit. */
  x: readonly [number, number];
  /** `[from, to]` on the vertical axis, in its unit. */
  y: readonly [number, number];
  /** The text field that holds where the centroids begin, by its label: they can be dragged then (see `handles`). Default none. */
  moves?: string;
  /** "ml", "lm", "data" or "ink". Default "ml". */
  side?: Side;
  /** Default "middle". */
  height?: Height;
}

/**
 * The ways of centroids from where they begin, the rows by the symbol of their cluster at the last step, and the parts of the plane that
 * belong to each. Marks for `Plot.plot`, or a chart with `.plot()`.
 * @throws RangeError when there are no steps or no rows, or the last step has not one label for each row.
 */
export function centroidWalk(steps: readonly WalkStep[], { rows, x, y, moves, side = "ml", height }: CentroidWalkOptions): Plot.CompoundMark {
  const last = steps.at(-1);
  if (!last) throw new RangeError("centroidWalk has no steps: give at least where the centroids begin.");
  if (last.labels.length !== rows.length)
    throw new RangeError(`centroidWalk has ${rows.length} rows, and the last step ${last.labels.length} labels: give one for each row.`);
  const ways = steps.flatMap(({ centroids }, step) => centroids.map(([x, y], k) => ({ x: x!, y: y!, k, step })));
  const ends = ways.filter(({ step }) => step === steps.length - 1);
  const marks = Plot.marks(
    regions((points) => nearest(points, last.centroids as number[][]), { x, y, side, steps: 40 }),
    scatter(rows, { x: ([x]) => x!, y: ([, y]) => y!, symbol: (_, i) => `group ${last.labels[i]! + 1}`, r: 2.5, side: "data" }),
    Plot.line(ways, { x: "x", y: "y", z: "k", stroke: COLOURS[side], strokeWidth: 2, marker: "dot", clip: true }),
    Plot.dot(ends, { x: "x", y: "y", r: 6, fill: COLOURS[side], stroke: "var(--plot-background)", strokeWidth: 2 }),
    moves === undefined
      ? null
      : handles(
          ways.filter(({ step }) => step === 0),
          { x: "x", y: "y", moves, side },
        ),
  );
  return withDefaults("centroidWalk", marks, {
    height: { chosen: height, usual: "middle" },
    options: { x: { domain: [...x] }, y: { domain: [...y], grid: false }, symbol: { legend: false } },
    says(title) {
      const place = ({ x, y }: { x: number; y: number }) => `${numberText(x)}, ${numberText(y)}`;
      const each = ends.map((end) => {
        const begin = ways.find(({ k, step }) => k === end.k && step === 0)!;
        return `centroid ${end.k + 1} from ${place(begin)} to ${place(end)}, with ${counted(last.labels.filter((label) => label === end.k).length, "row")}`;
      });
      return `The way of ${counted(ends.length, "centroid")} in ${counted(steps.length - 1, "round")}, ${title("x", "x")} and ${title("y", "y")}: ${each.join("; ")}.`;
    },
  });
}
