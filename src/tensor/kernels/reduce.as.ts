import { bytes, storePart, wholeBytes } from "./lanes.as";
import { DOUBLES, doubles } from "./matmul.as";
import { addRowsToDoubles, LONG, products, roundDoubles, total } from "./sums.as";

/** o[outer, inner] = Σ over the middle of a[outer, n, inner]; plus what stood in o where `accumulate` is 1. */
export function sum(o: usize, a: usize, outer: i32, n: i32, inner: i32, accumulate: i32): void {
  for (let r = 0; r < outer; r++) {
    if (inner === 1) store<f32>(o, total(a, n) + (accumulate !== 0 ? load<f32>(o) : 0));
    else if (n > LONG) sumLongColumns(o, a, n, inner, accumulate);
    else sumColumns(o, a, n, inner, accumulate);
    a += bytes(n * inner);
    o += bytes(inner);
  }
}

function sumColumns(o: usize, a: usize, n: i32, inner: i32, accumulate: i32): void {
  const whole = wholeBytes(inner);
  if (accumulate === 0) memory.fill(o, 0, bytes(inner));
  for (let j = 0; j < n; j++) {
    let i: usize = 0;
    for (; i < whole; i += 16) v128.store(o + i, f32x4.add(v128.load(o + i), v128.load(a + i)));
    if (inner & 3) storePart(o + i, f32x4.add(v128.load(o + i), v128.load(a + i)), inner & 3);
    a += bytes(inner);
  }
}

function sumLongColumns(o: usize, a: usize, n: i32, inner: i32, accumulate: i32): void {
  for (let i = 0; i < inner; i += DOUBLES) {
    const width = min(DOUBLES, inner - i);
    const at = o + bytes(i);
    memory.fill(doubles, 0, 2 * bytes(width));
    addRowsToDoubles(doubles, a + bytes(i), n, width, inner);
    roundDoubles(at, doubles, width, accumulate !== 0 ? at : 0);
  }
}

/** Σ a². Long from 65,536 on: norms of gradients, by which trainings scale their steps, are made of up to so many. */
export function sumSquares(a: usize, n: i32): f32 {
  return products(a, a, n, 0, 65_536);
}
