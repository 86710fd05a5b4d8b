import * as Plot from "@observablehq/plot";
import { COLOURS, type Column, numbersOf, rowsOf, type Side } from "./inside/chart-columns.ts";

export interface HandlesOptions<R> {
  /** Across: numbers. */
  x: Column<R, number>;
  /** Up: numbers. */
  y: Column<R, number>;
  /**
   * The controls that a handle moves, by their labels: two sliders, for its place across and up, where there is one handle; or one text
   * field, with a place for each handle in the order of the rows: "1, 2; 3, 4".
   */
  moves: readonly [across: string, up: string] | string;
  /** "ml", "lm", "data" or "ink". Default "ml". */
  side?: Side;
  /** Radius in pixels. Default 10. */
  r?: number;
}

/**
 * A ring for each row that a hand can drag on the page: it moves the controls of the notebook that `moves` names, as if they had been moved
 * themselves. Keys move the controls. A press beside the rings brings the nearest one there. Marks for `Plot.plot`; both axes have to be linear.
 * @throws RangeError when there are no rows, no numbers in a column, or two sliders for other than one row.
 */
export function handles<R extends object>(data: Iterable<R>, { x, y, moves, side = "ml", r = 10 }: HandlesOptions<R>): Plot.CompoundMark {
  const all = rowsOf("handles", data);
  const [xs, ys] = [numbersOf("handles", "x", x, all), numbersOf("handles", "y", y, all)];
  if (typeof moves !== "string" && all.length !== 1)
    throw new RangeError(`handles: two sliders move one handle, and there are ${all.length} rows. Give one row, or name a text field.`);
  return Plot.marks(
    Plot.dot(
      all.map((_, i) => ({ x: xs[i]!, y: ys[i]! })),
      {
        x: "x",
        y: "y",
        r,
        stroke: COLOURS[side],
        strokeWidth: 2.5,
        fill: COLOURS[side],
        fillOpacity: 0.15,
        render(index, scales, values, dimensions, context, next) {
          const group = next!(index, scales, values, dimensions, context)!;
          const [toX, toY] = [scales.x, scales.y] as unknown as ((value: number) => number)[];
          const origin = [toX!(0), toY!(0)];
          const unit = [toX!(1) - origin[0]!, toY!(1) - origin[1]!];
          for (const [i, ring] of [...group.children].entries()) {
            ring.setAttribute("data-moves", typeof moves === "string" ? moves : moves.join("|"));
            ring.setAttribute("data-item", String(index[i]));
            ring.setAttribute("data-origin", origin.join(" "));
            ring.setAttribute("data-unit", unit.join(" "));
          }
          return group;
        },
      },
    ),
  );
}
