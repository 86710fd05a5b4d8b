/**
 * The matrix product, where nearly all the time of training goes. As in K. Goto, R. van de Geijn, Anatomy of High-Performance
 * Matrix Multiplication, ACM TOMS 34(3), 2008: the result is made in tiles of 4 × 8 that stay in eight registers, B is copied
 * into panels 8 columns wide (so that it is read in order, zero-padded at the right edge), and the loops are cut so that a panel
 * stays in the first cache. A is read where it stands when its rows are contiguous, else copied into panels 4 rows high.
 * A larger tile (6 × 8, 4 × 12) needs more than the 16 registers there are and runs at half the speed.
 */
import { bytes } from "./lanes.as";
import { addToDoubles, BLOCK, LONG, roundDoubles } from "./sums.as";

/** A tile: 4 rows, 8 columns. */
const MR: i32 = 4;
const NR: i32 = 8;
/** Cuts of the loops over depth, rows and columns. */
const KC: i32 = 256;
const MC: i32 = 64;
const NC: i32 = 512;
/** Numbers between two panels of A: panels a power of two apart would push each other out of the cache. */
const PAD: i32 = 16;

/** Which part of a square problem counts; the rest is zero (or not wanted) and skipped. Attention that looks back only. */
const FULL: i32 = 0;
/** Only C[i, j] with j ≤ i is wanted. What stands right of it in the same tile is computed, what lies further right is left as it was. */
const C_LOWER: i32 = 1;
/** A[i, k] is zero for k > i. */
const A_LOWER: i32 = 2;
/** A[i, k] is zero for k < i. */
const A_UPPER: i32 = 3;

/** Where panels are put together: `scratchBytes()` bytes that the caller sets aside once. */
let zeros: usize = 0;
let tile: usize = 0;
let panelsA: usize = 0;
let panelsB: usize = 0;
/** A part of C for one block of a long depth, and room for {@link DOUBLES} sums in double precision. */
let partC: usize = 0;
export let doubles: usize = 0;
export const DOUBLES: i32 = MC * NC;

export function scratchBytes(): i32 {
  return 32 + MR * NR * 4 + (MC * KC + (MC / MR) * PAD + KC * NC) * 4 + DOUBLES * 12;
}

export function useScratch(at: usize): void {
  zeros = at;
  tile = zeros + 32;
  panelsA = tile + bytes(MR * NR);
  panelsB = panelsA + bytes(MC * KC + (MC / MR) * PAD);
  partC = panelsB + bytes(KC * NC);
  doubles = partC + bytes(DOUBLES);
  memory.fill(zeros, 0, 32);
}

/**
 * C[m, n] = A[m, k] B[k, n], plus `bias` [n] in each row where it is not 0, or plus C as it was where `accumulate` is 1.
 * Element (i, j) of A stands at `a + 4 (i rsA + j csA)`, so that a transposed matrix costs nothing; rows of C are `ldc` apart.
 */
export function gemm(
  m: i32,
  n: i32,
  k: i32,
  a: usize,
  rsA: i32,
  csA: i32,
  b: usize,
  rsB: i32,
  csB: i32,
  c: usize,
  ldc: i32,
  bias: usize,
  accumulate: i32,
  part: i32,
): void {
  if (k > LONG) return gemmInBlocks(m, n, k, a, rsA, csA, b, rsB, csB, c, ldc, bias, accumulate);
  for (let j0 = 0; j0 < n; j0 += NC) {
    const nc = min(NC, n - j0);
    let k0 = 0;
    // Once also where k is 0: C is what the sums start from.
    do {
      const kc = min(KC, k - k0);
      packB(kc, nc, b + bytes(k0 * rsB + j0 * csB), rsB, csB);
      for (let i0 = 0; i0 < m; i0 += MC) {
        const mc = min(MC, m - i0);
        const blockA = a + bytes(i0 * rsA + k0 * csA);
        if (csA !== 1) packA(mc, kc, blockA, rsA, csA);
        for (let j = 0; j < nc; j += NR) {
          const panel = panelsB + bytes(j * kc);
          const nr = min(NR, nc - j);
          for (let i = 0; i < mc; i += MR) {
            const row = i0 + i;
            const mr = min(MR, mc - i);
            if (part === C_LOWER && j0 + j >= row + MR) continue;
            const from = part === A_UPPER ? min(kc, max(0, row - k0)) : 0;
            const to = part === A_LOWER ? max(0, min(kc, row + MR - k0)) : kc;
            const depth = max(0, to - from);
            const target = c + bytes(row * ldc + j0 + j);
            const whole = mr === MR && nr === NR;
            // What the sums start from: C as it was, the bias, or nothing.
            let start = zeros;
            let startStep: usize = 0;
            if (whole) {
              if (accumulate !== 0 || k0 > 0) {
                start = target;
                startStep = bytes(ldc);
              } else if (bias !== 0) start = bias + bytes(j0 + j);
            }
            const out = whole ? target : tile;
            const outStep = whole ? bytes(ldc) : bytes(NR);
            const bp = panel + bytes(from * NR);
            if (csA === 1) {
              // Rows past the edge repeat the last one; their results are dropped.
              const a0 = blockA + bytes(i * rsA + from);
              const a1 = a0 + bytes(min(1, mr - 1) * rsA);
              const a2 = a0 + bytes(min(2, mr - 1) * rsA);
              const a3 = a0 + bytes(min(3, mr - 1) * rsA);
              tileOfRows(depth, a0, a1, a2, a3, bp, start, startStep, out, outStep);
            } else tileOfPanel(depth, panelsA + bytes((i / MR) * (MR * kc + PAD) + from * MR), bp, start, startStep, out, outStep);
            if (!whole) {
              if (accumulate !== 0 || k0 > 0) storeEdge(target, ldc, mr, nr, target, bytes(ldc));
              else storeEdge(target, ldc, mr, nr, bias === 0 ? zeros : bias + bytes(j0 + j), 0);
            }
          }
        }
      }
      k0 += KC;
    } while (k0 < k);
  }
}

/** The same over a long depth: products over a block of it each meet in double precision. Zeros of A need not be known. */
function gemmInBlocks(
  m: i32,
  n: i32,
  k: i32,
  a: usize,
  rsA: i32,
  csA: i32,
  b: usize,
  rsB: i32,
  csB: i32,
  c: usize,
  ldc: i32,
  bias: usize,
  accumulate: i32,
): void {
  for (let j0 = 0; j0 < n; j0 += NC)
    for (let i0 = 0; i0 < m; i0 += MC) {
      const mc = min(MC, m - i0);
      const nc = min(NC, n - j0);
      memory.fill(doubles, 0, 2 * bytes(mc * NC));
      for (let k0 = 0; k0 < k; k0 += BLOCK) {
        const kc = min(BLOCK, k - k0);
        gemm(mc, nc, kc, a + bytes(i0 * rsA + k0 * csA), rsA, csA, b + bytes(k0 * rsB + j0 * csB), rsB, csB, partC, NC, 0, 0, FULL);
        for (let i = 0; i < mc; i++) addToDoubles(doubles + 2 * bytes(i * NC), partC + bytes(i * NC), nc);
      }
      for (let i = 0; i < mc; i++) {
        const row = c + bytes((i0 + i) * ldc + j0);
        roundDoubles(row, doubles + 2 * bytes(i * NC), nc, accumulate !== 0 ? row : bias !== 0 ? bias + bytes(j0) : 0);
      }
    }
}

/** B[kc, nc] into panels: panel p holds columns 8p … 8p + 7, row after row. */
function packB(kc: i32, nc: i32, b: usize, rsB: i32, csB: i32): void {
  const step = bytes(rsB);
  for (let j = 0; j < nc; j += NR) {
    const nr = min(NR, nc - j);
    let to = panelsB + bytes(j * kc);
    let from = b + bytes(j * csB);
    let k = 0;
    if (nr === NR && csB === 1) {
      for (; k < kc; k++) {
        v128.store(to, v128.load(from));
        v128.store(to, v128.load(from, 16), 16);
        to += 32;
        from += step;
      }
    } else if (nr === NR && rsB === 1) {
      const column = bytes(csB);
      for (; k + 4 <= kc; k += 4) {
        transpose4(to, 32, from, column);
        transpose4(to + 16, 32, from + 4 * column, column);
        to += 128;
        from += 16;
      }
    }
    for (; k < kc; k++) {
      for (let jj = 0; jj < nr; jj++) store<f32>(to + bytes(jj), load<f32>(from + bytes(jj * csB)));
      for (let jj = nr; jj < NR; jj++) store<f32>(to + bytes(jj), 0);
      to += 32;
      from += step;
    }
  }
}

/** A[mc, kc] into panels: panel p holds rows 4p … 4p + 3, column after column. */
function packA(mc: i32, kc: i32, a: usize, rsA: i32, csA: i32): void {
  const whole = mc & ~3;
  for (let k = 0; k < kc; k++) {
    let from = a + bytes(k * csA);
    let to = panelsA + bytes(k * MR);
    let i = 0;
    if (rsA === 1)
      for (; i < whole; i += MR) {
        v128.store(to, v128.load(from));
        from += 16;
        to += bytes(MR * kc + PAD);
      }
    for (; i < mc; i += MR) {
      for (let ii = 0; ii < MR; ii++) store<f32>(to + bytes(ii), i + ii < mc ? load<f32>(a + bytes((i + ii) * rsA + k * csA)) : 0);
      to += bytes(MR * kc + PAD);
    }
  }
}

/** Four rows of four, `step` bytes apart, become four columns. */
// @ts-expect-error: decorator
function transpose4(to: usize, toStep: usize, from: usize, step: usize): void {
  const r0 = v128.load(from);
  const r1 = v128.load(from + step);
  const r2 = v128.load(from + 2 * step);
  const r3 = v128.load(from + 3 * step);
  const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
  const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
  const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
  const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5));
  v128.store(to + toStep, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7));
  v128.store(to + 2 * toStep, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5));
  v128.store(to + 3 * toStep, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7));
}

function storeEdge(to: usize, ldc: i32, mr: i32, nr: i32, start: usize, startStep: usize): void {
  for (let i = 0; i < mr; i++)
    for (let j = 0; j < nr; j++)
      store<f32>(to + bytes(i * ldc + j), load<f32>(start + <usize>i * startStep + bytes(j)) + load<f32>(tile + bytes(i * NR + j)));
}

/** A tile of C from four rows of A that stand anywhere and a panel of B: 4 × 8 sums over `depth` products. */
function tileOfRows(
  depth: i32,
  a0: usize,
  a1: usize,
  a2: usize,
  a3: usize,
  b: usize,
  start: usize,
  startStep: usize,
  out: usize,
  outStep: usize,
): void {
  let c00 = v128.load(start);
  let c01 = v128.load(start, 16);
  let c10 = v128.load(start + startStep);
  let c11 = v128.load(start + startStep, 16);
  let c20 = v128.load(start + 2 * startStep);
  let c21 = v128.load(start + 2 * startStep, 16);
  let c30 = v128.load(start + 3 * startStep);
  let c31 = v128.load(start + 3 * startStep, 16);
  const end = b + <usize>depth * 32;
  while (b < end) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const x0 = v128.load_splat<f32>(a0);
    c00 = f32x4.add(c00, f32x4.mul(x0, b0));
    c01 = f32x4.add(c01, f32x4.mul(x0, b1));
    const x1 = v128.load_splat<f32>(a1);
    c10 = f32x4.add(c10, f32x4.mul(x1, b0));
    c11 = f32x4.add(c11, f32x4.mul(x1, b1));
    const x2 = v128.load_splat<f32>(a2);
    c20 = f32x4.add(c20, f32x4.mul(x2, b0));
    c21 = f32x4.add(c21, f32x4.mul(x2, b1));
    const x3 = v128.load_splat<f32>(a3);
    c30 = f32x4.add(c30, f32x4.mul(x3, b0));
    c31 = f32x4.add(c31, f32x4.mul(x3, b1));
    a0 += 4;
    a1 += 4;
    a2 += 4;
    a3 += 4;
    b += 32;
  }
  v128.store(out, c00);
  v128.store(out, c01, 16);
  v128.store(out + outStep, c10);
  v128.store(out + outStep, c11, 16);
  v128.store(out + 2 * outStep, c20);
  v128.store(out + 2 * outStep, c21, 16);
  v128.store(out + 3 * outStep, c30);
  v128.store(out + 3 * outStep, c31, 16);
}

/** The same from a panel of A. */
function tileOfPanel(depth: i32, a: usize, b: usize, start: usize, startStep: usize, out: usize, outStep: usize): void {
  let c00 = v128.load(start);
  let c01 = v128.load(start, 16);
  let c10 = v128.load(start + startStep);
  let c11 = v128.load(start + startStep, 16);
  let c20 = v128.load(start + 2 * startStep);
  let c21 = v128.load(start + 2 * startStep, 16);
  let c30 = v128.load(start + 3 * startStep);
  let c31 = v128.load(start + 3 * startStep, 16);
  const end = b + <usize>depth * 32;
  while (b < end) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const x0 = v128.load_splat<f32>(a);
    c00 = f32x4.add(c00, f32x4.mul(x0, b0));
    c01 = f32x4.add(c01, f32x4.mul(x0, b1));
    const x1 = v128.load_splat<f32>(a, 4);
    c10 = f32x4.add(c10, f32x4.mul(x1, b0));
    c11 = f32x4.add(c11, f32x4.mul(x1, b1));
    const x2 = v128.load_splat<f32>(a, 8);
    c20 = f32x4.add(c20, f32x4.mul(x2, b0));
    c21 = f32x4.add(c21, f32x4.mul(x2, b1));
    const x3 = v128.load_splat<f32>(a, 12);
    c30 = f32x4.add(c30, f32x4.mul(x3, b0));
    c31 = f32x4.add(c31, f32x4.mul(x3, b1));
    a += 16;
    b += 32;
  }
  v128.store(out, c00);
  v128.store(out, c01, 16);
  v128.store(out + outStep, c10);
  v128.store(out + outStep, c11, 16);
  v128.store(out + 2 * outStep, c20);
  v128.store(out + 2 * outStep, c21, 16);
  v128.store(out + 3 * outStep, c30);
  v128.store(out + 3 * outStep, c31, 16);
}
