/** Written by `npm run train`. */
import type { ModelCard } from "./model-card.ts";

/** How this model was made, and how good it is. */
export const card: ModelCard = {
  name: "names-by-request",
  title: "A GPT that writes names as it is asked to",
  data: "8,403 first names, then 5,433 requests made from them (#tune/name-instructions), with names that obey. 200 requests for other letters measure it.",
  source:
    "L. Ouyang et al., Training language models to follow instructions with human feedback, 2022, https://arxiv.org/abs/2203.02155: its first step, at this size",
  seed: 1,
  steps: 400,
  batchSize: 64,
  parameters: 26752,
  bytes: 55272,
  sha256: "e95c7d0c4f1163abf8aa5bff78cb36ef1f270d0028d7ddec1d5811de366aade2",
  dtype: "F16",
  loss: 1.2798442625692474,
  curve: [
    {
      step: 0,
      validation: 3.0917154734738395,
    },
    {
      step: 100,
      train: 2.0782641738653185,
      validation: 1.7185619033457384,
    },
    {
      step: 200,
      train: 1.6109074318408967,
      validation: 1.3919980948063437,
    },
    {
      step: 300,
      train: 1.455783989429474,
      validation: 1.31259587496647,
    },
    {
      step: 400,
      train: 1.403701491355896,
      validation: 1.2798635683346204,
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
