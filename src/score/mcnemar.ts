import { checkCount } from "../base/check.ts";

/**
 * How likely it is that luck alone parts two models so far, when both are asked about the same items: of the items that one of them alone gets right, each
 * falls to either side like a coin. Exact and two-sided, 0 to 1; 1 where there are no such items.
 *
 * Source: Q. McNemar, Note on the sampling error of the difference between correlated proportions or percentages, Psychometrika 12, 1947. O(items).
 * @param first items that the first model alone gets right.
 * @param second items that the second model alone gets right.
 * @throws RangeError unless both are whole numbers from 0.
 */
export function mcNemar(first: number, second: number): number {
  checkCount(first, "first", 0);
  checkCount(second, "second", 0);
  const n = first + second;
  const few = Math.min(first, second);
  // ln of n over k, times 2⁻ⁿ: the numbers themselves would be too large or too small.
  let log = -n * Math.LN2;
  let tail = 0;
  for (let k = 0; k <= few; k++) {
    tail += Math.exp(log);
    log += Math.log((n - k) / (k + 1));
  }
  return Math.min(1, 2 * tail);
}
