import { checkChoice, checkClasses, checkClassRoom, checkColumns, checkCount, checkPositive, fitted } from "../base/check.ts";
import type { AnyMatrix, Classifier, Label } from "../base/estimator.ts";
import { encodeLabels, likeliest } from "../base/labels.ts";
import { type Random, withRandom } from "../base/random.ts";
import { type CompressedRows, compress } from "../base/sparse.ts";
import { accuracy } from "../score/metrics.ts";

export interface LinearSvmOptions {
  /** Draws the order in which rows are visited. */
  random: Random;
  /** How much a row within the margin costs, against a narrow margin. Default 1. */
  C?: number;
  /** What such a row costs: its distance past the margin, squared or plain. Default "squared-hinge". */
  loss?: "hinge" | "squared-hinge";
  /** Ends when no row would move its α by more than this. Default 1e-4. */
  tolerance?: number;
  /** Most rounds over all rows. Default 1,000; `converged` says whether they were enough. */
  maxIter?: number;
}

/**
 * A linear support vector machine for many features, such as words: the flat border that leaves the widest margin. Minimises
 * ½ ‖w‖² + C Σ max(0, 1 − y w·x)² for each class against all others; two classes need one border.
 *
 * Source: C.-J. Hsieh and others, A Dual Coordinate Descent Method for Large-scale Linear SVM, ICML 2008, algorithm 3: visit one row at a
 * time and move its weight α to where it should be, given all others. Rows that stay at 0 are left out for a while.
 * Each round takes O(entries that are not zero · classes). Agrees with scikit-learn's `LinearSVC` within the tolerance; as there, the
 * intercept is the weight of a feature that is always 1, and so kept small too. That is why columns far from 0, such as years, and wide ones, such as
 * incomes, have to be scaled first, for example with `StandardScaler`: a border among them would need a large intercept.
 */
export class LinearSvm<L extends Label = Label> implements Classifier<L, AnyMatrix> {
  readonly random: Random;
  readonly C: number;
  readonly loss: "hinge" | "squared-hinge";
  readonly tolerance: number;
  readonly maxIter: number;
  /** The labels, sorted: `[classes]`. Empty before `fit`. */
  classes: readonly L[] = [];
  /** Columns of the `X` given to `fit`. */
  nFeatures = 0;
  /** Rounds that the slowest border took. */
  nIter = 0;
  /** Whether all borders were found within `maxIter` rounds. */
  converged = false;
  #borders: Border[] | undefined;

  /** @throws RangeError when an option is not in its range. */
  constructor(options: LinearSvmOptions) {
    const { random, C = 1, loss = "squared-hinge", tolerance = 1e-4, maxIter = 1000 } = withRandom(options);
    checkPositive(C, "C");
    checkChoice(loss, "loss", ["hinge", "squared-hinge"]);
    checkPositive(tolerance, "tolerance");
    checkCount(maxIter, "maxIter", 1);
    this.random = random;
    this.C = C;
    this.loss = loss;
    this.tolerance = tolerance;
    this.maxIter = maxIter;
  }

  /**
   * Learn from `X` `[samples][features]`, dense or sparse, and `y` `[samples]`.
   * @throws TypeError, RangeError when `X` is empty, ragged or holds something that is not a finite number, `y` has another length, or there
   * is one class only.
   */
  fit<K extends L>(X: AnyMatrix, y: readonly K[]): LinearSvm<K> {
    for (const _ of this.fitSteps(X, y));
    return this as unknown as LinearSvm<K>;
  }

  /** The same, one round over the rows at a time: yields the model after each, with the borders that it has by then. */
  *fitSteps<K extends L>(X: AnyMatrix, y: readonly K[]): Generator<LinearSvm<K>> {
    const rows = compress(X);
    const { classes, index } = encodeLabels<L>(X, y);
    checkClasses(classes);
    checkClassRoom(classes, 2 * rows.rows + rows.columns);
    const positives = classes.length === 2 ? [1] : [...classes.keys()];
    const borders = positives.map((positive) => new Border(rows, index, positive, this));
    this.#borders = borders;
    this.classes = classes;
    this.nFeatures = rows.columns;
    this.converged = false;
    for (this.nIter = 1; ; this.nIter++) {
      for (const border of borders) if (!border.converged) border.round(this.random);
      this.converged = borders.every(({ converged }) => converged);
      yield this as unknown as LinearSvm<K>;
      if (this.converged || this.nIter >= this.maxIter) return;
    }
  }

  /** The weight of each feature for each border: `[classes][features]`, or `[1][features]`, towards the second class, where there are two. */
  get coefficients(): number[][] {
    return fitted(this.#borders, "linear SVM").map(({ weights }) => Array.from(weights.subarray(0, this.nFeatures)));
  }

  /** `[classes]`, or `[1]` where there are two. */
  get intercepts(): number[] {
    return fitted(this.#borders, "linear SVM").map(({ weights }) => weights[this.nFeatures]!);
  }

  /** How far each row lies on a class's side of its border, in margins: `[samples][classes]`, or `[samples][1]`, towards the second class. */
  decisionFunction(X: AnyMatrix): number[][] {
    const borders = fitted(this.#borders, "linear SVM");
    const rows = compress(X);
    checkColumns(rows.columns, this.nFeatures, "linear SVM");
    return Array.from({ length: rows.rows }, (_, i) => borders.map(({ weights }) => weighedSum(rows, i, weights)));
  }

  predict(X: AnyMatrix): L[] {
    const distances = this.decisionFunction(X);
    if (this.classes.length > 2) return likeliest(this.classes, distances);
    return distances.map(([distance]) => this.classes[distance! > 0 ? 1 : 0]!);
  }

  score(X: AnyMatrix, y: readonly L[]): number {
    return accuracy(y, this.predict(X));
  }
}

/** One class against all others. */
class Border {
  /** w, with the intercept last: `[features + 1]`. */
  readonly weights: Float64Array;
  converged = false;
  readonly #rows: CompressedRows;
  /** 1 or −1: `[samples]`. */
  readonly #sign: Int8Array;
  /** The weight of each row, of which w = Σ αᵢ yᵢ xᵢ is made: `[samples]`. */
  readonly #alpha: Float64Array;
  /** Second derivative of the dual in each α: `[samples]`. */
  readonly #curvature: Float64Array;
  readonly #most: number;
  readonly #softness: number;
  readonly #tolerance: number;
  /** Rows that are still visited come first. */
  readonly #visited: Int32Array;
  #nVisited: number;
  #highest = Number.POSITIVE_INFINITY;
  #lowest = Number.NEGATIVE_INFINITY;

  constructor(rows: CompressedRows, y: Int32Array, positive: number, { C, loss, tolerance }: LinearSvm) {
    this.#rows = rows;
    this.weights = new Float64Array(rows.columns + 1);
    this.#sign = Int8Array.from(y, (k) => (k === positive ? 1 : -1));
    this.#alpha = new Float64Array(rows.rows);
    this.#most = loss === "hinge" ? C : Number.POSITIVE_INFINITY;
    this.#softness = loss === "hinge" ? 0 : 1 / (2 * C);
    this.#tolerance = tolerance;
    this.#visited = Int32Array.from({ length: rows.rows }, (_, i) => i);
    this.#nVisited = rows.rows;
    this.#curvature = new Float64Array(rows.rows).fill(1 + this.#softness);
    for (let i = 0; i < rows.rows; i++) for (let at = rows.start[i]!; at < rows.start[i + 1]!; at++) this.#curvature[i]! += rows.value[at]! ** 2;
  }

  /** Visit all rows that are not left out, in random order. */
  round(random: Random): void {
    const { start, index, value, columns } = this.#rows;
    const weights = this.weights;
    const visited = this.#visited;
    let highest = Number.NEGATIVE_INFINITY;
    let lowest = Number.POSITIVE_INFINITY;
    for (let place = 0; place < this.#nVisited; place++) swap(visited, place, place + random.int(this.#nVisited - place));
    for (let place = 0; place < this.#nVisited; place++) {
      const i = visited[place]!;
      const sign = this.#sign[i]!;
      const alpha = this.#alpha[i]!;
      const slope = sign * weighedSum(this.#rows, i, weights) - 1 + this.#softness * alpha;
      // At its bound, an α can only go one way; well away from where it would move, it is left out.
      let pull = slope;
      if (alpha === 0 ? slope > this.#highest : alpha === this.#most && slope < this.#lowest) {
        swap(visited, place--, --this.#nVisited);
        continue;
      }
      if (alpha === 0) pull = Math.min(slope, 0);
      else if (alpha === this.#most) pull = Math.max(slope, 0);
      highest = Math.max(highest, pull);
      lowest = Math.min(lowest, pull);
      if (Math.abs(pull) < 1e-12) continue;
      const moved = Math.min(Math.max(alpha - slope / this.#curvature[i]!, 0), this.#most);
      const change = (moved - alpha) * sign;
      this.#alpha[i] = moved;
      weights[columns]! += change;
      for (let at = start[i]!; at < start[i + 1]!; at++) weights[index[at]!]! += change * value[at]!;
    }
    if (highest - lowest <= this.#tolerance) {
      // Nothing moves any more among those that are visited: look at all of them once more.
      this.converged = this.#nVisited === visited.length;
      this.#nVisited = visited.length;
      this.#highest = Number.POSITIVE_INFINITY;
      this.#lowest = Number.NEGATIVE_INFINITY;
      return;
    }
    this.#highest = highest > 0 ? highest : Number.POSITIVE_INFINITY;
    this.#lowest = lowest < 0 ? lowest : Number.NEGATIVE_INFINITY;
  }
}

/** w · x + intercept of row `i`. */
function weighedSum({ columns, start, index, value }: CompressedRows, i: number, weights: Float64Array): number {
  let sum = weights[columns]!;
  const end = start[i + 1]!;
  for (let at = start[i]!; at < end; at++) sum += value[at]! * weights[index[at]!]!;
  return sum;
}

function swap(items: Int32Array, i: number, j: number): void {
  const kept = items[i]!;
  items[i] = items[j]!;
  items[j] = kept;
}
