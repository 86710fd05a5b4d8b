/**
 * Gradients, by the chain rule from the loss backwards. Each operation whose inputs need gradients writes one line on a tape:
 * its result, and how a gradient of the result becomes gradients of the inputs. `backward()` reads the tape from its end.
 * An operation can only use what was there before it, so when its line is reached, the gradient of its result is complete.
 * (S. Linnainmaa, 1970; A. Griewank, A. Walther, Evaluating Derivatives, 2nd edition, chapter 3.)
 *
 * Views need no lines: a view of a tensor has for gradient the same view of the tensor's gradient.
 */
import {
  adopt,
  allocate,
  beforeReset,
  beginOperation,
  clear,
  endStep,
  floats,
  kernels,
  locate,
  peek,
  pin,
  recycle,
  Storage,
  scoped,
  settle,
} from "./memory.ts";
import { collapse, lengthOf, rowMajor, type Shape, sameShape, show } from "./shape.ts";
import { LONG } from "./sums.ts";
import { Tensor } from "./tensor.ts";

interface Line {
  name: string;
  shape: Shape;
  inputs: readonly Tensor[];
  /** How often each input had been changed in place. */
  versions: number[];
  output: Storage;
  /** Undefined once it has run. */
  backward: ((gradient: number) => void) | undefined;
}

let tape: Line[] = [];
let enabled = true;

beforeReset(() => {
  for (const { output } of tape) {
    output.node = 0;
    output.gradient = undefined;
    output.gradientState = "empty";
  }
  tape = [];
});

/** Compute `f` without a tape: faster, and what it makes is ordinary memory. For evaluation and for updates by hand. */
export function noGrad<T>(f: () => T): T {
  const before = enabled;
  enabled = false;
  try {
    return f();
  } finally {
    enabled = before;
  }
}

/**
 * A faster `noGrad`, for a function that gives all the tensors that shall outlive it, alone or in a list: every other one that it made is gone
 * afterwards, and reading it is an error.
 */
export function inferenceMode<T extends Tensor | readonly Tensor[]>(f: () => T): T {
  return scoped(
    () => noGrad(f),
    (value) => [value].flat().map((x) => (x as Tensor).storage),
  );
}

export const gradEnabled = () => enabled;

export interface Operation {
  name: string;
  inputs: readonly Tensor[];
  /** Of the result. */
  shape: Shape;
  /** Writes the result to the address `out`. */
  forward(out: number): void;
  /** Passes on the gradient of the result, at the address `dout`: {@link addGradient} for each input. Absent where there is none. */
  backward?(dout: number): void;
}

/** Run an operation, and put it on the tape where an input needs gradients. */
export function apply({ name, inputs, shape, forward, backward }: Operation): Tensor {
  const tracked = enabled && backward !== undefined && inputs.some(({ requiresGrad }) => requiresGrad);
  beginOperation({ tracked });
  if (tracked) for (const input of inputs) checkOnTape(name, input);
  const storage = new Storage(lengthOf(shape));
  storage.madeBy = name;
  const out = allocate(storage.length);
  forward(out);
  adopt(storage, out, { tracked });
  if (tracked) storage.node = tape.push({ name, shape, inputs, versions: inputs.map((x) => x.storage.version), output: storage, backward });
  return new Tensor(storage, shape, { requiresGrad: tracked });
}

/** A result that outlived its step has its numbers, but not the way back through them. */
function checkOnTape(name: string, { requiresGrad, storage, shape }: Tensor): void {
  if (requiresGrad && storage.tracked && storage.node === 0)
    throw new Error(
      `${name}: an input ${show(shape)}, a result of ${storage.madeBy}, comes from a step that is over. ` +
        "Give x.detach() if its numbers are meant; or call backward({ retainGraph: true }) if gradients shall flow through it again",
    );
}

/** Address of the first number of a tensor in linear memory. */
export const addressOf = (x: Tensor) => locate(x.storage) + 4 * x.offset;

/**
 * Add to the gradient of `x`, if it needs one. `write` puts the gradient, row-major, to the address, or adds it to what stands there
 * where `accumulate` is 1.
 */
export function addGradient(x: Tensor, write: (to: number, accumulate: 0 | 1) => void): void {
  if (!x.requiresGrad) return;
  const { storage, length, offset } = x;
  if (x.isContiguous) {
    const whole = length === storage.length;
    const { address, accumulate } = gradientRoom(storage, { whole });
    return write(address + 4 * offset, accumulate);
  }
  const { address } = gradientRoom(storage, { whole: false });
  const own = allocate(length);
  write(own, 0);
  addToStrided(address + 4 * offset, own, x.shape, x.strides);
  recycle(own, length);
}

/** The same for what can only add. */
export function addToGradient(x: Tensor, add: (to: number) => void): void {
  addGradient(x, (to, accumulate) => {
    if (!accumulate) clear(to, x.length);
    add(to);
  });
}

/** The same for kernels that can only overwrite. */
export function setGradient(x: Tensor, write: (to: number) => void): void {
  addGradient(x, (to, accumulate) => {
    if (!accumulate) return write(to);
    const own = allocate(x.length);
    write(own);
    kernels().add(to, to, own, 1, x.length, 0, 0);
    recycle(own, x.length);
  });
}

/**
 * Where the gradient of a storage stands. With `whole`, the caller writes all of it, and may overwrite where `accumulate` is 0;
 * else it is zero at first, and to be added to.
 */
export function gradientRoom(storage: Storage, { whole }: { whole: boolean }): { address: number; accumulate: 0 | 1 } {
  if (!storage.gradient) {
    storage.gradient = new Storage(storage.length);
    storage.gradient.madeBy = "backward";
    storage.gradient.keep = !storage.tracked;
    const address = allocate(storage.length);
    storage.gradient.address = address;
    if (storage.gradient.keep) settle(storage.gradient);
    else adopt(storage.gradient, address, { tracked: true });
  }
  const address = locate(storage.gradient);
  if (storage.gradientState === "full") return { address, accumulate: 1 };
  storage.gradientState = "full";
  if (whole) return { address, accumulate: 0 };
  clear(address, storage.length);
  return { address, accumulate: 1 };
}

/** strided += contiguous */
export function addToStrided(to: number, from: number, shape: Shape, strides: Shape): void {
  const times = lengthOf(shape.filter((_, d) => strides[d] === 0));
  if (times > LONG) return addSums(to, from, shape, strides, times);
  eachFourDimensions(shape, strides, (offset, done, layout) => kernels().addStrided(to + 4 * offset, from + 4 * done, ...layout));
}

/** The same where each number gets a long sum: what is to meet comes to stand in a row. */
function addSums(to: number, from: number, shape: Shape, strides: Shape, times: number): void {
  const order = [...shape.keys()].sort((a, b) => Number(strides[a] === 0) - Number(strides[b] === 0));
  const [sizes, steps, target] = [shape, rowMajor(shape), strides].map((list) => order.map((d) => list[d]!)) as [number[], number[], number[]];
  const kept = target.indexOf(0);
  const n = lengthOf(sizes.slice(0, kept));
  const [rows, sums] = [allocate(n * times), allocate(n)];
  copyFromStrided(rows, from, sizes, steps);
  kernels().sum(sums, rows, n, times, 1, 0);
  addToStrided(to, sums, sizes.slice(0, kept), target.slice(0, kept));
  recycle(rows, n * times);
  recycle(sums, n);
}

/** contiguous = strided */
export function copyFromStrided(to: number, from: number, shape: Shape, strides: Shape): void {
  eachFourDimensions(shape, strides, (offset, done, layout) => kernels().copyStrided(to + 4 * done, from + 4 * offset, ...layout));
}

type Layout = [number, number, number, number, number, number, number, number];

/** Kernels walk through four dimensions; what has more (after those that lie without gaps became one) is cut into parts. */
function eachFourDimensions(shape: Shape, strides: Shape, visit: (offset: number, done: number, layout: Layout) => void): void {
  if (lengthOf(shape) === 0) return;
  const flat = collapse(shape, strides);
  while (flat.shape.length < 4) {
    flat.shape.unshift(1);
    flat.strides.unshift(0);
  }
  const cut = (offset: number, done: number, d: number): void => {
    const size = flat.shape[d]!;
    if (flat.shape.length - d === 4) visit(offset, done, [...flat.shape.slice(d), ...flat.strides.slice(d)] as Layout);
    else {
      const part = lengthOf(flat.shape.slice(d + 1));
      for (let i = 0; i < size; i++) cut(offset + i * flat.strides[d]!, done + i * part, d + 1);
    }
  };
  cut(0, 0, 0);
}

/** What `backward` takes. */
export interface BackwardOptions {
  /** The gradient to start from, of the tensor's shape. Default: 1, for which the tensor must be a single number. */
  gradient?: Tensor;
  /** Keep what the way back needs, so that a second `backward` may go through it. Default false. */
  retainGraph?: boolean;
}

/**
 * Add the gradient of `x` to `.grad` of every tensor with `requiresGrad` that it was made from.
 * @throws Error when `x` does not depend on any, was gone through before, or is not finite.
 */
export function backward(x: Tensor, { gradient, retainGraph = false }: BackwardOptions = {}): void {
  const { storage } = x;
  if (!x.requiresGrad) throw new Error("backward: nothing it was made from has requiresGrad, so there is no gradient to compute");
  if (!gradient && x.length !== 1)
    throw new Error(`backward: the tensor is ${show(x.shape)}, not one number; take .mean() or .sum(), or give { gradient } of that shape`);
  if (gradient && !sameShape(gradient.shape, x.shape))
    throw new RangeError(`backward: the gradient is ${show(gradient.shape)}, the tensor ${show(x.shape)}: the shapes must be equal`);
  const last = storage.node;
  if (last > 0 && tape[last - 1]?.output !== storage) throw new Error("backward: the tape no longer knows this tensor");
  if (last === 0 && storage.tracked)
    throw new Error(`backward: this result of ${storage.madeBy} belongs to a step that is over; compute it anew, then call backward()`);
  if (!gradient) checkFinite(x, last);
  const kept = setAsideKept();
  addGradient(x, (to, accumulate) => {
    const values = gradient ? gradient.toFloat32Array() : Float32Array.of(1);
    const f32 = floats();
    for (let i = 0; i < values.length; i++) f32[to / 4 + i] = values[i]! + (accumulate ? f32[to / 4 + i]! : 0);
  });
  try {
    runTape(last, { retainGraph });
  } catch (error) {
    // What is on the tape is half done: the next operation begins a new one.
    endStep();
    throw error;
  }
  for (const { x: result, before } of kept) passGradient(result, locate(before));
  pin();
  if (!retainGraph) endStep();
}

/** What earlier calls left at results with `retainGrad`: it has gone through their lines already, and must not do so again. */
function setAsideKept(): { x: Tensor; before: Storage }[] {
  const lines = tape.filter(({ output }) => output.retainsGradient && output.gradientState === "full");
  return lines.map(({ output, shape }) => {
    const x = new Tensor(output, shape, { requiresGrad: true });
    const before = output.gradient!;
    x.grad = null;
    output.gradient = undefined;
    return { x, before };
  });
}

/** From line `last` back to the first; lines whose result has no gradient had no part in the loss. */
function runTape(last: number, { retainGraph }: { retainGraph: boolean }): void {
  for (let i = last - 1; i >= 0; i--) {
    const line = tape[i]!;
    const { output } = line;
    if (output.gradientState !== "full") continue;
    if (!line.backward)
      throw new Error(`backward: a second time through ${line.name}; give { retainGraph: true } to the first backward() if you need two`);
    for (const [j, input] of line.inputs.entries())
      if (input.storage.version !== line.versions[j])
        throw new Error(
          `backward: an input ${show(input.shape)} of ${line.name} was changed in place after it was used, so its gradient would be wrong`,
        );
    line.backward(locate(output.gradient!));
    if (!retainGraph) line.backward = undefined;
    if (!output.retainsGradient) {
      recycle(output.gradient!.address, output.length);
      output.gradient = undefined;
      output.gradientState = "empty";
    }
  }
}

/** The gradient as a tensor of its own, in the layout of `x`; null when there is none. */
export function gradientOf(x: Tensor): Tensor | null {
  const { gradient, gradientState } = x.storage;
  if (!gradient || gradientState === "empty") return null;
  return new Tensor(gradient, x.shape, { strides: x.strides, offset: x.offset }).detach();
}

/** @throws Error that says in which step the loss stopped being a number, and which operation was first. */
function checkFinite(x: Tensor, last: number): void {
  const loss = peek(x.storage)[x.offset]!;
  if (Number.isFinite(loss)) return;
  const bad = Number.isNaN(loss) ? Number.isNaN : (value: number) => value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY;
  const isBad = (storage: Storage) => peek(storage).some(bad);
  const lines = tape.slice(0, last);
  let updates = 0;
  for (const { inputs } of lines) for (const { storage } of inputs) updates = Math.max(updates, storage.updates);
  const first = lines.find(({ output }) => isBad(output));
  const culprit = first?.inputs.find(({ storage }) => isBad(storage));
  const where = !first
    ? ""
    : culprit
      ? culprit.storage.updates > 0
        ? ` A parameter ${show(culprit.shape)}, read by ${first.name}, has held ${loss} since update ${culprit.storage.updates}: try a lower learning rate, or clipGradNorm before the step.`
        : ` An input ${show(culprit.shape)} of ${first.name} holds ${loss}: look at the data.`
      : ` It began in ${first.name}, whose result ${show(first.shape)} is the first to hold it, from finite inputs.`;
  endStep();
  throw new Error(`the loss is ${loss} in training step ${updates + 1}.${where}`);
}

/** A tensor of the same numbers that lies row by row without gaps: itself, where it does already. */
export function contiguous(x: Tensor): Tensor {
  if (x.isContiguous) return x;
  const { shape, strides } = x;
  return apply({
    name: "contiguous",
    inputs: [x],
    shape,
    forward: (out) => copyFromStrided(out, addressOf(x), shape, strides),
    backward: (dout) => addGradient(x, (to, accumulate) => void (accumulate ? addNumbers(to, dout, x.length) : copyNumbers(to, dout, x.length))),
  });
}

export const copyNumbers = (to: number, from: number, length: number) => floats().copyWithin(to / 4, from / 4, from / 4 + length);
export const addNumbers = (to: number, from: number, length: number) => kernels().add(to, to, from, 1, length, 0, 0);

/** Pass a gradient on as it is. */
export function passGradient(x: Tensor, dout: number): void {
  addGradient(x, (to, accumulate) => {
    if (accumulate) addNumbers(to, dout, x.length);
    else copyNumbers(to, dout, x.length);
  });
}

/** The same numbers under another layout, without a copy. */
export function viewOf(x: Tensor, shape: Shape, strides: Shape = rowMajor(shape), offset = x.offset): Tensor {
  return new Tensor(x.storage, shape, { strides, offset, requiresGrad: x.requiresGrad && enabled });
}
