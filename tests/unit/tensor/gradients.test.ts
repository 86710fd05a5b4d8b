import fc from "fast-check";
import { expect, it } from "vitest";
import * as t from "../../../src/tensor/index.ts";
import { type Tensor, tensor } from "../../../src/tensor/index.ts";
import { difference, numbers, onBothBackends } from "./backends.ts";

/** An operation, with what makes inputs for random sizes. */
interface Case {
  inputs: (size: Sizes) => Tensor[];
  f: (inputs: Tensor[], size: Sizes) => Tensor;
}

/** Sizes from which shapes are made, and a seed. */
interface Sizes {
  a: number;
  b: number;
  c: number;
  seed: number;
}

const sizes = fc.record({
  a: fc.integer({ min: 1, max: 7 }),
  b: fc.integer({ min: 1, max: 6 }),
  c: fc.integer({ min: 1, max: 9 }),
  seed: fc.integer({ min: 1, max: 1e6 }),
});

const x = (...shape: number[]) => ({ shape, of: (seed: number) => numbers(shape, seed, true) });
const elementwise = (f: (x: Tensor) => Tensor): Case => ({ inputs: ({ a, b, seed }) => [x(a, b).of(seed)], f: ([input]) => f(input!) });
const positive = (f: (x: Tensor) => Tensor): Case => elementwise((input) => f(input.mul(input).add(0.3)));
const pair = (shapes: (s: Sizes) => [number[], number[]], f: (a: Tensor, b: Tensor) => Tensor): Case => ({
  inputs: (s) => shapes(s).map((shape, i) => numbers(shape, s.seed + i, true)),
  f: ([p, q]) => f(p!, q!),
});
const same = ({ a, b }: Sizes): [number[], number[]] => [
  [a, b],
  [a, b],
];
const row = ({ a, b, c }: Sizes): [number[], number[]] => [[a, c, b], [b]];
const rowFirst = ({ a, b }: Sizes): [number[], number[]] => [[b], [a, b]];
const both = ({ a, b, c }: Sizes): [number[], number[]] => [
  [a, 1, c],
  [b, 1],
];
const scalar = ({ a, b }: Sizes): [number[], number[]] => [[a, b], []];

const CASES: Record<string, Case> = {
  "add, equal shapes": pair(same, (a, b) => a.add(b)),
  "add, a row": pair(row, (a, b) => a.add(b)),
  "add, to a row": pair(rowFirst, (a, b) => a.add(b)),
  "add, both stretched": pair(both, (a, b) => a.add(b)),
  "add, a number": elementwise((a) => a.add(2)),
  "add, to itself": elementwise((a) => a.add(a)),
  "sub, equal shapes": pair(same, (a, b) => a.sub(b)),
  "sub, a row": pair(row, (a, b) => a.sub(b)),
  "sub, from a row": pair(rowFirst, (a, b) => a.sub(b)),
  "mul, equal shapes": pair(same, (a, b) => a.mul(b)),
  "mul, a row": pair(row, (a, b) => a.mul(b)),
  "mul, both stretched": pair(both, (a, b) => a.mul(b)),
  "mul, a scalar tensor": pair(scalar, (a, b) => a.mul(b)),
  "mul, with itself": elementwise((a) => a.mul(a)),
  "div, equal shapes": pair(same, (a, b) => a.div(b.mul(b).add(0.5))),
  "div, by a row": pair(row, (a, b) => a.div(b.mul(b).add(0.5))),
  "div, of a row": pair(rowFirst, (a, b) => a.div(b.mul(b).add(0.5))),
  "div, by a number": elementwise((a) => a.div(3)),
  neg: elementwise((a) => a.neg()),
  "pow 3": elementwise((a) => a.pow(3)),
  "pow −1": positive((a) => a.pow(-1)),
  exp: elementwise((a) => a.exp()),
  log: positive((a) => a.log()),
  sqrt: positive((a) => a.sqrt()),
  abs: elementwise((a) => a.abs()),
  sin: elementwise((a) => a.sin()),
  cos: elementwise((a) => a.cos()),
  clamp: elementwise((a) => a.clamp(-2, 2)),
  tanh: elementwise((a) => a.mul(3).tanh()),
  sigmoid: elementwise((a) => a.mul(3).sigmoid()),
  relu: elementwise((a) => a.relu()),
  gelu: elementwise((a) => a.mul(3).gelu()),
  "gelu, by tanh": elementwise((a) => a.mul(3).gelu({ approximate: "tanh" })),
  "softmax, last": elementwise((a) => a.softmax(-1)),
  "softmax, first": elementwise((a) => a.softmax(0)),
  "logSoftmax, last": elementwise((a) => a.logSoftmax(1)),
  "logSoftmax, first": elementwise((a) => a.logSoftmax(0)),
  "sum of all": elementwise((a) => a.sum()),
  "sum, first": elementwise((a) => a.sum(0)),
  "sum, last, kept": elementwise((a) => a.sum(-1, { keepdim: true })),
  "sum, middle": { inputs: ({ a, b, c, seed }) => [x(a, b, c).of(seed)], f: ([p]) => p!.sum(1) },
  mean: elementwise((a) => a.mean()),
  "mean, last": elementwise((a) => a.mean(1)),
  "var of all": elementwise((a) => a.var(undefined, { correction: 0 })),
  "var, last": elementwise((a) => a.var(-1, { correction: 0, keepdim: true })),
  view: { inputs: ({ a, b, seed }) => [x(a, b).of(seed)], f: ([p], { a, b }) => p!.view(b, a).mul(p!.view(b, a)) },
  "reshape after transpose": { inputs: ({ a, b, seed }) => [x(a, b).of(seed)], f: ([p], { a, b }) => p!.t().reshape(a, b) },
  transpose: elementwise((a) => a.transpose(0, 1).exp()),
  permute: { inputs: ({ a, b, c, seed }) => [x(a, b, c).of(seed)], f: ([p]) => p!.permute(2, 0, 1).exp() },
  "slice and its rest": { inputs: ({ a, b, seed }) => [x(a, b + 1).of(seed)], f: ([p]) => p!.slice(1, 1).mul(p!.slice(1, 0, -1)) },
  select: { inputs: ({ a, b, seed }) => [x(a, b).of(seed)], f: ([p]) => p!.select(0, -1).mul(p!.select(0, 0)) },
  split: { inputs: ({ a, b, seed }) => [x(a, 3 * b).of(seed)], f: ([p], { b }) => p!.split(b, 1).reduce((q, r) => q.mul(r)) },
  "expand twice": { inputs: ({ a, seed }) => [x(a, 1).of(seed)], f: ([p], { a, b }) => p!.expand(a, b).mul(p!.expand(b, a, b)) },
  "unsqueeze and squeeze": elementwise((a) => a.unsqueeze(1).squeeze(1).exp()),
  "cat, first": pair(
    ({ a, b, c }) => [
      [a, b],
      [c, b],
    ],
    (p, q) => t.cat([p, q, p]),
  ),
  "cat, last": pair(
    ({ a, b, c }) => [
      [a, b],
      [a, c],
    ],
    (p, q) => t.cat([p, q], -1),
  ),
  stack: pair(same, (p, q) => t.stack([p, q], 1)),
  "matmul, matrices": pair(
    ({ a, b, c }) => [
      [a, b],
      [b, c],
    ],
    (p, q) => p.matmul(q),
  ),
  "matmul, both transposed": pair(
    ({ a, b, c }) => [
      [b, a],
      [c, b],
    ],
    (p, q) => p.t().matmul(q.t()),
  ),
  "matmul, a slice of columns": pair(
    ({ a, b, c }) => [
      [a, 2 * b],
      [b, c],
    ],
    (p, q) => p.slice(1, 0, -1 * (p.size(1) / 2)).matmul(q),
  ),
  "matmul, matrix and vector": pair(
    ({ a, b }) => [[a, b], [b]],
    (p, q) => p.matmul(q),
  ),
  "matmul, vector and matrix": pair(
    ({ a, b }) => [[a], [a, b]],
    (p, q) => p.matmul(q),
  ),
  "matmul, vectors": pair(
    ({ a }) => [[a], [a]],
    (p, q) => p.matmul(q),
  ),
  "matmul, a batch and a matrix": pair(
    ({ a, b, c }) => [
      [2, a, b],
      [b, c],
    ],
    (p, q) => p.matmul(q),
  ),
  "matmul, batches stretched": pair(
    ({ a, b, c }) => [
      [2, 1, a, b],
      [3, b, c],
    ],
    (p, q) => p.matmul(q),
  ),
  "matmul, a matrix and a batch transposed": pair(
    ({ a, b, c }) => [
      [a, b],
      [2, c, b],
    ],
    (p, q) => p.matmul(q.transpose(1, 2)),
  ),
  "matmul, repeated columns": pair(
    ({ a, b }) => [
      [a, b],
      [b, 1],
    ],
    (p, q) => p.matmul(q.expand(q.size(0), 3)),
  ),
  linear: {
    inputs: ({ a, b, c, seed }) => [x(2, a, b).of(seed), x(c, b).of(seed + 1), x(c).of(seed + 2)],
    f: ([p, w, bias]) => t.linear(p!, w!, bias),
  },
  "linear, wide": { inputs: ({ a, b, seed }) => [x(5 * a, 8 * b).of(seed), x(19, 8 * b).of(seed + 1)], f: ([p, w]) => t.linear(p!, w!) },
  layerNorm: {
    inputs: ({ a, c, seed }) => [x(a, c + 2).of(seed), x(c + 2).of(seed + 1), x(c + 2).of(seed + 2)],
    f: ([p, w, b]) => t.layerNorm(p!, w!, b!, { eps: 0.1 }),
  },
  embedding: {
    inputs: ({ a, b, seed }) => [x(a, b).of(seed)],
    f: ([w], { a }) =>
      t.embedding(
        [
          [0, a - 1, 0],
          [a - 1, 0, 0],
        ],
        w!,
      ),
  },
  gather: {
    inputs: ({ a, b, seed }) => [x(a, b).of(seed)],
    f: ([p], { b }) =>
      p!.gather(
        1,
        tensor(p!.toArray() as number[][])
          .mul(0)
          .add(b - 1),
      ),
  },
  "gather, first": { inputs: ({ a, b, seed }) => [x(a, b).of(seed)], f: ([p], { a, b }) => p!.gather(0, t.full([3, b], a - 1)) },
  maskedFill: { inputs: ({ a, b, seed }) => [x(a, b).of(seed)], f: ([p]) => p!.maskedFill(p!.detach().gt(0), 2).mul(p!) },
  tril: elementwise((a) => a.tril()),
  max: { inputs: ({ a, b, seed }) => [distinct(a, b, seed)], f: ([p]) => p!.max(1).mul(2) },
  "max of all": { inputs: ({ a, b, seed }) => [distinct(a, b, seed)], f: ([p]) => p!.max() },
  dropout: { inputs: ({ a, b, seed }) => [x(a, b).of(seed)], f: ([p], { seed }) => t.dropout(p!, 0.4, counter(seed)) },
  conv2d: {
    inputs: ({ a, b, c, seed }) => [x(2, b, a + 2, c + 2).of(seed), x(3, b, 3, 3).of(seed + 1), x(3).of(seed + 2)],
    f: ([p, w, b]) => t.conv2d(p!, w!, b),
  },
  "conv2d, padded, in steps of 2": {
    inputs: ({ a, b, c, seed }) => [x(2, 2, a + 3, c + 2).of(seed), x(b, 2, 3, 2).of(seed + 1)],
    f: ([p, w]) => t.conv2d(p!, w!, undefined, { stride: 2, padding: 2 }),
  },
  maxPool2d: { inputs: ({ a, b, c, seed }) => [distinct(2 * a, 2 * c, seed, b)], f: ([p]) => t.maxPool2d(p!, 2) },
  "maxPool2d, overlapping": {
    inputs: ({ a, c, seed }) => [distinct(a + 2, c + 2, seed)],
    f: ([p]) => t.maxPool2d(p!.view(1, 1, p!.size(0), -1), 3, { stride: 1 }),
  },
  crossEntropy: { inputs: ({ a, c, seed }) => [x(a, c).of(seed)], f: ([p], { a, c }) => t.crossEntropy(p!, targets(a, c)) },
  "crossEntropy, some ignored": {
    inputs: ({ a, c, seed }) => [x(a + 1, c).of(seed)],
    f: ([p], { a, c }) => t.crossEntropy(p!, [-1, ...targets(a, c)], { ignoreIndex: -1 }),
  },
  "crossEntropy of each": {
    inputs: ({ a, c, seed }) => [x(a, c).of(seed)],
    f: ([p], { a, c }) => t.crossEntropy(p!, targets(a, c), { reduction: "none" }),
  },
  "crossEntropy, summed": {
    inputs: ({ a, c, seed }) => [x(a, c).of(seed)],
    f: ([p], { a, c }) => t.crossEntropy(p!, targets(a, c), { reduction: "sum" }),
  },
  mse: pair(same, (p, q) => t.mse(p, q)),
  bceWithLogits: { inputs: ({ a, b, seed }) => [x(a, b).of(seed)], f: ([p]) => t.bceWithLogits(p!.mul(4), p!.detach().gt(0)) },
  attention: { inputs: heads(({ a, c }) => [a, a, c]), f: ([q, k, v]) => t.scaledDotProductAttention(q!, k!, v!) },
  "attention, causal": { inputs: heads(({ a, c }) => [a, a, c]), f: ([q, k, v]) => t.scaledDotProductAttention(q!, k!, v!, { isCausal: true }) },
  "attention, causal, longer": {
    inputs: heads(({ a, c }) => [a + 9, a + 9, c]),
    f: ([q, k, v]) => t.scaledDotProductAttention(q!, k!, v!, { isCausal: true }),
  },
  "attention, cross": { inputs: heads(({ a, b, c }) => [a, b, c]), f: ([q, k, v]) => t.scaledDotProductAttention(q!, k!, v!, { scale: 0.7 }) },
  "attention, masked": {
    inputs: heads(({ a, b, c }) => [a, b + 1, c]),
    f: ([q, k, v], { a, b }) => {
      const mask = t.zeros([a, b + 1]).maskedFill(
        numbers([a, b + 1], 3)
          .gt(0.3)
          .mul(tensor([...new Array(b).fill(1), 0])),
        Number.NEGATIVE_INFINITY,
      );
      return t.scaledDotProductAttention(q!, k!, v!, { mask });
    },
  },
  "attention, heads of one projection": {
    inputs: ({ a, b, seed }) => [x(2, a + 4, 3 * 2 * b).of(seed)],
    f: ([qkv], { a, b }) => {
      const [q, k, v] = qkv!.split(2 * b, 2).map((part) => part.view(2, a + 4, 2, b).transpose(1, 2));
      return t
        .scaledDotProductAttention(q!, k!, v!, { isCausal: true })
        .transpose(1, 2)
        .reshape(2, a + 4, 2 * b);
    },
  },
  attentionWeights: { inputs: heads(({ a, c }) => [a, a, c]), f: ([q, k]) => t.attentionWeights(q!, k!, { isCausal: true }) },
};

function heads(size: (s: Sizes) => [number, number, number]): Case["inputs"] {
  return (s) => {
    const [T, S, d] = size(s);
    return [numbers([2, 2, T, d], s.seed, true), numbers([2, 2, S, d], s.seed + 1, true), numbers([2, 2, S, d], s.seed + 2, true)];
  };
}

const targets = (rows: number, classes: number) => Array.from({ length: rows }, (_, i) => (i * 7) % classes);

/** All numbers at least 0.1 apart, so that a small change never makes another one the largest. */
function distinct(h: number, w: number, seed: number, channels?: number): Tensor {
  const n = h * w * (channels ?? 1);
  const order = numbers([n], seed).toFloat32Array();
  const ranks = Array.from(order.keys()).sort((a, b) => order[a]! - order[b]!);
  const values = new Float32Array(n);
  for (const [rank, i] of ranks.entries()) values[i] = (rank - n / 2) / 10;
  return tensor(values)
    .view(...(channels ? [1, channels, h, w] : [h, w]))
    .detach()
    .requiresGrad_();
}

/** The same uniform numbers each time it is made. */
function counter(seed: number) {
  let i = seed % 10;
  return { uniform: () => (i++ * 0.381_966) % 1, normal: () => 0 };
}

/** A weighted sum of the result: a single number in which each counts. */
function loss(y: Tensor): Tensor {
  return y.mul(numbers(y.shape, 99)).sum();
}

onBothBackends("gradients agree with finite differences", () => {
  it.each(Object.entries(CASES))("%s", (_, { inputs, f }) => {
    fc.assert(
      fc.property(sizes, (size) => {
        const tensors = inputs(size);
        loss(f(tensors, size)).backward();
        const gradients = tensors.map((input) => input.grad?.toFloat32Array() ?? new Float32Array(input.numel()));
        t.noGrad(() => {
          for (const [i, input] of tensors.entries()) {
            const values = input.toFloat32Array();
            // Up to six places, spread over the tensor.
            const step = Math.max(1, Math.floor(values.length / 6));
            for (let j = size.seed % step; j < values.length; j += step) {
              const at = (delta: number) => {
                const moved = Float32Array.from(values);
                moved[j]! += delta;
                const others = tensors.with(i, tensor(moved).view(...input.shape));
                // Summed in double precision: a difference of float32 sums would be mostly rounding.
                const y = f(others, size);
                const weights = numbers(y.shape, 99).toFloat32Array();
                return y.toFloat32Array().reduce((sum, value, k) => sum + value * weights[k]!, 0);
              };
              const h = 1e-2;
              // Five points: the error is of the order h⁴.
              const slope = (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
              expect(difference([gradients[i]![j]!], [slope])).toBeLessThan(3e-3);
            }
          }
        });
      }),
      { numRuns: 12 },
    );
  });
});
