import * as Plot from "@observablehq/plot";
import { COLOURS, type Column, numbersOf, rowsOf, type Side, sidesOf, titleOf, valuesOf } from "./inside/chart-columns.ts";
import { type Height, withDefaults } from "./inside/chart-defaults.ts";
import { counted, grouped, list, numberText, rangeOf, valueText } from "./inside/chart-words.ts";

/** A horizontal line to compare with, such as what a guess would reach. */
export interface Level {
  /** On the vertical axis, in its unit. */
  y: number;
  /** Written at its right end. */
  label?: string;
}

export interface CurvesOptions<R> {
  /** Across: numbers or dates, in the order of the rows. */
  x: Column<R, number | Date | null | undefined>;
  /** Up: numbers. Where one is missing, the curve has a gap. */
  y: Column<R, number | null | undefined>;
  /** The curve that a row belongs to. Default: all rows are one curve. */
  stroke?: Column<R, unknown>;
  /** "ml", "neural", "lm", "data" or "ink", or a column that holds these. Default "data". Curves of one side differ by their dashes; those of "neural" are dashed alike. */
  side?: Side | Column<R, string>;
  /** Names of the curves to be dashed; all others are solid. Default: the second of a side, and those after it, each in its own way. */
  dashed?: readonly string[];
  /** A column that is true of curves to be drawn paler, such as those of earlier runs. Default: none is. */
  pale?: Column<R, unknown>;
  /** Default none. */
  levels?: readonly Level[];
  /** A place on the horizontal axis to be marked, such as a slider's value, in the axis' unit. Default none. */
  at?: number;
  /** Names at the ends of curves, or symbols with a legend. Default "ends" for up to four curves, else "legend". */
  labels?: "ends" | "legend";
  /** Default "linear"; "step-after" for what stays as it is until the next row. */
  curve?: "linear" | "step-after" | "monotone-x";
  /** Cut off what lies outside of the axes. Default false. */
  clip?: boolean;
  /** Show the values at a pointer. Default false. */
  tip?: boolean;
  /** Default "middle". */
  height?: Height;
}

interface Point {
  x: number | Date;
  y: number;
  name: string;
  side: Side;
  pale: boolean;
}

const PALE = 0.55;
const DASHES = ["none", "6,4", "2,3", "8,3,2,3", "1,4"];
/** Networks made for one task. */
const NEURAL = "4,3";
const SYMBOLS = ["circle", "square", "diamond", "triangle", "cross", "star", "wye"] as const;
/** With more curves, names at their ends would lie on each other. */
const ENDS_AT_MOST = 4;
/** Between an end and its label, and from one label to the next, in pixels. */
const [OFF, APART] = [12, 15];

/**
 * Lines over `x`, one for each value of `stroke`, with level lines and labels at the right ends. Marks for `Plot.plot`, or a chart with `.plot()`.
 * @throws RangeError when there are no rows, or no numbers in a column that is named.
 */
export function curves<R extends object>(rows: Iterable<R>, options: CurvesOptions<R>): Plot.CompoundMark {
  const { x, y, stroke, side = "data", dashed, pale, levels = [], at, curve = "linear", clip = false, tip = false, height } = options;
  const all = rowsOf("curves", rows);
  const xs = numbersOf("curves", "x", x, all);
  const ys = numbersOf("curves", "y", y, all);
  const isDate = valuesOf<R>("curves", "x", x, all).some((value) => value instanceof Date);
  const sides = sidesOf("curves", side, all);
  const names = stroke === undefined ? all.map(() => "") : valuesOf("curves", "stroke", stroke, all).map(String);
  const pales = pale === undefined ? [] : valuesOf("curves", "pale", pale, all);
  const points = all.map(
    (_, i): Point => ({ x: isDate ? new Date(xs[i]!) : xs[i]!, y: ys[i]!, name: names[i]!, side: sides[i]!, pale: pales[i] === true }),
  );
  const series = grouped(points, ({ name }) => name).map(([name, points]) => ({ name, points, side: points[0]!.side, pale: points[0]!.pale }));
  const labels = options.labels ?? (series.length > ENDS_AT_MOST ? "legend" : "ends");
  const channels = { x: { value: "x", label: titleOf(x, "x") }, y: { value: "y", label: titleOf(y, "y") } };

  const before = new Map<Side, number>();
  const lines = series.map(({ name, points, side, pale }) => {
    const nth = before.get(side) ?? 0;
    before.set(side, nth + 1);
    const dash = side === "neural" ? NEURAL : dashed ? (dashed.includes(name) ? DASHES[1] : DASHES[0]) : DASHES[nth % DASHES.length];
    return Plot.line(points, {
      ...channels,
      stroke: COLOURS[side],
      strokeWidth: 2,
      ...(pale ? { strokeOpacity: PALE } : {}),
      strokeDasharray: dash,
      curve,
      clip,
      tip: tip && labels === "ends",
    });
  });
  const here = at === undefined ? [] : series.flatMap(({ points }) => points.find(({ x }) => Number(x) === at) ?? []);
  const ends = series.flatMap(({ points }) => points.findLast(({ y }) => Number.isFinite(y)) ?? []);
  const colour = ({ side }: Point) => COLOURS[side];
  /** A mark of the points, and one of those of pale curves, where there are any. */
  const dots = (of: Point[], options: Plot.DotOptions) =>
    [false, true].flatMap((pale) => {
      const some = of.filter((point) => point.pale === pale);
      return some.length > 0 ? [Plot.dot(some, { ...options, ...(pale ? { fillOpacity: PALE } : {}) })] : [];
    });
  const marks = Plot.marks(
    ...levels.map(({ y }) => Plot.ruleY([y], { strokeDasharray: "3,3" })),
    at === undefined ? null : Plot.ruleX([at], { strokeOpacity: 0.4 }),
    ...lines,
    ...(labels === "legend"
      ? dots(points, { ...channels, symbol: { value: "name", label: titleOf(stroke, "curve") }, fill: colour, tip, clip })
      : dots([...ends, ...here], { x: "x", y: "y", fill: colour, r: 3.5 })),
    endLabels(
      labels === "ends" && series.length > 1 ? ends.map(({ x, y, name }) => ({ x, y, text: name })) : [],
      levels.flatMap(({ y, label }) => (label ? [{ y, text: label }] : [])),
      points.at(-1)!.x,
    ),
  );

  return withDefaults("curves", marks, {
    height: { chosen: height, usual: "middle" },
    options: {
      x: { label: titleOf(x, "x") },
      y: { label: titleOf(y, "y"), grid: true },
      ...(labels === "legend"
        ? { symbol: { legend: true, domain: series.map(({ name }) => name), range: series.map((_, i) => SYMBOLS[i % SYMBOLS.length]!) } }
        : {}),
    },
    says(title) {
      const [from, to] = rangeOf(xs).map((value) => valueText(value, isDate));
      const where = `${title("y", titleOf(y, "y"))} over ${title("x", titleOf(x, "x"))}, from ${from} to ${to}`;
      const sentences = [
        series.length === 1
          ? `Curve of ${where}, ${counted(points.length, "point")}: it ${courseOf(points, isDate)}.`
          : `${counted(series.length, "curve")} of ${where}: ${series.map(({ name, points }) => `${name} (${counted(points.length, "point")}) ${courseOf(points, isDate)}`).join("; ")}.`,
      ];
      if (ends.length > 1) {
        const order = ends.toSorted((a, b) => b.y - a.y);
        sentences.push(`At the end ${order[0]!.name} is highest and ${order.at(-1)!.name} lowest.`);
      }
      if (here.length > 0) sentences.push(`Marked at ${numberText(at!)}: ${list(here.map(({ name, y }) => `${name} ${numberText(y)}`.trim()))}.`);
      if (levels.length > 0)
        sentences.push(
          `Level ${levels.length === 1 ? "line" : "lines"}: ${list(levels.map(({ y, label }) => `${label ?? ""} ${numberText(y)}`.trim()))}.`,
        );
      return sentences.join(" ");
    },
  });
}

/** Start and end of a curve, and where it stood highest and lowest on the way. */
function courseOf(points: readonly Point[], isDate: boolean): string {
  const known = points.filter(({ y }) => Number.isFinite(y));
  if (known.length === 0) return "has no values";
  const [first, last] = [known[0]!, known.at(-1)!];
  if (known.length === 1) return `is ${numberText(first.y)}`;
  const high = known.reduce((a, b) => (b.y > a.y ? b : a));
  const low = known.reduce((a, b) => (b.y < a.y ? b : a));
  const turns = [high, low].flatMap((point, i) =>
    point.y === first.y || point.y === last.y
      ? []
      : `${i === 0 ? "highest" : "lowest"} ${numberText(point.y)} at ${valueText(Number(point.x), isDate)}`,
  );
  return [`goes from ${numberText(first.y)} to ${numberText(last.y)}`, ...turns].join(", ");
}

interface EndLabel {
  x?: number | Date;
  y: number;
  text: string;
}

/** Labels that end where their lines end, above or below them, and not on each other. */
function endLabels(ends: readonly EndLabel[], levels: readonly EndLabel[], right: number | Date): Plot.Markish {
  const labels = [...ends, ...levels].map((label) => ({ ...label, x: label.x ?? right }));
  if (labels.length === 0) return null;
  const place: Plot.InitializerFunction = (_data, _facets, _channels, scales, { width, marginRight, marginTop, height, marginBottom }) => {
    const [toX, toY] = [scales.x as unknown as (value: unknown) => number, scales.y as unknown as (value: unknown) => number];
    const lines = labels.map(({ y }) => toY(y));
    const upwards = ends.map((_, i) => i).sort((a, b) => lines[a]! - lines[b]!);
    const places = labels.map((_, i) => {
      const isAbove = i < ends.length ? upwards.indexOf(i) < ends.length / 2 : true;
      const at = lines[i]! + (isAbove ? -OFF : OFF);
      return at < marginTop + 6 ? lines[i]! + OFF : at;
    });
    const order = places.map((_, i) => i).sort((a, b) => places[a]! - places[b]!);
    for (const [n, i] of order.entries()) if (n > 0) places[i] = Math.max(places[i]!, places[order[n - 1]!]! + APART);
    let lowest = height - marginBottom - 6;
    for (const i of order.toReversed()) {
      places[i] = Math.min(places[i]!, lowest);
      lowest = places[i]! - APART;
    }
    const x = labels.map(({ x }, i) => (i < ends.length ? toX(x) : width - marginRight));
    return { channels: { x: { value: x }, y: { value: places } } };
  };
  return Plot.text(
    labels,
    Plot.initializer(
      { x: "x", y: "y", text: "text", textAnchor: "end", fill: "currentColor", stroke: "var(--plot-background)", strokeWidth: 5 } as Plot.TextOptions,
      place,
    ),
  );
}
