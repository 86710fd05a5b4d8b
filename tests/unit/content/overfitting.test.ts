import { beforeAll, describe, expect, it } from "vitest";
import { mean } from "../../../src/base/mean.ts";
import { seed } from "../../../src/base/random.ts";
import { iris } from "../../../src/datasets/iris.ts";
import { penguins } from "../../../src/datasets/penguins.ts";
import { DecisionTree } from "../../../src/ml/decision-tree.ts";
import { nodes } from "../../../src/ml/inside/tree-node.ts";
import { crossValScore, stratifiedKFold, take } from "../../../src/score/cross-validation.ts";
import { holds, numbersAfter, read, shownBy } from "./page.ts";

const page = "src/content/docs/machine-learning/overfitting.mdx";
const notebook = read("notebooks/overfitting.ts");
const { rows, features, labels } = penguins;
let shown: Record<string, string>;
beforeAll(async () => {
  shown = await shownBy("overfitting");
}, 120_000);

/** The numbers that follow a phrase in what a cell shows. */
const after = (cell: string, phrase: string) => numbersAfter(shown[cell]!, phrase);

const two = rows.map(({ billDepth, bodyMass }) => [billDepth, bodyMass]);
const [{ train, test }] = stratifiedKFold(labels, { random: seed(0) }) as [{ train: number[]; test: number[] }];
const [X, y] = [take(two, train), take(labels, train)];
const shuffles = Array.from({ length: 10 }, (_, i) => stratifiedKFold(y, { random: seed(i) }));
const validate = (fresh: () => DecisionTree) => mean(shuffles.flatMap((folds) => crossValScore(fresh, X, y, folds)));
const limited = (maxDepth: number) => () => new DecisionTree({ maxDepth });
const known = Array.from({ length: 15 }, (_, i) =>
  limited(i + 1)()
    .fit(X, y)
    .score(X, y),
);
const unknown = Array.from({ length: 15 }, (_, i) => validate(limited(i + 1)));
const priced = (ccpAlpha: number) => new DecisionTree({ ccpAlpha }).fit(X, y);
const last = (tree: DecisionTree) => tree.fit(X, y).score(take(two, test), take(labels, test));
const se = (p: number, n: number) => Math.sqrt((p * (1 - p)) / n);

/** Penguins in each box of the deepest map. */
const boxes = nodes(new DecisionTree({ maxDepth: 15 }).fit(two, labels).root).flatMap(({ split, samples }) => (split ? [] : [samples]));
/** The 100 of cell `lucky`, each with what it has right among the rows it was chosen with and among the others. */
const random = seed(5);
const guessers = Array.from({ length: 100 }, () => labels.map(() => labels[random.int(labels.length)]!)).map((guesses) =>
  [test, train].map((some) => some.filter((row) => guesses[row] === labels[row]).length / some.length),
) as [number, number][];
const champion = guessers.reduce((a, b) => (b[0] > a[0] ? b : a));

holds(
  page,
  [
    ["learnsFrom: 342 penguins", [342, rows.length]],
    ["**Move the slider to 15:**", [true, /min: 1,\s+max: 15/.test(notebook)]],
    [
      "With 15 questions in a row there are 88 boxes for 342 penguins, and 47 of the boxes hold a single penguin",
      [88, boxes.length],
      [342, boxes.reduce((sum, size) => sum + size)],
      [47, boxes.filter((size) => size === 1).length],
    ],
    ["The 273 are too few", [273, train.length]],
    ["five parts of them, in ten shuffles", [true, shuffles.length === 10 && shuffles.every((folds) => folds.length === 5)]],
    ["A tree with 15 questions in a row names 96 of 100 penguins that it has learnt from", [96, Math.round(100 * known[14]!)]],
    ["How many of 100 that it has not? 75", [75, Math.round(100 * unknown[14]!)]],
    ["It is 75, and with two questions in a row it was 80", [75, Math.round(100 * unknown[14]!)], [80, Math.round(100 * unknown[1]!)]],
    ["in the way of Breiman and others (1984)"],
    ["in the place of one lowers R by 0.010"],
    [
      "At α = 0.004 it costs 0.008 more and stays; at α = 0.006 it costs 0.012 more and goes",
      ["0.008 0.012", `${(2 * 0.004).toFixed(3)} ${(2 * 0.006).toFixed(3)}`],
      [true, 0.008 < 0.01 && 0.012 > 0.01],
    ],
    ["Now the 69 that had no say", [69, test.length]],
    ["With p = 0.812 of n = 69: √(0.812 · 0.188 / 69) = 0.047", [0.812, Number(last(limited(2)()).toFixed(3))], ["0.047", se(0.812, 69).toFixed(3)]],
    ["So 0.812 may as well be 0.76", [true, 0.812 - 0.76 > se(0.812, 69) && 0.812 - 0.76 < 1.2 * se(0.812, 69)]],
    [
      "The tree without a limit got 0.710; on 69 penguins alone that could still be luck, but the validation rows say the same",
      ["0.710", last(new DecisionTree()).toFixed(3)],
      [true, last(limited(2)()) - last(new DecisionTree()) < 2 * Math.hypot(se(0.812, 69), se(0.71, 69))],
      [true, validate(limited(2)) > validate(() => new DecisionTree()) + 0.04],
    ],
    ["The two cures gave the same tree here", [priced(0.015).text(), limited(2)().fit(X, y).text()]],
    ['Here are 100 "models" that guess', [100, guessers.length]],
    ["The luckiest of them is right about 54 of 100 of the rows it was chosen with", [54, Math.round(100 * champion[0])]],
    [
      "And about the others? about 36 of 100, as any guess",
      [36, Math.round(100 * champion[1])],
      [36, Math.round(100 * mean(guessers.map(([, other]) => other)))],
    ],
    // Made by scikit-learn 1.2.1: cross_val_score(DecisionTreeClassifier(random_state=0), X, y, cv=StratifiedKFold(5, shuffle=True, random_state=s)), s from 0 to 9.
    ["gets 0.959 on average over ten shuffles of its own, from 0.950 to 0.971"],
    // scikit-learn 1.2.1, cross_val_score(DecisionTreeClassifier(random_state=s), X, y, cv=10), s from 0 to 49: .9533 in 22, .9600 in 28.
    ["scikit-learn gives either 0.9533 or 0.9600, by its seed", [true, () => /0\.9533 +12\n0\.9600 +12/.test(shown["ties"]!)]],
    ["a famous data set of 150 flowers (Fisher 1936)", [150, iris.rows.length]],
    ["in all 24 ways", [24, () => after("ties", "orders of the columns\n")[1]! + after("ties", "orders of the columns\n")[3]!]],
    ["Half of the orders give the one, half the other", [true, () => /0\.9533 +12\n0\.9600 +12/.test(shown["ties"]!)]],
    ["The difference is one flower", [1, Math.round(150 * (0.96 - 0.9533))]],
    [
      "The standard error of 0.96 on 150 flowers is 0.016, more than twice that: on so few, half a percent means nothing",
      ["0.016", se(0.96, 150).toFixed(3)],
      [true, se(0.96, 150) > 2 * (0.96 - 0.9533)],
    ],
    ["On 60,000 pictures it would mean much", [true, 0.005 > 4 * se(0.96, 60_000)]],
    ["write `seed(1).shuffle(rows)` in the place of `rows` before `.map`", [true, notebook.includes("const two = rows.map(")]],
    ["Predict both curves at 15 questions in a row"],
    // N. Carlini and others 2023, abstract: memorization grows as "we increase (1) the capacity of a model".
    ["the more of their text they know by heart: they can recite it (Carlini et al. 2023)"],
    // H. Zhang and others 2024, abstract: "accuracy drops of up to 8%, with several families of models showing evidence of systematic overfitting"; "many models, especially those on the frontier, show minimal signs".
    ["When Zhang et al. (2024) wrote new problems"],
    ["by up to 8 points"],
    ["right about all rows it learnt from and about 90 of 100 others"],
    ["n is under the root, and √4 is 2", [2, se(0.5, 10) / se(0.5, 40)]],
  ],
  [
    ["learning more makes it worse on examples it has not met", () => known[14]! > known[1]! && unknown[14]! < unknown[1]!],
    [
      "the lower curve falls while the upper one rises",
      () => unknown.every((score, i) => i < 2 || score < unknown[i - 1]! + 0.003) && known[14]! > known[1]! + 0.1,
    ],
    ["the one with the lowest sum of impurity and prices", "definition: pruning"],
    ["see whether it does better on the others", "advice: how to tell"],
    ["Overfitting is when learning less would do better", "definition: overfitting"],
    ["report the best score", "instruction: what the reader did"],
    ["Overfitting is when more learning makes it worse", "definition: overfitting"],
    ["is not a score on rows never seen", () => champion[0] > champion[1] + 0.1],
  ],
);

describe("what the prose says of the cells", () => {
  it("accuracy on penguins learnt from only rises with questions in a row, on others it turns after two", () => {
    for (const [i, score] of known.entries()) if (i > 0) expect(score).toBeGreaterThanOrEqual(known[i - 1]!);
    expect(unknown.indexOf(Math.max(...unknown))).toBe(1);
    expect(after("depth-curve", "learnt from (15 points) goes from ").slice(0, 2)).toEqual(
      [known[0], known[14]].map((score) => Number(score!.toFixed(3))),
    );
  });

  it("a price on leaves makes the tree better on penguins it was not shown", () => {
    const lines = shown["price-curve"]!.split("\n").flatMap((line) => (/^ +\d/.test(line) ? [line.trim().split(/ +/).map(Number)] : []));
    expect(lines.map(([price, leaves]) => [price, leaves])).toEqual([0, 5, 10, 15, 20].map((price) => [price, priced(price / 1000).nLeaves]));
    expect(lines[0]![2]).toBe(Number(validate(() => new DecisionTree()).toFixed(3)));
    expect(validate(() => new DecisionTree({ ccpAlpha: 0.015 }))).toBeGreaterThan(validate(() => new DecisionTree()) + 0.04);
  });

  it("penguins, 5 folds, ten shuffles: 0.959 within 0.005, and spread as scikit-learn's 0.950 to 0.971 within 0.005", () => {
    const [least, most, average] = after("all-four", "ten shuffles: from ");
    expect(Math.abs(average! - 0.959)).toBeLessThanOrEqual(0.005);
    expect(Math.abs(least! - 0.95)).toBeLessThanOrEqual(0.005);
    expect(Math.abs(most! - 0.971)).toBeLessThanOrEqual(0.005);
  });

  it("measurements that belong to other penguins are learnt by heart, and worth nothing", () => {
    const shuffled = seed(1)
      .shuffle(rows)
      .map(({ billDepth, bodyMass }) => [billDepth, bodyMass]);
    expect(new DecisionTree({ maxDepth: 15 }).fit(shuffled, labels).score(shuffled, labels)).toBeGreaterThan(0.8);
    expect(mean(crossValScore(limited(15), shuffled, labels, stratifiedKFold(labels, { random: seed(0) })))).toBeLessThan(0.442);
  });

  it("the tree with all four measurements takes Adelies and Chinstraps for each other more than any other two", () => {
    const lines = shown["errors"]!.split("\n")
      .slice(2)
      .map((line) => line.split(/ +/).slice(1).map(Number)) as number[][];
    const [mixed, others] = [lines[0]![1]! + lines[1]![0]!, lines[0]![2]! + lines[1]![2]! + lines[2]![0]! + lines[2]![1]!];
    expect(mixed).toBeGreaterThan(others);
    expect(features[0]).toHaveLength(4);
  });
});
