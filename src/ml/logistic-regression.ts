import { checkClasses, checkColumns, checkCount, checkPositive, fitted } from "../base/check.ts";
import { type ColumnUnits, calmUnits, changeUnits } from "../base/column-units.ts";
import type { AnyMatrix, Classifier, Label } from "../base/estimator.ts";
import { encodeLabels, likeliest } from "../base/labels.ts";
import { lbfgs, type Objective } from "../base/lbfgs.ts";
import { sigmoid, softmaxInPlace } from "../base/softmax.ts";
import { type CompressedRows, compress } from "../base/sparse.ts";
import { accuracy } from "../score/metrics.ts";

export interface LogisticRegressionOptions {
  /** How much a wrong answer costs, against large weights. Smaller C, smaller weights. Default 1. */
  C?: number;
  /** Ends when no entry of the gradient is farther from 0 than this, in units in which no column is far from 0 or wide. Default 1e-4. */
  tolerance?: number;
  /** Most steps. Default 200; `converged` says whether they were enough. */
  maxIter?: number;
}

/**
 * Logistic regression: one weighted sum of the features for each class, and softmax makes probabilities of the sums. With two
 * classes, one sum is enough. It is a neural network without hidden layers. Minimises C Σ −ln p(the right class) + ½ Σ weights², with the weights in the
 * units of the columns; the intercepts cost nothing.
 *
 * Sources: D. Cox, The regression analysis of binary sequences, 1958; C. Bishop, Pattern Recognition and Machine Learning, section 4.3.
 * The function has one valley only, so all ways down end in the same weights; L-BFGS takes them. Where columns lie far from 0 or are wide, it goes down
 * in other units, in which the valley is no gorge, and gives the weights back in those of the columns: the function, and so its floor, is the same. Each step takes
 * O(entries that are not zero · classes). Agrees with scikit-learn's `LogisticRegression`.
 */
export class LogisticRegression<L extends Label = Label> implements Classifier<L, AnyMatrix> {
  readonly C: number;
  readonly tolerance: number;
  readonly maxIter: number;
  /** The labels, sorted: `[classes]`. Empty before `fit`. */
  classes: readonly L[] = [];
  /** Columns of the `X` given to `fit`. */
  nFeatures = 0;
  /** Steps taken. */
  nIter = 0;
  /** Whether the valley's floor was reached within `maxIter` steps: the slope is within the tolerance, or small where no step gains any more. */
  converged = false;
  /** What was minimised, after the last step. */
  loss = Number.NaN;
  #weights: Weights | undefined;

  /** @throws RangeError when an option is not in its range. */
  constructor({ C = 1, tolerance = 1e-4, maxIter = 200 }: LogisticRegressionOptions = {}) {
    checkPositive(C, "C");
    checkPositive(tolerance, "tolerance");
    checkCount(maxIter, "maxIter", 1);
    this.C = C;
    this.tolerance = tolerance;
    this.maxIter = maxIter;
  }

  /**
   * Learn from `X` `[samples][features]`, dense or sparse, and `y` `[samples]`.
   * @throws TypeError, RangeError when `X` is empty, ragged or holds something that is not a finite number, `y` has another length, or there
   * is one class only.
   */
  fit<K extends L>(X: AnyMatrix, y: readonly K[]): LogisticRegression<K> {
    for (const _ of this.fitSteps(X, y));
    return this as unknown as LogisticRegression<K>;
  }

  /** The same, one step at a time: yields the model after each, with the weights that it has by then. */
  *fitSteps<K extends L>(X: AnyMatrix, y: readonly K[]): Generator<LogisticRegression<K>> {
    const given = compress(X);
    const { classes, index } = encodeLabels<L>(X, y);
    checkClasses(classes);
    const units = calmUnits(given);
    const rows = changeUnits(given, units);
    const nSums = classes.length === 2 ? 1 : classes.length;
    const values = new Float64Array((rows.columns + 1) * nSums);
    this.#weights = { values, nSums, units };
    this.classes = classes;
    this.nFeatures = rows.columns;
    this.nIter = 0;
    this.converged = false;
    const price = pricesOf(units, nSums);
    const objective = nSums === 1 ? binaryLoss(rows, index, this.C, price) : softmaxLoss(rows, index, nSums, this.C, price);
    for (const { step, value, converged } of lbfgs(objective, values, { tolerance: this.tolerance })) {
      this.nIter = step;
      this.loss = value;
      this.converged = converged;
      yield this as unknown as LogisticRegression<K>;
      if (step >= this.maxIter) return;
    }
  }

  /** The weight of each feature for each class: `[classes][features]`, or `[1][features]`, for the second class, where there are two. */
  get coefficients(): number[][] {
    const { values, nSums, units } = fitted(this.#weights, "logistic regression");
    return Array.from({ length: nSums }, (_, k) => Array.from({ length: this.nFeatures }, (_, j) => values[j * nSums + k]! / units.scale[j]!));
  }

  /** What each class has before any feature speaks: `[classes]`, or `[1]` where there are two. */
  get intercepts(): number[] {
    const { values, nSums, units } = fitted(this.#weights, "logistic regression");
    return this.coefficients.map((row, k) => row.reduce((sum, weight, j) => sum - weight * units.offset[j]!, values[this.nFeatures * nSums + k]!));
  }

  predict(X: AnyMatrix): L[] {
    return likeliest(this.classes, this.predictProba(X));
  }

  predictProba(X: AnyMatrix): number[][] {
    const { values, nSums, units } = fitted(this.#weights, "logistic regression");
    const given = compress(X);
    checkColumns(given.columns, this.nFeatures, "logistic regression");
    const rows = changeUnits(given, units);
    const sums = new Float64Array(nSums);
    return Array.from({ length: rows.rows }, (_, i) => {
      weighedSums(rows, i, values, sums);
      if (nSums > 1) return Array.from(softmaxInPlace(sums));
      const p = sigmoid(sums[0]!);
      return [1 - p, p];
    });
  }

  score(X: AnyMatrix, y: readonly L[]): number {
    return accuracy(y, this.predict(X));
  }
}

interface Weights {
  /** `[features + 1][sums]`, one after the other; the last row holds the intercepts. For columns in `units`. */
  values: Float64Array;
  /** Weighted sums for each row: as many as classes, or 1 for two. */
  nSums: number;
  units: ColumnUnits;
}

/** What ½ of each squared weight costs, such that it costs 1 in the unit of its column: `[features][sums]`, one after the other. */
function pricesOf({ scale }: ColumnUnits, nSums: number): Float64Array {
  const prices = new Float64Array(scale.length * nSums);
  for (let j = 0; j < scale.length; j++) prices.fill((1 / scale[j]!) ** 2, j * nSums, (j + 1) * nSums);
  return prices;
}

/** C Σ −ln p(the right class) + ½ Σ price · weights², and its gradient, for `[features + 1][classes]` weights. */
function softmaxLoss(rows: CompressedRows, y: Int32Array, nSums: number, C: number, price: Float64Array): Objective {
  const { start, index, value } = rows;
  const sums = new Float64Array(nSums);
  const bias = rows.columns * nSums;
  return (weights, gradient) => {
    let loss = penalty(weights, gradient, price);
    for (let i = 0; i < rows.rows; i++) {
      weighedSums(rows, i, weights, sums);
      softmaxInPlace(sums);
      const right = y[i]!;
      loss -= C * Math.log(Math.max(sums[right]!, Number.MIN_VALUE));
      // d(−ln softmax) / d(sum) = p − 1 for the right class, p for the others.
      sums[right]! -= 1;
      for (let k = 0; k < nSums; k++) gradient[bias + k]! += sums[k]! *= C;
      for (let at = start[i]!; at < start[i + 1]!; at++) {
        const first = index[at]! * nSums;
        const x = value[at]!;
        for (let k = 0; k < nSums; k++) gradient[first + k]! += x * sums[k]!;
      }
    }
    return loss;
  };
}

/** The same for two classes, with one weight for each feature. */
function binaryLoss(rows: CompressedRows, y: Int32Array, C: number, price: Float64Array): Objective {
  const { start, index, value } = rows;
  const bias = rows.columns;
  return (weights, gradient) => {
    let loss = penalty(weights, gradient, price);
    for (let i = 0; i < rows.rows; i++) {
      let sum = weights[bias]!;
      for (let at = start[i]!; at < start[i + 1]!; at++) sum += value[at]! * weights[index[at]!]!;
      // −ln p = ln(1 + exp(−sum)) for the second class, ln(1 + exp(sum)) for the first, written so that exp cannot overflow.
      const wrong = y[i] === 1 ? -sum : sum;
      loss += C * (wrong > 0 ? wrong + Math.log1p(Math.exp(-wrong)) : Math.log1p(Math.exp(wrong)));
      const pull = C * (sigmoid(sum) - y[i]!);
      gradient[bias]! += pull;
      for (let at = start[i]!; at < start[i + 1]!; at++) gradient[index[at]!]! += pull * value[at]!;
    }
    return loss;
  };
}

/** ½ Σ price · weights², and its gradient. The intercepts, which come after all that has a price, cost nothing. */
function penalty(weights: Float64Array, gradient: Float64Array, price: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < price.length; j++) sum += (gradient[j] = price[j]! * weights[j]!) * weights[j]!;
  gradient.fill(0, price.length);
  return sum / 2;
}

/** intercept + Σⱼ xⱼ · weightⱼ of row `i`, for each sum: into `sums`. */
function weighedSums({ columns, start, index, value }: CompressedRows, i: number, weights: Float64Array, sums: Float64Array): void {
  const nSums = sums.length;
  const end = start[i + 1]!;
  for (let k = 0; k < nSums; k++) sums[k] = weights[columns * nSums + k]!;
  for (let at = start[i]!; at < end; at++) {
    const first = index[at]! * nSums;
    const x = value[at]!;
    for (let k = 0; k < nSums; k++) sums[k]! += x * weights[first + k]!;
  }
}
