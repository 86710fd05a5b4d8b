import type { Label } from "../base/estimator.ts";
import type { LikelihoodClassifier } from "./likelihood-classifier.ts";
import type { NGramLikelihood } from "./n-gram-likelihood.ts";

/** How surprised a model is by a part of a text, in bits: −log₂ P of its characters from one place to before another, each after those before it. */
export function surpriseBits(model: NGramLikelihood, text: string, from = 0, to = text.length + 1): number {
  return (
    model
      .losses(text)
      .slice(from, to)
      .reduce((sum, loss) => sum + loss, 0) / Math.LN2
  );
}

/** A word with the space after it, and where it stands. */
export interface WordPlace {
  word: string;
  from: number;
  to: number;
}

/** The words of a text, one after the other. */
export function wordPlaces(text: string): WordPlace[] {
  return Array.from(text.matchAll(/\s*\S+\s*/g), ({ 0: word, index }) => ({ word: word.trim(), from: index, to: index + word.length }));
}

/** Bits a character, to three decimals: browsers differ in those after. */
export const bitsPerCharacter = (model: NGramLikelihood, text: string): number =>
  Number((surpriseBits(model, text) / Math.max(1, text.length)).toFixed(3));

/** Bits of surprise in one step towards a verdict. */
export interface SurpriseStep {
  step: string;
  ham: number;
  spam: number;
}

/**
 * How a pair of n-grams comes to its verdict on a text, in bits: each word, the end of the text, how rare either class was, and all together. Bayes' rule: the class with the
 * smaller sum is the more probable one.
 * @param pair with the classes ham and spam.
 */
export function surpriseSteps<L extends Label>(pair: LikelihoodClassifier<L>, text: string): SurpriseStep[] {
  const [ham, spam] = pair.models as NGramLikelihood[];
  const part = (step: string, from: number, to?: number) => ({
    step,
    ham: surpriseBits(ham!, text, from, to),
    spam: surpriseBits(spam!, text, from, to),
  });
  const [hamShare, spamShare] = pair.classLogPrior.map((log) => -log / Math.LN2);
  const steps = [
    ...wordPlaces(text).map(({ word, from, to }) => part(word, from, to)),
    part("(the end)", text.length),
    { step: "(how rare the class is)", ham: hamShare!, spam: spamShare! },
  ];
  const sum = (of: "ham" | "spam") => steps.reduce((total, step) => total + step[of], 0);
  return [...steps, { step: "together", ham: sum("ham"), spam: sum("spam") }];
}
