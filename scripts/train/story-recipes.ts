/** The recipe of the model that points at answers in stories. */
import type { BabiQuestion } from "../../src/datasets/babi.ts";
import { AnswerPointer } from "../../src/lm/answer-pointer.ts";
import { inferenceMode, warmupCosine } from "../../src/tensor/index.ts";
import { STORY_SIZES, storyBatch } from "../../src/versus/story-reader.ts";
import type { Recipe } from "./recipe.ts";
import { examStories, STORY_PLAN, watchedStories } from "./story-plan.ts";

/** Half of what the recording takes: enough for this seed, as the stories that watched say. */
const STEPS = 1600;
const LR = 2e-3;

export const storyPointer: Recipe = {
  name: "story-pointer",
  title: "An encoder that points at the answer in a story",
  data: "Stories of bAbI's task 1, drawn anew at each step, of up to ten sentences. 500 others watched the training, and 1,000 others examined it.",
  source:
    "J. Devlin, M. Chang, K. Lee, K. Toutanova, BERT, 2018, section 4.2, https://arxiv.org/abs/1810.04805; J. Weston et al., Towards AI-Complete Question Answering, 2015, https://arxiv.org/abs/1502.05698",
  seed: 2,
  steps: STEPS,
  batchSize: STORY_PLAN.batchSize,
  shards: STORY_PLAN.halves,
  lr: warmupCosine({ lr: LR, minLr: LR / 100, warmup: 100, total: STEPS }),
  clip: STORY_PLAN.clip,
  evaluateEvery: 100,
  dtype: "F16",
  setUp: async (random) => {
    const model = new AnswerPointer(STORY_SIZES, random);
    const measure = (asked: BabiQuestion[], part: number, parts: number) => {
      const some = asked.filter((_, i) => i % parts === part);
      const { rows, places } = storyBatch(some);
      return { loss: inferenceMode(() => model.loss(rows, places)).item(), count: some.length };
    };
    return {
      model,
      config: { model: "AnswerPointer", options: { ...STORY_SIZES } },
      optimizer: () => STORY_PLAN.optimizer(model),
      loss: (rows, source, step) => {
        const { rows: read, places } = storyBatch(STORY_PLAN.draw(source, rows, step));
        return model.loss(read, places);
      },
      evaluate: (part, parts) => measure(watchedStories(), part, parts),
      exam: (part, parts) => measure(examStories(), part, parts),
    };
  },
};
