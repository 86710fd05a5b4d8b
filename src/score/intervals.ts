import { checkCount, checkPositive } from "../base/check.ts";
import { type Random, withRandom } from "../base/random.ts";

/** Where a figure lies that was measured on a sample. */
export interface Interval {
  low: number;
  high: number;
}

/**
 * How sure a share is that was counted: `successes` of `trials`. Fair near 0 and 1 too, where the plain ± interval is not.
 *
 * Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22, 1927.
 * @param z how many standard deviations wide on either side. Default 1.96: in 95 % of samples the true share lies within.
 * @throws RangeError unless `successes` is a whole number from 0 to `trials`, and `trials` at least 1.
 */
export function wilsonInterval(successes: number, trials: number, z = 1.959963984540054): Interval {
  checkCount(trials, "trials", 1);
  checkCount(successes, "successes", 0);
  checkPositive(z, "z");
  if (successes > trials) throw new RangeError(`successes is ${successes}: there were ${trials} trials only`);
  const share = successes / trials;
  const shrink = 1 + z ** 2 / trials;
  const centre = (share + z ** 2 / (2 * trials)) / shrink;
  const half = (z / shrink) * Math.sqrt((share * (1 - share)) / trials + z ** 2 / (4 * trials ** 2));
  // At the ends, where rounding would show.
  return { low: successes === 0 ? 0 : centre - half, high: successes === trials ? 1 : centre + half };
}

export interface BootstrapOptions {
  random: Random;
  /** How often the sample is drawn anew. Default 1,000. */
  draws?: number;
  /** The share of draws that lies within. Default .95. */
  confidence?: number;
}

/**
 * How sure any figure is: compute it on samples drawn from the sample, with replacement, and see how far it moves (percentile bootstrap).
 *
 * Source: B. Efron, Bootstrap methods: another look at the jackknife, Annals of Statistics 7, 1979.
 * @param statistic the figure, computed from some of the items, for example an accuracy over pairs of truth and prediction.
 * @throws RangeError when there are no items, or an option is out of its range.
 */
export function bootstrapInterval<T>(items: readonly T[], statistic: (sample: readonly T[]) => number, options: BootstrapOptions): Interval {
  const { random, draws = 1000, confidence = 0.95 } = withRandom(options);
  if (items.length === 0) throw new RangeError("no items: a sample needs at least one");
  checkCount(draws, "draws", 1);
  if (!(confidence > 0 && confidence < 1)) throw new RangeError(`confidence is ${confidence}: it must lie between 0 and 1`);
  const figures = Float64Array.from({ length: draws }, () => statistic(items.map(() => items[random.int(items.length)]!))).sort();
  return { low: quantile(figures, (1 - confidence) / 2), high: quantile(figures, (1 + confidence) / 2) };
}

/** The value below which that share lies, with a straight line between neighbours. */
function quantile(sorted: Float64Array, share: number): number {
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)]!;
  return below + (sorted[Math.ceil(at)]! - below) * (at % 1);
}
