import { beforeAll, describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { type Environment, runPolicy } from "../../../src/ml/environment.ts";
import { cliffWalking, frozenLake } from "../../../src/ml/grid-worlds.ts";
import { QLearning } from "../../../src/ml/q-learning.ts";
import { Sarsa } from "../../../src/ml/sarsa.ts";
import { ValueIteration } from "../../../src/ml/value-iteration.ts";
import { holds, numbersAfter, read, shownBy } from "./page.ts";

const page = "src/content/docs/machine-learning/reinforcement-learning.mdx";
const notebook = read("notebooks/reinforcement-learning.ts");
const cliff = cliffWalking();
let shown: Record<string, string>;
beforeAll(async () => {
  shown = await shownBy("reinforcement-learning");
}, 180_000);

/** The numbers that follow a phrase in what a cell shows. */
const after = (cell: string, phrase: string) => numbersAfter(shown[cell]!, phrase, /[-−]?\d+(?:\.\d+)?/g);
/** A row of a table that a cell shows: what stands after its name. */
const row = (cell: string, name: string) => shown[cell]!.split("\n").find((line) => line.startsWith(name))!;
const rewarded = (bonus: number): Environment => {
  const still = frozenLake({ slip: 0 });
  return {
    ...still,
    outcomes: (state, action) => still.outcomes(state, action).map((next) => ({ ...next, reward: next.reward + (next.state === 10 ? bonus : 0) })),
  };
};
const arrives = (bonus: number, discount = 0.99) => {
  const { policy } = new ValueIteration({ discount }).fit(rewarded(bonus));
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

/** What the best policy is worth on the cliff, by planning. */
const planned = new ValueIteration({ discount: 1 }).fit(cliff);
const worthAt = (state: number) => planned.actionValues(cliff, state);
/** After how many episodes agents first know the shortest way: half of 200, and the slowest. */
const firstKnown = () => {
  const episodes = Array.from({ length: 200 }, (_, n) => {
    const agent = new QLearning({ random: seed(n) });
    for (const { episode } of agent.fitSteps(cliff)) {
      const way = runPolicy(cliff, agent.policy, { random: seed(0), maxSteps: 100 });
      if (way.done && way.reward === -13) return episode + 1;
    }
    return Number.POSITIVE_INFINITY;
  }).sort((a, b) => a - b);
  return [episodes[99], episodes[199]];
};
/** How many of twenty agents pass a square at the edge, on average, after learning with some share of trials. */
const atTheEdge = (Agent: typeof QLearning | typeof Sarsa, epsilon: number) => {
  const passed = Array.from({ length: 20 }, (_, n) => {
    const agent = new Agent({ random: seed(n), epsilon }).fit(cliff);
    const { states } = runPolicy(cliff, agent.policy, { random: seed(0), maxSteps: 100 });
    return [...new Set(states)].filter((state) => state > 24 && state < 35).length / 10;
  });
  return passed.reduce((sum, one) => sum + one);
};
/** Points of all episodes, over ten agents. */
const gained = (learningRate: number) =>
  Array.from({ length: 10 }, (_, n) => new QLearning({ random: seed(n), learningRate }).fit(cliff).history)
    .flat()
    .reduce((sum, { reward }) => sum + reward, 0);

holds(
  page,
  [
    ["in grey (Sutton and Barto 2018)"],
    ["off the cliff costs 100 and leads back to S", [{ probability: 1, state: 36, reward: -100, done: false }, cliff.outcomes(36, 1)[0]]],
    ["do half of 200 such agents know the shortest way? About 40"],
    ["After 38; the slowest needs 52", [[38, 52], firstKnown]],
    ["Going up at S it is −13, for thirteen steps", [-13, worthAt(cliff.start)[0]]],
    ["worth now; here 1", [1, new QLearning({ random: seed(1) }).discount], [true, notebook.includes("next.reward + promised - q")]],
    ["Two steps before G: Q* = −1 + 1 · (−1) = −2", [-2, worthAt(34)[1]]],
    ["At first all are 0", [true, notebook.includes("() => [0, 0, 0, 0]")]],
    ["the learning rate; here 0.5", [0.5, new QLearning({ random: seed(1) }).learningRate], [true, notebook.includes("+= 0.5 * error")]],
    [
      "Expected −4, got −1 and a promise of −2. So δ = −1 − 2 + 4 = 1, and Q becomes −4 + 0.5 · 1 = −3.5",
      [
        [1, -3.5],
        [-1 - 2 + 4, -4 + 0.5],
      ],
    ],
    ["This is Q-learning (Watkins 1989)"],
    ["one step in ten (ε = 0.1) is a trial", [true, notebook.includes("dice.uniform() < 0.1 ? dice.int(4)")]],
    ["going up is worth about −13", [-13, () => Math.round(Number(row("look-inside", "start").split(/ {2,}/)[1]))]],
    ["SARSA (Rummery and Niranjan 1994)"],
    ["**Move ε to 0:** without trials it dares the edge, too", [20, () => atTheEdge(Sarsa, 0)]],
    ["in the end about −28 an episode, to −50", [[-50, -28], () => ["Q-learning", "SARSA"].map((agent) => Math.round(after("counts", agent)[4]!))]],
    ["one trial in the wrong direction costs 100 points", [-100, cliff.outcomes(25, 2)[0]!.reward]],
    ["Sutton and Barto (2018) show the same curves in their example 6.6"],
    ["Here is a frozen lake (Towers et al. 2024)"],
    [
      "From which bonus on does the best agent never go to the goal? 0.02",
      [
        [true, false],
        [arrives(0.0195), arrives(0.02)],
      ],
    ],
    [
      "With γ = 0.99 this adds up to 0.02 / (1 − 0.99²) = 1.005, and the goal gives 1",
      ["1.005", (0.02 / (1 - 0.99 ** 2)).toFixed(3)],
      [false, arrives(0.05)],
      [true, notebook.includes("new ValueIteration({ discount: 0.99 }).fit(kind)")],
    ],
    [
      "With γ = 0.9 it takes 0.19",
      [0.19, Number((1 - 0.9 ** 2).toFixed(9))],
      [
        [true, false],
        [arrives(0.185, 0.9), arrives(0.195, 0.9)],
      ],
    ],
    ["(Amodei et al. 2016)"],
    ["paid back on leaving (Ng, Harada and Russell 1999)"],
    [
      "some 10,000 steps for 48 squares",
      [48, cliff.states],
      [10_000, () => 1000 * Math.round(Number(row("cost", " ").trim().split(/ {2,}/)[2]) / 1000)],
    ],
    ["(Mnih et al. 2015)"],
    // Gymnasium 1.0, gymnasium/envs/__init__.py: FrozenLake-v1 is registered with max_episode_steps=100.
    ["Gymnasium stops each game after 100 steps"],
    ["(Bellman 1957) begins with 0 everywhere"],
    [
      "Within Gymnasium's 100 steps, the same plan gets there in 0.740 of the games",
      ["0.740", wonWithin(100).toFixed(3)],
      ["0.8235", wonWithin(1_000).toFixed(4)],
    ],
    ["With γ = 1, a square's worth", ["0.8235", () => after("value-iteration", "The start is worth")[0]!.toFixed(4)]],
    ["0.8235 from the start, which is 14/17", ["0.8235", (14 / 17).toFixed(4)]],
    [
      "Choose γ = 0.99 and the start is worth 0.5420",
      ["0.5420", () => new ValueIteration({ discount: 0.99 }).fit(frozenLake()).values[0]!.toFixed(4)],
    ],
    ["write 0 in the place of 0.1"],
    ["(All Q begin at 0, and 0 is more than any way is worth.)", [true, planned.values.every((value, state) => value < 0 || state >= 37)]],
    ["write 1 in the place of 0.5"],
    ["Write moves that are worth −17", [-17, earned("uuurrrrrrrrrrrddd")]],
    ["(Christiano et al. 2017)"],
    ["whether an answer is right (DeepSeek-AI 2025)"],
    ["(Schulman et al. 2017)"],
    ["DeepSeek-R1 GRPO: its average is over several answers to the same question (Shao et al. 2024)"],
    // L. Ouyang and others 2022, abstract: "outputs from the 1.3B parameter InstructGPT model are preferred to outputs from the 175B GPT-3"; section 3.4: contractors.
    ["with 1.3 billion parameters, to those of GPT-3 with 175 billion ([Ouyang et al. 2022])"],
    // DeepSeek-AI, January 2025, section 1: "the pass@1 score on AIME 2024 increases from 15.6% to 71.0%".
    [
      "DeepSeek-R1-Zero, rewarded by rules alone, rose from 15.6 % to 71.0 % right answers in the mathematics contest AIME 2024 ([DeepSeek-AI, January 2025])",
    ],
    ["An action has a Q value of −13 under some policy. What does that say? Do it, go on by that policy, and −13 points will come"],
    ["Q is −5. A step costs 1, and the best next action promises −3. With γ = 1 and α = 0.5, what is Q now? -4.5", [-4.5, -5 + 0.5 * (-1 - 3 + 5)]],
    ["The surprise is −1 − 3 + 5 = 1, and Q moves half of that"],
  ],
  [
    ["does what is worth most", "construction: the arrows and the line follow the largest Q"],
    ["The best policy has the highest", "definition: the best policy"],
    ["An action is worth what it pays now", () => Math.max(...worthAt(34)) === -1 + Math.max(...worthAt(35))],
    ["a square whose best action promises something", "definition: what Q-learning compares"],
    ["Doing what it rates highest", "definition: exploitation"],
    [
      "going right at the start is worst",
      () => {
        const worth = row("look-inside", "start").split(/ {2,}/).slice(1).map(Number);
        return worth[1] === Math.min(...worth) && worth[1]! < -100;
      },
    ],
    ["Q-learning takes the shortest way", () => atTheEdge(QLearning, 0.1) === 20],
    ["It knows nothing of what it never saw", "construction: its table holds 0 where it has not been"],
    ["only one time in three", () => Math.abs(frozenLake().outcomes(14, 1)[0]!.probability - 1 / 3) < 1e-12],
    ["points that come late count less", () => new ValueIteration({ discount: 0.9 }).fit(frozenLake()).values[0]! < 0.542],
    [
      "the best agent walks *into the wall*",
      () => {
        // Square 4 stands at the left wall, beside the hole 5: left. Square 3 in the upper row: up.
        const { policy } = new ValueIteration({ discount: 1 }).fit(frozenLake());
        return policy[4] === 3 && policy[3] === 0;
      },
    ],
    [
      "slipping can only take it to where it is safe",
      () =>
        frozenLake()
          .outcomes(4, 3)
          .every(({ done }) => !done),
    ],
    ["On the cliff that learns faster", () => gained(1) > gained(0.5)],
    ["**A longer way home.**", () => earned("uuurrrrrrrrrrrddd") < earned("urrrrrrrrrrrd")],
    ["What it has learnt is the best way without trials", () => after("counts", "Q-learning")[0] === 200],
    ["learns about the best policy", "definition: off-policy"],
  ],
);

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
  });

  it("FrozenLake: the start is worth 0.8235 at γ 1, and games are won as often", () => {
    expect(after("value-iteration", "The start is worth")[0]).toBe(0.8235);
    // Three standard errors of 10,000 games.
    const won = Number(shown["plan"]!.split("\n").at(-1)!.split(/ +/)[1]);
    expect(Math.abs(won - 14 / 17)).toBeLessThan(3 * Math.sqrt((0.8235 * 0.1765) / 10_000));
  });
});

describe("what the prose says of the cells", () => {
  it("the agent of the slider is at the goal, by the shortest way, and was not after few episodes", () => {
    expect(shown["cliff"]).toContain("13 steps to the goal, -13 points");
    const agent = new QLearning({ random: seed(2), episodes: 20 }).fit(cliff);
    expect(runPolicy(cliff, agent.policy, { random: seed(0), maxSteps: 100 }).done).toBe(false);
  });

  it("it learns in a tenth of a second, so the slider answers at once", () => {
    new QLearning({ random: seed(2), episodes: 200 }).fit(cliff);
    const began = performance.now();
    new QLearning({ random: seed(2), episodes: 200 }).fit(cliff);
    expect(performance.now() - began).toBeLessThan(100);
  });

  it("the table that the open cell learns is the best there is along the way", () => {
    expect(shown["learn"]).toContain("at the start up");
    expect(Number(row("look-inside", "above the goal").split(/ {2,}/)[3])).toBe(-1);
  });

  it("SARSA keeps away from the edge, where Q-learning goes", () => {
    expect(after("footprints", "Q-learning: a square at the edge is passed by")[0]).toBe(20);
    expect(after("footprints", "SARSA: a square at the edge is passed by")[0]).toBeLessThan(2);
  });

  it("Q-learning plays the lake as well as the planner, within three hundredths; going anywhere wins next to nothing", () => {
    const [tried, planned, anywhere] = ["Q-learning", "value iteration", "goes anywhere"].map((agent) => after("compare", agent)[0]!);
    expect(Math.abs(tried! - planned!)).toBeLessThan(0.03);
    expect(anywhere).toBeLessThan(0.03);
  });
});
