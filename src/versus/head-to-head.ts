/**
 * A fair fight: contestants that learn from the same rows and are asked about the same rows. What they answer depends on the seed alone, so
 * that it can be checked anywhere; how long it took depends on the machine, and is kept apart.
 */

import type { Label } from "../base/estimator.ts";
import { mean } from "../base/mean.ts";
import { checkRandom, type Random, seed } from "../base/random.ts";
import { type Fold, take } from "../score/cross-validation.ts";
import { type Interval, wilsonInterval } from "../score/intervals.ts";
import { accuracy, type ClassScore, classScores } from "../score/metrics.ts";
import type { TrainingRecord } from "./watched-training.ts";

/** What a model is once it has learnt. */
export interface ModelSize {
  /** Numbers that were learnt from data. */
  parameters: number;
  /** What it takes to keep the model: each number as a 32-bit float or integer, and the text of its vocabulary in UTF-8. */
  bytes: number;
}

/** What a training took, besides time. */
export interface Effort {
  /** Steps of the training that went on: of gradients, or rounds over the rows. 0 where the model only counts. */
  steps: number;
  /** Whether more steps would hardly have changed anything: the solver's floor was reached, or the loss on rows held back had become flat. `undefined`: nobody looked. */
  flat: boolean | undefined;
  /** What was chosen within the training rows, in words. */
  setting: string;
  /** What happened in the training of each network. */
  records?: TrainingRecord[];
  /** Operations on numbers that all training took, the search of settings included: 6 for each number of a network at each token that it read (Kaplan et al. 2020). `undefined`: nobody counted. */
  flops?: number;
}

/** A model in the fight. All it knows of the task comes from the rows that `fit` is given. */
export interface Competitor<Row, L extends Label> {
  fit(X: readonly Row[], y: readonly L[]): unknown;
  predict(X: readonly Row[]): L[];
  /** @throws Error before `fit`. */
  size(): ModelSize;
  /** @throws Error before `fit`. */
  effort(): Effort;
}

/** Made for one task; a network made for one task; or a model of text. */
export type Side = "ml" | "neural" | "lm";

/** What has to be said of each that takes part, before it is compared: see "A fair contest" in the manual. */
export interface FairStart<Row> {
  /** What it gets to see of a row. Nobody sees more: the judge cuts the rows. */
  input: { characters: number; read(row: Row): Row };
  /** What it has before it at each of its predictions. */
  context: string;
  /** What was tuned: "C of 1, 10". */
  tuned: string;
  /** On which rows. */
  tunedOn: string;
}

/** Who takes part. */
export interface Contestant<Row, L extends Label, C extends Competitor<Row, L> = Competitor<Row, L>> extends FairStart<Row> {
  /** Short, for tables and charts. */
  name: string;
  side: Side;
  /** A new model that has learnt nothing of the task. */
  create(random: Random): C;
  /** Takes part in the first so many folds only, where training takes long. Default: in all. */
  folds?: number;
}

/** One of those of the same name reads more than the other. */
export const idOf = ({ name, input }: Pick<Contestant<never, never>, "name"> & { input: { characters: number } }): string =>
  `${name}, ${input.characters}`;

/** Rows, with the right answer for each. */
export interface LabelledRows<Row, L extends Label> {
  X: readonly Row[];
  y: readonly L[];
}

export interface JudgeOptions<Row> {
  /** The same seed gives the same results. */
  seed: number;
  /** Rows of the same key count as the same row: none may be on both sides of a fold. Default: rows that are equal as JSON. */
  key?(row: Row): string;
  /** Milliseconds, from any beginning. Default `performance.now`. */
  clock?(): number;
  /** Rows that are asked about one at a time, to measure latency. Default 100. */
  latencyRows?: number;
}

/** What came out; the same on every machine. */
export interface Result<L extends Label> {
  name: string;
  side: Side;
  /** Characters of each row that it could read. */
  characters: number;
  context: string;
  tuned: string;
  tunedOn: string;
  /** In the first fold. */
  effort: Effort;
  /** What was chosen in each fold: `[folds]`. */
  settings: string[];
  /** Folds that it took part in. */
  folds: number;
  /** Labelled rows that it learnt from, in the first fold. */
  labels: number;
  /** Rows that it was asked about, in all its folds. */
  tested: number;
  accuracy: number;
  /** The same of each fold: `[folds]`. */
  foldAccuracies: number[];
  /** In 95 of 100 samples the true accuracy lies within, were the rows tested drawn one by one. */
  interval: Interval;
  /** Precision and recall of each class. */
  classes: ClassScore<L>[];
  /** Of the model of the first fold. */
  size: ModelSize;
  /** The rows that it got wrong, in order. With two classes, it said the other one. */
  wrong: number[];
}

/** How long it took here. */
export interface Timing {
  /** Training on one fold, on average. */
  trainSeconds: number;
  /** From one row to its answer, in milliseconds: half of the rows took less than `p50`, 95 of 100 less than `p95`. */
  latency: { p50: number; p95: number };
}

/**
 * Let a contestant learn from the training rows of each fold and ask it about the test rows.
 * @throws RangeError when a test row is among the training rows.
 */
export function judge<Row, L extends Label>(
  contestant: Contestant<Row, L>,
  { X, y }: LabelledRows<Row, L>,
  folds: readonly Fold[],
  { seed: start, key, clock = () => performance.now(), latencyRows = 100 }: JudgeOptions<Row>,
): { result: Result<L>; timing: Timing } {
  const { name, side, input, context, tuned, tunedOn, create } = contestant;
  const own = folds.slice(0, contestant.folds ?? folds.length);
  checkNoLeak(X, own, key);
  const seen = X.map(input.read);
  const answers: { row: number; predicted: L }[] = [];
  const foldAccuracies: number[] = [];
  const trainTimes: number[] = [];
  const efforts: Effort[] = [];
  let latency: Timing["latency"] = { p50: Number.NaN, p95: Number.NaN };
  let size: ModelSize | undefined;
  for (const [i, { train, test }] of own.entries()) {
    const model = create(seed(start + i));
    const before = clock();
    model.fit(take(seen, train), take(y, train));
    trainTimes.push(clock() - before);
    efforts.push(model.effort());
    const predicted = model.predict(take(seen, test));
    for (const [at, row] of test.entries()) answers.push({ row, predicted: predicted[at]! });
    foldAccuracies.push(accuracy(take(y, test), predicted));
    if (i > 0) continue;
    size = model.size();
    latency = latencyOf(take(seen, test.slice(0, latencyRows)), (row) => model.predict([row]), clock);
  }
  const wrong = answers
    .filter(({ row, predicted }) => predicted !== y[row])
    .map(({ row }) => row)
    .sort((a, b) => a - b);
  const right = answers.length - wrong.length;
  return {
    result: {
      name,
      side,
      characters: input.characters,
      context,
      tuned,
      tunedOn,
      effort: efforts[0]!,
      settings: efforts.map(({ setting }) => setting),
      folds: own.length,
      labels: own[0]!.train.length,
      tested: answers.length,
      accuracy: right / answers.length,
      foldAccuracies,
      interval: wilsonInterval(right, answers.length),
      classes: classScores(
        answers.map(({ row }) => y[row]!),
        answers.map(({ predicted }) => predicted),
      ),
      size: size!,
      wrong,
    },
    timing: { trainSeconds: mean(trainTimes) / 1000, latency },
  };
}

/** How good a contestant is that learnt from so many labels. */
export interface CurvePoint {
  labels: number;
  /** On the test rows, one for each draw of the training rows. */
  accuracies: number[];
}

export interface FewLabelsOptions<Row> {
  seed: number;
  /** Labelled rows to learn from. */
  labels: number;
  /** The how-manieth draw of so many rows, from 0. */
  draw: number;
  key?(row: Row): string;
}

/**
 * Let a contestant learn from a few rows of a fold, and ask it about all test rows. Which rows are drawn depends on seed and draw alone, so all contestants
 * get the same ones; in each draw the few are among the more, and the classes have their shares.
 * @returns the share that it got right.
 * @throws RangeError when a test row is among the training rows.
 */
export function fewLabels<Row, L extends Label>(
  { create, input }: Contestant<Row, L>,
  { X, y }: LabelledRows<Row, L>,
  fold: Fold,
  { seed: start, labels, draw, key }: FewLabelsOptions<Row>,
): number {
  checkNoLeak(X, [fold], key);
  const seen = (rows: readonly number[]) => take(X, rows).map(input.read);
  const rows = evenOrder(fold.train, y, seed(start + draw)).slice(0, labels);
  const model = create(seed(start + draw));
  model.fit(seen(rows), take(y, rows));
  return accuracy(take(y, fold.test), model.predict(seen(fold.test)));
}

/**
 * The rows in random order, each class spread evenly: the first n of them hold each class's share of n, give or take one.
 */
export function evenOrder<L extends Label>(rows: readonly number[], y: readonly L[], random: Random): number[] {
  checkRandom(random);
  const groups = new Map<L, number[]>();
  for (const row of random.shuffle(rows)) {
    const group = groups.get(y[row]!);
    if (group) group.push(row);
    else groups.set(y[row]!, [row]);
  }
  // The i-th row of a class of n stands at (i + ½) / n of the way.
  return [...groups.values()]
    .flatMap((group) => group.map((row, i) => ({ row, at: (i + 0.5) / group.length })))
    .sort((a, b) => a.at - b.at || a.row - b.row)
    .map(({ row }) => row);
}

/**
 * That nobody is tested on what it learnt from.
 * @throws RangeError with the first test row whose key a training row of the same fold has too.
 */
export function checkNoLeak<Row>(X: readonly Row[], folds: readonly Fold[], key: (row: Row) => string = (row) => JSON.stringify(row)): void {
  const keys = X.map(key);
  for (const [i, { train, test }] of folds.entries()) {
    const learnt = new Map(train.map((row) => [keys[row]!, row]));
    const leak = test.find((row) => learnt.has(keys[row]!));
    if (leak !== undefined)
      throw new RangeError(
        `fold ${i}: test row ${leak} is the same as training row ${learnt.get(keys[leak]!)}. Leave repeated rows out, or keep them on one side`,
      );
  }
}

/** How long each of these takes to be answered, one at a time. */
export function latencyOf<Row>(rows: readonly Row[], answer: (row: Row) => unknown, clock: () => number): Timing["latency"] {
  const took = rows.map((row) => {
    const asked = clock();
    answer(row);
    return clock() - asked;
  });
  return { p50: percentile(took, 0.5), p95: percentile(took, 0.95) };
}

/** The value below which that share lies: the next one that was measured. */
function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
