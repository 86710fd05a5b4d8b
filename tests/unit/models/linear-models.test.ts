import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lbfgs } from "../../../src/base/lbfgs.ts";
import { seed } from "../../../src/base/random.ts";
import { sparseRow } from "../../../src/base/sparse.ts";
import { LinearRegression } from "../../../src/ml/linear-regression.ts";
import { LinearSvm } from "../../../src/ml/linear-svm.ts";
import { LogisticRegression } from "../../../src/ml/logistic-regression.ts";
import { StandardScaler } from "../../../src/prep/standard-scaler.ts";
import { farthest, reference } from "./reference/load.ts";

const numbers = reference("regressors");
const { X, y, T, logistic, logisticTwo, linearSvm } = reference("classifiers");
const two = { X: X.slice(0, 80), y: y.slice(0, 80) };
const sparse = (rows: number[][]) => rows.map((row) => sparseRow(row.entries(), row.length));

describe("linear regression", () => {
  it("finds scikit-learn's coefficients, plain and with ridge", () => {
    const plain = new LinearRegression().fit(numbers.X, numbers.y);
    expect(farthest(plain.coefficients, numbers.linear.coefficients)).toBeLessThan(1e-10);
    expect(plain.intercept).toBeCloseTo(numbers.linear.intercept, 10);
    expect(plain.score(numbers.X, numbers.y)).toBeCloseTo(numbers.linear.r2, 10);
    const ridge = new LinearRegression({ alpha: 10 }).fit(numbers.X, numbers.y);
    expect(farthest([...ridge.coefficients, ridge.intercept], [...numbers.ridge.coefficients, numbers.ridge.intercept])).toBeLessThan(1e-10);
  });

  it("takes the shortest coefficients where columns depend on each other, as scikit-learn does", () => {
    const rows = numbers.X.map((x: number[]) => [...x, x[0]! + x[1]!, 1]);
    const model = new LinearRegression().fit(rows, numbers.y);
    expect(model.rank).toBe(numbers.dependent.rank);
    expect(farthest(model.coefficients, numbers.dependent.coefficients)).toBeLessThan(1e-10);
  });

  it("by hand: the line through two points, and the mean where nothing varies", () => {
    const model = new LinearRegression().fit([[1], [3]], [5, 9]);
    expect([model.coefficients[0], model.intercept]).toEqual([expect.closeTo(2, 12), expect.closeTo(3, 12)]);
    expect(new LinearRegression().fit([[4], [4]], [1, 3]).predict([[9]])).toEqual([2]);
  });

  it("finds any line that the targets lie on, even with fewer rows than columns", () => {
    const number = fc.integer({ min: -20, max: 20 });
    fc.assert(
      fc.property(fc.array(fc.tuple(number, number, number), { minLength: 1, maxLength: 8 }), fc.tuple(number, number, number, number), (rows, w) => {
        const targets = rows.map(([a, b, c]) => w[0] * a + w[1] * b + w[2] * c + w[3]);
        const model = new LinearRegression().fit(rows, targets);
        expect(farthest(model.predict(rows), targets)).toBeLessThan(1e-8);
      }),
    );
  });

  it.each([
    ["a negative α", () => new LinearRegression({ alpha: -1 }), "alpha is -1"],
    ["prediction before fit", () => new LinearRegression().predict([[1]]), "call fit(X, y) first"],
    ["other columns", () => new LinearRegression().fit([[1]], [1]).predict([[1, 2]]), "X has 2 columns, the linear regression learnt from 1"],
    ["an infinite target", () => new LinearRegression().fit([[1]], [Number.POSITIVE_INFINITY]), "y[0] is Infinity"],
    ["no rows", () => new LinearRegression().fit([], []), "X is empty"],
  ])("%s is refused in words", (_, act, message) => {
    expect(act).toThrow(message);
  });
});

describe("L-BFGS", () => {
  it("finds the floor of Rosenbrock's valley, (1, 1)", () => {
    // H. Rosenbrock, 1960: (1 − x)² + 100 (y − x²)², from (−1.2, 1).
    const at = Float64Array.of(-1.2, 1);
    const steps = [
      ...lbfgs(
        (v, gradient) => {
          const [x, y] = [v[0]!, v[1]!];
          gradient.set([-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)]);
          return (1 - x) ** 2 + 100 * (y - x * x) ** 2;
        },
        at,
        { tolerance: 1e-9, progress: 0 },
      ),
    ];
    expect(farthest(at, [1, 1])).toBeLessThan(1e-7);
    expect(steps.length).toBeLessThan(60);
    for (const [i, { value }] of steps.entries()) if (i > 0) expect(value).toBeLessThanOrEqual(steps[i - 1]!.value);
    expect(steps.at(-1)!.converged).toBe(true);
  });
});

describe("logistic regression", () => {
  const tight = { tolerance: 1e-9, maxIter: 10_000 };

  it("finds scikit-learn's weights for three classes, from dense and from sparse rows", () => {
    for (const [rows, asked] of [
      [X, T],
      [sparse(X), sparse(T)],
    ]) {
      const model = new LogisticRegression({ C: 0.5, ...tight }).fit(rows, y);
      expect(model.converged).toBe(true);
      // Where it stops depends on the last digits of the loss: a flat floor.
      expect(farthest(model.coefficients, logistic.coefficients)).toBeLessThan(1e-3);
      expect(farthest(model.predictProba(asked), logistic.probabilities)).toBeLessThan(1e-3);
    }
  });

  it("finds scikit-learn's weights for two classes", () => {
    const model = new LogisticRegression(tight).fit(two.X, two.y);
    expect(farthest(model.coefficients, logisticTwo.coefficients)).toBeLessThan(1e-3);
    expect(farthest(model.intercepts, logisticTwo.intercepts)).toBeLessThan(1e-3);
    expect(farthest(model.predictProba(T), logisticTwo.probabilities)).toBeLessThan(1e-3);
  });

  it("goes down with each step, can be asked in between, and ends where fit ends", () => {
    const model = new LogisticRegression();
    const losses: number[] = [];
    for (const { loss } of model.fitSteps(X, y)) {
      losses.push(loss);
      expect(model.predict(T)).toHaveLength(30);
    }
    expect(losses.length).toBeGreaterThan(5);
    for (const [i, loss] of losses.entries()) if (i > 0) expect(loss).toBeLessThanOrEqual(losses[i - 1]!);
    expect(model.coefficients).toEqual(new LogisticRegression().fit(X, y).coefficients);
  });

  it("says when it had too few steps", () => {
    const model = new LogisticRegression({ maxIter: 2 }).fit(X, y);
    expect({ converged: model.converged, nIter: model.nIter }).toEqual({ converged: false, nIter: 2 });
  });

  it("keeps huge numbers finite", () => {
    const model = new LogisticRegression().fit([[-1e5], [1e5]], ["a", "b"]);
    expect(model.predict([[-1e5], [1e5]])).toEqual(["a", "b"]);
    expect(model.predictProba([[1e300]])[0]).toEqual([0, 1]);
  });

  it.each([
    ["one class", () => new LogisticRegression().fit([[1], [2]], ["a", "a"]), "y holds one class only, a"],
    ["C of 0", () => new LogisticRegression({ C: 0 }), "C is 0"],
    ["prediction before fit", () => new LogisticRegression().predict([[1]]), "call fit(X, y) first"],
    ["other columns", () => new LogisticRegression().fit([[1], [2]], ["a", "b"]).predict([[1, 2]]), "X has 2 columns"],
    ["too few labels", () => new LogisticRegression().fit([[1], [2]], ["a"]), "X has 2 rows, y has 1 labels"],
  ])("%s is refused in words", (_, act, message) => {
    expect(act).toThrow(message);
  });
});

describe("a linear SVM", () => {
  const scaled = new StandardScaler().fit(X).transform(X);

  it.each(["squared-hinge", "hinge"] as const)("finds scikit-learn's borders with %s loss, from dense and from sparse rows", (loss) => {
    for (const rows of [scaled, sparse(scaled)]) {
      const model = new LinearSvm({ random: seed(1), C: 0.3, loss, tolerance: 1e-8, maxIter: 100_000 }).fit(rows, y);
      expect(model.converged).toBe(true);
      expect(farthest(model.coefficients, linearSvm[loss].coefficients)).toBeLessThan(1e-5);
      expect(farthest(model.intercepts, linearSvm[loss].intercepts)).toBeLessThan(1e-5);
    }
  });

  it("finds nearly the same from any seed, and the very same from the same", () => {
    const learn = (n: number) => new LinearSvm({ random: seed(n) }).fit(scaled, y).coefficients;
    expect(learn(1)).toEqual(learn(1));
    expect(farthest(learn(1), learn(2))).toBeLessThan(1e-2);
    expect(learn(1)).not.toEqual(learn(2));
  });

  it("by hand: the border of −1 and 1 with C large is at 0, both at the margin", () => {
    const model = new LinearSvm({ random: seed(1), C: 1e6, loss: "hinge" }).fit([[-1], [1]], ["a", "b"]);
    expect(model.decisionFunction([[-1], [0], [1]]).flat()).toEqual([expect.closeTo(-1, 3), expect.closeTo(0, 3), expect.closeTo(1, 3)]);
    expect(model.predict([[-3], [0.1]])).toEqual(["a", "b"]);
  });

  it("yields after each round, and says when rounds were too few", () => {
    const model = new LinearSvm({ random: seed(1), maxIter: 3, tolerance: 1e-12 });
    expect([...model.fitSteps(scaled, y)]).toHaveLength(3);
    expect(model.converged).toBe(false);
  });

  it.each([
    ["one class", () => new LinearSvm({ random: seed(1) }).fit([[1], [2]], ["a", "a"]), "y holds one class only, a"],
    ["another loss", () => new LinearSvm({ random: seed(1), loss: "log" as "hinge" }), "loss is log"],
    ["prediction before fit", () => new LinearSvm({ random: seed(1) }).predict([[1]]), "call fit(X, y) first"],
  ])("%s is refused in words", (_, act, message) => {
    expect(act).toThrow(message);
  });
});
