/** One head-to-head: the data, and who takes part. */
import type { Label } from "../../src/base/estimator.ts";
import type { Contestant, LabelledRows } from "../../src/versus/head-to-head.ts";

export interface Task<Row, L extends Label> {
  name: string;
  data: LabelledRows<Row, L>;
  /** Folds into which the rows are dealt, each class evenly. */
  folds: number;
  /** Rows of the same key are the same row. */
  key(row: Row): string;
  entries: readonly Entry<Row, L>[];
}

export interface Entry<Row, L extends Label> {
  contestant: Contestant<Row, L>;
  /** Labels to learn from, for the learning curve, below all. */
  sizes: readonly number[];
  /** How often so many are drawn. */
  repeats(size: number): number;
}
