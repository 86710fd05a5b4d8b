import { checkPair } from "../base/check.ts";

/**
 * R², the share of the variance that predictions explain: 1 − Σ(y − ŷ)² / Σ(y − ȳ)². 1 is perfect, 0 no better than the mean, below
 * 0 worse. Where all of `truth` is the same, there is nothing to explain: 1 if it was met exactly, else 0, as in scikit-learn.
 * Source: S. Wright, Correlation and causation, Journal of Agricultural Research 20, 1921.
 * @throws RangeError when the two lists are empty or differ in length.
 */
export function r2(truth: readonly number[], predicted: readonly number[]): number {
  checkPair(truth, predicted, "numbers");
  const mean = truth.reduce((sum, y) => sum + y, 0) / truth.length;
  const left = squares(truth, predicted);
  const all = truth.reduce((sum, y) => sum + (y - mean) ** 2, 0);
  if (all === 0) return left === 0 ? 1 : 0;
  return 1 - left / all;
}

/**
 * Root mean squared error, in the unit of `truth`.
 * Source: R. Hyndman, A. Koehler, Another look at measures of forecast accuracy, International Journal of Forecasting 22(4), 2006.
 * @throws RangeError when the two lists are empty or differ in length.
 */
export function rmse(truth: readonly number[], predicted: readonly number[]): number {
  checkPair(truth, predicted, "numbers");
  return Math.sqrt(squares(truth, predicted) / truth.length);
}

/**
 * Mean absolute error, in the unit of `truth`.
 * Source: R. Hyndman, A. Koehler, Another look at measures of forecast accuracy, International Journal of Forecasting 22(4), 2006.
 * @throws RangeError when the two lists are empty or differ in length.
 */
export function mae(truth: readonly number[], predicted: readonly number[]): number {
  checkPair(truth, predicted, "numbers");
  return truth.reduce((sum, y, i) => sum + Math.abs(y - predicted[i]!), 0) / truth.length;
}

const squares = (truth: readonly number[], predicted: readonly number[]) => truth.reduce((sum, y, i) => sum + (y - predicted[i]!) ** 2, 0);
