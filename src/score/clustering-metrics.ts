import { checkPair } from "../base/check.ts";
import type { Label } from "../base/estimator.ts";

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

function count<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function numberOf(numbers: Map<Label, number>, label: Label): number {
  if (!numbers.has(label)) numbers.set(label, numbers.size);
  return numbers.get(label)!;
}

/** Pairs of rows that share a group. */
const pairs = (sizes: Map<unknown, number>) => [...sizes.values()].reduce((sum, n) => sum + (n * (n - 1)) / 2, 0);
