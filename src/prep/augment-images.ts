import { checkNotNegative, checkPartialShare, checkPositive, checkSize } from "../base/check.ts";
import { checkRandom, type Random } from "../base/random.ts";

/** How far pictures are moved at most. */
export interface Augmentation {
  /** Pixels, to each side. Default 2. */
  shift?: number;
  /** Degrees, either way. Default 12. */
  rotation?: number;
  /** Share of the size by which it grows or shrinks. Default .12. */
  scale?: number;
}

/** How large each picture is. */
export interface ImageSize {
  /** Pixels. */
  height: number;
  /** Pixels. */
  width: number;
}

/** Turn and scale a picture about its centre, then shift it. */
export interface Movement {
  /** Degrees, clockwise. Default 0. */
  angle?: number;
  /** Above 1 it grows. Default 1. */
  scale?: number;
  /** Pixels to the right. Default 0. */
  dx?: number;
  /** Pixels downwards. Default 0. */
  dy?: number;
}

/**
 * Grey pictures, each turned, scaled and shifted by a little, drawn evenly up to the bounds: they still show the same, so they are new examples
 * for free. `pixels` `[pictures · height · width]`, each picture row by row; so is what it gives.
 *
 * Source: P. Simard, D. Steinkraus, J. Platt, Best Practices for Convolutional Neural Networks Applied to Visual Document Analysis, 2003,
 * section 2 (affine part). O(pixels).
 * @throws RangeError when `pixels` are not a whole number of pictures, or a bound is not in its range.
 */
export function augmentImages(pixels: Float32Array, size: ImageSize, augmentation: Augmentation, random: Random): Float32Array {
  checkRandom(random);
  const { shift, rotation, scale } = checkAugmentation(augmentation);
  const area = areaOf(size);
  if (pixels.length % area !== 0)
    throw new RangeError(`${pixels.length} pixels are not a whole number of pictures of ${size.height} × ${size.width} = ${area}`);
  const within = (bound: number) => bound * (2 * random.uniform() - 1);
  const moved = new Float32Array(pixels.length);
  for (let at = 0; at < pixels.length; at += area)
    move(pixels.subarray(at, at + area), moved.subarray(at, at + area), size, {
      angle: within(rotation),
      scale: 1 + within(scale),
      dx: within(shift),
      dy: within(shift),
    });
  return moved;
}

/**
 * One picture `[height · width]`, moved. What comes in from outside is 0.
 * @throws RangeError when it is not of this size, or a number is not in its range.
 */
export function moveImage(pixels: ArrayLike<number>, size: ImageSize, { angle = 0, scale = 1, dx = 0, dy = 0 }: Movement): Float32Array {
  const area = areaOf(size);
  if (pixels.length !== area) throw new RangeError(`${pixels.length} pixels are no picture of ${size.height} × ${size.width} = ${area}`);
  checkPositive(scale, "scale");
  for (const [name, value] of Object.entries({ angle, dx, dy }))
    if (!Number.isFinite(value)) throw new RangeError(`${name} is ${value}: it must be a finite number`);
  const moved = new Float32Array(area);
  move(Float32Array.from(pixels), moved, size, { angle, scale, dx, dy });
  return moved;
}

/** With defaults. @throws RangeError when a bound is not in its range. */
export function checkAugmentation({ shift = 2, rotation = 12, scale = 0.12 }: Augmentation): Required<Augmentation> {
  checkNotNegative(shift, "shift");
  checkNotNegative(rotation, "rotation");
  checkPartialShare(scale, "scale");
  return { shift, rotation, scale };
}

/** Each pixel looks back to where it came from, between four pixels, and takes of each as much as it is near (bilinear). */
function move(from: Float32Array, to: Float32Array, { height, width }: ImageSize, { angle, scale, dx, dy }: Required<Movement>): void {
  const radians = (angle * Math.PI) / 180;
  // The last digit of Math.cos and Math.sin differs from browser to browser, and training would make more of it: 24 bits are the same.
  const cos = Math.fround(Math.cos(radians)) / scale;
  const sin = Math.fround(Math.sin(radians)) / scale;
  const [centreX, centreY] = [(width - 1) / 2, (height - 1) / 2];
  for (let y = 0; y < height; y++) {
    const v = y - centreY - dy;
    for (let x = 0; x < width; x++) {
      const u = x - centreX - dx;
      const sourceX = centreX + cos * u + sin * v;
      const sourceY = centreY - sin * u + cos * v;
      const left = Math.floor(sourceX);
      const top = Math.floor(sourceY);
      if (left < -1 || left >= width || top < -1 || top >= height) continue;
      const right = sourceX - left;
      const bottom = sourceY - top;
      const at = top * width + left;
      const hasLeft = left >= 0;
      const hasRight = left < width - 1;
      const hasTop = top >= 0;
      const hasBottom = top < height - 1;
      let value = 0;
      if (hasTop && hasLeft) value += (1 - bottom) * (1 - right) * from[at]!;
      if (hasTop && hasRight) value += (1 - bottom) * right * from[at + 1]!;
      if (hasBottom && hasLeft) value += bottom * (1 - right) * from[at + width]!;
      if (hasBottom && hasRight) value += bottom * right * from[at + width + 1]!;
      to[y * width + x] = value;
    }
  }
}

/** Pixels of a picture. */
function areaOf({ height, width }: ImageSize): number {
  checkSize(height, "height");
  checkSize(width, "width");
  return height * width;
}
