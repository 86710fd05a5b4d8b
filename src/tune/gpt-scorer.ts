import { embedding, Linear, Module, type Tensor } from "#tensor";
import { max } from "../base/max.ts";
import { checkRandom, type Random } from "../base/random.ts";
import type { GPT } from "../lm/gpt.ts";
import type { Scorer } from "./reward-model.ts";

/**
 * Scores a row of tokens by a language model whose last layer gives one number in place of the next token's logits, read at the last token, which alone has
 * seen them all. What the model knows of the language is there from the start. Source: L. Ouyang et al., arXiv 2203.02155, section 3.5.
 */
export class GPTScorer extends Module implements Scorer<readonly number[]> {
  /** Trained along, unless it is frozen. */
  readonly trunk: GPT;
  /** [1, nEmbd] */
  readonly head: Linear;

  constructor(trunk: GPT, random: Random) {
    super();
    checkRandom(random);
    this.trunk = trunk;
    this.head = new Linear(trunk.options.nEmbd, 1, random);
  }

  /** rows of tokens → [rows]. @throws RangeError when one is empty or longer than the context. */
  forward(rows: readonly (readonly number[])[]): Tensor {
    const empty = rows.findIndex((row) => row.length === 0);
    if (empty >= 0) throw new RangeError(`row ${empty} is empty: give at least one token, such as the one that begins or ends each text`);
    const T = max(rows.map((row) => row.length));
    // What stands after the last token is not seen by it.
    const padded = rows.map((row) => [...row, ...new Array<number>(T - row.length).fill(0)]);
    const hidden = this.trunk.hidden(padded); // [rows, T, C]
    const last = rows.map((row, i) => i * T + row.length - 1);
    return this.head.forward(embedding(last, hidden.view(rows.length * T, -1))).squeeze(-1);
  }
}
