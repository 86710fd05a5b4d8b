import { AdamW, clipGradNorm, crossEntropy, inferenceMode, warmupCosine } from "#tensor";
import { checkCount, checkPositive, checkSize, fitted } from "../base/check.ts";
import { type Random, withRandom } from "../base/random.ts";
import { CharacterTokenizer } from "../lm/character-tokenizer.ts";
import { GPT, type GPTOptions } from "../lm/gpt.ts";
import { randomBatch } from "../lm/next-token-batches.ts";
import type { ModelSize } from "./head-to-head.ts";
import type { TextLikelihood } from "./likelihood-classifier.ts";
import { BORDER, firstCharacters, MAIL_CHARACTERS, withoutUnknown } from "./mail-characters.ts";

export interface GPTLikelihoodOptions extends Omit<GPTOptions, "vocabSize"> {
  random: Random;
  /** Steps of training. */
  steps: number;
  /** Windows for each step. Default 32. */
  batchSize?: number;
  /** The highest rate, after a tenth of the steps. Default 3e-3. */
  learningRate?: number;
  /** Characters of each text that it reads. Default 512. */
  characters?: number;
}

/** Likelihood of texts by a small GPT that reads their characters. */
export class GPTLikelihood implements TextLikelihood {
  readonly options: Required<Pick<GPTLikelihoodOptions, "steps" | "batchSize" | "learningRate" | "characters">>;
  readonly #random: Random;
  readonly #shape: GPTOptions;
  readonly #tokenizer = new CharacterTokenizer(MAIL_CHARACTERS);
  #model: GPT | undefined;

  /** @throws RangeError when an option is out of its range. */
  constructor(options: GPTLikelihoodOptions) {
    const { random, steps, batchSize = 32, learningRate = 3e-3, characters = 512, ...shape } = withRandom(options);
    for (const [name, value] of Object.entries({ steps, batchSize })) checkSize(value, name);
    checkCount(characters, "characters", 1);
    checkPositive(learningRate, "learningRate");
    this.options = { steps, batchSize, learningRate, characters };
    this.#random = random;
    this.#shape = { ...shape, vocabSize: this.#tokenizer.vocabularySize };
  }

  fit(texts: readonly string[]): this {
    const { steps, batchSize, learningRate } = this.options;
    const model = new GPT(this.#shape, this.#random);
    const { blockSize } = this.#shape;
    let tokens = texts.flatMap((text) => this.#encode(text).slice(0, -1));
    // Few texts may be shorter than one window: then they are read again.
    while (tokens.length <= blockSize) tokens = tokens.concat(tokens);
    const parameters = model.parameters();
    const optimizer = new AdamW(parameters, { lr: learningRate, betas: [0.9, 0.99] });
    const rate = warmupCosine({ lr: learningRate, warmup: Math.ceil(steps / 10), total: steps + 1 });
    for (let step = 0; step < steps; step++) {
      const { x, y } = randomBatch(tokens, { batchSize, blockSize, random: this.#random });
      optimizer.lr = rate(step);
      model.loss(x, y).backward();
      clipGradNorm(parameters, 1);
      optimizer.step();
    }
    this.#model = model.eval();
    return this;
  }

  logLikelihoods(texts: readonly string[]): number[] {
    const model = fitted(this.#model, "GPT", "fit(texts)");
    return texts.map((text) => {
      const { x, y } = cut(this.#encode(text), this.#shape.blockSize);
      return -inferenceMode(() => crossEntropy(model.forward(x), y, { reduction: "sum" })).item();
    });
  }

  size(): ModelSize {
    const parameters = fitted(this.#model, "GPT", "fit(texts)").numParams();
    return { parameters, bytes: 4 * parameters };
  }

  /** With a border on both sides. */
  #encode(text: string): number[] {
    const begin = withoutUnknown(firstCharacters(text, this.options.characters), this.#tokenizer);
    return this.#tokenizer.encode(BORDER + begin + BORDER);
  }
}

/** Windows one after the other, and the token after each; what is left free in the last does not count: both [windows, blockSize]. */
function cut(tokens: readonly number[], blockSize: number): { x: number[][]; y: number[][] } {
  const starts = Array.from({ length: Math.ceil((tokens.length - 1) / blockSize) }, (_, i) => i * blockSize);
  const width = Math.min(blockSize, tokens.length - 1);
  const from = (shift: number, free: number) =>
    starts.map((start) => Array.from({ length: width }, (_, i) => (start + i + 1 < tokens.length ? tokens[start + i + shift]! : free)));
  return { x: from(0, 0), y: from(1, -100) };
}
