import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { examStories, storyPointer, watchedStories } from "../../../scripts/train/story-recipes.ts";
import { card } from "../../../src/checkpoints/story-pointer.ts";
import { storyContestCard, storyTests } from "../../../src/contests/story-contest.ts";
import { BABI_PEOPLE, BABI_PLACES } from "../../../src/datasets/babi.ts";
import { questionAnswering } from "../../../src/recorded/question-answering.ts";
import { loadStoryReader, NEVER_TOGETHER, STORY_SIZES, STORY_TOKENS } from "../../../src/versus/story-reader.ts";
import { countAnswer, ruleAnswer } from "../../../src/versus/story-rivals.ts";
import { holds, numbersAfter, read, shownBy, tableRow } from "./page.ts";

const notebook = read("notebooks/question-answering.ts");
const { found } = questionAnswering;
const { pointers, otherPointers, writer, otherWriter, rule, count, longer, neverTogether, asked, schedule } = found;
let shown: Record<string, string> = {};
beforeAll(async () => {
  shown = await shownBy("question-answering");
}, 900_000);

const row = (cell: string, begins: string) => tableRow(shown[cell]!, begins);
const inAll = (right: number) => (right / asked).toFixed(3);
const reader = loadStoryReader(readFileSync(new URL("../../../public/weights/story-pointer.safetensors", import.meta.url)));
const point = (story: string, who: string) => reader.answer([{ story: [story], question: `Where is ${who}?` }])[0]!;
/** Of a row of the table on people who are named or not: questions, right answers, mean P, P above 0.9. */
const never = () => row("unanswerable", "never named").map(Number) as [number, number, number, number];

holds(
  "src/content/docs/language-models/question-answering.mdx",
  [
    ["(Devlin et al. 2018)"],
    ["what the encoder makes of word i: 64 numbers", [64, STORY_SIZES.nEmbd]],
    ["64 numbers that are learnt", [64, reader.model.start.weight.numel()]],
    [
      "Scores 2, 0 and 0: e² = 7.39, e⁰ = 1, so P = 7.39 / 9.39 = 0.79 for the first",
      [
        ["7.39", "9.39", "0.79"],
        [Math.exp(2).toFixed(2), (Math.exp(2) + 2).toFixed(2), (Math.exp(2) / (Math.exp(2) + 2)).toFixed(2)],
      ],
    ],
    ["SQuAD has over 100,000 such questions (Rajpurkar et al. 2016)"],
    ["(Weston et al. 2015)"],
    ["At each step the model reads 32 new ones", [true, notebook.includes("drawStories(random, 32, 2)")]],
    ["That was 300 steps, on stories of two sentences", [true, notebook.includes("step <= 300") && notebook.includes("drawStories(random, 32, 2)")]],
    [
      "from 2 to 10 sentences",
      [
        [2, 10],
        [pointers[0]!.curve[0]!.longest, pointers[0]!.curve.at(-1)!.longest],
      ],
    ],
    ["1,000 other stories examined each", [1000, asked], [1000, examStories().length]],
    [
      "Taught the quick way, the three seeds have 880, 974 and 889 right; taught the slow way, 999, 1,000 and 1,000",
      [[880, 974, 889], otherPointers.map(({ right }) => right)],
      [[999, 1000, 1000], pointers.map(({ right }) => right)],
      [[1, 2, 3], otherPointers.map(({ seed }) => seed)],
    ],
    ["The 500 stories that watched chose the slow way", [500, watchedStories().length], ["slow", schedule]],
    [
      "The probabilities sum to 1 over the words there are",
      [true, () => Math.abs(point("Mary went to the garden.", "John").probabilities.reduce((a, b) => a + b) - 1) < 1e-5],
    ],
    ["does best the quick way: 986 (the slow way: 696)", [[986, 696], [writer, otherWriter].map(({ right }) => right)], ["quick", writer.schedule]],
    [
      "Seed 1 alone is right on 14 stories, the decoder alone on 1: p below 0.001",
      [[14, 1, true], (({ onlyFirst, onlySecond, p }) => [onlySecond, onlyFirst, p < 0.001])(storyTests(found).writer)],
      [1, pointers[0]!.seed],
    ],
    [
      "Of 1,000 stories, how many does the count have right? 512",
      [512, () => examStories().filter((one) => countAnswer(one) === one.answer).length],
      [512, count.right],
    ],
    ["512: it looks at who is where, and not at when. A guess has one in six", [6, BABI_PLACES.length]],
    ["It always points, and of 200 such answers 110 have P above 0.9. None is right", [[200, 0, 110], () => [never()[0], never()[1], never()[3]]]],
    ["At 0.9 it still answers 55 % of the questions that have no answer", [55, () => numbersAfter(shown["threshold"]!, "are named, and")[0]]],
    ["| numbers kept | none | 108,630 |", [108630, card.parameters]],
    ["A system that scored 86 % (F1) on SQuAD scored 66 % once half of the questions had no answer in the text (Rajpurkar, Jia and Liang 2018)"],
    [
      "SimpleQA has 4,326 short questions without a text, picked because GPT-4 failed on them. GPT-4o had 38.2 % right, o1-preview 42.7 % (Wei et al. 2024)",
    ],
    ["OpenAI's o4-mini passed on 1 % and was wrong on 75 %; GPT-5-thinking-mini passed on 52 % and was wrong on 26 % (OpenAI 2025)"],
    ["argue Kalai et al. (2025)"],
    ["with equal scores. What is P of each? 0.5", [0.5, 1 / (1 + Math.exp(0))]],
    ["It shall say “I do not know” below P = 0.9"],
  ],
  [
    ["On ten it mostly fails", () => numbersAfter(shown["train"]!, "long (").slice(-1).length === 1],
    ["does best the quick way", () => writer.right > otherWriter.right],
    ["the place that stands most often with the person", "definition: that is the count"],
    ["Harder stories", () => longer.right.every((right, i) => right < pointers[i]!.right)],
    ["It knows no *never*, no *she*, and no *Mary and John*", () => ["never", "she", "and"].every((word) => !STORY_TOKENS.includes(word))],
    ["It works because we know how the stories are made", "construction: the rule is the one by which the stories are answered"],
    ["and it is never wrong", () => examStories().every((one) => ruleAnswer(one) === one.answer)],
    ["stories are longer than any they learnt from", pointers.every(({ curve }) => curve.at(-1)!.longest < 12)],
    ["The last model never saw Mary in the garden", () => NEVER_TOGETHER["Mary"] === "garden" && Object.keys(NEVER_TOGETHER).length === 4],
    ["It has never seen *cinema* and points at it", () => shown["odd"]!.includes("cinema") && !STORY_TOKENS.includes("cinema")],
  ],
);

describe("the recording", () => {
  it("is of three seeds, and of the same stories as the rule and the count", () => {
    expect(pointers.map(({ seed }) => seed)).toEqual([1, 2, 3]);
    expect([rule.right, count.right]).toEqual([1000, 512]);
    for (const { right } of pointers) expect(right).toBeGreaterThanOrEqual(990);
    for (const { right, wrong } of [...pointers, writer, ...otherPointers, otherWriter]) expect(right + wrong.length).toBe(1000);
    expect([longer.asked, neverTogether.asked]).toEqual([1000, 1000]);
  });

  it("fills the card", () => {
    const words = storyContestCard(found);
    expect(words.effort).toContain(pointers[0]!.steps.toLocaleString("en"));
    expect(words.baseLine).toContain("0.512");
    expect(storyTests(found).rule.onlySecond).toBe(0);
  });

  it("is what the page shows", () => {
    for (const { name, right } of [rule, ...pointers, writer, count]) expect(row("contest", name).join(" ")).toContain(inAll(right));
    for (const [about, { right }] of [
      ["12 to 20 sentences", longer],
      ["pairs left out", neverTogether],
    ] as const)
      expect(row("harder", about).filter((cell) => cell !== "–")).toEqual(right.map(inAll));
  });
});

describe("the shipped model", () => {
  it("points at the word of its default story for each who is named", () => {
    expect(shown["ask"]).toContain("It answers bedroom, 1.00");
    expect(BABI_PEOPLE).toContain("Mary");
    expect(point("Mary went to the garden.", "Mary").answer).toBe("garden");
    expect(storyPointer.seed).toBe(card.seed);
  });
});
