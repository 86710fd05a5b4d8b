import { describe, expect, it } from "vitest";
import { mcNemar } from "../../../src/score/mcnemar.ts";

describe("McNemar's test", () => {
  it.each([
    // By hand: 2 · 2⁻⁵; 2 (1 + 6) / 2⁶; a tie; nothing to tell apart.
    [5, 0, 0.0625],
    [1, 5, 14 / 64],
    [3, 3, 1],
    [0, 0, 1],
    // 2 (C(47, 0) + … + C(47, 12)) / 2⁴⁷, in whole numbers with Python's math.comb.
    [35, 12, 0.0010885],
  ])("of %i against %i is %f", (first, second, p) => {
    expect(mcNemar(first, second)).toBeCloseTo(p, 6);
    expect(mcNemar(second, first)).toBe(mcNemar(first, second));
  });

  it("is a number for thousands of items, too", () => {
    expect(mcNemar(3000, 2000)).toBeLessThan(1e-40);
    expect(mcNemar(3000, 2000)).toBeGreaterThan(0);
  });

  it("refuses what cannot be counted", () => {
    expect(() => mcNemar(1.5, 2)).toThrow("first");
    expect(() => mcNemar(1, -2)).toThrow("second");
  });
});
