import type { AnyMatrix, DenseMatrix, Label } from "./estimator.ts";

/**
 * The number of columns of `X`.
 * @throws TypeError, RangeError when `X` has no rows or no columns, rows of different lengths, or something that is not a finite number.
 */
export function checkMatrix(X: DenseMatrix, name = "X"): number {
  if (!Array.isArray(X)) throw new TypeError(`${name} is not an array of rows`);
  if (X.length === 0) throw new RangeError(`${name} is empty: it needs at least one row`);
  const columns = X[0]?.length ?? 0;
  for (let i = 0; i < X.length; i++) {
    const row: ArrayLike<number> = X[i];
    if (!Array.isArray(row) && !ArrayBuffer.isView(row)) throw new TypeError(`${name}[${i}] is ${row}: each row is an array of numbers`);
    if (row.length === 0) throw new RangeError(`${name}[${i}] is empty: each row needs at least one number`);
    if (row.length !== columns)
      throw new RangeError(`${name}[${i}] has ${row.length} numbers, ${name}[0] has ${columns}: all rows must be equally long`);
    for (let j = 0; j < columns; j++)
      if (!Number.isFinite(row[j])) throw new TypeError(`${name}[${i}][${j}] is ${row[j]}: all values must be finite numbers`);
  }
  return columns;
}

/**
 * Refuses labels that do not belong to the rows of `X`.
 * @throws RangeError, TypeError unless there is one label, a name or a finite number, for each row.
 */
export function checkLabels(X: { readonly length: number }, y: readonly Label[]): void {
  if (X.length !== y.length) throw new RangeError(`X has ${X.length} rows, y has ${y.length} labels: each row needs one label`);
  for (let i = 0; i < y.length; i++)
    if (typeof y[i] !== "string" && !Number.isFinite(y[i])) throw new TypeError(`y[${i}] is ${y[i]}: a label is a name or a finite number`);
}

/**
 * Refuses numbers to be predicted that do not belong to the rows of `X`.
 * @throws RangeError, TypeError unless there is one finite number for each row.
 */
export function checkTargets(X: { readonly length: number }, y: readonly number[]): void {
  if (X.length !== y.length) throw new RangeError(`X has ${X.length} rows, y has ${y.length} numbers: each row needs one`);
  for (let i = 0; i < y.length; i++) if (!Number.isFinite(y[i])) throw new TypeError(`y[${i}] is ${y[i]}: all targets must be finite numbers`);
}

/**
 * Refuses a single class.
 * @throws RangeError when there is only one class, which leaves nothing to tell apart.
 */
export function checkClasses(classes: readonly Label[]): void {
  if (classes.length < 2) throw new RangeError(`y holds one class only, ${classes[0]}: telling apart needs at least two`);
}

/** What a model may hold for its classes, in numbers of 8 bytes: 1 GB. */
const MOST_FOR_CLASSES = 2 ** 27;

/**
 * For a model that holds `each` numbers for each class.
 * @throws RangeError when they would not fit into memory, as where amounts are taken for classes.
 */
export function checkClassRoom(classes: readonly Label[], each: number): void {
  if (classes.length * each <= MOST_FOR_CLASSES) return;
  throw new RangeError(
    `y holds ${classes.length} classes: this model would need ${classes.length} times ${each} numbers, more than fit. Where they are numbers rather than classes, take RegressionTree or another model of numbers`,
  );
}

/**
 * Refuses what is no count.
 * @throws RangeError unless `value` is a whole number of at least `least`; `Infinity` counts as one.
 */
export function checkCount(value: number, name: string, least: number): void {
  if (value === Number.POSITIVE_INFINITY || (Number.isInteger(value) && value >= least)) return;
  throw new RangeError(`${name} is ${value}: it must be a whole number of at least ${least}`);
}

/**
 * Refuses what is no size.
 * @throws RangeError unless `value` is a whole number of at least `least`: how large a thing is, which nothing can hold if it never ends.
 */
export function checkSize(value: number, name: string, least = 1): void {
  if (!(Number.isInteger(value) && value >= least))
    throw new RangeError(`${name} is ${value}: it must be a finite whole number of at least ${least}`);
}

/**
 * Refuses what is not above 0.
 * @throws RangeError unless `value` is a finite number above 0.
 */
export function checkPositive(value: number, name: string): void {
  if (!(value > 0 && Number.isFinite(value))) throw new RangeError(`${name} is ${value}: it must be a finite number above 0`);
}

/**
 * Refuses what is below 0.
 * @throws RangeError unless `value` is a finite number of 0 or more.
 */
export function checkNotNegative(value: number, name: string): void {
  if (!(value >= 0 && Number.isFinite(value))) throw new RangeError(`${name} is ${value}: it must be a finite number of 0 or more`);
}

/**
 * Refuses what is no share.
 * @throws RangeError unless `value` is above 0 and at most 1.
 */
export function checkShare(value: number, name: string): void {
  if (!(value > 0 && value <= 1)) throw new RangeError(`${name} is ${value}: it must be above 0 and at most 1`);
}

/**
 * Refuses what is no share, or is the whole.
 * @throws RangeError unless `value` is a share that leaves something over: from 0 to below 1.
 */
export function checkPartialShare(value: number, name: string): void {
  if (!(value >= 0 && value < 1)) throw new RangeError(`${name} is ${value}: it must be from 0 to below 1`);
}

/**
 * Refuses what is not among the choices.
 * @throws RangeError unless `value` is one of `choices`.
 */
export function checkChoice<T extends string>(value: T, name: string, choices: readonly T[]): void {
  if (!choices.includes(value)) throw new RangeError(`${name} is ${value}: it must be one of ${choices.join(", ")}`);
}

/**
 * Refuses rows of another width than those of `fit`.
 * @throws RangeError when rows have another number of columns than those that `model` learnt from.
 */
export function checkColumns(columns: number, learnt: number, model: string): void {
  if (columns !== learnt) throw new RangeError(`X has ${columns} columns, the ${model} learnt from ${learnt}`);
}

/** What `fit` left behind. @throws Error when that is nothing yet. */
export function fitted<T>(learnt: T | undefined, model: string, call = "fit(X, y)"): T {
  if (learnt === undefined) throw new Error(`this ${model} has not learnt anything yet: call ${call} first`);
  return learnt;
}

/**
 * Refuses two lists that do not belong together.
 * @throws RangeError when two lists that belong together differ in length or are empty.
 */
export function checkPair(truth: readonly unknown[], predicted: readonly unknown[], what = "labels"): void {
  if (truth.length !== predicted.length)
    throw new RangeError(`${truth.length} true ${what}, ${predicted.length} predicted ones: there must be as many`);
  if (truth.length === 0) throw new RangeError(`no ${what}: there must be at least one`);
}

/** Whether rows leave their zeros out. */
export function isSparse(X: AnyMatrix): X is Exclude<AnyMatrix, DenseMatrix> {
  return X.length > 0 && typeof X[0] === "object" && X[0] !== null && "indices" in X[0];
}
