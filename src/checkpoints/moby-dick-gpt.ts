/** Written by `npm run train`. */
import type { ModelCard } from "./model-card.ts";

/** How this model was made, and how good it is. */
export const card: ModelCard = {
  name: "moby-dick-gpt",
  title: "A GPT that has read Moby-Dick",
  data: "The first eight tenths of Moby-Dick, 952,253 characters. The last tenth watched the training, and the ninth examines it, once.",
  source:
    "A. Karpathy, nanoGPT, 2022, with a longer context, dropout and another optimiser: https://github.com/karpathy/nanoGPT; K. Jordan and others, Muon, 2024, https://kellerjordan.github.io/posts/muon/",
  seed: 1337,
  steps: 7000,
  batchSize: 8,
  parameters: 832128,
  bytes: 1667512,
  sha256: "22e1cab99cad5041b39f1e17f63ba9b377df18b6e25558eefe8304787c8a77e0",
  dtype: "F16",
  loss: 1.4201288397969871,
  exam: 1.4413475885073002,
  curve: [
    {
      step: 0,
      validation: 4.916259284677176,
    },
    {
      step: 500,
      train: 2.454701825261116,
      validation: 1.991510339852037,
    },
    {
      step: 1000,
      train: 1.9046865366697312,
      validation: 1.7753823122073864,
    },
    {
      step: 1500,
      train: 1.777860037624836,
      validation: 1.7122063328479897,
    },
    {
      step: 2000,
      train: 1.7222233209609985,
      validation: 1.6695077450110996,
    },
    {
      step: 2500,
      train: 1.6839736270904542,
      validation: 1.6358048597286488,
    },
    {
      step: 3000,
      train: 1.65017891228199,
      validation: 1.6020956018875385,
    },
    {
      step: 3500,
      train: 1.6155469878911972,
      validation: 1.5864802259823372,
    },
    {
      step: 4000,
      train: 1.5709808435440062,
      validation: 1.5516291507359208,
    },
    {
      step: 4500,
      train: 1.537424584031105,
      validation: 1.523209088835223,
    },
    {
      step: 5000,
      train: 1.491619408249855,
      validation: 1.4928547811919246,
    },
    {
      step: 5500,
      train: 1.4467501664161682,
      validation: 1.4668908335011581,
    },
    {
      step: 6000,
      train: 1.4063496106266975,
      validation: 1.4380377181645096,
    },
    {
      step: 6500,
      train: 1.3850943074226378,
      validation: 1.4255978321206981,
    },
    {
      step: 7000,
      train: 1.3653868750929832,
      validation: 1.4201369162263542,
    },
  ],
  config: {
    model: "GPT",
    options: {
      vocabSize: 83,
      blockSize: 256,
      nLayer: 4,
      nHead: 4,
      nEmbd: 128,
      dropout: 0.1,
    },
    characters: "\n !$&()*,-.0123456789:;?ABCDEFGHIJKLMNOPQRSTUVWXYZ[]abcdefghijklmnopqrstuvwxyz—‘’“”",
  },
};
