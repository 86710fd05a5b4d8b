/** Recipes of transformers that read letters and no text. */

import { seed } from "../../src/base/random.ts";
import { GPT } from "../../src/lm/gpt.ts";
import { gptConfig } from "../../src/lm/gpt-file.ts";
import { AdamW, noGrad, warmupCosine } from "../../src/tensor/index.ts";
import { REPEAT_LENGTH, repeatBatch, repeatTokenizer } from "../../src/versus/repeat-letters.ts";
import type { Recipe } from "./recipe.ts";

export const letterRepeater: Recipe = {
  name: "letter-repeater",
  title: "A transformer that goes on with what it has just read",
  data: "Different letters in an order drawn at random, repeated. No order is met twice but by chance.",
  source: "C. Olsson et al., In-context Learning and Induction Heads, 2022, section on repeated random tokens: https://arxiv.org/abs/2209.11895",
  seed: 2,
  steps: 900,
  batchSize: 32,
  shards: 2,
  lr: warmupCosine({ lr: 0.01, warmup: 50, total: 900 }),
  clip: 1,
  evaluateEvery: 50,
  dtype: "F16",
  setUp: async (random) => {
    const model = new GPT({ vocabSize: repeatTokenizer.vocabularySize, blockSize: REPEAT_LENGTH, nLayer: 2, nHead: 2, nEmbd: 32 }, random);
    return {
      model,
      config: gptConfig(model, repeatTokenizer),
      optimizer: () => new AdamW(model.parameters(), { lr: 0.01 }),
      loss: (rows, source) => {
        const { x, y } = repeatBatch(rows, source);
        return model.loss(x, y);
      },
      evaluate: (part) => {
        // Rows of several lengths cannot be averaged by parts: the first part takes them all.
        if (part > 0) return { loss: 0, count: 0 };
        const { x, y } = repeatBatch(400, seed(99));
        return { loss: noGrad(() => model.loss(x, y).item()), count: 400 };
      },
    };
  },
};
