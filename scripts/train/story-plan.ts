/** How models learn that answer questions about stories, and the stories that watch and examine them: for the model that is shipped, and for a recording. */
import { type Random, seed } from "../../src/base/random.ts";
import { type BabiOptions, babi } from "../../src/datasets/babi.ts";
import { AdamW, decayMatrices, type Module, warmupCosine } from "../../src/tensor/index.ts";
import { drawStories } from "../../src/versus/story-reader.ts";

const LR = 2e-3;
/** Stories grow by two sentences after each of these steps, from 2 to 10. */
const GROW = [200, 500, 700, 900];
const LENGTHS = [2, 4, 6, 8, 10];
const STEPS = 3200;
/** How all learn that the lesson on question answering compares: chosen with the stories that watched, for the one that points. */
export const STORY_PLAN = {
  steps: STEPS,
  batchSize: 32,
  /** Each half of a batch has stories of another length. */
  halves: 2,
  lr: warmupCosine({ lr: LR, minLr: LR / 100, warmup: 100, total: STEPS }),
  clip: 1,
  optimizer: (model: Module) => new AdamW(decayMatrices(model, 0.01), { lr: LR, betas: [0.9, 0.99] }),
  /** The stories of one half. The sentence that decides stands at each place equally often. */
  draw: (random: Random, rows: number, step: number, options: Pick<BabiOptions, "allowed"> = {}) =>
    drawStories(random, rows, 2 + 2 * GROW.filter((grown) => step >= grown).length, { even: true, ...options }),
};
/** Stories that watched the training. */
export const watchedStories = () => babi({ random: seed(20_001), questions: 500, lengths: LENGTHS });
/** Stories that examine it, once. */
export const examStories = () => babi({ random: seed(20_021), questions: 1000, lengths: LENGTHS });
