import type { CompoundMark, Markish, PlotOptions } from "@observablehq/plot";

/** How high a chart is: "low" for a strip or a few bars, "middle" for most, "high" for what is read in two directions. */
export type Height = "low" | "middle" | "high";

/** Pixels on a wide page and on a phone. */
const HEIGHTS: Record<Height, { wide: number; narrow: number }> = {
  low: { wide: 200, narrow: 190 },
  middle: { wide: 320, narrow: 290 },
  high: { wide: 520, narrow: 480 },
};
/** Charts up to this width, in pixels, are drawn for a phone. */
const PHONE = 420;

/** What a drawing would like for the plot around it, where the author of that plot says nothing. */
export interface ChartDefaults {
  /** The author's choice, and what is usual for such a drawing. */
  height: { chosen: Height | undefined; usual: Height };
  options: PlotOptions;
  /** The text alternative, from the data. `title` gives the title of an axis, or else the name of the column. */
  says(title: (axis: "x" | "y", otherwise: string) => string): string;
}

/** Under this name marks remember what they would like. Registered, so that every bundle means the same. */
const DEFAULTS = Symbol.for("ml-vs-llm.chart-defaults");

type WithDefaults = { [DEFAULTS]?: ChartDefaults };

/** @throws RangeError for a height that is none of the three. */
export function withDefaults(chart: string, marks: CompoundMark, defaults: ChartDefaults): CompoundMark {
  const { chosen } = defaults.height;
  if (chosen !== undefined && !Object.hasOwn(HEIGHTS, chosen))
    throw new RangeError(`${chart}: ${JSON.stringify(chosen)} is not a height. Write "low", "middle" or "high", or give pixels to plot({ height }).`);
  return Object.defineProperty(marks, DEFAULTS, { value: defaults });
}

/** The options of a plot with what the drawings among its marks would like, where the author gave nothing. */
export function filledOptions(options: PlotOptions, width: number): PlotOptions {
  const wishes = defaultsIn(options.marks ?? []);
  if (wishes.length === 0) return options;
  const filled: Record<string, unknown> = {};
  for (const wish of [...wishes.map((one) => one.options).reverse(), options])
    for (const [name, value] of Object.entries(wish)) {
      if (value === undefined) continue;
      // A scale is filled option by option; whoever gives a domain keeps the label.
      filled[name] = isPlain(value) && isPlain(filled[name]) ? { ...filled[name], ...value } : value;
    }
  if (options.height === undefined && filled["aspectRatio"] == null) {
    const { chosen } = wishes.find(({ height }) => height.chosen)?.height ?? {};
    filled["height"] = HEIGHTS[chosen ?? wishes[0]!.height.usual][width <= PHONE ? "narrow" : "wide"];
  }
  filled["ariaLabel"] = options.ariaLabel ?? wishes.map(({ says }) => says((axis, otherwise) => axisTitle(filled[axis]) ?? otherwise)).join(" ");
  return filled as PlotOptions;
}

function defaultsIn(marks: readonly Markish[]): ChartDefaults[] {
  return marks.flatMap((mark) => {
    if (!Array.isArray(mark)) return [];
    const own = (mark as WithDefaults)[DEFAULTS];
    return own ? [own] : defaultsIn(mark as Markish[]);
  });
}

/** Where a title says the direction by an arrow, a sentence does without. */
function axisTitle(scale: unknown): string | undefined {
  const { label } = (scale ?? {}) as { label?: unknown };
  return typeof label === "string" ? label.replace(/[←↑→↓]/g, "").trim() || undefined : undefined;
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
