import { checkCount } from "../base/check.ts";
import { topEigenpairSteps } from "../base/eigen.ts";
import { WORD } from "../base/letters.ts";
import { type Company, commonWords, companyOf, mutualInformation } from "./word-company.ts";
import { WordVectors } from "./word-vectors.ts";

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

/**
 * A place in space for each word, so that words which are used alike lie in the same direction. "You shall know a word by the company it keeps" (J. Firth, 1957):
 * count how often words stand near each other, weigh by how surprising that is, and keep the directions that say most.
 *
 * The weight is positive pointwise mutual information, max(0, ln (P(w, c) / (P(w) P(c)^¾))), where P(c)^¾ is scaled to sum to 1 and keeps rare words from looking special; a
 * neighbour at distance d counts 1/d. The directions are those of a truncated singular value decomposition, scaled by the roots of the singular values.
 *
 * Source: O. Levy, Y. Goldberg, I. Dagan, Improving Distributional Similarity with Lessons Learned from Word Embeddings, TACL 2015, sections 2 and 3.
 */
export class WordEmbeddings extends WordVectors {
  readonly dimensions: number;
  readonly window: number;
  readonly minCount: number;
  readonly maxWords: number;
  /** How much each direction says: `[dimensions]`, greatest first. */
  singularValues: number[] = [];

  /** @throws RangeError when an option is not a whole number above 0. */
  constructor({ dimensions = 50, window = 5, minCount = 5, maxWords = 2000 }: WordEmbeddingsOptions = {}) {
    super();
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
    const words = commonWords(all, this.minCount, this.maxWords);
    if (words.length < this.dimensions)
      throw new RangeError(
        `${words.length} words occur at least ${this.minCount} times, but dimensions is ${this.dimensions}: give more text, or make either smaller`,
      );
    const M = sparse(mutualInformation(companyOf(words, all, { window: this.window })));
    // M is symmetric, but has negative eigenvalues; M M has their squares, and the same vectors.
    const rounds = topEigenpairSteps({
      size: words.length,
      count: this.dimensions,
      multiply: (block) => block.map((v) => times(M, times(M, v))),
      tolerance: 1e-5,
    });
    let round = 0;
    for (const { values, vectors } of rounds) {
      this.singularValues = values.map((value) => Math.sqrt(Math.max(0, value)));
      const scale = this.singularValues.map(Math.sqrt);
      // A word without company has no direction; what rounding leaves there would look like one.
      this.place(
        words,
        M.map(({ columns }, i) => vectors.map((vector, k) => (columns.length > 0 ? vector[i]! * scale[k]! : 0))),
      );
      yield { round: ++round, singularValues: this.singularValues };
    }
  }
}

/** The words of a text in lower case, without marks: what `fit` takes. An apostrophe within a word stays. */
export const wordsIn = (text: string): string[] => text.toLowerCase().match(WORDS) ?? [];

const WORDS = new RegExp(WORD, "gu");

/** A symmetric matrix of which few entries are not 0: for each row its columns and values. */
type Sparse = { columns: Int32Array; values: Float64Array }[];

/** Of each row what is above 0, in the order of the columns. */
const sparse = (company: Company): Sparse =>
  company.map((row) => {
    const kept = [...row].filter(([, value]) => value > 0).sort(([a], [b]) => a - b);
    return { columns: Int32Array.from(kept, ([j]) => j), values: Float64Array.from(kept, ([, value]) => value) };
  });

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
