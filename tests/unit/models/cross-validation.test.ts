import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { penguins } from "../../../src/datasets/penguins.ts";
import { DecisionTree } from "../../../src/ml/decision-tree.ts";
import { crossValScore, kFold, stratifiedKFold } from "../../../src/score/cross-validation.ts";
import { accuracy, confusionMatrix } from "../../../src/score/metrics.ts";

describe("folds", () => {
  it("are dealt in order without a generator", () => {
    expect(kFold(5, { folds: 2 }).map(({ test }) => test)).toEqual([
      [0, 1, 2],
      [3, 4],
    ]);
    expect(stratifiedKFold(["a", "a", "b", "b"], { folds: 2 }).map(({ test }) => test)).toEqual([
      [0, 2],
      [1, 3],
    ]);
  });

  it("are of the sizes that scikit-learn deals for penguins", () => {
    // scikit-learn's allocation: row i of the labels sorted by class goes to fold i mod 5.
    const sizes = stratifiedKFold(penguins.labels, { random: seed(1) }).map(({ test }) => test.length);
    expect(sizes).toEqual([69, 69, 68, 68, 68]);
    const chinstraps = stratifiedKFold(penguins.labels, { random: seed(1) }).map(
      ({ test }) => test.filter((row) => penguins.labels[row] === "Chinstrap").length,
    );
    expect(chinstraps).toEqual([13, 14, 14, 14, 13]);
  });

  it("test each row once and never on what they learnt from, in parts as equal as can be", () => {
    const labels = fc.array(fc.constantFrom("a", "b", "c"), { minLength: 2, maxLength: 40 });
    fc.assert(
      fc.property(labels, fc.integer({ min: 2, max: 6 }), fc.option(fc.integer(), { nil: undefined }), (y, k, n) => {
        const folds = Math.min(k, y.length);
        const options = n === undefined ? { folds } : { folds, random: seed(n) };
        const plain = kFold(y.length, options);
        const even = stratifiedKFold(y, options);
        for (const parts of [plain, even]) {
          expect(parts.flatMap(({ test }) => test).sort((a, b) => a - b)).toEqual([...y.keys()]);
          for (const { train, test } of parts) expect([...train, ...test].sort((a, b) => a - b)).toEqual([...y.keys()]);
          expect(spread(parts.map(({ test }) => test.length))).toBeLessThanOrEqual(1);
        }
        for (const label of new Set(y)) expect(spread(even.map(({ test }) => test.filter((row) => y[row] === label).length))).toBeLessThanOrEqual(1);
      }),
    );
  });

  it.each([
    [1, "folds is 1"],
    [2.5, "folds is 2.5"],
    [7, "folds is 7, but there are 6 rows"],
    [Number.POSITIVE_INFINITY, "folds is Infinity"],
  ])("%d of 6 rows are refused", (folds, message) => {
    expect(() => kFold(6, { folds })).toThrow(message);
    expect(() => stratifiedKFold([..."aabbcc"], { folds })).toThrow(message);
  });
});

describe("crossValScore", () => {
  it("scores a fresh classifier on each fold", () => {
    const X = [[1], [2], [8], [9]];
    const y = ["a", "a", "b", "b"];
    expect(crossValScore(() => new DecisionTree(), X, y, stratifiedKFold(y, { folds: 2 }))).toEqual([1, 1]);
    // Learnt from one class, asked about the other.
    expect(crossValScore(() => new DecisionTree(), X, y, kFold(4, { folds: 2 }))).toEqual([0, 0]);
  });
});

describe("metrics", () => {
  it("accuracy is the share of right answers", () => {
    expect(accuracy(["a", "b", "b", "a"], ["a", "b", "a", "a"])).toBe(0.75);
  });

  it("the confusion matrix counts truth by row, prediction by column", () => {
    expect(confusionMatrix(["a", "b", "b"], ["a", "a", "c"])).toEqual({
      classes: ["a", "b", "c"],
      counts: [
        [1, 0, 0],
        [1, 0, 1],
        [0, 0, 0],
      ],
    });
    expect(confusionMatrix([10, 9], [9, 9]).classes).toEqual([9, 10]);
  });

  it("lists of different lengths, or empty ones, are refused", () => {
    expect(() => accuracy(["a"], [])).toThrow("1 true labels, 0 predicted ones");
    expect(() => confusionMatrix([], [])).toThrow("no labels");
  });
});

const spread = (numbers: number[]) => Math.max(...numbers) - Math.min(...numbers);
