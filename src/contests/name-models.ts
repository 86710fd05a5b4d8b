/**
 * Models that read names letter by letter and say in which language they are: one n-gram for each language, one GPT for all of them, and a transformer that is
 * trained for the question alone. In shapes, B is the batch, T the longest name in it, C the width, K the languages.
 */
import { crossEntropy, inferenceMode, Linear, Module, type Tensor } from "#tensor";
import { checkClasses, checkCount, checkSize, fitted } from "../base/check.ts";
import type { Label } from "../base/estimator.ts";
import { encodeLabels } from "../base/labels.ts";
import { max } from "../base/max.ts";
import { mean } from "../base/mean.ts";
import { type Random, withRandom } from "../base/random.ts";
import { BERT } from "../lm/bert.ts";
import { CharacterTokenizer } from "../lm/character-tokenizer.ts";
import { GPT } from "../lm/gpt.ts";
import { NGram, type Smoothing } from "../lm/n-gram.ts";
import { take } from "../score/cross-validation.ts";
import { type Effort, evenOrder, type ModelSize } from "../versus/head-to-head.ts";
import type { TextLikelihood } from "../versus/likelihood-classifier.ts";
import { BORDER, UNKNOWN, withoutUnknown } from "../versus/mail-characters.ts";
import { predictText, type TextClassifier } from "../versus/text-classifier.ts";
import { effortOf, type TrainingPlan, type TrainingRecord, trainWatched } from "../versus/watched-training.ts";

/** From one code point to another. */
const span = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i)).join("");

/**
 * A name as all contestants read it: its first letters, each capital as a small letter after a mark, and a space on both sides of each word, so that
 * beginnings and ends can be seen.
 */
export function spelt(name: string, characters: number): string {
  const begin = Array.from(name.normalize()).slice(0, characters).join("");
  return ` ${begin.replace(/\s+/g, "  ").replace(/\p{Lu}/gu, (letter) => CAPITAL + letter.toLowerCase())} `;
}

/** Stands before a letter that was a capital. */
export const CAPITAL = "^";

/**
 * The letters that models of names read, none of them a capital: those of a keyboard, of Unicode's Latin-1 and of its Latin Extended-A, and a few more of Romanian and of
 * print. Fixed before any name is looked at, so that nothing of the test names is known to the models.
 */
export const LATIN = [...new Set(`${BORDER}${span(0x20, 0x7e)}${span(0xa1, 0x17f)}șțʻʼ‘’–—${UNKNOWN}`)]
  .filter((letter) => letter.toLowerCase() === letter)
  .join("");

const KNOWN = new Set(LATIN);
const TOKENIZER = new CharacterTokenizer(LATIN);
const EDGE = TOKENIZER.encode(BORDER)[0]!;
const NOT_COUNTED = -100;

/** How probable names are after an n-gram of their letters. */
export class NameLikelihood implements TextLikelihood {
  readonly model: NGram;

  /** `order`: n, so each letter is predicted from the n − 1 before it. */
  constructor(order: number, smoothing: Smoothing = "witten-bell") {
    this.model = new NGram({ order, smoothing, vocabulary: LATIN });
  }

  fit(names: readonly string[]): this {
    this.model.fit(BORDER + names.map((name) => withoutUnknown(name, KNOWN) + BORDER).join(""));
    return this;
  }

  logLikelihoods(names: readonly string[]): number[] {
    return names.map((name) => -this.losses(name).reduce((sum, loss) => sum + loss, 0));
  }

  /** −ln P of each letter and of the end of a name, each after those before it, in nats: `[letters + 1]`. */
  losses(name: string): Float64Array {
    return this.model.losses(BORDER + withoutUnknown(name, KNOWN) + BORDER).subarray(1);
  }

  /** A number for each sequence that was counted; to keep one takes its count (4 bytes), its last letter (2), and the number of the sequence before that (4). */
  size(): ModelSize {
    return { parameters: this.model.size, bytes: 10 * this.model.size };
  }

  /** It counts, and is done. */
  effort(): Effort {
    return { steps: 0, flat: true, setting: "" };
  }
}

export interface NameNetworkOptions {
  random: Random;
  /** Letters and marks of each name that it reads. Default 60. */
  characters?: number;
  nLayer: number;
  nHead: number;
  nEmbd: number;
  /** Share of numbers that become 0 in training. Default 0. */
  dropout?: number;
  /** How it is trained on so many names. */
  plan(names: number): TrainingPlan;
  /** Names that are held back from so many, to choose learning rate and step. Default: none. */
  heldBack?(names: number): number;
  /** Names for each step. Default 64. */
  batchSize?: number;
}

type Settled = Required<Omit<NameNetworkOptions, "random">>;

/** Names as tokens: [B] rows of their own length. */
type Names = readonly (readonly number[])[];

interface Network {
  body: Module;
  /** What is to become small: the mean over names, or over their letters. */
  loss(names: Names, languages: readonly number[]): Tensor;
  /** [B][K]: the highest wins. */
  scores(names: Names): number[][];
}

/** What both networks share: who is held back, batches of names of about the same length, and what was learnt. */
abstract class NameNetwork<L extends Label> implements TextClassifier<L> {
  classes: readonly L[] = [];
  /** What happened in training. */
  record: TrainingRecord | undefined;
  readonly options: Settled;
  readonly #random: Random;
  #network: Network | undefined;
  #read = 0;

  /** @throws RangeError when an option is out of its range. */
  constructor(options: NameNetworkOptions) {
    const { random, characters = 60, dropout = 0, heldBack = () => 0, batchSize = 64, ...rest } = withRandom(options);
    checkCount(characters, "characters", 1);
    checkSize(batchSize, "batchSize");
    this.options = { characters, dropout, heldBack, batchSize, ...rest };
    this.#random = random;
  }

  /** A network with its first weights. `logShares`: ln of each language's share of the names, [K]. */
  protected abstract begin(logShares: readonly number[], random: Random): Network;

  /** @throws RangeError when there is not one language for each name, or one language only. */
  fit(texts: readonly string[], labels: readonly L[]): this {
    const { classes, index } = encodeLabels<L>(texts, labels);
    checkClasses(classes);
    const { heldBack, plan, batchSize } = this.options;
    const random = this.#random;
    const order = evenOrder([...texts.keys()], labels, random);
    const held = order.slice(0, heldBack(texts.length));
    const rows = order.slice(held.length);
    const names = texts.map((text) => this.encode(text));
    const truth = (some: readonly number[]) => some.map((row) => index[row]!);
    const counts = classes.map((_, k) => rows.filter((row) => index[row] === k).length);
    this.#read = 0;
    const create = () => {
      const network = this.begin(
        counts.map((count) => Math.log(Math.max(1, count) / rows.length)),
        random,
      );
      let next: number[][] = [];
      return {
        network,
        parameters: network.body.parameters(),
        loss: () => {
          if (next.length === 0) next = batchesOf(rows, batchSize, (row) => names[row]!.length, random);
          const batch = next.pop()!;
          this.#read += batch.reduce((sum, row) => sum + names[row]!.length, 0);
          network.body.train();
          return network.loss(take(names, batch), truth(batch));
        },
        ...(held.length > 0 && {
          heldBack: () => {
            network.body.eval();
            return mean(chunks(held, 50).map((some) => inferenceMode(() => network.loss(take(names, some), truth(some))).item()));
          },
        }),
      };
    };
    const { trainee, record } = trainWatched(create, plan(rows.length));
    trainee.network.body.eval();
    this.#network = trainee.network;
    this.record = record;
    this.classes = classes;
    return this;
  }

  predict(texts: readonly string[]): L[] {
    return predictText(this, texts);
  }

  scores(texts: readonly string[]): number[][] {
    const network = fitted(this.#network, "network", "fit(names, languages)");
    const names = texts.map((text) => this.encode(text));
    // Names of about the same length together: less to fill up.
    const order = [...names.keys()].sort((a, b) => names[a]!.length - names[b]!.length);
    const scores: number[][] = [];
    for (const some of chunks(order, 32)) for (const [i, row] of network.scores(take(names, some)).entries()) scores[some[i]!] = row;
    return scores;
  }

  effort(): Effort {
    return { ...effortOf(fitted(this.record, "network", "fit")), flops: 6 * this.size().parameters * this.#read };
  }

  size(): ModelSize {
    const parameters = fitted(this.#network, "network", "fit(names, languages)").body.numParams();
    return { parameters, bytes: 4 * parameters };
  }

  /** The letters of a name, with a border on both sides. */
  protected encode(text: string): number[] {
    const letters = Array.from(text).slice(0, this.options.characters).join("");
    return TOKENIZER.encode(BORDER + withoutUnknown(letters, TOKENIZER) + BORDER);
  }
}

/** A transformer that looks at all letters of a name at once, in both directions, and is trained for the question alone: it never models text. */
export class NameTransformer<L extends Label = Label> extends NameNetwork<L> {
  protected begin(logShares: readonly number[], random: Random): Network {
    const { characters, nLayer, nHead, nEmbd, dropout } = this.options;
    const body = new NameReader({ nLayer, nHead, nEmbd, dropout, blockSize: characters + 2, languages: logShares.length }, random);
    return {
      body,
      loss: (names, languages) => crossEntropy(body.forward(names), languages),
      scores: (names) => inferenceMode(() => body.forward(names)).toArray() as number[][],
    };
  }
}

/** The body of a BERT with random weights; what it makes of the border before the name goes to a layer with one number for each language. */
class NameReader extends Module {
  readonly body: BERT;
  readonly head: Linear;

  constructor(
    { languages, ...shape }: { languages: number; blockSize: number; nLayer: number; nHead: number; nEmbd: number; dropout: number },
    random: Random,
  ) {
    super();
    const vocabSize = TOKENIZER.vocabularySize + 2;
    this.body = new BERT({ ...shape, vocabSize, padToken: vocabSize - 1, maskToken: vocabSize - 2 }, random);
    this.head = new Linear(shape.nEmbd, languages, random);
  }

  /** [B][T] → [B, K] */
  forward(names: Names): Tensor {
    return this.head.forward(this.body.encode(names).select(1, 0));
  }
}

/**
 * One GPT for all languages, which learns to write names letter by letter after a token that says in which language. A name belongs to the language after whose token it is
 * the most probable, by Bayes' rule.
 *
 * Source: N. Keskar and others, CTRL: A Conditional Transformer Language Model for Controllable Generation, arXiv 1909.05858, 2019, section 5.
 */
export class NameGPT<L extends Label = Label> extends NameNetwork<L> {
  protected begin(logShares: readonly number[], random: Random): Network {
    const { characters, nLayer, nHead, nEmbd, dropout } = this.options;
    const V = TOKENIZER.vocabularySize;
    const body = new GPT({ vocabSize: V + logShares.length, blockSize: characters + 1, nLayer, nHead, nEmbd, dropout }, random);
    const rowsOf = (names: Names, languages: readonly number[]) => {
      const T = max(names.map((name) => name.length)) - 1;
      const filled = (ids: readonly number[], fill: number) => [...ids, ...new Array<number>(T - ids.length).fill(fill)];
      const read = names.map((name, i) => filled([V + languages[i]!, ...name.slice(1, -1)], EDGE));
      return { T, read, written: names.map((name) => filled(name.slice(1), NOT_COUNTED)) };
    };
    return {
      body,
      loss: (names, languages) => {
        const { read, written } = rowsOf(names, languages);
        return body.loss(read, written);
      },
      scores: (names) => {
        const languages = [...logShares.keys()];
        const { T, read, written } = rowsOf(
          names.flatMap((name) => languages.map(() => name)),
          names.flatMap(() => languages),
        );
        // [B · K · T], 0 where nothing stands any more
        const losses = inferenceMode(() => crossEntropy(body.forward(read), written, { reduction: "none" })).toFloat32Array();
        const total = (row: number) => losses.subarray(row * T, (row + 1) * T).reduce((sum, loss) => sum + loss, 0);
        return names.map((_, i) => languages.map((k) => logShares[k]! - total(i * languages.length + k)));
      },
    };
  }
}

/** So many in a row, and then the next. */
const chunks = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(size * i, size * (i + 1)));

/** All rows once, in random order, those of about the same length together: of each eight batches in a row, sorted. */
function batchesOf(rows: readonly number[], size: number, lengthOf: (row: number) => number, random: Random): number[][] {
  const near = chunks(random.shuffle(rows), 8 * size).flatMap((some) =>
    chunks(
      some.toSorted((a, b) => lengthOf(a) - lengthOf(b)),
      size,
    ),
  );
  return random.shuffle(near);
}
