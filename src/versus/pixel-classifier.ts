import { checkCount, fitted } from "../base/check.ts";
import { argMax } from "../base/max.ts";
import { type Random, withRandom } from "../base/random.ts";
import { KNearestNeighbours, type KNearestNeighboursOptions } from "../ml/k-nearest-neighbours.ts";
import { Svm } from "../ml/svm.ts";
import { take } from "../score/cross-validation.ts";
import { type Competitor, type Effort, evenOrder, type ModelSize } from "./head-to-head.ts";

/** What tells pictures apart: rows of pixels, with a digit for each. */
export type PixelCompetitor = Competitor<readonly number[], number>;

/** A setting in words, and a model that has it. */
export interface PixelCandidate {
  setting: string;
  create(): PixelCompetitor;
}

export interface ChosenPixelClassifierOptions {
  random: Random;
  /** The first is the one taken where there are too few pictures to choose with. */
  candidates: readonly PixelCandidate[];
  /** Fewer pictures than this are too few. Default 100. */
  atLeast?: number;
}

/**
 * Chooses a setting within the pictures that it is given: learns from four fifths of them with each, counts the mistakes on the last fifth, and learns from all with
 * the best. No test picture has a say in it.
 */
export class ChosenPixelClassifier implements PixelCompetitor {
  /** What was chosen. */
  setting: string | undefined;
  readonly #options: Required<ChosenPixelClassifierOptions>;
  #model: PixelCompetitor | undefined;

  /** @throws RangeError when there is no candidate. */
  constructor(options: ChosenPixelClassifierOptions) {
    const { random, candidates, atLeast = 100 } = withRandom(options);
    if (candidates.length === 0) throw new RangeError("there are no candidates: give at least one");
    checkCount(atLeast, "atLeast", 2);
    this.#options = { random, candidates, atLeast };
  }

  fit(X: readonly (readonly number[])[], y: readonly number[]): this {
    const { candidates, atLeast, random } = this.#options;
    let chosen = candidates[0]!;
    if (X.length >= atLeast && candidates.length > 1) {
      const order = evenOrder([...X.keys()], y, random);
      const held = order.slice(0, Math.ceil(X.length / 5));
      const rows = order.slice(held.length);
      const right = candidates.map(({ create }) => {
        const model = create();
        model.fit(take(X, rows), take(y, rows));
        return model.predict(take(X, held)).filter((digit, i) => digit === y[held[i]!]).length;
      });
      chosen = candidates[argMax(right)]!;
    }
    this.setting = chosen.setting;
    this.#model = chosen.create();
    this.#model.fit(X, y);
    return this;
  }

  predict(X: readonly (readonly number[])[]): number[] {
    return fitted(this.#model, "classifier").predict(X);
  }

  size(): ModelSize {
    return fitted(this.#model, "classifier").size();
  }

  effort(): Effort {
    return { ...fitted(this.#model, "classifier").effort(), setting: this.setting! };
  }
}

/** A support vector machine with an RBF kernel on pixels of 0 to 1. `levels`: what the pixels are numbered by. */
export function pixelSvm(options: { C: number; gamma: number }, levels: number): PixelCompetitor {
  const svm = new Svm<number>(options);
  const scaled = shares(levels);
  return {
    fit: (X, y) => svm.fit(scaled(X), y),
    predict: (X) => svm.predict(scaled(X)),
    // As LIBSVM keeps it: each supporting picture, its weight in each of the borders of its class, and what each pair begins with.
    size: () => sizeOf(svm.supportVectors.length * (svm.nFeatures + svm.classes.length - 1) + (svm.classes.length * (svm.classes.length - 1)) / 2),
    effort: () => ({ steps: svm.nIter, flat: svm.converged, setting: "" }),
  };
}

/** The nearest pictures vote. It keeps them all. */
export function pixelNeighbours(options: KNearestNeighboursOptions, levels: number): PixelCompetitor {
  const model = new KNearestNeighbours<number>(options);
  const scaled = shares(levels);
  let kept = 0;
  return {
    fit(X, y) {
      model.fit(scaled(X), y);
      kept = X.length;
    },
    predict: (X) => model.predict(scaled(X)),
    size: () => sizeOf(kept * (model.nFeatures + 1)),
    effort: () => ({ steps: 0, flat: true, setting: "" }),
  };
}

const shares = (levels: number) => (X: readonly (readonly number[])[]) => X.map((row) => row.map((level) => level / (levels - 1)));
const sizeOf = (parameters: number): ModelSize => ({ parameters, bytes: 4 * parameters });
