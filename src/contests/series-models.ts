/** Two models of tokens that forecast a series of numbers: a small GPT, and counted n-grams. */
import { AdamW, clipGradNorm, noGrad, type Tensor, tensor, warmupCosine } from "#tensor";
import { mean } from "../base/mean.ts";
import { type Random, seed, withRandom } from "../base/random.ts";

import { GPT, type KeyValueCache } from "../lm/gpt.ts";
import { NGram } from "../lm/n-gram.ts";
import { distribution } from "../lm/sampling.ts";
import type { Trainee } from "../versus/watched-training.ts";
import {
  BINS,
  CONTEXT,
  differencesOf,
  fanOfPaths,
  HORIZON,
  type Lag,
  logWidth,
  monthsFrom,
  type PathFan,
  readTokens,
  type TokenScale,
  tokenOf,
  tokenScale,
} from "./number-tokens.ts";

/** Targets that do not count: see `crossEntropy`. */
const IGNORED = -100;
/** Futures that are drawn for each forecast. */
export const PATHS = 50;
/** Of their draws: the same model makes the same forecast each time. */
const PATHS_SEED = 1;
/** Windows for each step. */
export const BATCH = 16;
/** Months from one held-back window to the next. */
const APART = 6;
/** The GPT's shape: 28 thousand numbers. */
const SHAPE = { vocabSize: BINS, blockSize: CONTEXT + HORIZON, nLayer: 2, nHead: 4, nEmbd: 32, initialScale: 0.05 };

/** Months that a window of 36 + 24 differences is made of. */
export const windowMonths = (lag: Lag): number => CONTEXT + HORIZON + lag;

/** A window as tokens, scaled by the differences that are read: `[60]`. */
function windowTokens(months: readonly number[], lag: Lag): { tokens: number[]; scale: TokenScale } {
  const differences = differencesOf(months, lag);
  const scale = tokenScale(differences.slice(0, CONTEXT));
  return { tokens: differences.map((difference) => tokenOf(difference, scale)), scale };
}

/** Months to learn from, and those after them that are held back to choose with: of each series the last fifth, 24 at least. */
export function heldApart(series: readonly (readonly number[])[]): { learn: number[][]; held: (lag: Lag) => number[][] } {
  const cuts = series.map((y) => y.length - Math.max(HORIZON, Math.floor(y.length / 5)));
  return {
    learn: series.map((y, i) => y.slice(0, cuts[i])),
    // The months that are to be forecast are held back; what stands before them may have been learnt from.
    held: (lag) =>
      series.flatMap((y, i) => {
        const windows: number[][] = [];
        for (let from = cuts[i]!; from + HORIZON <= y.length; from += APART)
          if (from - CONTEXT - lag >= 0) windows.push(y.slice(from - CONTEXT - lag, from + HORIZON));
        return windows;
      }),
  };
}

/** A GPT in training on windows of months. */
export interface TokenTrainee extends Trainee {
  model: GPT;
}

export interface TokenTraineeOptions {
  lag: Lag;
  random: Random;
  /** Windows of months that are held back. */
  held: readonly (readonly number[])[];
  /** The next window to learn from. */
  window(random: Random): readonly number[];
}

/** A GPT with its first weights, and what it learns from: each token of a window from those before it. Held back, only the 24 months after the 36 count. */
export function tokenTrainee(options: TokenTraineeOptions): TokenTrainee {
  const { lag, random, held, window } = withRandom(options);
  const model = new GPT(SHAPE, random);
  const kept = held.map((months) => windowTokens(months, lag).tokens);
  const questions = tensor(kept.map((tokens) => tokens.slice(0, -1)));
  const answers = tensor(kept.map((tokens) => tokens.slice(1).map((token, i) => (i + 1 < CONTEXT ? IGNORED : token))));
  return {
    model,
    parameters: model.parameters(),
    loss(): Tensor {
      const tokens = Array.from({ length: BATCH }, () => windowTokens(window(random), lag).tokens);
      return model.train().loss(tensor(tokens.map((row) => row.slice(0, -1))), tensor(tokens.map((row) => row.slice(1))));
    },
    heldBack: () => noGrad(() => model.eval().loss(questions, answers).item()),
  };
}

/** A window from a random place of some series, each place equally likely. */
export function windowOf(series: readonly (readonly number[])[], lag: Lag): (random: Random) => number[] {
  const length = windowMonths(lag);
  const places = series.flatMap((y, i) => Array.from({ length: Math.max(0, y.length - length + 1) }, (_, from) => [i, from] as const));
  if (places.length === 0) throw new RangeError(`no series is as long as a window: give at least ${length} months to learn from`);
  return (random) => {
    const [i, from] = places[random.int(places.length)]!;
    return series[i]!.slice(from, from + length);
  };
}

/** Many futures, drawn token by token, the same ones each time. `[50][24]`, in the unit of the series. */
export function gptPaths(model: GPT, past: readonly number[], lag: Lag): number[][] {
  const random = seed(PATHS_SEED);
  const { tokens, scale } = readTokens(past, lag);
  const drawn: number[][] = Array.from({ length: PATHS }, () => []);
  const cache: KeyValueCache = [];
  let rows = drawn.map(() => tokens);
  for (let month = 0; month < HORIZON; month++) {
    const logits = model.nextLogits(tensor(rows), cache).toFloat32Array();
    for (const [path, row] of drawn.entries()) row.push(random.choice(distribution(logits.subarray(path * BINS, (path + 1) * BINS))));
    rows = drawn.map((row) => row.slice(-1));
  }
  return drawn.map((tokens) => monthsFrom(past, tokens, lag, scale));
}

/** The median of the futures, and the 80 in 100 in the middle. */
export const gptForecast = (model: GPT, past: readonly number[], lag: Lag): PathFan => fanOfPaths(gptPaths(model, past, lag));

/** Each month as a token, scaled by the 36 differences before it. */
export function runningTokens(y: readonly number[], lag: Lag): { token: string; scale: TokenScale }[] {
  const differences = differencesOf(y, lag);
  return differences.slice(CONTEXT).map((difference, i) => {
    const scale = tokenScale(differences.slice(i, i + CONTEXT));
    return { token: String(tokenOf(difference, scale)), scale };
  });
}

const VOCABULARY = Array.from({ length: BINS }, (_, bin) => String(bin));

/** An n-gram over the tokens of some series, one after the other. */
export const countTokens = (series: readonly (readonly number[])[], lag: Lag, order: number): NGram =>
  new NGram({ order, vocabulary: VOCABULARY }).fit(series.flatMap((y) => runningTokens(y, lag).map(({ token }) => token)));

/** Nats a month that it is surprised by the last months of each series, as a density: what makes tokens of different widths comparable. */
export function surpriseOf(model: NGram, series: readonly (readonly number[])[], from: readonly number[], lag: Lag): number {
  return mean(
    series.flatMap((y, i) => {
      const all = runningTokens(y, lag);
      const before = y.length - all.length;
      const losses = model.losses(all.map(({ token }) => token));
      return all.flatMap(({ scale }, at) => (before + at < from[i]! ? [] : [losses[at]! + logWidth(scale)]));
    }),
  );
}

/** The same forecast from counts. */
export function nGramForecast(model: NGram, past: readonly number[], lag: Lag): PathFan {
  const random = seed(PATHS_SEED);
  const { tokens, scale } = readTokens(past, lag);
  const index = new Map(model.vocabulary.map((token, i) => [token, i]));
  const names = model.vocabulary.map(Number);
  if (index.size !== BINS) throw new RangeError(`the n-gram knows ${index.size} tokens: it must know ${BINS}`);
  const context = tokens.map(String);
  const paths = Array.from({ length: PATHS }, () => {
    const drawn = [...context];
    while (drawn.length < context.length + HORIZON) drawn.push(String(names[random.choice(model.probabilities(drawn))]!));
    return monthsFrom(past, drawn.slice(context.length).map(Number), lag, scale);
  });
  return fanOfPaths(paths);
}

/** How far a training that a page watches has come. */
export interface TokenTraining {
  step: number;
  steps: number;
  /** Loss on held-back months, in nats, measured every tenth of the steps. */
  curve: { step: number; loss: number }[];
  /** With the weights of now; after the last step, with the best. */
  model: GPT;
}

/** Trains one rate, and keeps the weights with the lowest loss on held-back months, as `trainWatched` does; yields ten times. */
export function* trainTokenSteps(
  trainee: TokenTrainee,
  { learningRate, steps }: { learningRate: number; steps: number },
): Generator<TokenTraining, void> {
  const { model, parameters } = trainee;
  const optimizer = new AdamW(parameters, { lr: learningRate });
  const rate = warmupCosine({ lr: learningRate, warmup: Math.ceil(steps / 10), total: steps + 1 });
  const curve: TokenTraining["curve"] = [];
  let best: Float32Array[] = [];
  for (let step = 1; step <= steps; step++) {
    optimizer.lr = rate(step - 1);
    trainee.loss().backward();
    clipGradNorm(parameters, 1);
    optimizer.step();
    if (step % Math.ceil(steps / 10) !== 0 && step !== steps) continue;
    const loss = trainee.heldBack!();
    if (curve.every((point) => loss < point.loss)) best = parameters.map((parameter) => parameter.toFloat32Array().slice());
    curve.push({ step, loss });
    if (step === steps)
      noGrad(() => {
        for (const [i, parameter] of parameters.entries()) parameter.copy_(tensor(best[i]!).view(...parameter.shape));
      });
    yield { step, steps, curve, model: model.eval() };
  }
}
