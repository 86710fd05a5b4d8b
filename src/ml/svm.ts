import { checkChoice, checkClasses, checkClassRoom, checkColumns, checkCount, checkPositive, fitted } from "../base/check.ts";
import { type ColumnUnits, calmUnits, changeUnits } from "../base/column-units.ts";
import { dotWithAll, squaredNorms } from "../base/dot-products.ts";
import type { AnyMatrix, Classifier, Label } from "../base/estimator.ts";
import { encodeLabels, indexOfMax } from "../base/labels.ts";
import { type CompressedRows, compress, transpose } from "../base/sparse.ts";
import { accuracy } from "../score/metrics.ts";
import { Smo } from "./inside/smo.ts";

export interface SvmOptions {
  /** How rows are compared: "linear" by x·z, which makes flat borders; "rbf" by exp(−γ ‖x − z‖²), which can bend them. Default "rbf". */
  kernel?: "linear" | "rbf";
  /** How much a row within the margin costs, against a narrow margin. Default 1. */
  C?: number;
  /** γ of the RBF kernel: how fast likeness falls with distance. Default "scale": 1 / (features · variance of all values). */
  gamma?: number | "scale";
  /** How far optimality may be missed. Default 1e-3. */
  tolerance?: number;
  /** Most steps for each pair of classes; `converged` says whether they were enough. Default: 10 million, or 100 for each row where that is more, as in LIBSVM. */
  maxIter?: number;
}

/**
 * A support vector machine: the border with the widest margin between two classes, told by the few rows that lie at the margin. More
 * than two classes: one border for each pair, and each votes.
 *
 * Sources: C. Cortes, V. Vapnik, Support-vector networks, Machine Learning 20, 1995; R.-E. Fan, P.-H. Chen, C.-J. Lin, Working set
 * selection using second order information, JMLR 6, 2005 (SMO as in LIBSVM). Fitting takes O(samples² · features) or somewhat more.
 *
 * Columns that lie far from 0, such as years, are moved there inside: distances and margins stay the same, and keep their digits. Wide columns drown
 * others, and make steps many: scale them first, for example with `StandardScaler`.
 *
 * Agrees with scikit-learn's `SVC` within the tolerance, votes included: where votes are equal, the first class in order wins.
 */
export class Svm<L extends Label = Label> implements Classifier<L, AnyMatrix> {
  readonly kernel: "linear" | "rbf";
  readonly C: number;
  readonly gamma: number | "scale";
  readonly tolerance: number;
  readonly maxIter: number | undefined;
  /** The labels, sorted: `[classes]`. Empty before `fit`. */
  classes: readonly L[] = [];
  /** Columns of the `X` given to `fit`. */
  nFeatures = 0;
  /** γ as it was used. */
  usedGamma = Number.NaN;
  /** Steps taken, all pairs together. */
  nIter = 0;
  /** Whether all pairs reached the tolerance within `maxIter` steps. False until all of them are done. */
  converged = false;
  #training: Training | undefined;
  #pairs: Pair[] = [];

  /** @throws RangeError when an option is not in its range. */
  constructor({ kernel = "rbf", C = 1, gamma = "scale", tolerance = 1e-3, maxIter }: SvmOptions = {}) {
    checkChoice(kernel, "kernel", ["linear", "rbf"]);
    checkPositive(C, "C");
    if (gamma !== "scale") checkPositive(gamma, "gamma");
    checkPositive(tolerance, "tolerance");
    if (maxIter !== undefined) checkCount(maxIter, "maxIter", 1);
    this.kernel = kernel;
    this.C = C;
    this.gamma = gamma;
    this.tolerance = tolerance;
    this.maxIter = maxIter;
  }

  /**
   * Learn from `X` `[samples][features]`, dense or sparse, and `y` `[samples]`.
   * @throws TypeError, RangeError when `X` is empty, ragged or holds something that is not a finite number, or numbers so large, or so near 0, that their
   * squares are none, `y` has another length, or there is one class only.
   */
  fit<K extends L>(X: AnyMatrix, y: readonly K[]): Svm<K> {
    for (const _ of this.fitSteps(X, y));
    return this as unknown as Svm<K>;
  }

  /** The same in small rounds of steps: yields the model after each, with the borders that it has by then. Pairs of classes come in turn. */
  *fitSteps<K extends L>(X: AnyMatrix, y: readonly K[]): Generator<Svm<K>> {
    const given = compress(X);
    const { classes, index } = encodeLabels<L>(X, y);
    checkClasses(classes);
    // A border for each pair, of some hundred numbers at least.
    checkClassRoom(classes, 50 * classes.length);
    const gamma = this.gamma === "scale" ? scaleOf(given) : this.gamma;
    const units = { offset: calmUnits(given).offset, scale: new Float64Array(given.columns).fill(1) };
    const rows = changeUnits(given, units);
    const training = { rows, units, norms: squaredNorms(rows), members: classes.map((_, k) => rowsOf(index, k)) };
    checkComparable(training.norms, this.kernel === "rbf" ? gamma : undefined);
    const kernel = this.#kernelOf(training, index, gamma);
    this.classes = classes;
    this.nFeatures = rows.columns;
    this.usedGamma = gamma;
    this.nIter = 0;
    this.converged = false;
    this.#training = training;
    this.#pairs = [];
    let converged = true;
    for (const [first, second] of pairsOf(classes.length)) {
      const nFirst = training.members[first]!.length;
      const members = concatenate(training.members[first]!, training.members[second]!);
      const pair: Pair = { first, second, rows: members, nFirst, weights: new Float64Array(members.length), bias: 0 };
      const smo = new Smo({
        // The first class is the positive one, as in LIBSVM.
        sign: Int8Array.from(members, (_, i) => (i < nFirst ? 1 : -1)),
        row: pairRows(kernel, pair),
        diagonal: Float64Array.from(members, (row) => (this.kernel === "rbf" ? 1 : training.norms[row]!)),
        C: this.C,
        tolerance: this.tolerance,
      });
      this.#pairs.push(pair);
      const before = this.nIter;
      const maxIter = this.maxIter ?? Math.max(10_000_000, 100 * members.length);
      const round = Math.max(10, Math.ceil(members.length / 10));
      do {
        smo.run(Math.min(round, maxIter - smo.steps));
        this.nIter = before + smo.steps;
        pair.weights = smo.weights();
        pair.bias = smo.bias();
        yield this as unknown as Svm<K>;
      } while (!smo.converged && smo.steps < maxIter);
      converged &&= smo.converged;
    }
    this.converged = converged;
  }

  /** The rows that tell the borders, as row numbers of the `X` given to `fit`, rising. All others could be left out. */
  get supportVectors(): number[] {
    fitted(this.#training, "SVM");
    return [...supporting(this.#pairs)].sort((a, b) => a - b);
  }

  /**
   * The weights of the features, for each pair of classes (first and second, first and third, …): `[pairs][features]`. Above 0 speaks for
   * the second class of the pair. @throws Error when the kernel is not linear.
   */
  get coefficients(): number[][] {
    const { rows } = fitted(this.#training, "SVM");
    if (this.kernel !== "linear") throw new Error(`the kernel is ${this.kernel}: only a linear one has a weight for each feature`);
    return this.#pairs.map((pair) => {
      const sums = new Array<number>(this.nFeatures).fill(0);
      for (const [i, row] of pair.rows.entries())
        for (let at = rows.start[row]!; at < rows.start[row + 1]!; at++) sums[rows.index[at]!]! -= pair.weights[i]! * rows.value[at]!;
      return sums;
    });
  }

  /** What each pair has before any row speaks, in the direction of {@link coefficients}: `[pairs]`. */
  get intercepts(): number[] {
    const { units } = fitted(this.#training, "SVM");
    const biases = this.#pairs.map(({ bias }) => 0 - bias);
    if (this.kernel !== "linear") return biases;
    return this.coefficients.map((row, p) => row.reduce((sum, weight, j) => sum - weight * units.offset[j]!, biases[p]!));
  }

  /**
   * How far each row lies past the border of each pair of classes (first and second, first and third, …), in margins: `[samples][pairs]`.
   * Above 0 speaks for the second class of the pair: 0 is the border, −1 and 1 the margins.
   */
  decisionFunction(X: AnyMatrix): number[][] {
    const training = fitted(this.#training, "SVM");
    const asked = compress(X);
    checkColumns(asked.columns, this.nFeatures, "SVM");
    const queries = changeUnits(asked, training.units);
    const support = this.supportVectors;
    const place = new Map(support.map((row, i) => [row, i]));
    const kernel = kernelRow(queries, select(training.rows, support), this.kernel === "rbf" ? this.usedGamma : undefined);
    const borders = this.#pairs.map(({ rows, weights, bias }) => {
      const used = [...rows.keys()].filter((i) => weights[i] !== 0);
      return { places: Int32Array.from(used, (i) => place.get(rows[i]!)!), weights: Float64Array.from(used, (i) => weights[i]!), bias };
    });
    const alike = new Float64Array(support.length);
    return Array.from({ length: queries.rows }, (_, query) => {
      kernel(query, alike);
      return borders.map(({ places, weights, bias }) => {
        let sum = bias;
        for (let i = 0; i < places.length; i++) sum += weights[i]! * alike[places[i]!]!;
        return 0 - sum;
      });
    });
  }

  predict(X: AnyMatrix): L[] {
    return this.decisionFunction(X).map((distances) => {
      const votes = new Int32Array(this.classes.length);
      for (const [p, { first, second }] of this.#pairs.entries()) votes[distances[p]! < 0 ? first : second]!++;
      return this.classes[indexOfMax(votes)]!;
    });
  }

  score(X: AnyMatrix, y: readonly L[]): number {
    return accuracy(y, this.predict(X));
  }

  /** Within its own class, the kernel of a row is kept for the next pair. */
  #kernelOf({ rows, members }: Training, y: Int32Array, gamma: number): ClassKernel {
    const blocks = members.map((group) => kernelRow(rows, select(rows, group), this.kernel === "rbf" ? gamma : undefined));
    const kept = new Map<number, Float64Array>();
    return (row, ofClass) => {
      const own = y[row] === ofClass;
      const known = own ? kept.get(row) : undefined;
      if (known) return known;
      const out = new Float64Array(members[ofClass]!.length);
      blocks[ofClass]!(row, out);
      if (own && members.length > 2 && kept.size * out.length < KEPT) kept.set(row, out);
      return out;
    };
  }
}

interface Training {
  /** In these units. */
  rows: CompressedRows;
  units: ColumnUnits;
  /** Σ x² of each row. */
  norms: Float64Array;
  /** Row numbers of each class. */
  members: Int32Array[];
}

/** The kernel between one training row and all rows of one class: `[rows of the class]`. */
type ClassKernel = (row: number, ofClass: number) => Float64Array;

interface PairOfClasses {
  /** Indices of the classes. */
  first: number;
  second: number;
  /** Row numbers, those of the first class first. */
  rows: Int32Array;
  /** How many those are. */
  nFirst: number;
}

/** The border between two classes: Σ weight · kernel(row, x) + bias is above 0 on the side of the first. */
interface Pair extends PairOfClasses {
  weights: Float64Array;
  bias: number;
}

/** Kernel values kept at most, in numbers of 8 bytes: 200 MB, as scikit-learn's cache. */
const KEPT = 25e6;

/** 1 / (features · variance of all values), or 1 where they do not vary. */
function scaleOf({ rows, columns, value }: CompressedRows): number {
  const n = rows * columns;
  const mean = value.reduce((sum, x) => sum + x, 0) / n;
  // Zeros that are left out are mean² away.
  const variance = value.reduce((sum, x) => sum + (x - mean) ** 2, (n - value.length) * mean ** 2) / n;
  return variance > 0 ? 1 / (columns * variance) : 1;
}

/** @throws RangeError when the kernel would overflow, so that nothing could be compared. Up to four products of rows are added. */
function checkComparable(norms: Float64Array, gamma: number | undefined): void {
  const row = norms.findIndex((norm) => !Number.isFinite(4 * norm));
  const wrong =
    row >= 0
      ? `X[${row}] holds numbers so large that their squares are not finite`
      : gamma === 0 || gamma === Infinity
        ? `gamma comes to ${gamma}`
        : "";
  if (wrong) throw new RangeError(`${wrong}: scale the columns first, for example with StandardScaler`);
}

/** The kernel between row `row` of `queries` and all rows of `others`, written into `out`. Without γ it is linear. */
function kernelRow(queries: CompressedRows, others: CompressedRows, gamma: number | undefined): (row: number, out: Float64Array) => void {
  const columns = transpose(others);
  const queryNorms = squaredNorms(queries);
  const norms = squaredNorms(others);
  return (row, out) => {
    dotWithAll(queries, row, columns, out);
    if (gamma === undefined) return;
    const norm = queryNorms[row]!;
    // Engines differ in the last digits of exp, and a search that goes on from them ends elsewhere: single precision is the same everywhere.
    for (let i = 0; i < out.length; i++) out[i] = Math.fround(Math.exp(-gamma * Math.max(0, norm + norms[i]! - 2 * out[i]!)));
  };
}

/** Rows of the kernel among the rows of two classes, the first class's first, each computed once while there is room. */
function pairRows(kernel: ClassKernel, { first, second, rows, nFirst }: PairOfClasses): (i: number) => Float64Array {
  const kept = new Map<number, Float64Array>();
  return (i) => {
    const known = kept.get(i);
    if (known) return known;
    const out = new Float64Array(rows.length);
    out.set(kernel(rows[i]!, first));
    out.set(kernel(rows[i]!, second), nFirst);
    // The oldest makes room.
    if ((kept.size + 1) * out.length > KEPT) kept.delete(kept.keys().next().value!);
    kept.set(i, out);
    return out;
  };
}

function select(all: CompressedRows, rows: ArrayLike<number>): CompressedRows {
  const start = new Int32Array(rows.length + 1);
  for (let i = 0; i < rows.length; i++) start[i + 1] = start[i]! + all.start[rows[i]! + 1]! - all.start[rows[i]!]!;
  const index = new Int32Array(start[rows.length]!);
  const value = new Float64Array(index.length);
  for (let i = 0; i < rows.length; i++) {
    const [from, to] = [all.start[rows[i]!]!, all.start[rows[i]! + 1]!];
    index.set(all.index.subarray(from, to), start[i]!);
    value.set(all.value.subarray(from, to), start[i]!);
  }
  return { rows: rows.length, columns: all.columns, start, index, value };
}

function supporting(pairs: readonly Pair[]): Set<number> {
  const found = new Set<number>();
  for (const { rows, weights } of pairs) for (let i = 0; i < rows.length; i++) if (weights[i] !== 0) found.add(rows[i]!);
  return found;
}

function concatenate(a: Int32Array, b: Int32Array): Int32Array {
  const all = new Int32Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}

const rowsOf = (y: Int32Array, k: number) => Int32Array.from(y.keys()).filter((row) => y[row] === k);

function pairsOf(n: number): [number, number][] {
  return Array.from({ length: n }, (_, first) => Array.from({ length: n - first - 1 }, (_, i): [number, number] => [first, first + 1 + i])).flat();
}
