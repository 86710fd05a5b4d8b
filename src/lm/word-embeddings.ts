import { checkCount } from "../base/check.ts";
import { topEigenpairSteps } from "../base/eigen.ts";
import { WORD } from "../base/letters.ts";

export interface WordEmbeddingsOptions {
  /** Numbers for each word. Default 50. */
  dimensions?: number;
  /** Words to either side that count as near. Default 5. */
  window?: number;
  /** Words that occur less often are left out. Default 5. */
  minCount?: number;
  /** The most frequent words that are kept. Default 2,000. */
  maxWords?: number;
}

/** Where the search for directions stands. */
export interface EmbeddingStep {
  round: number;
  /** `[dimensions]`: they grow towards their true values. */
  singularValues: number[];
}

/** A word that is used alike. */
export interface Neighbour {
  word: string;
  /** The cosine of the angle between the two: 1 for the same direction, 0 for a right angle. */
  similarity: number;
}

/**
 * A place in space for each word, so that words which are used alike lie in the same direction. "You shall know a word by the company it keeps" (J. Firth, 1957):
 * count how often words stand near each other, weigh by how surprising that is, and keep the directions that say most.
 *
 * The weight is positive pointwise mutual information, max(0, ln (P(w, c) / (P(w) P(c)^¾))), where P(c)^¾ is scaled to sum to 1 and keeps rare words from looking special; a
 * neighbour at distance d counts 1/d. The directions are those of a truncated singular value decomposition, scaled by the roots of the singular values.
 *
 * Source: O. Levy, Y. Goldberg, I. Dagan, Improving Distributional Similarity with Lessons Learned from Word Embeddings, TACL 2015, sections 2 and 3.
 */
export class WordEmbeddings {
  readonly dimensions: number;
  readonly window: number;
  readonly minCount: number;
  readonly maxWords: number;
  /** The words that have a place, most frequent first. Empty before `fit`. */
  words: string[] = [];
  /** Their places: `[words][dimensions]`. */
  vectors: number[][] = [];
  /** How much each direction says: `[dimensions]`, greatest first. */
  singularValues: number[] = [];
  #index = new Map<string, number>();

  /** @throws RangeError when an option is not a whole number above 0. */
  constructor({ dimensions = 50, window = 5, minCount = 5, maxWords = 2000 }: WordEmbeddingsOptions = {}) {
    for (const [name, value] of Object.entries({ dimensions, window, minCount, maxWords })) checkCount(value, name, 1);
    this.dimensions = dimensions;
    this.window = window;
    this.minCount = minCount;
    this.maxWords = maxWords;
  }

  /**
   * Learn from texts, each an array of words; nothing is near across their borders.
   * @throws RangeError when fewer words are left than there are dimensions.
   */
  fit(texts: Iterable<readonly string[]>): this {
    for (const _ of this.fitSteps(texts));
    return this;
  }

  /** The same, round by round; places are there after each, and move less and less. */
  *fitSteps(texts: Iterable<readonly string[]>): Generator<EmbeddingStep, void, undefined> {
    const all = [...texts];
    const words = frequentWords(all, this.minCount, this.maxWords);
    if (words.length < this.dimensions)
      throw new RangeError(
        `${words.length} words occur at least ${this.minCount} times, but dimensions is ${this.dimensions}: give more text, or make either smaller`,
      );
    const index = new Map(words.map((word, i) => [word, i]));
    const M = mutualInformation(countNear(all, index, this.window));
    // M is symmetric, but has negative eigenvalues; M M has their squares, and the same vectors.
    const rounds = topEigenpairSteps({
      size: words.length,
      count: this.dimensions,
      multiply: (block) => block.map((v) => times(M, times(M, v))),
      tolerance: 1e-5,
    });
    let round = 0;
    for (const { values, vectors } of rounds) {
      this.words = words;
      this.#index = index;
      this.singularValues = values.map((value) => Math.sqrt(Math.max(0, value)));
      const scale = this.singularValues.map(Math.sqrt);
      // A word without company has no direction; what rounding leaves there would look like one.
      this.vectors = M.map(({ columns }, i) => vectors.map((vector, k) => (columns.length > 0 ? vector[i]! * scale[k]! : 0)));
      yield { round: ++round, singularValues: this.singularValues };
    }
  }

  has = (word: string): boolean => this.#index.has(word);

  /** The place of a word: `[dimensions]`. @throws RangeError when it has none. */
  vector(word: string): number[] {
    if (this.words.length === 0) throw new Error("no word has a place yet: call fit(texts) first");
    const i = this.#index.get(word);
    if (i === undefined)
      throw new RangeError(`"${word}" has no place: it occurs too seldom or never. There are ${this.words.length} words that have one`);
    return this.vectors[i]!;
  }

  /** The cosine between two words, −1 to 1. @throws RangeError when one has no place. */
  similarity(a: string, b: string): number {
    return cosine(this.vector(a), this.vector(b));
  }

  /** The words most alike, most alike first, without the word itself. @throws RangeError when it has no place. */
  nearest(word: string, count = 10): Neighbour[] {
    return this.nearestTo(this.vector(word), { count, without: [word] });
  }

  /**
   * a is to b as c is to …: the words nearest to b − a + c, all three brought to length 1 before. T. Mikolov, W. Yih, G. Zweig, Linguistic Regularities in
   * Continuous Space Word Representations, 2013.
   * @throws RangeError when one has no place.
   */
  analogy(a: string, b: string, c: string, count = 5): Neighbour[] {
    const [A, B, C] = [a, b, c].map((word) => unit(this.vector(word))) as [number[], number[], number[]];
    return this.nearestTo(
      B.map((value, k) => value - A[k]! + C[k]!),
      { count, without: [a, b, c] },
    );
  }

  /** The words nearest to any place `[dimensions]`. */
  nearestTo(place: readonly number[], { count = 10, without = [] as Iterable<string> } = {}): Neighbour[] {
    checkCount(count, "count", 1);
    const left = new Set(without);
    return this.words
      .map((word, i) => ({ word, similarity: cosine(place, this.vectors[i]!) }))
      .filter(({ word }) => !left.has(word))
      .sort((one, other) => other.similarity - one.similarity)
      .slice(0, count);
  }
}

/** The words of a text in lower case, without marks: what `fit` takes. An apostrophe within a word stays. */
export const wordsIn = (text: string): string[] => text.toLowerCase().match(WORDS) ?? [];

const WORDS = new RegExp(WORD, "gu");

/** A symmetric matrix of which few entries are not 0: for each row its columns and values. */
type Sparse = { columns: Int32Array; values: Float64Array }[];

function frequentWords(texts: readonly (readonly string[])[], minCount: number, maxWords: number): string[] {
  const counts = new Map<string, number>();
  for (const text of texts) for (const word of text) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count >= minCount)
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, maxWords)
    .map(([word]) => word);
}

/** Words that are left out still take up room between others. */
function countNear(texts: readonly (readonly string[])[], index: ReadonlyMap<string, number>, window: number): Map<number, number>[] {
  const rows = Array.from(index, () => new Map<number, number>());
  for (const text of texts) {
    const ids = Int32Array.from(text, (word) => index.get(word) ?? -1);
    for (let i = 0; i < ids.length; i++) {
      if (ids[i]! < 0) continue;
      for (let d = 1; d <= window && i + d < ids.length; d++) {
        const [a, b] = [ids[i]!, ids[i + d]!];
        if (b < 0) continue;
        const row = rows[Math.min(a, b)]!;
        row.set(Math.max(a, b), (row.get(Math.max(a, b)) ?? 0) + 1 / d);
      }
    }
  }
  // Being near is mutual. A word that is near itself is so from both sides.
  for (const [a, row] of rows.entries())
    for (const [b, count] of [...row])
      if (b === a) row.set(a, 2 * count);
      else if (b > a) rows[b]!.set(a, count);
  return rows;
}

/** Positive pointwise mutual information. The ¾ goes to either side in equal parts, so that the matrix stays symmetric. */
function mutualInformation(near: readonly Map<number, number>[]): Sparse {
  const sums = near.map((row) => [...row.values()].reduce((sum, value) => sum + value, 0));
  const total = sums.reduce((sum, value) => sum + value, 0);
  const smoothed = sums.map((sum) => sum ** 0.75);
  const smoothedTotal = smoothed.reduce((sum, value) => sum + value, 0);
  // ln P(w) P(c)^¾, once with w and once with c smoothed, and the mean of the two.
  const half = sums.map((sum, i) => (Math.log(sum / total) + Math.log(smoothed[i]! / smoothedTotal)) / 2);
  return near.map((row, i) => {
    const kept = [...row]
      .map(([j, count]) => ({ j, value: Math.log(count / total) - half[i]! - half[j]! }))
      .filter(({ value }) => value > 0)
      .sort((a, b) => a.j - b.j);
    return { columns: Int32Array.from(kept, ({ j }) => j), values: Float64Array.from(kept, ({ value }) => value) };
  });
}

function times(M: Sparse, v: Float64Array): Float64Array {
  const result = new Float64Array(v.length);
  for (let i = 0; i < M.length; i++) {
    const { columns, values } = M[i]!;
    let sum = 0;
    for (let k = 0; k < columns.length; k++) sum += values[k]! * v[columns[k]!]!;
    result[i] = sum;
  }
  return result;
}

const length = (a: readonly number[]) => Math.sqrt(a.reduce((sum, value) => sum + value ** 2, 0));
const unit = (a: readonly number[]) => a.map((value) => value / (length(a) || 1));

function cosine(a: readonly number[], b: readonly number[]): number {
  const product = a.reduce((sum, value, k) => sum + value * b[k]!, 0);
  return product / (length(a) * length(b) || 1);
}
