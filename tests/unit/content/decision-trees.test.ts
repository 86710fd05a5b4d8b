import { beforeAll, describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { iris } from "../../../src/datasets/iris.ts";
import { penguins } from "../../../src/datasets/penguins.ts";
import { DecisionTree, gini } from "../../../src/ml/decision-tree.ts";
import { nodes } from "../../../src/ml/inside/tree-node.ts";
import { crossValScore, stratifiedKFold } from "../../../src/score/cross-validation.ts";
import { holds, read, shownBy } from "./page.ts";

const page = "src/content/docs/machine-learning/decision-trees.mdx";
const notebook = read("notebooks/decision-trees.ts");
const { features, labels } = penguins;
let shown: Record<string, string>;
beforeAll(async () => {
  shown = await shownBy("decision-trees");
}, 120_000);

/** The numbers that follow a phrase in what a cell shows. */
const after = (cell: string, phrase: string) => {
  const text = shown[cell]!;
  expect(text).toContain(phrase);
  return [...text.slice(text.indexOf(phrase) + phrase.length).matchAll(/\d+(?:\.\d+)?/g)].map(([digits]) => Number(digits));
};
const mean = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
/** The tree of cell `grow`, let grow on. */
const never = new DecisionTree({ maxDepth: 12 });
const two = features.map((row) => [row[0]!, row[2]!]);

/** Penguins in each box of the deepest map. */
function deepest(): number[] {
  const hard = features.map((row) => [row[1]!, row[3]!]);
  const { root } = new DecisionTree({ maxDepth: 15 }).fit(hard, labels);
  return nodes(root).flatMap(({ split, samples }) => (split ? [] : [samples]));
}

holds(page, [
  ["Breiman and others (1984) take"],
  ["in the way of Breiman and others (1984)"],
  // Made by scikit-learn 1.2.1: cross_val_score(DecisionTreeClassifier(random_state=0), X, y, cv=StratifiedKFold(5, shuffle=True, random_state=s)), s from 0 to 9.
  ["gets .959 on average over ten shuffles of its own, from .950 to .971"],
  // scikit-learn 1.2.1, cross_val_score(DecisionTreeClassifier(random_state=s), X, y, cv=10), s from 0 to 49: .9533 in 22, .9600 in 28.
  ["gives either .9533 or .9600", [true, () => /0\.9533 +12\n0\.9600 +12/.test(shown["ties"]!)]],
  ["a famous data set of 150 flowers", [150, iris.rows.length]],
  ["in all 24 orders", [24, () => after("ties", "orders of the columns\n")[1]! + after("ties", "orders of the columns\n")[3]!]],
  ["until 2010", [true, notebook.includes("year < 2010")]],
  ["(Breiman 2001)"],
  [
    "With 15 questions in a row there are 88 boxes for 342 penguins, and 47 of the boxes hold a single penguin",
    [88, () => deepest().length],
    [342, () => deepest().reduce((sum, size) => sum + size)],
    [47, () => deepest().filter((size) => size === 1).length],
  ],
  // N. Hollmann and others 2025, abstract: "outperforms all previous methods on datasets with up to 10,000 samples by a wide margin".
  ["Three years later a [transformer] that had been pretrained on made-up tables beat them, on tables of up to 10,000 rows (Hollmann et al. 2025)"],
  // L. Grinsztajn and others 2022, abstract: "a standard set of 45 datasets"; "state-of-the-art on medium-sized data".
  ["on 45 data sets of middling size they were still ahead of neural networks (Grinsztajn et al. 2022)"],
  // S. Hegselmann and others 2023, abstract: "competitive with strong traditional baselines like gradient-boosted trees, especially in the very-few-shot setting".
  ["Hegselmann et al. (2023) did so with tables"],
  ["write `return 1 - Math.max(...shares);`", [true, notebook.includes("return 1 - sum(shares.map((share) => share * share));")]],
  ["raise `mostInARow` to 12", [true, notebook.includes("const mostInARow = 3;")], [1, () => never.fit(two, labels).score(two, labels)]],
  ["write `seed(1).shuffle(features)` in the place of `features`", [true, notebook.includes("const hard = features.map(")]],
  ["Predict both curves at depth 15", [true, notebook.includes("length: 15 }, (_, i) => i + 1")]],
]);

describe("the chapter's reference numbers", () => {
  it("iris, 10 folds: .9533 or .960, by the order of the columns", () => {
    const [first] = after("scores", "iris, 10 folds");
    expect([0.9533, 0.96]).toContain(first);
  });

  it("penguins, 5 folds, ten shuffles: .959 within .005, and spread as scikit-learn's .950 to .971 within .005", () => {
    const [, , ten] = after("scores", "penguins, ");
    expect(Math.abs(ten! - 0.959)).toBeLessThanOrEqual(0.005);
    const [least, most, average] = after("spread", "ten shuffles: from ");
    expect(average).toBe(ten);
    expect(Math.abs(least! - 0.95)).toBeLessThanOrEqual(0.005);
    expect(Math.abs(most! - 0.971)).toBeLessThanOrEqual(0.005);
  });
});

describe("what the prose says of the cells", () => {
  it("the sums by hand are Gini's index", () => {
    const counts = (yes: boolean) =>
      ["Adelie", "Chinstrap", "Gentoo"].map((name) => labels.filter((label, i) => label === name && features[i]![2]! <= 195 === yes).length);
    const [first, second] = [gini(counts(true)), gini(counts(false))];
    expect(after("gini-table", "yes").slice(0, 4)).toEqual([...counts(true), Number(first.toFixed(3))]);
    expect(after("gini-table", "no").slice(0, 4)).toEqual([...counts(false), Number(second.toFixed(3))]);
    const weighed = (156 * first + 186 * second) / 342;
    expect(after("gini-table", "after")[3]).toBe(Number(weighed.toFixed(3)));
  });

  it("the flipper wins the first question, as the tree of the library has it", () => {
    const { split } = new DecisionTree({ maxDepth: 1 }).fit(features, labels).root;
    expect(split).toMatchObject({ feature: 2, threshold: 206.5 });
    expect(shown["best-questions"]!.split("\n")[2]).toMatch(/^flipper length +54 +206\.50 mm/);
  });

  it("the tree by hand is the tree of the library", () => {
    expect(shown["same-tree"]).toBe("7 boxes, the same as those above");
  });

  it("Adelies and Chinstraps are taken for each other, mostly", () => {
    const rows = shown["errors"]!.split("\n").slice(2);
    const [total] = after("errors", "");
    expect(rows).toHaveLength(3);
    const between = Number(rows[0]!.split(/ +/)[2]) + Number(rows[1]!.split(/ +/)[1]);
    expect(between).toBeGreaterThan(total! / 2);
  });

  it("accuracy on penguins learnt from only rises with depth, on others it turns", () => {
    const [, rises, , , falls, highest, at] = after("depth-curve", "learnt from (15 points) goes from ");
    expect(at).toBe(2);
    expect(rises).toBeGreaterThan(0.97);
    expect(falls).toBeLessThan(highest! - 0.05);
    const hard = features.map((row) => [row[1]!, row[3]!]);
    const known = Array.from({ length: 15 }, (_, i) => new DecisionTree({ maxDepth: i + 1 }).fit(hard, labels).score(hard, labels));
    for (const [i, score] of known.entries()) if (i > 0) expect(score).toBeGreaterThanOrEqual(known[i - 1]!);
  });

  it("a price on leaves makes the tree better on penguins never seen", () => {
    const [unpriced, leaves, priced] = after("price-curve", "by the price of a leaf: ");
    expect(priced).toBeGreaterThan(unpriced! + 0.05);
    expect(leaves).toBeGreaterThan(50);
  });

  it("without the flipper, the bill takes over", () => {
    const [billLength, billDepth, mass] = after("importance", "Without the flipper: ");
    expect(billLength).toBeGreaterThan(mass!);
    expect(billDepth).toBeGreaterThan(mass!);
    expect(mass).toBeLessThan(0.2);
  });

  it("at a slant the straight line wins, at a right angle one question is enough", () => {
    const [, byTree] = after("border", "tree, ");
    const [byLine] = after("border", "one straight line");
    expect(byLine).toBeGreaterThan(byTree! + 3);
    const random = seed(3);
    const X = Array.from({ length: 200 }, () => [random.uniform() * 2 - 1, random.uniform() * 2 - 1]);
    expect(
      new DecisionTree().fit(
        X,
        X.map(([, b]) => String(b! > 0)),
      ).nLeaves,
    ).toBe(2);
  });

  it("the tree says the same for ever, and too little", () => {
    expect(after("future", "tree (741 points) goes from ")[1]).toBeLessThan(400);
    expect(after("future", "measured (741 points) goes from ")[1]).toBeGreaterThan(410);
  });

  it("the forest beats the tree, on folds and out of the bag", () => {
    const one = after("forest-score", "one tree, 5 folds")[0]!;
    expect(after("forest-score", "a forest of 50, 5 folds")[0]).toBeGreaterThan(one + 0.005);
    expect(after("forest-score", "out of the bag")[0]).toBeGreaterThan(one + 0.005);
  });

  it("measurements that belong to other penguins are learnt by heart, and worth nothing", () => {
    const hard = seed(1)
      .shuffle(features)
      .map((row) => [row[1]!, row[3]!]);
    const deep = () => new DecisionTree({ maxDepth: 15 });
    expect(deep().fit(hard, labels).score(hard, labels)).toBeGreaterThan(0.8);
    expect(mean(crossValScore(deep, hard, labels, stratifiedKFold(labels, { random: seed(0) })))).toBeLessThan(0.442);
  });
});
