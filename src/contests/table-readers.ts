/** Two ways to read a row of a table: its cells as numbers, and its cells as one line of text. */
import { fitted } from "../base/check.ts";
import type { Label } from "../base/estimator.ts";
import { likeliest } from "../base/labels.ts";
import { DecisionTree, nodes } from "../ml/decision-tree.ts";
import { GradientBoostingClassifier } from "../ml/gradient-boosting.ts";
import type { LogisticRegression } from "../ml/logistic-regression.ts";
import { StandardScaler } from "../prep/standard-scaler.ts";
import type { RowClassifier } from "../versus/chosen-classifier.ts";
import type { Effort, ModelSize } from "../versus/head-to-head.ts";
import type { TextClassifier } from "../versus/text-classifier.ts";

/** Column → what stands in it, in the order of the columns. A cell that is missing is not there. */
export type Cells = Readonly<Record<string, number | string>>;

/** One row of a table. */
export interface CellsRow {
  /** Who or what it is about, so that rows with the same cells can be told apart. No contestant sees it. */
  who: string;
  cells: Cells;
}

/** "bill 39.1, depth 18.7, flipper 181, mass 3750". */
export const rowText = (cells: Cells): string =>
  Object.entries(cells)
    .map(([column, value]) => `${column} ${value}`)
    .join(", ");

/** What a {@link NumberReader} can be made of. */
export type NumberModel<L extends Label> = DecisionTree<L> | GradientBoostingClassifier<L> | LogisticRegression<L>;

/**
 * Reads cells as numbers, each column by its name. A column of words becomes a column of 0 and 1 for each word that the training rows have. Where a number is missing, the
 * median of the training rows stands for it; where a word is, zeros. For models that keep weights small, columns are brought to mean 0 and deviation 1.
 */
export class NumberReader<L extends Label = Label> implements RowClassifier<CellsRow, L> {
  readonly model: NumberModel<L>;
  #columns: Column[] | undefined;
  #scaler: StandardScaler | undefined;

  constructor(model: NumberModel<L>) {
    this.model = model;
  }

  get classes(): readonly L[] {
    return this.model.classes;
  }

  /** What each number of a row is, in words: `[features]`. Empty before `fit`. */
  get featureNames(): string[] {
    return (this.#columns ?? []).flatMap((column) => ("words" in column ? column.words.map((word) => `${column.name} ${word}`) : [column.name]));
  }

  /** @throws RangeError when there are no rows, or not one label for each. */
  fit(rows: readonly CellsRow[], labels: readonly L[]): this {
    const names = [...new Set(rows.flatMap(({ cells }) => Object.keys(cells)))];
    this.#columns = names.map((name) =>
      columnOf(
        name,
        rows.flatMap(({ cells }) => cells[name] ?? []),
      ),
    );
    const X = this.#numbers(rows);
    this.#scaler = "coefficients" in this.model ? new StandardScaler().fit(X) : undefined;
    this.model.fit(this.#scaler?.transform(X) ?? X, labels);
    return this;
  }

  predict(rows: readonly CellsRow[]): L[] {
    return likeliest(this.classes, this.scores(rows));
  }

  /** Probabilities. @throws RangeError when a row has a column that no training row had: it does not guess what that could mean. */
  scores(rows: readonly CellsRow[]): number[][] {
    const X = this.#numbers(rows);
    return this.model.predictProba(this.#scaler?.transform(X) ?? X);
  }

  /** A question is two numbers, its column and its threshold; a leaf is one. What stands for missing cells, and what scales, counts, too. */
  size(): ModelSize {
    const columns = fitted(this.#columns, "reader", "fit(rows, labels)");
    const parameters =
      numbersOf(this.model) + columns.filter((column) => "median" in column).length + (this.#scaler ? 2 * this.featureNames.length : 0);
    return { parameters, bytes: 4 * parameters + new TextEncoder().encode(this.featureNames.join("\n")).length };
  }

  effort(): Effort {
    const { model } = this;
    if ("nIter" in model) return { steps: model.nIter, flat: model.converged, setting: "" };
    return model instanceof GradientBoostingClassifier
      ? { steps: model.nTrees, flat: undefined, setting: "" }
      : { steps: 0, flat: true, setting: "" };
  }

  #numbers(rows: readonly CellsRow[]): number[][] {
    const columns = fitted(this.#columns, "reader", "fit(rows, labels)");
    const known = new Set(columns.map(({ name }) => name));
    return rows.map(({ cells }) => {
      const unknown = Object.keys(cells).find((name) => !known.has(name));
      if (unknown !== undefined) throw new RangeError(`no column is called "${unknown}": there are ${[...known].join(", ")}`);
      return columns.flatMap((column) => {
        const cell = cells[column.name];
        if ("words" in column) return column.words.map((word) => Number(cell === word));
        return [typeof cell === "number" ? cell : column.median];
      });
    });
  }
}

type Column = { name: string; median: number } | { name: string; words: readonly string[] };

function columnOf(name: string, cells: readonly (number | string)[]): Column {
  const numbers = cells.filter((cell) => typeof cell === "number").sort((a, b) => a - b);
  if (numbers.length < cells.length) return { name, words: [...new Set(cells.map(String))].sort() };
  return { name, median: (numbers[Math.floor((numbers.length - 1) / 2)]! + numbers[Math.ceil((numbers.length - 1) / 2)]!) / 2 };
}

function numbersOf<L extends Label>(model: NumberModel<L>): number {
  if ("coefficients" in model) return model.coefficients.flat().length + model.intercepts.length;
  const roots = model instanceof DecisionTree ? nodes(model.root) : model.roots.flatMap((root) => nodes(root));
  const bases = model instanceof DecisionTree ? 0 : model.bases.length;
  return bases + roots.reduce((sum, { split }) => sum + (split ? 2 : 1), 0);
}

export interface LineReaderOptions {
  /** Tokens that a network reads in each of its steps, so that its operations can be counted. Default: it is no network. */
  tokensAStep?: number;
}

/** Reads each row as one line of text. */
export class LineReader<L extends Label = Label, C extends TextClassifier<L> = TextClassifier<L>> implements RowClassifier<CellsRow, L> {
  readonly model: C;
  readonly #tokensAStep: number | undefined;

  constructor(model: C, { tokensAStep }: LineReaderOptions = {}) {
    this.model = model;
    this.#tokensAStep = tokensAStep;
  }

  get classes(): readonly L[] {
    return this.model.classes;
  }

  fit(rows: readonly CellsRow[], labels: readonly L[]): this {
    this.model.fit(lines(rows), labels);
    return this;
  }

  predict(rows: readonly CellsRow[]): L[] {
    return this.model.predict(lines(rows));
  }

  scores(rows: readonly CellsRow[]): number[][] {
    return this.model.scores(lines(rows));
  }

  size(): ModelSize {
    return this.model.size();
  }

  /** With the operations of all steps of all rates: 6 for each number at each token. */
  effort(): Effort {
    const effort = this.model.effort();
    if (this.#tokensAStep === undefined || !effort.records) return effort;
    const steps = effort.records.reduce((sum, { allSteps }) => sum + allSteps, 0);
    return { ...effort, flops: 6 * this.size().parameters * steps * this.#tokensAStep };
  }
}

const lines = (rows: readonly CellsRow[]) => rows.map(({ cells }) => rowText(cells));
