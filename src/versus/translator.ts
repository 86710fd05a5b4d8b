/** A T5 as a translator of short texts: trained on pairs, asked for many at once, and measured by what is right to the letter. */
import { AdamW, inferenceMode, type Tensor, warmupCosine } from "#tensor";
import { checkCount } from "../base/check.ts";
import { argMax } from "../base/max.ts";
import { type Random, withRandom } from "../base/random.ts";
import type { T5Options } from "../lm/t5.ts";
import type { WordT5 } from "../lm/t5-file.ts";
import type { WordTokenizer } from "../lm/word-tokenizer.ts";
import { exactMatch } from "../score/text-metrics.ts";
import { WordTranslation, type WordTranslationOptions } from "../words/word-translation.ts";

/** Sizes of a T5 for numbers below 100,000: all of them fit, in both languages. */
export const TRANSLATOR_SIZES: Omit<T5Options, "vocabSize"> = { sourceLength: 9, targetLength: 18, nLayer: 2, nHead: 4, nEmbd: 64, nInner: 128 };

/** A text in both languages. */
export interface TextPair {
  english: string;
  french: string;
}

/** Mean loss on pairs in nats per French token, the ends included: a tensor of one number, to train with. */
export function pairLoss({ model, tokenizer }: WordT5, pairs: readonly TextPair[]): Tensor {
  return model.loss(
    pairs.map(({ english }) => tokenizer.encode(english)),
    pairs.map(({ french }) => tokenizer.encode(french)),
  );
}

/** The same as a number, for pairs that are only measured. */
export const measuredLoss = (translator: WordT5, pairs: readonly TextPair[]): number => inferenceMode(() => pairLoss(translator, pairs)).item();

/** What is written for each text: the likeliest word at each place, until the end. */
export const translateAll = ({ model, tokenizer }: WordT5, texts: readonly string[]): string[] =>
  model.generateAll(texts.map((text) => tokenizer.encode(text))).map((ids) => tokenizer.decode(ids));

/** The share of pairs that are translated right to the letter, from 0 to 1. */
export function shareExact(translator: WordT5, pairs: readonly TextPair[]): number {
  const texts = pairs.map(({ english }) => english);
  return exactMatch(
    pairs.map(({ french }) => french),
    translateAll(translator, texts),
  );
}

/** A text that was written, and where each of its words looked. */
export interface Written {
  text: string;
  /** Shares of one written token, the mean over all heads of all blocks: they sum to 1. Tokens are numbered, for a text may hold one twice. */
  looks: { written: string; read: string; share: number }[];
}

/** What is written for a text, and how much each token of it, and its end, looked at each that was read. */
export function writeAndLook({ model, tokenizer }: WordT5, text: string): Written {
  const source = tokenizer.encode(text);
  // The end needs a place of its own.
  const target = model.generate(source, { maxTokens: model.options.targetLength - 1 });
  const shares = model.crossAttention(source, target).mean(1).mean(0).toArray() as number[][];
  const numbered = (tokens: readonly string[]) => tokens.map((token, i) => `${i + 1} ${token}`);
  const read = numbered(tokenizer.split(text));
  const written = numbered([...target.map((id) => tokenizer.tokens[id]!), "(end)"]);
  return {
    text: tokenizer.decode(target),
    looks: written.flatMap((token, i) => read.map((word, j) => ({ written: token, read: word, share: shares[i]![j]! }))),
  };
}

/** How often one head looks where the meaning is. */
export interface HeadLook {
  /** Of the decoder, from 1; a head "all" is the mean over the heads of the block. */
  block: number;
  head: number | "all";
  /** The share of written words that look most at a word of the part that they translate, from 0 to 1. */
  right: number;
}

/**
 * For each head of the decoder, how often a written word looks most at a word of the part of the text that it is the translation of. Signs and the end do not count.
 * `chance` is what a look at a place drawn at random would have.
 * @param texts each as its parts in order, which make up both sides with spaces between them.
 */
export function lookedRight(
  { model, tokenizer }: WordT5,
  texts: readonly (readonly TextPair[])[],
): { heads: HeadLook[]; chance: number; words: number } {
  const { nLayer, nHead } = model.options;
  const heads: (HeadLook & { right: number })[] = Array.from({ length: nLayer }, (_, block) =>
    [...Array.from({ length: nHead }, (_, head) => head + 1), "all" as const].map((head) => ({ block: block + 1, head, right: 0 })),
  ).flat();
  let [words, chance] = [0, 0];
  for (const parts of texts) {
    const ids = (side: "english" | "french") => parts.map((part) => tokenizer.encode(part[side]));
    const [sources, targets] = [ids("english"), ids("french")];
    const length = sources.flat().length;
    const all = model.crossAttention(sources.flat(), targets.flat());
    const shares = all.toArray() as number[][][][];
    const means = all.mean(1).toArray() as number[][][];
    let [row, from] = [0, 0];
    for (const [i, target] of targets.entries()) {
      const to = from + sources[i]!.length;
      for (const id of target) {
        if (/\p{L}/u.test(tokenizer.tokens[id]!)) {
          words++;
          chance += (to - from) / length;
          for (const look of heads) {
            const at = argMax(look.head === "all" ? means[look.block - 1]![row]! : shares[look.block - 1]![look.head - 1]![row]!);
            if (at >= from && at < to) look.right++;
          }
        }
        row++;
      }
      from = to;
    }
  }
  return { heads: heads.map((look) => ({ ...look, right: look.right / words })), chance: chance / words, words };
}

export interface TrainTranslatorOptions {
  /** Draws the order of the pairs, anew each time all have been seen. */
  random: Random;
  /** Default 500. */
  steps?: number;
  /** Pairs in each step. Default 64. */
  batchSize?: number;
  /** The highest learning rate: reached after 20 steps, from where it falls to a tenth. Default 0.005. */
  lr?: number;
}

/** Train on pairs; yields after each step which it was, from 1, and its loss. @throws RangeError when there are fewer pairs than a step needs. */
export function* trainTranslator(
  translator: WordT5,
  pairs: readonly TextPair[],
  options: TrainTranslatorOptions,
): Generator<{ step: number; loss: number }> {
  const { random, steps = 500, batchSize = 64, lr = 0.005 } = withRandom(options);
  checkCount(batchSize, "batchSize", 1);
  if (pairs.length < batchSize) throw new RangeError(`${pairs.length} pairs: a step needs ${batchSize}`);
  const optimizer = new AdamW(translator.model.parameters(), { lr, betas: [0.9, 0.98] });
  const rate = warmupCosine({ lr, warmup: Math.min(20, steps - 1), total: steps });
  let left: TextPair[] = [];
  for (let step = 1; step <= steps; step++) {
    if (left.length < batchSize) left = random.shuffle([...pairs]);
    optimizer.lr = rate(step - 1);
    const loss = pairLoss(translator, left.splice(0, batchSize));
    loss.backward();
    optimizer.step();
    yield { step, loss: loss.item() };
  }
}

/** Windows of a dictionary: two words before and one after, then one and one. */
export const TWO_AND_ONE: NonNullable<WordTranslationOptions["windows"]> = [
  [2, 1],
  [1, 1],
];

/** A dictionary counted from pairs, which reads and writes texts as a tokenizer cuts them; `size` is how many entries it keeps. See `WordTranslation`. */
export function countedTranslator(
  tokenizer: WordTokenizer,
  pairs: readonly TextPair[],
  windows: WordTranslationOptions["windows"] = [],
): { translate: (text: string) => string; size: number } {
  const cut = (side: "english" | "french") => pairs.map((pair) => tokenizer.split(pair[side]));
  const counts = new WordTranslation({ windows }).fit(cut("english"), cut("french"));
  const translate = (text: string) => tokenizer.decode(counts.translate(tokenizer.split(text)).map((word) => tokenizer.number(word)));
  return { translate, size: counts.size };
}
