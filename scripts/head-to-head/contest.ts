/** What the scripts of head-to-heads share: one part of the recording for each training, so that a run which was broken off goes on. */
import { cpus } from "node:os";
import type { Label } from "../../src/base/estimator.ts";
import { seed } from "../../src/base/random.ts";
import type { LossContest, LossEntry } from "../../src/contests/loss-report.ts";
import type { HeadToHead, HeadToHeadEntry, NearCopies } from "../../src/contests/report.ts";
import { nearDuplicates } from "../../src/prep/near-duplicates.ts";
import { type Fold, stratifiedKFold } from "../../src/score/cross-validation.ts";
import { fewLabels, idOf, judge, type Timing } from "../../src/versus/head-to-head.ts";
import { judgeLosses } from "../../src/versus/judge-losses.ts";
import type { Record } from "../record/recorder.ts";
import type { LossTask, Task } from "./task.ts";

const SEED = 0;

/** First who wins with all labels, then what few labels are enough for. */
export const contest =
  <Row, L extends Label>(make: () => Promise<Task<Row, L>>): Record<HeadToHead> =>
  async ({ part, say }) => {
    const { name, data, key, text, folds: count, entries } = await make();
    const folds = stratifiedKFold(data.y, { folds: count, random: seed(SEED) });
    const found: HeadToHeadEntry[] = [];
    const timings: { [id: string]: Timing } = {};
    for (const { contestant } of entries) {
      const id = idOf(contestant);
      say(`${name}: ${id} …`);
      const { result, timing } = await part(id, () => judge(contestant, data, folds, { seed: SEED, key, clock: processorTime }));
      // With all labels of the first fold, the curve ends where it was just judged.
      found.push({ id, result, curve: [{ labels: result.labels, accuracies: [result.foldAccuracies[0]!] }] });
      timings[id] = timing;
      say(`${name}: ${id}: ${result.accuracy.toFixed(4)}, ${timing.trainSeconds.toFixed(0)} s`);
    }
    for (const [i, { contestant, draws }] of entries.entries()) {
      const { id, curve } = found[i]!;
      const drawn = [];
      for (const { labels, times } of draws) {
        const accuracies = [];
        for (let draw = 0; draw < times; draw++)
          accuracies.push(
            await part(`${id}, ${labels} labels, draw ${draw}`, () => fewLabels(contestant, data, folds[0]!, { seed: SEED, labels, draw, key })),
          );
        drawn.push({ labels, accuracies });
      }
      curve.unshift(...drawn);
    }
    return {
      task: name,
      seed: SEED,
      rows: data.y.length,
      firstTest: folds[0]!.test,
      nearCopies: nearCopies(data.X.map(text), folds),
      entries: found,
      timings: { machine: machine(), entries: timings },
    };
  };

/** The same where answers are more or less far off. */
export const lossContest =
  <Item>(make: () => Promise<LossTask<Item>>): Record<LossContest> =>
  async ({ part, say }) => {
    const { name, unit, train, exam, entries } = await make();
    const found: LossEntry[] = [];
    const timings: { [id: string]: Timing } = {};
    for (const { contestant, amounts = [] } of entries) {
      const { name: id } = contestant;
      say(`${name}: ${id} …`);
      const { result, timing } = await part(id, () => judgeLosses(contestant, { train, exam }, { seed: SEED, clock: processorTime }));
      timings[id] = timing;
      say(`${name}: ${id}: ${result.mean.toFixed(4)} ${unit}, ${timing.trainSeconds.toFixed(0)} s`);
      const curve = [];
      for (const items of amounts) curve.push({ items, means: [await part(`${id}, ${items} items`, () => lossOf(items, contestant))] });
      found.push({ id, result, curve: [...curve, { items: train.length, means: [result.mean] }] });
    }
    return {
      task: name,
      seed: SEED,
      unit,
      items: { train: train.length, exam: exam.length },
      entries: found,
      timings: { machine: machine(), entries: timings },
    };

    function lossOf(items: number, contestant: LossTask<Item>["entries"][number]["contestant"]): number {
      return judgeLosses(contestant, { train: train.slice(0, items), exam }, { seed: SEED, latencyItems: 0 }).result.mean;
    }
  };

function nearCopies(texts: readonly string[], folds: readonly Fold[]): NearCopies {
  const options = { size: 8, similarity: 0.8 };
  const pairs = nearDuplicates(texts, options);
  const foldOf = new Map(folds.flatMap(({ test }, fold) => test.map((row) => [row, fold])));
  const tested = new Set(pairs.filter(([a, b]) => foldOf.get(a) !== foldOf.get(b)).flat());
  return { ...options, pairs: pairs.length, tested: [...tested].sort((a, b) => a - b) };
}

/** So that other work on the machine does not count. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

const machine = () => `${cpus()[0]?.model.trim() ?? "unknown processor"}, Node ${process.version}`;
