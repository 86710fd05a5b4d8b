import { checkRandom, type Random, withRandom } from "../base/random.ts";

/** What may follow an action. */
export interface Outcome {
  /** Above 0; those of one action sum to 1. */
  probability: number;
  /** The state after it. */
  state: number;
  reward: number;
  /** The episode is over. */
  done: boolean;
}

/** A world with finitely many states and actions (a Markov decision process): what comes next hangs on state and action alone. */
export interface Environment {
  /** States are the numbers from 0 to `states` − 1. */
  readonly states: number;
  /** Actions are the places in this list. */
  readonly actionNames: readonly string[];
  /** Where each episode begins. */
  readonly start: number;
  /** All that may follow. Learners that are to find out by trying do not look here, but call `act`. */
  outcomes(state: number, action: number): readonly Outcome[];
}

/** Do it, and see what happens. */
export function act(environment: Environment, state: number, action: number, random: Random): Outcome {
  checkRandom(random);
  const outcomes = environment.outcomes(state, action);
  return outcomes.length === 1 ? outcomes[0]! : outcomes[random.choice(outcomes.map(({ probability }) => probability))]!;
}

/** What happened from a start to an end. */
export interface Episode {
  /** The states in which one was, the first and the last included. */
  states: number[];
  actions: number[];
  /** Sum of the rewards. */
  reward: number;
  /** `false` where it was broken off. */
  done: boolean;
}

export interface RunOptions {
  random: Random;
  /** The episode is broken off after so many steps. Default 1,000. */
  maxSteps?: number;
}

/** One episode by a fixed policy: `policy[state]` is the action. */
export function runPolicy(environment: Environment, policy: readonly number[], options: RunOptions): Episode {
  const { random, maxSteps = 1000 } = withRandom(options);
  const episode: Episode = { states: [environment.start], actions: [], reward: 0, done: false };
  while (!episode.done && episode.actions.length < maxSteps) {
    const action = policy[episode.states.at(-1)!]!;
    const { state, reward, done } = act(environment, episode.states.at(-1)!, action, random);
    episode.states.push(state);
    episode.actions.push(action);
    episode.reward += reward;
    episode.done = done;
  }
  return episode;
}
