import { describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { DecisionTree } from "../../../src/ml/decision-tree.ts";
import { slantedBorder } from "../../../src/ml/slanted-border.ts";
import { permutationImportance } from "../../../src/score/permutation-importance.ts";

describe("permutation importance", () => {
  const random = seed(1);
  const X = Array.from({ length: 400 }, () => [random.uniform(), random.uniform(), random.uniform()]);
  const y = X.map(([a]) => (a! > 0.5 ? "high" : "low"));
  const model = new DecisionTree({ maxDepth: 1 }).fit(X, y);

  it("of the one column that decides is half of the accuracy where two classes are as frequent, and of others nothing", () => {
    const [first, ...others] = permutationImportance(model, X, y, { random: seed(2), repeats: 20 });
    expect(Math.abs(first! - 0.5)).toBeLessThan(0.03);
    expect(others).toEqual([0, 0]);
  });

  it("is the same for the same seed, and leaves the rows as they were", () => {
    const before = structuredClone(X);
    const once = permutationImportance(model, X, y, { random: seed(3) });
    expect(permutationImportance(model, X, y, { random: seed(3) })).toEqual(once);
    expect(X).toEqual(before);
  });

  it.each([
    ["no rows", () => permutationImportance(model, [], [], { random: seed(1) }), "X is empty"],
    ["too few labels", () => permutationImportance(model, X, ["low"], { random: seed(1) }), "y has 1 labels"],
    ["no repeats", () => permutationImportance(model, X, y, { random: seed(1), repeats: 0 }), "repeats is 0"],
  ])("refuses %s in words", (_, act, message) => {
    expect(act).toThrow(message);
  });
});

describe("points on either side of a border", () => {
  it.each([0, 30, 45, 90])("at %d degrees stand on the side they are said to", (angle) => {
    const { X, y, border } = slantedBorder({ n: 300, angle, random: seed(1) });
    const [[x1, y1], [x2, y2]] = border;
    expect(Math.max(Math.abs(x1), Math.abs(y1), Math.abs(x2), Math.abs(y2))).toBeCloseTo(1, 12);
    // Left of the way from the first end to the second.
    for (const [i, [a, b]] of X.entries()) expect((x2 - x1) * (b - y1) - (y2 - y1) * (a - x1) > 0 ? "above" : "below").toBe(y[i]);
    expect(X.flat().every((value) => Math.abs(value) <= 1)).toBe(true);
  });

  it("refuses other angles and no points in words", () => {
    expect(() => slantedBorder({ n: 1, angle: 91, random: seed(1) })).toThrow("angle is 91");
    expect(() => slantedBorder({ n: 0, angle: 1, random: seed(1) })).toThrow("n is 0");
  });
});
