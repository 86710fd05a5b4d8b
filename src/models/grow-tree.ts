import type { Criterion } from "./criterion.ts";
import type { Matrix } from "./estimator.ts";
import type { Random } from "./random.ts";
import type { SplitOf, TreeNodeOf } from "./tree-node.ts";

export interface Growth {
  /** Most questions from the root to a leaf. */
  maxDepth: number;
  /** A node with fewer rows than this is not split. */
  minSamplesSplit: number;
  /** No split may leave fewer rows than this on either side. */
  minSamplesLeaf: number;
  /** How many features, drawn anew at each node, a question may be about. Absent: all of them. */
  drawn?: { features: number; random: Random };
}

/**
 * The columns of `X` as ranks: the smallest value of a column has rank 0, equal values have equal ranks. Ranks are all that a tree
 * asks about, and they can be sorted by counting. Made once, however many trees are grown.
 */
export interface RankedColumns {
  rows: number;
  /** The values of each column, each once, rising: `[columns][distinct values]`. */
  values: Float64Array[];
  /** The rank of each row in each column: `[columns][rows]`. */
  ranks: Int32Array[];
}

export function rankColumns(X: Matrix): RankedColumns {
  const rows = X.length;
  const values: Float64Array[] = [];
  const ranks: Int32Array[] = [];
  const column = new Float64Array(rows);
  for (let feature = 0; feature < X[0]!.length; feature++) {
    // Adding 0 makes −0 into 0.
    for (let row = 0; row < rows; row++) column[row] = X[row]![feature]! + 0;
    const distinct = distinctSorted(column);
    values.push(distinct);
    ranks.push(Int32Array.from(column, (value) => rankOf(value, distinct)));
  }
  return { rows, values, ranks };
}

/** Rows from 0 to `n` − 1. */
export const allRows = (n: number) => Int32Array.from({ length: n }, (_, row) => row);

/**
 * Grow a tree: at each node, ask the question that `criterion` holds best, and go on with both sides. Where questions are equally
 * good, the first feature wins, then the lowest threshold. A node whose impurity is 0 is a leaf.
 *
 * At each level it takes O(features · (rows + distinct values)) where values repeat, O(features · rows · log rows) at most.
 *
 * @param rows the rows to learn from; a row may stand in it more than once. Reordered in place.
 */
export function growTree<N extends TreeNodeOf<N>>(columns: RankedColumns, rows: Int32Array, criterion: Criterion<N>, growth: Growth): N {
  const sorter = new RankSorter(columns);
  const features = allRows(columns.ranks.length);
  const spare = new Int32Array(rows.length);

  const grow = (from: number, to: number, depth: number): N => {
    const node = criterion.node(rows, from, to, depth);
    if (depth >= growth.maxDepth || to - from < growth.minSamplesSplit || node.impurity === 0) return node;
    const best = bestQuestion(from, to);
    if (!best) return node;
    const { feature, below, threshold } = best;
    const middle = partition(rows, spare, from, to, columns.ranks[feature]!, below);
    node.split = { feature, threshold, left: grow(from, middle, depth + 1), right: grow(middle, to, depth + 1) };
    return node;
  };

  const bestQuestion = (from: number, to: number): Question | undefined => {
    const { drawn } = growth;
    let best: Question | undefined;
    let varied = 0;
    for (let i = 0; i < features.length; i++) {
      // Drawn features that are the same for all rows can ask nothing, so drawing goes on until one is not.
      if (drawn && i >= drawn.features && varied > 0) break;
      if (drawn) swap(features, i, i + drawn.random.int(features.length - i));
      const feature = features[i]!;
      const sorted = sorter.sort(rows, from, to, feature);
      if (!sorted) continue;
      varied++;
      best = sweep(sorted, from, to, feature, best);
    }
    return best;
  };

  const sweep = (sorted: Int32Array, from: number, to: number, feature: number, best: Question | undefined): Question | undefined => {
    const { minSamplesLeaf } = growth;
    const ranks = columns.ranks[feature]!;
    const n = to - from;
    let purest = best?.purity ?? Number.NEGATIVE_INFINITY;
    let found = -1;
    criterion.begin(rows, from, to);
    let below = ranks[sorted[0]!]!;
    for (let nLeft = 1; nLeft < n; nLeft++) {
      criterion.move(sorted[nLeft - 1]!);
      const above = ranks[sorted[nLeft]!]!;
      if (above === below) continue;
      below = above;
      if (nLeft < minSamplesLeaf || n - nLeft < minSamplesLeaf) continue;
      const purity = criterion.purity(nLeft, n - nLeft);
      if (purity <= purest) continue;
      purest = purity;
      found = nLeft;
    }
    if (found < 0) return best;
    const values = columns.values[feature]!;
    const [low, high] = [ranks[sorted[found - 1]!]!, ranks[sorted[found]!]!];
    return { feature, below: low, threshold: midpoint(values[low]!, values[high]!), purity: purest };
  };

  return grow(0, rows.length, 0);
}

interface Question extends Omit<SplitOf<never>, "left" | "right"> {
  /** Rows of this rank and below go left. */
  below: number;
  purity: number;
}

/** Sorts the rows of a node by one feature: by counting where many have equal values, else by comparing. */
class RankSorter {
  readonly #columns: RankedColumns;
  readonly #sorted: Int32Array;
  readonly #keys: Float64Array;
  readonly #counts: Int32Array;

  constructor(columns: RankedColumns) {
    this.#columns = columns;
    this.#sorted = new Int32Array(columns.rows);
    this.#keys = new Float64Array(columns.rows);
    this.#counts = new Int32Array(columns.values.reduce((most, { length }) => Math.max(most, length), 0) + 1);
  }

  /** `rows[from..to)` in rising order of `feature`, or undefined when all have the same value. Good until the next call. */
  sort(rows: Int32Array, from: number, to: number, feature: number): Int32Array | undefined {
    const ranks = this.#columns.ranks[feature]!;
    let lowest = ranks[rows[from]!]!;
    let highest = lowest;
    for (let i = from + 1; i < to; i++) {
      const rank = ranks[rows[i]!]!;
      if (rank < lowest) lowest = rank;
      else if (rank > highest) highest = rank;
    }
    if (lowest === highest) return undefined;
    if (highest - lowest < 4 * (to - from)) this.#count(rows, from, to, ranks, lowest, highest);
    else this.#compare(rows, from, to, ranks);
    return this.#sorted;
  }

  #count(rows: Int32Array, from: number, to: number, ranks: Int32Array, lowest: number, highest: number): void {
    const next = this.#counts;
    next.fill(0, 0, highest - lowest + 2);
    for (let i = from; i < to; i++) next[ranks[rows[i]!]! - lowest + 1]!++;
    for (let k = 1; k <= highest - lowest; k++) next[k]! += next[k - 1]!;
    for (let i = from; i < to; i++) {
      const row = rows[i]!;
      this.#sorted[next[ranks[row]! - lowest]!++] = row;
    }
  }

  /** Rank and row as one number, which arrays of numbers sort fastest. */
  #compare(rows: Int32Array, from: number, to: number, ranks: Int32Array): void {
    const n = to - from;
    const total = this.#columns.rows;
    const keys = this.#keys.subarray(0, n);
    for (let i = 0; i < n; i++) keys[i] = ranks[rows[from + i]!]! * total + rows[from + i]!;
    if (n > 32) keys.sort();
    else insertionSort(keys);
    for (let i = 0; i < n; i++) this.#sorted[i] = keys[i]! % total;
  }
}

function insertionSort(keys: Float64Array): void {
  for (let i = 1; i < keys.length; i++) {
    const key = keys[i]!;
    let at = i;
    for (; at > 0 && keys[at - 1]! > key; at--) keys[at] = keys[at - 1]!;
    keys[at] = key;
  }
}

/** Rows of rank `below` or lower first, each side in its order. Returns where the second side begins. */
function partition(rows: Int32Array, spare: Int32Array, from: number, to: number, ranks: Int32Array, below: number): number {
  let left = from;
  let right = 0;
  for (let i = from; i < to; i++) {
    const row = rows[i]!;
    if (ranks[row]! <= below) rows[left++] = row;
    else spare[right++] = row;
  }
  rows.set(spare.subarray(0, right), left);
  return left;
}

/** Halfway, or `below` where no number lies between the two. */
function midpoint(below: number, above: number): number {
  const middle = below / 2 + above / 2;
  return middle >= below && middle < above ? middle : below;
}

function distinctSorted(column: Float64Array): Float64Array {
  const sorted = column.slice().sort();
  let kept = 1;
  for (let i = 1; i < sorted.length; i++) if (sorted[i] !== sorted[kept - 1]) sorted[kept++] = sorted[i]!;
  return sorted.slice(0, kept);
}

/** The place of `value` among `distinct`, by halving. */
function rankOf(value: number, distinct: Float64Array): number {
  let low = 0;
  let high = distinct.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (distinct[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function swap(items: Int32Array, i: number, j: number): void {
  const kept = items[i]!;
  items[i] = items[j]!;
  items[j] = kept;
}
