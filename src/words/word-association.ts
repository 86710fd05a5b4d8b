import { mean } from "../base/mean.ts";
import type { WordVectors } from "./word-vectors.ts";

/**
 * Lists of words about men and women, work and family: tests 6 and 8 of A. Caliskan, J. Bryson, A. Narayanan, Semantics derived automatically from language
 * corpora contain human-like biases, Science 356, 2017, who took them from psychologists.
 */
export const ASSOCIATION_WORDS = {
  men: "male man boy brother he him his son",
  women: "female woman girl sister she her hers daughter",
  career: "executive management professional corporation salary office business career",
  family: "home parents children family cousins marriage wedding relatives",
} as const;

/** How much nearer a word is to one group than to another: mean cosine with `towards` less mean cosine with `from`. Words without a place are left out. Source: A. Caliskan and others, 2017. */
export function association(vectors: WordVectors, word: string, { towards, from }: { towards: readonly string[]; from: readonly string[] }): number {
  const near = (group: readonly string[]) => mean(group.filter(vectors.has).map((other) => vectors.similarity(word, other)));
  return near(towards) - near(from);
}
