/** Translation by counting: which words go together in pairs of texts, and what a word mostly becomes between its neighbours. */
import { checkCount, checkPair } from "../base/check.ts";

export interface WordTranslationOptions {
  /** How often the probabilities of pairs of words are computed anew. Default 10. */
  iterations?: number;
  /**
   * Neighbours that a word is looked up with, as [before, after], the first first; where a word never stood so, the next is tried, and in the end the
   * word alone. Default none: word by word.
   */
  windows?: readonly (readonly [before: number, after: number])[];
}

/** What a text begins and ends with, where a window reaches beyond. */
const BORDER = "\n";
const NOTHING = "";

/**
 * A dictionary that is counted from pairs of texts. Which word of the source each word of the target comes from is found as in IBM Model 1, by expectation
 * maximisation, with the empty word; then each source word is given the list of words that came from it, and the most frequent list is its translation.
 *
 * Source: P. Brown, S. Della Pietra, V. Della Pietra, R. Mercer, The Mathematics of Statistical Machine Translation, Computational Linguistics 19, 1993, section 4.1.
 * It differs in what comes after: no search by a language model; translations stand in the order of the source, and are looked up with neighbours.
 */
export class WordTranslation {
  readonly iterations: number;
  readonly windows: readonly (readonly [number, number])[];
  /** P(target word | source word). */
  #given = new Map<string, Map<string, number>>();
  /** For each window, and last for the word alone: what stands there → the list it becomes. */
  #lists: Map<string, string[]>[] = [];

  constructor({ iterations = 10, windows = [] }: WordTranslationOptions = {}) {
    checkCount(iterations, "iterations", 1);
    this.iterations = iterations;
    this.windows = [...windows, [0, 0]];
  }

  /** Entries of all tables. */
  get size(): number {
    return this.#lists.reduce((sum, table) => sum + table.size, 0);
  }

  /** Texts as lists of words, each source with the target at its place. @throws RangeError when there are none, or not as many. O(iterations · pairs · words²). */
  fit(sources: readonly (readonly string[])[], targets: readonly (readonly string[])[]): this {
    checkPair(sources, targets, "targets");
    this.#given = new Map();
    for (let i = 0; i < this.iterations; i++) this.#given = this.#again(sources, targets);
    const counts = this.windows.map(() => new Map<string, Map<string, number>>());
    for (const [i, source] of sources.entries()) {
      const lists: string[][] = source.map(() => []);
      const target = targets[i]!;
      for (const [j, from] of this.align(source, target).entries()) if (from >= 0) lists[from]!.push(target[j]!);
      for (const [w, window] of this.windows.entries())
        for (const [at, list] of lists.entries()) add(counts[w]!, keyOf(source, at, window), list.join(" "), 1);
    }
    this.#lists = counts.map((table) => new Map(Array.from(table, ([key, lists]) => [key, top(lists).split(" ").filter(Boolean)])));
    return this;
  }

  /** For each word of the target the place of the source word that it most probably came from; −1 for none. Of equal ones, the nearest to the same share of the text. */
  align(source: readonly string[], target: readonly string[]): number[] {
    return target.map((word, j) => {
      let [best, most] = [-1, this.#given.get(NOTHING)?.get(word) ?? 0];
      const off = (at: number) => Math.abs(at / source.length - j / target.length);
      for (const [at, from] of source.entries()) {
        const p = this.#given.get(from)?.get(word) ?? 0;
        if (p > most || (p === most && best >= 0 && off(at) < off(best))) [best, most] = [at, p];
      }
      return best;
    });
  }

  /** Words in their order. A word that was never seen becomes nothing. */
  translate(source: readonly string[]): string[] {
    return source.flatMap((_, at) => {
      for (const [w, window] of this.windows.entries()) {
        const list = this.#lists[w]?.get(keyOf(source, at, window));
        if (list) return list;
      }
      return [];
    });
  }

  /** One step of expectation maximisation. The first begins with all words alike. */
  #again(sources: readonly (readonly string[])[], targets: readonly (readonly string[])[]): Map<string, Map<string, number>> {
    const counts = new Map<string, Map<string, number>>();
    for (const [i, words] of sources.entries()) {
      const source = [NOTHING, ...words];
      for (const word of targets[i]!) {
        const shares = source.map((from) => (this.#given.size === 0 ? 1 : (this.#given.get(from)?.get(word) ?? 0)));
        const total = shares.reduce((a, b) => a + b);
        for (const [at, share] of shares.entries()) add(counts, source[at]!, word, share / total);
      }
    }
    for (const row of counts.values()) {
      const total = [...row.values()].reduce((a, b) => a + b);
      for (const [word, count] of row) row.set(word, count / total);
    }
    return counts;
  }
}

/** A word and what stands around it. */
function keyOf(source: readonly string[], at: number, [before, after]: readonly [number, number]): string {
  return Array.from({ length: before + after + 1 }, (_, i) => source[at - before + i] ?? BORDER).join(" ");
}

function add(table: Map<string, Map<string, number>>, key: string, word: string, count: number): void {
  let row = table.get(key);
  if (!row) {
    row = new Map();
    table.set(key, row);
  }
  row.set(word, (row.get(word) ?? 0) + count);
}

/** The most frequent; of equal ones, the first seen. */
function top(counts: Map<string, number>): string {
  let [best, most] = ["", 0];
  for (const [list, count] of counts) if (count > most) [best, most] = [list, count];
  return best;
}
