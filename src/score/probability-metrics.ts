import { checkCount, checkPair } from "../base/check.ts";
import type { Label } from "../base/estimator.ts";

/** Probabilities below this count as this much, so that one wrong certainty does not make a mean infinite. Double precision's ε. */
const LEAST = 2 ** -52;

/**
 * Log loss or cross-entropy: −1/n Σ ln p(the true class), in nats. 0 is certain and right; ln(classes) knows nothing.
 *
 * Source: I. J. Good, Rational decisions, Journal of the Royal Statistical Society B 14, 1952.
 * @param classes the order of the columns of `probabilities`: `[classes]`.
 * @param probabilities `[samples][classes]`, as `predictProba` gives them.
 * @throws RangeError when lists are empty or differ in length, a row does not fit `classes` or does not sum to 1, or a label is none of `classes`.
 */
export function logLoss<L extends Label>(truth: readonly L[], probabilities: readonly ArrayLike<number>[], classes: readonly L[]): number {
  checkPair(truth, probabilities);
  const at = new Map(classes.map((label, k) => [label, k]));
  let sum = 0;
  for (const [i, label] of truth.entries()) {
    const row = probabilities[i]!;
    const k = at.get(label);
    if (k === undefined) throw new RangeError(`${label} is none of the classes: ${classes.join(", ")}`);
    checkProbabilities(row, classes.length, i);
    sum -= Math.log(Math.max(row[k]!, LEAST));
  }
  return sum / truth.length;
}

/**
 * How well a text is predicted, in bits a character: the sum of −ln P of all its tokens, over ln 2 and its length in characters. Fair
 * between models with different tokens, where the loss per token is not.
 *
 * Source: C. Shannon, Prediction and entropy of printed English, Bell System Technical Journal 30, 1951.
 * @param nats −Σ ln P over the whole text.
 * @param characters length of the text.
 * @throws RangeError unless `nats` is at least 0 and `characters` a whole number of at least 1.
 */
export function bitsPerCharacter(nats: number, characters: number): number {
  if (!(nats >= 0)) throw new RangeError(`nats is ${nats}: −Σ ln P is at least 0`);
  checkCount(characters, "characters", 1);
  return nats / Math.LN2 / characters;
}

/**
 * Brier score: the mean squared distance between the probability of the positive class and what came, 1 or 0. 0 is perfect.
 * Source: G. Brier, Verification of forecasts expressed in terms of probability, Monthly Weather Review 78, 1950.
 * @throws RangeError when lists are empty or differ in length, or a probability is none.
 */
export function brierScore<L extends Label>(truth: readonly L[], probabilities: readonly number[], { positive }: { positive: L }): number {
  checkPair(truth, probabilities);
  return probabilities.reduce((sum, p, i) => sum + (checkProbability(p, i) - Number(truth[i] === positive)) ** 2, 0) / truth.length;
}

export interface CalibrationOptions<L extends Label> {
  positive: L;
  /** Into how many equal ranges 0 to 1 is cut. Default 10. */
  bins?: number;
}

/** One range of probabilities. A model that means what it says has `predicted` and `observed` alike. */
export interface CalibrationBin {
  /** The range: from `from` up to `to`. */
  from: number;
  to: number;
  /** Mean of the probabilities in it. */
  predicted: number;
  /** The share of positives among its rows. */
  observed: number;
  samples: number;
}

/**
 * Of the rows for which the model says 80 %, are 80 % positive? Ranges without rows are left out.
 * Source: A. Niculescu-Mizil, R. Caruana, Predicting good probabilities with supervised learning, ICML 2005.
 * @throws RangeError when lists are empty or differ in length, or a probability is none.
 */
export function calibration<L extends Label>(
  truth: readonly L[],
  probabilities: readonly number[],
  { positive, bins = 10 }: CalibrationOptions<L>,
): CalibrationBin[] {
  checkPair(truth, probabilities);
  checkCount(bins, "bins", 1);
  const sums = Array.from({ length: bins }, () => ({ predicted: 0, positives: 0, samples: 0 }));
  for (const [i, p] of probabilities.entries()) {
    const bin = sums[Math.min(bins - 1, Math.floor(checkProbability(p, i) * bins))]!;
    bin.predicted += p;
    bin.positives += Number(truth[i] === positive);
    bin.samples++;
  }
  return sums
    .map(({ predicted, positives, samples }, k) => ({
      from: k / bins,
      to: (k + 1) / bins,
      predicted: predicted / samples,
      observed: positives / samples,
      samples,
    }))
    .filter(({ samples }) => samples > 0);
}

function checkProbability(p: number, i: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`probabilities[${i}] is ${p}: it must be from 0 to 1`);
  return p;
}

function checkProbabilities(row: ArrayLike<number>, classes: number, i: number): void {
  if (row.length !== classes) throw new RangeError(`probabilities[${i}] has ${row.length} numbers: there are ${classes} classes`);
  let sum = 0;
  for (let k = 0; k < classes; k++) sum += row[k]!;
  if (!(Math.abs(sum - 1) < 1e-3)) throw new RangeError(`probabilities[${i}] sums to ${sum}: it must sum to 1`);
}
