import type { Plot, Scale, ScaleName } from "@observablehq/plot";

/** What a mark is called in a sentence, where Plot's own name for it would not do. */
const NOUNS: Record<string, string> = {
  rect: "rectangle",
  text: "label",
  image: "picture",
  raster: "raster image",
  geo: "shape",
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
const SCALES: Partial<Record<ScaleName, string>> = { x: "Horizontal", y: "Vertical", fx: "Columns", fy: "Rows", color: "Colours", symbol: "Symbols", r: "Sizes", length: "Lengths" };
/** As many names are listed; of more, the first ones. */
const LISTED = 8;

/**
 * Give a chart its text alternative: what its author wrote, or else what can be read off it, marked as
 * generated. A description of the author's stays beside the name.
 */
export function labelChart(svg: Element, chart: Plot): void {
  // A picture hides what is inside it from a screen reader, which links must not be.
  svg.setAttribute("role", svg.querySelector("a") ? "group" : "img");
  if (svg.getAttribute("aria-label")) return;
  svg.setAttribute("aria-label", describe(svg, chart));
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

function describe(svg: Element, chart: Plot): string {
  const counts = new Map<string, number>();
  for (const group of svg.children) {
    const kind = group.getAttribute("aria-label");
    if (!kind || SILENT.test(kind)) continue;
    const count = kind === "linear-regression" ? items(group).filter((item) => item.getAttribute("stroke") !== "none").length : items(group).length;
    if (count > 0) counts.set(kind, (counts.get(kind) ?? 0) + count);
  }
  const marks = [...counts].map(([kind, count]) => plural(count, NOUNS[kind] ?? kind));
  const scales = (Object.keys(SCALES) as ScaleName[]).flatMap((name) => {
    const scale = chart.scale(name);
    const domain = scale && domainText(scale);
    if (!scale || !domain) return [];
    const label = scale.label == null ? "" : `${scale.label}`.replace(/[←↑→↓]/g, "").trim();
    // "Colours: species: …" says no more than "Colours: …" where the names speak for themselves.
    const title = label && !(name === "color" && isNames(scale)) ? ` ${label}` : "";
    return [`${SCALES[name]}:${title}${domain.startsWith("from") ? " " : title ? ": " : " "}${domain}.`];
  });
  return [marks.length > 0 ? `Chart: ${marks.join(", ")}.` : "Chart.", ...scales].join(" ");
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

function isNames({ type, domain }: Scale): boolean {
  return /^(?:ordinal|categorical|band|point)$/.test(type ?? "") && [...(domain ?? [])].every((value) => typeof value === "string");
}

function domainText({ type, domain }: Scale): string | undefined {
  const values = [...(domain ?? [])].filter((value) => value != null);
  if (values.length === 0) return undefined;
  if (/^(?:ordinal|categorical|band|point|threshold)$/.test(type ?? "")) {
    const names = values.map(valueText);
    const rest = names.length - LISTED;
    return rest > 1 ? `${names.slice(0, LISTED).join(", ")} and ${rest} more` : names.join(", ");
  }
  return `from ${valueText(values[0])} to ${valueText(values.at(-1))}`;
}

/** No more digits than are meant. */
function valueText(value: unknown): string {
  if (value instanceof Date) return value.toISOString().replace(/T00:00:00\.000Z$/, "").replace(/:00\.000Z$/, "").replace("T", " ");
  if (typeof value === "number") return String(Number(value.toPrecision(Math.abs(value) < 1000 ? 3 : 6)));
  return String(value);
}
