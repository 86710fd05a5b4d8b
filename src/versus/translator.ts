/** A T5 as a translator of short texts: trained on pairs, asked for many at once, and measured by what is right to the letter. */
import { AdamW, inferenceMode, type Tensor, warmupCosine } from "#tensor";
import { checkCount } from "../base/check.ts";
import { type Random, withRandom } from "../base/random.ts";
import type { T5Options } from "../lm/t5.ts";
import type { WordT5 } from "../lm/t5-file.ts";
import { exactMatch } from "../score/text-metrics.ts";

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
