import type { CompressedRows } from "./sparse.ts";

/**
 * The dot product of one row with many, without touching zeros: for each entry of the row, down the column in which it stands.
 * On pixels and word counts, where most entries are zero, that is many times faster than row by row.
 *
 * @param x where the row stands: row `row` of `x`.
 * @param columns the many rows, transposed: `[features]` rows of `[many]`.
 * @param out `[many]`, overwritten.
 */
export function dotWithAll(x: CompressedRows, row: number, columns: CompressedRows, out: Float64Array): void {
  out.fill(0);
  for (let at = x.start[row]!; at < x.start[row + 1]!; at++) addColumn(columns, x.index[at]!, x.value[at]!, out);
}

/** Σ x² of each row: `[rows]`. */
export function squaredNorms({ rows, start, value }: CompressedRows): Float64Array {
  const norms = new Float64Array(rows);
  for (let i = 0; i < rows; i++) for (let at = start[i]!; at < start[i + 1]!; at++) norms[i]! += value[at]! ** 2;
  return norms;
}

function addColumn({ start, index, value }: CompressedRows, column: number, factor: number, out: Float64Array): void {
  const end = start[column + 1]!;
  for (let at = start[column]!; at < end; at++) out[index[at]!]! += factor * value[at]!;
}
