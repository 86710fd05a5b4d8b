/** A look inside: one forward pass of a GPT, step by step, with every matrix that comes about on the way. */
import { attentionWeights, embedding, layerNorm, linear, noGrad, type Tensor } from "#tensor";
import { checkChoice } from "../base/check.ts";
import type { GPT } from "./gpt.ts";

/** Rows of numbers: one for each token that was read. */
export type Matrix = readonly (readonly number[])[];

/** What one head of attention does. d is `nEmbd / nHead`. */
export interface HeadTrace {
  /** [T, d]: what each token looks for. */
  queries: Matrix;
  /** [T, d]: what each token can be found by. */
  keys: Matrix;
  /** [T, d]: what each token hands over when it is looked at. */
  values: Matrix;
  /** [T, T]: query · key / √d, from each token (row) to each (column). */
  scores: Matrix;
  /** [T, T]: the same with −Infinity where a token would look ahead. */
  masked: Matrix;
  /** [T, T]: softmax of each row: how much each token takes from each. Rows sum to 1. */
  weights: Matrix;
  /** [T, d]: weights times values: what each token has gathered. */
  gathered: Matrix;
}

/** What one block computes. */
export interface BlockTrace {
  /** [T, C]: what comes in, the residual stream. */
  input: Matrix;
  /** [T, C]: normed for attention. */
  attentionNorm: Matrix;
  heads: readonly HeadTrace[];
  /** [T, C]: what all heads gathered, projected. */
  attention: Matrix;
  /** [T, C]: input + attention. */
  afterAttention: Matrix;
  /** [T, C]: normed for the MLP. */
  mlpNorm: Matrix;
  /** [T, 4 C]: hidden layer of the MLP, before the bend. */
  hidden: Matrix;
  /** [T, 4 C]: after it (GELU). */
  activated: Matrix;
  /** [T, C]: what the MLP adds. */
  mlp: Matrix;
  /** [T, C]: afterAttention + mlp. */
  output: Matrix;
}

/** What a GPT computes on the way. */
export interface GPTTrace {
  /** [T, C] */
  tokenEmbeddings: Matrix;
  /** [T, C] */
  positionEmbeddings: Matrix;
  blocks: readonly BlockTrace[];
  /** [T, C]: the last block's output, normed. */
  finalNorm: Matrix;
  /** [T, V]: a score for each token that may come next. */
  logits: Matrix;
  /** [T, V]: softmax of each row. */
  probabilities: Matrix;
}

/** The parts that a trace can leave out of a model, in all its blocks. */
export const GPT_PARTS = ["position", "attention", "mlp", "residual"] as const;
/** One of them. */
export type GPTPart = (typeof GPT_PARTS)[number];

export interface TraceOptions {
  /**
   * What is left out: position embeddings; what attention adds; what the MLP adds; or the residual stream, so that each part hands on what it computed in
   * place of adding it. The model was trained with all of them, so this tells what it relies on, and not what another could learn to do without. Default
   * nothing.
   */
  without?: GPTPart;
}

/**
 * The same as `model.forward`, computed anew from the model's parameters by their names: slower, and nothing stays hidden. Without dropout.
 * @throws RangeError when there are no tokens, or more than the model's context holds, or there is no such part to leave out.
 */
export function traceGPT(model: GPT, tokens: readonly number[], { without }: TraceOptions = {}): GPTTrace {
  if (without !== undefined) checkChoice(without, "without", GPT_PARTS);
  const { blockSize, nLayer, nHead } = model.options;
  if (tokens.length < 1 || tokens.length > blockSize)
    throw new RangeError(`${tokens.length} tokens cannot be traced: this model reads from 1 to ${blockSize}`);
  const parameters = new Map(model.namedParameters());
  return noGrad(() => {
    const wte = parameters.get("wte.weight")!;
    const norm = (x: Tensor, name: string) => layerNorm(x, parameters.get(`${name}.weight`)!, parameters.get(`${name}.bias`)!);
    const project = (x: Tensor, name: string) => linear(x, parameters.get(`${name}.weight`)!, parameters.get(`${name}.bias`));
    const tokenEmbeddings = embedding([...tokens], wte); // [T, C]
    const positionEmbeddings = parameters.get("wpe.weight")!.slice(0, 0, tokens.length); // [T, C]
    let x = without === "position" ? tokenEmbeddings : tokenEmbeddings.add(positionEmbeddings);
    const blocks = Array.from({ length: nLayer }, (_, i) => {
      const { trace, output } = traceBlock(x, {
        nHead,
        without,
        norm: (y, name) => norm(y, `h.${i}.${name}`),
        project: (y, name) => project(y, `h.${i}.${name}`),
      });
      x = output;
      return trace;
    });
    const finalNorm = norm(x, "lnF");
    const logits = linear(finalNorm, wte); // [T, V]
    return {
      tokenEmbeddings: rows(tokenEmbeddings),
      positionEmbeddings: rows(positionEmbeddings),
      blocks,
      finalNorm: rows(finalNorm),
      logits: rows(logits),
      probabilities: rows(logits.softmax(-1)),
    };
  });
}

interface BlockParts {
  nHead: number;
  without: GPTPart | undefined;
  norm(x: Tensor, name: string): Tensor;
  project(x: Tensor, name: string): Tensor;
}

/** [T, C] → [T, C] */
function traceBlock(input: Tensor, { nHead, without, norm, project }: BlockParts): { trace: BlockTrace; output: Tensor } {
  const [T, C] = input.shape as [number, number];
  const attentionNorm = norm(input, "ln1");
  const heads = (part: Tensor) => part.view(T, nHead, C / nHead).transpose(0, 1); // [nHead, T, d]
  const [q, k, v] = project(attentionNorm, "attn.cAttn").split(C, 1).map(heads) as [Tensor, Tensor, Tensor];
  const scores = q.matmul(k.transpose(-2, -1)).mul(1 / Math.sqrt(C / nHead)); // [nHead, T, T]
  const weights = attentionWeights(q, k, { isCausal: true });
  const gathered = weights.matmul(v); // [nHead, T, d]
  const added = (part: GPTPart, x: Tensor) => (without === part ? x.mul(0) : x);
  const onward = (stream: Tensor, x: Tensor) => (without === "residual" ? x : stream.add(x));
  const attention = added("attention", project(gathered.transpose(0, 1).reshape(T, C), "attn.cProj"));
  const afterAttention = onward(input, attention);
  const mlpNorm = norm(afterAttention, "ln2");
  const hidden = project(mlpNorm, "mlp.cFc");
  const activated = hidden.gelu();
  const mlp = added("mlp", project(activated, "mlp.cProj"));
  const output = onward(afterAttention, mlp);
  const trace: BlockTrace = {
    input: rows(input),
    attentionNorm: rows(attentionNorm),
    heads: Array.from({ length: nHead }, (_, head) => {
      const of = (part: Tensor) => rows(part.select(0, head));
      const raw = of(scores);
      return {
        queries: of(q),
        keys: of(k),
        values: of(v),
        scores: raw,
        masked: raw.map((row, from) => row.map((score, to) => (to > from ? Number.NEGATIVE_INFINITY : score))),
        weights: of(weights),
        gathered: of(gathered),
      };
    }),
    attention: rows(attention),
    afterAttention: rows(afterAttention),
    mlpNorm: rows(mlpNorm),
    hidden: rows(hidden),
    activated: rows(activated),
    mlp: rows(mlp),
    output: rows(output),
  };
  return { trace, output };
}

const rows = (x: Tensor) => x.toArray() as number[][];
