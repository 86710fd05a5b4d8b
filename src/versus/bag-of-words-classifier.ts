import { fitted } from "../base/check.ts";
import type { Label, Transformer } from "../base/estimator.ts";
import type { SparseRow } from "../base/sparse.ts";
import type { LinearSvm } from "../ml/linear-svm.ts";
import type { LogisticRegression } from "../ml/logistic-regression.ts";
import type { MultinomialNaiveBayes } from "../ml/naive-bayes.ts";
import type { Effort, ModelSize } from "./head-to-head.ts";
import { predictText, type TextClassifier } from "./text-classifier.ts";

/** Makes texts into counts or tf-idf. */
export interface Vectorizer extends Transformer<string, SparseRow> {
  readonly vocabulary: readonly string[];
  /** What each column is weighed by, where that was learnt. */
  readonly idf?: Float64Array;
  fitTransform(texts: readonly string[]): SparseRow[];
}

/** A model whose every class is a weighted sum of the words. */
export type LinearModel<L extends Label> = MultinomialNaiveBayes<L> | LogisticRegression<L> | LinearSvm<L>;

/**
 * Tells texts apart by their words, whatever their order. The vectoriser learns its words, and how rare they are, from the texts
 * that `fit` is given and from no others.
 */
export class BagOfWordsClassifier<L extends Label = Label> implements TextClassifier<L> {
  readonly vectorizer: Vectorizer;
  readonly model: LinearModel<L>;
  #sums: { weights: ArrayLike<number>[]; intercepts: number[] } | undefined;

  constructor(vectorizer: Vectorizer, model: LinearModel<L>) {
    this.vectorizer = vectorizer;
    this.model = model;
  }

  get classes(): readonly L[] {
    return this.model.classes;
  }

  fit(texts: readonly string[], labels: readonly L[]): this {
    this.model.fit(this.vectorizer.fitTransform(texts), labels);
    this.#sums = sumsOf(this.model);
    return this;
  }

  predict(texts: readonly string[]): L[] {
    return predictText(this, texts);
  }

  /** With two classes and one sum, the sum is the second class's score, and the first has 0. */
  scores(texts: readonly string[]): number[][] {
    const { weights, intercepts } = fitted(this.#sums, "classifier", "fit(texts, labels)");
    return this.vectorizer.transform(texts).map(({ indices, values }) => {
      const sums = weights.map((row, k) => values.reduce((sum, value, i) => sum + value * row[indices[i]!]!, intercepts[k]!));
      return sums.length === 1 ? [0, sums[0]!] : sums;
    });
  }

  effort(): Effort {
    fitted(this.#sums, "classifier", "fit(texts, labels)");
    const { model } = this;
    return "nIter" in model ? { steps: model.nIter, flat: model.converged, setting: "" } : { steps: 0, flat: true, setting: "" };
  }

  size(): ModelSize {
    const { weights, intercepts } = fitted(this.#sums, "classifier", "fit(texts, labels)");
    const { vocabulary, idf = [] } = this.vectorizer;
    const parameters = weights.length * vocabulary.length + intercepts.length + idf.length;
    return { parameters, bytes: 4 * parameters + utf8Length(vocabulary.join("\n")) };
  }
}

function sumsOf<L extends Label>(model: LinearModel<L>) {
  if ("featureLogProb" in model) return { weights: model.featureLogProb, intercepts: model.classLogPrior };
  return { weights: model.coefficients, intercepts: model.intercepts };
}

const utf8Length = (text: string) => new TextEncoder().encode(text).length;
