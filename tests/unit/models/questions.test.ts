import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DecisionTree, gini } from "../../../src/ml/decision-tree.ts";
import { ask, bestQuestion, countBy, mostFrequent, questions, shares } from "../../../src/ml/questions.ts";

interface Row {
  size: number;
  weight: number;
  kind: string;
}
const measure = (rows: readonly Row[]) => gini([...countBy(rows, "kind").values()]);
const rows: Row[] = [
  { size: 1, weight: 1, kind: "a" },
  { size: 2, weight: 0, kind: "a" },
  { size: 4, weight: 1, kind: "b" },
  { size: 4, weight: 1, kind: "b" },
];

describe("a question", () => {
  it("sends a row that is equal to the threshold to the side of yes", () => {
    expect(ask(rows, "size", 2, measure)).toEqual({ column: "size", threshold: 2, yes: rows.slice(0, 2), no: rows.slice(2), mixed: 0 });
  });

  it("weighs both sides by their rows, and an empty one not at all", () => {
    // yes: one a of 1; no: a b b, 1 − (1/9 + 4/9) = 4/9, three of four rows.
    expect(ask(rows, "size", 1, measure).mixed).toBeCloseTo(1 / 3, 12);
    expect(ask(rows, "size", 9, measure).mixed).toBe(measure(rows));
    expect(() => ask([], "size", 1, measure)).toThrow("no rows");
  });

  it("stands midway between each two neighbouring values", () => {
    expect(questions(rows, "size", measure).map(({ threshold }) => threshold)).toEqual([1.5, 3]);
    expect(questions(rows.slice(2), "size", measure)).toEqual([]);
  });
});

describe("the best question", () => {
  it("leaves the rows least mixed", () => {
    expect(bestQuestion(rows, ["weight", "size"], measure)).toMatchObject({ column: "size", threshold: 3, mixed: 0 });
  });

  it("is none where there is nothing to ask", () => {
    expect(bestQuestion([], ["size"], measure)).toBeUndefined();
    expect(bestQuestion(rows.slice(0, 2), ["size"], measure)).toBeUndefined();
    expect(bestQuestion([rows[2]!, { ...rows[2]!, kind: "a" }], ["size", "weight"], measure)).toBeUndefined();
  });

  it("is the first question of the library's tree", () => {
    const row = fc.record({ size: fc.integer({ min: 0, max: 9 }), weight: fc.integer({ min: 0, max: 9 }), kind: fc.constantFrom("a", "b", "c") });
    fc.assert(
      fc.property(fc.array(row, { minLength: 2, maxLength: 30 }), (some) => {
        const { split, impurity } = new DecisionTree({ maxDepth: 1 }).fit(
          some.map(({ size, weight }) => [size, weight]),
          some.map(({ kind }) => kind),
        ).root;
        const own = bestQuestion(some, ["size", "weight"], measure);
        expect(Boolean(own)).toBe(Boolean(split));
        if (!split || !own) return;
        expect(impurity).toBeCloseTo(measure(some), 12);
        const theirs = ask(some, split.feature === 0 ? "size" : "weight", split.threshold, measure);
        expect(own.mixed).toBeCloseTo(theirs.mixed, 9);
      }),
    );
  });
});

it("counts, the most frequent first, and the first to come where two are equally frequent", () => {
  expect([...countBy([...rows, { size: 0, weight: 0, kind: "b" }], "kind")]).toEqual([
    ["b", 3],
    ["a", 2],
  ]);
  expect(mostFrequent(rows, "kind")).toBe("a");
  expect(shares(rows, "size")).toEqual([0.5, 0.25, 0.25]);
  expect(() => mostFrequent([] as Row[], "kind")).toThrow("no rows");
});
