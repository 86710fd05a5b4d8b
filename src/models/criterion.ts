import type { TreeNodeOf } from "./tree-node.ts";

/**
 * What makes a question a good one. A tree tries the questions about one feature in one sweep: all rows begin on the right,
 * and go left one at a time in rising order of the feature.
 */
export interface Criterion<N> {
  /** All of `rows[from..to)` stand on the right. */
  begin(rows: Int32Array, from: number, to: number): void;
  /** The next row goes from right to left. */
  move(row: number): void;
  /** How pure both sides are, given how many rows each has. Comparable within one node only: higher is better. */
  purity(nLeft: number, nRight: number): number;
  /** The node that holds `rows[from..to)`. */
  node(rows: Int32Array, from: number, to: number, depth: number): N;
}

/** A node of a tree that tells classes apart. */
export interface TreeNode extends TreeNodeOf<TreeNode> {
  /** Training rows of each class that came here: `[classes]`. */
  counts: number[];
}

/** A node of a tree that estimates a number. */
export interface RegressionNode extends TreeNodeOf<RegressionNode> {
  /** What the tree answers here: the mean of the training rows, if nothing else is said. */
  value: number;
}

/**
 * Gini impurity, 1 − Σₖ pₖ²: how often two rows drawn with replacement are of different classes.
 * `counts`: rows of each class.
 */
export function gini(counts: readonly number[]): number {
  const n = counts.reduce((sum, count) => sum + count, 0);
  return n === 0 ? 0 : 1 - counts.reduce((sum, count) => sum + count * count, 0) / (n * n);
}

/** Entropy, −Σₖ pₖ log₂ pₖ: how many yes-or-no answers the class of a row takes on average, in bits. `counts`: rows of each class. */
export function entropy(counts: readonly number[]): number {
  const n = counts.reduce((sum, count) => sum + count, 0);
  return counts.reduce((sum, count) => (count === 0 ? sum : sum - (count / n) * Math.log2(count / n)), 0);
}

/**
 * Lowest weighted Gini impurity of both sides. Since n·gini = n − Σₖ cₖ²/n, that is the greatest Σₖ cₖ²/n of both together;
 * one row that moves changes Σₖ cₖ² by one term.
 */
export class GiniCriterion implements Criterion<TreeNode> {
  readonly #y: Int32Array;
  readonly #left: Int32Array;
  readonly #right: Int32Array;
  /** Σₖ cₖ² on the left, and on the right. A typed array, since numbers that change are slow as fields. */
  readonly #squares = new Float64Array(2);

  /** `y`: class of each row, as an index. */
  constructor(y: Int32Array, nClasses: number) {
    this.#y = y;
    this.#left = new Int32Array(nClasses);
    this.#right = new Int32Array(nClasses);
  }

  begin(rows: Int32Array, from: number, to: number): void {
    countInto(this.#right, this.#y, rows, from, to);
    this.#left.fill(0);
    this.#squares[0] = 0;
    this.#squares[1] = 0;
    for (let k = 0; k < this.#right.length; k++) this.#squares[1]! += this.#right[k]! ** 2;
  }

  move(row: number): void {
    const k = this.#y[row]!;
    this.#squares[0]! += 2 * this.#left[k]!++ + 1;
    this.#squares[1]! -= 2 * this.#right[k]!-- - 1;
  }

  purity(nLeft: number, nRight: number): number {
    return this.#squares[0]! / nLeft + this.#squares[1]! / nRight;
  }

  node(rows: Int32Array, from: number, to: number, depth: number): TreeNode {
    const counts = Array.from(countInto(this.#right, this.#y, rows, from, to));
    return { depth, counts, samples: to - from, impurity: gini(counts) };
  }
}

/** Lowest weighted entropy of both sides: the greatest information gain (J. R. Quinlan, Induction of Decision Trees, 1986). */
export class EntropyCriterion implements Criterion<TreeNode> {
  readonly #y: Int32Array;
  readonly #left: Int32Array;
  readonly #right: Int32Array;
  /** n log n for every n that can be: logarithms are slow. */
  readonly #nLogN: Float64Array;

  /** `y`: class of each row, as an index. `most`: rows that a node can have. */
  constructor(y: Int32Array, nClasses: number, most: number) {
    this.#y = y;
    this.#left = new Int32Array(nClasses);
    this.#right = new Int32Array(nClasses);
    this.#nLogN = Float64Array.from({ length: most + 1 }, (_, n) => (n === 0 ? 0 : n * Math.log(n)));
  }

  begin(rows: Int32Array, from: number, to: number): void {
    countInto(this.#right, this.#y, rows, from, to);
    this.#left.fill(0);
  }

  move(row: number): void {
    const k = this.#y[row]!;
    this.#left[k]!++;
    this.#right[k]!--;
  }

  /** n·entropy = n log n − Σₖ cₖ log cₖ. Summed anew each time, so that equally good questions come out exactly equal. */
  purity(nLeft: number, nRight: number): number {
    return this.#side(this.#left, nLeft) + this.#side(this.#right, nRight);
  }

  node(rows: Int32Array, from: number, to: number, depth: number): TreeNode {
    const counts = Array.from(countInto(this.#right, this.#y, rows, from, to));
    return { depth, counts, samples: to - from, impurity: entropy(counts) };
  }

  #side(counts: Int32Array, n: number): number {
    let sum = 0;
    for (let k = 0; k < counts.length; k++) sum += this.#nLogN[counts[k]!]!;
    return sum - this.#nLogN[n]!;
  }
}

/**
 * Lowest sum of squared distances to the mean of each side. Since Σ(y − mean)² = Σy² − (Σy)²/n, that is the greatest (Σy)²/n of
 * both sides together.
 */
export class SquaredErrorCriterion implements Criterion<RegressionNode> {
  readonly #y: Float64Array;
  /** Σ y on the left, and on the right. */
  readonly #sums = new Float64Array(2);

  /** `y`: target of each row. */
  constructor(y: Float64Array) {
    this.#y = y;
  }

  begin(rows: Int32Array, from: number, to: number): void {
    let sum = 0;
    for (let i = from; i < to; i++) sum += this.#y[rows[i]!]!;
    this.#sums[0] = 0;
    this.#sums[1] = sum;
  }

  move(row: number): void {
    const y = this.#y[row]!;
    this.#sums[0]! += y;
    this.#sums[1]! -= y;
  }

  purity(nLeft: number, nRight: number): number {
    const [left, right] = [this.#sums[0]!, this.#sums[1]!];
    return (left * left) / nLeft + (right * right) / nRight;
  }

  node(rows: Int32Array, from: number, to: number, depth: number): RegressionNode {
    const samples = to - from;
    let sum = 0;
    for (let i = from; i < to; i++) sum += this.#y[rows[i]!]!;
    const value = sum / samples;
    let squares = 0;
    for (let i = from; i < to; i++) squares += (this.#y[rows[i]!]! - value) ** 2;
    return { depth, value, samples, impurity: squares / samples };
  }
}

function countInto(counts: Int32Array, y: Int32Array, rows: Int32Array, from: number, to: number): Int32Array {
  counts.fill(0);
  for (let i = from; i < to; i++) counts[y[rows[i]!]!]!++;
  return counts;
}
