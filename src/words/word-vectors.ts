import { checkCount } from "../base/check.ts";
import { topEigenpairs } from "../base/eigen.ts";
import { lettersChanged } from "../base/letters-changed.ts";

/** A word that is used alike. */
export interface Neighbour {
  word: string;
  /** The cosine of the angle between the two: 1 for the same direction, 0 for a right angle. */
  similarity: number;
}

/** How many words are given, and which are passed over. */
export interface NearestOptions {
  /** How many words. Default 10. */
  count?: number;
  /** Words that are passed over. Default none. */
  without?: Iterable<string>;
}

/** How many words are given, and whether those asked with may be among them. */
export interface AnalogyOptions {
  /** How many words. Default 5. */
  count?: number;
  /** Pass over the three words that were asked with. Default true, as nearly everybody does; what is nearest then may be one of them. */
  exclude?: boolean;
}

/** A word and where it lies in a plane. */
export interface WordPlace {
  word: string;
  x: number;
  y: number;
}

/**
 * Words with a vector each, and what can be asked of them: who is near, what answers an analogy, how a few of them lie in a plane.
 *
 * Source: the cosine as a measure of likeness, G. Salton, A. Wong, C. Yang, A Vector Space Model for Automatic Indexing, 1975.
 */
export class WordVectors {
  /** The words that have a place, most frequent first. */
  words: readonly string[] = [];
  /** Their places: `[words][dimensions]`. */
  vectors: readonly ArrayLike<number>[] = [];
  #index = new Map<string, number>();
  #units: Float64Array[] = [];

  /** @throws RangeError unless there are as many vectors `[words][dimensions]` as words, all equally long and finite, and each word once. */
  constructor(words: readonly string[] = [], vectors: readonly ArrayLike<number>[] = []) {
    this.place(words, vectors);
  }

  /** Take these places, and forget those before. */
  protected place(words: readonly string[], vectors: readonly ArrayLike<number>[]): void {
    if (words.length !== vectors.length) throw new RangeError(`there are ${words.length} words, but ${vectors.length} vectors`);
    const width = vectors[0]?.length ?? 0;
    const units = vectors.map((vector, i) => {
      if (vector.length !== width) throw new RangeError(`"${words[i]}" has ${vector.length} numbers, but "${words[0]}" has ${width}`);
      const unit = unitOf(vector);
      if (!unit.every(Number.isFinite)) throw new RangeError(`the vector of "${words[i]}" holds something that is no finite number`);
      return unit;
    });
    const index = new Map(words.map((word, i) => [word, i]));
    if (index.size !== words.length) throw new RangeError(`of ${words.length} words, ${words.length - index.size} come twice`);
    this.words = words;
    this.vectors = vectors;
    this.#index = index;
    this.#units = units;
  }

  /** Whether a word has a place. */
  has = (word: string): boolean => this.#index.has(word);

  /** The place of a word: `[dimensions]`. @throws RangeError when it has none. */
  vector(word: string): number[] {
    return Array.from(this.vectors[this.#at(word)]!);
  }

  /** The place of a word, brought to length 1: `[dimensions]`; of zeros where it has no direction. @throws RangeError when it has no place. */
  unit(word: string): number[] {
    return Array.from(this.#units[this.#at(word)]!);
  }

  /** The cosine between two words, −1 to 1. @throws RangeError when one has no place. */
  similarity(a: string, b: string): number {
    return dot(this.#units[this.#at(a)]!, this.#units[this.#at(b)]!);
  }

  /** The words most alike, most alike first, without the word itself. @throws RangeError when it has no place. */
  nearest(word: string, count = 10): Neighbour[] {
    return this.nearestTo(this.#units[this.#at(word)]!, { count, without: [word] });
  }

  /**
   * a is to b as c is to …: the words nearest to b − a + c, all three brought to length 1 before. T. Mikolov, W. Yih, G. Zweig, Linguistic Regularities in
   * Continuous Space Word Representations, 2013.
   * @throws RangeError when one has no place.
   */
  analogy(a: string, b: string, c: string, { count = 5, exclude = true }: AnalogyOptions = {}): Neighbour[] {
    return this.nearestTo(this.offset(a, b, c), { count, without: exclude ? [a, b, c] : [] });
  }

  /** b − a + c, all three brought to length 1 before: `[dimensions]`. @throws RangeError when one has no place. */
  offset(a: string, b: string, c: string): number[] {
    const [A, B, C] = [this.unit(a), this.unit(b), this.unit(c)];
    return B.map((value, k) => value - A[k]! + C[k]!);
  }

  /** The words nearest to any place `[dimensions]`. */
  nearestTo(place: ArrayLike<number>, { count = 10, without = [] }: NearestOptions = {}): Neighbour[] {
    checkCount(count, "count", 1);
    const similarities = this.similaritiesTo(place);
    const left = new Set(without);
    return this.words
      .map((word, i) => ({ word, similarity: similarities[i]! }))
      .filter(({ word }) => !left.has(word))
      .sort((one, other) => other.similarity - one.similarity)
      .slice(0, count);
  }

  /** The cosine of each word with a place `[dimensions]`: `[words]`. */
  similaritiesTo(place: ArrayLike<number>): Float64Array {
    const unit = unitOf(place);
    return Float64Array.from(this.#units, (other) => dot(unit, other));
  }

  /** The words spelt most nearly so, whether they have to do with each other or not: by how many letters must be added, dropped or changed. */
  spelt(word: string, count = 3): string[] {
    checkCount(count, "count", 1);
    return this.words
      .map((other) => ({ other, changes: lettersChanged(word, other) }))
      .sort((a, b) => a.changes - b.changes)
      .slice(0, count)
      .map(({ other }) => other);
  }

  /**
   * Where some words lie in the plane in which they differ most: their vectors, brought to length 1, along the first two principal components of just these.
   * The plane is another for other words, and most of what tells words apart lies outside of it.
   * @throws RangeError when there are fewer than two words, or one has no place.
   */
  plane(words: readonly string[]): WordPlace[] {
    if (words.length < 2) throw new RangeError(`a plane of ${words.length} words has no directions: give two or more`);
    const rows = words.map((word) => this.#units[this.#at(word)]!);
    const mean = rows[0]!.map((_, k) => rows.reduce((sum, row) => sum + row[k]!, 0) / rows.length);
    const centred = rows.map((row) => row.map((value, k) => value - mean[k]!));
    const { vectors } = topEigenpairs({
      size: mean.length,
      count: Math.min(2, mean.length),
      multiply: (block) => block.map((v) => covarianceTimes(centred, v)),
    });
    const along = vectors.map(pointed);
    return words.map((word, i) => ({ word, x: dot(centred[i]!, along[0]!), y: along[1] ? dot(centred[i]!, along[1]) : 0 }));
  }

  #at(word: string): number {
    const i = this.#index.get(word);
    if (this.words.length === 0) throw new Error("no word has a place yet: call fit(texts) first");
    if (i === undefined)
      throw new RangeError(`"${word}" has no place: it occurs too seldom or never. There are ${this.words.length} words that have one`);
    return i;
  }
}

function covarianceTimes(rows: readonly Float64Array[], v: Float64Array): Float64Array {
  const sum = new Float64Array(v.length);
  for (const row of rows) {
    const along = dot(row, v);
    for (let k = 0; k < sum.length; k++) sum[k]! += along * row[k]!;
  }
  return sum;
}

/** A direction may point either way: here its greatest entry, whatever its sign, becomes positive. */
function pointed(direction: readonly number[]): number[] {
  const greatest = direction.reduce((best, value) => (Math.abs(value) > Math.abs(best) + 1e-9 ? value : best), 0);
  return direction.map((value) => (greatest < 0 ? -value : value));
}

function unitOf(vector: ArrayLike<number>): Float64Array {
  const length = Math.sqrt(dot(vector, vector));
  return Float64Array.from(vector, (value) => value / (length || 1));
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}
