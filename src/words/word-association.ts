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

/** Where a word of a list leans. */
export interface Leaning {
  word: string;
  list: keyof typeof ASSOCIATION_WORDS;
  /** Above 0 it is nearer to the words `towards`, below 0 to those `from`. */
  lean: number;
}

/** The `association` of each word of some lists with two others, list by list. Words without a place are left out. Source: A. Caliskan and others, 2017. */
export function leanings(
  vectors: WordVectors,
  lists: readonly (keyof typeof ASSOCIATION_WORDS)[],
  { towards, from }: { towards: keyof typeof ASSOCIATION_WORDS; from: keyof typeof ASSOCIATION_WORDS },
): Leaning[] {
  const wordsOf = (list: keyof typeof ASSOCIATION_WORDS) => ASSOCIATION_WORDS[list].split(" ").filter(vectors.has);
  const sides = { towards: wordsOf(towards), from: wordsOf(from) };
  return lists.flatMap((list) => wordsOf(list).map((word) => ({ word, list, lean: association(vectors, word, sides) })));
}
