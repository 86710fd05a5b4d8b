import { checkColumns, fitted } from "../base/check.ts";
import type { SparseMatrix, Transformer } from "../base/estimator.ts";
import { compress, type SparseRow } from "../base/sparse.ts";
import { CountVectorizer, type CountVectorizerOptions } from "./count-vectorizer.ts";

/**
 * tf-idf: counts weighed by how rare a word is, since a word that stands in every text says little: count · idf with
 * idf = ln((1 + texts) / (1 + texts with the word)) + 1. Then each row is brought to length 1, so that long texts do not count for more.
 *
 * Source: K. Spärck Jones, A statistical interpretation of term specificity, Journal of Documentation 28, 1972. The formula is that of
 * scikit-learn's `TfidfTransformer`.
 */
export class TfidfTransformer implements Transformer<SparseRow, SparseRow> {
  /** What each column is weighed by: `[features]`. Empty before `fit`. */
  idf = new Float64Array();

  /** Learn how rare each column of the counts `X` is. @throws TypeError, RangeError when `X` is empty, ragged or not sparse. */
  fit(X: SparseMatrix): this {
    const { rows, columns, index } = compress(X);
    const texts = new Float64Array(columns);
    for (const column of index) texts[column]!++;
    this.idf = texts.map((count) => Math.log((1 + rows) / (1 + count)) + 1);
    return this;
  }

  /** @throws Error before `fit`; RangeError when rows have other columns than before. */
  transform(X: SparseMatrix): SparseRow[] {
    fitted(this.idf[0], "tf-idf transformer", "fit(X)");
    return X.map(({ indices, values, length }) => {
      checkColumns(length, this.idf.length, "tf-idf transformer");
      const weighed = values.map((count, i) => count * this.idf[indices[i]!]!);
      const size = Math.sqrt(weighed.reduce((sum, value) => sum + value ** 2, 0)) || 1;
      return { indices, values: weighed.map((value) => value / size), length };
    });
  }

  /** Learn from `X` and transform it. */
  fitTransform(X: SparseMatrix): SparseRow[] {
    return this.fit(X).transform(X);
  }
}

/** Texts as tf-idf rows: {@link CountVectorizer}, then {@link TfidfTransformer}. As scikit-learn's `TfidfVectorizer`. */
export class TfidfVectorizer implements Transformer<string, SparseRow> {
  readonly #counts: CountVectorizer;
  readonly #tfidf = new TfidfTransformer();

  /** @throws RangeError when an option is not in its range. */
  constructor(options: CountVectorizerOptions = {}) {
    this.#counts = new CountVectorizer(options);
  }

  /** What each column is about: `[features]`. Empty before `fit`. */
  get vocabulary(): readonly string[] {
    return this.#counts.vocabulary;
  }

  /** What each column is weighed by: `[features]`. Empty before `fit`. */
  get idf(): Float64Array {
    return this.#tfidf.idf;
  }

  fit(texts: readonly string[]): this {
    this.fitTransform(texts);
    return this;
  }

  /** `[texts]` sparse rows of `[features]`, each of length 1. @throws Error before `fit`. */
  transform(texts: readonly string[]): SparseRow[] {
    return this.#tfidf.transform(this.#counts.transform(texts));
  }

  /** Learn from `texts` and transform them, in one pass. */
  fitTransform(texts: readonly string[]): SparseRow[] {
    return this.#tfidf.fitTransform(this.#counts.fitTransform(texts));
  }
}
