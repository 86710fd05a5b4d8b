/** What a cell gets for `@observablehq/plot`: Plot itself, drawing for this site's pages. */
import * as Plot from "@observablehq/plot";
import { filledOptions } from "../../charts/inside/chart-defaults.ts";
import { labelChart, labelLegend } from "./dom/chart-label.ts";
import { expectedMargins, fittedMargins, marginOptions } from "./dom/chart-margins.ts";
import { rememberRedraw } from "./dom/chart-redraw.ts";
import { chartStyle, styleLegend } from "./dom/chart-style.ts";
import { flushFrames } from "./dom/frames.ts";
import { rememberPoints } from "./dom/pointer-points.ts";

export * from "@observablehq/plot";

type Chart = ReturnType<typeof Plot.plot>;

/** The width of the page's column in pixels; a phone asks for a narrower one later. */
const WIDTH = 590;

/** How often a chart is drawn anew for labels without room; other margins make other ticks. */
const FITS = 2;

/**
 * Plot's `plot` with the page's font, room for the labels and a text alternative. What drawings of `#charts` among the marks
 * would like holds where the author says nothing. Where the author sets no width, the chart can be drawn again for the
 * width at which it is shown (see `redraw`).
 */
export function plot(options: Plot.PlotOptions = {}): Chart {
  const marks = flatMarks(options.marks);
  const draw = (width: number, again: Plot.PlotOptions = {}) => drawChart({ ...filledOptions(options, width), ...again, marks, width });
  if (options.width !== undefined) return draw(options.width);
  const chart = draw(WIDTH);
  rememberRedraw(chart, (width) => quietly(() => draw(width, copiedTitles(options))));
  return chart;
}

/** Plot's `legend`, in the same font and with its text alternative. */
export function legend(options: Plot.LegendOptions & Record<string, unknown>): SVGSVGElement | HTMLElement {
  return finishLegend(Plot.legend(options));
}

Plot.Mark.prototype.plot = function ({ marks = [], ...options }: Plot.PlotOptions = {}) {
  return plot({ ...options, marks: [...marks, this as Plot.RenderableMark] });
};

rememberPoints(Plot.Mark);

function drawChart(given: Plot.PlotOptions): Chart {
  const options = { ...given, style: chartStyle(given.style) };
  let margins = expectedMargins(given, given.marks ?? []);
  let chart = Plot.plot({ ...options, ...marginOptions(margins, given) });
  for (let fits = 0; margins && fits < FITS; ++fits) {
    const fitted = (margins = fittedMargins(pictureOf(chart), margins));
    if (fitted) chart = quietly(() => Plot.plot({ ...options, ...marginOptions(fitted, given) }));
  }
  labelChart(pictureOf(chart), chart, given);
  for (const part of chart.localName === "figure" ? chart.children : []) if (isLegend(part)) finishLegend(part);
  const legendOf = chart.legend;
  chart.legend = (name, options) => {
    const legend = legendOf(name, options);
    return legend && finishLegend(legend);
  };
  flushFrames(); // tips place themselves in the frame after
  return chart;
}

function finishLegend<T extends Element>(legend: T): T {
  styleLegend(legend);
  labelLegend(legend);
  return legend;
}

/** The chart itself, where Plot put it into a figure with a title, legends or a caption. */
function pictureOf(chart: Element): Element {
  if (chart.localName !== "figure") return chart;
  return [...chart.children].findLast(({ localName }) => localName === "svg") ?? chart;
}

function isLegend({ className }: Element): boolean {
  return /-(?:ramp|swatches)\b/.test(String(className));
}

/** Marks are drawn more than once, an iterator can be read only once. */
function flatMarks(marks: Plot.Markish[] = []): Plot.Markish[] {
  const flat = (marks as unknown[]).flat(Infinity) as Plot.Markish[];
  for (const mark of flat as { data?: unknown }[]) {
    const data = mark?.data as Partial<Iterable<unknown>> | undefined;
    if (typeof data === "object" && data?.[Symbol.iterator]?.() === data) mark.data = Array.from(data as Iterable<unknown>);
  }
  return flat;
}

/** An element can stand in one figure only. */
function copiedTitles({ title, subtitle, caption }: Plot.PlotOptions): Plot.PlotOptions {
  const copied = <T>(value: T): T => ((value as Node | null)?.nodeType ? ((value as Node).cloneNode(true) as T) : value);
  return { title: copied(title), subtitle: copied(subtitle), caption: copied(caption) };
}

/** A chart that is drawn again has given its warnings before. */
function quietly<T>(draw: () => T): T {
  const { warn } = console;
  console.warn = () => {};
  try {
    return draw();
  } finally {
    console.warn = warn;
  }
}
