import type { Regressor } from "../base/estimator.ts";
import { max } from "../base/max.ts";
import { mean } from "../base/mean.ts";
import { seed } from "../base/random.ts";
import { crossValPredict, type Fold, kFold, take } from "../score/cross-validation.ts";
import { r2 } from "../score/regression-metrics.ts";
import { DictVectorizer, type NamedRow } from "./dict-vectorizer.ts";
import { pipeline } from "./pipeline.ts";

/** What some columns are good for. */
export interface JudgedColumns {
  /** What is predicted for each row by a model that has not met it: `[samples]`. */
  predicted: number[];
  /** R² on the test rows of each fold: `[folds]`. */
  scores: number[];
  /** Their mean. */
  r2: number;
}

/**
 * How well the models that `fresh` makes predict `y` from some columns of named rows, by cross-validation. Names become one-hot codes, learnt within each fold.
 * Without any column, the mean of the training rows is predicted.
 *
 * Source: M. Stone, Journal of the Royal Statistical Society B 36(2), 1974, 111–147.
 */
export function judgeColumns(
  fresh: () => Regressor,
  rows: readonly NamedRow[],
  y: readonly number[],
  columns: readonly string[],
  folds: readonly Fold[],
): JudgedColumns {
  const some = columns.length > 0 ? rows : rows.map(() => ({ "": 0 }));
  const model = () => pipeline(new DictVectorizer(columns.length > 0 ? columns : [""]), fresh());
  const predicted = crossValPredict(model, some, y, folds);
  const scores = folds.map(({ test }) => r2(take(y, test), take(predicted, test)));
  return { predicted, scores, r2: mean(scores) };
}

/** The same over many shuffles of the rows. */
export interface OftenJudged {
  /** What is predicted for each row, by a model that has not met it: `[shuffles][samples]`. */
  predicted: number[][];
  /** The mean R² of the folds, on average over the shuffles. */
  r2: number;
  /** In the shuffle where it is lowest. */
  lowest: number;
  /** In the shuffle where it is highest. */
  highest: number;
}

/**
 * {@link judgeColumns} over many shuffles into five folds, since one shuffle may be lucky.
 *
 * Source: R. Kohavi, A study of cross-validation and bootstrap for accuracy estimation and model selection, IJCAI 1995.
 */
export function judgeColumnsOften(
  fresh: () => Regressor,
  rows: readonly NamedRow[],
  y: readonly number[],
  columns: readonly string[],
  shuffles = 20,
): OftenJudged {
  const all = Array.from({ length: shuffles }, (_, i) => judgeColumns(fresh, rows, y, columns, kFold(rows.length, { random: seed(i) })));
  const scores = all.map(({ r2 }) => r2);
  return {
    predicted: all.map(({ predicted }) => predicted),
    r2: mean(scores),
    lowest: scores.reduce((a, b) => Math.min(a, b)),
    highest: max(scores),
  };
}
