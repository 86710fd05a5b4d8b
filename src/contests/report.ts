/** What `npm run head-to-head` measures of a task whose answers are right or wrong: `#recorded/…-contest` holds it. */
import type { Label } from "../base/estimator.ts";
import type { CurvePoint, Result, Timing } from "../versus/head-to-head.ts";

/** One head-to-head. The same seed makes the same entries; the timings are processor time on one machine. */
export interface HeadToHead {
  /** `npm run head-to-head -- TASK` makes it again. */
  task: string;
  seed: number;
  /** Labelled rows in all. */
  rows: number;
  /** Rows of the first test, which is the only one for those who train for minutes. */
  firstTest: number[];
  nearCopies: NearCopies;
  entries: HeadToHeadEntry[];
  timings: { machine: string; entries: Record<string, Timing> };
}

/** Rows that are almost the same as others. */
export interface NearCopies {
  /** Characters of a shingle. */
  size: number;
  /** Jaccard's index from which on two rows are near copies. */
  similarity: number;
  /** Pairs of near copies among all rows. */
  pairs: number;
  /** Rows that have a near copy among the training rows of the fold in which they are tested. */
  tested: number[];
}

/** What came out for one contestant. */
export interface HeadToHeadEntry {
  /** Name, and characters read. */
  id: string;
  result: Result<Label>;
  /** Accuracy on the first fold's test rows, from few labels to all. */
  curve: CurvePoint[];
}
