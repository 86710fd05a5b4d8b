/** Written by `npm run train`. */
import type { ModelCard } from "./model-card.ts";

/** How this model was made, and how good it is. */
export const card: ModelCard = {
  name: "letter-sorter",
  title: "A transformer that sorts five letters",
  data: "Strings of five different letters, made by the page. Sets of letters that are held back measure it.",
  source: "A. Karpathy, nanoGPT, 2022, with one block and one head: https://github.com/karpathy/nanoGPT",
  seed: 1,
  steps: 200,
  batchSize: 64,
  parameters: 13152,
  bytes: 27408,
  sha256: "90ce6ed51df16e618014b02f97b145da68bb11451a4d15ada21c64bf62dd3c3d",
  dtype: "F16",
  loss: 0.0006467536877607927,
  curve: [
    {
      step: 0,
      validation: 2.8344584107398987,
    },
    {
      step: 20,
      train: 1.6357784114778042,
      validation: 0.8147072792053223,
    },
    {
      step: 40,
      train: 0.2960638978285715,
      validation: 0.0948203019797802,
    },
    {
      step: 60,
      train: 0.025622907996876165,
      validation: 0.009967308724299073,
    },
    {
      step: 80,
      train: 0.008680636380449868,
      validation: 0.004413479007780552,
    },
    {
      step: 100,
      train: 0.002086935115221422,
      validation: 0.002614881726913154,
    },
    {
      step: 120,
      train: 0.0009550834474794101,
      validation: 0.0009669975406723097,
    },
    {
      step: 140,
      train: 0.0007424594456097111,
      validation: 0.0007541046215919778,
    },
    {
      step: 160,
      train: 0.0006582431473361794,
      validation: 0.0006975593569222838,
    },
    {
      step: 180,
      train: 0.0006174647824082058,
      validation: 0.0006672580493614078,
    },
    {
      step: 200,
      train: 0.0005948954836640042,
      validation: 0.0006468715728260577,
    },
  ],
  config: {
    model: "GPT",
    options: {
      vocabSize: 11,
      blockSize: 10,
      nLayer: 1,
      nHead: 1,
      nEmbd: 32,
    },
    characters: ">abcdefghij",
  },
};
