import { checkCount, checkMatrix, checkSize } from "../base/check.ts";
import type { Matrix } from "../base/estimator.ts";
import { type Random, withRandom } from "../base/random.ts";

export interface KMeansOptions {
  /** k, into how many clusters the rows are parted. */
  clusters: number;
  /** Draws the first centroids. Not needed where `init` says them. */
  random?: Random;
  /** Where the centroids begin, `[clusters][features]`: there is one start then, and no chance in it. Default: drawn by k-means++. */
  init?: Matrix;
  /** How often to start anew; the start with the least inertia is kept. Default 10. */
  starts?: number;
  /** Most rounds of one start. Default 300. */
  maxIterations?: number;
}

/** Where one start stands after a round: which rows belong to which centroid, and where the centroids went. */
export interface KMeansStep {
  /** 0 for the first start. */
  start: number;
  /** Rounds of this start so far; 0 for the centroids as they were drawn. */
  iteration: number;
  /** `[clusters][features]` */
  centroids: number[][];
  /** The nearest centroid of each row: `[samples]`. */
  labels: number[];
  /** Σ of the squared distances of the rows from these centroids. */
  inertia: number;
}

/**
 * Clusters without labels: each row belongs to the nearest of k centroids, and each centroid is the mean of its rows. Both are made true in
 * turn until nothing changes. Distances are in the units of `X`: standardise first where columns have different units.
 *
 * Sources: S. Lloyd, Least squares quantization in PCM, 1982 (1957); D. Arthur, S. Vassilvitskii, k-means++: The Advantages of Careful
 * Seeding, 2007, section 2.2, with several candidates for each centroid (its conclusion), as scikit-learn does. A round takes O(samples · clusters · features).
 *
 * It differs from scikit-learn's `KMeans` in that it stops when no row changes its cluster, not when the centroids move little.
 */
export class KMeans {
  readonly clusters: number;
  readonly starts: number;
  readonly maxIterations: number;
  /** `[clusters][features]`. Empty before `fit`. */
  centroids: number[][] = [];
  /** The cluster of each row given to `fit`, 0 to `clusters` − 1: `[samples]`. The numbers mean nothing but "together". */
  labels: number[] = [];
  /** Σ of the squared distances of the rows from their centroids. */
  inertia = Number.NaN;
  /** Rounds of the start that was kept. */
  iterations = 0;
  readonly #random: Random | undefined;
  readonly #init: Matrix | undefined;

  /** @throws RangeError when an option is not a whole number above 0, or `init` has other than `clusters` rows. */
  constructor(options: KMeansOptions) {
    const { clusters, init, starts = init ? 1 : 10, maxIterations = 300 } = options;
    const { random } = init ? options : withRandom({ ...options, random: options.random as Random });
    checkCount(clusters, "clusters", 1);
    if (init && init.length !== clusters) throw new RangeError(`init has ${init.length} centroids, but clusters is ${clusters}: give one for each`);
    if (init && starts !== 1) throw new RangeError(`starts is ${starts}, but init says the only start: leave one of them out`);
    checkSize(starts, "starts");
    checkCount(maxIterations, "maxIterations", 1);
    this.clusters = clusters;
    this.starts = starts;
    this.maxIterations = maxIterations;
    this.#random = random;
    this.#init = init;
  }

  /**
   * Find the clusters of `X` `[samples][features]`.
   * @throws TypeError, RangeError when `X` is empty, ragged or holds something that is not a finite number, or has fewer rows than clusters.
   */
  fit(X: Matrix): this {
    for (const _ of this.fitSteps(X));
    return this;
  }

  /** The same, round by round: yields once for the centroids as drawn and once after each round, for every start. */
  *fitSteps(X: Matrix): Generator<KMeansStep, void, undefined> {
    checkMatrix(X);
    if (X.length < this.clusters) throw new RangeError(`clusters is ${this.clusters}, but X has ${X.length} rows: each cluster needs at least one`);
    if (this.#init && checkMatrix(this.#init) !== checkMatrix(X))
      throw new RangeError(`init has ${this.#init[0]!.length} columns, but X has ${X[0]!.length}: give the same columns`);
    const first = () => this.#init?.map((centroid) => Array.from(centroid)) ?? seedCentroids(X, this.clusters, this.#random!);
    let best: KMeansStep | undefined;
    for (let start = 0; start < this.starts; start++) {
      let step = assign(X, first(), { start, iteration: 0 });
      yield step;
      for (let iteration = 1; iteration <= this.maxIterations; iteration++) {
        const before = step.labels;
        step = assign(X, means(X, step), { start, iteration });
        yield step;
        if (step.labels.every((label, i) => label === before[i])) break;
      }
      if (!best || step.inertia < best.inertia) best = step;
    }
    const { centroids, labels, inertia, iteration } = best!;
    Object.assign(this, { centroids, labels, inertia, iterations: iteration });
  }

  /** The cluster whose centroid is nearest, for each row. @throws Error before `fit`; RangeError when `X` has other columns. */
  predict(X: Matrix): number[] {
    return assign(this.#checked(X), this.centroids).labels;
  }

  /** The distance of each row from each centroid: `[samples][clusters]`. @throws as `predict` does. */
  transform(X: Matrix): number[][] {
    return this.#checked(X).map((row) => this.centroids.map((centroid) => Math.sqrt(squaredDistance(row, centroid))));
  }

  /** − Σ of the squared distances of the rows from their nearest centroids: the nearer to 0, the tighter. @throws as `predict` does. */
  score(X: Matrix): number {
    return -assign(this.#checked(X), this.centroids).inertia;
  }

  #checked(X: Matrix): Matrix {
    if (this.centroids.length === 0) throw new Error("these clusters are not there yet: call fit(X) first");
    const columns = checkMatrix(X);
    const learnt = this.centroids[0]!.length;
    if (columns !== learnt) throw new RangeError(`X has ${columns} columns, but fit saw ${learnt}: give the same columns`);
    return X;
  }
}

/** The number of the nearest centroid `[clusters][features]`, for each row of `X` `[samples][features]`. Of equals, the first. */
export const nearest = (X: Matrix, centroids: Matrix): number[] =>
  assign(
    X,
    centroids.map((centroid) => Array.from(centroid)),
  ).labels;

function squaredDistance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += (a[j]! - b[j]!) ** 2;
  return sum;
}

function assign(X: Matrix, centroids: number[][], { start = 0, iteration = 0 } = {}): KMeansStep {
  let inertia = 0;
  const labels = X.map((row) => {
    let nearest = 0;
    let least = Number.POSITIVE_INFINITY;
    for (let k = 0; k < centroids.length; k++) {
      const distance = squaredDistance(row, centroids[k]!);
      if (distance < least) {
        least = distance;
        nearest = k;
      }
    }
    inertia += least;
    return nearest;
  });
  return { start, iteration, centroids, labels, inertia };
}

/** A cluster that has lost all its rows takes the row that lies farthest from its centroid. */
function means(X: Matrix, { centroids, labels }: KMeansStep): number[][] {
  const sums = centroids.map((centroid) => centroid.map(() => 0));
  const counts = centroids.map(() => 0);
  for (const [i, row] of X.entries()) {
    const sum = sums[labels[i]!]!;
    counts[labels[i]!]!++;
    for (let j = 0; j < row.length; j++) sum[j]! += row[j]!;
  }
  const taken = new Set<number>();
  return sums.map((sum, k) => {
    if (counts[k]! > 0) return sum.map((value) => value / counts[k]!);
    const farthest = indexOfMax(X.map((row, i) => (taken.has(i) ? -1 : squaredDistance(row, centroids[labels[i]!]!))));
    taken.add(farthest);
    return Array.from(X[farthest]!);
  });
}

/** k-means++: each centroid is a row, drawn in proportion to its squared distance from those before; the best of some candidates. */
function seedCentroids(X: Matrix, clusters: number, random: Random): number[][] {
  const candidates = 2 + Math.floor(Math.log(clusters));
  const centroids = [Array.from(X[random.int(X.length)]!)];
  let distances = X.map((row) => squaredDistance(row, centroids[0]!));
  while (centroids.length < clusters) {
    let best: { row: ArrayLike<number>; distances: number[]; sum: number } | undefined;
    for (let i = 0; i < candidates; i++) {
      // Where all rows lie on centroids already, any row will do.
      const row = X[distances.some((distance) => distance > 0) ? random.choice(distances) : random.int(X.length)]!;
      const nearer = distances.map((distance, n) => Math.min(distance, squaredDistance(X[n]!, row)));
      const sum = nearer.reduce((total, distance) => total + distance, 0);
      if (!best || sum < best.sum) best = { row, distances: nearer, sum };
    }
    centroids.push(Array.from(best!.row));
    distances = best!.distances;
  }
  return centroids;
}

const indexOfMax = (values: number[]) => values.reduce((best, value, i) => (value > values[best]! ? i : best), 0);
