import { type BackwardOptions, backward, contiguous, gradEnabled, gradientOf, noGrad } from "./autograd.ts";
import { peek, Storage, write } from "./memory.ts";
import * as arithmetic from "./ops/arithmetic.ts";
import * as elementwise from "./ops/elementwise.ts";
import * as indexing from "./ops/indexing.ts";
import * as layout from "./ops/layout.ts";
import { matmul } from "./ops/matmul.ts";
import * as reduce from "./ops/reduce.ts";
import * as softmax from "./ops/softmax.ts";
import { eachOffset, isRowMajor, lengthOf, rowMajor, type Shape, sameShape, show } from "./shape.ts";

/** A number, a list of numbers, a list of lists of numbers… as deep as there are dimensions. */
export type Nested = number | readonly Nested[];

/** Over which dimension, and whether it stays. */
export interface DimOptions {
  /** Leave the dimension in place, with size 1. Default: it goes away. */
  keepdim?: boolean;
}

interface Layout {
  /** Numbers between neighbours in each dimension. Default: row-major. */
  strides?: Shape;
  /** Where in the storage it begins. Default 0. */
  offset?: number;
  requiresGrad?: boolean;
}

/** Texts that the page shows for a value in place of its fields. */
const TEXT = Symbol.for("ml-vs-llm.text");

/**
 * Float32 numbers in any number of dimensions, with gradients. Names and meaning are PyTorch's where it has them: `x.view(2, -1)`,
 * `x.matmul(y)`, `x.softmax(-1)`, `loss.backward()`, `x.grad`. Operations never change their inputs; those whose name ends in `_` do.
 * Make one with `tensor`, `zeros`, `randn`…
 */
export class Tensor {
  readonly shape: Shape;
  /** Whether `backward` computes a gradient for it. */
  requiresGrad: boolean;
  /** @internal */
  readonly storage: Storage;
  /** @internal */
  readonly strides: Shape;
  /** @internal */
  readonly offset: number;
  /** @internal */
  readonly length: number;
  /** @internal */
  readonly isContiguous: boolean;

  /** @internal */
  constructor(storage: Storage, shape: Shape, { strides, offset = 0, requiresGrad = false }: Layout = {}) {
    this.shape = shape;
    this.storage = storage;
    this.strides = strides ?? rowMajor(shape);
    this.offset = offset;
    this.requiresGrad = requiresGrad;
    this.length = lengthOf(shape);
    this.isContiguous = strides === undefined || isRowMajor(shape, strides);
  }

  /** How many dimensions. */
  get ndim(): number {
    return this.shape.length;
  }

  /** How many numbers. */
  numel(): number {
    return this.length;
  }

  /** Size of one dimension; −1 is the last. */
  size(dim: number): number {
    return this.shape.at(dim)!;
  }

  // ---- reading

  /** The number in a tensor of one number. @throws RangeError when it holds more. */
  item(): number {
    if (this.length !== 1) throw new RangeError(`item: ${show(this.shape)} holds ${this.length} numbers; item() reads one`);
    return peek(this.storage)[this.offset]!;
  }

  /** A copy of all numbers, row by row. */
  toFloat32Array(): Float32Array<ArrayBuffer> {
    const from = peek(this.storage);
    if (this.isContiguous) return Float32Array.from(from.subarray(this.offset, this.offset + this.length));
    const values = new Float32Array(this.length);
    eachOffset(this.shape, this.strides, (offset, i) => {
      values[i] = from[this.offset + offset]!;
    });
    return values;
  }

  /** A copy as plain arrays, nested as deep as there are dimensions; a number where there are none. */
  toArray(): Nested {
    return nest(this.toFloat32Array(), this.shape);
  }

  toString(): string {
    return `tensor(${print(this.toArray(), "       ")}${this.requiresGrad ? ", requiresGrad" : ""})`;
  }

  [TEXT](): string {
    return this.toString();
  }

  // ---- gradients

  /** Add the gradient of this one number to `.grad` of everything with `requiresGrad` that it was made from. */
  backward(options?: BackwardOptions): void {
    backward(this, options);
  }

  /**
   * A copy of the gradient that `backward` computed; null where there is none. Assign null to forget it. An optimiser's `step` leaves it
   * to be looked at; the next `backward` replaces it.
   */
  get grad(): Tensor | null {
    return gradientOf(this);
  }

  set grad(value: null) {
    if (value !== null) throw new TypeError("grad: only null can be assigned");
    this.storage.gradientState = "empty";
  }

  /** Keep `.grad` of this result, too: else only that of parameters is kept. */
  retainGrad(): this {
    this.storage.retainsGradient = true;
    return this;
  }

  /** The same numbers in ordinary memory, without a history: gradients do not flow through it. */
  detach(): Tensor {
    return new Tensor(new Storage(this.length, this.toFloat32Array()), this.shape);
  }

  /** Say that gradients are wanted, or no longer wanted, for a tensor that no operation made. */
  requiresGrad_(wanted = true): this {
    if (this.storage.tracked) throw new Error(`requiresGrad_: this is a result of ${this.storage.madeBy}; take .detach() first`);
    this.requiresGrad = wanted;
    this.storage.keep = wanted;
    return this;
  }

  // ---- changing in place

  /** Replace all numbers. @throws RangeError when the shapes do not fit, Error for a result, or a source, that gradients flow through. */
  copy_(source: Tensor | Nested): this {
    const from = source instanceof Tensor ? source : tensor(source);
    // What comes in, too: its gradients would be lost without a word.
    if (this.storage.tracked || ((this.requiresGrad || from.requiresGrad) && gradEnabled()))
      throw new Error(
        "copy_: gradients are computed through this tensor or what is put in: use x = x.add(…), or change it inside noGrad(() => …), and only if no operation made it",
      );
    const { shape } = this;
    const values = (sameShape(from.shape, shape) ? from : noGrad(() => layout.expand(from, shape))).toFloat32Array();
    if (this.isContiguous) write(this.storage, values, this.offset);
    else eachOffset(shape, this.strides, (offset, i) => write(this.storage, values.subarray(i, i + 1), this.offset + offset));
    return this;
  }

  fill_(value: number): this {
    return this.copy_(value);
  }

  add_(other: Tensor | number): this {
    return this.copy_(this.add(other));
  }

  sub_(other: Tensor | number): this {
    return this.copy_(this.sub(other));
  }

  mul_(other: Tensor | number): this {
    return this.copy_(this.mul(other));
  }

  // ---- arithmetic; shapes are broadcast

  add(other: Tensor | number): Tensor {
    return arithmetic.add(this, other);
  }

  sub(other: Tensor | number): Tensor {
    return arithmetic.sub(this, other);
  }

  mul(other: Tensor | number): Tensor {
    return arithmetic.mul(this, other);
  }

  div(other: Tensor | number): Tensor {
    return arithmetic.div(this, other);
  }

  neg(): Tensor {
    return arithmetic.mul(this, -1);
  }

  pow(exponent: number): Tensor {
    return elementwise.pow(this, exponent);
  }

  /** 1 where equal, else 0. */
  eq(other: Tensor | number): Tensor {
    return arithmetic.compare("eq", this, other, (a, b) => a === b);
  }

  /** 1 where greater, else 0. */
  gt(other: Tensor | number): Tensor {
    return arithmetic.compare("gt", this, other, (a, b) => a > b);
  }

  /** 1 where less, else 0. */
  lt(other: Tensor | number): Tensor {
    return arithmetic.compare("lt", this, other, (a, b) => a < b);
  }

  /** Matrix product over the last two dimensions; those before are broadcast. Vectors are rows on the left, columns on the right. */
  matmul(other: Tensor): Tensor {
    return matmul(this, other);
  }

  // ---- one number at a time

  exp(): Tensor {
    return elementwise.exp(this);
  }

  log(): Tensor {
    return elementwise.log(this);
  }

  sqrt(): Tensor {
    return elementwise.sqrt(this);
  }

  abs(): Tensor {
    return elementwise.abs(this);
  }

  sin(): Tensor {
    return elementwise.sin(this);
  }

  cos(): Tensor {
    return elementwise.cos(this);
  }

  /** Into the range from `min` to `max`. */
  clamp(min: number, max: number): Tensor {
    return elementwise.clamp(this, min, max);
  }

  tanh(): Tensor {
    return elementwise.tanh(this);
  }

  sigmoid(): Tensor {
    return elementwise.sigmoid(this);
  }

  relu(): Tensor {
    return elementwise.relu(this);
  }

  /** x Φ(x), or GPT-2's approximation to it. */
  gelu(options?: elementwise.GeluOptions): Tensor {
    return elementwise.gelu(this, options);
  }

  softmax(dim: number): Tensor {
    return softmax.softmax(this, dim);
  }

  logSoftmax(dim: number): Tensor {
    return softmax.logSoftmax(this, dim);
  }

  // ---- reductions: over one dimension, or over all

  sum(dim?: number, options?: DimOptions): Tensor {
    return reduce.sum(this, dim, options);
  }

  mean(dim?: number, options?: DimOptions): Tensor {
    return reduce.mean(this, dim, options);
  }

  /** The largest numbers. */
  max(dim?: number, options?: DimOptions): Tensor {
    return reduce.max(this, dim, options);
  }

  /** Where the largest number is; the first where several are equal. Over all: its place row by row. */
  argmax(dim?: number, options?: DimOptions): Tensor {
    return reduce.argmax(this, dim, options);
  }

  /** Mean squared distance from the mean, with n − `correction` in place of n (default 1, as in PyTorch). */
  var(dim?: number, options?: reduce.VarianceOptions): Tensor {
    return reduce.variance(this, dim, options);
  }

  std(dim?: number, options?: reduce.VarianceOptions): Tensor {
    return reduce.variance(this, dim, options).sqrt();
  }

  // ---- layout: views of the same numbers

  /** Another shape, one size may be −1. @throws RangeError when numbers would have to move: use `reshape`. */
  view(...shape: number[]): Tensor {
    return layout.view(this, shape);
  }

  /** Another shape; copies where numbers have to move. */
  reshape(...shape: number[]): Tensor {
    return layout.reshape(this, shape);
  }

  flatten(startDim = 0): Tensor {
    return layout.flatten(this, startDim);
  }

  transpose(dim0: number, dim1: number): Tensor {
    return layout.transpose(this, dim0, dim1);
  }

  /** The transpose of a matrix. */
  t(): Tensor {
    return layout.transpose(this, -2, -1);
  }

  /** The dimensions in another order. */
  permute(...dims: number[]): Tensor {
    return layout.permute(this, dims);
  }

  /** Indices `start` (included) to `end` (left out) of a dimension. Negative ones count from the end. */
  slice(dim: number, start: number, end?: number): Tensor {
    return layout.slice(this, dim, start, end);
  }

  /** One index of a dimension, which goes away: `x.select(0, 2)` is row 2. */
  select(dim: number, index: number): Tensor {
    return layout.select(this, dim, index);
  }

  /** Parts of `size` along a dimension; the last may be smaller. */
  split(size: number, dim = 0): Tensor[] {
    return layout.split(this, size, dim);
  }

  /** A dimension of size 1 more, at `dim`. */
  unsqueeze(dim: number): Tensor {
    return layout.unsqueeze(this, dim);
  }

  /** Without the dimension, whose size is 1. */
  squeeze(dim: number): Tensor {
    return layout.squeeze(this, dim);
  }

  /** Dimensions of size 1 repeated, new ones in front: as broadcasting does. */
  expand(...shape: number[]): Tensor {
    return layout.expand(this, shape);
  }

  /** Itself if its numbers lie row by row without gaps, else a copy in which they do. */
  contiguous(): Tensor {
    return contiguous(this);
  }

  // ---- choosing

  /** out[i, j] = x[i, index[i, j]] for dim 1, and so on: picks along a dimension. */
  gather(dim: number, index: Tensor): Tensor {
    return indexing.gather(this, dim, index);
  }

  /** `value` where the mask is not 0. */
  maskedFill(mask: Tensor, value: number): Tensor {
    return indexing.maskedFill(this, mask, value);
  }

  /** Zero above a diagonal: 0 is the main one, 1 the one above. */
  tril(diagonal = 0): Tensor {
    return indexing.tril(this, diagonal);
  }
}

export interface TensorOptions {
  /** Compute gradients for it. Default false. */
  requiresGrad?: boolean;
}

/** A tensor of these numbers, copied. @throws RangeError when lists have different lengths, TypeError for what is no number. */
export function tensor(data: Nested | Float32Array | Int32Array | Uint8Array | Float64Array, { requiresGrad = false }: TensorOptions = {}): Tensor {
  const { values, shape } = flattened(data as Nested);
  return fromValues(values, shape, { requiresGrad });
}

/** A tensor that takes the array as its own. @internal */
export function fromValues(values: Float32Array, shape: Shape, { requiresGrad = false }: TensorOptions = {}): Tensor {
  return new Tensor(new Storage(values.length, values), shape).requiresGrad_(requiresGrad);
}

function flattened(data: Nested | ArrayBufferView): { values: Float32Array; shape: number[] } {
  if (ArrayBuffer.isView(data)) {
    const values = Float32Array.from(data as unknown as ArrayLike<number>);
    return { values, shape: [values.length] };
  }
  const shape: number[] = [];
  for (let part: Nested | undefined = data; Array.isArray(part) || ArrayBuffer.isView(part); part = (part as Nested[])[0])
    shape.push((part as ArrayLike<number>).length);
  const values = new Float32Array(lengthOf(shape));
  let i = 0;
  const walk = (part: Nested, depth: number): void => {
    if (depth === shape.length) {
      if (typeof part !== "number") throw new TypeError(`tensor: ${typeof part === "object" ? "a list" : String(part)} stands where a number should`);
      values[i++] = part;
      return;
    }
    const list = part as readonly Nested[];
    if (typeof list !== "object" || list === null || list.length !== shape[depth])
      throw new RangeError(
        `tensor: a list of ${(list as { length?: number })?.length ?? 0} stands beside lists of ${shape[depth]}: all must be equally long`,
      );
    for (let j = 0; j < list.length; j++) walk(list[j]!, depth + 1);
  };
  walk(data as Nested, 0);
  return { values, shape };
}

function nest(values: Float32Array, shape: Shape, offset = 0, depth = 0, length = values.length): Nested {
  if (depth === shape.length) return values[offset]!;
  const part = shape[depth]! > 0 ? length / shape[depth]! : 0;
  return Array.from({ length: shape[depth]! }, (_, i) => nest(values, shape, offset + i * part, depth + 1, part));
}

/** Four digits; of long lists the first and last three. */
function print(value: Nested, indent: string): string {
  if (typeof value === "number") return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
  const parts = value.map((part) => print(part, `${indent} `));
  const shown = parts.length > 8 ? [...parts.slice(0, 3), "…", ...parts.slice(-3)] : parts;
  return `[${shown.join(Array.isArray(value[0]) ? `,\n${indent} ` : ", ")}]`;
}
