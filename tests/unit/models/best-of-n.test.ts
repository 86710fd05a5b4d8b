import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { klDivergence } from "../../../src/base/kl-divergence.ts";
import { seed } from "../../../src/base/random.ts";
import { bestOfN, bestOfNBound, bestOfNDistribution, bestOfNKL, bestOfNMean } from "../../../src/tune/best-of-n.ts";

const categorical = fc
  .array(fc.record({ weight: fc.integer({ min: 1, max: 1000 }), reward: fc.integer({ min: -5, max: 5 }) }), { minLength: 1, maxLength: 12 })
  .map((outcomes) => {
    const total = outcomes.reduce((sum, { weight }) => sum + weight, 0);
    return { probabilities: outcomes.map(({ weight }) => weight / total), rewards: outcomes.map(({ reward }) => reward) };
  });

describe("by hand", () => {
  it("the mean of what is chosen, and what somebody else thinks of it: with the better side of a coin three times of four", () => {
    expect(bestOfNMean([0.5, 0.5], [1, 0], 2)).toBe(0.75);
    expect(bestOfNMean([0.5, 0.5], [1, 0], 2, [-4, 8])).toBe(-1);
    expect(() => bestOfNMean([0.5, 0.5], [1, 0], 2, [1])).toThrow("there are 1 values for 2 outcomes");
  });

  it("two of a fair coin: heads, the better side, three times of four", () => {
    expect(bestOfNDistribution([0.5, 0.5], [1, 0], 2)).toEqual([0.75, 0.25]);
    // ¾ ln (¾ / ½) + ¼ ln (¼ / ½)
    expect(bestOfNKL([0.5, 0.5], [1, 0], 2)).toBeCloseTo(0.75 * Math.log(1.5) + 0.25 * Math.log(0.5), 12);
  });

  it("equal rewards share: none of them becomes likelier than the other", () => {
    expect(bestOfNDistribution([0.2, 0.3, 0.5], [1, 1, 1], 9)).toEqual([0.2, 0.3, 0.5]);
    const [a, b, c] = bestOfNDistribution([0.2, 0.3, 0.5], [4, 4, 1], 2);
    expect(c).toBeCloseTo(0.25, 12);
    expect(a! / b!).toBeCloseTo(2 / 3, 12);
  });

  it("the bound is 0.193, 0.636 and 1.835 nats for 2, 4 and 16", () => {
    // A. Beirami et al., arXiv 2401.01879: ln n − (n − 1) / n.
    expect([1, 2, 4, 16].map((n) => Number(bestOfNBound(n).toFixed(3)))).toEqual([0, 0.193, 0.636, 1.835]);
  });

  it("KL(p ‖ q): ½ ln (½ / ¼) + ½ ln (½ / ¾), and infinite where q says never", () => {
    expect(klDivergence([0.5, 0.5], [0.25, 0.75])).toBeCloseTo(0.5 * Math.log(2) + 0.5 * Math.log(2 / 3), 12);
    expect(klDivergence([0, 1], [0.5, 0.5])).toBeCloseTo(Math.log(2), 12);
    expect(klDivergence([0.5, 0.5], [0, 1])).toBe(Number.POSITIVE_INFINITY);
  });
});

describe("properties", () => {
  it("a distribution that the divergence from the model keeps under the bound", () => {
    fc.assert(
      fc.property(categorical, fc.integer({ min: 1, max: 200 }), ({ probabilities, rewards }, n) => {
        const best = bestOfNDistribution(probabilities, rewards, n);
        expect(best.reduce((a, b) => a + b)).toBeCloseTo(1, 9);
        const kl = klDivergence(best, probabilities);
        expect(kl).toBeLessThanOrEqual(bestOfNBound(n) + 1e-9);
        expect(kl).toBeGreaterThanOrEqual(-1e-9);
      }),
    );
  });

  it("the bound is close where no outcome is likely, and far where the best one is", () => {
    const many = Array.from({ length: 20_000 }, () => 1 / 20_000);
    for (const n of [2, 4, 16]) expect(bestOfNKL(many, Array.from(many.keys()), n)).toBeCloseTo(bestOfNBound(n), 3);
    // Never more than −ln π of the best outcome.
    expect(bestOfNKL([0.5, 0.5], [1, 0], 1000)).toBeCloseTo(Math.LN2, 9);
    expect(bestOfNBound(1000)).toBeGreaterThan(5.9);
  });

  it("keeps its digits where an outcome is all but impossible", () => {
    // n p, for the probability of more than one draw of it is of the order p².
    expect(bestOfNDistribution([1 - 1e-15, 1e-15], [0, 1], 10)[1]! / 1e-14).toBeCloseTo(1, 3);
  });
});

describe("drawing", () => {
  it("gives the best as often as the distribution says", () => {
    const random = seed(1);
    const probabilities = [0.1, 0.6, 0.3];
    const rewards = [3, 1, 2];
    const draw = () =>
      bestOfN({
        n: 4,
        sample: (count) => Array.from({ length: count }, () => random.choice(probabilities)),
        reward: (samples) => samples.map((sample) => rewards[sample]!),
      });
    const drawn = Array.from({ length: 5000 }, () => draw().best);
    // Three standard deviations of 5,000 draws are 0.021 at most.
    for (const [outcome, p] of bestOfNDistribution(probabilities, rewards, 4).entries())
      expect(Math.abs(drawn.filter((value) => value === outcome).length / 5000 - p)).toBeLessThan(0.021);
  });

  it("gives the first of equal ones, and all that it chose from", () => {
    const { best, reward, samples, rewards } = bestOfN({
      n: 3,
      sample: () => ["a", "bb", "cc"],
      reward: (texts) => texts.map((text) => text.length),
    });
    expect({ best, reward, samples, rewards }).toEqual({ best: "bb", reward: 2, samples: ["a", "bb", "cc"], rewards: [1, 2, 2] });
  });
});

describe("bad input", () => {
  it.each([
    ["no draws", () => bestOfNBound(0), "n is 0"],
    ["draws without end", () => bestOfNBound(Number.POSITIVE_INFINITY), "n is Infinity"],
    ["probabilities of another sum", () => bestOfNDistribution([0.5, 0.6], [1, 2], 2), "the probabilities sum to 1.1"],
    ["a negative probability", () => bestOfNDistribution([-0.5, 1.5], [1, 2], 2), "probability 0 is -0.5"],
    ["too few rewards", () => bestOfNKL([0.5, 0.5], [1], 2), "there are 1 rewards for 2 outcomes"],
    ["a reward that is none", () => bestOfN({ n: 1, sample: () => [0], reward: () => [Number.NaN] }), "reward 0 is NaN"],
    ["too few samples", () => bestOfN({ n: 2, sample: () => [0], reward: () => [1] }), "sample(2) gave 1 samples"],
    ["lists that do not belong together", () => klDivergence([1], [0.5, 0.5]), "1 probabilities stand against 2"],
  ])("%s is refused in words", (_, act, message) => {
    expect(act).toThrow(message);
  });
});
