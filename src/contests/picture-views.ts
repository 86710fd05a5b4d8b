/** What the page on pictures draws from its recording, and what that says beyond all contests. */
import { wilsonInterval } from "../score/intervals.ts";
import type { TrainingRecord } from "../versus/watched-training.ts";
import type { MistakesRow } from "./contest-views.ts";
import { entryOf } from "./paired.ts";
import type { HeadToHead } from "./report.ts";

const LETTERS = "abcdefghijklmnop";

/** Levels as letters: 0 is "a", 15 is "p". */
export const asLetters = (levels: readonly number[]): string => levels.map((level) => LETTERS[level]).join("");

/** The other way round. @throws RangeError at another letter. */
export const fromLetters = (letters: string): number[] =>
  Array.from(letters, (letter) => {
    const level = LETTERS.indexOf(letter);
    if (level < 0) throw new RangeError(`"${letter}" is no level: they are ${LETTERS[0]} to ${LETTERS.at(-1)}`);
    return level;
  });

/** Ink of 0 to 1, for drawing. */
export const asInk = (levels: readonly number[]): number[] => levels.map((level) => level / (LETTERS.length - 1));

/** What happens to test pictures in the second round. Nobody learnt from any of these. */
export const PICTURE_CHANGES = ["as they are", "shifted by a third of a pixel", "shifted by a pixel", "noisy"] as const;
/** One of them. */
export type PictureChange = (typeof PICTURE_CHANGES)[number];

/** Half a digit, and what a GPT drew after it. */
export interface Completion {
  /** Of the picture. */
  row: number;
  label: number;
  /** The whole picture, in letters. */
  picture: string;
  /** Pictures in letters that begin with its first half. */
  drawn: string[];
}

/** What the recording of this contest says. */
export interface PictureContest extends HeadToHead {
  /** Rows of the first test that each got wrong when they were changed, by its id. */
  changed: Record<string, Record<PictureChange, number[]>>;
  /** Of the GPT, before it saw a label. `seconds`: processor time, which stands in its training time, too. */
  pretraining: { record: TrainingRecord; parameters: number; pictures: number; seconds: number };
  completions: Completion[];
}

/** Mistakes in 100 on the first test, as it was or changed, fewest first. */
export function changedRows(report: PictureContest, change: PictureChange): MistakesRow[] {
  const asked = report.firstTest.length;
  return Object.entries(report.changed)
    .map(([id, wrong]) => {
      const { name, side } = entryOf(report, id).result;
      const { low, high } = wilsonInterval(asked - wrong[change].length, asked);
      return { name, side, mistakes: (100 * wrong[change].length) / asked, low: 100 * (1 - high), high: 100 * (1 - low) };
    })
    .sort((a, b) => a.mistakes - b.mistakes);
}
