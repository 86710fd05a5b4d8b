import { readFile } from "node:fs/promises";
import { mean } from "../../src/base/mean.ts";
import { seed } from "../../src/base/random.ts";
import { card } from "../../src/checkpoints/moby-dick-gpt.ts";
import type { LossContest } from "../../src/contests/loss-report.ts";
import * as book from "../../src/contests/next-character-contestants.ts";
import { GPT } from "../../src/lm/gpt.ts";
import { loadGPT } from "../../src/lm/gpt-file.ts";
import { randomBatch } from "../../src/lm/next-token-batches.ts";
import { AdamW } from "../../src/tensor/index.ts";
import { judgeLosses } from "../../src/versus/judge-losses.ts";
import type { Record, Recorder } from "../record/recorder.ts";
import { lossContest } from "./contest.ts";
import type { LossTask } from "./task.ts";

const COUNTED_AMOUNTS = [8, 32, 128, 384];
const NETWORK_AMOUNTS = [8, 32, 128];
/** Parts of the book that those who count learn from, where they learn from few passages. */
const DRAWS = 3;
/** Passages by which the latency of the large GPT is measured, and steps of its training that are timed: each takes long. */
const [ASKED_ALONE, TIMED] = [10, 3];

const { train, exam } = book.passages;
const shipped = loadGPT(await readFile(new URL("../../public/weights/moby-dick-gpt.safetensors", import.meta.url)));
const counted = [...[3, 4, 5, 6].map(book.nGramOf), book.kneserNey()];
const networks = [book.letterRegression(), book.letterPerceptron(), book.gptOf("small")];

/** The next character of Moby-Dick, passage by passage: those who learn in the contest. */
async function task(): Promise<LossTask<book.Passage>> {
  return {
    name: "next-character",
    unit: "bits a character",
    train,
    exam,
    entries: [
      ...counted.map((contestant) => ({ contestant, amounts: COUNTED_AMOUNTS })),
      ...networks.map((contestant) => ({ contestant, amounts: NETWORK_AMOUNTS })),
      { contestant: book.gptOf("medium") },
    ],
  };
}

export const record: Record<LossContest> = async (recorder) => {
  const found = await lossContest(task)(recorder);
  for (const contestant of counted) await drawMore(recorder, found, contestant);
  const trainSeconds = await recorder.part("seconds of the large GPT", secondsOfLarge);
  for (const contestant of [book.shippedGPT(shipped, card), book.shippedGPT(shipped, card, book.IN_SIGHT)]) {
    const { name: id } = contestant;
    const options = { seed: found.seed, clock: () => processorSeconds() * 1000, latencyItems: ASKED_ALONE };
    const { result, timing } = await recorder.part(id, () => judgeLosses(contestant, { train, exam }, options));
    found.entries.push({ id, result, curve: [{ items: train.length, means: [result.mean] }] });
    found.timings.entries[id] = { ...timing, trainSeconds };
  }
  return found;
};

/** The same from as many passages of other parts of the book. */
async function drawMore({ part }: Recorder, { entries, seed: start }: LossContest, contestant: book.CharacterContestant): Promise<void> {
  const { curve } = entries.find(({ id }) => id === contestant.name)!;
  for (const { items, means } of curve.filter(({ items }) => items <= 128))
    for (let draw = 1; draw < DRAWS; draw++) {
      const from = Math.floor((draw * train.length) / DRAWS);
      const some = train.slice(from, from + items);
      means.push(
        await part(
          `${contestant.name}, ${items} items, draw ${draw}`,
          () => judgeLosses(contestant, { train: some, exam }, { seed: start + draw, latencyItems: 0 }).result.mean,
        ),
      );
    }
}

/** Estimated from a few steps of AdamW: how long its own training took was not kept. */
function secondsOfLarge(): number {
  const random = seed(1);
  const { blockSize } = shipped.model.options;
  const model = new GPT(shipped.model.options, random);
  const optimizer = new AdamW(model.parameters(), { lr: 0.001 });
  const tokens = book.encodePassages(train.slice(0, 20));
  const took = Array.from({ length: TIMED + 1 }, () => {
    const began = processorSeconds();
    const { x, y } = randomBatch(tokens, { batchSize: card.batchSize, blockSize, random });
    model.loss(x, y).backward();
    optimizer.step();
    return processorSeconds() - began;
  });
  return mean(took.slice(1)) * card.steps;
}

function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
