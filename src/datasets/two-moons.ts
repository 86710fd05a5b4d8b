import { type Random, withRandom } from "../base/random.ts";

export interface TwoMoonsOptions {
  random: Random;
  /** Points; the first half, rounded down, is the upper moon. Default 100. */
  samples?: number;
  /** Standard deviation of the normal noise added to both coordinates. Default 0.1. */
  noise?: number;
}

/**
 * Two half circles of radius 1 that grip into each other: no straight line parts them. `features` `[samples][2]`, `labels` `[samples]`:
 * 0 for the upper moon, around (0, 0), and 1 for the lower one, around (1, ½).
 *
 * The same curves as scikit-learn's `make_moons`; the noise comes from another generator.
 * @throws RangeError unless `samples` is a whole number of at least 2 and `noise` is 0 or more.
 */
export function twoMoons(options: TwoMoonsOptions): { features: number[][]; labels: number[] } {
  const { random, samples = 100, noise = 0.1 } = withRandom(options);
  if (!(Number.isInteger(samples) && samples >= 2)) throw new RangeError(`samples is ${samples}: it must be a whole number of at least 2`);
  if (!(noise >= 0 && Number.isFinite(noise))) throw new RangeError(`noise is ${noise}: it must be 0 or more`);
  const upper = Math.floor(samples / 2);
  const arc = (i: number, n: number) => (n === 1 ? 0 : (Math.PI * i) / (n - 1));
  const labels = Array.from({ length: samples }, (_, i) => (i < upper ? 0 : 1));
  const features = labels.map((label, i) => {
    const angle = label === 0 ? arc(i, upper) : arc(i - upper, samples - upper);
    const [x, y] = label === 0 ? [Math.cos(angle), Math.sin(angle)] : [1 - Math.cos(angle), 0.5 - Math.sin(angle)];
    return [x + noise * random.normal(), y + noise * random.normal()];
  });
  return { features, labels };
}
