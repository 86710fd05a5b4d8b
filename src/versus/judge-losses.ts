/**
 * A fair fight where an answer is not right or wrong but more or less far off: contestants that learn from the same items and whose losses are taken on the same other ones. As in
 * {@link judge}, what they answer depends on the seed alone; how long it took depends on the machine, and is kept apart.
 */
import { mean } from "../base/mean.ts";
import { type Random, seed } from "../base/random.ts";
import { bootstrapInterval, type Interval } from "../score/intervals.ts";
import { type Effort, type FairStart, latencyOf, type ModelSize, type Side, type Timing } from "./head-to-head.ts";

/** A model in the fight. All it knows of the task comes from the items that `fit` is given. */
export interface LossCompetitor<Item> {
  fit(items: readonly Item[]): unknown;
  /** How far off it is at each, in the unit of the contest. */
  losses(items: readonly Item[]): number[];
  /** @throws Error before `fit`. */
  size(): ModelSize;
  /** @throws Error before `fit`. */
  effort(): Effort;
}

/** Who takes part. */
export interface LossContestant<Item> extends Omit<FairStart<never>, "input"> {
  /** Short, for tables and charts. */
  name: string;
  side: Side;
  /** What it gets to see, in words. */
  input: string;
  /** A new model that has learnt nothing of the task. */
  create(random: Random): LossCompetitor<Item>;
}

/** What came out; the same on every machine. */
export interface LossResult extends Omit<LossContestant<never>, "create"> {
  effort: Effort;
  size: ModelSize;
  /** Items that it learnt from. */
  learnt: number;
  /** Of each item of the exam, in their order. */
  losses: number[];
  /** Of these. */
  mean: number;
  /** 95 %, by a bootstrap over the items, as if they were drawn one by one. */
  interval: Interval;
}

export interface JudgeLossesOptions {
  /** The same seed gives the same results. */
  seed: number;
  /** Milliseconds, from any beginning. Default `performance.now`. */
  clock?(): number;
  /** Items that are asked about one at a time, to measure latency. Default 100. */
  latencyItems?: number;
}

/** Let a contestant learn from the first items, and take its losses on the others. */
export function judgeLosses<Item>(
  contestant: LossContestant<Item>,
  { train, exam }: { train: readonly Item[]; exam: readonly Item[] },
  { seed: start, clock = () => performance.now(), latencyItems = 100 }: JudgeLossesOptions,
): { result: LossResult; timing: Timing } {
  const { create, ...said } = contestant;
  const model = create(seed(start));
  const began = clock();
  model.fit(train);
  const trainSeconds = (clock() - began) / 1000;
  const losses = model.losses(exam);
  const latency = latencyOf(exam.slice(0, latencyItems), (item) => model.losses([item]), clock);
  return {
    result: {
      ...said,
      effort: model.effort(),
      size: model.size(),
      learnt: train.length,
      losses,
      mean: mean(losses),
      interval: bootstrapInterval(losses, mean, { random: seed(start) }),
    },
    timing: { trainSeconds, latency },
  };
}
