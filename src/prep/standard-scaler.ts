import { checkColumns, checkMatrix, fitted } from "../base/check.ts";
import { varies } from "../base/column-units.ts";
import type { DenseMatrix, Transformer } from "../base/estimator.ts";

/**
 * Brings all columns to mean 0 and standard deviation 1, so that none counts for more because of its unit. Models that measure
 * distances or keep weights small (neighbours, SVMs, ridge, logistic regression) need that; trees do not.
 *
 * The deviation divides by the number of rows, as in scikit-learn's `StandardScaler`. A column that never varies becomes 0.
 */
export class StandardScaler implements Transformer<ArrayLike<number>, number[]> {
  /** Mean of each column: `[features]`. Empty before `fit`. */
  means: number[] = [];
  /** Standard deviation of each column, 1 where it does not vary: `[features]`. */
  scales: number[] = [];

  /** @throws TypeError, RangeError when `X` is empty, ragged or holds something that is not a finite number. */
  fit(X: DenseMatrix): this {
    const columns = Array.from({ length: checkMatrix(X) }, (_, j) => j);
    this.means = columns.map((j) => X.reduce((sum, x) => sum + x[j]!, 0) / X.length);
    this.scales = columns.map((j) => {
      if (!varies(X, j)) return 1;
      const mean = this.means[j]!;
      const deviation = Math.sqrt(X.reduce((sum, x) => sum + (x[j]! - mean) ** 2, 0) / X.length);
      // What rounding leaves of a column that all but does not vary is no deviation.
      return deviation > 10 * Number.EPSILON * Math.abs(mean) ? deviation : 1;
    });
    return this;
  }

  /** (x − mean) / deviation of each value: `[samples][features]`. @throws Error before `fit`. */
  transform(X: DenseMatrix): number[][] {
    this.#check(X);
    return X.map((x) => this.means.map((mean, j) => (x[j]! - mean) / this.scales[j]!));
  }

  /** Learn from `X` and transform it. */
  fitTransform(X: DenseMatrix): number[][] {
    return this.fit(X).transform(X);
  }

  /** Back to the units that the columns had. */
  inverseTransform(X: DenseMatrix): number[][] {
    this.#check(X);
    return X.map((x) => this.means.map((mean, j) => x[j]! * this.scales[j]! + mean));
  }

  #check(X: DenseMatrix): void {
    fitted(this.means[0], "scaler", "fit(X)");
    checkColumns(checkMatrix(X), this.means.length, "scaler");
  }
}
