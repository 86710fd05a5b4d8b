/** One head-to-head: the data, and who takes part. */
import type { Label } from "../../src/base/estimator.ts";
import type { Contestant, LabelledRows } from "../../src/versus/head-to-head.ts";
import type { LossContestant } from "../../src/versus/judge-losses.ts";

export interface Task<Row, L extends Label> {
  name: string;
  data: LabelledRows<Row, L>;
  /** Folds into which the rows are dealt, each class evenly. */
  folds: number;
  /** Rows of the same key are the same row. */
  key(row: Row): string;
  /** The row as a text, in which near copies are looked for. */
  text(row: Row): string;
  /** In the order in which they are run. */
  entries: readonly Entry<Row, L>[];
}

export interface Entry<Row, L extends Label> {
  contestant: Contestant<Row, L>;
  /** For the learning curve: labels to learn from, and how often so many are drawn. */
  draws: readonly { labels: number; times: number }[];
}

/** One over losses: the data, and who takes part. */
export interface LossTask<Item> {
  name: string;
  /** Of the losses. */
  unit: string;
  train: readonly Item[];
  /** Nothing is learnt from these or chosen with them. */
  exam: readonly Item[];
  /** In the order in which they are run. `amounts`: from how many of the first items it learns, too. */
  entries: readonly { contestant: LossContestant<Item>; amounts?: readonly number[] }[];
}
