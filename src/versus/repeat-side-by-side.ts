import { AdamW } from "#tensor";
import { checkCount } from "../base/check.ts";
import { checkRandom, type Random } from "../base/random.ts";
import type { GPT } from "../lm/gpt.ts";
import { repeatBatch } from "./repeat-letters.ts";

export interface SideBySideOptions {
  random: Random;
  steps: number;
  /** Texts in each step. */
  rows: number;
  /** The learning rate of each step, from 1 on. */
  rate: (step: number) => number;
}

/** A step of several models at once. */
export interface SideBySideStep {
  /** From 1 on. */
  step: number;
  /** `[models]`: the loss of each before the step, in nats a letter. */
  losses: number[];
}

/**
 * Several GPTs learn to repeat letters, all from the same texts: in each step new ones are drawn, and each model takes a step of AdamW on them.
 *
 * Source of the optimiser: I. Loshchilov, F. Hutter, Decoupled weight decay regularization, 2019.
 */
export function* repeatSideBySide(pupils: readonly GPT[], { random, steps, rows, rate }: SideBySideOptions): Generator<SideBySideStep, void> {
  checkRandom(random);
  checkCount(steps, "steps", 1);
  const runs = pupils.map((pupil) => ({ pupil, optimizer: new AdamW(pupil.parameters()) }));
  for (let step = 1; step <= steps; step++) {
    const { x, y } = repeatBatch(rows, random);
    const losses = runs.map(({ pupil, optimizer }) => {
      optimizer.lr = rate(step);
      const loss = pupil.loss(x, y);
      loss.backward();
      optimizer.step();
      return loss.item();
    });
    yield { step, losses };
  }
}
