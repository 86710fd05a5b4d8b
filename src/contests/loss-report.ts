/** What `npm run head-to-head` measures of a task whose answers are more or less far off: `#recorded/…-contest` holds it. */
import { checkCount } from "../base/check.ts";
import { mean } from "../base/mean.ts";
import { type Random, withRandom } from "../base/random.ts";
import { bootstrapInterval, type Interval } from "../score/intervals.ts";
import type { Side, Timing } from "../versus/head-to-head.ts";
import type { LossResult } from "../versus/judge-losses.ts";

/** One head-to-head. The same seed makes the same entries; the timings are processor time on one machine. */
export interface LossContest {
  /** `npm run head-to-head -- TASK` makes it again. */
  task: string;
  seed: number;
  /** Of the losses: "bits a character". */
  unit: string;
  /** Items to learn from, and items of the exam, which nothing was chosen with. */
  items: { train: number; exam: number };
  entries: LossEntry[];
  timings: { machine: string; entries: Record<string, Timing> };
}

/** What came out for one contestant. */
export interface LossEntry {
  /** Its name. */
  id: string;
  result: LossResult;
  /** Mean loss on the exam by how many items it learnt from, one for each draw or seed. */
  curve: { items: number; means: number[] }[];
}

/** What came out for one that took part. @throws RangeError when nobody has that id. */
export function lossEntryOf({ entries }: LossContest, id: string): LossEntry {
  const entry = entries.find((one) => one.id === id);
  if (!entry) throw new RangeError(`no contestant is called "${id}": there are ${entries.map((one) => `"${one.id}"`).join(", ")}`);
  return entry;
}

export interface PairedLossesOptions {
  random: Random;
  /** Items that follow each other and are drawn together, where neighbours are alike: rolling origins overlap. Default 1. */
  block?: number;
}

/** By how much the first loses more than the second on the same items, with a 95 % interval. Where it holds 0, the items do not tell which is better. */
export interface PairedLosses extends Interval {
  difference: number;
}

/** Paired bootstrap over the items of the exam, or over blocks of them. */
export function pairedLosses(report: LossContest, first: string, second: string, options: PairedLossesOptions): PairedLosses {
  const { random, block = 1 } = withRandom(options);
  checkCount(block, "block", 1);
  const [a, b] = [lossEntryOf(report, first).result.losses, lossEntryOf(report, second).result.losses];
  const differences = a.map((loss, i) => loss - b[i]!);
  const blocks = Array.from({ length: Math.ceil(differences.length / block) }, (_, i) => differences.slice(i * block, (i + 1) * block));
  const statistic = (drawn: readonly number[][]) => mean(drawn.flat());
  return { difference: mean(differences), ...bootstrapInterval(blocks, statistic, { random }) };
}

/** Mean losses with their intervals, least first: what `intervals` of `#charts` draws. */
export function lossRows(entries: readonly LossEntry[]): { name: string; side: Side; loss: number; low: number; high: number }[] {
  return entries.map(({ result: { name, side, mean: loss, interval } }) => ({ name, side, loss, ...interval })).sort((a, b) => a.loss - b.loss);
}
