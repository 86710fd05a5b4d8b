import { Embedding, Linear, Module, type Tensor, tensor } from "#tensor";
import { checkCount } from "../base/check.ts";
import { max } from "../base/max.ts";
import { type Random, withRandom } from "../base/random.ts";
import type { Scorer } from "./reward-model.ts";

export interface CharacterScorerOptions {
  /** All characters there can be. */
  alphabet: string;
  random: Random;
  /** Numbers for each character. Default 8. */
  nEmbd?: number;
  /** Width of the hidden layer. Default 32. */
  nHidden?: number;
}

/**
 * Scores a short text, such as a name, by its characters: each three in a row earn something, by a small network, and the score is the sum. Beside the
 * first and the last character stands the text's border.
 */
export class CharacterScorer extends Module implements Scorer<string> {
  readonly alphabet: string;
  /** [characters + 1, nEmbd]; row 0 is what stands before and after the text. */
  readonly embedding: Embedding;
  /** [nHidden, 3 nEmbd] */
  readonly hidden: Linear;
  /** [1, nHidden] */
  readonly head: Linear;
  readonly #index: ReadonlyMap<string, number>;

  /** @throws RangeError when a size is not a whole number above 0. */
  constructor(options: CharacterScorerOptions) {
    super();
    const { alphabet, random, nEmbd = 8, nHidden = 32 } = withRandom(options);
    checkCount(nEmbd, "nEmbd", 1);
    checkCount(nHidden, "nHidden", 1);
    this.#index = new Map([...alphabet].map((character, i) => [character, i + 1]));
    this.alphabet = alphabet;
    this.embedding = new Embedding(this.#index.size + 1, nEmbd, random);
    this.hidden = new Linear(3 * nEmbd, nHidden, random);
    this.head = new Linear(nHidden, 1, random);
  }

  /** texts → [texts]. @throws RangeError when a character is not of the alphabet. */
  forward(texts: readonly string[]): Tensor {
    const rows = texts.map((text) => [...text].map((character) => this.#indexOf(character, text)));
    // The end is in the middle, too, so that an empty text has a score.
    const length =
      1 +
      max(
        rows.map((row) => row.length),
        0,
      );
    const at = (row: readonly number[], i: number) => row[i] ?? 0;
    const windows = rows.map((row) => Array.from({ length }, (_, i) => [at(row, i - 1), at(row, i), at(row, i + 1)]));
    const within = rows.map((row) => Array.from({ length }, (_, i) => Number(i <= row.length)));
    const x = this.embedding.forward(windows).view(rows.length, length, -1); // [texts, length, 3 nEmbd]
    const earned = this.head.forward(this.hidden.forward(x).gelu()).squeeze(-1); // [texts, length]
    return earned.mul(tensor(within)).sum(1);
  }

  #indexOf(character: string, text: string): number {
    const index = this.#index.get(character);
    if (index === undefined) throw new RangeError(`"${character}" in "${text}" is not one of ${this.alphabet}`);
    return index;
  }
}
