import { checkColumns, checkCount, checkMatrix, checkNotNegative, checkTargets, fitted } from "../base/check.ts";
import type { DenseMatrix, Regressor } from "../base/estimator.ts";
import { r2 } from "../score/regression-metrics.ts";
import type { DecisionTreeOptions } from "./decision-tree.ts";
import { type RegressionNode, SquaredErrorCriterion } from "./inside/criterion.ts";
import { allRows, growTree, rankColumns } from "./inside/grow-tree.ts";
import { countLeaves, depthOf, importances, leafOf, treeText } from "./inside/tree-node.ts";
import { type PruningStep, prune, pruningPath } from "./inside/tree-pruning.ts";

export type { RegressionNode } from "./inside/criterion.ts";

/** Those of {@link DecisionTree} but for the criterion, which is the squared error. */
export type RegressionTreeOptions = Omit<DecisionTreeOptions, "criterion">;

/**
 * A regression tree (CART): as a decision tree, but each leaf answers with the mean of its training rows, and a question is
 * good when the rows on either side lie close to their mean.
 *
 * Source: L. Breiman, J. Friedman, R. Olshen, C. Stone, Classification and Regression Trees, 1984, chapter 8.
 * Agrees with scikit-learn's `DecisionTreeRegressor(criterion="squared_error")`, save that where questions are equally good, the
 * first feature wins, then the lowest threshold.
 */
export class RegressionTree implements Regressor {
  readonly maxDepth: number;
  readonly minSamplesSplit: number;
  readonly minSamplesLeaf: number;
  readonly ccpAlpha: number;
  /** Columns of the `X` given to `fit`. */
  nFeatures = 0;
  #root: RegressionNode | undefined;

  /** @throws RangeError when an option is not in its range. */
  constructor({ maxDepth = Number.POSITIVE_INFINITY, minSamplesSplit = 2, minSamplesLeaf = 1, ccpAlpha = 0 }: RegressionTreeOptions = {}) {
    checkCount(maxDepth, "maxDepth", 0);
    checkCount(minSamplesSplit, "minSamplesSplit", 2);
    checkCount(minSamplesLeaf, "minSamplesLeaf", 1);
    checkNotNegative(ccpAlpha, "ccpAlpha");
    this.maxDepth = maxDepth;
    this.minSamplesSplit = minSamplesSplit;
    this.minSamplesLeaf = minSamplesLeaf;
    this.ccpAlpha = ccpAlpha;
  }

  /**
   * Grow the tree from `X` `[samples][features]` and `y` `[samples]`.
   * @throws TypeError, RangeError when `X` is empty or ragged, `y` has another length, or either holds something that is not a finite number.
   */
  fit(X: DenseMatrix, y: readonly number[]): this {
    const nFeatures = checkMatrix(X);
    checkTargets(X, y);
    const grown = growTree<RegressionNode>(rankColumns(X), allRows(X.length), new SquaredErrorCriterion(Float64Array.from(y)), this);
    this.#root = this.ccpAlpha > 0 ? prune(grown, this.ccpAlpha) : grown;
    this.nFeatures = nFeatures;
    return this;
  }

  predict(X: DenseMatrix): number[] {
    const { root } = this;
    checkColumns(checkMatrix(X), this.nFeatures, "tree");
    return X.map((x) => leafOf(root, x).value);
  }

  score(X: DenseMatrix, y: readonly number[]): number {
    return r2(y, this.predict(X));
  }

  /** Where every row starts. @throws Error before `fit`. */
  get root(): RegressionNode {
    return fitted(this.#root, "tree");
  }

  /** Questions on the longest way from the root to a leaf. */
  get depth(): number {
    return depthOf(this.root);
  }

  /** Ends of the tree. */
  get nLeaves(): number {
    return countLeaves(this.root);
  }

  /** How much of the fall in squared error each feature brought: `[features]`, sums to 1, or all 0 for a single leaf. */
  get featureImportances(): number[] {
    return importances(this.root, this.nFeatures);
  }

  /** The trees that pruning passes, from this one to its root alone. */
  pruningPath(): PruningStep[] {
    return pruningPath(this.root);
  }

  /** The tree as indented text, one question or answer a line. `featureNames`: `[features]`. */
  text(featureNames: readonly string[] = []): string {
    return treeText(this.root, ({ value }) => `value: ${value.toFixed(2)}`, featureNames);
  }
}
