import type { SparseRow } from "./sparse.ts";

/** Rows of numbers: `[samples][features]`. */
export type Matrix = readonly (readonly number[])[];

/** The same, where rows may be typed arrays, too: what models take that only read them one number at a time. */
export type DenseMatrix = readonly ArrayLike<number>[];

/** The same with the zeros left out, for rows such as word counts: `[samples]` rows of `[features]`. */
export type SparseMatrix = readonly SparseRow[];

/** What models take that are fast with either. */
export type AnyMatrix = DenseMatrix | SparseMatrix;

/** What a classifier tells apart: a name, or a whole number such as a digit. */
export type Label = string | number;

/**
 * What every classifier can do. Hyperparameters go into the constructor, `fit` learns from labelled
 * rows and returns the classifier itself, which then knows its labels by type: `new Model(options).fit(X, y)` is one expression.
 */
export interface Classifier<L extends Label = Label, X = Matrix> {
  /** The labels seen by `fit`, sorted. The columns of `predictProba` follow this order. */
  readonly classes: readonly L[];
  /** Learn from `X` `[samples][features]` and one label per row, `y` `[samples]`. Forgets what was learnt before. */
  fit<K extends L>(X: X, y: readonly K[]): Classifier<K, X>;
  /** The label of each row. */
  predict(X: X): L[];
  /** The probability of each class for each row: `[samples][classes]`, each row sums to 1. Absent where a model has none. */
  predictProba?(X: X): number[][];
  /** Accuracy: the share of the rows whose predicted label is the given one, 0 to 1. */
  score(X: X, y: readonly L[]): number;
}

/** What every model of a number can do. */
export interface Regressor<X = Matrix> {
  /** Learn from `X` `[samples][features]` and one number per row, `y` `[samples]`. Forgets what was learnt before. */
  fit(X: X, y: readonly number[]): Regressor<X>;
  /** The number of each row. */
  predict(X: X): number[];
  /** R²: 1 is perfect, 0 no better than the mean of `y`, below 0 worse. */
  score(X: X, y: readonly number[]): number;
}

/** What turns rows into other rows: it learns how from some rows, and does it to any. */
export interface Transformer<From, To> {
  /** Learn from these rows. Forgets what was learnt before. */
  fit(X: readonly From[]): Transformer<From, To>;
  transform(X: readonly From[]): To[];
}
