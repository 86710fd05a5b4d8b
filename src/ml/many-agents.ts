import { checkSize } from "../base/check.ts";
import { seed } from "../base/random.ts";
import { type Environment, type Episode, runPolicy } from "./environment.ts";
import type { TabularAgent, TabularAgentOptions } from "./inside/tabular-agent.ts";

export interface ManyAgentsOptions extends Omit<TabularAgentOptions, "random"> {
  /** Agents of each kind; the first has seed 0. Default 200. */
  runs?: number;
  /** Episodes that make a point of the curve. Default 10. */
  every?: number;
}

/** What agents of several kinds have shown so far. */
export interface ManyAgents {
  /** Agents of each kind. */
  runs: number;
  /** Mean reward of an episode while learning, trials included, over `every` episodes and all agents of a kind. `episode` is the last of them, from 1. */
  curve: { agent: string; episode: number; points: number }[];
  /** The way that each takes by what it has learnt, without trials, broken off after 100 steps. */
  ways: (Episode & { agent: string })[];
}

/**
 * Trains many agents of each kind in a world, one seed after the other, since what one of them does may be luck. Yields after each seed.
 *
 * @throws RangeError when an option is out of its range.
 */
export function* manyAgents(
  environment: Environment,
  kinds: Readonly<Record<string, new (options: TabularAgentOptions) => TabularAgent>>,
  { runs = 200, every = 10, ...options }: ManyAgentsOptions = {},
): Generator<ManyAgents, void, undefined> {
  checkSize(runs, "runs");
  checkSize(every, "every");
  const sums = new Map<string, number[]>();
  const ways: ManyAgents["ways"] = [];
  for (let run = 1; run <= runs; run++) {
    for (const [name, Agent] of Object.entries(kinds)) {
      const agent = new Agent({ ...options, random: seed(run - 1) }).fit(environment);
      const sum = sums.get(name) ?? new Array<number>(Math.floor(agent.episodes / every)).fill(0);
      for (const { episode, reward } of agent.history.slice(0, sum.length * every)) sum[Math.floor(episode / every)]! += reward / every;
      sums.set(name, sum);
      ways.push({ agent: name, ...runPolicy(environment, agent.policy, { random: seed(0), maxSteps: 100 }) });
    }
    const curve = [...sums].flatMap(([agent, sum]) => sum.map((points, i) => ({ agent, episode: (i + 1) * every, points: points / run })));
    yield { runs: run, curve, ways: [...ways] };
  }
}
