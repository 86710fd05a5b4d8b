import { AdamW, warmupCosine } from "#tensor";
import { checkCount } from "../base/check.ts";
import { checkRandom, type Random } from "../base/random.ts";
import { T5 } from "./t5.ts";
import { WordTokenizer } from "./word-tokenizer.ts";

/** A text, and what it comes to. */
export interface TextWithSummary {
  report: string;
  summary: string;
}

export interface SummaryWriterOptions {
  random: Random;
  /** Batches to learn from. Default 250. */
  steps?: number;
  /** Pairs in a batch. Default 32. */
  batchSize?: number;
  /** Default 0.005: it rises for 20 steps, or half of them where there are fewer, and falls like a cosine. */
  learningRate?: number;
  /** Width of the vectors. Default 64. */
  nEmbd?: number;
  /** Blocks of the encoder, and of the decoder. Default 1. */
  nLayer?: number;
}

/** How far a training has come. */
export interface SummaryStep {
  step: number;
  /** Mean cross-entropy of the batch, in nats per word of the summaries. */
  loss: number;
}

/**
 * An abstractive summariser: a {@link T5} over whole words, which reads a text and writes its summary word by word. It knows the words that it has learnt from, and
 * writes no others; a word that it has never read is to it one and the same sign.
 *
 * Source: C. Raffel et al., Exploring the Limits of Transfer Learning with a Unified Text-to-Text Transformer, arXiv 1910.10683, 2019, section 2.4: summaries as text to text.
 */
export class SummaryWriter {
  readonly tokenizer = new WordTokenizer({ specials: ["<pad>", "<end>", "<unknown>"], unknown: "<unknown>" });
  /** The network, once `fitSteps` has begun. */
  model: T5 | undefined;
  readonly #options: Required<SummaryWriterOptions>;

  /** @throws RangeError when an option is no whole number of 1 or more. */
  constructor(options: SummaryWriterOptions) {
    const { random, steps = 250, batchSize = 32, learningRate = 0.005, nEmbd = 64, nLayer = 1 } = options;
    checkRandom(random);
    for (const [name, count] of Object.entries({ steps, batchSize, nEmbd, nLayer })) checkCount(count, name, 1);
    this.#options = { random, steps, batchSize, learningRate, nEmbd, nLayer };
  }

  /** Learn from pairs, and say after each batch how it went. @throws RangeError when there are fewer pairs than in a batch. */
  *fitSteps(pairs: readonly TextWithSummary[]): Generator<SummaryStep, void> {
    const { random, steps, batchSize, learningRate: lr, nEmbd, nLayer } = this.#options;
    if (pairs.length < batchSize) throw new RangeError(`${pairs.length} pairs: a batch takes ${batchSize}`);
    this.tokenizer.fit(pairs.flatMap(({ report, summary }) => [report, summary]));
    const encoded = pairs.map(({ report, summary }) => ({ source: this.tokenizer.encode(report), target: this.tokenizer.encode(summary) }));
    const longest = (of: "source" | "target") => encoded.reduce((most, pair) => Math.max(most, pair[of].length), 0);
    this.model = new T5(
      {
        vocabSize: this.tokenizer.vocabularySize,
        sourceLength: longest("source") + 10,
        targetLength: longest("target") + 3,
        nLayer,
        nHead: 4,
        nEmbd,
        nInner: 2 * nEmbd,
      },
      random,
    );
    const optimizer = new AdamW(this.model.parameters(), { lr, betas: [0.9, 0.98] });
    const rate = warmupCosine({ lr, warmup: Math.min(20, Math.floor(steps / 2)), total: steps });
    let left: typeof encoded = [];
    for (let step = 1; step <= steps; step++) {
      if (left.length < batchSize) left = random.shuffle(encoded);
      const batch = left.splice(0, batchSize);
      optimizer.lr = rate(step - 1);
      const loss = this.model.loss(
        batch.map(({ source }) => source),
        batch.map(({ target }) => target),
      );
      loss.backward();
      optimizer.step();
      yield { step, loss: loss.item() };
    }
  }

  /** The summary of each text, the likeliest word at each place. What is longer than anything that it learnt from is read up to there. @throws Error before `fitSteps`. */
  write(reports: readonly string[]): string[] {
    const { model, tokenizer } = this;
    if (!model) throw new Error("nothing has been learnt yet: run fitSteps first");
    const sources = reports.map((report) => tokenizer.encode(report).slice(0, model.options.sourceLength));
    return model.generateAll(sources).map((summary) => tokenizer.decode(summary));
  }
}
