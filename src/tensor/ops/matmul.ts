import { addGradient, addressOf, apply, contiguous, gradientRoom } from "../autograd.ts";
import { allocate, kernels, recycle } from "../memory.ts";
import { broadcast, eachOffset, lengthOf, type Shape, show } from "../shape.ts";
import { Tensor } from "../tensor.ts";

/** C = A B over the last two dimensions, [.., m, k] × [.., k, n] → [.., m, n]. */
export function matmul(a: Tensor, b: Tensor): Tensor {
  if (!(b instanceof Tensor)) throw new TypeError(`matmul: ${b} is not a tensor`);
  if (a.ndim === 0 || b.ndim === 0) throw new RangeError(`matmul: ${show(a.shape)} × ${show(b.shape)}: single numbers are multiplied with mul`);
  if (a.ndim === 1) return matmul(a.unsqueeze(0), b).squeeze(b.ndim === 1 ? 0 : -2);
  if (b.ndim === 1) return matmul(a, b.unsqueeze(1)).squeeze(-1);
  const k = a.size(-1);
  if (k !== b.size(-2)) throw new RangeError(`matmul: ${show(a.shape)} × ${show(b.shape)} do not fit: ${k} ≠ ${b.size(-2)}`);
  // Rows of many matrices that meet the same B are the rows of one.
  if (b.ndim === 2 && a.ndim > 2 && a.isContiguous) return matmul(a.view(-1, k), b).view(...a.shape.slice(0, -1), b.size(-1));
  return product(a, b);
}

/** Where a matrix begins and how far apart its rows and columns are, in numbers. */
interface Matrix {
  at: number;
  rs: number;
  cs: number;
}

function product(a: Tensor, b: Tensor): Tensor {
  const [m, k, n] = [a.size(-2), a.size(-1), b.size(-1)];
  const batch = broadcast("matmul", a.shape.slice(0, -2), b.shape.slice(0, -2));
  const [offsetsA, offsetsB] = [a, b].map((x) => batchOffsets(x, batch)) as [number[], number[]];
  const each = (visit: (i: number, matrixA: Matrix, matrixB: Matrix) => void) => {
    for (let i = 0; i < offsetsA.length; i++)
      visit(
        i,
        { at: offsetsA[i]!, rs: a.strides.at(-2)!, cs: a.strides.at(-1)! },
        { at: offsetsB[i]!, rs: b.strides.at(-2)!, cs: b.strides.at(-1)! },
      );
  };
  return apply({
    name: "matmul",
    inputs: [a, b],
    shape: [...batch, m, n],
    forward: (out) => {
      const [pa, pb] = [addressOf(a), addressOf(b)];
      each((i, A, B) => kernels().gemm(m, n, k, pa + 4 * A.at, A.rs, A.cs, pb + 4 * B.at, B.rs, B.cs, out + 4 * i * m * n, n, 0, 0, 0));
    },
    // dA = dC Bᵀ, dB = Aᵀ dC
    backward: (dout) => {
      const [pa, pb] = [addressOf(a), addressOf(b)];
      intoMatrices(a, offsetsA, (i, to, accumulate) => {
        const B = { at: pb + 4 * offsetsB[i]!, rs: b.strides.at(-1)!, cs: b.strides.at(-2)! };
        multiply(m, k, n, { at: dout + 4 * i * m * n, rs: n, cs: 1 }, B, to, accumulate);
      });
      intoMatrices(b, offsetsB, (i, to, accumulate) => {
        const A = { at: pa + 4 * offsetsA[i]!, rs: a.strides.at(-1)!, cs: a.strides.at(-2)! };
        multiply(k, n, m, A, { at: dout + 4 * i * m * n, rs: n, cs: 1 }, to, accumulate);
      });
    },
  });
}

/** Calls `write` with where the gradient of each matrix of `x` is to stand. */
function intoMatrices(x: Tensor, offsets: number[], write: (i: number, to: Matrix, accumulate: number) => void): void {
  if (!x.requiresGrad) return;
  // Only where each number is written just once, and by the kernel itself, may what stands there be overwritten.
  const direct = x.strides.at(-1) === 1 || x.strides.at(-2) === 1;
  // A stretched view may be as long as its storage, and yet cover a part of it several times.
  const stretched = x.strides.some((stride, d) => stride === 0 && x.shape[d] !== 1);
  const whole = direct && !stretched && x.length === x.storage.length && offsets.length * x.size(-1) * x.size(-2) === x.length;
  const { address, accumulate } = gradientRoom(x.storage, { whole });
  for (let i = 0; i < offsets.length; i++)
    write(i, { at: address + 4 * (x.offset + offsets[i]!), rs: x.strides.at(-2)!, cs: x.strides.at(-1)! }, accumulate);
}

/** C [m, n] (+)= A [m, k] B [k, n], where C's rows or columns, whichever lie without gaps, may be the rows that the kernel writes. */
function multiply(m: number, n: number, k: number, A: Matrix, B: Matrix, C: Matrix, accumulate: number): void {
  const { gemm, addStrided } = kernels();
  if (C.cs === 1 && (C.rs >= n || m === 1)) gemm(m, n, k, A.at, A.rs, A.cs, B.at, B.rs, B.cs, C.at, C.rs, 0, accumulate, 0);
  // Cᵀ = Bᵀ Aᵀ
  else if (C.rs === 1 && (C.cs >= m || n === 1)) gemm(n, m, k, B.at, B.cs, B.rs, A.at, A.cs, A.rs, C.at, C.cs, 0, accumulate, 0);
  else {
    const own = allocate(m * n);
    gemm(m, n, k, A.at, A.rs, A.cs, B.at, B.rs, B.cs, own, n, 0, 0, 0);
    addStrided(C.at, own, 1, 1, m, n, 0, 0, C.rs, C.cs);
    recycle(own, m * n);
  }
}

/** Where each matrix of `x` begins, repeated as `batch` asks. */
function batchOffsets(x: Tensor, batch: Shape): number[] {
  const own = x.shape.slice(0, -2);
  const more = batch.length - own.length;
  const strides = batch.map((size, d) => (d < more || own[d - more] !== size ? 0 : x.strides[d - more]!));
  const offsets: number[] = [];
  eachOffset(batch, strides, (offset) => offsets.push(offset));
  return offsets;
}

/** y = x Wᵀ + b: x [.., in], weight [out, in], bias [out] → [.., out]. */
export function linear(input: Tensor, weight: Tensor, bias?: Tensor): Tensor {
  const x = contiguous(input);
  const w = contiguous(weight);
  const [out, inner] = [w.size(0), w.size(-1)];
  if (w.ndim !== 2 || x.size(-1) !== inner)
    throw new RangeError(`linear: ${show(x.shape)} and weight ${show(weight.shape)} do not fit: ${x.size(-1)} ≠ ${inner}`);
  if (bias && bias.length !== out) throw new RangeError(`linear: weight ${show(weight.shape)} and bias ${show(bias.shape)} do not fit`);
  const b = bias && contiguous(bias);
  const rows = lengthOf(x.shape) / Math.max(1, inner);
  return apply({
    name: "linear",
    inputs: b ? [x, w, b] : [x, w],
    shape: x.shape.with(-1, out),
    forward: (y) => kernels().gemm(rows, out, inner, addressOf(x), inner, 1, addressOf(w), 1, inner, y, out, b ? addressOf(b) : 0, 0, 0),
    // dx = dy W, dW = dyᵀ x, db = Σ dy
    backward: (dy) => {
      const { gemm, sum } = kernels();
      addGradient(x, (to, accumulate) => gemm(rows, inner, out, dy, out, 1, addressOf(w), inner, 1, to, inner, 0, accumulate, 0));
      addGradient(w, (to, accumulate) => gemm(out, inner, rows, dy, 1, out, addressOf(x), inner, 1, to, inner, 0, accumulate, 0));
      if (b) addGradient(b, (to, accumulate) => sum(to, dy, 1, rows, out, accumulate));
    },
  });
}
