import { checkSize } from "../base/check.ts";
import { max } from "../base/max.ts";
import { mean } from "../base/mean.ts";
import { checkRandom, type Random } from "../base/random.ts";
import type { GPT } from "./gpt.ts";
import { tokenLosses } from "./next-token-batches.ts";
import { distribution } from "./sampling.ts";

/** The loss with so much to look back on. */
export interface ContextLoss {
  /** Tokens before the one that is asked for. */
  context: number;
  /** Mean of −ln P over the places, in nats. */
  loss: number;
}

export interface LossByContextOptions {
  /** How many tokens before each place are given, one amount after the other. */
  lengths: readonly number[];
  /** Places of the text that are asked about, the same for each length. */
  places: number;
  random: Random;
}

/** Places at a time. */
const AT_ONCE = 50;

/**
 * How much a GPT gains by what stands further back: the same places of a text, each time with more before them.
 *
 * Source: U. Khandelwal, H. He, P. Qi, D. Jurafsky, Sharp Nearby, Fuzzy Far Away: How Neural Language Models Use Context, arXiv 1805.04623, 2018, section 3.
 * @param tokens The text.
 * @throws RangeError when a length is more than the model's context, or the text is too short.
 */
export function lossByContext(model: GPT, tokens: readonly number[], { lengths, places, random }: LossByContextOptions): ContextLoss[] {
  checkRandom(random);
  checkSize(places, "places");
  for (const length of lengths) checkSize(length, "a length");
  const most = max(lengths, 1);
  if (most > model.options.blockSize) throw new RangeError(`${most} tokens: this model looks back on ${model.options.blockSize} at most`);
  if (tokens.length <= most) throw new RangeError(`a text of ${tokens.length} tokens: it must be longer than the longest context, ${most}`);
  const asked = Array.from({ length: places }, () => most + random.int(tokens.length - most));
  return lengths.map((context) => {
    const losses: number[] = [];
    for (let i = 0; i < asked.length; i += AT_ONCE) {
      const some = asked.slice(i, i + AT_ONCE);
      const logits = model.nextLogits(some.map((place) => tokens.slice(place - context, place))).toFloat32Array();
      const size = logits.length / some.length;
      for (const [row, place] of some.entries()) losses.push(-Math.log(distribution(logits.subarray(row * size, (row + 1) * size))[tokens[place]!]!));
    }
    return { context, loss: mean(losses) };
  });
}

/** How surprised a model is by a passage, and by the same passage right after it. */
export interface PassageTwice {
  first: number;
  second: number;
}

/**
 * Mean loss, in nats, of passages that a GPT reads twice in a row. What it could simply copy is the second round; the first 10 tokens of each are left out, so that there is something to go by.
 * @throws RangeError when two passages do not fit into the context.
 */
export function lossOfRepeats(
  model: GPT,
  tokens: readonly number[],
  { length, texts, random }: { length: number; texts: number; random: Random },
): PassageTwice {
  checkRandom(random);
  checkSize(length, "length", 11);
  checkSize(texts, "texts");
  if (2 * length > model.options.blockSize)
    throw new RangeError(`twice ${length} tokens: this model looks back on ${model.options.blockSize} at most`);
  const rounds = Array.from({ length: texts }, () => {
    const start = random.int(tokens.length - length);
    const passage = tokens.slice(start, start + length);
    const twice = [...passage, ...passage];
    const losses = Array.from(tokenLosses(model, twice, { blockSize: twice.length - 1 }));
    return { first: mean(losses.slice(9, length - 1)), second: mean(losses.slice(length + 9)) };
  });
  return { first: mean(rounds.map(({ first }) => first)), second: mean(rounds.map(({ second }) => second)) };
}
