import * as Plot from "@observablehq/plot";
import { COLOURS, rowsOf, type Side } from "./inside/chart-columns.ts";
import { type Height, withDefaults } from "./inside/chart-defaults.ts";
import { counted, numberText, rangeOf, TOLD } from "./inside/chart-words.ts";

/** A rectangle in which one answer is given, in the units of the axes, such as `treeRegions` makes. */
export interface Box {
  x1: number;
  x2: number;
  y1: number;
  y2: number;
  label: unknown;
}

export interface RegionsOptions {
  /** "ml", "lm", "data" or "ink". Default "ml". */
  side?: Side;
  /** How strongly each answer is filled: label → 0 to 1. Default: from 0.1 to 0.5 in the order of the labels. */
  shades?: Readonly<Record<string, number>>;
  /** Fill the regions; otherwise their borders alone are drawn. Default true. */
  filled?: boolean;
  /** Default "middle". */
  height?: Height;
}

/** Options of `regions` where it asks a model about a grid of points. */
export interface RasterOptions extends RegionsOptions {
  /** `[from, to]` on the horizontal axis, in its unit. */
  x: readonly [number, number];
  /** `[from, to]` on the vertical axis, in its unit. */
  y: readonly [number, number];
  /** Points to ask about, across and up. Default 60. */
  steps?: number;
}

/** How strongly the first and the last answer are filled. */
const [PALE, STRONG] = [0.1, 0.5];

/**
 * The parts of a plane in which a model gives one answer: boxes, or what `predict` says at the points of a grid. `predict` is
 * asked once, about `[points, 2]`, and gives one label for each. Marks for `Plot.plot`, or a chart with `.plot()`.
 * @throws RangeError when there are no boxes, a box has no sides, or `predict` gives another number of labels than it was given points.
 */
export function regions(boxes: Iterable<Box>, options?: RegionsOptions): Plot.CompoundMark;
export function regions(predict: (points: [number, number][]) => readonly unknown[], options: RasterOptions): Plot.CompoundMark;
export function regions(
  given: Iterable<Box> | ((points: [number, number][]) => readonly unknown[]),
  options: RegionsOptions & Partial<RasterOptions> = {},
): Plot.CompoundMark {
  const { side = "ml", shades, filled = true, height } = options;
  const isRaster = typeof given === "function";
  const boxes = isRaster ? raster(given, options) : rowsOf("regions", given);
  for (const { x1, x2, y1, y2 } of boxes)
    if (![x1, x2, y1, y2].every(Number.isFinite))
      throw new RangeError(
        `regions needs boxes with the numbers x1, x2, y1 and y2 and a label, such as treeRegions gives, but one has ${JSON.stringify([x1, x2, y1, y2])}.`,
      );
  const labels = [...new Set(boxes.map(({ label }) => String(label)))].sort();
  const shade = (label: unknown) =>
    shades?.[String(label)] ?? PALE + ((STRONG - PALE) * labels.indexOf(String(label))) / Math.max(1, labels.length - 1);
  const marks = Plot.marks(
    Plot.rect(boxes, {
      x1: "x1",
      x2: "x2",
      y1: "y1",
      y2: "y2",
      ...(filled ? { fill: COLOURS[side], fillOpacity: ({ label }) => shade(label) } : { fill: "none" }),
      ...(isRaster ? { shapeRendering: "crispEdges" } : { stroke: COLOURS[side], strokeOpacity: filled ? 1 : 0.35 }),
    }),
  );
  const [left, right] = rangeOf(boxes.flatMap(({ x1, x2 }) => [x1, x2]));
  const [low, high] = rangeOf(boxes.flatMap(({ y1, y2 }) => [y1, y2]));
  return withDefaults("regions", marks, {
    height: { chosen: height, usual: "middle" },
    options: { x: { domain: [left, right] }, y: { domain: [low, high] } },
    says(title) {
      const area = ({ x1, x2, y1, y2 }: Box) => Math.abs((x2 - x1) * (y2 - y1));
      const sum = (some: readonly Box[]) => some.reduce((total, box) => total + area(box), 0);
      const each = labels.map((label) => {
        const own = boxes.filter((box) => String(box.label) === label);
        const percent = Math.round((100 * sum(own)) / sum(boxes));
        const share = `${percent < 1 ? "under 1" : percent} % of the area`;
        return { share: sum(own), text: isRaster ? `${label} on ${share}` : `${label} in ${counted(own.length, "box")}, ${share}` };
      });
      const told = each.toSorted((a, b) => b.share - a.share).slice(0, TOLD);
      const where = `${title("x", "x")} from ${numberText(left)} to ${numberText(right)}, ${title("y", "y")} from ${numberText(low)} to ${numberText(high)}`;
      return `Map of ${isRaster ? "the answers" : counted(boxes.length, "box")}, ${where}: ${told.map(({ text }) => text).join("; ")}.`;
    },
  });
}

/** Neighbours in a row that have one answer are one box: far fewer to draw than points. */
function raster(predict: (points: [number, number][]) => readonly unknown[], { x, y, steps = 60 }: Partial<RasterOptions>): Box[] {
  if (!x || !y || !(x[0] < x[1]) || !(y[0] < y[1]))
    throw new RangeError("regions needs x: [from, to] and y: [from, to] with numbers that grow, to know where to ask.");
  if (!Number.isInteger(steps) || steps < 1) throw new RangeError(`regions asks a whole number of steps, at least 1: ${steps} is none.`);
  const [wide, tall] = [(x[1] - x[0]) / steps, (y[1] - y[0]) / steps];
  const points = Array.from({ length: steps * steps }, (_, i): [number, number] => [
    x[0] + ((i % steps) + 0.5) * wide,
    y[0] + (Math.floor(i / steps) + 0.5) * tall,
  ]);
  const labels = predict(points);
  if (labels.length !== points.length)
    throw new RangeError(`regions asked about ${points.length} points and got ${labels.length} labels: give one for each point.`);
  const boxes: Box[] = [];
  for (let row = 0; row < steps; row++)
    for (let from = 0, to = 1; from < steps; from = to, to++) {
      const label = labels[row * steps + from];
      while (to < steps && labels[row * steps + to] === label) to++;
      boxes.push({ x1: x[0] + from * wide, x2: x[0] + to * wide, y1: y[0] + row * tall, y2: y[0] + (row + 1) * tall, label });
    }
  return boxes;
}
