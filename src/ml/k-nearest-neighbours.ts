import { checkChoice, checkColumns, checkCount, fitted } from "../base/check.ts";
import { dotWithAll, squaredNorms } from "../base/dot-products.ts";
import type { AnyMatrix, Classifier, Label } from "../base/estimator.ts";
import { encodeLabels, likeliest } from "../base/labels.ts";
import { type CompressedRows, compress, transpose } from "../base/sparse.ts";
import { accuracy } from "../score/metrics.ts";

export interface KNearestNeighboursOptions {
  /** How many neighbours vote. Default 5. */
  k?: number;
  /** Whether all votes are equal, or worth 1 over the distance. Default "uniform". */
  weights?: "uniform" | "distance";
}

/** The training rows that lie nearest to one row, the nearest first. */
export interface Neighbours {
  /** Row numbers of the `X` given to `fit`: `[k]`. */
  indices: number[];
  /** Euclidean distances, in the unit of the features: `[k]`. */
  distances: number[];
}

/**
 * k-nearest neighbours: the label that most of the k training rows have that lie nearest. It learns nothing: it remembers.
 *
 * Source: T. Cover, P. Hart, Nearest neighbor pattern classification, IEEE Transactions on Information Theory 13(1), 1967.
 * Fitting takes O(entries), a prediction O(samples · features) at most; zeros cost nothing, so pixels and word counts are fast.
 *
 * Agrees with scikit-learn's `KNeighborsClassifier`. Where rows are equally near, the earlier row wins, while scikit-learn leaves it open;
 * where votes are equal, the first class in order wins in both.
 */
export class KNearestNeighbours<L extends Label = Label> implements Classifier<L, AnyMatrix> {
  readonly k: number;
  readonly weights: "uniform" | "distance";
  /** The labels, sorted: `[classes]`. Empty before `fit`. */
  classes: readonly L[] = [];
  /** Columns of the `X` given to `fit`. */
  nFeatures = 0;
  #memory: Memory | undefined;

  /** @throws RangeError when an option is not in its range. */
  constructor({ k = 5, weights = "uniform" }: KNearestNeighboursOptions = {}) {
    checkCount(k, "k", 1);
    checkChoice(weights, "weights", ["uniform", "distance"]);
    this.k = k;
    this.weights = weights;
  }

  /**
   * Remember `X` `[samples][features]`, dense or sparse, and `y` `[samples]`.
   * @throws TypeError, RangeError when `X` is empty, ragged or holds something that is not a finite number, `y` has another length, or
   * there are fewer rows than `k`.
   */
  fit<K extends L>(X: AnyMatrix, y: readonly K[]): KNearestNeighbours<K> {
    const rows = compress(X);
    const { classes, index } = encodeLabels<L>(X, y);
    if (this.k > rows.rows) throw new RangeError(`k is ${this.k}, but there are ${rows.rows} rows to be neighbours`);
    this.classes = classes;
    this.nFeatures = rows.columns;
    this.#memory = { rows, columns: transpose(rows), norms: squaredNorms(rows), y: index };
    return this as unknown as KNearestNeighbours<K>;
  }

  predict(X: AnyMatrix): L[] {
    return likeliest(this.classes, this.predictProba(X));
  }

  /** The share of the votes for each class: `[samples][classes]`. */
  predictProba(X: AnyMatrix): number[][] {
    const { y } = fitted(this.#memory, "k-nearest-neighbours model");
    return this.neighbours(X).map(({ indices, distances }) => {
      const votes = new Array<number>(this.classes.length).fill(0);
      // A row at distance 0 outvotes all that are farther away.
      const exact = this.weights === "distance" && distances[0] === 0;
      let total = 0;
      for (const [i, row] of indices.entries()) {
        const worth = this.weights === "uniform" ? 1 : exact ? Number(distances[i] === 0) : 1 / distances[i]!;
        votes[y[row]!]! += worth;
        total += worth;
      }
      return votes.map((vote) => vote / total);
    });
  }

  score(X: AnyMatrix, y: readonly L[]): number {
    return accuracy(y, this.predict(X));
  }

  /** The k training rows nearest to each row of `X`: `[samples]`. @throws Error before `fit`. */
  neighbours(X: AnyMatrix): Neighbours[] {
    const memory = fitted(this.#memory, "k-nearest-neighbours model");
    const queries = compress(X);
    checkColumns(queries.columns, this.nFeatures, "k-nearest-neighbours model");
    const squared = mostlyZero(memory.rows) ? distancesByDots(memory, queries) : distancesByDifferences(memory.rows, queries);
    return Array.from({ length: queries.rows }, (_, query) => nearest(squared(query), this.k));
  }
}

interface Memory {
  rows: CompressedRows;
  /** `rows`, transposed. */
  columns: CompressedRows;
  /** Σ x² of each row: `[samples]`. */
  norms: Float64Array;
  /** Class of each row, as an index: `[samples]`. */
  y: Int32Array;
}

const mostlyZero = ({ rows, columns, index }: CompressedRows) => index.length < (rows * columns) / 2;

/** ‖a − b‖² = ‖a‖² + ‖b‖² − 2 a·b. Rounding can make it a little less than 0 where a = b. */
function distancesByDots({ columns, norms }: Memory, queries: CompressedRows): (query: number) => Float64Array {
  const out = new Float64Array(norms.length);
  const queryNorms = squaredNorms(queries);
  return (query) => {
    dotWithAll(queries, query, columns, out);
    const norm = queryNorms[query]!;
    for (let i = 0; i < out.length; i++) out[i] = Math.max(0, norms[i]! + norm - 2 * out[i]!);
    return out;
  };
}

/** Σ (a − b)²: exact where rows lie close together and far from 0. */
function distancesByDifferences(rows: CompressedRows, queries: CompressedRows): (query: number) => Float64Array {
  const d = rows.columns;
  const written = writeOut(rows);
  const asked = writeOut(queries);
  const out = new Float64Array(rows.rows);
  return (query) => {
    for (let i = 0; i < out.length; i++) {
      let sum = 0;
      for (let a = i * d, b = query * d; a < (i + 1) * d; a++, b++) {
        const difference = written[a]! - asked[b]!;
        sum += difference * difference;
      }
      out[i] = sum;
    }
    return out;
  };
}

/** All rows one after the other, zeros included: `[rows · columns]`. */
function writeOut({ rows, columns, start, index, value }: CompressedRows): Float64Array {
  const out = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) for (let at = start[i]!; at < start[i + 1]!; at++) out[i * columns + index[at]!] = value[at]!;
  return out;
}

/** The `k` smallest, in one pass that keeps them sorted. */
function nearest(squared: Float64Array, k: number): Neighbours {
  const best = new Float64Array(k).fill(Number.POSITIVE_INFINITY);
  const rows = new Int32Array(k);
  let last = Number.POSITIVE_INFINITY;
  for (let row = 0; row < squared.length; row++) {
    const distance = squared[row]!;
    if (distance >= last) continue;
    let place = k - 1;
    for (; place > 0 && best[place - 1]! > distance; place--) {
      best[place] = best[place - 1]!;
      rows[place] = rows[place - 1]!;
    }
    best[place] = distance;
    rows[place] = row;
    last = best[k - 1]!;
  }
  return { indices: [...rows], distances: Array.from(best, Math.sqrt) };
}
