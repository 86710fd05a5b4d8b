import { affine } from "./elementwise.as";
import { bytes, expLanes, loadPart, logOf, maxLanes, storePart, sumLanes, wholeBytes } from "./lanes.as";
import { BLOCK, LONG, products } from "./sums.as";

// @ts-expect-error: decorator
function maxOf(a: usize, n: i32): f32 {
  const whole = wholeBytes(n);
  let m = f32x4.splat(-Infinity);
  let i: usize = 0;
  for (; i < whole; i += 16) m = f32x4.max(m, v128.load(a + i));
  if (n & 3) m = f32x4.max(m, loadPart(a + i, n & 3, -Infinity));
  return maxLanes(m);
}

/** o = exp(scale (a − shift)); gives Σ o. */
function expOf(o: usize, a: usize, n: i32, scale: f32, shift: f32): f32 {
  if (n > LONG) {
    let blocks: f64 = 0;
    for (let i = 0; i < n; i += BLOCK) blocks += expOf(o + bytes(i), a + bytes(i), min(BLOCK, n - i), scale, shift);
    return <f32>blocks;
  }
  const whole = wholeBytes(n);
  const s = f32x4.splat(scale);
  const m = f32x4.splat(shift);
  let sum = f32x4.splat(0);
  let i: usize = 0;
  for (; i < whole; i += 16) {
    const e = expLanes(f32x4.mul(s, f32x4.sub(v128.load(a + i), m)));
    v128.store(o + i, e);
    sum = f32x4.add(sum, e);
  }
  if (n & 3) {
    const e = expLanes(f32x4.mul(s, f32x4.sub(loadPart(a + i, n & 3, -Infinity), m)));
    storePart(o + i, e, n & 3);
    sum = f32x4.add(sum, e);
  }
  return sumLanes(sum);
}

/**
 * o = softmax(scale a) of each row; `scale` > 0. With `causal` 1, row r of each matrix of `height` rows sees its first r + 1 numbers;
 * the rest becomes 0. A row that sees nothing but −∞ becomes 0, too.
 */
export function softmax(o: usize, a: usize, rows: i32, n: i32, scale: f32, causal: i32, height: i32): void {
  for (let r = 0; r < rows; r++) {
    const seen = causal !== 0 ? min(n, (r % height) + 1) : n;
    const m = maxOf(a, seen);
    if (m === -Infinity) memory.fill(o, 0, bytes(seen));
    else affine(o, o, <f32>1 / expOf(o, a, seen, scale, m), 0, seen);
    if (seen < n) memory.fill(o + bytes(seen), 0, bytes(n - seen));
    o += bytes(n);
    a += bytes(n);
  }
}

/** dx = scale y (dy − Σ y dy), row by row. */
export function softmaxBackward(dx: usize, y: usize, dy: usize, rows: i32, n: i32, scale: f32, causal: i32, height: i32): void {
  const f = f32x4.splat(scale);
  for (let r = 0; r < rows; r++) {
    const seen = causal !== 0 ? min(n, (r % height) + 1) : n;
    const whole = wholeBytes(seen);
    const s = f32x4.splat(products(dy, y, seen, 0, LONG));
    let i: usize = 0;
    for (; i < whole; i += 16) v128.store(dx + i, f32x4.mul(f32x4.mul(f, v128.load(y + i)), f32x4.sub(v128.load(dy + i), s)));
    if (seen & 3) storePart(dx + i, f32x4.mul(f32x4.mul(f, v128.load(y + i)), f32x4.sub(v128.load(dy + i), s)), seen & 3);
    if (seen < n) memory.fill(dx + bytes(seen), 0, bytes(n - seen));
    dx += bytes(n);
    y += bytes(n);
    dy += bytes(n);
  }
}

/** o = a − log Σ exp a of each row. */
export function logSoftmax(o: usize, a: usize, rows: i32, n: i32): void {
  for (let r = 0; r < rows; r++) {
    const m = maxOf(a, n);
    const shift = m + logOf(expOf(o, a, n, 1, m));
    for (let i: usize = 0; i < bytes(n); i += 4) store<f32>(o + i, load<f32>(a + i) - shift);
    o += bytes(n);
    a += bytes(n);
  }
}

/**
 * The loss of each row, log Σ exp a − a[target], into `losses` [rows], and its gradient softmax(a) − onehot(target) into `d` [rows, n].
 * Rows whose target is `ignore` get 0 in both.
 */
export function crossEntropy(losses: usize, d: usize, a: usize, targets: usize, rows: i32, n: i32, ignore: i32): void {
  for (let r = 0; r < rows; r++) {
    const target = load<i32>(targets);
    if (target === ignore) {
      store<f32>(losses, 0);
      memory.fill(d, 0, bytes(n));
    } else {
      const m = maxOf(a, n);
      const s = expOf(d, a, n, 1, m);
      store<f32>(losses, logOf(s) + m - load<f32>(a + bytes(target)));
      affine(d, d, <f32>1 / s, 0, n);
      store<f32>(d + bytes(target), load<f32>(d + bytes(target)) - 1);
    }
    losses += 4;
    targets += 4;
    d += bytes(n);
    a += bytes(n);
  }
}
