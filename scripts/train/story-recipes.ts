/** The recipes of the models that answer questions about stories: an encoder that points, from three seeds, and what it is compared with. */
import type { Random } from "../../src/base/random.ts";
import { seed } from "../../src/base/random.ts";
import { type BabiOptions, babi } from "../../src/datasets/babi.ts";
import { AnswerPointer } from "../../src/lm/answer-pointer.ts";
import { GPT } from "../../src/lm/gpt.ts";
import { AdamW, decayMatrices, inferenceMode, warmupCosine } from "../../src/tensor/index.ts";
import { drawStories, STORY_SIZES, STORY_TOKENS, storyBatch } from "../../src/versus/story-reader.ts";
import { writerBatch, writerLoss } from "../../src/versus/story-rivals.ts";
import type { Recipe, Trainee } from "./recipe.ts";

const STEPS = 1600;
const LR = 2e-3;
/** Stories grow by two sentences after each of these steps, from 2 to 10. */
const GROW = [200, 500, 700, 900];
export const LENGTHS = [2, 4, 6, 8, 10];
/** Stories that watched the training, and stories that examine it: each another. */
export const watchedStories = () => babi({ random: seed(20_001), questions: 500, lengths: LENGTHS });
export const examStories = () => babi({ random: seed(20_012), questions: 1000, lengths: LENGTHS });

/** Who is never where in what one of the recipes learns from: of each person one place, of each place one person at most. */
export const NEVER_TOGETHER: Readonly<Record<string, string>> = { Mary: "garden", John: "kitchen", Daniel: "office", Sandra: "bathroom" };
const together: BabiOptions["allowed"] = (person, place) => NEVER_TOGETHER[person] !== place;

export const storyPointer = recipe("story-pointer", 1, (random) => pointer(random));
export const storyPointer2 = recipe("story-pointer-2", 2, (random) => pointer(random));
export const storyPointer3 = recipe("story-pointer-3", 3, (random) => pointer(random));
export const storyPointerApart = recipe("story-pointer-apart", 1, (random) => pointer(random, together));
export const storyWriter = recipe("story-writer", 1, writer);

function recipe(name: string, from: number, setUp: (random: Random) => Trainee): Recipe {
  return {
    name,
    title: "An encoder that points at the answer in a story",
    data: "Stories of bAbI's task 1, drawn anew at each step, of up to ten sentences. 500 others watched the training, and 1,000 others examined it.",
    source:
      "J. Devlin, M. Chang, K. Lee, K. Toutanova, BERT, 2018, section 4.2, https://arxiv.org/abs/1810.04805; J. Weston et al., Towards AI-Complete Question Answering, 2015, https://arxiv.org/abs/1502.05698",
    seed: from,
    steps: STEPS,
    batchSize: 32,
    shards: 2,
    lr: warmupCosine({ lr: LR, minLr: LR / 100, warmup: 100, total: STEPS }),
    clip: 1,
    evaluateEvery: 100,
    dtype: "F16",
    setUp: async (random) => setUp(random),
  };
}

/** How long the longest stories of a step are. */
const longestAt = (step: number) => 2 + 2 * GROW.filter((grown) => step >= grown).length;
const partOf = <T>(items: readonly T[], part: number, parts: number): T[] => items.filter((_, i) => i % parts === part);

function pointer(random: Random, allowed?: BabiOptions["allowed"]): Trainee {
  const model = new AnswerPointer(STORY_SIZES, random);
  const measure = (asked: ReturnType<typeof babi>) => {
    const { rows, places } = storyBatch(asked);
    return { loss: inferenceMode(() => model.loss(rows, places).item()), count: asked.length };
  };
  return {
    model,
    config: { model: "AnswerPointer", options: { ...STORY_SIZES } },
    optimizer: () => new AdamW(decayMatrices(model, 0.01), { lr: LR, betas: [0.9, 0.99] }),
    loss: (rows, source, step) => {
      const batch = storyBatch(drawStories(source, rows, longestAt(step), allowed));
      return model.loss(batch.rows, batch.places);
    },
    evaluate: (part, parts) => measure(partOf(watchedStories(), part, parts)),
    exam: (part, parts) => measure(partOf(examStories(), part, parts)),
  };
}

function writer(random: Random): Trainee {
  const { vocabSize, blockSize, nLayer, nHead, nEmbd } = STORY_SIZES;
  const model = new GPT({ vocabSize, blockSize, nLayer, nHead, nEmbd }, random);
  const measure = (asked: ReturnType<typeof babi>) => ({
    loss: inferenceMode(() => writerLoss(model, writerBatch(asked)).item()),
    count: asked.length,
  });
  return {
    model,
    config: { model: "GPT", options: model.options, characters: STORY_TOKENS.join(" ") },
    optimizer: () => new AdamW(decayMatrices(model, 0.01), { lr: LR, betas: [0.9, 0.99] }),
    loss: (rows, source, step) => writerLoss(model, writerBatch(drawStories(source, rows, longestAt(step)))),
    evaluate: (part, parts) => measure(partOf(watchedStories(), part, parts)),
    exam: (part, parts) => measure(partOf(examStories(), part, parts)),
  };
}
