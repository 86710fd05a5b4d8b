import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { examStories, watchedStories } from "../../../scripts/train/story-recipes.ts";
import { seed } from "../../../src/base/random.ts";
import { BABI_PLACES, babi } from "../../../src/datasets/babi.ts";
import { AnswerPointer } from "../../../src/lm/answer-pointer.ts";
import { GPT } from "../../../src/lm/gpt.ts";
import { saveSafetensors } from "../../../src/tensor/index.ts";
import {
  drawStories,
  loadStoryReader,
  NEVER_TOGETHER,
  STORY_SIZES,
  STORY_TOKENS,
  StoryReader,
  sentencesOf,
  shareRight,
  storiesAbout,
  storyBatch,
  storyRow,
} from "../../../src/versus/story-reader.ts";
import { countAnswer, ruleAnswer, writerAnswers, writerBatch, writerLoss } from "../../../src/versus/story-rivals.ts";

const stories = babi({ random: seed(1), questions: 300, lengths: [2, 6, 10] });
const told = { story: ["Mary moved to the garden.", "John went back to the office."], question: "Where is Mary?" };

describe("a story as a row", () => {
  it("has the question first, then the story from its end, without signs", () => {
    const { ids, words } = storyRow(told);
    expect(words.map(({ text }) => text).join(" ")).toBe("Where is Mary John went back to the office Mary moved to the garden");
    expect(ids.map((id) => STORY_TOKENS[id]).join(" ")).toBe("where is mary john went back to the office mary moved to the garden");
    expect(words.map(({ sentence }) => sentence)).toEqual([-1, -1, -1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0]);
  });

  it("says which words nobody knows", () => {
    const { ids, words } = storyRow({ story: ["Anna moved to the garden."], question: "" });
    expect(words.map(({ isUnknown }) => isUnknown)).toEqual([true, false, false, false, false]);
    expect(STORY_TOKENS[ids[0]!]).toBe("[unknown]");
  });

  it("points where the answer stands", () => {
    const { rows, places } = storyBatch(stories);
    for (const [i, { answer, support }] of stories.entries()) {
      expect(STORY_TOKENS[rows[i]![places[i]!]!]).toBe(answer);
      expect(storyRow(stories[i]!).words[places[i]!]!.sentence).toBe(support);
    }
  });

  it("fits into the model, with twenty sentences, too", () => {
    const long = babi({ random: seed(2), questions: 200, lengths: [20] });
    for (const one of long) expect(storyRow(one).ids.length).toBeLessThanOrEqual(STORY_SIZES.blockSize);
  });

  it("cuts a text at stops and at ends of lines", () => {
    expect(sentencesOf(" Mary went home.\n\nJohn, too. And Anna\n ")).toEqual(["Mary went home.", "John, too.", "And Anna"]);
  });
});

describe("stories that are drawn", () => {
  it("are equally long in a batch, and differ from those of the exam", () => {
    const random = seed(3);
    for (let i = 0; i < 20; i++) expect(new Set(drawStories(random, 8, 6).map(({ story }) => story.length)).size).toBe(1);
    const key = (asked: typeof stories) => asked.map((one) => JSON.stringify(one));
    const watched = new Set(key(watchedStories()));
    expect(examStories()).toHaveLength(1000);
    // Of two sentences there are few stories: some must come twice.
    expect(key(examStories().filter(({ story }) => story.length >= 6)).filter((one) => watched.has(one))).toEqual([]);
  });

  it("name somebody or do not", () => {
    const personOf = (question: string) => question.slice("Where is ".length, -1);
    for (const named of [true, false])
      for (const { story, question, answer } of storiesAbout(named, { random: seed(4), questions: 100 })) {
        expect(story.some((sentence) => sentence.startsWith(`${personOf(question)} `))).toBe(named);
        expect(answer).toBe(named ? ruleAnswer({ story, question }) : "");
      }
  });

  it("never bring a person and a place together where that is forbidden", () => {
    const allowed = (person: string, place: string) => NEVER_TOGETHER[person] !== place;
    const sentences = babi({ random: seed(5), questions: 300, lengths: [10], allowed }).flatMap(({ story }) => story);
    for (const [person, place] of Object.entries(NEVER_TOGETHER)) {
      const about = sentences.filter((sentence) => sentence.startsWith(`${person} `));
      expect(about.length).toBeGreaterThan(100);
      expect(about.filter((sentence) => sentence.endsWith(` ${place}.`))).toEqual([]);
    }
  });
});

describe("what else answers", () => {
  it("the rule is always right", () => {
    expect(stories.filter((one) => ruleAnswer(one) === one.answer)).toHaveLength(300);
    expect(ruleAnswer({ ...told, question: "Where is Sandra?" })).toBeUndefined();
  });

  it("the count takes the place that stands most often with the person, the first of equals", () => {
    const story = ["Mary moved to the garden.", "Mary went to the office.", "Mary moved to the kitchen.", "Mary went to the office."];
    expect(countAnswer({ story, question: "Where is Mary?" })).toBe("office");
    expect(countAnswer({ story: story.slice(0, 3), question: "Where is Mary?" })).toBe("garden");
    expect(countAnswer({ story, question: "Where is John?" })).toBeUndefined();
  });

  it("a decoder is asked for the token after the row, whatever is filled up behind", () => {
    const { vocabSize, blockSize } = STORY_SIZES;
    const model = new GPT({ vocabSize, blockSize, nLayer: 1, nHead: 2, nEmbd: 16 }, seed(1));
    const loss = (some: typeof stories) => writerLoss(model, writerBatch(some)).item();
    const [short, long] = [stories.find(({ story }) => story.length === 2)!, stories.find(({ story }) => story.length === 10)!];
    expect(loss([short, long])).toBeCloseTo((loss([short]) + loss([long])) / 2, 4);
    for (const answer of writerAnswers(model, stories.slice(0, 20))) expect(BABI_PLACES).toContain(answer);
  });
});

describe("a model that points, as a file", () => {
  const small = { ...STORY_SIZES, nLayer: 1, nEmbd: 16 };
  const model = new AnswerPointer(small, seed(1));
  const file = (config: unknown) => saveSafetensors(model.stateDict(), { metadata: { config: JSON.stringify(config) } });

  it("answers as before", () => {
    const loaded = loadStoryReader(file({ model: "AnswerPointer", options: small }));
    const [before, after] = [new StoryReader(model), loaded].map((reader) => reader.answer(stories.slice(0, 60)));
    expect(after).toEqual(before);
    expect(before!.every(({ place, probabilities }) => probabilities[place] === Math.max(...probabilities))).toBe(true);
  });

  it("is not what another file holds", () => {
    expect(() => loadStoryReader(file({}))).toThrow("not of a model that points");
    expect(() => loadStoryReader(saveSafetensors({}))).toThrow("not of a model that points");
  });

  it("that is shipped has .99 right or more of 1,000 stories that nobody learnt from", () => {
    const shipped = loadStoryReader(readFileSync(new URL("../../../public/weights/story-pointer.safetensors", import.meta.url)));
    expect(shareRight(shipped.model, examStories())).toBeGreaterThanOrEqual(0.99);
  });
});
