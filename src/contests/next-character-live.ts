/** A table of counts against a GPT that learns in the page, on the passages of the contest. */
import { AdamW, clipGradNorm, warmupCosine } from "#tensor";
import { mean } from "../base/mean.ts";
import { type Random, withRandom } from "../base/random.ts";
import { NGram } from "../lm/n-gram.ts";
import { bootstrapInterval, type Interval } from "../score/intervals.ts";
import {
  BOOK_CHARACTERS,
  countedBits,
  encodePassages,
  GPT_SIZES,
  type GPTSize,
  gptBatch,
  gptBits,
  passages,
  trainingSteps,
  untrainedGPT,
} from "./next-character-contestants.ts";

export interface CharacterDuelOptions {
  /** Of the book's first passages, so many are learnt from. */
  items: number;
  /** n of the n-gram. */
  order: number;
  size: GPTSize;
  random: Random;
}

/** What one of the two reached in the exam. */
export interface DuelRow extends Interval {
  contestant: string;
  bits: number;
}

/** Where the two stand. */
export interface CharacterDuel {
  step: number;
  /** Steps that there will be. */
  of: number;
  /** Bits a character of the GPT on text that nobody learns from, so far. */
  points: { step: number; bits: number }[];
  /** Of the n-gram on the same text. */
  counted: number;
  /** At the end: both in the exam, and by how much the GPT needs more, each with its 95 % interval over passages; the last also in words. */
  exam?: { rows: DuelRow[]; more: Interval & { difference: number }; caption: string };
}

/** Every fifth passage to watch, and every third of the exam: a page cannot ask about all in its time. */
const watched = passages.watched.filter((_, i) => i % 5 === 0);
const exam = passages.exam.filter((_, i) => i % 3 === 0);

/** Trains as the contest does, at the higher of its rates. */
export function* characterDuel(options: CharacterDuelOptions): Generator<CharacterDuel, void, undefined> {
  const { items, order, size, random } = withRandom(options);
  const learnt = passages.train.slice(0, items);
  const nGram = new NGram({ order, vocabulary: BOOK_CHARACTERS }).fit(learnt.map(({ text }) => text).join(""));
  const counted = mean(watched.map((passage) => countedBits(nGram, passage)));

  const tokens = encodePassages(learnt);
  const model = untrainedGPT(size, random);
  const optimizer = new AdamW(model.parameters(), { lr: GPT_SIZES[size].learningRates[0], betas: [0.9, 0.99] });
  const { steps: of, every = 20 } = trainingSteps(items);
  const rate = warmupCosine({ lr: GPT_SIZES[size].learningRates[0], warmup: Math.ceil(of / 10), total: of + 1 });
  const points: CharacterDuel["points"] = [];
  for (let step = 1; step <= of; step++) {
    optimizer.lr = rate(step - 1);
    const { x, y } = gptBatch(tokens, random);
    model.loss(x, y).backward();
    clipGradNorm(model.parameters(), 1);
    optimizer.step();
    if (step % every === 0 || step === of) points.push({ step, bits: mean(watched.map((passage) => gptBits(model, passage))) });
    yield { step, of, points, counted };
  }

  const losses = {
    [`${order}-gram`]: exam.map((passage) => countedBits(nGram, passage)),
    [`GPT, ${size}`]: exam.map((passage) => gptBits(model, passage)),
  };
  const rows = Object.entries(losses).map(([contestant, each]) => ({
    contestant,
    bits: mean(each),
    ...bootstrapInterval(each, mean, { random }),
  }));
  const [table, network] = Object.values(losses) as [number[], number[]];
  const differences = network.map((loss, i) => loss - table[i]!);
  const more = { difference: mean(differences), ...bootstrapInterval(differences, mean, { random }) };
  const [difference, low, high] = [more.difference, more.low, more.high].map((bits) => bits.toFixed(3).replace("-", "−"));
  const caption = `Bits a character. GPT minus ${order}-gram: ${difference} (95 %: ${low} to ${high})`;
  yield { step: of, of, points, counted, exam: { rows, more, caption } };
}
