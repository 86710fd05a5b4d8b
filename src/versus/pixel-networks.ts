/** Networks that tell small pictures apart, all trained in the same way: a convolutional one, and a transformer that reads one pixel after the other. */
import {
  AdamW,
  Conv2d,
  clipGradNorm,
  crossEntropy,
  Dropout,
  type Indices,
  inferenceMode,
  Linear,
  Module,
  maxPool2d,
  type StateDict,
  type Tensor,
  tensor,
  warmupCosine,
} from "#tensor";
import { checkClasses, checkSize, fitted } from "../base/check.ts";
import { encodeLabels, indexOfMax } from "../base/labels.ts";
import { mean } from "../base/mean.ts";
import { checkRandom, type Random, withRandom } from "../base/random.ts";
import { GPT, type KeyValueCache } from "../lm/gpt.ts";
import { sampleToken } from "../lm/sampling.ts";
import { take } from "../score/cross-validation.ts";
import { type Competitor, type Effort, evenOrder, type ModelSize } from "./head-to-head.ts";
import { type TrainingPlan, type TrainingRecord, trainWatched } from "./watched-training.ts";

/** Pictures as the networks read them: 8 × 8 pixels, each of so many levels. */
export const PIXEL_LEVELS = 16;
const SIDE = 8;
const PIXELS = SIDE * SIDE;
/** Digits. */
const CLASSES = 10;
/** What stands before the first pixel. */
const BEGIN = PIXEL_LEVELS;
/** The token of digit 0; the others follow. */
const FIRST_CLASS = PIXEL_LEVELS + 1;
/** Pictures that are asked about at once. */
const AT_ONCE = 100;

/** How a network learns. */
export interface PixelNetworkOptions {
  /** Draws the first weights and the order of the pictures. */
  random: Random;
  /** How it is trained on so many pictures. */
  plan(pictures: number): TrainingPlan;
  /** Pictures that are held back from so many, to choose learning rate and step. Default: none. */
  heldBack?(pictures: number): number;
  /** Pictures for each step. Default 32. */
  batchSize?: number;
}

/** A network that scores the classes of a batch of pictures. */
interface PixelNetwork {
  network: Module;
  /** Pictures → [pictures, 10]. */
  logits(pictures: readonly (readonly number[])[]): Tensor;
}

/** What the two have in common: the training that is watched on pictures which are held back, and the answers. */
abstract class PixelClassifierBase implements Competitor<readonly number[], number> {
  /** What happened in training. */
  record: TrainingRecord | undefined;
  protected readonly options: Required<PixelNetworkOptions>;
  #learnt: PixelNetwork | undefined;

  constructor(options: PixelNetworkOptions) {
    const { random, plan, heldBack = () => 0, batchSize = 32 } = withRandom(options);
    checkSize(batchSize, "batchSize");
    this.options = { random, plan, heldBack, batchSize };
  }

  /** What was learnt before the first label was seen. */
  protected get before(): Pick<PretrainedPixels, "record" | "flops"> | undefined {
    return undefined;
  }

  protected abstract build(): PixelNetwork;
  /** Numbers times tokens that one picture takes, forwards. */
  protected abstract work(network: Module): number;

  /** @throws RangeError, TypeError unless each label is a digit and there are two of them at least. */
  fit(X: readonly (readonly number[])[], y: readonly number[]): this {
    const { classes } = encodeLabels(X, y);
    checkClasses(classes);
    const { random, plan, heldBack, batchSize } = this.options;
    const order = evenOrder([...X.keys()], y, random);
    const held = order.slice(0, heldBack(X.length));
    const rows = order.slice(held.length);
    const create = () => {
      const built = this.build();
      const next = batchesOf(rows, batchSize, random);
      return {
        built,
        parameters: built.network.parameters(),
        loss: () => {
          const batch = next();
          built.network.train();
          return crossEntropy(built.logits(take(X, batch)), take(y, batch));
        },
        ...(held.length > 0 && { heldBack: () => mean(lossesOf(built, take(X, held), take(y, held))) }),
      };
    };
    const { trainee, record } = trainWatched(create, plan(rows.length));
    this.#learnt = trainee.built;
    this.record = record;
    return this;
  }

  predict(X: readonly (readonly number[])[]): number[] {
    const learnt = fitted(this.#learnt, "network", "fit(X, y)");
    learnt.network.eval();
    return inBatches(X).flatMap((some) => (inferenceMode(() => learnt.logits(some)).toArray() as number[][]).map(indexOfMax));
  }

  size(): ModelSize {
    const parameters = fitted(this.#learnt, "network", "fit(X, y)").network.numParams();
    return { parameters, bytes: 4 * parameters };
  }

  effort(): Effort {
    const record = fitted(this.record, "network", "fit(X, y)");
    const { before } = this;
    const records = [...(before ? [before.record] : []), record];
    return {
      steps: records.reduce((sum, { steps }) => sum + steps, 0),
      flat: records.every(({ flat }) => flat !== undefined) ? records.every(({ flat }) => flat) : undefined,
      setting: `learning rate ${records.map(({ learningRate }) => learningRate).join(", then ")}`,
      records,
      flops: (before?.flops ?? 0) + 6 * this.work(this.#learnt!.network) * record.allSteps * this.options.batchSize,
    };
  }
}

/** Channels of the three convolutions, and numbers in the layer before the last. */
export interface PixelCNNShape {
  channels: readonly [number, number, number];
  hidden: number;
  /** Share of the hidden numbers that become 0 in training. Default 0. */
  dropout?: number;
}

/**
 * Three convolutions of 3 × 3, and a small multilayer perceptron on what they find.
 * Source: Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, Gradient-Based Learning Applied to Document Recognition, 1998, at the size of these pictures.
 */
export class PixelCNN extends PixelClassifierBase {
  readonly shape: PixelCNNShape;

  constructor({ shape, ...options }: PixelNetworkOptions & { shape: PixelCNNShape }) {
    super(options);
    this.shape = shape;
  }

  protected build(): PixelNetwork {
    const network = new SmallCNN(this.shape, this.options.random);
    return { network, logits: (pictures) => network.forward(tensor(pictures.map((row) => row.map((level) => level / (PIXEL_LEVELS - 1))))) };
  }

  protected work(network: Module): number {
    return (network as SmallCNN).perPicture;
  }
}

/** The network of {@link PixelCNN}. */
export class SmallCNN extends Module {
  readonly conv1: Conv2d;
  readonly conv2: Conv2d;
  readonly conv3: Conv2d;
  readonly fc1: Linear;
  readonly drop: Dropout;
  readonly fc2: Linear;

  constructor({ channels: [C1, C2, C3], hidden, dropout = 0 }: PixelCNNShape, random: Random) {
    super();
    checkRandom(random);
    this.conv1 = new Conv2d(1, C1, 3, random, { padding: 1 });
    this.conv2 = new Conv2d(C1, C2, 3, random, { padding: 1 });
    this.conv3 = new Conv2d(C2, C3, 3, random, { padding: 1 });
    this.fc1 = new Linear((C3 * PIXELS) / 16, hidden, random);
    this.drop = new Dropout(dropout, random);
    this.fc2 = new Linear(hidden, CLASSES, random);
  }

  /** Weights times the places at which each is used. */
  get perPicture(): number {
    const [wide, half] = [PIXELS, PIXELS / 4];
    return wide * (this.conv1.numParams() + this.conv2.numParams()) + half * this.conv3.numParams() + this.fc1.numParams() + this.fc2.numParams();
  }

  /** [N, 64] → [N, 10] */
  forward(x: Tensor): Tensor {
    const edges = this.conv1.forward(x.view(-1, 1, SIDE, SIDE)).relu(); // [N, C1, 8, 8]
    const strokes = maxPool2d(this.conv2.forward(edges).relu(), 2); // [N, C2, 4, 4]
    const parts = maxPool2d(this.conv3.forward(strokes).relu(), 2); // [N, C3, 2, 2]
    return this.fc2.forward(this.drop.forward(this.fc1.forward(parts.flatten(1)).relu()));
  }
}

/** Width, depth and heads of a transformer. */
export interface PixelGPTShape {
  nLayer: number;
  nHead: number;
  nEmbd: number;
  dropout?: number;
}

/** A GPT whose words are pixels: 16 levels, a beginning, and ten digits. */
export function pixelGPT(shape: PixelGPTShape, random: Random): GPT {
  return new GPT({ ...shape, vocabSize: FIRST_CLASS + CLASSES, blockSize: PIXELS + 1 }, random);
}

/** A picture as tokens: the beginning, and its pixels. */
const tokensOf = (pixels: readonly number[]) => [BEGIN, ...pixels];

/** Mean of −ln P of the next pixel, in nats, over all pixels of some pictures. */
export function nextPixelLoss(model: GPT, pictures: readonly (readonly number[])[]): Tensor {
  const x = pictures.map((pixels) => tokensOf(pixels.slice(0, -1)));
  return model.loss(x as unknown as Indices, pictures.map((pixels) => [...pixels]) as unknown as Indices);
}

/** A GPT that has learnt to say the next pixel. */
export interface PretrainedPixels {
  shape: PixelGPTShape;
  weights: StateDict;
  record: TrainingRecord;
  /** 6 for each number at each token read. */
  flops: number;
}

/** Let a GPT read pictures, without labels, and guess each next pixel. */
export function pretrainOnPixels(
  X: readonly (readonly number[])[],
  { shape, random, plan, heldBack = () => 0, batchSize = 32 }: PixelNetworkOptions & { shape: PixelGPTShape },
): PretrainedPixels & { model: GPT } {
  checkRandom(random);
  const order = random.shuffle([...X.keys()]);
  const held = take(X, order.slice(0, heldBack(X.length)));
  const rows = order.slice(held.length);
  const create = () => {
    const model = pixelGPT(shape, random);
    const next = batchesOf(rows, batchSize, random);
    return {
      model,
      parameters: model.parameters(),
      loss: () => {
        model.train();
        return nextPixelLoss(model, take(X, next()));
      },
      ...(held.length > 0 && {
        heldBack: () => {
          model.eval();
          return mean(inBatches(held).map((some) => inferenceMode(() => nextPixelLoss(model, some)).item()));
        },
      }),
    };
  };
  const { trainee, record } = trainWatched(create, plan(rows.length));
  const { model } = trainee;
  model.eval();
  return { shape, model, weights: model.stateDict(), record, flops: 6 * model.numParams() * PIXELS * record.allSteps * batchSize };
}

/** Where a GPT is that learns the next pixel. */
export interface PixelLesson {
  model: GPT;
  /** Steps taken. */
  step: number;
  /** Of the last batch, before the step, in nats a pixel. */
  loss: number;
}

/** The same learning, one step at a time, to be watched: with one rate, and nothing held back. */
export function* learnPixels(
  X: readonly (readonly number[])[],
  { shape, random, steps, batchSize = 16 }: { shape: PixelGPTShape; random: Random; steps: number; batchSize?: number },
): Generator<PixelLesson> {
  checkRandom(random);
  checkSize(steps, "steps");
  const model = pixelGPT(shape, random);
  const parameters = model.parameters();
  const optimizer = new AdamW(parameters, { lr: 5e-3 });
  const rate = warmupCosine({ lr: 5e-3, warmup: Math.ceil(steps / 10), total: steps + 1 });
  const next = batchesOf([...X.keys()], batchSize, random);
  for (let step = 1; step <= steps; step++) {
    optimizer.lr = rate(step - 1);
    const loss = nextPixelLoss(model, take(X, next()));
    loss.backward();
    clipGradNorm(parameters, 1);
    optimizer.step();
    yield { model, step, loss: loss.item() };
  }
}

/**
 * A picture to the end, pixel by pixel: what is given, and each further pixel drawn from what the GPT expects after those before it.
 * @throws RangeError when more than a picture is given.
 */
export function completePicture(model: GPT, given: readonly number[], random: Random, { temperature = 1 }: { temperature?: number } = {}): number[] {
  checkRandom(random);
  if (given.length > PIXELS) throw new RangeError(`${given.length} pixels are more than a picture has: ${PIXELS}`);
  const pixels = [...given];
  const cache: KeyValueCache = [];
  let unread = tokensOf(given);
  while (pixels.length < PIXELS) {
    const levels = model.nextLogits([unread], cache).toFloat32Array().subarray(0, PIXEL_LEVELS);
    const pixel = sampleToken(levels, { random, temperature });
    pixels.push(pixel);
    unread = [pixel];
  }
  return pixels;
}

/**
 * A GPT that reads a picture as 64 tokens, pixel by pixel, and says the digit as the 65th.
 * Source: M. Chen et al., Generative Pretraining from Pixels, ICML 2020.
 */
export class PixelTransformer extends PixelClassifierBase {
  readonly start: PixelGPTShape | PretrainedPixels;

  /** `start`: one that has learnt the next pixel, or the shape of one with random weights. */
  constructor({ start, ...options }: PixelNetworkOptions & { start: PixelGPTShape | PretrainedPixels }) {
    super(options);
    this.start = start;
  }

  protected override get before(): Pick<PretrainedPixels, "record" | "flops"> | undefined {
    return "weights" in this.start ? this.start : undefined;
  }

  protected build(): PixelNetwork {
    const { start } = this;
    const network = pixelGPT("weights" in start ? start.shape : start, this.options.random);
    if ("weights" in start) network.loadStateDict(start.weights);
    return {
      network,
      logits: (pictures) => {
        const last = network.hidden(pictures.map(tokensOf) as unknown as Indices).select(1, -1); // [N, C]
        return last.matmul(network.wte.weight.slice(0, FIRST_CLASS, FIRST_CLASS + CLASSES).transpose(0, 1));
      },
    };
  }

  protected work(network: Module): number {
    return network.numParams() * (PIXELS + 1);
  }
}

/** Rows of the next batch: all in a new order, again and again. */
function batchesOf(rows: readonly number[], batchSize: number, random: Random): () => number[] {
  let next: number[] = [];
  return () => {
    while (next.length < batchSize) next = next.concat(random.shuffle(rows));
    const batch = next.slice(0, batchSize);
    next = next.slice(batchSize);
    return batch;
  };
}

const inBatches = <T>(items: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(items.length / AT_ONCE) }, (_, i) => items.slice(AT_ONCE * i, AT_ONCE * (i + 1)));

/** −ln P(the right class) of each picture. */
function lossesOf({ network, logits }: PixelNetwork, X: readonly (readonly number[])[], y: readonly number[]): number[] {
  network.eval();
  return inBatches([...X.keys()]).flatMap((some) =>
    Array.from(inferenceMode(() => crossEntropy(logits(take(X, some)), take(y, some), { reduction: "none" })).toFloat32Array()),
  );
}
