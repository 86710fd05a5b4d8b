import { describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { names } from "../../../src/datasets/names.ts";
import { noGrad } from "../../../src/tensor/index.ts";
import { LinearScorer } from "../../../src/tune/linear-scorer.ts";
import { askTaste, goldTaste, NAME_FEATURES, nameFeatures } from "../../../src/tune/name-taste.ts";
import { RewardModel } from "../../../src/tune/reward-model.ts";

describe("a linear scorer", () => {
  it("likes all alike before it has learnt, and then adds up its weights", () => {
    const scorer = new LinearScorer(2, (x: readonly number[]) => x);
    const score = () =>
      Array.from(
        noGrad(() =>
          scorer.forward([
            [1, 2],
            [3, -1],
          ]),
        ).toFloat32Array(),
      );
    expect(score()).toEqual([0, 0]);
    noGrad(() => scorer.weights.copy_([2, 0.5]));
    expect(score()).toEqual([3, 5.5]);
  });

  it("finds Bradley and Terry's weight: chosen three times of four, a step of one feature is worth ln 3", () => {
    const up = { chosen: 1, rejected: 0 };
    const scorer = new LinearScorer(1, (x: number) => [x]);
    new RewardModel(scorer, { random: seed(1), epochs: 400, learningRate: 0.05, weightDecay: 0 }).fit([up, up, up, { chosen: 0, rejected: 1 }]);
    expect(scorer.weights.item()).toBeCloseTo(Math.log(3), 3);
  });

  it("refuses another number of features, and none", () => {
    expect(() => new LinearScorer(2, () => [1]).forward(["a"])).toThrow("item 0 has 1 features: there are 2 weights");
    expect(() => new LinearScorer(0, () => [])).toThrow("count is 0");
  });
});

describe("what is liked about names", () => {
  it("by hand: anna and bert", () => {
    expect(nameFeatures("anna")).toEqual([1, 1, -2 / 1.5, 0.06 / 0.11, 0.23 / 0.15, -0.15 / 0.14].map((value) => expect.closeTo(value, 9)));
    expect(nameFeatures("bert").slice(0, 2)).toEqual([-1, -1]);
    expect(nameFeatures("")).toHaveLength(6);
  });

  it("is about 0 in the mean and about 1 wide over all names", () => {
    for (const [name, feature] of Object.entries(NAME_FEATURES)) {
      const values = names.list.map(feature);
      const mean = values.reduce((a, b) => a + b) / values.length;
      const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
      expect([Math.abs(mean) < 0.7, deviation > 0.7 && deviation < 1.3], name).toEqual([true, true]);
    }
  });

  it("the gold taste by hand: marina has all it can have, bert not", () => {
    expect(goldTaste("marina")).toBe(1);
    expect(goldTaste("bert")).toBe(0 - 4 * 0.25 - 0.5 * 2);
    expect(goldTaste("")).toBe(-2 - 3);
  });

  it("answers as often as Bradley and Terry say", () => {
    const asked = askTaste((x: number) => x, { count: 4000, draw: (random) => (random.uniform() < 0.5 ? 0 : Math.log(3)), random: seed(1) });
    const different = asked.filter(({ chosen, rejected }) => chosen !== rejected);
    expect(Math.abs(different.filter(({ chosen }) => chosen > 0).length / different.length - 0.75)).toBeLessThan(0.03);
    expect(() => askTaste(goldTaste, { count: 0, draw: () => "a", random: seed(1) })).toThrow("count is 0");
  });
});
