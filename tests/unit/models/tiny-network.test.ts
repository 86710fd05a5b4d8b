import { describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { microgradExample, Tape } from "../../../src/base/scalar-tape.ts";
import { twoMoons } from "../../../src/datasets/two-moons.ts";
import { onTensors, TinyNetwork } from "../../../src/ml/tiny-network.ts";
import { tensor } from "../../../src/tensor/index.ts";

describe("the scalar tape", () => {
  it("finds micrograd's published slopes: 138.8338 and 645.5773 at g = 24.7041", () => {
    const tape = new Tape();
    const [a, b] = [tape.write("a", -4), tape.write("b", 2)];
    const g = microgradExample(tape, a, b);
    tape.backward(g);
    expect([g.value, a.slope, b.slope].map((value) => value.toFixed(4))).toEqual(["24.7041", "138.8338", "645.5773"]);
  });

  it("agrees with the engine of the site on it", () => {
    const [a, b] = [tensor(-4, { requiresGrad: true }), tensor(2, { requiresGrad: true })];
    const g = microgradExample(onTensors, a, b);
    g.backward();
    expect([g, a.grad!, b.grad!].map((value) => value.item().toFixed(3))).toEqual(["24.704", "138.834", "645.577"]);
  });

  it.each(["relu", "tanh", "sigmoid", "softplus"] as const)("has the slope of %s that nudging finds", (bend) => {
    for (const value of [-1.3, 0.4, 2]) {
      const tape = new Tape();
      const a = tape.write("a", value);
      tape.backward(tape[bend](a));
      const of = (x: number) => new Tape()[bend]({ name: "", value: x, from: [], slope: 0 }).value;
      expect(a.slope).toBeCloseTo((of(value + 1e-6) - of(value - 1e-6)) / 2e-6, 6);
    }
  });

  it("adds up the slopes of a number that was used twice, and can be read again", () => {
    const tape = new Tape();
    const a = tape.write("a", 3);
    const square = tape.mul(a, a);
    const end = tape.add(square, a);
    tape.backward(end);
    expect(a.slope).toBe(7);
    tape.backward(square);
    expect(a.slope).toBe(6);
  });

  it("says when the end is on another tape", () => {
    expect(() => new Tape().backward(new Tape().write("a", 1))).toThrow("not on this tape");
  });
});

describe("the tiny network", () => {
  const { features: X, labels: y } = twoMoons({ random: seed(1), samples: 20 });

  it("counts its weights: 17 and, as micrograd's for moons, 337", () => {
    expect(new TinyNetwork([2, 4, 1]).nWeights).toBe(17);
    expect(new TinyNetwork([2, 16, 16, 1]).nWeights).toBe(337);
  });

  it("computes a score and a loss as by hand", () => {
    const network = new TinyNetwork([1, 1, 1]);
    // tanh(2 · 0.5 − 1) = 0, so the score is the last bias.
    expect(network.score([2, -1, 3, 0.7], [0.5])).toBeCloseTo(0.7, 12);
    expect(network.loss([2, -1, 3, 0.7], [[0.5]], [0])).toBeCloseTo(Math.log(1 + Math.exp(0.7)), 12);
    expect(network.loss([2, -1, 3, 0.7], [[0.5]], [1])).toBeCloseTo(Math.log(1 + Math.exp(-0.7)), 12);
    expect(new TinyNetwork([1, 1]).loss([0, 1000], [[1]], [0])).toBe(1000);
  });

  it.each([[[2, 1]], [[2, 4, 1]], [[2, 5, 3, 1]]])("has the gradient that nudging finds: %j", (sizes) => {
    const network = new TinyNetwork(sizes);
    const weights = network.start(seed(2));
    const slopes = network.gradient(weights, X, y);
    expect(slopes).toHaveLength(network.nWeights);
    const nudged = (i: number, by: number) => network.loss(weights.with(i, weights[i]! + by), X, y);
    for (const [i, slope] of slopes.entries()) expect(slope).toBeCloseTo((nudged(i, 1e-4) - nudged(i, -1e-4)) / 2e-4, 5);
  });

  it("begins with weights that are as large as the width asks, and biases of 0", () => {
    const weights = new TinyNetwork([400, 1]).start(seed(1));
    expect(weights.at(-1)).toBe(0);
    const spread = Math.sqrt(weights.slice(0, -1).reduce((sum, w) => sum + w * w, 0) / 400);
    expect(spread).toBeGreaterThan(0.045);
    expect(spread).toBeLessThan(0.055);
  });

  it("refuses what does not fit", () => {
    expect(() => new TinyNetwork([2, 3])).toThrow("1 for the score last");
    expect(() => new TinyNetwork([0, 1])).toThrow("sizes[0]");
    const network = new TinyNetwork([2, 4, 1]);
    expect(() => network.score([1], [1, 2])).toThrow("has 17");
    expect(() => network.loss(network.start(seed(1)), [[1, 2, 3]], [0])).toThrow("3 columns");
    expect(() => network.loss(network.start(seed(1)), X, [0])).toThrow("20 rows and 1 labels");
    expect(() => network.gradient(network.start(seed(1)), [[1, 2]], [2])).toThrow("y[0] is 2");
  });
});
