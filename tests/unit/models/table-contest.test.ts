import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { mean } from "../../../src/base/mean.ts";
import { seed } from "../../../src/base/random.ts";
import { entryOf } from "../../../src/contests/paired.ts";
import * as tables from "../../../src/contests/table-contestants.ts";
import { type CellsRow, LineReader, NumberReader, rowText } from "../../../src/contests/table-readers.ts";
import { ROUND_TWO, roundTwo } from "../../../src/contests/table-second-round.ts";
import { cellSurprise, learnHere, roundedRows, roundTwoTable } from "../../../src/contests/table-views.ts";
import { penguins } from "../../../src/datasets/penguins.ts";
import { loadGPT } from "../../../src/lm/gpt-file.ts";
import { DecisionTree } from "../../../src/ml/decision-tree.ts";
import { GradientBoostingClassifier } from "../../../src/ml/gradient-boosting.ts";
import { LogisticRegression } from "../../../src/ml/logistic-regression.ts";
import { tableContest } from "../../../src/recorded/table-contest.ts";
import { tableWagesContest } from "../../../src/recorded/table-wages-contest.ts";
import { crossValScore, stratifiedKFold, take } from "../../../src/score/cross-validation.ts";
import { GPTClassifier } from "../../../src/versus/gpt-classifier.ts";
import { type Contestant, checkNoLeak, fewLabels, judge } from "../../../src/versus/head-to-head.ts";

const { PENGUIN_LINE, penguinTable, rowKey, WAGE_LINE, wageTable } = tables;
const MINUTES = 60_000;
const folds = stratifiedKFold(penguinTable.y, { folds: 5, random: seed(0) });
const wageFolds = stratifiedKFold(wageTable.y, { folds: 5, random: seed(0) });
const asKept = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
const row = (cells: CellsRow["cells"]): CellsRow => ({ who: "", cells });
const rows = [
  row({ length: 1, job: "sales" }),
  row({ length: 2, job: "sales" }),
  row({ length: 3, job: "office" }),
  row({ length: 9, job: "office" }),
];
const labels = ["a", "a", "b", "b"];

describe("a reader of numbers", () => {
  it("makes a column of each word, and takes what an unknown word or a missing cell leaves", () => {
    const reader = new NumberReader(new DecisionTree<string>()).fit(rows, labels);
    expect(reader.featureNames).toEqual(["length", "job office", "job sales"]);
    // The median of 1, 2, 3, 9 is 2.5, and the tree asks first whether the length is at most 2.5.
    expect(reader.predict([row({ job: "office" })])).toEqual(["a"]);
    expect(reader.predict([row({ length: 9, job: "pilot" })])).toEqual(["b"]);
    expect(reader.scores([row({ length: 1, job: "sales" })])).toEqual([[1, 0]]);
    // One question of two numbers, two leaves, and one median.
    expect(reader.size()).toEqual({ parameters: 5, bytes: 20 + "length\njob office\njob sales".length });
    expect(reader.effort()).toEqual({ steps: 0, flat: true, setting: "" });
  });

  it("refuses a column that no training row had, and to answer before it has learnt", () => {
    const reader = new NumberReader(new DecisionTree<string>());
    expect(() => reader.predict(rows)).toThrow("has not learnt anything yet");
    reader.fit(rows, labels);
    expect(() => reader.predict([row({ beak: 39.1 })])).toThrow('no column is called "beak": there are length, job');
  });

  it("brings columns to one scale for weights, and counts the numbers of each kind of model", () => {
    const logistic = new NumberReader(new LogisticRegression<string>()).fit(rows, labels);
    // Three weights, an intercept, a median, and mean and deviation of three columns.
    expect(logistic.size().parameters).toBe(11);
    expect(logistic.effort().steps).toBeGreaterThan(0);
    const larger = rows.map(({ cells }) => row({ ...cells, length: 1000 * Number(cells["length"]) }));
    const again = new NumberReader(new LogisticRegression<string>()).fit(larger, labels);
    for (const [i, [p]] of again.scores(larger).entries()) expect(p).toBeCloseTo(logistic.scores(rows)[i]![0]!, 3);
    const boosted = new NumberReader(new GradientBoostingClassifier<string>({ nTrees: 2, maxDepth: 1 })).fit(rows, labels);
    // A base, two trees of a question and two leaves, and a median.
    expect(boosted.size().parameters).toBe(10);
    expect(boosted.effort()).toEqual({ steps: 2, flat: undefined, setting: "" });
  });
});

describe("a reader of lines", () => {
  it("writes the cells one after the other, with their names", () => {
    expect(rowText(penguinTable.X[0]!.cells)).toBe("bill 39.1, depth 18.7, flipper 181, mass 3750");
    for (const [{ X }, most] of [
      [penguinTable, PENGUIN_LINE],
      [wageTable, WAGE_LINE],
    ] as const)
      for (const { cells } of X) expect(rowText(cells).length).toBeLessThanOrEqual(most);
  });

  it("counts the operations of a network: 6 for each number at each token of each step", () => {
    const shape = { nLayer: 1, nHead: 1, nEmbd: 4, blockSize: 8 };
    const model = new GPTClassifier<string>({
      random: seed(1),
      start: shape,
      characters: 8,
      plan: () => ({ learningRates: [1e-3], steps: 2 }),
      batchSize: 2,
    });
    const reader = new LineReader<string>(model, { tokensAStep: 16 }).fit(rows, labels);
    expect(reader.effort().flops).toBe(6 * reader.size().parameters * 2 * 16);
    expect(reader.classes).toEqual(["a", "b"]);
    expect(reader.scores(rows)).toHaveLength(4);
  });

  it("gives the GPT a shorter context in which it says what it said before", () => {
    const whole = loadGPT(readFileSync(new URL("../../../public/weights/moby-dick-gpt.safetensors", import.meta.url)));
    const short = tables.withContext(whole, 16);
    expect(short.model.options.blockSize).toBe(16);
    const ids = whole.tokenizer.encode("Call me Ishmael.");
    expect(short.model.nextLogits([ids]).toFloat32Array()).toEqual(whole.model.nextLogits([ids]).toFloat32Array());
  });
});

describe("nothing of the test rows is known", () => {
  it("no penguin and no worker stands on both sides", () => {
    expect(() => checkNoLeak(penguinTable.X, folds, rowKey)).not.toThrow();
    expect(() => checkNoLeak(wageTable.X, wageFolds, rowKey)).not.toThrow();
    const [{ train, test }] = folds as [(typeof folds)[0]];
    const repeated = penguinTable.X.with(test[0]!, penguinTable.X[train[0]!]!);
    expect(() => checkNoLeak(repeated, folds, rowKey)).toThrow("fold 0");
  });

  it("no contestant sees whom a row is about", () => {
    const seen: CellsRow[] = [];
    const contestant: Contestant<CellsRow, string> = {
      ...tables.tableTree<string>(PENGUIN_LINE),
      create: () => ({
        fit: (X) => void seen.push(...X),
        predict: (X) => (seen.push(...X), X.map(() => "Adelie")),
        size: () => ({ parameters: 0, bytes: 0 }),
        effort: () => ({ steps: 0, flat: true, setting: "" }),
      }),
    };
    judge(contestant, penguinTable as never, folds, { seed: 0, key: rowKey });
    expect(seen.every(({ who }) => who === "")).toBe(true);
  });

  const cheap = [tables.tableTree, tables.tableBoosting, tables.tableLogistic, tables.tableNGrams];

  it.each(cheap.map((of) => [of<string>(PENGUIN_LINE).name, of] as const))(
    "%s chooses the same where the labels of the test rows are poisoned",
    (_, of) => {
      const [fold] = folds as [(typeof folds)[0]];
      const inTest = new Set(fold.test);
      const poisoned = penguinTable.y.map((label, i) => (inTest.has(i) ? "Gentoo" : label));
      const clean = judge(of<string>(PENGUIN_LINE), penguinTable, [fold], { seed: 0, key: rowKey }).result;
      const after = judge(of<string>(PENGUIN_LINE), { X: penguinTable.X, y: poisoned }, [fold], { seed: 0, key: rowKey }).result;
      expect(after.settings).toEqual(clean.settings);
      expect(after.size).toEqual(clean.size);
      expect(after.accuracy).not.toBe(clean.accuracy);
    },
    5 * MINUTES,
  );

  it.each(cheap.map((of) => [of<string>(PENGUIN_LINE).name, of] as const))(
    "%s comes out again from its seed, over penguins and wages",
    (name, of) => {
      const again = judge(of<string>(PENGUIN_LINE), penguinTable, folds, { seed: 0, key: rowKey }).result;
      expect(asKept(again)).toEqual(entryOf(tableContest.found, `${name}, ${PENGUIN_LINE}`).result);
      const wages = judge(of<string>(WAGE_LINE), wageTable, wageFolds, { seed: 0, key: rowKey }).result;
      expect(asKept(wages)).toEqual(entryOf(tableWagesContest.found, `${name}, ${WAGE_LINE}`).result);
    },
    10 * MINUTES,
  );

  it("a draw of the learning curve comes out again", () => {
    const { curve } = entryOf(tableContest.found, `n-gram per class, ${PENGUIN_LINE}`);
    const again = fewLabels(tables.tableNGrams(PENGUIN_LINE), penguinTable, folds[0]!, { seed: 0, labels: 8, draw: 1, key: rowKey });
    expect(curve.find(({ labels }) => labels === 8)!.accuracies[1]).toBe(again);
  });
});

describe("the second round", () => {
  it("changes rows as it says", () => {
    const [first] = penguinTable.X as [CellsRow];
    const text = (change: keyof typeof ROUND_TWO) => rowText(ROUND_TWO[change](first, seed(1)).cells);
    expect(text("as trained")).toBe(rowText(first.cells));
    expect(text("a cell is missing").split(", ")).toHaveLength(3);
    expect(text("columns in another order")).toBe("mass 3750, flipper 181, depth 18.7, bill 39.1");
    expect(text("columns renamed")).toBe("beak 39.1, height 18.7, wing 181, weight 3750");
  });

  it("comes out again for what is quick, with the same gaps for all", () => {
    for (const contestant of [tables.tableTree<string>(PENGUIN_LINE), tables.tableNGrams<string>(PENGUIN_LINE)])
      expect(roundTwo(contestant, penguinTable, folds.slice(0, 1), { random: seed(1), start: 0 })).toEqual(
        tableContest.found.roundTwo.filter(({ name }) => name === contestant.name),
      );
  });

  it("begins with what the contest measured on its first fold", () => {
    const inFirst = new Set(tableContest.found.firstTest);
    for (const { result } of tableContest.found.entries) {
      const [before] = tableContest.found.roundTwo.filter(({ name, change }) => name === result.name && change === "as trained");
      expect(before).toMatchObject({ right: inFirst.size - result.wrong.filter((at) => inFirst.has(at)).length, asked: inFirst.size });
    }
  });

  it("is a table with a line for each", () => {
    expect(
      roundTwoTable([
        { name: "a", change: "as trained", right: 3, asked: 4 },
        { name: "a", change: "columns renamed", refused: "no column", asked: 4 },
      ]),
    ).toEqual([{ contestant: "a", "as trained": 3, "other names": "refuses" }]);
  });
});

describe("what the page shows", () => {
  it("adds up the surprise of the cells to the model's own score", () => {
    const { model } = tables.tableNGramsOf<string>(5).fit(penguinTable.X, penguinTable.y);
    const line = rowText(penguinTable.X[300]!.cells);
    const steps = cellSurprise(model, line);
    const together = steps.at(-1)!;
    const [scores] = model.scores([line]);
    expect(steps).toHaveLength(6);
    for (const [k, label] of model.classes.entries()) expect(Number(together[label])).toBeCloseTo(-scores![k]! / Math.LN2, 8);
  });

  it("rounds the measurements, and leaves other columns", () => {
    expect(rowText(roundedRows(penguinTable).X[0]!.cells)).toBe("bill 39, depth 19, flipper 180, mass 3750");
    expect(roundedRows(wageTable).X[0]!.cells).toEqual(wageTable.X[0]!.cells);
  });

  it("learns in the page from as many rows as are wanted, and asks about each row once", () => {
    const here = learnHere(penguinTable, { rows: 8, start: 3 });
    expect(here.map(({ contestant }) => contestant)).toEqual(["decision tree", "logistic regression", "5-gram per class"]);
    for (const { right, low, high, wrong } of here) {
      expect(right).toBeCloseTo(1 - wrong.length / 342, 12);
      expect(low).toBeLessThan(right);
      expect(high).toBeGreaterThan(right);
    }
    expect(() => learnHere(penguinTable, { rows: 1, start: 0 })).toThrow("rows");
  });

  it("has a tree as good as the reference", () => {
    // scikit-learn 1.2.1: DecisionTreeClassifier, StratifiedKFold(5, shuffle=True), ten seeds: .950 to .971, mean .959.
    const scores = Array.from({ length: 10 }, (_, n) =>
      mean(crossValScore(() => new DecisionTree(), penguins.features, penguins.labels, stratifiedKFold(penguins.labels, { random: seed(n) }))),
    );
    expect(mean(scores)).toBeGreaterThan(0.949);
    expect(mean(scores)).toBeLessThan(0.969);
    expect(take(scores, [0])[0]).toBeGreaterThan(0.94);
  });
});
