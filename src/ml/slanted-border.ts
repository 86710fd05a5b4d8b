import { checkCount } from "../base/check.ts";
import { type Random, withRandom } from "../base/random.ts";

export interface SlantedBorderOptions {
  /** How many points. */
  n: number;
  /** How the border leans, in degrees: it lies at 0 and stands at 90. */
  angle: number;
  random: Random;
}

/** Points in a square that a straight line through its middle parts. */
export interface SlantedBorder {
  /** `[n][2]`: each from −1 to 1. */
  X: [number, number][];
  /** `[n]`: the side of the border. */
  y: ("above" | "below")[];
  /** The ends of the border, on the edge of the square. */
  border: [[number, number], [number, number]];
}

/** Draws such points. @throws RangeError unless `n` is a whole number from 1 on, and `angle` lies between 0 and 90. */
export function slantedBorder(options: SlantedBorderOptions): SlantedBorder {
  const { n, angle, random } = withRandom(options);
  checkCount(n, "n", 1);
  if (!(angle >= 0 && angle <= 90)) throw new RangeError(`angle is ${angle}: it must lie between 0 and 90 degrees`);
  const turn = (angle * Math.PI) / 180;
  const [across, up] = [Math.sin(turn), Math.cos(turn)];
  const X = Array.from({ length: n }, (): [number, number] => [random.uniform() * 2 - 1, random.uniform() * 2 - 1]);
  const edge = Math.max(across, up);
  const end: [number, number] = [up / edge, -across / edge];
  return { X, y: X.map(([a, b]) => (a * across + b * up > 0 ? "above" : "below")), border: [[-end[0], -end[1]], end] };
}
