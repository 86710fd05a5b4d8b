/** How good invented words are: are they words at all, are they new, and could they be words? */
import { checkSize } from "../base/check.ts";
import { mean } from "../base/mean.ts";

/** What stands between all that is no letter. */
export const wordsOf = (text: string): string[] => text.split(/[^\p{L}\p{M}]+/u).filter((word) => word !== "");

/** How good the words of a text are, as shares from 0 to 1. */
export interface Invented {
  /** Share of the words that are not among the known ones. */
  new: number;
  /** Share of the words of which each three letters in a row, beginning and end included, are in some known word. */
  lettersFit: number;
}

/** Judges words one by one. The last of a text is left out: it may be cut off. @throws RangeError when there is no whole word. */
export function judgeInvented(text: string, known: readonly string[]): Invented {
  const words = wordsOf(text).slice(0, -1);
  checkSize(words.length, "the number of whole words");
  const all = new Set(known);
  const triplesOf = (word: string) => [...word].map((_, i) => ` ${word} `.slice(i, i + 3));
  const triples = new Set([...all].flatMap(triplesOf));
  const share = (holds: (word: string) => boolean) => words.filter(holds).length / words.length;
  return { new: share((word) => !all.has(word)), lettersFit: share((word) => triplesOf(word).every((triple) => triples.has(triple))) };
}

/** A mean over texts, and how far it may be off: twice its standard error. */
export interface MeanOfTexts {
  mean: number;
  plusMinus: number;
}

/** Share of the words of each text that are known, over several texts, two at least. The first and last word of each are left out: they may be cut off. */
export function knownWords(texts: readonly string[], known: ReadonlySet<string>): MeanOfTexts {
  checkSize(texts.length, "the number of texts", 2);
  return meanOfTexts(
    texts.map((text) => {
      const words = wordsOf(text).slice(1, -1);
      return words.filter((word) => known.has(word)).length / Math.max(1, words.length);
    }),
  );
}

/** The mean of a figure of each text, and twice its standard error. @throws RangeError when there are fewer than two. */
export function meanOfTexts(figures: readonly number[]): MeanOfTexts {
  checkSize(figures.length, "the number of texts", 2);
  const middle = mean(figures);
  const variance = figures.reduce((sum, figure) => sum + (figure - middle) ** 2, 0) / (figures.length - 1);
  return { mean: middle, plusMinus: 2 * Math.sqrt(variance / figures.length) };
}

/** A row for each writer: the share of its words that the source knows, and the longest piece of all its texts that stands in the source. */
export function judgeTexts(byWhom: Readonly<Record<string, readonly string[]>>, source: string): (MeanOfTexts & { by: string; copied: string })[] {
  const known = new Set(wordsOf(source));
  return Object.entries(byWhom).map(([by, texts]) => {
    const copies = texts.map((text) => longestCopy(text, source));
    return { by, ...knownWords(texts, known), copied: copies.reduce((a, b) => (b.length > a.length ? b : a)).trim() };
  });
}

/** So many pieces of a text, each of the same length and at the same distance from the one before. @throws RangeError when they would overlap. */
export function piecesOf(text: string, { count, length }: { count: number; length: number }): string[] {
  const distance = Math.floor(text.length / count);
  if (!(distance >= length)) throw new RangeError(`${count} pieces of ${length} are more than a text of ${text.length} characters has`);
  return Array.from({ length: count }, (_, i) => text.slice(i * distance, i * distance + length));
}

/** The longest piece of a text that stands in the source, too: the first of them. */
export function longestCopy(text: string, source: string): string {
  let longest = "";
  // A piece that stands there has all its beginnings there: only what is longer than the longest so far needs to be looked for.
  for (let from = 0; from + longest.length < text.length; from++)
    while (from + longest.length < text.length && source.includes(text.slice(from, from + longest.length + 1)))
      longest = text.slice(from, from + longest.length + 1);
  return longest;
}
