import { checkCount, checkSize } from "../../base/check.ts";
import { argMax } from "../../base/max.ts";
import { type Random, withRandom } from "../../base/random.ts";
import { act, type Environment } from "../environment.ts";
import { checkDiscount } from "../value-iteration.ts";

export interface TabularAgentOptions {
  random: Random;
  /** Default 500. */
  episodes?: number;
  /** ε, the chance to try any action instead of the best known one. Default 0.1. */
  epsilon?: number;
  /** α, how far an estimate moves towards what was seen, above 0 and at most 1. Default 0.5. */
  learningRate?: number;
  /** γ, what a reward one step later is worth now. Default 1. */
  discount?: number;
  /** An episode is broken off after so many steps. Default 10,000. */
  maxSteps?: number;
}

/** How an episode of training went. */
export interface EpisodeResult {
  /** 0 for the first. */
  episode: number;
  /** Sum of the rewards, trials included. */
  reward: number;
  steps: number;
}

/**
 * Learns by trying what each action is worth in each state, in a table. After each step the estimate moves towards what was got plus what the
 * next state promises (temporal differences); what it promises is where SARSA and Q-learning differ.
 *
 * Source: R. Sutton, A. Barto, Reinforcement Learning, 2nd edition, chapter 6.
 */
export abstract class TabularAgent {
  readonly episodes: number;
  readonly epsilon: number;
  readonly learningRate: number;
  readonly discount: number;
  readonly maxSteps: number;
  /** Q: what each action is thought to be worth, `[states][actions]`. Empty before `fit`. */
  q: number[][] = [];
  /** How each episode of training went: `[episodes]`. */
  history: EpisodeResult[] = [];
  readonly #random: Random;

  /** @throws RangeError when an option is out of its range. */
  constructor(options: TabularAgentOptions) {
    const { random, episodes = 500, epsilon = 0.1, learningRate = 0.5, discount = 1, maxSteps = 10_000 } = withRandom(options);
    checkSize(episodes, "episodes");
    checkCount(maxSteps, "maxSteps", 1);
    checkDiscount(discount);
    if (!(epsilon >= 0 && epsilon <= 1)) throw new RangeError(`epsilon is ${epsilon}: it must be from 0 to 1`);
    if (!(learningRate > 0 && learningRate <= 1)) throw new RangeError(`learningRate is ${learningRate}: it must be above 0 and at most 1`);
    this.episodes = episodes;
    this.epsilon = epsilon;
    this.learningRate = learningRate;
    this.discount = discount;
    this.maxSteps = maxSteps;
    this.#random = random;
  }

  /** Learn in this world. Forgets what was learnt before. */
  fit(environment: Environment): this {
    for (const _ of this.fitSteps(environment));
    return this;
  }

  /** The same, episode by episode: `q`, `policy` and `history` can be looked at after each. */
  *fitSteps(environment: Environment): Generator<EpisodeResult, void, undefined> {
    this.q = Array.from({ length: environment.states }, () => environment.actionNames.map(() => 0));
    this.history = [];
    for (let episode = 0; episode < this.episodes; episode++) {
      const result = { episode, ...this.#episode(environment) };
      this.history.push(result);
      yield result;
    }
  }

  /** The action thought best in each state: `[states]`. Of equally good ones the first. */
  get policy(): number[] {
    return this.q.map(argMax);
  }

  /** What the next state promises, given the action that will be taken there. */
  protected abstract promise(nextRow: readonly number[], nextAction: number): number;

  #episode(environment: Environment): { reward: number; steps: number } {
    let state = environment.start;
    let action = this.#choose(state);
    let total = 0;
    for (let steps = 1; ; steps++) {
      const { state: next, reward, done } = act(environment, state, action, this.#random);
      total += reward;
      const row = this.q[state]!;
      // The book's Q-learning chooses after the update, which makes a difference only where one has not moved.
      const nextAction = done ? 0 : this.#choose(next);
      const target = reward + (done ? 0 : this.discount * this.promise(this.q[next]!, nextAction));
      row[action]! += this.learningRate * (target - row[action]!);
      if (done || steps === this.maxSteps) return { reward: total, steps };
      state = next;
      action = nextAction;
    }
  }

  /** ε-greedy; among equally good actions each is as likely. */
  #choose(state: number): number {
    const row = this.q[state]!;
    if (this.#random.uniform() < this.epsilon) return this.#random.int(row.length);
    // The loop in which training spends its time: no lists are made.
    let best = 0;
    let equals = 1;
    for (let action = 1; action < row.length; action++) {
      if (row[action]! > row[best]!) [best, equals] = [action, 1];
      else if (row[action] === row[best]) equals++;
    }
    if (equals === 1) return best;
    let skip = this.#random.int(equals);
    let drawn = best;
    while (skip-- > 0) drawn = row.indexOf(row[best]!, drawn + 1);
    return drawn;
  }
}
