import type { Label } from "./estimator.ts";

/**
 * The share of predictions that are right, 0 to 1.
 * @throws RangeError when the two lists are empty or differ in length.
 */
export function accuracy<L extends Label>(truth: readonly L[], predicted: readonly L[]): number {
  checkPair(truth, predicted);
  return truth.filter((label, i) => label === predicted[i]).length / truth.length;
}

export interface ConfusionMatrix<L extends Label> {
  /** The labels, sorted: the order of rows and columns. */
  classes: L[];
  /** `[truth][predicted]`: how many rows of one class were taken for another. Right answers stand on the diagonal. */
  counts: number[][];
}

/**
 * Who is taken for whom.
 * @throws RangeError when the two lists are empty or differ in length.
 */
export function confusionMatrix<L extends Label>(truth: readonly L[], predicted: readonly L[]): ConfusionMatrix<L> {
  checkPair(truth, predicted);
  const classes = sortedClasses([...truth, ...predicted]);
  const counts = classes.map(() => classes.map(() => 0));
  for (const [i, label] of truth.entries()) counts[classes.indexOf(label)]![classes.indexOf(predicted[i]!)]!++;
  return { classes, counts };
}

/** Each label once: numbers in rising order, names in alphabetical order. */
export function sortedClasses<L extends Label>(labels: readonly L[]): L[] {
  return [...new Set(labels)].sort((a, b) => (a < b ? -1 : 1));
}

function checkPair(truth: readonly Label[], predicted: readonly Label[]): void {
  if (truth.length !== predicted.length)
    throw new RangeError(`${truth.length} true labels, ${predicted.length} predicted ones: there must be as many`);
  if (truth.length === 0) throw new RangeError("no labels: there must be at least one");
}
