import type { TreeNodeOf } from "./tree-node.ts";

/**
 * What makes a question a good one. A tree tries all questions about one feature in one sweep: all rows begin on the right,
 * and go left one at a time in rising order of the feature. Each criterion has a sweep of its own, since this is the loop in which
 * growing spends its time.
 */
export interface Criterion<N> {
  /** The node that holds `rows[from..to)`. The sweeps that follow are about these rows. */
  node(rows: Int32Array, from: number, to: number, depth: number): N;
  /** The purest cut of the rows of the node, sorted by a feature; undefined when none is purer than `toBeat` or leaves enough rows on both sides. */
  sweep(sorted: SortedRows, minSamplesLeaf: number, toBeat: number): Cut | undefined;
}

/** The rows of a node in rising order of a feature. */
export interface SortedRows {
  /** How many there are. */
  n: number;
  /** Row numbers: the first `n`. */
  rows: Int32Array;
  /** The rank of the feature's value in each of these rows: equal where values are equal. */
  ranks: Int32Array;
}

export interface Cut {
  /** How many rows go left. */
  nLeft: number;
  /** How pure both sides are. Comparable within one node only: higher is better. */
  purity: number;
}

/** A node of a tree that tells classes apart. */
export interface TreeNode extends TreeNodeOf<TreeNode> {
  /** Training rows of each class that came here: `[classes]`. */
  readonly counts: number[];
}

/** A node of a tree that estimates a number. */
export interface RegressionNode extends TreeNodeOf<RegressionNode> {
  /** What the tree answers here: the mean of the training rows, if nothing else is said. */
  value: number;
}

/**
 * Gini impurity, 1 − Σₖ pₖ²: how often two rows drawn with replacement are of different classes.
 * `counts`: rows of each class.
 *
 * Source: L. Breiman, J. Friedman, R. Olshen, C. Stone, Classification and Regression Trees, 1984, section 4.3.
 */
export function gini(counts: readonly number[]): number {
  const n = counts.reduce((sum, count) => sum + count, 0);
  return n === 0 ? 0 : 1 - counts.reduce((sum, count) => sum + count * count, 0) / (n * n);
}

/**
 * Entropy, −Σₖ pₖ log₂ pₖ: how many yes-or-no answers the class of a row takes on average, in bits. `counts`: rows of each class.
 * Source: C. Shannon, A mathematical theory of communication, Bell System Technical Journal 27, 1948.
 */
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
  readonly #total: Int32Array;
  readonly #left: Int32Array;
  readonly #right: Int32Array;

  /** `y`: class of each row, as an index. */
  constructor(y: Int32Array, nClasses: number) {
    this.#y = y;
    this.#total = new Int32Array(nClasses);
    this.#left = new Int32Array(nClasses);
    this.#right = new Int32Array(nClasses);
  }

  node(rows: Int32Array, from: number, to: number, depth: number): TreeNode {
    countInto(this.#total, this.#y, rows, from, to);
    return classNode(this.#y, rows, from, to, depth, this.#total, gini);
  }

  sweep({ n, rows, ranks }: SortedRows, minSamplesLeaf: number, toBeat: number): Cut | undefined {
    const y = this.#y;
    const left = this.#left.fill(0);
    const right = this.#right;
    right.set(this.#total);
    let squaresLeft = 0;
    let squaresRight = right.reduce((sum, count) => sum + count * count, 0);
    let best = toBeat;
    let found = 0;
    for (let nLeft = 1; nLeft < n; nLeft++) {
      const k = y[rows[nLeft - 1]!]!;
      squaresLeft += 2 * left[k]!++ + 1;
      squaresRight -= 2 * right[k]!-- - 1;
      if (ranks[nLeft] === ranks[nLeft - 1] || nLeft < minSamplesLeaf || n - nLeft < minSamplesLeaf) continue;
      const purity = squaresLeft / nLeft + squaresRight / (n - nLeft);
      if (purity <= best) continue;
      best = purity;
      found = nLeft;
    }
    return found > 0 ? { nLeft: found, purity: best } : undefined;
  }
}

/** Lowest weighted entropy of both sides: the greatest information gain (J. R. Quinlan, Induction of Decision Trees, 1986). */
export class EntropyCriterion implements Criterion<TreeNode> {
  readonly #y: Int32Array;
  readonly #total: Int32Array;
  readonly #left: Int32Array;
  readonly #right: Int32Array;
  /** n log n for every n that can be: logarithms are slow. */
  readonly #nLogN: Float64Array;

  /** `y`: class of each row, as an index. `most`: rows that a node can have. */
  constructor(y: Int32Array, nClasses: number, most: number) {
    this.#y = y;
    this.#total = new Int32Array(nClasses);
    this.#left = new Int32Array(nClasses);
    this.#right = new Int32Array(nClasses);
    this.#nLogN = Float64Array.from({ length: most + 1 }, (_, n) => (n === 0 ? 0 : n * Math.log(n)));
  }

  node(rows: Int32Array, from: number, to: number, depth: number): TreeNode {
    countInto(this.#total, this.#y, rows, from, to);
    return classNode(this.#y, rows, from, to, depth, this.#total, entropy);
  }

  sweep({ n, rows, ranks }: SortedRows, minSamplesLeaf: number, toBeat: number): Cut | undefined {
    const y = this.#y;
    const left = this.#left.fill(0);
    const right = this.#right;
    right.set(this.#total);
    let best = toBeat;
    let found = 0;
    for (let nLeft = 1; nLeft < n; nLeft++) {
      const k = y[rows[nLeft - 1]!]!;
      left[k]!++;
      right[k]!--;
      if (ranks[nLeft] === ranks[nLeft - 1] || nLeft < minSamplesLeaf || n - nLeft < minSamplesLeaf) continue;
      const purity = this.#side(left, nLeft) + this.#side(right, n - nLeft);
      if (purity <= best) continue;
      best = purity;
      found = nLeft;
    }
    return found > 0 ? { nLeft: found, purity: best } : undefined;
  }

  /** −n·entropy = Σₖ cₖ log cₖ − n log n. Summed anew each time, so that equally good questions come out exactly equal. */
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
  /** The same, near 0. */
  readonly #near: Float64Array;
  #total = 0;

  /** `y`: target of each row. */
  constructor(y: Float64Array) {
    this.#y = y;
    this.#near = nearZero(y);
  }

  node(rows: Int32Array, from: number, to: number, depth: number): RegressionNode {
    const samples = to - from;
    let sum = 0;
    for (let i = from; i < to; i++) sum += this.#y[rows[i]!]!;
    const value = sum / samples;
    let squares = 0;
    for (let i = from; i < to; i++) squares += (this.#y[rows[i]!]! - value) ** 2;
    this.#total = sum;
    if (this.#near !== this.#y) {
      this.#total = 0;
      for (let i = from; i < to; i++) this.#total += this.#near[rows[i]!]!;
    }
    return { depth, value, samples, impurity: squares / samples };
  }

  sweep({ n, rows, ranks }: SortedRows, minSamplesLeaf: number, toBeat: number): Cut | undefined {
    const y = this.#near;
    let left = 0;
    let right = this.#total;
    let best = toBeat;
    let found = 0;
    for (let nLeft = 1; nLeft < n; nLeft++) {
      const moved = y[rows[nLeft - 1]!]!;
      left += moved;
      right -= moved;
      if (ranks[nLeft] === ranks[nLeft - 1] || nLeft < minSamplesLeaf || n - nLeft < minSamplesLeaf) continue;
      const purity = (left * left) / nLeft + (right * right) / (n - nLeft);
      if (purity <= best) continue;
      best = purity;
      found = nLeft;
    }
    return found > 0 ? { nLeft: found, purity: best } : undefined;
  }
}

/** Targets less their mean, where that is so far from 0, as with timestamps, that squares of sums would lose the digits in which rows differ. */
function nearZero(y: Float64Array): Float64Array {
  const mean = y.reduce((sum, value) => sum + value, 0) / y.length;
  const deviation = Math.sqrt(y.reduce((sum, value) => sum + (value - mean) ** 2, 0) / y.length);
  return Math.abs(mean) > 1000 * deviation ? y.map((value) => value - mean) : y;
}

/** With more classes than this, a list of all of them at each node would fill the memory: it is counted again whenever it is asked for. */
const FEW_CLASSES = 256;

/** The node of `rows[from..to)`: growing goes on to reorder these rows among themselves only, so that they can be counted again. */
function classNode(
  y: Int32Array,
  rows: Int32Array,
  from: number,
  to: number,
  depth: number,
  total: Int32Array,
  impurityOf: (counts: readonly number[]) => number,
): TreeNode {
  const counts = Array.from(total);
  const impurity = impurityOf(counts);
  const samples = to - from;
  if (counts.length <= FEW_CLASSES) return { depth, counts, samples, impurity };
  return {
    depth,
    get counts() {
      return Array.from(countInto(new Int32Array(total.length), y, rows, from, to));
    },
    samples,
    impurity,
  };
}

function countInto(counts: Int32Array, y: Int32Array, rows: Int32Array, from: number, to: number): Int32Array {
  counts.fill(0);
  for (let i = from; i < to; i++) counts[y[rows[i]!]!]!++;
  return counts;
}
