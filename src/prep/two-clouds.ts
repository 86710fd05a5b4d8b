import { type Random, withRandom } from "../base/random.ts";

export interface TwoCloudsOptions {
  random: Random;
  /** Points of each cloud. Default 9. */
  each?: number;
}

/**
 * Two clouds of points with room between them, on a field of 10 by 6: "left" around (2.5, 3.5) and "right" around
 * (7.5, 2.5). A point's distance from the middle of its cloud is normal, of standard deviation 0.9 across and 1 up.
 */
export function twoClouds(options: TwoCloudsOptions): { X: number[][]; y: ("left" | "right")[] } {
  const { random, each = 9 } = withRandom(options);
  const cloud = (x: number, y: number) => Array.from({ length: each }, () => [x + 0.9 * random.normal(), y + random.normal()]);
  const [left, right] = [cloud(2.5, 3.5), cloud(7.5, 2.5)];
  return { X: [...left, ...right], y: [...left.map(() => "left" as const), ...right.map(() => "right" as const)] };
}
