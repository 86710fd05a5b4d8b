import { AdamW, clipGradNorm, noGrad, type Tensor, tensor, warmupCosine } from "#tensor";
import { checkPositive, checkSize } from "../base/check.ts";
import { max } from "../base/max.ts";
import type { Effort } from "./head-to-head.ts";

/** How long is trained, and by what it is judged whether that was long enough. */
export interface TrainingPlan {
  /** The highest rates, each after a tenth of the steps. Each is tried for `trial` steps; the one with the lowest loss on what is held back goes on. */
  learningRates: readonly number[];
  /** Steps of the rate that goes on. */
  steps: number;
  /** Steps that each rate gets, where there are several. Default: a quarter of `steps`. */
  trial?: number;
  /** Steps from one measurement on what is held back to the next. Default: a tenth of `steps`. */
  every?: number;
  /** β₁ and β₂ of AdamW. Default 0.9 and 0.999. */
  betas?: [number, number];
}

/** A network, what it learns from, and what is held back from it. */
export interface Trainee {
  parameters: readonly Tensor[];
  /** Loss of the next texts in the order of training. */
  loss(): Tensor;
  /** Mean loss of the texts that are held back. Without it, the last step's weights are kept. */
  heldBack?(): number;
}

/** Loss on the texts that are held back, in nats. */
export interface HeldBackLoss {
  learningRate: number;
  step: number;
  loss: number;
}

/** What happened in training. */
export interface TrainingRecord {
  /** The rate that went on. */
  learningRate: number;
  /** Steps of the rate that went on. */
  steps: number;
  /** Steps of all rates together. */
  allSteps: number;
  /** The step whose weights were kept: where the loss on what was held back was lowest. */
  kept: number;
  /** Of all rates, in the order in which it was measured. */
  curve: HeldBackLoss[];
  /** Whether the last quarter of the steps lowered the loss on what was held back by less than 2 %. `undefined` where nothing was held back. */
  flat: boolean | undefined;
}

const FLAT = 0.02;

/**
 * Train until the steps are used up, and keep the weights with the lowest loss on texts that are held back: early stopping. Of several learning rates,
 * the best after a trial goes on (one round of successive halving).
 *
 * Sources: L. Prechelt, Early Stopping, But When?, 1998; K. Jamieson, A. Talwalkar, Non-stochastic Best Arm Identification and Hyperparameter
 * Optimization, AISTATS 2016, algorithm 1.
 * @param create the same network with its first weights, anew for each rate.
 * @returns the trainee that was kept, with its best weights, and the record.
 */
export function trainWatched<T extends Trainee>(create: () => T, plan: TrainingPlan): { trainee: T; record: TrainingRecord } {
  const { learningRates, steps, trial = Math.ceil(steps / 4), every = Math.ceil(steps / 10), betas = [0.9, 0.999] } = plan;
  for (const [name, count] of Object.entries({ steps, trial, every })) checkSize(count, name);
  for (const rate of learningRates) checkPositive(rate, "learning rate");
  const curve: HeldBackLoss[] = [];
  const begin = (learningRate: number) => {
    const trainee = create();
    const optimizer = new AdamW(trainee.parameters, { lr: learningRate, betas });
    const rate = warmupCosine({ lr: learningRate, warmup: Math.ceil(steps / 10), total: steps + 1 });
    let best = { step: steps, loss: Number.POSITIVE_INFINITY, weights: undefined as Float32Array[] | undefined };
    let done = 0;
    return {
      learningRate,
      trainee,
      best: () => best,
      until(last: number) {
        for (; done < last; done++) {
          optimizer.lr = rate(done);
          trainee.loss().backward();
          clipGradNorm(trainee.parameters, 1);
          optimizer.step();
          const step = done + 1;
          if (!trainee.heldBack || (step % every !== 0 && step !== steps)) continue;
          const loss = trainee.heldBack();
          curve.push({ learningRate, step, loss });
          if (loss < best.loss) best = { step, loss, weights: trainee.parameters.map((parameter) => parameter.toFloat32Array().slice()) };
        }
      },
    };
  };
  const first = begin(learningRates[0]!);
  const runs = first.trainee.heldBack ? [first, ...learningRates.slice(1).map(begin)] : [first];
  if (runs.length > 1) for (const run of runs) run.until(Math.min(trial, steps));
  const chosen = runs.reduce((a, b) => (b.best().loss < a.best().loss ? b : a));
  chosen.until(steps);
  const { step: kept, weights } = chosen.best();
  if (weights)
    noGrad(() => {
      for (const [i, parameter] of chosen.trainee.parameters.entries()) parameter.copy_(tensor(weights[i]!).view(...parameter.shape));
    });
  return {
    trainee: chosen.trainee,
    record: {
      learningRate: chosen.learningRate,
      steps,
      allSteps: steps + (runs.length - 1) * Math.min(trial, steps),
      kept,
      curve,
      flat: isFlat(
        curve.filter(({ learningRate }) => learningRate === chosen.learningRate),
        steps,
      ),
    },
  };
}

/** A record in the words of a contest. */
export const effortOf = (record: TrainingRecord): Effort => ({
  steps: record.steps,
  flat: record.flat,
  setting: `learning rate ${record.learningRate}`,
  records: [record],
});

function isFlat(curve: readonly HeldBackLoss[], steps: number): boolean | undefined {
  const lowest = (some: readonly HeldBackLoss[]) => -max(some.map(({ loss }) => -loss));
  const before = curve.filter(({ step }) => step <= 0.75 * steps);
  return before.length === 0 ? undefined : lowest(before) <= (1 + FLAT) * lowest(curve);
}
