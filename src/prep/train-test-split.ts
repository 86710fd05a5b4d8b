import { checkLabels } from "../base/check.ts";
import type { Label } from "../base/estimator.ts";
import { type Random, withRandom } from "../base/random.ts";
import { type Fold, take } from "../score/cross-validation.ts";

export interface SplitOptions {
  random: Random;
  /** The share of the rows that is held out for the test, 0 to 1. Default .25. */
  testShare?: number;
  /** Spreads the classes evenly: each side has its share of each. Default "none". */
  stratify?: "labels" | "none";
}

/** Rows to learn from and rows to test with. */
export interface TrainTest<Row, Y> {
  XTrain: Row[];
  XTest: Row[];
  yTrain: Y[];
  yTest: Y[];
}

/**
 * Hold some rows out, drawn at random, that the model never sees until it is judged.
 * @throws RangeError when there is not one label or number for each row, or `testShare` leaves either side without rows.
 */
export function trainTestSplit<Row, Y extends Label>(X: readonly Row[], y: readonly Y[], options: SplitOptions): TrainTest<Row, Y> {
  const { train, test } = splitRows(X, y, options);
  return { XTrain: take(X, train), XTest: take(X, test), yTrain: take(y, train), yTest: take(y, test) };
}

/** The same as row numbers. */
export function splitRows(X: { readonly length: number }, y: readonly Label[], options: SplitOptions): Fold {
  const { random, testShare = 0.25, stratify = "none" } = withRandom(options);
  checkLabels(X, y);
  if (!(testShare > 0 && testShare < 1)) throw new RangeError(`testShare is ${testShare}: it must lie between 0 and 1`);
  const order = random.shuffle([...y.keys()]);
  const wanted = Math.round(testShare * y.length);
  if (wanted === 0 || wanted === y.length) throw new RangeError(`testShare is ${testShare}: of ${y.length} rows, that leaves one side empty`);
  const test = new Set(stratify === "labels" ? evenly(order, y, wanted) : order.slice(0, wanted));
  return { train: order.filter((row) => !test.has(row)), test: order.filter((row) => test.has(row)) };
}

/** The first rows of each class, as many as its share; what rounding leaves goes to the classes that lack most. */
function evenly(order: readonly number[], y: readonly Label[], wanted: number): number[] {
  const groups = new Map<Label, number[]>();
  for (const row of order) {
    const group = groups.get(y[row]!);
    if (group) group.push(row);
    else groups.set(y[row]!, [row]);
  }
  const shares = [...groups.values()].map((rows) => ({ rows, exact: (rows.length * wanted) / y.length }));
  const missing = wanted - shares.reduce((sum, { exact }) => sum + Math.floor(exact), 0);
  const byLack = shares.toSorted((a, b) => (b.exact % 1) - (a.exact % 1));
  return byLack.flatMap(({ rows, exact }, i) => rows.slice(0, Math.floor(exact) + Number(i < missing)));
}
