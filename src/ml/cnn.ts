import { Conv2d, Dropout, Linear, Module, maxPool2d, type Tensor } from "#tensor";
import { checkPartialShare, checkSize } from "../base/check.ts";
import type { Classifier, DenseMatrix, Label } from "../base/estimator.ts";
import { checkRandom, type Random } from "../base/random.ts";
import { type Augmentation, augmentImages, checkAugmentation, type ImageSize } from "../prep/augment-images.ts";
import { NeuralClassifier, type TrainingOptions } from "./neural-classifier.ts";

/** Pixels on each side of what a convolution sees at once. */
const KERNEL = 5;
/** The smallest side that two convolutions and two poolings leave one pixel of. */
const LEAST_SIDE = 2 * (2 + KERNEL - 1) + KERNEL - 1;

export interface CNNClassifierOptions extends TrainingOptions {
  /** Pixels of a picture from top to bottom. Default 28. */
  height?: number;
  /** Pixels of a picture from left to right. Default 28. */
  width?: number;
  /** Patterns that the first and the second convolution look for. Default [8, 16]. */
  channels?: readonly [number, number];
  /** Numbers in the layer before the last. Default 64. */
  hidden?: number;
  /** The share of those numbers that become 0 in each step of training. Default 0. */
  dropout?: number;
  /** Learn each time from a picture that was moved a little, by at most so much; `{}` for the usual bounds. Absent: from the pictures as they are. */
  augment?: Augmentation;
}

/**
 * A convolutional neural network for small grey pictures: patterns that are looked for everywhere alike, twice, each time at half the size, and a
 * small multilayer perceptron that judges by what was found where. A row of `X` is a picture, row by row, of about 0 to 1.
 *
 * Source: Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, Gradient-Based Learning Applied to Document Recognition, Proceedings of the IEEE 86(11),
 * 1998, section II: LeNet-5, with ReLU and max pooling in place of tanh and means, and one layer less. An epoch takes
 * O(samples · height · width · channels²).
 */
export class CNNClassifier<L extends Label = Label> extends NeuralClassifier<L, LeNet> implements Classifier<L, DenseMatrix> {
  readonly height: number;
  readonly width: number;
  readonly channels: readonly [number, number];
  readonly hidden: number;
  readonly dropout: number;
  readonly augment: Augmentation | undefined;

  /** @throws TypeError, RangeError when an option is not in its range. */
  constructor(options: CNNClassifierOptions) {
    const { height = 28, width = 28, channels = [8, 16], hidden = 64, dropout = 0, augment } = options;
    super(options);
    checkSize(height, "height", LEAST_SIDE);
    checkSize(width, "width", LEAST_SIDE);
    if (channels.length !== 2) throw new RangeError(`channels has ${channels.length} numbers: there are two convolutions, so it must have two`);
    for (const [i, count] of channels.entries()) checkSize(count, `channels[${i}]`);
    checkSize(hidden, "hidden");
    checkPartialShare(dropout, "dropout");
    this.height = height;
    this.width = width;
    this.channels = channels;
    this.hidden = hidden;
    this.dropout = dropout;
    this.augment = augment && checkAugmentation(augment);
  }

  /**
   * Learn from `X` `[samples][height · width]` and `y` `[samples]`.
   * @throws TypeError, RangeError when `X` is empty, ragged, of another size or holds something that is not a finite number, `y` has another
   * length, or there is one class only. Error when the loss is no number any more.
   */
  fit<K extends L>(X: DenseMatrix, y: readonly K[]): CNNClassifier<K> {
    for (const _ of this.train(X, y));
    return this as unknown as CNNClassifier<K>;
  }

  /** The same, one batch at a time: yields the model after each step, with the weights that it has by then. */
  *fitSteps<K extends L>(X: DenseMatrix, y: readonly K[]): Generator<CNNClassifier<K>> {
    for (const _ of this.train(X, y)) yield this as unknown as CNNClassifier<K>;
  }

  protected build(nFeatures: number, nClasses: number): LeNet {
    const { height, width } = this;
    if (nFeatures !== height * width)
      throw new RangeError(
        `X has ${nFeatures} columns, a picture ${height} × ${width} = ${height * width} pixels: give each picture as one row, and its height and width as options`,
      );
    return new LeNet({ height, width }, this.channels, this.hidden, nClasses, this.dropout, this.random);
  }

  protected override prepare(pictures: Float32Array): Float32Array {
    return this.augment ? augmentImages(pictures, this, this.augment, this.random) : pictures;
  }
}

/**
 * Convolution, pooling, convolution, pooling, two linear layers.
 * Source: Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, Gradient-based learning applied to document recognition, Proceedings of the IEEE 86, 1998.
 */
export class LeNet extends Module {
  readonly size: ImageSize;
  /** Weight [C1, 1, 5, 5]: the patterns, as pictures of 5 × 5. */
  readonly conv1: Conv2d;
  /** Weight [C2, C1, 5, 5]: patterns of patterns. */
  readonly conv2: Conv2d;
  readonly fc1: Linear;
  readonly drop: Dropout;
  readonly fc2: Linear;

  constructor({ height, width }: ImageSize, channels: readonly [number, number], hidden: number, nClasses: number, dropout: number, random: Random) {
    super();
    checkRandom(random);
    const [C1, C2] = channels;
    this.size = { height, width };
    this.conv1 = new Conv2d(1, C1, KERNEL, random);
    this.conv2 = new Conv2d(C1, C2, KERNEL, random);
    this.fc1 = new Linear(C2 * sideLeft(height) * sideLeft(width), hidden, random);
    this.drop = new Dropout(dropout, random);
    this.fc2 = new Linear(hidden, nClasses, random);
  }

  /** [N, H · W] → [N, classes]. Shapes for 28 × 28: */
  forward(x: Tensor): Tensor {
    const { height, width } = this.size;
    const pictures = x.view(-1, 1, height, width); // [N, 1, 28, 28]
    const edges = maxPool2d(this.conv1.forward(pictures), 2).relu(); // [N, C1, 24, 24] → [N, C1, 12, 12]
    const strokes = maxPool2d(this.conv2.forward(edges), 2).relu(); // [N, C2, 8, 8] → [N, C2, 4, 4]
    const h = this.fc1.forward(strokes.flatten(1)).relu(); // [N, 16 C2] → [N, hidden]
    return this.fc2.forward(this.drop.forward(h)); // [N, classes]
  }
}

/** Of a side's pixels, after twice a convolution and a pooling. */
function sideLeft(side: number): number {
  const once = (pixels: number) => Math.floor((pixels - KERNEL + 1) / 2);
  return once(once(side));
}
