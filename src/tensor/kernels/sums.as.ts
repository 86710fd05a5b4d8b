/**
 * What all sums are made with. Four lanes that add up one number after the other are fast, but each addition rounds, and where a sum is a million
 * times what is added to it, little is left of the addend: the error grows with the length. So long sums are made in blocks, whose
 * sums meet in double precision: then the error is that of a block. N. Higham, The Accuracy of Floating Point Summation, SIAM J. Sci.
 * Comput. 14(4), 1993, section 3.
 */
import { bytes, loadPart, sumLanes, wholeBytes } from "./lanes.as";

/** Sums of at most so many numbers are short: they are made in one go, and their last digit is what trainings repeat. */
export const LONG: i32 = 2048;
/** Numbers in a block: 16 in each lane. */
export const BLOCK: i32 = 64;

/** Σ a */
export function total(a: usize, n: i32): f32 {
  if (n > LONG) {
    let sum: f64 = 0;
    for (let i = 0; i < n; i += BLOCK) sum += total(a + bytes(i), min(BLOCK, n - i));
    return <f32>sum;
  }
  const whole = wholeBytes(n);
  let s = f32x4.splat(0);
  let i: usize = 0;
  for (; i < whole; i += 16) s = f32x4.add(s, v128.load(a + i));
  if (n & 3) s = f32x4.add(s, loadPart(a + i, n & 3, 0));
  return sumLanes(s);
}

/** Σ (a − shift)(b − shift), in blocks where there are more than `long`. */
export function products(a: usize, b: usize, n: i32, shift: f32, long: i32): f32 {
  if (n > long) {
    let sum: f64 = 0;
    for (let i = 0; i < n; i += BLOCK) sum += products(a + bytes(i), b + bytes(i), min(BLOCK, n - i), shift, long);
    return <f32>sum;
  }
  const whole = wholeBytes(n);
  const m = f32x4.splat(shift);
  let s = f32x4.splat(0);
  let i: usize = 0;
  for (; i < whole; i += 16) s = f32x4.add(s, f32x4.mul(f32x4.sub(v128.load(a + i), m), f32x4.sub(v128.load(b + i), m)));
  if (n & 3) s = f32x4.add(s, f32x4.mul(f32x4.sub(loadPart(a + i, n & 3, shift), m), f32x4.sub(loadPart(b + i, n & 3, shift), m)));
  return sumLanes(s);
}

/** Add `n` numbers to as many in double precision; of both, those up to the next multiple of four may be garbage. */
export function addToDoubles(doubles: usize, a: usize, n: i32): void {
  for (let i: usize = 0; i < bytes(n); i += 16) addVector(doubles + 2 * i, v128.load(a + i));
}

/** The same for `rows` rows of a matrix whose rows are `step` numbers apart; four of them meet in float32. */
export function addRowsToDoubles(doubles: usize, a: usize, rows: i32, n: i32, step: i32): void {
  const next = bytes(step);
  let r = 0;
  for (; r + 4 <= rows; r += 4) {
    for (let i: usize = 0; i < bytes(n); i += 16) {
      const at = a + i;
      const two = f32x4.add(v128.load(at), v128.load(at + next));
      addVector(doubles + 2 * i, f32x4.add(two, f32x4.add(v128.load(at + 2 * next), v128.load(at + 3 * next))));
    }
    a += 4 * next;
  }
  for (; r < rows; r++) {
    addToDoubles(doubles, a, n);
    a += next;
  }
}

function addVector(doubles: usize, v: v128): void {
  v128.store(doubles, f64x2.add(v128.load(doubles), f64x2.promote_low_f32x4(v)));
  v128.store(doubles, f64x2.add(v128.load(doubles, 16), f64x2.promote_low_f32x4(v128.shuffle<f32>(v, v, 2, 3, 2, 3))), 16);
}

/** o = doubles, plus what stands at `start` where it is not 0. */
export function roundDoubles(o: usize, doubles: usize, n: i32, start: usize): void {
  for (let i: usize = 0; i < bytes(n); i += 4) store<f32>(o + i, <f32>(load<f64>(doubles + 2 * i) + (start !== 0 ? <f64>load<f32>(start + i) : 0)));
}
