import { type ImageSize, moveImage } from "./augment-images.ts";

export interface FitDigitOptions {
  /** Pixels of the longer side of the ink's box, in the end. Default 20. */
  box?: number;
}

/**
 * A drawn digit, made ready as the digits of MNIST were: the box around its ink scaled to fit into 20 × 20 pixels, its shape kept, and its centre of
 * mass put into the middle of the picture. A model that knows only digits of this size and place needs it. `pixels` `[height · width]`, 0 (paper)
 * to 1 (ink), row by row; so is what it gives. A blank picture stays blank.
 *
 * Source: Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, Gradient-Based Learning Applied to Document Recognition, Proceedings of the IEEE 86(11),
 * 1998, section III.A. O(pixels).
 * @throws RangeError when `pixels` are not of this size.
 */
export function fitDigit(pixels: ArrayLike<number>, size: ImageSize = { height: 28, width: 28 }, { box = 20 }: FitDigitOptions = {}): number[] {
  const ink = inkOf(pixels, size.width);
  if (!ink) return Array.from(moveImage(pixels, size, {}));
  const scale = box / ink.side;
  const dx = scale * ((size.width - 1) / 2 - ink.x);
  const dy = scale * ((size.height - 1) / 2 - ink.y);
  return Array.from(moveImage(pixels, size, { scale, dx, dy }));
}

interface Ink {
  /** Centre of mass, in pixels from the upper left one. */
  x: number;
  y: number;
  /** The longer side of the box around the pixels that are at least half as dark as the darkest. */
  side: number;
}

/** Undefined where there is none. */
function inkOf(pixels: ArrayLike<number>, width: number): Ink | undefined {
  const values = Array.from(pixels);
  const darkest = values.reduce((most, value) => Math.max(most, value), 0);
  if (darkest === 0) return undefined;
  let [mass, massX, massY] = [0, 0, 0];
  let [left, right, top, bottom] = [Number.POSITIVE_INFINITY, 0, Number.POSITIVE_INFINITY, 0];
  for (const [i, value] of values.entries()) {
    const [x, y] = [i % width, Math.floor(i / width)];
    mass += value;
    massX += value * x;
    massY += value * y;
    if (value < darkest / 2) continue;
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return { x: massX / mass, y: massY / mass, side: Math.max(right - left, bottom - top) + 1 };
}
