import { addGradient, addressOf, addToGradient, apply, contiguous, setGradient } from "../autograd.ts";
import { allocate, floats, integers, kernels, recycle } from "../memory.ts";
import { show } from "../shape.ts";
import { BLOCK, sumInBlocks, sumOfRows } from "../sums.ts";
import type { Tensor } from "../tensor.ts";

/** Windows of a batch that a training may have without its sums being made in another order. */
const MANY = 65_536;

export interface ConvolutionOptions {
  /** Pixels from one window to the next. Default 1. */
  stride?: number;
  /** Zeros around the picture. Default 0. */
  padding?: number;
}

/**
 * Cross-correlation, as PyTorch's conv2d: x [N, C, H, W], weight [O, C, kh, kw], bias [O] → [N, O, oh, ow] with
 * oh = ⌊(H + 2 padding − kh) / stride⌋ + 1. As a matrix product with the patches that the windows see
 * (K. Chellapilla, S. Puri, P. Simard, High Performance Convolutional Neural Networks for Document Processing, 2006).
 */
export function conv2d(input: Tensor, kernel: Tensor, bias?: Tensor, { stride = 1, padding = 0 }: ConvolutionOptions = {}): Tensor {
  if (input.ndim !== 4 || kernel.ndim !== 4 || input.size(1) !== kernel.size(1))
    throw new RangeError(
      `conv2d: ${show(input.shape)} and weight ${show(kernel.shape)} do not fit: they must be [N, C, H, W] and [O, C, kh, kw] with the same C`,
    );
  const [x, w, b] = [contiguous(input), contiguous(kernel), bias && contiguous(bias)];
  const [N, C, H, W] = x.shape as [number, number, number, number];
  const [O, , kh, kw] = w.shape as [number, number, number, number];
  const oh = windows("conv2d", H, kh, stride, padding);
  const ow = windows("conv2d", W, kw, stride, padding);
  if (b && b.length !== O) throw new RangeError(`conv2d: weight ${show(w.shape)} and bias ${show(b.shape)} do not fit: ${O} ≠ ${b.length}`);
  const patch = C * kh * kw;
  const size = oh * ow;
  let columns = 0;
  return apply({
    name: "conv2d",
    inputs: b ? [x, w, b] : [x, w],
    shape: [N, O, oh, ow],
    // For each picture: patches [patch, size], then weight [O, patch] × patches → [O, size].
    forward: (out) => {
      const { patches, gemm, affine } = kernels();
      columns = allocate(N * patch * size);
      const [px, pw, pb] = [addressOf(x), addressOf(w), b ? addressOf(b) : 0];
      for (let i = 0; i < N; i++) {
        const seen = columns + 4 * i * patch * size;
        const to = out + 4 * i * O * size;
        patches(seen, px + 4 * i * C * H * W, C, H, W, kh, kw, oh, ow, stride, padding);
        gemm(O, size, patch, pw, patch, 1, seen, size, 1, to, size, 0, 0, 0);
        if (pb) for (let c = 0; c < O; c++) affine(to + 4 * c * size, to + 4 * c * size, 1, floats()[pb / 4 + c]!, size);
      }
    },
    backward: (dout) => {
      const { gemm, addPatches, addStrided, sum } = kernels();
      const pw = addressOf(w);
      if (w.requiresGrad) {
        // dWᵀ [patch, O] = Σ patches [patch, size] × doutᵀ [size, O]: this way round, the small matrix is the one that is packed.
        const transposed = allocate(patch * O);
        // Each number is a sum over all windows of all pictures; where those are very many, each picture has its own.
        sumInBlocks(transposed, patch * O, N, N * size > MANY ? 1 : N, (to, first, end) => {
          for (let i = first; i < end; i++)
            gemm(patch, O, size, columns + 4 * i * patch * size, size, 1, dout + 4 * i * O * size, 1, size, to, O, 0, 1, 0);
        });
        addToGradient(w, (to) => addStrided(to, transposed, 1, 1, patch, O, 0, 0, 1, patch));
        recycle(transposed, patch * O);
      }
      if (b?.requiresGrad) {
        const planes = allocate(N * O);
        sum(planes, dout, N * O, size, 1, 0);
        if (N > BLOCK) setGradient(b, (to) => sumOfRows(to, planes, N, O));
        else addGradient(b, (to, accumulate) => sum(to, planes, 1, N, O, accumulate));
        recycle(planes, N * O);
      }
      addToGradient(x, (to) => {
        const spread = allocate(patch * size);
        for (let i = 0; i < N; i++) {
          gemm(patch, size, O, pw, 1, patch, dout + 4 * i * O * size, size, 1, spread, size, 0, 0, 0);
          addPatches(to + 4 * i * C * H * W, spread, C, H, W, kh, kw, oh, ow, stride, padding);
        }
        recycle(spread, patch * size);
      });
    },
  });
}

export interface PoolOptions {
  /** Pixels from one window to the next. Default: the size of the window. */
  stride?: number;
}

/** The largest number of each k × k window: x [N, C, H, W] → [N, C, ⌊(H − k) / stride⌋ + 1, …]. */
export function maxPool2d(input: Tensor, k: number, { stride = k }: PoolOptions = {}): Tensor {
  if (input.ndim !== 4) throw new RangeError(`maxPool2d: ${show(input.shape)} is not [N, C, H, W]`);
  const x = contiguous(input);
  const [N, C, H, W] = x.shape as [number, number, number, number];
  const oh = windows("maxPool2d", H, k, stride, 0);
  const ow = windows("maxPool2d", W, k, stride, 0);
  let places = 0;
  return apply({
    name: "maxPool2d",
    inputs: [x],
    shape: [N, C, oh, ow],
    forward: (out) => {
      places = allocate(N * C * oh * ow);
      kernels().maxPool(out, places, addressOf(x), N * C, H, W, oh, ow, k, stride);
    },
    backward: (dout) =>
      addToGradient(x, (to) => {
        const d = floats().subarray(dout / 4);
        const at = integers().subarray(places / 4);
        for (let p = 0, i = 0; p < N * C; p++) {
          const plane = floats().subarray(to / 4 + p * H * W);
          for (const end = i + oh * ow; i < end; i++) plane[at[i]!]! += d[i]!;
        }
      }),
  });
}

/** How many windows of `k` fit. */
function windows(name: string, size: number, k: number, stride: number, padding: number): number {
  if (![k, stride].every((n) => Number.isInteger(n) && n > 0) || !Number.isInteger(padding) || padding < 0)
    throw new RangeError(`${name}: window ${k}, stride ${stride} and padding ${padding} must be whole numbers`);
  const n = Math.floor((size + 2 * padding - k) / stride) + 1;
  if (n < 1) throw new RangeError(`${name}: a window of ${k} does not fit into ${size} pixels with a padding of ${padding}`);
  return n;
}
