import { Dropout, Linear, Module, type Tensor } from "#tensor";
import { checkChoice, checkPartialShare, checkSize } from "../base/check.ts";
import type { Classifier, DenseMatrix, Label } from "../base/estimator.ts";
import { checkRandom, type Random } from "../base/random.ts";
import { NeuralClassifier, type TrainingOptions } from "./neural-classifier.ts";

/** What bends the sums of a hidden layer; "identity" leaves them as they are, and then many layers can do no more than one. */
export type Activation = "relu" | "tanh" | "gelu" | "identity";

export interface MLPClassifierOptions extends TrainingOptions {
  /** Numbers in each hidden layer, from the first on. Default [128]. Without any, `[]`, it is softmax regression. */
  hidden?: readonly number[];
  /** Default "relu". */
  activation?: Activation;
  /** The share of each hidden layer's numbers that become 0 in each step of training. Default 0. */
  dropout?: number;
}

/**
 * A multilayer perceptron: layers of weighted sums, each bent by an activation, and softmax makes probabilities of the last. Features should
 * be about −1 to 1: standardise those that are not.
 *
 * Sources: D. Rumelhart, G. Hinton, R. Williams, Learning representations by back-propagating errors, Nature 323, 1986; I. Goodfellow, Y.
 * Bengio, A. Courville, Deep Learning, 2016, chapter 6. An epoch takes O(samples · parameters).
 */
export class MLPClassifier<L extends Label = Label> extends NeuralClassifier<L, MLP> implements Classifier<L, DenseMatrix> {
  readonly hidden: readonly number[];
  readonly activation: Activation;
  readonly dropout: number;

  /** @throws TypeError, RangeError when an option is not in its range. */
  constructor(options: MLPClassifierOptions) {
    const { hidden = [128], activation = "relu", dropout = 0 } = options;
    super(options);
    for (const [i, size] of hidden.entries()) checkSize(size, `hidden[${i}]`);
    checkChoice(activation, "activation", ["relu", "tanh", "gelu", "identity"]);
    checkPartialShare(dropout, "dropout");
    this.hidden = hidden;
    this.activation = activation;
    this.dropout = dropout;
  }

  /**
   * Learn from `X` `[samples][features]` and `y` `[samples]`.
   * @throws TypeError, RangeError when `X` is empty, ragged or holds something that is not a finite number, `y` has another length, or there
   * is one class only. Error when the loss is no number any more.
   */
  fit<K extends L>(X: DenseMatrix, y: readonly K[]): MLPClassifier<K> {
    for (const _ of this.train(X, y));
    return this as unknown as MLPClassifier<K>;
  }

  /** The same, one batch at a time: yields the model after each step, with the weights that it has by then. */
  *fitSteps<K extends L>(X: DenseMatrix, y: readonly K[]): Generator<MLPClassifier<K>> {
    for (const _ of this.train(X, y)) yield this as unknown as MLPClassifier<K>;
  }

  protected build(nFeatures: number, nClasses: number): MLP {
    return new MLP([nFeatures, ...this.hidden, nClasses], this.activation, this.dropout, this.random);
  }
}

/**
 * Linear layers with activations between them.
 * Source: D. Rumelhart, G. Hinton, R. Williams, Learning representations by back-propagating errors, Nature 323, 1986.
 */
export class MLP extends Module {
  /** One more than there are hidden layers. */
  readonly layers: Linear[];
  readonly activation: Activation;
  readonly drop: Dropout;

  /** `sizes`: [features, hidden…, classes] */
  constructor(sizes: readonly number[], activation: Activation, dropout: number, random: Random) {
    super();
    checkRandom(random);
    this.layers = sizes.slice(1).map((size, i) => new Linear(sizes[i]!, size, random));
    this.activation = activation;
    this.drop = new Dropout(dropout, random);
  }

  /** [N, features] → [N, classes] */
  forward(x: Tensor): Tensor {
    let h = x; // [N, features]
    for (const layer of this.layers.slice(0, -1)) {
      const sums = layer.forward(h); // [N, hidden]
      h = this.drop.forward(this.activation === "identity" ? sums : sums[this.activation]());
    }
    return this.layers.at(-1)!.forward(h); // [N, classes]
  }
}
