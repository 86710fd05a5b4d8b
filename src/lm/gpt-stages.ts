/** The matrices of a GPT's forward pass in the order in which they come about, each with what it is. For looking at them one by one. */
import type { GPTTrace, Matrix } from "./gpt-trace.ts";

/** Parts of a transformer, as its diagram calls them. */
export type StagePart = "embedding" | "position" | "norm" | "query" | "key" | "value" | "attention" | "residual" | "mlp" | "logits" | "probabilities";

/** One stop on the way. */
export interface Stage {
  name: string;
  /** Which part of the diagram does it. */
  part: StagePart;
  /** Where a diagram has that part more than once: which of them, from 1. */
  nth?: number;
  /** What happens here, in a sentence. */
  says: string;
  /** One row for each token that was read. −Infinity where a token may not look. */
  matrix: Matrix;
  /** What the columns are: numbers without a name, the tokens that are looked at, or the vocabulary. */
  columns: "numbers" | "tokens" | "vocabulary";
}

type Place = StagePart | `${StagePart} ${1 | 2 | 3}`;

export interface StagesOptions {
  /** Which block, from 1. */
  layer: number;
  /** Which head of it, from 1. */
  head: number;
}

/**
 * What goes through a model on the way from tokens to probabilities, one stage after the other, for one layer and head.
 * @throws RangeError when the trace has no such layer or head.
 */
export function stagesOf({ blocks, ...trace }: GPTTrace, { layer, head }: StagesOptions): Stage[] {
  const block = blocks[layer - 1];
  if (!block) throw new RangeError(`there is no layer ${layer}: this model has ${blocks.length}`);
  const one = block.heads[head - 1];
  if (!one) throw new RangeError(`there is no head ${head}: this layer has ${block.heads.length}`);
  const stage = (columns: Stage["columns"]) => (name: string, place: Place, matrix: Matrix, says: string) => {
    const [part, nth] = place.split(" ") as [StagePart, string?];
    return { name, part, ...(nth && { nth: Number(nth) }), matrix, says, columns };
  };
  const [numbers, tokens, vocabulary] = [stage("numbers"), stage("tokens"), stage("vocabulary")];
  return [
    numbers("token embeddings", "embedding", trace.tokenEmbeddings, "Each token is looked up in a table: equal tokens have equal rows."),
    numbers("position embeddings", "position", trace.positionEmbeddings, "A row for each place, whatever stands there."),
    numbers("into the block", "residual", block.input, "The residual stream: the sum of all that was written so far."),
    numbers("layer norm", "norm 1", block.attentionNorm, "Each row brought to mean 0 and spread 1, then scaled."),
    numbers("queries", "query", one.queries, "What each token looks for."),
    numbers("keys", "key", one.keys, "What each token can be found by."),
    numbers("values", "value", one.values, "What each token hands over to those that look at it."),
    tokens("scores", "attention", one.scores, "Query of the row times key of the column, divided by √d: how well they fit."),
    tokens("scores, masked", "attention", one.masked, "No token may look ahead: what comes later is crossed out."),
    tokens("attention", "attention", one.weights, "Softmax of each row: shares that sum to 1."),
    numbers("gathered", "attention", one.gathered, "For each token, the values it looked at, mixed in those shares."),
    numbers("attention adds", "attention", block.attention, "What all heads gathered, turned into something to add to the stream."),
    numbers("after attention", "residual 1", block.afterAttention, "The stream with it."),
    numbers("layer norm of the MLP", "norm 2", block.mlpNorm, "Normed again."),
    numbers("MLP, hidden", "mlp", block.hidden, "Four times as many numbers: patterns that the MLP looks for in each row by itself."),
    numbers("MLP, after GELU", "mlp", block.activated, "Where a pattern is not found, next to nothing is left."),
    numbers("MLP adds", "mlp", block.mlp, "What the patterns that were found write into the stream."),
    numbers("out of the block", "residual 2", block.output, "The stream, ready for the next block."),
    numbers("last layer norm", "norm 3", trace.finalNorm, "After the last block, normed once more."),
    vocabulary("logits", "logits", trace.logits, "A score for each token that may come next: the row times each token's embedding."),
    vocabulary("probabilities", "probabilities", trace.probabilities, "Softmax of each row: what comes next, after each token."),
  ];
}
