import recording from "./data/written-texts.json" with { type: "json" };
import type { Recording } from "./recording.ts";

/** A mean over the texts of a way, and twice its standard error. */
export interface OverTexts {
  mean: number;
  plusMinus: number;
}

/** One way to write on from places of the book: whose probabilities, and how each character was chosen from them. */
export interface Way {
  by: "Melville" | "GPT" | "5-gram";
  /** Greedy decoding is temperature 0; a beam search and Melville have none. */
  temperature?: number;
  topK?: number;
  topP?: number;
  /** Beginnings kept side by side by a beam search. */
  beams?: number;
  /** Share of the words that the book has. */
  known: OverTexts;
  /** Share of the words that differ from all before them in their text. */
  different: OverTexts;
  /** Share of the pieces of eight characters that stood in their text before. */
  repeated: OverTexts;
  /** Length of the longest piece that stands in the book, in characters. */
  copied: OverTexts;
  /** Mean surprise of the GPT, at temperature 1, at the characters that were written: nats. */
  surprise: OverTexts;
  /** How the first place was written on. */
  sample: string;
  /** Share of known words in each text. */
  knownOfEach: number[];
}

/** Many texts for each way to choose the next character: see `scripts/record/written-texts.ts`. */
export interface SamplingFound {
  /** Texts of each way, each from another place of the tenth that was held back. */
  texts: number;
  /** Characters written, of each. */
  length: number;
  /** Characters read before, of each. */
  promptLength: number;
  ways: Way[];
}

/** What was found, with its day and how long it took. */
export const sampling = recording as Recording<SamplingFound>;

/** Who writes, and how, in a few words. */
export function wayName({ by, temperature, topK, topP, beams }: Way): string {
  if (by === "Melville") return "Melville, new";
  if (beams !== undefined) return `${by}, ${beams} beams`;
  const cut = topP !== undefined ? `, top-p ${topP}` : topK !== undefined ? `, top-k ${topK}` : "";
  return temperature === 0 ? `${by}, greedy` : `${by}, T = ${temperature}${cut}`;
}

/** How many of a way's words the book has, and how many of them differ, in percent: a row for each, one kind after the other. */
export function shares(ways: readonly Way[]): { temperature: number | undefined; share: number; of: string }[] {
  return ways.flatMap(({ temperature, known, different }) => [
    { temperature, share: 100 * known.mean, of: "words that the book has" },
    { temperature, share: 100 * different.mean, of: "words that differ" },
  ]);
}
