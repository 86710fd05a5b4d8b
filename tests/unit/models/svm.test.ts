import { describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { sparseRow } from "../../../src/base/sparse.ts";
import { penguins } from "../../../src/datasets/penguins.ts";
import { Smo } from "../../../src/ml/inside/smo.ts";
import { Svm } from "../../../src/ml/svm.ts";
import { pipeline } from "../../../src/prep/pipeline.ts";
import { StandardScaler } from "../../../src/prep/standard-scaler.ts";
import { crossValScore, stratifiedKFold } from "../../../src/score/cross-validation.ts";
import { farthest, reference } from "./reference/load.ts";

const { X, y, T, svm, svmTwo } = reference("classifiers");
const sparse = (rows: number[][]) => rows.map((row) => sparseRow(row.entries(), row.length));

describe("an SVM", () => {
  it.each(["rbf", "linear"] as const)("finds scikit-learn's borders and support vectors with the %s kernel", (kernel) => {
    const model = new Svm({ kernel, C: 2, tolerance: 1e-8 }).fit(X, y);
    expect(model.converged).toBe(true);
    // scikit-learn's sign speaks for the first class of a pair.
    const flipped = svm[kernel].decision.map((row: number[]) => row.map((value) => -value));
    // LIBSVM keeps its kernel in single precision.
    expect(farthest(model.decisionFunction(T), flipped)).toBeLessThan(1e-3);
    expect(model.predict(T)).toEqual(svm[kernel].predictions);
    expect(model.supportVectors).toEqual(svm[kernel].support);
    expect(new Svm({ kernel, C: 2 }).fit(sparse(X), y).predict(sparse(T))).toEqual(svm[kernel].predictions);
  });

  it("finds scikit-learn's weights for two classes", () => {
    const model = new Svm({ kernel: "linear", tolerance: 1e-8 }).fit(X.slice(0, 80), y.slice(0, 80));
    expect(farthest(model.coefficients, svmTwo.coefficients)).toBeLessThan(1e-3);
    expect(farthest(model.intercepts, svmTwo.intercepts)).toBeLessThan(1e-3);
    expect(farthest(model.decisionFunction(T).flat(), svmTwo.decision)).toBeLessThan(1e-3);
  });

  it("by hand: the widest margin between two points, told by those two alone", () => {
    const model = new Svm({ kernel: "linear", C: 100 }).fit(
      [
        [0, 0],
        [2, 0],
        [9, 9],
        [-5, 1],
      ],
      ["a", "b", "b", "a"],
    );
    expect(model.supportVectors).toEqual([0, 1]);
    expect(model.coefficients[0]).toEqual([expect.closeTo(1, 9), expect.closeTo(0, 9)]);
    expect(
      model
        .decisionFunction([
          [0, 7],
          [1, 7],
          [2, 7],
        ])
        .flat(),
    ).toEqual([expect.closeTo(-1, 9), expect.closeTo(0, 9), expect.closeTo(1, 9)]);
  });

  it("bends its border with the RBF kernel: exclusive or", () => {
    const corners = [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ];
    const labels = ["no", "yes", "yes", "no"];
    expect(new Svm({ C: 10, gamma: 2 }).fit(corners, labels).score(corners, labels)).toBe(1);
  });

  it("yields while it learns, can be asked in between, and ends where fit ends", () => {
    const model = new Svm();
    let rounds = 0;
    for (const { nIter } of model.fitSteps(X, y)) {
      expect(nIter).toBeGreaterThan(0);
      expect(model.predict(T)).toHaveLength(30);
      rounds++;
    }
    expect(rounds).toBeGreaterThan(3);
    expect(model.decisionFunction(T)).toEqual(new Svm().fit(X, y).decisionFunction(T));
  });

  it("says when it had too few steps", () => {
    const model = new Svm({ maxIter: 2 }).fit(X, y);
    expect({ converged: model.converged, nIter: model.nIter }).toEqual({ converged: false, nIter: 6 });
  });

  it("ends where rounding keeps it from the tolerance, and says so", () => {
    // Milliseconds since 1970 beside a share: products of 3e24, whose last digit is worth more than any step can gain.
    const random = seed(1);
    const rows = Array.from({ length: 16 }, () => [1.7e12 + random.int(8.64e7), random.uniform()]);
    const model = new Svm({ kernel: "linear" }).fit(
      rows,
      rows.map((_, i) => (i % 2 === 0 ? "a" : "b")),
    );
    // LIBSVM's svm.cpp: max_iter = max(10000000, 100 l).
    expect({ converged: model.converged, nIter: model.nIter }).toEqual({ converged: false, nIter: 10_000_000 });
  }, 60_000);

  it("does not say that it converged before it is done", () => {
    const model = new Svm();
    const seen = new Set<boolean>();
    for (const { converged } of model.fitSteps(X, y)) seen.add(converged);
    expect(seen).toEqual(new Set([false]));
    expect(model.converged).toBe(true);
    for (const _ of model.fitSteps(X, y)) break;
    expect(model.converged).toBe(false);
  });

  it("survives rows that are all alike", () => {
    const model = new Svm().fit([[1], [1], [1], [1]], ["a", "b", "a", "b"]);
    expect(model.converged).toBe(true);
    expect(model.predict([[1]])).toHaveLength(1);
  });

  it.each([
    ["one class", () => new Svm().fit([[1], [2]], ["a", "a"]), "y holds one class only, a"],
    ["another kernel", () => new Svm({ kernel: "poly" as "rbf" }), "kernel is poly: it must be one of linear, rbf"],
    ["γ of 0", () => new Svm({ gamma: 0 }), "gamma is 0"],
    [
      "numbers whose squares are none",
      () => new Svm().fit([[1e160], [-1e160]], ["a", "b"]),
      "X[0] holds numbers so large that their squares are not",
    ],
    ["the same without γ", () => new Svm({ kernel: "linear" }).fit([[1], [-1e160]], ["a", "b"]), "X[1] holds numbers so large"],
    ["numbers whose squares are 0", () => new Svm().fit([[1e-160], [-1e-160]], ["a", "b"]), "gamma comes to Infinity: scale the columns first"],
    [
      "a kernel that is no number",
      () =>
        new Smo({
          ...{ sign: Int8Array.of(1, -1), diagonal: Float64Array.of(1, 1), C: 1, tolerance: 1e-3 },
          row: (i) => Float64Array.of(i, Number.NaN),
        }).run(100),
      "no longer finite: scale the columns first",
    ],
    ["prediction before fit", () => new Svm().predict([[1]]), "call fit(X, y) first"],
    ["weights of a bent border", () => new Svm().fit([[1], [2]], ["a", "b"]).coefficients, "only a linear one has a weight"],
    ["other columns", () => new Svm().fit([[1], [2]], ["a", "b"]).predict([[1, 2]]), "X has 2 columns, the SVM learnt from 1"],
  ])("%s is refused in words", (_, act, message) => {
    expect(act).toThrow(message);
  });

  it("tells penguins apart as well as scikit-learn's", () => {
    // scikit-learn 1.2.1: make_pipeline(StandardScaler(), SVC(kernel="linear")), StratifiedKFold(5, shuffle=True) with seeds 0 to 3: .9824 to .9854.
    const scores = [0, 1, 2, 3].map((n) => {
      const folds = stratifiedKFold(penguins.labels, { random: seed(n) });
      const fresh = () => pipeline(new StandardScaler(), new Svm({ kernel: "linear" }));
      return crossValScore(fresh, penguins.features, penguins.labels, folds).reduce((a, b) => a + b) / 5;
    });
    expect(Math.abs(scores.reduce((a, b) => a + b) / 4 - 0.985)).toBeLessThanOrEqual(0.005);
  });
});
