import { addGradient, addressOf, apply, contiguous, passGradient, setGradient } from "../autograd.ts";
import { allocate, kernels, recycle } from "../memory.ts";
import { broadcast, lengthOf, type Shape, sameShape } from "../shape.ts";
import { fromValues, Tensor } from "../tensor.ts";
import { divideBy } from "./elementwise.ts";
import { expand } from "./layout.ts";

export function add(a: Tensor, b: Tensor | number): Tensor {
  if (typeof b === "number") return affine("add", a, 1, b);
  return rowwise("add", a, b, (d, { x, y, rows, n }) => {
    for (const operand of [x, y]) passToOperand(operand, rows, n, d);
  });
}

export function sub(a: Tensor, b: Tensor | number): Tensor {
  if (typeof b === "number") return affine("sub", a, 1, -b);
  return rowwise("sub", a, b, (d, { x, y, rows, n }) => {
    passToOperand(x, rows, n, d);
    gradientOfOperand(y, rows, n, (to) => kernels().affine(to, d, -1, 0, rows * n));
  });
}

export function mul(a: Tensor, b: Tensor | number): Tensor {
  if (typeof b === "number") return affine("mul", a, b, 0);
  // d(xy) = y dx + x dy
  return rowwise("mul", a, b, (d, { x, y, rows, n }) => {
    gradientOfOperand(x, rows, n, (to) => kernels().mul(to, d, addressOf(y.tensor), rows, n, n, y.step));
    gradientOfOperand(y, rows, n, (to) => kernels().mul(to, d, addressOf(x.tensor), rows, n, n, x.step));
  });
}

export function div(a: Tensor, b: Tensor | number): Tensor {
  if (typeof b === "number") return divideBy(a, b);
  // d(x/y) = dx / y − (x / y) dy / y
  return rowwise("div", a, b, (d, { x, y, rows, n }) => {
    const byY = (to: number, from: number) => kernels().div(to, from, addressOf(y.tensor), rows, n, n, y.step);
    gradientOfOperand(x, rows, n, (to) => byY(to, d));
    gradientOfOperand(y, rows, n, (to) => {
      kernels().mul(to, d, addressOf(x.tensor), rows, n, n, x.step);
      byY(to, to);
      byY(to, to);
      kernels().affine(to, to, -1, 0, rows * n);
    });
  });
}

/** What a kernel of that name makes of two tensors, and how its gradient, at `d`, goes on to both. */
function rowwise(name: "add" | "sub" | "mul" | "div", a: Tensor, b: Tensor, backward: (d: number, operands: Operands) => void): Tensor {
  const both = operands(name, a, b);
  const { x, y, shape, rows, n } = both;
  return apply({
    name,
    inputs: [x.tensor, y.tensor],
    shape,
    forward: (out) => kernels()[name](out, addressOf(x.tensor), addressOf(y.tensor), rows, n, x.step, y.step),
    backward: (d) => backward(d, both),
  });
}

/** 1 where the test holds, else 0. Has no gradient. */
export function compare(name: string, a: Tensor, b: Tensor | number, test: (a: number, b: number) => boolean): Tensor {
  const shape = typeof b === "number" ? a.shape : broadcast(name, a.shape, b.shape);
  const [x, y] = [a, b].map((operand) => (typeof operand === "number" ? undefined : expand(operand, shape).toFloat32Array()));
  return fromValues(
    x!.map((value, i) => Number(test(value, y ? y[i]! : (b as number)))),
    shape,
  );
}

/** scale · a + shift */
function affine(name: string, a: Tensor, scale: number, shift: number): Tensor {
  const x = contiguous(a);
  return apply({
    name,
    inputs: [x],
    shape: x.shape,
    forward: (out) => kernels().affine(out, addressOf(x), scale, shift, x.length),
    backward: (d) => (scale === 1 ? passGradient(x, d) : setGradient(x, (to) => kernels().affine(to, d, scale, 0, x.length))),
  });
}

/** An input, dense: one row that is repeated (`step` 0), or as many rows as the result has (`step` n). */
interface Operand {
  tensor: Tensor;
  step: number;
}

/** How the kernels see two tensors of different shapes: rows of `n` numbers, of which one side may repeat a single one. */
interface Operands {
  x: Operand;
  y: Operand;
  shape: Shape;
  rows: number;
  n: number;
}

function operands(name: string, a: Tensor, b: Tensor): Operands {
  if (!(b instanceof Tensor)) throw new TypeError(`${name}: ${b} is neither a tensor nor a number`);
  if (sameShape(a.shape, b.shape)) {
    const n = a.length;
    return { x: { tensor: contiguous(a), step: n }, y: { tensor: contiguous(b), step: n }, shape: a.shape, rows: 1, n };
  }
  const shape = broadcast(name, a.shape, b.shape);
  const total = lengthOf(shape);
  // A single number is not worth a loop of its own for each of them.
  const repeated = [a, b].find((x) => x.length > 1 && x.length < total && isSuffix(x.shape, shape));
  const n = repeated ? repeated.length : total;
  const operand = (x: Tensor): Operand =>
    x === repeated ? { tensor: contiguous(x), step: 0 } : { tensor: contiguous(x.length === total ? x : expand(x, shape)), step: n };
  return { x: operand(a), y: operand(b), shape, rows: n > 0 ? total / n : 0, n };
}

/** Whether the shape, but for leading ones, is what the other ends in. */
function isSuffix(shape: Shape, of: Shape): boolean {
  const own = shape.slice(shape.findIndex((size) => size !== 1));
  return own.every((size, d) => size === of[of.length - own.length + d]);
}

function gradientOfOperand({ tensor, step }: Operand, rows: number, n: number, write: (to: number) => void): void {
  if (step > 0 || n === 0) return setGradient(tensor, write);
  if (!tensor.requiresGrad) return;
  const whole = allocate(rows * n);
  write(whole);
  addGradient(tensor, (to, accumulate) => kernels().sum(to, whole, 1, rows, n, accumulate));
  recycle(whole, rows * n);
}

function passToOperand({ tensor, step }: Operand, rows: number, n: number, d: number): void {
  if (step > 0 || n === 0) passGradient(tensor, d);
  else addGradient(tensor, (to, accumulate) => kernels().sum(to, d, 1, rows, n, accumulate));
}
