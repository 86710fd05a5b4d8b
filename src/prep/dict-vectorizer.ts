import { checkColumns, fitted } from "../base/check.ts";
import type { Transformer } from "../base/estimator.ts";

/** A row with named values, numbers, yes or no, and names: an object of any type. */
export type NamedRow = object;

/**
 * Rows with named values as rows of numbers, for the columns that are asked for. A number stays what it is, yes and no become 1 and 0, and a column of
 * names becomes one column for each name, 1 where a row has it and 0 where not. A name that `fit` has not seen leaves all of these 0.
 *
 * Agrees with scikit-learn's `DictVectorizer` with `sparse=False`, but for the order of the columns: here that in which they are asked for.
 */
export class DictVectorizer implements Transformer<NamedRow, number[]> {
  readonly columns: readonly string[];
  /** What each column of the result says, such as "education" or "occupation=sales". Empty before `fit`. */
  featureNames: string[] = [];
  /** For each column asked for, its names in alphabetical order; undefined where it holds numbers. */
  #names: (readonly string[] | undefined)[] = [];

  /** @throws RangeError when a column is asked for twice. */
  constructor(columns: readonly string[]) {
    const twice = columns.find((column, i) => columns.indexOf(column) !== i);
    if (twice !== undefined) throw new RangeError(`the column "${twice}" is asked for twice`);
    this.columns = columns;
  }

  /** Learn which columns hold names, and which names. @throws TypeError, RangeError when there are no rows, or a value is none of the three kinds. */
  fit(X: readonly NamedRow[]): this {
    if (X.length === 0) throw new RangeError("there are no rows: give at least one");
    this.#names = this.columns.map((column) => {
      const values = X.map((row, i) => known(row, column, i));
      const texts = values.filter((value) => typeof value === "string");
      if (texts.length === 0) return undefined;
      if (texts.length < values.length)
        throw new TypeError(
          `the column "${column}" holds ${texts.length} names and ${values.length - texts.length} numbers: make it one or the other`,
        );
      return [...new Set(texts)].sort();
    });
    this.featureNames = this.columns.flatMap((column, j) => this.#names[j]?.map((name) => `${column}=${name}`) ?? [column]);
    return this;
  }

  /** `[samples][features]`. @throws Error before `fit`; TypeError where a value is of another kind than at `fit`. */
  transform(X: readonly NamedRow[]): number[][] {
    fitted(this.#names.length === this.columns.length ? true : undefined, "vectorizer", "fit(X)");
    checkColumns(this.columns.length, this.#names.length, "vectorizer");
    return X.map((row, i) =>
      this.columns.flatMap((column, j) => {
        const value = known(row, column, i);
        const names = this.#names[j];
        if (names) return names.map((name) => (name === value ? 1 : 0));
        if (typeof value === "string") throw new TypeError(`row ${i}, column "${column}" is "${value}": at fit it held numbers`);
        return [Number(value)];
      }),
    );
  }

  /** Learn from `X` and transform it. */
  fitTransform(X: readonly NamedRow[]): number[][] {
    return this.fit(X).transform(X);
  }
}

function known(row: NamedRow, column: string, i: number): string | number | boolean {
  const value = (row as Readonly<Record<string, unknown>>)[column];
  if (typeof value === "string" || typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value))) return value;
  throw new TypeError(`row ${i}, column "${column}" is ${value}: it must be a finite number, a name, or yes or no`);
}
