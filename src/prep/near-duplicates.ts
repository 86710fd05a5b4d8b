import { checkCount } from "../base/check.ts";

export interface NearDuplicateOptions {
  /** Characters of a shingle. Default 8. */
  size?: number;
  /** Share of shingles that two texts must have in common, of all that either has (Jaccard's index). Default 0.8. */
  similarity?: number;
}

/** The different pieces of so many characters of a text, one from each place; white space and capitals do not count. A shorter text is one piece. */
export function shingles(text: string, size = 8): Set<string> {
  checkCount(size, "size", 1);
  const letters = text.toLowerCase().replace(/\s+/g, "");
  if (letters.length <= size) return new Set([letters]);
  const found = new Set<string>();
  for (let at = 0; at + size <= letters.length; at++) found.add(letters.slice(at, at + size));
  return found;
}

/** |A ∩ B| / |A ∪ B|: 1 for equal sets, 0 for sets that have nothing in common. */
export function jaccard<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): number {
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  let common = 0;
  for (const item of small) if (large.has(item)) common++;
  return common / (a.size + b.size - common);
}

/**
 * Pairs of texts that are almost the same: `[first, second]`, the first the one that stands earlier. Exact: two texts as alike as that must share one of
 * their rarest shingles, so only texts that do are compared (prefix filter).
 *
 * Sources: A. Broder, On the resemblance and containment of documents, 1997; S. Chaudhuri and others, A primitive operator for similarity joins
 * in data cleaning, ICDE 2006.
 * @throws RangeError unless `similarity` lies above 0 and is at most 1.
 */
export function nearDuplicates(texts: readonly string[], { size = 8, similarity = 0.8 }: NearDuplicateOptions = {}): [number, number][] {
  if (!(similarity > 0 && similarity <= 1)) throw new RangeError(`similarity is ${similarity}: it must lie above 0 and be at most 1`);
  const ids = new Map<string, number>();
  const counts: number[] = [];
  const sets = texts.map((text) => {
    const set = new Set<number>();
    for (const shingle of shingles(text, size)) {
      let id = ids.get(shingle);
      if (id === undefined) {
        id = ids.size;
        ids.set(shingle, id);
        counts.push(0);
      }
      counts[id]!++;
      set.add(id);
    }
    return set;
  });
  const byShingle = new Map<number, number[]>();
  const pairs: [number, number][] = [];
  for (const [second, set] of sets.entries()) {
    const rarest = [...set].sort((a, b) => counts[a]! - counts[b]! || a - b);
    const prefix = rarest.slice(0, set.size - Math.ceil(similarity * set.size - 1e-9) + 1);
    const candidates = new Set<number>();
    for (const id of prefix) {
      const others = byShingle.get(id);
      for (const other of others ?? []) candidates.add(other);
      if (others) others.push(second);
      else if (counts[id]! > 1) byShingle.set(id, [second]);
    }
    for (const first of candidates) {
      const other = sets[first]!;
      if (Math.min(set.size, other.size) < similarity * Math.max(set.size, other.size)) continue;
      if (jaccard(set, other) >= similarity) pairs.push([first, second]);
    }
  }
  return pairs.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
}
