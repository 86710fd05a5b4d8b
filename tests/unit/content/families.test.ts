import { beforeAll, describe, expect, it } from "vitest";
import { penguins } from "../../../src/datasets/penguins.ts";
import { knownModels } from "../../../src/sizes/known-models.ts";
import { GPT_SIZES, gptParameters } from "../../../src/sizes/parameter-count.ts";
import { trainingFlops } from "../../../src/sizes/scaling-laws.ts";
import { whoSeesWhom } from "../../../src/sizes/who-sees-whom.ts";
import { holds, read, shownBy } from "./page.ts";

const notebook = read("notebooks/families.ts");
let shown: Record<string, string> = {};
beforeAll(async () => {
  shown = await shownBy("families");
}, 120_000);

const gpt2 = gptParameters(GPT_SIZES["GPT-2"]);
const gpt3 = gptParameters(GPT_SIZES["GPT-3"]);
const known = (name: string) => knownModels.find((model) => model.name === name)!;
const layers = (sizes: { vocabSize: number; blockSize: number; nLayer: number; nEmbd: number }) => {
  const { attention, feedForward } = gptParameters(sizes);
  return attention + feedForward;
};
const wider = { ...GPT_SIZES["GPT-2"], nEmbd: 2 * GPT_SIZES["GPT-2"].nEmbd };

holds(
  "src/content/docs/language-models/families.mdx",
  [
    ["Three, told apart by which words may look at which", [3, new Set(knownModels.flatMap(({ family }) => family ?? [])).size]],
    ["How many numbers one has follows from four sizes", [4, Object.keys(GPT_SIZES["GPT-2"]).length]],
    ["BERT, T5 and the GPTs are all [transformers] (Vaswani et al. 2017)"],
    ["| compared | the penguin tree | GPT-3 |"],
    ["Llama 3.1 has no experts", [known("Llama 3.1").parameters, known("Llama 3.1").active]],
    ["You double the width of GPT-2"],
    ["(Devlin et al. 2018)"],
    ["T5 reads one text and writes another (Raffel et al. 2019)"],
    ["GPT-3 and BLOOM say at each place what comes next (Brown et al. 2020; BigScience 2022)"],
    // OpenAI 2023, abstract and section 2: "Transformer-based model pre-trained to predict the next token in a document", "no further details about the architecture (including model size)".
    ["Of GPT-4 its makers say"],
    ["they do not disclose its size (OpenAI 2023)"],
    // DeepSeek-AI 2024, abstract: "671B total parameters with 37B activated for each token".
    [
      "DeepSeek-V3 keeps 671 billion numbers. How many of them work on a token? 37 billion",
      [
        [671e9, 37e9],
        [known("DeepSeek-V3").parameters, known("DeepSeek-V3").active],
      ],
    ],
    ["(DeepSeek-AI 2024)"],
    ["V = 10, C = 2, L = 1: 20 + 48 = 68", [68, 10 * 2 + 12 * 1 * 2 ** 2]],
    [
      "A layer has 4 C² numbers in attention and 8 C² in its feed-forward part",
      [[4, 8], () => ["attention", "feedForward"].map((part) => Math.round(gpt3[part as "attention"] / (96 * 12_288 ** 2)))],
    ],
    ["In GPT-2 almost a third of the numbers", [true, gpt2.embeddings / gpt2.total > 0.3 && gpt2.embeddings / gpt2.total < 1 / 3]],
    ["In GPT-3 that is less than half a percent", [true, gpt3.embeddings / gpt3.total < 0.005]],
    ["for GPT-2, BERT, T5 and BLOOM as their published files have it"],
    // T. Brown et al. 2020, table 2.1: "175.0B".
    [
      "GPT-3's weights were never published: 174,604,259,328 is what its described architecture has, where its paper says 175 billion (Brown et al. 2020)",
      ["174,604,259,328", gpt3.total.toLocaleString("en")],
    ],
    // J. Hoffmann et al. 2022, abstract: Chinchilla (70B) against Gopher (280B).
    ["One of 70 billion, trained on more text, beat one of 280 billion (Hoffmann et al. 2022)"],
    // L. Ouyang et al. 2022, abstract: 1.3B InstructGPT against 175B GPT-3.
    ["the answers of one with 1.3 billion, tuned to instructions, to those of GPT-3 (Ouyang et al. 2022)"],
    ["the bigram is one with 729", [729, 27 * 27]],
    ["Each tick on this axis is a thousand times the one before it", [true, notebook.includes("ticks: [1, 1e3, 1e6, 1e9, 1e12],")]],
    ["The penguin tree keeps 19 numbers", [true, () => shown["cost"]!.includes("penguin tree 19,")]],
    ["GPT-3 keeps nine billion times as many", [9, Math.round(gpt3.total / 19 / 1e9)]],
    ["at 16 bits each they fill 349 GB", [349, Math.round((2 * gpt3.total) / 1e9)]],
    ["| learns from | 342 rows |", [342, penguins.rows.length]],
    ["one of three species", [3, new Set(penguins.labels).size]],
    ["| numbers kept | 19 | 174,604,259,328 |", [174_604_259_328, gpt3.total]],
    // T. Brown et al. 2020, table D.1: 3.14E+23, of 175 billion parameters and 300 billion tokens.
    ["3.14 × 10²³ operations", ["3.14e+23", trainingFlops({ parameters: gpt3.total, tokens: 300e9 }).toExponential(2)]],
    [
      "Mixtral keeps 47 billion numbers and uses 13 billion for a token (Jiang et al. 2024)",
      [
        [47e9, 13e9],
        [known("Mixtral 8x7B").parameters, known("Mixtral 8x7B").active],
      ],
    ],
    ["all of its 405 billion numbers work on each token (Grattafiori et al. 2024)", [405e9, known("Llama 3.1").active]],
    [
      "gpt-oss-120b keeps 116.8 billion and uses 5.1 billion (OpenAI 2025)",
      [
        [116.8e9, 5.1e9],
        [known("gpt-oss-120b").parameters, known("gpt-oss-120b").active],
      ],
    ],
    ["They grow with C²", [4, Math.round(layers(wider) / layers(GPT_SIZES["GPT-2"]))]],
    ["They become four times as many", [4, Math.round(layers(wider) / layers(GPT_SIZES["GPT-2"]))]],
    ["A mixture of experts keeps 100 billion numbers and uses 5 billion for a token. How many must be in memory? 100 billion"],
    ["Three families, told apart by", [3, 3]],
    ["Four sizes give the number of parameters", [4, Object.keys(GPT_SIZES["GPT-2"]).length]],
  ],
  [
    ["nearly all of it is in the layers", () => layers(GPT_SIZES["GPT-3"]) / gpt3.total > 0.99],
    ["Encoder only", "definition: the name of a family"],
    ["a larger model is not therefore a better one", "definition: the two sources under Where it fails, 70 against 280 and 1.3 against 175 billion"],
  ],
);

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
    expect(shown["calculator"]).toContain("124,439,808 parameters, 0.249 GB");
  });

  it("GPT-4's size is not disclosed, in table and plot", () => {
    expect(shown["family"]).toMatch(/GPT-4 .* not disclosed +not disclosed$/m);
    expect(shown["family-plot"]).toContain("its size is not disclosed");
    expect(known("GPT-4").parameters).toBeUndefined();
  });

  it("the first picture shows the three masks", () => {
    const count = (looks: { may: number }[]) => looks.filter(({ may }) => may === 1).length;
    const four = ["a", "b", "c", "d"];
    expect(count(whoSeesWhom("encoder only", four))).toBe(16);
    expect(count(whoSeesWhom("decoder only", four))).toBe(1 + 2 + 3 + 4);
    // The encoder's four see each other; the first word written sees these and itself, the second one more.
    expect(count(whoSeesWhom("encoder–decoder", four, ["e", "f"]))).toBe(16 + 5 + 6);
    expect(shown["sees"]).toContain("Of 16 looks from one place to another or to itself, 10 are allowed");
  });
});
