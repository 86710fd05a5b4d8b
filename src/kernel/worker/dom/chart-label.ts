import type { Plot, PlotOptions, Scale, ScaleName } from "@observablehq/plot";

/** What a mark knows of its channels; Plot does not declare it. */
type MarkInside = { channels?: Record<string, { value?: unknown; scale?: string; label?: string }> } | null;

/** What a mark is called in a sentence, where Plot's own name for it would not do. */
const NOUNS: Record<string, string> = {
  rect: "rectangle",
  text: "label",
  image: "picture",
  raster: "raster image",
  geo: "shape",
  vector: "arrow",
  density: "density contour",
  voronoi: "Voronoi cell",
  "linear-regression": "regression line",
  "delaunay mesh": "mesh",
  "voronoi mesh": "mesh",
  "positive difference": "area of positive difference",
  "negative difference": "area of negative difference",
};
/** Groups that carry no data, or only while a pointer is there. */
const SILENT = /(?:axis(?: .*)?|grid|frame|tip)$|^crosshair/;
const SCALES: Partial<Record<ScaleName, string>> = {
  x: "Horizontal",
  y: "Vertical",
  fx: "Columns",
  fy: "Rows",
  color: "Colours",
  symbol: "Symbols",
  r: "Sizes",
  length: "Lengths",
  opacity: "Opacity",
};
/** As many names are listed; of more, the first ones. */
const LISTED = 8;

/**
 * Give a chart its text alternative: what its author wrote, or else what can be read off it, marked as
 * generated. A description of the author's stays beside the name.
 */
export function labelChart(svg: Element, chart: Plot, options: PlotOptions): void {
  // A picture hides what is inside it from a screen reader, which links must not be.
  svg.setAttribute("role", svg.querySelector("a") ? "group" : "img");
  // Plot names its groups; only what has a role may have a name.
  for (const part of svg.querySelectorAll("[aria-label]:not([role])")) part.setAttribute("role", part.firstElementChild ? "group" : "img");
  if (svg.getAttribute("aria-label")) return;
  svg.setAttribute("aria-label", describe(svg, chart, options));
  if (!svg.getAttribute("aria-description")) svg.setAttribute("data-alt", "generated");
}

/** A legend's ramp is a picture, too; swatches stand beside their names and need none of their own. */
export function labelLegend(legend: Element): void {
  if (legend.localName !== "svg") {
    for (const swatch of legend.querySelectorAll("svg")) swatch.setAttribute("aria-hidden", "true");
    return;
  }
  const ticks = [...legend.querySelectorAll(".tick text")].map(({ textContent }) => textContent).filter(Boolean);
  const title = [...legend.children].find(({ localName }) => localName === "text")?.textContent;
  const range = legend.querySelector("image") && ticks.length > 1 ? `from ${ticks[0]} to ${ticks.at(-1)}` : ticks.join(", ");
  legend.setAttribute("role", "img");
  legend.setAttribute("aria-label", ["Legend", title, range].filter(Boolean).join(": "));
}

function describe(svg: Element, chart: Plot, options: PlotOptions): string {
  const counts = new Map<string, number>();
  for (const group of svg.children) {
    const kind = group.getAttribute("aria-label");
    if (!kind || SILENT.test(kind)) continue;
    const shapes = items(group);
    // A regression draws its band as well.
    const { length } = kind === "linear-regression" ? shapes.filter((shape) => shape.getAttribute("stroke") !== "none") : shapes;
    if (length > 0) counts.set(kind, (counts.get(kind) ?? 0) + length);
  }
  const marks = [...counts].map(([kind, count]) => plural(count, NOUNS[kind] ?? kind));
  return [marks.length > 0 ? `Chart: ${marks.join(", ")}.` : "Chart.", ...describeScales(svg, chart, options)].join(" ");
}

function describeScales(svg: Element, chart: Plot, options: PlotOptions): string[] {
  const said = new Set<string>();
  return Object.entries(SCALES).flatMap(([name, what]) => {
    const scale = chart.scale(name as ScaleName);
    const domain = scale && domainText(scale);
    // Colours often repeat what an axis or a facet says.
    if (!domain || (said.has(domain) && !domain.startsWith("from"))) return [];
    said.add(domain);
    const title = scaleTitle(name, svg, options);
    return [`${what}: ${title}${title && (domain.startsWith("from") ? " " : ": ")}${domain}.`];
  });
}

/** As the axis says it, or else the author's name for the scale or the name of the data. */
function scaleTitle(name: string, svg: Element, options: PlotOptions): string {
  const axis = [...svg.children].find((group) => group.getAttribute("aria-label") === `${name}-axis label`);
  const title = axis?.textContent || options[name as "x"]?.label || dataTitle(name, options);
  return `${title ?? ""}`.replace(/[←↑→↓]/g, "").trim();
}

function dataTitle(name: string, { marks = [] }: PlotOptions): string | undefined {
  for (const mark of marks as MarkInside[]) {
    for (const [channel, { value, scale, label }] of Object.entries(mark?.channels ?? {})) {
      const scaled = scale === "auto" ? (channel === "fill" || channel === "stroke" ? "color" : "opacity") : scale;
      if (scaled !== name) continue;
      const title = label ?? (typeof value === "string" ? value : (value as { label?: string } | null)?.label);
      if (title) return title;
    }
  }
  return undefined;
}

/** The shapes of a group: facets, links and clipped parts are opened up. */
function items(group: Element): Element[] {
  return [...group.children].flatMap((child) => {
    if (/^(?:g|a)$/.test(child.localName)) return items(child);
    return /^(?:title|style|defs|desc|pattern|clipPath|marker)$/.test(child.localName) ? [] : [child];
  });
}

function plural(count: number, noun: string): string {
  if (count === 1) return `1 ${noun}`;
  return `${count} ${noun.replace(/^\S+(?= of )|\S+$/, (word) => (/(?:s|x|sh|ch)$/.test(word) ? (word.endsWith("s") ? word : `${word}es`) : `${word}s`))}`;
}

function domainText({ type, domain }: Scale): string | undefined {
  const values = [...(domain ?? [])].filter((value) => value != null);
  if (values.length === 0) return undefined;
  const names = values.map(valueText);
  if (type === "threshold") return `in steps at ${names.join(", ")}`;
  if (/^(?:ordinal|categorical|band|point)$/.test(type ?? "")) {
    const rest = names.length - LISTED;
    return rest > 1 ? `${names.slice(0, LISTED).join(", ")} and ${rest} more` : names.join(", ");
  }
  return `from ${names[0]} to ${names.at(-1)}`;
}

/** No more digits than are meant. */
function valueText(value: unknown): string {
  if (value instanceof Date)
    return value
      .toISOString()
      .replace(/T00:00:00\.000Z$/, "")
      .replace(/:00\.000Z$/, "")
      .replace("T", " ");
  if (typeof value === "number") return String(Math.abs(value) < 1000 ? Number(value.toPrecision(3)) : Math.round(value));
  return String(value);
}
