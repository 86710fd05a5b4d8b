/** Addresses to Congress as a second text for a model that has read a book: in the characters that it knows, cut into what it learns from and what it is asked about. */
import { checkCount } from "../base/check.ts";
import { seed } from "../base/random.ts";

/** Speeches of presidents who spoke to cameras: long after the novel, and unlike it. */
const SINCE = 1961;

/** What a character becomes that a typesetter of 1851 had not. */
const LIKE: Readonly<Record<string, string>> = { "'": "’", "‑": "-", "–": "—", ï: "i", á: "a", ó: "o", "%": " percent", "\n": " " };

/**
 * A text in the given characters alone. Straight quotation marks become curly ones, first open, then closed; `%` is written out; all others that are not there are left out.
 */
export function inCharacters(text: string, characters: Iterable<string>): string {
  const known = new Set(characters);
  let open = false;
  const written = Array.from(text, (character) => {
    if (character === '"') {
      open = !open;
      return open ? "“" : "”";
    }
    return LIKE[character] ?? character;
  }).join("");
  return Array.from(written, (character) => (known.has(character) ? character : "")).join("");
}

/** What is known of a speech, as `#datasets/sotu` has it. */
export interface Spoken {
  /** When it was given. */
  year: number;
  /** All of it. */
  text: string;
}

/** Speeches, each for one purpose. */
export interface SpeechParts {
  /** To learn from: whole speeches, one after the other in drawn order. */
  train: string;
  /** To choose with: the beginnings of some. */
  validation: string[];
  /** For the one measurement at the end: the beginnings of others. */
  test: string[];
}

/** How many speeches are kept apart, and how they are written. */
export interface SpeechPartsOptions {
  /** Those that the model knows. */
  characters: Iterable<string>;
  /** Speeches to choose with. Default 6. */
  validation?: number;
  /** Speeches for the measurement at the end. Default 12. */
  test?: number;
  /** Characters of each of these. Default 2,000. */
  length?: number;
}

/**
 * The speeches since 1961, in an order drawn with seed 1: the first few to choose with, the next for the end, all others to learn from.
 * @throws RangeError when none is left to learn from.
 */
export function speechParts(speeches: readonly Spoken[], { characters, validation = 6, test = 12, length = 2_000 }: SpeechPartsOptions): SpeechParts {
  checkCount(length, "length", 1);
  const some = seed(1).shuffle(speeches.filter(({ year }) => year >= SINCE));
  if (validation + test >= some.length)
    throw new RangeError(`${some.length} speeches since ${SINCE}: ${validation} to choose with and ${test} for the end leave none to learn from`);
  const texts = some.map(({ text }) => inCharacters(text, characters));
  const beginning = (text: string) => text.slice(0, length);
  return {
    validation: texts.slice(0, validation).map(beginning),
    test: texts.slice(validation, validation + test).map(beginning),
    train: texts.slice(validation + test).join("\n"),
  };
}
