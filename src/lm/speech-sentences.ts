/** Speeches cut into sentences, and the sentences into tokens: what a model of the words in speeches learns from, and is examined on. */

import { inferenceMode } from "#tensor";
import { checkSize } from "../base/check.ts";
import { checkRandom, type Random } from "../base/random.ts";
import { type SparseRow, sparseRow } from "../base/sparse.ts";
import { splitSentences } from "../words/text-rank.ts";
import type { BERT } from "./bert.ts";
import type { TokenRows } from "./transformer.ts";
import type { WordTokenizer } from "./word-tokenizer.ts";

/** Speeches, each for one purpose: to learn from, to choose with, or never seen until the end. */
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

/** A row of tokens, one of which is to be guessed. */
export interface Gap {
  tokens: number[];
  /** The place of the gap, from 0. */
  at: number;
}

/**
 * Gaps at random places, at most one in each row, none at a special token: those below `specials`. The same seed draws the same.
 * @throws RangeError when `count` is not a whole number above 0.
 */
export function gapsOf(rows: TokenRows, specials: number, count: number, random: Random): Gap[] {
  checkSize(count, "count");
  checkRandom(random);
  const gaps: Gap[] = [];
  for (const row of random.shuffle([...rows])) {
    const places = Array.from(row.keys()).filter((i) => row[i]! >= specials);
    if (places.length === 0) continue;
    gaps.push({ tokens: [...row], at: places[random.int(places.length)]! });
    if (gaps.length === count) break;
  }
  return gaps;
}

/** For each row the mean of the vectors that the encoder gives its tokens, `[rows][nEmbd]`: what a small classifier can learn from. @throws RangeError as `BERT.encode`. */
export function meanVectors(model: BERT, rows: TokenRows): number[][] {
  return rows.map((row) => Array.from(inferenceMode(() => model.encode([row]).mean(1)).toFloat32Array()));
}

/** How often each token stands in a row, `[vocabSize]`, scaled to length 1: a bag of words. @throws RangeError when a token is not one of the vocabulary. */
export function bagOfTokens(tokens: readonly number[], vocabSize: number): SparseRow {
  const { indices, values, length } = sparseRow(
    tokens.map((token) => [token, 1]),
    vocabSize,
  );
  const size = Math.sqrt(values.reduce((sum, count) => sum + count ** 2, 0));
  return { indices, values: values.map((count) => count / size), length };
}
