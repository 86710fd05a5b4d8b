import { addGradient, addressOf, apply, contiguous, passGradient, setGradient } from "../autograd.ts";
import { allocate, kernels, recycle } from "../memory.ts";
import { show } from "../shape.ts";
import { BLOCK, LONG, sumInBlocks } from "../sums.ts";
import type { Tensor } from "../tensor.ts";

export interface LayerNormOptions {
  /** Added to the variance. Default 1e-5. */
  eps?: number;
}

/** Each row of the last dimension with mean 0 and variance 1, then times `weight` [n] plus `bias` [n]. */
export function layerNorm(input: Tensor, weight: Tensor, bias: Tensor, { eps = 1e-5 }: LayerNormOptions = {}): Tensor {
  const x = contiguous(input);
  const n = x.size(-1);
  if (weight.length !== n || bias.length !== n)
    throw new RangeError(
      `layerNorm: ${show(x.shape)}, weight ${show(weight.shape)} and bias ${show(bias.shape)} do not fit: the last dimension is ${n}`,
    );
  const rows = n > 0 ? x.length / n : 0;
  const [gamma, beta] = [contiguous(weight), contiguous(bias)];
  let stats = 0;
  return apply({
    name: "layerNorm",
    inputs: [x, gamma, beta],
    shape: x.shape,
    forward: (out) => {
      stats = allocate(2 * rows);
      kernels().layerNorm(out, stats, addressOf(x), addressOf(gamma), addressOf(beta), rows, n, eps);
    },
    backward: (dout) => {
      // The kernel adds to it, wanted or not.
      const dgamma = allocate(n);
      const run = (dx: number, accumulate: number) =>
        sumInBlocks(dgamma, n, rows, rows > LONG ? BLOCK : rows, (to, first, end) => {
          const at = 4 * first * n;
          const own = stats + 8 * first;
          kernels().layerNormBackward(dx + at, to, addressOf(x) + at, own, addressOf(gamma), dout + at, end - first, n, accumulate);
        });
      if (x.requiresGrad) addGradient(x, run);
      else {
        const unwanted = allocate(x.length);
        run(unwanted, 0);
        recycle(unwanted, x.length);
      }
      passGradient(gamma, dgamma);
      recycle(dgamma, n);
      setGradient(beta, (to) => kernels().sum(to, dout, 1, rows, n, 0));
    },
  });
}
