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
const DRAWS = 3;
/** Steps of the large GPT that are timed. */
const TIMED = 5;

const { train, exam } = book.passages;
const shipped = loadGPT(await readFile(new URL("../../public/weights/moby-dick-gpt.safetensors", import.meta.url)));
const large = [book.shippedGPT(shipped, card), book.shippedGPT(shipped, card, book.IN_SIGHT)];
const counted = [...[3, 4, 5, 6].map(book.nGramOf), book.kneserNey()];
const networks = [book.letterRegression(), book.letterPerceptron(), book.gptOf("small")];

/** The next character of Moby-Dick, passage by passage. */
async function task(): Promise<LossTask<book.Passage>> {
  return {
    name: "next-character",
    unit: "bits a character",
    train,
    exam,
    entries: [
      ...counted.map((contestant) => ({ contestant, amounts: COUNTED_AMOUNTS })),
      ...networks.map((contestant) => ({ contestant, amounts: NETWORK_AMOUNTS })),
      { contestant: book.gptOf("medium"), amounts: NETWORK_AMOUNTS.slice(1) },
      ...large.map((contestant) => ({ contestant })),
    ],
  };
}

export const record: Record<LossContest> = async (recorder) => {
  const found = await lossContest(task)(recorder);
  for (const contestant of counted) await drawMore(recorder, found, contestant, DRAWS);
  for (const contestant of networks.slice(-1)) await drawMore(recorder, found, contestant, DRAWS - 1);
  const seconds = await recorder.part("seconds of the large GPT", secondsOfLarge);
  for (const { name } of large) found.timings.entries[name]!.trainSeconds = seconds;
  return found;
};

/** The same from as many passages of other parts of the book. */
async function drawMore(
  { part }: Recorder,
  { entries, seed: start }: LossContest,
  contestant: book.CharacterContestant,
  draws: number,
): Promise<void> {
  const { curve } = entries.find(({ id }) => id === contestant.name)!;
  for (const { items, means } of curve.filter(({ items }) => items <= 128))
    for (let draw = 1; draw < draws; draw++) {
      const from = Math.floor((draw * train.length) / draws);
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
  const took = Array.from({ length: TIMED + 2 }, () => {
    const began = process.cpuUsage();
    const { x, y } = randomBatch(tokens, { batchSize: card.batchSize, blockSize, random });
    model.loss(x, y).backward();
    optimizer.step();
    const { user, system } = process.cpuUsage(began);
    return (user + system) / 1e6;
  });
  return mean(took.slice(2)) * card.steps;
}
