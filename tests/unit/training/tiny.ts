import type { Recipe } from "../../../scripts/train/recipe.ts";
import { GPT } from "../../../src/lm/gpt.ts";
import { evaluateLoss, randomBatch } from "../../../src/lm/next-token-batches.ts";
import { AdamW } from "../../../src/tensor/index.ts";

export const text = Array.from({ length: 400 }, (_, i) => (i * i + 3 * i) % 7);

export const tiny: Recipe = {
  name: "tiny",
  title: "A tiny GPT",
  data: "i² + 3 i modulo 7",
  source: "none",
  seed: 5,
  steps: 12,
  batchSize: 4,
  shards: 2,
  lr: (step) => 0.01 / (1 + step),
  clip: 1,
  evaluateEvery: 5,
  dtype: "F16",
  setUp: async (random) => {
    const options = { vocabSize: 7, blockSize: 8, nLayer: 1, nHead: 2, nEmbd: 8, dropout: 0.1 };
    const model = new GPT(options, random);
    return {
      model,
      config: { options },
      optimizer: () => new AdamW(model.parameters(), { lr: 0.01 }),
      loss: (rows, source) => {
        const { x, y } = randomBatch(text, { batchSize: rows, blockSize: 8, random: source });
        return model.loss(x, y);
      },
      evaluate: (part, parts) => evaluateLoss(model, text, { blockSize: 8, part, parts }),
      exam: (part, parts) => evaluateLoss(model, text, { blockSize: 8, stride: 4, part, parts }),
    };
  },
};

export const changed: Recipe = { ...tiny, steps: 13 };
