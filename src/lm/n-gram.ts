import { checkCount } from "../base/check.ts";
import { type Random, withRandom } from "../base/random.ts";
import { NGramCounts } from "./inside/n-gram-counts.ts";

/** Characters of a text, or an array of tokens of any kind. */
export type Tokens = string | readonly string[];

/** How probability is put aside for what was never seen. */
export type Smoothing = "add-one" | "witten-bell" | "kneser-ney";

export interface NGramOptions {
  /** n: each token is predicted from the n − 1 before it. */
  order: number;
  /** Default `"witten-bell"`. */
  smoothing?: Smoothing;
  /** All tokens there can be. Default: those of what `fit` is given. */
  vocabulary?: Iterable<string>;
}

/** How far the counting has come. */
export interface NGramProgress {
  tokens: number;
  total: number;
}

/** What is drawn, and what from. */
export interface NGramSampleOptions {
  random: Random;
  /** Tokens to draw. */
  length: number;
  /** What stands before. Default: nothing. */
  context?: Tokens;
}

/**
 * A next-token model that counts: how often did each token follow these n − 1? Contexts that were seen seldom or never borrow from
 * shorter ones, down to "all tokens alike":
 *
 * - `"add-one"`: (c(h w) + 1) / (c(h) + V). Borrows nothing; one imagined occurrence of everything. Laplace.
 * - `"witten-bell"`: (c(h w) + T(h) P(w | h′)) / (c(h) + T(h)), where T(h) different tokens followed h, and h′ is h without its first token: a context
 *   that was often followed by something new will be again. I. Witten, T. Bell, The zero-frequency problem, 1991, method C.
 * - `"kneser-ney"`: max(c(h w) − D, 0) / c(h) + D T(h) / c(h) · P(w | h′), where the shorter contexts count in how many different contexts a token
 *   stands instead of how often: "Francisco" is frequent, but only after "San". R. Kneser, H. Ney, Improved backing-off for m-gram language modeling, 1995, in the
 *   interpolated form of S. Chen, J. Goodman, 1999, section 3, with D = n₁ / (n₁ + 2 n₂) for each length.
 *
 * Counting takes O(tokens · n). Tokens at the beginning are predicted from the fewer that stand before them.
 *
 * Sources: those named above; all of them side by side in S. Chen, J. Goodman, An empirical study of smoothing techniques for language modeling, 1999.
 */
export class NGram {
  readonly order: number;
  readonly smoothing: Smoothing;
  /** All tokens there can be, sorted: the order of `probabilities`. Empty before `fit`, unless it was given. */
  vocabulary: readonly string[] = [];
  #index = new Map<string, number>();
  readonly #givenVocabulary: readonly string[] | undefined;
  #counts: NGramCounts | undefined;

  /** @throws RangeError when `order` is not a whole number above 0, or `smoothing` is unknown. */
  constructor({ order, smoothing = "witten-bell", vocabulary }: NGramOptions) {
    checkCount(order, "order", 1);
    if (!["add-one", "witten-bell", "kneser-ney"].includes(smoothing))
      throw new RangeError(`smoothing is "${smoothing}": it must be "add-one", "witten-bell" or "kneser-ney"`);
    this.order = order;
    this.smoothing = smoothing;
    // A copy: what can be gone through only once would be used up.
    this.#givenVocabulary = vocabulary && sorted(vocabulary);
    if (this.#givenVocabulary) this.#setVocabulary(this.#givenVocabulary);
  }

  /** Count. Forgets what was counted before. @throws RangeError when there are no tokens, or one is not in the vocabulary that was given. */
  fit(tokens: Tokens): this {
    for (const _ of this.fitSteps(tokens));
    return this;
  }

  /** The same in portions: yields after each 65,536 tokens and at the end. Until all is counted, the model stays as it was. */
  *fitSteps(tokens: Tokens): Generator<NGramProgress, void, undefined> {
    const vocabulary = this.#givenVocabulary ?? sorted(tokens);
    const ids = encode(tokens, indexOf(vocabulary));
    if (ids.length === 0) throw new RangeError("there are no tokens: give at least one");
    const counts = new NGramCounts(this.order);
    for (let from = 0; from < ids.length; from += 65_536) {
      const to = Math.min(ids.length, from + 65_536);
      counts.add(ids, from, to);
      yield { tokens: to, total: ids.length };
    }
    counts.finish();
    this.#setVocabulary(vocabulary);
    this.#counts = counts;
  }

  /** How many different sequences of 1 to n tokens were counted: the model's size. */
  get size(): number {
    return this.#fitted().size;
  }

  /** P(next | context) for each token of `vocabulary`: sums to 1. Only the last n − 1 tokens of `context` matter. @throws RangeError when one is unknown. */
  probabilities(context: Tokens = []): number[] {
    const counts = this.#fitted();
    const ids = this.#encode(typeof context === "string" ? [...context].slice(1 - this.order) : context.slice(1 - this.order));
    const nodes = counts.contexts(this.order === 1 ? [] : ids);
    let P = new Array<number>(this.vocabulary.length).fill(1 / this.vocabulary.length);
    if (this.smoothing === "add-one") {
      // Without the whole context there is nothing to add one to.
      const node = nodes.length > Math.min(ids.length, this.order - 1) ? nodes.at(-1)! : undefined;
      if (node === undefined) return P;
      const total = counts.total(node) + P.length;
      P.fill(1 / total);
      for (const child of counts.children(node)) P[counts.token(child)] = (counts.count(child) + 1) / total;
      return P;
    }
    for (const [length, node] of nodes.entries()) {
      const { weight, share } = this.#mix(node, length);
      P = P.map((p) => p * weight);
      for (const child of counts.children(node)) P[counts.token(child)]! += share(child);
    }
    return P;
  }

  /** −ln P of each token after those before it: `[tokens]`, in nats. @throws RangeError when one is unknown. */
  losses(tokens: Tokens): Float64Array {
    const counts = this.#fitted();
    const ids = this.#encode(tokens);
    const losses = new Float64Array(ids.length);
    let nodes = [NGramCounts.ROOT];
    for (const [i, id] of ids.entries()) {
      losses[i] = -Math.log(this.#probability(counts, nodes, id, Math.min(i, this.order - 1)));
      nodes = counts.advance(nodes, id);
    }
    return losses;
  }

  /** Mean negative log likelihood, in nats per token. @throws RangeError when there are no tokens, or one is unknown. */
  nll(tokens: Tokens): number {
    const losses = this.losses(tokens);
    if (losses.length === 0) throw new RangeError("there are no tokens: the mean needs at least one");
    return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
  }

  /** The same in bits per token: what the best possible code would need. Bits per character, where tokens are characters. */
  bits(tokens: Tokens): number {
    return this.nll(tokens) / Math.LN2;
  }

  /** Draw tokens, one after the other. @throws RangeError when `length` is not a whole number, or a token of `context` is unknown. */
  sample(options: NGramSampleOptions): string[] {
    const { random, length, context = [] } = withRandom(options);
    checkCount(length, "length", 0);
    const drawn = [...context];
    const before = drawn.length;
    while (drawn.length < before + length)
      drawn.push(this.vocabulary[random.choice(this.probabilities(drawn.slice(Math.max(0, drawn.length - this.order))))]!);
    return drawn.slice(before);
  }

  /** `nodes`: the contexts of length 0, 1, … that were seen, as many as there are; `before`: tokens that stand before, at most n − 1. */
  #probability(counts: NGramCounts, nodes: readonly number[], id: number, before: number): number {
    const V = this.vocabulary.length;
    if (this.smoothing === "add-one") {
      if (nodes.length <= before) return 1 / V;
      const child = counts.child(nodes[before]!, id);
      return ((child > 0 ? counts.count(child) : 0) + 1) / (counts.total(nodes[before]!) + V);
    }
    let p = 1 / V;
    for (let length = 0; length < nodes.length; length++) {
      const { weight, share } = this.#mix(nodes[length]!, length);
      const child = counts.child(nodes[length]!, id);
      p = weight * p + (child > 0 ? share(child) : 0);
    }
    return p;
  }

  /** How a context of so many tokens takes part: P = weight · P of the shorter one + the share of the token that it was followed by. */
  #mix(node: number, length: number): { weight: number; share: (child: number) => number } {
    const counts = this.#counts!;
    const types = counts.types(node);
    if (types === 0) return { weight: 1, share: () => 0 };
    if (this.smoothing === "witten-bell") {
      const all = counts.total(node) + types;
      return { weight: types / all, share: (child) => counts.count(child) / all };
    }
    const longest = length === this.order - 1;
    const total = longest ? counts.total(node) : counts.continuationTotal(node);
    // At the very beginning of the text a context stands after nothing.
    if (total === 0) return { weight: 1, share: () => 0 };
    const D = counts.discount(length + 1);
    const followers = longest ? types : counts.continuationTypes(node);
    const seen = longest ? counts.count : counts.continuations;
    return { weight: (D * followers) / total, share: (child) => Math.max(seen(child) - D, 0) / total };
  }

  #setVocabulary(vocabulary: readonly string[]): void {
    this.vocabulary = vocabulary;
    this.#index = indexOf(vocabulary);
  }

  #encode(tokens: Tokens): Int32Array {
    return encode(tokens, this.#index);
  }

  #fitted(): NGramCounts {
    if (!this.#counts) throw new Error("this model has not counted anything yet: call fit(tokens) first");
    return this.#counts;
  }
}

const sorted = (tokens: Iterable<string>): string[] => [...new Set(tokens)].sort();
const indexOf = (vocabulary: readonly string[]) => new Map(vocabulary.map((token, id) => [token, id]));

function encode(tokens: Tokens, index: ReadonlyMap<string, number>): Int32Array {
  const ids = new Int32Array(tokens.length);
  let length = 0;
  for (const token of tokens) {
    const id = index.get(token);
    if (id === undefined)
      throw new RangeError(
        `${JSON.stringify(token)} is not among the ${index.size} tokens of the vocabulary: give all there can be as \`vocabulary\``,
      );
    ids[length++] = id;
  }
  // A character beyond the first 65,536 takes two places of a string.
  return ids.subarray(0, length);
}
