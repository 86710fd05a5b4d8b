import type { Label, Matrix } from "./estimator.ts";

/**
 * The number of columns of `X`.
 * @throws TypeError, RangeError when `X` has no rows or no columns, rows of different lengths, or something that is not a finite number.
 */
export function checkMatrix(X: Matrix, name = "X"): number {
  if (!Array.isArray(X)) throw new TypeError(`${name} is not an array of rows`);
  if (X.length === 0) throw new RangeError(`${name} is empty: it needs at least one row`);
  const columns = X[0]!.length;
  for (const [i, row] of X.entries()) {
    if (!Array.isArray(row)) throw new TypeError(`${name}[${i}] is ${row}: each row is an array of numbers`);
    if (row.length === 0) throw new RangeError(`${name}[${i}] is empty: each row needs at least one number`);
    if (row.length !== columns)
      throw new RangeError(`${name}[${i}] has ${row.length} numbers, ${name}[0] has ${columns}: all rows must be equally long`);
    for (const [j, value] of row.entries())
      if (!Number.isFinite(value)) throw new TypeError(`${name}[${i}][${j}] is ${value}: all values must be finite numbers`);
  }
  return columns;
}

/** @throws RangeError unless there is one label for each row. */
export function checkLabels(X: Matrix, y: readonly Label[]): void {
  if (X.length !== y.length) throw new RangeError(`X has ${X.length} rows, y has ${y.length} labels: each row needs one label`);
}

/** @throws RangeError unless `value` is a whole number of at least `least`; `Infinity` counts as one. */
export function checkCount(value: number, name: string, least: number): void {
  if (value === Number.POSITIVE_INFINITY || (Number.isInteger(value) && value >= least)) return;
  throw new RangeError(`${name} is ${value}: it must be a whole number of at least ${least}`);
}
