/** What the page on the next character draws of its contest: rows for charts and tables. */

import { mean } from "../base/mean.ts";
import type { CharacterGPT } from "../lm/gpt-file.ts";
import type { NGram } from "../lm/n-gram.ts";
import { tokenLosses } from "../lm/next-token-batches.ts";
import type { Side } from "../versus/head-to-head.ts";
import type { LossContest } from "./loss-report.ts";
import type { Passage } from "./next-character-contestants.ts";

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

/** Those of the contest that fit into one picture: an n-gram for each kind, no classifier that is behind the other, and each network as it was trained. */
export function inPicture(contest: LossContest): LossContest {
  const isIn = /^([35]-gram|Kneser–Ney|perceptron|GPT, \w+)$/;
  return { ...contest, entries: contest.entries.filter(({ id }) => isIn.test(id)) };
}

/** Of each contestant, what it reached and what it took. */
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
export function characterCurves({ entries }: LossContest): { name: string; side: Side; read: number; bits: number }[] {
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
export function trainingPoints(
  { entries }: LossContest,
  { batchSize, config }: { batchSize: number; config: Record<string, unknown> },
): TrainingPoint[] {
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

/** Characters of a passage, and of a step of those that are trained in the contest. Not read from the contestants: with them comes the book, and the first picture need not wait for it. */
const [PASSAGE, STEP] = [1000, 1024];

/** Characters of a passage that are shown one by one. */
export const SHOWN = 64;

/** Bits of surprise at each of the first characters of a passage, by a table and by a GPT that looks back on 256 characters. */
export function surprises(
  counts: NGram,
  { model, tokenizer }: CharacterGPT,
  { before, text }: Passage,
): { who: string; place: number; bits: number }[] {
  const piece = before.slice(SHOWN - model.options.blockSize) + text.slice(0, SHOWN);
  const ids = tokenizer.encode(piece);
  const nats = {
    "Kneser–Ney": counts.losses(piece).slice(-SHOWN),
    "GPT, large": tokenLosses(model, ids, { blockSize: ids.length - 1 }).slice(-SHOWN),
  };
  return Object.entries(nats).flatMap(([who, losses]) => Array.from(losses, (loss, place) => ({ who, place, bits: loss / Math.LN2 })));
}
