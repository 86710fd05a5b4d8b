import { checkPair } from "../base/check.ts";
import type { Label } from "../base/estimator.ts";

/** How rows are judged that a model only ranks: by every threshold at once. */
export interface RankingOptions<L extends Label> {
  /** The class that a high score speaks for. */
  positive: L;
}

/** One threshold: rows that score at least this are called positive. */
export interface RocPoint {
  /** `Infinity` at the first point, where no row is called positive. */
  threshold: number;
  /** Of the negatives, the share called positive: false alarms. */
  falsePositiveRate: number;
  /** Of the positives, the share called positive: recall. */
  truePositiveRate: number;
}

/** A point on the curve of precision against recall. */
export interface PrecisionRecallPoint {
  /** Rows that score at least this are called positive. */
  threshold: number;
  precision: number;
  recall: number;
}

/**
 * False against true alarms at each threshold, from the strictest on.
 * Source: T. Fawcett, An introduction to ROC analysis, Pattern Recognition Letters 27(8), 2006.
 * @throws RangeError, TypeError when lists differ in length, a score is not finite, or `truth` holds positives or negatives only.
 */
export function rocCurve<L extends Label>(truth: readonly L[], scores: readonly number[], { positive }: RankingOptions<L>): RocPoint[] {
  const { steps, positives, negatives } = rank(truth, scores, positive);
  if (negatives === 0) throw new RangeError(`all labels are ${positive}: a ROC curve needs rows of both kinds`);
  return [
    { threshold: Number.POSITIVE_INFINITY, falsePositiveRate: 0, truePositiveRate: 0 },
    ...steps.map(({ threshold, hits, called }) => ({
      threshold,
      falsePositiveRate: (called - hits) / negatives,
      truePositiveRate: hits / positives,
    })),
  ];
}

/**
 * The area under the ROC curve: how often a positive scores above a negative, where a tie counts one half. 1 is perfect, .5 a coin.
 * Source: J. Hanley, B. McNeil, The meaning and use of the area under a receiver operating characteristic (ROC) curve, Radiology 143, 1982.
 * @throws RangeError, TypeError as {@link rocCurve}.
 */
export function rocAuc<L extends Label>(truth: readonly L[], scores: readonly number[], options: RankingOptions<L>): number {
  const curve = rocCurve(truth, scores, options);
  let area = 0;
  for (let i = 1; i < curve.length; i++) {
    const [before, here] = [curve[i - 1]!, curve[i]!];
    area += (here.falsePositiveRate - before.falsePositiveRate) * 0.5 * (here.truePositiveRate + before.truePositiveRate);
  }
  return area;
}

/**
 * Precision against recall at each threshold, from the strictest on. What to look at where positives are rare.
 * Source: J. Davis, M. Goadrich, The relationship between Precision-Recall and ROC curves, ICML 2006.
 * @throws RangeError, TypeError when lists differ in length, a score is not finite, or there are no positives.
 */
export function precisionRecallCurve<L extends Label>(
  truth: readonly L[],
  scores: readonly number[],
  { positive }: RankingOptions<L>,
): PrecisionRecallPoint[] {
  const { steps, positives } = rank(truth, scores, positive);
  return steps.map(({ threshold, hits, called }) => ({ threshold, precision: hits / called, recall: hits / positives }));
}

/**
 * Average precision, Σ (recallₙ − recallₙ₋₁) · precisionₙ: the precision at each positive found, on average. A coin reaches the share of
 * positives.
 * Source: C. Manning, P. Raghavan, H. Schütze, Introduction to Information Retrieval, 2008, section 8.4.
 * @throws RangeError, TypeError as {@link precisionRecallCurve}.
 */
export function averagePrecision<L extends Label>(truth: readonly L[], scores: readonly number[], options: RankingOptions<L>): number {
  let sum = 0;
  let before = 0;
  for (const { precision, recall } of precisionRecallCurve(truth, scores, options)) {
    sum += (recall - before) * precision;
    before = recall;
  }
  return sum;
}

interface Step {
  threshold: number;
  /** Rows that score at least the threshold. */
  called: number;
  /** Positives among them. */
  hits: number;
}

/** One step for each score that occurs, from the highest on: rows of equal score cannot be told apart. */
function rank<L extends Label>(truth: readonly L[], scores: readonly number[], positive: L) {
  checkPair(truth, scores);
  for (const [i, score] of scores.entries()) if (!Number.isFinite(score)) throw new TypeError(`scores[${i}] is ${score}: all must be finite numbers`);
  const order = [...scores.keys()].sort((a, b) => scores[b]! - scores[a]!);
  const steps: Step[] = [];
  let hits = 0;
  for (const [i, row] of order.entries()) {
    if (truth[row] === positive) hits++;
    const threshold = scores[row]!;
    const next = order[i + 1];
    if (next === undefined || scores[next] !== threshold) steps.push({ threshold, called: i + 1, hits });
  }
  if (hits === 0) throw new RangeError(`no label is ${positive}: recall needs at least one`);
  return { steps, positives: hits, negatives: truth.length - hits };
}
