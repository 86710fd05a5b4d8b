/** What the page on the next character draws of its contest: rows for charts and tables. */

import { mean } from "../base/mean.ts";
import type { card } from "../checkpoints/moby-dick-gpt.ts";
import type { Side } from "../versus/head-to-head.ts";
import type { LossContest, LossEntry } from "./loss-report.ts";
import { PASSAGE } from "./next-character-contestants.ts";

/** What a contestant reached, and what it took. */
export interface CharacterCost {
  name: string;
  side: Side;
  /** Whether it was trained step by step, and did not just count. */
  learnt: boolean;
  /** Bits a character in the exam. */
  bits: number;
  numbers: number;
  seconds: number;
  operations: number;
}

export function characterCosts({ entries, timings }: LossContest): CharacterCost[] {
  return entries.map(({ id, result: { name, side, mean: bits, size, effort } }) => ({
    name,
    side,
    learnt: effort.records !== undefined,
    bits,
    numbers: size.parameters,
    seconds: timings.entries[id]!.trainSeconds,
    operations: effort.flops!,
  }));
}

/** Bits a character in the exam by characters learnt from: the mean of the draws. */
export function characterCurves(entries: readonly LossEntry[]): { name: string; side: Side; read: number; bits: number }[] {
  return entries.flatMap(({ result: { name, side }, curve }) =>
    curve.map(({ items, means }) => ({ name, side, read: items * PASSAGE, bits: mean(means) })),
  );
}

/** Where a training stands after so many operations, in bits a character of text that it was watched with. */
export interface TrainingPoint {
  name: string;
  operations: number;
  bits: number;
}

/** The trainings of the GPTs, step by step. The first point of the shipped one, before any training, is left out. */
export function trainingPoints({ entries }: LossContest, { batchSize, config }: Pick<typeof card, "batchSize" | "config">): TrainingPoint[] {
  const { blockSize } = config["options"] as { blockSize: number };
  return entries
    .filter(({ id }) => /^GPT, \w+$/.test(id))
    .flatMap(({ result: { name, size, effort } }) => {
      const { curve, learningRate } = effort.records![0]!;
      const characters = name === "GPT, large" ? batchSize * blockSize : STEP;
      return curve
        .filter((point) => point.learningRate === learningRate && point.step > 0)
        .map(({ step, loss }) => ({ name, operations: 6 * size.parameters * characters * step, bits: loss / Math.LN2 }));
    });
}

/** Characters of a step of those that are trained in the contest. */
const STEP = 1024;
