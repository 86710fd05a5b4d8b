import { addGradient, addressOf, addToStrided, apply, contiguous, gradientRoom } from "../autograd.ts";
import { allocate, kernels, recycle } from "../memory.ts";
import { broadcast, eachOffset, lengthOf, type Shape, show } from "../shape.ts";
import { LONG } from "../sums.ts";
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
  if (b.ndim === 2 && a.ndim > 2 && a.isContiguous) {
    const rows = a.shape.slice(0, -1);
    return product(a.view(lengthOf(rows), k), b).view(...rows, b.size(-1));
  }
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
  const [eachA, eachB] = [matricesOf(a, batch), matricesOf(b, batch)];
  const [rsA, csA] = a.strides.slice(-2) as [number, number];
  const [rsB, csB] = b.strides.slice(-2) as [number, number];
  return apply({
    name: "matmul",
    inputs: [a, b],
    shape: [...batch, m, n],
    forward: (out) => {
      const [pa, pb] = [addressOf(a), addressOf(b)];
      for (const [i, at] of eachA.offsets.entries())
        kernels().gemm(m, n, k, pa + 4 * at, rsA, csA, pb + 4 * eachB.offsets[i]!, rsB, csB, out + 4 * i * m * n, n, 0, 0, 0);
    },
    // dA = dC Bᵀ, dB = Aᵀ dC
    backward: (dout) => {
      const [pa, pb] = [addressOf(a), addressOf(b)];
      const dC = (i: number) => ({ at: dout + 4 * i * m * n, rs: n, cs: 1 });
      intoMatrices(a, eachA, (i, to, accumulate) => multiply(m, k, n, dC(i), { at: pb + 4 * eachB.offsets[i]!, rs: csB, cs: rsB }, to, accumulate));
      intoMatrices(b, eachB, (i, to, accumulate) => multiply(k, n, m, { at: pa + 4 * eachA.offsets[i]!, rs: csA, cs: rsA }, dC(i), to, accumulate));
    },
  });
}

/** Calls `write` with where the gradient of each matrix of `x` is to stand. */
function intoMatrices(x: Tensor, { layout, offsets, repeated }: Matrices, write: (i: number, to: Matrix, accumulate: number) => void): void {
  if (!x.requiresGrad) return;
  const [rows, columns] = x.shape.slice(-2) as [number, number];
  const [rs, cs] = x.strides.slice(-2) as [number, number];
  const length = offsets.length * rows * columns;
  // Only where each number is written just once, and by the kernel itself, may what stands there be overwritten.
  const direct = rs === 1 || cs === 1;
  // A stretched view may be as long as its storage, and yet cover a part of it several times.
  const stretched = x.strides.some((stride, d) => stride === 0 && x.shape[d] !== 1);
  const whole = direct && !stretched && x.length === x.storage.length && length === x.length;
  const { address, accumulate } = gradientRoom(x.storage, { whole });
  if (offsets.length <= LONG || !repeated)
    return offsets.forEach((offset, i) => {
      write(i, { at: address + 4 * (x.offset + offset), rs, cs }, accumulate);
    });
  // A matrix that meets very many others gets a long sum.
  const own = allocate(length);
  for (let i = 0; i < offsets.length; i++) write(i, { at: own + 4 * i * rows * columns, rs: columns, cs: 1 }, 0);
  addToStrided(address + 4 * x.offset, own, layout.shape, layout.strides);
  recycle(own, length);
}

/** C [m, n] (+)= A [m, k] B [k, n], where C's rows or columns, whichever lie without gaps, may be the rows that the kernel writes. */
function multiply(m: number, n: number, k: number, A: Matrix, B: Matrix, C: Matrix, accumulate: number): void {
  const { gemm } = kernels();
  if (C.cs === 1 && (C.rs >= n || m === 1)) gemm(m, n, k, A.at, A.rs, A.cs, B.at, B.rs, B.cs, C.at, C.rs, 0, accumulate, 0);
  // Cᵀ = Bᵀ Aᵀ
  else if (C.rs === 1 && (C.cs >= m || n === 1)) gemm(n, m, k, B.at, B.cs, B.rs, A.at, A.cs, A.rs, C.at, C.cs, 0, accumulate, 0);
  else {
    const own = allocate(m * n);
    gemm(m, n, k, A.at, A.rs, A.cs, B.at, B.rs, B.cs, own, n, 0, 0, 0);
    addToStrided(C.at, own, [m, n], [C.rs, C.cs]);
    recycle(own, m * n);
  }
}

/** The matrices of a tensor, repeated as a batch asks. */
interface Matrices {
  layout: { shape: number[]; strides: number[] };
  /** Where each of them begins. */
  offsets: number[];
  /** Whether one stands for several. */
  repeated: boolean;
}

function matricesOf(x: Tensor, batch: Shape): Matrices {
  const more = batch.length - (x.ndim - 2);
  const strides = batch.map((size, d) => (d < more || x.shape[d - more] !== size ? 0 : x.strides[d - more]!));
  const offsets: number[] = [];
  eachOffset(batch, strides, (offset) => offsets.push(offset));
  return {
    layout: { shape: [...batch, ...x.shape.slice(-2)], strides: [...strides, ...x.strides.slice(-2)] },
    offsets,
    repeated: batch.some((size, d) => size > 1 && strides[d] === 0),
  };
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
  const rows = lengthOf(x.shape.slice(0, -1));
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
