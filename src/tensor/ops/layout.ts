/** Shapes and orders. All but `cat`, `stack` and some of `reshape` are views: the numbers stay where they are. */
import { addressOf, apply, contiguous, copyNumbers, setGradient, viewOf } from "../autograd.ts";
import { broadcast, checkShape, dimension, lengthOf, resolve, type Shape, sameShape, show, viewStrides } from "../shape.ts";
import type { Tensor } from "../tensor.ts";

export function view(x: Tensor, to: Shape): Tensor {
  const shape = resolve("view", x.shape, to);
  const strides = viewStrides(x.shape, x.strides, shape);
  if (!strides) throw new RangeError(`view: ${show(x.shape)} as it lies cannot be seen as ${show(shape)} without moving numbers; use reshape`);
  return viewOf(x, shape, strides);
}

export function reshape(x: Tensor, to: Shape): Tensor {
  const shape = resolve("reshape", x.shape, to);
  const strides = viewStrides(x.shape, x.strides, shape);
  return strides ? viewOf(x, shape, strides) : viewOf(contiguous(x), shape, undefined);
}

export function flatten(x: Tensor, startDim: number): Tensor {
  if (x.ndim === 0) return reshape(x, [1]);
  const d = dimension("flatten", x.shape, startDim);
  return reshape(x, [...x.shape.slice(0, d), lengthOf(x.shape.slice(d))]);
}

export function transpose(x: Tensor, dim0: number, dim1: number): Tensor {
  const order = x.shape.map((_, d) => d);
  const a = dimension("transpose", x.shape, dim0);
  const b = dimension("transpose", x.shape, dim1);
  [order[a], order[b]] = [b, a];
  return permute(x, order);
}

export function permute(x: Tensor, dims: Shape): Tensor {
  const order = dims.map((dim) => dimension("permute", x.shape, dim));
  if (order.length !== x.ndim || new Set(order).size !== x.ndim)
    throw new RangeError(`permute: ${show(dims)} must name each of the ${x.ndim} dimensions of ${show(x.shape)} once`);
  return viewOf(
    x,
    order.map((d) => x.shape[d]!),
    order.map((d) => x.strides[d]!),
  );
}

export function slice(x: Tensor, dim: number, start: number, end?: number): Tensor {
  const d = dimension("slice", x.shape, dim);
  for (const index of [start, end ?? 0])
    if (!Number.isInteger(index)) throw new RangeError(`slice: dimension ${dim} of ${show(x.shape)} has no index ${index}`);
  const size = x.shape[d]!;
  const within = (index: number) => Math.max(0, Math.min(size, index < 0 ? index + size : index));
  const from = within(start);
  const shape = [...x.shape];
  shape[d] = Math.max(0, within(end ?? size) - from);
  return viewOf(x, shape, x.strides, x.offset + from * x.strides[d]!);
}

export function select(x: Tensor, dim: number, index: number): Tensor {
  const d = dimension("select", x.shape, dim);
  const i = index < 0 ? index + x.shape[d]! : index;
  if (!Number.isInteger(i) || i < 0 || i >= x.shape[d]!) throw new RangeError(`select: dimension ${dim} of ${show(x.shape)} has no index ${index}`);
  return viewOf(x, x.shape.toSpliced(d, 1), x.strides.toSpliced(d, 1), x.offset + i * x.strides[d]!);
}

export function split(x: Tensor, size: number, dim: number): Tensor[] {
  const n = x.shape[dimension("split", x.shape, dim)]!;
  if (!(Number.isInteger(size) && size > 0)) throw new RangeError(`split: the size is ${size}: it must be a whole number of 1 or more`);
  return Array.from({ length: Math.ceil(n / size) || 1 }, (_, i) => slice(x, dim, i * size, Math.min(n, (i + 1) * size)));
}

export function unsqueeze(x: Tensor, dim: number): Tensor {
  const d = dimension("unsqueeze", [...x.shape, 1], dim);
  return viewOf(x, x.shape.toSpliced(d, 0, 1), x.strides.toSpliced(d, 0, 0));
}

export function squeeze(x: Tensor, dim: number): Tensor {
  const d = dimension("squeeze", x.shape, dim);
  if (x.shape[d] !== 1) throw new RangeError(`squeeze: dimension ${dim} of ${show(x.shape)} has ${x.shape[d]} indices, not 1`);
  return viewOf(x, x.shape.toSpliced(d, 1), x.strides.toSpliced(d, 1));
}

export function expand(x: Tensor, shape: Shape): Tensor {
  if (sameShape(x.shape, shape)) return x;
  checkShape("expand", shape);
  const joint = broadcast("expand", x.shape, shape);
  if (!sameShape(joint, shape)) throw new RangeError(`expand: ${show(x.shape)} does not stretch to ${show(shape)}`);
  const more = shape.length - x.ndim;
  const strides = shape.map((size, d) => (d < more || x.shape[d - more] !== size ? 0 : x.strides[d - more]!));
  return viewOf(x, shape, strides);
}

/** Tensors one after the other along a dimension. @throws RangeError when the other dimensions differ. */
export function cat(tensors: readonly Tensor[], dim = 0): Tensor {
  const [first] = tensors;
  if (!first) throw new RangeError("cat: the list of tensors is empty");
  const d = dimension("cat", first.shape, dim);
  for (const { shape } of tensors)
    if (shape.length !== first.ndim || shape.some((size, i) => i !== d && size !== first.shape[i]))
      throw new RangeError(`cat: ${show(first.shape)} and ${show(shape)} do not fit along dimension ${dim}: all others must be equal`);
  const inputs = tensors.map(contiguous);
  const shape = first.shape.with(
    d,
    inputs.reduce((sum, x) => sum + x.shape[d]!, 0),
  );
  const outer = lengthOf(shape.slice(0, d));
  const step = lengthOf(shape.slice(d));
  let before = 0;
  const parts = inputs.map((x) => {
    const part = { x, at: before, length: lengthOf(x.shape.slice(d)) };
    before += part.length;
    return part;
  });
  return apply({
    name: "cat",
    inputs,
    shape,
    forward: (out) => {
      for (const { x, at, length } of parts) {
        const from = addressOf(x);
        for (let i = 0; i < outer; i++) copyNumbers(out + 4 * (i * step + at), from + 4 * i * length, length);
      }
    },
    backward: (dout) => {
      for (const { x, at, length } of parts)
        setGradient(x, (to) => {
          for (let i = 0; i < outer; i++) copyNumbers(to + 4 * i * length, dout + 4 * (i * step + at), length);
        });
    },
  });
}

/** Tensors of equal shape side by side along a new dimension. */
export function stack(tensors: readonly Tensor[], dim = 0): Tensor {
  return cat(
    tensors.map((x) => unsqueeze(x, dim)),
    dim,
  );
}
