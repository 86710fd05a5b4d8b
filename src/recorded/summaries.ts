import recording from "./data/summaries.json" with { type: "json" };
import type { Recording } from "./recording.ts";

/** What three sentences of each speech hold, chosen in one way; means over all speeches. */
export interface SpeechSummaries {
  by: string;
  /** The share of the speech's twenty most frequent words that stand in them, 0 to 1. */
  covered: number;
  /** How many words the three sentences have. */
  words: number;
}

/** What `npm run record -- summaries` found: State of the Union addresses, three sentences each. */
export const speechSummaries: Recording<SpeechSummaries[]> = recording;
