import { checkColumns, checkMatrix, checkNotNegative, checkTargets, fitted } from "../base/check.ts";
import { varies } from "../base/column-units.ts";
import type { DenseMatrix, Regressor } from "../base/estimator.ts";
import { leastSquares } from "../base/least-squares.ts";
import { r2 } from "../score/regression-metrics.ts";

export interface LinearRegressionOptions {
  /** α of ridge regression: the price of Σ coefficients². Default 0: plain least squares. */
  alpha?: number;
}

/**
 * Linear regression: ŷ = intercept + Σⱼ coefficientⱼ · xⱼ with the least Σ (y − ŷ)² + α Σ coefficients². With α above 0 it is ridge
 * regression, which trusts the data less and the mean more. The intercept costs nothing.
 *
 * Sources: A.-M. Legendre, 1805 (least squares); A. Hoerl, R. Kennard, Ridge regression, Technometrics 12(1), 1970.
 * Fitting takes O(samples · features²), by Householder reflections. Agrees with scikit-learn's `LinearRegression` and `Ridge`; where columns
 * depend on each other, such as all columns of a one-hot code, the shortest coefficients are taken, as there.
 */
export class LinearRegression implements Regressor {
  readonly alpha: number;
  /** What one unit more of each feature adds, all else equal: `[features]`. Empty before `fit`. */
  coefficients: number[] = [];
  /** What is predicted where all features are 0. */
  intercept = 0;
  /** How many columns say something that the others do not. */
  rank = 0;
  #learnt: true | undefined;

  /** @throws RangeError unless `alpha` is a finite number of 0 or more. */
  constructor({ alpha = 0 }: LinearRegressionOptions = {}) {
    checkNotNegative(alpha, "alpha");
    this.alpha = alpha;
  }

  /**
   * Solve for `X` `[samples][features]` and `y` `[samples]`.
   * @throws TypeError, RangeError when `X` is empty or ragged, `y` has another length, or either holds something that is not a finite number.
   */
  fit(X: DenseMatrix, y: readonly number[]): this {
    const nFeatures = checkMatrix(X);
    checkTargets(X, y);
    const n = X.length;
    // Ridge as more rows: each coefficient times √α should be 0.
    const rows = this.alpha > 0 ? n + nFeatures : n;
    const means = Array.from({ length: nFeatures }, (_, j) => mean(X, (x) => x[j]!));
    const yMean = mean(y, (value) => value);
    // Around the means, the intercept is 0 and drops out.
    const columns = means.map((middle, j) => {
      const column = new Float64Array(rows);
      // Of a column that does not vary, nothing is left, not even what rounding makes of its mean.
      if (varies(X, j)) for (let i = 0; i < n; i++) column[i] = X[i]![j]! - middle;
      if (this.alpha > 0) column[n + j] = Math.sqrt(this.alpha);
      return column;
    });
    const target = new Float64Array(rows);
    for (let i = 0; i < n; i++) target[i] = y[i]! - yMean;
    const { solution, rank } = leastSquares(columns, target);
    this.coefficients = Array.from(solution);
    this.intercept = yMean - means.reduce((sum, middle, j) => sum + middle * solution[j]!, 0);
    this.rank = rank;
    this.#learnt = true;
    return this;
  }

  predict(X: DenseMatrix): number[] {
    fitted(this.#learnt, "linear regression");
    const columns = checkMatrix(X);
    checkColumns(columns, this.coefficients.length, "linear regression");
    return X.map((x) => this.coefficients.reduce((sum, coefficient, j) => sum + coefficient * x[j]!, this.intercept));
  }

  score(X: DenseMatrix, y: readonly number[]): number {
    return r2(y, this.predict(X));
  }
}

function mean<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0) / items.length;
}
