import { crossEntropy, inferenceMode, Linear, noGrad, type Tensor, tensor } from "#tensor";
import { checkClasses, checkCount, checkSize, fitted } from "../base/check.ts";
import type { Label } from "../base/estimator.ts";
import { encodeLabels } from "../base/labels.ts";
import { mean } from "../base/mean.ts";
import { checkRandom, type Random, withRandom } from "../base/random.ts";
import { CharacterTokenizer } from "../lm/character-tokenizer.ts";
import { GPT, type GPTOptions } from "../lm/gpt.ts";
import type { CharacterGPT } from "../lm/gpt-file.ts";
import { take } from "../score/cross-validation.ts";
import { type Effort, evenOrder, type ModelSize } from "./head-to-head.ts";
import { firstCharacters, MAIL_CHARACTERS, withoutUnknown } from "./mail-characters.ts";
import { predictText, type TextClassifier } from "./text-classifier.ts";
import { effortOf, type TrainingPlan, type TrainingRecord, trainWatched } from "./watched-training.ts";

export interface GPTClassifierOptions {
  random: Random;
  /** A pretrained model to begin with, or the shape of one to begin with random weights. */
  start: CharacterGPT | Omit<GPTOptions, "vocabSize">;
  /** Characters of each text that it reads. Default 256. */
  characters?: number;
  /** How it is trained on so many texts. Default: one learning rate, 1e-3, and each text once. */
  plan?(texts: number): TrainingPlan;
  /** Texts that are held back from so many, to choose learning rate and step. Default: none. */
  heldBack?(texts: number): number;
  /** Texts for each step. Default 16. */
  batchSize?: number;
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
  /** What happened in training. */
  record: TrainingRecord | undefined;
  readonly #random: Random;
  readonly #start: GPTClassifierOptions["start"];
  #learnt: Learnt | undefined;

  /** @throws RangeError when an option is out of its range. */
  constructor(options: GPTClassifierOptions) {
    const { random, start, characters = 256, batchSize = 16, heldBack = () => 0 } = withRandom(options);
    const { plan = (texts: number) => ({ learningRates: [1e-3], steps: Math.ceil(texts / batchSize) }) } = options;
    checkCount(characters, "characters", 1);
    checkSize(batchSize, "batchSize");
    this.options = { characters, plan, heldBack, batchSize };
    this.#random = random;
    this.#start = start;
  }

  fit(texts: readonly string[], labels: readonly L[]): this {
    const { classes, index } = encodeLabels<L>(texts, labels);
    checkClasses(classes);
    const { heldBack, plan, batchSize } = this.options;
    const random = this.#random;
    const order = evenOrder([...texts.keys()], labels, random);
    const held = order.slice(0, heldBack(texts.length));
    const rows = order.slice(held.length);
    const truth = (some: readonly number[]) => some.map((row) => index[row]!);
    const create = () => {
      const { model: trunk, tokenizer } = begin(this.#start, random);
      const head = new Linear(trunk.options.nEmbd, classes.length, random);
      const learnt = { trunk, head, tokenizer };
      let next: number[] = [];
      return {
        learnt,
        parameters: [...trunk.parameters(), ...head.parameters()],
        loss: () => {
          while (next.length < batchSize) next = next.concat(random.shuffle(rows));
          const batch = next.slice(0, batchSize);
          next = next.slice(batchSize);
          trunk.train();
          return crossEntropy(this.#logits(learnt, this.#encodeAll(learnt, take(texts, batch))), truth(batch));
        },
        ...(held.length > 0 && { heldBack: () => mean(this.#losses(learnt, take(texts, held), truth(held))) }),
      };
    };
    const { trainee, record } = trainWatched(create, plan(rows.length));
    trainee.learnt.trunk.eval();
    this.#learnt = trainee.learnt;
    this.record = record;
    this.classes = classes;
    return this;
  }

  predict(texts: readonly string[]): L[] {
    return predictText(this, texts);
  }

  /** Logits. */
  scores(texts: readonly string[]): number[][] {
    const learnt = fitted(this.#learnt, "classifier", "fit(texts, labels)");
    return batches(texts).flatMap((some) => inferenceMode(() => this.#logits(learnt, this.#encodeAll(learnt, some))).toArray() as number[][]);
  }

  effort(): Effort {
    return effortOf(fitted(this.record, "GPT", "fit"));
  }

  size(): ModelSize {
    const { trunk, head } = fitted(this.#learnt, "classifier", "fit(texts, labels)");
    const parameters = trunk.numParams() + head.numParams();
    return { parameters, bytes: 4 * parameters };
  }

  /** −ln P(the right class) of each text. */
  #losses(learnt: Learnt, texts: readonly string[], truth: readonly number[]): number[] {
    learnt.trunk.eval();
    return batches([...texts.keys()]).flatMap((some) => {
      const logits = inferenceMode(() => this.#logits(learnt, this.#encodeAll(learnt, take(texts, some))));
      return Array.from(crossEntropy(logits, take(truth, some), { reduction: "none" }).toFloat32Array());
    });
  }

  #encode({ tokenizer }: Learnt, text: string): number[] {
    return tokenizer.encode(withoutUnknown(firstCharacters(text, this.options.characters) || "\n", tokenizer));
  }

  #encodeAll(learnt: Learnt, texts: readonly string[]): number[][] {
    return texts.map((text) => this.#encode(learnt, text));
  }

  /** Tokens of texts → [texts, classes]: the mean over a text's characters of what the last block makes of them, and the head on that. */
  #logits({ trunk, head }: Learnt, texts: readonly (readonly number[])[]): Tensor {
    const T = trunk.options.blockSize;
    const windows: (readonly number[])[] = [];
    const spans = texts.map((ids) => {
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

interface Learnt {
  trunk: GPT;
  head: Linear;
  tokenizer: CharacterTokenizer;
}

/** In lists of 16. */
const batches = <T>(items: readonly T[]): T[][] => Array.from({ length: Math.ceil(items.length / 16) }, (_, i) => items.slice(16 * i, 16 * i + 16));

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
