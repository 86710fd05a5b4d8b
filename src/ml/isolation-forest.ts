import { checkCount, checkMatrix, checkSize } from "../base/check.ts";
import type { Matrix } from "../base/estimator.ts";
import { type Random, withRandom } from "../base/random.ts";

export interface IsolationForestOptions {
  /** Draws the rows of each tree and its questions. */
  random: Random;
  /** Default 100. */
  trees?: number;
  /** Rows that each tree sees, at most. Default 256. */
  sampleSize?: number;
}

/** How many trees have grown. */
export interface IsolationStep {
  trees: number;
  total: number;
}

/** A tree as arrays, one place for each node; a leaf has feature −1. */
interface IsolationTree {
  feature: Int32Array;
  threshold: Float64Array;
  left: Int32Array;
  right: Int32Array;
  /** At a leaf: its depth plus the questions that its rows would still need on average. */
  length: Float64Array;
}

/**
 * Finds rows that are few and different, without labels: trees ask random questions about random columns until each row stands alone, and
 * what stands alone after few questions is odd. s(x) = 2^(−E(h(x)) / c(ψ)), where h is the number of questions and c(ψ) what it takes on average
 * among ψ rows: near 1 is odd, ½ and less is usual.
 *
 * Source: F. Liu, K. Ting, Z. Zhou, Isolation Forest, ICDM 2008. Growing takes O(trees · ψ log ψ), scoring O(samples · trees · log ψ).
 *
 * As in the paper and in scikit-learn, a tree is at most ⌈log₂ ψ⌉ deep, and a column is asked about only where its rows differ in it.
 */
export class IsolationForest {
  readonly trees: number;
  readonly sampleSize: number;
  /** Columns of the `X` given to `fit`. */
  nFeatures = 0;
  #forest: IsolationTree[] = [];
  /** c(ψ). */
  #usual = 0;
  readonly #random: Random;

  /** @throws RangeError when an option is not a whole number in its range. */
  constructor(options: IsolationForestOptions) {
    const { random, trees = 100, sampleSize = 256 } = withRandom(options);
    checkSize(trees, "trees");
    checkCount(sampleSize, "sampleSize", 2);
    this.trees = trees;
    this.sampleSize = sampleSize;
    this.#random = random;
  }

  /** Grow the trees from `X` `[samples][features]`. @throws TypeError, RangeError when `X` has fewer than two rows, is ragged or holds something that is not a finite number. */
  fit(X: Matrix): this {
    for (const _ of this.fitSteps(X));
    return this;
  }

  /** The same, tree by tree; scores are there after each. */
  *fitSteps(X: Matrix): Generator<IsolationStep, void, undefined> {
    const nFeatures = checkMatrix(X);
    if (X.length < 2) throw new RangeError("X has 1 row: one is neither usual nor odd, give at least two");
    const size = Math.min(this.sampleSize, X.length);
    this.nFeatures = nFeatures;
    this.#usual = averagePathLength(size);
    this.#forest = [];
    while (this.#forest.length < this.trees) {
      this.#forest.push(growTree(X, drawRows(X.length, size, this.#random), this.#random));
      yield { trees: this.#forest.length, total: this.trees };
    }
  }

  /** How odd each row is, 0 to 1: `[samples]`. @throws Error before `fit`; RangeError when `X` has other columns. */
  scores(X: Matrix): number[] {
    if (this.#forest.length === 0) throw new Error("this forest has not grown yet: call fit(X) first");
    const columns = checkMatrix(X);
    if (columns !== this.nFeatures) throw new RangeError(`X has ${columns} columns, but fit saw ${this.nFeatures}: give the same columns`);
    return X.map((row) => {
      let sum = 0;
      for (const tree of this.#forest) sum += pathLength(tree, row);
      return 2 ** (-sum / (this.#forest.length * this.#usual));
    });
  }

  /** 1 for the share `contamination` of rows with the highest scores, 0 for the others. @throws RangeError unless it is from 0 to 1; and as `scores` does. */
  predict(X: Matrix, contamination: number): number[] {
    if (!(contamination >= 0 && contamination <= 1)) throw new RangeError(`contamination is ${contamination}: it must be a share from 0 to 1`);
    const scores = this.scores(X);
    const order = [...scores.keys()].sort((a, b) => scores[b]! - scores[a]!);
    const labels = scores.map(() => 0);
    for (const i of order.slice(0, Math.round(contamination * scores.length))) labels[i] = 1;
    return labels;
  }
}

/**
 * c(n): the average number of questions that single out a row among n, as in a search tree that failed to find it.
 * Source: F. T. Liu, K. M. Ting, Z.-H. Zhou, Isolation Forest, ICDM 2008.
 */
export function averagePathLength(n: number): number {
  if (n <= 1) return 0;
  if (n === 2) return 1;
  const EULER = 0.5772156649015329;
  return 2 * (Math.log(n - 1) + EULER) - (2 * (n - 1)) / n;
}

/** Different rows: Floyd's method. */
function drawRows(n: number, size: number, random: Random): Int32Array {
  const drawn = new Set<number>();
  for (let i = n - size; i < n; i++) {
    const row = random.int(i + 1);
    drawn.add(drawn.has(row) ? i : row);
  }
  return Int32Array.from(drawn);
}

function growTree(X: Matrix, rows: Int32Array, random: Random): IsolationTree {
  const most = 2 * rows.length;
  const tree: IsolationTree = {
    feature: new Int32Array(most).fill(-1),
    threshold: new Float64Array(most),
    left: new Int32Array(most),
    right: new Int32Array(most),
    length: new Float64Array(most),
  };
  const maxDepth = Math.ceil(Math.log2(rows.length));
  let nodes = 0;
  const grow = (from: number, to: number, depth: number): number => {
    const node = nodes++;
    const split = depth < maxDepth && to - from > 1 ? drawSplit(X, rows, from, to, random) : undefined;
    if (!split) {
      tree.length[node] = depth + averagePathLength(to - from);
      return node;
    }
    let middle = from;
    for (let i = from; i < to; i++) {
      const row = rows[i]!;
      if (X[row]![split.feature]! > split.threshold) continue;
      rows[i] = rows[middle]!;
      rows[middle++] = row;
    }
    tree.feature[node] = split.feature;
    tree.threshold[node] = split.threshold;
    tree.left[node] = grow(from, middle, depth + 1);
    tree.right[node] = grow(middle, to, depth + 1);
    return node;
  };
  grow(0, rows.length, 0);
  return tree;
}

/** A column in which the rows differ, and a value between their least and their greatest. `undefined` where all rows are equal. */
function drawSplit(X: Matrix, rows: Int32Array, from: number, to: number, random: Random): { feature: number; threshold: number } | undefined {
  for (const feature of random.shuffle(Array.from(X[0]!, (_, j) => j))) {
    let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let i = from; i < to; i++) {
      const value = X[rows[i]!]![feature]!;
      if (value < least) least = value;
      if (value > greatest) greatest = value;
    }
    if (least === greatest) continue;
    const threshold = least + random.uniform() * (greatest - least);
    // Rounding may reach the greatest, and then nothing would go right.
    return { feature, threshold: threshold < greatest ? threshold : least };
  }
  return undefined;
}

function pathLength({ feature, threshold, left, right, length }: IsolationTree, row: ArrayLike<number>): number {
  let node = 0;
  while (feature[node]! >= 0) node = row[feature[node]!]! <= threshold[node]! ? left[node]! : right[node]!;
  return length[node]!;
}
