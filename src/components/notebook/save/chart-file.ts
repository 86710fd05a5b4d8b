/**
 * Charts as files of their own. Whatever the page's theme, a file is drawn for a light background and brings it along;
 * every colour and font in it is a value, so that it looks the same in a browser, in a drawing program and on paper.
 */

const SVG_NAMESPACE = "http://www.w3.org/2000/svg";
/** Room around the chart, CSS pixels. */
const PADDING = 10;
/** Pixels of a PNG for each CSS pixel. */
const SCALE = 2;
/** Some phones have no larger canvas. */
const MAX_PIXELS = 16_000_000;

export interface SvgFile {
  text: string;
  /** CSS pixels. */
  width: number;
  height: number;
}

/** Properties that elements inherit, with what SVG begins with. Paints and their opacities are dealt with apart. */
const INHERITED: Record<string, string> = {
  "fill-rule": "nonzero",
  "stroke-width": "1px",
  "stroke-dasharray": "none",
  "stroke-dashoffset": "0px",
  "stroke-linecap": "butt",
  "stroke-linejoin": "miter",
  "stroke-miterlimit": "4",
  "font-family": "",
  "font-size": "",
  "font-style": "normal",
  "font-weight": "400",
  "font-variant-numeric": "normal",
  "text-anchor": "start",
  "letter-spacing": "normal",
  "word-spacing": "0px",
  "white-space": "normal",
  "clip-rule": "nonzero",
  "paint-order": "normal",
  "image-rendering": "auto",
  "shape-rendering": "auto",
  "marker-start": "none",
  "marker-mid": "none",
  "marker-end": "none",
  visibility: "visible",
};
/** Properties that hold for one element, with their initial values. */
const OWN: Record<string, string> = {
  opacity: "1",
  "clip-path": "none",
  mask: "none",
  filter: "none",
  "dominant-baseline": "auto",
  "mix-blend-mode": "normal",
  "vector-effect": "none",
  "stop-opacity": "1",
  "flood-opacity": "1",
  "text-decoration-line": "none",
};
const OWN_COLOURS: Record<string, string> = { "stop-color": "#000000", "flood-color": "#000000" };
/** These are no presentation attributes in SVG. */
const STYLE_ONLY = new Set(["mix-blend-mode", "white-space", "font-variant-numeric"]);
const REMOVED =
  /^(?:class|style|role|tabindex|fill|stroke|color|font|font-variant|text-decoration|display|cursor|pointer-events)$|^(?:aria|data)-|-opacity$/;

/** The chart that an output shows, its title and legends included. `label` says what it shows where it does not itself. */
export function chartSvg(output: Element, label: string): SvgFile {
  const drawing = output.querySelector(":scope > .wide") ?? output;
  return onLight(drawing, (host) => {
    const charts = outermost(host, "svg");
    const named = charts.findLast((svg) => svg.hasAttribute("aria-label") && !/\b\S*-ramp\b/.test(svg.getAttribute("class") ?? ""));
    const parts = [...charts.map((svg) => placedChart(svg as SVGSVGElement, host)), ...pictures(host), ...texts(host)];
    const width = Math.ceil(Math.max(...parts.map(({ right }) => right)) + 2 * PADDING);
    const height = Math.ceil(Math.max(...parts.map(({ bottom }) => bottom)) + 2 * PADDING);
    const root = element("svg", { width, height, viewBox: `${-PADDING} ${-PADDING} ${width} ${height}`, role: "img", ...fontOf(host) });
    root.append(element("title", {}, named?.getAttribute("aria-label") ?? label));
    const description = named?.getAttribute("aria-description");
    if (description) root.append(element("desc", {}, description));
    root.append(element("rect", { x: -PADDING, y: -PADDING, width, height, fill: "#ffffff" }));
    root.append(...parts.map(({ node }) => node));
    return { text: xmlText(root), width, height };
  });
}

/** The same as a picture, two pixels for each of the chart's. */
export async function chartPng({ text, width, height }: SvgFile): Promise<Blob> {
  const picture = new Image();
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await picture.decode();
  const scale = Math.min(SCALE, Math.sqrt(MAX_PIXELS / (width * height)));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext("2d")!;
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the browser could not make a picture of this size"))), "image/png"),
  );
}

/** Lays a copy of some markup out as the page does in its light theme, out of sight, for as long as `use` takes. Nothing is painted in between. */
function onLight<T>(drawing: Element, use: (host: HTMLElement) => T): T {
  const root = document.documentElement;
  const { theme } = root.dataset;
  const still = document.createElement("style");
  still.textContent = "*, ::before, ::after { transition: none !important; animation-play-state: paused !important; }";
  const host = document.createElement("div");
  host.inert = true;
  const { fontFamily, fontSize, lineHeight } = getComputedStyle(drawing);
  Object.assign(host.style, {
    position: "fixed",
    insetBlockStart: "0",
    insetInlineStart: "-100000px",
    width: `${widthOf(drawing)}px`,
    fontFamily,
    fontSize,
    lineHeight,
  });
  host.append(...[...drawing.childNodes].map((node) => node.cloneNode(true)));
  for (const figure of host.querySelectorAll("figure")) figure.style.margin = "0";
  try {
    document.head.append(still);
    root.dataset["theme"] = "light";
    document.body.append(host);
    host.style.color = getComputedStyle(document.body).color;
    return use(host);
  } finally {
    host.remove();
    if (theme === undefined) delete root.dataset["theme"];
    else root.dataset["theme"] = theme;
    void getComputedStyle(document.body).color; // the theme is back before anything may move again
    still.remove();
  }
}

/** The width for which a chart was drawn. Its legends wrap within it. */
function widthOf(drawing: Element): number {
  const widths = outermost(drawing, "svg").map((svg) => Number(svg.getAttribute("width")) || 0);
  return Math.max(...widths) > 100 ? Math.max(...widths) : 640;
}

const outermost = (within: Element, name: string) => [...within.querySelectorAll(name)].filter((one) => !one.parentElement?.closest("svg"));

/** A part of the file, and how far it reaches. */
interface Part {
  node: Element;
  right: number;
  bottom: number;
}

function placedChart(svg: SVGSVGElement, host: HTMLElement): Part {
  const { x, y, width, height } = boxIn(host, svg.getBoundingClientRect());
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = [svg, ...svg.querySelectorAll("*")];
  const looks = new Map<Element, Look>();
  for (const original of originals) looks.set(original, lookOf(original));
  for (const [index, part] of [copy, ...copy.querySelectorAll("*")].entries()) {
    const original = originals[index]!;
    const parent = original === svg ? initialLook(host) : looks.get(original.parentElement!)!;
    dress(part, looks.get(original)!, parent.inherited);
  }
  for (const hidden of [...copy.querySelectorAll("style, script, foreignObject")]) hidden.remove();
  if (!copy.hasAttribute("viewBox"))
    copy.setAttribute("viewBox", `0 0 ${svg.getAttribute("width") ?? width} ${svg.getAttribute("height") ?? height}`);
  for (const [name, value] of Object.entries({ x, y, width, height })) copy.setAttribute(name, rounded(value));
  if (getComputedStyle(svg).overflow === "visible") copy.setAttribute("overflow", "visible");
  return { node: copy, right: x + width, bottom: y + height };
}

/** How an element looks: attribute → value. */
interface Look {
  inherited: Map<string, string>;
  own: Map<string, string>;
  transform: string | undefined;
}

function lookOf(element: Element): Look {
  const style = getComputedStyle(element);
  const inherited = new Map<string, string>();
  const own = new Map<string, string>();
  for (const paint of ["fill", "stroke"]) {
    const { colour, alpha } = paintOf(style.getPropertyValue(paint), style.color);
    inherited.set(paint, colour);
    inherited.set(`${paint}-opacity`, String(Number((alpha * Number(style.getPropertyValue(`${paint}-opacity`))).toPrecision(6))));
  }
  for (const name of Object.keys(INHERITED)) inherited.set(name, local(style.getPropertyValue(name)));
  inherited.set("font-family", families(style.fontFamily));
  for (const name of Object.keys(OWN)) own.set(name, local(style.getPropertyValue(name)));
  for (const name of Object.keys(OWN_COLOURS)) own.set(name, paintOf(style.getPropertyValue(name), style.color).colour);
  if (style.display === "none") own.set("display", "none");
  const moved = (element as SVGElement).style?.transform;
  return { inherited, own, transform: moved ? style.transform : undefined };
}

/** What the charts in a file inherit: SVG's own beginnings, and the font on the file's root. */
function initialLook(host: HTMLElement): Pick<Look, "inherited"> {
  const paints = { fill: "#000000", "fill-opacity": "1", stroke: "none", "stroke-opacity": "1" };
  return { inherited: new Map(Object.entries({ ...paints, ...INHERITED, ...fontOf(host) })) };
}

function fontOf(element: Element): { "font-family": string; "font-size": string } {
  const { fontFamily, fontSize } = getComputedStyle(element);
  return { "font-family": families(fontFamily), "font-size": fontSize };
}

/** Each family once, in quotes that need no escape in an attribute. */
const families = (list: string) => [...new Set(list.replaceAll('"', "'").split(/,\s*/))].join(", ");

/** Gives an element its look as attributes, where it is not what it inherits or what SVG begins with. */
function dress(element: Element, look: Look, inherited: Map<string, string>): void {
  for (const { name } of [...element.attributes])
    if (REMOVED.test(name) || name in INHERITED || name in OWN || name in OWN_COLOURS) element.removeAttribute(name);
  const styles: string[] = [];
  const give = (name: string, value: string) => {
    if (STYLE_ONLY.has(name)) styles.push(`${name}: ${value}`);
    else element.setAttribute(name, value.replaceAll('"', "'"));
  };
  for (const [name, value] of look.inherited) {
    if (value !== "" && value !== inherited.get(name)) give(name, value);
  }
  for (const [name, value] of look.own)
    if (value !== "" && value !== (OWN[name] ?? OWN_COLOURS[name])) give(name === "text-decoration-line" ? "text-decoration" : name, value);
  if (styles.length > 0) element.setAttribute("style", styles.join("; "));
  if (look.transform && look.transform !== "none") element.setAttribute("transform", look.transform);
}

/** Browsers make addresses within the document absolute. */
const local = (value: string) => value.replace(/url\("?[^")#]*#([^")]+)"?\)/g, "url(#$1)");

/** A paint as older programs read it: `#rrggbb` and an opacity apart. */
function paintOf(value: string, currentColor: string): { colour: string; alpha: number } {
  const paint = value === "currentcolor" ? currentColor : local(value);
  if (paint === "" || paint === "none" || /^(?:url\(|context-)/.test(paint)) return { colour: paint, alpha: 1 };
  let known = colours.get(paint);
  if (!known) colours.set(paint, (known = colourOf(paint)));
  return known;
}

const colours = new Map<string, { colour: string; alpha: number }>();

/** The browser itself says what a colour is, in whatever space it was written. */
function colourOf(colour: string): { colour: string; alpha: number } {
  const [, r, g, b, a] = /^rgba?\((\d+), (\d+), (\d+)(?:, ([\d.]+))?\)$/.exec(colour) ?? painted(colour);
  const hex = [r, g, b].map((part) => Number(part).toString(16).padStart(2, "0")).join("");
  return { colour: `#${hex}`, alpha: a === undefined ? 1 : Number(a) };
}

function painted(colour: string): [string, number, number, number, number] {
  const context = new OffscreenCanvas(1, 1).getContext("2d")!;
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [r = 0, g = 0, b = 0, a = 255] = context.getImageData(0, 0, 1, 1).data;
  return [colour, r, g, b, Number((a / 255).toFixed(4))];
}

/** Pictures beside the charts. They carry their own pixels: the page shows no others. */
function pictures(host: HTMLElement): Part[] {
  return [...host.querySelectorAll("img")].map((img) => {
    const { x, y, width, height } = boxIn(host, img.getBoundingClientRect());
    return { node: element("image", { x, y, width, height, href: img.src }), right: x + width, bottom: y + height };
  });
}

/** Titles, captions and the words of legends: one `<text>` for each line of them. */
function texts(host: HTMLElement): Part[] {
  const parts: Part[] = [];
  const walker = document.createTreeWalker(host, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode() as Text | null; node; node = walker.nextNode() as Text | null) {
    const parent = node.parentElement!;
    if (parent.closest("svg, style, script") || node.data.trim() === "") continue;
    const style = getComputedStyle(parent);
    for (const { text, box } of linesOf(node)) {
      const { x, y, width, height } = boxIn(host, box);
      const placed = element("text", { x, y: y + baseline(style, height) }, text);
      const { colour, alpha } = paintOf(style.color, style.color);
      const look = new Map(
        Object.entries({
          fill: colour,
          "fill-opacity": String(alpha),
          ...fontOf(parent),
          "font-weight": style.fontWeight,
          "font-style": style.fontStyle,
        }),
      );
      dress(placed, { inherited: look, own: new Map(), transform: undefined }, initialLook(host).inherited);
      parts.push({ node: placed, right: x + width, bottom: y + height });
    }
  }
  return parts;
}

/** A text as its lines were broken, each with its box. */
function linesOf(node: Text): { text: string; box: DOMRect }[] {
  const lines: { text: string; box: DOMRect; start: number }[] = [];
  const range = document.createRange();
  for (let at = 0; at < node.length; at++) {
    range.setStart(node, at);
    range.setEnd(node, at + 1);
    const box = range.getClientRects()[0];
    if (!box || box.width === 0) continue; // white space between lines
    let line = lines.at(-1);
    if (!line || box.top > line.box.top + line.box.height / 2) lines.push((line = { text: "", box, start: at }));
    range.setStart(node, line.start);
    Object.assign(line, { text: node.data.slice(line.start, at + 1), box: range.getBoundingClientRect() });
  }
  return lines.map(({ text, box }) => ({ text: text.replace(/\s+/g, " ").trimEnd(), box })).filter(({ text }) => text !== "");
}

/** How far under the top of a line's box its letters stand. */
function baseline({ fontStyle, fontWeight, fontSize, fontFamily }: CSSStyleDeclaration, height: number): number {
  const context = new OffscreenCanvas(1, 1).getContext("2d")!;
  context.font = `${fontStyle} ${fontWeight} ${fontSize} ${fontFamily}`;
  const { fontBoundingBoxAscent: ascent, fontBoundingBoxDescent: descent } = context.measureText("x");
  return (height - ascent - descent) / 2 + ascent;
}

function boxIn(host: HTMLElement, box: DOMRect): DOMRect {
  const { left, top } = host.getBoundingClientRect();
  return new DOMRect(box.left - left, box.top - top, box.width, box.height);
}

const rounded = (value: string | number) => (typeof value === "number" ? String(Number(value.toFixed(2))) : value);

function element(name: string, attributes: Record<string, string | number>, text?: string): SVGElement {
  const made = document.createElementNS(SVG_NAMESPACE, name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, rounded(value));
  if (text !== undefined) made.textContent = text;
  return made;
}

/** XML has no place for control characters and halves of surrogate pairs. */
function xmlText(root: Element): string {
  return new XMLSerializer().serializeToString(root).replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "\uFFFD");
}
