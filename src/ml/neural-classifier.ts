import { AdamW, crossEntropy, decayMatrices, inferenceMode, type Module, type StateDict, type Tensor, tensor, warmupCosine } from "#tensor";
import {
  checkChoice,
  checkClasses,
  checkColumns,
  checkCount,
  checkMatrix,
  checkNotNegative,
  checkPositive,
  checkSize,
  fitted,
} from "../base/check.ts";
import { varies } from "../base/column-units.ts";
import type { DenseMatrix, Label } from "../base/estimator.ts";
import { encodeLabels, indexOfMax } from "../base/labels.ts";
import { type Random, withRandom } from "../base/random.ts";
import { accuracy } from "../score/metrics.ts";

/** Rows that are asked at once: enough to be fast, few enough to stay small in memory. */
const ASKED_AT_ONCE = 256;
/** The share of the steps in which the learning rate rises. */
const WARMUP = 0.05;

/** How a network learns. */
export interface TrainingOptions {
  /** Draws the first weights, the order of the rows, and whatever else is left to chance. */
  random: Random;
  /** The highest learning rate. Default .004. */
  lr?: number;
  /**
   * Whether the rate stays as it is, or rises in a straight line over the first twentieth of the steps and then falls to a hundredth along half a
   * cosine. Default "warmup-cosine".
   */
  schedule?: "warmup-cosine" | "constant";
  /** Rows from which each step learns; `Infinity` for all of them. Default 32. */
  batchSize?: number;
  /** How often each row is learnt from. Default 10. */
  epochs?: number;
  /** How fast weights shrink, times the learning rate at each step. Biases do not. Default .01. */
  weightDecay?: number;
}

/** What `loadWeights` takes. */
export interface LearntWeights<L extends Label> {
  /** Of the network's parameters, by their names. */
  weights: StateDict;
  /** The labels, sorted: `[classes]`. */
  classes: readonly L[];
  /** Columns of a row. */
  nFeatures: number;
}

/** Scores for each class: [N, features] → [N, classes]. */
export interface Network extends Module {
  forward(x: Tensor): Tensor;
}

/**
 * What all classifiers that are neural networks share: softmax makes probabilities of the network's scores, the loss is −ln of the
 * probability of the right class, and each step goes down its slope on a batch of rows, with AdamW. `N` is the network.
 *
 * Sources: D. Rumelhart, G. Hinton, R. Williams, Learning representations by back-propagating errors, Nature 323, 1986; I. Loshchilov, F.
 * Hutter, Decoupled Weight Decay Regularization, arXiv 1711.05101, 2017.
 */
export abstract class NeuralClassifier<L extends Label, N extends Network> {
  readonly random: Random;
  readonly lr: number;
  readonly schedule: "warmup-cosine" | "constant";
  readonly batchSize: number;
  readonly epochs: number;
  readonly weightDecay: number;
  /** The labels, sorted: `[classes]`. Empty before `fit`. */
  classes: readonly L[] = [];
  /** Columns of the `X` given to `fit`. */
  nFeatures = 0;
  /** Steps taken. */
  nIter = 0;
  /** Steps that `fit` takes in all: epochs · batches. */
  totalSteps = 0;
  /** The mean loss of the batch of each step, in nats a row, before the step: `[steps]`. */
  lossCurve: number[] = [];
  /** The share of the batch that was right, before the step: `[steps]`, 0 to 1. */
  accuracyCurve: number[] = [];
  #network: N | undefined;

  /** @throws RangeError when an option is not in its range. */
  constructor(options: TrainingOptions) {
    const { random, lr = 4e-3, schedule = "warmup-cosine", batchSize = 32, epochs = 10, weightDecay = 0.01 } = withRandom(options);
    checkPositive(lr, "lr");
    checkChoice(schedule, "schedule", ["warmup-cosine", "constant"]);
    checkCount(batchSize, "batchSize", 1);
    checkSize(epochs, "epochs");
    checkNotNegative(weightDecay, "weightDecay");
    this.random = random;
    this.lr = lr;
    this.schedule = schedule;
    this.batchSize = batchSize;
    this.epochs = epochs;
    this.weightDecay = weightDecay;
  }

  /** What was learnt: its layers and their weights. @throws Error before `fit`. */
  get network(): N {
    return fitted(this.#network, "neural network");
  }

  /** How many numbers were learnt. @throws Error before `fit`. */
  get nParameters(): number {
    return this.network.numParams();
  }

  /** The likeliest class of each row. */
  predict(X: DenseMatrix): L[] {
    return this.#ask(X, (logits) => logits).map((scores) => this.classes[indexOfMax(scores)]!);
  }

  /** `[samples][classes]`, each row sums to 1. */
  predictProba(X: DenseMatrix): number[][] {
    // In 32 bits, the shares of a row add up to 1 but for some 1e-7.
    return this.#ask(X, (logits) => logits.softmax(-1)).map((shares) => {
      const total = shares.reduce((sum, share) => sum + share, 0);
      return Array.from(shares, (share) => share / total);
    });
  }

  /** Accuracy: the share of the rows that are told right, 0 to 1. */
  score(X: DenseMatrix, y: readonly L[]): number {
    return accuracy(y, this.predict(X));
  }

  /**
   * Take over weights that were learnt elsewhere, for rows of `nFeatures` columns: the model is then as after `fit`, but has no curves.
   * @throws RangeError, Error when they do not fit into the network that the options describe.
   */
  loadWeights<K extends L>({ weights, classes, nFeatures }: LearntWeights<K>): this {
    checkClasses(classes);
    this.#network = this.build(nFeatures, classes.length).loadStateDict(weights);
    this.classes = classes;
    this.nFeatures = nFeatures;
    return this;
  }

  /** A network with first weights. @throws RangeError when rows of `nFeatures` do not fit into it. */
  protected abstract build(nFeatures: number, nClasses: number): N;

  /** A batch as it is learnt from, all rows one after the other: `[rows · features]`. */
  protected prepare(rows: Float32Array): Float32Array {
    return rows;
  }

  /** Learn, one step at a time. */
  protected *train(X: DenseMatrix, y: readonly L[]): Generator<void> {
    const nFeatures = checkMatrix(X);
    const { classes, index } = encodeLabels<L>(X, y);
    checkClasses(classes);
    const network = this.build(nFeatures, classes.length);
    const values = flatten(X, nFeatures);
    checkToldApart(X, values, nFeatures);
    this.#network = network;
    this.classes = classes;
    this.nFeatures = nFeatures;
    this.nIter = 0;
    this.totalSteps = this.epochs * Math.max(1, Math.ceil(X.length / this.batchSize));
    this.lossCurve = [];
    this.accuracyCurve = [];
    const optimizer = new AdamW(decayMatrices(network, this.weightDecay));
    const rate = this.#rate();
    for (const batch of batches(X.length, this)) {
      const rows = this.prepare(take(values, batch, nFeatures));
      const targets = Int32Array.from(batch, (row) => index[row]!);
      network.train();
      const logits = network.forward(tensor(rows).view(batch.length, nFeatures)); // [B, classes]
      const loss = crossEntropy(logits, targets);
      this.#backward(loss);
      optimizer.lr = rate(this.nIter);
      optimizer.step();
      this.nIter++;
      this.lossCurve.push(loss.item());
      this.accuracyCurve.push(shareRight(logits, targets));
      yield;
    }
  }

  /** The learning rate of each step, from 0. */
  #rate(): (step: number) => number {
    const { lr, totalSteps } = this;
    if (this.schedule === "constant") return () => lr;
    return warmupCosine({ lr, warmup: Math.floor(WARMUP * totalSteps), total: totalSteps, minLr: lr / 100 });
  }

  #backward(loss: Tensor): void {
    try {
      loss.backward();
    } catch (cause) {
      if (Number.isFinite(loss.item())) throw cause;
      // Weights that are no numbers can tell nothing.
      this.#network = undefined;
      throw new Error(
        `the loss is ${loss.item()} in step ${this.nIter + 1}, with lr ${this.lr}: try a lower lr, or scale the features to about −1 to 1`,
        { cause },
      );
    }
  }

  /** What `answer` makes of the logits [N, classes]: `[samples][classes]`. */
  #ask(X: DenseMatrix, answer: (logits: Tensor) => Tensor): Float32Array[] {
    const network = fitted(this.#network, "neural network");
    checkColumns(checkMatrix(X), this.nFeatures, "neural network");
    network.eval();
    const K = this.classes.length;
    const answers: Float32Array[] = [];
    for (let start = 0; start < X.length; start += ASKED_AT_ONCE) {
      const rows = X.slice(start, start + ASKED_AT_ONCE);
      const x = tensor(flatten(rows, this.nFeatures)).view(rows.length, this.nFeatures);
      const values = inferenceMode(() => answer(network.forward(x))).toFloat32Array();
      for (let i = 0; i < rows.length; i++) answers.push(values.subarray(i * K, (i + 1) * K));
    }
    return answers;
  }
}

/** Row numbers of each batch: all rows in a new order for each epoch. */
function* batches(nRows: number, { epochs, batchSize, random }: { epochs: number; batchSize: number; random: Random }): Generator<number[]> {
  for (let epoch = 0; epoch < epochs; epoch++) {
    const order = random.shuffle(Array.from({ length: nRows }, (_, row) => row));
    for (let start = 0; start < nRows; start += batchSize) yield order.slice(start, start + batchSize);
  }
}

/** All rows one after the other: `[samples · features]`. */
function flatten(X: DenseMatrix, nFeatures: number): Float32Array {
  const values = new Float32Array(X.length * nFeatures);
  for (const [i, row] of X.entries()) values.set(row, i * nFeatures);
  return values;
}

/** @throws RangeError when a column varies, but so little beside its distance from 0 that 32 bits hold the same for all rows. */
function checkToldApart(X: DenseMatrix, values: Float32Array, nFeatures: number): void {
  for (let j = 0; j < nFeatures; j++) {
    if (!varies(X, j)) continue;
    let row = 1;
    while (row < X.length && values[row * nFeatures + j] === values[j]) row++;
    if (row === X.length)
      throw new RangeError(
        `column ${j} of X holds numbers such as ${X[0]![j]} that 32 bits cannot tell apart: scale the columns first, for example with StandardScaler`,
      );
  }
}

function take(values: Float32Array, rows: readonly number[], nFeatures: number): Float32Array {
  const taken = new Float32Array(rows.length * nFeatures);
  for (const [i, row] of rows.entries()) taken.set(values.subarray(row * nFeatures, (row + 1) * nFeatures), i * nFeatures);
  return taken;
}

/** logits [B, classes] */
function shareRight(logits: Tensor, targets: Int32Array): number {
  const [B, K] = logits.shape as [number, number];
  const scores = logits.toFloat32Array();
  return targets.reduce((right, target, i) => right + Number(indexOfMax(scores.subarray(i * K, (i + 1) * K)) === target), 0) / B;
}
