/** Written by `npm run train`. */
import type { ModelCard } from "./model-card.ts";

/** How this model was made, and how good it is. */
export const card: ModelCard = {
  name: "story-pointer",
  title: "An encoder that points at the answer in a story",
  data: "Stories of bAbI's task 1, drawn anew at each step, of up to ten sentences. 500 others watched the training, and 1,000 others examined it.",
  source:
    "J. Devlin, M. Chang, K. Lee, K. Toutanova, BERT, 2018, section 4.2, https://arxiv.org/abs/1810.04805; J. Weston et al., Towards AI-Complete Question Answering, 2015, https://arxiv.org/abs/1502.05698",
  seed: 2,
  steps: 1600,
  batchSize: 32,
  parameters: 108630,
  bytes: 219372,
  sha256: "b9d9c151d0e4ea6c9f638d35d65b472267e1b433e085299e2be7c3824caf745c",
  dtype: "F16",
  loss: 0.00025980680948123336,
  exam: 0.0006601502827834338,
  curve: [
    {
      step: 0,
      validation: 3.5399597883224487,
    },
    {
      step: 100,
      train: 0.9553512375801801,
      validation: 2.634178638458252,
    },
    {
      step: 200,
      train: 0.014638970539381261,
      validation: 4.379998445510864,
    },
    {
      step: 300,
      train: 0.554770648276899,
      validation: 2.0847519636154175,
    },
    {
      step: 400,
      train: 0.2838481266534654,
      validation: 1.4818353652954102,
    },
    {
      step: 500,
      train: 0.09983865180867724,
      validation: 1.7830544114112854,
    },
    {
      step: 600,
      train: 0.1051944096479565,
      validation: 0.6887485086917877,
    },
    {
      step: 700,
      train: 0.017081142271636054,
      validation: 0.7630262076854706,
    },
    {
      step: 800,
      train: 0.14103314409032464,
      validation: 0.32154834270477295,
    },
    {
      step: 900,
      train: 0.048686799549032,
      validation: 0.09377650171518326,
    },
    {
      step: 1000,
      train: 0.07072851351971622,
      validation: 0.0034592292504385114,
    },
    {
      step: 1100,
      train: 0.02425124627770856,
      validation: 0.003228579997085035,
    },
    {
      step: 1200,
      train: 0.020775574720464648,
      validation: 0.0005830347945448011,
    },
    {
      step: 1300,
      train: 0.005254252667073161,
      validation: 0.0002732426510192454,
    },
    {
      step: 1400,
      train: 0.002118178140372038,
      validation: 0.00037872766552027315,
    },
    {
      step: 1500,
      train: 0.002960732188075781,
      validation: 0.00018431949138175696,
    },
    {
      step: 1600,
      train: 0.0008295130543410778,
      validation: 0.00025964326050598174,
    },
  ],
  config: {
    model: "AnswerPointer",
    options: {
      vocabSize: 22,
      blockSize: 128,
      nLayer: 2,
      nHead: 4,
      nEmbd: 64,
      maskToken: 1,
      specialTokens: [2],
    },
  },
};
