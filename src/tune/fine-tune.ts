import { AdamW, clipGradNorm, type Module, type Tensor, warmupCosine } from "#tensor";
import { checkPositive, checkSize } from "../base/check.ts";
import { type Random, withRandom } from "../base/random.ts";
import type { Batch } from "../lm/next-token-batches.ts";

/** A model that can be trained further: a `GPT`, say. */
export interface Tunable extends Module {
  /** Mean loss: tokens and their successors [batch, block]. */
  loss(x: Tensor, y: Tensor): Tensor;
}

/** How a model is trained further. */
export interface FineTuneOptions {
  /** Draws batches, and dropout where the model has it. */
  random: Random;
  /** What learns. Default the model with all its numbers; a `LoRA` that is attached to it, for few. */
  learner?: Module;
  steps: number;
  /** Highest learning rate: it rises over the first tenth of the steps, at most ten of them, then falls to a tenth. */
  rate: number;
}

/** What one step did. */
export interface FineTuneStep {
  /** From 1. */
  step: number;
  /** Mean loss of its batch before it, in nats. */
  loss: number;
}

/**
 * Training on from where a model is: AdamW, a rate that rises and falls, gradients of norm 1 at most. Each step is given when it has been made. At the end, and
 * where the caller stops asking, the model is ready to write.
 * @throws RangeError when `steps` is not a whole number above 0, or `rate` is not above 0.
 */
export function* fineTune(model: Tunable, batch: (random: Random) => Batch, options: FineTuneOptions): Generator<FineTuneStep, void, undefined> {
  const { random, learner = model, steps, rate } = withRandom(options);
  checkSize(steps, "steps");
  checkPositive(rate, "rate");
  const parameters = learner.parameters();
  const optimizer = new AdamW(parameters, { betas: [0.9, 0.99], weightDecay: 0 });
  const at = warmupCosine({ lr: rate, warmup: Math.min(10, Math.floor(steps / 10)), total: steps });
  try {
    for (let step = 1; step <= steps; step++) {
      model.train();
      optimizer.lr = at(step - 1);
      const { x, y } = batch(random);
      const loss = model.loss(x, y);
      loss.backward();
      clipGradNorm(parameters, 1);
      optimizer.step();
      model.eval();
      yield { step, loss: loss.item() };
    }
  } finally {
    model.eval();
  }
}
