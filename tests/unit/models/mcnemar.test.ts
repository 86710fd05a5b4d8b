import { describe, expect, it } from "vitest";
import { mcnemar, pairedTest } from "../../../src/score/mcnemar.ts";

describe("McNemar's exact test", () => {
  it.each([
    // 2 Σ C(n, k) / 2ⁿ for k up to the smaller of the two, in whole numbers of Python: 2 * sum(comb(77, k) for k in range(27)) / 2**77, and so on;
    // scipy.stats.binomtest(26, 77).pvalue is the same.
    [26, 51, 0.005870707889737202],
    [0, 5, 0.0625],
    [1, 7, 0.0703125],
    [7, 1, 0.0703125],
    [5, 5, 1],
    [0, 0, 1],
    // 2 (C(47, 0) + … + C(47, 12)) / 2⁴⁷.
    [35, 12, 0.0010885382064742544],
    // Here 2⁻ⁿ alone is no number any more that a computer can hold.
    [700, 600, 0.0060157938610449525],
  ])("%d against %d", (first, second, p) => {
    expect(mcnemar(first, second)).toBeCloseTo(p, 10);
  });

  it("counts what only one of two got wrong", () => {
    expect(pairedTest([1, 2, 3, 4], [4, 5])).toEqual({ onlyFirst: 3, onlySecond: 1, both: 1, p: 0.625 });
    expect(pairedTest([], [])).toEqual({ onlyFirst: 0, onlySecond: 0, both: 0, p: 1 });
  });

  it("refuses what is no count", () => {
    expect(() => mcnemar(-1, 3)).toThrow("onlyFirst is -1");
    expect(() => mcnemar(1, 0.5)).toThrow("onlySecond is 0.5");
  });
});
