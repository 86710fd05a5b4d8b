import type { DenseMatrix } from "./estimator.ts";
import { allocate, type CompressedRows } from "./sparse.ts";

/** Other units for columns: x ↦ (x − offset) / scale. */
export interface ColumnUnits {
  /** What is taken off each column, 0 where nothing is: `[columns]`. */
  offset: Float64Array;
  /** What it is then divided by, a power of two, so that no digit is lost: `[columns]`. */
  scale: Float64Array;
}

/**
 * Units in which columns lie near 0 and are not wide. A solver loses its way where they do not: far from 0, such as years or timestamps, a weight and
 * the intercept all but stand for the same, and squares lose the digits in which rows differ; in a wide column, such as incomes, a
 * weight has to be tiny.
 *
 * A column with |mean| ≤ 3 deviations and a deviation of at most 1 is left as it is, to the last bit. So are most zeros: by Chebyshev's inequality,
 * less than 1/9 of a column that is moved are zeros.
 */
export function calmUnits({ rows, columns, index, value }: CompressedRows): ColumnUnits {
  // Numbers as shares of the largest, whose squares cannot overflow.
  const largest = new Float64Array(columns).fill(Number.MIN_VALUE);
  const entries = new Int32Array(columns);
  for (let at = 0; at < index.length; at++) {
    const j = index[at]!;
    largest[j] = Math.max(largest[j]!, Math.abs(value[at]!));
    entries[j]!++;
  }
  const means = new Float64Array(columns);
  for (let at = 0; at < index.length; at++) means[index[at]!]! += value[at]! / largest[index[at]!]! / rows;
  const variances = means.map((mean, j) => ((rows - entries[j]!) / rows) * mean ** 2);
  for (let at = 0; at < index.length; at++) variances[index[at]!]! += (value[at]! / largest[index[at]!]! - means[index[at]!]!) ** 2 / rows;
  const deviations = variances.map(Math.sqrt);
  return {
    offset: means.map((mean, j) => (Math.abs(mean) > 3 * deviations[j]! ? mean * largest[j]! : 0)),
    scale: deviations.map((deviation, j) => 2 ** Math.min(1023, Math.max(0, Math.round(Math.log2(deviation * largest[j]!))))),
  };
}

/** Rows in other units: the very same rows where nothing changes. Zeros of a column that is moved are written out. */
export function changeUnits(X: CompressedRows, { offset, scale }: ColumnUnits): CompressedRows {
  const moved = [...offset.keys()].filter((j) => offset[j] !== 0);
  if (moved.length === 0 && scale.every((one) => one === 1)) return X;
  const { rows, columns, start, index, value } = X;
  const out = allocate(rows, columns, index.length + rows * moved.length);
  let to = 0;
  const write = (j: number, x: number) => {
    out.index[to] = j;
    out.value[to++] = (x - offset[j]!) / scale[j]!;
  };
  for (let i = 0; i < rows; i++) {
    let next = 0;
    for (let at = start[i]!; at < start[i + 1]!; at++) {
      const j = index[at]!;
      while (next < moved.length && moved[next]! < j) write(moved[next++]!, 0);
      if (moved[next] === j) next++;
      write(j, value[at]!);
    }
    while (next < moved.length) write(moved[next++]!, 0);
    out.start[i + 1] = to;
  }
  return { ...out, index: out.index.subarray(0, to), value: out.value.subarray(0, to) };
}

/** Whether two rows differ in column `j`. */
export function varies(X: DenseMatrix, j: number): boolean {
  const first = X[0]![j];
  return X.some((x) => x[j] !== first);
}
