/** Written by `npm run train`. */
import type { ModelCard } from "./model-card.ts";

/** How this model was made, and how good it is. */
export const card: ModelCard = {
  name: "moby-dick-nanogpt",
  title: "nanoGPT's CPU recipe on Moby-Dick",
  data: "The first nine tenths of Moby-Dick, 1,071,285 characters. The last tenth measures it.",
  source: "A. Karpathy, nanoGPT, 2022, README, “I only have a macbook”: https://github.com/karpathy/nanoGPT",
  seed: 1337,
  steps: 2000,
  batchSize: 12,
  parameters: 807552,
  bytes: 1618344,
  sha256: "bfcd16db87dc77dd74b9b8408854b018d359e201cd996802160226ecdd8ce812",
  dtype: "F16",
  loss: 1.8389025238523438,
  curve: [
    {
      step: 0,
      validation: 4.415771663156872,
    },
    {
      step: 250,
      train: 2.7533664886951446,
      validation: 2.4572875772899936,
    },
    {
      step: 500,
      train: 2.372704273939133,
      validation: 2.2601024547913435,
    },
    {
      step: 750,
      train: 2.20404795563221,
      validation: 2.1249963290079616,
    },
    {
      step: 1000,
      train: 2.083845923900604,
      validation: 2.0321972371430217,
    },
    {
      step: 1250,
      train: 1.9926167107820512,
      validation: 1.9612457910617749,
    },
    {
      step: 1500,
      train: 1.935222885608673,
      validation: 1.8992437632126216,
    },
    {
      step: 1750,
      train: 1.885446502685547,
      validation: 1.861222493834493,
    },
    {
      step: 2000,
      train: 1.8573060916662216,
      validation: 1.8389064260809058,
    },
  ],
  config: {
    model: "GPT",
    options: {
      vocabSize: 83,
      blockSize: 64,
      nLayer: 4,
      nHead: 4,
      nEmbd: 128,
    },
    characters: "\n !$&()*,-.0123456789:;?ABCDEFGHIJKLMNOPQRSTUVWXYZ[]abcdefghijklmnopqrstuvwxyz—‘’“”",
  },
};
