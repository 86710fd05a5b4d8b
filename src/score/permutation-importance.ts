import { checkCount, checkLabels, checkMatrix } from "../base/check.ts";
import type { DenseMatrix, Label } from "../base/estimator.ts";
import { mean } from "../base/mean.ts";
import { type Random, withRandom } from "../base/random.ts";

export interface PermutationOptions {
  random: Random;
  /** How often each column is shuffled. Default 10. */
  repeats?: number;
}

/**
 * How much of its score a model loses, on average, when the values of one column are shuffled among the rows: `[features]`, in the unit of the
 * score. Asked on rows that the model did not learn from, it says what the model needs of a column; where another column says nearly the same, that is little.
 *
 * Source: L. Breiman, Random Forests, Machine Learning 45, 2001, section 10; A. Fisher, C. Rudin, F. Dominici, All Models are Wrong, but Many are Useful,
 * JMLR 20, 2019.
 * @throws TypeError, RangeError when `X` is empty, ragged or holds something that is not a finite number, or `y` has another length.
 */
export function permutationImportance<L extends Label>(
  model: { score(X: DenseMatrix, y: readonly L[]): number },
  X: DenseMatrix,
  y: readonly L[],
  options: PermutationOptions,
): number[] {
  const { random, repeats = 10 } = withRandom(options);
  const columns = checkMatrix(X);
  checkLabels(X, y);
  checkCount(repeats, "repeats", 1);
  const whole = model.score(X, y);
  return Array.from({ length: columns }, (_, j) => {
    const scores = Array.from({ length: repeats }, () => {
      const donors = random.shuffle(X);
      return model.score(
        X.map((row, i) => Array.from(row, (value, column) => (column === j ? donors[i]![j]! : value))),
        y,
      );
    });
    return whole - mean(scores);
  });
}
