import { checkSize } from "../base/check.ts";

export interface ShrinkOptions {
  /** Pixels at each edge that are cut off. Default 2. */
  margin?: number;
  /** Pixels on each side of a block that becomes one pixel. Default 3. */
  block?: number;
  /** Levels from paper, 0, to ink, `levels` − 1. Default 16. */
  levels?: number;
}

/**
 * A square picture of 0 to 1, smaller and in whole levels: each pixel is the mean of a block, rounded. By default 28 × 28 pixels become 8 × 8 of 0 to 15.
 * @param pixels `[side · side]`, row by row.
 * @returns `[small side · small side]`, row by row.
 * @throws RangeError when it is not square, or the blocks do not fill it.
 */
export function shrinkPicture(pixels: ArrayLike<number>, { margin = 2, block = 3, levels = 16 }: ShrinkOptions = {}): number[] {
  checkSize(margin, "margin", 0);
  checkSize(block, "block");
  checkSize(levels, "levels", 2);
  const side = Math.sqrt(pixels.length);
  const small = (side - 2 * margin) / block;
  if (!Number.isInteger(small) || small < 1)
    throw new RangeError(`${pixels.length} pixels are no square that blocks of ${block} fill, ${margin} pixels from each edge`);
  return Array.from({ length: small * small }, (_, i) => {
    const [top, left] = [margin + block * Math.floor(i / small), margin + block * (i % small)];
    let sum = 0;
    for (let y = top; y < top + block; y++) for (let x = left; x < left + block; x++) sum += pixels[y * side + x]!;
    return Math.round(((levels - 1) * sum) / block ** 2);
  });
}
