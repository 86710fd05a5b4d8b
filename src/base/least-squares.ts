/** What {@link leastSquares} finds. */
export interface LeastSquares {
  /** `[columns]`. */
  solution: Float64Array;
  /** How many columns say something that the others do not. */
  rank: number;
}

/**
 * The x that makes ‖A x − b‖ least; where several do, because columns depend on each other, the shortest of them.
 *
 * Householder reflections turn A into a triangle, the column with most left always first, so that what depends on others comes last
 * and is seen. Source: G. Golub, C. Van Loan, Matrix Computations, 4th edition, sections 5.4.2 (pivoting) and 5.5.2 (complete orthogonal
 * decomposition). O(rows · columns²). Squaring A, as the normal equations do, would lose half of the digits.
 *
 * A column may look as if it depended on others only because its unit makes it short beside them. Where something is left of one that is not short beside
 * itself, all is done again with the columns equally long, and that counts where it finds more that say something.
 *
 * @param columns A: `[columns][rows]`.
 * @param b `[rows]`.
 */
export function leastSquares(columns: readonly Float64Array[], b: Float64Array): LeastSquares {
  const { short, ...found } = solve(columns, b);
  if (!short) return found;
  // Powers of two, so that no digit is lost.
  const lengths = columns.map((column) => 2 ** Math.round(Math.log2(norm(column, 0) || 1)));
  const again = solve(
    columns.map((column, j) => column.map((value) => value / lengths[j]!)),
    b,
  );
  if (again.rank <= found.rank) return found;
  return { rank: again.rank, solution: again.solution.map((value, j) => value / lengths[j]!) };
}

/** `short`: whether a column was given up that is short beside others, but not beside what it was. */
function solve(A: readonly Float64Array[], given: Float64Array): LeastSquares & { short: boolean } {
  const columns = A.map((column) => column.slice());
  const b = given.slice();
  const [n, m] = [columns.length, b.length];
  const order = Array.from({ length: n }, (_, j) => j);
  let rank = 0;
  let largest = 0;
  const least = Number.EPSILON * Math.max(m, n);
  for (; rank < Math.min(m, n); rank++) {
    const pivot = longest(columns, rank);
    [columns[rank], columns[pivot]] = [columns[pivot]!, columns[rank]!];
    [order[rank], order[pivot]] = [order[pivot]!, order[rank]!];
    const length = norm(columns[rank]!, rank);
    largest = Math.max(largest, length);
    if (length <= least * largest) break;
    const mirror = makeMirror(columns[rank]!, rank);
    for (let j = rank + 1; j < n; j++) reflect(mirror, columns[j]!, rank);
    reflect(mirror, b, rank);
  }
  const short = rank < Math.min(m, n) && order.some((column, place) => place >= rank && norm(columns[place]!, rank) > least * norm(A[column]!, 0));
  const found = rank === n ? solveUpper(columns, b, n) : shortest(columns, b, rank);
  const solution = new Float64Array(n);
  for (const [place, column] of order.entries()) solution[column] = found[place]!;
  return { solution, rank, short };
}

/** Back substitution: R x = b with R the upper triangle of `columns`, from the last unknown to the first. */
function solveUpper(columns: readonly Float64Array[], b: Float64Array, n: number): Float64Array {
  const x = b.slice(0, n);
  for (let i = n - 1; i >= 0; i--) {
    x[i]! /= columns[i]![i]!;
    for (let k = 0; k < i; k++) x[k]! -= columns[i]![k]! * x[i]!;
  }
  return x;
}

/**
 * The shortest x with R x = b, where R `[rank][n]` is wider than high. Rᵀ = Z T makes it Tᵀ u = b, x = Z u: what lies outside Z would
 * only make x longer.
 */
function shortest(columns: readonly Float64Array[], b: Float64Array, rank: number): Float64Array {
  const n = columns.length;
  const across = Array.from({ length: rank }, (_, i) => Float64Array.from(columns, (column, j) => (j < i ? 0 : column[i]!)));
  const mirrors: Float64Array[] = [];
  for (let k = 0; k < rank; k++) {
    const mirror = makeMirror(across[k]!, k);
    for (let j = k + 1; j < rank; j++) reflect(mirror, across[j]!, k);
    mirrors.push(mirror);
  }
  const x = new Float64Array(n);
  for (let i = 0; i < rank; i++) {
    let left = b[i]!;
    for (let k = 0; k < i; k++) left -= across[i]![k]! * x[k]!;
    x[i] = left / across[i]![i]!;
  }
  for (let k = rank - 1; k >= 0; k--) reflect(mirrors[k]!, x, k);
  return x;
}

/** The unit vector v of the reflection 1 − 2 v vᵀ that leaves of `column`, from entry `k` on, only entry `k`. Writes that into it. */
function makeMirror(column: Float64Array, k: number): Float64Array {
  const mirror = column.slice(k);
  const length = norm(column, k);
  // Away from the column, so that nothing cancels.
  const target = column[k]! > 0 ? -length : length;
  mirror[0]! -= target;
  const size = norm(mirror, 0);
  if (size > 0) for (let i = 0; i < mirror.length; i++) mirror[i]! /= size;
  column.fill(0, k);
  column[k] = target;
  return mirror;
}

function reflect(mirror: Float64Array, column: Float64Array, k: number): void {
  let dot = 0;
  for (let i = 0; i < mirror.length; i++) dot += mirror[i]! * column[k + i]!;
  for (let i = 0; i < mirror.length; i++) column[k + i]! -= 2 * dot * mirror[i]!;
}

function longest(columns: readonly Float64Array[], from: number): number {
  let best = from;
  for (let j = from + 1; j < columns.length; j++) if (norm(columns[j]!, from) > norm(columns[best]!, from)) best = j;
  return best;
}

function norm(column: Float64Array, from: number): number {
  let sum = 0;
  for (let i = from; i < column.length; i++) sum += column[i]! ** 2;
  return Math.sqrt(sum);
}
