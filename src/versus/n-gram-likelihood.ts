import { NGram } from "../lm/n-gram.ts";
import type { Effort, ModelSize } from "./head-to-head.ts";
import type { TextLikelihood } from "./likelihood-classifier.ts";
import { BORDER, MAIL_CHARACTERS, withoutUnknown } from "./mail-characters.ts";

const KNOWN = new Set(MAIL_CHARACTERS);

/** Likelihood of texts by an n-gram model of their characters, with Witten–Bell smoothing. */
export class NGramLikelihood implements TextLikelihood {
  readonly model: NGram;

  /** `order`: n, so each character is predicted from the n − 1 before it. */
  constructor(order: number) {
    this.model = new NGram({ order, vocabulary: MAIL_CHARACTERS });
  }

  fit(texts: readonly string[]): this {
    this.model.fit(BORDER + texts.map((text) => withoutUnknown(text, KNOWN) + BORDER).join(""));
    return this;
  }

  logLikelihoods(texts: readonly string[]): number[] {
    return texts.map((text) => -this.losses(text).reduce((sum, loss) => sum + loss, 0));
  }

  /** −ln P of each character and of the end of a text, each after those before it, in nats: `[characters + 1]`. */
  losses(text: string): Float64Array {
    // The border before the text is given.
    return this.model.losses(BORDER + withoutUnknown(text, KNOWN) + BORDER).subarray(1);
  }

  /** A number for each sequence that was counted; to keep one takes its count (4 bytes), its last character (1), and the number of the sequence before that (4). */
  size(): ModelSize {
    return { parameters: this.model.size, bytes: 9 * this.model.size };
  }

  /** It counts, and is done. */
  effort(): Effort {
    return { steps: 0, flat: true, setting: "" };
  }
}
