import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { treePicture } from "../../../src/charts/inside/tree-picture.ts";
import { penguins } from "../../../src/datasets/penguins.ts";
import { DecisionTree, entropy, nodes } from "../../../src/ml/decision-tree.ts";
import type { TreeNodeOf } from "../../../src/ml/inside/tree-node.ts";
import { RegressionTree } from "../../../src/ml/regression-tree.ts";
import { farthest, reference } from "./reference/load.ts";

const { X, y, tree: sk } = reference("classifiers");
const numbers = reference("regressors");

/** The questions, in the order root, left, right, as in make.py. Thresholds of scikit-learn are midpoints of single-precision values. */
function expectQuestions<N extends TreeNodeOf<N>>(root: N, expected: ([number, number] | null)[]) {
  const own = nodes(root).map(({ split }) => split && [split.feature, split.threshold]);
  expect(own.map((question) => question?.[0])).toEqual(expected.map((question) => question?.[0]));
  for (const [i, question] of own.entries()) if (question) expect(question[1]).toBeCloseTo(expected[i]![1], 4);
}

describe("entropy", () => {
  it.each([
    [[4, 0], 0],
    [[2, 2], 1],
    // −¾ log₂ ¾ − ¼ log₂ ¼
    [[3, 1], 0.811278],
    [[1, 1, 1, 1], 2],
  ])("of %j is %d bits", (counts, expected) => {
    expect(entropy(counts)).toBeCloseTo(expected, 6);
  });
});

describe("a classification tree asks what scikit-learn asks", () => {
  it.each(["gini", "entropy"] as const)("by %s", (criterion) => {
    expectQuestions(new DecisionTree({ criterion, maxDepth: 3 }).fit(X, y).root, sk[`${criterion}3`]);
  });

  it("and credits the same features", () => {
    expect(farthest(new DecisionTree({ maxDepth: 3 }).fit(X, y).featureImportances, sk.importances3)).toBeLessThan(1e-6);
  });

  it("grows the same from typed rows, from rows with −0, and however many values repeat", () => {
    const typed = X.map((x: number[]) => Float64Array.from(x));
    expect(new DecisionTree().fit(typed, y).root).toEqual(new DecisionTree().fit(X, y).root);
    expect(new DecisionTree().fit([[-0], [0], [1]], ["a", "a", "b"]).root.split?.threshold).toBe(0.5);
  });
});

describe("pruning", () => {
  // Small nodes have many equally good questions, among which scikit-learn draws lots: leaves of 5 rows have none here.
  const options = { minSamplesLeaf: 5 };
  const whole = new DecisionTree(options).fit(X, y);

  it("passes the trees that scikit-learn passes", () => {
    const path = whole.pruningPath();
    expect(
      farthest(
        path.map(({ alpha }) => alpha),
        sk.alphas,
      ),
    ).toBeLessThan(1e-9);
    expect(
      farthest(
        path.map(({ impurity }) => impurity),
        sk.impurities,
      ),
    ).toBeLessThan(1e-9);
    expect(path[0]!.nLeaves).toBe(whole.nLeaves);
  });

  it("leaves as many leaves as scikit-learn at the same price", () => {
    const leaves = [0.005, 0.01, 0.02, 0.05].map((ccpAlpha) => new DecisionTree({ ...options, ccpAlpha }).fit(X, y).nLeaves);
    expect(leaves).toEqual(sk.prunedLeaves);
  });

  it("a tree pruned later is the one pruned while it grew, and the whole one stays whole", () => {
    const before = whole.nLeaves;
    expect(whole.pruned(0.02).root).toEqual(new DecisionTree({ ...options, ccpAlpha: 0.02 }).fit(X, y).root);
    expect(whole.nLeaves).toBe(before);
    expect(whole.pruned(1).nLeaves).toBe(1);
  });

  it("by hand: cuts the question that helps least for each leaf", () => {
    // Root: gini .5 of 8 rows. Its left side (4 a, 1 b) costs 5/8 · .32 = .2; one more question brings that to 0 for one leaf.
    const tree = new DecisionTree().fit([[1], [2], [3], [4], [5], [6], [7], [8]], ["a", "a", "a", "a", "b", "a", "b", "b"]);
    const path = tree.pruningPath();
    expect(path.map(({ nLeaves }) => nLeaves)).toEqual([4, 2, 1]);
    // Root 5/8, 3/8: .46875; two leaves after x <= 4.5: 4/8 · .375 = .1875; the two questions below it save .1875 for two leaves.
    expect(path.map(({ alpha }) => alpha)).toEqual([0, expect.closeTo(0.09375, 12), expect.closeTo(0.28125, 12)]);
  });

  it("is refused at a negative price", () => {
    expect(() => new DecisionTree({ ccpAlpha: -1 })).toThrow("ccpAlpha is -1");
    expect(() => new DecisionTree({ criterion: "mse" as "gini" })).toThrow("criterion is mse: it must be one of gini, entropy");
    expect(() => new DecisionTree().pruningPath()).toThrow("call fit(X, y) first");
  });
});

describe("a regression tree", () => {
  it("asks and answers as scikit-learn's", () => {
    const tree = new RegressionTree({ maxDepth: 3 }).fit(numbers.X, numbers.y);
    expectQuestions(tree.root, numbers.tree3);
    expect(farthest(tree.predict(numbers.T), numbers.tree3Predictions)).toBeLessThan(1e-9);
  });

  it("by hand: splits where both sides lie close to their mean", () => {
    const { root } = new RegressionTree({ maxDepth: 1 }).fit([[1], [2], [3], [4]], [10, 12, 30, 32]);
    expect(root).toMatchObject({ value: 21, impurity: 101, split: { threshold: 2.5, left: { value: 11, impurity: 1 }, right: { value: 31 } } });
  });

  it("without limits, gives back the targets of distinct rows; pruned at a high price, their mean", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer(), { minLength: 1, maxLength: 30 }), fc.integer(), (xs, shift) => {
        const targets = xs.map((x) => (((x * 7 + shift) % 11) + 11) % 11);
        const rows = xs.map((x) => [x]);
        expect(new RegressionTree().fit(rows, targets).predict(rows)).toEqual(targets);
        const mean = targets.reduce((a, b) => a + b, 0) / targets.length;
        expect(new RegressionTree({ ccpAlpha: 1e6 }).fit(rows, targets).predict([[0]])[0]).toBeCloseTo(mean, 9);
      }),
    );
  });

  it("writes itself, and refuses bad input in words", () => {
    expect(new RegressionTree().fit([[1], [3]], [5, 7]).text(["size"])).toBe(
      "|--- size <= 2.00\n|   |--- value: 5.00\n|--- size >  2.00\n|   |--- value: 7.00",
    );
    expect(() => new RegressionTree().fit([[1]], [Number.NaN])).toThrow("y[0] is NaN");
    expect(() => new RegressionTree().fit([[1]], [])).toThrow("X has 1 rows, y has 0 numbers");
    expect(() => new RegressionTree().predict([[1]])).toThrow("call fit(X, y) first");
  });
});

describe("the picture of a tree", () => {
  it("has a dot for each node and a line for each answer", () => {
    const tree = new DecisionTree().fit([[1], [3], [5]], ["a", "b", "a"]);
    const { nodes: dots, links, width, height } = treePicture(tree, { featureNames: ["size"], digits: 0 });
    expect({ width, height }).toEqual({ width: 3, height: 3 });
    expect(dots.map(({ x, y, text, kind }) => [x, y, text, kind])).toEqual([
      [0.75, 0, "size ≤ 2", "question"],
      [0, -1, "a", "leaf"],
      [1.5, -1, "size ≤ 4", "question"],
      [1, -2, "b", "leaf"],
      [2, -2, "a", "leaf"],
    ]);
    expect(links).toHaveLength(4);
    expect(links.find(({ x2, y2 }) => x2 === 1.5 && y2 === -1)).toEqual({ x1: 0.75, y1: 0, x2: 1.5, y2: -1, answer: "no", samples: 2, share: 2 / 3 });
  });

  it("never puts two leaves in one place, and shares of the leaves are the whole", () => {
    const { nodes: dots } = treePicture(new DecisionTree().fit(penguins.features, penguins.labels));
    const leaves = dots.filter(({ kind }) => kind === "leaf");
    expect(leaves.map(({ x }) => x)).toEqual([...leaves.keys()]);
    expect(leaves.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(treePicture(new RegressionTree().fit([[1], [2]], [0.25, 3])).nodes.map(({ text }) => text)).toEqual(["feature 0 ≤ 1.50", "0.25", "3.00"]);
  });
});
