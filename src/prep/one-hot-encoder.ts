import { checkChoice, checkColumns, fitted } from "../base/check.ts";
import type { Label, Transformer } from "../base/estimator.ts";
import { sortedClasses } from "../base/labels.ts";

export interface OneHotEncoderOptions {
  /** What to do with a category that `fit` has not seen: refuse it, or leave all its columns 0. Default "error". */
  unknown?: "error" | "ignore";
  /** Leaves out the first category of each column: the others say it all, and linear models need no more. Default "none". */
  drop?: "none" | "first";
}

/** Numbers that a result may hold: 1 GB of them. */
const MOST = 2 ** 27;

/**
 * Categories as numbers: one column for each category, 1 where a row is of it and 0 where not. Numbering the categories instead would
 * claim an order that they do not have.
 */
export class OneHotEncoder implements Transformer<readonly Label[], number[]> {
  readonly unknown: "error" | "ignore";
  readonly drop: "none" | "first";
  /** The categories of each column, sorted: `[columns][categories]`. Empty before `fit`. */
  categories: Label[][] = [];
  /** Where each category stands: `[columns]`. */
  #places: Map<Label, number>[] = [];

  /** @throws RangeError when an option is not one of its choices. */
  constructor({ unknown = "error", drop = "none" }: OneHotEncoderOptions = {}) {
    checkChoice(unknown, "unknown", ["error", "ignore"]);
    checkChoice(drop, "drop", ["none", "first"]);
    this.unknown = unknown;
    this.drop = drop;
  }

  /** Learn the categories of `X` `[samples][columns]`. @throws TypeError, RangeError when `X` is empty or ragged, or holds something else than labels. */
  fit(X: readonly (readonly Label[])[]): this {
    const columns = checkRows(X);
    this.categories = Array.from({ length: columns }, (_, j) => sortedClasses(X.map((x) => x[j]!)));
    this.#places = this.categories.map((known) => new Map(known.map((category, place) => [category, place])));
    return this;
  }

  /** `[samples][categories of all columns]`. @throws Error before `fit`; RangeError at a category that `fit` has not seen, unless they are ignored. */
  transform(X: readonly (readonly Label[])[]): number[][] {
    fitted(this.categories[0], "encoder", "fit(X)");
    checkColumns(checkRows(X), this.categories.length, "encoder");
    const first = this.drop === "first" ? 1 : 0;
    const widths = this.categories.map((known) => known.length - first);
    const width = widths.reduce((sum, columns) => sum + columns, 0);
    if (X.length * width > MOST)
      throw new RangeError(
        `${X.length} rows of ${width} columns, one for each category, are more than memory holds: leave out columns that have another value in each row, such as ids`,
      );
    return X.map((x, i) => {
      const row = new Array<number>(width).fill(0);
      let begin = 0;
      for (const [j, places] of this.#places.entries()) {
        const place = places.get(x[j]!);
        if (place === undefined) this.#refuse(x[j]!, j, `X[${i}][${j}]`);
        else if (place >= first) row[begin + place - first] = 1;
        begin += widths[j]!;
      }
      return row;
    });
  }

  /** Learn from `X` and transform it. */
  fitTransform(X: readonly (readonly Label[])[]): number[][] {
    return this.fit(X).transform(X);
  }

  /** What each column of the result says, such as "sector=construction". `names`: `[columns]`, what the columns of `X` are. */
  featureNames(names: readonly string[] = []): string[] {
    return this.categories.flatMap((known, j) => this.#kept(known).map((category) => `${names[j] ?? `column ${j}`}=${category}`));
  }

  #refuse(category: Label, column: number, where: string): void {
    if (this.unknown === "ignore") return;
    const known = this.categories[column]!;
    const shown = known.length > 20 ? `${known.slice(0, 20).join(", ")}, … (${known.length})` : known.join(", ");
    throw new RangeError(`${where} is ${category}, which was not there at fit: ${shown}. Set unknown: "ignore" to let it pass`);
  }

  #kept(known: readonly Label[]): readonly Label[] {
    return this.drop === "first" ? known.slice(1) : known;
  }
}

function checkRows(X: readonly (readonly Label[])[]): number {
  if (X.length === 0) throw new RangeError("X is empty: it needs at least one row");
  for (const [i, x] of X.entries()) {
    if (!Array.isArray(x)) throw new TypeError(`X[${i}] is ${x}: each row is an array of categories`);
    if (x.length !== X[0]!.length)
      throw new RangeError(`X[${i}] has ${x.length} categories, X[0] has ${X[0]!.length}: all rows must be equally long`);
    for (const [j, category] of x.entries())
      if (typeof category !== "string" && !Number.isFinite(category))
        throw new TypeError(`X[${i}][${j}] is ${category}: a category is a name or a finite number`);
  }
  return X[0]!.length;
}
