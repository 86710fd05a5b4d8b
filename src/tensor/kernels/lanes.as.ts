/**
 * What the SIMD kernels share. A `v128` holds four float32 numbers, its lanes. Pointers are byte addresses in linear memory,
 * sizes count numbers (4 bytes each). AssemblyScript: TypeScript's syntax, compiled to WebAssembly by `npm run wasm`.
 */

/** Bytes of `n` numbers. */
// @ts-expect-error: decorator
export function bytes(n: i32): usize {
  return (<usize>n) << 2;
}

/** Bytes of the whole vectors in `n` numbers; what is left over are 0 to 3 numbers. */
// @ts-expect-error: decorator
export function wholeBytes(n: i32): usize {
  return (<usize>(n & ~3)) << 2;
}

/** Store the first 1 to 3 lanes: what stands behind them is someone else's. */
// @ts-expect-error: decorator
export function storePart(to: usize, v: v128, count: i32): void {
  store<f32>(to, f32x4.extract_lane(v, 0));
  if (count > 1) store<f32>(to, f32x4.extract_lane(v, 1), 4);
  if (count > 2) store<f32>(to, f32x4.extract_lane(v, 2), 8);
}

/** Load 1 to 3 numbers; `fill` stands in the other lanes. */
// @ts-expect-error: decorator
export function loadPart(from: usize, count: i32, fill: f32): v128 {
  let v = f32x4.replace_lane(f32x4.splat(fill), 0, load<f32>(from));
  if (count > 1) v = f32x4.replace_lane(v, 1, load<f32>(from, 4));
  if (count > 2) v = f32x4.replace_lane(v, 2, load<f32>(from, 8));
  return v;
}

// @ts-expect-error: decorator
export function sumLanes(v: v128): f32 {
  return f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3));
}

// @ts-expect-error: decorator
export function maxLanes(v: v128): f32 {
  return max(max(f32x4.extract_lane(v, 0), f32x4.extract_lane(v, 1)), max(f32x4.extract_lane(v, 2), f32x4.extract_lane(v, 3)));
}

/**
 * exp in four lanes, to about 1e-7 of the value. x = n ln 2 + r with |r| ≤ ln 2 / 2, so exp x = 2ⁿ exp r; exp r is a
 * polynomial, and 2ⁿ is n written into the exponent's bits. The coefficients are those of Cephes' `expf` (S. Moshier).
 */
// @ts-expect-error: decorator
export function expLanes(x: v128): v128 {
  const n = f32x4.min(f32x4.nearest(f32x4.mul(x, f32x4.splat(Mathf.LOG2E))), f32x4.splat(127));
  // ln 2 in two parts, so that the subtraction loses nothing.
  const r = f32x4.sub(f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375))), f32x4.mul(n, f32x4.splat(-2.1219444e-4)));
  let p = f32x4.splat(1.98756915e-4);
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.3981999507e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(8.3334519073e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(4.1665795894e-2));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.6666665459e-1));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(5.0000001201e-1));
  p = f32x4.add(f32x4.mul(f32x4.mul(p, r), r), f32x4.add(r, f32x4.splat(1)));
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  const e = v128.andnot(f32x4.mul(p, power), f32x4.lt(x, f32x4.splat(-87)));
  return v128.bitselect(f32x4.splat(Infinity), e, f32x4.gt(x, f32x4.splat(88.722839)));
}

/** 1 / (1 + exp −x) */
// @ts-expect-error: decorator
export function sigmoidLanes(x: v128): v128 {
  return f32x4.div(f32x4.splat(1), f32x4.add(f32x4.splat(1), expLanes(f32x4.neg(x))));
}

/**
 * ln in four lanes, to about 1e-7 of the value. x = 2ᵉ m with m from √½ to √2; ln m is a polynomial in m − 1. The coefficients are
 * those of Cephes' `logf`.
 */
export function logLanes(x: v128): v128 {
  // Numbers too small for the usual form are brought into it first.
  const tiny = f32x4.lt(x, f32x4.splat(1.17549435e-38));
  const scaled = v128.bitselect(f32x4.mul(x, f32x4.splat(33554432)), x, tiny);
  // The exponent's bits, taken so that m ends up on the right side of √½.
  const shifted = i32x4.sub(scaled, i32x4.splat(0x3f3504f3));
  let e = f32x4.convert_i32x4_s(i32x4.shr_s(shifted, 23));
  e = f32x4.sub(e, v128.and(tiny, f32x4.splat(25)));
  const m = i32x4.add(v128.and(shifted, i32x4.splat(0x007fffff)), i32x4.splat(0x3f3504f3));
  const f = f32x4.sub(m, f32x4.splat(1));
  let p = f32x4.splat(7.0376836292e-2);
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(-1.151461031e-1));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(1.167699874e-1));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(-1.2420140846e-1));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(1.4249322787e-1));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(-1.6668057665e-1));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(2.0000714765e-1));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(-2.4999993993e-1));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(3.3333331174e-1));
  const z = f32x4.mul(f, f);
  let y = f32x4.add(f32x4.mul(f32x4.mul(p, f), z), f32x4.mul(e, f32x4.splat(-2.1219444e-4)));
  y = f32x4.sub(y, f32x4.mul(f32x4.splat(0.5), z));
  y = f32x4.add(f32x4.add(f, y), f32x4.mul(e, f32x4.splat(0.693359375)));
  y = v128.bitselect(f32x4.splat(-Infinity), y, f32x4.eq(x, f32x4.splat(0)));
  // ∞ and NaN come out as they went in; of a negative number there is no logarithm.
  y = v128.bitselect(x, y, f32x4.ne(f32x4.sub(x, x), f32x4.splat(0)));
  return v128.bitselect(f32x4.splat(NaN), y, f32x4.lt(x, f32x4.splat(0)));
}

export function logOf(x: f32): f32 {
  return f32x4.extract_lane(logLanes(f32x4.splat(x)), 0);
}
