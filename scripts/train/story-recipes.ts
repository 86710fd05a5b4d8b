/** The recipe of the model that points at answers in stories. */
import { seed } from "../../src/base/random.ts";
import { babi } from "../../src/datasets/babi.ts";
import { AnswerPointer } from "../../src/lm/answer-pointer.ts";
import { AdamW, decayMatrices, inferenceMode, warmupCosine } from "../../src/tensor/index.ts";
import { drawStories, STORY_SIZES, storyBatch } from "../../src/versus/story-reader.ts";
import type { Recipe } from "./recipe.ts";

const STEPS = 1600;
const LR = 2e-3;
/** Stories grow by two sentences after each of these steps, from 2 to 10. */
const GROW = [200, 500, 700, 900];
const LENGTHS = [2, 4, 6, 8, 10];
/** Stories that watched the training. */
export const watchedStories = () => babi({ random: seed(20_001), questions: 500, lengths: LENGTHS });
/** Stories that examine it, once: each another. */
export const examStories = () => babi({ random: seed(20_013), questions: 1000, lengths: LENGTHS });

export const storyPointer: Recipe = {
  name: "story-pointer",
  title: "An encoder that points at the answer in a story",
  data: "Stories of bAbI's task 1, drawn anew at each step, of up to ten sentences. 500 others watched the training, and 1,000 others examined it.",
  source:
    "J. Devlin, M. Chang, K. Lee, K. Toutanova, BERT, 2018, section 4.2, https://arxiv.org/abs/1810.04805; J. Weston et al., Towards AI-Complete Question Answering, 2015, https://arxiv.org/abs/1502.05698",
  seed: 2,
  steps: STEPS,
  batchSize: 32,
  shards: 2,
  lr: warmupCosine({ lr: LR, minLr: LR / 100, warmup: 100, total: STEPS }),
  clip: 1,
  evaluateEvery: 100,
  dtype: "F16",
  setUp: async (random) => {
    const model = new AnswerPointer(STORY_SIZES, random);
    const measure = (asked: ReturnType<typeof babi>, part: number, parts: number) => {
      const some = asked.filter((_, i) => i % parts === part);
      const { rows, places } = storyBatch(some);
      return { loss: inferenceMode(() => model.loss(rows, places)).item(), count: some.length };
    };
    return {
      model,
      config: { model: "AnswerPointer", options: { ...STORY_SIZES } },
      optimizer: () => new AdamW(decayMatrices(model, 0.01), { lr: LR, betas: [0.9, 0.99] }),
      loss: (rows, source, step) => {
        const { rows: read, places } = storyBatch(drawStories(source, rows, 2 + 2 * GROW.filter((grown) => step >= grown).length, { even: true }));
        return model.loss(read, places);
      },
      evaluate: (part, parts) => measure(watchedStories(), part, parts),
      exam: (part, parts) => measure(examStories(), part, parts),
    };
  },
};
