import { checkCount } from "../base/check.ts";
import { type Random, withRandom } from "../base/random.ts";

/** How the next token is chosen from a model's logits. Steps are taken in this order; those not given are left out. */
export interface SamplingOptions {
  random: Random;
  /** Divides the logits: below 1 the likely becomes likelier, above 1 all come closer; 0 always takes the likeliest. Default 1. */
  temperature?: number;
  /** Only the k likeliest tokens are left. */
  topK?: number;
  /** Only the likeliest tokens that together have at least this probability are left. */
  topP?: number;
}

/** Draw the index of the next token. @throws RangeError when an option is out of its range or the logits are not fit to draw from. */
export function sampleToken(logits: ArrayLike<number>, options: SamplingOptions): number {
  const { random, temperature = 1, topK, topP } = withRandom(options);
  if (temperature === 0) return greedy(logits);
  return random.choice(distribution(logits, { temperature, topK, topP }));
}

/** What `sampleToken` draws from: the probability of each token, after all steps. At temperature 0 all of it is with the likeliest. */
export function distribution(logits: ArrayLike<number>, { temperature = 1, topK, topP }: Omit<SamplingOptions, "random"> = {}): number[] {
  if (temperature === 0) {
    const best = greedy(logits);
    return Array.from(logits, (_, i) => (i === best ? 1 : 0));
  }
  // Which is greater the logits themselves say: divided by a temperature, two that lie close may round to one number.
  const likeliest = topK === undefined ? logits : keepTopK(logits, topK);
  const scores = withTemperature(likeliest, temperature);
  return softmax(topP === undefined ? scores : keepOnly(scores, nucleus(ranking(likeliest), scores, topP)));
}

/** A token that could come next. */
export interface Rival {
  token: number;
  /** Before anything is cut, at the temperature that was asked for. */
  probability: number;
  /** Whether top-k and top-p leave it in. */
  kept: boolean;
}

/** The tokens that could come next, the likeliest first, and which of them the rules cut off; at most `count`, by default all. Steps are taken as in `sampleToken`. */
export function rivals(logits: ArrayLike<number>, rules: Omit<SamplingOptions, "random"> = {}, count = logits.length): Rival[] {
  checkCount(count, "count", 1);
  const before = distribution(logits, { temperature: rules.temperature });
  const after = distribution(logits, rules);
  return ranking(logits)
    .slice(0, count)
    .map((token) => ({ token, probability: before[token]!, kept: after[token]! > 0 }));
}

/** The index of the greatest logit; of equal ones the first. */
export function greedy(logits: ArrayLike<number>): number {
  checkLogits(logits);
  let best = 0;
  for (let i = 1; i < logits.length; i++) if (logits[i]! > logits[best]!) best = i;
  return best;
}

/**
 * Logits divided by the temperature.
 * Source: D. Ackley, G. Hinton, T. Sejnowski, A learning algorithm for Boltzmann machines, Cognitive Science 9, 1985.
 * @throws RangeError unless it is above 0.
 */
export function withTemperature(logits: ArrayLike<number>, temperature: number): number[] {
  if (!(temperature > 0 && Number.isFinite(temperature))) throw new RangeError(`temperature is ${temperature}: it must be 0 or more, such as 0.8`);
  checkLogits(logits);
  return Array.from(logits, (logit) => logit / temperature);
}

/**
 * The k greatest logits; all others become −∞. Of equal ones at the border the first are kept.
 * Source: A. Fan, M. Lewis, Y. Dauphin, Hierarchical Neural Story
 * Generation, 2018.
 */
export function keepTopK(logits: ArrayLike<number>, k: number): number[] {
  checkCount(k, "topK", 1);
  checkLogits(logits);
  return keepOnly(logits, new Set(ranking(logits).slice(0, k)));
}

/**
 * The fewest of the greatest logits whose probabilities sum to at least p; all others become −∞ (the nucleus).
 * Source: A. Holtzman et al., The Curious Case
 * of Neural Text Degeneration, 2020.
 */
export function keepTopP(logits: ArrayLike<number>, p: number): number[] {
  return keepOnly(logits, nucleus(ranking(logits), logits, p));
}

/** exp(l_i) / Σ exp(l_j), for a sum of 1. The greatest is taken off first, so nothing overflows. */
export function softmax(logits: ArrayLike<number>): number[] {
  const most = logits[greedy(logits)]!;
  const raised = Array.from(logits, (logit) => Math.exp(logit - most));
  const sum = raised.reduce((total, value) => total + value, 0);
  return raised.map((value) => value / sum);
}

/** −Σ p ln p: how open the choice is, in nats. 0 where one token has all, ln V where all are alike. */
export function entropy(probabilities: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < probabilities.length; i++) if (probabilities[i]! > 0) sum -= probabilities[i]! * Math.log(probabilities[i]!);
  return sum;
}

/** The first of `order` whose probabilities, by these logits, sum to at least p. */
function nucleus(order: readonly number[], logits: ArrayLike<number>, p: number): Set<number> {
  if (!(p > 0 && p <= 1)) throw new RangeError(`topP is ${p}: it must be above 0 and at most 1`);
  const probabilities = softmax(logits);
  const kept = new Set<number>();
  let sum = 0;
  for (const i of order) {
    kept.add(i);
    sum += probabilities[i]!;
    if (sum >= p) break;
  }
  return kept;
}

const keepOnly = (logits: ArrayLike<number>, kept: ReadonlySet<number>) =>
  Array.from(logits, (logit, i) => (kept.has(i) ? logit : Number.NEGATIVE_INFINITY));

/** Indices, greatest logit first; equal ones in their order. */
const ranking = (logits: ArrayLike<number>) => Array.from(logits, (_, i) => i).sort((a, b) => logits[b]! - logits[a]! || a - b);

function checkLogits(logits: ArrayLike<number>): void {
  if (logits.length === 0) throw new RangeError("there are no logits: give one for each token");
  let possible = false;
  for (let i = 0; i < logits.length; i++) {
    const logit = logits[i]!;
    if (Number.isNaN(logit) || logit === Number.POSITIVE_INFINITY)
      throw new RangeError(`logit ${i} is ${logit}: it must be a number, or −Infinity for never`);
    possible ||= logit > Number.NEGATIVE_INFINITY;
  }
  if (!possible) throw new RangeError("all logits are −Infinity: at least one token must be possible");
}
