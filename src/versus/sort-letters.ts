/** A job so small that a model which does it can be understood: five different letters come in, then >, and the same letters go out in order. */
import { type Tensor, tensor } from "#tensor";
import { checkSize } from "../base/check.ts";
import { argMax } from "../base/max.ts";
import { checkRandom, type Random } from "../base/random.ts";
import { CharacterTokenizer } from "../lm/character-tokenizer.ts";
import type { GPT } from "../lm/gpt.ts";
import { type TraceOptions, traceGPT } from "../lm/gpt-trace.ts";

/** The letters that may come: ten, of which five make a string. */
export const LETTERS = "abcdefghij";
/** Reads the letters and the sign. */
export const sortTokenizer: CharacterTokenizer = new CharacterTokenizer(`${LETTERS}>`);

const LENGTH = 5;
/** Targets that do not count: see `crossEntropy`. */
const IGNORED = -100;

/** The letters of a string in order. */
export const inOrder = (word: string): string => [...word].sort().join("");

/** A string for a model that knows numbers alone: a is 0, j is 9. */
export const asNumbers = (word: string): number[] => [...word].map((letter) => LETTERS.indexOf(letter));

/** What the model reads when a string is asked about with its answer, all but the last letter: `"badce"` → `"badce>abcd"`. */
export const asked = (word: string): string => `${word}>${inOrder(word)}`.slice(0, -1);

/** Strings that are for learning, and strings that are for the exam. */
export interface SortTask {
  /** Sets of five letters, in order, that the model never learns from, in whatever order they stand. */
  heldSets: ReadonlySet<string>;
  /** Strings of the sets that are held back. */
  held: readonly string[];
  /** All strings of the other sets, in the order of the alphabet: 120 of each. */
  others(): string[];
  /** So many strings of the other sets, with what comes next: [rows, 10]. What stands before the sign is no question, and does not count. */
  batch(rows: number, random: Random): { x: Tensor; y: Tensor };
}

export interface SortTaskOptions {
  /** How many of the 252 sets are held back. Default 50. */
  sets?: number;
  /** How many strings are made of them, each another one. Default 500. */
  strings?: number;
}

/**
 * The task, with what is held back drawn by `random`.
 * @throws RangeError when no set is left to learn from, or so many strings cannot be made.
 */
export function sortTask(random: Random, { sets = 50, strings = 500 }: SortTaskOptions = {}): SortTask {
  checkRandom(random);
  checkSize(sets, "sets");
  checkSize(strings, "strings");
  if (sets > 251) throw new RangeError(`${sets} sets of 252 cannot be held back: leave at least one to learn from`);
  if (strings > sets * 120) throw new RangeError(`${strings} strings cannot be made of ${sets} sets: each makes 120`);
  const draw = (source: Random) =>
    source
      .shuffle([...LETTERS])
      .slice(0, LENGTH)
      .join("");
  const heldSets = new Set<string>();
  while (heldSets.size < sets) heldSets.add(inOrder(draw(random)));
  const held = new Set<string>();
  while (held.size < strings) {
    const word = draw(random);
    if (heldSets.has(inOrder(word))) held.add(word);
  }
  const toLearn = (source: Random): string => {
    for (;;) {
      const word = draw(source);
      if (!heldSets.has(inOrder(word))) return word;
    }
  };
  return {
    heldSets,
    held: [...held],
    others: () => allStrings().filter((word) => !heldSets.has(inOrder(word))),
    batch: (rows, source) => questions(Array.from({ length: rows }, () => toLearn(source))),
  };
}

/** All strings of five different letters. */
function allStrings(begins = ""): string[] {
  if (begins.length === LENGTH) return [begins];
  return [...LETTERS].filter((letter) => !begins.includes(letter)).flatMap((letter) => allStrings(begins + letter));
}

/** Strings as tokens read, and the token after each that the model is asked for: [strings, 10]. */
export function questions(words: readonly string[]): { x: Tensor; y: Tensor } {
  const ids = words.map((word) => sortTokenizer.encode(`${word}>${inOrder(word)}`));
  return {
    x: tensor(ids.map((row) => row.slice(0, -1))),
    y: tensor(ids.map((row) => row.slice(1).map((id, i) => (i < LENGTH ? IGNORED : id)))),
  };
}

/** What a model goes on with after a string and the sign, the likeliest letter at each place: five letters. */
export function sortWith(model: GPT, word: string): string {
  const read = sortTokenizer.encode(`${word}>`);
  while (read.length < 2 * LENGTH + 1) {
    const scores = model.nextLogits([read]).toFloat32Array();
    read.push(argMax(scores));
  }
  return sortTokenizer.decode(read.slice(LENGTH + 1));
}

/** The share of strings that a model sorts without a mistake, from 0 to 1. */
export const shareSorted = (model: GPT, words: readonly string[]): number =>
  words.filter((word) => sortWith(model, word) === inOrder(word)).length / words.length;

/** The share of letters that a model has right when each is asked for with the right ones before it, from 0 to 1; a part of the model may be left out. */
export function lettersRight(model: GPT, words: readonly string[], options: TraceOptions = {}): number {
  const right = words.flatMap((word) => {
    const { logits } = traceGPT(model, sortTokenizer.encode(asked(word)), options);
    return sortTokenizer.encode(inOrder(word)).map((letter, i) => argMax(logits[LENGTH + i]!) === letter);
  });
  return right.filter(Boolean).length / right.length;
}
