import { checkColumns, checkCount, checkMatrix, checkSize, fitted } from "../base/check.ts";
import type { Classifier, DenseMatrix, Label } from "../base/estimator.ts";
import { encodeLabels, indexOfMax } from "../base/labels.ts";
import { type Random, withRandom } from "../base/random.ts";
import { accuracy } from "../score/metrics.ts";
import { GiniCriterion, type TreeNode } from "./inside/criterion.ts";
import { type FlatTree, flatten, leafIndex } from "./inside/flat-tree.ts";
import { growTree, rankColumns } from "./inside/grow-tree.ts";
import { importances, nodes, toShares } from "./inside/tree-node.ts";

export interface RandomForestOptions {
  /** Draws rows and features. */
  random: Random;
  /** How many trees vote. Default 100. */
  nTrees?: number;
  /** How many features, drawn anew at each node, a question may be about. Default "sqrt": the root of their number, rounded down. */
  maxFeatures?: number | "sqrt";
  /** Most questions from the root to a leaf of a tree. Default `Infinity`. */
  maxDepth?: number;
  /** A node with fewer rows than this is not split. Default 2. */
  minSamplesSplit?: number;
  /** No split may leave fewer rows than this on either side. Default 1. */
  minSamplesLeaf?: number;
}

/**
 * A random forest: many trees, each grown on rows drawn with replacement and allowed to look at a few features at a time, so that
 * they err in different ways; the mean of what they say is better than any of them.
 *
 * Source: L. Breiman, Random Forests, Machine Learning 45, 2001. Fitting takes O(trees · √features · samples · log² samples) or less.
 * Agrees with scikit-learn's `RandomForestClassifier` as well as two seeds of it do: the trees themselves depend on the generator.
 */
export class RandomForest<L extends Label = Label> implements Classifier<L> {
  readonly random: Random;
  readonly nTrees: number;
  readonly maxFeatures: number | "sqrt";
  readonly maxDepth: number;
  readonly minSamplesSplit: number;
  readonly minSamplesLeaf: number;
  /** The labels, sorted: `[classes]`. Empty before `fit`. */
  classes: readonly L[] = [];
  /** Columns of the `X` given to `fit`. */
  nFeatures = 0;
  #trees: BaggedTree[] = [];
  #nSamples = 0;

  /** @throws RangeError when an option is not in its range. */
  constructor(options: RandomForestOptions) {
    const {
      random,
      nTrees = 100,
      maxFeatures = "sqrt",
      maxDepth = Number.POSITIVE_INFINITY,
      minSamplesSplit = 2,
      minSamplesLeaf = 1,
    } = withRandom(options);
    checkSize(nTrees, "nTrees");
    if (maxFeatures !== "sqrt") checkCount(maxFeatures, "maxFeatures", 1);
    checkCount(maxDepth, "maxDepth", 0);
    checkCount(minSamplesSplit, "minSamplesSplit", 2);
    checkCount(minSamplesLeaf, "minSamplesLeaf", 1);
    this.random = random;
    this.nTrees = nTrees;
    this.maxFeatures = maxFeatures;
    this.maxDepth = maxDepth;
    this.minSamplesSplit = minSamplesSplit;
    this.minSamplesLeaf = minSamplesLeaf;
  }

  /**
   * Grow the trees from `X` `[samples][features]` and `y` `[samples]`.
   * @throws TypeError, RangeError when `X` is empty, ragged or holds something that is not a finite number, or `y` has another length.
   */
  fit<K extends L>(X: DenseMatrix, y: readonly K[]): RandomForest<K> {
    for (const _ of this.fitSteps(X, y));
    return this as unknown as RandomForest<K>;
  }

  /** The same, one tree at a time: yields the forest after each, which can be asked by then. */
  *fitSteps<K extends L>(X: DenseMatrix, y: readonly K[]): Generator<RandomForest<K>> {
    const nFeatures = checkMatrix(X);
    const { classes, index } = encodeLabels<L>(X, y);
    const n = X.length;
    const columns = rankColumns(X);
    const criterion = new GiniCriterion(index, classes.length);
    const features = Math.min(nFeatures, this.maxFeatures === "sqrt" ? Math.floor(Math.sqrt(nFeatures)) : this.maxFeatures);
    const { maxDepth, minSamplesSplit, minSamplesLeaf, random } = this;
    const growth = { maxDepth, minSamplesSplit, minSamplesLeaf, drawn: { features, random } };
    this.#trees = [];
    this.#nSamples = n;
    this.nFeatures = nFeatures;
    this.classes = classes;
    while (this.#trees.length < this.nTrees) {
      const bag = new Int32Array(n);
      for (let i = 0; i < n; i++) bag[i] = random.int(n);
      // In order, rows are read one after the other, which is faster.
      bag.sort();
      const drawn = bag.slice();
      const root = growTree<TreeNode>(columns, bag, criterion, growth);
      this.#trees.push({ bag: drawn, root, voter: { ...flatten(root), ...sharesOf(root) } });
      yield this as unknown as RandomForest<K>;
    }
  }

  /** The roots of the trees grown so far: `[trees]`. @throws Error before `fit`. */
  get roots(): TreeNode[] {
    fitted(this.#trees[0], "forest");
    return this.#trees.map(({ root }) => root);
  }

  /** How much of the fall in impurity each feature brought, the mean over the trees: `[features]`, sums to 1, or all 0. */
  get featureImportances(): number[] {
    const sums = new Array<number>(this.nFeatures).fill(0);
    for (const root of this.roots) for (const [j, gain] of importances(root, this.nFeatures).entries()) sums[j]! += gain;
    return toShares(sums);
  }

  predict(X: DenseMatrix): L[] {
    const votes = this.#votes(X);
    return X.map((x) => this.classes[indexOfMax(votes(x))]!);
  }

  /** The mean of what the trees say: `[samples][classes]`. */
  predictProba(X: DenseMatrix): number[][] {
    return X.map(this.#votes(X));
  }

  score(X: DenseMatrix, y: readonly L[]): number {
    return accuracy(y, this.predict(X));
  }

  /**
   * An honest accuracy without a test set: each training row is judged only by the trees that did not see it, about 37 % of them. Rows
   * that all trees saw are left out.
   * @param X, y what was given to `fit`.
   * @throws RangeError when they have another number of rows than what was given to `fit`, or all trees saw all rows.
   */
  outOfBagScore(X: DenseMatrix, y: readonly L[]): number {
    fitted(this.#trees[0], "forest");
    checkColumns(checkMatrix(X), this.nFeatures, "forest");
    if (X.length !== this.#nSamples || y.length !== this.#nSamples)
      throw new RangeError(`X has ${X.length} rows, y ${y.length} labels: give the ${this.#nSamples} that the forest learnt from`);
    const strangers: Voter[][] = X.map(() => []);
    for (const { bag, voter } of this.#trees) {
      const seen = new Uint8Array(this.#nSamples);
      for (const row of bag) seen[row] = 1;
      for (let row = 0; row < seen.length; row++) if (!seen[row]) strangers[row]!.push(voter);
    }
    const judged = [...X.keys()].filter((row) => strangers[row]!.length > 0);
    if (judged.length === 0) throw new RangeError("all trees saw all rows: grow more trees, or give more rows");
    return accuracy(
      judged.map((row) => y[row]!),
      judged.map((row) => this.classes[indexOfMax(meanShare(strangers[row]!, X[row]!, this.classes.length))]!),
    );
  }

  /** What the trees say of a row, on average: `[classes]`. */
  #votes(X: DenseMatrix): (x: ArrayLike<number>) => number[] {
    fitted(this.#trees[0], "forest");
    checkColumns(checkMatrix(X), this.nFeatures, "forest");
    const voters = this.#trees.map(({ voter }) => voter);
    return (x) => meanShare(voters, x, this.classes.length);
  }
}

interface BaggedTree {
  /** The rows it was grown from, drawn with replacement: `[samples]`. */
  bag: Int32Array;
  root: TreeNode;
  /** The same, to be asked. */
  voter: Voter;
}

/** A leaf answers with the share of each class that it holds; most hold one or two. */
interface Voter extends FlatTree {
  /** Where the classes of each node begin, those of the next one after them: `[nodes + 1]`. */
  start: Int32Array;
  /** `[entries]` */
  class: Int32Array;
  /** `[entries]` */
  share: Float64Array;
}

function sharesOf(root: TreeNode): Pick<Voter, "start" | "class" | "share"> {
  const start = [0];
  const held: number[] = [];
  const shares: number[] = [];
  for (const node of nodes(root)) {
    const { split, samples } = node;
    const counts = split ? [] : node.counts;
    for (let k = 0; k < counts.length; k++) {
      if (counts[k] === 0) continue;
      held.push(k);
      shares.push(counts[k]! / samples);
    }
    start.push(held.length);
  }
  return { start: Int32Array.from(start), class: Int32Array.from(held), share: Float64Array.from(shares) };
}

/** What the trees say of the row `x`, on average: `[classes]`. */
function meanShare(trees: readonly Voter[], x: ArrayLike<number>, nClasses: number): number[] {
  const shares = new Array<number>(nClasses).fill(0);
  for (const tree of trees) {
    const leaf = leafIndex(tree, x);
    for (let at = tree.start[leaf]!; at < tree.start[leaf + 1]!; at++) shares[tree.class[at]!]! += tree.share[at]!;
  }
  for (let k = 0; k < nClasses; k++) shares[k]! /= trees.length;
  return shares;
}
