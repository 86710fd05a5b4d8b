import { describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { iris } from "../../../src/datasets/iris.ts";
import { penguins } from "../../../src/datasets/penguins.ts";
import { GradientBoostingClassifier, GradientBoostingRegressor } from "../../../src/ml/gradient-boosting.ts";
import { RandomForest } from "../../../src/ml/random-forest.ts";
import { crossValScore, stratifiedKFold } from "../../../src/score/cross-validation.ts";
import { farthest, reference } from "./reference/load.ts";

const { X, y, T, boosting, boostingThree, forest } = reference("classifiers");
const numbers = reference("regressors");
const two = { X: X.slice(0, 80), y: y.slice(0, 80) };
const truth = [0, 1, 2].flatMap((k) => new Array<number>(10).fill(k));

describe("gradient boosting", () => {
  it("of two classes gives scikit-learn's probabilities, losses and importances", () => {
    const model = new GradientBoostingClassifier({ nTrees: 30, minSamplesLeaf: 5 }).fit(two.X, two.y);
    expect(farthest(model.predictProba(T), boosting.probabilities)).toBeLessThan(1e-6);
    // scikit-learn's deviance is twice the log loss.
    expect(
      farthest(
        model.losses.slice(1),
        boosting.losses.map((deviance: number) => deviance / 2),
      ),
    ).toBeLessThan(1e-6);
    expect(farthest(model.featureImportances, boosting.importances)).toBeLessThan(1e-6);
  });

  it("of three classes gives scikit-learn's probabilities, losses and importances", () => {
    const model = new GradientBoostingClassifier({ nTrees: 30, minSamplesLeaf: 5 }).fit(X, y);
    expect(farthest(model.predictProba(T), boostingThree.probabilities)).toBeLessThan(1e-12);
    expect(farthest(model.losses.slice(1), boostingThree.losses)).toBeLessThan(1e-12);
    expect(farthest(model.featureImportances, boostingThree.importances)).toBeLessThan(1e-12);
    for (const row of model.predictProba(T)) expect(row.reduce((a, b) => a + b)).toBeCloseTo(1, 14);
    expect(model.roots).toHaveLength(3 * 30);
  });

  it("of numbers gives scikit-learn's predictions and losses", () => {
    const model = new GradientBoostingRegressor({ nTrees: 50, minSamplesLeaf: 5 }).fit(numbers.X, numbers.y);
    expect(farthest(model.predict(numbers.T), numbers.boosting.predictions)).toBeLessThan(1e-6);
    expect(farthest(model.losses.slice(1), numbers.boosting.losses)).toBeLessThan(1e-6);
  });

  it("by hand: one tree corrects by its share of what is missing to the mean", () => {
    const model = new GradientBoostingRegressor({ nTrees: 1, learningRate: 0.5 }).fit([[1], [2]], [10, 20]);
    expect(model.base).toBe(15);
    expect(model.predict([[1], [2]])).toEqual([12.5, 17.5]);
    // Two rows of each class: p = ½, so that the Newton step of a pure leaf is (½ · 2) / (¼ · 2) = 2.
    const odds = new GradientBoostingClassifier({ nTrees: 1, learningRate: 1 }).fit([[1], [2], [3], [4]], ["a", "a", "b", "b"]);
    expect(odds.predictProba([[4]])[0]![1]).toBeCloseTo(1 / (1 + Math.exp(-2)), 12);
  });

  it("by hand: one step for three classes of a row each", () => {
    // All begin at p = ⅓. The tree of a row's own class answers ⅔ · ⅔ / (⅓ · ⅔) = 2 there, those of the others ⅔ · −⅓ / (⅓ · ⅔) = −1: e² against twice e⁻¹.
    const model = new GradientBoostingClassifier({ nTrees: 1, learningRate: 1 }).fit([[1], [2], [3]], ["a", "b", "c"]);
    expect(model.bases).toEqual([Math.log(1 / 3), Math.log(1 / 3), Math.log(1 / 3)]);
    const sure = 1 / (1 + 2 * Math.exp(-3));
    const unsure = (1 - sure) / 2;
    expect(
      farthest(model.predictProba([[1], [2], [3]]), [
        [sure, unsure, unsure],
        [unsure, sure, unsure],
        [unsure, unsure, sure],
      ]),
    ).toBeLessThan(1e-15);
    expect(model.predict([[0], [2], [9]])).toEqual(["a", "b", "c"]);
    expect(model.losses).toEqual([expect.closeTo(Math.log(3), 14), expect.closeTo(-Math.log(sure), 14)]);
  });

  it("tells the three kinds of iris and of penguin apart as often as scikit-learn's does", () => {
    const mean = (data: { features: number[][]; labels: readonly string[] }) => {
      const scores = crossValScore(
        () => new GradientBoostingClassifier(),
        data.features,
        data.labels,
        stratifiedKFold(data.labels, { random: seed(0) }),
      );
      return scores.reduce((a, b) => a + b) / scores.length;
    };
    // scikit-learn 1.2.1: GradientBoostingClassifier(random_state=0), StratifiedKFold(5, shuffle=True, random_state=0 to 4) on iris: .933 to .96.
    expect(mean(iris)).toBeGreaterThanOrEqual(0.933);
    expect(mean(iris)).toBeLessThanOrEqual(0.967);
    // On penguins: .968 to .980.
    expect(mean(penguins)).toBeGreaterThanOrEqual(0.96);
    expect(mean(penguins)).toBeLessThanOrEqual(0.985);
  });

  it("yields after each tree, with a loss that falls, and ends where fit ends", () => {
    const model = new GradientBoostingRegressor({ nTrees: 20 });
    let trees = 0;
    for (const { losses, roots } of model.fitSteps(numbers.X, numbers.y)) {
      trees++;
      expect(roots).toHaveLength(trees);
      expect(losses.at(-1)).toBeLessThan(losses.at(-2)!);
    }
    expect(trees).toBe(20);
    expect(model.predict(numbers.T)).toEqual(new GradientBoostingRegressor({ nTrees: 20 }).fit(numbers.X, numbers.y).predict(numbers.T));
  });

  it("draws the same rows from the same seed", () => {
    const learn = (n: number) =>
      new GradientBoostingRegressor({ subsample: { share: 0.5, random: seed(n) } }).fit(numbers.X, numbers.y).predict(numbers.T);
    expect(learn(1)).toEqual(learn(1));
    expect(learn(1)).not.toEqual(learn(2));
  });

  it.each([
    ["one class", () => new GradientBoostingClassifier().fit([[1]], ["a"]), "y holds one class only, a: telling apart needs at least two"],
    ["no trees", () => new GradientBoostingClassifier({ nTrees: 0 }), "nTrees is 0"],
    ["more rows than all", () => new GradientBoostingRegressor({ subsample: { share: 2, random: seed(1) } }), "subsample.share is 2"],
    ["prediction before fit", () => new GradientBoostingRegressor().predict([[1]]), "call fit(X, y) first"],
    ["NaN", () => new GradientBoostingRegressor().fit([[1]], [Number.NaN]), "y[0] is NaN"],
  ])("%s are refused in words", (_, act, message) => {
    expect(act).toThrow(message);
  });
});

describe("a random forest", () => {
  it("is right as often as scikit-learn's", () => {
    const scores = Array.from({ length: 20 }, (_, n) => new RandomForest({ random: seed(n) }).fit(X, y).score(T, truth));
    const mean = (values: number[]) => values.reduce((a, b) => a + b) / values.length;
    expect(Math.abs(mean(scores) - mean(forest))).toBeLessThan(0.02);
  });

  it("the same seed grows the same trees, another seed others", () => {
    const learn = (n: number) => new RandomForest({ random: seed(n), nTrees: 10 }).fit(X, y).predictProba(T);
    expect(learn(3)).toEqual(learn(3));
    expect(learn(3)).not.toEqual(learn(4));
  });

  it("yields after each tree, and can be asked by then", () => {
    const model = new RandomForest({ random: seed(1), nTrees: 5 });
    let trees = 0;
    for (const { roots } of model.fitSteps(X, y)) {
      expect(roots).toHaveLength(++trees);
      expect(model.predictProba(T)).toHaveLength(30);
    }
    expect(trees).toBe(5);
  });

  it("judges training rows by the trees that have not seen them", () => {
    const model = new RandomForest({ random: seed(1) }).fit(X, y);
    expect(model.score(X, y)).toBe(1);
    const honest = model.outOfBagScore(X, y);
    // scikit-learn 1.2.1: RandomForestClassifier(100, oob_score=True), seeds 0 to 19 on this data: .783 to .825.
    expect(honest).toBeGreaterThan(0.76);
    expect(honest).toBeLessThan(0.85);
  });

  it("credits features with shares that sum to 1, more where a feature tells more", () => {
    const shares = new RandomForest({ random: seed(1) }).fit(X, y).featureImportances;
    expect(shares.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    const noise = seed(5);
    const rows = X.map((x: number[]) => [x[0], noise.normal()]);
    const [signal, none] = new RandomForest({ random: seed(1) }).fit(rows, y).featureImportances;
    expect(signal).toBeGreaterThan(none!);
  });

  it.each([
    ["no trees", () => new RandomForest({ random: seed(1), nTrees: 0 }), "nTrees is 0"],
    ["trees without end", () => new RandomForest({ random: seed(1), nTrees: Number.POSITIVE_INFINITY }), "nTrees is Infinity"],
    ["trees without end, boosted,", () => new GradientBoostingRegressor({ nTrees: Number.POSITIVE_INFINITY }), "nTrees is Infinity"],
    ["no features", () => new RandomForest({ random: seed(1), maxFeatures: 0 }), "maxFeatures is 0"],
    ["prediction before fit", () => new RandomForest({ random: seed(1) }).predict([[1]]), "call fit(X, y) first"],
    ["other rows out of bag", () => new RandomForest({ random: seed(1), nTrees: 2 }).fit(X, y).outOfBagScore(T, truth), "give the 120"],
    ["ragged rows", () => new RandomForest({ random: seed(1) }).fit([[1, 2], [1]], ["a", "b"]), "X[1] has 1 numbers"],
  ])("%s are refused in words", (_, act, message) => {
    expect(act).toThrow(message);
  });
});

it("losses stay finite where boosting runs wild", () => {
  // One feature, 15 % of the labels turned, and steps as long as they can be: sums go beyond 709 on the wrong side. scikit-learn 1.2.1 runs wild on the same rows, too;
  // its train_score_, by logaddexp, stays finite.
  const random = seed(5);
  const rows = Array.from({ length: 60 }, () => [random.uniform()]);
  const labels = rows.map(([x]) => (x! > 0.5 !== random.uniform() < 0.15 ? "a" : "b"));
  const { losses } = new GradientBoostingClassifier({ nTrees: 30, learningRate: 1, subsample: { share: 0.5, random: seed(2) } }).fit(rows, labels);
  expect(Math.max(...losses)).toBeGreaterThan(709 / 60);
  expect(losses.every(Number.isFinite)).toBe(true);
});
