import { describe, expect, it } from "vitest";
import { klDivergence } from "../../../src/base/kl-divergence.ts";
import { seed } from "../../../src/base/random.ts";
import { GPT } from "../../../src/lm/gpt.ts";
import { noGrad } from "../../../src/tensor/index.ts";
import { CategoricalPolicy, optimalPolicy, optimalPolicyAt } from "../../../src/tune/categorical-policy.ts";
import { GPTPolicy } from "../../../src/tune/gpt-policy.ts";
import { PolicyGradient } from "../../../src/tune/policy-gradient.ts";

const reference = [0.4, 0.3, 0.2, 0.1];
const rewards = [0, 1, 2, 3];
const reward = (samples: readonly number[]) => samples.map((sample) => rewards[sample]!);
const objective = (policy: readonly number[], beta: number) =>
  policy.reduce((sum, p, i) => sum + p * rewards[i]!, 0) - beta * klDivergence(policy, reference);

function climb(beta: number, options = {}): number[] {
  const policy = new CategoricalPolicy(reference);
  new PolicyGradient({
    ...{ random: seed(1), reward, reference: new CategoricalPolicy(reference), beta, learningRate: 0.02, steps: 600, batchSize: 128 },
    ...options,
  }).fit(policy);
  return policy.probabilities();
}

describe("the optimum π* ∝ π_ref exp(r / β)", () => {
  it("by hand: with β = 1 / ln 2, each point of reward doubles", () => {
    // 0.4 · 1, 0.3 · 2, 0.2 · 4, 0.1 · 8, over their sum 2.6.
    const optimum = optimalPolicy(reference, rewards, 1 / Math.LN2);
    for (const [i, p] of [0.4, 0.6, 0.8, 0.8].entries()) expect(optimum[i]).toBeCloseTo(p / 2.6, 12);
  });

  it("no distribution near it does better, and it gets β ln Σ π_ref exp(r / β)", () => {
    const random = seed(1);
    const optimum = optimalPolicy(reference, rewards, 0.7);
    // D. Ziegler et al. and R. Rafailov et al.: the value of the optimum is β ln Z.
    const Z = reference.reduce((sum, p, i) => sum + p * Math.exp(rewards[i]! / 0.7), 0);
    expect(objective(optimum, 0.7)).toBeCloseTo(0.7 * Math.log(Z), 12);
    for (let trial = 0; trial < 100; trial++) {
      const moved = optimum.map((p) => p * Math.exp(0.1 * random.normal()));
      const total = moved.reduce((a, b) => a + b);
      expect(
        objective(
          moved.map((p) => p / total),
          0.7,
        ),
      ).toBeLessThan(objective(optimum, 0.7));
    }
  });

  it.each([0.01, 0.5, 2])("is found %d nats from the reference, too", (kl) => {
    expect(klDivergence(optimalPolicyAt(reference, rewards, kl), reference)).toBeCloseTo(kl, 6);
    // The best outcome has 0.1 of the reference.
    expect(() => optimalPolicyAt(reference, rewards, -Math.log(0.1))).toThrow("the best outcomes alone are 2.30");
    expect(() => optimalPolicyAt(reference, rewards, 0)).toThrow("kl is 0");
  });

  it.each([0.5, 1, 3])("is reached for β = %d, to 0.005 in each probability", (beta) => {
    const found = climb(beta);
    for (const [i, p] of optimalPolicy(reference, rewards, beta).entries()) expect(Math.abs(found[i]! - p)).toBeLessThan(0.005);
  });

  it("without a price for moving away, all goes to the best outcome", () => {
    expect(climb(0, { learningRate: 0.05 })[3]).toBeGreaterThan(0.97);
  });
});

describe("steps", () => {
  it("tell reward, divergence and objective as they are before each, and the same for the same seed", () => {
    const run = () => {
      const policy = new CategoricalPolicy(reference);
      const trainer = new PolicyGradient({
        random: seed(4),
        reward,
        reference: new CategoricalPolicy(reference),
        beta: 2,
        steps: 5,
        batchSize: 2000,
      });
      return [...trainer.fitSteps(policy)];
    };
    const steps = run();
    expect(steps.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5]);
    expect(steps[0]!.kl).toBe(0);
    // Σ p r = 0.3 + 0.4 + 0.3 = 1, with standard error 0.022.
    expect(Math.abs(steps[0]!.reward - 1)).toBeLessThan(0.07);
    for (const { reward, kl, objective, samples, rewards } of steps) {
      expect(objective).toBe(reward - 2 * kl);
      expect(rewards.length).toBe(samples.length);
    }
    expect(run()).toEqual(steps);
  });

  it("of a categorical policy: ln π of each sample, drawn as often as it is likely", () => {
    const policy = new CategoricalPolicy([4, 3, 2, 1]);
    expect(Array.from(noGrad(() => policy.logProbs([0, 3, 0])).toFloat32Array(), (value) => Number(Math.exp(value).toFixed(5)))).toEqual([
      0.4, 0.1, 0.4,
    ]);
    const drawn = policy.sample(10_000, seed(2));
    for (const [i, p] of reference.entries()) expect(Math.abs(drawn.filter((sample) => sample === i).length / 10_000 - p)).toBeLessThan(0.015);
  });
});

describe("a language model as a policy", () => {
  const sizes = { vocabSize: 3, blockSize: 4, nLayer: 1, nHead: 2, nEmbd: 16 };
  /** All texts of at most three tokens over {1, 2} that end with 0, or are cut off. */
  const all = (function grow(text: number[]): number[][] {
    return text.at(-1) === 0 || text.length === 3 ? [text] : [0, 1, 2].flatMap((token) => grow([...text, token]));
  })([]);
  const policyOf = (model: GPT) => new GPTPolicy(model, { start: 0, end: 0, maxLength: 3 });
  const probabilities = (policy: GPTPolicy) => Array.from(noGrad(() => policy.logProbs(all)).toFloat32Array(), Math.exp);
  const copy = (model: GPT) => new GPT(sizes, seed(9)).loadStateDict(model.stateDict());

  it("gives all texts together a probability of 1, and draws them by it", () => {
    const model = new GPT(sizes, seed(1));
    // So that each token is often drawn again, and the one before matters.
    noGrad(() => model.wte.weight.mul_(8));
    const policy = policyOf(model);
    const P = probabilities(policy);
    expect(all).toHaveLength(1 + 2 + 4 * 3);
    expect(P.reduce((a, b) => a + b)).toBeCloseTo(1, 5);
    const drawn = policy.sample(4000, seed(2)).map(String);
    for (const [i, text] of all.entries()) expect(Math.abs(drawn.filter((other) => other === String(text)).length / 4000 - P[i]!)).toBeLessThan(0.02);
    expect(Math.max(...P) / Math.min(...P)).toBeGreaterThan(3);
  });

  it("comes close to π* too: what is liked grows as exp(r / β), and no further", () => {
    const model = new GPT(sizes, seed(1));
    const policy = policyOf(model);
    const before = probabilities(policy);
    const ones = (text: readonly number[]) => text.filter((token) => token === 1).length;
    const optimum = optimalPolicy(before, all.map(ones), 1);
    new PolicyGradient({
      ...{ random: seed(3), reward: (texts: readonly number[][]) => texts.map(ones), reference: policyOf(copy(model)), beta: 1 },
      ...{ steps: 300, batchSize: 128, learningRate: 3e-3 },
    }).fit(policy);
    const after = probabilities(policy);
    expect(klDivergence(after, before)).toBeGreaterThan(0.2);
    expect(klDivergence(after, optimum)).toBeLessThan(0.01);
    expect(before).toEqual(probabilities(policyOf(new GPT(sizes, seed(1)))));
  });
});

describe("bad input", () => {
  const policy = () => new CategoricalPolicy(reference);
  const options = () => ({ random: seed(1), reward, reference: policy(), beta: 1 });
  const own = policy();
  const model = new GPT({ vocabSize: 3, blockSize: 4, nLayer: 1, nHead: 1, nEmbd: 4 }, seed(1));
  it.each([
    ["a price below 0", () => new PolicyGradient({ ...options(), beta: -1 }), "beta is -1"],
    ["one sample, which has no others to be held against", () => new PolicyGradient({ ...options(), batchSize: 1 }), "batchSize is 1"],
    ["steps without end", () => new PolicyGradient({ ...options(), steps: Infinity }), "steps is Infinity"],
    ["a batch without end", () => new PolicyGradient({ ...options(), batchSize: Infinity }), "batchSize is Infinity"],
    ["the policy as its own reference", () => new PolicyGradient({ ...options(), reference: own }).fit(own), "they share weights"],
    ["too few rewards", () => new PolicyGradient({ ...options(), reward: () => [1] }).fit(policy()), "there are 1 rewards for 64 samples"],
    ["a reward without end", () => new PolicyGradient({ ...options(), reward: (x) => x.map(() => Infinity) }).fit(policy()), "reward 0 is Infinity"],
    ["an outcome that can never be drawn", () => new CategoricalPolicy([1, 0]), "probability 1 is 0"],
    ["no outcomes", () => new CategoricalPolicy([]), "there are no probabilities"],
    ["no price, where there would be no optimum", () => optimalPolicy(reference, rewards, 0), "beta is 0"],
    ["a token that is none", () => new GPTPolicy(model, { start: 0, end: 3 }), "end is 3"],
    ["texts longer than the context", () => new GPTPolicy(model, { start: 0, end: 0, maxLength: 5 }), "the model's context holds 4"],
    ["a text without tokens", () => new GPTPolicy(model, { start: 0, end: 0 }).logProbs([[]]), "text 0 has no tokens"],
  ])("%s is refused in words", (_, act, message) => {
    expect(act).toThrow(message);
  });
});
