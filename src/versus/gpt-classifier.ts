import { AdamW, clipGradNorm, crossEntropy, inferenceMode, Linear, noGrad, type Tensor, tensor, warmupCosine } from "#tensor";
import { checkClasses, checkCount, checkPositive, checkSize, fitted } from "../base/check.ts";
import type { Label } from "../base/estimator.ts";
import { encodeLabels } from "../base/labels.ts";
import { checkRandom, type Random, withRandom } from "../base/random.ts";
import { CharacterTokenizer } from "../lm/character-tokenizer.ts";
import { GPT, type GPTOptions } from "../lm/gpt.ts";
import type { CharacterGPT } from "../lm/gpt-file.ts";
import type { ModelSize } from "./head-to-head.ts";
import { firstCharacters, MAIL_CHARACTERS, withoutUnknown } from "./mail-characters.ts";
import { predictText, type TextClassifier } from "./text-classifier.ts";

export interface GPTClassifierOptions {
  random: Random;
  /** A pretrained model to begin with, or the shape of one to begin with random weights. */
  start: CharacterGPT | Omit<GPTOptions, "vocabSize">;
  /** Characters of each text that it reads. Default 256. */
  characters?: number;
  /** Texts that it sees in training, out of so many that there are: few are gone through many times. Default: each once. */
  examples?(texts: number): number;
  /** Texts for each step. Default 16. */
  batchSize?: number;
  /** The highest rate, after a tenth of the steps. Default 1e-3. */
  learningRate?: number;
}

/** Where the training stands after a step. */
export interface ClassifierStep {
  step: number;
  /** How many there will be. */
  total: number;
  /** Mean −ln P(the right class) over the step's texts, in nats. */
  loss: number;
}

/**
 * A GPT that tells texts apart: in place of the next character's logits, a linear layer on what the last block makes of the text gives one number for each
 * class. All weights are trained along ("fine-tuning"). A text is cut into windows of the GPT's context, and the mean is taken over all characters.
 *
 * Source: A. Radford and others, Improving Language Understanding by Generative Pre-Training, 2018, section 3.2, who read the last
 * token; the mean is what works better for windows as short as these.
 */
export class GPTClassifier<L extends Label = Label> implements TextClassifier<L> {
  classes: readonly L[] = [];
  readonly options: Required<Omit<GPTClassifierOptions, "random" | "start">>;
  readonly #random: Random;
  readonly #start: GPTClassifierOptions["start"];
  #learnt: { trunk: GPT; head: Linear; tokenizer: CharacterTokenizer } | undefined;

  /** @throws RangeError when an option is out of its range. */
  constructor(options: GPTClassifierOptions) {
    const { random, start, examples = (texts: number) => texts, characters = 256, batchSize = 16, learningRate = 1e-3 } = withRandom(options);
    checkCount(characters, "characters", 1);
    checkSize(batchSize, "batchSize");
    checkPositive(learningRate, "learningRate");
    this.options = { examples, characters, batchSize, learningRate };
    this.#random = random;
    this.#start = start;
  }

  fit(texts: readonly string[], labels: readonly L[]): this {
    for (const _ of this.fitSteps(texts, labels));
    return this;
  }

  /** The same, step by step; `predict` can be asked after each. Forgets what an earlier `fit` taught. */
  *fitSteps(texts: readonly string[], labels: readonly L[]): Generator<ClassifierStep, void, undefined> {
    const { classes, index } = encodeLabels<L>(texts, labels);
    checkClasses(classes);
    const { examples, batchSize, learningRate } = this.options;
    const random = this.#random;
    const { model: trunk, tokenizer } = begin(this.#start, random);
    const head = new Linear(trunk.options.nEmbd, classes.length, random);
    this.#learnt = { trunk, head, tokenizer };
    this.classes = classes;
    const parameters = [...trunk.parameters(), ...head.parameters()];
    const optimizer = new AdamW(parameters, { lr: learningRate });
    const total = Math.ceil(examples(texts.length) / batchSize);
    const rate = warmupCosine({ lr: learningRate, warmup: Math.ceil(total / 10), total: total + 1 });
    let order: number[] = [];
    for (let step = 0; step < total; step++) {
      while (order.length < batchSize) order = order.concat(random.shuffle([...texts.keys()]));
      const rows = order.slice(0, batchSize);
      order = order.slice(batchSize);
      trunk.train();
      optimizer.lr = rate(step);
      const logits = this.#logits(rows.map((row) => texts[row]!));
      const loss = crossEntropy(
        logits,
        rows.map((row) => index[row]!),
      );
      loss.backward();
      clipGradNorm(parameters, 1);
      optimizer.step();
      trunk.eval();
      yield { step: step + 1, total, loss: loss.item() };
    }
  }

  predict(texts: readonly string[]): L[] {
    return predictText(this, texts);
  }

  /** Logits. */
  scores(texts: readonly string[]): number[][] {
    fitted(this.#learnt, "classifier", "fit(texts, labels)");
    const scores: number[][] = [];
    for (let from = 0; from < texts.length; from += 16) {
      const logits = inferenceMode(() => this.#logits(texts.slice(from, from + 16))).toArray();
      for (const row of logits as number[][]) scores.push(row);
    }
    return scores;
  }

  size(): ModelSize {
    const { trunk, head } = fitted(this.#learnt, "classifier", "fit(texts, labels)");
    const parameters = trunk.numParams() + head.numParams();
    return { parameters, bytes: 4 * parameters };
  }

  /** texts → [texts, classes] */
  #logits(texts: readonly string[]): Tensor {
    const { trunk, head, tokenizer } = this.#learnt!;
    const T = trunk.options.blockSize;
    const windows: number[][] = [];
    const spans = texts.map((text) => {
      const ids = tokenizer.encode(withoutUnknown(firstCharacters(text, this.options.characters) || "\n", tokenizer));
      const first = windows.length;
      for (let at = 0; at < ids.length; at += T) windows.push(ids.slice(at, at + T));
      return { first: first * T, length: ids.length };
    });
    // What fills up a text's last window stands after all of it, and is not counted in the mean.
    const padded = windows.map((ids) => [...ids, ...new Array<number>(T - ids.length).fill(0)]);
    const share = new Float32Array(texts.length * windows.length * T);
    for (const [i, { first, length }] of spans.entries()) {
      const from = i * windows.length * T + first;
      share.fill(1 / length, from, from + length);
    }
    const hidden = trunk.hidden(padded).view(windows.length * T, -1); // [windows · T, C]
    return head.forward(tensor(share).view(texts.length, -1).matmul(hidden));
  }
}

/** A model of its own to train: a pretrained one stays as it is. */
function begin(start: GPTClassifierOptions["start"], random: Random): CharacterGPT {
  if ("model" in start) return withCharacters(start, MAIL_CHARACTERS, random);
  const tokenizer = new CharacterTokenizer(MAIL_CHARACTERS);
  return { tokenizer, model: new GPT({ ...start, vocabSize: tokenizer.vocabularySize }, random) };
}

/**
 * The same GPT with these characters and no others: what it knows of those that it has is kept, and new ones begin with random embeddings.
 */
export function withCharacters({ model, tokenizer }: CharacterGPT, characters: string, random: Random): CharacterGPT {
  checkRandom(random);
  const own = new CharacterTokenizer(characters);
  const larger = new GPT({ ...model.options, vocabSize: own.vocabularySize }, random);
  const { "wte.weight": embeddings, ...rest } = model.stateDict();
  const C = model.options.nEmbd;
  const known = embeddings!.toFloat32Array();
  const rows = larger.wte.weight.toFloat32Array().slice();
  for (const [id, character] of own.characters.entries()) {
    if (!tokenizer.has(character)) continue;
    const [from] = tokenizer.encode(character) as [number];
    rows.set(known.subarray(from * C, (from + 1) * C), id * C);
  }
  noGrad(() => larger.loadStateDict({ ...rest, "wte.weight": tensor(rows).view(own.vocabularySize, C) }));
  return { model: larger, tokenizer: own };
}
