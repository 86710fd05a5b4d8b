import { checkCount, checkPair } from "../base/check.ts";
import { wordsAndNumbers } from "../base/letters.ts";

/**
 * The share of answers that are the expected ones to the letter, 0 to 1.
 * @throws RangeError when the two lists are empty or differ in length.
 */
export function exactMatch(expected: readonly string[], answers: readonly string[]): number {
  checkPair(expected, answers, "answers");
  return expected.filter((text, i) => text === answers[i]).length / expected.length;
}

/** How much of one text stands in another. */
export interface Rouge {
  /** The share of the candidate that stands in the reference. */
  precision: number;
  /** The share of the reference that stands in the candidate. */
  recall: number;
  /** 2 · precision · recall / (precision + recall): 0 where both are. */
  f1: number;
}

/**
 * ROUGE-N: how many runs of `n` words two texts share, each counted as often as it stands in both.
 * Source: C.-Y. Lin, ROUGE: A Package for Automatic Evaluation of Summaries, 2004, section 2.
 * Words are runs of letters, with their marks, and digits, in lower case; no stemming.
 * @throws RangeError unless `n` is a whole number of at least 1.
 */
export function rougeN(reference: string, candidate: string, n: number): Rouge {
  checkCount(n, "n", 1);
  const [expected, given] = [runs(wordsAndNumbers(reference), n), runs(wordsAndNumbers(candidate), n)];
  let shared = 0;
  for (const [run, count] of expected) shared += Math.min(count, given.get(run) ?? 0);
  return rouge(shared, total(given), total(expected));
}

/**
 * ROUGE-L: the longest run of words that stand in both texts in the same order, gaps allowed.
 * Source: C.-Y. Lin, 2004, section 3.1, with β = 1. O(reference · candidate).
 */
export function rougeL(reference: string, candidate: string): Rouge {
  const [expected, given] = [wordsAndNumbers(reference), wordsAndNumbers(candidate)];
  return rouge(longestCommon(expected, given), given.length, expected.length);
}

/** The length of the longest list that both lists hold in the same order, gaps allowed. */
function longestCommon(a: readonly string[], b: readonly string[]): number {
  // longest[j]: of the words of `a` so far and the first j of `b`.
  const longest = new Int32Array(b.length + 1);
  for (const word of a) {
    let diagonal = 0;
    for (let j = 1; j <= b.length; j++) {
      const above = longest[j]!;
      longest[j] = word === b[j - 1] ? diagonal + 1 : Math.max(above, longest[j - 1]!);
      diagonal = above;
    }
  }
  return longest[b.length]!;
}

function runs(tokens: readonly string[], n: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (let i = 0; i + n <= tokens.length; i++) {
    const run = tokens.slice(i, i + n).join(" ");
    counts.set(run, (counts.get(run) ?? 0) + 1);
  }
  return counts;
}

const total = (counts: Map<string, number>) => [...counts.values()].reduce((sum, count) => sum + count, 0);

function rouge(shared: number, given: number, expected: number): Rouge {
  if (shared === 0) return { precision: 0, recall: 0, f1: 0 };
  return { precision: shared / given, recall: shared / expected, f1: (2 * shared) / (given + expected) };
}
