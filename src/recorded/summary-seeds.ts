import recording from "./data/summary-seeds.json" with { type: "json" };
import type { Recording } from "./recording.ts";

/** A writer of summaries, trained from one seed, and marked on 300 reports that it has not seen. */
export interface SummaryRun {
  seed: number;
  /** Mean ROUGE-L. */
  rougeL: number;
  /** Facts that a summary keeps, of four: the mean. */
  kept: number;
  /** Summaries that leave out one fact or more. */
  leftOut: number;
  /** Summaries that say something which the report does not say. */
  invented: number;
}

/** What `npm run record -- summary-seeds` found: the training of the lesson on summaries, from another seed. */
export const summarySeeds: Recording<SummaryRun[]> = recording;
