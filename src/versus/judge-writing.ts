/** How a text is written: whether its words exist, how many of them differ, how much it repeats itself, and how long a piece of it is copied. */
import { checkSize } from "../base/check.ts";
import { knownWords, longestCopy, type MeanOfTexts, meanOfTexts, wordsOf } from "./invented-words.ts";

/** What several texts of one writer come to: means over the texts, each with twice its standard error. */
export interface Writing {
  /** Share of the words that the source has. */
  known: MeanOfTexts;
  /** Share of the words that differ from all before them in their text. */
  different: MeanOfTexts;
  /** Share of the pieces of eight characters that stood in their text before. */
  repeated: MeanOfTexts;
  /** Length of the longest piece that stands in the source, in characters. */
  copied: MeanOfTexts;
}

/** Judge the texts of a writer who has read `source`; of each the first and the last word are left out, for they may be cut off. @throws RangeError when there are fewer than two. */
export function judgeWriting(texts: readonly string[], source: string): Writing {
  return {
    known: knownWords(texts, new Set(wordsOf(source))),
    different: meanOfTexts(texts.map(differentWords)),
    repeated: meanOfTexts(texts.map((text) => repeatedShare(text))),
    copied: meanOfTexts(texts.map((text) => longestCopy(text, source).length)),
  };
}

/** Share of the pieces of `length` characters that stood in the text before, at whatever place: 0 where none comes again. A text shorter than a piece has 0. */
export function repeatedShare(text: string, length = 8): number {
  checkSize(length, "length");
  const pieces = Array.from({ length: Math.max(0, text.length - length + 1) }, (_, i) => text.slice(i, i + length));
  return pieces.length === 0 ? 0 : 1 - new Set(pieces).size / pieces.length;
}

/** For each character of a text: whether it is part of a piece of `length` characters that stood in the text before. */
export function repeatedPlaces(text: string, length = 8): boolean[] {
  checkSize(length, "length");
  const places = Array.from(text, () => false);
  const seen = new Set<string>();
  for (let i = 0; i + length <= text.length; i++) {
    const piece = text.slice(i, i + length);
    if (seen.has(piece)) places.fill(true, i, i + length);
    seen.add(piece);
  }
  return places;
}

function differentWords(text: string): number {
  const words = wordsOf(text).slice(1, -1);
  return new Set(words).size / Math.max(1, words.length);
}
