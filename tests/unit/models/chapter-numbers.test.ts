/**
 * The figures of the chapters on real data, against scikit-learn 1.2.1. How each was made there stands in the comments.
 */
import { describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { cpsWages } from "../../../src/datasets/cps-wages.ts";
import { digits } from "../../../src/datasets/digits.ts";
import { iris } from "../../../src/datasets/iris.ts";
import { spam } from "../../../src/datasets/spam.ts";
import { DecisionTree } from "../../../src/ml/decision-tree.ts";
import { KNearestNeighbours } from "../../../src/ml/k-nearest-neighbours.ts";
import { LinearRegression } from "../../../src/ml/linear-regression.ts";
import { LinearSvm } from "../../../src/ml/linear-svm.ts";
import { LogisticRegression } from "../../../src/ml/logistic-regression.ts";
import { MultinomialNaiveBayes } from "../../../src/ml/naive-bayes.ts";
import { Svm } from "../../../src/ml/svm.ts";
import { CountVectorizer } from "../../../src/prep/count-vectorizer.ts";
import { OneHotEncoder } from "../../../src/prep/one-hot-encoder.ts";
import { pipeline } from "../../../src/prep/pipeline.ts";
import { TfidfVectorizer } from "../../../src/prep/tfidf.ts";
import { crossValScore, type Fold, kFold, stratifiedKFold } from "../../../src/score/cross-validation.ts";
import { reference } from "./reference/load.ts";

const MINUTES = 60_000;
const mean = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
const expectWithin = (value: number, expected: number, tolerance = 0.005) =>
  expect(Math.abs(value - expected), `${value} against ${expected}`).toBeLessThanOrEqual(tolerance);

describe("iris", () => {
  const { features, labels } = iris;

  it("a tree, 10 folds", () => {
    // cross_val_score(DecisionTreeClassifier(random_state=s), X, y, cv=10): .9533 for 22 of the seeds 0 to 49, .9600 for 28. Petal length and
    // petal width part setosa equally well, and more such ties follow: scikit-learn draws lots, here the first feature wins.
    const score = mean(crossValScore(() => new DecisionTree(), features, labels, stratifiedKFold(labels, { folds: 10 })));
    expect([0.9533, 0.96]).toContain(Number(score.toFixed(4)));
  });

  it("a linear SVM, 5 folds", () => {
    // scikit-learn's user guide, section 3.1.1: .98 accuracy with SVC(kernel="linear", C=1), cv=5: .96…, 1, .96…, .96…, 1.
    const scores = crossValScore(() => new Svm({ kernel: "linear", C: 1 }), features, labels, stratifiedKFold(labels));
    expect(scores.map((score) => score.toFixed(3))).toEqual(["0.967", "1.000", "0.967", "0.967", "1.000"]);
    expectWithin(mean(scores), 0.98);
  });
});

describe("wages", () => {
  const { rows, features, targets } = cpsWages;
  const logs = targets.map(Math.log);
  const bent = features.map(([education, experience]) => [education!, experience!, experience! ** 2]);
  const occupations = new OneHotEncoder().fitTransform(rows.map(({ occupation }) => [occupation]));
  const withOccupation = bent.map((row, i) => [...row, ...occupations[i]!]);
  const foldOf = [...(reference("folds")["KFold(5, shuffle=True, random_state=0), 534 rows"] as string)].map(Number);
  const theirs: Fold[] = [0, 1, 2, 3, 4].map((fold) => ({
    train: [...foldOf.keys()].filter((row) => foldOf[row] !== fold),
    test: [...foldOf.keys()].filter((row) => foldOf[row] === fold),
  }));

  // cross_val_score(LinearRegression(), X, y, cv=KFold(5, shuffle=True, random_state=s)).mean(), for s = 0, and the mean for s from 0 to 99.
  it.each([
    ["raw", features, targets, 0.187, 0.1857],
    ["of the logarithm", features, logs, 0.1939, 0.1934],
    ["with experience²", bent, logs, 0.2179, 0.2168],
    ["with occupation", withOccupation, logs, 0.2735, 0.2667],
  ])("R² %s: on scikit-learn's folds the same, on our own within what shuffling does", (_, X, y, onTheirs, overShuffles) => {
    const fresh = () => new LinearRegression();
    expectWithin(mean(crossValScore(fresh, X, y, theirs)), onTheirs, 0.00005);
    const shuffles = Array.from({ length: 100 }, (_, n) => mean(crossValScore(fresh, X, y, kFold(y.length, { random: seed(n) }))));
    expectWithin(mean(shuffles), overShuffles);
  });
});

describe("digits, learnt from 7,996 and tested on 2,004", () => {
  const { train, test } = digits;

  it(
    "softmax, three neighbours, and an RBF SVM with C = 5",
    () => {
      // LogisticRegression(max_iter=300) .9007, KNeighborsClassifier(3) .9336, SVC(C=5) .9596, on 256 levels of grey; the data set has 16.
      expectWithin(new LogisticRegression().fit(train.features, train.labels).score(test.features, test.labels), 0.901);
      expectWithin(new KNearestNeighbours({ k: 3 }).fit(train.features, train.labels).score(test.features, test.labels), 0.934);
      const svm = new Svm({ C: 5 }).fit(train.features, train.labels);
      expect(svm.converged).toBe(true);
      expectWithin(svm.score(test.features, test.labels), 0.96);
    },
    10 * MINUTES,
  );
});

describe("spam, 5 folds", () => {
  const { texts, labels } = spam;
  const folds = stratifiedKFold(labels, { random: seed(0) });

  // With make_pipeline(CountVectorizer(), MultinomialNB(alpha=.01)) and TfidfVectorizer() with LogisticRegression(C=10) and LinearSVC(), on
  // the 5,925 mails that are left without repeated ones, StratifiedKFold(5, shuffle=True, random_state=0): .9619, .9836, .9867.
  // On all 6,046: .966, .986, .989.
  it(
    "naive Bayes, logistic regression, linear SVM",
    () => {
      const score = (fresh: Parameters<typeof crossValScore<string, "spam" | "ham">>[0]) => mean(crossValScore(fresh, texts, labels, folds));
      expectWithin(
        score(() => pipeline(new CountVectorizer(), new MultinomialNaiveBayes({ alpha: 0.01 }))),
        0.9619,
      );
      expectWithin(
        score(() => pipeline(new TfidfVectorizer(), new LogisticRegression({ C: 10 }))),
        0.9836,
      );
      expectWithin(
        score(() => pipeline(new TfidfVectorizer(), new LinearSvm({ random: seed(1) }))),
        0.9867,
      );
    },
    10 * MINUTES,
  );
});
