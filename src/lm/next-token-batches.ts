/** Text as questions and answers: what comes after each token of a window is the next token. Self-supervised: nobody labelled anything. */
import { crossEntropy, inferenceMode, type Tensor, tensor } from "#tensor";
import { checkCount, checkSize } from "../base/check.ts";
import { type Random, withRandom } from "../base/random.ts";

/** Windows of a text, and what follows in them. */
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
export function randomBatch(tokens: ArrayLike<number>, options: BatchOptions): Batch {
  const { batchSize, blockSize, random } = withRandom(options);
  checkSize(batchSize, "batchSize");
  checkWindow(tokens, blockSize);
  return windows(
    tokens,
    Array.from({ length: batchSize }, () => random.int(tokens.length - blockSize)),
    { blockSize },
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
  /**
   * Tokens from one window to the next. Default `blockSize`: each token is read once, and those at the beginning of a window have little before them.
   * With 1 each token is predicted from all `blockSize` before it, as a table of counts does it: `blockSize` times the work.
   */
  stride?: number;
  /** Only window `part` of every `parts`: parts of a text may be measured apart, and their means averaged by `count`. Default all. */
  part?: number;
  parts?: number;
}

/** Targets that do not count: see `crossEntropy`. */
const IGNORED = -100;

/**
 * Mean loss over a whole text in nats per token, and of how many tokens. The text is cut into windows of `blockSize`, and within each the model knows only
 * what it has read of that window. Where windows overlap, each token counts once: in the first window that holds it. What is left over at the
 * end, shorter than a stride, is left out.
 * @throws RangeError when the text is not longer than a window, or an option is out of its range.
 */
export function evaluateLoss(
  model: NextTokenModel,
  tokens: ArrayLike<number>,
  { blockSize, batchSize = 16, stride = blockSize, part = 0, parts = 1 }: EvaluateOptions,
): { loss: number; count: number } {
  checkSize(batchSize, "batchSize");
  checkSize(part, "part", 0);
  checkSize(parts, "parts");
  checkWindow(tokens, blockSize);
  checkStride(stride, blockSize);
  /** How many tokens at the beginning of this window have counted before. */
  const counted = (start: number) => (start === 0 ? 0 : blockSize - stride);
  const starts: number[] = [];
  for (let start = part * stride; start + blockSize < tokens.length; start += parts * stride) starts.push(start);
  let sum = 0;
  let count = 0;
  // Of overlapping windows the first counts whole, the others their last tokens: a batch has windows of one kind.
  for (const alike of [starts.filter((start) => counted(start) === 0), starts.filter((start) => counted(start) > 0)])
    for (let i = 0; i < alike.length; i += batchSize) {
      const some = alike.slice(i, i + batchSize);
      const { x, y } = windows(tokens, some, { blockSize, ignored: counted(some[0]!) });
      const counts = some.length * (blockSize - counted(some[0]!));
      sum += inferenceMode(() => model.loss(x, y)).item() * counts;
      count += counts;
    }
  return { loss: count > 0 ? sum / count : 0, count };
}

/** A model that says how probable each next token is. */
export interface LogitsModel {
  /** Tokens [batch, block] → logits [batch, block, V]. */
  forward(x: Tensor): Tensor;
}

export interface TokenLossOptions {
  /** Most tokens that are read before each. */
  blockSize: number;
  /** Windows at a time. Default 64. */
  batchSize?: number;
  /** Tokens from one window to the next: each token is predicted from at least `blockSize` − `stride` + 1 before it, where there are so many. Default 1. */
  stride?: number;
}

/**
 * −ln P of each token but the first, in nats: `[tokens − 1]`. A window slides over the text, so that no token has to be guessed from nothing, as at the
 * beginning of a window that is cut: a table of counts is asked in this way, too, and the two can be compared place by place.
 * @throws RangeError when the text is not longer than a window, or an option is out of its range.
 */
export function tokenLosses(
  model: LogitsModel,
  tokens: ArrayLike<number>,
  { blockSize, batchSize = 64, stride = 1 }: TokenLossOptions,
): Float64Array {
  checkSize(batchSize, "batchSize");
  checkWindow(tokens, blockSize);
  checkStride(stride, blockSize);
  const losses = new Float64Array(tokens.length - 1);
  const last = tokens.length - 1 - blockSize;
  const starts = Array.from({ length: Math.ceil(last / stride) + 1 }, (_, i) => Math.min(i * stride, last));
  for (let i = 0; i < starts.length; i += batchSize) {
    const some = starts.slice(i, i + batchSize);
    const { x, y } = windows(tokens, some, { blockSize });
    const each = inferenceMode(() => crossEntropy(model.forward(x), y, { reduction: "none" })).toFloat32Array();
    // Of windows that overlap, the later one has read less before a token: it writes only what the earlier one has not.
    for (const [row, start] of some.entries()) {
      const known = start === 0 ? 0 : Math.min(starts[i + row - 1]! + blockSize, tokens.length - 1) - start;
      for (let j = known; j < blockSize; j++) losses[start + j] = each[row * blockSize + j]!;
    }
  }
  return losses;
}

/** A place of a text: what a model says of the token there, having read those before it, and which token came. */
export interface AskedPlace {
  /** `[V]` */
  logits: Float32Array;
  came: number;
}

/**
 * What a model says at each place of some windows of tokens, one window after the other, but for the first `from` places of each: there, little stands before.
 * @throws RangeError unless `from` is a whole number from 1 to below the length of each window.
 */
export function askPlaces(model: LogitsModel, windows: readonly (readonly number[])[], { from = 1 }: { from?: number } = {}): AskedPlace[] {
  checkCount(from, "from", 1);
  return windows.flatMap((tokens) => {
    if (from >= tokens.length) throw new RangeError(`from is ${from}: a window of ${tokens.length} tokens has no place after it`);
    const all = inferenceMode(() => model.forward(tensor([tokens.slice(0, -1)]))); // [1, tokens − 1, V]
    const V = all.size(-1);
    const logits = all.toFloat32Array();
    return tokens.slice(from).map((came, i) => ({ came, logits: logits.slice((from - 1 + i) * V, (from + i) * V) }));
  });
}

/** `ignored`: so many targets at the beginning of each window do not count. */
function windows(tokens: ArrayLike<number>, starts: readonly number[], { blockSize, ignored = 0 }: { blockSize: number; ignored?: number }): Batch {
  const from = (shift: number) => {
    const ids = new Float32Array(starts.length * blockSize);
    for (const [row, start] of starts.entries()) for (let i = 0; i < blockSize; i++) ids[row * blockSize + i] = tokens[start + shift + i]!;
    return ids;
  };
  const y = from(1);
  for (let row = 0; row < starts.length; row++) y.fill(IGNORED, row * blockSize, row * blockSize + ignored);
  return { x: tensor(from(0)).view(starts.length, blockSize), y: tensor(y).view(starts.length, blockSize) };
}

function checkStride(stride: number, blockSize: number): void {
  checkSize(stride, "stride");
  if (stride > blockSize) throw new RangeError(`stride is ${stride}: more than a window of ${blockSize} would leave tokens out`);
}

function checkWindow(tokens: ArrayLike<number>, blockSize: number): void {
  checkCount(blockSize, "blockSize", 1);
  if (tokens.length <= blockSize)
    throw new RangeError(`the text has ${tokens.length} tokens: a window of ${blockSize} and the token after it need ${blockSize + 1}`);
}
