import { bytes, loadPart, storePart, sumLanes, wholeBytes } from "./lanes.as";

/** o[outer, inner] = Σ over the middle of a[outer, n, inner]; plus what stood in o where `accumulate` is 1. */
export function sum(o: usize, a: usize, outer: i32, n: i32, inner: i32, accumulate: i32): void {
  if (inner === 1) return sumRows(o, a, outer, n, accumulate);
  const whole = wholeBytes(inner);
  for (let r = 0; r < outer; r++) {
    if (accumulate === 0) memory.fill(o, 0, bytes(inner));
    for (let j = 0; j < n; j++) {
      let i: usize = 0;
      for (; i < whole; i += 16) v128.store(o + i, f32x4.add(v128.load(o + i), v128.load(a + i)));
      if (inner & 3) storePart(o + i, f32x4.add(v128.load(o + i), v128.load(a + i)), inner & 3);
      a += bytes(inner);
    }
    o += bytes(inner);
  }
}

function sumRows(o: usize, a: usize, rows: i32, n: i32, accumulate: i32): void {
  const whole = wholeBytes(n);
  for (let r = 0; r < rows; r++) {
    let s = f32x4.splat(0);
    let i: usize = 0;
    for (; i < whole; i += 16) s = f32x4.add(s, v128.load(a + i));
    if (n & 3) s = f32x4.add(s, loadPart(a + i, n & 3, 0));
    store<f32>(o, sumLanes(s) + (accumulate !== 0 ? load<f32>(o) : 0));
    a += bytes(n);
    o += 4;
  }
}

/** Σ a² */
export function sumSquares(a: usize, n: i32): f32 {
  const whole = wholeBytes(n);
  let s = f32x4.splat(0);
  let i: usize = 0;
  for (; i < whole; i += 16) s = f32x4.add(s, f32x4.mul(v128.load(a + i), v128.load(a + i)));
  if (n & 3) {
    const v = loadPart(a + i, n & 3, 0);
    s = f32x4.add(s, f32x4.mul(v, v));
  }
  return sumLanes(s);
}
