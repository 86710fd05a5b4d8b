import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { mean } from "../../../src/base/mean.ts";
import { seed } from "../../../src/base/random.ts";
import { card } from "../../../src/checkpoints/speeches-bert.ts";
import { sotu } from "../../../src/datasets/sotu.ts";
import { loadBERT } from "../../../src/lm/bert-file.ts";
import { greedy } from "../../../src/lm/sampling.ts";
import { gapsOf, lowerSentences, sentenceRows, splitByYear } from "../../../src/lm/speech-sentences.ts";
import { bertRecording, type EraSorter, type GapFiller } from "../../../src/recorded/bert-on-speeches.ts";
import { pairedTest } from "../../../src/score/mcnemar.ts";
import { holds, read, shownBy, tableRow } from "./page.ts";

const { contest, fewLabels, negation, weights, asked, draws } = bertRecording.found;
const { model, tokenizer } = loadBERT(readFileSync(new URL(`../../../public/weights/${card.name}.safetensors`, import.meta.url)));
const notebook = read("notebooks/bert.ts");

const script = read("scripts/record/bert-on-speeches.ts");
let shown: Record<string, string> = {};
beforeAll(async () => {
  shown = await shownBy("bert");
}, 600_000);

const parts = splitByYear(sotu.rows);
const gaps = contest.bert.length;
const rightOf = (who: GapFiller) => [...contest[who]].filter((hit) => hit === "1").length;
const percent = (who: GapFiller) => Math.round((100 * rightOf(who)) / gaps);
const wrongOf = (who: GapFiller) => [...contest[who]].flatMap((hit, gap) => (hit === "0" ? [gap] : []));
/** Whether BERT with both sides fills more gaps than another, and McNemar's p is below 0.05; −1 where the other does. */
const beats = (who: GapFiller) => {
  const { onlyFirst, onlySecond, p } = pairedTest(wrongOf("bert"), wrongOf(who));
  return p < 0.05 ? Math.sign(onlySecond - onlyFirst) : 0;
};
const after = (labels: number) => fewLabels.find((one) => one.labels === labels)!;
const sorted = (labels: number, who: EraSorter) => Math.round(100 * mean(after(labels).right[who]));
/** 1 where BERT's vectors are right more often than the other's, and the interval does not hold 0; −1 where less often. */
const gains = (labels: number, who: Exclude<EraSorter, "bert">) => {
  const { low, high } = after(labels).gain[who];
  return low > 0 ? 1 : high < 0 ? -1 : 0;
};
/** The likeliest words of a gap written [MASK]. */
const says = (sentence: string, count = 1) => {
  const ids = tokenizer.encode(sentence);
  const P = model.fill(ids, ids.indexOf(model.options.maskToken));
  return [...P.keys()]
    .sort((a, b) => P[b]! - P[a]!)
    .slice(0, count)
    .map((id) => tokenizer.tokens[id]!);
};
const stands = (year: number, sentence: string) =>
  parts.test.some((speech) => speech.year === year && lowerSentences(speech.text).includes(sentence));

holds(
  "src/content/docs/language-models/bert.mdx",
  [
    [
      "President Bush, 1990: “the american worker is the most ___ worker in the world.” Which word? productive. He said “productive”. The small model above says “most”, then “important”",
      [true, () => stands(1990, "the american worker is the most productive worker in the world.")],
      [["most", "important"], () => says("the american worker is the most [MASK] worker in the world.", 2)],
    ],
    ["learnt from 187 of 233 [speeches]", [[187, 233], () => [parts.learn.length, sotu.rows.length]]],
    ["Its loss on 23 others was watched", [23, parts.validation.length]],
    ["All results here are on the last 23", [23, parts.test.length]],
    ["Hide 15 words in 100", [true, read("src/lm/bert.ts").includes("share = 0.15")]],
    [
      "of the words asked for, 80 in 100 become [MASK], 10 a random word, and 10 stay (Devlin et al. 2018)",
      [true, () => Math.abs(fate("[MASK]") - 80) < 2 && Math.abs(fate("a random word") - 10) < 2 && Math.abs(fate("the word itself") - 10) < 2],
    ],
    ["the places that are asked for, 15 in 100", [true, read("src/lm/bert.ts").includes("share = 0.15")]],
    [
      "with P = 0.5 and P = 0.1: L = (0.69 + 2.30) / 2 = 1.50",
      [["0.69", "2.30", "1.50"], [-Math.log(0.5), -Math.log(0.1), -(Math.log(0.5) + Math.log(0.1)) / 2].map((value) => value.toFixed(2))],
    ],
    ["One gap in each of 2,000 sentences", [2000, gaps]],
    [
      "30 in 100, against 19",
      [
        [30, 19],
        [percent("between"), percent("bigram")],
      ],
    ],
    [
      "BERT fills 31 in 100: more than the word to the left, and far more than the commonest word",
      [31, percent("bert")],
      [[1, 1], () => [beats("bigram"), beats("unigram")]],
    ],
    ["Counts of both neighbours fill 30, and the test cannot tell them from BERT", [30, percent("between")], [0, () => beats("between")]],
    [
      "The same 2,000 gaps for all, one in a sentence, in 23 speeches",
      [
        [2000, 23],
        [gaps, parts.test.length],
      ],
    ],
    ["The same 2,500 words and signs", [2500, tokenizer.vocabularySize - tokenizer.specials.length]],
    ["BERT: the sentence, up to 48 words", [48, model.options.blockSize]],
    [
      "BERT: 1,050 steps of 64 sentences, 1.1 readings of all; its loss was still falling",
      [
        [1050, 64],
        [card.steps, card.batchSize],
      ],
      ["1.1", () => ((card.steps * card.batchSize) / learntRows()).toFixed(1)],
      [true, card.curve.at(-1)!.validation < card.curve.at(-2)!.validation],
    ],
    ["95 %, Wilson, as if gaps were drawn one by one"],
    ["Is a sentence from before 1900, or from after 1945?", [true, script.includes("year < 1900, (year: number) => year > 1945")]],
    [
      "With 16 labelled sentences, which is right more often on new ones? BERT's vectors. 86 in 100, against 68",
      [
        [86, 68, 1],
        [sorted(16, "bert"), sorted(16, "words"), gains(16, "words")],
      ],
    ],
    ["With 16, 64 and 256 labels BERT's vectors are right more often", [[1, 1, 1], [16, 64, 256].map((labels) => gains(labels, "words"))]],
    ["With 1,024 the two cannot be told apart", [0, gains(1024, "words")]],
    [
      "The same 600 sentences of 23 speeches; labelled ones drawn 10 times, the same for all",
      [
        [600, 10],
        [asked, draws],
      ],
    ],
    [
      "The price C of a wrong answer, for each, on 600 sentences of 23 other speeches",
      [
        [600, 23],
        [asked, parts.validation.length],
      ],
    ],
    ["50 %: half the sentences are from each time", [true, script.includes(".slice(0, count / 2)")]],
    ["95 %, bootstrap over sentences, which ignores that some are from the same speech"],
    ["Where it holds 0, no “better” is said"],
    [
      "| numbers kept | 2,504 | 469,543 and 97 |",
      [[2504, 469543, 97], () => [tokenizer.vocabularySize + 1, model.numParams(), model.options.nEmbd + 1]],
    ],
    [
      "Where the plain guess was right, in 406 sentences, the same word is said after “not” in 347",
      [
        [406, 347],
        [negation.right, negation.stillSaid],
      ],
    ],
    ["Ettinger (2020) and Kassner and Schütze (2020)"],
    ["BERT had 110 and 340 million parameters. With one small layer on top it led on eleven tasks (Devlin et al. 2018)"],
    ["ModernBERT reads 8,192 tokens and learnt from 2 trillion (Warner et al. 2024)"],
    [
      "an encoder with 400 million parameters beats a decoder with a billion at classification, and the reverse holds for writing (Weller et al. 2025)",
    ],
    ["NeoBERT, with 250 million, beats BERT large and ModernBERT on a large benchmark of text vectors (Le Breton et al. 2025)"],
    ["(Salazar et al. 2020)"],
    [
      "Three words are asked for, each with P = 1. What is the loss? 0. ln 1 is 0: no surprise",
      [true, -Math.log(1) === 0 || Object.is(-Math.log(1), -0)],
    ],
    ["It has read each sentence about once", [true, () => Math.abs((card.steps * card.batchSize) / learntRows() - 1) < 0.2]],
  ],
  [
    ["The model never saw this speech", () => parts.test.some(({ year }) => year === 1950) && !parts.learn.some(({ year }) => year === 1950)],
    ["In a [GPT] it looks back only", "definition: a GPT is a decoder"],
    ["Which fills more gaps rightly", () => percent("between") > percent("bigram")],
    ["Always the commonest word", "definition: the base line"],
    ["was never meant to be read again", "construction: it is trained on gaps, and not on what it said"],
    ["only [MASK] needs thought", "construction: were all words asked for masked, no other place would count in the loss"],
    ["The small model above says “most”", () => says("the american worker is the most [MASK] worker in the world.")[0] === "most"],
    ["more than the word to the left, and far more than the commonest word", () => beats("bigram") === 1 && beats("unigram") === 1],
  ],
);

/** How many words in 100 that are asked for are seen so. */
function fate(as: string): number {
  return Number.parseFloat(tableRow(shown["shares"]!, as)[0]!);
}

const learntRows = () =>
  sentenceRows(
    parts.learn.flatMap(({ text }) => lowerSentences(text)),
    tokenizer,
    { longest: model.options.blockSize },
  ).length;

describe("the lesson's reference numbers", () => {
  it("the recording is of the weights that are shipped, and so is what it says of the first gaps", () => {
    expect(weights).toBe(card.sha256);
    const seen = new Set(parts.learn.flatMap(({ text }) => lowerSentences(text)));
    const texts = parts.test.flatMap(({ text }) => lowerSentences(text)).filter((text) => !seen.has(text));
    const drawn = gapsOf(sentenceRows(texts, tokenizer, { longest: model.options.blockSize }), tokenizer.specials.length, gaps, seed(1)).slice(
      0,
      300,
    );
    const hits = drawn.map(({ tokens, at }) => (3 + greedy(model.fill(tokens, at).slice(3)) === tokens[at] ? "1" : "0")).join("");
    expect(hits).toBe(contest.bert.slice(0, 300));
  }, 120_000);

  // chapters of this kind promise it: clearly above what counts of one word, and of the word to the left, fill in.
  it("fills gaps rightly more often than the commonest word and the word to the left, with p below 0.001", () => {
    for (const who of ["unigram", "bigram"] as const) {
      const test = pairedTest(wrongOf("bert"), wrongOf(who));
      expect(test.onlySecond).toBeGreaterThan(test.onlyFirst);
      expect(test.p).toBeLessThan(0.001);
    }
  });

  it("shows the sentences of speeches that it never saw", () => {
    const [, sentence] = notebook.match(/"(i am happy to be able[^"]*)"/)!;
    expect(stands(1950, sentence!)).toBe(true);
    expect(parts.test.find(({ year }) => year === 1950)!.president).toContain("Truman");
  });
});
