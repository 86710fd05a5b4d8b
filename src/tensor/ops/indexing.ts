import { addressOf, addToGradient, apply, contiguous, setGradient } from "../autograd.ts";
import { allocate, floats, integers, kernels } from "../memory.ts";
import { broadcast, dimension, eachOffset, lengthOf, rowMajor, type Shape, sameShape, show } from "../shape.ts";
import { LONG } from "../sums.ts";
import { fromValues, type Nested, Tensor, tensor } from "../tensor.ts";
import { expand } from "./layout.ts";

/** Whole numbers that name classes, tokens or rows. */
export type Indices = Tensor | Nested | Int32Array | Uint8Array;

/** @throws RangeError with the first one that is not a whole number from 0 to `below` − 1, nor the one `allowed` besides. */
export function checkedIndices(name: string, indices: Indices, below: number, allowed?: number): { values: Int32Array; shape: Shape } {
  const { shape, values } = ArrayBuffer.isView(indices) ? { shape: [indices.length], values: indices } : ofTensor(indices);
  const checked = new Int32Array(values.length);
  for (let i = 0; i < checked.length; i++) {
    const index = values[i]!;
    if (!(Number.isInteger(index) && index >= 0 && index < below) && index !== allowed)
      throw new RangeError(`${name}: index ${index} (number ${i} of ${show(shape)}) is not a whole number from 0 to ${below - 1}`);
    checked[i] = index;
  }
  return { values: checked, shape };
}

function ofTensor(indices: Tensor | Nested): { shape: Shape; values: Float32Array } {
  const x = indices instanceof Tensor ? indices : tensor(indices);
  return { shape: x.shape, values: x.toFloat32Array() };
}

/** Whole numbers into linear memory; gives their address. */
export function placeIntegers(values: Int32Array): number {
  const address = allocate(values.length);
  integers().set(values, address / 4);
  return address;
}

/** Rows of a table: indices [..] and weight [rows, n] → [.., n]. */
export function embedding(indices: Indices, weight: Tensor): Tensor {
  const table = contiguous(weight);
  if (table.ndim !== 2) throw new RangeError(`embedding: the weight is ${show(weight.shape)}: it must have two dimensions`);
  const [rows, n] = table.shape as [number, number];
  const { values, shape } = checkedIndices("embedding", indices, rows);
  return apply({
    name: "embedding",
    inputs: [table],
    shape: [...shape, n],
    forward: (out) => {
      kernels().takeRows(out, addressOf(table), placeIntegers(values), values.length, n);
    },
    backward: (dout) => addRows(table, values, n, dout),
  });
}

/** out[i][j] = x[i][index[i][j]] for dim 1, x[index[i][j]][j] for dim 0, and so on. */
export function gather(input: Tensor, dim: number, index: Tensor): Tensor {
  const x = contiguous(input);
  const d = dimension("gather", x.shape, dim);
  if (index.ndim !== x.ndim || index.shape.some((size, i) => i !== d && size > x.shape[i]!))
    throw new RangeError(`gather: ${show(x.shape)} and index ${show(index.shape)} do not fit along dimension ${dim}`);
  const { values } = checkedIndices("gather", index, x.shape[d]!);
  const strides = rowMajor(x.shape);
  const places = new Int32Array(values.length);
  eachOffset(index.shape, strides.with(d, 0), (offset, i) => {
    places[i] = offset + values[i]! * strides[d]!;
  });
  return apply({
    name: "gather",
    inputs: [x],
    shape: index.shape,
    forward: (out) => {
      const a = addressOf(x) / 4;
      const f32 = floats();
      for (let i = 0; i < places.length; i++) f32[out / 4 + i] = f32[a + places[i]!]!;
    },
    backward: (dout) => addRows(x, places, 1, dout),
  });
}

/** Adds rows of `n` numbers to those rows of the gradient of `x` that `indices` names: each of them perhaps many times. */
function addRows(x: Tensor, indices: Int32Array, n: number, dout: number): void {
  addToGradient(x, (to) => {
    const { add } = kernels();
    if (indices.length <= LONG)
      return indices.forEach((index, r) => {
        add(to + 4 * index * n, to + 4 * index * n, dout + 4 * r * n, 1, n, 0, 0);
      });
    const own = floats().subarray(to / 4, to / 4 + x.length);
    const d = floats().subarray(dout / 4);
    const sums = Float64Array.from(own);
    for (let r = 0; r < indices.length; r++) for (let i = 0, at = indices[r]! * n; i < n; i++) sums[at + i]! += d[r * n + i]!;
    own.set(sums);
  });
}

/** `value` where the mask, stretched to the shape of `x`, is not 0. */
export function maskedFill(input: Tensor, mask: Tensor, value: number): Tensor {
  const x = contiguous(input);
  if (!sameShape(broadcast("maskedFill", x.shape, mask.shape), x.shape))
    throw new RangeError(`maskedFill: mask ${show(mask.shape)} does not stretch to ${show(x.shape)}`);
  const masked = expand(mask, x.shape).toFloat32Array();
  const choose = (to: number, from: number, other: number) => {
    const f32 = floats();
    for (let i = 0; i < masked.length; i++) f32[to / 4 + i] = masked[i] ? other : f32[from / 4 + i]!;
  };
  return apply({
    name: "maskedFill",
    inputs: [x],
    shape: x.shape,
    forward: (out) => choose(out, addressOf(x), value),
    backward: (dout) => setGradient(x, (to) => choose(to, dout, 0)),
  });
}

/** Each index as a row that is 1 there and 0 elsewhere: [..] → [.., classes]. */
export function oneHot(indices: Indices, classes: number): Tensor {
  const { values, shape } = checkedIndices("oneHot", indices, classes);
  const rows = new Float32Array(values.length * classes);
  for (const [i, index] of values.entries()) rows[i * classes + index] = 1;
  return fromValues(rows, [...shape, classes]);
}

export function tril(x: Tensor, diagonal: number): Tensor {
  if (x.ndim < 2) throw new RangeError(`tril: ${show(x.shape)} is not a matrix`);
  const [m, n] = [x.size(-2), x.size(-1)];
  const above = Float32Array.from({ length: lengthOf([m, n]) }, (_, i) => Number((i % n) - Math.floor(i / n) > diagonal));
  return maskedFill(x, fromValues(above, [m, n]), 0);
}
