import { checkCount, checkSize, fitted } from "../base/check.ts";
import { type Random, withRandom } from "../base/random.ts";
import { CharacterTokenizer } from "../lm/character-tokenizer.ts";
import { GPT, type GPTOptions } from "../lm/gpt.ts";
import { randomBatch, tokenLosses } from "../lm/next-token-batches.ts";
import type { Effort, ModelSize } from "./head-to-head.ts";
import type { TextLikelihood } from "./likelihood-classifier.ts";
import { BORDER, firstCharacters, MAIL_CHARACTERS, withoutUnknown } from "./mail-characters.ts";
import { effortOf, type TrainingPlan, type TrainingRecord, trainWatched } from "./watched-training.ts";

export interface GPTLikelihoodOptions extends Omit<GPTOptions, "vocabSize"> {
  random: Random;
  /** How it is trained. */
  plan: TrainingPlan;
  /** Texts that are held back from so many, to choose learning rate and step. Default: none. */
  heldBack?(texts: number): number;
  /** Windows for each step. Default 32. */
  batchSize?: number;
  /** Characters of each text that it reads. Default 512. */
  characters?: number;
}

/** Likelihood of texts by a small GPT that reads their characters. */
export class GPTLikelihood implements TextLikelihood {
  readonly options: Required<Pick<GPTLikelihoodOptions, "plan" | "heldBack" | "batchSize" | "characters">>;
  /** What happened in training. */
  record: TrainingRecord | undefined;
  readonly #random: Random;
  readonly #shape: GPTOptions;
  readonly #tokenizer = new CharacterTokenizer(MAIL_CHARACTERS);
  #model: GPT | undefined;

  /** @throws RangeError when an option is out of its range. */
  constructor(options: GPTLikelihoodOptions) {
    const { random, plan, heldBack = () => 0, batchSize = 32, characters = 512, ...shape } = withRandom(options);
    checkSize(batchSize, "batchSize");
    checkSize(plan.steps, "steps");
    checkCount(characters, "characters", 1);
    this.options = { plan, heldBack, batchSize, characters };
    this.#random = random;
    this.#shape = { ...shape, vocabSize: this.#tokenizer.vocabularySize };
  }

  fit(texts: readonly string[]): this {
    const { plan, heldBack, batchSize } = this.options;
    const random = this.#random;
    const { blockSize } = this.#shape;
    const order = random.shuffle(texts);
    const held = order.slice(0, heldBack(texts.length));
    let tokens = order.slice(held.length).flatMap((text) => this.#encode(text).slice(0, -1));
    // Few texts may be shorter than one window: then they are read again.
    while (tokens.length <= blockSize) tokens = tokens.concat(tokens);
    const characters = sum(held.map((text) => this.#encode(text).length - 1));
    const create = () => {
      const model = new GPT(this.#shape, random);
      return {
        model,
        parameters: model.parameters(),
        loss: () => {
          const { x, y } = randomBatch(tokens, { batchSize, blockSize, random });
          return model.train().loss(x, y);
        },
        ...(held.length > 0 && { heldBack: () => sum(held.map((text) => this.#loss(model.eval(), text))) / characters }),
      };
    };
    const { trainee, record } = trainWatched(create, { betas: [0.9, 0.99], ...plan });
    this.record = record;
    this.#model = trainee.model.eval();
    return this;
  }

  logLikelihoods(texts: readonly string[]): number[] {
    const model = fitted(this.#model, "GPT", "fit(texts)");
    return texts.map((text) => -this.#loss(model, text));
  }

  /** −ln P of the text: each character after at least half a window, where there is so much before it. */
  #loss(model: GPT, text: string): number {
    const tokens = this.#encode(text);
    const blockSize = Math.min(this.#shape.blockSize, tokens.length - 1);
    return sum(tokenLosses(model, tokens, { blockSize, stride: Math.ceil(blockSize / 2) }));
  }

  effort(): Effort {
    return effortOf(fitted(this.record, "GPT", "fit"));
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

const sum = (values: Iterable<number>) => Array.from(values).reduce((total, value) => total + value, 0);
