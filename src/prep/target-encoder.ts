import { checkNotNegative, checkPair, fitted } from "../base/check.ts";
import type { Label } from "../base/estimator.ts";
import { mean } from "../base/mean.ts";

export interface TargetEncoderOptions {
  /** How many rows with the overall mean are added to each category, so that rare ones are believed less. Default 0. */
  smoothing?: number;
}

/**
 * A category as a number: the mean of what is to be predicted, over the rows of that category. It makes one column where one-hot codes make as many as
 * there are categories. It has read the answers: let it learn from training rows alone.
 *
 * Source: D. Micci-Barreca, A preprocessing scheme for high-cardinality categorical attributes in classification and prediction problems, ACM SIGKDD
 * Explorations 3(1), 2001; with a fixed weight for the overall mean.
 */
export class TargetEncoder {
  readonly smoothing: number;
  /** The mean over all rows: what a category gets that `fit` has not seen. */
  mean = Number.NaN;
  /** What each category becomes. */
  means: ReadonlyMap<Label, number> = new Map();
  #learnt: true | undefined;

  /** @throws RangeError unless `smoothing` is a finite number of 0 or more. */
  constructor({ smoothing = 0 }: TargetEncoderOptions = {}) {
    checkNotNegative(smoothing, "smoothing");
    this.smoothing = smoothing;
  }

  /** Learn from categories and targets, both `[samples]`. @throws RangeError when they are empty or differ in length; TypeError at a target that is no finite number. */
  fit(categories: readonly Label[], y: readonly number[]): this {
    checkPair(categories, y, "targets");
    for (const [i, value] of y.entries()) if (!Number.isFinite(value)) throw new TypeError(`y[${i}] is ${value}: it must be a finite number`);
    this.mean = mean(y);
    const sums = new Map<Label, { sum: number; rows: number }>();
    for (const [i, category] of categories.entries()) {
      const { sum, rows } = sums.get(category) ?? { sum: 0, rows: 0 };
      sums.set(category, { sum: sum + y[i]!, rows: rows + 1 });
    }
    this.means = new Map([...sums].map(([category, { sum, rows }]) => [category, (sum + this.smoothing * this.mean) / (rows + this.smoothing)]));
    this.#learnt = true;
    return this;
  }

  /** `[samples]`. @throws Error before `fit`. */
  transform(categories: readonly Label[]): number[] {
    fitted(this.#learnt, "encoder");
    return categories.map((category) => this.means.get(category) ?? this.mean);
  }
}
