import { beforeAll, describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { type Environment, runPolicy } from "../../../src/ml/environment.ts";
import { cliffWalking, frozenLake } from "../../../src/ml/grid-worlds.ts";
import { ValueIteration } from "../../../src/ml/value-iteration.ts";
import { holds, read, shownBy } from "./page.ts";

const notebook = read("notebooks/reinforcement-learning.ts");
const cliff = cliffWalking();
let shown: Record<string, string>;
beforeAll(async () => {
  shown = await shownBy("reinforcement-learning");
}, 180_000);

/** The numbers that follow a phrase in what a cell shows. */
const after = (cell: string, phrase: string) => {
  const text = shown[cell]!;
  expect(text).toContain(phrase);
  return [...text.slice(text.indexOf(phrase) + phrase.length).matchAll(/[-−]?\d+(?:\.\d+)?/g)].map(([digits]) => Number(digits.replace("−", "-")));
};
/** A row of a table that a cell shows: what stands after its name. */
const row = (cell: string, name: string) => shown[cell]!.split("\n").find((line) => line.startsWith(name))!;
const rewarded = (bonus: number): Environment => {
  const still = frozenLake({ slip: 0 });
  return {
    ...still,
    outcomes: (state, action) => still.outcomes(state, action).map((next) => ({ ...next, reward: next.reward + (next.state === 10 ? bonus : 0) })),
  };
};
const arrives = (bonus: number) => {
  const { policy } = new ValueIteration({ discount: 0.99 }).fit(rewarded(bonus));
  return runPolicy(rewarded(bonus), policy, { random: seed(1), maxSteps: 1000 }).done;
};
/** What moves earn, as cell `your-way` counts them. */
const earned = (moves: string) =>
  [...moves].reduce(
    ({ state, points }, letter) => {
      const [next] = cliff.outcomes(state, "urdl".indexOf(letter));
      return { state: next!.state, points: points + next!.reward };
    },
    { state: cliff.start, points: 0 },
  ).points;

/** The chance that the best plan at γ 1 reaches the lake's goal in so many steps, exactly: it follows where one may be. */
function wonWithin(steps: number): number {
  const lake = frozenLake();
  const { policy } = new ValueIteration({ discount: 1 }).fit(lake);
  let chance = new Map([[lake.start, 1]]);
  let won = 0;
  for (let step = 0; step < steps; step++) {
    const after = new Map<number, number>();
    for (const [state, p] of chance)
      for (const { probability, state: next, reward, done } of lake.outcomes(state, policy[state]!)) {
        won += p * probability * reward;
        if (!done) after.set(next, (after.get(next) ?? 0) + p * probability);
      }
    chance = after;
  }
  return won;
}

holds("src/content/docs/machine-learning/reinforcement-learning.mdx", [
  ["from the textbook by Sutton and Barto (2018)"],
  ["pays 100 points and is back at the start", [{ probability: 1, state: 36, reward: -100, done: false }, cliff.outcomes(36, 1)[0]]],
  ["At first all are 0", [true, notebook.includes("map(() => [0, 0, 0, 0])")]],
  ["That is Q-learning (Watkins 1989)"],
  ["the [learning rate], is .5", [true, notebook.includes("+= 0.5 * surprise")]],
  ["It is 1 for now", [true, notebook.includes("next.reward + promised - q")]],
  ["Going up is worth about −13: thirteen steps", [-13, () => Math.round(Number(row("look-inside", "start").split(/ {2,}/)[1]))]],
  ["called SARSA (Rummery and Niranjan 1994)"],
  ["one trial in the wrong direction costs 100 points"],
  ["take 200 of each, all with ε .1 and α .5, over 500 episodes", [200, () => after("two-hundred", "mean of ")[0]]],
  ["Sutton and Barto (2018) show the same two curves in their example 6.6"],
  ["from the Gymnasium library (Towers et al. 2024)"],
  // Gymnasium 1.0, gymnasium/envs/__init__.py: FrozenLake-v1 is registered with max_episode_steps=100.
  ["Gymnasium stops each game after 100 steps"],
  [
    "Within Gymnasium's 100 steps, the same plan gets there in .740 of the games",
    ["0.740", wonWithin(100).toFixed(3)],
    ["0.8235", wonWithin(1_000).toFixed(4)],
  ],
  ["(Bellman 1957) says"],
  ["Begin with 0 everywhere"],
  ["With γ 1, a square's worth", ["0.8235", () => /([\d.]+)\.$/.exec(shown["value-iteration"]!)![1]]],
  [".8235 from the start, which is 14/17", ["0.8235", (14 / 17).toFixed(4)]],
  [
    "Choose γ .99 above and the start is worth .5420",
    ["0.5420", () => new ValueIteration({ discount: 0.99 }).fit(frozenLake()).values[0]!.toFixed(4)],
  ],
  ["From a bonus of .02 on", [false, () => arrives(0.015) === arrives(0.02)], [false, () => arrives(0.05)]],
  ["(Amodei et al. 2016)"],
  ["Ng, Harada and Russell (1999) showed"],
  ["Hundreds of episodes for 48 squares", [48, cliff.states]],
  ["(Mnih et al. 2015)"],
  ["has a Q of 0, which"],
  ["write 0 in the place of 0.1", [true, notebook.includes("random.uniform() < 0.1")]],
  ["(All Q begin at 0, and 0 is more than any way is worth.)"],
  ["write 1 in the place of 0.5"],
  ["Write moves that are worth −17", [-17, earned("uuurrrrrrrrrrrddd")]],
  ["(Christiano et al. 2017)"],
  // L. Ouyang and others 2022, abstract: "outputs from the 1.3B parameter InstructGPT model are preferred to outputs from the 175B GPT-3".
  ["with 1.3 billion parameters to those of GPT-3 with 175 billion (Ouyang et al. 2022)"],
  ["DeepSeek-R1 learnt to reason with such rewards (DeepSeek-AI 2025)"],
  ["(Schulman et al. 2017)"],
]);

// Plain JavaScript and NumPy, ε .1, α .5, γ 1, 500 episodes, 200 seeds.
describe("the chapter's reference numbers", () => {
  it("Q-learning: −13 in 200 of 200, about −50 while learning", () => {
    const numbers = after("counts", "Q-learning");
    expect(numbers.slice(0, 2)).toEqual([200, 200]);
    expect(Math.abs(numbers.at(4)! + 50)).toBeLessThan(3);
  });

  it("SARSA: the safe way, −17, in about 160 of 200, about −26 while learning", () => {
    const [edge, , safe, , online] = after("counts", "SARSA");
    expect(edge).toBe(0);
    expect(Math.abs(safe! - 160)).toBeLessThanOrEqual(20);
    expect(Math.abs(online! + 26)).toBeLessThan(3);
    expect(after("two-hundred", "SARSA ")[0]).toBeGreaterThan(-29);
  });

  it("FrozenLake: the start is worth .8235 at γ 1, and games are won as often", () => {
    expect(after("plan", "the start is worth, at γ 1")[0]).toBe(0.8235);
    // Three standard errors of 10,000 games.
    expect(Math.abs(after("plan", "of 10,000 played")[0]! - 14 / 17)).toBeLessThan(3 * Math.sqrt((0.8235 * 0.1765) / 10_000));
  });
});

describe("what the prose says of the cells", () => {
  it("the agent that one watches ends at the goal", () => {
    expect(shown["watch"]).toContain("Episode 500");
    expect(shown["watch"]).toContain("the agent is at the goal");
  });

  it("stepping right at the start is the worst that the table holds", () => {
    const worth = row("look-inside", "start").split(/ {2,}/).slice(1).map(Number);
    expect(worth[1]).toBe(Math.min(...worth));
    expect(worth[1]).toBeLessThan(-100);
  });

  it("of the two agents, Q-learning takes the edge and SARSA keeps away from it", () => {
    expect(shown["two-agents"]).toContain("Q-learning: -13 points");
    expect(shown["two-agents"]).toContain("SARSA: -17 points");
    expect(after("footprints", "Q-learning go after learning with ε 0.1. A square at the edge of the cliff is passed by")[0]).toBe(20);
    expect(after("footprints", "SARSA go after learning with ε 0.1. A square at the edge of the cliff is passed by")[0]).toBeLessThan(10);
  });

  it("Q-learning plays the lake as well as the planner, within three hundredths; going anywhere wins next to nothing", () => {
    const [tried, planned, anywhere] = ["Q-learning", "value iteration", "goes anywhere"].map((agent) => after("compare", agent)[0]!);
    expect(Math.abs(tried! - planned!)).toBeLessThan(0.03);
    expect(anywhere).toBeLessThan(0.03);
  });

  it("next to a hole, the best agent walks into the wall", () => {
    // Square 4 stands at the left wall, beside the hole 5: left. Square 3 in the upper row: up.
    const { policy } = new ValueIteration({ discount: 1 }).fit(frozenLake());
    expect([policy[4], policy[3]]).toEqual([3, 0]);
  });
});
