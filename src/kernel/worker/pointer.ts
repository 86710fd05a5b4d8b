/**
 * Charts that answer a pointer. A chart stands on the page as markup; the drawing it came from stays here, with the
 * listeners that Plot, d3 or the reader gave it. What the pointer does on the page is done to the drawing, and the
 * page is told which parts of the drawing that changed.
 */

import type { ChartPart, PointerAct, PointerStep } from "../protocol/messages.ts";
import type { View } from "../protocol/mime.ts";
import { inspect } from "./inspect.ts";

/** What `#notebook` and the module that draws agree on; each is bundled by itself. */
const LISTENERS = Symbol.for("ml-vs-llm.listeners");
const VERSION = Symbol.for("ml-vs-llm.version");
const POINTS = Symbol.for("ml-vs-llm.points");

type Point = readonly [x: number, y: number];

/** What this file needs to know of a node; the DOM itself is loaded only when a cell imports a module that draws. */
interface NodeLike {
  nodeType: number;
  localName?: string;
  textContent: string | null;
  childNodes: Iterable<NodeLike>;
  [VERSION]?: number;
}

interface ElementLike extends NodeLike {
  parentNode: ElementLike | null;
  children: Iterable<ElementLike>;
  ownerDocument: { defaultView: { PointerEvent: EventClass; MouseEvent: EventClass } };
  firstElementChild: ElementLike | null;
  getAttribute(name: string): string | null;
  setAttribute(name: string, value: string): void;
  dispatchEvent(event: Event): boolean;
  [LISTENERS]?: number;
  [POINTS]?: () => Point[];
}

type EventClass = new (type: string, init: EventInit & Record<string, unknown>) => Event;

/** What an element was when the page was last told of it. */
interface Known {
  version: number;
  nodes: NodeLike[];
}

/** A part of a chart that is not what the page shows. */
interface Changed {
  path: number[];
  node: NodeLike;
}

/** One drawing of a chart that the page shows. */
export interface Drawn {
  readonly svg: ElementLike;
  /** The chart as Plot made it, maybe a figure around the svg: it carries the value under the pointer. */
  readonly chart: { value?: unknown };
  /** Markup of a part, with ids as in the whole. */
  readonly write: (node: object) => string;
  readonly known: WeakMap<object, Known>;
  /** Where the keyboard was last, or the pointer. */
  at: Point | undefined;
  /** The element that the pointer is over. */
  over: ElementLike | undefined;
  /** A click holds the tip where it is. */
  held: boolean;
  /** What the keyboard's last step found, in words. */
  said: string;
}

/** Where the pointer is, in the chart's own coordinates. */
export interface Hand {
  view: View;
  x: number;
  y: number;
  pointerType: string;
}

/** How far the arrow keys go in a chart that does not say where its data are, in its own pixels. */
const STRIDE = 10;
/** Points closer together than this are one: a pointer could not tell them apart. */
const SAME = 0.5;
/** A datum without a tip is said by its value, up to so many characters. */
const MAX_SAID = 200;

/** True when anything in this drawing listens for the pointer. */
export function isInteractive(svg: object): boolean {
  const element = svg as ElementLike;
  if (element[LISTENERS]) return true;
  for (const child of element.children) if (isInteractive(child)) return true;
  return false;
}

/** The drawing behind markup that has just been written, from then on followed. */
export function drawn(svg: object, chart: object, { write, hand }: { write: Drawn["write"]; hand?: Hand }): Drawn {
  const element = svg as ElementLike;
  const known: Drawn["known"] = new WeakMap();
  learn(element, known);
  return { svg: element, chart, write, known, at: hand && [hand.x, hand.y], over: hand && element, held: false, said: "" };
}

/** Put the pointer on a chart that is about to be written down: one that a live value redraws under it. */
export function putUnder(svg: object, { x, y, pointerType }: Hand): void {
  const details = { clientX: x, clientY: y, offsetX: x, offsetY: y, buttons: 0, pointerType, pointerId: 1, isPrimary: true };
  for (const kind of ["over", "enter", "move"]) both(svg as ElementLike, kind, details);
  nameRoles(svg as ElementLike);
}

/** Do to a drawing what the pointer or the keyboard did to the chart on the page. Returns what is different now. */
export function point(drawing: Drawn, act: PointerAct): { parts: ChartPart[]; said?: string } {
  if (act.event === "step") step(drawing, act.to);
  else hand(drawing, act);
  const changed = news(drawing);
  const parts = changed.map(({ path, node }) => ({ path, markup: drawing.write(node) }));
  if (act.event !== "step") return { parts };
  const said = changed.map(({ node }) => saying(node as ElementLike)).filter(Boolean);
  if (act.to === "out") drawing.said = "";
  else if (changed.length > 0) drawing.said = said.join("; ") || valueText(drawing.chart);
  return { parts, said: drawing.said };
}

/** Let go of a chart that is about to be written down: the pointer that another output of it is under is not part of it. */
export function rest(svg: object, chart: { value?: unknown }): void {
  const element = svg as ElementLike;
  const points = () => chart.value !== undefined && chart.value !== null;
  if (!points()) return;
  dispatch(element, "pointerleave", { pointerType: "mouse" });
  if (points()) dispatch(element, "pointerdown", { pointerType: "mouse" });
  nameRoles(element);
}

type Movement = Exclude<PointerAct, { event: "step" }>;

/** The events of one movement, in a browser's order. Enter and leave of what is inside follow from where the pointer is. */
function hand(drawing: Drawn, { event, x, y, buttons, pointerType, target }: Movement): void {
  const { svg } = drawing;
  const details = { clientX: x, clientY: y, offsetX: x, offsetY: y, buttons, pointerType, pointerId: 1, isPrimary: true };
  const over = event === "pointerleave" ? undefined : (descend(svg, target) ?? svg);
  // Plot keeps a tip where a finger was; the page says when it is time to take it away.
  const leaving = over ? details : { ...details, pointerType: "mouse" };
  const [before, now] = [lineage(drawing.over, svg), lineage(over, svg)];
  if (drawing.over && over !== drawing.over) both(drawing.over, "out", leaving);
  for (const element of before) if (!now.includes(element)) both(element, "leave", leaving);
  if (over && over !== drawing.over) both(over, "over", details);
  for (const element of now.toReversed()) if (!before.includes(element)) both(element, "enter", details);
  // Left without having entered: a tip that the keyboard brought.
  if (!over && before.length === 0) both(svg, "leave", leaving);
  drawing.over = over;
  drawing.at = over && [x, y];
  if (over && event === "click") dispatch(over, "click", details);
  else if (over) both(over, event.slice("pointer".length), details);
  if (event === "pointerdown" && pointerType === "mouse") drawing.held = drawing.chart.value !== undefined && drawing.chart.value !== null;
}

/** An event of the pointer, and the mouse's of the same name for those who listen for that. */
function both(element: ElementLike, kind: string, details: Record<string, unknown>): void {
  dispatch(element, `pointer${kind}`, details);
  dispatch(element, `mouse${kind}`, details);
}

function dispatch(element: ElementLike, type: string, details: Record<string, unknown>): void {
  const { PointerEvent, MouseEvent } = element.ownerDocument.defaultView;
  const Event = type.startsWith("mouse") ? MouseEvent : PointerEvent;
  element.dispatchEvent(new Event(type, { bubbles: !/enter$|leave$/.test(type), cancelable: true, ...details }));
}

/** An element and those around it, up to the svg. */
function lineage(element: ElementLike | undefined, svg: ElementLike): ElementLike[] {
  const line: ElementLike[] = [];
  for (let up: ElementLike | null | undefined = element; up; up = up.parentNode) {
    line.push(up);
    if (up === svg) return line;
  }
  // What is no longer in the chart is in nobody's line but its own.
  return line.slice(0, 1);
}

/** Go to the next datum; where nothing is known of the data, a little further. */
function step(drawing: Drawn, to: PointerStep): void {
  if (to === "out") return leave(drawing);
  const { svg, chart } = drawing;
  // What a click holds in its place would not follow.
  if (drawing.held) dispatch(svg, "pointerdown", { pointerType: "mouse", clientX: 0, clientY: 0 });
  drawing.held = false;
  const points = pointsOf(svg);
  const order = to === "up" || to === "down" ? points.toSorted((a, b) => a[1] - b[1] || a[0] - b[0]) : points;
  const forward = to === "right" || to === "down" || to === "first";
  const from = to === "first" || to === "last" ? undefined : drawing.at;
  const before = from && chart.value;
  const isNew = () => !("value" in chart) || (chart.value !== null && chart.value !== before);
  for (let next = following(order, from, forward); next; next = following(order, next, forward)) {
    moveTo(drawing, next);
    if (isNew()) break;
  }
  if (points.length === 0) moveTo(drawing, strode(svg, from, to));
}

function leave(drawing: Drawn): void {
  hand(drawing, { event: "pointerleave", x: 0, y: 0, buttons: 0, pointerType: "mouse", target: [] });
  rest(drawing.svg, drawing.chart);
  drawing.held = false;
}

function moveTo(drawing: Drawn, [x, y]: Point): void {
  hand(drawing, { event: "pointermove", x, y, buttons: 0, pointerType: "mouse", target: [] });
}

/** Where the data are, from left to right. */
function pointsOf(svg: ElementLike): Point[] {
  const [width, height] = ["width", "height"].map((name) => Number.parseFloat(svg.getAttribute(name) ?? "") || Number.POSITIVE_INFINITY);
  const inside = ([x, y]: Point) => x >= 0 && x <= width! && y >= 0 && y <= height!;
  const all = (svg[POINTS]?.() ?? []).filter(inside).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  return all.filter(([x, y], i) => {
    for (let before = i - 1; before >= 0 && x - all[before]![0] < SAME; before--) if (Math.abs(y - all[before]![1]) < SAME) return false;
    return true;
  });
}

/** The point after `at` in an order by x or by y, or before it; the first or the last where there is none. */
function following(order: Point[], at: Point | undefined, forward: boolean): Point | undefined {
  if (!at) return order.at(forward ? 0 : -1);
  const here = order.findIndex(([x, y]) => Math.abs(x - at[0]) < SAME && Math.abs(y - at[1]) < SAME);
  if (here >= 0) return order[here + (forward ? 1 : -1)];
  // From where a pointer was: the nearest is next.
  const far = ([x, y]: Point) => (x - at[0]) ** 2 + (y - at[1]) ** 2;
  return order.reduce<Point | undefined>((near, each) => (near && far(near) <= far(each) ? near : each), undefined);
}

function strode(svg: ElementLike, at: Point | undefined, to: Exclude<PointerStep, "out">): Point {
  const [left = 0, top = 0, width = 0, height = 0] = (
    svg.getAttribute("viewBox") ?? `0 0 ${svg.getAttribute("width") ?? 0} ${svg.getAttribute("height") ?? 0}`
  )
    .split(/[\s,]+/)
    .map(Number.parseFloat);
  const [x, y] = at ?? [left + width / 2, top + height / 2];
  const by = { left: [-STRIDE, 0], right: [STRIDE, 0], up: [0, -STRIDE], down: [0, STRIDE], first: [left - x, 0], last: [left + width - x, 0] }[to];
  return [Math.min(left + width, Math.max(left, x + by[0]!)), Math.min(top + height, Math.max(top, y + by[1]!))];
}

/** What a part says in words: the lines of its texts. Plot begins a line with a space of no width, and ends it with a swatch. */
function saying(element: ElementLike): string {
  if (element.nodeType !== 1 || element.localName === "title") return "";
  if (element.localName !== "text") return [...element.children].map(saying).filter(Boolean).join(", ");
  const lines = [...element.children].filter(({ localName }) => localName === "tspan");
  return (lines.length > 0 ? lines : [element])
    .map(({ textContent }) =>
      (textContent ?? "")
        .replace(/\u200b|■/g, "")
        .replace(/\s+/g, " ")
        .trim(),
    )
    .filter(Boolean)
    .join(", ");
}

function valueText({ value }: { value?: unknown }): string {
  if (value === undefined || value === null) return "";
  const text = inspect(value).text.replace(/\s+/g, " ");
  return text.length > MAX_SAID ? `${text.slice(0, MAX_SAID)}…` : text;
}

/** What changed since the page was last told. */
function news({ svg, known }: Drawn): Changed[] {
  const parts = compare(svg, known, []);
  for (const { node } of parts) nameRoles(node as ElementLike);
  for (const { node } of parts) learn(node as ElementLike, known);
  // The same element holds other nodes now.
  for (const { path } of parts) if (path.length > 0) remember(parentAt(svg, path), known);
  return parts;
}

function compare(element: ElementLike, known: Drawn["known"], path: number[]): Changed[] {
  const before = known.get(element);
  const nodes = [...element.childNodes];
  const same = before && before.version === (element[VERSION] ?? 0) && before.nodes.length === nodes.length;
  if (!same || nodes.some((node, i) => node.nodeType !== before.nodes[i]!.nodeType || (node.nodeType !== 1 && node !== before.nodes[i])))
    return [{ path, node: element }];
  let place = 0;
  return nodes.flatMap((node, i) => {
    if (node.nodeType !== 1) return [];
    const at = [...path, place++];
    return node === before.nodes[i] ? compare(node as ElementLike, known, at) : [{ path: at, node }];
  });
}

/** Only what has a role may have a name: as in the whole, of which this was not there to be told. */
function nameRoles(element: ElementLike): void {
  if (element.getAttribute("aria-label") && !element.getAttribute("role")) element.setAttribute("role", element.firstElementChild ? "group" : "img");
  for (const child of element.children) nameRoles(child);
}

function learn(element: ElementLike, known: Drawn["known"]): void {
  remember(element, known);
  for (const child of element.children) learn(child, known);
}

function remember(element: ElementLike, known: Drawn["known"]): void {
  known.set(element, { version: element[VERSION] ?? 0, nodes: [...element.childNodes] });
}

function descend(svg: ElementLike, path: number[]): ElementLike | undefined {
  let element: ElementLike | undefined = svg;
  for (const place of path) element = element && [...element.children][place];
  return element;
}

const parentAt = (svg: ElementLike, path: number[]): ElementLike => descend(svg, path.slice(0, -1))!;
