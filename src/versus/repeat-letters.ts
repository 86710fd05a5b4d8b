/** A job that cannot be learnt by heart: different letters in an order made up on the spot, again and again. What comes next stands in the text itself. */
import { type Tensor, tensor } from "#tensor";
import { checkSize } from "../base/check.ts";
import { argMax } from "../base/max.ts";
import { checkRandom, type Random } from "../base/random.ts";
import { CharacterTokenizer } from "../lm/character-tokenizer.ts";
import type { GPT } from "../lm/gpt.ts";

/** Reads small letters. */
export const repeatTokenizer: CharacterTokenizer = new CharacterTokenizer("abcdefghijklmnopqrstuvwxyz");

/** Letters of a text that a model reads at most, and is trained on. */
export const REPEAT_LENGTH = 32;

/** An order of letters, repeated. */
export interface Repeated {
  /** The letters once, all different. */
  order: string;
  /** `REPEAT_LENGTH` + 1 letters: the order again and again, cut off at the end. */
  text: string;
}

/** A text that repeats an order of 6 to 14 different letters, each length and each order equally likely. */
export function repeated(random: Random): Repeated {
  checkRandom(random);
  const order = random
    .shuffle([...repeatTokenizer.characters])
    .slice(0, 6 + random.int(9))
    .join("");
  return { order, text: order.repeat(Math.ceil((REPEAT_LENGTH + 1) / order.length)).slice(0, REPEAT_LENGTH + 1) };
}

/** Targets that do not count: see `crossEntropy`. */
const IGNORED = -100;

/** Such texts as tokens read, and the token after each: [rows, 32]. Only letters of the second round and later count, since nobody can know those of the first. */
export function repeatBatch(rows: number, random: Random): { x: Tensor; y: Tensor } {
  checkSize(rows, "rows");
  const texts = Array.from({ length: rows }, () => repeated(random));
  const ids = texts.map(({ text }) => repeatTokenizer.encode(text));
  return {
    x: tensor(ids.map((row) => row.slice(0, -1))),
    y: tensor(ids.map((row, i) => row.slice(1).map((id, at) => (at + 1 > texts[i]!.order.length ? id : IGNORED)))),
  };
}

/** What comes next, says whoever has read so far. */
export type SaysNext = (text: string) => string;

/** The rule: look for the last letter further back, and say what came after it then. Where it has not stood before, say "a". */
export function lookBack(text: string): string {
  const before = text.lastIndexOf(text.slice(-1), text.length - 2);
  return before < 0 || text.length < 2 ? "a" : text[before + 1]!;
}

/** What a GPT finds likeliest after a text, of which it reads the end that its context holds. */
export const likeliestNext =
  (model: GPT): SaysNext =>
  (text) =>
    repeatTokenizer.decode([argMax(model.nextLogits([repeatTokenizer.encode(text).slice(-model.options.blockSize)]).toFloat32Array())]);

/** For each text, which of its letters from the second round on were foretold, each from all before it. The first letter of that round counts: the rule must see a letter twice. */
export function foretold(says: SaysNext, texts: readonly Repeated[]): boolean[][] {
  return texts.map(({ order, text }) =>
    Array.from({ length: REPEAT_LENGTH - order.length }, (_, i) => order.length + 1 + i).map((at) => says(text.slice(0, at)) === text[at]),
  );
}
