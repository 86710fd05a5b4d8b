import { seed } from "./random.ts";

/** Eigenvalues, greatest first, each with its eigenvector of length 1. */
export interface Eigenpairs {
  /** `[count]` */
  values: number[];
  /** `[count][size]` */
  vectors: number[][];
}

/**
 * All eigenpairs of a small symmetric matrix `[n][n]`, by Jacobi's rotations. O(n³) a sweep, some ten sweeps.
 * Source: C. Jacobi, 1846; G. Golub, C. Van Loan, Matrix Computations, 4th edition, section 8.5.
 */
export function jacobi(matrix: readonly (readonly number[])[]): Eigenpairs {
  const A = matrix.map((row) => [...row]);
  const n = A.length;
  const V = A.map((_, i) => A.map((_, j) => (i === j ? 1 : 0)));
  const size = Math.sqrt(A.flat().reduce((sum, value) => sum + value ** 2, 0));
  for (let sweep = 0; sweep < 60; sweep++) {
    let off = 0;
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) off += A[p]![q]! ** 2;
    if (Math.sqrt(off) <= 1e-15 * size) break;
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) rotate(A, V, p, q);
  }
  const order = A.map((_, i) => i).sort((a, b) => A[b]![b]! - A[a]![a]!);
  return { values: order.map((i) => A[i]![i]!), vectors: order.map((i) => V[i]!) };
}

export interface TopEigenpairsOptions {
  /** n, of the n × n matrix. */
  size: number;
  /** How many eigenpairs, the greatest ones. */
  count: number;
  /** The matrix times each of these vectors `[vectors][n]`. It must be symmetric and have no negative eigenvalues. */
  multiply(vectors: readonly Float64Array[]): Float64Array[];
  /** Stop when no eigenvalue changes by more than this share of the greatest. Default 1e-12. */
  tolerance?: number;
}

/**
 * The greatest eigenpairs of a large symmetric matrix that need not be written out, by subspace iteration with a Rayleigh–Ritz step: multiply
 * a block of vectors, make them orthogonal, and solve the small problem within. Ten vectors more than asked for make it fast.
 * The first block is drawn from a fixed seed: the result hangs on it in the last digits alone.
 * Source: G. Golub, C. Van Loan, Matrix Computations, 4th edition, section 8.2.4.
 */
export function topEigenpairs(options: TopEigenpairsOptions): Eigenpairs {
  let last: Eigenpairs = { values: [], vectors: [] };
  for (last of topEigenpairSteps(options));
  return last;
}

/** The same, round by round, each nearer than the one before. */
export function* topEigenpairSteps({ size, count, multiply, tolerance = 1e-12 }: TopEigenpairsOptions): Generator<Eigenpairs, void, undefined> {
  const random = seed(1);
  const width = Math.min(size, count + 10);
  let block = orthonormal(Array.from({ length: width }, () => Float64Array.from({ length: size }, () => random.normal())));
  let before: number[] = [];
  for (let round = 0; ; round++) {
    const product = multiply(block);
    const { values, vectors } = jacobi(block.map((u) => product.map((v) => dot(u, v))));
    const settled = values.slice(0, count).every((value, i) => Math.abs(value - (before[i] ?? 0)) <= tolerance * values[0]!);
    yield { values: values.slice(0, count), vectors: vectors.slice(0, count).map((weights) => [...combine(block, weights)]) };
    if (width === size || settled || round === 500) return;
    before = values;
    block = orthonormal(vectors.map((weights) => combine(product, weights)));
  }
}

/** Makes A[p][q] 0 by turning the plane of p and q, and turns the rows of V with it. */
function rotate(A: number[][], V: number[][], p: number, q: number): void {
  const apq = A[p]![q]!;
  if (apq === 0) return;
  const theta = (A[q]![q]! - A[p]![p]!) / (2 * apq);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta ** 2 + 1));
  const c = 1 / Math.sqrt(t ** 2 + 1);
  const s = t * c;
  for (const row of A) {
    const [x, y] = [row[p]!, row[q]!];
    row[p] = c * x - s * y;
    row[q] = s * x + c * y;
  }
  for (const [P, Q] of [
    [A[p]!, A[q]!],
    [V[p]!, V[q]!],
  ] as const) {
    for (let k = 0; k < P.length; k++) {
      const [x, y] = [P[k]!, Q[k]!];
      P[k] = c * x - s * y;
      Q[k] = s * x + c * y;
    }
  }
}

/** Gram and Schmidt, twice, which is enough. A vector that lies among those before it becomes another direction. */
function orthonormal(vectors: Float64Array[]): Float64Array[] {
  const done: Float64Array[] = [];
  const random = seed(2);
  for (let vector of vectors) {
    for (;;) {
      const before = Math.sqrt(dot(vector, vector));
      for (let twice = 0; twice < 2; twice++)
        for (const other of done) {
          const along = dot(vector, other);
          for (let i = 0; i < vector.length; i++) vector[i]! -= along * other[i]!;
        }
      const length = Math.sqrt(dot(vector, vector));
      if (length > 1e-10 * before && length > 0) {
        done.push(vector.map((value) => value / length));
        break;
      }
      vector = vector.map(() => random.normal());
    }
  }
  return done;
}

function combine(vectors: readonly Float64Array[], weights: readonly number[]): Float64Array {
  const sum = new Float64Array(vectors[0]!.length);
  for (const [k, vector] of vectors.entries()) for (let i = 0; i < sum.length; i++) sum[i]! += weights[k]! * vector[i]!;
  return sum;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
