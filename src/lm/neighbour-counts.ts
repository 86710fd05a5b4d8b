import { checkSize } from "../base/check.ts";
import type { TokenRows } from "./transformer.ts";

/** Different tokens, so that a pair of them is a whole number that JavaScript holds exactly, and a list of all of them fits into memory. */
const MOST = 2 ** 24;

/**
 * What stands in a gap, by counting neighbours: the base lines for a model that fills gaps. Pairs are smoothed by I. Witten and T. Bell's method C:
 * P(w | l) = (c(l w) + T(l) P(w)) / (c(l) + T(l)), where T(l) different tokens followed l.
 *
 * Source: I. Witten, T. Bell, The zero-frequency problem, 1991.
 */
export class NeighbourCounts {
  readonly vocabSize: number;
  /** How often each token stands there: `[vocabSize]`. */
  readonly counts: Float64Array;
  #total = 0;
  /** Pairs that begin with a token, and how many different ones: `[vocabSize]`. */
  readonly #followed: Float64Array;
  readonly #different: Float64Array;
  readonly #pairs = new Map<number, number>();

  /** @throws RangeError unless `vocabSize` is a whole number above 0. */
  constructor(vocabSize: number) {
    checkSize(vocabSize, "vocabSize");
    if (vocabSize > MOST) throw new RangeError(`vocabSize is ${vocabSize}: it must be at most ${MOST}. Number the tokens from 0 on, without gaps`);
    this.vocabSize = vocabSize;
    [this.counts, this.#followed, this.#different] = [new Float64Array(vocabSize), new Float64Array(vocabSize), new Float64Array(vocabSize)];
  }

  /** Count these rows, too. @throws RangeError when a token is not one of the vocabulary. */
  partialFit(rows: TokenRows): this {
    for (const row of rows)
      for (const [i, token] of row.entries()) {
        this.#check(token);
        this.counts[token]!++;
        this.#total++;
        if (i === 0) continue;
        const left = row[i - 1]!;
        const key = left * this.vocabSize + token;
        const count = this.#pairs.get(key) ?? 0;
        this.#pairs.set(key, count + 1);
        this.#followed[left]!++;
        if (count === 0) this.#different[left]!++;
      }
    return this;
  }

  /** P(w), with one imagined occurrence of each: `[vocabSize]`. */
  unigram(): Float64Array {
    return this.counts.map((count) => (count + 1) / (this.#total + this.vocabSize));
  }

  /** P(w | the token before): `[vocabSize]`. */
  bigram(left: number): Float64Array {
    this.#check(left);
    return this.counts.map((_, w) => this.#pair(left, w));
  }

  /** P(w | the tokens on both sides) ∝ P(w | left) P(right | w): `[vocabSize]`. */
  between(left: number, right: number): Float64Array {
    this.#check(left);
    this.#check(right);
    const products = this.counts.map((_, w) => this.#pair(left, w) * this.#pair(w, right));
    const sum = products.reduce((total, value) => total + value, 0);
    return products.map((value) => value / sum);
  }

  #pair(left: number, w: number): number {
    const P = (this.counts[w]! + 1) / (this.#total + this.vocabSize);
    const kinds = this.#different[left]!;
    if (kinds === 0) return P;
    return ((this.#pairs.get(left * this.vocabSize + w) ?? 0) + kinds * P) / (this.#followed[left]! + kinds);
  }

  #check(token: number): void {
    if (!(Number.isInteger(token) && token >= 0 && token < this.vocabSize))
      throw new RangeError(`token ${token} is not a whole number from 0 to ${this.vocabSize - 1}`);
  }
}
