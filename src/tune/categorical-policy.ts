import { embedding, Module, noGrad, type Tensor, tensor } from "#tensor";
import { checkPositive } from "../base/check.ts";
import { klDivergence } from "../base/kl-divergence.ts";
import { max } from "../base/max.ts";
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

/**
 * The π* that lies `kl` nats from the reference: of all distributions no further away, the one with the greatest mean reward. Its β is found by halving.
 * Source: L. Gao, J. Schulman, J. Hilton, Scaling Laws for Reward Model Overoptimization, arXiv 2210.10760, who compare what is earned at the same KL.
 * @throws RangeError when `kl` is not above 0, or not below −ln π_ref of all the best outcomes together, where π* keeps to them alone.
 */
export function optimalPolicyAt(reference: readonly number[], rewards: readonly number[], kl: number): number[] {
  checkPositive(kl, "kl");
  const highest = max(rewards);
  const most = -Math.log(reference.reduce((sum, p, i) => (rewards[i] === highest ? sum + p : sum), 0));
  if (!(kl < most)) throw new RangeError(`kl is ${kl}: the best outcomes alone are ${most} away, and nothing earns more further off`);
  let [low, high] = [-20, 20];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (klDivergence(optimalPolicy(reference, rewards, Math.exp(middle)), reference) > kl) low = middle;
    else high = middle;
  }
  return optimalPolicy(reference, rewards, Math.exp(high));
}
