import { checkShape, lengthOf, type Shape } from "./shape.ts";
import { fromValues, type Tensor, type TensorOptions } from "./tensor.ts";

/**
 * Where random numbers come from: `seed(42)` of `#base/random`, or anything like it. The engine has no randomness of its own, so that the
 * same seed gives the same numbers on every machine.
 */
export interface RandomSource {
  /** From 0 (included) to 1 (left out), each equally likely. */
  uniform(): number;
  /** Standard normal: mean 0, standard deviation 1. */
  normal(): number;
}

/** All `value`. */
export function full(shape: Shape, value: number, options?: TensorOptions): Tensor {
  checkShape("full", shape);
  return fromValues(new Float32Array(lengthOf(shape)).fill(value), [...shape], options);
}

/** A tensor full of zeros. */
export const zeros = (shape: Shape, options?: TensorOptions) => full(shape, 0, options);
/** A tensor full of ones. */
export const ones = (shape: Shape, options?: TensorOptions) => full(shape, 1, options);

/** Whole numbers from 0 to n − 1: `arange(n)`; or from `start` (included) to `end` (left out) in steps. */
export function arange(startOrEnd: number, end?: number, step = 1): Tensor {
  const [first, last] = end === undefined ? [0, startOrEnd] : [startOrEnd, end];
  if (!(step !== 0 && Number.isFinite((last - first) / step)))
    throw new RangeError(`arange: from ${first} to ${last} in steps of ${step} never ends`);
  const n = Math.max(0, Math.ceil((last - first) / step));
  return fromValues(
    Float32Array.from({ length: n }, (_, i) => first + i * step),
    [n],
  );
}

/** Uniform from 0 (included) to 1 (left out). */
export function rand(shape: Shape, random: RandomSource, options?: TensorOptions): Tensor {
  return drawn("rand", shape, random, () => random.uniform(), options);
}

/** Standard normal. */
export function randn(shape: Shape, random: RandomSource, options?: TensorOptions): Tensor {
  return drawn("randn", shape, random, () => random.normal(), options);
}

function drawn(name: string, shape: Shape, random: RandomSource, draw: () => number, options?: TensorOptions): Tensor {
  checkShape(name, shape);
  checkSource(name, random);
  return fromValues(Float32Array.from({ length: lengthOf(shape) }, draw), [...shape], options);
}

/** @throws TypeError when `random` is none. */
export function checkSource(name: string, random: RandomSource): void {
  if (typeof random?.uniform !== "function") throw new TypeError(`${name}: give a random source, such as seed(42) from #base/random`);
}
