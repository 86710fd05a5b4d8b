import type { PlotOptions } from "@observablehq/plot";
import { type Box, boxIn, rootMatrix } from "./geometry.ts";

export interface Margins {
  top: number;
  right: number;
  bottom: number;
  left: number;
}

type Side = keyof Margins;
type MarginName = "marginTop" | "marginRight" | "marginBottom" | "marginLeft";
/** What a mark knows of itself; Plot does not declare it. */
type MarkInside = Partial<Record<MarginName, number>> & { ariaLabel?: string; channels?: Record<string, { scale?: string }> };
interface Axis {
  name: string;
  side: Side;
  /** Room that its author asked for. */
  room?: number;
}

const SIDES: Record<Side, MarginName> = { top: "marginTop", right: "marginRight", bottom: "marginBottom", left: "marginLeft" };
/** Plot leaves 30 or 40 px, for text of 10 px and without space between ticks and title. */
const PLOTS_ROOM: Margins = { top: 30, right: 40, bottom: 30, left: 40 };
const ROOM: Margins = { top: 40, right: 46, bottom: 40, left: 46 };
/** Beyond the ends of an axis: half of its outermost labels; above a vertical one also its title. */
const ENDS: Record<string, Partial<Margins>> = { x: { left: 20, right: 20 }, y: { top: 26, bottom: 20 }, fx: {}, fy: {} };
/** Between tick labels and axis title, in pixels. */
const GAP = 3;
/** A reader's font may be so much wider than the one that is reckoned with, as DejaVu Sans is on many a Linux. */
const WIDER = 0.09;
/** What two opposite margins may take of the width or height. */
const MOST = 0.6;

/** Margins for the axes that a chart will have, as far as they are known before it is drawn. */
export function expectedMargins(options: PlotOptions, marks: readonly unknown[]): Margins | undefined {
  const known = marks.filter((mark) => typeof mark === "object" && mark !== null) as MarkInside[];
  const explicit = known.flatMap(explicitAxes);
  const axes = [...implicitAxes(options, known), ...explicit];
  if (axes.length === 0) return undefined;
  const margins: Margins = { top: 0, right: 0, bottom: 0, left: 0 };
  const leave = (side: Side, room: number | undefined) => {
    margins[side] = Math.max(margins[side], room ?? 0);
  };
  for (const { name, side, room } of axes) {
    leave(side, room ?? ROOM[side]);
    for (const end of sides) leave(end, ENDS[name]?.[end]);
  }
  for (const mark of known) if (!isAxis(mark)) for (const side of sides) leave(side, mark[SIDES[side]]);
  return margins;
}

/** The same margins with room for the labels as they were drawn, or undefined where all have their room. */
export function fittedMargins(svg: Element, margins: Margins): Margins | undefined {
  const [, , width = 0, height = 0] = (svg.getAttribute("viewBox") ?? "").split(" ").map(Number);
  const more: Margins = { top: 0, right: 0, bottom: 0, left: 0 };
  const need = (side: Side, room: number) => {
    if (room > 1) more[side] = Math.max(more[side], Math.ceil(room));
  };
  const labels = labelsIn(svg);
  for (const { axis, isTick, box } of labels) {
    if (axis && !isTick) continue; // a title stands at the edge, however wide the margin
    // Labels of a horizontal axis grow to both sides, others to one.
    const grown = WIDER * box.width * (axis?.endsWith("x") ? 0.5 : 1);
    need("left", grown - box.x);
    need("right", box.x + box.width + grown - width);
    if (axis) need("bottom", box.y + box.height - height);
  }
  // More margin moves the ticks away from the edge, where the title stays.
  for (const title of labels.filter(({ axis, isTick }) => axis && !isTick)) {
    for (const tick of labels) {
      if (!tick.isTick || tick.axis !== title.axis || !touch(title.box, tick.box)) continue;
      need(...(title.isRotated ? apart(title.box, tick.box, "left", width) : apart(title.box, tick.box, "top", height)));
    }
  }
  if (sides.every((side) => more[side] === 0)) return undefined;
  const fitted = { ...margins };
  for (const side of sides) fitted[side] += more[side];
  keepRoom(fitted, "left", "right", width, margins);
  keepRoom(fitted, "top", "bottom", height, margins);
  return fitted;
}

/** Margins as options of a plot, without those that its author sets. */
export function marginOptions(margins: Margins | undefined, { margin, ...options }: PlotOptions): PlotOptions {
  const set: PlotOptions = {};
  for (const side of sides) {
    const name = SIDES[side];
    if (margins && margin === undefined && options[name] === undefined) set[name] = margins[side];
  }
  return set;
}

const sides = ["top", "right", "bottom", "left"] as const;

/** The axes that Plot adds by itself: one for each scale of place, unless switched off or drawn by a mark. */
function implicitAxes(options: PlotOptions, marks: readonly MarkInside[]): Axis[] {
  return Object.entries({ x: "bottom", y: "left", fx: "top", fy: "right" } as const).flatMap(([name, usual]) => {
    const scale = options[name as "x"];
    const axis = (scale?.axis ?? options.axis) as string | boolean | null | undefined;
    if (options.projection && !name.startsWith("f")) return [];
    if (scale?.axis === null || axis === null || axis === false) return [];
    if (axis === undefined && marks.some(({ ariaLabel }) => ariaLabel?.startsWith(`${name}-axis `))) return [];
    if (!usesScale(name, options, marks)) return [];
    if (axis === "both") return (name.endsWith("x") ? ["top", "bottom"] : ["left", "right"]).map((side) => ({ name, side: side as Side }));
    return [{ name, side: typeof axis === "string" ? (axis as Side) : usual }];
  });
}

function usesScale(name: string, options: PlotOptions, marks: readonly MarkInside[]): boolean {
  const { type, domain } = options[name as "x"] ?? {};
  if (type !== undefined || domain !== undefined) return true;
  if (name === "fx" || name === "fy") {
    return options.facet?.[name === "fx" ? "x" : "y"] != null || marks.some((mark) => (mark as Record<string, unknown>)[name] != null);
  }
  return marks.some(({ channels = {} }) => Object.values(channels).some(({ scale }) => scale === name));
}

function isAxis({ ariaLabel }: MarkInside): boolean {
  return /^f?[xy]-axis tick label$/.test(ariaLabel ?? "");
}

function explicitAxes(mark: MarkInside): Axis[] {
  if (!isAxis(mark)) return [];
  const [name = ""] = mark.ariaLabel?.split("-") ?? [];
  const usual: Side[] = name.endsWith("x") ? ["bottom", "top"] : ["left", "right"];
  return usual.flatMap((side) => {
    const room = mark[SIDES[side]];
    if (!room) return [];
    return [{ name, side, ...(room === PLOTS_ROOM[side] ? {} : { room }) }];
  });
}

interface Label {
  /** None: a label among the marks, as at the end of a line. */
  axis?: string;
  isTick: boolean;
  isRotated: boolean;
  box: Box;
}

function labelsIn(svg: Element): Label[] {
  return [...svg.children].flatMap((group) => {
    const [kind, axis, tick] = /^(?:text|(f?[xy])-axis (tick )?label)$/.exec(group.getAttribute("aria-label") ?? "") ?? [];
    if (!kind) return [];
    return [...group.querySelectorAll("text")].map((text) => {
      const matrix = rootMatrix(text);
      return { ...(axis ? { axis } : {}), isTick: tick !== undefined, isRotated: Math.abs(matrix.b) > 0.9, box: boxIn(text, matrix) };
    });
  });
}

function touch(one: Box, two: Box): boolean {
  return one.x < two.x + two.width + GAP && two.x < one.x + one.width + GAP && one.y < two.y + two.height + GAP && two.y < one.y + one.height + GAP;
}

/** How far a tick label has to move inwards to be clear of the title, and from which of two opposite sides. */
function apart(title: Box, tick: Box, near: "left" | "top", length: number): [Side, number] {
  const [at, size, far] = near === "left" ? (["x", "width", "right"] as const) : (["y", "height", "bottom"] as const);
  if (title[at] < length / 2) return [near, title[at] + title[size] + GAP - tick[at]];
  return [far, tick[at] + tick[size] + GAP - title[at]];
}

/** Long labels must leave something to draw in. */
function keepRoom(margins: Margins, one: Side, other: Side, length: number, least: Margins): void {
  const excess = margins[one] + margins[other] - MOST * length;
  if (excess <= 0) return;
  const larger = margins[one] > margins[other] ? one : other;
  margins[larger] = Math.max(least[larger], margins[larger] - excess);
}
