import * as Plot from "@observablehq/plot";
import { rowsOf } from "./inside/chart-columns.ts";
import { withDefaults } from "./inside/chart-defaults.ts";
import { counted, list } from "./inside/chart-words.ts";

/** A box of a map: edges from 0 to 100, from the left and from below. */
export interface NestedBox {
  label: string;
  colour: string;
  x1: number;
  y1: number;
  x2: number;
  y2: number;
}

/** What stands on a map. */
export interface MapItem {
  name: string;
  /** Why it stands there: shown at a pointer. */
  why: string;
  /** From 0 to 100 each, from the left and from below. */
  at: readonly [x: number, y: number];
}

export interface NestedMapOptions<B, I> {
  /** Which boxes are tinted. Default none. */
  tinted?: (box: B) => boolean;
  /** Which boxes are kept free of the tint around them. Default none. */
  cleared?: (box: B) => boolean;
  /** Which items are filled. Default none. */
  filled?: (item: I) => boolean;
  /** Which items are squares; all others are circles. Default none. */
  square?: (item: I) => boolean;
}

const no = () => false;

/**
 * Boxes within each other, with the name of each in its corner, and items that stand in them. Marks for `Plot.plot`, or a chart with `.plot()`.
 * @param boxes From the outermost.
 * @throws RangeError when there are no boxes, or no items.
 */
export function nestedMap<B extends NestedBox, I extends MapItem>(
  boxes: readonly B[],
  items: readonly I[],
  { tinted = no, cleared = no, filled = no, square = no }: NestedMapOptions<B, I> = {},
): Plot.CompoundMark {
  rowsOf("nestedMap", boxes);
  rowsOf("nestedMap", items);
  const edges = { x1: "x1", y1: "y1", x2: "x2", y2: "y2", rx: 6 };
  const place = { x: ({ at }: I) => at[0], y: ({ at }: I) => at[1] };
  const marks = Plot.marks(
    Plot.rect(boxes.filter(tinted), { ...edges, fill: "colour", fillOpacity: 0.22 }),
    Plot.rect(boxes.filter(cleared), { ...edges, fill: "var(--plot-background)" }),
    Plot.rect(boxes, { ...edges, stroke: "colour", strokeWidth: (box) => (tinted(box) ? 3 : 1) }),
    Plot.text(boxes, { x: ({ x1 }) => x1 + 2, y: "y2", dy: 12, text: "label", textAnchor: "start", fontWeight: 600 }),
    Plot.text(items, { ...place, dx: 9, text: "name", textAnchor: "start", fillOpacity: (item) => (filled(item) ? 1 : 0.75) }),
    Plot.dot(items, {
      ...place,
      r: 4.5,
      fill: (item) => (filled(item) ? "currentColor" : "none"),
      stroke: "currentColor",
      symbol: (item) => (square(item) ? "square" : "circle"),
      tip: { format: { x: false, y: false, symbol: false, fill: false } },
      channels: { system: "name", why: "why" },
    }),
  );
  return withDefaults("nestedMap", marks, {
    height: { chosen: undefined, usual: "high" },
    options: { margin: 2, x: { axis: null, domain: [0, 100] }, y: { axis: null, domain: [0, 100] } },
    says() {
      const chosen = items.filter(filled).map(({ name }) => name);
      const marked = chosen.length > 0 ? ` Filled: ${list(chosen)}.` : "";
      return `Map of ${counted(boxes.length, "box")} (${list(boxes.map(({ label }) => label))}) with ${counted(items.length, "item")}.${marked}`;
    },
  });
}
