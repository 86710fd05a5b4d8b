import { describe, expect, it } from "vitest";
import { assistantStages, taughtStages, taughtWith } from "../../../src/datasets/assistant-stages.ts";
import { holds, read, shownBy } from "./page.ts";

const amount = (name: string) => assistantStages.find((stage) => stage.name === name)!.amount!;
const changing = assistantStages.filter(({ changesWeights }) => changesWeights);
const page = "src/content/docs/language-models/index.mdx";

holds(
  page,
  [
    ["In five steps", [5, assistantStages.length]],
    ["Four of them set the model's numbers", [4, changing.length]],
    // T. Brown et al. 2020, table D.1; L. Ouyang et al. 2022, table 6.
    ["InstructGPT, of 2022, is the best described forerunner of today's chat models (Brown et al. 2020; Ouyang et al. 2022)"],
    ["Each tick is a thousand times the one before it", [true, read("notebooks/from-counts-to-chat.ts").includes("ticks: [1, 1e3, 1e6, 1e9, 1e12]")]],
    [
      "InstructGPT learnt from 12,725 requests with written answers. Its pretraining had read 300 billion tokens. How many tokens came on one such request? About 24 million",
      [
        [12_725, 300e9, 24],
        [amount("fine-tuning"), amount("pretraining"), Math.round(amount("pretraining") / amount("fine-tuning") / 1e6)],
      ],
    ],
    ["300 billion divided by 12,725"],
    ["Labellers preferred InstructGPT's answers with 1.3 billion parameters to GPT-3's with 175 billion (Ouyang et al. 2022)"],
    ["(Lambert et al. 2024)"],
    ["How GPT-4 was trained is disclosed in outline only"],
    ["then reinforcement learning from people's feedback (OpenAI 2023)"],
    ["three more questions"],
  ],
  [
    ["People say which of two answers is better", "definition: what a comparison answers"],
    ["What more of everything buys", "definition: the title of a page"],
    ["A model that was only pretrained", "construction: the question's setting"],
    ["or more questions", "construction: a text that goes on may go on with questions, as the page says of lists"],
    ["and far fewer texts", () => amount("pretraining") > 1e6 * (amount("fine-tuning") + amount("alignment"))],
  ],
);

describe("the steps", () => {
  it("start from text alone and end without training", () => {
    expect(assistantStages.map(({ name }) => name)).toEqual(["counting", "pretraining", "fine-tuning", "alignment", "prompting"]);
    expect(assistantStages.at(-1)!.changesWeights).toBe(false);
    expect(amount("pretraining")).toBeGreaterThan(1e6 * amount("alignment"));
  });

  it("are all drawn, but the one that InstructGPT did without", async () => {
    const { steps, step } = await shownBy("from-counts-to-chat");
    for (const { amount: many, name } of assistantStages) if (many) expect(steps).toContain(name);
    expect(step).toContain("12,725 requests with an answer");
  });

  it("say in words what they taught with, where InstructGPT took them", () => {
    expect(assistantStages.map(taughtWith)).toEqual([
      undefined,
      "300,000,000,000 tokens of text",
      "12,725 requests with an answer",
      "33,207 requests with ranked answers",
      "1 prompt",
    ]);
    expect(taughtStages).toEqual(assistantStages.slice(1));
  });

  it("are each linked to a page", () => {
    for (const link of ["counting/", "pretraining/", "alignment/", "prompting/"]) expect(read(page)).toContain(`](${link})`);
  });
});
