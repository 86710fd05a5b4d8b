import { crossEntropy, Dropout, Embedding, embedding, inferenceMode, LayerNorm, linear, Module, noGrad, type Tensor, tensor, zeros } from "#tensor";
import { checkShare } from "../base/check.ts";
import { checkRandom, type Random } from "../base/random.ts";
import {
  Block,
  type BlockOptions,
  checkSizes,
  checkTokens,
  collectWeights,
  initializeNormal,
  inUse,
  type LookOptions,
  pad,
  sinusoids,
  type TokenRows,
} from "./transformer.ts";

export interface BERTOptions extends BlockOptions {
  /** Number of tokens. */
  vocabSize: number;
  /** Most tokens in a row. */
  blockSize: number;
  /** Number of blocks. */
  nLayer: number;
  /** The token that stands in a gap. */
  maskToken: number;
  /** The token that fills up short rows; nothing looks at it. Default 0. */
  padToken?: number;
  /** Tokens that are never chosen to be guessed nor put in another's place, such as the one for unknown words. Default none. */
  specialTokens?: readonly number[];
}

/** How gaps are made. */
export interface MaskOptions {
  /** Share of a row's tokens that are to be guessed. Default 0.15. */
  share?: number;
}

/** Rows with gaps, and what belongs there. */
export interface Masked {
  /** As the model sees them. */
  tokens: number[][];
  /** What stood there where it is to be guessed, −100 elsewhere. */
  targets: number[][];
}

/** A target that does not count. */
const NOT_ASKED = -100;

/**
 * An encoder-only transformer that guesses missing tokens from those on both sides: masked language modelling.
 *
 * Source: J. Devlin, M. Chang, K. Lee, K. Toutanova,
 * BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding, arXiv 1810.04805, 2018.
 *
 * Where it differs from BERT: the norm stands before each part and once at the end, as in GPT-2, which trains without a long warm-up; there is no second
 * task (whether two sentences follow each other), so no segments and no pooler, as in RoBERTa (arXiv 1907.11692); logits come straight from
 * the token embeddings, without one more layer in between. Initial values are those of a small model that shall learn soon: 1/√(numbers that are summed up) where
 * BERT has 0.02; and positions, learnt as in BERT, begin as sinusoids, in which neighbours are alike, so that looking one token to the left is learnt for all places at once.
 * In shapes, B is the batch, T the longest row in it, C is `nEmbd`, V is `vocabSize`.
 */
export class BERT extends Module {
  readonly options: BERTOptions;
  /** Token embeddings [V, C]; also, transposed, what turns the last block's output into logits. */
  readonly wte: Embedding;
  /** Position embeddings [blockSize, C]. */
  readonly wpe: Embedding;
  readonly drop: Dropout;
  readonly h: Block[];
  readonly lnF: LayerNorm;
  /** Added to the logits [V]: how frequent a token is, wherever it stands. */
  readonly headBias: Tensor;
  /** Tokens that may be chosen, and put in another's place. */
  readonly #ordinary: number[];

  /** @throws RangeError when a size is not a whole number of 1 or more, `nEmbd` is not a multiple of `nHead`, or a special token is not in the vocabulary. */
  constructor(options: BERTOptions, random: Random) {
    super();
    checkRandom(random);
    const { vocabSize, blockSize, nLayer, nHead, nEmbd, dropout = 0, maskToken, padToken = 0, specialTokens = [] } = options;
    checkSizes({ vocabSize, blockSize, nLayer, nHead, nEmbd });
    for (const [name, tokens] of Object.entries({ maskToken: [maskToken], padToken: [padToken], specialTokens }))
      checkTokens(name, tokens, vocabSize);
    if (maskToken === padToken) throw new RangeError(`maskToken and padToken are both ${padToken}: a gap must differ from padding`);
    const special = new Set([maskToken, padToken, ...specialTokens]);
    this.#ordinary = Array.from({ length: vocabSize }, (_, token) => token).filter((token) => !special.has(token));
    if (this.#ordinary.length === 0) throw new RangeError(`all ${vocabSize} tokens are special: nothing is left to guess`);
    this.options = options;
    this.wte = new Embedding(vocabSize, nEmbd, random);
    this.wpe = new Embedding(blockSize, nEmbd, random);
    this.drop = new Dropout(dropout, random);
    this.h = Array.from({ length: nLayer }, () => new Block(options, random));
    this.lnF = new LayerNorm(nEmbd);
    this.headBias = zeros([vocabSize], { requiresGrad: true });
    initializeNormal(
      this,
      (name, shape) => (name.startsWith("w") ? 0.1 : 1 / Math.sqrt(shape[1]! * (name.includes("cProj") ? 2 * nLayer : 1))),
      random,
    );
    noGrad(() => this.wpe.weight.copy_(sinusoids(blockSize, nEmbd).mul(0.3)));
  }

  /**
   * A vector for each token, given all of its row: [B, T, C].
   * @throws RangeError when a row is empty or longer than `blockSize`, or a token is not in the vocabulary.
   */
  encode(rows: TokenRows, look: Pick<LookOptions, "onWeights"> = {}): Tensor {
    const { padToken = 0, blockSize } = this.options;
    const { tokens, mask } = pad(rows, { padToken, longest: blockSize, name: "row" });
    let x = this.drop.forward(this.wte.forward(tokens).add(this.wpe.weight.slice(0, 0, tokens.size(1)))); // [B, T, C]
    for (const block of this.h) x = block.forward(x, { mask, ...look });
    return this.lnF.forward(x);
  }

  /** Logits of what stands at each position: [B, T, V]. @throws RangeError as `encode`. */
  forward(rows: TokenRows): Tensor {
    return this.#logits(this.encode(rows));
  }

  /** Mean cross-entropy, in nats per token that is to be guessed; targets of −100 are not. @throws RangeError when none is, or rows and targets differ. */
  loss(rows: TokenRows, targets: TokenRows): Tensor {
    const { logits, answers } = this.#guesses(rows, targets);
    return crossEntropy(logits, answers);
  }

  /** The same loss without gradients, and the share of guesses whose likeliest token is right. @throws RangeError as `loss`. */
  evaluate(rows: TokenRows, targets: TokenRows): { loss: number; accuracy: number } {
    return inUse(this, () =>
      noGrad(() => {
        const { logits, answers } = this.#guesses(rows, targets);
        return { loss: crossEntropy(logits, answers).item(), accuracy: logits.argmax(-1).eq(tensor(answers)).mean().item() };
      }),
    );
  }

  /**
   * Choose tokens to be guessed, as the paper's section 3.1 does: 15 % of each row, at least one. Of these, 80 % become the mask, 10 % a
   * random token, 10 % stay, for where the model is used nothing is masked. A row of special tokens only has no gap.
   */
  mask(rows: TokenRows, random: Random, { share = 0.15 }: MaskOptions = {}): Masked {
    checkRandom(random);
    checkShare(share, "share");
    const ordinary = new Set(this.#ordinary);
    const tokens = rows.map((row) => [...row]);
    const targets = rows.map((row) => row.map(() => NOT_ASKED));
    for (const [r, row] of rows.entries()) {
      const places = Array.from(row.keys()).filter((i) => ordinary.has(row[i]!));
      const chosen = random.shuffle(places).slice(0, Math.max(1, Math.round(share * places.length)));
      for (const i of chosen) {
        targets[r]![i] = row[i]!;
        const lot = random.uniform();
        if (lot < 0.8) tokens[r]![i] = this.options.maskToken;
        else if (lot < 0.9) tokens[r]![i] = this.#ordinary[random.int(this.#ordinary.length)]!;
      }
    }
    return { tokens, targets };
  }

  /** P(token) at a position, given all others: `[vocabSize]`. What stands there is not seen. @throws RangeError when the position is not in the row. */
  fill(tokens: readonly number[], position: number): number[] {
    if (!(Number.isInteger(position) && position >= 0 && position < tokens.length))
      throw new RangeError(
        `position is ${position}: the row has ${tokens.length} tokens, so it must be a whole number from 0 to ${tokens.length - 1}`,
      );
    const row = tokens.with(position, this.options.maskToken);
    const P = inUse(this, () => inferenceMode(() => this.#logits(this.encode([row]).select(1, position)).softmax(-1)));
    return Array.from(P.toFloat32Array());
  }

  /** How much each token looks at each, in each head of each block: [nLayer, nHead, T, T]. Each row sums to 1. */
  attention(tokens: readonly number[]): Tensor {
    return inUse(this, () => collectWeights((onWeights) => void this.encode([tokens], { onWeights })));
  }

  /** [.., C] → [.., V] */
  #logits(hidden: Tensor): Tensor {
    return linear(hidden, this.wte.weight, this.headBias);
  }

  /** Only the positions that are asked for become logits [asked, V]: the others would be most of the work. */
  #guesses(rows: TokenRows, targets: TokenRows): { logits: Tensor; answers: number[] } {
    if (targets.length !== rows.length) throw new RangeError(`${rows.length} rows, ${targets.length} rows of targets: there must be as many`);
    const places: number[] = [];
    const answers: number[] = [];
    const T = rows.reduce((most, row) => Math.max(most, row.length), 0);
    for (const [r, row] of targets.entries()) {
      if (row.length !== rows[r]!.length)
        throw new RangeError(
          `row ${r} has ${rows[r]!.length} tokens and ${row.length} targets: each token needs one, −100 where it is not asked for`,
        );
      for (const [i, target] of row.entries()) {
        if (target === NOT_ASKED) continue;
        places.push(r * T + i);
        answers.push(target);
      }
    }
    if (places.length === 0) throw new RangeError("all targets are −100: at least one token must be asked for");
    const hidden = this.encode(rows);
    return { logits: this.#logits(embedding(places, hidden.view(-1, this.options.nEmbd))), answers };
  }
}
