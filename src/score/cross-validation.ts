import { checkCount, checkLabels } from "../base/check.ts";
import type { Label } from "../base/estimator.ts";
import { checkRandom, type Random } from "../base/random.ts";

/** Row numbers: what to learn from, and what to be tested on. Together they are all rows. */
export interface Fold {
  train: number[];
  test: number[];
}

export interface FoldOptions {
  /** Into how many parts the rows are cut. Default 5. */
  folds?: number;
  /** Shuffles the rows first. Default: they are dealt in the order in which they stand. */
  random?: Random;
}

/**
 * Cut `n` rows into parts of equal size, give or take one. Each part is the test set once.
 * Source: S. Geisser, The predictive sample reuse method with applications, Journal of the American Statistical Association 70, 1975.
 * @throws RangeError unless `folds` is a whole number from 2 to `n`.
 */
export function kFold(n: number, { folds = 5, random }: FoldOptions = {}): Fold[] {
  checkFolds(folds, n);
  if (random !== undefined) checkRandom(random);
  const rows = range(n);
  const order = random ? random.shuffle(rows) : rows;
  const foldOf = new Array<number>(n);
  for (const [place, row] of order.entries()) foldOf[row] = Math.floor((place * folds) / n);
  return foldsFrom(foldOf, folds);
}

/**
 * The same with every class spread evenly: each part holds its share of each class, give or take one row.
 * Deals rows as scikit-learn's `StratifiedKFold` does (the sizes agree; the shuffling has its own generator).
 * Source: R. Kohavi, A study of cross-validation and bootstrap for accuracy estimation and model selection, IJCAI 1995.
 * @throws RangeError unless `folds` is a whole number from 2 to the number of rows.
 */
export function stratifiedKFold(y: readonly Label[], { folds = 5, random }: FoldOptions = {}): Fold[] {
  checkFolds(folds, y.length);
  if (random !== undefined) checkRandom(random);
  const foldOf = new Array<number>(y.length);
  let dealt = 0;
  for (const label of new Set(y)) {
    const members = range(y.length).filter((row) => y[row] === label);
    // Dealing goes on where the class before it ended, which keeps the parts equally large.
    const places = members.map((_, i) => (dealt + i) % folds).sort((a, b) => a - b);
    const order = random ? random.shuffle(places) : places;
    for (const [i, row] of members.entries()) foldOf[row] = order[i]!;
    dealt += members.length;
  }
  return foldsFrom(foldOf, folds);
}

/**
 * Folds that respect time: each learns from the first rows and is tested on those that come next, which are the oldest not seen yet. Row 0 is
 * the oldest. The test sets are equally long and end with the last row, as in scikit-learn's `TimeSeriesSplit`.
 * Source: R. Hyndman, G. Athanasopoulos, Forecasting: Principles and Practice, 3rd edition, 2021, section 5.10.
 * @throws RangeError unless `folds` is a whole number from 1 to `n` − 1.
 */
export function timeSeriesSplit(n: number, { folds = 5 }: Pick<FoldOptions, "folds"> = {}): Fold[] {
  checkCount(folds, "folds", 1);
  if (folds >= n) throw new RangeError(`folds is ${folds}, but there are ${n} rows: each fold needs a row of its own, and one must come before`);
  const length = Math.floor(n / (folds + 1));
  return range(folds).map((fold) => {
    const begin = n - (folds - fold) * length;
    return { train: range(begin), test: range(length).map((i) => begin + i) };
  });
}

/** What can be judged by folds: a classifier, a regressor, or a pipeline that ends in one. */
export interface Judged<Row, Y> {
  fit(X: readonly Row[], y: readonly Y[]): { score(X: readonly Row[], y: readonly Y[]): number };
}

/**
 * The score on each fold's test rows of a fresh model that learnt from its training rows: `[folds]`. That is accuracy for
 * classifiers, R² for regressors. What `fresh` makes learns all it knows from the training rows: put a scaler or a tokeniser into a
 * pipeline, not before the folds.
 *
 * Source: M. Stone, Journal of the Royal Statistical Society B 36(2), 1974, 111–147.
 * @throws RangeError unless there is one label or number for each row.
 */
export function crossValScore<Row, Y extends Label>(
  fresh: () => Judged<Row, Y>,
  X: readonly Row[],
  y: readonly Y[],
  folds: readonly Fold[],
): number[] {
  checkLabels(X, y);
  return folds.map(({ train, test }) => fresh().fit(take(X, train), take(y, train)).score(take(X, test), take(y, test)));
}

/** What can be asked by folds for what it predicts. */
export interface Asked<Row, Y> {
  fit(X: readonly Row[], y: readonly Y[]): { predict(X: readonly Row[]): Y[] };
}

/**
 * What is predicted for each row by a fresh model that learnt from the other folds: `[samples]`. Every row has to be in one test set.
 *
 * Source: M. Stone, Journal of the Royal Statistical Society B 36(2), 1974, 111–147; `cross_val_predict` in scikit-learn.
 * @throws RangeError unless there is one label or number for each row, and each row is tested once.
 */
export function crossValPredict<Row, Y extends Label>(fresh: () => Asked<Row, Y>, X: readonly Row[], y: readonly Y[], folds: readonly Fold[]): Y[] {
  checkLabels(X, y);
  const told = new Map<number, Y>();
  for (const { train, test } of folds) {
    const predicted = fresh().fit(take(X, train), take(y, train)).predict(take(X, test));
    for (const [i, row] of test.entries()) {
      if (told.has(row)) throw new RangeError(`row ${row} is tested twice: each row needs one prediction`);
      told.set(row, predicted[i]!);
    }
  }
  const missing = range(X.length).find((row) => !told.has(row));
  if (missing !== undefined) throw new RangeError(`row ${missing} is in no test set: each row needs one prediction`);
  return range(X.length).map((row) => told.get(row)!);
}

/** The items at these rows, in their order. */
export function take<T>(items: readonly T[], rows: readonly number[]): T[] {
  return rows.map((row) => items[row]!);
}

function checkFolds(folds: number, n: number): void {
  checkCount(folds, "folds", 2);
  if (folds > n) throw new RangeError(`folds is ${folds}, but there are ${n} rows: each fold needs at least one`);
}

const range = (n: number) => Array.from({ length: n }, (_, i) => i);

function foldsFrom(foldOf: readonly number[], folds: number): Fold[] {
  return range(folds).map((fold) => ({
    train: range(foldOf.length).filter((row) => foldOf[row] !== fold),
    test: range(foldOf.length).filter((row) => foldOf[row] === fold),
  }));
}
