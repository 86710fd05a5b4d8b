import { checkSize } from "../base/check.ts";
import { mean } from "../base/mean.ts";
import { evaluateLoss, type NextTokenModel } from "./next-token-batches.ts";

export interface TrainingLogOptions {
  /** Tokens that are not learnt from: what the model is asked about. */
  held: ArrayLike<number>;
  blockSize: number;
  /** Steps between two points. */
  every: number;
  /** What the model writes now. Kept after the first step, and whenever the steps have doubled since. */
  write(): string;
}

/** Where a curve stands after so many steps. */
export interface LogPoint {
  step: number;
  /** In nats a token. */
  loss: number;
  on: "new text" | "as it learns";
}

/** What one wants to know of a training: its loss on what it learns from and on what it does not, and what the model writes on the way. */
export class TrainingLog {
  readonly points: LogPoint[] = [];
  /** The newest first. */
  readonly samples: { step: number; writes: string }[] = [];
  step = 0;
  readonly #model: NextTokenModel;
  readonly #options: TrainingLogOptions;
  #recent: number[] = [];

  constructor(model: NextTokenModel, options: TrainingLogOptions) {
    checkSize(options.every, "every");
    this.#model = model;
    this.#options = options;
  }

  /** After each step, with its loss. True when there is something new to see. */
  add(loss: number): boolean {
    const { held, blockSize, every, write } = this.#options;
    this.#recent.push(loss);
    this.step++;
    const last = this.samples[0]?.step ?? 0;
    const isPoint = this.step % every === 0;
    const writes = this.step === 1 || (isPoint && this.step >= 2 * last);
    if (writes) this.samples.unshift({ step: this.step, writes: write() });
    if (isPoint) {
      const { step } = this;
      this.points.push({ step, loss: evaluateLoss(this.#model, held, { blockSize, stride: Math.ceil(blockSize / 4) }).loss, on: "new text" });
      this.points.push({ step, loss: mean(this.#recent), on: "as it learns" });
      this.#recent = [];
    }
    return isPoint || writes;
  }
}
