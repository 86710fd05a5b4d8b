import { crossEntropy, inferenceMode, Linear, Module, type Tensor } from "#tensor";
import { checkRandom, type Random } from "../base/random.ts";
import { BERT, type BERTOptions } from "./bert.ts";
import { initializeNormal, inUse, pad, type TokenRows } from "./transformer.ts";

/**
 * An encoder that answers by pointing: at each token of a row, which holds a question and the text that it is about, how probable it is that this token is the answer.
 * It can say nothing that does not stand in the text, and where it points is where it read the answer.
 *
 * Source: J. Devlin, M. Chang, K. Lee, K. Toutanova, BERT, arXiv 1810.04805, 2018, section 4.2: a vector S, and P_i = softmax_i(S · T_i) over the encoder's vectors T_i.
 * There, as in SQuAD (P. Rajpurkar et al., arXiv 1606.05250, 2016), a second vector points at the answer's last token; here an answer is one token, and one vector is enough.
 * In shapes, B is the batch, T the longest row in it, C is `nEmbd`.
 */
export class AnswerPointer extends Module {
  readonly encoder: BERT;
  /** S, as a layer from C numbers to 1. A bias would add the same to all scores, so there is none. */
  readonly start: Linear;

  /** @throws RangeError as `BERT`. */
  constructor(options: BERTOptions, random: Random) {
    super();
    checkRandom(random);
    this.encoder = new BERT(options, random);
    this.start = new Linear(options.nEmbd, 1, random, { bias: false });
    initializeNormal(this.start, () => 1 / Math.sqrt(options.nEmbd), random);
  }

  /** A score for each token, −Infinity for padding: [B, T]. @throws RangeError when a row is empty or longer than `blockSize`. */
  forward(rows: TokenRows): Tensor {
    const { padToken = 0, blockSize } = this.encoder.options;
    const scores = this.start.forward(this.encoder.encode(rows)); // [B, T, 1]
    const [B, T] = scores.shape as [number, number, number];
    const { mask } = pad(rows, { padToken, longest: blockSize, name: "row" });
    const flat = scores.view(B, T);
    return mask ? flat.add(mask.view(B, T)) : flat;
  }

  /** Mean of −ln P(the right place), in nats a question: `places` holds one index into each row. @throws RangeError when there is not one place, inside the row, for each. */
  loss(rows: TokenRows, places: readonly number[]): Tensor {
    return this.judge(rows, places).loss;
  }

  /** The same loss, and at which place each row's highest score stands: an answer and its mark from one pass. @throws RangeError as `loss`. */
  judge(rows: TokenRows, places: readonly number[]): { loss: Tensor; pointed: number[] } {
    if (places.length !== rows.length) throw new RangeError(`${rows.length} rows, ${places.length} places: each row has one answer`);
    for (const [r, place] of places.entries())
      if (!(Number.isInteger(place) && place >= 0 && place < rows[r]!.length))
        throw new RangeError(
          `place ${r} is ${place}: row ${r} has ${rows[r]!.length} tokens, so it must be a whole number from 0 to ${rows[r]!.length - 1}`,
        );
    const scores = this.forward(rows);
    return { loss: crossEntropy(scores, Int32Array.from(places)), pointed: Array.from(scores.argmax(-1).toFloat32Array()) };
  }

  /** P(this token is the answer), for each token of each row: they sum to 1 in each. @throws RangeError as `forward`. */
  point(rows: TokenRows): number[][] {
    const P = inUse(this, () => inferenceMode(() => this.forward(rows).softmax(-1)));
    const values = P.toFloat32Array();
    const T = P.size(-1);
    return rows.map((row, r) => Array.from(values.subarray(r * T, r * T + row.length)));
  }

  /** How much each token looks at each, in each head of each block: [nLayer, nHead, T, T]. Each row sums to 1. */
  attention(tokens: readonly number[]): Tensor {
    return inUse(this, () => this.encoder.attention(tokens));
  }
}
