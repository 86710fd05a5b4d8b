/** What pages draw of a contest: rows for charts and tables, from the file of the run. */
import type { Label } from "../base/estimator.ts";
import { max } from "../base/max.ts";
import { mean } from "../base/mean.ts";
import { wilsonInterval } from "../score/intervals.ts";
import type { Side } from "../versus/head-to-head.ts";
import type { HeadToHeadEntry } from "./report.ts";

/** Of entries of the same name, the one that reads most; in the order in which the names come. */
export function furthest(entries: readonly HeadToHeadEntry[]): HeadToHeadEntry[] {
  const byName = new Map<string, HeadToHeadEntry>();
  for (const entry of entries) {
    const before = byName.get(entry.result.name);
    if (!before || entry.result.characters > before.result.characters) byName.set(entry.result.name, entry);
  }
  return [...byName.values()];
}

/** Mistakes in 100, with their 95 % interval. */
export interface MistakesRow {
  name: string;
  side: Side;
  mistakes: number;
  low: number;
  high: number;
}

/** Mistakes that were counted, in 100, with their interval. */
export function mistakesOf({ name, side }: Pick<MistakesRow, "name" | "side">, missed: number, asked: number): MistakesRow {
  const { low, high } = wilsonInterval(missed, asked);
  return { name, side, mistakes: (100 * missed) / asked, low: 100 * low, high: 100 * high };
}

/** Fewest mistakes first. */
export function mistakeRows(entries: readonly HeadToHeadEntry[]): MistakesRow[] {
  return entries
    .map(({ result: { name, side, accuracy, interval } }) => ({
      name,
      side,
      mistakes: 100 * (1 - accuracy),
      low: 100 * (1 - interval.high),
      high: 100 * (1 - interval.low),
    }))
    .sort((a, b) => a.mistakes - b.mistakes);
}

/** Right answers in 100 by labels learnt from: the mean of the draws. */
export function learningRows(entries: readonly HeadToHeadEntry[]): { name: string; side: Side; labels: number; right: number }[] {
  return entries.flatMap(({ result: { name, side }, curve }) =>
    curve.map(({ labels, accuracies }) => ({ name, side, labels, right: 100 * mean(accuracies) })),
  );
}

/** Loss on rows held back by steps, of each that was trained step by step: its last training, at the rate that went on. */
export function heldBackRows(entries: readonly HeadToHeadEntry[]): { name: string; side: Side; step: number; loss: number }[] {
  return entries.flatMap(({ result: { name, side, effort } }) =>
    (effort.records ?? [])
      .slice(-1)
      .flatMap(({ learningRate, curve }) =>
        curve.filter((point) => point.learningRate === learningRate).map(({ step, loss }) => ({ name, side, step, loss })),
      ),
  );
}

/** Right answers in 100 of whoever always names the most frequent class. */
export function baseRate([first]: readonly HeadToHeadEntry[]): number {
  const { classes, tested } = first!.result;
  return (100 * max(classes.map(({ support }) => support))) / tested;
}

/** Of 100 warnings that something is `label`, how many are false where so many in 100 are of that label. Recall of both classes is taken as measured. */
export function falseWarnings({ result: { classes } }: HeadToHeadEntry, label: string, in100: number): number {
  const recall = (of: (one: (typeof classes)[number]) => boolean) => classes.find(of)!.recall;
  const hits = in100 * recall((one) => one.label === label);
  const alarms = (100 - in100) * (1 - recall((one) => one.label !== label));
  return (100 * alarms) / (hits + alarms);
}

/** Right answers, counted, with their 95 % interval. */
export function score(said: readonly Label[], truth: readonly Label[]): { right: string; "95 %": string } {
  const right = said.filter((label, i) => label === truth[i]).length;
  const { low, high } = wilsonInterval(right, truth.length);
  return { right: `${right} of ${truth.length}`, "95 %": `${(100 * low).toFixed(0)}–${(100 * high).toFixed(0)} %` };
}
