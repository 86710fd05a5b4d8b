import type { Random } from "../base/random.ts";
import { checkRandom } from "../base/random.ts";

/** A picture with its name. */
export interface NamedPicture {
  name: string;
  /** `[784]`: 28 × 28 pixels, row by row, 0 (paper) to 1 (ink). */
  pixels: number[];
}

/** Pixels on each side, and the middle between them. */
const SIDE = 28;
const MIDDLE = (SIDE - 1) / 2;

/** Five pictures that show no digit, to ask a reader of digits about: noise, shapes and letters. `random` draws the noise. */
export function noDigits(random: Random): NamedPicture[] {
  checkRandom(random);
  /** How far a place is from the middle, by the larger of the two ways. */
  const out = (x: number, y: number) => Math.max(Math.abs(x - MIDDLE), Math.abs(y - MIDDLE));
  const near = (a: number, b: number, most: number) => Math.abs(a - b) < most;
  const shapes: Record<string, (x: number, y: number) => boolean | number> = {
    noise: () => random.uniform(),
    "a frame": (x, y) => out(x, y) < 10 && out(x, y) > 7,
    "a letter X": (x, y) => out(x, y) < 10 && (near(x, y, 2) || near(x + y, SIDE - 1, 2)),
    "a letter E": (x, y) => out(x, y) < 9 && (x < 8 || y < 7 || y > 20 || near(y, MIDDLE, 1.5)),
    "a plus": (x, y) => out(x, y) < 9 && (near(x, MIDDLE, 1.5) || near(y, MIDDLE, 1.5)),
  };
  return Object.entries(shapes).map(([name, ink]) => ({
    name,
    pixels: Array.from({ length: SIDE * SIDE }, (_, i) => Number(ink(i % SIDE, Math.floor(i / SIDE)))),
  }));
}
