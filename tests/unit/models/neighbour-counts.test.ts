import { describe, expect, it } from "vitest";
import { NeighbourCounts } from "../../../src/lm/neighbour-counts.ts";

describe("filling gaps by counting neighbours", () => {
  // Tokens 0, 1, 2. Rows 0 1 0 1 2 and 0 2: counts 3, 2, 2; 0 is followed by 1, 1, 2; 1 by 0, 2; 2 by nothing.
  const counts = new NeighbourCounts(3).partialFit([[0, 1, 0, 1, 2]]).partialFit([[0, 2]]);
  const numbers = (P: Float64Array) => Array.from(P, (p) => Number(p.toFixed(10)));
  const rounded = (...P: number[]) => P.map((p) => Number(p.toFixed(10)));

  it("from nothing, by frequency", () => {
    expect(numbers(counts.unigram())).toEqual(rounded(4 / 10, 3 / 10, 3 / 10));
  });

  it("from the token before, smoothed as Witten and Bell do", () => {
    // (c + T P) / (n + T) with T = 2 kinds of n = 3 after 0; nothing after 2, so the frequencies.
    expect(numbers(counts.bigram(0))).toEqual(rounded((0 + 2 * 0.4) / 5, (2 + 2 * 0.3) / 5, (1 + 2 * 0.3) / 5));
    expect(numbers(counts.bigram(2))).toEqual(rounded(0.4, 0.3, 0.3));
  });

  it("from both sides", () => {
    // P(w | 0) P(2 | w), scaled to 1: P(2 | 0) = 1.6 / 5, P(2 | 1) = (1 + 2 · .3) / 4, P(2 | 2) = .3.
    const products = [0.16 * 0.32, 0.52 * 0.4, 0.32 * 0.3];
    const sum = products[0]! + products[1]! + products[2]!;
    expect(numbers(counts.between(0, 2))).toEqual(rounded(...products.map((product) => product / sum)));
  });

  it.each<[string, () => unknown, string]>([
    ["no vocabulary", () => new NeighbourCounts(0), "vocabSize is 0"],
    ["a token to count", () => new NeighbourCounts(3).partialFit([[3]]), "token 3 is not a whole number from 0 to 2"],
    ["a neighbour", () => counts.between(0, -1), "token -1"],
  ])("refuses %s", (_, act, message) => {
    expect(act).toThrow(message);
  });
});
