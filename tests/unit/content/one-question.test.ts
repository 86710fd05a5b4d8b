import { beforeAll, describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { type Penguin, penguins } from "../../../src/datasets/penguins.ts";
import { DecisionTree, entropy, gini, nodes } from "../../../src/ml/decision-tree.ts";
import { bestQuestion, countBy, type Measure, type NumberColumn } from "../../../src/ml/questions.ts";
import { crossValScore, stratifiedKFold } from "../../../src/score/cross-validation.ts";
import { holds, read, shownBy } from "./page.ts";

const page = "src/content/docs/machine-learning/one-question.mdx";
const notebook = read("notebooks/one-question.ts");
const { rows, features, labels } = penguins;
let shown: Record<string, string>;
beforeAll(async () => {
  shown = await shownBy("one-question");
}, 120_000);

const measurements: NumberColumn<Penguin>[] = ["billLength", "billDepth", "flipperLength", "bodyMass"];
const counts = (some: readonly Penguin[]) => [...countBy(some, "species").values()];
/** The best question about each measurement, the best of all first. */
const contest = (measure: Measure<Penguin>) => measurements.map((column) => bestQuestion(rows, [column], measure)!).sort((a, b) => a.mixed - b.mixed);
const byGini = contest((some) => gini(counts(some)));
const byEntropy = contest((some) => entropy(counts(some)));
const small = new DecisionTree({ maxDepth: 2 }).fit(features, labels);

/** The board of cell `greedy`, and the share that a greedy tree of some depth names rightly. */
const random = seed(1);
const points = Array.from({ length: 400 }, () => [random.uniform(), random.uniform()]);
const colours = points.map(([x, y]) => (x! < 0.5 === y! < 0.5 ? "dark" : "light"));
const right = (maxDepth: number) => new DecisionTree({ maxDepth }).fit(points, colours).score(points, colours);

/** What two questions in a row name rightly if the first of them is "left of the middle?": each side then asks the best it can. */
const rowsWhere = (is: (x: number) => boolean) => points.flatMap(([x], i) => (is(x!) ? [i] : []));
const halves = [rowsWhere((x) => x < 0.5), rowsWhere((x) => x >= 0.5)];
const byHand = halves.every((rows) => {
  const [X, y] = [rows.map((row) => points[row]!), rows.map((row) => colours[row]!)];
  return new DecisionTree({ maxDepth: 1 }).fit(X, y).score(X, y) === 1;
});
/** The accuracy of a tree without a limit on penguins that it has not met. */
const crossed = () => {
  const scores = crossValScore(() => new DecisionTree(), features, labels, stratifiedKFold(labels, { random: seed(0) }));
  return scores.reduce((sum, score) => sum + score) / scores.length;
};

holds(
  page,
  [
    ["learnsFrom: 342 penguins", [342, rows.length]],
    ["Breiman and others (1984)"],
    ["Gini impurity: 0 where all are of one species", [0, gini([5])]],
    [
      "G = 1 − 0.75² − 0.25² = 1 − 0.5625 − 0.0625 = 0.375",
      ["0.5625 0.0625 0.375", `${0.75 ** 2} ${0.25 ** 2} ${1 - 0.5625 - 0.0625}`],
      [0.375, gini([3, 1])],
    ],
    [
      "The flipper, at 206.5 mm: it leaves 0.303, and the bill length 0.325",
      ["flipperLength 206.5 0.303", `${byGini[0]!.column} ${byGini[0]!.threshold} ${byGini[0]!.mixed.toFixed(3)}`],
      ["billLength 0.325", `${byGini[1]!.column} ${byGini[1]!.mixed.toFixed(3)}`],
    ],
    [
      "the thresholds move, and the flipper still wins",
      ["flipperLength", byEntropy[0]!.column],
      [true, byEntropy.some(({ column, threshold }) => byGini.find((other) => other.column === column)!.threshold !== threshold)],
    ],
    [
      "a penguin of 4,000 g is named from two of its four measurements, and its mass is never asked for",
      [false, nodes(small.root).some(({ split }) => split?.feature === 3)],
      [true, nodes(small.root).every(({ depth, split }) => Boolean(split) === depth < 2)],
    ],
    ["Take a chessboard of two by two squares"],
    ["how many of 100 points of the board does it name rightly? 59", [59, Math.round(100 * right(2))]],
    ["It names 59 of 100; a coin would name 50", [59, Math.round(100 * right(2))], [true, new Set(colours).size === 2]],
    ["needs five questions in a row for all of them", [1, right(5)], [true, right(4) < 1]],
    ["write `return 1 - Math.max(...p);`", [true, /const p = shares\(some, "species"\);\s+return 1 - /.test(notebook)]],
    [
      "raise the 2 to 12",
      [true, notebook.includes("grow(rows, 2)")],
      [1, new DecisionTree({ maxDepth: 12 }).fit(features, labels).score(features, labels)],
    ],
    ["the Gini impurity of that side? 0", [0, gini([9])]],
    ["All shares but one are 0, and 1 − 1² is 0"],
    // S. Hegselmann and others 2023, abstract: "competitive with strong traditional baselines like gradient-boosted trees, especially in the very-few-shot setting".
    ["Hegselmann and others (2023) did so with tables of other things"],
  ],
  [
    ["keeps the one that sorts them best", () => bestQuestion(rows, measurements, (some) => gini(counts(some)))!.mixed === byGini[0]!.mixed],
    ["at most this long", "definition: what a question asks"],
    ["keeps the lowest", () => byGini[0]!.mixed === Math.min(...byGini.map(({ mixed }) => mixed))],
    ["see two measurements only", "instruction: the tree of the cell is given two columns"],
    ["The shade of a box", "definition: what the shade means"],
    ["each question is the best one now, and none is ever taken back", "definition: greedy"],
    ["the most frequent species at each end", "definition: what a leaf answers"],
    ["Each question only sees its own side", "construction: a question is chosen from the rows of its node"],
    ["It gets only the rows that the first one sent there", "construction: a question is chosen from the rows of its node"],
    [
      "it is never wrong about the penguins it has met, and that is not the same as being right",
      () => new DecisionTree().fit(features, labels).score(features, labels) === 1 && crossed() < 1,
    ],
    ["the share that the most frequent species leaves out", "definition: the other measure"],
    ["**A tree that is never wrong.**", () => new DecisionTree({ maxDepth: 12 }).fit(features, labels).score(features, labels) === 1],
    ["leave the labels least mixed", "definition: learning, for a tree"],
    ["is the reason for its answer", "construction: the leaf depends on the questions of the way and on nothing else"],
    ["not always a step of the best tree", () => right(2) < 1 && byHand],
  ],
);

describe("what the cells show", () => {
  it("the sums by hand are Gini's index", () => {
    const side = (yes: boolean) => rows.filter(({ flipperLength }) => flipperLength <= 195 === yes);
    const [before, yes, no, after] = shown["sides"]!.split("\n")
      .slice(2)
      .map((line) => line.match(/\d+(\.\d+)?/g)!.map(Number)) as [number[], number[], number[], number[]];
    const of = (some: readonly Penguin[]) => gini(counts(some));
    expect(before.at(-1)).toBe(Number(of(rows).toFixed(3)));
    expect(yes.at(-1)).toBe(Number(of(side(true)).toFixed(3)));
    expect(no.at(-1)).toBe(Number(of(side(false)).toFixed(3)));
    expect(yes.slice(0, -1).reduce((a, b) => a + b)).toBe(side(true).length);
    expect(after.at(-1)).toBe(Number(((side(true).length * of(side(true)) + side(false).length * of(side(false))) / rows.length).toFixed(3)));
  });

  it("the open cell shows how mixed all of them are", () => {
    expect(Number(shown["gini"])).toBeCloseTo(gini(counts(rows)), 12);
  });

  it("the tree by hand is the tree of the library", () => {
    const names = measurements;
    const ways = (node: typeof small.root, way: string): string[] => {
      if (!node.split) return [way + small.classes[node.counts.indexOf(Math.max(...node.counts))]];
      const { feature, threshold, left, right } = node.split;
      return [...ways(left, `${way}${names[feature]} ≤ ${threshold} → `), ...ways(right, `${way}${names[feature]} > ${threshold} → `)];
    };
    expect(shown["grow"]!.split("\n")).toEqual(ways(small.root, ""));
  });

  it("the flipper stands first in the table of the contest", () => {
    expect(shown["best-questions"]!.split("\n").find((line) => line.includes("flipper"))).toMatch(/^flipperLength +54 +206\.50 +0\.303$/);
  });
});
