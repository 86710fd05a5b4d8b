import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { mean } from "../../../src/base/mean.ts";
import { seed } from "../../../src/base/random.ts";
import { card } from "../../../src/checkpoints/speeches-bert.ts";
import { sotu } from "../../../src/datasets/sotu.ts";
import { loadBERT } from "../../../src/lm/bert-file.ts";
import { greedy } from "../../../src/lm/sampling.ts";
import { gapsOf, lowerSentences, sentenceRows, splitByYear } from "../../../src/lm/speech-sentences.ts";
import { bertRecording, type EraSorter, type GapFiller } from "../../../src/recorded/bert.ts";
import { pairedTest } from "../../../src/score/mcnemar.ts";
import { holds, read, shownBy, tableRow } from "./page.ts";

const { contest, fewLabels, negation, weights, pool, asked, draws } = bertRecording.found;
const { model, tokenizer } = loadBERT(readFileSync(new URL(`../../../public/weights/${card.name}.safetensors`, import.meta.url)));
const notebook = read("notebooks/bert.ts");
const recipe = read("scripts/train/bert-recipe.ts");
const script = read("scripts/record/bert.ts");
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
const stands = (year: number, sentence: string) => parts.test.some((speech) => speech.year === year && lowerSentences(speech.text).includes(sentence));

//HOLDS

describe("the lesson's reference numbers", () => {
  it("the recording is of the weights that are shipped, and so is what it says of the first gaps", () => {
    expect(weights).toBe(card.sha256);
    const seen = new Set(parts.learn.flatMap(({ text }) => lowerSentences(text)));
    const texts = parts.test.flatMap(({ text }) => lowerSentences(text)).filter((text) => !seen.has(text));
    const drawn = gapsOf(sentenceRows(texts, tokenizer, { longest: model.options.blockSize }), tokenizer.specials.length, gaps, seed(1)).slice(0, 300);
    const hits = drawn.map(({ tokens, at }) => (greedy(model.fill(tokens, at)) === tokens[at] ? "1" : "0")).join("");
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

  it("hides 15 %, and of these 80, 10 and 10 %, within what chance allows", () => {
    const share = (begins: string) => Number(tableRow(shown["shares"]!, begins).at(-1)!.replace(/\s*%/, ""));
    expect(share("[MASK]")).toBeCloseTo(80, -0.3);
    expect(Math.abs(share("a random word") - 10)).toBeLessThan(2);
    expect(Math.abs(share("the word itself") - 10)).toBeLessThan(2);
  });

  it("shows the sentences of speeches that it never saw", () => {
    const [, sentence] = notebook.match(/"(i am happy to be able[^"]*)"/)!;
    expect(stands(1950, sentence!)).toBe(true);
    expect(parts.test.find(({ year }) => year === 1950)!.president).toContain("Truman");
  });
});
