/** What `npm run head-to-head` measured: the long trainings that pages show instead of running them. */
import type { Label } from "../base/estimator.ts";
import type { CurvePoint, Result, Timing } from "./head-to-head.ts";
import spamReport from "./measured-spam.json" with { type: "json" };

/** One head-to-head. The same seed makes the same entries; the timings are processor time on one machine. */
export interface HeadToHead {
  /** `npm run head-to-head -- TASK` makes it again. */
  task: string;
  seed: number;
  /** Labelled rows in all. */
  rows: number;
  entries: HeadToHeadEntry[];
  timings: { machine: string; entries: Record<string, Timing> };
}

/** What came out for one contestant. */
export interface HeadToHeadEntry {
  result: Result<Label>;
  /** Accuracy on the first fold's test rows. */
  curve: CurvePoint[];
}

/** What was measured, by task. */
export const headToHead = { spam: spamReport as HeadToHead };
