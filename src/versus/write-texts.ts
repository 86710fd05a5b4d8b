import { checkCount, checkSize } from "../base/check.ts";
import { type Random, withRandom } from "../base/random.ts";
import type { GPT, KeyValueCache } from "../lm/gpt.ts";
import { type SamplingOptions, sampleToken } from "../lm/sampling.ts";

export interface WriteTextsOptions extends SamplingOptions {
  random: Random;
  /** Texts side by side. */
  count: number;
  /** Tokens of each. With the prompt they must fit into the model's context. */
  length: number;
}

/**
 * Many texts side by side: far faster than one after the other. They go on from the same beginning, or each from its own, all of one length: `[count][tokens]`.
 * Yields after each token what there is so far, without the beginnings: [count][tokens].
 * @throws RangeError when an option is out of its range, the prompt is empty, there is not one for each text, or the texts do not fit into the context.
 */
export function* writeTexts(
  model: GPT,
  prompt: readonly number[] | readonly (readonly number[])[],
  options: WriteTextsOptions,
): Generator<number[][], void, undefined> {
  const { random, count, length, ...sampling } = withRandom(options);
  checkSize(count, "count");
  checkCount(length, "length", 1);
  const { blockSize } = model.options;
  const own = prompt.every((part) => typeof part !== "number") && prompt.length > 0;
  const beginnings = own ? (prompt as readonly (readonly number[])[]) : Array.from({ length: count }, () => prompt as readonly number[]);
  if (beginnings.length !== count) throw new RangeError(`there are ${beginnings.length} prompts for ${count} texts: give one for each`);
  const before = beginnings[0]!.length;
  if (beginnings.some(({ length }) => length !== before))
    throw new RangeError("the prompts differ in length: side by side they must be equally long");
  if (before === 0) throw new RangeError("the prompt is empty: give at least one token to begin with");
  if (before + length > blockSize)
    throw new RangeError(`a prompt of ${before} tokens and ${length} more do not fit into the context of ${blockSize}`);
  const texts: number[][] = Array.from({ length: count }, () => []);
  const cache: KeyValueCache = [];
  let unread: number[][] = beginnings.map((tokens) => [...tokens]);
  for (let i = 0; i < length; i++) {
    const logits = model.nextLogits(unread, cache);
    unread = texts.map((text, row) => {
      const token = sampleToken(logits.select(0, row).toFloat32Array(), { random, ...sampling });
      text.push(token);
      return [token];
    });
    yield texts;
  }
}
