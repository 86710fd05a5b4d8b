import { checkLabels } from "../base/check.ts";
import type { Label } from "../base/estimator.ts";
import { wilsonInterval } from "./intervals.ts";
import { pairedTest } from "./mcnemar.ts";

/** How one model did in an exam. */
export interface Examined {
  model: string;
  wrong: number;
  /** The share that it got right, 0 to 1. */
  accuracy: number;
  /** Where its 95 % interval begins. */
  low: number;
  /** Where its 95 % interval ends. */
  high: number;
  /** Whether it got each item right, in their order. */
  right: boolean[];
}

/**
 * Ask some models, by name, about the same items `X`, of which `y` says what is right.
 *
 * Source: of the intervals, E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22, 1927.
 * @throws RangeError when there is not one answer in `y` for each item.
 */
export function examine<Row, L extends Label>(
  models: Readonly<Record<string, { predict(X: Row[]): L[] }>>,
  X: readonly Row[],
  y: readonly L[],
): Examined[] {
  checkLabels(X, y);
  return Object.entries(models).map(([model, one]) => {
    const right = one.predict([...X]).map((said, i) => said === y[i]);
    const hits = right.filter(Boolean).length;
    return { model, wrong: y.length - hits, accuracy: hits / y.length, ...wilsonInterval(hits, y.length), right };
  });
}

/**
 * Two models of the same exam against each other: the items that one of them alone got right, and how likely luck alone parts them so far.
 *
 * Source: Q. McNemar, Note on the sampling error of the difference between correlated proportions or percentages, Psychometrika 12, 1947.
 */
export function duel(first: Examined, second: Examined): { onlyFirst: number; onlySecond: number; p: number } {
  const wrong = ({ right }: Examined) => right.flatMap((is, i) => (is ? [] : [i]));
  // What the second alone got wrong, the first alone got right.
  const { onlyFirst, onlySecond, p } = pairedTest(wrong(second), wrong(first));
  return { onlyFirst, onlySecond, p };
}
