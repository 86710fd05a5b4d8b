import type { SummaryTally } from "../score/fact-check.ts";
import type { Recording } from "./recording.ts";
import recording from "./summary-seeds.json" with { type: "json" };

/** A writer of summaries, trained from one seed, and marked on 300 reports that it has not seen. */
export interface SummaryRun extends SummaryTally {
  seed: number;
}

/** What `npm run record -- summary-seeds` found: the training of the lesson on summaries, from another seed. */
export const summarySeeds: Recording<SummaryRun[]> = recording;
