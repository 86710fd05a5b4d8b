import { checkCount, checkMatrix } from "../base/check.ts";
import { topEigenpairs } from "../base/eigen.ts";
import type { Matrix } from "../base/estimator.ts";

export interface PCAOptions {
  /** k, how many directions to keep. Default: as many as there are columns. */
  components?: number;
}

/**
 * Principal components: the directions in which the rows differ most, at right angles to each other, and the rows' places along them. Two of them
 * make a picture of many columns. Directions are in the units of `X`: standardise first where columns have different units.
 *
 * Sources: K. Pearson, 1901; H. Hotelling, 1933. The eigenvectors of the covariance matrix, by subspace iteration: O(features² · (samples + components · rounds)).
 *
 * A direction may point either way; here its greatest entry is positive. scikit-learn's `PCA` chooses the sign by another rule.
 */
export class PCA {
  readonly #asked: number | undefined;
  /** The mean of each column: `[features]`. */
  mean: number[] = [];
  /** The directions, that of the most variance first: `[components][features]`, each of length 1. */
  components: number[][] = [];
  /** The variance of the rows along each: `[components]`, with n − 1 in the denominator. */
  explainedVariance: number[] = [];
  /** The same as a share of all variance: `[components]`. */
  explainedVarianceRatio: number[] = [];

  /** @throws RangeError unless `components` is a whole number above 0. */
  constructor({ components }: PCAOptions = {}) {
    if (components !== undefined) checkCount(components, "components", 1);
    this.#asked = components;
  }

  /** @throws TypeError, RangeError when `X` has fewer than two rows, is ragged or holds something that is not a finite number, or has fewer columns than components. */
  fit(X: Matrix): this {
    const features = checkMatrix(X);
    const count = this.#asked ?? features;
    if (X.length < 2) throw new RangeError("X has 1 row: variance needs at least two");
    if (count > features) throw new RangeError(`components is ${count}, but X has ${features} columns: there are no more directions`);
    this.mean = Array.from(X[0]!, (_, j) => X.reduce((sum, row) => sum + row[j]!, 0) / X.length);
    const C = covariance(X, this.mean);
    const { values, vectors } = topEigenpairs({
      size: features,
      count,
      multiply: (block) => block.map((v) => Float64Array.from(C, (row) => product(row, v))),
    });
    const all = C.reduce((sum, row, j) => sum + row[j]!, 0);
    this.components = vectors.map(pointed);
    this.explainedVariance = values.map((value) => Math.max(0, value));
    this.explainedVarianceRatio = this.explainedVariance.map((value) => (all > 0 ? value / all : 0));
    return this;
  }

  /** The rows' places along the directions: `[samples][components]`. @throws Error before `fit`; RangeError when `X` has other columns. */
  transform(X: Matrix): number[][] {
    this.#check(X, this.mean.length, "columns");
    return X.map((row) => this.components.map((direction) => direction.reduce((sum, value, j) => sum + value * (row[j]! - this.mean[j]!), 0)));
  }

  /** Back from places `[samples][components]` to rows `[samples][features]`, as far as the directions kept allow. */
  inverseTransform(places: Matrix): number[][] {
    this.#check(places, this.components.length, "places");
    return places.map((place) => this.mean.map((mean, j) => this.components.reduce((sum, direction, k) => sum + place[k]! * direction[j]!, mean)));
  }

  #check(rows: Matrix, width: number, what: string): void {
    if (this.components.length === 0) throw new Error("there are no directions yet: call fit(X) first");
    const columns = checkMatrix(rows);
    if (columns !== width) throw new RangeError(`each row has ${columns} ${what}, but should have ${width}: give the same as at fit`);
  }
}

function covariance(X: Matrix, mean: readonly number[]): Float64Array[] {
  const C = mean.map(() => new Float64Array(mean.length));
  const centred = new Float64Array(mean.length);
  for (const row of X) {
    for (let j = 0; j < centred.length; j++) centred[j] = row[j]! - mean[j]!;
    for (let j = 0; j < centred.length; j++) {
      const value = centred[j]!;
      // Pictures have many columns that never change.
      if (value === 0) continue;
      const target = C[j]!;
      for (let k = j; k < centred.length; k++) target[k]! += value * centred[k]!;
    }
  }
  for (let j = 0; j < C.length; j++) for (let k = j; k < C.length; k++) C[k]![j] = C[j]![k] = C[j]![k]! / (X.length - 1);
  return C;
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** The greatest entry, whatever its sign, becomes positive. */
function pointed(direction: number[]): number[] {
  const greatest = direction.reduce((best, value) => (Math.abs(value) > Math.abs(best) + 1e-12 ? value : best), 0);
  return greatest < 0 ? direction.map((value) => -value) : direction;
}
