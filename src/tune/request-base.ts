/** What a reader teaches requests to: names or a text of their own, or a model that they have trained elsewhere. And the style that it is to take on afterwards. */
import { tensor } from "#tensor";
import { type Random, withRandom } from "../base/random.ts";
import { CharacterTokenizer } from "../lm/character-tokenizer.ts";
import { GPT } from "../lm/gpt.ts";
import type { CharacterGPT } from "../lm/gpt-file.ts";
import { INSTRUCTION_CHARACTERS, REQUEST_CONTEXT } from "./name-instructions.ts";

/** Fewest words of one's own: fewer give too few requests to hold some back. */
const FEWEST = 500;
/** Shortest and longest of them. A request and its answer have to fit into the context. */
const LENGTHS = [2, 11] as const;
/** Largest model of one's own. A larger one would be taught for minutes. */
const LARGEST = 100_000;
/** By so many letters at its end a name of one's own tells a style. */
const END = 2;

/**
 * The words of a text, or the names of a list, in lower case and without accents, each once, in the order in which they come. Words of one letter, or more than eleven, are left out.
 * @throws RangeError when there are fewer than 500.
 */
export function ownWords(text: string): string[] {
  const words = plainLetters(text).match(/[a-z]+/g) ?? [];
  const found = [...new Set(words.filter(({ length }) => length >= LENGTHS[0] && length <= LENGTHS[1]))];
  if (found.length < FEWEST)
    throw new RangeError(`these are ${found.length} different words: give at least ${FEWEST}, or leave the box empty for the list of names`);
  return found;
}

/** So many requests of each kind can be held back from so many words: 200 of 4,000 and more. */
export const heldBack = (words: readonly string[]): number => Math.min(200, Math.floor(words.length / 20));

/**
 * The same GPT, ready for requests: it knows their characters, and its context is long enough. What it had is as it was; numbers for new characters and places begin as those of a
 * new model do.
 * @throws RangeError when it has more than 100,000 numbers.
 */
export function readyForRequests({ model, tokenizer }: CharacterGPT, options: { random: Random }): CharacterGPT {
  const { random } = withRandom(options);
  const numbers = model.numParams();
  if (numbers > LARGEST)
    throw new RangeError(
      `that model has ${numbers.toLocaleString("en")} numbers: to teach it here would take minutes. Choose one of at most ${LARGEST.toLocaleString("en")}.`,
    );
  const wider = new CharacterTokenizer(INSTRUCTION_CHARACTERS + tokenizer.characters.join(""));
  const sizes = { ...model.options, vocabSize: wider.vocabularySize, blockSize: Math.max(REQUEST_CONTEXT, model.options.blockSize) };
  const ready = new GPT(sizes, random);
  const [own, fresh] = [model.stateDict(), ready.stateDict()];
  const rows = (name: string, from: (row: number) => number | undefined) => {
    const [mine, anew] = [own, fresh].map((state) => state[name]!.toArray() as number[][]);
    return tensor(anew!.map((row, i) => mine![from(i) ?? -1] ?? row));
  };
  const idOf = (character: string) => (tokenizer.has(character) ? tokenizer.encode(character)[0] : undefined);
  ready.loadStateDict({
    ...own,
    "wte.weight": rows("wte.weight", (id) => idOf(wider.characters[id]!)),
    "wpe.weight": rows("wpe.weight", (place) => place),
  });
  return { model: ready.eval(), tokenizer: wider };
}

/** Names of one style, and the endings by which an answer is known to be in it. */
export interface NameStyle {
  names: string[];
  endings: string[];
}

/**
 * One ending stands for the names of a list that end so; several names are a style themselves, known by their last two letters.
 * @throws RangeError when no name of the list ends so.
 */
export function nameStyle(wish: string, list: readonly string[]): NameStyle {
  const given = plainLetters(wish).match(/[a-z]+/g) ?? [];
  if (given.length > 1) return { names: [...new Set(given)], endings: [...new Set(given.map((name) => name.slice(-END)))] };
  const names = list.filter((name) => given[0] !== undefined && name.endsWith(given[0]));
  if (names.length === 0)
    throw new RangeError(`no name in the list ends with "${wish}": give another ending, such as ette, or some names of your own`);
  return { names, endings: given };
}

/** Whether a name is in a style. */
export const inStyle = (name: string, { endings }: NameStyle): boolean => endings.some((ending) => name.endsWith(ending));

/** In lower case, without accents. */
const plainLetters = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
