import { addressOf, apply, contiguous, setGradient } from "../autograd.ts";
import { allocate, floats, kernels, recycle } from "../memory.ts";
import { dimension } from "../shape.ts";
import type { Tensor } from "../tensor.ts";

/** exp x / Σ exp x along a dimension. */
export function softmax(x: Tensor, dim: number): Tensor {
  const forward: Forward = (out, a, rows, n) => kernels().softmax(out, a, rows, n, 1, 0, 1);
  return alongRows("softmax", x, dim, forward, (to, y, dout, rows, n) => kernels().softmaxBackward(to, y, dout, rows, n, 1, 0, 1));
}

/** x − log Σ exp x along a dimension. */
export function logSoftmax(x: Tensor, dim: number): Tensor {
  const forward: Forward = (out, a, rows, n) => kernels().logSoftmax(out, a, rows, n);
  // dx = dy − exp(y) Σ dy
  return alongRows("logSoftmax", x, dim, forward, (to, y, dout, rows, n) => {
    const { exp, sum } = kernels();
    const totals = allocate(rows);
    exp(to, y, rows * n);
    sum(totals, dout, rows, n, 1, 0);
    const f32 = floats();
    for (let i = 0; i < rows * n; i++) f32[to / 4 + i] = f32[dout / 4 + i]! - f32[to / 4 + i]! * f32[totals / 4 + Math.floor(i / n)]!;
    recycle(totals, rows);
  });
}

type Forward = (out: number, a: number, rows: number, n: number) => void;
type Backward = (to: number, y: number, dout: number, rows: number, n: number) => void;

/** The kernels work along the last dimension: another one takes its place and goes back. */
function alongRows(name: string, input: Tensor, dim: number, forward: Forward, backward: Backward): Tensor {
  const d = dimension(name, input.shape, dim);
  if (d < input.ndim - 1) return alongRows(name, input.transpose(d, -1), -1, forward, backward).transpose(d, -1);
  const x = contiguous(input);
  const n = x.size(-1);
  const rows = n > 0 ? x.length / n : 0;
  const y: Tensor = apply({
    name,
    inputs: [x],
    shape: x.shape,
    forward: (out) => forward(out, addressOf(x), rows, n),
    backward: (dout) => setGradient(x, (to) => backward(to, addressOf(y), dout, rows, n)),
  });
  return y;
}
