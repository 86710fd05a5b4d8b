import { describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { sparseRow } from "../../../src/base/sparse.ts";
import { ratings } from "../../../src/datasets/ratings.ts";
import { BERT } from "../../../src/lm/bert.ts";
import { GPT } from "../../../src/lm/gpt.ts";
import { NeighbourCounts } from "../../../src/lm/neighbour-counts.ts";
import { T5 } from "../../../src/lm/t5.ts";
import { KNearestNeighbours } from "../../../src/ml/k-nearest-neighbours.ts";
import { MatrixFactorization } from "../../../src/ml/matrix-factorization.ts";
import { OneHotEncoder } from "../../../src/prep/one-hot-encoder.ts";
import { adjustedRandIndex } from "../../../src/score/clustering-metrics.ts";
import { classScores, confusionMatrix, f1 } from "../../../src/score/metrics.ts";

const rated = ratings({ random: seed(1), users: 30, items: 20 });
const factorize = () => new MatrixFactorization({ random: seed(1), iterations: 3 });
const byNumber = factorize().fit(rated.train);

describe("users and items are recommended for, whatever they are called", () => {
  it.each<[string, (n: number) => number | string]>([
    ["large numbers", (n: number) => 30_481_207 + 1_000_003 * n],
    ["negative numbers", (n: number) => 5 * n - 1000],
    ["numbers as large as they can be", (n: number) => Number.MAX_SAFE_INTEGER - 100 + n],
    ["texts", (n: number) => `user ${String(n).padStart(3, "0")}`],
    ["the numbers of rows in another table", (n: number) => n],
  ])("%s", (_, name) => {
    const rename = (all: typeof rated.train) => all.map(({ user, item, value }) => ({ user: name(user), item: name(item), value }));
    const model = factorize().fit(rename(rated.train));
    expect(model.userFactors).toEqual(byNumber.userFactors);
    expect(model.score(rename(rated.test))).toBe(byNumber.score(rated.test));
    expect(model.users).toEqual(byNumber.users.map((user) => name(user)));
    expect(model.recommend(name(3), { count: 4, without: [name(1)] })).toEqual(
      byNumber.recommend(3, { count: 4, without: [1] }).map(({ item, rating }) => ({ item: name(item), rating })),
    );
  });

  it("numbers and texts together are different users", () => {
    const model = factorize().fit<number | string, string>([
      { user: 7, item: "tea", value: 5 },
      { user: "7", item: "tea", value: 1 },
    ]);
    expect(model.users).toEqual([7, "7"]);
    expect(model.predict(7, "tea")).toBeGreaterThan(model.predict("7", "tea"));
  });

  it("an item that nobody has rated is the mean with the user's bias, though its number lies between others", () => {
    const model = factorize().fit([
      { user: 0, item: 0, value: 4 },
      { user: 0, item: 2, value: 3 },
    ]);
    expect(model.predict(0, 1)).toBe(model.mean + model.userBias[0]!);
    expect(model.recommend(0).map(({ item }) => item)).toEqual([0, 2]);
  });

  it.each([
    ["an id that is rounded", { user: 2 ** 60, item: 1, value: 1 }, "ratings[0].user is 1152921504606847000: numbers beyond 2⁵³ are rounded"],
    [
      "an id that is none",
      { user: 1, item: undefined as unknown as number, value: 1 },
      "ratings[0].item is undefined: it must be a whole number or a text",
    ],
  ])("%s is refused", (_, rating, message) => {
    expect(() => factorize().fit([rating])).toThrow(message);
  });
});

describe("labels of any size", () => {
  const names = [30_481_207, -5, 2 ** 40];
  const truth = Array.from({ length: 30 }, (_, i) => names[i % 3]!);

  it("are counted, compared and predicted", () => {
    const guessed = truth.map((label, i) => (i < 6 ? names[0]! : label));
    expect(confusionMatrix(truth, guessed)).toEqual({
      classes: [-5, 30_481_207, 2 ** 40],
      counts: [
        [8, 2, 0],
        [0, 10, 0],
        [0, 2, 8],
      ],
    });
    expect(adjustedRandIndex(truth, truth.map(String))).toBe(1);
    expect(
      new KNearestNeighbours({ k: 1 })
        .fit(
          truth.map((_, i) => [i % 3]),
          truth,
        )
        .predict([[0], [1], [2]]),
    ).toEqual(names);
  });

  it("F1 of as many classes as rows takes no table of all pairs", () => {
    const many = Array.from({ length: 100_000 }, (_, i) => 3 * i);
    expect(f1(many, many)).toBe(1);
    expect(
      classScores(
        many,
        many.map((label) => label + 3),
      ),
    ).toHaveLength(100_001);
    expect(() => confusionMatrix(many, many)).toThrow(
      "there are 100000 classes: a table of who is taken for whom would have 100000 rows and columns",
    );
  });

  it("become columns, unless there are too many", () => {
    const encoder = new OneHotEncoder({ unknown: "ignore" }).fit(names.map((name) => [name, "all"]));
    expect(
      encoder.transform([
        [2 ** 40, "all"],
        [1, "none"],
      ]),
    ).toEqual([
      [0, 0, 1, 1],
      [0, 0, 0, 0],
    ]);
    const ids = Array.from({ length: 20_000 }, (_, i) => [1000 * i]);
    expect(() => new OneHotEncoder().fitTransform(ids)).toThrow("20000 rows of 20000 columns, one for each category, are more than memory holds");
    expect(() => new OneHotEncoder().fit(ids).transform([[1]])).toThrow(/X\[0\]\[0\] is 1, .*19000, … \(20000\)\. Set unknown/);
  });
});

describe("token numbers that were taken for a size", () => {
  const vocabSize = 30_481_208;
  const shape = { nLayer: 1, nHead: 1, nEmbd: 32 };
  it.each([
    ["GPT", () => new GPT({ ...shape, vocabSize, blockSize: 8 }, seed(1))],
    ["BERT", () => new BERT({ ...shape, vocabSize, blockSize: 8, maskToken: 0, padToken: 1 }, seed(1))],
    ["T5", () => new T5({ ...shape, vocabSize, sourceLength: 8, targetLength: 8, padToken: 0 }, seed(1))],
    ["NeighbourCounts", () => new NeighbourCounts(vocabSize)],
    ["NeighbourCounts without end", () => new NeighbourCounts(Number.POSITIVE_INFINITY)],
  ])("%s says to number them without gaps", (_, make) => {
    expect(make).toThrow(/vocabSize is (30481208: .*[nN]umber (them|the tokens) from 0 on, without gaps|Infinity: it must be a finite)/);
  });

  it("a sparse row has as many columns as 32 bits can name", () => {
    expect(sparseRow([[30_481_207, 1]], 2 ** 31 - 1).indices[0]).toBe(30_481_207);
    expect(() => sparseRow([[3e9, 1]], 4e9)).toThrow("a row of 4000000000 columns: there may be 2147483647 at most");
  });
});
