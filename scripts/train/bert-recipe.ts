/** The recipe of the BERT that fills gaps in speeches. */
import { type Random, seed } from "../../src/base/random.ts";
import { BERT, type Masked } from "../../src/lm/bert.ts";
import { bertConfig, SPECIALS } from "../../src/lm/bert-file.ts";
import { NeighbourCounts } from "../../src/lm/neighbour-counts.ts";
import { lowerSentences, sentenceRows, splitByYear } from "../../src/lm/speech-sentences.ts";
import { WordTokenizer } from "../../src/lm/word-tokenizer.ts";
import { noGrad, tensor, warmupCosine } from "../../src/tensor/index.ts";
import { muonForBlocks } from "./muon.ts";
import type { Recipe, Trainee } from "./recipe.ts";

const STEPS = 1050;
/** From here on the learning rate falls straight to its end. */
const FALLS_FROM = 600;
const [LR, MIN_LR] = [3e-3, 1e-5];
const cosine = warmupCosine({ lr: LR, minLr: MIN_LR, warmup: 50, total: 1500 });
const LONGEST = 48;
/** A batch is drawn from so many sentences of about the same length, so that little of it is padding. */
const ALIKE = 256;

export const speechBERT: Recipe = {
  name: "speeches-bert",
  title: "A BERT that has read State of the Union addresses",
  data: "Sentences of the State of the Union addresses, 1790 to 2021, split by year: eight years of ten to learn from, every sixth sentence of one watched the training, and every third of the last examines it.",
  source:
    "J. Devlin and others, BERT, 2018, with the norms before each part, and without pairs of sentences: https://arxiv.org/abs/1810.04805; K. Jordan and others, Muon, 2024, https://kellerjordan.github.io/posts/muon/",
  seed: 1,
  steps: STEPS,
  batchSize: 64,
  shards: 1,
  lr: (step) => (step < FALLS_FROM ? cosine(step) : MIN_LR + ((cosine(FALLS_FROM) - MIN_LR) * (STEPS - step)) / (STEPS - FALLS_FROM)),
  clip: 1,
  evaluateEvery: 250,
  dtype: "F16",
  setUp: (random) => bertOfSpeeches(random),
};

async function bertOfSpeeches(random: Random): Promise<Trainee> {
  const { sotu } = await import("../../src/datasets/sotu.ts");
  const { learn, validation, test } = splitByYear(sotu.rows);
  const sentences = learn.flatMap(({ text }) => lowerSentences(text));
  const tokenizer = new WordTokenizer({ specials: SPECIALS, unknown: "[UNK]", maxWords: 2500 }).fit(sentences);
  const rowsOf = (texts: readonly string[]) => sentenceRows(texts, tokenizer, { longest: LONGEST });
  const rows = rowsOf(sentences).sort((a, b) => a.length - b.length);
  const [padToken, maskToken, unknownToken] = [0, 1, 2];
  const model = new BERT(
    { vocabSize: tokenizer.vocabularySize, blockSize: LONGEST, nLayer: 2, nHead: 4, nEmbd: 96, padToken, maskToken, specialTokens: [unknownToken] },
    random,
  );
  // It begins with how frequent each word is, and need not learn that first.
  const counts = new NeighbourCounts(tokenizer.vocabularySize).partialFit(rows);
  noGrad(() => model.headBias.copy_(tensor(Float32Array.from(counts.unigram(), Math.log))));
  /** One row of `every` is asked about. */
  const watch = (speeches: typeof learn, every: number) => {
    const all = rowsOf(speeches.flatMap(({ text }) => lowerSentences(text))).filter(hasWords);
    // The same gaps each time.
    const masked = model.mask(
      all.filter((_, i) => i % every === 0),
      seed(2),
    );
    return (part: number, parts: number) => measure(model, masked, part, parts);
  };
  return {
    model,
    config: bertConfig(model, tokenizer),
    optimizer: () => muonForBlocks(model),
    loss: (count, source) => {
      const from = source.int(rows.length - ALIKE);
      const drawn = Array.from({ length: count }, () => rows[from + source.int(ALIKE)]!);
      const { tokens, targets } = model.mask(drawn, source);
      return model.loss(tokens, targets);
    },
    evaluate: watch(validation, 6),
    exam: watch(test, 3),
  };
}

const hasWords = (row: readonly number[]) => row.some((token) => token >= SPECIALS.length);

/** Mean loss of part `part` of `parts` of rows whose gaps are made. */
function measure(model: BERT, { tokens, targets }: Masked, part: number, parts: number): { loss: number; count: number } {
  const order = [...tokens.keys()].filter((i) => i % parts === part).sort((a, b) => tokens[a]!.length - tokens[b]!.length);
  let sum = 0;
  let count = 0;
  for (let at = 0; at < order.length; at += 64) {
    const batch = order.slice(at, at + 64);
    const asked = batch.reduce((n, i) => n + targets[i]!.filter((target) => target >= 0).length, 0);
    const { loss } = model.evaluate(
      batch.map((i) => tokens[i]!),
      batch.map((i) => targets[i]!),
    );
    sum += loss * asked;
    count += asked;
  }
  return { loss: sum / count, count };
}
