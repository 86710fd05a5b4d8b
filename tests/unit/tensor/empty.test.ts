import { describe, expect, it, vi } from "vitest";
import { seed } from "../../../src/base/random.ts";
import * as t from "../../../src/tensor/index.ts";
import { type Shape, setBackend, type Tensor, tensor } from "../../../src/tensor/index.ts";
import * as memory from "../../../src/tensor/memory.ts";
import { difference, numbers, onBothBackends } from "./backends.ts";

/** What stands in memory that is given out, as it would from an operation before. */
const left = vi.hoisted(() => ({ value: 0 }));
vi.mock("../../../src/tensor/memory.ts", async (original) => {
  const real = await original<typeof import("../../../src/tensor/memory.ts")>();
  return {
    ...real,
    allocate(length: number) {
      const address = real.allocate(length);
      // Kernels read a vector past the end, so up to there.
      real.floats().fill(left.value, address / 4, address / 4 + 16 * Math.ceil(length / 16));
      return address;
    },
  };
});

interface Sizes {
  a: number;
  b: number;
  c: number;
}
interface Case {
  inputs: (sizes: Sizes) => Shape[];
  f: (tensors: Tensor[], sizes: Sizes) => Tensor;
}

const one = (f: (x: Tensor, sizes: Sizes) => Tensor, shape = ({ a, b, c }: Sizes): Shape => [a, b, c]): Case => ({
  inputs: (sizes) => [shape(sizes)],
  f: ([x], sizes) => f(x!, sizes),
});
const two = (f: (x: Tensor, y: Tensor) => Tensor, shapes: (sizes: Sizes) => [Shape, Shape]): Case => ({ inputs: shapes, f: ([x, y]) => f(x!, y!) });
const zerosTo = (n: number, classes: number) => Int32Array.from({ length: n }, (_, i) => i % Math.max(1, classes));

/** Every operation. */
const CASES: Record<string, Case> = {
  "add, a row": two(
    (x, y) => x.add(y),
    ({ a, b, c }) => [[a, b, c], [c]],
  ),
  "sub, a column": two(
    (x, y) => x.sub(y),
    ({ a, b }) => [
      [a, b],
      [a, 1],
    ],
  ),
  "mul, a single number": two(
    (x, y) => x.mul(y),
    ({ a, b }) => [[a, b], [1]],
  ),
  "mul, both stretched": two(
    (x, y) => x.mul(y),
    ({ a, b, c }) => [
      [a, 1, c],
      [b, 1],
    ],
  ),
  "div, alike": two(
    (x, y) => x.div(y),
    ({ a, b }) => [
      [a, b],
      [a, b],
    ],
  ),
  numbers: one((x) => x.add(1).mul(2).sub(3).div(4).pow(2)),
  ...Object.fromEntries(
    (["exp", "abs", "sin", "cos", "tanh", "sigmoid", "relu", "gelu", "neg"] as const).map((name): [string, Case] => [name, one((x) => x[name]())]),
  ),
  "log, sqrt": one((x) => x.abs().log().add(x.abs().sqrt())),
  "gelu, tanh": one((x) => x.gelu({ approximate: "tanh" })),
  clamp: one((x) => x.clamp(-0.5, 0.5)),
  compare: one((x) => x.gt(0).mul(x)),
  softmax: one((x) => x.softmax(-1)),
  "softmax, another dimension": one((x) => x.softmax(0)),
  logSoftmax: one((x) => x.logSoftmax(1)),
  sum: one((x) => x.sum()),
  "sum, first": one((x) => x.sum(0)),
  "sum, middle": one((x) => x.sum(1, { keepdim: true })),
  "sum, last": one((x) => x.sum(2)),
  mean: one((x) => x.mean()),
  "mean, middle": one((x) => x.mean(1)),
  var: one((x) => x.var(0)),
  "var of all": one((x) => x.var()),
  max: one((x) => x.max(1)),
  "max of all": one((x) => x.max()),
  argmax: one((x) => x.argmax(1).mul(x.sum())),
  transposed: one((x) => x.transpose(0, 2).contiguous()),
  "reshape of what lies apart": one((x, { a, b, c }) => x.transpose(0, 1).reshape(a * b, c)),
  flatten: one((x) => x.flatten(1)),
  slice: one((x) => x.slice(1, 1).mul(2)),
  "split and cat": one((x) => t.cat(x.split(2, 1), 1)),
  cat: two(
    (x, y) => t.cat([x, y, x], 1),
    ({ a, b, c }) => [
      [a, b],
      [a, c],
    ],
  ),
  stack: two(
    (x, y) => t.stack([x, y], 1),
    ({ a, b }) => [
      [a, b],
      [a, b],
    ],
  ),
  expand: one(
    (x, { a, b }) => x.expand(a, b).mul(2),
    ({ b }) => [1, b],
  ),
  matmul: two(
    (x, y) => x.matmul(y),
    ({ a, b, c }) => [
      [a, b],
      [b, c],
    ],
  ),
  "matmul, transposed": two(
    (x, y) => x.t().matmul(y.t()),
    ({ a, b, c }) => [
      [b, a],
      [c, b],
    ],
  ),
  "matmul, a batch and a matrix": two(
    (x, y) => x.matmul(y),
    ({ a, b, c }) => [
      [3, a, b],
      [b, c],
    ],
  ),
  "matmul, no or some batches": two(
    (x, y) => x.matmul(y),
    ({ a, b, c }) => [
      [a, 3, b],
      [1, b, c],
    ],
  ),
  "matmul, batches that lie apart": two(
    (x, y) => x.transpose(0, 1).matmul(y),
    ({ a, b, c }) => [
      [2, a, b],
      [b, c],
    ],
  ),
  "matmul, batches stretched": two(
    (x, y) => x.matmul(y),
    ({ a, b, c }) => [
      [2, 1, a, b],
      [c, b, 3],
    ],
  ),
  "matmul, vectors": two(
    (x, y) => x.matmul(y),
    ({ a }) => [[a], [a]],
  ),
  "matmul, matrix and vector": two(
    (x, y) => x.matmul(y),
    ({ a, b }) => [[a, b], [b]],
  ),
  linear: { inputs: ({ a, b, c }) => [[2, a, b], [c, b], [c]], f: ([x, w, b]) => t.linear(x!, w!, b) },
  "linear without bias": two(
    (x, w) => t.linear(x, w),
    ({ a, b, c }) => [
      [a, b],
      [c, b],
    ],
  ),
  layerNorm: { inputs: ({ a, b, c }) => [[a, b, c], [c], [c]], f: ([x, w, b]) => t.layerNorm(x!, w!, b!) },
  embedding: one(
    (w, { a, b }) => t.embedding(b === 0 ? t.zeros([a, 0]) : zerosTo(a, b), w),
    ({ b, c }) => [b, c],
  ),
  gather: one(
    (x, { a, b, c }) => x.gather(1, t.zeros([a, b === 0 ? 0 : c])),
    ({ a, b }) => [a, b],
  ),
  maskedFill: one((x) => x.maskedFill(x.detach().gt(0), 3)),
  tril: one((x) => x.tril()),
  dropout: one((x) => t.dropout(x, 0.5, seed(1))),
  conv2d: { inputs: ({ a, b, c }) => [[a, b, 5, 4], [c, b, 3, 2], [c]], f: ([x, w, b]) => t.conv2d(x!, w!, b) },
  "conv2d of pictures that are all padding": two(
    (x, w) => t.conv2d(x, w, undefined, { padding: 1, stride: 2 }),
    ({ a, b, c }) => [
      [2, a, b, c],
      [3, a, 2, 2],
    ],
  ),
  maxPool2d: one(
    (x) => t.maxPool2d(x, 2),
    ({ a, b, c }) => [a, b, c, 4],
  ),
  crossEntropy: one(
    (x, { a, b }) => t.crossEntropy(x, zerosTo(a, b), { reduction: "sum" }),
    ({ a, b }) => [a, b],
  ),
  "crossEntropy of each": one(
    (x, { a, b }) => t.crossEntropy(x, zerosTo(a, b), { reduction: "none" }),
    ({ a, b }) => [a, b],
  ),
  "crossEntropy, mean": one(
    (x, { a, b }) => t.crossEntropy(x, zerosTo(a, b)),
    ({ a, b }) => [a, b],
  ),
  mse: two(
    (x, y) => t.mse(x, y),
    ({ a, b }) => [
      [a, b],
      [a, b],
    ],
  ),
  bceWithLogits: one((x) => t.bceWithLogits(x, x.detach().gt(0))),
  ...Object.fromEntries(
    [false, true].flatMap((isCausal): [string, Case][] =>
      [0, 3].map((d) => [
        `attention${isCausal ? ", causal" : ""}, ${d} numbers a key`,
        {
          inputs: ({ a, b, c }) => [
            [2, 3, a, d],
            [2, 3, b, d],
            [2, 3, b, c],
          ],
          f: ([q, k, v]) => t.scaledDotProductAttention(q!, k!, v!, { isCausal, scale: 0.5 }),
        },
      ]),
    ),
  ),
  "attention, masked": {
    inputs: ({ a, b, c }) => [
      [a, 2, 3],
      [a, b, 3],
      [a, b, c],
    ],
    f: ([q, k, v], { b }) => t.scaledDotProductAttention(q!, k!, v!, { mask: numbers([2, b], 5) }),
  },
  "attention, no heads": {
    inputs: ({ a, b, c }) => [
      [a, b, c, 2],
      [a, b, c, 2],
      [a, b, c, 2],
    ],
    f: ([q, k, v]) => t.scaledDotProductAttention(q!, k!, v!),
  },
  attentionWeights: {
    inputs: ({ a, b }) => [
      [2, a, 3],
      [2, b, 3],
    ],
    f: ([q, k]) => t.attentionWeights(q!, k!, { isCausal: true }),
  },
};

const SIZES = [0, 1, 6];
const sizes = [
  ...SIZES.flatMap((a) => SIZES.flatMap((b) => SIZES.map((c) => ({ a, b, c })))),
  // Beside nothing, so many that sums are made in another way.
  { a: 2500, b: 0, c: 2 },
  { a: 0, b: 2500, c: 2 },
  { a: 2, b: 2500, c: 0 },
  { a: 0, b: 2, c: 2500 },
];

interface Outcome {
  error?: string;
  shape?: Shape;
  numbers: Float32Array[];
}

/** The result and the gradients of all inputs, in memory that is full of `value`. */
function outcome({ inputs, f }: Case, size: Sizes, value: number): Outcome {
  left.value = value;
  const free = memory.allocate(0) / 4;
  memory.floats().fill(value, free);
  const tensors = inputs(size).map((shape, i) => numbers(shape, 7 * i + size.a + size.b + size.c + 1, true));
  try {
    const y = f(tensors, size);
    const result = y.toFloat32Array();
    if (y.requiresGrad) y.backward({ gradient: numbers(y.shape, 99) });
    const gradients = tensors.map((x) => {
      expect(!y.requiresGrad || x.grad?.shape).toEqual(!y.requiresGrad || x.shape);
      return x.grad?.toFloat32Array() ?? new Float32Array();
    });
    return { shape: y.shape, numbers: [result, ...gradients] };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { error: error.message, numbers: [] };
  }
}

describe("with each combination of sizes, nothing among them", () => {
  it.each(Object.entries(CASES))("%s gives the same whatever stood in memory before, on both backends", (_, operation) => {
    const [wasm, plain] = (["wasm", "typescript"] as const).map((backend) => {
      setBackend(backend);
      return sizes.map((size) => {
        const clean = outcome(operation, size, 0);
        // NaN spreads; a number is what a comparison would take for one.
        for (const value of [Number.NaN, 4321.5]) expect(outcome(operation, size, value), JSON.stringify({ size, backend })).toEqual(clean);
        return clean;
      });
    }) as [Outcome[], Outcome[]];
    setBackend("wasm");
    for (const [i, size] of sizes.entries()) {
      const [fast, readable] = [wasm[i]!, plain[i]!];
      expect([fast.error, fast.shape], JSON.stringify(size)).toEqual([readable.error, readable.shape]);
      for (const [j, values] of fast.numbers.entries()) expect(difference(values, readable.numbers[j]!), JSON.stringify(size)).toBeLessThan(2e-5);
      // Where there is no result, no input had a part in it.
      if (fast.numbers[0]?.length === 0) for (const gradient of fast.numbers.slice(1)) expect(gradient).toEqual(new Float32Array(gradient.length));
    }
  });
});

// What PyTorch's documentation says, or follows from its definitions: an empty sum is 0, an empty mean 0/0.
onBothBackends("nothing, as PyTorch has it", () => {
  const { NaN: nan } = Number;
  const { zeros, ones } = t;
  it.each<[string, () => Tensor, unknown]>([
    ["a product over no numbers is zeros", () => zeros([2, 0]).matmul(zeros([0, 3])), [[0, 0, 0], [0, 0, 0]]], // biome-ignore format: a matrix
    ["of batches, too", () => zeros([2, 1, 0]).matmul(zeros([0, 2])), [[[0, 0]], [[0, 0]]]],
    ["of two empty vectors it is 0", () => zeros([0]).matmul(zeros([0])), 0],
    ["linear without inputs is its bias", () => t.linear(zeros([2, 0]), zeros([3, 0]), tensor([1, 2, 3])), [[1, 2, 3], [1, 2, 3]]], // biome-ignore format: a matrix
    ["a convolution without channels is its bias", () => t.conv2d(zeros([1, 0, 2, 2]), zeros([1, 0, 2, 1]), tensor([7])), [[[[7, 7]]]]],
    ["a convolution of no pictures has none", () => t.conv2d(zeros([0, 2, 4, 4]), zeros([3, 2, 3, 3])).flatten(1), []],
    ["attention without keys gives zeros", () => t.scaledDotProductAttention(ones([2, 3]), ones([0, 3]), ones([0, 2])), [[0, 0], [0, 0]]], // biome-ignore format: a matrix
    ["the sum of nothing is 0", () => zeros([0]).sum(), 0],
    ["along an empty dimension, zeros", () => zeros([2, 0, 3]).sum(1), [[0, 0, 0], [0, 0, 0]]], // biome-ignore format: a matrix
    ["the mean of nothing is NaN", () => zeros([0]).mean(), nan],
    ["along an empty dimension, NaN", () => zeros([0, 2]).mean(0), [nan, nan]],
    ["so is its variance", () => zeros([0]).var(), nan],
    ["and that of one number", () => ones([1]).var(), nan],
    ["the loss of no rows is NaN", () => t.crossEntropy(zeros([0, 3]), []), nan],
    ["0 where it is summed", () => t.crossEntropy(zeros([0, 3]), [], { reduction: "sum" }), 0],
    ["none where each is given", () => t.crossEntropy(zeros([0, 3]), [], { reduction: "none" }), []],
    ["the mean squared error of nothing is NaN", () => t.mse(zeros([0, 2]), zeros([0, 2])), nan],
    ["so is the binary cross-entropy", () => t.bceWithLogits(zeros([0]), zeros([0])), nan],
    ["softmax of empty rows are empty rows", () => zeros([2, 0]).softmax(1), [[], []]],
    ["rows of nothing are nothing", () => t.embedding([], ones([3, 2])), []],
    ["a split of nothing is one part", () => t.stack(zeros([0, 2]).split(3)), [[]]],
    ["a layer without inputs begins with a bias of 0", () => new t.Linear(0, 2, seed(1)).forward(zeros([1, 0])), [[0, 0]]],
    ["a layer without channels, too", () => new t.Conv2d(0, 1, 1, seed(1)).forward(zeros([1, 0, 1, 1])), [[[[0]]]]],
  ])("%s", (_, f, expected) => {
    expect(f().toArray()).toEqual(expected);
  });

  it.each<[string, () => unknown, string]>([
    ["the largest of nothing", () => zeros([0]).max(), "max: [0] has nothing to choose from"],
    ["along an empty dimension", () => zeros([2, 0]).argmax(1), "argmax: [2, 0] has nothing to choose from"],
    ["a window in nothing", () => t.maxPool2d(zeros([1, 1, 0, 4]), 2), "maxPool2d: a window of 2 does not fit into 0 pixels"],
    ["a row of an empty table", () => t.embedding([0], zeros([0, 2])), "embedding: index 0"],
    ["an open size that may be any", () => zeros([0, 3]).view(0, -1), "view: in [0, -1], -1 may be any size; say which"],
    ["a step down the loss of an empty batch", () => t.crossEntropy(zeros([0, 3], { requiresGrad: true }), []).backward(), "the loss is NaN"],
  ])("%s is refused with a sentence", (_, act, message) => {
    expect(act).toThrow(message);
  });

  it("an empty batch has gradients of 0, and a step with them changes nothing", () => {
    const layer = new t.Linear(3, 2, seed(1));
    const before = layer.weight.toArray();
    layer
      .forward(zeros([0, 3]))
      .sum()
      .backward();
    expect(layer.weight.grad!.toArray()).toEqual([[0, 0, 0], [0, 0, 0]]); // biome-ignore format: a matrix
    expect(layer.bias!.grad!.toArray()).toEqual([0, 0]);
    expect(t.clipGradNorm(layer.parameters(), 1)).toBe(0);
    new t.SGD(layer.parameters(), { lr: 1 }).step();
    expect(layer.weight.toArray()).toEqual(before);
  });
});
