/** Written by `npm run train`. */
import type { ModelCard } from "./model-card.ts";

/** How this model was made, and how good it is. */
export const card: ModelCard = {
  name: "names-by-request",
  title: "A GPT that writes names as it is asked to",
  data: "8,403 first names, then 6,000 requests made from them (#tune/name-instructions), to begin so or to be like another, with names that obey. 200 other requests of each kind measure it.",
  source:
    "L. Ouyang et al., Training language models to follow instructions with human feedback, 2022, https://arxiv.org/abs/2203.02155: its first step, at this size",
  seed: 1,
  steps: 400,
  batchSize: 64,
  parameters: 26752,
  bytes: 55272,
  sha256: "d77a25cac84f66e1a504ed11566d5a4cd74838b844e6f9a22f3b36735b4f9965",
  dtype: "F16",
  loss: 1.2729108216757445,
  curve: [
    {
      step: 0,
      validation: 3.0413473954985846,
    },
    {
      step: 100,
      train: 1.9448363482952118,
      validation: 1.4339051024028426,
    },
    {
      step: 200,
      train: 1.4195284676551818,
      validation: 1.3325664641937016,
    },
    {
      step: 300,
      train: 1.3327661150693892,
      validation: 1.2935577393512767,
    },
    {
      step: 400,
      train: 1.2899507457017898,
      validation: 1.2729158494103745,
    },
  ],
  config: {
    model: "GPT",
    options: {
      vocabSize: 30,
      blockSize: 28,
      nLayer: 2,
      nHead: 4,
      nEmbd: 32,
    },
    characters: "\n .>abcdefghijklmnopqrstuvwxyz",
  },
};
