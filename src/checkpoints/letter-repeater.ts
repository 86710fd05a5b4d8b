/** Written by `npm run train`. */
import type { ModelCard } from "./model-card.ts";

/** How this model was made, and how good it is. */
export const card: ModelCard = {
  name: "letter-repeater",
  title: "A transformer that goes on with what it has just read",
  data: "Different letters in an order drawn at random, repeated. No order is met twice but by chance.",
  source: "C. Olsson et al., In-context Learning and Induction Heads, 2022, section on repeated random tokens: https://arxiv.org/abs/2209.11895",
  seed: 2,
  steps: 900,
  batchSize: 32,
  parameters: 26752,
  bytes: 55264,
  sha256: "536cb2d3fee8e5747bedd03c0478b507379f1ad7f1848488b2173629e2afa28c",
  dtype: "F16",
  loss: 0.0004383352061267942,
  curve: [
    {
      step: 0,
      validation: 3.8687942028045654,
    },
    {
      step: 50,
      train: 3.3035940384864806,
      validation: 3.0773749351501465,
    },
    {
      step: 100,
      train: 2.9044056367874145,
      validation: 2.702991008758545,
    },
    {
      step: 150,
      train: 2.197567709684372,
      validation: 1.202571988105774,
    },
    {
      step: 200,
      train: 0.47226907782256605,
      validation: 0.1376817226409912,
    },
    {
      step: 250,
      train: 0.1001441732607782,
      validation: 0.07246572524309158,
    },
    {
      step: 300,
      train: 0.07068381289020181,
      validation: 0.0720464438199997,
    },
    {
      step: 350,
      train: 0.03733193481806665,
      validation: 0.02040281519293785,
    },
    {
      step: 400,
      train: 0.023013366567902267,
      validation: 0.0154423164203763,
    },
    {
      step: 450,
      train: 0.015745852277614176,
      validation: 0.006729555316269398,
    },
    {
      step: 500,
      train: 0.01264708991860971,
      validation: 0.008396636694669724,
    },
    {
      step: 550,
      train: 0.00659393570618704,
      validation: 0.001953826053068042,
    },
    {
      step: 600,
      train: 0.002442846379126422,
      validation: 0.0008645118796266615,
    },
    {
      step: 650,
      train: 0.0009909846971277148,
      validation: 0.0006409357883967459,
    },
    {
      step: 700,
      train: 0.0011013201717287302,
      validation: 0.0005439308588393033,
    },
    {
      step: 750,
      train: 0.0006804934961837716,
      validation: 0.0005488182650879025,
    },
    {
      step: 800,
      train: 0.0006786087309592403,
      validation: 0.0004841863992623985,
    },
    {
      step: 850,
      train: 0.00048611203150358053,
      validation: 0.00045754029997624457,
    },
    {
      step: 900,
      train: 0.00046529946121154353,
      validation: 0.00043848317000083625,
    },
  ],
  config: {
    model: "GPT",
    options: {
      vocabSize: 26,
      blockSize: 32,
      nLayer: 2,
      nHead: 2,
      nEmbd: 32,
    },
    characters: "abcdefghijklmnopqrstuvwxyz",
  },
};
