import * as Plot from "@observablehq/plot";
import { COLOURS, type Side } from "./inside/chart-columns.ts";
import { withDefaults } from "./inside/chart-defaults.ts";
import { counted, list, TOLD } from "./inside/chart-words.ts";

/** A square grey picture. */
export interface SmallPicture {
  /** `[side · side]`, row by row: 1 is ink, `lowest` is paper. */
  pixels: ArrayLike<number>;
  /** Written below it. Default nothing. */
  text?: string;
  /** A part of it to be framed, in its own pixels. Default none. */
  box?: { x: number; y: number; width: number; height: number };
}

export interface PicturesOptions {
  /** Pictures beside each other. Default: as many as there are, at most 10. */
  columns?: number;
  /** The number that is white: 0 for ink on paper, −1 for weights of both signs. Default 0. */
  lowest?: number;
  /** "ml", "lm", "data" or "ink": the colour of what is framed. Default "ml". */
  side?: Side;
}

/** Of a picture on the page, and the gap to the next, in the same unit. */
const [SIDE, GAP] = [28, 4];
/** Room for a text: so many units for each picture in a row, which are a line's height on a phone. */
const TEXT = 1.75;
/** Steps between paper and ink: more cannot be told apart, and would make pages heavy. */
const GREYS = 15;
/** A few pictures do not fill a wide page. */
const LEAST_COLUMNS = 4;

/**
 * Small square pictures in rows, dark where they are 1. Marks for `Plot.plot`, or a chart with `.plot()`.
 * @throws RangeError when there are no pictures, or one is not square.
 */
export function pictures(all: readonly SmallPicture[], options: PicturesOptions = {}): Plot.CompoundMark {
  const { columns = Math.min(10, all.length), lowest = 0, side = "ml" } = options;
  if (all.length === 0) throw new RangeError("pictures has nothing to show: give it at least one picture, or draw only once there is one.");
  const across = Math.max(columns, LEAST_COLUMNS);
  const pitch = SIDE + GAP + (all.some(({ text }) => text) ? TEXT * across : 0);
  const grey = (value: number) => lowest + (Math.round(((value - lowest) / (1 - lowest)) * GREYS) / GREYS) * (1 - lowest);
  const placed = all.map(({ pixels, text = "", box }, i) => {
    const length = Math.sqrt(pixels.length);
    if (!Number.isInteger(length) || length === 0)
      throw new RangeError(`pictures: picture ${i} has ${pixels.length} pixels, which are no square. Give its rows one after the other.`);
    return { pixels: Array.from(pixels, grey), text, box, length, left: (i % columns) * (SIDE + GAP), top: Math.floor(i / columns) * pitch };
  });
  const frame = placed.flatMap(({ box, length, left, top }) => {
    if (!box) return [];
    const unit = SIDE / length;
    const [x, y] = [left + unit * box.x, top + unit * box.y];
    return [{ x1: x, x2: x + unit * box.width, y1: y, y2: y + unit * box.height }];
  });
  const edges = { x1: "left", x2: ({ left }: { left: number }) => left + SIDE, y1: "top", y2: ({ top }: { top: number }) => top + SIDE };
  const marks = Plot.marks(
    ...placed.map(({ pixels, length, left, top }) =>
      Plot.raster(pixels, {
        width: length,
        height: length,
        x1: left,
        x2: left + SIDE,
        y1: top,
        y2: top + SIDE,
        imageRendering: "pixelated",
      }),
    ),
    Plot.rect(placed, { ...edges, stroke: COLOURS.data, strokeOpacity: 0.4 }),
    frame.length > 0 ? Plot.rect(frame, { x1: "x1", x2: "x2", y1: "y1", y2: "y2", stroke: COLOURS[side], strokeWidth: 3 }) : null,
    Plot.text(placed, { x: ({ left }) => left + SIDE / 2, y: ({ top }) => top + SIDE + 2, text: "text", lineAnchor: "top", fontSize: 12 }),
  );
  const rows = Math.ceil(all.length / columns);
  return withDefaults("pictures", marks, {
    height: { chosen: undefined, usual: "low" },
    options: {
      axis: null,
      margin: 1,
      aspectRatio: 1,
      x: { domain: [0, across * (SIDE + GAP) - GAP] },
      y: { domain: [rows * pitch - GAP, 0] },
      color: { type: "linear", domain: [lowest, 1], range: ["white", "black"], clamp: true },
    },
    says() {
      const words = placed.map(({ text }) => text).filter(Boolean);
      const told = words.length > TOLD ? `${list(words.slice(0, TOLD))}, and so on` : list(words);
      const { length } = placed[0]!;
      return `${counted(all.length, "picture")} of ${length} by ${length} pixels${told ? `: ${told}` : ", without words"}.`;
    },
  });
}
