import { checkMatrix, isSparse } from "./check.ts";
import type { AnyMatrix, SparseMatrix } from "./estimator.ts";

/** A row of numbers of which most are zero: only the others are kept. */
export interface SparseRow {
  /** Columns of the numbers that are kept, rising. */
  readonly indices: Int32Array;
  /** Those numbers, in the same order. */
  readonly values: Float64Array;
  /** Columns of the row, zeros included. */
  readonly length: number;
}

/** Column numbers are kept in 32 bits. */
const MOST_COLUMNS = 2 ** 31 - 1;

/**
 * A sparse row from pairs of column and value, in any order. Values of one column add up; zeros are dropped.
 * @throws RangeError when a column is not a whole number from 0 to `length` − 1, or there are 2³¹ columns or more.
 */
export function sparseRow(entries: Iterable<readonly [column: number, value: number]>, length: number): SparseRow {
  if (length > MOST_COLUMNS)
    throw new RangeError(`a row of ${length} columns: there may be ${MOST_COLUMNS} at most. Number columns from 0 on, without gaps`);
  const sums = new Map<number, number>();
  for (const [column, value] of entries) {
    if (!(Number.isInteger(column) && column >= 0 && column < length))
      throw new RangeError(`column ${column} is not one of the ${length} columns of the row`);
    sums.set(column, (sums.get(column) ?? 0) + value);
  }
  const kept = [...sums].filter(([, value]) => value !== 0).sort(([a], [b]) => a - b);
  return { indices: Int32Array.from(kept, ([column]) => column), values: Float64Array.from(kept, ([, value]) => value), length };
}

/** The row written out: `[columns]`. */
export function toDense({ indices, values, length }: SparseRow): number[] {
  const row = new Array<number>(length).fill(0);
  for (const [i, column] of indices.entries()) row[column] = values[i]!;
  return row;
}

/**
 * A matrix in compressed rows, which models compute with: the entries of row i that are not zero stand from `start[i]` up to
 * `start[i + 1]`.
 */
export interface CompressedRows {
  rows: number;
  columns: number;
  /** `[rows + 1]`. */
  start: Int32Array;
  /** Column of each entry, rising within a row: `[entries]`. */
  index: Int32Array;
  /** `[entries]`. */
  value: Float64Array;
}

/**
 * Dense or sparse rows, compressed.
 * @throws TypeError, RangeError when `X` is empty, ragged or holds something that is not a finite number.
 */
export function compress(X: AnyMatrix): CompressedRows {
  if (isSparse(X)) return compressSparse(X);
  const columns = checkMatrix(X);
  let entries = 0;
  for (const row of X) for (let j = 0; j < columns; j++) if (row[j] !== 0) entries++;
  const out = allocate(X.length, columns, entries);
  let at = 0;
  for (const [i, row] of X.entries()) {
    for (let j = 0; j < columns; j++) {
      const value = row[j]!;
      if (value === 0) continue;
      out.index[at] = j;
      out.value[at++] = value;
    }
    out.start[i + 1] = at;
  }
  return out;
}

/** Columns as compressed rows. Entries of a column come in the order of the rows. */
export function transpose({ rows, columns, start, index, value }: CompressedRows): CompressedRows {
  const out = allocate(columns, rows, index.length);
  for (const column of index) out.start[column + 1]!++;
  for (let j = 0; j < columns; j++) out.start[j + 1]! += out.start[j]!;
  const next = out.start.slice(0, columns);
  for (let i = 0; i < rows; i++) {
    for (let at = start[i]!; at < start[i + 1]!; at++) {
      const to = next[index[at]!]!++;
      out.index[to] = i;
      out.value[to] = value[at]!;
    }
  }
  return out;
}

function compressSparse(X: SparseMatrix): CompressedRows {
  const columns = X[0]!.length;
  const out = allocate(
    X.length,
    columns,
    X.reduce((sum, row) => sum + (row?.indices?.length ?? 0), 0),
  );
  let at = 0;
  for (const [i, row] of X.entries()) {
    if (!row?.indices || row.indices.length !== row.values.length) throw new TypeError(`X[${i}] is not a sparse row: make it with sparseRow(…)`);
    if (row.length !== columns) throw new RangeError(`X[${i}] has ${row.length} columns, X[0] has ${columns}: all rows must be equally long`);
    for (let k = 0; k < row.indices.length; k++) {
      const column = row.indices[k]!;
      const value = row.values[k]!;
      if (!(column >= 0 && column < columns)) throw new RangeError(`X[${i}] has a value in column ${column}: it has ${columns} columns`);
      if (!Number.isFinite(value)) throw new TypeError(`X[${i}][${column}] is ${value}: all values must be finite numbers`);
      out.index[at] = column;
      out.value[at++] = value;
    }
    out.start[i + 1] = at;
  }
  return out;
}

/** Room for so many entries. */
export const allocate = (rows: number, columns: number, entries: number): CompressedRows => ({
  rows,
  columns,
  start: new Int32Array(rows + 1),
  index: new Int32Array(entries),
  value: new Float64Array(entries),
});
