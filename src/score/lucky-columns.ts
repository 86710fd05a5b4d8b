import { checkCount, checkTargets } from "../base/check.ts";
import type { DenseMatrix, Regressor } from "../base/estimator.ts";
import { mean } from "../base/mean.ts";
import { type Random, withRandom } from "../base/random.ts";
import { crossValScore, kFold, take } from "./cross-validation.ts";

export interface LuckyColumnsOptions {
  /** Draws the columns, the folds, and the rows that are put aside. */
  random: Random;
  /** How many columns of pure chance are tried. Default 200. */
  tried?: number;
  /** How many of them are kept at most. Default 20. */
  kept?: number;
}

/** What a model scores with so many columns of chance. */
export interface LuckyColumns {
  /** How many of them it has, the luckiest first. */
  columns: number;
  /** R² by five folds on the rows that the columns were chosen with. */
  chosenWith: number;
  /** R² on a third of the rows, which had no part in it. */
  neverSeen: number;
}

/**
 * The trap of choosing columns by their score: columns of normal numbers that mean nothing are each tried beside `X`, and those are kept with which
 * five folds score best. A third of the rows is put aside first.
 *
 * Source: T. Hastie, R. Tibshirani, J. Friedman, The Elements of Statistical Learning, 2nd edition, 2009, section 7.10.2, the wrong and the right way to do
 * cross-validation.
 * @throws RangeError when a count is not a whole number, or more columns are to be kept than were tried.
 */
export function luckyColumns(fresh: () => Regressor, X: DenseMatrix, y: readonly number[], options: LuckyColumnsOptions): LuckyColumns[] {
  const { random, tried = 200, kept = 20 } = withRandom(options);
  checkTargets(X, y);
  checkCount(tried, "tried", 1);
  checkCount(kept, "kept", 1);
  if (kept > tried) throw new RangeError(`kept is ${kept}, but ${tried} columns are tried`);
  const order = random.shuffle([...X.keys()]);
  const aside = order.slice(0, Math.floor(X.length / 3));
  const work = order.slice(aside.length);
  const folds = kFold(work.length, { random });
  const chance = Array.from({ length: tried }, () => X.map(() => random.normal()));
  const rows = (columns: readonly number[][], some: readonly number[]) =>
    some.map((row) => [...Array.from(X[row]!), ...columns.map((column) => column[row]!)]);
  const chosenWith = (columns: readonly number[][]) => mean(crossValScore(fresh, rows(columns, work), take(y, work), folds));
  const luckiest = chance.map((column) => ({ column, score: chosenWith([column]) })).sort((a, b) => b.score - a.score);
  return Array.from({ length: kept + 1 }, (_, columns) => {
    const best = luckiest.slice(0, columns).map(({ column }) => column);
    return {
      columns,
      chosenWith: chosenWith(best),
      neverSeen: fresh().fit(rows(best, work), take(y, work)).score(rows(best, aside), take(y, aside)),
    };
  });
}
