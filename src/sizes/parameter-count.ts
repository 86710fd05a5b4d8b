/**
 * How many parameters a published language model has, from the sizes in its paper or configuration. Formulas count what is stored: an embedding that is
 * used at both ends counts once.
 */
import { checkCount } from "../base/check.ts";

/** How many parameters there are, and where. */
export interface ParameterCount {
  total: number;
  /** Tokens, positions and segments; biases by distance, where a model has them in place of positions. */
  embeddings: number;
  /** Queries, keys, values and projections of all blocks. */
  attention: number;
  /** The feed-forward parts of all blocks. */
  feedForward: number;
  /** Scales and shifts of all norms. */
  norms: number;
  /** What stands on top and is not shared with the embeddings. */
  head: number;
}

/** Sizes of a GPT. */
export interface GPTSizes {
  vocabSize: number;
  /** Context. */
  blockSize: number;
  nLayer: number;
  nEmbd: number;
}

/** Sizes of a BERT. */
export interface BERTSizes extends GPTSizes {
  /** Width inside the feed-forward part. Default 4 `nEmbd`. */
  nInner?: number;
  /** Kinds of sentences. Default 2. */
  segments?: number;
}

/** Sizes of a T5. */
export interface T5Sizes {
  vocabSize: number;
  /** Blocks of the encoder, and of the decoder. */
  nLayer: number;
  nEmbd: number;
  nHead: number;
  /** Size of a head. Default 64. */
  headSize?: number;
  nInner: number;
  /** Distances that have a bias of their own. Default 32. */
  distances?: number;
}

/** Sizes of a BLOOM, whose positions are not learnt. */
export type BLOOMSizes = Omit<GPTSizes, "blockSize">;

/**
 * GPT-2 and GPT-3: learned positions, biases everywhere, two norms in a block and one at the end. V C + T C + L (12 C² + 13 C) + 2 C. GPT-3's attention is sparse in
 * every second block, which changes no parameter.
 * Sources: A. Radford et al., Language Models are Unsupervised Multitask Learners, 2019, table 2; T. Brown et al., arXiv 2005.14165, 2020, table 2.1.
 */
export function gptParameters({ vocabSize: V, blockSize: T, nLayer: L, nEmbd: C }: GPTSizes): ParameterCount {
  checkSizes({ vocabSize: V, blockSize: T, nLayer: L, nEmbd: C });
  return summed({
    embeddings: V * C + T * C,
    attention: L * (dense(C, 3 * C) + dense(C, C)),
    feedForward: L * (dense(C, 4 * C) + dense(4 * C, C)),
    norms: (2 * L + 1) * 2 * C,
    head: 0,
  });
}

/**
 * BERT without the layers for its two training tasks: tokens, positions, segments and a norm on them; two norms in a block; the pooler, C² + C.
 * Source: J. Devlin et al., arXiv 1810.04805, 2018, section 3; `bert_config.json` of google-research/bert.
 */
export function bertParameters({ vocabSize: V, blockSize: T, nLayer: L, nEmbd: C, nInner = 4 * C, segments = 2 }: BERTSizes): ParameterCount {
  checkSizes({ vocabSize: V, blockSize: T, nLayer: L, nEmbd: C, nInner, segments });
  return summed({
    embeddings: (V + T + segments) * C,
    attention: L * 4 * dense(C, C),
    feedForward: L * (dense(C, nInner) + dense(nInner, C)),
    norms: (2 * L + 1) * 2 * C,
    head: dense(C, C),
  });
}

/**
 * T5 of 2019: one table of tokens, no biases, norms with a scale only, two in a block of the encoder, three in one of the decoder, and one after each; a
 * bias for each distance and head in the first block of each. Heads need not share out the width.
 * Source: C. Raffel et al., arXiv 1910.10683, 2019, sections 2.1 and 3.7; `config.json` of t5-small, t5-base and so on.
 */
export function t5Parameters({ vocabSize: V, nLayer: L, nEmbd: C, nHead, headSize = 64, nInner, distances = 32 }: T5Sizes): ParameterCount {
  checkSizes({ vocabSize: V, nLayer: L, nEmbd: C, nHead, headSize, nInner, distances });
  return summed({
    embeddings: V * C + 2 * distances * nHead,
    attention: 3 * L * 4 * C * nHead * headSize,
    feedForward: 2 * L * 2 * C * nInner,
    norms: (5 * L + 2) * C,
    head: 0,
  });
}

/**
 * BLOOM: as GPT-2, but without positions (ALiBi adds fixed numbers to the scores) and with a norm on the embeddings.
 * Source: BigScience, arXiv 2211.05100, 2022, section 3.2 and table 3; `config.json` of bigscience/bloom for the padded vocabulary.
 */
export function bloomParameters({ vocabSize: V, nLayer: L, nEmbd: C }: BLOOMSizes): ParameterCount {
  checkSizes({ vocabSize: V, nLayer: L, nEmbd: C });
  return summed({
    embeddings: V * C,
    attention: L * (dense(C, 3 * C) + dense(C, C)),
    feedForward: L * (dense(C, 4 * C) + dense(4 * C, C)),
    norms: (2 * L + 2) * 2 * C,
    head: 0,
  });
}

/** Sizes as published, by model; sources with the formulas. */
export const GPT_SIZES = {
  "GPT-2": { vocabSize: 50_257, blockSize: 1024, nLayer: 12, nEmbd: 768 },
  "GPT-2 medium": { vocabSize: 50_257, blockSize: 1024, nLayer: 24, nEmbd: 1024 },
  "GPT-2 large": { vocabSize: 50_257, blockSize: 1024, nLayer: 36, nEmbd: 1280 },
  "GPT-2 xl": { vocabSize: 50_257, blockSize: 1024, nLayer: 48, nEmbd: 1600 },
  "GPT-3": { vocabSize: 50_257, blockSize: 2048, nLayer: 96, nEmbd: 12_288 },
} satisfies Record<string, GPTSizes>;

/** Sizes of published BERTs. */
export const BERT_SIZES = {
  "BERT-base": { vocabSize: 30_522, blockSize: 512, nLayer: 12, nEmbd: 768 },
  "BERT-large": { vocabSize: 30_522, blockSize: 512, nLayer: 24, nEmbd: 1024 },
} satisfies Record<string, BERTSizes>;

/** Sizes of published T5s. */
export const T5_SIZES = {
  "T5-small": { vocabSize: 32_128, nLayer: 6, nEmbd: 512, nHead: 8, nInner: 2048 },
  "T5-base": { vocabSize: 32_128, nLayer: 12, nEmbd: 768, nHead: 12, nInner: 3072 },
  "T5-large": { vocabSize: 32_128, nLayer: 24, nEmbd: 1024, nHead: 16, nInner: 4096 },
} satisfies Record<string, T5Sizes>;

/** Sizes of published BLOOMs. */
export const BLOOM_SIZES = {
  BLOOM: { vocabSize: 250_880, nLayer: 70, nEmbd: 14_336 },
} satisfies Record<string, BLOOMSizes>;

/** Weights and biases of a linear layer. */
const dense = (from: number, to: number) => from * to + to;

const summed = (parts: Omit<ParameterCount, "total">): ParameterCount => ({
  total: parts.embeddings + parts.attention + parts.feedForward + parts.norms + parts.head,
  ...parts,
});

function checkSizes(sizes: Record<string, number>): void {
  for (const [name, value] of Object.entries(sizes)) {
    checkCount(value, name, 1);
    if (!Number.isFinite(value)) throw new RangeError(`${name} is ${value}: it must be finite`);
  }
}
