import { checkChoice, checkColumns, fitted } from "./check.ts";
import type { Label, Transformer } from "./estimator.ts";
import { sortedClasses } from "./labels.ts";

export interface OneHotEncoderOptions {
  /** What to do with a category that `fit` has not seen: refuse it, or leave all its columns 0. Default "error". */
  unknown?: "error" | "ignore";
  /** Leaves out the first category of each column: the others say it all, and linear models need no more. Default "none". */
  drop?: "none" | "first";
}

/**
 * Categories as numbers: one column for each category, 1 where a row is of it and 0 where not. Numbering the categories instead would
 * claim an order that they do not have.
 */
export class OneHotEncoder implements Transformer<readonly Label[], number[]> {
  readonly unknown: "error" | "ignore";
  readonly drop: "none" | "first";
  /** The categories of each column, sorted: `[columns][categories]`. Empty before `fit`. */
  categories: Label[][] = [];

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
    return this;
  }

  /** `[samples][categories of all columns]`. @throws Error before `fit`; RangeError at a category that `fit` has not seen, unless they are ignored. */
  transform(X: readonly (readonly Label[])[]): number[][] {
    fitted(this.categories[0], "encoder", "fit(X)");
    checkColumns(checkRows(X), this.categories.length, "encoder");
    return X.map((x, i) => this.categories.flatMap((known, j) => this.#encode(x[j]!, known, `X[${i}][${j}]`)));
  }

  /** Learn from `X` and transform it. */
  fitTransform(X: readonly (readonly Label[])[]): number[][] {
    return this.fit(X).transform(X);
  }

  /** What each column of the result says, such as "sector=construction". `names`: `[columns]`, what the columns of `X` are. */
  featureNames(names: readonly string[] = []): string[] {
    return this.categories.flatMap((known, j) => this.#kept(known).map((category) => `${names[j] ?? `column ${j}`}=${category}`));
  }

  #encode(category: Label, known: readonly Label[], where: string): number[] {
    if (this.unknown === "error" && !known.includes(category))
      throw new RangeError(`${where} is ${category}, which was not there at fit: ${known.join(", ")}. Set unknown: "ignore" to let it pass`);
    return this.#kept(known).map((one) => Number(one === category));
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
