import { beforeAll, describe, expect, it } from "vitest";
import { BERT_SIZES, bertParameters, GPT_SIZES, gptParameters } from "../../../src/lm/parameter-count.ts";
import { holds, read, shownBy } from "./page.ts";

const notebook = read("notebooks/scale.ts");
let shown: Record<string, string> = {};
beforeAll(async () => {
  shown = await shownBy("scale");
}, 120_000);

const gpt2 = gptParameters(GPT_SIZES["GPT-2"]);
const gpt3 = gptParameters(GPT_SIZES["GPT-3"]);
const doubled = (size: "nLayer" | "nEmbd") => gptParameters({ ...GPT_SIZES["GPT-2"], [size]: 2 * GPT_SIZES["GPT-2"][size] }).total;

holds("src/content/docs/language-models/scale.mdx", [
  ["The family tree of BERT, T5, GPT-3, BLOOM and GPT-4, what"],
  ["(Vaswani et al. 2017)"],
  ["BERT, T5 and the GPTs are all transformers"],
  ["T5 reads one text and writes another (Raffel et al. 2019)"],
  ["(Devlin et al. 2018)"],
  ["GPT-3 and BLOOM see what stands before and say what comes next, at each place (Brown et al. 2020; BigScience 2022)"],
  // OpenAI 2023, abstract and section 2: "Transformer-based model pre-trained to predict the next token in a document", "no further details about the architecture (including model size)".
  ["Of GPT-4 its makers say"],
  ["disclose its size (OpenAI 2023)"],
  ["In GPT-2 almost a third of the numbers", [true, gpt2.embeddings / gpt2.total > 0.3 && gpt2.embeddings / gpt2.total < 1 / 3]],
  ["In GPT-3 that is less than half a percent", [true, gpt3.embeddings / gpt3.total < 0.005]],
  ["for GPT-2, BERT, T5 and BLOOM as their published files have it"],
  // T. Brown et al. 2020, table 2.1: "175.0B".
  [
    "GPT-3's weights were never published: 174,604,259,328 is what its described architecture has, where its paper says 175 billion (Brown et al. 2020)",
    ["174,604,259,328", gpt3.total.toLocaleString("en")],
  ],
  ["Double the number of layers of GPT-2, then reset it and double the width", [true, doubled("nEmbd") > doubled("nLayer")]],
  [
    "set the context to 5,120",
    [5120, 10 * BERT_SIZES["BERT-base"].blockSize],
    [true, bertParameters({ ...BERT_SIZES["BERT-base"], blockSize: 5120 }).total < 1.05 * bertParameters(BERT_SIZES["BERT-base"]).total],
  ],
  ["Each tick on this axis is a thousand times the one before it", [true, notebook.includes("ticks: [1, 1e3, 1e6, 1e9, 1e12],")]],
  ["at 16 bits each, two bytes. GPT-3 would fill 349 GB", [349, Math.round((2 * gpt3.total) / 1e9)]],
  ["The penguin tree keeps 19 numbers", [true, () => shown.cost!.includes("penguin tree 19,")]],
  ["GPT-3 keeps nine billion times as many", [9, Math.round(gpt3.total / 19 / 1e9)]],
  ["the bigram is one with 729", [729, 27 * 27]],
  // J. Hoffmann et al. 2022, abstract: Chinchilla (70B) against Gopher (280B).
  ["A model of 70 billion parameters, trained on more text, beat one of 280 billion (Hoffmann et al. 2022)"],
]);

describe("the chapter's reference numbers", () => {
  // Published weights: see tests/unit/models/parameter-count.test.ts. GPT-3: its architecture. BLOOM: its model card.
  it.each([
    ["GPT-2", "124,439,808"],
    ["GPT-2 medium", "354,823,168"],
    ["GPT-2 large", "774,030,080"],
    ["GPT-2 xl", "1,557,611,200"],
    ["GPT-3", "174,604,259,328"],
    ["BERT-base", "109,482,240"],
    ["T5-small", "60,506,624"],
    ["BLOOM", "176,247,271,424"],
  ])("%s has %s parameters", (model, parameters) => {
    expect(shown["all-sizes"]!.split("\n").map((line) => line.split(/\s{2,}/))).toContainEqual([model, parameters]);
  });

  it("the calculator begins with GPT-2 and counts it whole", () => {
    expect(shown.calculator).toContain("124,439,808 parameters, 0.249 GB");
  });

  it("GPT-4's size is not disclosed, in table and plot", () => {
    expect(shown.family).toMatch(/GPT-4 .* not disclosed$/m);
    expect(shown["family-plot"]).toContain("its size is not disclosed");
    expect(notebook).not.toMatch(/size\(\s*"GPT-4"/);
  });
});
