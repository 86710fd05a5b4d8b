/**
 * Scores into probabilities: pₖ = exp(zₖ) / Σ exp(z). Overwrites `scores` `[classes]` and returns it. The largest is taken away
 * first, which changes nothing but keeps exp from overflowing.
 */
export function softmaxInPlace<T extends number[] | Float64Array>(scores: T): T {
  let largest = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < scores.length; k++) largest = Math.max(largest, scores[k]!);
  let total = 0;
  for (let k = 0; k < scores.length; k++) total += scores[k] = Math.exp(scores[k]! - largest);
  for (let k = 0; k < scores.length; k++) scores[k]! /= total;
  return scores;
}

/** The logistic function, 1 / (1 + exp(−z)): a score into the probability of one of two classes. */
export const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));
