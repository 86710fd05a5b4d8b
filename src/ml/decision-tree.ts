import { checkChoice, checkColumns, checkCount, checkMatrix, checkNotNegative, fitted } from "../base/check.ts";
import type { Classifier, DenseMatrix, Label } from "../base/estimator.ts";
import { encodeLabels, indexOfMax } from "../base/labels.ts";
import { accuracy } from "../score/metrics.ts";
import { EntropyCriterion, GiniCriterion, type TreeNode } from "./inside/criterion.ts";
import { allRows, growTree, rankColumns } from "./inside/grow-tree.ts";
import { countLeaves, depthOf, importances, leafOf, type SplitOf, treeText } from "./inside/tree-node.ts";
import { type PruningStep, prune, pruningPath } from "./inside/tree-pruning.ts";

export { entropy, gini, type TreeNode } from "./inside/criterion.ts";
export { nodes, wayOf } from "./inside/tree-node.ts";

/** A node that asks a question, with the nodes on either side. */
export type Split = SplitOf<TreeNode>;

export interface DecisionTreeOptions {
  /** What makes a node impure: Gini's index, or entropy in bits. Default "gini". */
  criterion?: "gini" | "entropy";
  /** Most questions from the root to a leaf. Default `Infinity`: grow until all leaves are pure. */
  maxDepth?: number;
  /** A node with fewer rows than this is not split. Default 2. */
  minSamplesSplit?: number;
  /** No split may leave fewer rows than this on either side. Default 1. */
  minSamplesLeaf?: number;
  /** α, the price of a leaf by which the grown tree is pruned, in the unit of the impurity. Default 0: no pruning. */
  ccpAlpha?: number;
}

/**
 * A classification tree (CART): asks one question about one measurement at a time, each chosen so that the rows on
 * either side are as much of one class as can be.
 *
 * Source: L. Breiman, J. Friedman, R. Olshen, C. Stone, Classification and Regression Trees, 1984, chapters 2 (growing),
 * 3 (pruning) and 4.3 (Gini index). Growing takes O(features · n log n) at each level.
 *
 * Agrees with scikit-learn's `DecisionTreeClassifier`: thresholds lie midway between neighbouring values, a node is split even
 * where no question helps at once. It differs where questions are equally good: the first feature wins, then the
 * lowest threshold, while scikit-learn draws lots. It keeps values in double precision, scikit-learn in single.
 *
 * A single class is allowed: the tree is then one leaf.
 *
 * @example
 * import { penguins } from "#datasets/penguins";
 *
 * const tree = new DecisionTree({ maxDepth: 2 }).fit(penguins.features, penguins.labels);
 * tree.text(penguins.featureNames)
 */
export class DecisionTree<L extends Label = Label> implements Classifier<L> {
  readonly criterion: "gini" | "entropy";
  readonly maxDepth: number;
  readonly minSamplesSplit: number;
  readonly minSamplesLeaf: number;
  readonly ccpAlpha: number;
  /** The labels, sorted: `[classes]`. Empty before `fit`. */
  classes: readonly L[] = [];
  /** Columns of the `X` given to `fit`. */
  nFeatures = 0;
  #root: TreeNode | undefined;

  /** @throws RangeError when an option is not in its range. */
  constructor(options: DecisionTreeOptions = {}) {
    const { criterion = "gini", maxDepth = Number.POSITIVE_INFINITY, minSamplesSplit = 2, minSamplesLeaf = 1, ccpAlpha = 0 } = options;
    checkChoice(criterion, "criterion", ["gini", "entropy"]);
    checkCount(maxDepth, "maxDepth", 0);
    checkCount(minSamplesSplit, "minSamplesSplit", 2);
    checkCount(minSamplesLeaf, "minSamplesLeaf", 1);
    checkNotNegative(ccpAlpha, "ccpAlpha");
    this.criterion = criterion;
    this.maxDepth = maxDepth;
    this.minSamplesSplit = minSamplesSplit;
    this.minSamplesLeaf = minSamplesLeaf;
    this.ccpAlpha = ccpAlpha;
  }

  /**
   * Grow the tree from `X` `[samples][features]` and `y` `[samples]`.
   * @throws TypeError, RangeError when `X` is empty, ragged or holds something that is not a finite number, or `y` has another length.
   */
  fit<K extends L>(X: DenseMatrix, y: readonly K[]): DecisionTree<K> {
    const nFeatures = checkMatrix(X);
    const { classes, index } = encodeLabels<L>(X, y);
    const n = X.length;
    const criterion = this.criterion === "gini" ? new GiniCriterion(index, classes.length) : new EntropyCriterion(index, classes.length, n);
    const grown = growTree<TreeNode>(rankColumns(X), allRows(n), criterion, this);
    this.#learnt(this.ccpAlpha > 0 ? prune(grown, this.ccpAlpha) : grown, nFeatures, classes);
    return this as unknown as DecisionTree<K>;
  }

  predict(X: DenseMatrix): L[] {
    return this.#leaves(X).map(({ counts }) => this.classes[indexOfMax(counts)]!);
  }

  /** The share of each class among the training rows in the leaf: `[samples][classes]`. */
  predictProba(X: DenseMatrix): number[][] {
    return this.#leaves(X).map(({ counts, samples }) => counts.map((count) => count / samples));
  }

  score(X: DenseMatrix, y: readonly L[]): number {
    return accuracy(y, this.predict(X));
  }

  /** Where every row starts. @throws Error before `fit`. */
  get root(): TreeNode {
    return fitted(this.#root, "tree");
  }

  /** Questions on the longest way from the root to a leaf. */
  get depth(): number {
    return depthOf(this.root);
  }

  /** Ends of the tree. A tree asks `nLeaves` − 1 questions. */
  get nLeaves(): number {
    return countLeaves(this.root);
  }

  /** How much of the fall in impurity each feature brought: `[features]`, sums to 1, or all 0 for a single leaf. */
  get featureImportances(): number[] {
    return importances(this.root, this.nFeatures);
  }

  /** The trees that pruning passes, from this one to its root alone. */
  pruningPath(): PruningStep[] {
    return pruningPath(this.root);
  }

  /** This tree, pruned at the price `alpha` for each leaf, without growing it again. Leaves this one as it is. */
  pruned(alpha: number): DecisionTree<L> {
    const tree = new DecisionTree<L>({ ...this, ccpAlpha: alpha });
    tree.#learnt(prune(this.root, alpha), this.nFeatures, this.classes);
    return tree;
  }

  /** The tree as indented text, one question or answer a line. `featureNames`: `[features]`. */
  text(featureNames: readonly string[] = []): string {
    return treeText(this.root, ({ counts }) => `class: ${this.classes[indexOfMax(counts)]}`, featureNames);
  }

  #learnt(root: TreeNode, nFeatures: number, classes: readonly L[]): void {
    this.#root = root;
    this.nFeatures = nFeatures;
    this.classes = classes;
  }

  #leaves(X: DenseMatrix): TreeNode[] {
    const { root } = this;
    checkColumns(checkMatrix(X), this.nFeatures, "tree");
    return X.map((x) => leafOf(root, x));
  }
}
