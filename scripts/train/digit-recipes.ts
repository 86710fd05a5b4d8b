/** The recipes of the four networks that read digits: two shapes, each with pictures as they are and with pictures that are moved. All else is the same. */
import type { Random } from "../../src/base/random.ts";
import { LeNet } from "../../src/ml/cnn.ts";
import type { DigitReaderConfig } from "../../src/ml/digit-reader.ts";
import { MLP } from "../../src/ml/mlp.ts";
import type { Network } from "../../src/ml/neural-classifier.ts";
import { type Augmentation, augmentImages } from "../../src/prep/augment-images.ts";
import { AdamW, crossEntropy, decayMatrices, inferenceMode, tensor, warmupCosine } from "../../src/tensor/index.ts";
import type { Recipe, Trainee } from "./recipe.ts";

const STEPS = 3000;
const LR = 4e-3;
const PIXELS = 784;
const SIZE = { height: 28, width: 28 };
const CNN = { model: "CNN", channels: [8, 16], hidden: 64 } satisfies DigitReaderConfig;
const ONE_HIDDEN = { model: "MLP", hidden: [128] } satisfies DigitReaderConfig;
const MOVED: Augmentation = { shift: 2, rotation: 12, scale: 0.12 };

export const digitsMLP = reader("digits-mlp", "A hidden layer that reads digits", ONE_HIDDEN);
export const digitsMLPMoved = reader("digits-mlp-moved", "A hidden layer that reads digits, learnt from moved pictures", ONE_HIDDEN, MOVED);
export const digitsCNN = reader("digits-cnn", "A convolutional network that reads digits", CNN);
export const digitsCNNMoved = reader("digits-cnn-moved", "A convolutional network that reads digits, learnt from moved pictures", CNN, MOVED);

function reader(name: string, title: string, config: DigitReaderConfig, augment?: Augmentation): Recipe {
  return {
    name,
    title,
    data: `6,996 handwritten digits of MNIST${augment ? ", each moved anew when it is drawn" : ""}. 1,000 others watched the training, and 2,004 others examined it.`,
    source:
      "Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, Gradient-Based Learning Applied to Document Recognition, 1998, https://doi.org/10.1109/5.726791",
    seed: 1,
    steps: STEPS,
    batchSize: 32,
    shards: 4,
    // As `NeuralClassifier` has it.
    lr: warmupCosine({ lr: LR, minLr: LR / 100, warmup: 0.05 * STEPS, total: STEPS }),
    clip: 5,
    evaluateEvery: 150,
    dtype: "F16",
    setUp: (random) => digitReader(config, augment, random),
  };
}

async function digitReader(config: DigitReaderConfig, augment: Augmentation | undefined, random: Random): Promise<Trainee> {
  const { learn, validation, test } = (await import("../../src/datasets/digits.ts")).digits;
  const model: Network =
    config.model === "CNN"
      ? new LeNet(SIZE, config.channels, config.hidden, 10, 0, random)
      : new MLP([PIXELS, ...config.hidden, 10], "relu", 0, random);
  /** Mean loss of part `part` of `parts` of a set. */
  const measure = ({ pixels, labels }: typeof test, part: number, parts: number) => {
    const [from, to] = [part, part + 1].map((k) => Math.floor((k * labels.length) / parts)) as [number, number];
    const x = tensor(pixels.slice(from * PIXELS, to * PIXELS)).view(to - from, PIXELS);
    const loss = inferenceMode(() => crossEntropy(model.forward(x), Int32Array.from(labels.slice(from, to)))).item();
    return { loss, count: to - from };
  };
  return {
    model,
    config: { ...config },
    optimizer: () => new AdamW(decayMatrices(model, 0.01), { lr: LR }),
    loss: (rows, source) => {
      const drawn = Array.from({ length: rows }, () => source.int(learn.labels.length));
      const pixels = new Float32Array(rows * PIXELS);
      for (const [to, from] of drawn.entries()) pixels.set(learn.pixels.subarray(from * PIXELS, (from + 1) * PIXELS), to * PIXELS);
      const moved = augment ? augmentImages(pixels, SIZE, augment, source) : pixels;
      const labels = Int32Array.from(drawn, (row) => learn.labels[row]!);
      return crossEntropy(model.forward(tensor(moved).view(rows, PIXELS)), labels);
    },
    evaluate: (part, parts) => measure(validation, part, parts),
    exam: (part, parts) => measure(test, part, parts),
  };
}
