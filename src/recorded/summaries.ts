import type { Recording } from "./recording.ts";
import recording from "./summaries.json" with { type: "json" };

/** What three sentences of each speech hold, chosen in one way; means over all speeches. */
export interface SpeechSummaries {
  by: string;
  /** The share of the speech's twenty most frequent words that stand in them, 0 to 1. */
  covered: number;
  /** How many words the three sentences have. */
  words: number;
}

/** A writer of summaries, trained from one seed, and marked on reports that it has not seen. */
export interface SummaryRun {
  seed: number;
  steps: number;
  parameters: number;
  /** How many reports it was marked on. */
  exam: number;
  /** Mean of the last 20 batches, in nats per word. */
  loss: number;
  /** Summaries that are the reference to the letter. */
  exact: number;
  rougeL: number;
  /** Summaries that leave out one fact or more. */
  leftOut: number;
  /** Summaries that say something which the report does not say. */
  invented: number;
  /** The same, by what they say. */
  wrong: { place: number; sky: number; high: number; wind: number };
  /** Of the wrong temperatures: those that the report names, as the lowest. */
  otherNumber: number;
  /** Of the same reports without their sentence on the wind: summaries that name a wind. */
  windless: number;
  /** Its first five summaries. */
  samples: string[];
}

/** What `npm run record -- summaries` found. */
export const summaryRuns: Recording<{ speeches: SpeechSummaries[]; runs: SummaryRun[] }> = recording;
