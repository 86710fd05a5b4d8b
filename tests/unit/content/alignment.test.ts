import { beforeAll, describe, expect, it } from "vitest";
import { klDivergence } from "../../../src/base/kl-divergence.ts";
import { mean } from "../../../src/base/mean.ts";
import { seed } from "../../../src/base/random.ts";
import { names } from "../../../src/datasets/names.ts";
import { Bigram } from "../../../src/lm/bigram.ts";
import { GPT } from "../../../src/lm/gpt.ts";
import { bestOfNBound, bestOfNKL, bestOfNMean } from "../../../src/tune/best-of-n.ts";
import { optimalPolicy } from "../../../src/tune/categorical-policy.ts";
import { CharacterScorer } from "../../../src/tune/character-scorer.ts";
import { LinearScorer } from "../../../src/tune/linear-scorer.ts";
import { askTaste, goldTaste, NAME_FEATURES, nameFeatures } from "../../../src/tune/name-taste.ts";
import { RewardModel } from "../../../src/tune/reward-model.ts";
import { holds, numbersAfter, read, shownBy, tableRow } from "./page.ts";

const notebook = read("notebooks/alignment.ts");
let shown: Record<string, string> = {};
beforeAll(async () => {
  shown = await shownBy("alignment");
}, 600_000);

const row = (cell: string, begins: string) => tableRow(shown[cell]!, begins);
/** Of how many in 100 it says each of the twelve names, with the pairs as they stand. */
const said = () => Object.fromEntries([...shown["follow"]!.matchAll(/(\w+) (\d+)(?=,| and|;)/g)].map(([, name, percent]) => [name, Number(percent)]));
/** How the marks run with n = 1, 2, 4, … 1,024. */
const course = (of: string) => numbersAfter(shown["too-far-drawn"]!, of, /-?\d+(?:\.\d+)?/g);
const sizes = { vocabSize: 27, blockSize: 16, nLayer: 1, nHead: 4, nEmbd: 32 };
const asked = ["mia", "leonard", "aurora", "kirk", "ella", "edward", "naomi", "robert", "lily", "dagmar"];

holds(
  "src/content/docs/language-models/alignment.mdx",
  [
    ["says each equally often, 8 times in 100", [8, Math.floor(100 / 12)]],
    ["they move names that stood in no pair", [true, () => Object.keys(said()).every((name) => !asked.includes(name))]],
    ["a weighted sum of six features of a name", [6, Object.keys(NAME_FEATURES).length]],
    [
      "r_a = 2, r_b = 0.9: the difference is 1.1, and P = 1 / (1 + 0.33) = 0.75",
      [
        ["0.33", "0.75"],
        [Math.exp(-1.1).toFixed(2), (1 / (1 + Math.exp(-1.1))).toFixed(2)],
      ],
    ],
    ["The model of [**Bradley and Terry**] (1952)"],
    ["Two names, each 1/2 before, rewards ln 3 and 0, β = 1: π* is as 3 to 1, so 3/4 and 1/4", [[3 / 4, 1 / 4], () => byHand()]],
    ["(Ziegler et al. 2019)"],
    [
      "Its best policy can be written down (Rafailov et al. 2023): the bars at the top are that, for β = 1",
      [true, notebook.includes("optimalPolicy(before, rewards, 1)")],
    ],
    ["(Williams 1992)"],
    ["First it learns from 8,403 names", [8403, names.list.length]],
    [
      "0.193, 0.636 and 1.835 for n = 2, 4 and 16 (Beirami et al. 2024)",
      [["0.193", "0.636", "1.835"], [2, 4, 16].map((n) => bestOfNBound(n).toFixed(3))],
      [["0.193", "0.636", "1.835"], () => [2, 4, 16].map((n) => row("best-of-n", `${n} `.padStart(3))[0])],
    ],
    ["no further than ln n − (n − 1)/n nats"],
    ["It compares 100 pairs, not always alike", [true, notebook.includes("count: 100")]],
    [
      "With the best of 1,024, the reward model's mark is highest. What does the taste itself say? Worse than one name drawn at random",
      [true, () => fall() < start()],
    ],
    ["The taste's mark rises up to the best of 4.", [true, () => shown["too-far-drawn"]!.includes("at 4.")]],
    ["With 300 comparisons and 2,000 names to choose from, which we tried first", [true, notebook.includes("length: 4_000")]],
    ["falls with 6 of 8 reward models, and ends at −1.51, above the −1.91 of one name drawn at random", [[6, "-1.51", "-1.91"], firstTried]],
    ["| numbers kept | 6 | 13,856 |", [13856, () => new GPT(sizes, seed(1)).numParams()]],
    ["with 1.3 billion parameters, to those of GPT-3 with 175 billion (Ouyang et al. 2022)"],
    ["(Gao et al. 2022)"],
    ["(Sharma et al. 2023)"],
    ["(Wolf et al. 2025)"],
    ["(Lambert et al. 2024; DeepSeek-AI 2025)"],
    ["(Rafailov et al. 2023)"],
    ["says the model, that you like the first one better? 1/2", [0.5, 1 / (1 + Math.exp(0))]],
    ["The difference is 0, and σ(0) is a half"],
  ],
  [
    ["People say which of two answers they like better", "definition: that is what a comparison is"],
    ["Which of two one likes better is easily said", "definition: the question that is asked, and answered by a click"],
    ["A weight holds only as far as your pairs tell", () => flipped()],
    ["the best there is", () => ["-0.1", "0.1"].every((move) => worse(Number(move)))],
    ["It never saw the formula of π*", () => !/optimalPolicy/.test(read("src/tune/policy-gradient.ts"))],
    ["the best of n", "definition: the name of the method"],
    ["show the one with the highest reward", "definition: that is best of n"],
    ["A reward model learns from that, and picks the best of n names", "definition: that is best of n"],
    ["Worse than one name drawn at random", () => fall() < start()],
    ["the more one searches, the more one finds names about which the reward model is wrong", () => allFall()],
    ["which is liked better", "definition: what a comparison answers"],
    ["Each step away costs more than any reward brings", () => klDivergence(optimalPolicy([0.5, 0.5], [1, 0], 1000), [0.5, 0.5]) < 1e-6],
    ["The reward model likes them better", "definition: the reward is its mark"],
    ["only they know", "definition: what people like is what they say"],
    ["Ask which of two is better", "instruction: the method in three steps"],
  ],
);

const byHand = () => optimalPolicy([1 / 2, 1 / 2], [Math.log(3), 0], 1).map((p) => Number(p.toFixed(9)));
/** Other answers to the same pairs turn every weight round, so they come from the answers alone. */
function flipped(): boolean {
  const weights = (turned: boolean) => {
    const scorer = new LinearScorer(6, nameFeatures);
    const pairs = [0, 2, 4, 6, 8].map((i) => ({ chosen: asked[turned ? i + 1 : i]!, rejected: asked[turned ? i : i + 1]! }));
    new RewardModel(scorer, { random: seed(1), epochs: 40, learningRate: 0.1, weightDecay: 1 }).fit(pairs);
    return Array.from(scorer.weights.toFloat32Array());
  };
  const other = weights(true);
  return weights(false).every((weight, i) => Math.abs(weight + other[i]!) < 1e-4);
}

/** Whether the objective with β = 1 is less where one of two probabilities has moved away from π*. */
function worse(move: number): boolean {
  const value = (p: number) => p * Math.log(3) - klDivergence([p, 1 - p], [0.5, 0.5]);
  return value(0.75 + move) < value(0.75);
}

/** As the page searches, but with 300 comparisons and 2,000 names: with how many reward models the mark falls, where it ends on average, and where it begins. */
function firstTried(): [number, string, string] {
  const bigram = new Bigram({ smoothing: 0.1 }).fit(names.list);
  const dice = seed(5);
  const pool = Array.from({ length: 2_000 }, () => bigram.sample(dice));
  const even = pool.map(() => 1 / pool.length);
  const gold = pool.map(goldTaste);
  const trials = Array.from({ length: 8 }, (_, i) => {
    const random = seed(i + 1);
    const said = askTaste(goldTaste, { count: 300, draw: () => bigram.sample(random), random });
    const scorer = new CharacterScorer({ alphabet: "abcdefghijklmnopqrstuvwxyz", random });
    const says = new RewardModel(scorer, { random }).fit(said).reward(pool);
    const [one, eight, all] = [1, 8, 1024].map((n) => bestOfNMean(even, says, n, gold)) as [number, number, number];
    return { one, falls: all < eight, all };
  });
  return [trials.filter(({ falls }) => falls).length, mean(trials.map(({ all }) => all)).toFixed(2), mean(trials.map(({ one }) => one)).toFixed(2)];
}

/** With each of the eight reward models, the taste's mark falls from the best of 8 to the best of 1,024. */
const allFall = () => shown["too-far-drawn"]!.includes("mark falls with 8 of 8 reward models");
const start = () => course("the taste (11 points) goes from")[0]!;
const fall = () => course("the taste (11 points) goes from")[1]!;

describe("the lesson's reference numbers", () => {
  it("the policy gradient comes to π* ∝ π_ref exp(r / β), to 0.01 in each probability", () => {
    expect(numbersAfter(shown["climb"]!, "no name is further from π* than")[0]).toBeLessThan(0.01);
  });

  // Beirami et al. 2024: an upper bound, close where no single outcome is likely.
  it("best of n: the KL is never above the bound, and just at it where all of many outcomes differ", () => {
    for (const n of [2, 4, 16]) {
      const [bound, here] = row("best-of-n", `${n} `.padStart(3)).map(Number) as [number, number];
      expect(here).toBeLessThan(bound);
      const [chosen, optimum] = row("best-of-n", `${n} `.padStart(3)).slice(2).map(Number) as [number, number];
      expect(chosen).toBeGreaterThan(0.95 * optimum);
      const many = 20_000;
      const each = Array.from({ length: many }, () => 1 / many);
      expect(bestOfNKL(each, [...each.keys()], n)).toBeCloseTo(bestOfNBound(n), 3);
    }
  });

  it("says names that were never in a pair, more or less often by what was clicked", () => {
    const now = said();
    expect(Object.keys(now).length).toBe(12);
    expect([now["una"]! > 20, now["sigrid"]! < 2]).toEqual([true, true]);
  });

  it("all names of the page are in the list, and KL is 0 from itself", () => {
    for (const name of [...asked, ...Object.keys(said())]) expect(names.list, name).toContain(name);
    expect(klDivergence([0.5, 0.5], [0.5, 0.5])).toBe(0);
  });
});
