/** What each contestant of the head-to-heads cost, and what it was good for: one form for all contests. */
import { checkNotNegative, checkPositive } from "../base/check.ts";
import type { Effort, ModelSize, Side, Timing } from "../versus/head-to-head.ts";
import type { LossContest } from "./loss-report.ts";
import type { HeadToHead } from "./report.ts";

/** One contestant of one contest. */
export interface CostRow {
  /** The contest, as a reader calls it. */
  contest: string;
  name: string;
  side: Side;
  /** The side in words. */
  kind: string;
  /** Mistakes, or loss, in percent of what one gets who knows nothing: 0 is perfect, 100 is no better than that. */
  left: number;
  /** Labelled rows, or items, that it learnt from. */
  learnt: number;
  /** Numbers that are kept. */
  parameters: number;
  bytes: number;
  /** Processor time of the training, in seconds of one core. */
  seconds: number;
  /** Operations of the training; `undefined` where nobody counted them: counting and sorting are no sums of products. */
  flops: number | undefined;
  /** Milliseconds of an answer: half take less than `p50`, 95 of 100 less than `p95`. */
  p50: number;
  p95: number;
}

/** Of a contest in which answers are right or wrong. Who knows nothing says always the most frequent class. `ids`: those to show; all by default. */
export function costRows(contest: string, { entries, timings }: HeadToHead, ids?: readonly string[]): CostRow[] {
  return entries
    .filter(({ id }) => !ids || ids.includes(id))
    .map(({ id, result }) => {
      const most = result.classes.reduce((a, b) => (b.support > a.support ? b : a)).support;
      return row(contest, result, timings.entries[id]!, (1 - result.accuracy) / (1 - most / result.tested), result.labels);
    });
}

/** Of a contest over losses. `nothing`: the loss of who knows nothing, in the same unit. */
export function lossCostRows(contest: string, { entries, timings }: LossContest, nothing: number, ids?: readonly string[]): CostRow[] {
  checkPositive(nothing, "nothing");
  return entries
    .filter(({ id }) => !ids || ids.includes(id))
    .map(({ id, result }) => row(contest, result, timings.entries[id]!, result.mean / nothing, result.learnt));
}

const KINDS: Record<Side, string> = { ml: "made for the task", neural: "a network for it", lm: "models text" };

function row(
  contest: string,
  { name, side, size, effort }: { name: string; side: Side; size: ModelSize; effort: Effort },
  { trainSeconds, latency }: Timing,
  left: number,
  learnt: number,
): CostRow {
  return { contest, name, side, kind: KINDS[side], left: 100 * left, learnt, ...size, seconds: trainSeconds, flops: effort.flops, ...latency };
}

/** An assumption about a machine, from low to high. */
export interface Range {
  low: number;
  high: number;
}

/** Operations that a server's processor does for a joule when it multiplies matrices, from a slow program to a fast one: an assumption, good to a factor of ten. */
export const OPERATIONS_PER_JOULE: Readonly<Range> = { low: 1e9, high: 1e10 };
/** Watts of one busy core of such a processor, with its share of the rest: an assumption. */
export const WATTS_PER_CORE: Readonly<Range> = { low: 4, high: 15 };

/**
 * Joules of a training: from its operations where they were counted, else from its seconds.
 * @throws RangeError when seconds or operations are negative.
 */
export function trainingJoules({ flops, seconds }: Pick<CostRow, "flops" | "seconds">): Range {
  checkNotNegative(seconds, "seconds");
  if (flops === undefined) return { low: seconds * WATTS_PER_CORE.low, high: seconds * WATTS_PER_CORE.high };
  checkNotNegative(flops, "flops");
  return { low: flops / OPERATIONS_PER_JOULE.high, high: flops / OPERATIONS_PER_JOULE.low };
}
