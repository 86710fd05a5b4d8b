/**
 * Scaled dot-product attention of one head: softmax(Q Kᵀ / √d) V.
 * A. Vaswani et al., Attention Is All You Need, 2017, section 3.2.1.
 * Rows of q, k, v and o are `qs`, `ks`, `vs` and `os` numbers apart, so that heads need not be copied out of a joint projection.
 */

import { bytes } from "./lanes.as";
import { A_LOWER, A_UPPER, C_LOWER, FULL, gemm } from "./matmul.as";
import { softmax, softmaxBackward } from "./softmax.as";

/**
 * q [t, d], k [s, d], v [s, dv] → o [t, dv]; the probabilities stay in `p` [t, s]. `mask` [t, s] (rows `ms` apart; 0: none) is added to
 * Q Kᵀ · scale. With `causal` 1, row i looks at columns 0 … i only, and what lies right of them is not even computed.
 */
export function attention(
  o: usize,
  os: i32,
  p: usize,
  q: usize,
  qs: i32,
  k: usize,
  ks: i32,
  v: usize,
  vs: i32,
  t: i32,
  s: i32,
  d: i32,
  dv: i32,
  scale: f32,
  mask: usize,
  ms: i32,
  causal: i32,
): void {
  gemm(t, s, d, q, qs, 1, k, 1, ks, p, s, 0, 0, causal !== 0 ? C_LOWER : FULL);
  if (mask !== 0)
    for (let i = 0; i < t; i++)
      for (let j = 0; j < s; j++) {
        const at = p + bytes(i * s + j);
        store<f32>(at, load<f32>(at) + load<f32>(mask + bytes(i * ms + j)) / scale);
      }
  softmax(p, p, t, s, scale, causal, t);
  gemm(t, dv, s, p, s, 1, v, vs, 1, o, os, 0, 0, causal !== 0 ? A_LOWER : FULL);
}

/** dP = dO Vᵀ, dV += Pᵀ dO, dS = softmax′(dP), dQ += dS K, dK += dSᵀ Q. `dp` [t, s] is room to work in. A gradient at 0 is not wanted. */
export function attentionBackward(
  dout: usize,
  os: i32,
  p: usize,
  dp: usize,
  q: usize,
  dq: usize,
  qs: i32,
  k: usize,
  dk: usize,
  ks: i32,
  v: usize,
  dv: usize,
  vs: i32,
  t: i32,
  s: i32,
  d: i32,
  dvs: i32,
  scale: f32,
  causal: i32,
): void {
  const lower = causal !== 0 ? A_LOWER : FULL;
  const upper = causal !== 0 ? A_UPPER : FULL;
  if (dv !== 0) gemm(s, dvs, t, p, 1, s, dout, os, 1, dv, vs, 0, 1, upper);
  if (dq === 0 && dk === 0) return;
  gemm(t, s, dvs, dout, os, 1, v, 1, vs, dp, s, 0, 0, causal !== 0 ? C_LOWER : FULL);
  softmaxBackward(dp, p, dp, t, s, scale, causal, t);
  if (dq !== 0) gemm(t, d, s, dp, s, 1, k, ks, 1, dq, qs, 0, 1, lower);
  if (dk !== 0) gemm(s, d, t, dp, 1, s, q, qs, 1, dk, ks, 0, 1, upper);
}
