import type { DenseMatrix } from "../../base/estimator.ts";
import type { Random } from "../../base/random.ts";
import type { Criterion, Cut, SortedRows } from "./criterion.ts";
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
  /** The rank of each row in each column: `[columns][rows]`. As narrow as can be: most of the time goes into fetching them. */
  ranks: Ranks[];
}

type Ranks = Uint8Array | Uint16Array | Int32Array;

export function rankColumns(X: DenseMatrix): RankedColumns {
  const rows = X.length;
  const features = X[0]!.length;
  const values: Float64Array[] = [];
  const ranks: Ranks[] = [];
  // A few columns at a time: rows lie apart in memory, and each is fetched for all of these at once.
  const block = Array.from({ length: Math.min(32, features) }, () => new Float64Array(rows));
  for (let first = 0; first < features; first += block.length) {
    const width = Math.min(block.length, features - first);
    for (let row = 0; row < rows; row++) {
      const x = X[row]!;
      // Adding 0 makes −0 into 0.
      for (let j = 0; j < width; j++) block[j]![row] = x[first + j]! + 0;
    }
    for (let j = 0; j < width; j++) {
      const distinct = distinctSorted(block[j]!);
      values.push(distinct);
      ranks.push(ranksOf(block[j]!, distinct));
    }
  }
  return { rows, values, ranks };
}

/** Rows from 0 to `n` − 1. */
export function allRows(n: number): Int32Array {
  const rows = new Int32Array(n);
  for (let row = 0; row < n; row++) rows[row] = row;
  return rows;
}

/**
 * Grow a tree: at each node, ask the question that `criterion` holds best, and go on with both sides. Where questions are equally
 * good, the first feature wins, then the lowest threshold. A node whose impurity is 0, but for rounding, is a leaf.
 *
 * At each level it takes O(features · (rows + distinct values)) where values repeat, O(features · rows · log rows) at most.
 *
 * @param rows the rows to learn from; a row may stand in it more than once. Reordered in place.
 */
export function growTree<N extends TreeNodeOf<N>>(columns: RankedColumns, rows: Int32Array, criterion: Criterion<N>, growth: Growth): N {
  const sorter = new RankSorter(columns, rows.length);
  const features = allRows(columns.ranks.length);
  /** 1 where a feature is the same for all rows of the node at hand: it is so below, too. */
  const constant = new Uint8Array(features.length);
  const spare = new Int32Array(rows.length);

  // What is still to be grown, the next one last. Not calls within calls, since a tree may be deeper than a browser's worker can call.
  const open: Branch<N>[] = [];

  const grow = (from: number, to: number, depth: number): N => {
    const node = criterion.node(rows, from, to, depth);
    if (depth >= growth.maxDepth || to - from < growth.minSamplesSplit || node.impurity <= Number.EPSILON) return node;
    const newlyConstant: number[] = [];
    const best = bestQuestion(from, to, newlyConstant);
    if (!best) {
      for (const feature of newlyConstant) constant[feature] = 0;
      return node;
    }
    const { feature, below, threshold } = best;
    const middle = partition(rows, spare, from, to, columns.ranks[feature]!, below);
    // The node stands in for its children until they have grown.
    node.split = { feature, threshold, left: node, right: node };
    if (newlyConstant.length > 0) open.push({ node, side: "above", from, to, constant: newlyConstant });
    open.push({ node, side: "right", from: middle, to, constant: NONE }, { node, side: "left", from, to: middle, constant: NONE });
    return node;
  };

  const bestQuestion = (from: number, to: number, newlyConstant: number[]): Question | undefined => {
    const { drawn } = growth;
    let best: Question | undefined;
    let varied = 0;
    for (let i = 0; i < features.length; i++) {
      // Drawn features that are the same for all rows can ask nothing, so drawing goes on until one is not.
      if (drawn && i >= drawn.features && varied > 0) break;
      if (drawn) swap(features, i, i + drawn.random.int(features.length - i));
      const feature = features[i]!;
      if (constant[feature]) continue;
      if (sorter.sort(rows, from, to, feature)) {
        varied++;
        const cut = criterion.sweep(sorter, growth.minSamplesLeaf, best?.purity ?? Number.NEGATIVE_INFINITY);
        if (cut) best = questionAt(feature, cut);
      } else {
        constant[feature] = 1;
        newlyConstant.push(feature);
      }
    }
    return best;
  };

  const questionAt = (feature: number, { nLeft, purity }: Cut): Question => {
    const values = columns.values[feature]!;
    const [below, above] = [sorter.ranks[nLeft - 1]!, sorter.ranks[nLeft]!];
    return { feature, below, threshold: midpoint(values[below]!, values[above]!), purity };
  };

  const root = grow(0, rows.length, 0);
  for (let next = open.pop(); next; next = open.pop()) {
    if (next.side === "above") for (const feature of next.constant) constant[feature] = 0;
    else next.node.split![next.side] = grow(next.from, next.to, next.node.depth + 1);
  }
  return root;
}

/** What is to be grown on one side of a node, from rows `from` up to `to`; or, back above it, features that vary again. */
interface Branch<N> {
  node: N;
  side: "left" | "right" | "above";
  from: number;
  to: number;
  constant: readonly number[];
}

const NONE: readonly number[] = [];

interface Question extends Omit<SplitOf<never>, "left" | "right"> {
  /** Rows of this rank and below go left. */
  below: number;
  purity: number;
}

/** Sorts the rows of a node by one feature: by counting where many have equal values, else by comparing. */
class RankSorter implements SortedRows {
  /** What was sorted last: good until the next call. */
  n = 0;
  readonly rows: Int32Array;
  readonly ranks: Int32Array;
  readonly #columns: RankedColumns;
  /** Ranks in the order in which the rows came. */
  readonly #unsorted: Int32Array;
  readonly #counts: Int32Array;
  readonly #keys: Float64Array;

  constructor(columns: RankedColumns, most: number) {
    this.#columns = columns;
    this.rows = new Int32Array(most);
    this.ranks = new Int32Array(most);
    this.#unsorted = new Int32Array(most);
    this.#keys = new Float64Array(most);
    this.#counts = new Int32Array(columns.values.reduce((widest, { length }) => Math.max(widest, length), 0) + 1);
  }

  /** Sort `rows[from..to)` by `feature`. False when all have the same value, which leaves them unsorted. */
  sort(rows: Int32Array, from: number, to: number, feature: number): boolean {
    const ranks = this.#columns.ranks[feature]!;
    const distinct = this.#columns.values[feature]!.length;
    this.n = to - from;
    return distinct <= 4 * this.n ? this.#count(rows, from, ranks, distinct) : this.#compare(rows, from, ranks);
  }

  #count(rows: Int32Array, from: number, ranks: Ranks, distinct: number): boolean {
    const n = this.n;
    const unsorted = this.#unsorted;
    // next[k]: where the next row of rank k goes.
    const next = this.#counts;
    next.fill(0, 0, distinct + 1);
    for (let i = 0; i < n; i++) {
      const rank = ranks[rows[from + i]!]!;
      unsorted[i] = rank;
      next[rank + 1]!++;
    }
    if (next[unsorted[0]! + 1] === n) return false;
    for (let k = 1; k < distinct; k++) next[k]! += next[k - 1]!;
    for (let i = 0; i < n; i++) {
      const rank = unsorted[i]!;
      const place = next[rank]!++;
      this.ranks[place] = rank;
      this.rows[place] = rows[from + i]!;
    }
    return true;
  }

  /** Rank and row as one number, which arrays of numbers sort fastest. */
  #compare(rows: Int32Array, from: number, ranks: Ranks): boolean {
    const n = this.n;
    const total = this.#columns.rows;
    const keys = this.#keys;
    const first = ranks[rows[from]!]!;
    let constant = true;
    for (let i = 0; i < n; i++) {
      const rank = ranks[rows[from + i]!]!;
      if (rank !== first) constant = false;
      keys[i] = rank * total + rows[from + i]!;
    }
    if (constant) return false;
    if (n > 32) keys.subarray(0, n).sort();
    else insertionSort(keys, n);
    for (let i = 0; i < n; i++) {
      const rank = Math.floor(keys[i]! / total);
      this.ranks[i] = rank;
      this.rows[i] = keys[i]! - rank * total;
    }
    return true;
  }
}

function insertionSort(keys: Float64Array, n: number): void {
  for (let i = 1; i < n; i++) {
    const key = keys[i]!;
    let at = i;
    for (; at > 0 && keys[at - 1]! > key; at--) keys[at] = keys[at - 1]!;
    keys[at] = key;
  }
}

/** Rows of rank `below` or lower first, each side in its order. Returns where the second side begins. */
function partition(rows: Int32Array, spare: Int32Array, from: number, to: number, ranks: Ranks, below: number): number {
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

/** Each value once, rising. Zeros, of which pixels and counts have most, are not sorted. */
function distinctSorted(column: Float64Array): Float64Array {
  const sorted = column.filter((value) => value !== 0);
  const zeros = sorted.length < column.length;
  sorted.sort();
  const distinct: number[] = [];
  for (let i = 0; i < sorted.length; i++) if (i === 0 || sorted[i] !== sorted[i - 1]) distinct.push(sorted[i]!);
  const place = distinct.findIndex((value) => value > 0);
  if (zeros) distinct.splice(place < 0 ? distinct.length : place, 0, 0);
  return Float64Array.from(distinct);
}

function ranksOf(column: Float64Array, distinct: Float64Array): Ranks {
  const { length } = column;
  const ranks = distinct.length <= 2 ** 8 ? new Uint8Array(length) : distinct.length <= 2 ** 16 ? new Uint16Array(length) : new Int32Array(length);
  const ofZero = rankOf(0, distinct);
  for (let row = 0; row < column.length; row++) ranks[row] = column[row] === 0 ? ofZero : rankOf(column[row]!, distinct);
  return ranks;
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
