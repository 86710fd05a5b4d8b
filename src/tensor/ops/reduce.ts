import { addressOf, addToGradient, apply, contiguous, setGradient } from "../autograd.ts";
import { floats, kernels } from "../memory.ts";
import { dimension, lengthOf, show } from "../shape.ts";
import { type DimOptions, fromValues, type Tensor } from "../tensor.ts";

export function sum(input: Tensor, dim?: number, options: DimOptions = {}): Tensor {
  const { x, outer, n, inner, shape } = cut("sum", input, dim, options);
  return apply({
    name: "sum",
    inputs: [x],
    shape,
    forward: (out) => kernels().sum(out, addressOf(x), outer, n, inner, 0),
    // Each number that was added gets the sum's gradient.
    backward: (dout) => setGradient(x, (to) => kernels().copyStrided(to, dout, 1, outer, n, inner, 0, inner, 0, 1)),
  });
}

export function mean(x: Tensor, dim?: number, options?: DimOptions): Tensor {
  return sum(x, dim, options).div(reduced("mean", x, dim));
}

/** How many numbers become one. */
const reduced = (name: string, x: Tensor, dim: number | undefined) => (dim === undefined ? x.length : x.shape[dimension(name, x.shape, dim)]!);

/** What `var` takes. */
export interface VarianceOptions extends DimOptions {
  /** Default 1. */
  correction?: number;
}

export function variance(x: Tensor, dim?: number, { keepdim = false, correction = 1 }: VarianceOptions = {}): Tensor {
  // Far from 0, the mean is rounded to no more digits than the numbers have; what it missed shows in the differences.
  const centred = (numbers: Tensor) => numbers.sub(mean(numbers, dim, { keepdim: true }));
  const difference = centred(centred(x));
  return sum(difference.mul(difference), dim, { keepdim }).div(Math.max(0, reduced("var", x, dim) - correction));
}

export function max(input: Tensor, dim?: number, options: DimOptions = {}): Tensor {
  const { x, outer, n, inner, shape } = cut("max", input, dim, options);
  const places = largest("max", x, outer, n, inner);
  const each = (visit: (from: number, to: number) => void) => {
    for (let o = 0; o < outer; o++) for (let i = 0; i < inner; i++) visit((o * n + places[o * inner + i]!) * inner + i, o * inner + i);
  };
  return apply({
    name: "max",
    inputs: [x],
    shape,
    forward: (out) => {
      const a = addressOf(x) / 4;
      const f32 = floats();
      each((from, to) => {
        f32[out / 4 + to] = f32[a + from]!;
      });
    },
    // Only the largest counts, so only it gets the gradient.
    backward: (dout) =>
      addToGradient(x, (to) => {
        const f32 = floats();
        each((from, i) => {
          f32[to / 4 + from]! += f32[dout / 4 + i]!;
        });
      }),
  });
}

export function argmax(input: Tensor, dim?: number, options: DimOptions = {}): Tensor {
  const { x, outer, n, inner, shape } = cut("argmax", input, dim, options);
  return fromValues(Float32Array.from(largest("argmax", x, outer, n, inner)), shape);
}

/** Where along the middle of [outer, n, inner] the largest number is. NaN counts as largest, so that it is seen. */
function largest(name: string, x: Tensor, outer: number, n: number, inner: number): Int32Array {
  if (n === 0) throw new RangeError(`${name}: ${show(x.shape)} has nothing to choose from`);
  const values = x.toFloat32Array();
  const places = new Int32Array(outer * inner);
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++) {
      let best = 0;
      for (let j = 1; j < n; j++) {
        const value = values[(o * n + j) * inner + i]!;
        const leader = values[(o * n + best) * inner + i]!;
        if (value > leader || (Number.isNaN(value) && !Number.isNaN(leader))) best = j;
      }
      places[o * inner + i] = best;
    }
  return places;
}

/** A tensor as [outer, n, inner], to be reduced over n. */
function cut(name: string, input: Tensor, dim: number | undefined, { keepdim = false }: DimOptions) {
  const x = contiguous(input);
  if (dim === undefined) return { x, outer: 1, n: x.length, inner: 1, shape: keepdim ? x.shape.map(() => 1) : [] };
  const d = dimension(name, x.shape, dim);
  const shape = keepdim ? x.shape.with(d, 1) : x.shape.toSpliced(d, 1);
  return { x, outer: lengthOf(x.shape.slice(0, d)), n: x.shape[d]!, inner: lengthOf(x.shape.slice(d + 1)), shape };
}
