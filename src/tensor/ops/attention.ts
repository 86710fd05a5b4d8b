import { addressOf, apply, contiguous, gradientRoom } from "../autograd.ts";
import { A_LOWER, A_UPPER, C_LOWER, FULL } from "../kernels/fallback.ts";
import { allocate, floats, kernels, recycle } from "../memory.ts";
import { sameShape, show } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { expand } from "./layout.ts";

export interface AttentionOptions {
  /** Each position looks at itself and what is before it. Default false. */
  isCausal?: boolean;
  /** Added to the scores, of a shape that stretches to [B, H, T, S]: −Infinity where nothing may be looked at. Default none. */
  mask?: Tensor;
  /** Factor of the scores. Default 1 / √d. */
  scale?: number;
}

/**
 * softmax(Q Kᵀ · scale + mask) V: q [.., T, d], k [.., S, d], v [.., S, dv] → [.., T, dv], with up to two dimensions (batch, heads) in front.
 * With k and v from another sequence it is cross-attention. A row that may look at nothing gives 0.
 */
export function scaledDotProductAttention(q: Tensor, k: Tensor, v: Tensor, options: AttentionOptions = {}): Tensor {
  const rank = q.ndim;
  if (rank < 2 || rank > 4 || k.ndim !== rank || v.ndim !== rank) fail(q, k, v, "each must have the same 2 to 4 dimensions");
  if (k.size(-1) !== q.size(-1)) fail(q, k, v, `${q.size(-1)} ≠ ${k.size(-1)}`);
  if (v.size(-2) !== k.size(-2)) fail(q, k, v, `${k.size(-2)} ≠ ${v.size(-2)}`);
  for (const x of [k, v]) if (!sameShape(x.shape.slice(0, -2), q.shape.slice(0, -2))) fail(q, k, v, "batch and heads must be equal");
  const [Q, K, V] = [q, k, v].map((x) => inFour(x)) as [Tensor, Tensor, Tensor];
  const y = attention(Q, K, V, options);
  return rank === 4 ? y : y.view(...q.shape.slice(0, -1), v.size(-1));
}

/** The probabilities themselves, [.., T, S], to look at; nothing is kept of them by {@link scaledDotProductAttention}. */
export function attentionWeights(q: Tensor, k: Tensor, { isCausal = false, mask, scale }: AttentionOptions = {}): Tensor {
  let scores = q.matmul(k.transpose(-2, -1)).mul(scale ?? 1 / Math.sqrt(q.size(-1)));
  if (mask) scores = scores.add(mask);
  if (!isCausal) return scores.softmax(-1);
  const ahead = scores.detach().mul(0).add(1);
  return scores.maskedFill(ahead.sub(ahead.tril()), Number.NEGATIVE_INFINITY).softmax(-1);
}

function attention(q: Tensor, k: Tensor, v: Tensor, { isCausal = false, mask, scale }: AttentionOptions): Tensor {
  const [B, H, T, d] = q.shape as [number, number, number, number];
  const S = k.size(2);
  const dv = v.size(3);
  const factor = scale ?? 1 / Math.sqrt(d);
  if (!(factor > 0)) throw new RangeError(`scaledDotProductAttention: the scale is ${factor}: it must be above 0`);
  const bias = mask && contiguous(expand(mask, [B, H, T, S]));
  if (bias?.requiresGrad) throw new Error("scaledDotProductAttention: the mask has no gradient; add it to the scores by hand if it is learnt");
  const [qs, ks, vs] = [q.strides[2]!, k.strides[2]!, v.strides[2]!];
  let P = 0;
  /** For each head: bytes from the beginning of q, k, v and of the result to what is its own, and where its probabilities [T, S] stand. */
  const each = (visit: (hq: number, hk: number, hv: number, ho: number, p: number) => void) => {
    for (let b = 0; b < B; b++)
      for (let h = 0; h < H; h++) {
        const head = ({ strides }: Tensor) => 4 * (b * strides[0]! + h * strides[1]!);
        // The result lies as [B, T, H, dv], so that the heads of a position are already joined; it is seen as [B, H, T, dv].
        visit(head(q), head(k), head(v), 4 * (b * T * H + h) * dv, P + 4 * (b * H + h) * T * S);
      }
  };
  const [lower, upper, wanted] = isCausal ? [A_LOWER, A_UPPER, C_LOWER] : [FULL, FULL, FULL];
  const y = apply({
    name: "scaledDotProductAttention",
    inputs: bias ? [q, k, v, bias] : [q, k, v],
    shape: [B, T, H, dv],
    forward: (out) => {
      P = allocate(B * H * T * S);
      const [pq, pk, pv, pm] = [addressOf(q), addressOf(k), addressOf(v), bias ? addressOf(bias) : 0];
      const { gemm, softmax } = kernels();
      const f32 = floats();
      each((hq, hk, hv, ho, p) => {
        gemm(T, S, d, pq + hq, qs, 1, pk + hk, 1, ks, p, S, 0, 0, wanted);
        // Softmax multiplies with the scale.
        if (pm) for (let i = p / 4, m = (pm - P) / 4; i < p / 4 + T * S; i++) f32[i]! += Math.fround(f32[m + i]! / Math.fround(factor));
        softmax(p, p, T, S, factor, Number(isCausal), T);
        gemm(T, dv, S, p, S, 1, pv + hv, vs, 1, out + ho, H * dv, 0, 0, lower);
      });
    },
    // dV += Pᵀ dO, dP = dO Vᵀ, dS = softmax′(dP), dQ += dS K, dK += dSᵀ Q
    backward: (dout) => {
      const gradients = [q, k, v].map((x) => (x.requiresGrad ? gradientRoom(x.storage, { whole: false }).address + 4 * x.offset : 0));
      const [gq, gk, gv] = gradients as [number, number, number];
      const [pq, pk, pv] = [addressOf(q), addressOf(k), addressOf(v)];
      const dS = allocate(T * S);
      const { gemm, softmaxBackward } = kernels();
      each((hq, hk, hv, ho, p) => {
        if (gv) gemm(S, dv, T, p, 1, S, dout + ho, H * dv, 1, gv + hv, vs, 0, 1, upper);
        if (!gq && !gk) return;
        gemm(T, S, dv, dout + ho, H * dv, 1, pv + hv, 1, vs, dS, S, 0, 0, wanted);
        softmaxBackward(dS, p, dS, T, S, factor, Number(isCausal), T);
        if (gq) gemm(T, d, S, dS, S, 1, pk + hk, ks, 1, gq + hq, qs, 0, 1, lower);
        if (gk) gemm(S, d, T, dS, 1, S, pq + hq, qs, 1, gk + hk, ks, 0, 1, upper);
      });
      recycle(dS, T * S);
    },
  });
  return y.transpose(1, 2);
}

/** [T, d] and [B, T, d] with dimensions of size 1 in front. Rows of a head must lie without gaps. */
function inFour(x: Tensor): Tensor {
  const rows = x.strides.at(-1) === 1 || x.size(-1) === 1 ? x : contiguous(x);
  if (rows.ndim === 4) return rows;
  if (rows.ndim === 3) return rows.unsqueeze(1);
  return rows.unsqueeze(0).unsqueeze(0);
}

function fail(q: Tensor, k: Tensor, v: Tensor, why: string): never {
  throw new RangeError(`scaledDotProductAttention: q ${show(q.shape)}, k ${show(k.shape)}, v ${show(v.shape)} do not fit: ${why}`);
}
