import { bytes, storePart, wholeBytes } from "./lanes.as";

/**
 * One step of Adam for n parameters: m and v are the running means of g and g². D. Kingma, J. Ba, Adam, arXiv 1412.6980, algorithm 1.
 * `lr` is the rate divided by 1 − β₁ᵗ, `correction` is 1 / (1 − β₂ᵗ). `coupled` is added to g as coupled · p (Adam's weight decay),
 * p is first multiplied by `keep` (AdamW's: I. Loshchilov, F. Hutter, arXiv 1711.05101).
 */
export function adam(
  p: usize,
  g: usize,
  m: usize,
  v: usize,
  n: i32,
  lr: f32,
  beta1: f32,
  beta2: f32,
  rest1: f32,
  rest2: f32,
  correction: f32,
  epsilon: f32,
  coupled: f32,
  keep: f32,
): void {
  const whole = wholeBytes(n);
  const rest = n & 3;
  for (let i: usize = 0; i < bytes(n); i += 16) {
    let w = v128.load(p + i);
    const d = f32x4.add(v128.load(g + i), f32x4.mul(f32x4.splat(coupled), w));
    w = f32x4.mul(w, f32x4.splat(keep));
    const first = f32x4.add(f32x4.mul(f32x4.splat(beta1), v128.load(m + i)), f32x4.mul(f32x4.splat(rest1), d));
    const second = f32x4.add(f32x4.mul(f32x4.splat(beta2), v128.load(v + i)), f32x4.mul(f32x4.splat(rest2), f32x4.mul(d, d)));
    const root = f32x4.add(f32x4.sqrt(f32x4.mul(second, f32x4.splat(correction))), f32x4.splat(epsilon));
    w = f32x4.sub(w, f32x4.div(f32x4.mul(f32x4.splat(lr), first), root));
    if (i < whole) {
      v128.store(m + i, first);
      v128.store(v + i, second);
      v128.store(p + i, w);
    } else {
      storePart(m + i, first, rest);
      storePart(v + i, second, rest);
      storePart(p + i, w, rest);
    }
  }
}

/** velocity = momentum · velocity + g + decay · p;  p −= lr · velocity. */
export function sgd(p: usize, g: usize, velocity: usize, n: i32, lr: f32, momentum: f32, decay: f32): void {
  const whole = wholeBytes(n);
  for (let i: usize = 0; i < bytes(n); i += 16) {
    const w = v128.load(p + i);
    const d = f32x4.add(v128.load(g + i), f32x4.mul(f32x4.splat(decay), w));
    const u = f32x4.add(f32x4.mul(f32x4.splat(momentum), v128.load(velocity + i)), d);
    const next = f32x4.sub(w, f32x4.mul(f32x4.splat(lr), u));
    if (i < whole) {
      v128.store(velocity + i, u);
      v128.store(p + i, next);
    } else {
      storePart(velocity + i, u, n & 3);
      storePart(p + i, next, n & 3);
    }
  }
}
