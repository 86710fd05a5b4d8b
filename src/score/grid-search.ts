import type { Label } from "../base/estimator.ts";
import { mean } from "../base/mean.ts";
import { crossValScore, type Judged, stratifiedKFold } from "./cross-validation.ts";

export interface GridSearchOptions {
  /** Parts into which the rows given to `fit` are dealt, to choose with. Default 5. */
  folds?: number;
}

/**
 * Tries settings by cross-validation within the rows that it is given, keeps the one with the highest mean score, and lets a fresh model with it
 * learn from all these rows. Of equals, the first stays.
 *
 * Judged by folds itself, it makes *nested* cross-validation: `crossValScore(() => new GridSearch(settings, fresh), X, y, folds)`. Each choice is then
 * made without the rows that judge it. {@link bestScore} is no such score: it was chosen with.
 *
 * Sources: M. Stone, Cross-validatory choice and assessment of statistical predictions, Journal of the Royal Statistical Society B 36(2), 1974;
 * G. Cawley, N. Talbot, On over-fitting in model selection and subsequent selection bias in performance evaluation, JMLR 11, 2010.
 */
export class GridSearch<S, Row, Y extends Label> implements Judged<Row, Y> {
  readonly #settings: readonly S[];
  readonly #fresh: (setting: S) => Judged<Row, Y>;
  readonly folds: number;
  /** The setting that was kept. Undefined before `fit`. */
  bestSetting: S | undefined;
  /** Its mean score on the parts it was chosen with. */
  bestScore = Number.NaN;
  /** The mean score of each setting, in their order: `[settings]`. */
  scores: number[] = [];
  #model: ReturnType<Judged<Row, Y>["fit"]> | undefined;

  /** @throws RangeError when there are no settings. */
  constructor(settings: readonly S[], fresh: (setting: S) => Judged<Row, Y>, { folds = 5 }: GridSearchOptions = {}) {
    if (settings.length === 0) throw new RangeError("there are no settings to choose from: give at least one");
    this.#settings = settings;
    this.#fresh = fresh;
    this.folds = folds;
  }

  /** Choose, then learn. @throws RangeError unless there is one label for each row, and a row for each part. */
  fit(X: readonly Row[], y: readonly Y[]): this {
    const folds = stratifiedKFold(y, { folds: this.folds });
    this.scores = this.#settings.map((setting) => mean(crossValScore(() => this.#fresh(setting), X, y, folds)));
    const best = this.scores.reduce((best, score, i) => (score > this.scores[best]! ? i : best), 0);
    this.bestSetting = this.#settings[best]!;
    this.bestScore = this.scores[best]!;
    this.#model = this.#fresh(this.bestSetting).fit(X, y);
    return this;
  }

  /** The score of the model that was kept. @throws Error before `fit`. */
  score(X: readonly Row[], y: readonly Y[]): number {
    if (!this.#model) throw new Error("this search has chosen nothing yet: call fit(X, y) first");
    return this.#model.score(X, y);
  }
}
