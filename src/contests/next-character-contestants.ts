/** Who takes part in the contest over the next character of a book. What they choose, they choose with a part of it that nobody learns from and that is not the exam. */
import type { Tensor } from "#tensor";
import { fitted } from "../base/check.ts";
import { argMax } from "../base/max.ts";
import { mean } from "../base/mean.ts";
import type { Random } from "../base/random.ts";
import { mobyDick } from "../datasets/moby-dick.ts";
import { CharacterTokenizer } from "../lm/character-tokenizer.ts";
import { GPT, type GPTOptions } from "../lm/gpt.ts";
import type { CharacterGPT } from "../lm/gpt-file.ts";
import { NGram, type Smoothing } from "../lm/n-gram.ts";
import { randomBatch, tokenLosses } from "../lm/next-token-batches.ts";
import type { Effort, ModelSize } from "../versus/head-to-head.ts";
import type { LossCompetitor, LossContestant } from "../versus/judge-losses.ts";
import { LetterPlaces } from "../versus/letter-places.ts";
import { effortOf, type TrainingPlan, type TrainingRecord, trainWatched } from "../versus/watched-training.ts";

/** A piece of the book. Its loss is the mean over its characters. */
export interface Passage {
  /** What stands before it in the book, to be read and not to be guessed. */
  before: string;
  text: string;
}
/** A contestant that guesses characters. */
export type CharacterContestant = LossContestant<Passage>;

/** Characters of a passage. */
export const PASSAGE = 1000;
/** Characters that are given before a passage. */
export const LOOK_BACK = 256;
/** Characters in sight of those that are compared at the same context. */
export const IN_SIGHT = 5;

/** The text in passages; what is left over at the end is left out. `before`: what stands before the text. */
export function passagesOf(text: string, before = ""): Passage[] {
  const all = before.slice(-LOOK_BACK) + text;
  const from = all.length - text.length;
  return Array.from({ length: Math.floor(text.length / PASSAGE) }, (_, i) => {
    const start = from + i * PASSAGE;
    return { before: all.slice(Math.max(0, start - LOOK_BACK), start), text: all.slice(start, start + PASSAGE) };
  });
}

/** *Moby-Dick* in passages: to learn from, to choose with, and for the exam. */
export const passages = {
  train: passagesOf(mobyDick.train),
  /** Every sixth of the last tenth. */
  watched: passagesOf(mobyDick.validation, mobyDick.test).filter((_, i) => i % 6 === 0),
  /** Every other of the ninth tenth. */
  exam: passagesOf(mobyDick.test, mobyDick.train).filter((_, i) => i % 2 === 0),
};

/** All characters of the book: everybody knows them. */
export const BOOK_CHARACTERS: readonly string[] = new CharacterTokenizer(mobyDick.text).characters;
const tokenizer = new CharacterTokenizer(BOOK_CHARACTERS.join(""));

const bits = (nats: ArrayLike<number>) => mean(Array.from(nats)) / Math.LN2;
const joined = (items: readonly Passage[]) => items.map(({ text }) => text).join("");

const WATCHED = "On 20 passages of the last tenth of the book, which nobody learns from";
const READS = "the same passages of the first eight tenths of the book";

/** An n-gram; of several orders, the one that is best on what is watched. */
class Counted implements LossCompetitor<Passage> {
  readonly #options: { smoothing: Smoothing; orders: readonly number[]; watched: readonly Passage[] };
  #model: NGram | undefined;
  #flops = 0;

  constructor(options: { smoothing: Smoothing; orders: readonly number[]; watched: readonly Passage[] }) {
    this.#options = options;
  }

  fit(items: readonly Passage[]): void {
    const { smoothing, orders, watched } = this.#options;
    const text = joined(items);
    const models = orders.map((order) => new NGram({ order, smoothing, vocabulary: BOOK_CHARACTERS }).fit(text));
    const means = models.length > 1 ? models.map((model) => -mean(watched.map((passage) => countedBits(model, passage)))) : [0];
    this.#model = models[argMax(means)]!;
    // One addition for each length, at each character.
    this.#flops = orders.reduce((sum, order) => sum + order * text.length, 0);
  }

  losses(items: readonly Passage[]): number[] {
    const model = this.#fitted();
    return items.map((passage) => countedBits(model, passage));
  }

  /** A number for each sequence that was counted; to keep one takes its count (4 bytes), its last character (1), and the number of the sequence before that (4). */
  size(): ModelSize {
    const { size } = this.#fitted();
    return { parameters: size, bytes: 9 * size };
  }

  effort(): Effort {
    return { steps: 0, flat: true, setting: `n = ${this.#fitted().order}`, flops: this.#flops };
  }

  #fitted(): NGram {
    return fitted(this.#model, "n-gram", "fit(items)");
  }
}

/** Mean bits a character of a passage, each after the n − 1 before it. */
export function countedBits(model: NGram, { before, text }: Passage): number {
  return bits(model.losses(before + text).subarray(before.length));
}

const BEFORE = "the n − 1 characters before each";

/** An n-gram with Witten and Bell's interpolation. */
export const nGramOf = (order: number): CharacterContestant => ({
  name: `${order}-gram`,
  side: "lm",
  input: READS,
  context: BEFORE,
  tuned: "nothing",
  tunedOn: "On no passages",
  create: () => new Counted({ smoothing: "witten-bell", orders: [order], watched: [] }),
});

const ORDERS = [3, 4, 5, 6, 7];

/** Kneser and Ney's, with n chosen. `watched`: passages to choose with. */
export const kneserNey = (watched: readonly Passage[] = passages.watched): CharacterContestant => ({
  name: "Kneser–Ney",
  side: "lm",
  input: READS,
  context: BEFORE,
  tuned: `n out of ${ORDERS.join(", ")}`,
  tunedOn: WATCHED,
  create: () => new Counted({ smoothing: "kneser-ney", orders: ORDERS, watched }),
});

/** How long is trained from so many passages. A step reads 1,024 characters. */
export function trainingSteps(items: number): Omit<TrainingPlan, "learningRates"> {
  if (items > 500) return { steps: 6000, trial: 300, every: 300 };
  if (items > 200) return { steps: 600, trial: 80, every: 75 };
  if (items > 60) return { steps: 300, trial: 60, every: 30 };
  return { steps: 200, trial: 40, every: 20 };
}

/** A network that guesses characters, and how it is trained. */
interface CharacterNetwork {
  parameters(): Tensor[];
  numParams(): number;
  /** Numbers that take part in one answer. */
  used: number;
  /** Loss of the next batch of a text. */
  batchLoss(tokens: readonly number[], random: Random): Tensor;
  /** Mean bits a character. */
  bitsOf(passage: Passage): number;
}

interface WatchedOptions {
  random: Random;
  learningRates: readonly number[];
  watched: readonly Passage[];
  create(random: Random): CharacterNetwork;
}

/** A network that is trained until it is best on what is watched, or its steps are used up. */
class Watched implements LossCompetitor<Passage> {
  readonly #options: WatchedOptions;
  #network: CharacterNetwork | undefined;
  #record: TrainingRecord | undefined;

  constructor(options: WatchedOptions) {
    this.#options = options;
  }

  fit(items: readonly Passage[]): void {
    const { random, learningRates, watched, create } = this.#options;
    const tokens = tokenizer.encode(joined(items));
    const { trainee, record } = trainWatched(
      () => {
        const network = create(random);
        return {
          network,
          parameters: network.parameters(),
          loss: () => network.batchLoss(tokens, random),
          heldBack: () => mean(watched.map((passage) => network.bitsOf(passage))) * Math.LN2,
        };
      },
      { learningRates, ...trainingSteps(items.length), betas: [0.9, 0.99] },
    );
    this.#network = trainee.network;
    this.#record = record;
  }

  losses(items: readonly Passage[]): number[] {
    const network = this.#fitted();
    return items.map((passage) => network.bitsOf(passage));
  }

  size(): ModelSize {
    const parameters = this.#fitted().numParams();
    return { parameters, bytes: 4 * parameters };
  }

  effort(): Effort {
    const record = fitted(this.#record, "network", "fit(items)");
    return { ...effortOf(record), flops: 6 * this.#fitted().used * record.allSteps * BATCH };
  }

  #fitted(): CharacterNetwork {
    return fitted(this.#network, "network", "fit(items)");
  }
}

const [ROWS, WINDOW] = [16, 64];
/** Characters of a step. */
const BATCH = ROWS * WINDOW;

/** What was tuned of a network, in words. */
const tunedOf = (learningRates: readonly number[]) => ({
  tuned: `learning rate out of ${learningRates.join(", ")}, and when to stop`,
  tunedOn: WATCHED,
});

function placesNetwork(random: Random, hidden?: number): CharacterNetwork {
  const model = new LetterPlaces({ characters: BOOK_CHARACTERS.length, before: IN_SIGHT, ...(hidden && { hidden }) }, random);
  return {
    parameters: () => model.parameters(),
    numParams: () => model.numParams(),
    used: model.used,
    batchLoss: (tokens, source) =>
      model.loss(
        tokens,
        Array.from({ length: BATCH }, () => IN_SIGHT + source.int(tokens.length - IN_SIGHT)),
      ),
    bitsOf({ before, text }) {
      const tokens = tokenizer.encode(before + text);
      return bits(
        model.losses(
          tokens,
          Array.from(text, (_, i) => before.length + i),
        ),
      );
    },
  };
}

const IN_PLACES = `the ${IN_SIGHT} characters before each, one-hot`;

/** The next character as one of 83 classes: logistic regression on the characters before it. */
export const letterRegression = (watched: readonly Passage[] = passages.watched): CharacterContestant => ({
  name: "logistic regression",
  side: "ml",
  input: READS,
  context: IN_PLACES,
  ...tunedOf([0.05, 0.02]),
  create: (random) => new Watched({ random, watched, learningRates: [0.05, 0.02], create: (source) => placesNetwork(source) }),
});

/** The same with a layer of 128 in between. */
export const letterPerceptron = (watched: readonly Passage[] = passages.watched): CharacterContestant => ({
  name: "perceptron",
  side: "neural",
  input: READS,
  context: IN_PLACES,
  ...tunedOf([0.02, 0.008]),
  create: (random) => new Watched({ random, watched, learningRates: [0.02, 0.008], create: (source) => placesNetwork(source, 128) }),
});

/** Of the two GPTs that are trained here; the third is shipped. */
export const GPT_SIZES = {
  small: { shape: { nLayer: 2, nHead: 4, nEmbd: 24 }, learningRates: [0.032, 0.016] },
  medium: { shape: { nLayer: 2, nHead: 4, nEmbd: 64 }, learningRates: [0.016, 0.008] },
} as const;
/** The name of such a size. */
export type GPTSize = keyof typeof GPT_SIZES;

/** A GPT of that size, untrained. */
export const untrainedGPT = (size: GPTSize, random: Random): GPT =>
  new GPT({ vocabSize: BOOK_CHARACTERS.length, blockSize: WINDOW, ...GPT_SIZES[size].shape } satisfies GPTOptions, random);

/** A batch of the training of a GPT. */
export const gptBatch = (tokens: readonly number[], random: Random) => randomBatch(tokens, { batchSize: ROWS, blockSize: WINDOW, random });

/** The ids of characters. */
export const encodePassages = (items: readonly Passage[]): number[] => tokenizer.encode(joined(items));

/** Mean bits a character of a passage, each after at least half of what the GPT can look back on: windows overlap by half. */
export function gptBits(model: GPT, { before, text }: Passage): number {
  const { blockSize } = model.options;
  if (before.length < blockSize) throw new RangeError(`${before.length} characters stand before the passage: this GPT looks back on ${blockSize}`);
  const tokens = tokenizer.encode(before.slice(-blockSize) + text);
  return bits(tokenLosses(model, tokens, { blockSize, stride: blockSize / 2 }).subarray(-text.length));
}

/** A GPT that is trained here. */
export const gptOf = (size: GPTSize, watched: readonly Passage[] = passages.watched): CharacterContestant => ({
  name: `GPT, ${size}`,
  side: "lm",
  input: READS,
  context: "33 to 64 characters before each",
  ...tunedOf(GPT_SIZES[size].learningRates),
  create: (random) =>
    new Watched({
      random,
      watched,
      learningRates: GPT_SIZES[size].learningRates,
      create(source) {
        const model = untrainedGPT(size, source);
        return {
          parameters: () => model.parameters(),
          numParams: () => model.numParams(),
          used: model.numParams(),
          batchLoss(tokens, from) {
            const { x, y } = gptBatch(tokens, from);
            return model.loss(x, y);
          },
          bitsOf: (passage) => gptBits(model, passage),
        };
      },
    }),
});

/** Windows at a time. */
const AT_ONCE = 250;

/** The same of a GPT that is shown so many characters before each, and no more. */
export function gptBitsInSight(model: GPT, { before, text }: Passage, inSight: number): number {
  const tokens = tokenizer.encode(before + text);
  const V = model.options.vocabSize;
  const losses: number[] = [];
  for (let from = before.length; from < tokens.length; from += AT_ONCE) {
    const places = Array.from({ length: Math.min(AT_ONCE, tokens.length - from) }, (_, i) => from + i);
    const logits = model.nextLogits(places.map((place) => tokens.slice(place - inSight, place))).toFloat32Array();
    for (const [row, place] of places.entries()) losses.push(lossOf(logits.subarray(row * V, (row + 1) * V), tokens[place]!));
  }
  return bits(losses);
}

/** −ln P of a token by logits. */
function lossOf(logits: Float32Array, token: number): number {
  let highest = logits[0]!;
  for (const logit of logits) if (logit > highest) highest = logit;
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - highest);
  return Math.log(sum) + highest - logits[token]!;
}

/** What the card of a shipped GPT says of its training. */
export interface ShippedTraining {
  steps: number;
  /** Rows in each step. */
  batchSize: number;
  parameters: number;
  /** Nats a character on what was watched. */
  curve: readonly { step: number; validation: number }[];
}

/** The GPT of the site, which learnt before the contest from the same part of the book. `inSight`: characters that it is shown before each. Default all that it can look back on. */
export function shippedGPT({ model }: CharacterGPT, { steps, batchSize, curve, parameters }: ShippedTraining, inSight?: number): CharacterContestant {
  const { blockSize } = model.options;
  const points = curve.map(({ step, validation: loss }) => ({ learningRate: 0.003, step, loss }));
  const record: TrainingRecord = {
    learningRate: 0.003,
    steps,
    allSteps: steps,
    kept: steps,
    curve: points,
    flat: points.find(({ step }) => step >= 0.75 * steps)!.loss <= 1.02 * points.at(-1)!.loss,
  };
  return {
    name: inSight ? `GPT, large, ${inSight} in sight` : "GPT, large",
    side: "lm",
    input: `${READS}, and the ${mobyDick.train.length % PASSAGE} characters after the last`,
    context: inSight ? `the ${inSight} characters before each` : `${blockSize / 2 + 1} to ${blockSize} characters before each`,
    tuned: "context, dropout, rate and steps, by earlier trainings",
    tunedOn: "On the last tenth of the book",
    create: () => ({
      fit() {},
      losses: (items) => items.map((passage) => (inSight ? gptBitsInSight(model, passage, inSight) : gptBits(model, passage))),
      size: () => ({ parameters, bytes: 4 * parameters }),
      effort: () => ({ ...effortOf(record), flops: 6 * parameters * steps * batchSize * blockSize }),
    }),
  };
}

/** Whom the page compares. */
export const CHARACTER_PAIRS: readonly (readonly [string, string])[] = [
  ["Kneser–Ney", "GPT, large"],
  ["Kneser–Ney", `GPT, large, ${IN_SIGHT} in sight`],
  ["GPT, medium", "Kneser–Ney"],
  ["GPT, medium", "4-gram"],
  ["GPT, medium", "perceptron"],
  ["GPT, small", "3-gram"],
];
/** Passages that follow each other and are drawn together: a chapter has its own words. */
export const CHARACTER_BLOCK = 4;
