import { checkCount } from "../base/check.ts";
import { type Random, withRandom } from "../base/random.ts";
import { commonWords } from "./word-company.ts";
import { WordVectors } from "./word-vectors.ts";

export interface SkipGramOptions {
  random: Random;
  /** Numbers for each word. Default 50. */
  dimensions?: number;
  /** Words to either side that may be asked for, at most; how many is drawn anew at each place. Default 5. */
  window?: number;
  /** Words drawn by chance for each true neighbour. Default 5. */
  negatives?: number;
  /** Words that occur less often are left out. Default 5. */
  minCount?: number;
  /** The most frequent words that are kept. Default 2,000. */
  maxWords?: number;
  /** How often the text is read. Default 5. */
  epochs?: number;
  /** At the beginning; it falls in a straight line to nearly nothing. Default 0.025. */
  learningRate?: number;
  /** Of a word that makes up a larger share of the text, places are passed over by chance. Default 0.001. */
  sample?: number;
}

/** Where training stands. */
export interface SkipGramStep {
  epoch: number;
  /** Words of the text that were read, of all epochs together. */
  read: number;
  /** Of all that will be. */
  of: number;
  /** Mean loss of a true neighbour with its `negatives` drawn ones, since the step before, in nats. */
  loss: number;
}

/** So many words of the text are one step. */
const STEP = 10_000;

/**
 * A place in space for each word, learnt by guessing: at each place of the text, does this word stand near that one, or was it drawn by chance? For a word with
 * vector w, a true neighbour c and n drawn ones the loss is −ln σ(w · c) − Σ ln σ(−w · n), and stochastic gradient descent makes it less. Drawn words come with
 * probability in proportion to count^¾. Each word has two vectors, one as the word and one as a neighbour; the first is its place.
 *
 * Source: T. Mikolov, I. Sutskever, K. Chen, G. Corrado, J. Dean, Distributed Representations of Words and Phrases and their Compositionality, 2013, section 2.2
 * and 2.3 (frequent words), and their word2vec.c for the rest: window drawn, learning rate, beginning. Unlike there, words that are passed over still take up room.
 */
export class SkipGram extends WordVectors {
  readonly dimensions: number;
  readonly window: number;
  readonly negatives: number;
  readonly minCount: number;
  readonly maxWords: number;
  readonly epochs: number;
  readonly learningRate: number;
  readonly sample: number;
  /** The vectors of the words as neighbours: `[words][dimensions]`. */
  contexts: readonly Float64Array[] = [];
  readonly #random: Random;

  /** @throws RangeError when a size is not a whole number above 0, or a rate is not above 0. */
  constructor(options: SkipGramOptions) {
    super();
    const {
      random,
      dimensions = 50,
      window = 5,
      negatives = 5,
      minCount = 5,
      maxWords = 2000,
      epochs = 5,
      learningRate = 0.025,
      sample = 1e-3,
    } = withRandom(options);
    for (const [name, value] of Object.entries({ dimensions, window, negatives, minCount, maxWords, epochs })) checkCount(value, name, 1);
    for (const [name, value] of Object.entries({ learningRate, sample }))
      if (!(value > 0)) throw new RangeError(`${name} is ${value}: it must be above 0`);
    this.#random = random;
    this.dimensions = dimensions;
    this.window = window;
    this.negatives = negatives;
    this.minCount = minCount;
    this.maxWords = maxWords;
    this.epochs = epochs;
    this.learningRate = learningRate;
    this.sample = sample;
  }

  /**
   * Learn from texts, each an array of words; nothing is near across their borders.
   * @throws RangeError when fewer than two words are left.
   */
  fit(texts: Iterable<readonly string[]>): this {
    for (const _ of this.fitSteps(texts));
    return this;
  }

  /** The same in steps of some 10,000 words. The first comes before anything is read, with the vectors as they are drawn. */
  *fitSteps(texts: Iterable<readonly string[]>): Generator<SkipGramStep, void, undefined> {
    const all = [...texts];
    const words = commonWords(all, this.minCount, this.maxWords);
    if (words.length < 2)
      throw new RangeError(`${words.length} words occur at least ${this.minCount} times: give more text, or make minCount smaller`);
    const index = new Map(words.map((word, i) => [word, i]));
    const ids = all.map((text) => Int32Array.from(text, (word) => index.get(word) ?? -1));
    const counts = new Float64Array(words.length);
    for (const text of ids) for (const id of text) if (id >= 0) counts[id]!++;
    const length = ids.reduce((sum, text) => sum + text.length, 0);
    const of = this.epochs * length;

    const { uniform, int } = this.#random;
    const drawn = () => Float64Array.from({ length: this.dimensions }, () => (uniform() - 0.5) / this.dimensions);
    const vectors = words.map(drawn);
    const contexts = words.map(() => new Float64Array(this.dimensions));
    this.contexts = contexts;
    this.place(words, vectors);
    // As neighbours all are 0 yet, so that each guess is a half.
    yield { epoch: 0, read: 0, of, loss: (1 + this.negatives) * Math.LN2 };

    // word2vec.c: a word of share f of the text is kept with probability √(t/f) + t/f.
    const kept = counts.map((count) => Math.sqrt((this.sample * length) / count) + (this.sample * length) / count);
    const lots = drawingTable(counts.map((count) => count ** 0.75));
    const moved = new Float64Array(this.dimensions);
    let [read, loss, pairs] = [0, 0, 0];
    for (let epoch = 1; epoch <= this.epochs; epoch++) {
      for (const text of ids) {
        for (let i = 0; i < text.length; i++) {
          read++;
          const word = text[i]!;
          if (word >= 0 && uniform() < kept[word]!) {
            const rate = this.learningRate * Math.max(1e-4, 1 - read / of);
            const reach = 1 + int(this.window);
            for (let j = Math.max(0, i - reach); j <= Math.min(text.length - 1, i + reach); j++) {
              const near = text[j]!;
              if (j === i || near < 0) continue;
              pairs++;
              moved.fill(0);
              loss += this.#pull(vectors[word]!, contexts[near]!, 1, rate, moved);
              for (let n = 0; n < this.negatives; n++) {
                const other = lots[int(lots.length)]!;
                if (other !== near) loss += this.#pull(vectors[word]!, contexts[other]!, 0, rate, moved);
              }
              for (let k = 0; k < moved.length; k++) vectors[word]![k]! += moved[k]!;
            }
          }
          if (read % STEP === 0 || read === of) {
            this.place(words, vectors);
            yield { epoch, read, of, loss: pairs > 0 ? loss / pairs : Number.NaN };
            [loss, pairs] = [0, 0];
          }
        }
      }
    }
  }

  /** Moves the context, adds to `moved` how the word is to move, and gives the loss: −ln of the probability that was given to what is true. */
  #pull(word: Float64Array, context: Float64Array, isTrue: 0 | 1, rate: number, moved: Float64Array): number {
    let score = 0;
    for (let k = 0; k < word.length; k++) score += word[k]! * context[k]!;
    const p = 1 / (1 + Math.exp(-score));
    const step = rate * (isTrue - p);
    for (let k = 0; k < word.length; k++) {
      moved[k]! += step * context[k]!;
      context[k]! += step * word[k]!;
    }
    return -Math.log(Math.max(1e-12, isTrue ? p : 1 - p));
  }
}

/** A list in which each place stands as often as its weight says, so that drawing from it is one step: word2vec.c does it so. */
function drawingTable(weights: Float64Array, size = 200_000): Int32Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const table = new Int32Array(size);
  let [i, upTo] = [0, weights[0]! / total];
  for (let at = 0; at < size; at++) {
    while ((at + 0.5) / size > upTo && i < weights.length - 1) upTo += weights[++i]! / total;
    table[at] = i;
  }
  return table;
}
