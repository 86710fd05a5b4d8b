import { describe, expect, it } from "vitest";
import { sparseRow } from "../../../src/base/sparse.ts";
import { BernoulliNaiveBayes, GaussianNaiveBayes, MultinomialNaiveBayes } from "../../../src/ml/naive-bayes.ts";
import { farthest, reference } from "./reference/load.ts";

const counts = reference("counts");
const measured = reference("classifiers");
const sparse = (X: number[][]) => X.map((row) => sparseRow(row.entries(), row.length));

describe("naive Bayes", () => {
  it("multinomial gives scikit-learn's probabilities, from dense and from sparse rows", () => {
    const { X, y, T, multinomial } = counts;
    expect(farthest(new MultinomialNaiveBayes({ alpha: 0.5 }).fit(X, y).predictProba(T), multinomial)).toBeLessThan(1e-12);
    expect(farthest(new MultinomialNaiveBayes({ alpha: 0.5 }).fit(sparse(X), y).predictProba(sparse(T)), multinomial)).toBeLessThan(1e-12);
  });

  it("Bernoulli gives scikit-learn's probabilities, from dense and from sparse rows", () => {
    const { X, y, T, bernoulli } = counts;
    expect(farthest(new BernoulliNaiveBayes({ alpha: 0.5 }).fit(X, y).predictProba(T), bernoulli)).toBeLessThan(1e-12);
    expect(farthest(new BernoulliNaiveBayes({ alpha: 0.5 }).fit(sparse(X), y).predictProba(sparse(T)), bernoulli)).toBeLessThan(1e-12);
  });

  it("Gaussian gives scikit-learn's probabilities", () => {
    const { X, y, T, gaussian } = measured;
    expect(farthest(new GaussianNaiveBayes().fit(X, y).predictProba(T), gaussian)).toBeLessThan(1e-9);
  });

  it("by hand: the example of Manning and others, table 13.1", () => {
    // Introduction to Information Retrieval, example 13.1: words Chinese, Beijing, Shanghai, Macao, Tokyo, Japan.
    const X = [
      [2, 1, 0, 0, 0, 0],
      [2, 0, 1, 0, 0, 0],
      [1, 0, 0, 1, 0, 0],
      [1, 0, 0, 0, 1, 1],
    ];
    const model = new MultinomialNaiveBayes().fit(X, ["China", "China", "China", "other"]);
    expect(Math.exp(model.featureLogProb[0]![0]!)).toBeCloseTo(3 / 7, 12);
    expect(Math.exp(model.featureLogProb[1]![4]!)).toBeCloseTo(2 / 9, 12);
    expect(Math.exp(model.classLogPrior[0]!)).toBeCloseTo(3 / 4, 12);
    expect(model.predict([[3, 0, 0, 0, 1, 1]])).toEqual(["China"]);
    // Example 13.2: with Bernoulli, the same text is not about China.
    expect(new BernoulliNaiveBayes().fit(X, ["China", "China", "China", "other"]).predict([[3, 0, 0, 0, 1, 1]])).toEqual(["other"]);
  });

  it("does not run out of digits on long texts", () => {
    const model = new MultinomialNaiveBayes().fit(
      [
        [5, 1],
        [1, 5],
      ],
      ["a", "b"],
    );
    expect(model.predictProba([[1e6, 0]])).toEqual([[1, 0]]);
  });

  it("is sure of the only class there is, and of columns that never vary", () => {
    expect(new GaussianNaiveBayes().fit([[1], [1]], ["a", "a"]).predictProba([[5]])).toEqual([[1]]);
    expect(new GaussianNaiveBayes().fit([[1], [1]], ["a", "b"]).predictProba([[1]])).toEqual([[0.5, 0.5]]);
  });

  it.each([
    ["negative counts", () => new MultinomialNaiveBayes().fit([[-1]], ["a"]), "counts cannot be negative"],
    ["no smoothing", () => new MultinomialNaiveBayes({ alpha: 0 }), "alpha is 0"],
    ["prediction before fit", () => new BernoulliNaiveBayes().predict([[1]]), "call fit(X, y) first"],
    ["prediction before fit, Gaussian", () => new GaussianNaiveBayes().predict([[1]]), "call fit(X, y) first"],
    ["other columns", () => new GaussianNaiveBayes().fit([[1]], ["a"]).predict([[1, 2]]), "X has 2 columns"],
    ["ragged rows", () => new MultinomialNaiveBayes().fit([[1, 2], [1]], ["a", "b"]), "X[1] has 1 numbers"],
    ["ragged sparse rows", () => new MultinomialNaiveBayes().fit([sparseRow([], 2), sparseRow([], 3)], ["a", "b"]), "X[1] has 3 columns"],
    ["too few labels", () => new MultinomialNaiveBayes().fit([[1]], []), "y has 0 labels"],
    ["labels that are none", () => new MultinomialNaiveBayes().fit([[1]], [undefined as unknown as string]), "y[0] is undefined"],
  ])("%s are refused in words", (_, act, message) => {
    expect(act).toThrow(message);
  });
});
