import type { DisplayOptions, Html, Picture, Table } from "../protocol/api.ts";
import { type DownloadSpec, downloadText } from "../protocol/downloads.ts";
import {
  DOWNLOAD,
  escapeHtml,
  HTML,
  JSON_TYPE,
  MAX_OUTPUT_CHARACTERS,
  MAX_TABLE_ROWS,
  type MimeBundle,
  NARROW,
  narrow,
  PLAIN,
  PNG,
  SVG,
  TABLE,
  VIEW,
  type View,
} from "../protocol/mime.ts";
import { alignedLines } from "./aligned-lines.ts";
import { encodePng } from "./dom/png.ts";
import { serialize } from "./dom/serialize.ts";
import { inspect } from "./inspect.ts";
import { type Drawn, drawn, type Hand, isInteractive, putUnder, rest } from "./pointer.ts";
import { writeCell } from "./table-format.ts";

/** Kinds of value that only `#notebook` makes; the symbol's property says which. */
export const KIND = Symbol.for("ml-vs-llm.kind");
/** A chart that can be drawn at another width has this property: `(width) => element`. */
const REDRAW = Symbol.for("ml-vs-llm.redraw");

/** What this file needs to know of a DOM node; the DOM itself is loaded only when a cell imports a module that draws. */
interface NodeLike {
  nodeType: number;
  localName?: string;
  data?: string;
  childNodes: Iterable<NodeLike>;
  getAttribute(name: string): string | null;
  setAttribute(name: string, value: string): void;
  removeAttribute(name: string): void;
  toDataURL?(): string;
  /** Of a chart: the datum under the pointer. */
  value?: unknown;
  [REDRAW]?(width: number): NodeLike | undefined;
}

/** How a value is to be shown. */
export interface BundleOptions extends DisplayOptions {
  /** Told of each drawing that listens for the pointer. */
  interactive?(view: View, drawing: Drawn): void;
  /** The pointer is on this output, on one of its drawings. */
  hand?: Hand;
}

/**
 * A value as a MIME bundle. `scope` is unique among the outputs of a page: it makes the ids inside charts
 * unique too, and the same in every run.
 */
export function toBundle(value: unknown, scope: string, options: BundleOptions = {}): MimeBundle {
  return limited(form(value, scope, withText(options)));
}

/** What a cell gave in the place of a text alternative may be anything. */
const withText = ({ alt, ...options }: BundleOptions): BundleOptions => (alt === undefined ? options : { ...options, alt: String(alt) });

/** A chart as the page shows it now: one drawing of the two. `undefined` for all else, which has but one form. */
export function toFirstBundle(value: unknown, scope: string, { view, ...options }: BundleOptions & { view: View }): MimeBundle | undefined {
  if (typeof value !== "object" || value === null || !isNode(value) || !value[REDRAW]) return undefined;
  const drawn = view === "wide" ? value : value[REDRAW](NARROW);
  return drawn && limited({ ...drawing(drawn, typeOf(value), { scope, view, ...withText(options) }), [VIEW]: view });
}

function limited(bundle: MimeBundle): MimeBundle {
  let size = 0;
  for (const data of Object.values(bundle)) size += typeof data === "string" ? data.length : JSON.stringify(data).length;
  return size > MAX_OUTPUT_CHARACTERS ? tooLarge(size) : bundle;
}

function tooLarge(characters: number): MimeBundle {
  const [is, may] = [characters, MAX_OUTPUT_CHARACTERS].map((n) => (n / 1e6).toLocaleString("en-US", { maximumFractionDigits: 1 }));
  return {
    [PLAIN]: `This output is too large to show: ${is} million characters, and ${may} million is the limit. Show a part of it, for example with .slice(0, 1000).`,
  };
}

function form(value: unknown, scope: string, options: BundleOptions): MimeBundle {
  if (typeof value === "string") return value.length > MAX_OUTPUT_CHARACTERS ? tooLarge(value.length) : { [PLAIN]: value };
  if (typeof value === "object" && value !== null) {
    if (isNode(value)) return nodeBundle(value, scope, options);
    switch ((value as { [KIND]?: string })[KIND]) {
      case "table":
        return tableBundle(value as Table);
      case "html":
        return htmlBundle((value as Html).html);
      case "download":
        return { [PLAIN]: downloadText(value as DownloadSpec), [DOWNLOAD]: { ...(value as DownloadSpec) } };
      case "image":
        return pictureBundle(value as Picture, options);
    }
    if (isImageData(value)) return pictureBundle(value, options);
  }
  const { text, html } = inspect(value);
  return html.includes("<details") ? { [PLAIN]: text, [HTML]: html } : { [PLAIN]: text };
}

const htmlBundle = (html: string): MimeBundle =>
  html.length > MAX_OUTPUT_CHARACTERS ? tooLarge(html.length) : { [PLAIN]: plainText(html), [HTML]: html };

const isNode = (value: object): value is NodeLike => typeof (value as NodeLike).nodeType === "number" && "childNodes" in value;

function nodeBundle(node: NodeLike, scope: string, options: BundleOptions): MimeBundle {
  if (node.localName === "canvas" && node.toDataURL) {
    const label = options.alt ?? node.getAttribute("aria-label") ?? "picture";
    return { [PLAIN]: label, [PNG]: base64Of(node.toDataURL()) };
  }
  const type = typeOf(node);
  const small = node[REDRAW]?.(NARROW);
  return {
    ...drawing(node, type, { scope, view: "wide", ...options }),
    ...(small ? { [narrow(type)]: markup(small, { scope, view: "narrow", ...options }) } : {}),
  };
}

const typeOf = (node: NodeLike) => (node.localName === "svg" ? SVG : HTML);

type DrawingOptions = BundleOptions & { scope: string; view: View };

function drawing(node: NodeLike, type: typeof SVG | typeof HTML, options: DrawingOptions): MimeBundle {
  const drawn = markup(node, options);
  const label = type === SVG || node.localName === "figure" ? findLabel(node) : undefined;
  return { [PLAIN]: label ?? plainText(drawn), [type]: drawn };
}

function markup(node: NodeLike, { scope, view, alt, interactive, ...options }: DrawingOptions): string {
  const svg = findSvg(node);
  if (svg && alt) {
    svg.setAttribute("aria-label", alt);
    svg.removeAttribute("data-alt");
  }
  // A chart with links in it is a group already.
  if (svg?.getAttribute("aria-label") && !svg.getAttribute("role")) svg.setAttribute("role", "img");
  const scoped = idScope(`${scope}-${view === "wide" ? "w" : "n"}`);
  const hand = options.hand?.view === view ? options.hand : undefined;
  const answers = svg && isInteractive(svg);
  if (answers) {
    rest(svg, node);
    if (hand) putUnder(svg, hand);
    svg.setAttribute("data-interactive", "");
  }
  const written = scoped(node.nodeType === 11 ? [...node.childNodes].map(serialize).join("") : serialize(node));
  if (answers) interactive?.(view, drawn(svg, node, { hand, write: (part) => scoped(serialize(part as NodeLike)) }));
  return written;
}

/** The chart itself: the last svg among the children of a figure, since legends stand before it. */
function findSvg(node: NodeLike): NodeLike | undefined {
  if (node.localName === "svg") return node;
  return [...node.childNodes].reverse().find((child) => child.localName === "svg");
}

const findLabel = (node: NodeLike) => findSvg(node)?.getAttribute("aria-label") || undefined;

/**
 * Plot numbers its clip paths and markers through the life of the module. Numbered per output instead, they are
 * unique on the page and equal in every run. What is written later in the same scope keeps the names given before.
 */
function idScope(scope: string): (text: string) => string {
  const ids = new Map<string, string>();
  return (text) => {
    inTags(text, (tag) => {
      for (const [, id] of tag.matchAll(/\sid="([^"]+)"/g)) ids.set(id!, ids.get(id!) ?? `${scope}${ids.size + 1}`);
      return tag;
    });
    return ids.size === 0 ? text : renamed(text, ids);
  };
}

function renamed(text: string, ids: ReadonlyMap<string, string>): string {
  return inTags(text, (tag) =>
    tag
      .replace(/(\s(?:id|for|aria-labelledby|aria-describedby)=")([^"]+)(")/g, (all, before, id, after) =>
        ids.has(id) ? before + ids.get(id) + after : all,
      )
      .replace(/((?:\shref|\sxlink:href)="#|url\((?:&quot;)?#)([^")&]+)/g, (all, before, id) => (ids.has(id) ? before + ids.get(id) : all)),
  );
}

/** Changes the tags of serialised markup, and leaves the text between them. */
const inTags = (markup: string, change: (tag: string) => string) => markup.replace(/<[a-z][^"<>]*(?:"[^"]*"[^"<>]*)*>/gi, change);

function tableBundle({ rows, options }: Table): MimeBundle {
  const columns = options.columns ?? [...new Set(rows.slice(0, MAX_TABLE_ROWS).flatMap((row) => Object.keys(row)))];
  const shown = rows.slice(0, Math.min(options.rows ?? 10, MAX_TABLE_ROWS));
  const cells = shown.map((row) => columns.map((column) => writeCell(column, row[column], options.format)));
  const numeric = columns.map((column) => shown.every((row) => row[column] == null || typeof row[column] === "number"));
  const rest = rows.length - shown.length;
  const more = rest > 0 ? `${rest.toLocaleString("en-US")} more rows` : "";
  return {
    [PLAIN]: tableText(columns, cells, numeric, options.caption, more),
    [HTML]: tableHtml(columns, cells, numeric, options.caption, more),
    [JSON_TYPE]: rows.slice(0, MAX_TABLE_ROWS).map((row) => Object.fromEntries(columns.map((column) => [column, jsonable(row[column])]))),
    ...(rows.length > MAX_TABLE_ROWS ? { [TABLE]: { rows: rows.length } } : {}),
  };
}

/** As JSON has it, so that outputs are equal before and after they were kept in a file: it has no NaN. */
const jsonable = (value: unknown) => {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  return typeof value === "number" ? (Number.isFinite(value) ? value : null) : writeCell("", value, undefined);
};

function tableText(columns: string[], cells: string[][], numeric: boolean[], caption: string | undefined, more: string): string {
  return [caption, ...alignedLines([columns, ...cells], (i) => numeric[i]!), more && `… ${more}`].filter(Boolean).join("\n");
}

function tableHtml(columns: string[], cells: string[][], numeric: boolean[], caption: string | undefined, more: string): string {
  const css = (i: number) => (numeric[i] ? ' class="number"' : "");
  // A column without a name heads nothing.
  const head = columns.map((column, i) => (column.trim() === "" ? "<td></td>" : `<th scope="col"${css(i)}>${escapeHtml(column)}</th>`)).join("");
  const body = cells.map((row) => `<tr>${row.map((cell, i) => `<td${css(i)}>${escapeHtml(cell)}</td>`).join("")}</tr>`).join("");
  const foot = more ? `<tfoot><tr><td colspan="${columns.length}">… ${more}</td></tr></tfoot>` : "";
  const said = caption ? `<caption>${escapeHtml(caption)}</caption>` : "";
  return `<table>${said}<thead><tr>${head}</tr></thead><tbody>${body}</tbody>${foot}</table>`;
}

const isImageData = (value: object): value is Picture =>
  (value as Picture).data instanceof Uint8ClampedArray &&
  typeof (value as Picture).width === "number" &&
  typeof (value as Picture).height === "number";

function pictureBundle({ width, height, data, scale = 1, alt }: Picture, options: DisplayOptions): MimeBundle {
  const channels = data.length / (width * height);
  const rgba = new Uint8ClampedArray(width * scale * height * scale * 4);
  for (let y = 0; y < height * scale; y++)
    for (let x = 0; x < width * scale; x++) {
      const from = (Math.floor(y / scale) * width + Math.floor(x / scale)) * channels;
      const to = (y * width * scale + x) * 4;
      for (let c = 0; c < 4; c++) rgba[to + c] = channels === 4 ? data[from + c]! : c === 3 ? 255 : data[from]!;
    }
  return {
    [PLAIN]: String(options.alt ?? alt ?? `picture of ${width} by ${height} pixels`),
    [PNG]: base64Of(encodePng(width * scale, height * scale, rgba)),
  };
}

const base64Of = (dataUrl: string) => dataUrl.slice(dataUrl.indexOf(",") + 1);

const ENTITIES: Record<string, string> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  nbsp: " ",
  "#39": "'",
  "#34": '"',
  "#38": "&",
  "#60": "<",
  "#62": ">",
};

/** What markup says, for a terminal. */
function plainText(markup: string): string {
  return markup
    .replace(/<(style|script)\b[\s\S]*?<\/\1>/gi, "")
    .replace(/<\/(p|div|li|tr|h\d|figcaption|caption)>|<br\s*\/?>/gi, "\n")
    .replace(/<\/t[dh]>/gi, "\t")
    .replace(/<[^>]*>/g, "")
    .replace(/&(\w+|#\d+);/g, (all, name) => ENTITIES[name] ?? all)
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}
