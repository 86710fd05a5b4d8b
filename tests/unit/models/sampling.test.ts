import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { distribution, entropy, greedy, keepTopK, keepTopP, rivals, sampleToken, softmax, withTemperature } from "../../../src/lm/sampling.ts";

const logits = fc.array(fc.double({ min: -30, max: 30, noNaN: true }), { minLength: 1, maxLength: 12 });
/** Probabilities ½, ¼, ⅛, ⅛. */
const halves = [Math.log(4), Math.log(2), 0, 0];
const none = Number.NEGATIVE_INFINITY;

describe("the rivals of a token", () => {
  it("stand in their order, with what they have before the cut, and say who is cut", () => {
    const near = (p: number) => expect.closeTo(p, 12);
    expect(rivals([0, ...halves])).toEqual(
      [1, 2, 0, 3, 4].map((token) => ({ token, probability: near(token === 1 ? 4 / 9 : token === 2 ? 2 / 9 : 1 / 9), kept: true })),
    );
    expect(rivals(halves, { topP: 0.75 }).map(({ kept }) => kept)).toEqual([true, true, false, false]);
    expect(rivals(halves, { topK: 1, temperature: 0.5 }, 2)).toEqual([
      { token: 0, probability: near(16 / 22), kept: true },
      { token: 1, probability: near(4 / 22), kept: false },
    ]);
    expect(() => rivals(halves, {}, 0)).toThrow(RangeError);
  });

  it("are kept where they can be drawn", () => {
    fc.assert(
      fc.property(logits, fc.double({ min: 0.01, max: 1, noNaN: true }), (scores, topP) => {
        const left = distribution(scores, { topP });
        for (const { token, kept } of rivals(scores, { topP })) expect(kept).toBe(left[token]! > 0);
      }),
    );
  });
});

describe("by hand", () => {
  it("softmax", () => {
    for (const [i, p] of [0.5, 0.25, 0.125, 0.125].entries()) expect(softmax(halves)[i]).toBeCloseTo(p, 12);
    expect(softmax([1000, 1000, none])).toEqual([0.5, 0.5, 0]);
  });

  it("temperature ½ squares the probabilities, 2 takes their roots", () => {
    const squares = [16, 4, 1, 1].map((value) => value / 22);
    for (const [i, p] of squares.entries()) expect(distribution(halves, { temperature: 0.5 })[i]).toBeCloseTo(p, 12);
    expect(distribution(halves, { temperature: 2 })[0]).toBeCloseTo(2 / (2 + Math.SQRT2 + 2), 12);
    expect(distribution(halves, { temperature: 0 })).toEqual([1, 0, 0, 0]);
  });

  it("top-k keeps the k greatest, the first of equals", () => {
    expect(keepTopK(halves, 3)).toEqual([...halves.slice(0, 3), none]);
    expect(keepTopK(halves, 99)).toEqual(halves);
  });

  it("top-p keeps the fewest that reach p, at least one", () => {
    expect(keepTopP(halves, 0.5).map((value) => value > none)).toEqual([true, false, false, false]);
    expect(keepTopP(halves, 0.51).map((value) => value > none)).toEqual([true, true, false, false]);
    expect(keepTopP(halves, 0.01).filter((value) => value > none)).toHaveLength(1);
    expect(keepTopP([5, 1, 5], 1)).toEqual([5, 1, 5]);
  });

  it("top-p counts what temperature and top-k have left", () => {
    // Of the two that top-k leaves, the first has ⅔.
    expect(distribution(halves, { topK: 2, topP: 0.66 })).toEqual([1, 0, 0, 0]);
    expect(distribution(halves, { topP: 0.66 }).filter((p) => p > 0)).toHaveLength(2);
  });

  it("top-k and top-p keep the greater of two logits that a temperature makes one number", () => {
    const close = [-9 * Number.MIN_VALUE, -8 * Number.MIN_VALUE];
    const temperature = 1.0588235294117647;
    expect(close[0]! / temperature).toBe(close[1]! / temperature);
    expect(distribution(close, { temperature, topK: 1 })).toEqual([0, 1]);
    expect(distribution(close, { temperature, topP: 0.05 })).toEqual([0, 1]);
  });

  it("entropy: 1.75 bits for ½ ¼ ⅛ ⅛", () => {
    expect(entropy(softmax(halves)) / Math.LN2).toBeCloseTo(1.75, 12);
    expect(entropy([1, 0])).toBe(0);
  });
});

describe("properties", () => {
  it("a distribution sums to 1 and keeps the order of the logits", () => {
    fc.assert(
      fc.property(
        logits,
        fc.double({ min: 0.1, max: 5, noNaN: true }),
        fc.integer({ min: 1, max: 12 }),
        fc.double({ min: 0.05, max: 1, noNaN: true }),
        (l, t, k, p) => {
          const probabilities = distribution(l, { temperature: t, topK: k, topP: p });
          expect(probabilities.reduce((a, b) => a + b)).toBeCloseTo(1, 9);
          expect(probabilities.filter((value) => value > 0).length).toBeLessThanOrEqual(k);
          expect(probabilities[greedy(l)]).toBe(Math.max(...probabilities));
        },
      ),
    );
  });

  it("the hotter, the more open", () => {
    fc.assert(
      fc.property(logits, (l) => {
        const open = [0.5, 1, 2].map((temperature) => entropy(distribution(l, { temperature })));
        expect(open[1]).toBeGreaterThanOrEqual(open[0]! - 1e-9);
        expect(open[2]).toBeGreaterThanOrEqual(open[1]! - 1e-9);
      }),
    );
  });

  it("tokens are drawn as often as they are likely, and the same for the same seed", () => {
    const random = seed(1);
    const drawn = Array.from({ length: 4000 }, () => sampleToken(Float32Array.from(halves), { random }));
    for (const [i, p] of [0.5, 0.25, 0.125, 0.125].entries())
      expect(Math.abs(drawn.filter((token) => token === i).length / 4000 - p)).toBeLessThan(0.03);
    const again = seed(1);
    expect(Array.from({ length: 4000 }, () => sampleToken(Float32Array.from(halves), { random: again }))).toEqual(drawn);
    expect(sampleToken(halves, { random, temperature: 0 })).toBe(0);
  });
});

describe("bad input", () => {
  it.each([
    ["no logits", () => softmax([]), "there are no logits"],
    ["a hole", () => greedy([1, Number.NaN]), "logit 1 is NaN"],
    ["nothing possible", () => softmax([none, none]), "all logits are −Infinity"],
    ["a temperature below 0", () => withTemperature([1], -1), "temperature is -1"],
    ["k of 0", () => keepTopK([1], 0), "topK is 0"],
    ["p of 0", () => keepTopP([1], 0), "topP is 0"],
  ])("%s is refused in words", (_, act, message) => {
    expect(act).toThrow(message);
  });
});
