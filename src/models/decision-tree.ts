import { checkCount, checkLabels, checkMatrix } from "./check.ts";
import type { Classifier, Label, Matrix } from "./estimator.ts";
import { accuracy, sortedClasses } from "./metrics.ts";

export interface DecisionTreeOptions {
  /** Most questions from the root to a leaf. Default `Infinity`: grow until all leaves are pure. */
  maxDepth?: number;
  /** A node with fewer rows than this is not split. Default 2. */
  minSamplesSplit?: number;
  /** No split may leave fewer rows than this on either side. Default 1. */
  minSamplesLeaf?: number;
}

/** A question, with the answers' subtrees: is `x[feature] <= threshold`? Yes goes left, no goes right. */
export interface Split {
  /** Column of `X`. */
  feature: number;
  /** In the unit of that column. */
  threshold: number;
  left: TreeNode;
  right: TreeNode;
}

export interface TreeNode {
  /** Questions asked before this one; 0 at the root. */
  depth: number;
  /** Training rows of each class that came here: `[classes]`. */
  counts: number[];
  /** All training rows that came here. */
  samples: number;
  /** Gini impurity of `counts`, 0 (one class only) to 1 − 1/classes. */
  impurity: number;
  /** Absent at a leaf. */
  split?: Split;
}

/**
 * A classification tree (CART): asks one question about one measurement at a time, each chosen so that the rows on
 * either side are as much of one class as can be.
 *
 * Source: L. Breiman, J. Friedman, R. Olshen, C. Stone, Classification and Regression Trees, 1984, chapters 2 (growing)
 * and 4.3 (Gini index). Growing takes O(features · n log n) at each level.
 *
 * Agrees with scikit-learn's `DecisionTreeClassifier`: thresholds lie midway between neighbouring values, a node is split even
 * where no question helps at once. It differs where questions are equally good: the first feature wins, then the
 * lowest threshold, while scikit-learn draws lots.
 *
 * A single class is allowed: the tree is then one leaf.
 */
export class DecisionTree<L extends Label = Label> implements Classifier<L> {
  readonly maxDepth: number;
  readonly minSamplesSplit: number;
  readonly minSamplesLeaf: number;
  /** The labels, sorted: `[classes]`. Empty before `fit`. */
  classes: readonly L[] = [];
  /** Columns of the `X` given to `fit`. */
  nFeatures = 0;
  #root: TreeNode | undefined;

  /** @throws RangeError when an option is not a whole number in its range. */
  constructor({ maxDepth = Number.POSITIVE_INFINITY, minSamplesSplit = 2, minSamplesLeaf = 1 }: DecisionTreeOptions = {}) {
    checkCount(maxDepth, "maxDepth", 0);
    checkCount(minSamplesSplit, "minSamplesSplit", 2);
    checkCount(minSamplesLeaf, "minSamplesLeaf", 1);
    this.maxDepth = maxDepth;
    this.minSamplesSplit = minSamplesSplit;
    this.minSamplesLeaf = minSamplesLeaf;
  }

  /**
   * Grow the tree from `X` `[samples][features]` and `y` `[samples]`.
   * @throws TypeError, RangeError when `X` is empty, ragged or holds something that is not a finite number, or `y` has another length.
   */
  fit<K extends L>(X: Matrix, y: readonly K[]): DecisionTree<K> {
    const nFeatures = checkMatrix(X);
    checkLabels(X, y);
    const classes = sortedClasses<L>(y);
    const index = new Map(classes.map((label, k) => [label, k]));
    const data = { X, y: y.map((label) => index.get(label)!), nClasses: classes.length };
    this.#root = this.#grow(data, [...X.keys()], 0);
    this.nFeatures = nFeatures;
    this.classes = classes;
    return this as unknown as DecisionTree<K>;
  }

  predict(X: Matrix): L[] {
    return this.#leaves(X).map(({ counts }) => this.classes[indexOfMax(counts)]!);
  }

  /** The share of each class among the training rows in the leaf: `[samples][classes]`. */
  predictProba(X: Matrix): number[][] {
    return this.#leaves(X).map(({ counts, samples }) => counts.map((count) => count / samples));
  }

  score(X: Matrix, y: readonly L[]): number {
    return accuracy(y, this.predict(X));
  }

  /** Where every row starts. @throws Error before `fit`. */
  get root(): TreeNode {
    if (!this.#root) throw new Error("this tree has not learnt anything yet: call fit(X, y) first");
    return this.#root;
  }

  /** Questions on the longest way from the root to a leaf. */
  get depth(): number {
    return Math.max(...nodes(this.root).map(({ depth }) => depth));
  }

  /** Ends of the tree. A tree asks `nLeaves` − 1 questions. */
  get nLeaves(): number {
    return nodes(this.root).filter(({ split }) => !split).length;
  }

  /** How much of the fall in impurity each feature brought: `[features]`, sums to 1, or all 0 for a single leaf. */
  get featureImportances(): number[] {
    const gains = new Array<number>(this.nFeatures).fill(0);
    for (const { split, samples, impurity } of nodes(this.root)) {
      if (!split) continue;
      const { feature, left, right } = split;
      gains[feature]! += samples * impurity - left.samples * left.impurity - right.samples * right.impurity;
    }
    const total = gains.reduce((sum, gain) => sum + gain, 0);
    return gains.map((gain) => (total > 0 ? gain / total : 0));
  }

  /** The tree as indented text, one question or answer a line. `featureNames`: `[features]`. */
  text(featureNames: readonly string[] = []): string {
    const lines: string[] = [];
    const write = ({ counts, depth, split }: TreeNode) => {
      const indent = "|   ".repeat(depth);
      if (!split) return lines.push(`${indent}|--- class: ${this.classes[indexOfMax(counts)]}`);
      const name = featureNames[split.feature] ?? `feature ${split.feature}`;
      lines.push(`${indent}|--- ${name} <= ${split.threshold.toFixed(2)}`);
      write(split.left);
      lines.push(`${indent}|--- ${name} >  ${split.threshold.toFixed(2)}`);
      return write(split.right);
    };
    write(this.root);
    return lines.join("\n");
  }

  #leaves(X: Matrix): TreeNode[] {
    const { root } = this;
    const columns = checkMatrix(X);
    if (columns !== this.nFeatures) throw new RangeError(`X has ${columns} columns, the tree learnt from ${this.nFeatures}`);
    return X.map((x) => {
      let node = root;
      while (node.split) node = x[node.split.feature]! <= node.split.threshold ? node.split.left : node.split.right;
      return node;
    });
  }

  #grow(data: EncodedData, rows: number[], depth: number): TreeNode {
    const counts = countClasses(data, rows);
    const node: TreeNode = { depth, counts, samples: rows.length, impurity: gini(counts) };
    if (depth >= this.maxDepth || rows.length < this.minSamplesSplit || node.impurity === 0) return node;
    const best = bestQuestion(data, rows, this.minSamplesLeaf);
    if (!best) return node;
    const goesLeft = (row: number) => data.X[row]![best.feature]! <= best.threshold;
    const left = this.#grow(data, rows.filter(goesLeft), depth + 1);
    const right = this.#grow(
      data,
      rows.filter((row) => !goesLeft(row)),
      depth + 1,
    );
    return { ...node, split: { ...best, left, right } };
  }
}

/**
 * Gini impurity, 1 − Σₖ pₖ²: how often two rows drawn with replacement are of different classes.
 * `counts`: rows of each class.
 */
export function gini(counts: readonly number[]): number {
  const n = counts.reduce((sum, count) => sum + count, 0);
  return n === 0 ? 0 : 1 - sumOfSquares(counts) / (n * n);
}

/** All nodes below and including `root`, each before its children, left before right. */
export function nodes(root: TreeNode): TreeNode[] {
  return root.split ? [root, ...nodes(root.split.left), ...nodes(root.split.right)] : [root];
}

interface EncodedData {
  X: Matrix;
  /** Index of each row's class. */
  y: readonly number[];
  nClasses: number;
}

/**
 * The question that lowers the weighted impurity n_left·gini(left) + n_right·gini(right) most. Since n·gini = n − Σₖ cₖ²/n, that
 * is the one with the greatest Σₖ cₖ²/n of both sides together. Undefined when no question leaves enough rows on both sides.
 */
function bestQuestion(data: EncodedData, rows: readonly number[], minSamplesLeaf: number): Pick<Split, "feature" | "threshold"> | undefined {
  let best: Pick<Split, "feature" | "threshold"> | undefined;
  let bestPurity = Number.NEGATIVE_INFINITY;
  for (const feature of data.X[0]!.keys()) {
    const valueAt = (row: number) => data.X[row]![feature]!;
    const sorted = rows.toSorted((a, b) => valueAt(a) - valueAt(b));
    const left = new Array<number>(data.nClasses).fill(0);
    const right = countClasses(data, rows);
    for (let n = 1; n < sorted.length; n++) {
      const moved = data.y[sorted[n - 1]!]!;
      left[moved]!++;
      right[moved]!--;
      const [below, above] = [valueAt(sorted[n - 1]!), valueAt(sorted[n]!)];
      if (below === above || n < minSamplesLeaf || sorted.length - n < minSamplesLeaf) continue;
      const purity = sumOfSquares(left) / n + sumOfSquares(right) / (sorted.length - n);
      if (purity <= bestPurity) continue;
      bestPurity = purity;
      best = { feature, threshold: midpoint(below, above) };
    }
  }
  return best;
}

/** Halfway, or `below` where no number lies between the two. */
function midpoint(below: number, above: number): number {
  const middle = below / 2 + above / 2;
  return middle >= below && middle < above ? middle : below;
}

function countClasses({ y, nClasses }: EncodedData, rows: readonly number[]): number[] {
  const counts = new Array<number>(nClasses).fill(0);
  for (const row of rows) counts[y[row]!]!++;
  return counts;
}

const sumOfSquares = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count * count, 0);

/** The first of the largest: where two classes are equal in number, the first in order wins. */
const indexOfMax = (values: readonly number[]) => values.indexOf(Math.max(...values));
