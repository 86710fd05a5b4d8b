import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { penguins } from "../../../src/datasets/penguins.ts";
import { DecisionTree, gini, nodes, wayOf } from "../../../src/ml/decision-tree.ts";
import { crossValScore, stratifiedKFold } from "../../../src/score/cross-validation.ts";

const mean = (numbers: number[]) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

describe("gini", () => {
  it.each([
    [[4, 0], 0],
    [[2, 2], 0.5],
    // 1 − (3² + 1²)/4²
    [[3, 1], 0.375],
    [[1, 1, 1], 2 / 3],
    [[], 0],
  ])("of %j is %d", (counts, expected) => {
    expect(gini(counts)).toBeCloseTo(expected, 12);
  });
});

describe("a tree grown by hand", () => {
  it("asks midway between the two values that part the classes", () => {
    const { root } = new DecisionTree().fit([[1], [2], [4], [5]], ["a", "a", "b", "b"]);
    expect(root).toMatchObject({ counts: [2, 2], samples: 4, impurity: 0.5, split: { feature: 0, threshold: 3 } });
    expect(root.split?.left).toMatchObject({ depth: 1, counts: [2, 0], impurity: 0 });
  });

  it("asks the question that lowers the weighted impurity most", () => {
    // On x0, 2.5 leaves 2·0 + 4·.375 = 1.5; on x1, the best (.5) leaves 1·0 + 5·.48 = 2.4.
    const X = [
      [1, 1],
      [2, 0],
      [3, 1],
      [4, 1],
      [5, 1],
      [6, 1],
    ];
    const { root } = new DecisionTree({ maxDepth: 1 }).fit(X, ["a", "a", "b", "b", "b", "a"]);
    expect(root.split).toMatchObject({ feature: 0, threshold: 2.5 });
  });

  it("splits where no question helps at once, as exclusive or needs", () => {
    const [X, y] = [
      [
        [0, 0],
        [0, 1],
        [1, 0],
        [1, 1],
      ],
      ["no", "yes", "yes", "no"],
    ];
    const tree = new DecisionTree().fit(X as number[][], y as string[]);
    expect(tree.score(X as number[][], y as string[])).toBe(1);
    expect({ depth: tree.depth, nLeaves: tree.nLeaves }).toEqual({ depth: 2, nLeaves: 4 });
  });

  it("takes the first feature, then the lowest threshold, where questions are equally good", () => {
    expect(
      new DecisionTree().fit(
        [
          [1, 1],
          [2, 2],
        ],
        ["a", "b"],
      ).root.split?.feature,
    ).toBe(0);
    expect(new DecisionTree({ maxDepth: 1 }).fit([[1], [2], [3]], ["a", "b", "a"]).root.split?.threshold).toBe(1.5);
  });

  it("sends a value equal to the threshold left", () => {
    const tree = new DecisionTree().fit([[1], [3]], ["a", "b"]);
    expect(tree.predict([[2], [2.0000001]])).toEqual(["a", "b"]);
  });

  it("leads a row from the root to the leaf that answers", () => {
    const { root } = new DecisionTree().fit([[1], [2], [4], [5]], ["a", "b", "c", "c"]);
    expect(wayOf(root, [2])).toEqual([root, root.split!.left, root.split!.left.split!.right]);
    expect(wayOf(root, [5])).toEqual([root, root.split!.right]);
  });

  it("gives the shares of the leaf as probabilities, and the first class where two are equal", () => {
    const tree = new DecisionTree({ maxDepth: 0 }).fit([[1], [2], [3], [4]], ["b", "a", "a", "b"]);
    expect(tree.classes).toEqual(["a", "b"]);
    expect(tree.predictProba([[9]])).toEqual([[0.5, 0.5]]);
    expect(tree.predict([[9]])).toEqual(["a"]);
  });

  it("keeps enough rows on both sides, and leaves small nodes whole", () => {
    const [X, y] = [
      [[1], [2], [3], [4], [5]],
      ["a", "b", "b", "b", "b"],
    ];
    expect(new DecisionTree({ minSamplesLeaf: 2 }).fit(X as number[][], y as string[]).root.split?.threshold).toBe(2.5);
    expect(new DecisionTree({ minSamplesLeaf: 3 }).fit(X as number[][], y as string[]).nLeaves).toBe(1);
    expect(new DecisionTree({ minSamplesSplit: 6 }).fit(X as number[][], y as string[]).nLeaves).toBe(1);
  });

  it("is one leaf when there is one class, or no way to tell rows apart", () => {
    expect(new DecisionTree().fit([[1], [2]], ["a", "a"]).nLeaves).toBe(1);
    expect(new DecisionTree().fit([[1], [1]], ["a", "b"]).predictProba([[1]])).toEqual([[0.5, 0.5]]);
  });

  it("credits the features that lowered the impurity", () => {
    const tree = new DecisionTree().fit(
      [
        [7, 1],
        [7, 2],
      ],
      ["a", "b"],
    );
    expect(tree.featureImportances).toEqual([0, 1]);
    expect(new DecisionTree().fit([[1]], ["a"]).featureImportances).toEqual([0]);
  });

  it("prints itself as text", () => {
    const tree = new DecisionTree().fit([[1], [3]], ["a", "b"]);
    expect(tree.text(["size"])).toBe("|--- size <= 2.00\n|   |--- class: a\n|--- size >  2.00\n|   |--- class: b");
    expect(tree.text()).toContain("feature 0 <= 2.00");
  });

  it("takes numbers as labels", () => {
    expect(new DecisionTree().fit([[1], [3]], [10, 9]).classes).toEqual([9, 10]);
  });
});

describe("bad input", () => {
  const fitting = (X: unknown, y: unknown) => () => new DecisionTree().fit(X as number[][], y as string[]);
  it.each([
    ["no rows", fitting([], []), "X is empty"],
    ["no columns", fitting([[]], ["a"]), "X[0] is empty"],
    ["ragged rows", fitting([[1, 2], [3]], ["a", "b"]), "X[1] has 1 numbers, X[0] has 2"],
    ["NaN", fitting([[1], [Number.NaN]], ["a", "b"]), "X[1][0] is NaN"],
    ["infinity", fitting([[Number.POSITIVE_INFINITY]], ["a"]), "X[0][0] is Infinity"],
    ["text", fitting([["1"]], ["a"]), "X[0][0] is 1"],
    ["rows that are none", fitting([1, 2], ["a", "b"]), "X[0] is 1"],
    ["too few labels", fitting([[1], [2]], ["a"]), "X has 2 rows, y has 1 labels"],
    ["a negative depth", () => new DecisionTree({ maxDepth: -1 }), "maxDepth is -1"],
    ["half a row", () => new DecisionTree({ minSamplesLeaf: 0.5 }), "minSamplesLeaf is 0.5"],
    ["prediction before fit", () => new DecisionTree().predict([[1]]), "call fit(X, y) first"],
    ["other columns than before", () => new DecisionTree().fit([[1]], ["a"]).predict([[1, 2]]), "X has 2 columns, the tree learnt from 1"],
  ])("%s is refused in words", (_, act, message) => {
    expect(act).toThrow(message);
  });

  it("leaves a tree as it was when fit fails", () => {
    const tree = new DecisionTree().fit([[1], [3]], ["a", "b"]);
    expect(() =>
      tree.fit(
        [
          [1, 2],
          [Number.NaN, 1],
        ],
        ["a", "b"],
      ),
    ).toThrow();
    expect(tree.predict([[0]])).toEqual(["a"]);
  });
});

describe("properties", () => {
  const value = fc.oneof(fc.integer({ min: -5, max: 5 }), fc.double({ noNaN: true, noDefaultInfinity: true }));
  const sample = fc.record({ x: fc.tuple(value, value), label: fc.constantFrom("a", "b", "c") });
  const samples = fc.uniqueArray(sample, { minLength: 1, maxLength: 25, selector: ({ x }) => x.map((v) => v + 0).join() });
  const split = (rows: { x: number[]; label: string }[]) => [rows.map(({ x }) => x), rows.map(({ label }) => label)] as const;

  it("a tree without limits gives back the labels of distinct rows", () => {
    fc.assert(
      fc.property(samples, (rows) => {
        const [X, y] = split(rows);
        expect(new DecisionTree().fit(X, y).predict(X)).toEqual(y);
      }),
    );
  });

  it("probabilities sum to 1, counts to the rows, and a split never raises the impurity", () => {
    fc.assert(
      fc.property(samples, fc.integer({ min: 0, max: 4 }), (rows, maxDepth) => {
        const [X, y] = split(rows);
        const tree = new DecisionTree({ maxDepth }).fit(X, y);
        for (const p of tree.predictProba(X)) expect(p.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
        expect(tree.depth).toBeLessThanOrEqual(maxDepth);
        for (const { samples, impurity, split } of nodes(tree.root)) {
          if (!split) continue;
          expect(split.left.samples + split.right.samples).toBe(samples);
          expect(split.left.samples * split.left.impurity + split.right.samples * split.right.impurity).toBeLessThanOrEqual(
            samples * impurity + 1e-9,
          );
        }
      }),
    );
  });

  it("neither the order of the rows nor the unit of a feature matters", () => {
    const whole = fc.uniqueArray(
      fc.record({ x: fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: -50, max: 50 })), label: fc.constantFrom("a", "b", "c") }),
      {
        minLength: 1,
        maxLength: 25,
        selector: ({ x }) => x.join(),
      },
    );
    fc.assert(
      fc.property(whole, fc.integer({ min: 1, max: 4 }), fc.integer(), (rows, maxDepth, n) => {
        const [X, y] = split(rows);
        const tree = new DecisionTree({ maxDepth }).fit(X, y);
        expect(new DecisionTree({ maxDepth }).fit(...split(seed(n).shuffle(rows))).predict(X)).toEqual(tree.predict(X));
        const inOtherUnits = X.map(([a, b]) => [1024 * a!, b! / 8]);
        expect(new DecisionTree({ maxDepth }).fit(inOtherUnits, y).predict(inOtherUnits)).toEqual(tree.predict(X));
      }),
    );
  });
});

describe("penguins", () => {
  const { features, labels } = penguins;
  const scores = Array.from({ length: 10 }, (_, n) =>
    mean(crossValScore(() => new DecisionTree(), features, labels, stratifiedKFold(labels, { random: seed(n) }))),
  );

  it("5-fold accuracy is that of scikit-learn", () => {
    // scikit-learn 1.2.1, DecisionTreeClassifier(), ten seeds of StratifiedKFold(5, shuffle=True): mean .959, from .950 to .971.
    expect(mean(scores)).toBeGreaterThanOrEqual(0.94);
    expect(Math.abs(mean(scores) - 0.959)).toBeLessThanOrEqual(0.02);
    for (const score of scores) expect(score).toBeGreaterThan(0.93);
  });

  it("the same seeds give the same figures", () => {
    expect(scores.map((score) => score.toFixed(3))).toMatchInlineSnapshot(`
      [
        "0.965",
        "0.971",
        "0.947",
        "0.965",
        "0.962",
        "0.959",
        "0.959",
        "0.956",
        "0.965",
        "0.968",
      ]
    `);
  });

  it("first parts the long flippers, mostly of Gentoo, from the short", () => {
    const { root } = new DecisionTree().fit(features, labels);
    expect(root).toMatchObject({ counts: [151, 68, 123], split: { feature: 2, threshold: 206.5 } });
  });
});
