import { addressOf, apply, contiguous, setGradient } from "../autograd.ts";
import { kernels } from "../memory.ts";
import { dimension } from "../shape.ts";
import type { Tensor } from "../tensor.ts";

/** exp x / Σ exp x along a dimension. */
export function softmax(x: Tensor, dim: number): Tensor {
  return alongLast("softmax", x, dim, (rows) => {
    const n = rows.size(-1);
    const count = n > 0 ? rows.length / n : 0;
    const y: Tensor = apply({
      name: "softmax",
      inputs: [rows],
      shape: rows.shape,
      forward: (out) => kernels().softmax(out, addressOf(rows), count, n, 1, 0, 1),
      backward: (dout) => setGradient(rows, (to) => kernels().softmaxBackward(to, addressOf(y), dout, count, n, 1, 0, 1)),
    });
    return y;
  });
}

/** x − log Σ exp x along a dimension. */
export function logSoftmax(x: Tensor, dim: number): Tensor {
  return alongLast("logSoftmax", x, dim, (rows) => {
    const n = rows.size(-1);
    const count = n > 0 ? rows.length / n : 0;
    const y: Tensor = apply({
      name: "logSoftmax",
      inputs: [rows],
      shape: rows.shape,
      forward: (out) => kernels().logSoftmax(out, addressOf(rows), count, n),
      backward: (dout) => setGradient(rows, (to) => kernels().logSoftmaxBackward(to, addressOf(y), dout, count, n)),
    });
    return y;
  });
}

/** The kernels work along the last dimension: another one takes its place and goes back. */
function alongLast(name: string, x: Tensor, dim: number, f: (rows: Tensor) => Tensor): Tensor {
  const d = dimension(name, x.shape, dim);
  if (d === x.ndim - 1) return f(contiguous(x));
  return f(contiguous(x.transpose(d, -1))).transpose(d, -1);
}
