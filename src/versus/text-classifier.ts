/** What all do that tell texts apart, whatever is inside: so that they can be compared, and asked why. */

import type { Label } from "../base/estimator.ts";
import { likeliest } from "../base/labels.ts";
import { max } from "../base/max.ts";
import { COUNTED } from "../prep/count-vectorizer.ts";
import type { Competitor } from "./head-to-head.ts";

/** A classifier of texts that can say what moved it. */
export interface TextClassifier<L extends Label = Label> extends Competitor<string, L> {
  /** The labels seen by `fit`, sorted. */
  readonly classes: readonly L[];
  /**
   * How strongly each text speaks for each class: `[texts][classes]`. The highest wins. A difference between two classes is in nats of log odds, save for
   * a support vector machine, whose unit is the margin.
   */
  scores(texts: readonly string[]): number[][];
}

/** The class with the highest score of each text. */
export const predictText = <L extends Label>(model: Pick<TextClassifier<L>, "classes" | "scores">, texts: readonly string[]): L[] =>
  likeliest(model.classes, model.scores(texts));

/** Log odds of one class against the best of the others, for each text: above 0, it is the one predicted. @throws RangeError when it is no class. */
export function logOdds<L extends Label>(model: TextClassifier<L>, texts: readonly string[], label: L): number[] {
  const k = model.classes.indexOf(label);
  if (k < 0) throw new RangeError(`${label} is not among the classes: ${model.classes.join(", ")}`);
  return model.scores(texts).map((row) => row[k]! - max(row.filter((_, other) => other !== k)));
}

/** A word of a text, and what it did. */
export interface WordEffect {
  word: string;
  /** Log odds with it, less log odds without: above 0, it spoke for the class. */
  effect: number;
}

export interface LeaveOutOptions {
  /** Different words that are left out, the first ones. Default 60. */
  words?: number;
}

/**
 * Which words decided: leave out each word wherever it stands, and see how the log odds of `label` change. Works with any model, since it only asks;
 * what two words do together it does not see. M. Zeiler, R. Fergus, arXiv 1311.2901, section 4.2, did so with parts of pictures.
 * @returns the words, those with the greatest effect in either direction first.
 */
export function leaveOneOut<L extends Label>(model: TextClassifier<L>, text: string, label: L, { words = 60 }: LeaveOutOptions = {}): WordEffect[] {
  const found = [...new Set(text.toLowerCase().match(COUNTED) ?? [])].slice(0, words);
  const without = found.map((word) => text.replace(COUNTED, (other) => (other.toLowerCase() === word ? "" : other)));
  const [whole, ...rest] = logOdds(model, [text, ...without], label);
  return found.map((word, i) => ({ word, effect: whole! - rest[i]! })).sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect));
}
