import { checkCount } from "../base/check.ts";
import { checkRandom, type Random } from "../base/random.ts";
import { sigmoid } from "../base/softmax.ts";
import type { Preference } from "./reward-model.ts";

const share = (name: string, letters: string) => [...name].filter((letter) => letters.includes(letter)).length / Math.max(1, name.length);

/**
 * What somebody may like about a name, each about from −2 to 2 and 0 for a usual one. The middles and widths are near the means and standard deviations
 * of English first names.
 */
export const NAME_FEATURES: Readonly<Record<string, (name: string) => number>> = {
  "ends in a vowel": (name) => (/[aeiouy]$/.test(name) ? 1 : -1),
  "begins with a vowel": (name) => (/^[aeiou]/.test(name) ? 1 : -1),
  "is long": (name) => (name.length - 6) / 1.5,
  "has vowels": (name) => (share(name, "aeiouy") - 0.44) / 0.11,
  "has l, m, n, r": (name) => (share(name, "lmnr") - 0.27) / 0.15,
  "has b, d, g, k, p, t": (name) => (share(name, "bdgkpt") - 0.15) / 0.14,
};

/** φ of a name: the numbers of {@link NAME_FEATURES}, in their order. */
export const nameFeatures = (name: string): number[] => Object.values(NAME_FEATURES).map((feature) => feature(name));

/**
 * A taste in names that is written down, so that a reward model can be held against what it was to learn: a vowel at the end, half vowels, six letters. The
 * best that a name can have is 1. In studies of over-optimisation such a stand-in for people is called the gold reward: L. Gao, J. Schulman, J. Hilton,
 * Scaling Laws for Reward Model Overoptimization, arXiv 2210.10760, section 2.
 */
export function goldTaste(name: string): number {
  const vowels = share(name, "aeiouy");
  return (/[aeiouy]$/.test(name) ? 1 : 0) - 4 * Math.abs(vowels - 0.5) - 0.5 * Math.abs(name.length - 6);
}

/**
 * Asks a taste which of two it likes better, `count` times. It answers as people do, not always alike: a before b with the probability σ(r_a − r_b).
 * Source: R. Bradley, M. Terry, Rank analysis of incomplete block designs, 1952.
 * @throws RangeError when `count` is not a whole number from 1 on.
 */
export function askTaste<Item>(
  taste: (item: Item) => number,
  { count, draw, random }: { count: number; draw: (random: Random) => Item; random: Random },
): Preference<Item>[] {
  checkCount(count, "count", 1);
  checkRandom(random);
  return Array.from({ length: count }, () => {
    const [a, b] = [draw(random), draw(random)];
    return random.uniform() < sigmoid(taste(a) - taste(b)) ? { chosen: a, rejected: b } : { chosen: b, rejected: a };
  });
}
