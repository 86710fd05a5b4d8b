import { crossEntropy, Embedding, inferenceMode, Linear, Module, type Tensor, tensor } from "#tensor";
import { checkSize } from "../base/check.ts";
import { checkRandom, type Random } from "../base/random.ts";
import { initializeNormal } from "../lm/transformer.ts";

export interface LetterPlacesOptions {
  /** V: characters that there are. */
  characters: number;
  /** k: characters before each that it sees, each at a place of its own. */
  before: number;
  /** Width of a layer in between. Default none: logistic regression. */
  hidden?: number;
}

/**
 * The next character as a classifier's task: V classes, and k · V features, of which the one is 1 at each place before it that says which character stands there (one-hot). With a layer in
 * between it is a multi-layer perceptron with ReLU. It sees nothing but the place that it is asked about.
 */
export class LetterPlaces extends Module {
  readonly options: LetterPlacesOptions;
  /** What a character at a place adds: [k · V, hidden], or [k · V, V] where nothing is in between. */
  readonly adds: Embedding;
  readonly out: Linear | undefined;

  /** @throws RangeError when a size is not a whole number of 1 or more. */
  constructor(options: LetterPlacesOptions, random: Random) {
    super();
    checkRandom(random);
    const { characters, before, hidden } = options;
    checkSize(characters, "characters");
    checkSize(before, "before");
    if (hidden !== undefined) checkSize(hidden, "hidden");
    this.options = options;
    this.adds = new Embedding(before * characters, hidden ?? characters, random);
    this.out = hidden === undefined ? undefined : new Linear(hidden, characters, random);
    const [sums, wide] = [1 / Math.sqrt(before), 1 / Math.sqrt(hidden ?? characters)];
    initializeNormal(this, (name) => (name.startsWith("adds") && hidden !== undefined ? sums : wide / 4), random);
  }

  /** Numbers that take part in one answer: of k · V features, k are not 0. */
  get used(): number {
    const { characters, before, hidden } = this.options;
    return hidden === undefined ? before * characters : before * hidden + hidden * characters;
  }

  /** Logits of what stands at each place: tokens, and places in them with k before each → [places, V]. */
  forward(tokens: ArrayLike<number>, places: readonly number[]): Tensor {
    const { characters, before } = this.options;
    const seen = new Float32Array(places.length * before);
    for (const [row, place] of places.entries()) {
      if (place < before) throw new RangeError(`place ${place} has fewer than ${before} characters before it`);
      for (let back = 0; back < before; back++) seen[row * before + back] = back * characters + tokens[place - 1 - back]!;
    }
    const added = this.adds.forward(tensor(seen).view(places.length, before)).sum(1); // [places, hidden]
    return this.out ? this.out.forward(added.relu()) : added;
  }

  /** Mean of −ln P at these places, in nats. */
  loss(tokens: ArrayLike<number>, places: readonly number[]): Tensor {
    return crossEntropy(this.forward(tokens, places), answers(tokens, places));
  }

  /** −ln P at each of these places, in nats: `[places]`. */
  losses(tokens: ArrayLike<number>, places: readonly number[]): Float32Array {
    return inferenceMode(() => crossEntropy(this.forward(tokens, places), answers(tokens, places), { reduction: "none" })).toFloat32Array();
  }
}

const answers = (tokens: ArrayLike<number>, places: readonly number[]) => tensor(Float32Array.from(places, (place) => tokens[place]!));
