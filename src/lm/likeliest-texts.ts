import { checkCount } from "../base/check.ts";
import { type Beam, beamSearch } from "./beam-search.ts";
import type { GPT, KeyValueCache } from "./gpt.ts";

export interface LikeliestTextsOptions {
  /** Beginnings that are kept side by side. 1 is greedy decoding. */
  beams: number;
  /** Tokens of each text. With the prompt they must fit into the model's context. */
  length: number;
}

/**
 * The likeliest continuations of a prompt that a beam search finds with a GPT, best first, at most `beams` of them. Keys and values of what was read are
 * shared by all beginnings that have it in common, so each token of each costs one pass over one position.
 * Source: B. Lowerre, The Harpy Speech Recognition System, 1976.
 * @throws RangeError when an option is out of its range, the prompt is empty, or the texts do not fit into the context.
 */
export function likeliestTexts(model: GPT, prompt: readonly number[], { beams, length }: LikeliestTextsOptions): Beam[] {
  checkCount(length, "length", 1);
  if (prompt.length === 0) throw new RangeError("the prompt is empty: give at least one token to begin with");
  if (prompt.length + length > model.options.blockSize)
    throw new RangeError(`a prompt of ${prompt.length} tokens and ${length} more do not fit into the context of ${model.options.blockSize}`);
  const read = (tokens: readonly number[], past: KeyValueCache) => {
    // The model fills the list; other beginnings share what is in it.
    const state = [...past];
    return { logits: model.nextLogits([tokens], state).toFloat32Array(), state };
  };
  return beamSearch<KeyValueCache>({ start: read(prompt, []), read: (token, state) => read([token], state), beams, maxTokens: length });
}
