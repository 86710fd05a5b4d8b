/** What the page about tables shows: what a line costs each model of text, cell by cell; a contest small enough to run in the page; and the second round as a table. */
import { checkCount } from "../base/check.ts";
import type { Label } from "../base/estimator.ts";
import { seed } from "../base/random.ts";
import { DecisionTree } from "../ml/decision-tree.ts";
import { LogisticRegression } from "../ml/logistic-regression.ts";
import { stratifiedKFold, take } from "../score/cross-validation.ts";
import { wilsonInterval } from "../score/intervals.ts";
import { evenOrder, type LabelledRows } from "../versus/head-to-head.ts";
import type { LikelihoodClassifier } from "../versus/likelihood-classifier.ts";
import type { NGramLikelihood } from "../versus/n-gram-likelihood.ts";
import { surpriseBits } from "../versus/surprise.ts";
import { tableNGramsOf } from "./table-contestants.ts";
import { type Cells, type CellsRow, NumberReader } from "./table-readers.ts";
import type { RoundTwo, RoundTwoEntry } from "./table-second-round.ts";

/**
 * What each cell of a line costs each class's model, in bits, and all together with how rare the class is: the class with the smallest sum is the answer.
 * @param pair one n-gram model for each class.
 */
export function cellSurprise<L extends Label>(pair: LikelihoodClassifier<L>, line: string): Record<string, string | number>[] {
  const models = pair.models as readonly NGramLikelihood[];
  const each = (bits: (model: NGramLikelihood, k: number) => number) => models.map(bits);
  let from = 0;
  const steps = line.split(/(?<=, )/).map((cell) => {
    const start = from;
    from += cell.length;
    return { cell: cell.replace(/, $/, ""), bits: each((model) => surpriseBits(model, line, start, start + cell.length)) };
  });
  steps.push({
    cell: "end, and rarity",
    bits: each((model, k) => surpriseBits(model, line, line.length) - pair.classLogPrior[k]! / Math.LN2),
  });
  const together = models.map((_, k) => steps.reduce((sum, { bits }) => sum + bits[k]!, 0));
  return [...steps, { cell: "together", bits: together }].map(({ cell, bits }) => ({
    cell,
    ...Object.fromEntries(pair.classes.map((label, k) => [String(label), bits[k]!])),
  }));
}

/** To what the numbers of the penguins can be rounded: whole mm, 5 mm for the flipper, 250 g. */
const STEPS: Readonly<Record<string, number>> = { bill: 1, depth: 1, flipper: 5, mass: 250 };

/** The same rows with fewer digits. A column of no penguin's stays as it is. */
export const roundedRows = <L extends Label>({ X, y }: LabelledRows<CellsRow, L>): LabelledRows<CellsRow, L> => ({
  X: X.map(({ who, cells }) => ({ who, cells: roundedCells(cells) })),
  y,
});

const roundedCells = (cells: Cells): Cells =>
  Object.fromEntries(
    Object.entries(cells).map(([column, value]) => {
      const step = STEPS[column];
      return [column, step && typeof value === "number" ? step * Math.round(value / step) : value];
    }),
  );

export interface LearnHereOptions {
  /** Rows of each fold to learn from, or all where there are fewer. */
  rows: number;
  /** Deals the folds, and draws the rows. */
  start: number;
}

/** Right answers of one contestant in the page. */
export interface LearntHere {
  contestant: string;
  right: number;
  low: number;
  high: number;
  /** Rows that it got wrong. */
  wrong: number[];
}

/** A contest with fixed settings and five folds, in less than a second: each row is asked about once. */
export function learnHere<L extends Label>(data: LabelledRows<CellsRow, L>, { rows, start }: LearnHereOptions): LearntHere[] {
  checkCount(rows, "rows", 2);
  const { X, y } = data;
  const folds = stratifiedKFold(y, { folds: 5, random: seed(start) });
  const contestants = {
    "decision tree": () => new NumberReader<L>(new DecisionTree<L>()),
    "logistic regression": () => new NumberReader<L>(new LogisticRegression<L>()),
    "5-gram per class": () => tableNGramsOf<L>(5),
  };
  return Object.entries(contestants).map(([contestant, create]) => {
    const wrong = folds.flatMap(({ train, test }) => {
      const few = evenOrder(train, y, seed(start)).slice(0, rows);
      const model = create();
      model.fit(take(X, few), take(y, few));
      const said = model.predict(take(X, test));
      return test.filter((row, i) => said[i] !== y[row]);
    });
    const right = y.length - wrong.length;
    return { contestant, right: right / y.length, ...wilsonInterval(right, y.length), wrong: wrong.sort((a, b) => a - b) };
  });
}

/** Short enough for five columns side by side. */
const SHORT_CHANGE = {
  "as trained": "as trained",
  "a cell is missing": "cell missing",
  "columns in another order": "other order",
  "columns renamed": "other names",
} as const satisfies Record<RoundTwo, string>;

/** One line for each contestant, one column for each change: right answers, or that it refused. */
export function roundTwoTable(entries: readonly RoundTwoEntry[]): Record<string, string | number>[] {
  const lines = new Map<string, Record<string, string | number>>();
  for (const { name, change, right } of entries) {
    const line = lines.get(name) ?? { contestant: name };
    lines.set(name, { ...line, [SHORT_CHANGE[change]]: right ?? "refuses" });
  }
  return [...lines.values()];
}
