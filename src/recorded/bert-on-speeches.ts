/** The BERT that read speeches, on speeches that it has never seen: gaps filled, and sentences sorted with few labels. */
import found from "./data/bert-on-speeches.json" with { type: "json" };
import type { Recording } from "./recording.ts";

/** Who fills gaps: counts of words, of a word and the one after it, of one with both its neighbours; and the model. */
export type GapFiller = "unigram" | "bigram" | "between" | "bert";

/** What they are called on the page. */
export const FILLERS: { [who in GapFiller]: string } = {
  unigram: "always the commonest word",
  bigram: "counts: the word to the left",
  between: "counts: a word on each side",
  bert: "BERT",
};

/** Who sorts sentences: a bag of words, the vectors of the trained encoder, and those of one with random numbers; on each, logistic regression. */
export type EraSorter = "words" | "bert" | "untrained";

/** Sentences from before 1900 and after 1945, told apart after so many labelled ones. */
export interface FewLabels {
  labels: number;
  /** Share of right answers on the test's sentences, for each draw of labelled ones. */
  right: { [who in EraSorter]: number[] };
  /** What a wrong answer costs, chosen on sentences of the validation speeches. */
  C: { [who in EraSorter]: number };
  /** How much more often the trained encoder is right than another, with a 95 % interval by a bootstrap over the test's sentences. */
  gain: { [who in Exclude<EraSorter, "bert">]: { mean: number; low: number; high: number } };
}

/** Gaps filled and sentences sorted, on speeches of the test. */
export interface BERTFound {
  /** SHA-256 of the weights that were examined. */
  weights: string;
  /** For each gap, whether the guess is right: "1" or "0". */
  contest: { [who in GapFiller]: string };
  /**
   * Gaps after is, are, was or were, filled as they stand and with "not" before them: how many there are, in how many both guesses are the same, in how many the
   * plain one is right, and in how many that right word is said after "not" all the same.
   */
  negation: { gaps: number; same: number; right: number; stillSaid: number };
  fewLabels: FewLabels[];
  /** Sentences that labelled ones are drawn from; how many examine; how often is drawn. */
  pool: number;
  asked: number;
  draws: number;
}

/** `npm run record -- bert-on-speeches` makes it again. */
export const bertRecording: Recording<BERTFound> = found;
