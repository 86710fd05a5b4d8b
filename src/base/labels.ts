import { checkLabels } from "./check.ts";
import type { Label } from "./estimator.ts";

/** Labels as numbers: what models compute with. */
export interface EncodedLabels<L extends Label> {
  /** Each label once, sorted: `[classes]`. */
  classes: L[];
  /** The class of each row, as an index into `classes`: `[samples]`. */
  index: Int32Array;
}

/**
 * Each label as its place among the sorted classes.
 * @throws RangeError, TypeError unless there is one label, a name or a whole number, for each row of `X`.
 */
export function encodeLabels<L extends Label>(X: { readonly length: number }, y: readonly L[]): EncodedLabels<L> {
  checkLabels(X, y);
  checkClassLike(y);
  const classes = sortedClasses(y);
  const of = new Map(classes.map((label, k) => [label, k]));
  return { classes, index: Int32Array.from(y, (label) => of.get(label)!) };
}

/** As scikit-learn decides what is "continuous": one number that is not whole is enough. @throws RangeError when `y` holds one. */
function checkClassLike(y: readonly Label[]): void {
  const row = y.findIndex((label) => typeof label === "number" && !Number.isInteger(label));
  if (row < 0) return;
  throw new RangeError(
    `y[${row}] is ${y[row]}: these are numbers, and a classifier tells classes apart. For numbers take RegressionTree or another model of numbers; where they are classes, give names or whole numbers`,
  );
}

/** Each label once: numbers in rising order, names in alphabetical order. */
export function sortedClasses<L extends Label>(labels: readonly L[]): L[] {
  return [...new Set(labels)].sort((a, b) => (a < b ? -1 : 1));
}

/** The first of the largest: where two classes are equal, the first in order wins. */
export function indexOfMax(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i;
  return best;
}

/** The most probable class of each row. `probabilities`: `[samples][classes]`. */
export function likeliest<L extends Label>(classes: readonly L[], probabilities: readonly ArrayLike<number>[]): L[] {
  return probabilities.map((row) => classes[indexOfMax(row)]!);
}
