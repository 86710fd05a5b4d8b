import {
  checkClasses,
  checkClassRoom,
  checkColumns,
  checkCount,
  checkMatrix,
  checkPositive,
  checkShare,
  checkSize,
  checkTargets,
  fitted,
} from "../base/check.ts";
import type { Classifier, DenseMatrix, Label, Regressor } from "../base/estimator.ts";
import { encodeLabels, indexOfMax } from "../base/labels.ts";
import { checkRandom, type Random } from "../base/random.ts";
import { sigmoid, softmaxInPlace } from "../base/softmax.ts";
import { accuracy } from "../score/metrics.ts";
import { r2 } from "../score/regression-metrics.ts";
import { type RegressionNode, SquaredErrorCriterion } from "./inside/criterion.ts";
import { type FlatTree, flatten, leafIndex } from "./inside/flat-tree.ts";
import { allRows, growTree, type RankedColumns, rankColumns } from "./inside/grow-tree.ts";
import { gains, nodes, toShares } from "./inside/tree-node.ts";

export interface GradientBoostingOptions {
  /** How many trees are grown, one after the other; of three and more classes, for each class. Default 100. */
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
 * What is left over is the slope of the loss at each row, so that this is going downhill, with a tree for each step. Where several sums are needed, one for
 * each class, a step grows a tree for each.
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
  /** What each sum is before any tree speaks: `[sums]`, that is one, or one for each of three and more classes. */
  bases: readonly number[] = [];
  /** Mean loss on the training rows, before the first step and after each: `[steps + 1]`. */
  losses: number[] = [];
  #roots: RegressionNode[] | undefined;
  /** The trees of each sum, to be asked: `[sums][steps]`. */
  #trees: Estimator[][] = [];

  /** @throws RangeError when an option is not in its range. */
  constructor(options: GradientBoostingOptions = {}) {
    const { nTrees = 100, learningRate = 0.1, maxDepth = 3, minSamplesSplit = 2, minSamplesLeaf = 1, subsample } = options;
    checkSize(nTrees, "nTrees");
    checkPositive(learningRate, "learningRate");
    checkCount(maxDepth, "maxDepth", 1);
    checkCount(minSamplesSplit, "minSamplesSplit", 2);
    checkCount(minSamplesLeaf, "minSamplesLeaf", 1);
    if (subsample) {
      checkShare(subsample.share, "subsample.share");
      checkRandom(subsample.random, "subsample.random");
    }
    this.nTrees = nTrees;
    this.learningRate = learningRate;
    this.maxDepth = maxDepth;
    this.minSamplesSplit = minSamplesSplit;
    this.minSamplesLeaf = minSamplesLeaf;
    this.subsample = subsample;
  }

  /** What is said before any tree speaks; of three and more classes, of the first. */
  get base(): number {
    return this.bases[0] ?? 0;
  }

  /** The roots of the trees grown so far: `[trees]`; where there are several in each step, in the order of the classes. @throws Error before `fit`. */
  get roots(): readonly RegressionNode[] {
    return fitted(this.#roots, "boosted model");
  }

  /** How much of the fall in squared error each feature brought, all trees together: `[features]`, sums to 1, or all 0. */
  get featureImportances(): number[] {
    const sums = new Array<number>(this.nFeatures).fill(0);
    for (const root of this.roots) for (const [j, gain] of gains(root, this.nFeatures).entries()) sums[j]! += gain;
    return toShares(sums);
  }

  /** base + learning rate · Σ trees, for each row and sum: `[samples][sums]`. */
  protected sums(X: DenseMatrix): number[][] {
    fitted(this.#roots, "boosted model");
    checkColumns(checkMatrix(X), this.nFeatures, "boosted model");
    return X.map((x) =>
      this.#trees.map((trees, k) => {
        let sum = this.bases[k]!;
        for (const tree of trees) sum += this.learningRate * tree.value[leafIndex(tree, x)]!;
        return sum;
      }),
    );
  }

  /** Grow the trees, one for each sum in each step. The loss says what is left over. */
  protected *grow(X: DenseMatrix, bases: readonly number[], loss: Loss): Generator<void> {
    const columns = rankColumns(X);
    const sums = bases.map((base) => new Float64Array(X.length).fill(base));
    const roots: RegressionNode[] = [];
    const trees = bases.map((): Estimator[] => []);
    this.#roots = roots;
    this.#trees = trees;
    this.nFeatures = X[0]!.length;
    this.bases = bases;
    this.losses = [loss.mean(sums)];
    for (let step = 0; step < this.nTrees; step++) {
      const rows = this.#rows(columns);
      // Of all sums before any of them moves.
      for (const [k, criterion] of loss.criteria(sums).entries()) {
        const root = growTree<RegressionNode>(columns, rows.slice(), criterion, this);
        const tree = { ...flatten(root), value: Float64Array.from(nodes(root), ({ value }) => value) };
        roots.push(root);
        trees[k]!.push(tree);
        for (let i = 0; i < X.length; i++) sums[k]![i]! += this.learningRate * tree.value[leafIndex(tree, X[i]!)]!;
      }
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

/** A tree, and what each of its nodes answers: `[nodes]`. */
interface Estimator extends FlatTree {
  value: Float64Array;
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
    for (const _ of this.grow(X, [mean], squaredError(target))) yield this;
  }

  predict(X: DenseMatrix): number[] {
    return this.sums(X).map(([sum]) => sum!);
  }

  score(X: DenseMatrix, y: readonly number[]): number {
    return r2(y, this.predict(X));
  }
}

/**
 * Gradient-boosted trees for classes: each tree goes downhill in log loss. Of two classes, the sum of the trees is the log-odds of the second; of three and
 * more, each class has a sum and a tree in each step, and softmax makes probabilities of the sums.
 *
 * Source: J. Friedman, 2001, algorithms 5 and 6: trees are grown on y − p, and a leaf answers with one Newton step, Σ (y − p) / Σ p (1 − p); of K classes, with
 * (K − 1) / K of it. Sums begin with the log-odds, or the logarithms, of the classes' shares. Fitting K classes takes K times as long.
 * Agrees with scikit-learn's `GradientBoostingClassifier` where no questions are equally good; there, the first feature wins here.
 */
export class GradientBoostingClassifier<L extends Label = Label> extends Boosting implements Classifier<L> {
  /** The labels, sorted: `[classes]`. Empty before `fit`. */
  classes: readonly L[] = [];

  /**
   * Learn from `X` `[samples][features]` and `y` `[samples]`.
   * @throws TypeError, RangeError when `X` is empty, ragged or holds something that is not a finite number, `y` has another length, or there
   * is one class only, or so many in so many rows that their sums would fill the memory.
   */
  fit<K extends L>(X: DenseMatrix, y: readonly K[]): GradientBoostingClassifier<K> {
    for (const _ of this.fitSteps(X, y));
    return this as unknown as GradientBoostingClassifier<K>;
  }

  /** The same, one step at a time, with a tree or a tree for each class: yields the model after each, which can be asked by then. */
  *fitSteps<K extends L>(X: DenseMatrix, y: readonly K[]): Generator<GradientBoostingClassifier<K>> {
    checkMatrix(X);
    const { classes, index } = encodeLabels<L>(X, y);
    checkClasses(classes);
    checkClassRoom(classes, X.length);
    this.classes = classes;
    const shares = classes.map((_, k) => index.reduce((sum, own) => sum + Number(own === k), 0) / index.length);
    const [bases, loss] =
      classes.length === 2
        ? [[Math.log(shares[1]! / (1 - shares[1]!))], binaryLogLoss(Float64Array.from(index))]
        : [shares.map(Math.log), softmaxLogLoss(index, classes.length)];
    for (const _ of this.grow(X, bases, loss)) yield this as unknown as GradientBoostingClassifier<K>;
  }

  predict(X: DenseMatrix): L[] {
    return this.sums(X).map((sums) => this.classes[sums.length === 1 ? Number(sums[0]! > 0) : indexOfMax(sums)]!);
  }

  predictProba(X: DenseMatrix): number[][] {
    return this.sums(X).map((sums) => {
      if (sums.length > 1) return softmaxInPlace(sums);
      const p = sigmoid(sums[0]!);
      return [1 - p, p];
    });
  }

  score(X: DenseMatrix, y: readonly L[]): number {
    return accuracy(y, this.predict(X));
  }
}

/** Of sums `[sums][samples]`. */
interface Loss {
  /** Mean over the rows, at these sums. */
  mean(sums: readonly Float64Array[]): number;
  /** How the next tree of each sum is grown, on the slope of the loss at these sums: `[sums]`. */
  criteria(sums: readonly Float64Array[]): SquaredErrorCriterion[];
}

const squaredError = (target: Float64Array): Loss => ({
  mean: ([sums]) => sums!.reduce((total, sum, i) => total + (target[i]! - sum) ** 2, 0) / sums!.length,
  criteria: ([sums]) => [new SquaredErrorCriterion(target.map((y, i) => y - sums![i]!))],
});

/** ln (1 + eˣ), which is x itself to the last digit long before eˣ overflows. */
const softplus = (x: number) => (x > 700 ? x : Math.log1p(Math.exp(x)));

const binaryLogLoss = (target: Float64Array): Loss => ({
  mean: ([sums]) => sums!.reduce((total, sum, i) => total + softplus(target[i] === 1 ? -sum : sum), 0) / sums!.length,
  criteria: ([sums]) => {
    const p = sums!.map(sigmoid);
    return [
      new NewtonCriterion(
        target.map((y, i) => y - p[i]!),
        p,
      ),
    ];
  },
});

/** `y`: the class of each row, as an index. */
const softmaxLogLoss = (y: Int32Array, nClasses: number): Loss => ({
  mean: (sums) => {
    let total = 0;
    for (let i = 0; i < y.length; i++) {
      let largest = Number.NEGATIVE_INFINITY;
      for (const sum of sums) largest = Math.max(largest, sum[i]!);
      total += largest + Math.log(sums.reduce((raised, sum) => raised + Math.exp(sum[i]! - largest), 0)) - sums[y[i]!]![i]!;
    }
    return total / y.length;
  },
  criteria: (sums) => {
    const p = sums.map((sum) => sum.slice());
    const row = new Float64Array(nClasses);
    for (let i = 0; i < y.length; i++) {
      for (let k = 0; k < nClasses; k++) row[k] = p[k]![i]!;
      softmaxInPlace(row);
      for (let k = 0; k < nClasses; k++) p[k]![i] = row[k]!;
    }
    return p.map(
      (share, k) =>
        new NewtonCriterion(
          share.map((value, i) => Number(y[i] === k) - value),
          share,
          (nClasses - 1) / nClasses,
        ),
    );
  },
});

/** Chooses questions by the slope of the loss, and answers with `part` of slope over curvature instead of the mean. */
class NewtonCriterion extends SquaredErrorCriterion {
  readonly #slope: Float64Array;
  readonly #curvature: Float64Array;
  readonly #part: number;

  /** `p`: the probability of the class that the tree is about, of each row. */
  constructor(slope: Float64Array, p: Float64Array, part = 1) {
    super(slope);
    this.#slope = slope;
    this.#curvature = p.map((share) => share * (1 - share));
    this.#part = part;
  }

  override node(rows: Int32Array, from: number, to: number, depth: number): RegressionNode {
    let [slope, curvature] = [0, 0];
    for (let i = from; i < to; i++) {
      slope += this.#slope[rows[i]!]!;
      curvature += this.#curvature[rows[i]!]!;
    }
    // Where the model is certain of all rows already, there is nothing to correct.
    return { ...super.node(rows, from, to, depth), value: curvature < 1e-150 ? 0 : (this.#part * slope) / curvature };
  }
}
