import { checkCount } from "../base/check.ts";

/** For each word the words that stand near it, by their places in the list, each with how often or how surprisingly. */
export type Company = Map<number, number>[];

export interface CompanyOptions {
  /** Words to either side that count as near. Default 5. */
  window?: number;
  /** Whether a neighbour at distance d counts 1/d; else each counts 1. Default true. */
  nearCountsMore?: boolean;
}

/** The words that occur at least `minCount` times, most frequent first, at most `maxWords` of them. */
export function commonWords(texts: Iterable<readonly string[]>, minCount = 1, maxWords = Number.POSITIVE_INFINITY): string[] {
  const counts = new Map<string, number>();
  for (const text of texts) for (const word of text) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count >= minCount)
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, maxWords)
    .map(([word]) => word);
}

/**
 * How often `words` stand near each other in texts, each an array of words: `[words]` maps. Nothing is near across the borders of texts. Other words still take up
 * room between these. Being near is mutual, so the table is symmetric; a word that is near itself is so from both sides.
 * Source: O. Levy, Y. Goldberg, I. Dagan, Improving Distributional Similarity with Lessons Learned from Word Embeddings, 2015, sections 2 and 3.
 * @throws RangeError when the window is not a whole number above 0.
 */
export function companyOf(
  words: readonly string[],
  texts: Iterable<readonly string[]>,
  { window = 5, nearCountsMore = true }: CompanyOptions = {},
): Company {
  checkCount(window, "window", 1);
  const index = new Map(words.map((word, i) => [word, i]));
  const rows: Company = words.map(() => new Map());
  for (const text of texts) {
    const ids = Int32Array.from(text, (word) => index.get(word) ?? -1);
    for (let i = 0; i < ids.length; i++) {
      if (ids[i]! < 0) continue;
      for (let d = 1; d <= window && i + d < ids.length; d++) {
        const [a, b] = [ids[i]!, ids[i + d]!];
        if (b < 0) continue;
        const row = rows[Math.min(a, b)]!;
        row.set(Math.max(a, b), (row.get(Math.max(a, b)) ?? 0) + (nearCountsMore ? 1 / d : 1));
      }
    }
  }
  for (const [a, row] of rows.entries())
    for (const [b, count] of [...row])
      if (b === a) row.set(a, 2 * count);
      else if (b > a) rows[b]!.set(a, count);
  return rows;
}

/**
 * Pointwise mutual information of words that stand near each other, ln (P(w, c) / (P(w) P(c))): how much more often they do than if words were shuffled. Pairs
 * that never meet have none, and are left out. With `smoothing` below 1, P to that power, scaled to sum to 1 again, takes the place of P(c), which keeps rare
 * words from looking special; the power goes to either side in equal parts, so that the table stays symmetric.
 *
 * Source: K. Church, P. Hanks, Word Association Norms, Mutual Information, and Lexicography, 1990; O. Levy, Y. Goldberg, I. Dagan, 2015, section 3.2.
 */
export function mutualInformation(company: Company, { smoothing = 0.75 }: { smoothing?: number } = {}): Company {
  const sums = company.map((row) => sum(row.values()));
  const total = sum(sums);
  const smoothed = sums.map((value) => value ** smoothing);
  const smoothedTotal = sum(smoothed);
  // ln P(w) P(c)^¾, once with w and once with c smoothed, and the mean of the two.
  const half = sums.map((value, i) => (Math.log(value / total) + Math.log(smoothed[i]! / smoothedTotal)) / 2);
  return company.map((row, i) => new Map([...row].map(([j, count]) => [j, Math.log(count / total) - half[i]! - half[j]!])));
}

/** The table written out: `[words][words]`, with 0 for what is missing or below 0. */
export const positiveTable = (company: Company): number[][] => company.map((row) => Array.from(company, (_, j) => Math.max(0, row.get(j) ?? 0)));

function sum(values: Iterable<number>): number {
  let all = 0;
  for (const value of values) all += value;
  return all;
}
