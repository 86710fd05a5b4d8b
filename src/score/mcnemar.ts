import { checkCount } from "../base/check.ts";

/**
 * Whether two models that answered the same questions differ by more than luck. Only questions count that one got right and the other wrong: were
 * the two equally good, each of those would be a throw of a coin. The exact test, two-sided.
 *
 * Sources: Q. McNemar, Note on the sampling error of the difference between correlated proportions, Psychometrika 12, 1947; T. Dietterich,
 * Approximate statistical tests for comparing supervised classification learning algorithms, Neural Computation 10, 1998.
 * @param onlyFirst questions that only the first got wrong.
 * @param onlySecond questions that only the second got wrong.
 * @returns p: how probable a difference at least as large is, if the two are equally good. 1 where they never differ.
 * @throws RangeError unless both are whole numbers of 0 or more.
 */
export function mcnemar(onlyFirst: number, onlySecond: number): number {
  checkCount(onlyFirst, "onlyFirst", 0);
  checkCount(onlySecond, "onlySecond", 0);
  const n = onlyFirst + onlySecond;
  const fewer = Math.min(onlyFirst, onlySecond);
  // P(k of n heads), from one k to the next, in logarithms: 2⁻ⁿ alone would be 0 for large n.
  let log = -n * Math.LN2;
  let tail = Math.exp(log);
  for (let k = 1; k <= fewer; k++) {
    log += Math.log((n - k + 1) / k);
    tail += Math.exp(log);
  }
  return Math.min(1, 2 * tail);
}

/** What two models that answered the same questions differ in. */
export interface PairedTest {
  /** Questions that only the first got wrong. */
  onlyFirst: number;
  /** Questions that only the second got wrong. */
  onlySecond: number;
  /** Questions that both got wrong. */
  both: number;
  /** Of {@link mcnemar}. */
  p: number;
}

/**
 * The same from the questions that each got wrong.
 *
 * Source: Q. McNemar, Note on the sampling error of the difference between correlated proportions, Psychometrika 12, 1947.
 */
export function pairedTest(wrongOfFirst: Iterable<number>, wrongOfSecond: Iterable<number>): PairedTest {
  const [first, second] = [new Set(wrongOfFirst), new Set(wrongOfSecond)];
  const both = [...first].filter((question) => second.has(question)).length;
  const onlyFirst = first.size - both;
  const onlySecond = second.size - both;
  return { onlyFirst, onlySecond, both, p: mcnemar(onlyFirst, onlySecond) };
}
