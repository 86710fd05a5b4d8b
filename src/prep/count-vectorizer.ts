import { checkChoice, checkCount, fitted } from "../base/check.ts";
import type { Transformer } from "../base/estimator.ts";
import { LONG_WORD } from "../base/letters.ts";
import type { SparseRow } from "../base/sparse.ts";

export interface CountVectorizerOptions {
  /** What is counted: words (two letters or digits at least, in lower case), or characters. Default "word". */
  unit?: "word" | "character";
  /** Runs of so many units in a row, from the shortest to the longest. Default [1, 1]: single ones. */
  ngrams?: readonly [shortest: number, longest: number];
  /** Leaves out what stands in fewer texts than this. Default 1. */
  minTexts?: number;
  /** Keeps only so many, those that are counted most often. Default `Infinity`. */
  maxFeatures?: number;
}

/**
 * Texts as counts: one column for each word of the training texts, in alphabetical order. Order is forgotten ("bag of words"), save within
 * n-grams. Words that come later are passed over.
 *
 * Cuts texts into words as scikit-learn's `CountVectorizer` does: lower case, runs of two or more letters, digits or underscores. Marks stay with their letters,
 * where scikit-learn would cut, and characters beyond the first 65,536, such as emoji, are never cut in two.
 */
export class CountVectorizer implements Transformer<string, SparseRow> {
  readonly unit: "word" | "character";
  readonly ngrams: readonly [shortest: number, longest: number];
  readonly minTexts: number;
  readonly maxFeatures: number;
  /** What each column counts: `[features]`. Empty before `fit`. */
  vocabulary: string[] = [];
  #columns: Map<string, number> | undefined;

  /** @throws RangeError when an option is not in its range. */
  constructor({ unit = "word", ngrams = [1, 1], minTexts = 1, maxFeatures = Number.POSITIVE_INFINITY }: CountVectorizerOptions = {}) {
    checkChoice(unit, "unit", ["word", "character"]);
    checkCount(ngrams[0], "ngrams[0]", 1);
    checkCount(ngrams[1], "ngrams[1]", ngrams[0]);
    checkCount(minTexts, "minTexts", 1);
    checkCount(maxFeatures, "maxFeatures", 1);
    this.unit = unit;
    this.ngrams = ngrams;
    this.minTexts = minTexts;
    this.maxFeatures = maxFeatures;
  }

  /** Learn the vocabulary. @throws RangeError, TypeError when there are no texts, one is none, or no word is left to count. */
  fit(texts: readonly string[]): this {
    this.fitTransform(texts);
    return this;
  }

  /** Counts of the words of the vocabulary: `[texts]` sparse rows of `[features]`. @throws Error before `fit`; TypeError when a text is none. */
  transform(texts: readonly string[]): SparseRow[] {
    const columns = fitted(this.#columns, "vectorizer", "fit(texts)");
    checkTexts(texts);
    return texts.map((text) => toRow(this.#count(text), columns));
  }

  /** Learn from `texts` and transform them, in one pass. */
  fitTransform(texts: readonly string[]): SparseRow[] {
    checkTexts(texts);
    const counted = texts.map((text) => this.#count(text));
    const total = new Map<string, Tally>();
    for (const counts of counted) {
      for (const [token, count] of counts) {
        const tally = total.get(token);
        if (tally) {
          tally.texts++;
          tally.count += count;
        } else total.set(token, { texts: 1, count });
      }
    }
    let kept = [...total].filter(([, tally]) => tally.texts >= this.minTexts).sort(([a], [b]) => (a < b ? -1 : 1));
    if (kept.length === 0) throw new RangeError(`no ${this.unit} stands in ${this.minTexts} texts or more: there is nothing to count`);
    if (kept.length > this.maxFeatures) {
      const most = new Set(kept.toSorted(([, a], [, b]) => b.count - a.count).slice(0, this.maxFeatures));
      kept = kept.filter((entry) => most.has(entry));
    }
    this.vocabulary = kept.map(([token]) => token);
    const columns = new Map(this.vocabulary.map((token, j) => [token, j]));
    this.#columns = columns;
    return counted.map((counts) => toRow(counts, columns));
  }

  #count(text: string): Map<string, number> {
    const counts = new Map<string, number>();
    const lower = text.toLowerCase();
    const units = this.unit === "word" ? (lower.match(COUNTED) ?? []) : [...lower];
    const [shortest, longest] = this.ngrams;
    for (let n = shortest; n <= longest && n <= units.length; n++) {
      for (let i = 0; i + n <= units.length; i++) {
        const token = n === 1 ? units[i]! : units.slice(i, i + n).join(this.unit === "word" ? " " : "");
        counts.set(token, (counts.get(token) ?? 0) + 1);
      }
    }
    return counts;
  }
}

interface Tally {
  /** Texts in which it stands. */
  texts: number;
  /** How often it stands in all of them together. */
  count: number;
}

/** Also how texts are cut where single words are asked about. */
export const COUNTED = new RegExp(LONG_WORD, "gu");

function toRow(counts: Map<string, number>, columns: Map<string, number>): SparseRow {
  const found: number[] = [];
  const countOf = new Map<number, number>();
  for (const [token, count] of counts) {
    const column = columns.get(token);
    if (column === undefined) continue;
    found.push(column);
    countOf.set(column, count);
  }
  const indices = Int32Array.from(found).sort();
  return { indices, values: Float64Array.from(indices, (column) => countOf.get(column)!), length: columns.size };
}

function checkTexts(texts: readonly string[]): void {
  if (!Array.isArray(texts)) throw new TypeError("texts is not an array: give an array of strings, even for one text");
  if (texts.length === 0) throw new RangeError("there are no texts: at least one is needed");
  for (const [i, text] of texts.entries()) if (typeof text !== "string") throw new TypeError(`texts[${i}] is ${text}: each must be a string`);
}
