/** Speeches cut into sentences, and the sentences into tokens: what a model of the words in speeches learns from, and is examined on. */
import { checkSize } from "../base/check.ts";
import { splitSentences } from "./text-rank.ts";
import type { WordTokenizer } from "./word-tokenizer.ts";

/** A third of a data set each is for one purpose: to learn from, to choose with, or never seen until the end. */
export interface SpeechParts<T> {
  learn: T[];
  validation: T[];
  test: T[];
}

/**
 * Split by year, so that speeches of one year, which can be two versions of the same, stand in the same part: of every ten years one is for validation and one for
 * the test. Whoever speaks in a test speech may have spoken in one that is learnt from.
 */
export function splitByYear<T extends { year: number }>(speeches: readonly T[]): SpeechParts<T> {
  const years = [...new Set(speeches.map(({ year }) => year))].sort((a, b) => a - b);
  const placeOf = new Map(years.map((year, place) => [year, place % 10]));
  const at = (wanted: (place: number) => boolean) => speeches.filter(({ year }) => wanted(placeOf.get(year)!));
  return { learn: at((place) => place !== 4 && place !== 9), validation: at((place) => place === 4), test: at((place) => place === 9) };
}

/** The sentences of a text as such a model reads them: in lower case, each line break and run of spaces one space. */
export function lowerSentences(text: string): string[] {
  return splitSentences(text).map((sentence) => sentence.toLowerCase());
}

/**
 * Sentences as rows of tokens: those with fewer than `shortest` are left out, those with more than `longest` cut into equal pieces.
 * @throws RangeError when a bound is not a whole number above 0.
 */
export function sentenceRows(
  sentences: readonly string[],
  tokenizer: WordTokenizer,
  { shortest = 5, longest }: { shortest?: number; longest: number },
): number[][] {
  checkSize(shortest, "shortest");
  checkSize(longest, "longest");
  return sentences.flatMap((sentence) => {
    const tokens = tokenizer.encode(sentence);
    if (tokens.length < shortest) return [];
    const pieces = Math.ceil(tokens.length / longest);
    return Array.from({ length: pieces }, (_, i) =>
      tokens.slice(Math.floor((i * tokens.length) / pieces), Math.floor(((i + 1) * tokens.length) / pieces)),
    );
  });
}
