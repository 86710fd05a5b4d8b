import { checkCount } from "./check.ts";

export interface WordTokenizerOptions {
  /** Tokens that are no words, such as "[MASK]": they get the first numbers, in this order. Default none. */
  specials?: readonly string[];
  /** The one of `specials` that stands for words which are not in the vocabulary. Default none: they are an error. */
  unknown?: string;
  /** The most frequent words that are kept. Default all. */
  maxWords?: number;
}

/** Words, with apostrophes inside, numbers, and each mark by itself. */
const WORDS = String.raw`\p{L}+(?:['’]\p{L}+)*|\p{N}+|[^\s\p{L}\p{N}]`;
/** Marks that no space stands before, or around. */
const BEFORE = /^[.,;:!?%)\]]$/;
const AROUND = /^[-–/]$/;

/** Words and marks as tokens: the plainest vocabulary there is. Upper and lower case differ; change the text before where they should not. */
export class WordTokenizer {
  readonly specials: readonly string[];
  readonly unknown: string | undefined;
  readonly maxWords: number;
  /** All tokens, each at its number: `specials`, then words, most frequent first. Only the specials before `fit`. */
  tokens: string[];
  #numbers: Map<string, number>;
  readonly #pattern: RegExp;

  /** @throws RangeError when `unknown` is none of `specials`, or `maxWords` is not a whole number above 0. */
  constructor({ specials = [], unknown, maxWords = Number.POSITIVE_INFINITY }: WordTokenizerOptions = {}) {
    checkCount(maxWords, "maxWords", 1);
    if (unknown !== undefined && !specials.includes(unknown))
      throw new RangeError(`unknown is "${unknown}": it must be one of the specials, ${specials.join(" ")}`);
    this.specials = specials;
    this.unknown = unknown;
    this.maxWords = maxWords;
    this.tokens = [...specials];
    this.#numbers = numbersOf(this.tokens);
    this.#pattern = new RegExp([...specials.map((special) => special.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")), WORDS].join("|"), "gu");
  }

  /** Take the words of these texts for the vocabulary. Equally frequent ones stand in the order in which they first occur. */
  fit(texts: Iterable<string>): this {
    const counts = new Map<string, number>();
    for (const text of texts) for (const word of this.split(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
    for (const special of this.specials) counts.delete(special);
    const words = [...counts].sort(([, a], [, b]) => b - a).slice(0, this.maxWords);
    this.tokens = [...this.specials, ...words.map(([word]) => word)];
    this.#numbers = numbersOf(this.tokens);
    return this;
  }

  get vocabularySize(): number {
    return this.tokens.length;
  }

  /** The words and marks of a text, whether they are in the vocabulary or not. */
  split(text: string): string[] {
    return text.match(this.#pattern) ?? [];
  }

  /** @throws RangeError for a word that is not in the vocabulary, where nothing stands for unknown ones. */
  encode(text: string): number[] {
    return this.split(text).map((word) => this.number(word));
  }

  /** The number of one token. @throws RangeError when it is not in the vocabulary, where nothing stands for unknown ones. */
  number(word: string): number {
    const number = this.#numbers.get(word) ?? (this.unknown === undefined ? undefined : this.#numbers.get(this.unknown));
    if (number === undefined)
      throw new RangeError(`"${word}" is not among the ${this.tokens.length} tokens: call fit(texts) with texts in which it stands`);
    return number;
  }

  /** Words with a space between them, none where marks have none. @throws RangeError when a token is not there. */
  decode(ids: readonly number[]): string {
    let text = "";
    let glued = true;
    for (const id of ids) {
      const word = this.tokens[id];
      if (word === undefined) throw new RangeError(`there is no token ${id}: they go from 0 to ${this.tokens.length - 1}`);
      const around = AROUND.test(word);
      text += glued || around || BEFORE.test(word) ? word : ` ${word}`;
      glued = around;
    }
    return text;
  }
}

const numbersOf = (tokens: readonly string[]) => new Map(tokens.map((token, number) => [token, number]));
