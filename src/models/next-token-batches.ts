/** Text as questions and answers: what comes after each token of a window is the next token. Self-supervised: nobody labelled anything. */
import { inferenceMode, type Tensor, tensor } from "#tensor";
import { checkCount, checkSize } from "./check.ts";
import type { Random } from "./random.ts";

export interface Batch {
  /** Tokens read: [batch, block]. */
  x: Tensor;
  /** The token after each of them: [batch, block]. */
  y: Tensor;
}

export interface BatchOptions {
  batchSize: number;
  /** Tokens in each window. */
  blockSize: number;
  random: Random;
}

/** Windows from random places of a text, each place equally likely. @throws RangeError when the text is not longer than a window, or the batch has no size. */
export function randomBatch(tokens: ArrayLike<number>, { batchSize, blockSize, random }: BatchOptions): Batch {
  checkSize(batchSize, "batchSize");
  checkWindow(tokens, blockSize);
  return windows(
    tokens,
    Array.from({ length: batchSize }, () => random.int(tokens.length - blockSize)),
    blockSize,
  );
}

/** What a model of the next token can say about a text. */
export interface NextTokenModel {
  /** Mean cross-entropy in nats: tokens and their successors [batch, block]. */
  loss(x: Tensor, y: Tensor): Tensor;
}

export interface EvaluateOptions {
  blockSize: number;
  /** Windows at a time. Default 16. */
  batchSize?: number;
  /** Only window `part` of every `parts`: parts of a text may be measured apart, and their means averaged by `count`. Default all. */
  part?: number;
  parts?: number;
}

/**
 * Mean loss over a whole text in nats per token, and of how many tokens. The text is cut into windows of `blockSize` one after the other, and
 * within each the model knows only what it has read of that window; what is left over at the end, shorter than a window, is left out.
 * @throws RangeError when the text is not longer than a window, or an option is out of its range.
 */
export function evaluateLoss(
  model: NextTokenModel,
  tokens: ArrayLike<number>,
  { blockSize, batchSize = 16, part = 0, parts = 1 }: EvaluateOptions,
): { loss: number; count: number } {
  checkSize(batchSize, "batchSize");
  checkSize(part, "part", 0);
  checkSize(parts, "parts");
  checkWindow(tokens, blockSize);
  const starts: number[] = [];
  for (let i = part; (i + 1) * blockSize < tokens.length; i += parts) starts.push(i * blockSize);
  let sum = 0;
  for (let i = 0; i < starts.length; i += batchSize) {
    const some = starts.slice(i, i + batchSize);
    const { x, y } = windows(tokens, some, blockSize);
    sum += inferenceMode(() => model.loss(x, y)).item() * some.length;
  }
  return { loss: starts.length > 0 ? sum / starts.length : 0, count: starts.length * blockSize };
}

function windows(tokens: ArrayLike<number>, starts: readonly number[], blockSize: number): Batch {
  const from = (shift: number) => {
    const ids = new Float32Array(starts.length * blockSize);
    for (const [row, start] of starts.entries()) for (let i = 0; i < blockSize; i++) ids[row * blockSize + i] = tokens[start + shift + i]!;
    return tensor(ids).view(starts.length, blockSize);
  };
  return { x: from(0), y: from(1) };
}

function checkWindow(tokens: ArrayLike<number>, blockSize: number): void {
  checkCount(blockSize, "blockSize", 1);
  if (tokens.length <= blockSize)
    throw new RangeError(`the text has ${tokens.length} tokens: a window of ${blockSize} and the token after it need ${blockSize + 1}`);
}
