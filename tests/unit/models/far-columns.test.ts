import { describe, expect, it } from "vitest";
import { calmUnits, changeUnits } from "../../../src/base/column-units.ts";
import { lbfgs } from "../../../src/base/lbfgs.ts";
import { seed } from "../../../src/base/random.ts";
import { compress, sparseRow } from "../../../src/base/sparse.ts";
import { HoltWinters } from "../../../src/ml/holt-winters.ts";
import { LinearRegression } from "../../../src/ml/linear-regression.ts";
import { LinearSvm } from "../../../src/ml/linear-svm.ts";
import { LogisticRegression } from "../../../src/ml/logistic-regression.ts";
import { MLPClassifier } from "../../../src/ml/mlp.ts";
import { RegressionTree } from "../../../src/ml/regression-tree.ts";
import { Svm } from "../../../src/ml/svm.ts";
import { ValueIteration } from "../../../src/ml/value-iteration.ts";
import { StandardScaler } from "../../../src/prep/standard-scaler.ts";
import { logisticOptimum } from "./newton.ts";
import { farthest } from "./reference/load.ts";

const draw = seed(3);
const z = Array.from({ length: 80 }, () => draw.normal());
const two = z.map((v) => Number(v + 0.4 * draw.normal() > 0));
const noise = Array.from({ length: 80 }, () => draw.normal());
const three = z.map((v, i) => (v + 0.4 * noise[79 - i]! < -0.5 ? 0 : two[i]! + 1));
const sparse = (rows: readonly number[][]) => rows.map((row) => sparseRow(row.entries(), row.length));

/** To the first sum: what all of three have in common says nothing, and next to nothing holds it in place where a column is wide. */
const differences = (sums: readonly number[][]) =>
  sums.length === 1 ? sums : sums.slice(1).map((row) => row.map((value, j) => value - sums[0]![j]!));

/** Columns as people have them: offset and spread. */
const COLUMNS: [string, number, number][] = [
  ["years", 2000, 10],
  ["years before Christ", -500, 30],
  ["incomes", 50_000, 20_000],
  ["milliseconds of months", 1.7e12, 1e10],
  ["milliseconds of one second", 1.7e12, 1e3],
  ["prices a hair apart", 100, 0.01],
  ["tiny shares", 0, 1e-4],
  ["huge numbers around 0", 0, 1e9],
];

describe("logistic regression says that it converged only at the optimum", () => {
  for (const [name, offset, spread] of COLUMNS) {
    const alone = z.map((v) => [offset + spread * v]);
    const beside = z.map((v, i) => [offset + spread * noise[i]!, v]);
    const constant = z.map((v, i) => [v, offset + spread, i % 7 === 0 ? 3 : 0]);
    for (const [what, X] of [
      ["alone", alone],
      ["beside a good one", beside],
      ["as one number for all rows", constant],
    ] as const)
      for (const [y, nClasses] of [
        [two, 2],
        [three, 3],
      ] as const)
        it(`${name} ${what}, ${nClasses} classes, dense and sparse`, () => {
          for (const C of [1, 100]) {
            const best = logisticOptimum(X, y, nClasses, C);
            for (const rows of [X, sparse(X)]) {
              const model = new LogisticRegression({ C }).fit(rows, y);
              expect(model.converged).toBe(true);
              expect(model.loss / best.loss - 1).toBeLessThan(1e-6);
              expect(farthest(model.predictProba(rows), best.probabilities)).toBeLessThan(2e-3);
              const standardised = model.coefficients.map((row) => row.map((weight, j) => weight * best.scale[j]!));
              expect(farthest(differences(standardised), differences(best.standardised))).toBeLessThan(0.05);
              // What is shown says the same as what predicts, as far as the digits of such numbers go.
              const sums = X.map((x) =>
                model.coefficients.map((row, k) => row.reduce((sum, weight, j) => sum + weight * x[j]!, model.intercepts[k]!)),
              );
              const shown = sums.map((row) => (row.length === 1 ? [0, row[0]!] : row)).map((row) => row.indexOf(Math.max(...row)));
              if (spread > 1e-10 * offset) expect(shown).toEqual(model.predict(rows));
            }
          }
        });
  }

  it("years tell as much as the same column scaled", () => {
    const born = z.map((v) => [2000 + 10 * v]);
    const scaled = new StandardScaler().fitTransform(born);
    expect(new LogisticRegression().fit(born, two).score(born, two)).toBe(new LogisticRegression().fit(scaled, two).score(scaled, two));
  });

  it("a smaller tolerance comes nearer", () => {
    const X = z.map((v, i) => [2000 + 10 * noise[i]!, v]);
    const best = logisticOptimum(X, two, 2, 1);
    const gaps = [1, 1e-2, 1e-6].map((tolerance) => new LogisticRegression({ tolerance }).fit(X, two).loss - best.loss);
    expect(gaps[0]).toBeGreaterThan(gaps[1]!);
    expect(gaps[1]).toBeGreaterThan(gaps[2]!);
    expect(Math.abs(gaps[2]!)).toBeLessThan(1e-10);
  });

  it("numbers at the edge of what there is stay finite", () => {
    const X = [[1e308], [-1e308], [9e307], [-9e307]];
    const model = new LogisticRegression().fit(X, ["a", "b", "a", "b"]);
    expect(model.predict(X)).toEqual(["a", "b", "a", "b"]);
    expect(Number.isFinite(model.loss)).toBe(true);
  });
});

describe("L-BFGS", () => {
  it("does not take little progress for having arrived: a gorge that bends 10⁸ times more across than along", () => {
    // ½ (x² + 10⁸ (y − x)²) from (100, 100): along the gorge, steps are short until its bend is known.
    const at = Float64Array.of(100, 100);
    const states = [
      ...lbfgs((v, gradient) => {
        const [x, y] = [v[0]!, v[1]!];
        gradient.set([x - 1e8 * (y - x), 1e8 * (y - x)]);
        return (x * x + 1e8 * (y - x) ** 2) / 2;
      }, at),
    ];
    expect(states.at(-1)!.converged).toBe(true);
    expect(farthest(at, [0, 0])).toBeLessThan(0.01);
  });

  it("says that it has not arrived where the value cannot tell the way any more", () => {
    // 10²⁰ swallows all that x could gain, yet the slope says that it is far.
    const states = [
      ...lbfgs((v, gradient) => {
        gradient[0] = 2e10 * (v[0]! - 1);
        return 1e30 + v[0]! * 0;
      }, Float64Array.of(1e8)),
    ];
    expect(states.at(-1)).toMatchObject({ converged: false, value: 1e30 });
  });
});

describe("calm units", () => {
  it("leave columns that are near 0 and narrow as they are, to the very rows", () => {
    const rows = compress(z.map((v, i) => [0.5 * v + 0.9, noise[i]! > 1 ? 1 : 0]));
    expect(changeUnits(rows, calmUnits(rows))).toBe(rows);
  });

  it("by hand: 8 and 12 lie 2 around 10; a column of 0 and 8 is 4 wide", () => {
    const rows = compress([
      [8, 0, 0],
      [12, 8, 0],
    ]);
    const units = calmUnits(rows);
    expect([units.offset, units.scale]).toEqual([Float64Array.of(10, 0, 0), Float64Array.of(2, 4, 1)]);
    const { index, value, start } = changeUnits(rows, units);
    expect([[...start], [...index], [...value]]).toEqual([
      [0, 1, 3],
      [0, 0, 1],
      [-1, 1, 2],
    ]);
  });

  it("write out the zeros of a column that is moved, wherever they stand in a row", () => {
    // One 0 and ten times 10: mean 9.09, deviation 2.87.
    const X = Array.from({ length: 11 }, (_, i) => [i % 2, i === 5 ? 0 : 10, i % 3]);
    const rows = compress(X);
    const units = calmUnits(rows);
    expect(units.offset[1]).toBeGreaterThan(9);
    const moved = changeUnits(rows, units);
    const dense = X.map((_, i) => {
      const row = [0, 0, 0];
      for (let at = moved.start[i]!; at < moved.start[i + 1]!; at++) row[moved.index[at]!] = moved.value[at]!;
      return row;
    });
    expect(dense).toEqual(X.map((x) => x.map((value, j) => (value - units.offset[j]!) / units.scale[j]!)));
  });
});

describe("other models on columns far from 0", () => {
  const far = (spread: number) => z.map((v) => [1.7e12 + spread * v]);

  it.each(["linear", "rbf"] as const)("an SVM with the %s kernel finds the borders of the same column near 0", (kernel) => {
    const near = z.map((v) => [v]);
    const there = z.map((v) => [1.7e12 + v]).map(([x]) => [x! - 1.7e12]);
    const model = new Svm({ kernel }).fit(far(1), two);
    expect(model.converged).toBe(true);
    // Near 0, the rows as they were rounded so far away.
    const same = new Svm({ kernel }).fit(there, two);
    expect(farthest(model.decisionFunction(far(1)), same.decisionFunction(there))).toBeLessThan(1e-2);
    expect(model.score(far(1), two)).toBe(new Svm({ kernel }).fit(near, two).score(near, two));
  });

  it("a linear SVM gives its border in the units of the columns", () => {
    const X = z.map((v, i) => [2000 + v, noise[i]!]);
    const model = new Svm({ kernel: "linear" }).fit(X, two);
    const [[a, b], [c]] = [model.coefficients[0] as [number, number], model.intercepts as [number]];
    const byHand = X.map(([x, y]) => [a * x! + b * y! + c]);
    expect(farthest(model.decisionFunction(X), byHand)).toBeLessThan(1e-8);
  });

  it("linear SVMs by coordinate descent do not say that they converged where they did not", () => {
    const X = z.map((v) => [2000 + 10 * v]);
    expect(new LinearSvm({ random: seed(1) }).fit(X, two).converged).toBe(false);
  });

  it("a regression tree grows the same for targets far from 0", () => {
    const X = z.map((v) => [v]);
    const text = (offset: number) =>
      new RegressionTree({ maxDepth: 3 }).fit(
        X,
        z.map((v) => offset + Math.round(1000 * v)),
      ).root;
    const questions = (offset: number) => JSON.stringify(text(offset), (key, value) => (key === "value" || key === "impurity" ? undefined : value));
    expect(questions(1.7e12)).toBe(questions(0));
    expect(text(1.7e12).value).toBeCloseTo(1.7e12 + text(0).value, 2);
  });

  it("linear regression keeps a column whose unit makes it small beside another", () => {
    const X = z.map((v, i) => [1.7e12 + 1e10 * noise[i]!, 1e-5 * v]);
    const model = new LinearRegression().fit(
      X,
      z.map((v, i) => 3 * v + noise[i]!),
    );
    expect(model.rank).toBe(2);
    expect(
      farthest(
        model.coefficients.map((c, j) => c * [1e10, 1e-5][j]!),
        [1, 3],
      ),
    ).toBeLessThan(1e-6);
  });

  it("what rounding leaves of a column that does not vary is no column", () => {
    // The mean of three times 0.1 is 0.10000000000000002.
    const model = new LinearRegression().fit([[0.1], [0.1], [0.1]], [1, 2, 6]);
    expect({ ...model }).toMatchObject({ coefficients: [0], rank: 0, intercept: 3 });
    const constant = Array.from({ length: 100_001 }, () => [0.1]);
    expect(new StandardScaler().fitTransform(constant)[0]![0]).toBeCloseTo(0, 8);
  });

  it("Holt and Winters find the same weights in any unit", () => {
    const series = Array.from({ length: 60 }, (_, t) => 10 + 0.2 * t + 3 * Math.sin(t / 2) + noise[t]!);
    const weights = (unit: number) => {
      const { alpha, beta, gamma } = new HoltWinters({ period: 12 }).fit(series.map((value) => unit * value));
      return [alpha, beta, gamma];
    };
    expect(farthest(weights(2 ** -40), weights(1))).toBeLessThan(1e-6);
  });

  it("values so large that rounding shows decide between equal actions no more than small ones", () => {
    // Either way earns 3 · 10⁸ in the end, but for one digit of rounding: 10⁻⁷.
    const world = {
      states: 4,
      actionNames: ["left", "right"],
      start: 0,
      outcomes: (state: number, action: number) => [
        state === 0
          ? { probability: 1, state: action === 0 ? 1 : 2, reward: action === 0 ? 3e8 : 1e8, done: false }
          : { probability: 1, state: 3, reward: state === 1 ? 0 : 2e8 + 1e-7, done: true },
      ],
    };
    expect(new ValueIteration({ discount: 1 }).fit(world).policy[0]).toBe(0);
  });

  it("a neural network refuses columns that 32 bits cannot tell apart", () => {
    expect(() => new MLPClassifier({ random: seed(1) }).fit(far(1e3), two)).toThrow(
      /column 0 of X holds numbers such as 1[\d.]+ that 32 bits cannot tell apart: scale the columns first/,
    );
  });
});
