import { crossEntropy, Dropout, Embedding, inferenceMode, LayerNorm, linear, Module, type Tensor, tensor } from "#tensor";
import { checkCount } from "../base/check.ts";
import { checkRandom, type Random } from "../base/random.ts";
import { type Beam, beamSearch, type Reading } from "./beam-search.ts";
import {
  Block,
  type BlockOptions,
  CrossAttention,
  checkSizes,
  checkTokens,
  collectWeights,
  initializeNormal,
  inUse,
  type KeyValues,
  type LookOptions,
  MLP,
  type Past,
  pad,
  SelfAttention,
  type TokenRows,
} from "./transformer.ts";

export interface T5Options extends BlockOptions {
  /** Number of tokens, of both texts together. */
  vocabSize: number;
  /** Most tokens of a source. */
  sourceLength: number;
  /** Most tokens of a target, its end included. */
  targetLength: number;
  /** Number of blocks of the encoder, and of the decoder. */
  nLayer: number;
  /** The token that fills up short rows, and that the decoder begins with. Default 0. */
  padToken?: number;
  /** The token that ends a target. Default 1. */
  eosToken?: number;
}

/** How long a target may get. */
export interface T5GenerateOptions {
  /** Most tokens, the end included. Default `targetLength`. */
  maxTokens?: number;
}

/** How long a target may get, and how it is searched for. */
export interface T5BeamOptions extends T5GenerateOptions {
  /** Unfinished targets that are kept side by side. Default 4, as in the paper. */
  beams?: number;
  /** α of the length penalty. Default 0.6, as in the paper; 0 scores by probability alone. */
  alpha?: number;
}

/** The source as the decoder sees it. */
interface Source {
  /** For each block of the decoder. */
  keyValues: KeyValues[];
  mask: Tensor | undefined;
}

/** What the decoder remembers of the tokens before: keys and values for each block. Never changed, so several continuations may share it. */
type Memory = (KeyValues | undefined)[];

/**
 * An encoder–decoder transformer: the encoder reads the source in both directions, the decoder writes the target token by token, and looks at
 * the source through cross-attention. Trained with teacher forcing: at each position it is given the true tokens before.
 *
 * Source: C. Raffel et al., Exploring the Limits of Transfer
 * Learning with a Unified Text-to-Text Transformer, arXiv 1910.10683, 2019; the architecture is A. Vaswani's, 2017.
 *
 * As in T5: one vocabulary and one table of embeddings for source, target and logits (the latter scaled by 1/√C); no biases; the norm before each part and once at
 * the end; its initial values; the decoder begins with the padding token. Where it differs: learned positions for each place instead of biases by distance; layer norm with mean
 * and bias instead of RMS norm; GELU, as in T5 1.1, but not gated; attention scores divided by the root of a head's size; and it is trained on the task alone, not on
 * gaps in a large text before. In shapes, B is the batch, S and T the longest source and target in it, C is `nEmbd`, V is `vocabSize`.
 */
export class T5 extends Module {
  readonly options: T5Options;
  /** Token embeddings [V, C]. */
  readonly wte: Embedding;
  readonly encoder: Encoder;
  readonly decoder: Decoder;

  /** @throws RangeError when a size is not a whole number of 1 or more, `nEmbd` is not a multiple of `nHead`, or a special token is not in the vocabulary. */
  constructor(options: T5Options, random: Random) {
    super();
    checkRandom(random);
    const { vocabSize, sourceLength, targetLength, nLayer, nHead, nEmbd, padToken = 0, eosToken = 1 } = options;
    checkSizes({ vocabSize, sourceLength, targetLength, nLayer, nHead, nEmbd });
    for (const [name, token] of Object.entries({ padToken, eosToken })) checkTokens(name, [token], vocabSize);
    if (padToken === eosToken) throw new RangeError(`padToken and eosToken are both ${padToken}: the end must differ from padding`);
    this.options = options;
    this.wte = new Embedding(vocabSize, nEmbd, random);
    this.encoder = new Encoder(options, random);
    this.decoder = new Decoder(options, random);
    // As T5: embeddings 1, for they are scaled down where they make logits; all else 1 / √(numbers that are summed up).
    initializeNormal(this, (name, shape) => (name.includes("wte") || name.includes("wpe") ? 1 : 1 / Math.sqrt(shape[1]!)), random);
  }

  /**
   * Logits of each token of the targets and of the end, given the source and the tokens before: [B, T + 1, V]. Past the end of a shorter target they mean nothing.
   * @throws RangeError when a source is empty, a source or target too long, or a token is not in the vocabulary.
   */
  forward(sources: TokenRows, targets: TokenRows): Tensor {
    return this.#forward(sources, targets);
  }

  /** Mean cross-entropy in nats per token of the targets, their ends included. @throws RangeError as `forward`. */
  loss(sources: TokenRows, targets: TokenRows): Tensor {
    const logits = this.forward(sources, targets);
    const { eosToken = 1 } = this.options;
    const T = logits.size(1);
    const answers = new Int32Array(targets.length * T).fill(-100);
    for (const [b, target] of targets.entries()) answers.set([...target, eosToken], b * T);
    return crossEntropy(logits, answers);
  }

  /** The target that begins with the likeliest token and goes on with the likeliest: greedy decoding. Without its end. @throws RangeError as `forward`. */
  generate(source: readonly number[], options?: T5GenerateOptions): number[] {
    return this.generateAll([source], options)[0]!;
  }

  /** The same for many sources side by side, which takes far less time. @throws RangeError as `forward`. */
  generateAll(sources: TokenRows, { maxTokens = this.options.targetLength }: T5GenerateOptions = {}): number[][] {
    this.#checkMaxTokens(maxTokens);
    const { eosToken = 1, padToken = 0 } = this.options;
    const targets: number[][] = sources.map(() => []);
    const open = new Set(targets.keys());
    return inUse(this, () => {
      const source = this.#read(sources);
      let memory: Memory = [];
      let last = sources.map(() => padToken);
      for (let length = 0; length < maxTokens && open.size > 0; length++) {
        const step = this.#step(last, source, memory);
        memory = step.memory;
        last = Array.from(step.likeliest);
        for (const b of open) {
          if (last[b] === eosToken) open.delete(b);
          else targets[b]!.push(last[b]!);
        }
      }
      return targets;
    });
  }

  /** The likeliest targets that a beam search finds, best first. @throws RangeError as `forward`. */
  beamSearch(tokens: readonly number[], { maxTokens = this.options.targetLength, beams = 4, alpha = 0.6 }: T5BeamOptions = {}): Beam[] {
    this.#checkMaxTokens(maxTokens);
    const { eosToken = 1, padToken = 0 } = this.options;
    return inUse(this, () => {
      const source = this.#read([tokens]);
      const read = (token: number, past: Memory): Reading<Memory> => {
        const { logits, memory } = this.#step([token], source, past);
        return { logits: logits.toFloat32Array(), state: memory };
      };
      return beamSearch({ start: read(padToken, []), read, eosToken, beams, maxTokens, alpha });
    });
  }

  /**
   * How much each token of the target, when it is written, looks at each token of the source, in each head of each block: [nLayer, nHead, T + 1, S]. Row i is token i
   * of the target, the last row its end. Each row sums to 1.
   */
  crossAttention(source: readonly number[], target: readonly number[]): Tensor {
    return inUse(this, () => collectWeights((onWeights) => void this.#forward([source], [target], { onWeights })));
  }

  #forward(sources: TokenRows, targets: TokenRows, look: Pick<LookOptions, "onWeights"> = {}): Tensor {
    const { padToken = 0, targetLength } = this.options;
    if (targets.length !== sources.length) throw new RangeError(`${sources.length} sources, ${targets.length} targets: there must be as many`);
    for (const [i, target] of targets.entries())
      if (target.length >= targetLength)
        throw new RangeError(`target ${i} has ${target.length} tokens, and its end is one more: the model holds ${targetLength}`);
    const source = this.#encode(sources);
    // What stands after the end of a target needs no mask: nothing before it looks there.
    const begun = targets.map((target) => [padToken, ...target]);
    const { tokens } = pad(begun, { padToken, longest: targetLength, name: "target" });
    return this.#logits(this.decoder.forward(this.wte.forward(tokens), source, look));
  }

  #encode(sources: TokenRows): Source {
    const { padToken = 0, sourceLength } = this.options;
    const { tokens, mask } = pad(sources, { padToken, longest: sourceLength, name: "source" });
    const encoded = this.encoder.forward(this.wte.forward(tokens), mask); // [B, S, C]
    return { keyValues: this.decoder.keyValues(encoded), mask };
  }

  /** The same, once for all tokens that will be written. */
  #read(sources: TokenRows): Source {
    let mask: Tensor | undefined;
    const parts = inferenceMode(() => {
      const source = this.#encode(sources);
      mask = source.mask;
      return source.keyValues.flatMap(({ k, v }) => [k, v]);
    });
    return { keyValues: pairs(parts), mask };
  }

  /** One token more in each row: logits [B, V] of the next, and which is likeliest. */
  #step(tokens: readonly number[], source: Source, past: Memory): { logits: Tensor; likeliest: Float32Array; memory: Memory } {
    const memory: Memory = [];
    const [logits, likeliest, ...parts] = inferenceMode(() => {
      const x = this.decoder.forward(this.wte.forward(tensor(tokens).view(-1, 1)), source, { past, keep: memory });
      const logits = this.#logits(x.select(1, 0));
      return [logits, logits.argmax(-1), ...memory.flatMap((all) => [all!.k, all!.v])];
    }) as [Tensor, Tensor, ...Tensor[]];
    return { logits, likeliest: likeliest.toFloat32Array(), memory: pairs(parts) };
  }

  /** [.., C] → [.., V] */
  #logits(hidden: Tensor): Tensor {
    return linear(hidden.mul(1 / Math.sqrt(this.options.nEmbd)), this.wte.weight);
  }

  #checkMaxTokens(maxTokens: number): void {
    checkCount(maxTokens, "maxTokens", 1);
    if (maxTokens > this.options.targetLength)
      throw new RangeError(`maxTokens is ${maxTokens}: the model holds targets of ${this.options.targetLength} tokens`);
  }
}

class Encoder extends Module {
  /** Position embeddings [sourceLength, C]. */
  readonly wpe: Embedding;
  readonly drop: Dropout;
  readonly h: Block[];
  readonly lnF: LayerNorm;

  constructor(options: T5Options, random: Random) {
    super();
    this.wpe = new Embedding(options.sourceLength, options.nEmbd, random);
    this.drop = new Dropout(options.dropout ?? 0, random);
    this.h = Array.from({ length: options.nLayer }, () => new Block(options, random));
    this.lnF = new LayerNorm(options.nEmbd);
  }

  /** [B, S, C] → [B, S, C] */
  forward(tokens: Tensor, mask: Tensor | undefined): Tensor {
    let x = this.drop.forward(tokens.add(this.wpe.weight.slice(0, 0, tokens.size(1))));
    for (const block of this.h) x = block.forward(x, { mask });
    return this.lnF.forward(x);
  }
}

interface DecodeOptions extends Pick<LookOptions, "onWeights"> {
  /** Of the tokens before: only the new ones are read. */
  past?: Memory;
  /** Is filled with that of all of them. */
  keep?: Memory;
}

class Decoder extends Module {
  /** Position embeddings [targetLength, C]. */
  readonly wpe: Embedding;
  readonly drop: Dropout;
  readonly h: DecoderBlock[];
  readonly lnF: LayerNorm;

  constructor(options: T5Options, random: Random) {
    super();
    this.wpe = new Embedding(options.targetLength, options.nEmbd, random);
    this.drop = new Dropout(options.dropout ?? 0, random);
    this.h = Array.from({ length: options.nLayer }, () => new DecoderBlock(options, random));
    this.lnF = new LayerNorm(options.nEmbd);
  }

  /** Of the encoded source, [B, S, C], for each block. */
  keyValues(encoded: Tensor): KeyValues[] {
    return this.h.map((block) => block.cross.keyValues(encoded));
  }

  /** [B, T, C] → [B, T, C] */
  forward(tokens: Tensor, { keyValues, mask }: Source, { past = [], keep, onWeights }: DecodeOptions): Tensor {
    const read = past[0]?.k.size(-2) ?? 0;
    let x = this.drop.forward(tokens.add(this.wpe.weight.slice(0, read, read + tokens.size(1))));
    for (const [i, block] of this.h.entries()) {
      const memory = keep && { past: past[i], keep: (all: KeyValues) => void (keep[i] = all) };
      x = block.forward(x, { keyValues: keyValues[i]!, look: { mask, onWeights }, memory });
    }
    return this.lnF.forward(x);
  }
}

/** x + attention(norm x) to the target so far, x + attention(norm x) to the source, then x + mlp(norm x). */
class DecoderBlock extends Module {
  readonly ln1: LayerNorm;
  readonly attn: SelfAttention;
  readonly ln2: LayerNorm;
  readonly cross: CrossAttention;
  readonly ln3: LayerNorm;
  readonly mlp: MLP;

  constructor(options: BlockOptions, random: Random) {
    super();
    this.ln1 = new LayerNorm(options.nEmbd);
    this.attn = new SelfAttention(options, random);
    this.ln2 = new LayerNorm(options.nEmbd);
    this.cross = new CrossAttention(options, random);
    this.ln3 = new LayerNorm(options.nEmbd);
    this.mlp = new MLP(options, random);
  }

  /** [B, T, C] → [B, T, C] */
  forward(input: Tensor, { keyValues, look, memory }: { keyValues: KeyValues; look: LookOptions; memory: Past | undefined }): Tensor {
    let x = input.add(this.attn.forward(this.ln1.forward(input), { isCausal: true, memory }));
    x = x.add(this.cross.forward(this.ln2.forward(x), keyValues, look));
    return x.add(this.mlp.forward(this.ln3.forward(x)));
  }
}

/** [k, v, k, v, ..] as key and value of each block. */
function pairs(parts: readonly Tensor[]): KeyValues[] {
  return Array.from({ length: parts.length / 2 }, (_, i) => ({ k: parts[2 * i]!, v: parts[2 * i + 1]! }));
}
