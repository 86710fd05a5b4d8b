import { addressOf, apply, contiguous, gradEnabled, setGradient } from "../autograd.ts";
import { allocate, floats, kernels } from "../memory.ts";
import type { Tensor } from "../tensor.ts";

type Kernel = (o: number, a: number, n: number) => void;
/** Writes dx = y′ dy. */
type Slope = (dx: number, at: { x: number; y: number }, dy: number, n: number) => void;

export const exp = (x: Tensor) => unary("exp", x, kernels().exp, (dx, { y }, dy, n) => kernels().mul(dx, dy, y, 1, n, 0, 0));
export const log = (x: Tensor) => unary("log", x, kernels().log, (dx, at, dy, n) => kernels().div(dx, dy, at.x, 1, n, 0, 0));
/** y′ = 1 − y² */
export const tanh = (x: Tensor) =>
  unary("tanh", x, kernels().tanh, (dx, { y }, dy, n) => {
    kernels().mul(dx, y, y, 1, n, 0, 0);
    kernels().affine(dx, dx, -1, 1, n);
    kernels().mul(dx, dx, dy, 1, n, 0, 0);
  });
/** y′ = (1 − y) y */
export const sigmoid = (x: Tensor) =>
  unary("sigmoid", x, kernels().sigmoid, (dx, { y }, dy, n) => {
    kernels().affine(dx, y, -1, 1, n);
    kernels().mul(dx, dx, y, 1, n, 0, 0);
    kernels().mul(dx, dx, dy, 1, n, 0, 0);
  });
export const relu = (x: Tensor) => unary("relu", x, kernels().relu, (dx, { y }, dy, n) => kernels().reluBackward(dx, y, dy, n));

// Rarely the time goes here: plain TypeScript on either backend.
export const sqrt = (x: Tensor) => mapped("sqrt", x, Math.sqrt, (_, y) => 0.5 / y);
export const abs = (x: Tensor) => mapped("abs", x, Math.abs, (value) => Math.sign(value));
export const sin = (x: Tensor) => mapped("sin", x, Math.sin, (value) => Math.cos(value));
export const cos = (x: Tensor) => mapped("cos", x, Math.cos, (value) => -Math.sin(value));

/** Not 1 / divisor times x, which rounds twice: 41 / 41 would not be 1. */
export function divideBy(x: Tensor, divisor: number): Tensor {
  const d = Math.fround(divisor);
  return mapped(
    "div",
    x,
    (value) => value / d,
    () => 1 / d,
  );
}

export function pow(x: Tensor, exponent: number): Tensor {
  return mapped(
    "pow",
    x,
    (value) => value ** exponent,
    // 0 · 0⁻¹ would be NaN.
    (value) => exponent && exponent * value ** (exponent - 1),
  );
}

export function clamp(x: Tensor, min: number, max: number): Tensor {
  return mapped(
    "clamp",
    x,
    (value) => Math.min(max, Math.max(min, value)),
    (value) => Number(value >= min && value <= max),
  );
}

/** What `gelu` takes. */
export interface GeluOptions {
  /** `none`: x Φ(x), as defined (D. Hendrycks, K. Gimpel, arXiv 1606.08415). `tanh`: the approximation in GPT-2. Default `none`. */
  approximate?: "none" | "tanh";
}

export function gelu(input: Tensor, { approximate = "none" }: GeluOptions = {}): Tensor {
  const x = contiguous(input);
  const n = x.length;
  let slope = 0;
  return apply({
    name: "gelu",
    inputs: [x],
    shape: x.shape,
    forward: (out) => {
      // The slope shares its exp with the value, so it is computed here and kept for the way back.
      slope = x.requiresGrad && gradEnabled() ? allocate(n) : 0;
      if (approximate === "tanh") kernels().geluTanh(out, slope, addressOf(x), n);
      else kernels().gelu(out, slope, addressOf(x), n);
    },
    backward: (dout) => setGradient(x, (to) => kernels().mul(to, dout, slope, 1, n, 0, 0)),
  });
}

function unary(name: string, input: Tensor, kernel: Kernel, slope: Slope): Tensor {
  const x = contiguous(input);
  const y: Tensor = apply({
    name,
    inputs: [x],
    shape: x.shape,
    forward: (out) => kernel(out, addressOf(x), x.length),
    backward: (dout) => setGradient(x, (to) => slope(to, { x: addressOf(x), y: addressOf(y) }, dout, x.length)),
  });
  return y;
}

function mapped(name: string, x: Tensor, f: (x: number) => number, slope: (x: number, y: number) => number): Tensor {
  const kernel: Kernel = (o, a, n) => {
    const f32 = floats();
    for (let i = 0; i < n; i++) f32[o / 4 + i] = f(f32[a / 4 + i]!);
  };
  return unary(name, x, kernel, (dx, at, dy, n) => {
    const f32 = floats();
    for (let i = 0; i < n; i++) f32[dx / 4 + i] = slope(f32[at.x / 4 + i]!, f32[at.y / 4 + i]!) * f32[dy / 4 + i]!;
  });
}
