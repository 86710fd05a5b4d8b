import {
  BERT_SIZES,
  BLOOM_SIZES,
  bertParameters,
  bloomParameters,
  GPT_SIZES,
  gptParameters,
  type ParameterCount,
  T5_SIZES,
  t5Parameters,
} from "./parameter-count.ts";

/** Sizes that all families have. */
export interface PresetSizes {
  vocabSize: number;
  nLayer: number;
  nEmbd: number;
  /** Longest context. T5 and BLOOM learn no vector for a place, so theirs is 0. */
  blockSize: number;
}

const published = { ...GPT_SIZES, ...BERT_SIZES, ...T5_SIZES, ...BLOOM_SIZES };

/** A model whose sizes are published and whose parameters can be counted. */
export type Preset = keyof typeof published;

/** Sizes as published, for all families. */
export const PRESETS = Object.fromEntries(Object.entries(published).map(([name, sizes]) => [name, { blockSize: 0, ...sizes }])) as Record<
  Preset,
  PresetSizes
>;

/**
 * What a model of this family holds with other sizes: heads and inner layers grow as its family's do.
 *
 * Sources: with the counts in `#sizes/parameter-count`.
 */
export function presetParameters(name: Preset, sizes: PresetSizes = PRESETS[name]): ParameterCount {
  const { nEmbd } = sizes;
  if (name in BLOOM_SIZES) return bloomParameters(sizes);
  if (name in BERT_SIZES) return bertParameters(sizes);
  if (!(name in T5_SIZES)) return gptParameters(sizes);
  return t5Parameters({ ...sizes, nHead: Math.max(1, Math.round(nEmbd / 64)), nInner: 4 * nEmbd });
}
