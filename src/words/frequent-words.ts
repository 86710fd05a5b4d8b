import { checkCount } from "../base/check.ts";
import { wordsAndNumbers } from "../base/letters.ts";
import { contentWords } from "./text-rank.ts";

/** The words that a text has most often, those that say nothing left out. */
export interface FrequentWords {
  /** Most frequent first; of equally frequent ones the first in the text. */
  words: string[];
  /** The share of them that another text holds, 0 to 1. */
  coveredBy(text: string): number;
}

/** The `count` most frequent words of a text, without those of {@link contentWords}' list. @throws RangeError unless `count` is a whole number of 1 or more. */
export function frequentWords(text: string, count: number): FrequentWords {
  checkCount(count, "count", 1);
  const counts = new Map<string, number>();
  for (const word of contentWords(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const words = [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, count)
    .map(([word]) => word);
  return {
    words,
    coveredBy(other) {
      const there = new Set(wordsAndNumbers(other));
      return words.length === 0 ? 0 : words.filter((word) => there.has(word)).length / words.length;
    },
  };
}
