import { checkRandom, type Random } from "../base/random.ts";

/** The characters of the model: `.` stands before and after every word, then a to z. */
export const ALPHABET = ".abcdefghijklmnopqrstuvwxyz";

export interface BigramOptions {
  /** α, added to every count, so that no pair is impossible. Default 1; 0 gives the plain shares. */
  smoothing?: number;
}

/**
 * A next-character model that looks back one character: P(next | prev) = (count(prev, next) + α) / (count(prev) + 27 α).
 * It learns by counting, in one pass, from words without labels: each word says itself what comes next.
 *
 * Sources: A. Markov, 1913 (chains of letters); C. Shannon, A Mathematical Theory of Communication, 1948, section 3 (digrams);
 * G. Lidstone, 1920 (additive smoothing); D. Jurafsky, J. Martin, Speech and Language Processing, 3rd edition,
 * chapter "N-gram Language Models". The set-up is that of A. Karpathy's makemore.
 */
export class Bigram {
  /** α. */
  readonly smoothing: number;
  /** How often each character followed each: `[27 prev][27 next]`, in the order of {@link ALPHABET}. */
  counts: number[][] = zeros();

  /** @throws RangeError when `smoothing` is negative or not finite. */
  constructor({ smoothing = 1 }: BigramOptions = {}) {
    if (!(smoothing >= 0 && Number.isFinite(smoothing))) throw new RangeError(`smoothing is ${smoothing}: it must be 0 or more`);
    this.smoothing = smoothing;
  }

  /** Learn from these words alone. @throws RangeError when a word has other characters than a to z. */
  fit(words: Iterable<string>): this {
    const all = [...words].map(encode);
    this.counts = zeros();
    return this.#count(all);
  }

  /** Learn from these words, too. @throws RangeError when a word has other characters than a to z. */
  partialFit(words: Iterable<string>): this {
    return this.#count([...words].map(encode));
  }

  /** Only once all words are known to be good: a bad one leaves the counts as they were. */
  #count(words: readonly (readonly number[])[]): this {
    for (const indices of words) for (let i = 1; i < indices.length; i++) this.counts[indices[i - 1]!]![indices[i]!]!++;
    return this;
  }

  /**
   * P(next | prev) for each character of {@link ALPHABET}: `[27]`, sums to 1. After a character that was never seen,
   * all are equally likely, whatever α is.
   * @throws RangeError when `prev` is not one of the 27 characters.
   */
  probabilities(prev: string): number[] {
    return this.#row(indexOf(prev, prev));
  }

  /** All of them: `[27 prev][27 next]`, each row sums to 1. */
  matrix(): number[][] {
    return this.counts.map((_, prev) => this.#row(prev));
  }

  /**
   * Mean negative log likelihood, −1/N Σ ln P(next | prev), in nats per character. N counts the end of each word as a
   * character. `Infinity` when a pair occurs that the model holds impossible, which needs α = 0.
   * @throws RangeError when there are no words, or one has other characters than a to z.
   */
  nll(words: Iterable<string>): number {
    const P = this.matrix();
    let sum = 0;
    let n = 0;
    for (const word of words) {
      const indices = encode(word);
      for (let i = 1; i < indices.length; i++) sum -= Math.log(P[indices[i - 1]!]![indices[i]!]!);
      n += indices.length - 1;
    }
    if (n === 0) throw new RangeError("no words: the mean needs at least one");
    return sum / n;
  }

  /**
   * A new word: draw the next character until the end is drawn. May be empty, where the end comes first. Given the `beginning` of a word, it is
   * the whole word that goes on from there.
   * @throws RangeError when `beginning` has other characters than a to z.
   */
  sample(random: Random, beginning = ""): string {
    checkRandom(random);
    let word = beginning;
    for (let prev = encode(beginning).at(-2)!; ; ) {
      const next = random.choice(this.#row(prev));
      if (next === 0) return word;
      word += ALPHABET[next];
      prev = next;
    }
  }

  #row(prev: number): number[] {
    const row = this.counts[prev]!;
    const total = row.reduce((sum, count) => sum + count, 0) + this.smoothing * row.length;
    return row.map((count) => (total > 0 ? (count + this.smoothing) / total : 1 / row.length));
  }
}

const zeros = () => Array.from(ALPHABET, () => new Array<number>(ALPHABET.length).fill(0));

/** `.word.` as indices into the alphabet: ann gives 0 1 14 14 0. */
function encode(word: string): number[] {
  const indices = [0];
  for (const character of word) {
    if (character === ".") throw new RangeError(`"${word}" holds ".", which marks where words begin and end`);
    indices.push(indexOf(character, word));
  }
  indices.push(0);
  return indices;
}

function indexOf(character: string, word: string): number {
  const index = character.length === 1 ? ALPHABET.indexOf(character) : -1;
  if (index < 0) throw new RangeError(`"${character}" in "${word}" is not one of ${ALPHABET}`);
  return index;
}
