/**
 * What transformers are made of, whether they read in one direction (`gpt.ts`), in both (`bert.ts`), or read one text and write another (`t5.ts`).
 * A. Vaswani et al., Attention Is All You Need, arXiv 1706.03762, 2017; the norm stands before each part, as in GPT-2.
 * In shapes, B is the batch, T the tokens in a row of it, S those of what is looked at, C is `nEmbd`.
 */
import {
  attentionWeights,
  cat,
  Dropout,
  LayerNorm,
  Linear,
  Module,
  noGrad,
  type Shape,
  scaledDotProductAttention,
  stack,
  type Tensor,
  tensor,
} from "#tensor";
import { checkCount } from "../base/check.ts";
import { checkRandom, type Random } from "../base/random.ts";

export interface BlockOptions {
  /** Heads of attention in each block. */
  nHead: number;
  /** Width: numbers for each token between blocks. A multiple of `nHead`. */
  nEmbd: number;
  /** Width inside the feed-forward part. Default 4 `nEmbd`. */
  nInner?: number;
  /** Share of numbers that become 0 in training. Default 0. */
  dropout?: number;
  /** Whether linear layers have a bias. Default false. */
  bias?: boolean;
  /**
   * Standard deviation of the first weights, what GPT-2 sets to 0.02. Default 1 / √`nEmbd`, at which a sum over the width is about as large as what goes in: 0.02 was
   * made for widths of 768 and more, and at 48 to 128 a model that begins with it learns nothing but frequencies for its first hundreds of steps. See `initialize`.
   */
  initialScale?: number;
}

/** Rows of tokens; they need not be equally long. */
export type TokenRows = readonly (readonly number[])[];

/** What attention looks at: keys and values of each token, [B, nHead, S, C / nHead]. */
export interface KeyValues {
  k: Tensor;
  v: Tensor;
}

/** Keys and values of tokens that were read before, so that only the new one has to be. */
export interface Past {
  past: KeyValues | undefined;
  /** Is given all of them, the new ones included. */
  keep(all: KeyValues): void;
}

/** What may be looked at. */
export interface LookOptions {
  /** Added to the scores, of a shape that stretches to [B, nHead, T, S]: −Infinity where nothing may be looked at. Default none. */
  mask?: Tensor;
  /** Is given the weights, [B, nHead, T, S], for the eye: they are computed once more for it. */
  onWeights?(weights: Tensor): void;
}

/** What may be looked at, and what was read before. */
export interface SelfAttentionOptions extends LookOptions {
  /** Each position looks at itself and what is before it. Default false: at all. */
  isCausal?: boolean;
  memory?: Past;
}

/**
 * x + attention(norm x), then x + mlp(norm x).
 * Source: A. Radford et al., Language Models are Unsupervised Multitask Learners, 2019, section 2.3: norms before each part.
 */
export class Block extends Module {
  readonly ln1: LayerNorm;
  readonly attn: SelfAttention;
  readonly ln2: LayerNorm;
  readonly mlp: MLP;

  constructor(options: BlockOptions, random: Random) {
    super();
    checkRandom(random);
    this.ln1 = new LayerNorm(options.nEmbd);
    this.attn = new SelfAttention(options, random);
    this.ln2 = new LayerNorm(options.nEmbd);
    this.mlp = new MLP(options, random);
  }

  /** [B, T, C] → [B, T, C] */
  forward(input: Tensor, options?: SelfAttentionOptions): Tensor {
    const x = input.add(this.attn.forward(this.ln1.forward(input), options));
    return x.add(this.mlp.forward(this.ln2.forward(x)));
  }
}

/**
 * Each token looks at the tokens of its own row.
 * Source: A. Vaswani et al., Attention Is All You Need, arXiv 1706.03762, 2017, section 3.2.
 */
export class SelfAttention extends Module {
  /** Query, key and value of all heads at once. */
  readonly cAttn: Linear;
  readonly cProj: Linear;
  readonly drop: Dropout;
  readonly nHead: number;

  constructor({ nEmbd, nHead, dropout = 0, bias = false }: BlockOptions, random: Random) {
    super();
    checkRandom(random);
    this.cAttn = new Linear(nEmbd, 3 * nEmbd, random, { bias });
    this.cProj = new Linear(nEmbd, nEmbd, random, { bias });
    this.drop = new Dropout(dropout, random);
    this.nHead = nHead;
  }

  /** [B, T, C] → [B, T, C]. With a past, T is 1. */
  forward(x: Tensor, { isCausal = false, memory, ...look }: SelfAttentionOptions = {}): Tensor {
    const C = x.size(-1);
    const [q, newK, newV] = this.cAttn
      .forward(x)
      .split(C, 2)
      .map((part) => heads(part, this.nHead)) as [Tensor, Tensor, Tensor];
    const past = memory?.past;
    const [k, v] = past ? [cat([past.k, newK], 2), cat([past.v, newV], 2)] : [newK, newV];
    memory?.keep({ k, v });
    // One token more looks at all there is, itself included.
    return this.drop.forward(this.cProj.forward(attend(q, { k, v }, { isCausal: isCausal && !past, ...look })));
  }
}

/**
 * Each token looks at the tokens of another text.
 * Source: A. Vaswani et al., Attention Is All You Need, arXiv 1706.03762, 2017, section 3.2.
 */
export class CrossAttention extends Module {
  readonly cQuery: Linear;
  /** Key and value of all heads at once. */
  readonly cKeyValue: Linear;
  readonly cProj: Linear;
  readonly drop: Dropout;
  readonly nHead: number;

  constructor({ nEmbd, nHead, dropout = 0, bias = false }: BlockOptions, random: Random) {
    super();
    checkRandom(random);
    this.cQuery = new Linear(nEmbd, nEmbd, random, { bias });
    this.cKeyValue = new Linear(nEmbd, 2 * nEmbd, random, { bias });
    this.cProj = new Linear(nEmbd, nEmbd, random, { bias });
    this.drop = new Dropout(dropout, random);
    this.nHead = nHead;
  }

  /** Of the other text, [B, S, C]; the same for every token that will look at it. */
  keyValues(other: Tensor): KeyValues {
    const [k, v] = this.cKeyValue
      .forward(other)
      .split(other.size(-1), 2)
      .map((part) => heads(part, this.nHead)) as [Tensor, Tensor];
    return { k, v };
  }

  /** [B, T, C] → [B, T, C] */
  forward(x: Tensor, other: KeyValues, look: LookOptions = {}): Tensor {
    return this.drop.forward(this.cProj.forward(attend(heads(this.cQuery.forward(x), this.nHead), other, look)));
  }
}

/**
 * The feed-forward part: each token by itself.
 * Source: A. Vaswani et al., Attention Is All You Need, arXiv 1706.03762, 2017, section 3.3, with the activation of GPT-2.
 */
export class MLP extends Module {
  readonly cFc: Linear;
  readonly cProj: Linear;
  readonly drop: Dropout;

  constructor({ nEmbd, nInner = 4 * nEmbd, dropout = 0, bias = false }: BlockOptions, random: Random) {
    super();
    checkRandom(random);
    this.cFc = new Linear(nEmbd, nInner, random, { bias });
    this.cProj = new Linear(nInner, nEmbd, random, { bias });
    this.drop = new Dropout(dropout, random);
  }

  /** [B, T, C] → [B, T, nInner] → [B, T, C] */
  forward(x: Tensor): Tensor {
    return this.drop.forward(this.cProj.forward(this.cFc.forward(x).gelu()));
  }
}

/** Numbers of 32 bits that a table of embeddings may hold: half a gigabyte. */
const MOST_EMBEDDED = 2 ** 27;

/**
 * Refuses sizes of which no transformer can be made.
 * @throws RangeError when a size is not a whole number of 1 or more, a vocabulary does not fit into memory, or `nEmbd` is not a multiple of `nHead`.
 */
export function checkSizes({ nEmbd, nHead, ...others }: { nEmbd: number; nHead: number } & Record<string, number>): void {
  for (const [name, value] of Object.entries({ ...others, nHead, nEmbd })) checkCount(value, name, 1);
  if ((others["vocabSize"] ?? 0) * nEmbd > MOST_EMBEDDED)
    throw new RangeError(
      `vocabSize is ${others["vocabSize"]}: ${nEmbd} numbers for each token are more than memory holds. It is how many different tokens there are: number them from 0 on, without gaps`,
    );
  if (nEmbd % nHead !== 0) throw new RangeError(`nEmbd is ${nEmbd} and nHead ${nHead}: each head needs an equal share, so nEmbd must be a multiple`);
}

/**
 * Refuses special tokens that are not in the vocabulary.
 * @throws RangeError when one is not in the vocabulary.
 */
export function checkTokens(name: string, tokens: readonly number[], vocabSize: number): void {
  for (const token of tokens)
    if (!(Number.isInteger(token) && token >= 0 && token < vocabSize))
      throw new RangeError(`${name} is ${token}: it must be one of the tokens, 0 to ${vocabSize - 1}`);
}

/**
 * As GPT-2: normal with σ = `initialScale`, for projections back onto the sum σ / √`additions`, where so many parts add to it; biases 0.
 *
 * Sources: A. Radford et al., Language Models are Unsupervised Multitask Learners, 2019, section 2.3, for the root of the additions; Y. LeCun, L. Bottou, G. Orr, K. Müller,
 * Efficient BackProp, 1998, section 4.6, for 1 / √(numbers that are summed up).
 */
export function initialize(
  model: Module,
  { nEmbd, initialScale = 1 / Math.sqrt(nEmbd) }: Pick<BlockOptions, "nEmbd" | "initialScale">,
  additions: number,
  random: Random,
): void {
  checkRandom(random);
  initializeNormal(model, (name) => (name.includes("cProj") ? initialScale / Math.sqrt(additions) : initialScale), random);
}

/** Matrices normal, with a σ for each; biases 0. */
export function initializeNormal(model: Module, sigmaOf: (name: string, shape: Shape) => number, random: Random): void {
  checkRandom(random);
  noGrad(() => {
    for (const [name, parameter] of model.namedParameters()) {
      if (name.endsWith("bias")) parameter.fill_(0);
      else if (parameter.ndim === 2) {
        const sigma = sigmaOf(name, parameter.shape);
        parameter.copy_(tensor(Float32Array.from({ length: parameter.numel() }, () => sigma * random.normal())).view(...parameter.shape));
      }
    }
  });
}

/**
 * A vector for each position, [positions, size], of sines and cosines whose wavelengths grow from 2π to 2π · `longest`: a step to the next position is the same rotation
 * everywhere. Source: A. Vaswani et al., 2017, section 3.5, where `longest` is 10,000; here it suits texts of tens of tokens.
 */
export function sinusoids(positions: number, size: number, longest = 100): Tensor {
  const values = Float32Array.from({ length: positions * size }, (_, i) => {
    const [position, column] = [Math.floor(i / size), i % size];
    const angle = position / longest ** ((column - (column % 2)) / size);
    return column % 2 ? Math.cos(angle) : Math.sin(angle);
  });
  return tensor(values).view(positions, size);
}

export interface PadOptions {
  padToken: number;
  /** Most tokens a row may have. */
  longest: number;
  /** What a row is, for messages. */
  name: string;
}

/**
 * All rows as long as the longest: [B, T], and the mask that hides the padding, [B, 1, 1, T], where there is any.
 * @throws RangeError when there are no rows, or one is empty or too long.
 */
export function pad(rows: TokenRows, { padToken, longest, name }: PadOptions): { tokens: Tensor; mask: Tensor | undefined } {
  const B = rows.length;
  if (B === 0) throw new RangeError(`there is no ${name}: give at least one`);
  let T = 0;
  for (const [i, row] of rows.entries()) {
    if (!Array.isArray(row)) throw new TypeError(`${name} ${i} is ${row}: each is an array of tokens`);
    if (row.length === 0) throw new RangeError(`${name} ${i} is empty: give at least one token`);
    if (row.length > longest) throw new RangeError(`${name} ${i} has ${row.length} tokens: the model holds ${longest}`);
    T = Math.max(T, row.length);
  }
  const tokens = new Float32Array(B * T).fill(padToken);
  for (const [i, row] of rows.entries()) tokens.set(row, i * T);
  const hidden = tokens.map((token) => (token === padToken ? Number.NEGATIVE_INFINITY : 0));
  const mask = hidden.some((value) => value < 0) ? tensor(hidden).view(B, 1, 1, T) : undefined;
  return { tokens: tensor(tokens).view(B, T), mask };
}

/** Of each layer the weights of a single row, [nLayer, nHead, T, S]: what `look` passes on, layer by layer. */
export function collectWeights(look: (onWeights: (weights: Tensor) => void) => void): Tensor {
  const layers: Tensor[] = [];
  noGrad(() => look((weights) => void layers.push(weights.select(0, 0).detach())));
  return stack(layers);
}

/** Do `action` as in use, not as in training: without dropout. */
export function inUse<T>(model: Module, action: () => T): T {
  const { training } = model;
  if (!training) return action();
  model.eval();
  try {
    return action();
  } finally {
    model.train();
  }
}

/** [B, T, C] → [B, nHead, T, C / nHead] */
function heads(part: Tensor, nHead: number): Tensor {
  const [B, T, C] = part.shape as [number, number, number];
  return part.view(B, T, nHead, C / nHead).transpose(1, 2);
}

/** [B, nHead, T, C / nHead] → [B, T, C] */
function attend(q: Tensor, { k, v }: KeyValues, { isCausal = false, mask, onWeights }: SelfAttentionOptions): Tensor {
  const [B, nHead, T, size] = q.shape as [number, number, number, number];
  onWeights?.(attentionWeights(q, k, { isCausal, mask }));
  return scaledDotProductAttention(q, k, v, { isCausal, mask })
    .transpose(1, 2)
    .reshape(B, T, nHead * size);
}
