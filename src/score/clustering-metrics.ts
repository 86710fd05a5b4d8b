import { checkLabels, checkMatrix, checkPair } from "../base/check.ts";
import type { Label, Matrix } from "../base/estimator.ts";
import { mean } from "../base/mean.ts";

/**
 * Adjusted Rand index: do two ways to group the same rows agree on which rows belong together? 1 is the same grouping, 0 what
 * chance gives, below 0 less. What the groups are called does not matter.
 *
 * Source: L. Hubert, P. Arabie, Comparing partitions, Journal of Classification 2, 1985, equation 5. O(rows).
 * @throws RangeError when the two lists are empty or differ in length.
 */
export function adjustedRandIndex(truth: readonly Label[], predicted: readonly Label[]): number {
  checkPair(truth, predicted);
  const both = new Map<string, number>();
  const [inTruth, inPredicted] = [new Map<Label, number>(), new Map<Label, number>()];
  const [truthNumber, predictedNumber] = [new Map<Label, number>(), new Map<Label, number>()];
  for (const [i, label] of truth.entries()) {
    const other = predicted[i]!;
    count(both, `${numberOf(truthNumber, label)} ${numberOf(predictedNumber, other)}`);
    count(inTruth, label);
    count(inPredicted, other);
  }
  const together = pairs(both);
  const [a, b] = [pairs(inTruth), pairs(inPredicted)];
  const all = (truth.length * (truth.length - 1)) / 2;
  const byChance = all === 0 ? 0 : (a * b) / all;
  const most = (a + b) / 2;
  // Both put all rows together, or each apart: the same grouping.
  return most === byChance ? 1 : (together - byChance) / (most - byChance);
}

/**
 * Silhouette: does each row lie nearer to its own group than to the next one? Mean over the rows of (b − a) / max(a, b), where a is the mean distance
 * from the others of its group, and b that from the rows of the nearest other group. 1 is well apart, 0 on the edge, below 0 in the wrong group. It
 * needs no labels. A row that is alone counts 0.
 *
 * Source: P. Rousseeuw, Silhouettes: a graphical aid to the interpretation and validation of cluster analysis, Journal of Computational and Applied
 * Mathematics 20, 1987. O(rows² · features).
 * @throws RangeError unless there is one group number for each row, and at least two groups.
 */
export function silhouette(X: Matrix, groups: readonly Label[]): number {
  checkMatrix(X);
  checkLabels(X, groups);
  const names = [...new Set(groups)];
  if (names.length < 2) throw new RangeError("all rows are in one group: a silhouette compares at least two");
  const group = groups.map((name) => names.indexOf(name));
  const sizes = names.map((_, k) => group.filter((other) => other === k).length);
  const each = X.map((row, i) => {
    const own = group[i]!;
    if (sizes[own] === 1) return 0;
    const sums = names.map(() => 0);
    for (const [other, values] of X.entries()) sums[group[other]!]! += distance(row, values);
    const a = sums[own]! / (sizes[own]! - 1);
    const b = sums.reduce((least, sum, k) => (k === own ? least : Math.min(least, sum / sizes[k]!)), Number.POSITIVE_INFINITY);
    return a === b ? 0 : (b - a) / Math.max(a, b);
  });
  return mean(each);
}

function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += (a[j]! - b[j]!) ** 2;
  return Math.sqrt(sum);
}

function count<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function numberOf(numbers: Map<Label, number>, label: Label): number {
  if (!numbers.has(label)) numbers.set(label, numbers.size);
  return numbers.get(label)!;
}

/** Pairs of rows that share a group. */
const pairs = (sizes: Map<unknown, number>) => [...sizes.values()].reduce((sum, n) => sum + (n * (n - 1)) / 2, 0);
