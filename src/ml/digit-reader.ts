/** Networks that read handwritten digits, as safetensors files: the sizes stand in the header. */
import { loadSafetensors } from "#tensor";
import { seed } from "../base/random.ts";
import { CNNClassifier } from "./cnn.ts";
import { MLPClassifier } from "./mlp.ts";

/** What the header of such a file says of its network. */
export type DigitReaderConfig = { model: "CNN"; channels: [number, number]; hidden: number } | { model: "MLP"; hidden: number[] };

/** Pixels of a picture, 28 × 28. */
const PIXELS = 784;
const DIGITS = Array.from({ length: 10 }, (_, digit) => digit);

/**
 * The classifier of such a file, ready to answer. It takes pictures as `#datasets/digits` has them, rows of 784 numbers from 0 (paper) to 1 (ink), and answers
 * with a digit, 0 to 9.
 *
 * Source: Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, Gradient-Based Learning Applied to Document Recognition, Proceedings of the IEEE 86(11), 1998.
 * @throws Error when the file is damaged, or is not of a network that reads digits.
 */
export function loadDigitReader(bytes: Uint8Array): CNNClassifier<number> | MLPClassifier<number> {
  const { tensors: weights, metadata } = loadSafetensors(bytes);
  const config = JSON.parse(metadata["config"] ?? "{}") as Partial<DigitReaderConfig>;
  const learnt = { weights, classes: DIGITS, nFeatures: PIXELS };
  // The first weights are replaced at once: any seed will do.
  const random = seed(0);
  if (config.model === "CNN") {
    const { channels, hidden } = config as Extract<DigitReaderConfig, { model: "CNN" }>;
    return new CNNClassifier<number>({ random, channels, hidden }).loadWeights(learnt);
  }
  if (config.model === "MLP") {
    const { hidden } = config as Extract<DigitReaderConfig, { model: "MLP" }>;
    return new MLPClassifier<number>({ random, hidden }).loadWeights(learnt);
  }
  throw new Error("this safetensors file is not of a network that reads digits: its header has no such config");
}
