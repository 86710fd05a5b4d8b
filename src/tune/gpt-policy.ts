import { crossEntropy, Module, type Tensor } from "#tensor";
import { checkCount } from "../base/check.ts";
import { max } from "../base/max.ts";
import { checkRandom, type Random } from "../base/random.ts";
import type { GPT, KeyValueCache } from "../lm/gpt.ts";
import { sampleToken } from "../lm/sampling.ts";
import type { Policy } from "./policy-gradient.ts";

export interface GPTPolicyOptions {
  /** The token before each text. */
  start: number;
  /** The token that ends a text; may be the same. */
  end: number;
  /** A text is cut off after so many tokens, its end included. Default: the model's context. */
  maxLength?: number;
}

/**
 * A language model as a policy over whole texts: π(x) is the product of the probabilities of its tokens. A sample holds the tokens that were drawn, `end` at last;
 * without `end` it was cut off.
 */
export class GPTPolicy extends Module implements Policy<number[]> {
  readonly model: GPT;
  readonly start: number;
  readonly end: number;
  readonly maxLength: number;

  /** @throws RangeError when a token is not of the model, or `maxLength` is more than its context holds. */
  constructor(model: GPT, { start, end, maxLength = model.options.blockSize }: GPTPolicyOptions) {
    super();
    const { vocabSize, blockSize } = model.options;
    for (const [name, token] of Object.entries({ start, end }))
      if (!(Number.isInteger(token) && token >= 0 && token < vocabSize))
        throw new RangeError(`${name} is ${token}: it must be a token of the model, from 0 to ${vocabSize - 1}`);
    checkCount(maxLength, "maxLength", 1);
    if (maxLength > blockSize) throw new RangeError(`maxLength is ${maxLength}: the model's context holds ${blockSize} tokens`);
    this.model = model;
    this.start = start;
    this.end = end;
    this.maxLength = maxLength;
  }

  /** All at once: each pass draws the next token of every text. */
  sample(count: number, random: Random): number[][] {
    checkRandom(random);
    checkCount(count, "count", 1);
    const texts = Array.from({ length: count }, (): number[] => []);
    const over = (text: readonly number[]) => text.at(-1) === this.end;
    const cache: KeyValueCache = [];
    let last = texts.map(() => [this.start]);
    for (let t = 0; t < this.maxLength && !texts.every(over); t++) {
      const logits = this.model.nextLogits(last, cache).toFloat32Array(); // [count, V]
      const V = logits.length / count;
      for (const [i, text] of texts.entries()) if (!over(text)) text.push(sampleToken(logits.subarray(i * V, (i + 1) * V), { random }));
      last = texts.map((text) => [text.at(-1)!]);
    }
    return texts;
  }

  /** ln π of each text: [texts]. @throws RangeError when one is empty or longer than the context. */
  logProbs(texts: readonly (readonly number[])[]): Tensor {
    const empty = texts.findIndex((text) => text.length === 0);
    if (empty >= 0) throw new RangeError(`text ${empty} has no tokens: even an empty one has its end`);
    const T = max(texts.map((text) => text.length));
    const fill = (row: readonly number[], token: number) => [...row, ...new Array<number>(T - row.length).fill(token)];
    const indices = texts.map((text) => fill([this.start, ...text.slice(0, -1)], this.end));
    const targets = texts.map((text) => fill(text, -100));
    const losses = crossEntropy(this.model.forward(indices), targets, { reduction: "none" }); // [texts, T], 0 after the end
    return losses.sum(1).neg();
  }
}
