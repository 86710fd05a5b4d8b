import { describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { act, type Environment, runPolicy } from "../../../src/ml/environment.ts";
import { cliffWalking, frozenLake } from "../../../src/ml/grid-worlds.ts";
import { manyAgents } from "../../../src/ml/many-agents.ts";
import { QLearning } from "../../../src/ml/q-learning.ts";
import { Sarsa } from "../../../src/ml/sarsa.ts";
import { ValueIteration } from "../../../src/ml/value-iteration.ts";

const [UP, RIGHT, DOWN, LEFT] = [0, 1, 2, 3];

/** Two states: leave at once for 1, or wait for 2 and then leave for `late`. */
const waiting = (late: number): Environment => ({
  states: 2,
  start: 0,
  actionNames: ["leave", "wait"],
  outcomes: (state, action) => [{ probability: 1, state: 1, reward: action === 0 ? (state === 0 ? 1 : late) : 2, done: action === 0 }],
});

describe("worlds", () => {
  it("the cliff: walls keep one, the edge costs 100 and leads back, the goal ends", () => {
    const cliff = cliffWalking();
    expect([cliff.rows, cliff.columns, cliff.start]).toEqual([4, 12, 36]);
    expect(cliff.outcomes(36, LEFT)).toEqual([{ probability: 1, state: 36, reward: -1, done: false }]);
    expect(cliff.outcomes(36, RIGHT)).toEqual([{ probability: 1, state: 36, reward: -100, done: false }]);
    expect(cliff.outcomes(35, DOWN)).toEqual([{ probability: 1, state: 47, reward: -1, done: true }]);
    expect(cliff.outcomes(0, UP)).toEqual([{ probability: 1, state: 0, reward: -1, done: false }]);
  });

  it("the lake: three ways are equally likely, holes and the goal end the episode", () => {
    const lake = frozenLake();
    // From Gymnasium's transition table: env.unwrapped.P[14][RIGHT].
    expect(lake.outcomes(14, RIGHT).map(({ state, reward, done }) => ({ state, reward, done }))).toEqual([
      { state: 15, reward: 1, done: true },
      { state: 14, reward: 0, done: false },
      { state: 10, reward: 0, done: false },
    ]);
    expect(lake.outcomes(4, RIGHT)[0]).toMatchObject({ state: 5, reward: 0, done: true });
    expect(frozenLake({ slip: 0 }).outcomes(0, DOWN)).toEqual([{ probability: 1, state: 4, reward: 0, done: false }]);
  });

  it.each([cliffWalking(), frozenLake()])("the outcomes of each action are likely together, once", (world) => {
    for (let state = 0; state < world.states; state++)
      for (const action of world.actionNames.keys())
        expect(world.outcomes(state, action).reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 12);
  });

  it("act draws outcomes as often as they are likely", () => {
    const random = seed(1);
    const states = Array.from({ length: 3000 }, () => act(frozenLake(), 14, RIGHT, random).state);
    for (const state of [15, 14, 10]) expect(Math.abs(states.filter((one) => one === state).length / 3000 - 1 / 3)).toBeLessThan(0.04);
  });

  it("an episode that does not end is broken off", () => {
    const policy = new Array<number>(48).fill(UP);
    expect(runPolicy(cliffWalking(), policy, { random: seed(1), maxSteps: 50 })).toMatchObject({ reward: -50, done: false });
  });
});

describe("value iteration", () => {
  it("weighs waiting against leaving by hand", () => {
    // Waiting is worth 2 + γ · late, leaving 1; in the second state one may wait again for ever, so γ < 1.
    const model = new ValueIteration({ discount: 0.5 }).fit(waiting(0));
    // V(1) = max(0, 2 + .5 V(1)) = 4; V(0) = max(1, 2 + .5 · 4) = 4.
    expect(model.values[1]).toBeCloseTo(4, 8);
    expect(model.policy).toEqual([1, 1]);
    expect(new ValueIteration({ discount: 0.1 }).fit(waiting(9)).policy).toEqual([1, 0]);
  });

  it("finds the way along the edge: 13 steps", () => {
    const model = new ValueIteration({ discount: 1 }).fit(cliffWalking());
    expect(model.values[36]).toBe(-13);
    const episode = runPolicy(cliffWalking(), model.policy, { random: seed(1) });
    expect(episode).toMatchObject({ reward: -13, done: true });
    expect(episode.states.slice(1, -1)).toEqual(Array.from({ length: 12 }, (_, i) => 24 + i));
  });

  // Gymnasium's FrozenLake-v1 (4×4, slippery): the values by linear programming and by iteration; at γ = 1 it is 14/17.
  it.each([
    [1, 14 / 17],
    [0.99, 0.542],
  ])("FrozenLake at γ = %d: the start is worth %d", (discount, worth) => {
    const model = new ValueIteration({ discount }).fit(frozenLake());
    expect(model.values[0]).toBeCloseTo(worth, 4);
  });

  it("what it promises is what its policy gets", () => {
    const model = new ValueIteration({ discount: 1 }).fit(frozenLake());
    const random = seed(2);
    const won = Array.from({ length: 3000 }, () => runPolicy(frozenLake(), model.policy, { random }).reward).reduce((a, b) => a + b) / 3000;
    expect(Math.abs(won - model.values[0]!)).toBeLessThan(0.03);
  });

  it("changes less and less from sweep to sweep, at γ < 1", () => {
    const sweeps = [...new ValueIteration({ discount: 0.9 }).fitSteps(frozenLake())];
    for (const [i, { change }] of sweeps.entries()) if (i > 0) expect(change).toBeLessThanOrEqual(0.9 * sweeps[i - 1]!.change + 1e-12);
  });
});

describe("learning by trying", () => {
  const results = (Agent: typeof QLearning | typeof Sarsa) =>
    Array.from({ length: 200 }, (_, n) => {
      const agent = new Agent({ random: seed(n) }).fit(cliffWalking());
      const { reward } = runPolicy(cliffWalking(), agent.policy, { random: seed(0), maxSteps: 100 });
      return { reward, online: agent.history.slice(-100).reduce((sum, episode) => sum + episode.reward, 0) / 100 };
    });
  const online = (all: { online: number }[]) => all.reduce((sum, one) => sum + one.online, 0) / all.length;

  // Plain JavaScript and NumPy, ε .1, α .5, γ 1, 500 episodes: Q-learning's greedy way −13 in 200 of 200 seeds and ≈ −50 while it learns; SARSA −17 in
  // about 160 and ≈ −26. R. Sutton, A. Barto, 2018, example 6.6, shows the same two curves.
  it("Q-learning finds the edge in 200 of 200 seeds, and pays for it while it tries", () => {
    const all = results(QLearning);
    expect(all.filter(({ reward }) => reward === -13)).toHaveLength(200);
    expect(Math.abs(online(all) + 50)).toBeLessThan(3);
  }, 60_000);

  it("SARSA keeps to the safe way in most seeds, and loses less while it tries", () => {
    const all = results(Sarsa);
    const safe = all.filter(({ reward }) => reward === -17).length;
    expect(safe).toBeGreaterThanOrEqual(140);
    expect(safe).toBeLessThanOrEqual(175);
    expect(all.filter(({ reward }) => reward === -13)).toHaveLength(0);
    expect(Math.abs(online(all) + 26)).toBeLessThan(3);
  }, 60_000);

  it("Q-learning comes to the values of value iteration where all is tried", () => {
    const lake = frozenLake({ slip: 0 });
    const agent = new QLearning({ random: seed(1), epsilon: 1, episodes: 3000, discount: 0.9, learningRate: 1 }).fit(lake);
    const { values } = new ValueIteration({ discount: 0.9 }).fit(lake);
    expect(Math.max(...agent.q[0]!)).toBeCloseTo(values[0]!, 6);
  });

  it("the same seed learns the same", () => {
    const learn = (n: number) => new Sarsa({ random: seed(n), episodes: 20 }).fit(cliffWalking()).q;
    expect(learn(1)).toEqual(learn(1));
    expect(learn(1)).not.toEqual(learn(2));
  });

  it("shows each episode", () => {
    const agent = new QLearning({ random: seed(1), episodes: 5 });
    const seen = [...agent.fitSteps(cliffWalking())];
    expect(seen.map(({ episode }) => episode)).toEqual([0, 1, 2, 3, 4]);
    expect(agent.history).toEqual(seen);
  });
});

describe("many agents", () => {
  const cliff = cliffWalking();
  const kinds = { one: QLearning, other: Sarsa };
  const seen = [...manyAgents(cliff, kinds, { runs: 3, episodes: 25, epsilon: 0.2 })];

  it("are one of each kind for each seed, and go the way that each has learnt", () => {
    expect(seen.map(({ runs, ways }) => [runs, ways.length])).toEqual([
      [1, 2],
      [2, 4],
      [3, 6],
    ]);
    const last = new Sarsa({ random: seed(2), episodes: 25, epsilon: 0.2 }).fit(cliff);
    expect(seen[2]!.ways[5]).toEqual({ agent: "other", ...runPolicy(cliff, last.policy, { random: seed(0), maxSteps: 100 }) });
  });

  it("are followed by their mean over tens of episodes; what is left over counts nowhere", () => {
    const learnt = [0, 1, 2].map((n) => new QLearning({ random: seed(n), episodes: 25, epsilon: 0.2 }).fit(cliff).history);
    const second = learnt.flatMap((history) => history.slice(10, 20)).reduce((sum, { reward }) => sum + reward, 0) / 30;
    const { curve } = seen[2]!;
    expect(curve.map(({ agent, episode }) => `${agent} ${episode}`)).toEqual(["one 10", "one 20", "other 10", "other 20"]);
    expect(curve[1]!.points).toBeCloseTo(second, 9);
  });
});

describe("bad input", () => {
  const random = seed(1);
  it.each([
    ["ε above 1", () => new QLearning({ random, epsilon: 2 }), "epsilon is 2"],
    ["α of 0", () => new Sarsa({ random, learningRate: 0 }), "learningRate is 0"],
    ["γ above 1", () => new ValueIteration({ discount: 1.1 }), "discount is 1.1"],
    ["episodes without end", () => new QLearning({ random, episodes: Number.POSITIVE_INFINITY }), "episodes is Infinity"],
    ["no episode", () => new QLearning({ random, episodes: 0 }), "episodes is 0"],
    ["no agents", () => [...manyAgents(cliffWalking(), { Sarsa }, { runs: 0 })], "runs is 0"],
    ["points of no episode", () => [...manyAgents(cliffWalking(), { Sarsa }, { every: 0 })], "every is 0"],
    ["a slip that leaves no way ahead", () => frozenLake({ slip: 0.6 }), "slip is 0.6"],
    ["an action that is not there", () => cliffWalking().outcomes(0, 7), "there is no action 7"],
  ])("%s is refused in words", (_, attempt, message) => {
    expect(attempt).toThrow(message);
  });
});
