import { Adam, clipGradNorm, inferenceMode, type Module, type Tensor, tensor } from "#tensor";
import { checkNotNegative, checkPositive, checkSize } from "../base/check.ts";
import { mean } from "../base/mean.ts";
import { type Random, withRandom } from "../base/random.ts";

/** Draws things, and knows how probable each was: a bandit's arm, a name, an answer. */
export interface Policy<Sample> extends Module {
  /** Drawn with the policy's own probabilities. */
  sample(count: number, random: Random): Sample[];
  /** ln π(x) of each sample, the whole of it, with a way back for gradients: [samples]. */
  logProbs(samples: readonly Sample[]): Tensor;
}

export interface PolicyGradientOptions<Sample> {
  random: Random;
  /** One number for each sample: the greater, the better. */
  reward: (samples: readonly Sample[]) => ArrayLike<number>;
  /** π_ref, which stays as it is: the policy before training, as a copy with weights of its own. */
  reference: Policy<Sample>;
  /** β: what it costs to move away from π_ref, in reward for each nat of KL(π ‖ π_ref). 0 lets it move freely. */
  beta: number;
  /** Default 200. */
  steps?: number;
  /** Samples for each step, at least 2. Default 64. */
  batchSize?: number;
  /** Default 0.001; a policy of few parameters can take more, such as 0.05. */
  learningRate?: number;
}

/** How the policy did just before a step. Means over the step's samples, so they vary from step to step. */
export interface PolicyGradientStep<Sample> {
  step: number;
  reward: number;
  /** KL(π ‖ π_ref), in nats: the mean of ln π − ln π_ref, which by chance can be below 0. */
  kl: number;
  /** reward − β kl: what is maximised. */
  objective: number;
  samples: readonly Sample[];
  /** Of each sample. */
  rewards: readonly number[];
}

/**
 * Reinforcement learning as it is done from human feedback: raise E[r(x)] − β KL(π ‖ π_ref), by drawing from π and making what did better than
 * the other draws more probable. The gradient is E[(r(x) − β ln (π(x) / π_ref(x)) − b) ∇ ln π(x)], where b is what the other samples of the
 * step got on average (leave one out): that takes noise away and leaves the mean as it is.
 *
 * It has one optimum, π*(x) ∝ π_ref(x) exp(r(x) / β), where all x earn the same, so that nothing pulls any more.
 *
 * Sources: R. Williams, Simple statistical gradient-following algorithms, 1992 (REINFORCE); D. Ziegler et al., Fine-Tuning Language Models from
 * Human Preferences, arXiv 1909.08593, section 2, and L. Ouyang et al., arXiv 2203.02155, section 3.5, for the objective, which both climb by
 * PPO; W. Kool et al., Buy 4 REINFORCE Samples, Get a Baseline for Free, 2019.
 */
export class PolicyGradient<Sample> {
  readonly reward: (samples: readonly Sample[]) => ArrayLike<number>;
  readonly reference: Policy<Sample>;
  readonly beta: number;
  readonly steps: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly #random: Random;

  /** @throws RangeError when an option is out of its range. */
  constructor(options: PolicyGradientOptions<Sample>) {
    const { random, reward, reference, beta, steps = 200, batchSize = 64, learningRate = 1e-3 } = withRandom(options);
    checkNotNegative(beta, "beta");
    checkSize(steps, "steps");
    checkSize(batchSize, "batchSize", 2);
    checkPositive(learningRate, "learningRate");
    this.reward = reward;
    this.reference = reference;
    this.beta = beta;
    this.steps = steps;
    this.batchSize = batchSize;
    this.learningRate = learningRate;
    this.#random = random;
  }

  /** Train the policy, in place. @throws RangeError when the reference shares its weights, or there is not one reward, a finite number, for each sample. */
  fit(policy: Policy<Sample>): this {
    for (const _ of this.fitSteps(policy));
    return this;
  }

  /** The same, step by step. */
  *fitSteps(policy: Policy<Sample>): Generator<PolicyGradientStep<Sample>, void, undefined> {
    const parameters = policy.parameters();
    checkApart(parameters, this.reference);
    const optimizer = new Adam(parameters, { lr: this.learningRate });
    for (let step = 1; step <= this.steps; step++) {
      // Dropout would make ln π another than the one that was drawn from.
      policy.eval();
      this.reference.eval();
      const samples = policy.sample(this.batchSize, this.#random);
      const rewards = this.#rewards(samples);
      const reference = inferenceMode(() => this.reference.logProbs(samples)).toFloat32Array();
      const logProbs = policy.logProbs(samples); // [B]
      const logRatios = Array.from(logProbs.toFloat32Array(), (value, i) => value - reference[i]!);
      const advantages = leaveOneOut(rewards.map((reward, i) => reward - this.beta * logRatios[i]!));
      // What is earned counts as a given number: only ln π has a slope.
      // Not mean(), which divides: trainings repeat to the last bit, and theirs were made with this product.
      logProbs
        .mul(tensor(advantages))
        .sum()
        .mul(1 / samples.length)
        .neg()
        .backward();
      clipGradNorm(parameters, 1);
      optimizer.step();
      const [reward, kl] = [mean(rewards), mean(logRatios)];
      yield { step, reward, kl, objective: reward - this.beta * kl, samples, rewards };
    }
  }

  #rewards(samples: readonly Sample[]): number[] {
    const rewards = Array.from(this.reward(samples));
    if (rewards.length !== samples.length) throw new RangeError(`there are ${rewards.length} rewards for ${samples.length} samples: each needs one`);
    const bad = rewards.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0) throw new RangeError(`reward ${bad} is ${rewards[bad]}: it must be a finite number`);
    return rewards;
  }
}

/** How much more each got than the others did on average. */
function leaveOneOut(values: readonly number[]): number[] {
  const total = values.reduce((sum, value) => sum + value, 0);
  return values.map((value) => value - (total - value) / (values.length - 1));
}

function checkApart(parameters: readonly Tensor[], reference: Module): void {
  const kept = new Set(reference.parameters());
  if (parameters.some((parameter) => kept.has(parameter)))
    throw new RangeError(
      "the reference would be trained along with the policy, for they share weights: give it a copy, by loadStateDict(model.stateDict())",
    );
}
