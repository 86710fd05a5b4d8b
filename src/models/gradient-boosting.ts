import { checkColumns, checkCount, checkMatrix, checkPositive, checkShare, checkSize, checkTargets, fitted } from "./check.ts";
import { type RegressionNode, SquaredErrorCriterion } from "./criterion.ts";
import type { Classifier, DenseMatrix, Label, Regressor } from "./estimator.ts";
import { type FlatTree, flatten, leafIndex } from "./flat-tree.ts";
import { allRows, growTree, type RankedColumns, rankColumns } from "./grow-tree.ts";
import { encodeLabels } from "./labels.ts";
import { accuracy } from "./metrics.ts";
import type { Random } from "./random.ts";
import { r2 } from "./regression-metrics.ts";
import { sigmoid } from "./softmax.ts";
import { gains, toShares } from "./tree-node.ts";

export interface GradientBoostingOptions {
  /** How many trees are grown, one after the other. Default 100. */
  nTrees?: number;
  /** How much of each tree's correction is taken. Smaller needs more trees, and is often better. Default .1. */
  learningRate?: number;
  /** Most questions from the root to a leaf of a tree. Default 3. */
  maxDepth?: number;
  /** A node with fewer rows than this is not split. Default 2. */
  minSamplesSplit?: number;
  /** No split may leave fewer rows than this on either side. Default 1. */
  minSamplesLeaf?: number;
  /** Each tree sees only this share of the rows, drawn with `random`. Absent: all of them. */
  subsample?: { share: number; random: Random };
}

/**
 * What both kinds of boosting share: trees that are grown one after the other, each on what those before it left over, and added up.
 * What is left over is the slope of the loss at each row, so that this is going downhill, with a tree for each step.
 */
abstract class Boosting {
  readonly nTrees: number;
  readonly learningRate: number;
  readonly maxDepth: number;
  readonly minSamplesSplit: number;
  readonly minSamplesLeaf: number;
  readonly subsample: { share: number; random: Random } | undefined;
  /** Columns of the `X` given to `fit`. */
  nFeatures = 0;
  /** What is said before any tree speaks. */
  base = 0;
  /** Mean loss on the training rows, before the first tree and after each: `[trees + 1]`. */
  losses: number[] = [];
  #roots: RegressionNode[] | undefined;
  /** The same, to be asked: a leaf answers with its value. */
  #trees: FlatTree[] = [];

  /** @throws RangeError when an option is not in its range. */
  constructor(options: GradientBoostingOptions = {}) {
    const { nTrees = 100, learningRate = 0.1, maxDepth = 3, minSamplesSplit = 2, minSamplesLeaf = 1, subsample } = options;
    checkSize(nTrees, "nTrees");
    checkPositive(learningRate, "learningRate");
    checkCount(maxDepth, "maxDepth", 1);
    checkCount(minSamplesSplit, "minSamplesSplit", 2);
    checkCount(minSamplesLeaf, "minSamplesLeaf", 1);
    if (subsample) checkShare(subsample.share, "subsample.share");
    this.nTrees = nTrees;
    this.learningRate = learningRate;
    this.maxDepth = maxDepth;
    this.minSamplesSplit = minSamplesSplit;
    this.minSamplesLeaf = minSamplesLeaf;
    this.subsample = subsample;
  }

  /** The roots of the trees grown so far: `[trees]`. @throws Error before `fit`. */
  get roots(): readonly RegressionNode[] {
    return fitted(this.#roots, "boosted model");
  }

  /** How much of the fall in squared error each feature brought, all trees together: `[features]`, sums to 1, or all 0. */
  get featureImportances(): number[] {
    const sums = new Array<number>(this.nFeatures).fill(0);
    for (const root of this.roots) for (const [j, gain] of gains(root, this.nFeatures).entries()) sums[j]! += gain;
    return toShares(sums);
  }

  /** base + learning rate · Σ trees, for each row: `[samples]`. */
  protected sums(X: DenseMatrix): number[] {
    fitted(this.#roots, "boosted model");
    checkColumns(checkMatrix(X), this.nFeatures, "boosted model");
    const trees = this.#trees;
    return X.map((x) => {
      let sum = this.base;
      for (const tree of trees) sum += this.learningRate * tree.answer[leafIndex(tree, x)]!;
      return sum;
    });
  }

  /** Grow the trees, one for each step. The loss says what is left over. */
  protected *grow(X: DenseMatrix, base: number, loss: Loss): Generator<void> {
    const columns = rankColumns(X);
    const sums = new Float64Array(X.length).fill(base);
    const roots: RegressionNode[] = [];
    this.#roots = roots;
    this.#trees = [];
    this.nFeatures = X[0]!.length;
    this.base = base;
    this.losses = [loss.mean(sums)];
    while (roots.length < this.nTrees) {
      const root = growTree<RegressionNode>(columns, this.#rows(columns), loss.criterion(sums), this);
      const tree = flatten(root, ({ value }) => [value]);
      roots.push(root);
      this.#trees.push(tree);
      for (let i = 0; i < X.length; i++) sums[i]! += this.learningRate * tree.answer[leafIndex(tree, X[i]!)]!;
      this.losses.push(loss.mean(sums));
      yield;
    }
  }

  #rows({ rows }: RankedColumns): Int32Array {
    if (!this.subsample) return allRows(rows);
    const { share, random } = this.subsample;
    return Int32Array.from(random.shuffle(Array.from(allRows(rows))).slice(0, Math.max(1, Math.floor(share * rows))));
  }
}

/**
 * Gradient-boosted trees for a number: each tree estimates what is missing to the target, in squared error.
 *
 * Source: J. Friedman, Greedy function approximation: a gradient boosting machine, Annals of Statistics 29(5), 2001, algorithm 2, and
 * Stochastic gradient boosting, 2002, for `subsample`. Fitting takes O(trees · depth · features · samples).
 * Agrees with scikit-learn's `GradientBoostingRegressor` where no questions are equally good; there, the first feature wins here.
 */
export class GradientBoostingRegressor extends Boosting implements Regressor {
  /**
   * Learn from `X` `[samples][features]` and `y` `[samples]`.
   * @throws TypeError, RangeError when `X` is empty or ragged, `y` has another length, or either holds something that is not a finite number.
   */
  fit(X: DenseMatrix, y: readonly number[]): this {
    for (const _ of this.fitSteps(X, y));
    return this;
  }

  /** The same, one tree at a time: yields the model after each, which can be asked by then. */
  *fitSteps(X: DenseMatrix, y: readonly number[]): Generator<this> {
    checkMatrix(X);
    checkTargets(X, y);
    const target = Float64Array.from(y);
    const mean = target.reduce((sum, value) => sum + value, 0) / target.length;
    for (const _ of this.grow(X, mean, squaredError(target))) yield this;
  }

  predict(X: DenseMatrix): number[] {
    return this.sums(X);
  }

  score(X: DenseMatrix, y: readonly number[]): number {
    return r2(y, this.predict(X));
  }
}

/**
 * Gradient-boosted trees for two classes: their sum is the log-odds of the second class, and each tree goes downhill in log loss.
 *
 * Source: J. Friedman, 2001, algorithm 5: trees are grown on y − p, and a leaf answers with one Newton step, Σ (y − p) / Σ p (1 − p).
 * Agrees with scikit-learn's `GradientBoostingClassifier` where no questions are equally good; there, the first feature wins here.
 */
export class GradientBoostingClassifier<L extends Label = Label> extends Boosting implements Classifier<L> {
  /** The two labels, sorted. Empty before `fit`. */
  classes: readonly L[] = [];

  /**
   * Learn from `X` `[samples][features]` and `y` `[samples]`.
   * @throws TypeError, RangeError when `X` is empty, ragged or holds something that is not a finite number, `y` has another length or not
   * exactly two classes.
   */
  fit<K extends L>(X: DenseMatrix, y: readonly K[]): GradientBoostingClassifier<K> {
    for (const _ of this.fitSteps(X, y));
    return this as unknown as GradientBoostingClassifier<K>;
  }

  /** The same, one tree at a time: yields the model after each, which can be asked by then. */
  *fitSteps<K extends L>(X: DenseMatrix, y: readonly K[]): Generator<GradientBoostingClassifier<K>> {
    checkMatrix(X);
    const { classes, index } = encodeLabels<L>(X, y);
    if (classes.length !== 2) throw new RangeError(`y holds ${classes.length} classes: boosting tells exactly two apart`);
    this.classes = classes;
    const target = Float64Array.from(index);
    const share = target.reduce((sum, value) => sum + value, 0) / target.length;
    for (const _ of this.grow(X, Math.log(share / (1 - share)), binaryLogLoss(target))) yield this as unknown as GradientBoostingClassifier<K>;
  }

  predict(X: DenseMatrix): L[] {
    return this.sums(X).map((sum) => this.classes[sum > 0 ? 1 : 0]!);
  }

  predictProba(X: DenseMatrix): number[][] {
    return this.sums(X).map((sum) => {
      const p = sigmoid(sum);
      return [1 - p, p];
    });
  }

  score(X: DenseMatrix, y: readonly L[]): number {
    return accuracy(y, this.predict(X));
  }
}

interface Loss {
  /** Mean over the rows, at these sums. */
  mean(sums: Float64Array): number;
  /** How the next tree is grown: on the slope of the loss at these sums. */
  criterion(sums: Float64Array): SquaredErrorCriterion;
}

const squaredError = (target: Float64Array): Loss => ({
  mean: (sums) => sums.reduce((total, sum, i) => total + (target[i]! - sum) ** 2, 0) / sums.length,
  criterion: (sums) => new SquaredErrorCriterion(target.map((y, i) => y - sums[i]!)),
});

/** ln (1 + eˣ), which is x itself to the last digit long before eˣ overflows. */
const softplus = (x: number) => (x > 700 ? x : Math.log1p(Math.exp(x)));

const binaryLogLoss = (target: Float64Array): Loss => ({
  mean: (sums) => sums.reduce((total, sum, i) => total + softplus(target[i] === 1 ? -sum : sum), 0) / sums.length,
  criterion: (sums) => {
    const p = sums.map(sigmoid);
    return new NewtonCriterion(
      target.map((y, i) => y - p[i]!),
      p.map((share) => share * (1 - share)),
    );
  },
});

/** Chooses questions by the slope of the loss, and answers with slope over curvature instead of the mean. */
class NewtonCriterion extends SquaredErrorCriterion {
  readonly #slope: Float64Array;
  readonly #curvature: Float64Array;

  constructor(slope: Float64Array, curvature: Float64Array) {
    super(slope);
    this.#slope = slope;
    this.#curvature = curvature;
  }

  override node(rows: Int32Array, from: number, to: number, depth: number): RegressionNode {
    let [slope, curvature] = [0, 0];
    for (let i = from; i < to; i++) {
      slope += this.#slope[rows[i]!]!;
      curvature += this.#curvature[rows[i]!]!;
    }
    // Where the model is certain of all rows already, there is nothing to correct.
    return { ...super.node(rows, from, to, depth), value: curvature < 1e-150 ? 0 : slope / curvature };
  }
}
