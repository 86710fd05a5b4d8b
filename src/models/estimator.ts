/** Rows of numbers: `[samples][features]`. */
export type Matrix = readonly (readonly number[])[];

/** What a classifier tells apart: a name, or a number such as a digit. */
export type Label = string | number;

/**
 * What every classifier can do. Hyperparameters go into the constructor, `fit` learns from labelled
 * rows and returns the classifier itself, which then knows its labels by type: `new Model(options).fit(X, y)` is one expression.
 */
export interface Classifier<L extends Label = Label> {
  /** The labels seen by `fit`, sorted. The columns of `predictProba` follow this order. */
  readonly classes: readonly L[];
  /** Learn from `X` `[samples][features]` and one label per row, `y` `[samples]`. Forgets what was learnt before. */
  fit<K extends L>(X: Matrix, y: readonly K[]): Classifier<K>;
  /** The label of each row. */
  predict(X: Matrix): L[];
  /** The probability of each class for each row: `[samples][classes]`, each row sums to 1. */
  predictProba(X: Matrix): number[][];
  /** Accuracy: the share of the rows whose predicted label is the given one, 0 to 1. */
  score(X: Matrix, y: readonly L[]): number;
}
