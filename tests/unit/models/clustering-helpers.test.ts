import { describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { iris } from "../../../src/datasets/iris.ts";
import { KMeans, nearest } from "../../../src/ml/k-means.ts";
import { numberTable } from "../../../src/prep/labelled-table.ts";
import { places } from "../../../src/prep/places.ts";
import { silhouette } from "../../../src/score/clustering-metrics.ts";

describe("k-means from centroids that are given", () => {
  it("by hand: walks from there, with no chance in it", () => {
    const X = [[0], [1], [2], [10], [11], [12]];
    const steps = [...new KMeans({ clusters: 2, init: [[0], [1]] }).fitSteps(X)];
    expect(steps.map(({ centroids }) => centroids.flat())).toEqual([
      [0, 1],
      [0, 7.2],
      [1, 11],
    ]);
    expect(nearest([[3], [9]], [[1], [11]])).toEqual([0, 1]);
  });

  it("refuses other numbers of centroids or columns, more starts, and a lack of both chance and centroids", () => {
    const X = [[0], [1], [2]];
    expect(() => new KMeans({ clusters: 2, init: [[1]] })).toThrow("init has 1 centroids, but clusters is 2");
    expect(() => new KMeans({ clusters: 1, init: [[1]], starts: 2 })).toThrow("init says the only start");
    expect(() => new KMeans({ clusters: 1, init: [[1, 2]] }).fit(X)).toThrow("init has 2 columns, but X has 1");
    expect(() => new KMeans({ clusters: 1 })).toThrow(TypeError);
  });
});

describe("silhouette", () => {
  it("by hand: (b − a) / max(a, b), and 0 for a row that is alone", () => {
    // Row 0: a = 1, b = 10; row 1: a = 1, b = 9; row 2 is alone.
    expect(silhouette([[0], [1], [10]], ["a", "a", "b"])).toBeCloseTo((0.9 + 8 / 9 + 0) / 3, 12);
  });

  it("of k-means on iris, as in scikit-learn", () => {
    // scikit-learn 1.2.1, silhouette_score of KMeans(k, n_init=10, random_state=0): k = 2: .6810, 3: .5528, 4: .4981.
    const of = (clusters: number) => silhouette(iris.features, new KMeans({ clusters, random: seed(0) }).fit(iris.features).labels);
    expect([of(2), of(3), of(4)].map((value) => value.toFixed(4))).toEqual(["0.6810", "0.5528", "0.4981"]);
  });

  it("refuses one group, and other numbers of rows", () => {
    expect(() => silhouette([[1], [2]], [0, 0])).toThrow("all rows are in one group");
    expect(() => silhouette([[1], [2]], [0])).toThrow("each row needs one label");
  });
});

describe("places that a reader writes", () => {
  it("are pairs of numbers", () => {
    expect(places("1, 2; -3.5,4e1", 2)).toEqual([
      [1, 2],
      [-3.5, 40],
    ]);
  });

  it.each([
    ["1, 2", "1 places are written, but 2 are needed"],
    ["1, 2; 3", 'place 2 is "3": write two numbers with a comma between them'],
    ["1, 2; a, b", 'place 2 is "a, b"'],
    ["1, 2; 3,", 'place 2 is "3,"'],
  ])("%s is refused in words", (text, message) => {
    expect(() => places(text, 2)).toThrow(message);
  });
});

describe("a table without a label", () => {
  const rows = Array.from({ length: 30 }, (_, i) => ({ size: i === 2 ? null : i, weight: i === 6 ? "1o" : String(i), kind: "text" }));

  it("takes columns of numbers, counts rows with a gap, and names the row and column of a slip", () => {
    const { X, featureNames, leftOut, incompleteRows } = numberTable(rows, { atMost: 10 });
    expect([X.length, featureNames, incompleteRows]).toEqual([10, ["size"], 1]);
    expect(leftOut).toEqual([
      { column: "weight", why: 'row 7 holds "1o", which is no number: mend it, or leave it empty' },
      { column: "kind", why: "holds text" },
    ]);
  });

  it("refuses a table without rows, columns of numbers, or enough rows", () => {
    expect(() => numberTable([])).toThrow("the table has no rows");
    expect(() => numberTable(rows.map(({ kind }) => ({ kind })))).toThrow("no column holds numbers (kind holds text)");
    expect(() => numberTable(rows.slice(0, 10))).toThrow("9 of 10 rows have all of size: give at least 20");
  });
});
