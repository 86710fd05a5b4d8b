/** Seeds of the translator of numbers on two splits: `npm run record -- translation` made it. */

import json from "./data/translation.json" with { type: "json" };
import type { Recording } from "./recording.ts";

/** What was asked, and how it was answered. */
export interface TranslationExam {
  asked: number;
  /** Right to the letter. */
  right: number;
  /** The first answers that are not: twelve at most. */
  wrong: { number: number; french: string; wrote: string }[];
}

interface Trained {
  seed: number;
  /** Loss on pairs that were watched, in nats per French token. */
  curve: { step: number; validation: number }[];
  watched: TranslationExam;
}

/** What the seeds reached, on a split at random and on a harder one. */
export interface TranslationFound {
  /** New numbers, all drawn alike; and small ones, below 1,000. */
  plain: (Trained & { exam: TranslationExam; small: TranslationExam })[];
  /** Numbers with something that never stood in what was learnt from. */
  harder: (Trained & { range: TranslationExam; hundreds: TranslationExam; parts: TranslationExam })[];
}

/** The trainings of the lesson on translation. */
export const translation: Recording<TranslationFound> = json;
