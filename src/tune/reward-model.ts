import { AdamW, bceWithLogits, clipGradNorm, inferenceMode, type Module, ones, type Tensor } from "#tensor";
import { checkNotNegative, checkPositive, checkSize } from "../base/check.ts";
import { mean } from "../base/mean.ts";
import { type Random, withRandom } from "../base/random.ts";
import { sigmoid } from "../base/softmax.ts";

/** What somebody said when shown two. */
export interface Preference<Item> {
  chosen: Item;
  rejected: Item;
}

/** Gives each item a number: items → [items]. */
export interface Scorer<Item> extends Module {
  forward(items: readonly Item[]): Tensor;
}

export interface RewardModelOptions {
  /** Draws the order of the pairs. */
  random: Random;
  /** How often each pair is seen. Default 10. */
  epochs?: number;
  /** Pairs for each step. Default 64. */
  batchSize?: number;
  /** Default 0.01; a transformer needs less, such as 0.001. */
  learningRate?: number;
  /** How strongly weights are pulled to 0, so that few pairs do not make great rewards. Default 0.01. */
  weightDecay?: number;
}

/** Where the fit stands after a step. */
export interface RewardStep {
  step: number;
  /** How many there will be. */
  total: number;
  /** Mean −ln σ(r_chosen − r_rejected) over the step's pairs, in nats; ln 2 knows nothing. */
  loss: number;
}

/**
 * Learns what people like from which of two they like better, for that is what they can say reliably: P(a before b) = σ(r_a − r_b). Minimises
 * −ln σ(r_chosen − r_rejected). A constant added to all rewards changes no comparison, so that one is taken for which the items of the pairs have a
 * mean of 0.
 *
 * Sources: R. Bradley, M. Terry, Rank analysis of incomplete block designs, 1952; P. Christiano et al., Deep reinforcement learning from human
 * preferences, arXiv 1706.03741, section 2.2; L. Ouyang et al., arXiv 2203.02155, section 3.5.
 */
export class RewardModel<Item> {
  readonly scorer: Scorer<Item>;
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly weightDecay: number;
  /** What is taken off each score. */
  offset = 0;
  readonly #random: Random;
  #learnt = false;

  /** @throws RangeError when an option is out of its range. */
  constructor(scorer: Scorer<Item>, options: RewardModelOptions) {
    const { random, epochs = 10, batchSize = 64, learningRate = 0.01, weightDecay = 0.01 } = withRandom(options);
    checkSize(epochs, "epochs");
    checkSize(batchSize, "batchSize");
    checkPositive(learningRate, "learningRate");
    checkNotNegative(weightDecay, "weightDecay");
    this.scorer = scorer;
    this.epochs = epochs;
    this.batchSize = batchSize;
    this.learningRate = learningRate;
    this.weightDecay = weightDecay;
    this.#random = random;
  }

  /** Learn from comparisons, going on from what the scorer knows. @throws RangeError when there are none. */
  fit(pairs: readonly Preference<Item>[]): this {
    for (const _ of this.fitSteps(pairs));
    return this;
  }

  /** The same, step by step; `reward` and `score` can be asked after each. */
  *fitSteps(pairs: readonly Preference<Item>[]): Generator<RewardStep, void, undefined> {
    checkPairs(pairs);
    const { scorer, batchSize } = this;
    const parameters = scorer.parameters();
    const optimizer = new AdamW(parameters, { lr: this.learningRate, weightDecay: this.weightDecay });
    const total = this.epochs * Math.ceil(pairs.length / batchSize);
    let step = 0;
    for (let epoch = 0; epoch < this.epochs; epoch++) {
      const order = this.#random.shuffle(pairs);
      for (let from = 0; from < order.length; from += batchSize) {
        scorer.train();
        const loss = preferenceLoss(scorer, order.slice(from, from + batchSize));
        loss.backward();
        clipGradNorm(parameters, 1);
        optimizer.step();
        this.#learnt = true;
        this.offset = 0;
        if (++step === total) this.offset = mean(this.reward(pairs.flatMap(({ chosen, rejected }) => [chosen, rejected])));
        yield { step, total, loss: loss.item() };
      }
    }
  }

  /** The reward of each item: the greater, the more liked. */
  reward(items: readonly Item[]): number[] {
    if (!this.#learnt) throw new Error("this reward model has not learnt anything yet: call fit(pairs) first");
    this.scorer.eval();
    const rewards: number[] = [];
    for (let from = 0; from < items.length; from += 256) {
      const scores = inferenceMode(() => this.scorer.forward(items.slice(from, from + 256)));
      for (const score of scores.toFloat32Array()) rewards.push(score - this.offset);
    }
    return rewards;
  }

  /** P(chosen before rejected) of each pair. */
  predictProba(pairs: readonly Preference<Item>[]): number[] {
    const rejected = this.reward(pairs.map((pair) => pair.rejected));
    return this.reward(pairs.map((pair) => pair.chosen)).map((reward, i) => sigmoid(reward - rejected[i]!));
  }

  /** Share of pairs of which it, too, likes the chosen one better. A tie counts a half. @throws RangeError when there are none. */
  score(pairs: readonly Preference<Item>[]): number {
    checkPairs(pairs);
    return mean(this.predictProba(pairs).map((p) => (Math.sign(p - 0.5) + 1) / 2));
  }
}

/** Both items of each pair in one pass: [2 B] scores, the chosen ones first. */
function preferenceLoss<Item>(scorer: Scorer<Item>, pairs: readonly Preference<Item>[]): Tensor {
  const scores = scorer.forward([...pairs.map(({ chosen }) => chosen), ...pairs.map(({ rejected }) => rejected)]);
  const difference = scores.slice(0, 0, pairs.length).sub(scores.slice(0, pairs.length)); // [B]
  return bceWithLogits(difference, ones([pairs.length]));
}

function checkPairs(pairs: readonly unknown[]): void {
  if (pairs.length === 0) throw new RangeError("there are no pairs: give at least one { chosen, rejected }");
}
