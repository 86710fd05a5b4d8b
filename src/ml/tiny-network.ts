/** Small networks for two classes, 0 and 1, that give one score a row: above 0 for class 1. */
import { bceWithLogits, inferenceMode, type Linear, noGrad, type Tensor, tensor } from "#tensor";
import { checkColumns, checkMatrix, checkSize } from "../base/check.ts";
import { checkRandom, type Random } from "../base/random.ts";
import { type Arithmetic, type Line, Tape } from "../base/scalar-tape.ts";

/**
 * A multilayer perceptron with one score, whose weights are one flat list that its caller keeps: to nudge one of them and ask for the loss again. tanh
 * bends the sums of hidden layers. A layer's weights stand number by number, each followed by its bias.
 *
 * Source: D. Rumelhart, G. Hinton, R. Williams, Learning representations by back-propagating errors, Nature 323, 1986.
 *
 * @example
 * import { seed } from "#base/random";
 * import { TinyNetwork } from "#ml/tiny-network";
 * const network = new TinyNetwork([2, 4, 1]);
 * network.loss(network.start(seed(1)), [[1, 0], [0, 1]], [0, 1]);
 */
export class TinyNetwork {
  /** Columns of a row, numbers in each hidden layer, and 1. */
  readonly sizes: readonly number[];
  /** Weights and biases in all. */
  readonly nWeights: number;

  /** @throws RangeError unless there are two sizes at least, whole numbers above 0, of which the last is 1. */
  constructor(sizes: readonly number[]) {
    for (const [i, size] of sizes.entries()) checkSize(size, `sizes[${i}]`);
    if (sizes.length < 2 || sizes.at(-1) !== 1)
      throw new RangeError(`sizes are [${sizes.join(", ")}]: give the columns first and 1 for the score last, such as [2, 4, 1]`);
    this.sizes = sizes;
    this.nWeights = sizes.slice(1).reduce((sum, size, l) => sum + size * (sizes[l]! + 1), 0);
  }

  /** Weights to begin with: normal, over the root of how many numbers are added up. Biases are 0. */
  start(random: Random): number[] {
    checkRandom(random);
    return this.sizes.slice(1).flatMap((size, l) => {
      const inputs = this.sizes[l]!;
      return Array.from({ length: size }, () => [...Array.from({ length: inputs }, () => random.normal() / Math.sqrt(inputs)), 0]).flat();
    });
  }

  /** Above 0 for class 1, below for class 0. @throws RangeError when there are not as many weights, or columns, as there should be. */
  score(weights: readonly number[], row: readonly number[]): number {
    this.#check(weights);
    checkColumns(row.length, this.sizes[0]!, "network");
    let at = 0;
    let numbers = row;
    for (let l = 1; l < this.sizes.length; l++) {
      const sums: number[] = [];
      for (let i = 0; i < this.sizes[l]!; i++) {
        let sum = 0;
        for (let j = 0; j < numbers.length; j++) sum += weights[at++]! * numbers[j]!;
        sum += weights[at++]!;
        sums.push(l === this.sizes.length - 1 ? sum : Math.tanh(sum));
      }
      numbers = sums;
    }
    return numbers[0]!;
  }

  /**
   * The mean of −ln p over the rows, where p is the probability of the right class, in nats. `X` `[samples][columns]`, `y` `[samples]`: 0 or 1.
   * @throws TypeError, RangeError when `X` is no matrix, or the weights, the columns or `y` have another length.
   */
  loss(weights: readonly number[], X: readonly (readonly number[])[], y: readonly number[]): number {
    checkRows(X, y);
    let sum = 0;
    for (const [i, row] of X.entries()) {
      const against = y[i] === 1 ? -this.score(weights, row) : this.score(weights, row);
      // ln(1 + e^s), without an overflow.
      sum += Math.max(0, against) + Math.log1p(Math.exp(-Math.abs(against)));
    }
    return sum / X.length;
  }

  /**
   * The slope of the loss for each weight, by backpropagation in one pass: `[weights]`. In 32 bits, by the tape of `#tensor`.
   * @throws TypeError, RangeError as `loss` does.
   */
  gradient(weights: readonly number[], X: readonly (readonly number[])[], y: readonly number[]): number[] {
    this.#check(weights);
    checkRows(X, y);
    checkColumns(X[0]!.length, this.sizes[0]!, "network");
    const layers = this.#layers(weights);
    let h: Tensor = tensor(X); // [N, columns]
    for (const [l, { weight, bias }] of layers.entries()) {
      const sums = h.matmul(weight.transpose(0, 1)).add(bias); // [N, size]
      h = l === layers.length - 1 ? sums : sums.tanh();
    }
    bceWithLogits(h.view(X.length), tensor(y)).backward();
    return layers.flatMap(({ weight, bias }) => {
      const [rows, ends] = [weight.grad!.toArray() as number[][], bias.grad!.toArray() as number[]];
      return rows.flatMap((row, i) => [...row, ends[i]!]);
    });
  }

  #layers(weights: readonly number[]): { weight: Tensor; bias: Tensor }[] {
    let at = 0;
    return this.sizes.slice(1).map((size, l) => {
      const width = this.sizes[l]! + 1;
      const rows = Array.from({ length: size }, (_, i) => weights.slice(at + i * width, at + (i + 1) * width));
      at += size * width;
      return {
        weight: tensor(
          rows.map((row) => row.slice(0, -1)),
          { requiresGrad: true },
        ),
        bias: tensor(
          rows.map((row) => row.at(-1)!),
          { requiresGrad: true },
        ),
      };
    });
  }

  #check(weights: readonly number[]): void {
    if (weights.length !== this.nWeights)
      throw new RangeError(`there are ${weights.length} weights: a network of [${this.sizes.join(", ")}] has ${this.nWeights}`);
  }
}

function checkRows(X: readonly (readonly number[])[], y: readonly number[]): void {
  checkMatrix(X);
  if (y.length !== X.length) throw new RangeError(`there are ${X.length} rows and ${y.length} labels: give one for each row`);
  const wrong = y.findIndex((label) => label !== 0 && label !== 1);
  if (wrong >= 0) throw new RangeError(`y[${wrong}] is ${y[wrong]}: it must be 0 or 1`);
}

/** The same for tensors: `#tensor` keeps a tape of its own. */
export const onTensors: Arithmetic<Tensor> = {
  add: (a, b) => a.add(b),
  mul: (a, b) => a.mul(b),
  power: (a, n) => a.pow(n),
  relu: (a) => a.relu(),
};

/** What is scored: [N, columns] → [N, 1]. */
export interface OneScore {
  forward(x: Tensor): Tensor;
}

/** Rows of numbers, and the class of each. */
export interface TwoClasses {
  features: readonly (readonly number[])[];
  labels: readonly number[];
}

/** [N, columns]: rows of one length, quickly. */
function matrix(features: readonly (readonly number[])[]): Tensor {
  const columns = features[0]?.length ?? 0;
  const flat = new Float32Array(features.length * columns);
  for (const [i, row] of features.entries()) {
    if (row.length !== columns) throw new RangeError(`row ${i} has ${row.length} columns, the first has ${columns}`);
    flat.set(row, i * columns);
  }
  return tensor(flat).view(features.length, columns);
}

/** The score of each row. @throws RangeError when the network gives another number of scores. */
export function scoresOf(network: OneScore, features: readonly (readonly number[])[]): Float32Array {
  const scores = inferenceMode(() => network.forward(matrix(features))).toFloat32Array();
  if (scores.length !== features.length)
    throw new RangeError(`the network gave ${scores.length} scores for ${features.length} rows: it must give one for each`);
  return scores;
}

/** The class of each row: 1 where its score is above 0. */
export const classesOf = (network: OneScore, features: readonly (readonly number[])[]): number[] =>
  Array.from(scoresOf(network, features), (score) => (score > 0 ? 1 : 0));

/** The share of the rows that are told right, 0 to 1. */
export function shareRight(network: OneScore, { features, labels }: TwoClasses): number {
  return classesOf(network, features).filter((said, i) => said === labels[i]).length / labels.length;
}

/** The mean of −ln p over the rows, p the probability of the right class, in nats: as a tensor, for `backward()` or `item()`. */
export function logLossOf(network: OneScore, { features, labels }: TwoClasses): Tensor {
  return bceWithLogits(network.forward(matrix(features)).view(labels.length), tensor(labels));
}

/** The loss on some rows at each of the steps that a training tells of, as the rows of a curve with a name. */
export function watchLoss(
  curve: string,
  training: Iterable<number>,
  network: OneScore,
  rows: TwoClasses,
): { curve: string; step: number; loss: number }[] {
  return Array.from(training, (step) => ({ curve, step, loss: noGrad(() => logLossOf(network, rows)).item() }));
}

/** A network of layers with ReLU between them. */
export interface Layered extends OneScore {
  readonly layers: readonly Linear[];
}

/**
 * What hidden layer `layer` (from 0) does: the mean of each neuron over the rows, and the length of the gradient of its weights, as the last `backward()` left it
 * (0 before the first).
 * @throws RangeError when there is no such hidden layer.
 */
export function lookInto({ layers }: Layered, layer: number, { features }: TwoClasses): { activations: number[]; gradients: number[] } {
  if (!(Number.isInteger(layer) && layer >= 0 && layer < layers.length - 1))
    throw new RangeError(`there is no hidden layer ${layer}: give one from 0 to ${layers.length - 2}`);
  const rows = noGrad(() => {
    let h = matrix(features); // [N, columns]
    for (const each of layers.slice(0, layer + 1)) h = each.forward(h).relu(); // [N, neurons]
    return h.toArray() as number[][];
  });
  const { weight } = layers[layer]!; // [neurons, inputs]
  const slopes = weight.grad?.toArray() as number[][] | undefined;
  return {
    activations: rows[0]!.map((_, j) => rows.reduce((sum, row) => sum + row[j]!, 0) / rows.length),
    gradients: rows[0]!.map((_, j) => Math.sqrt((slopes?.[j] ?? []).reduce((sum, slope) => sum + slope * slope, 0))),
  };
}

/**
 * The same loss as `logLossOf`, number by number on a scalar tape: its lines, the loss, and its slope for each weight, in the order of the layers' parameters.
 *
 * Source: A. Karpathy, micrograd, 2020.
 */
export function logLossOnTape({ layers }: Layered, { features, labels }: TwoClasses): { lines: number; loss: number; slopes: number[] } {
  const tape = new Tape();
  const weights = layers.map(({ weight, bias }) => ({
    w: (weight.toArray() as number[][]).map((row) => row.map((value) => tape.write("weight", value))),
    b: (bias!.toArray() as number[]).map((value) => tape.write("bias", value)),
  }));
  let sum = tape.write("loss", 0);
  for (const [i, row] of features.entries()) {
    let h: Line[] = row.map((value) => tape.write("feature", value));
    for (const [l, { w, b }] of weights.entries()) {
      const inputs = h;
      const sums = b.map((bias, j) => inputs.reduce((before, x, k) => tape.add(before, tape.mul(x, w[j]![k]!)), bias));
      h = l === weights.length - 1 ? sums : sums.map((each) => tape.relu(each));
    }
    sum = tape.add(sum, tape.softplus(tape.mul(h[0]!, labels[i] === 1 ? -1 : 1)));
  }
  const loss = tape.mul(sum, 1 / labels.length);
  tape.backward(loss);
  const slopes = weights.flatMap(({ w, b }) => [...w.flat(), ...b].map(({ slope }) => slope));
  return { lines: tape.lines.length, loss: loss.value, slopes };
}
