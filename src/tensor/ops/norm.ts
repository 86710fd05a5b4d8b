import { addGradient, addressOf, apply, contiguous, setGradient } from "../autograd.ts";
import { allocate, floats, kernels, recycle } from "../memory.ts";
import { show } from "../shape.ts";
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
      // The kernel adds to both of these, wanted or not.
      const parts = [gamma, beta].map((part) => {
        const room = allocate(n);
        floats().fill(0, room / 4, room / 4 + n);
        return { part, room };
      });
      const run = (dx: number, accumulate: number) =>
        kernels().layerNormBackward(dx, parts[0]!.room, parts[1]!.room, addressOf(x), stats, addressOf(gamma), dout, rows, n, accumulate);
      if (x.requiresGrad) addGradient(x, run);
      else {
        const unwanted = allocate(x.length);
        run(unwanted, 0);
        recycle(unwanted, x.length);
      }
      for (const { part, room } of parts) {
        setGradient(part, (to) => floats().copyWithin(to / 4, room / 4, room / 4 + n));
        recycle(room, n);
      }
    },
  });
}
