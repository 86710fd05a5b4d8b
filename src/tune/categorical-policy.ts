import { embedding, Module, noGrad, type Tensor, tensor } from "#tensor";
import { checkPositive } from "../base/check.ts";
import { checkRandom, type Random } from "../base/random.ts";
import { softmax } from "../lm/sampling.ts";
import type { Policy } from "./policy-gradient.ts";

/** The simplest policy: one logit for each outcome, π = softmax(logits). With it, what a policy gradient ends in can be held against {@link optimalPolicy}. */
export class CategoricalPolicy extends Module implements Policy<number> {
  /** [outcomes] */
  readonly logits: Tensor;

  /** The probabilities it starts with; they need not sum to 1. @throws RangeError when there are none, or one is not above 0. */
  constructor(probabilities: readonly number[]) {
    super();
    if (probabilities.length === 0) throw new RangeError("there are no probabilities: give one for each outcome");
    for (const [i, p] of probabilities.entries()) checkPositive(p, `probability ${i}`);
    this.logits = tensor(probabilities.map(Math.log), { requiresGrad: true });
  }

  /** π: `[outcomes]`. */
  probabilities(): number[] {
    return softmax(noGrad(() => this.logits.toFloat32Array()));
  }

  /** Indices of outcomes. */
  sample(count: number, random: Random): number[] {
    checkRandom(random);
    const probabilities = this.probabilities();
    return Array.from({ length: count }, () => random.choice(probabilities));
  }

  /** [samples] */
  logProbs(samples: readonly number[]): Tensor {
    return embedding(samples, this.logits.logSoftmax(0).unsqueeze(1)).squeeze(-1);
  }
}

/**
 * π*(x) ∝ π_ref(x) exp(r(x) / β): of all distributions the one with the greatest E[r] − β KL(π ‖ π_ref). The smaller β is, the more it keeps to
 * the best outcomes. Source: R. Rafailov et al., Direct Preference Optimization, arXiv 2305.18290, equation 4.
 * @throws RangeError when the lengths differ or `beta` is not above 0.
 */
export function optimalPolicy(reference: readonly number[], rewards: readonly number[], beta: number): number[] {
  checkPositive(beta, "beta");
  if (reference.length !== rewards.length)
    throw new RangeError(`there are ${rewards.length} rewards for ${reference.length} outcomes: each needs one`);
  return softmax(reference.map((p, i) => Math.log(p) + rewards[i]! / beta));
}
