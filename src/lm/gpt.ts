import { crossEntropy, Dropout, Embedding, type Indices, inferenceMode, LayerNorm, linear, Module, type Tensor } from "#tensor";
import { checkRandom, type Random } from "../base/random.ts";
import { type SamplingOptions, sampleToken } from "./sampling.ts";
import { Block, type BlockOptions, checkSizes, initialize, inUse, type KeyValues } from "./transformer.ts";

export interface GPTOptions extends BlockOptions {
  /** Number of tokens. */
  vocabSize: number;
  /** Most tokens that it looks back on, its context. */
  blockSize: number;
  /** Number of blocks. */
  nLayer: number;
}

/** How each token is chosen: temperature, top-k, top-p. */
export type GenerateOptions = Omit<SamplingOptions, "random">;

/** A token that was drawn, and what it was drawn from. */
export interface GenerateStep {
  token: number;
  /** `[V]`, as the model gave them: `distribution(logits, options)` of `sampling.ts` makes probabilities of them. */
  logits: Float32Array;
}

/** Keys and values of what was read so far, for each block: [B, nHead, tokens, head size]. Empty before anything was read. */
export type KeyValueCache = (KeyValues | undefined)[];

/**
 * A decoder-only transformer that predicts the next token: GPT-2's architecture at any size, with the names and initial values of
 * A. Karpathy's nanoGPT. In shapes, B is the batch, T the tokens in a row of it, C is `nEmbd`, V is `vocabSize`.
 *
 * Source: A. Radford et al., Language Models are Unsupervised Multitask Learners, 2019.
 */
export class GPT extends Module {
  readonly options: GPTOptions;
  /** Token embeddings [V, C]; also, transposed, what turns the last block's output into logits. */
  readonly wte: Embedding;
  /** Position embeddings [blockSize, C]. */
  readonly wpe: Embedding;
  readonly drop: Dropout;
  readonly h: Block[];
  readonly lnF: LayerNorm;

  /** @throws RangeError when a size is not a whole number of 1 or more, or `nEmbd` is not a multiple of `nHead`. */
  constructor(options: GPTOptions, random: Random) {
    super();
    checkRandom(random);
    const { vocabSize, blockSize, nLayer, nHead, nEmbd, dropout = 0 } = options;
    checkSizes({ vocabSize, blockSize, nLayer, nHead, nEmbd });
    this.options = options;
    this.wte = new Embedding(vocabSize, nEmbd, random);
    this.wpe = new Embedding(blockSize, nEmbd, random);
    this.drop = new Dropout(dropout, random);
    this.h = Array.from({ length: nLayer }, () => new Block(options, random));
    this.lnF = new LayerNorm(nEmbd);
    initialize(this, options, 2 * nLayer, random);
  }

  /** Logits of the next token after each position: indices [B, T] → [B, T, V]. @throws RangeError when T is more than `blockSize`. */
  forward(indices: Indices): Tensor {
    return this.#logits(this.hidden(indices));
  }

  /** Mean cross-entropy in nats per token: indices and targets [B, T]; targets of −100 do not count. */
  loss(indices: Indices, targets: Indices): Tensor {
    return crossEntropy(this.forward(indices), targets);
  }

  /**
   * Draw tokens one after the other, each given those before it. Ends only when the caller stops asking.
   * Keys and values of earlier tokens are kept, so that each token costs one pass over one position; when the context is full, its older
   * half is forgotten.
   */
  *generate(prompt: readonly number[], random: Random, options: GenerateOptions = {}): Generator<number, void> {
    for (const { token } of this.generateSteps(prompt, random, options)) yield token;
  }

  /** The same, with the logits that each token was drawn from. */
  *generateSteps(prompt: readonly number[], random: Random, options: GenerateOptions = {}): Generator<GenerateStep, void> {
    checkRandom(random);
    if (prompt.length === 0) throw new RangeError("the prompt is empty: give at least one token to begin with");
    const { blockSize } = this.options;
    let cache: KeyValueCache = [];
    let context = prompt.slice(-blockSize);
    let unread = context;
    for (;;) {
      if (context.length > blockSize) {
        context = context.slice(-Math.max(1, blockSize >> 1));
        unread = context;
        cache = [];
      }
      const logits = this.nextLogits([unread], cache).toFloat32Array();
      const token = sampleToken(logits, { random, ...options });
      yield { token, logits };
      context = [...context, token];
      unread = [token];
    }
  }

  /**
   * Logits of the token after each row, without a way back for gradients and without dropout: [B, T] → [B, V]. With a `cache`, which
   * begins as `[]` and is filled, the rows go on where those of the last call ended; then one token each is given at a time.
   * @throws RangeError when all that was read is more than `blockSize`, or more than one token each is given to go on with.
   */
  nextLogits(indices: Indices, cache: KeyValueCache = []): Tensor {
    const [logits] = inUse(this, () =>
      inferenceMode(() => {
        const last = this.#read(indices, cache).select(1, -1); // [B, C]
        return [this.#logits(last), ...cache.flatMap((part) => [part!.k, part!.v])];
      }),
    );
    return logits!;
  }

  /** What the last block makes of each position, normed, for heads of other kinds: [B, T] → [B, T, C]. */
  hidden(indices: Indices): Tensor {
    return this.#read(indices);
  }

  /** [B, T] → [B, T, C] */
  #read(indices: Indices, cache?: KeyValueCache): Tensor {
    const past = cache?.[0]?.k.size(-2) ?? 0;
    const tokens = this.wte.forward(indices); // [B, T, C]
    const T = tokens.size(-2);
    if (past + T > this.options.blockSize) throw new RangeError(`${past + T} tokens are more than the context of ${this.options.blockSize} holds`);
    if (past > 0 && T > 1) throw new RangeError(`${T} tokens are given to go on with: after the first call with a cache it is one for each row`);
    const positions = this.wpe.weight.slice(0, past, past + T); // [T, C]
    let x = this.drop.forward(tokens.add(positions));
    for (const [i, block] of this.h.entries()) {
      const memory = cache && { past: cache[i], keep: (all: KeyValues) => void (cache[i] = all) };
      x = block.forward(x, { isCausal: true, memory }); // [B, T, C]
    }
    return this.lnF.forward(x);
  }

  /** [.., C] → [.., V] */
  #logits(hidden: Tensor): Tensor {
    return linear(hidden, this.wte.weight);
  }
}
