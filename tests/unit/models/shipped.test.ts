import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { speechBERT } from "../../../scripts/train/bert-recipe.ts";
import { examStories, watchedStories } from "../../../scripts/train/story-recipes.ts";
import { seed } from "../../../src/base/random.ts";
import type { ModelCard } from "../../../src/checkpoints/model-card.ts";
import { digits } from "../../../src/datasets/digits.ts";
import { mobyDick } from "../../../src/datasets/moby-dick.ts";
import { names as firstNames } from "../../../src/datasets/names.ts";
import { numberWords } from "../../../src/datasets/number-words.ts";
import { loadBERT } from "../../../src/lm/bert-file.ts";
import type { GPT } from "../../../src/lm/gpt.ts";
import { loadGPT } from "../../../src/lm/gpt-file.ts";
import { evaluateLoss } from "../../../src/lm/next-token-batches.ts";
import { loadT5 } from "../../../src/lm/t5-file.ts";
import { loadDigitReader } from "../../../src/ml/digit-reader.ts";
import { logLoss } from "../../../src/score/probability-metrics.ts";
import { noGrad } from "../../../src/tensor/index.ts";
import { instructionRows, nameInstructions } from "../../../src/tune/name-instructions.ts";
import { repeatBatch } from "../../../src/versus/repeat-letters.ts";
import { questions, sortTask } from "../../../src/versus/sort-letters.ts";
import { loadStoryReader, storyBatch } from "../../../src/versus/story-reader.ts";
import { measuredLoss } from "../../../src/versus/translator.ts";

const root = new URL("../../../", import.meta.url);
const names = readdirSync(new URL("src/checkpoints/", root)).filter((name) => name !== "model-card.ts");
const cards: ModelCard[] = await Promise.all(names.map(async (name) => (await import(`../../../src/checkpoints/${name}`)).card));
const weights = (name: string) => readFileSync(new URL(`public/weights/${name}.safetensors`, root));

const sorterLoss = (model: GPT) => {
  const { x, y } = questions(sortTask(seed(1)).held);
  return noGrad(() => model.loss(x, y).item());
};

const repeaterLoss = (model: GPT) => {
  const { x, y } = repeatBatch(400, seed(99));
  return noGrad(() => model.loss(x, y).item());
};

describe.each(cards)("the shipped model $name", (card) => {
  it("is the file that its card describes, and at most 4 MB", () => {
    const bytes = weights(card.name);
    expect(bytes.length).toBe(card.bytes);
    expect(bytes.length).toBeLessThanOrEqual(4e6);
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(card.sha256);
  });

  it("has the loss that its card says, measured anew", async () => {
    const measured = await lossOf(card);
    // Sums in another order differ in the last digits of float32.
    expect(measured.loss).toBeCloseTo(card.loss, 4);
    if (card.exam !== undefined && measured.exam !== undefined) expect(measured.exam).toBeCloseTo(card.exam, 4);
  }, 120_000);

  it("fell on the way", () => {
    const { curve } = card;
    expect(curve[0]!.step).toBe(0);
    expect(curve.at(-1)!.step).toBe(card.steps);
    expect(curve.at(-1)!.validation).toBeLessThan(curve[1]!.validation);
  });
});

/** The loss on what was watched in training, and, of those that nothing of it was chosen with, in the exam. */
async function lossOf({ name, config }: ModelCard): Promise<{ loss: number; exam?: number }> {
  if (config["model"] === "BERT") {
    const { model, tokenizer } = loadBERT(weights(name));
    const trainee = await speechBERT.setUp(seed(speechBERT.seed));
    expect(trainee.config).toEqual({ ...config, words: tokenizer.tokens.slice(tokenizer.specials.length).join(" ") });
    (trainee.model as typeof model).loadStateDict(model.stateDict()).eval();
    return { loss: trainee.evaluate(0, 1).loss, exam: trainee.exam!(0, 1).loss };
  }
  if (config["model"] === "GPT") {
    const { model, tokenizer } = loadGPT(weights(name));
    if (name === "letter-sorter") return { loss: sorterLoss(model) };
    if (name === "letter-repeater") return { loss: repeaterLoss(model) };
    const { blockSize } = model.options;
    if (name === "names-by-request") {
      const { held } = nameInstructions(firstNames.list, { random: seed(2), count: 6_000, held: 200, kinds: ["begins", "like"] });
      const { x, y } = instructionRows(held, { tokenizer, blockSize });
      return { loss: noGrad(() => model.loss(x, y).item()) };
    }
    const { loss } = evaluateLoss(model, tokenizer.encode(mobyDick.validation), { blockSize });
    if (name !== "moby-dick-gpt") return { loss };
    return { loss, exam: evaluateLoss(model, tokenizer.encode(mobyDick.test), { blockSize, stride: blockSize >> 1 }).loss };
  }
  if (config["model"] === "T5") {
    const translator = loadT5(weights(name));
    const { watched, exam } = numberWords.split({ random: seed(1) });
    return { loss: measuredLoss(translator, watched), exam: measuredLoss(translator, exam) };
  }
  if (config["model"] === "AnswerPointer") {
    const { model } = loadStoryReader(weights(name));
    const on = (asked: ReturnType<typeof examStories>) => {
      const { rows, places } = storyBatch(asked);
      return noGrad(() => model.loss(rows, places).item());
    };
    return { loss: on(watchedStories()), exam: on(examStories()) };
  }
  const reader = loadDigitReader(weights(name));
  const on = ({ features, labels }: typeof digits.test) => logLoss(labels, reader.predictProba(features), reader.classes);
  return { loss: on(digits.validation), exam: on(digits.test) };
}

describe("nanoGPT's CPU recipe on Moby-Dick", () => {
  it("ends where it ends in PyTorch", () => {
    const { loss, parameters } = cards.find(({ name }) => name === "moby-dick-nanogpt")!;
    // The recipe of nanoGPT's README ("I only have a macbook") run in PyTorch 1.13 on this text: 1.852, over random windows.
    expect(Math.abs(loss - 1.852)).toBeLessThan(0.03);
    expect(parameters).toBe(807_552);
  });
});
