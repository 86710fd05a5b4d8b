import { addressOf, apply, contiguous, setGradient } from "../autograd.ts";
import { allocate, floats, kernels } from "../memory.ts";
import { lengthOf, type Shape, sameShape, show } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { checkedIndices, type Indices, placeIntegers } from "./indexing.ts";

export interface CrossEntropyOptions {
  /** Rows with this target do not count. Default −100, as in PyTorch. */
  ignoreIndex?: number;
  /** `mean` over the rows that count, their `sum`, or `none`: one loss a row. Default `mean`. */
  reduction?: "mean" | "sum" | "none";
}

/**
 * −log softmax(logits)[target], in nats: logits [.., classes], targets [..] whole numbers. Unlike in PyTorch, the classes are always the
 * last dimension. With no row that counts, the mean is NaN.
 */
export function crossEntropy(logits: Tensor, targets: Indices, { ignoreIndex = -100, reduction = "mean" }: CrossEntropyOptions = {}): Tensor {
  const x = contiguous(logits);
  const classes = x.size(-1);
  const rows = lengthOf(x.shape.slice(0, -1));
  const { values, shape } = checkedIndices("crossEntropy", targets, classes, ignoreIndex);
  if (values.length !== rows)
    throw new RangeError(`crossEntropy: logits ${show(logits.shape)} and targets ${show(shape)} do not fit: ${rows} ≠ ${values.length} rows`);
  const counted = values.reduce((sum, target) => sum + Number(target !== ignoreIndex), 0);
  const divisor = reduction === "mean" ? counted : 1;
  let d = 0;
  return apply({
    name: "crossEntropy",
    inputs: [x],
    shape: reduction === "none" ? x.shape.slice(0, -1) : [],
    forward: (out) => {
      d = allocate(x.length);
      const losses = reduction === "none" ? out : allocate(rows);
      kernels().crossEntropy(losses, d, addressOf(x), placeIntegers(values), rows, classes, ignoreIndex);
      if (reduction === "none") return;
      const f32 = floats();
      let total = 0;
      for (let r = 0; r < rows; r++) total += f32[losses / 4 + r]!;
      f32[out / 4] = total / divisor;
    },
    backward: (dout) =>
      setGradient(x, (to) => {
        const f32 = floats();
        if (reduction !== "none") return kernels().affine(to, d, f32[dout / 4]! / divisor, 0, x.length);
        for (let r = 0; r < rows; r++) kernels().affine(to + 4 * r * classes, d + 4 * r * classes, f32[dout / 4 + r]!, 0, classes);
      }),
  });
}

/** Mean squared error. */
export function mse(predictions: Tensor, targets: Tensor): Tensor {
  checkSame("mse", predictions.shape, targets.shape);
  const error = predictions.sub(targets);
  // Not mean(), which divides: trainings repeat to the last bit, and theirs were made with this product.
  return error
    .mul(error)
    .sum()
    .mul(1 / error.length);
}

/**
 * Mean binary cross-entropy, −[t log σ(x) + (1 − t) log(1 − σ(x))], in nats, for logits x and targets t from 0 to 1. Computed as
 * max(x, 0) − x t + log(1 + exp −|x|), which neither overflows nor takes the log of 0.
 */
export function bceWithLogits(logits: Tensor, targets: Tensor): Tensor {
  checkSame("bceWithLogits", logits.shape, targets.shape);
  const [x, t] = [contiguous(logits), contiguous(targets)];
  const n = x.length;
  return apply({
    name: "bceWithLogits",
    inputs: [x],
    shape: [],
    forward: (out) => {
      const [a, b] = [addressOf(x) / 4, addressOf(t) / 4];
      const f32 = floats();
      let total = 0;
      for (let i = 0; i < n; i++) {
        const value = f32[a + i]!;
        total += Math.max(value, 0) - value * f32[b + i]! + Math.log1p(Math.exp(-Math.abs(value)));
      }
      f32[out / 4] = total / n;
    },
    // σ(x) − t
    backward: (dout) =>
      setGradient(x, (to) => {
        const { sigmoid, sub, affine } = kernels();
        const scale = floats()[dout / 4]! / n;
        sigmoid(to, addressOf(x), n);
        sub(to, to, addressOf(t), 1, n, 0, 0);
        affine(to, to, scale, 0, n);
      }),
  });
}

/** Broadcasting would silently compare everything with everything. */
function checkSame(name: string, a: Shape, b: Shape): void {
  if (!sameShape(a, b)) throw new RangeError(`${name}: predictions ${show(a)} and targets ${show(b)} must have the same shape`);
}
