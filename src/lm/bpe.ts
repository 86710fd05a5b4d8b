import { checkCount } from "../base/check.ts";
import { joined, toBytes, toText } from "./inside/utf-8.ts";

/**
 * How a text is cut before pairs are merged; no token crosses a cut.
 * `"gpt2"`: into words with the space before them, numbers, marks and white space, as GPT-2 does. `"none"`: not at all.
 */
export type Pretokenization = "gpt2" | "none";

export interface BPEOptions {
  /** Tokens to learn, the 256 bytes included. Default 1,000. */
  vocabularySize?: number;
  /** Default `"gpt2"`. */
  pretokenization?: Pretokenization;
}

/** A merge that was learnt. */
export interface BPEMerge {
  /** Merges so far, and at most. */
  merges: number;
  total: number;
  /** The two tokens, and the number of the new one. */
  pair: [number, number];
  token: number;
  /** The new token as text; � for bytes that are no whole character. */
  text: string;
  /** How often the pair stood in the text. */
  count: number;
}

/** A. Radford et al., GPT-2, 2019: `encoder.py`. English endings, then an optional space with letters, with digits or with marks, then white space. */
const GPT2 = /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+/gu;

/** Tokens are numbers below this. */
const MOST = 2 ** 21;

/**
 * Byte pair encoding: begin with bytes, find the two neighbours that stand together most often, make them a token of their own, and so on. Frequent words
 * become one token, rare ones several, and any text can be written, since all bytes are there.
 *
 * Sources: P. Gage, A new algorithm for data compression, 1994; R. Sennrich, B. Haddow, A. Birch, Neural Machine Translation of Rare Words with Subword
 * Units, 2016 (arXiv 1508.07909); on bytes as in GPT-2, 2019. Of pairs that are equally frequent, the one of the lower numbers is merged first.
 * Tokens 0 to 255 are the bytes, 256 and on the merges in their order.
 */
export class BPETokenizer {
  readonly pretokenization: Pretokenization;
  /** The pairs in the order in which they were merged: the whole of what was learnt. Token 256 + i is pair i. */
  merges: (readonly [number, number])[] = [];
  /** The bytes of each token: `[vocabulary]`. */
  tokens: Uint8Array[] = bytes();
  readonly #asked: number;
  /** Which merge joins two tokens. */
  #ranks = new Map<number, number>();
  /** Words that were encoded before. */
  #known = new Map<string, number[]>();

  /** @throws RangeError unless `vocabularySize` is a whole number from 256 to 2²¹. */
  constructor({ vocabularySize = 1000, pretokenization = "gpt2" }: BPEOptions = {}) {
    checkCount(vocabularySize, "vocabularySize", 256);
    if (vocabularySize > MOST) throw new RangeError(`vocabularySize is ${vocabularySize}: it must be at most ${MOST}`);
    if (pretokenization !== "gpt2" && pretokenization !== "none")
      throw new RangeError(`pretokenization is "${pretokenization}": it must be "gpt2" or "none"`);
    this.#asked = vocabularySize;
    this.pretokenization = pretokenization;
  }

  /** A tokeniser from merges that were learnt before. @throws RangeError when a merge names a token that is not there yet. */
  static fromMerges(merges: readonly (readonly [number, number])[], { pretokenization }: Pick<BPEOptions, "pretokenization"> = {}): BPETokenizer {
    const tokenizer = new BPETokenizer({ vocabularySize: 256 + merges.length, pretokenization });
    for (const [i, pair] of merges.entries()) {
      for (const token of pair)
        if (!(Number.isInteger(token) && token >= 0 && token < 256 + i))
          throw new RangeError(`merge ${i} names token ${token}: only those below ${256 + i} are there`);
      tokenizer.#learn(pair);
    }
    return tokenizer;
  }

  /** Learn the merges from a text. Ends early where no pair stands there twice. */
  fit(text: string): this {
    for (const _ of this.fitSteps(text));
    return this;
  }

  /** The same, merge by merge; `encode` works after each. */
  *fitSteps(text: string): Generator<BPEMerge, void, undefined> {
    this.merges = [];
    this.tokens = bytes();
    this.#ranks.clear();
    this.#known.clear();
    const pairs = new PairCounts(this.#words(text));
    const total = this.#asked - 256;
    while (this.merges.length < total) {
      const best = pairs.mostFrequent();
      if (!best) return;
      const token = this.#learn(best.pair);
      pairs.merge(best.pair, token);
      yield { merges: this.merges.length, total, pair: best.pair, token, text: this.tokenText(token), count: best.count };
    }
  }

  /** Tokens there are: 256 and one for each merge. */
  get vocabularySize(): number {
    return this.tokens.length;
  }

  /** The tokens of a text: merges are done in the order in which they were learnt. */
  encode(text: string): number[] {
    const ids: number[] = [];
    for (const word of this.#words(text)) {
      let encoded = this.#known.get(word);
      if (!encoded) {
        encoded = this.#encodeWord(word);
        if (word.length < 100) this.#known.set(word, encoded);
      }
      for (const id of encoded) ids.push(id);
    }
    return ids;
  }

  /** The text of tokens; � for bytes that are no whole character. @throws RangeError when a token is not there. */
  decode(ids: readonly number[]): string {
    return toText(joined(ids.map((id) => this.#bytesOf(id))));
  }

  /** One token as text, for the eye: � for bytes that are no whole character. @throws RangeError when it is not there. */
  tokenText(id: number): string {
    return toText(this.#bytesOf(id));
  }

  #bytesOf(id: number): Uint8Array {
    const token = this.tokens[id];
    if (!token) throw new RangeError(`there is no token ${id}: they go from 0 to ${this.tokens.length - 1}`);
    return token;
  }

  #learn(pair: readonly [number, number]): number {
    const token = this.tokens.length;
    this.#ranks.set(keyOf(...pair), this.merges.length);
    this.merges.push(pair);
    this.tokens.push(joined(pair.map((part) => this.tokens[part]!)));
    this.#known.clear();
    return token;
  }

  #words(text: string): string[] {
    return this.pretokenization === "none" ? [text] : (text.match(GPT2) ?? []);
  }

  #encodeWord(word: string): number[] {
    let ids = Array.from(toBytes(word));
    for (;;) {
      let first = Number.POSITIVE_INFINITY;
      for (let i = 1; i < ids.length; i++) {
        const rank = this.#ranks.get(keyOf(ids[i - 1]!, ids[i]!));
        if (rank !== undefined && rank < first) first = rank;
      }
      if (first === Number.POSITIVE_INFINITY) return ids;
      ids = merged(ids, this.merges[first]!, 256 + first);
    }
  }
}

/** How often each pair stands in the words, kept true while pairs are merged. */
class PairCounts {
  readonly #words: { ids: number[]; times: number }[];
  readonly #counts = new Map<number, number>();
  /** The words in which a pair stood at some time. */
  readonly #places = new Map<number, Set<number>>();

  constructor(words: readonly string[]) {
    const times = new Map<string, number>();
    for (const word of words) times.set(word, (times.get(word) ?? 0) + 1);
    this.#words = [...times].map(([word, count]) => ({ ids: Array.from(toBytes(word)), times: count }));
    for (const place of this.#words.keys()) this.#add(place, 1);
  }

  /** `undefined` where no pair stands there twice. */
  mostFrequent(): { pair: [number, number]; count: number } | undefined {
    let best = -1;
    let most = 1;
    for (const [key, count] of this.#counts)
      if (count > most || (count === most && best >= 0 && key < best)) {
        best = key;
        most = count;
      }
    return best < 0 ? undefined : { pair: [Math.floor(best / MOST), best % MOST], count: most };
  }

  merge(pair: readonly [number, number], token: number): void {
    for (const place of this.#places.get(keyOf(...pair)) ?? []) {
      this.#add(place, -1);
      const word = this.#words[place]!;
      word.ids = merged(word.ids, pair, token);
      this.#add(place, 1);
    }
    this.#places.delete(keyOf(...pair));
  }

  /** All pairs of a word, once (sign 1) or once less (−1) for each time it stands in the text. */
  #add(place: number, sign: number): void {
    const { ids, times } = this.#words[place]!;
    for (let i = 1; i < ids.length; i++) {
      const key = keyOf(ids[i - 1]!, ids[i]!);
      const count = (this.#counts.get(key) ?? 0) + sign * times;
      if (count === 0) this.#counts.delete(key);
      else this.#counts.set(key, count);
      if (sign < 0) continue;
      const places = this.#places.get(key);
      if (places) places.add(place);
      else this.#places.set(key, new Set([place]));
    }
  }
}

const bytes = () => Array.from({ length: 256 }, (_, byte) => Uint8Array.of(byte));
const keyOf = (a: number, b: number) => a * MOST + b;

/** The pair becomes one token wherever it stands, from left to right. */
function merged(ids: readonly number[], [a, b]: readonly [number, number], token: number): number[] {
  const result: number[] = [];
  for (let i = 0; i < ids.length; i++) {
    if (ids[i] === a && ids[i + 1] === b) {
      result.push(token);
      i++;
    } else result.push(ids[i]!);
  }
  return result;
}
