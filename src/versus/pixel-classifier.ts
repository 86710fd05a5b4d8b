import { KNearestNeighbours, type KNearestNeighboursOptions } from "../ml/k-nearest-neighbours.ts";
import { Svm } from "../ml/svm.ts";
import type { Competitor, ModelSize } from "./head-to-head.ts";

/** What tells pictures apart: rows of pixels, with a digit for each. */
export type PixelCompetitor = Competitor<readonly number[], number>;

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
