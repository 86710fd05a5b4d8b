import { crossEntropy, Dropout, Embedding, type Indices, inferenceMode, LayerNorm, linear, Module, type Tensor, tensor } from "#tensor";
import type { Random } from "./random.ts";
import { Block, checkSizes, countParameters, initialize, type KeyValues } from "./transformer.ts";

export interface GPTOptions {
  /** Number of tokens. */
  vocabSize: number;
  /** Most tokens that it looks back on, its context. */
  blockSize: number;
  /** Number of blocks. */
  nLayer: number;
  /** Heads of attention in each block. */
  nHead: number;
  /** Width: numbers for each token between blocks. A multiple of `nHead`. */
  nEmbd: number;
  /** Share of numbers that become 0 in training. Default 0. */
  dropout?: number;
  /** Whether linear layers have a bias. Default false. */
  bias?: boolean;
}

export interface GenerateOptions {
  /** Divides the logits: below 1 plays safe, above 1 is daring; 0 always takes the likeliest. Default 1. */
  temperature?: number;
  /** Draw among so many likeliest tokens only. Default: all. */
  topK?: number;
}

/** Keys and values of what was read so far, for each block: [1, nHead, tokens, head size]. */
type Cache = (KeyValues | undefined)[];

/**
 * A decoder-only transformer that predicts the next token: GPT-2's architecture at any size, with the names and initial values of
 * A. Karpathy's nanoGPT. A. Radford et al., Language Models are Unsupervised Multitask Learners, 2019.
 * In shapes, B is the batch, T the tokens in a row of it, C is `nEmbd`, V is `vocabSize`.
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
    const { vocabSize, blockSize, nLayer, nHead, nEmbd, dropout = 0 } = options;
    checkSizes({ vocabSize, blockSize, nLayer, nHead, nEmbd });
    this.options = options;
    this.wte = new Embedding(vocabSize, nEmbd, random);
    this.wpe = new Embedding(blockSize, nEmbd, random);
    this.drop = new Dropout(dropout, random);
    this.h = Array.from({ length: nLayer }, () => new Block(options, random));
    this.lnF = new LayerNorm(nEmbd);
    initialize(this, 2 * nLayer, random);
  }

  /** Logits of the next token after each position: indices [B, T] → [B, T, V]. @throws RangeError when T is more than `blockSize`. */
  forward(indices: Indices): Tensor {
    return this.#logits(this.#hidden(indices));
  }

  /** Mean cross-entropy in nats per token: indices and targets [B, T]; targets of −100 do not count. */
  loss(indices: Indices, targets: Indices): Tensor {
    return crossEntropy(this.forward(indices), targets);
  }

  /** Number of parameters. The token embeddings count once, though they are used at both ends. */
  numParams(): number {
    return countParameters(this);
  }

  /**
   * Draw tokens one after the other, each given those before it. Ends only when the caller stops asking.
   * Keys and values of earlier tokens are kept, so that each token costs one pass over one position; when the context is full, its older
   * half is forgotten.
   */
  *generate(prompt: readonly number[], random: Random, { temperature = 1, topK }: GenerateOptions = {}): Generator<number, void> {
    if (prompt.length === 0) throw new RangeError("the prompt is empty: give at least one token to begin with");
    if (!(temperature >= 0)) throw new RangeError(`temperature is ${temperature}: it must be 0 or more`);
    const { blockSize } = this.options;
    let cache: Cache = [];
    let context = prompt.slice(-blockSize);
    let unread = context;
    for (;;) {
      if (context.length > blockSize) {
        context = context.slice(-Math.max(1, blockSize >> 1));
        unread = context;
        cache = [];
      }
      const logits = this.#lastLogits(unread, cache);
      const next = draw(logits, random, temperature, topK);
      yield next;
      context = [...context, next];
      unread = [next];
    }
  }

  /** [B, T] → [B, T, C] */
  #hidden(indices: Indices, cache?: Cache): Tensor {
    const past = cache?.[0]?.k.size(-2) ?? 0;
    const tokens = this.wte.forward(indices); // [B, T, C]
    const T = tokens.size(-2);
    if (past + T > this.options.blockSize) throw new RangeError(`${past + T} tokens are more than the context of ${this.options.blockSize} holds`);
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

  #lastLogits(tokens: readonly number[], cache: Cache): Float32Array {
    const training = this.training;
    if (training) this.eval();
    const [logits] = inferenceMode(() => {
      const hidden = this.#hidden(tensor(tokens).view(1, -1), cache).select(1, -1); // [1, C]
      return [this.#logits(hidden), ...cache.flatMap((part) => [part!.k, part!.v])];
    });
    if (training) this.train();
    return logits!.toFloat32Array();
  }
}

function draw(logits: Float32Array, random: Random, temperature: number, topK = logits.length): number {
  const order = Array.from(logits.keys()).sort((a, b) => logits[b]! - logits[a]!);
  const [best] = order as [number];
  if (temperature === 0) return best;
  const allowed = new Set(order.slice(0, topK));
  return random.choice(Array.from(logits, (logit, i) => (allowed.has(i) ? Math.exp((logit - logits[best]!) / temperature) : 0)));
}
