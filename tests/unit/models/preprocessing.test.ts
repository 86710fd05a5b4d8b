import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { compress, sparseRow, toDense, transpose } from "../../../src/base/sparse.ts";
import { DecisionTree } from "../../../src/ml/decision-tree.ts";
import { LinearRegression } from "../../../src/ml/linear-regression.ts";
import { MultinomialNaiveBayes } from "../../../src/ml/naive-bayes.ts";
import { CountVectorizer } from "../../../src/prep/count-vectorizer.ts";
import { OneHotEncoder } from "../../../src/prep/one-hot-encoder.ts";
import { pipeline } from "../../../src/prep/pipeline.ts";
import { StandardScaler } from "../../../src/prep/standard-scaler.ts";
import { TfidfVectorizer } from "../../../src/prep/tfidf.ts";
import { splitRows, trainTestSplit } from "../../../src/prep/train-test-split.ts";
import { crossValScore, kFold, timeSeriesSplit } from "../../../src/score/cross-validation.ts";
import { farthest, reference } from "./reference/load.ts";

const { X, T, scaled } = reference("classifiers");
const sk = reference("texts");

describe("the scaler", () => {
  it("scales as scikit-learn's, and back", () => {
    const scaler = new StandardScaler().fit(X);
    expect(farthest(scaler.transform(T), scaled)).toBeLessThan(1e-12);
    expect(farthest(scaler.inverseTransform(scaler.transform(T)), T)).toBeLessThan(1e-12);
  });

  it("makes 0 of a column that never varies", () => {
    expect(new StandardScaler().fitTransform([[0.1], [0.1], [0.1]]).flat()).toEqual([0, 0, 0].map(() => expect.closeTo(0, 12)));
  });

  it.each([
    ["no rows", () => new StandardScaler().fit([]), "X is empty"],
    ["transform before fit", () => new StandardScaler().transform([[1]]), "call fit(X) first"],
    ["other columns", () => new StandardScaler().fit([[1]]).transform([[1, 2]]), "X has 2 columns, the scaler learnt from 1"],
  ])("%s are refused in words", (_, act, message) => {
    expect(act).toThrow(message);
  });
});

describe("the one-hot encoder", () => {
  const rows = [
    ["red", 2],
    ["blue", 1],
    ["red", 1],
  ];

  it("has a column for each category", () => {
    const encoder = new OneHotEncoder();
    expect(encoder.fitTransform(rows)).toEqual([
      [0, 1, 0, 1],
      [1, 0, 1, 0],
      [0, 1, 1, 0],
    ]);
    expect(encoder.featureNames(["colour"])).toEqual(["colour=blue", "colour=red", "column 1=1", "column 1=2"]);
    expect(new OneHotEncoder({ drop: "first" }).fitTransform(rows)).toEqual([
      [1, 1],
      [0, 0],
      [1, 0],
    ]);
  });

  it("refuses what it has not seen, or lets it pass as zeros", () => {
    expect(() => new OneHotEncoder().fit(rows).transform([["green", 1]])).toThrow("X[0][0] is green, which was not there at fit: blue, red");
    expect(new OneHotEncoder({ unknown: "ignore" }).fit(rows).transform([["green", 1]])).toEqual([[0, 0, 1, 0]]);
    expect(() => new OneHotEncoder().fit([])).toThrow("X is empty");
    expect(() => new OneHotEncoder().fit([["a"], ["a", "b"]])).toThrow("X[1] has 2 categories");
    expect(() => new OneHotEncoder().fit([[undefined as unknown as string]])).toThrow("X[0][0] is undefined");
    expect(() => new OneHotEncoder().transform([["a"]])).toThrow("call fit(X) first");
  });
});

describe("texts", () => {
  it("are counted as scikit-learn counts them", () => {
    const vectorizer = new CountVectorizer();
    expect(vectorizer.fitTransform(sk.texts).map(toDense)).toEqual(sk.counts);
    expect(vectorizer.vocabulary).toEqual(sk.vocabulary);
    expect(new CountVectorizer({ ngrams: [1, 2], minTexts: 2 }).fit(sk.texts).vocabulary).toEqual(sk.bigrams);
    expect(new CountVectorizer({ unit: "character", ngrams: [2, 3] }).fit(sk.texts.slice(0, 2)).vocabulary).toEqual(sk.characters);
  });

  it("are weighed as scikit-learn weighs them", () => {
    const vectorizer = new TfidfVectorizer();
    expect(farthest(vectorizer.fitTransform(sk.texts).map(toDense), sk.tfidf)).toBeLessThan(1e-12);
    expect(farthest(vectorizer.transform(sk.texts).map(toDense), sk.tfidf)).toBeLessThan(1e-12);
  });

  it("pass over words that are new, and keep the most frequent", () => {
    const vectorizer = new CountVectorizer({ maxFeatures: 2 }).fit(["bb aa bb", "cc aa bb"]);
    expect(vectorizer.vocabulary).toEqual(["aa", "bb"]);
    expect(vectorizer.transform(["zz bb", ""]).map(toDense)).toEqual([
      [0, 1],
      [0, 0],
    ]);
    expect(new TfidfVectorizer().fit(["aa", "bb"]).transform([""]).map(toDense)).toEqual([[0, 0]]);
  });

  it.each([
    ["no texts", () => new CountVectorizer().fit([]), "there are no texts"],
    ["a number", () => new CountVectorizer().fit([3 as unknown as string]), "texts[0] is 3"],
    ["one text without a list", () => new CountVectorizer().fit("text" as unknown as string[]), "give an array of strings"],
    ["nothing to count", () => new CountVectorizer().fit(["a !"]), "there is nothing to count"],
    ["transform before fit", () => new TfidfVectorizer().transform(["a"]), "call fit(texts) first"],
    ["n-grams that shrink", () => new CountVectorizer({ ngrams: [2, 1] }), "ngrams[1] is 1"],
  ])("%s are refused in words", (_, act, message) => {
    expect(act).toThrow(message);
  });
});

describe("sparse rows", () => {
  const value = fc.oneof(fc.constant(0), fc.integer({ min: -3, max: 3 }));
  const rows = fc.integer({ min: 1, max: 5 }).chain((n) => fc.array(fc.array(value, { minLength: n, maxLength: n }), { minLength: 1, maxLength: 6 }));

  it("say the same as dense ones, and transposing twice changes nothing", () => {
    fc.assert(
      fc.property(rows, (dense) => {
        const sparse = dense.map((row) => sparseRow(row.entries(), row.length));
        expect(sparse.map(toDense)).toEqual(dense.map((row) => row.map((v) => v + 0)));
        expect(compress(sparse)).toEqual(compress(dense));
        expect(transpose(transpose(compress(dense)))).toEqual(compress(dense));
      }),
    );
  });

  it("add up what stands in one column, and refuse columns that are none", () => {
    const row = sparseRow(
      [
        [2, 1],
        [0, 4],
        [2, 2],
      ],
      3,
    );
    expect(toDense(row)).toEqual([4, 0, 3]);
    expect(() => sparseRow([[3, 1]], 3)).toThrow("column 3 is not one of the 3 columns");
    expect(() => compress([sparseRow([[0, Number.NaN]], 1)])).toThrow("X[0][0] is NaN");
  });
});

describe("splits", () => {
  it("hold out the share that was asked for, each row on one side", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("a", "b", "c"), { minLength: 4, maxLength: 40 }), fc.integer(), (y, n) => {
        for (const stratify of ["none", "labels"] as const) {
          const { train, test } = splitRows(y, y, { random: seed(n), testShare: 0.25, stratify });
          expect([...train, ...test].sort((a, b) => a - b)).toEqual([...y.keys()]);
          expect(test).toHaveLength(Math.round(y.length / 4));
          if (stratify === "none") continue;
          for (const label of new Set(y)) {
            const share = (rows: number[]) => rows.filter((row) => y[row] === label).length;
            expect(Math.abs(share(test) - (share([...y.keys()]) * test.length) / y.length)).toBeLessThanOrEqual(1);
          }
        }
      }),
    );
  });

  it("keep rows and labels together; the same seed holds out the same", () => {
    const rows = Array.from({ length: 20 }, (_, i) => [i]);
    const labels = rows.map(([i]) => i!);
    const split = () => trainTestSplit(rows, labels, { random: seed(4) });
    expect(split()).toEqual(split());
    expect(split().XTest.flat()).toEqual(split().yTest);
    expect(split().XTrain.flat()).toEqual(split().yTrain);
  });

  it("over time learn from the past alone", () => {
    // scikit-learn 1.2.1: TimeSeriesSplit(3).split(range(9)).
    expect(timeSeriesSplit(9, { folds: 3 })).toEqual([
      { train: [0, 1, 2], test: [3, 4] },
      { train: [0, 1, 2, 3, 4], test: [5, 6] },
      { train: [0, 1, 2, 3, 4, 5, 6], test: [7, 8] },
    ]);
  });

  it.each([
    ["everything held out", () => trainTestSplit([1, 2], [1, 2], { random: seed(1), testShare: 0.9 }), "leaves one side empty"],
    ["a share above 1", () => trainTestSplit([1], [1], { random: seed(1), testShare: 2 }), "testShare is 2"],
    ["too few labels", () => trainTestSplit([1, 2], [1], { random: seed(1) }), "y has 1 labels"],
    ["more folds than rows over time", () => timeSeriesSplit(3, { folds: 3 }), "folds is 3, but there are 3 rows"],
  ])("%s is refused in words", (_, act, message) => {
    expect(act).toThrow(message);
  });
});

describe("a pipeline", () => {
  it("learns all it knows from the training rows of a fold", () => {
    const texts = ["free money now", "money money offer", "lunch at noon", "see you at lunch"];
    const labels = ["spam", "spam", "ham", "ham"];
    const fresh = () => pipeline(new CountVectorizer(), new MultinomialNaiveBayes());
    const model = fresh().fit(texts.slice(1), labels.slice(1));
    expect(model.step.vocabulary).not.toContain("free");
    expect(model.predict(["free money"])).toEqual(["spam"]);
    expect(model.predictProba(["lunch"])[0]![0]).toBeGreaterThan(0.5);
    expect(crossValScore(fresh, texts, labels, kFold(4, { folds: 4 }))).toHaveLength(4);
  });

  it("can end in a regressor, or in another pipeline", () => {
    const rows = [[1], [2], [3]];
    expect(
      pipeline(new StandardScaler(), pipeline(new StandardScaler(), new LinearRegression())).fit(rows, [2, 4, 6]).score(rows, [2, 4, 6]),
    ).toBeCloseTo(1, 12);
    expect(() => pipeline(new StandardScaler(), new LinearRegression()).fit(rows, [1, 2, 3]).predictProba(rows)).toThrow("gives no probabilities");
    expect(() => pipeline(new StandardScaler(), new DecisionTree()).predict(rows)).toThrow("call fit(X, y) first");
  });
});
