/** What `npm run head-to-head` measured: the long trainings that pages show instead of running them. */
import spamReport from "./head-to-head/spam.json" with { type: "json" };

/** One head-to-head. The same seed makes the same entries; the timings are those of one machine. */
export interface HeadToHead {
  /** `npm run head-to-head -- TASK` makes it again. */
  task: string;
  seed: number;
  /** Labelled rows in all. */
  rows: number;
  entries: HeadToHeadEntry[];
  timings: { machine: string; entries: Record<string, HeadToHeadTiming> };
}

export interface HeadToHeadEntry {
  result: {
    name: string;
    side: "ml" | "lm";
    /** Folds that it took part in. */
    folds: number;
    /** Labelled rows that it learnt from, in the first fold. */
    labels: number;
    /** Rows that it was asked about, in all its folds. */
    tested: number;
    accuracy: number;
    foldAccuracies: number[];
    /** In 95 of 100 samples the true accuracy lies within. */
    interval: { low: number; high: number };
    classes: { label: string | number; precision: number; recall: number; f1: number; support: number }[];
    size: { parameters: number; bytes: number };
    mistakes: { row: number; predicted: string | number }[];
  };
  /** Accuracy on the first fold's test rows after so many labels, one for each draw of them. */
  curve: { labels: number; accuracies: number[] }[];
}

/** Processor time. */
export interface HeadToHeadTiming {
  /** Training on one fold. */
  trainSeconds: number;
  /** Milliseconds from one row to its answer: half of the rows took less than `p50`, 95 of 100 less than `p95`. */
  latency: { p50: number; p95: number };
}

export const headToHead = { spam: spamReport as HeadToHead };
