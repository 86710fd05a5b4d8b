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
