/** The pictures of the contest, and what is done to them in its second round. */
import { checkRandom, type Random } from "../base/random.ts";
import { digits } from "../datasets/digits.ts";
import { moveImage } from "../prep/augment-images.ts";
import { shrinkPicture } from "../prep/shrink-picture.ts";
import { PIXEL_LEVELS } from "../versus/pixel-networks.ts";
import { asLetters, type PictureChange } from "./picture-views.ts";

/** All 10,000 pictures of 28 × 28 pixels, with their digits: first those of `digits.train`, then those of `digits.test`. */
export const pictureRows = (): { X: number[][]; y: number[] } => ({
  X: [...digits.train.features, ...digits.test.features],
  y: [...digits.train.labels, ...digits.test.labels],
});

/** Two pictures are the same when their 64 pixels are. */
export const pictureKey = (row: readonly number[]): string => asLetters(shrinkPicture(row));

/** Of the 28 × 28 pixels: three of them are one of the 64. */
const SHIFTS: Partial<Record<PictureChange, number>> = { "shifted by a third of a pixel": 1, "shifted by a pixel": 3 };
/** Standard deviation, in levels. */
export const NOISE = 2;

/** The 64 pixels of a picture that was shifted, to a side that is drawn, or to each of whose pixels noise was added. */
export function changedPicture(row: readonly number[], change: PictureChange, random: Random): number[] {
  checkRandom(random);
  const shift = SHIFTS[change];
  if (shift) {
    const [dx, dy] = ([[1, 0], [-1, 0], [0, 1], [0, -1]] as const)[random.int(4)]!; // biome-ignore format: four sides
    return shrinkPicture(moveImage(row, { width: 28, height: 28 }, { dx: shift * dx, dy: shift * dy }));
  }
  const levels = shrinkPicture(row);
  if (change !== "noisy") return levels;
  return levels.map((level) => Math.min(PIXEL_LEVELS - 1, Math.max(0, Math.round(level + NOISE * random.normal()))));
}
