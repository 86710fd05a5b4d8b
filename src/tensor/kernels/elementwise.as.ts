/** One number at a time, four at once. `n` counts numbers; `o` may be the same as an input. */
import { bytes, expLanes, logLanes, sigmoidLanes, storePart, wholeBytes } from "./lanes.as";

/**
 * o = a + b for `rows` rows of `n`. The rows of a and of b are `stepA` and `stepB` numbers apart; a step of 0 repeats one row, as
 * for a bias. The same for {@link sub}, {@link mul} and {@link div}.
 */
export function add(o: usize, a: usize, b: usize, rows: i32, n: i32, stepA: i32, stepB: i32): void {
  const whole = wholeBytes(n);
  for (let r = 0; r < rows; r++) {
    let i: usize = 0;
    for (; i < whole; i += 16) v128.store(o + i, f32x4.add(v128.load(a + i), v128.load(b + i)));
    if (n & 3) storePart(o + i, f32x4.add(v128.load(a + i), v128.load(b + i)), n & 3);
    o += bytes(n);
    a += bytes(stepA);
    b += bytes(stepB);
  }
}

export function sub(o: usize, a: usize, b: usize, rows: i32, n: i32, stepA: i32, stepB: i32): void {
  const whole = wholeBytes(n);
  for (let r = 0; r < rows; r++) {
    let i: usize = 0;
    for (; i < whole; i += 16) v128.store(o + i, f32x4.sub(v128.load(a + i), v128.load(b + i)));
    if (n & 3) storePart(o + i, f32x4.sub(v128.load(a + i), v128.load(b + i)), n & 3);
    o += bytes(n);
    a += bytes(stepA);
    b += bytes(stepB);
  }
}

export function mul(o: usize, a: usize, b: usize, rows: i32, n: i32, stepA: i32, stepB: i32): void {
  const whole = wholeBytes(n);
  for (let r = 0; r < rows; r++) {
    let i: usize = 0;
    for (; i < whole; i += 16) v128.store(o + i, f32x4.mul(v128.load(a + i), v128.load(b + i)));
    if (n & 3) storePart(o + i, f32x4.mul(v128.load(a + i), v128.load(b + i)), n & 3);
    o += bytes(n);
    a += bytes(stepA);
    b += bytes(stepB);
  }
}

export function div(o: usize, a: usize, b: usize, rows: i32, n: i32, stepA: i32, stepB: i32): void {
  const whole = wholeBytes(n);
  for (let r = 0; r < rows; r++) {
    let i: usize = 0;
    for (; i < whole; i += 16) v128.store(o + i, f32x4.div(v128.load(a + i), v128.load(b + i)));
    if (n & 3) storePart(o + i, f32x4.div(v128.load(a + i), v128.load(b + i)), n & 3);
    o += bytes(n);
    a += bytes(stepA);
    b += bytes(stepB);
  }
}

/** o = scale a + shift */
export function affine(o: usize, a: usize, scale: f32, shift: f32, n: i32): void {
  const s = f32x4.splat(scale);
  const t = f32x4.splat(shift);
  const whole = wholeBytes(n);
  let i: usize = 0;
  for (; i < whole; i += 16) v128.store(o + i, f32x4.add(f32x4.mul(s, v128.load(a + i)), t));
  if (n & 3) storePart(o + i, f32x4.add(f32x4.mul(s, v128.load(a + i)), t), n & 3);
}

export function exp(o: usize, a: usize, n: i32): void {
  const whole = wholeBytes(n);
  let i: usize = 0;
  for (; i < whole; i += 16) v128.store(o + i, expLanes(v128.load(a + i)));
  if (n & 3) storePart(o + i, expLanes(v128.load(a + i)), n & 3);
}

export function log(o: usize, a: usize, n: i32): void {
  const whole = wholeBytes(n);
  let i: usize = 0;
  for (; i < whole; i += 16) v128.store(o + i, logLanes(v128.load(a + i)));
  if (n & 3) storePart(o + i, logLanes(v128.load(a + i)), n & 3);
}

export function sigmoid(o: usize, a: usize, n: i32): void {
  const whole = wholeBytes(n);
  let i: usize = 0;
  for (; i < whole; i += 16) v128.store(o + i, sigmoidLanes(v128.load(a + i)));
  if (n & 3) storePart(o + i, sigmoidLanes(v128.load(a + i)), n & 3);
}

/**
 * tanh x = 1 − 2 / (exp 2x + 1); near 0, where that loses digits, x − x³/3 + 2x⁵/15 − 17x⁷/315.
 */
export function tanh(o: usize, a: usize, n: i32): void {
  const one = f32x4.splat(1);
  const two = f32x4.splat(2);
  const whole = wholeBytes(n);
  for (let i: usize = 0; i < bytes(n); i += 16) {
    const x = v128.load(a + i);
    const far = f32x4.sub(one, f32x4.div(two, f32x4.add(expLanes(f32x4.add(x, x)), one)));
    const q = f32x4.mul(x, x);
    let p = f32x4.add(f32x4.mul(q, f32x4.splat(-0.05396825)), f32x4.splat(0.13333333));
    p = f32x4.add(f32x4.mul(q, p), f32x4.splat(-0.33333333));
    const near = f32x4.add(x, f32x4.mul(f32x4.mul(x, q), p));
    const y = v128.bitselect(near, far, f32x4.lt(f32x4.abs(x), f32x4.splat(0.2)));
    if (i < whole) v128.store(o + i, y);
    else storePart(o + i, y, n & 3);
  }
}

export function relu(o: usize, a: usize, n: i32): void {
  const zero = f32x4.splat(0);
  const whole = wholeBytes(n);
  let i: usize = 0;
  for (; i < whole; i += 16) v128.store(o + i, f32x4.max(v128.load(a + i), zero));
  if (n & 3) storePart(o + i, f32x4.max(v128.load(a + i), zero), n & 3);
}

/** dx = dy where y > 0, else 0 */
export function reluBackward(dx: usize, y: usize, dy: usize, n: i32): void {
  const zero = f32x4.splat(0);
  const whole = wholeBytes(n);
  for (let i: usize = 0; i < bytes(n); i += 16) {
    const d = v128.and(v128.load(dy + i), f32x4.gt(v128.load(y + i), zero));
    if (i < whole) v128.store(dx + i, d);
    else storePart(dx + i, d, n & 3);
  }
}

/**
 * y = x Φ(x), and its slope Φ(x) + x φ(x) for the way back (0: not wanted). Φ by erf in the form 7.1.26 of Abramowitz and Stegun,
 * right to 1.5e-7; the exp in it is also the one in φ.
 */
export function gelu(y: usize, slope: usize, a: usize, n: i32): void {
  const one = f32x4.splat(1);
  const half = f32x4.splat(0.5);
  const whole = wholeBytes(n);
  for (let i: usize = 0; i < bytes(n); i += 16) {
    const x = v128.load(a + i);
    const z = f32x4.abs(f32x4.mul(x, f32x4.splat(Mathf.SQRT1_2)));
    const e = expLanes(f32x4.neg(f32x4.mul(z, z)));
    const t = f32x4.div(one, f32x4.add(one, f32x4.mul(f32x4.splat(0.3275911), z)));
    let p = f32x4.add(f32x4.mul(t, f32x4.splat(1.061405429)), f32x4.splat(-1.453152027));
    p = f32x4.add(f32x4.mul(t, p), f32x4.splat(1.421413741));
    p = f32x4.add(f32x4.mul(t, p), f32x4.splat(-0.284496736));
    p = f32x4.add(f32x4.mul(t, p), f32x4.splat(0.254829592));
    // Φ(−|x|), the small tail; the other side is 1 minus it.
    const tail = f32x4.mul(half, f32x4.mul(f32x4.mul(t, p), e));
    const cdf = v128.bitselect(tail, f32x4.sub(one, tail), f32x4.lt(x, f32x4.splat(0)));
    const v = f32x4.mul(x, cdf);
    const s = f32x4.add(cdf, f32x4.mul(x, f32x4.mul(f32x4.splat(0.39894228), e)));
    if (i < whole) {
      v128.store(y + i, v);
      if (slope !== 0) v128.store(slope + i, s);
    } else {
      storePart(y + i, v, n & 3);
      if (slope !== 0) storePart(slope + i, s, n & 3);
    }
  }
}

/**
 * The same with Φ(x) ≈ (1 + tanh u) / 2 = σ(2u), u = √(2/π) (x + 0.044715 x³), as GPT-2 has it.
 * The slope is σ + x σ (1 − σ) 2u′.
 */
export function geluTanh(y: usize, slope: usize, a: usize, n: i32): void {
  const one = f32x4.splat(1);
  const c = f32x4.splat(1.595769122);
  const whole = wholeBytes(n);
  for (let i: usize = 0; i < bytes(n); i += 16) {
    const x = v128.load(a + i);
    const q = f32x4.mul(f32x4.splat(0.044715), f32x4.mul(x, x));
    const s = sigmoidLanes(f32x4.mul(f32x4.mul(c, x), f32x4.add(one, q)));
    const v = f32x4.mul(x, s);
    const du = f32x4.mul(c, f32x4.add(one, f32x4.mul(f32x4.splat(3), q)));
    const d = f32x4.add(s, f32x4.mul(f32x4.mul(v, f32x4.sub(one, s)), du));
    if (i < whole) {
      v128.store(y + i, v);
      if (slope !== 0) v128.store(slope + i, d);
    } else {
      storePart(y + i, v, n & 3);
      if (slope !== 0) storePart(slope + i, d, n & 3);
    }
  }
}
