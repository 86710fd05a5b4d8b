import { Worker } from "node:worker_threads";
import { describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { DecisionTree } from "../../../src/ml/decision-tree.ts";
import { GradientBoostingClassifier } from "../../../src/ml/gradient-boosting.ts";
import { nodes, nodesUpwards } from "../../../src/ml/inside/tree-node.ts";
import { KNearestNeighbours } from "../../../src/ml/k-nearest-neighbours.ts";
import { LinearSvm } from "../../../src/ml/linear-svm.ts";
import { LogisticRegression } from "../../../src/ml/logistic-regression.ts";
import { MLPClassifier } from "../../../src/ml/mlp.ts";
import { BernoulliNaiveBayes, GaussianNaiveBayes, MultinomialNaiveBayes } from "../../../src/ml/naive-bayes.ts";
import { RandomForest } from "../../../src/ml/random-forest.ts";
import { Svm } from "../../../src/ml/svm.ts";

/** What the script says in a worker whose stack is smaller than a browser's. */
function inSmallStack(depth: number): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("deep-trees.worker.ts", import.meta.url), { workerData: depth, resourceLimits: { stackSizeMb: 0.5 } });
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}

describe("a tree of 20,000 questions in a row", () => {
  it("is grown, asked, pruned, drawn and written in a small stack", async () => {
    expect(await inSmallStack(20_000)).toEqual({
      depth: 20_000,
      nLeaves: 20_001,
      right: 1,
      importances: [expect.closeTo(1, 12), 0],
      // 200 questions with both answers, the leaf of each, and one line for the rest.
      lines: 3 * 200 + 1,
      deepest: ["--- truncated branch of depth 19800"],
      picture: { nodes: 40_001, links: 40_000, width: 20_001, height: 20_001, root: expect.closeTo(1, 12) },
      regions: 20_001,
      pruned: { same: 20_000, none: 0 },
      regression: { depth: 4000, first: [0, 1], text: true },
      boosted: [expect.closeTo(1, 9), expect.closeTo(0, 9)],
      forest: 2,
    });
  }, 120_000);

  it("of three: nodes come before those below them, or after, left before right", () => {
    const { root } = new DecisionTree().fit([[1], [2], [3]], ["a", "b", "a"]);
    const names = new Map(nodes(root).map((node, i) => [node, i]));
    expect(nodes(root).map(({ depth, samples }) => [depth, samples])).toEqual([
      [0, 3],
      [1, 1],
      [1, 2],
      [2, 1],
      [2, 1],
    ]);
    expect(nodesUpwards(root).map((node) => names.get(node))).toEqual([1, 3, 4, 2, 0]);
  });
});

describe("many classes", () => {
  const random = seed(1);
  const X = Array.from({ length: 2000 }, () => [random.normal(), random.normal()]);
  const y = X.map((_, i) => 100_000 + 7 * i);

  it("a tree holds 2,000 of them, and counts when it is asked", () => {
    const tree = new DecisionTree().fit(X, y);
    expect(tree.score(X.slice(0, 100), y.slice(0, 100))).toBe(1);
    expect(tree.root.counts).toHaveLength(2000);
    expect(tree.root.counts.every((count) => count === 1)).toBe(true);
    const leaf = nodes(tree.root).find(({ split }) => !split)!;
    expect(leaf.counts.reduce((a, b) => a + b)).toBe(1);
    const stump = tree.pruned(1);
    expect(stump.root.counts).toEqual(tree.root.counts);
    expect(tree.pruned(0).score(X.slice(0, 50), y.slice(0, 50))).toBe(1);
  });

  it("so does a forest", () => {
    const forest = new RandomForest({ random: seed(1), nTrees: 3, maxDepth: 20 }).fit(X, y);
    expect(forest.predict(X.slice(0, 20))).toHaveLength(20);
    expect(forest.predictProba(X.slice(0, 1))[0]!.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
  });

  it.each([
    ["a support vector machine", new Svm()],
    ["boosting", new GradientBoostingClassifier()],
  ])("%s says where they would not fit into memory", (_, model) => {
    const many = Array.from({ length: 20_000 }, (_, i) => [i]);
    expect(() =>
      model.fit(
        many,
        many.map(([i]) => i!),
      ),
    ).toThrow("y holds 20000 classes: this model would need 20000 times");
  });
});

describe("classifiers that are given amounts", () => {
  const X = [[1], [2], [3], [4], [5]];
  const counts = X;
  const prices = [120_000, 152_340.25, 99_000, 1, 2];
  const models = {
    DecisionTree: () => new DecisionTree().fit(X, prices),
    RandomForest: () => new RandomForest({ random: seed(1) }).fit(X, prices),
    GradientBoostingClassifier: () => new GradientBoostingClassifier().fit(X, prices),
    KNearestNeighbours: () => new KNearestNeighbours().fit(X, prices),
    LogisticRegression: () => new LogisticRegression().fit(X, prices),
    LinearSvm: () => new LinearSvm({ random: seed(1) }).fit(X, prices),
    Svm: () => new Svm().fit(X, prices),
    GaussianNaiveBayes: () => new GaussianNaiveBayes().fit(X, prices),
    MultinomialNaiveBayes: () => new MultinomialNaiveBayes().fit(counts, prices),
    BernoulliNaiveBayes: () => new BernoulliNaiveBayes().fit(counts, prices),
    MLPClassifier: () => new MLPClassifier({ random: seed(1) }).fit(X, prices),
  };

  it.each(Object.entries(models))("%s says that they are numbers, and what takes them", (_, fit) => {
    expect(fit).toThrow("y[1] is 152340.25: these are numbers, and a classifier tells classes apart. For numbers take RegressionTree");
  });

  it("whole numbers are classes, negative, large and as strings, too", () => {
    for (const labels of [
      [0, 1, 0, 1, 0],
      [-3, 2 ** 53, -3, 2 ** 53, -3],
      ["1.5", "2.5", "1.5", "2.5", "1.5"],
    ])
      expect(new DecisionTree().fit<number | string>(X, labels).predict(X)).toEqual(labels);
  });
});
