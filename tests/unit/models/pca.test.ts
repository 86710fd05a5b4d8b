import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jacobi, topEigenpairs } from "../../../src/base/eigen.ts";
import { digits } from "../../../src/datasets/digits.ts";
import { iris } from "../../../src/datasets/iris.ts";
import { PCA } from "../../../src/ml/pca.ts";

const rows = fc.array(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 3, maxLength: 3 }), { minLength: 2, maxLength: 12 });
const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);

describe("by hand", () => {
  it("points on a line have one direction", () => {
    const pca = new PCA().fit([
      [0, 0],
      [3, 4],
      [6, 8],
    ]);
    expect(pca.components[0]![0]).toBeCloseTo(0.6, 12);
    expect(pca.components[0]![1]).toBeCloseTo(0.8, 12);
    // Places −5, 0, 5: variance 50 / 2.
    expect(pca.explainedVariance[0]).toBeCloseTo(25, 10);
    expect(pca.explainedVarianceRatio).toEqual([expect.closeTo(1, 12), expect.closeTo(0, 12)]);
    expect(pca.transform([[6, 8]])[0]![0]).toBeCloseTo(5, 10);
  });

  it("rows that are all equal have no variance", () => {
    const pca = new PCA().fit([
      [1, 2],
      [1, 2],
    ]);
    expect(pca.explainedVarianceRatio).toEqual([0, 0]);
    expect(pca.transform([[1, 2]])[0]!.map((value) => Math.abs(value))).toEqual([0, 0]);
  });
});

describe("properties", () => {
  it("directions are of length 1, at right angles, and give the rows back", () => {
    fc.assert(
      fc.property(rows, (X) => {
        const pca = new PCA().fit(X);
        for (const [i, a] of pca.components.entries())
          for (const [j, b] of pca.components.entries()) expect(dot(a, b)).toBeCloseTo(i === j ? 1 : 0, 9);
        for (const [i, row] of pca.inverseTransform(pca.transform(X)).entries())
          for (const [j, value] of row.entries()) expect(value).toBeCloseTo(X[i]![j]!, 8);
        expect(pca.explainedVariance).toEqual(pca.explainedVariance.toSorted((a, b) => b - a));
      }),
    );
  });

  it("eigenvectors are only stretched by their matrix", () => {
    fc.assert(
      fc.property(rows, (M) => {
        const A = [0, 1, 2].map((i) => [0, 1, 2].map((j) => M.reduce((sum, row) => sum + row[i]! * row[j]!, 0)));
        const { values, vectors } = jacobi(A);
        for (const [k, vector] of vectors.entries())
          for (const [i, row] of A.entries()) expect(dot(row, vector)).toBeCloseTo(values[k]! * vector[i]!, 6);
      }),
    );
  });

  it("the greatest of a large matrix are found without writing it out", () => {
    // diag(1, 2, …, 200)
    const { values, vectors } = topEigenpairs({ size: 200, count: 3, multiply: (block) => block.map((v) => v.map((value, i) => value * (i + 1))) });
    expect(values.map((value) => Math.round(value * 1e6) / 1e6)).toEqual([200, 199, 198]);
    expect(Math.abs(vectors[0]![199]!)).toBeCloseTo(1, 4);
  });
});

describe("bad input", () => {
  it.each([
    ["one row", () => new PCA().fit([[1, 2]]), "X has 1 row"],
    [
      "more directions than columns",
      () =>
        new PCA({ components: 3 }).fit([
          [1, 2],
          [3, 4],
        ]),
      "components is 3, but X has 2 columns",
    ],
    ["no direction", () => new PCA({ components: 0 }), "components is 0"],
    ["use before fit", () => new PCA().transform([[1]]), "call fit(X) first"],
    ["other columns", () => new PCA().fit([[1], [2]]).transform([[1, 2]]), "each row has 2 columns, but should have 1"],
  ])("%s is refused in words", (_, act, message) => {
    expect(act).toThrow(message);
  });
});

describe("references", () => {
  it("iris: .9246, .0531, .0171, .0052 of the variance, and the first direction", () => {
    // scikit-learn 1.2.1: PCA().fit(load_iris().data)
    const pca = new PCA().fit(iris.features);
    for (const [i, ratio] of [0.92461872, 0.05306648, 0.01710261, 0.00521218].entries()) expect(pca.explainedVarianceRatio[i]).toBeCloseTo(ratio, 7);
    for (const [j, value] of [0.36138659, -0.08452251, 0.85667061, 0.3582892].entries()) expect(pca.components[0]![j]).toBeCloseTo(value, 6);
    for (const [i, value] of [4.22824171, 0.24267075, 0.0782095, 0.02383509].entries()) expect(pca.explainedVariance[i]).toBeCloseTo(value, 6);
  });

  it("digits: two of 784 directions hold a sixth of the variance", () => {
    const pca = new PCA({ components: 2 }).fit(digits.test.features);
    // scikit-learn 1.2.1 on the same pixels.
    expect(pca.explainedVarianceRatio[0]).toBeCloseTo(0.10396957, 3);
    expect(pca.explainedVarianceRatio[1]).toBeCloseTo(0.0720191, 3);
  }, 60_000);
});
