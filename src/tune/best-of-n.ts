import { checkSize } from "../base/check.ts";
import { klDivergence } from "../base/kl-divergence.ts";
import { max } from "../base/max.ts";

export interface BestOfNOptions<Sample> {
  /** How many are drawn. */
  n: number;
  /** Draws so many. */
  sample: (count: number) => readonly Sample[];
  /** One number for each: the greater, the better. */
  reward: (samples: readonly Sample[]) => ArrayLike<number>;
}

/** The best of those drawn, and all of them. */
export interface BestOfN<Sample> {
  best: Sample;
  reward: number;
  samples: readonly Sample[];
  /** Of each sample. */
  rewards: number[];
}

/**
 * Draw n, and keep the one with the greatest reward; of equal ones the first. The model learns nothing, each answer costs n: what a reward model is
 * worth before any training. Source: N. Stiennon et al., Learning to summarize from human feedback, arXiv 2009.01325.
 * @throws RangeError when `n` is not a whole number above 0, or there is not one reward, a number, for each sample.
 */
export function bestOfN<Sample>({ n, sample, reward }: BestOfNOptions<Sample>): BestOfN<Sample> {
  checkSize(n, "n");
  const samples = sample(n);
  if (samples.length !== n) throw new RangeError(`sample(${n}) gave ${samples.length} samples`);
  const rewards = Array.from(reward(samples));
  checkRewards(rewards, n);
  const place = rewards.indexOf(max(rewards));
  return { best: samples[place]!, reward: rewards[place]!, samples, rewards };
}

/**
 * How probable each outcome is as the best of n draws from `probabilities`: π(y) / π(equal rewards) · (P(r ≤ r_y)ⁿ − P(r < r_y)ⁿ).
 * Source: A. Beirami et al., Theoretical Guarantees on the Best-of-n Alignment Policy, arXiv 2401.01879, lemma 1, extended to equal rewards,
 * of which the first drawn wins.
 * @throws RangeError when `n` is not a whole number above 0, the probabilities do not sum to 1, or there is not one reward, a number, for each.
 */
export function bestOfNDistribution(probabilities: readonly number[], rewards: ArrayLike<number>, n: number): number[] {
  checkSize(n, "n");
  checkProbabilities(probabilities);
  checkRewards(Array.from(rewards), probabilities.length);
  const groups = new Map<number, number[]>();
  for (const i of probabilities.keys()) groups.set(rewards[i]!, [...(groups.get(rewards[i]!) ?? []), i]);
  const best = new Array<number>(probabilities.length).fill(0);
  let below = 0;
  for (const [, members] of [...groups].sort(([a], [b]) => a - b)) {
    const own = members.reduce((sum, i) => sum + probabilities[i]!, 0);
    if (own === 0) continue;
    // upToⁿ − belowⁿ, without the loss of digits where the two are close.
    const upTo = below + own;
    const share = below === 0 ? upTo ** n : -(upTo ** n) * Math.expm1(n * Math.log1p(-own / upTo));
    for (const i of members) best[i] = (share * probabilities[i]!) / own;
    below = upTo;
  }
  return best;
}

/**
 * The mean of `values`, one for each outcome, over what is the best of n draws: of the rewards themselves, or of what somebody else thinks of it.
 * Source: L. Gao, J. Schulman, J. Hilton, Scaling Laws for Reward Model Overoptimization, arXiv 2210.10760, who hold a gold reward against the one that chose.
 * @throws RangeError when there is not one value for each outcome, or what {@link bestOfNDistribution} refuses.
 */
export function bestOfNMean(probabilities: readonly number[], rewards: ArrayLike<number>, n: number, values: ArrayLike<number> = rewards): number {
  const best = bestOfNDistribution(probabilities, rewards, n);
  if (values.length !== best.length) throw new RangeError(`there are ${values.length} values for ${best.length} outcomes: each needs one`);
  return best.reduce((sum, p, i) => sum + p * values[i]!, 0);
}

/**
 * KL(best of n ‖ π), exact, in nats: how far choosing moves away from the model.
 * Source: A. Beirami et al., Theoretical Guarantees on the Best-of-n Alignment Policy, arXiv 2401.01879.
 */
export function bestOfNKL(probabilities: readonly number[], rewards: ArrayLike<number>, n: number): number {
  return klDivergence(bestOfNDistribution(probabilities, rewards, n), probabilities);
}

/**
 * ln n − (n − 1) / n, in nats: never less than {@link bestOfNKL}, and close where no single outcome is likely. Often quoted as the divergence
 * itself, which it is not: that never passes the −ln π of the best outcome, however many are drawn.
 * Source: A. Beirami et al., arXiv 2401.01879, theorem 1.
 */
export function bestOfNBound(n: number): number {
  checkSize(n, "n");
  return Math.log(n) - (n - 1) / n;
}

function checkProbabilities(probabilities: readonly number[]): void {
  for (const [i, p] of probabilities.entries()) if (!(p >= 0)) throw new RangeError(`probability ${i} is ${p}: it must be 0 or more`);
  const sum = probabilities.reduce((total, p) => total + p, 0);
  if (!(Math.abs(sum - 1) < 1e-6)) throw new RangeError(`the probabilities sum to ${sum}: they must sum to 1`);
}

function checkRewards(rewards: readonly number[], count: number): void {
  if (rewards.length !== count) throw new RangeError(`there are ${rewards.length} rewards for ${count} outcomes: each needs one`);
  for (const [i, reward] of rewards.entries()) if (Number.isNaN(reward)) throw new RangeError(`reward ${i} is NaN: it must be a number`);
}
