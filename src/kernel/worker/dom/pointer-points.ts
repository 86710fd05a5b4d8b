import type { Mark } from "@observablehq/plot";
import { extend } from "./extend.ts";
import { pointerListeners } from "./listeners.ts";

/** Under this name a chart keeps where its pointer can rest. Registered, so that every bundle means the same. */
const POINTS = Symbol.for("ml-vs-llm.points");

type Point = [x: number, y: number];
type Channel = ArrayLike<number> | undefined;
type Scale = ((value: unknown) => number) & { bandwidth?(): number };

/** What Plot hands to a mark that it draws; it does not declare the insides of these. */
interface Drawing {
  index: Iterable<number> & { fx?: unknown; fy?: unknown };
  scales: { x?: Scale; y?: Scale; fx?: Scale; fy?: Scale };
  values: { px?: Channel; py?: Channel; x?: Channel; y?: Channel; x1?: Channel; y1?: Channel; x2?: Channel; y2?: Channel };
  dimensions: { width: number; height: number; marginTop: number; marginRight: number; marginBottom: number; marginLeft: number };
}

type Render = (this: Insides, index: unknown, scales: unknown, values: unknown, dimensions: unknown, context: unknown, next?: unknown) => unknown;
type Insides = { render: Render; frameAnchor?: string; scale(channels: unknown, scales: unknown, context: unknown): unknown };

const watched = new WeakSet<object>();

/**
 * Keeps, with each chart, the points at which a pointer would find a datum: the keyboard goes from one to the next.
 * Plot's pointer transform knows them alone, so it is watched at work: it is what a mark's `render` begins with, and
 * listens to the chart for the first time there.
 */
export function rememberPoints(MarkClass: typeof Mark): void {
  const prototype = MarkClass.prototype as unknown as Insides;
  const { scale } = prototype;
  // Plot asks each mark to scale its channels before it draws it, the tips that it adds itself included.
  extend(prototype as object, {
    scale(this: Insides, channels: unknown, scales: unknown, context: unknown): unknown {
      watch(this);
      return scale.call(this, channels, scales, context);
    },
  });
}

function watch(mark: Insides): void {
  if (!Object.hasOwn(mark, "render") || watched.has(mark)) return;
  watched.add(mark);
  const { render } = mark;
  mark.render = function (this: Insides, index, scales, values, dimensions, context, next) {
    const svg = (context as { ownerSVGElement: SVGSVGElement }).ownerSVGElement;
    const before = pointerListeners(svg);
    const drawn = render.call(this, index, scales, values, dimensions, context, next);
    if (pointerListeners(svg) > before) add(svg, () => pointsOf(this, { index, scales, values, dimensions } as Drawing));
    return drawn;
  };
}

function add(svg: SVGSVGElement & { [POINTS]?: () => Point[] }, points: () => Point[]): void {
  const before = svg[POINTS];
  Object.defineProperty(svg, POINTS, { value: () => [...(before?.() ?? []), ...points()], configurable: true });
}

/** In the chart's coordinates, as the pointer transform measures: facets and bands shift what their scales say. */
function pointsOf({ frameAnchor = "middle" }: Insides, { index, scales, values, dimensions }: Drawing): Point[] {
  const { width, height, marginTop, marginRight, marginBottom, marginLeft } = dimensions;
  const { x, y, fx, fy } = scales;
  const shiftX = (fx ? fx(index.fx) - marginLeft : 0) + (x?.bandwidth?.() ?? 0) / 2;
  const shiftY = (fy ? fy(index.fy) - marginTop : 0) + (y?.bandwidth?.() ?? 0) / 2;
  const middle = [(marginLeft + width - marginRight) / 2, (marginTop + height - marginBottom) / 2] as const;
  const anchorX = /left$/.test(frameAnchor) ? marginLeft : /right$/.test(frameAnchor) ? width - marginRight : middle[0];
  const anchorY = /^top/.test(frameAnchor) ? marginTop : /^bottom/.test(frameAnchor) ? height - marginBottom : middle[1];
  const { px, py, x1, x2, y1, y2 } = values;
  const along = (exact: Channel, start: Channel, end: Channel, one: Channel, anchor: number) => (i: number) =>
    exact ? exact[i]! : start && end ? (start[i]! + end[i]!) / 2 : ((one ?? start)?.[i] ?? anchor);
  const atX = along(px, x1, x2, values.x, anchorX);
  const atY = along(py, y1, y2, values.y, anchorY);
  return Array.from(index, (i): Point => [atX(i) + shiftX, atY(i) + shiftY]);
}
