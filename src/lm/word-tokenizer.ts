import { checkCount } from "../base/check.ts";
import { EMOJI, WORD } from "../base/letters.ts";

export interface WordTokenizerOptions {
  /** Tokens that are no words, such as "[MASK]": they get the first numbers, in this order. Default none. */
  specials?: readonly string[];
  /** The one of `specials` that stands for words which are not in the vocabulary. Default none: they are an error. */
  unknown?: string;
  /** The most frequent words that are kept. Default all. */
  maxWords?: number;
}

/** Emoji, words, with apostrophes inside, numbers, and each sign by itself. */
const TOKENS = String.raw`${EMOJI}|${WORD}|\p{N}[\p{N}\p{M}]*|[^\s\p{L}\p{N}]\p{M}*`;
/** Signs that no space stands before, or around. */
const BEFORE = /^[.,;:!?%)\]।॥،؛؟۔]$/;
const AROUND = /^[-–/、。，！？：；「」『』（）]$/;

/**
 * Words and signs as tokens: the plainest vocabulary there is. Upper and lower case differ; change the text before where they should not.
 *
 * A text is given back as it was, save for its white space: between two tokens stands one space or none. That is as in the texts of `fit`, or, where these do it
 * both ways, as they mostly do; where they never have the two together, none before and around certain signs, else one.
 */
export class WordTokenizer {
  readonly specials: readonly string[];
  readonly unknown: string | undefined;
  readonly maxWords: number;
  /** All tokens, each at its number: `specials`, then words, most frequent first. Only the specials before `fit`. */
  tokens: string[];
  #numbers: Map<string, number>;
  /** Neighbours between which a space stands where it is not usual, or none where one is. */
  #unusual = new Map<string, Set<string>>();
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
    this.#pattern = new RegExp([...specials.map((special) => special.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")), TOKENS].join("|"), "gu");
  }

  /** Take the words of these texts for the vocabulary. Equally frequent ones stand in the order in which they first occur. */
  fit(texts: Iterable<string>): this {
    const counts = new Map<string, number>();
    const seams = new Seams();
    for (const text of texts) {
      let before: RegExpExecArray | undefined;
      for (const match of text.matchAll(this.#pattern)) {
        const [word] = match;
        counts.set(word, (counts.get(word) ?? 0) + 1);
        if (before) seams.add(before[0], word, before.index + before[0].length === match.index);
        before = match;
      }
    }
    this.#unusual = seams.unusual();
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

  /** Words with a space between them, or none where there should be none. @throws RangeError when a token is not there. */
  decode(ids: readonly number[]): string {
    let text = "";
    let before: string | undefined;
    for (const id of ids) {
      const word = this.tokens[id];
      if (word === undefined) throw new RangeError(`there is no token ${id}: they go from 0 to ${this.tokens.length - 1}`);
      const apart = before !== undefined && areJoined(before, word) === (this.#unusual.get(before)?.has(word) ?? false);
      text += apart ? ` ${word}` : word;
      before = word;
    }
    return text;
  }
}

/** Whether usually no space stands between two tokens. */
const areJoined = (before: string, word: string) => AROUND.test(before) || AROUND.test(word) || BEFORE.test(word);

/** Counts how neighbours stand together. */
class Seams {
  /** How much more often the second stands apart from the first than right after it. */
  readonly #apart = new Map<string, Map<string, number>>();

  add(before: string, word: string, joined: boolean): void {
    let row = this.#apart.get(before);
    if (!row) {
      row = new Map();
      this.#apart.set(before, row);
    }
    row.set(word, (row.get(word) ?? 0) + (joined ? -1 : 1));
  }

  unusual(): Map<string, Set<string>> {
    const found = new Map<string, Set<string>>();
    for (const [before, row] of this.#apart) {
      const words = [...row].filter(([word, apart]) => (areJoined(before, word) ? apart > 0 : apart < 0)).map(([word]) => word);
      if (words.length > 0) found.set(before, new Set(words));
    }
    return found;
  }
}

const numbersOf = (tokens: readonly string[]) => new Map(tokens.map((token, number) => [token, number]));
