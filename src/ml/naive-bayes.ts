import { checkColumns, checkMatrix, checkNotNegative, checkPositive, fitted } from "../base/check.ts";
import type { AnyMatrix, Classifier, DenseMatrix, Label } from "../base/estimator.ts";
import { encodeLabels, likeliest } from "../base/labels.ts";
import { max } from "../base/max.ts";
import { softmaxInPlace } from "../base/softmax.ts";
import { type CompressedRows, compress } from "../base/sparse.ts";
import { accuracy } from "../score/metrics.ts";

export interface DiscreteNaiveBayesOptions {
  /** α, added to every count, so that no feature rules a class out. Default 1. */
  alpha?: number;
}

/**
 * Naive Bayes for counts, such as the words of a mail: a class is a bag of words, and a text so many draws from it.
 * P(class | x) ∝ P(class) Πⱼ P(j | class)^xⱼ, with P(j | class) = (count of j in the class + α) / (all counts in the class + α · features).
 *
 * Source: C. Manning, P. Raghavan, H. Schütze, Introduction to Information Retrieval, 2008, section 13.2.
 * Fitting and predicting take one pass: O(entries that are not zero · classes). Agrees with scikit-learn's `MultinomialNB`.
 */
export class MultinomialNaiveBayes<L extends Label = Label> implements Classifier<L, AnyMatrix> {
  readonly alpha: number;
  /** The labels, sorted: `[classes]`. Empty before `fit`. */
  classes: readonly L[] = [];
  /** Columns of the `X` given to `fit`. */
  nFeatures = 0;
  /** ln P(class): `[classes]`. */
  classLogPrior: number[] = [];
  /** ln P(feature | class): `[classes][features]`. */
  featureLogProb: Float64Array[] = [];

  /** @throws RangeError unless `alpha` is a finite number above 0. */
  constructor({ alpha = 1 }: DiscreteNaiveBayesOptions = {}) {
    checkPositive(alpha, "alpha");
    this.alpha = alpha;
  }

  /**
   * Count `X` `[samples][features]`, dense or sparse, by the labels `y` `[samples]`.
   * @throws TypeError, RangeError when `X` is empty, ragged or holds something that is not a finite number of 0 or more, or `y` has another length.
   */
  fit<K extends L>(X: AnyMatrix, y: readonly K[]): MultinomialNaiveBayes<K> {
    const rows = compress(X);
    checkCounts(rows);
    const { classes, index } = encodeLabels<L>(X, y);
    const counts = sumByClass(rows, index, classes.length);
    this.featureLogProb = counts.map((row) => {
      const total = Math.log(sum(row) + this.alpha * rows.columns);
      return row.map((count) => Math.log(count + this.alpha) - total);
    });
    this.classLogPrior = logPrior(index, classes.length);
    this.nFeatures = rows.columns;
    this.classes = classes;
    return this as unknown as MultinomialNaiveBayes<K>;
  }

  predict(X: AnyMatrix): L[] {
    return likeliest(this.classes, this.#jointLog(X));
  }

  predictProba(X: AnyMatrix): number[][] {
    return this.#jointLog(X).map(softmaxInPlace);
  }

  score(X: AnyMatrix, y: readonly L[]): number {
    return accuracy(y, this.predict(X));
  }

  /** ln P(class) + Σⱼ xⱼ ln P(j | class): `[samples][classes]`. */
  #jointLog(X: AnyMatrix): number[][] {
    checkFitted(this);
    const rows = compress(X);
    checkColumns(rows.columns, this.nFeatures, "naive Bayes model");
    checkCounts(rows);
    return weighedSums(rows, this.featureLogProb, this.classLogPrior);
  }
}

export interface BernoulliNaiveBayesOptions extends DiscreteNaiveBayesOptions {
  /** A feature is there when its value is above this. Default 0. */
  threshold?: number;
}

/**
 * Naive Bayes for what is there or not: each feature is a coin of its own, and that a word is missing counts as well.
 * P(class | x) ∝ P(class) Πⱼ pⱼ where j is there and 1 − pⱼ where not, with pⱼ = (rows of the class with j + α) / (rows of the class + 2 α).
 *
 * Source: C. Manning, P. Raghavan, H. Schütze, Introduction to Information Retrieval, 2008, section 13.3.
 * Agrees with scikit-learn's `BernoulliNB`.
 */
export class BernoulliNaiveBayes<L extends Label = Label> implements Classifier<L, AnyMatrix> {
  readonly alpha: number;
  readonly threshold: number;
  /** The labels, sorted: `[classes]`. Empty before `fit`. */
  classes: readonly L[] = [];
  /** Columns of the `X` given to `fit`. */
  nFeatures = 0;
  /** ln P(class): `[classes]`. */
  classLogPrior: number[] = [];
  /** ln P(feature is there | class): `[classes][features]`. */
  featureLogProb: Float64Array[] = [];
  /** ln P(feature is there) − ln P(it is not), by class: what one feature that is there changes. */
  #logOdds: Float64Array[] = [];
  /** ln P(class) + Σⱼ ln P(j is not there | class): a row without any feature. */
  #nothing: number[] = [];

  /** @throws RangeError unless `alpha` is a finite number above 0, and `threshold` one of 0 or more. */
  constructor({ alpha = 1, threshold = 0 }: BernoulliNaiveBayesOptions = {}) {
    checkPositive(alpha, "alpha");
    checkNotNegative(threshold, "threshold");
    this.alpha = alpha;
    this.threshold = threshold;
  }

  /**
   * Count `X` `[samples][features]`, dense or sparse, by the labels `y` `[samples]`.
   * @throws TypeError, RangeError when `X` is empty, ragged or holds something that is not a finite number, or `y` has another length.
   */
  fit<K extends L>(X: AnyMatrix, y: readonly K[]): BernoulliNaiveBayes<K> {
    const rows = this.#there(X);
    const { classes, index } = encodeLabels<L>(X, y);
    const sizes = classSizes(index, classes.length);
    const there = sumByClass(rows, index, classes.length);
    const shares = there.map((row, k) => row.map((count) => (count + this.alpha) / (sizes[k]! + 2 * this.alpha)));
    const prior = logPrior(index, classes.length);
    this.featureLogProb = shares.map((row) => row.map(Math.log));
    this.#logOdds = shares.map((row) => row.map((p) => Math.log(p) - Math.log1p(-p)));
    this.#nothing = shares.map((row, k) => prior[k]! + row.reduce((total, p) => total + Math.log1p(-p), 0));
    this.classLogPrior = prior;
    this.nFeatures = rows.columns;
    this.classes = classes;
    return this as unknown as BernoulliNaiveBayes<K>;
  }

  predict(X: AnyMatrix): L[] {
    return likeliest(this.classes, this.#jointLog(X));
  }

  predictProba(X: AnyMatrix): number[][] {
    return this.#jointLog(X).map(softmaxInPlace);
  }

  score(X: AnyMatrix, y: readonly L[]): number {
    return accuracy(y, this.predict(X));
  }

  #jointLog(X: AnyMatrix): number[][] {
    checkFitted(this);
    const rows = this.#there(X);
    checkColumns(rows.columns, this.nFeatures, "naive Bayes model");
    return weighedSums(rows, this.#logOdds, this.#nothing);
  }

  /** 1 where a feature is there. */
  #there(X: AnyMatrix): CompressedRows {
    const rows = compress(X);
    return { ...rows, value: rows.value.map((value) => Number(value > this.threshold)) };
  }
}

export interface GaussianNaiveBayesOptions {
  /**
   * This share of the largest variance is added to all, so that a feature that never varies does no harm. Default 1e-9. A feature whose unit is some 10⁵
   * times smaller than another's drowns in it: scale such columns first, for example with `StandardScaler`.
   */
  varSmoothing?: number;
}

/**
 * Naive Bayes for measurements: within a class, each feature is a normal distribution of its own, independent of the others.
 *
 * Source: T. Hastie, R. Tibshirani, J. Friedman, The Elements of Statistical Learning, 2nd edition, section 6.6.3.
 * Fitting and predicting take O(samples · features · classes). Agrees with scikit-learn's `GaussianNB`.
 */
export class GaussianNaiveBayes<L extends Label = Label> implements Classifier<L> {
  readonly varSmoothing: number;
  /** The labels, sorted: `[classes]`. Empty before `fit`. */
  classes: readonly L[] = [];
  /** Columns of the `X` given to `fit`. */
  nFeatures = 0;
  /** ln P(class): `[classes]`. */
  classLogPrior: number[] = [];
  /** Mean of each feature: `[classes][features]`. */
  means: Float64Array[] = [];
  /** Variance of each feature, smoothed: `[classes][features]`. */
  variances: Float64Array[] = [];

  /** @throws RangeError unless `varSmoothing` is a finite number above 0. */
  constructor({ varSmoothing = 1e-9 }: GaussianNaiveBayesOptions = {}) {
    checkPositive(varSmoothing, "varSmoothing");
    this.varSmoothing = varSmoothing;
  }

  /**
   * Learn means and variances from `X` `[samples][features]` and `y` `[samples]`.
   * @throws TypeError, RangeError when `X` is empty, ragged or holds something that is not a finite number, or `y` has another length.
   */
  fit<K extends L>(X: DenseMatrix, y: readonly K[]): GaussianNaiveBayes<K> {
    const nFeatures = checkMatrix(X);
    const { classes, index } = encodeLabels<L>(X, y);
    const all = moments(X, new Int32Array(X.length), 1, nFeatures);
    // Where no feature varies at all, any width will do.
    const extra = this.varSmoothing * max(all.variances[0]!) || this.varSmoothing;
    const { means, variances } = moments(X, index, classes.length, nFeatures);
    this.means = means;
    this.variances = variances.map((row) => row.map((variance) => variance + extra));
    this.classLogPrior = logPrior(index, classes.length);
    this.nFeatures = nFeatures;
    this.classes = classes;
    return this as unknown as GaussianNaiveBayes<K>;
  }

  predict(X: DenseMatrix): L[] {
    return likeliest(this.classes, this.#jointLog(X));
  }

  predictProba(X: DenseMatrix): number[][] {
    return this.#jointLog(X).map(softmaxInPlace);
  }

  score(X: DenseMatrix, y: readonly L[]): number {
    return accuracy(y, this.predict(X));
  }

  /** ln P(class) − ½ Σⱼ (ln 2πσ² + (xⱼ − μ)² / σ²): `[samples][classes]`. */
  #jointLog(X: DenseMatrix): number[][] {
    checkFitted(this);
    checkColumns(checkMatrix(X), this.nFeatures, "naive Bayes model");
    const constant = this.variances.map((row, k) =>
      row.reduce((total, variance) => total - Math.log(2 * Math.PI * variance) / 2, this.classLogPrior[k]!),
    );
    return X.map((x) =>
      this.means.map((mean, k) => {
        const variance = this.variances[k]!;
        let distance = 0;
        for (let j = 0; j < mean.length; j++) distance += (x[j]! - mean[j]!) ** 2 / variance[j]!;
        return constant[k]! - distance / 2;
      }),
    );
  }
}

function checkFitted({ classes }: { classes: readonly Label[] }): void {
  fitted(classes[0], "naive Bayes model");
}

function checkCounts({ value }: CompressedRows): void {
  const negative = value.find((count) => count < 0);
  if (negative !== undefined) throw new RangeError(`X holds ${negative}: counts cannot be negative. GaussianNaiveBayes takes measurements`);
}

/** Sums of the rows of each class: `[classes][columns]`. */
function sumByClass({ rows, columns, start, index, value }: CompressedRows, y: Int32Array, nClasses: number): Float64Array[] {
  const sums = Array.from({ length: nClasses }, () => new Float64Array(columns));
  for (let i = 0; i < rows; i++) {
    const into = sums[y[i]!]!;
    for (let at = start[i]!; at < start[i + 1]!; at++) into[index[at]!]! += value[at]!;
  }
  return sums;
}

/** base + Σⱼ xⱼ · weights[class][j]: `[samples][classes]`. */
function weighedSums({ rows, start, index, value }: CompressedRows, weights: readonly Float64Array[], base: readonly number[]): number[][] {
  return Array.from({ length: rows }, (_, i) =>
    weights.map((weight, k) => {
      let total = base[k]!;
      for (let at = start[i]!; at < start[i + 1]!; at++) total += value[at]! * weight[index[at]!]!;
      return total;
    }),
  );
}

function classSizes(y: Int32Array, nClasses: number): number[] {
  const sizes = new Array<number>(nClasses).fill(0);
  for (const k of y) sizes[k]!++;
  return sizes;
}

const logPrior = (y: Int32Array, nClasses: number) => classSizes(y, nClasses).map((size) => Math.log(size / y.length));

/** Means and variances of each class, in two passes, which rounds less than one: `[classes][features]`. */
function moments(X: DenseMatrix, y: Int32Array, nClasses: number, nFeatures: number) {
  const sizes = classSizes(y, nClasses);
  const table = () => Array.from({ length: nClasses }, () => new Float64Array(nFeatures));
  const [means, variances] = [table(), table()];
  for (const [i, x] of X.entries()) for (let j = 0; j < nFeatures; j++) means[y[i]!]![j]! += x[j]! / sizes[y[i]!]!;
  for (const [i, x] of X.entries()) for (let j = 0; j < nFeatures; j++) variances[y[i]!]![j]! += (x[j]! - means[y[i]!]![j]!) ** 2 / sizes[y[i]!]!;
  return { means, variances };
}

const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
