/** The recipes of all shipped models, by name. */

import { type Random, seed } from "../../src/base/random.ts";
import { CharacterTokenizer } from "../../src/lm/character-tokenizer.ts";
import { GPT, type GPTOptions } from "../../src/lm/gpt.ts";
import { gptConfig } from "../../src/lm/gpt-file.ts";
import { evaluateLoss, randomBatch } from "../../src/lm/next-token-batches.ts";
import { T5 } from "../../src/lm/t5.ts";
import { t5Config } from "../../src/lm/t5-file.ts";
import { WordTokenizer } from "../../src/lm/word-tokenizer.ts";
import { AdamW, decayMatrices, noGrad, warmupCosine } from "../../src/tensor/index.ts";
import { questions, sortTask, sortTokenizer } from "../../src/versus/sort-letters.ts";
import { measuredLoss, pairLoss, TRANSLATOR_SIZES } from "../../src/versus/translator.ts";
import { muonForBlocks, type Stepper } from "./muon.ts";
import type { Recipe, Trainee } from "./recipe.ts";

export { speechBERT } from "./bert-recipe.ts";
export { digitsCNN, digitsCNNMoved, digitsMLP, digitsMLPMoved } from "./digit-recipes.ts";
export { letterRepeater } from "./letter-recipes.ts";
export { namesByRequest } from "./name-recipe.ts";
export { storyPointer } from "./story-recipes.ts";

export const nanoGPT: Recipe = {
  name: "moby-dick-nanogpt",
  title: "nanoGPT's CPU recipe on Moby-Dick",
  data: "The first nine tenths of Moby-Dick, 1,071,285 characters. The last tenth measures it.",
  source: "A. Karpathy, nanoGPT, 2022, README, “I only have a macbook”: https://github.com/karpathy/nanoGPT",
  seed: 1337,
  steps: 2000,
  batchSize: 12,
  shards: 4,
  lr: warmupCosine({ lr: 1e-3, minLr: 1e-4, warmup: 100, total: 2000 }),
  clip: 1,
  evaluateEvery: 250,
  dtype: "F16",
  setUp: async (random) => {
    const { train, test, validation } = (await import("../../src/datasets/moby-dick.ts")).mobyDick;
    return characterGPT({ train: train + test, validation }, { blockSize: 64, nLayer: 4, nHead: 4, nEmbd: 128, initialScale: 0.02 }, adamW, random);
  },
};

export const mobyDick: Recipe = {
  name: "moby-dick-gpt",
  title: "A GPT that has read Moby-Dick",
  data: "The first eight tenths of Moby-Dick, 952,253 characters. The last tenth watched the training, and the ninth examines it, once.",
  source:
    "A. Karpathy, nanoGPT, 2022, with a longer context, dropout and another optimiser: https://github.com/karpathy/nanoGPT; K. Jordan and others, Muon, 2024, https://kellerjordan.github.io/posts/muon/",
  seed: 1337,
  steps: 7000,
  batchSize: 8,
  shards: 4,
  lr: warmupCosine({ lr: 3e-3, minLr: 1e-5, warmup: 100, total: 7000 }),
  clip: 1,
  evaluateEvery: 500,
  dtype: "F16",
  setUp: async (random) => {
    const { train, test, validation } = (await import("../../src/datasets/moby-dick.ts")).mobyDick;
    return characterGPT({ train, validation, test }, { blockSize: 256, nLayer: 4, nHead: 4, nEmbd: 128, dropout: 0.1 }, muonForBlocks, random);
  },
};

export const letterSorter: Recipe = {
  name: "letter-sorter",
  title: "A transformer that sorts five letters",
  data: "Strings of five different letters, made by the page. Sets of letters that are held back measure it.",
  source: "A. Karpathy, nanoGPT, 2022, with one block and one head: https://github.com/karpathy/nanoGPT",
  seed: 1,
  steps: 200,
  batchSize: 64,
  shards: 4,
  lr: warmupCosine({ lr: 0.01, warmup: 20, total: 200 }),
  clip: 1,
  evaluateEvery: 20,
  dtype: "F16",
  setUp: async (random) => {
    const task = sortTask(seed(1));
    const model = new GPT({ vocabSize: sortTokenizer.vocabularySize, blockSize: 10, nLayer: 1, nHead: 1, nEmbd: 32 }, random);
    return {
      model,
      config: gptConfig(model, sortTokenizer),
      optimizer: () => new AdamW(model.parameters(), { lr: 0.01, betas: [0.9, 0.99] }),
      loss: (rows, source) => {
        const { x, y } = task.batch(rows, source);
        return model.loss(x, y);
      },
      evaluate: (part, parts) => {
        const words = task.held.filter((_, i) => i % parts === part);
        const { x, y } = questions(words);
        return { loss: noGrad(() => model.loss(x, y).item()), count: words.length };
      },
    };
  },
};

export const numberTranslator: Recipe = {
  name: "number-translator",
  title: "A T5 that translates numbers",
  data: "2,000 numbers in English and French words, made by rules. 500 others watched the training, and 1,000 more examine it, once.",
  source:
    "C. Raffel et al., Exploring the Limits of Transfer Learning with a Unified Text-to-Text Transformer, 2019, much smaller: https://arxiv.org/abs/1910.10683",
  seed: 1,
  steps: 500,
  batchSize: 64,
  shards: 4,
  lr: warmupCosine({ lr: 0.005, warmup: 20, total: 500 }),
  clip: 1,
  evaluateEvery: 50,
  dtype: "F16",
  setUp: async (random) => {
    const { numberTexts, numberWords } = await import("../../src/datasets/number-words.ts");
    const { learn, watched, exam } = numberWords.split({ random: seed(1) });
    const tokenizer = new WordTokenizer({ specials: ["<pad>", "<end>"] }).fit(numberTexts());
    const model = new T5({ vocabSize: tokenizer.vocabularySize, ...TRANSLATOR_SIZES }, random);
    const translator = { model, tokenizer };
    const measure = (pairs: typeof exam) => (part: number, parts: number) => {
      const some = pairs.filter((_, i) => i % parts === part);
      const tokens = some.map(({ french }) => tokenizer.encode(french).length + 1);
      return { loss: measuredLoss(translator, some), count: tokens.reduce((a, b) => a + b, 0) };
    };
    return {
      model,
      config: t5Config(model, tokenizer),
      optimizer: () => new AdamW(model.parameters(), { betas: [0.9, 0.98] }),
      loss: (rows, source) =>
        pairLoss(
          translator,
          Array.from({ length: rows }, () => learn[source.int(learn.length)]!),
        ),
      evaluate: measure(watched),
      exam: measure(exam),
    };
  },
};

/** As in nanoGPT: matrices decay, norms and biases do not. */
const adamW = (model: GPT): Stepper => new AdamW(decayMatrices(model, 0.1), { betas: [0.9, 0.99] });

/** Texts, each for one purpose. The vocabulary is that of all of them. */
interface Parts {
  train: string;
  validation: string;
  test?: string;
}

function characterGPT(
  { train, validation, test }: Parts,
  sizes: Omit<GPTOptions, "vocabSize">,
  optimizer: (model: GPT) => Stepper,
  random: Random,
): Trainee {
  const tokenizer = new CharacterTokenizer(train + validation + (test ?? ""));
  const tokens = tokenizer.encode(train);
  const watched = tokenizer.encode(validation);
  const options: GPTOptions = { vocabSize: tokenizer.vocabularySize, ...sizes };
  const model = new GPT(options, random);
  const { blockSize } = options;
  const trainee: Trainee = {
    model,
    config: gptConfig(model, tokenizer),
    optimizer: () => optimizer(model),
    loss: (rows, source) => {
      const { x, y } = randomBatch(tokens, { batchSize: rows, blockSize, random: source });
      return model.loss(x, y);
    },
    evaluate: (part, parts) => evaluateLoss(model, watched, { blockSize, part, parts }),
  };
  if (test === undefined) return trainee;
  const unseen = tokenizer.encode(test);
  // Each character but the first of the text is asked about with at least half a context before it.
  const stride = blockSize >> 1;
  return { ...trainee, exam: (part, parts) => evaluateLoss(model, unseen, { blockSize, stride, part, parts }) };
}
