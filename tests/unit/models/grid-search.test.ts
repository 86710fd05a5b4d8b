import { describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { DecisionTree } from "../../../src/ml/decision-tree.ts";
import { twoClouds } from "../../../src/prep/two-clouds.ts";
import { crossValScore, stratifiedKFold } from "../../../src/score/cross-validation.ts";
import { GridSearch } from "../../../src/score/grid-search.ts";

/** A "model" that is right about a share of the rows that its setting says, and remembers how many rows it learnt from. */
const learnt: number[] = [];
const fixed = (share: number) => ({
  fit(X: readonly number[][]) {
    learnt.push(X.length);
    return { score: () => share };
  },
});
const X = Array.from({ length: 10 }, (_, i) => [i]);
const y = X.map(([x]) => (x! < 5 ? "a" : "b"));

describe("a grid search", () => {
  it("by hand: keeps the setting with the highest mean, the first of equals, and learns from all rows with it", () => {
    learnt.length = 0;
    const search = new GridSearch([0.2, 0.9, 0.9, 0.5], fixed).fit(X, y);
    expect([search.bestSetting, search.bestScore]).toEqual([0.9, expect.closeTo(0.9, 12)]);
    expect(search.scores).toHaveLength(4);
    expect(learnt).toEqual([...new Array(20).fill(8), 10]);
    expect(search.score(X, y)).toBe(0.9);
  });

  it("is nested when it is judged by folds: each choice is made from the training rows alone", () => {
    learnt.length = 0;
    crossValScore(() => new GridSearch([0.1], fixed, { folds: 4 }), X, y, stratifiedKFold(y, { folds: 5 }));
    // 5 folds of 8 rows each, of which 4 inner folds learn from 6, and the model that is kept from all 8.
    expect(learnt).toEqual(Array.from({ length: 5 }, () => [6, 6, 6, 6, 8]).flat());
  });

  it("chooses the depth that tells a board of two by two squares", () => {
    const random = seed(1);
    const points = Array.from({ length: 200 }, () => [random.uniform(), random.uniform()]);
    const board = points.map(([x, y]) => (x! < 0.5 === y! < 0.5 ? "dark" : "light"));
    const search = new GridSearch([1, 8], (maxDepth) => new DecisionTree<string>({ maxDepth })).fit(points, board);
    expect(search.bestSetting).toBe(8);
  });

  it("refuses no settings, and a score before fit", () => {
    expect(() => new GridSearch([], fixed)).toThrow("there are no settings to choose from");
    expect(() => new GridSearch([1], fixed).score(X, y)).toThrow("call fit(X, y) first");
  });
});

describe("two clouds", () => {
  it("lie left and right, the same for the same seed", () => {
    const { X, y } = twoClouds({ random: seed(5), each: 400 });
    const mean = (label: string, j: number) => X.filter((_, i) => y[i] === label).reduce((sum, row) => sum + row[j]!, 0) / 400;
    expect([mean("left", 0), mean("left", 1), mean("right", 0), mean("right", 1)].map((value) => Math.round(10 * value) / 10)).toEqual([
      expect.closeTo(2.5, 0),
      expect.closeTo(3.5, 0),
      expect.closeTo(7.5, 0),
      expect.closeTo(2.5, 0),
    ]);
    expect(twoClouds({ random: seed(5) })).toEqual(twoClouds({ random: seed(5) }));
  });
});
