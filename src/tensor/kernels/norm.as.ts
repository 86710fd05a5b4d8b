import { bytes, loadPart, storePart, sumLanes, wholeBytes } from "./lanes.as";
import { BLOCK, LONG, products, total } from "./sums.as";

/**
 * y = gamma (a − μ) / √(σ² + ε) + beta for each row of `n`. Leaves μ and 1/√(σ² + ε) of each row in `stats` [rows, 2].
 * J. L. Ba, J. R. Kiros, G. Hinton, Layer Normalization, arXiv 1607.06450, 2016.
 */
export function layerNorm(y: usize, stats: usize, a: usize, gamma: usize, beta: usize, rows: i32, n: i32, epsilon: f32): void {
  const whole = wholeBytes(n);
  const rest = n & 3;
  for (let r = 0; r < rows; r++) {
    const mean = total(a, n) / <f32>n;
    const inverse = <f32>1 / sqrt<f32>(products(a, a, n, mean, LONG) / <f32>n + epsilon);
    store<f32>(stats, mean);
    store<f32>(stats, inverse, 4);
    const m = f32x4.splat(mean);
    const v = f32x4.splat(inverse);
    let i: usize = 0;
    for (; i < whole; i += 16)
      v128.store(y + i, f32x4.add(f32x4.mul(f32x4.mul(f32x4.sub(v128.load(a + i), m), v), v128.load(gamma + i)), v128.load(beta + i)));
    if (rest) storePart(y + i, f32x4.add(f32x4.mul(f32x4.mul(f32x4.sub(v128.load(a + i), m), v), v128.load(gamma + i)), v128.load(beta + i)), rest);
    a += bytes(n);
    y += bytes(n);
    stats += 8;
  }
}

/**
 * With x̂ = (a − μ) / √(σ² + ε) and t = gamma dy:  dx = (t − mean t − x̂ mean(t x̂)) / √(σ² + ε), added to what stood there where
 * `accumulate` is 1;  dgamma += Σ dy x̂.
 */
export function layerNormBackward(
  dx: usize,
  dgamma: usize,
  a: usize,
  stats: usize,
  gamma: usize,
  dy: usize,
  rows: i32,
  n: i32,
  accumulate: i32,
): void {
  const whole = wholeBytes(n);
  const rest = n & 3;
  for (let r = 0; r < rows; r++) {
    const mean = load<f32>(stats);
    const m = f32x4.splat(mean);
    const v = f32x4.splat(load<f32>(stats, 4));
    let sumT: f64 = 0;
    let sumTH: f64 = 0;
    let s = f32x4.splat(0);
    let q = f32x4.splat(0);
    let i: usize = 0;
    for (; i < whole; i += 16) {
      const d = v128.load(dy + i);
      const h = f32x4.mul(f32x4.sub(v128.load(a + i), m), v);
      v128.store(dgamma + i, f32x4.add(v128.load(dgamma + i), f32x4.mul(d, h)));
      const t = f32x4.mul(d, v128.load(gamma + i));
      s = f32x4.add(s, t);
      q = f32x4.add(q, f32x4.mul(t, h));
      if (n > LONG && (i + 16) % bytes(BLOCK) === 0) {
        sumT += sumLanes(s);
        sumTH += sumLanes(q);
        s = q = f32x4.splat(0);
      }
    }
    if (rest) {
      const d = loadPart(dy + i, rest, 0);
      const h = f32x4.mul(f32x4.sub(loadPart(a + i, rest, mean), m), v);
      storePart(dgamma + i, f32x4.add(v128.load(dgamma + i), f32x4.mul(d, h)), rest);
      const t = f32x4.mul(d, loadPart(gamma + i, rest, 0));
      s = f32x4.add(s, t);
      q = f32x4.add(q, f32x4.mul(t, h));
    }
    const meanT = f32x4.splat(<f32>(sumT + sumLanes(s)) / <f32>n);
    const meanTH = f32x4.splat(<f32>(sumTH + sumLanes(q)) / <f32>n);
    for (i = 0; i < bytes(n); i += 16) {
      const h = f32x4.mul(f32x4.sub(v128.load(a + i), m), v);
      const t = f32x4.mul(v128.load(dy + i), v128.load(gamma + i));
      let d = f32x4.mul(v, f32x4.sub(f32x4.sub(t, meanT), f32x4.mul(h, meanTH)));
      if (accumulate !== 0) d = f32x4.add(d, v128.load(dx + i));
      if (i < whole) v128.store(dx + i, d);
      else storePart(dx + i, d, rest);
    }
    a += bytes(n);
    dx += bytes(n);
    dy += bytes(n);
    stats += 8;
  }
}
