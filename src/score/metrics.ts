import { checkPair } from "../base/check.ts";
import type { Label } from "../base/estimator.ts";
import { sortedClasses } from "../base/labels.ts";

/**
 * The share of predictions that are right, 0 to 1.
 * @throws RangeError when the two lists are empty or differ in length.
 */
export function accuracy<L extends Label>(truth: readonly L[], predicted: readonly L[]): number {
  checkPair(truth, predicted);
  return truth.filter((label, i) => label === predicted[i]).length / truth.length;
}

/** Counts of who is taken for whom. */
export interface ConfusionMatrix<L extends Label> {
  /** The labels, sorted: the order of rows and columns. */
  classes: L[];
  /** `[truth][predicted]`: how many rows of one class were taken for another. Right answers stand on the diagonal. */
  counts: number[][];
}

/** A table of more is neither read nor held. */
const MOST_CLASSES = 5000;

/**
 * Who is taken for whom.
 * @throws RangeError when the two lists are empty or differ in length, or there are more than 5,000 classes.
 */
export function confusionMatrix<L extends Label>(truth: readonly L[], predicted: readonly L[]): ConfusionMatrix<L> {
  checkPair(truth, predicted);
  const classes = sortedClasses([...truth, ...predicted]);
  if (classes.length > MOST_CLASSES)
    throw new RangeError(
      `there are ${classes.length} classes: a table of who is taken for whom would have ${classes.length} rows and columns, more than fit`,
    );
  const at = new Map(classes.map((label, k) => [label, k]));
  const counts = classes.map(() => classes.map(() => 0));
  for (const [i, label] of truth.entries()) counts[at.get(label)!]![at.get(predicted[i]!)!]!++;
  return { classes, counts };
}

/** How well one class is found. */
export interface ClassScore<L extends Label> {
  label: L;
  /** Of the rows that were called this class, the share that are: 0 where none was called so. */
  precision: number;
  /** Of the rows of this class, the share that was called so: 0 where there are none. */
  recall: number;
  /** 2 · precision · recall / (precision + recall): 0 where both are. */
  f1: number;
  /** Rows of this class. */
  support: number;
}

/**
 * Precision, recall and F1 of each class, in the order of the sorted labels.
 * Source: C. J. van Rijsbergen, Information Retrieval, 1979, chapter 7.
 * @throws RangeError when the two lists are empty or differ in length.
 */
export function classScores<L extends Label>(truth: readonly L[], predicted: readonly L[]): ClassScore<L>[] {
  checkPair(truth, predicted);
  const support = countOf(truth);
  const called = countOf(predicted);
  const hits = countOf(truth.filter((label, i) => label === predicted[i]));
  return sortedClasses([...support.keys(), ...called.keys()]).map((label) => {
    const [hit, own, all] = [hits, support, called].map((counts) => counts.get(label) ?? 0) as [number, number, number];
    return { label, precision: share(hit, all), recall: share(hit, own), f1: share(2 * hit, all + own), support: own };
  });
}

function countOf<L>(labels: readonly L[]): Map<L, number> {
  const counts = new Map<L, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return counts;
}

export interface F1Options<L extends Label> {
  /** The class whose F1 is asked for. Absent: the mean over all classes, each counted once ("macro"). */
  positive?: L;
}

/**
 * F1 of one class, or the mean over all.
 * Source: C. J. van Rijsbergen, Information Retrieval, 1979, chapter 7.
 * @throws RangeError when the two lists are empty or differ in length, or `positive` is in neither.
 */
export function f1<L extends Label>(truth: readonly L[], predicted: readonly L[], { positive }: F1Options<L> = {}): number {
  const scores = classScores(truth, predicted);
  if (positive === undefined) return scores.reduce((sum, score) => sum + score.f1, 0) / scores.length;
  const score = scores.find(({ label }) => label === positive);
  if (!score) throw new RangeError(`${positive} is not among the labels: ${scores.map(({ label }) => label).join(", ")}`);
  return score.f1;
}

const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);
