/** The GPT that read Moby-Dick, on its way to speeches: trained whole, by LoRA of several ranks, and one like it from nothing. */
import { mean } from "../base/mean.ts";
import found from "./data/fine-tuning.json" with { type: "json" };
import type { Recording } from "./recording.ts";

/** How one training was made. */
export interface FineTuningPlan {
  /** All of the model that has read the book; LoRA beside it; or a new model of its shape. */
  method: "full" | "lora" | "scratch";
  /** Of LoRA. */
  rank?: number;
  /** Highest learning rate. It rises over ten steps, then falls to a tenth. */
  rate: number;
  /** Of four windows of 64 characters. */
  steps: number;
  /** Characters of speeches to learn from. */
  size: number;
  /** 0 where the rate was chosen, which never saw the speeches that measure. */
  seed: number;
}

/** What a model knows, in nats a character: of six speeches that one chooses with, and of the book's ninth tenth. */
export interface FineTuningPoint {
  step: number;
  /** Mean loss of the batches since the point before. */
  train?: number;
  speeches: number;
  book: number;
}

/** What came of a training. */
export interface FineTuningRun extends FineTuningPlan {
  /** Numbers that were learnt. */
  parameters: number;
  points: FineTuningPoint[];
  /** Mean loss on each of twelve other speeches, at the end. None with seed 0. */
  test: number[];
  /** What it writes, for each prompt. */
  samples: string[];
}

/** All that was recorded. */
export interface FineTuningFound {
  /** What the models were asked to go on from. */
  prompts: string[];
  /** The model as it was. */
  before: Omit<FineTuningPoint, "step"> & { test: number[]; samples: string[] };
  /** The trainings that chose the rates. */
  choosing: FineTuningRun[];
  /** Those that count. */
  runs: FineTuningRun[];
}

/** Recorded by `npm run record -- fine-tuning`. */
export const fineTuning: Recording<FineTuningFound> = found as Recording<FineTuningFound>;

/** The model after one way to train it further, with what it knows then. */
export interface FineTuningWay {
  name: string;
  /** Numbers that were learnt. */
  learnt: number;
  /** Mean loss on the twelve speeches that measure. */
  speeches: number;
  book: number;
  samples: string[];
}

/** Not at all, LoRA of each rank, all of it: equal steps, data and seed (1). */
export function waysByRank({ before, runs }: FineTuningFound): FineTuningWay[] {
  const way = (name: string, { parameters, points, test, samples }: FineTuningRun): FineTuningWay => ({
    name,
    learnt: parameters,
    speeches: mean(test),
    book: points.at(-1)!.book,
    samples,
  });
  const lora = runs.filter(({ method }) => method === "lora").toSorted((a, b) => a.rank! - b.rank!);
  const all = runsOf(runs, { method: "full" })[0]!;
  return [
    { name: "nothing", learnt: 0, speeches: mean(before.test), book: before.book, samples: before.samples },
    ...lora.map((run) => way(`rank ${run.rank}`, run)),
    way("all of it", all),
  ];
}

/** Those of equal effort, unless others are asked for: the data and steps that the first run had. */
export function runsOf(runs: readonly FineTuningRun[], which: Partial<FineTuningPlan>): FineTuningRun[] {
  const { steps, size } = runs[0]!;
  return runs.filter((run) => Object.entries({ steps, size, ...which }).every(([key, value]) => run[key as keyof FineTuningPlan] === value));
}

/** Two bars for each of two tasks: as the model was, and after a way. */
export function beforeAndNow(before: FineTuningWay, now: FineTuningWay): { loss: number; of: string; old: boolean }[] {
  return (["speeches", "book"] as const).flatMap((task) => {
    const name = task === "book" ? "the old book" : task;
    return [
      { loss: before[task], of: `${name}, before`, old: true },
      { loss: now[task], of: `${name}, now`, old: false },
    ];
  });
}

/** What it wrote, each on one line, as it was and after a way. */
export function textsBeforeAndNow(before: FineTuningWay, now: FineTuningWay): { before: string; now: string }[] {
  const line = (text: string) => text.replaceAll("\n", " ");
  return before.samples.map((text, i) => ({ before: line(text), now: line(now.samples[i]!) }));
}

/** One row for trainings that differ in their seeds alone. */
export function lossesOf(model: string, runs: readonly FineTuningRun[]): { model: string; steps: number; rate: number; seeds: string; loss: number } {
  const each = runs.map(({ test }) => mean(test));
  return { model, steps: runs[0]!.steps, rate: runs[0]!.rate, seeds: each.map((loss) => loss.toFixed(3)).join(", "), loss: mean(each) };
}

/** How much less one way loses than another on each speech that measures: means over the seeds, which both have. */
export function apartOnSpeeches(one: readonly FineTuningRun[], other: readonly FineTuningRun[]): number[] {
  return one[0]!.test.map((_, speech) => mean(other.map(({ test }, i) => test[speech]! - one[i]!.test[speech]!)));
}
