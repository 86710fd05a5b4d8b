/**
 * x with A x = b for a symmetric positive definite A `[n][n]`, by Cholesky's decomposition. O(n³). Overwrites A and b; the answer is b.
 * Only the lower triangle of A is read.
 * @throws RangeError when A is not positive definite.
 */
export function solveInPlace(A: Float64Array[], b: Float64Array): Float64Array {
  const n = b.length;
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      let sum = A[i]![j]!;
      for (let k = 0; k < j; k++) sum -= A[i]![k]! * A[j]![k]!;
      if (i > j) A[i]![j] = sum / A[j]![j]!;
      else if (sum > 0) A[j]![j] = Math.sqrt(sum);
      else throw new RangeError("the equations have no single solution: give a regularization above 0");
    }
  }
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) b[i]! -= A[i]![k]! * b[k]!;
    b[i]! /= A[i]![i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) b[i]! -= A[k]![i]! * b[k]!;
    b[i]! /= A[i]![i]!;
  }
  return b;
}
