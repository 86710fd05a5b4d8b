import { fitted } from "../base/check.ts";

/** What can stand before the model: what turns rows into other rows. */
export interface Step<From, To> {
  fit(X: readonly From[]): unknown;
  transform(X: readonly From[]): To[];
  /** Both in one pass, where that is faster. */
  fitTransform?(X: readonly From[]): To[];
}

/** What can stand at the end: a classifier or a regressor. */
export interface Model<Row, Y> {
  fit(X: readonly Row[], y: readonly Y[]): unknown;
  predict(X: readonly Row[]): Y[];
  predictProba?(X: readonly Row[]): number[][];
  score(X: readonly Row[], y: readonly Y[]): number;
}

/**
 * A transformer and a model as one model: `pipeline(new StandardScaler(), new Svm())`. In cross-validation, the transformer
 * then learns from the training rows alone, so that nothing leaks from the test rows. A pipeline can be the model of another.
 */
export function pipeline<From, To, Y, S extends Step<From, To>, M extends Model<To, Y>>(
  step: S & Step<From, To>,
  model: M & Model<To, Y>,
): Pipeline<From, To, Y, S, M> {
  return new Pipeline(step, model);
}

/** A transformer and a model as one model. Made by {@link pipeline}. */
export class Pipeline<From, To, Y, S extends Step<From, To> = Step<From, To>, M extends Model<To, Y> = Model<To, Y>> implements Model<From, Y> {
  readonly step: S;
  readonly model: M;
  #learnt: true | undefined;

  constructor(step: S, model: M) {
    this.step = step;
    this.model = model;
  }

  /** Let the step learn from `X`, and the model from what the step makes of it. */
  fit(X: readonly From[], y: readonly Y[]): this {
    this.model.fit(this.#fitTransform(X), y);
    this.#learnt = true;
    return this;
  }

  /** @throws Error before `fit`. */
  predict(X: readonly From[]): Y[] {
    return this.model.predict(this.#transform(X));
  }

  /** @throws Error before `fit`, or when the model gives no probabilities. */
  predictProba(X: readonly From[]): number[][] {
    if (!this.model.predictProba) throw new Error("the model at the end of this pipeline gives no probabilities: use predict(X)");
    return this.model.predictProba(this.#transform(X));
  }

  /** @throws Error before `fit`. */
  score(X: readonly From[], y: readonly Y[]): number {
    return this.model.score(this.#transform(X), y);
  }

  #fitTransform(X: readonly From[]): To[] {
    if (this.step.fitTransform) return this.step.fitTransform(X);
    this.step.fit(X);
    return this.step.transform(X);
  }

  #transform(X: readonly From[]): To[] {
    fitted(this.#learnt, "pipeline");
    return this.step.transform(X);
  }
}
