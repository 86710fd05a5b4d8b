/** The recipe of the model that writes names as it is asked to. It first learns names alone, from the same seed each time, then requests and their answers. */
import { type Random, seed } from "../../src/base/random.ts";
import { CharacterTokenizer } from "../../src/lm/character-tokenizer.ts";
import { GPT } from "../../src/lm/gpt.ts";
import { gptConfig } from "../../src/lm/gpt-file.ts";
import { randomBatch } from "../../src/lm/next-token-batches.ts";
import { AdamW, inferenceMode, warmupCosine } from "../../src/tensor/index.ts";
import { fineTune } from "../../src/tune/fine-tune.ts";
import { INSTRUCTION_CHARACTERS, instructionBatch, instructionRows, nameInstructions } from "../../src/tune/name-instructions.ts";
import type { Recipe, Trainee } from "./recipe.ts";

const [STEPS, RATE] = [400, 0.015];

export const namesByRequest: Recipe = {
  name: "names-by-request",
  title: "A GPT that writes names as it is asked to",
  data: "8,403 first names, then 6,000 requests made from them (#tune/name-instructions), to begin so or to be like another, with names that obey. 200 other requests of each kind measure it.",
  source:
    "L. Ouyang et al., Training language models to follow instructions with human feedback, 2022, https://arxiv.org/abs/2203.02155: its first step, at this size",
  seed: 1,
  steps: STEPS,
  batchSize: 64,
  shards: 2,
  lr: warmupCosine({ lr: RATE, warmup: 10, total: STEPS }),
  clip: 1,
  evaluateEvery: 100,
  dtype: "F16",
  setUp,
};

async function setUp(random: Random): Promise<Trainee> {
  const { list } = (await import("../../src/datasets/names.ts")).names;
  const tokenizer = new CharacterTokenizer(INSTRUCTION_CHARACTERS);
  const blockSize = 28;
  const model = new GPT({ vocabSize: tokenizer.vocabularySize, blockSize, nLayer: 2, nHead: 4, nEmbd: 32 }, random);
  const tokens = tokenizer.encode(`\n${seed(1).shuffle(list).join("\n")}\n`);
  const windows = { batchSize: 64, blockSize: 16 };
  for (const _ of fineTune(model, (random) => randomBatch(tokens, { ...windows, random }), { random: seed(1), steps: 300, rate: 0.005 }));
  const { train, held } = nameInstructions(list, { random: seed(2), count: 6_000, held: 200, kinds: ["begins", "like"] });
  return {
    model,
    config: gptConfig(model, tokenizer),
    optimizer: () => new AdamW(model.parameters(), { betas: [0.9, 0.99], weightDecay: 0 }),
    loss: (rows, source) => {
      const { x, y } = instructionBatch(train, { tokenizer, batchSize: rows, blockSize, random: source });
      return model.loss(x, y);
    },
    evaluate: (part, parts) => {
      const some = held.filter((_, i) => i % parts === part);
      const { x, y } = instructionRows(some, { tokenizer, blockSize });
      return { loss: inferenceMode(() => model.loss(x, y)).item(), count: some.reduce((sum, { answer }) => sum + answer.length + 1, 0) };
    },
  };
}
