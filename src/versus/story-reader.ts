/** Stories of people who walk between rooms, as tokens; and a model that points at the word of a story that answers a question. */
import { loadSafetensors } from "#tensor";
import { argMax } from "../base/max.ts";
import { checkRandom, type Random, seed } from "../base/random.ts";
import { BABI_PEOPLE, BABI_PLACES, type BabiOptions, type BabiQuestion, babi } from "../datasets/babi.ts";
import { AnswerPointer } from "../lm/answer-pointer.ts";
import type { BERTOptions } from "../lm/bert.ts";

/** All tokens, each at its number. Words are in lower case, and full stops and question marks are left out. */
export const STORY_TOKENS: readonly string[] = [
  ..."[pad] [mask] [unknown] where is the to back moved went journeyed travelled".split(" "),
  ...[...BABI_PEOPLE, ...BABI_PLACES].map((word) => word.toLowerCase()),
];
const NUMBERS = new Map(STORY_TOKENS.map((token, number) => [token, number]));
const UNKNOWN = NUMBERS.get("[unknown]")!;

/** Sizes of the model: two blocks of width 64 with four heads, and room for 20 sentences. */
export const STORY_SIZES: BERTOptions = {
  vocabSize: STORY_TOKENS.length,
  blockSize: 128,
  nLayer: 2,
  nHead: 4,
  nEmbd: 64,
  maskToken: 1,
  specialTokens: [UNKNOWN],
};

/** A word of a story or of its question. */
export interface StoryWord {
  text: string;
  /** Index of its sentence in the story; −1 for the question. */
  sentence: number;
  /** The model does not know it, and reads [unknown]. */
  isUnknown: boolean;
}

/** A question and a story in the order in which a model reads them: the question first, then the story, its newest sentence first. */
export interface StoryRow {
  ids: number[];
  /** One for each of `ids`. */
  words: StoryWord[];
}

/** The words that the model reads, in its order. */
export function storyRow({ story, question }: Pick<BabiQuestion, "story" | "question">): StoryRow {
  const words = [{ text: question, sentence: -1 }, ...story.map((text, sentence) => ({ text, sentence })).reverse()].flatMap(({ text, sentence }) =>
    (text.match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => ({ text: word, sentence, isUnknown: !NUMBERS.has(word.toLowerCase()) })),
  );
  return { ids: words.map(({ text }) => NUMBERS.get(text.toLowerCase()) ?? UNKNOWN), words };
}

/** A text cut into its sentences, at full stops and at ends of lines. */
export const sentencesOf = (text: string): string[] =>
  text
    .split(/(?<=[.!?])\s+|\n+/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => /\p{L}/u.test(sentence));

/** Rows to learn from, and at which place in each the answer stands. */
export interface StoryBatch {
  asked: BabiQuestion[];
  rows: number[][];
  /** Index into the row of the last word of the sentence that decides. */
  places: number[];
}

/** Questions as rows of tokens, with the place of each answer. */
export const storyBatch = (asked: BabiQuestion[]): StoryBatch => {
  const read = asked.map(storyRow);
  const places = read.map(({ words }, i) => words.findLastIndex(({ sentence }) => sentence === asked[i]!.support));
  return { asked, rows: read.map(({ ids }) => ids), places };
};

/**
 * Questions to learn from, about stories of 2, 4, … up to `longest` sentences. All stories of a batch are equally long, so that no row is filled up. Where they are `even`,
 * the sentence that decides is as often an old one as a new one: people who were named long ago are rare otherwise, and learnt last.
 */
export function drawStories(random: Random, rows: number, longest: number, options: Pick<BabiOptions, "even" | "allowed"> = {}): BabiQuestion[] {
  checkRandom(random);
  const length = 2 * (1 + random.int(longest / 2));
  return babi({ random, questions: rows, lengths: [length], ...options });
}

/** Who is never where in what one of the models learns from: of each person one place. */
export const NEVER_TOGETHER: Readonly<{ [person: string]: string }> = { Mary: "garden", John: "kitchen", Daniel: "office", Sandra: "bathroom" };

/** What a model makes of a story and a question. */
export interface StoryAnswer {
  /** The word that it points at, in lower case. */
  answer: string;
  /** Index into the row's words. */
  place: number;
  /** P(this word is the answer), for each word of the row: they sum to 1. */
  probabilities: number[];
}

/** Points at a word of a story. */
export class StoryReader {
  readonly model: AnswerPointer;

  constructor(model: AnswerPointer) {
    this.model = model;
  }

  /** @throws RangeError when a story is too long for the model, or has no words. */
  answer(questions: readonly Pick<BabiQuestion, "story" | "question">[]): StoryAnswer[] {
    const rows = questions.map(storyRow);
    const answers: StoryAnswer[] = [];
    for (let i = 0; i < rows.length; i += 50) {
      const some = rows.slice(i, i + 50);
      for (const [r, probabilities] of this.model.point(some.map(({ ids }) => ids)).entries()) {
        const place = argMax(probabilities);
        answers.push({ answer: some[r]!.words[place]!.text.toLowerCase(), place, probabilities });
      }
    }
    return answers;
  }
}

/** The share of questions that a model answers rightly, from 0 to 1. */
export function shareRight(model: AnswerPointer, asked: readonly BabiQuestion[]): number {
  const answers = new StoryReader(model).answer(asked);
  return answers.filter(({ answer }, i) => answer === asked[i]!.answer).length / asked.length;
}

/** Stories of 2, 4 or 6 sentences, in each of which somebody is never named, asked about somebody who is named, or about whoever is not: then no answer is right, and `answer` is "". */
export function storiesAbout(named: boolean, { random, questions }: { random: Random; questions: number }): Omit<BabiQuestion, "support">[] {
  const some: Omit<BabiQuestion, "support">[] = [];
  while (some.length < questions) {
    const [{ story, question, answer }] = babi({ random, questions: 1, lengths: [2, 4, 6] }) as [BabiQuestion];
    const missing = BABI_PEOPLE.filter((person) => !story.some((sentence) => sentence.startsWith(`${person} `)));
    if (missing.length === 0) continue;
    some.push(named ? { story, question, answer } : { story, question: `Where is ${missing[random.int(missing.length)]}?`, answer: "" });
  }
  return some;
}

/**
 * The reader of a safetensors file.
 * @throws Error when the file is damaged, or is not of a model that points.
 */
export function loadStoryReader(bytes: Uint8Array): StoryReader {
  const { tensors, metadata } = loadSafetensors(bytes);
  const config = JSON.parse(metadata["config"] ?? "{}") as { model?: string; options?: BERTOptions };
  if (config.model !== "AnswerPointer" || !config.options)
    throw new Error("this safetensors file is not of a model that points: its header has no such config");
  // The first weights are replaced at once: any seed will do.
  return new StoryReader(new AnswerPointer(config.options, seed(0)).loadStateDict(tensors).eval());
}
