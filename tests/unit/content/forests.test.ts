import { beforeAll, describe, expect, it } from "vitest";
import { mean } from "../../../src/base/mean.ts";
import { seed } from "../../../src/base/random.ts";
import { co2 } from "../../../src/datasets/co2.ts";
import { penguins } from "../../../src/datasets/penguins.ts";
import { DecisionTree } from "../../../src/ml/decision-tree.ts";
import { LogisticRegression } from "../../../src/ml/logistic-regression.ts";
import { RandomForest } from "../../../src/ml/random-forest.ts";
import { slantedBorder } from "../../../src/ml/slanted-border.ts";
import { stratifiedKFold, take } from "../../../src/score/cross-validation.ts";
import { permutationImportance } from "../../../src/score/permutation-importance.ts";
import { holds, numbersAfter, read, shownBy } from "./page.ts";

const page = "src/content/docs/machine-learning/forests.mdx";
const notebook = read("notebooks/forests.ts");
const { rows, features, labels } = penguins;
let shown: Record<string, string>;
beforeAll(async () => {
  shown = await shownBy("forests");
}, 120_000);

/** The numbers that follow a phrase in what a cell shows. */
const after = (cell: string, phrase: string) => numbersAfter(shown[cell]!, phrase);

/** What the tree and the straight line of the first cells get right on new points. */
const atSlant = (angle: number) => {
  const [{ X, y }, fresh] = [slantedBorder({ n: 150, angle, random: seed(3) }), slantedBorder({ n: 2000, angle, random: seed(4) })];
  const tree = new DecisionTree().fit(X, y);
  return { leaves: tree.nLeaves, tree: tree.score(fresh.X, fresh.y), line: new LogisticRegression({ C: 100 }).fit(X, y).score(fresh.X, fresh.y) };
};

/** Right or not, penguin by penguin, each asked of a model that has not met it. */
const deals = Array.from({ length: 10 }, (_, i) => stratifiedKFold(labels, { random: seed(i) }));
const told = (fresh: () => DecisionTree | RandomForest, deal: number): boolean[] => {
  const right: boolean[] = [];
  for (const { train, test } of deals[deal]!) {
    const model = fresh().fit(take(features, train), take(labels, train));
    for (const row of test) right[row] = model.predict([features[row]!])[0] === labels[row];
  }
  return right;
};
const share = (right: boolean[]) => right.filter(Boolean).length / right.length;
const trees = deals.map((_, i) => told(() => new DecisionTree(), i));
const forests = deals.map((_, i) => told(() => new RandomForest({ nTrees: 50, random: seed(i) }), i));
const onlyTree = trees[0]!.filter((right, row) => right && !forests[0]![row]).length;
const onlyForest = trees[0]!.filter((right, row) => !right && forests[0]![row]).length;
const se = (p: number, n: number) => Math.sqrt((p * (1 - p)) / n);

/** As cell `importance` has it. */
const [{ train, test }] = deals[0] as [{ train: number[]; test: number[] }];
const [known, asked] = [take(features, train), take(labels, train)];
const grown = new DecisionTree().fit(known, asked);
const lost = permutationImportance(grown, take(features, test), take(labels, test), { random: seed(1), repeats: 50 });
const without = new DecisionTree().fit(
  known.map(([bill, depth, , mass]) => [bill!, depth!, 0, mass!]),
  asked,
);

/** The twenty trees of cell `unstable`. */
const chance = seed(0);
const twenty = Array.from({ length: 20 }, () => {
  const sample = rows.map(() => chance.int(rows.length));
  return new DecisionTree({ maxDepth: 3 }).fit(
    take(
      rows.map((row) => [row.billLength, row.flipperLength]),
      sample,
    ),
    take(labels, sample),
  );
});
const variance = (rho: number) => rho * 0.04 + ((1 - rho) / 100) * 0.04;

holds(
  page,
  [
    ["learnsFrom: 342 penguins", [342, rows.length]],
    ["**Turn it:** level or upright, one question is enough", [2, atSlant(0).leaves], [2, atSlant(90).leaves]],
    [
      "a model that fits one straight line does better, with three numbers, than the tree with all its boxes",
      [true, [15, 30, 45, 60, 75].every((angle) => atSlant(angle).line > atSlant(angle).tree + 0.02)],
    ],
    [
      "Sixteen ask about the flipper first, four about the bill, and no two are the same tree",
      [16, twenty.filter(({ root }) => root.split!.feature === 1).length],
      [20, new Set(twenty.map((tree) => tree.text())).size],
    ],
    ["of each month from 1990 until 2010", [true, notebook.includes("year < 2010") && notebook.includes(">= 1990")]],
    ["After 2010, the measured curve goes on rising", [true, notebook.includes("at: 2010")]],
    ["(Breiman 2001)"],
    ["0 not at all, 1 the same", [0.04, variance(1)]],
    ["With σ² = 0.04, ρ = 0.5 and B = 100: 0.5 · 0.04 + 0.5 · 0.04 / 100 = 0.0202", ["0.0202", variance(0.5).toFixed(4)]],
    ["With ρ = 0.1 it is 0.00436", ["0.00436", variance(0.1).toFixed(5)]],
    // Equation 15.1.
    ["(Hastie et al. 2009, section 15.2)"],
    ["the 342 penguins, ten times dealt into the same five parts for both", [5, deals[0]!.length]],
    ["50 such trees", [true, notebook.includes("nTrees: 50")]],
    ["0.442, always Adelie", ["0.442", (labels.filter((name) => name === "Adelie").length / labels.length).toFixed(3)]],
    [
      "standard error about 0.010 for the tree and 0.008 for the forest, on 342 penguins",
      ["0.010", se(mean(trees.map(share)), 342).toFixed(3)],
      ["0.008", se(mean(forests.map(share)), 342).toFixed(3)],
    ],
    [
      "in the first shuffle the two differ on 5 penguins, and the forest is right about all 5: exact McNemar test, p = 0.06",
      [5, onlyTree + onlyForest],
      [5, onlyForest],
      ["0.06", (2 * 0.5 ** 5).toFixed(2)],
    ],
    [
      "Body mass brings 2 of 100 parts of the fall in Gini. Take the flipper away, and how many does it bring? 32",
      [2, Math.round(100 * grown.featureImportances[3]!)],
      [32, Math.round(100 * without.featureImportances[3]!)],
    ],
    [
      "It brings 32: big penguins have long flippers",
      [
        true,
        correlation(
          rows.map((row) => row.bodyMass),
          rows.map((row) => row.flipperLength),
        ) > 0.8,
      ],
    ],
    ["nobody can follow a hundred ways at once"],
    // L. Grinsztajn and others 2022, abstract: "a standard set of 45 datasets"; "state-of-the-art on medium-sized data".
    ["on 45 data sets of middling size they were still ahead of neural networks (Grinsztajn et al. 2022)"],
    // N. Hollmann and others 2025, abstract: "outperforms all previous methods on datasets with up to 10,000 samples by a wide margin".
    ["Three years later a [transformer] that had been pretrained on made-up tables beat them, on tables of up to 10,000 rows (Hollmann et al. 2025)"],
    ["the same rows give the same tree, ρ is 1", [new DecisionTree().fit(features, labels).text(), new DecisionTree().fit(features, labels).text()]],
  ],
  [
    ["a tree can only build a staircase", "construction: each of its questions is about one measurement"],
    ["Which model is better depends on the data", () => atSlant(45).line > atSlant(45).tree && atSlant(0).leaves === 2],
    ["never takes a question back, so a small change", "construction: what is below a question sees its side of the rows alone"],
    ["the first shrinks only when they differ", () => variance(0.1) < variance(0.5) && 0.5 * 0.04 === 0.02],
    ["The forest is ahead in each of the ten shuffles", () => forests.every((right, i) => share(right) > share(trees[i]!))],
    ["before you are pleased", "advice: a base line first"],
    ["a date that is only filled in afterwards", "advice: an example"],
    ["Next year's prices are higher", "instruction: what is asked"],
    ["Two columns hold nearly the same", "instruction: what is asked"],
  ],
);

function correlation(a: number[], b: number[]): number {
  const [meanA, meanB] = [mean(a), mean(b)];
  const sum = (f: (i: number) => number) => a.reduce((total, _, i) => total + f(i), 0);
  return sum((i) => (a[i]! - meanA) * (b[i]! - meanB)) / Math.sqrt(sum((i) => (a[i]! - meanA) ** 2) * sum((i) => (b[i]! - meanB) ** 2));
}

describe("what the prose says of the cells", () => {
  it("the tables show what was computed", () => {
    expect(after("straight", "boxes")[0]).toBe(Number(atSlant(45).tree.toFixed(3)));
    expect(after("straight", "straight line")[0]).toBe(Number(atSlant(45).line.toFixed(3)));
    expect(Math.abs(after("forest-score", "one tree")[0]! - mean(trees.map(share)))).toBeLessThan(0.002);
    expect(Math.abs(after("forest-score", "a forest of 50")[0]! - mean(forests.map(share)))).toBeLessThan(0.002);
    expect(after("importance", "body mass (g)").slice(0, 3)).toEqual(
      [grown.featureImportances[3], without.featureImportances[3], lost[3]].map((n) => Number(n!.toFixed(3))),
    );
  });

  it("the tree says the same for ever, and too little", () => {
    expect(after("future", "tree (364 points) goes from ")[1]).toBeLessThan(400);
    expect(after("future", "measured (364 points) goes from ")[1]).toBeGreaterThan(410);
    expect(co2.rows.at(-1)!.date.getUTCFullYear()).toBeGreaterThan(2015);
  });

  it("the twenty trees do not agree about the penguin that they vote on", () => {
    const [first, second] = shown["vote"]!.split("\n")
      .slice(1)
      .map((line) => Number(line.trim().split(/ +/)[1]));
    expect(first! + second!).toBe(20);
    expect(second).toBeGreaterThan(3);
  });

  it("a forest out of the bag is about as good as on folds", () => {
    expect(Math.abs(after("forest", "it goes from ")[1]! - mean(forests.map(share)))).toBeLessThan(0.01);
  });
});
