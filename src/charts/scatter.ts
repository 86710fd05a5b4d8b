import * as Plot from "@observablehq/plot";
import { COLOURS, type Column, numbersOf, rowsOf, type Side, sidesOf, titleOf, valuesOf } from "./inside/chart-columns.ts";
import { type Height, withDefaults } from "./inside/chart-defaults.ts";
import { grouped, numberText, rangeOf, TOLD } from "./inside/chart-words.ts";
import { rounded } from "./inside/rounded.ts";

export interface ScatterOptions<R> {
  /** Across: numbers. */
  x: Column<R, number | null | undefined>;
  /** Up: numbers. */
  y: Column<R, number | null | undefined>;
  /** The kind of a row, which gives its symbol and a legend. Default: all are circles. */
  symbol?: Column<R, unknown>;
  /** "ml", "neural", "lm", "data" or "ink", or a column that holds these. Default "data". */
  side?: Side | Column<R, string>;
  /** Which dots are filled. Default none, or those with a `label`. */
  filled?: Column<R, boolean>;
  /** What the filled ones have in common, for the text alternative: "35 are wrong". Default "filled". */
  filledMeans?: string;
  /** What the rows are, in the plural, for the text alternative: "penguins". Default "points". */
  rows?: string;
  /** A name beside each dot, for a few of them. Default none. */
  label?: Column<R, unknown>;
  /** Radius in pixels. Default 3, with symbols 4.5, with labels 5. */
  r?: number;
  /** 0 to 1. Default 1. */
  opacity?: number;
  /** Cut off what lies outside of the axes. Default false. */
  clip?: boolean;
  /** Show the values at a pointer. Default false. */
  tip?: boolean;
  /** Default "middle". */
  height?: Height;
}

/** Between a dot and its label, and lines of labels, in pixels. */
const [BESIDE, LINE] = [8, 15];
/** Dots whose labels would touch: this near across and up, in pixels. */
const NEAR = 130;

/**
 * A dot for each row. Marks for `Plot.plot`, or a chart with `.plot()`.
 * @throws RangeError when there are no rows, or no numbers in a column that is named.
 */
export function scatter<R extends object>(data: Iterable<R>, options: ScatterOptions<R>): Plot.CompoundMark {
  const {
    x,
    y,
    symbol,
    side = "data",
    filled,
    filledMeans = "filled",
    rows = "points",
    label,
    r = label !== undefined ? 5 : symbol === undefined ? 3 : 4.5,
    opacity = 1,
    clip = false,
    tip = false,
    height,
  } = options;
  const all = rowsOf("scatter", data);
  const xs = numbersOf("scatter", "x", x, all);
  const ys = numbersOf("scatter", "y", y, all);
  const sides = sidesOf("scatter", side, all);
  const kinds = symbol === undefined ? [] : valuesOf("scatter", "symbol", symbol, all).map(String);
  const full = filled === undefined ? all.map(() => label !== undefined) : valuesOf("scatter", "filled", filled, all);
  const labels = label === undefined ? [] : valuesOf("scatter", "label", label, all).map(String);
  const dots = all.map((_, i) => ({ x: xs[i]!, y: ys[i]!, side: sides[i]!, kind: kinds[i], filled: full[i]!, label: labels[i] }));
  const marks = Plot.marks(
    Plot.dot(dots, {
      x: { value: "x", label: titleOf(x, "x") },
      y: { value: "y", label: titleOf(y, "y") },
      ...(symbol === undefined ? {} : { symbol: { value: "kind", label: titleOf(symbol, "kind") } }),
      stroke: ({ side }) => COLOURS[side as Side],
      // Without a filled one, symbols are chosen that differ by their outlines.
      fill: full.includes(true) || filled ? ({ filled, side }: { filled: boolean; side: Side }) => (filled ? COLOURS[side] : "none") : "none",
      r,
      strokeOpacity: opacity,
      fillOpacity: opacity,
      clip,
      tip,
      render: rounded,
    } as Plot.DotOptions),
    label === undefined ? null : besides(dots as ((typeof dots)[number] & { label: string })[]),
  );
  return withDefaults("scatter", marks, {
    height: { chosen: height, usual: "middle" },
    options: {
      x: { label: titleOf(x, "x") },
      y: { label: titleOf(y, "y"), grid: true },
      ...(symbol === undefined ? {} : { symbol: { legend: true } }),
    },
    says(title) {
      const [nameX, nameY] = [title("x", titleOf(x, "x")), title("y", titleOf(y, "y"))];
      const across = (values: number[]) => rangeOf(values).map(numberText);
      const span = (name: string, values: number[]) => `${name} from ${across(values)[0]} to ${across(values)[1]}`;
      const sentences = [`Scatter plot of ${numberText(dots.length)} ${rows}: ${span(nameX, xs)}, ${span(nameY, ys)}.`];
      const groups = grouped(dots, ({ kind }) => kind ?? "").sort(([a], [b]) => (a < b ? -1 : 1));
      const middle = (values: number[]) => numberText(mean(values.filter(Number.isFinite)));
      if (symbol !== undefined)
        sentences.push(
          `${groups
            .slice(0, TOLD)
            .map(
              ([kind, points]) =>
                `${kind}: ${numberText(points.length)}, on average at ${middle(points.map(({ x }) => x))} across and ${middle(points.map(({ y }) => y))} up`,
            )
            .join("; ")}.`,
        );
      if (filled !== undefined) {
        const count = dots.filter(({ filled }) => filled).length;
        sentences.push(`${numberText(count)} ${count === 1 ? "is" : "are"} ${filledMeans}${filledMeans === "filled" ? "" : " and filled"}.`);
      }
      if (label !== undefined && dots.length <= TOLD)
        sentences.push(`${dots.map(({ x, y, label }) => `${label}: ${numberText(x)} across, ${numberText(y)} up`).join("; ")}.`);
      return sentences.join(" ");
    },
  });
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Names to the right of their dots, or to the left where there is no room, and not on each other. */
function besides(data: readonly { x: number; y: number; label: string }[]): Plot.Markish[] {
  const text = (isRight: boolean) => {
    const place: Plot.InitializerFunction = (_data, facets, _channels, scales, { width, marginRight }) => {
      const [toX, toY] = [scales.x as unknown as (value: unknown) => number, scales.y as unknown as (value: unknown) => number];
      const at = data.map(({ x, y }) => ({ x: toX(x), y: toY(y) }));
      const hasRoom = data.map(({ label }, i) => at[i]!.x + BESIDE + 7 * label.length < width - marginRight + 10);
      const places = at.map(({ y }) => y);
      const order = at.map((_, i) => i).sort((a, b) => at[a]!.y - at[b]!.y);
      for (const [n, i] of order.entries())
        for (const other of order.slice(0, n))
          if (Math.abs(at[i]!.x - at[other]!.x) < NEAR && hasRoom[i] === hasRoom[other] && places[i]! - places[other]! < LINE)
            places[i] = places[other]! + LINE;
      const x = at.map(({ x }) => x + (isRight ? BESIDE : -BESIDE));
      return {
        facets: facets.map((facet) => Array.from(facet).filter((i) => hasRoom[i] === isRight)),
        channels: { x: { value: x }, y: { value: places } },
      };
    };
    return Plot.text(
      data,
      Plot.initializer({ x: "x", y: "y", text: "label", textAnchor: isRight ? "start" : "end", fill: "currentColor" } as Plot.TextOptions, place),
    );
  };
  return [text(true), text(false)];
}
