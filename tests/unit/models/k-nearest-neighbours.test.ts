import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sparseRow } from "../../../src/base/sparse.ts";
import { KNearestNeighbours } from "../../../src/ml/k-nearest-neighbours.ts";
import { farthest, reference } from "./reference/load.ts";

const { X, y, T, neighbours: sk } = reference("classifiers");

describe("k-nearest neighbours", () => {
  it("finds the neighbours that scikit-learn finds, and their votes", () => {
    const model = new KNearestNeighbours().fit(X, y);
    const found = model.neighbours(T);
    expect(found.map(({ indices }) => indices)).toEqual(sk.indices);
    expect(
      farthest(
        found.map(({ distances }) => distances),
        sk.distances,
      ),
    ).toBeLessThan(1e-9);
    expect(farthest(model.predictProba(T), sk.uniform)).toBeLessThan(1e-12);
    expect(farthest(new KNearestNeighbours({ weights: "distance" }).fit(X, y).predictProba(T), sk.distance)).toBeLessThan(1e-9);
  });

  it("by hand: counts votes, the earlier row and the first class win ties, a row at distance 0 outvotes all", () => {
    const rows = [[0], [2], [2], [9]];
    const labels = ["b", "a", "b", "a"];
    expect(new KNearestNeighbours({ k: 1 }).fit(rows, labels).neighbours([[1]])).toEqual([{ indices: [0], distances: [1] }]);
    expect(new KNearestNeighbours({ k: 2 }).fit(rows, labels).predict([[2]])).toEqual(["a"]);
    expect(new KNearestNeighbours({ k: 3, weights: "distance" }).fit(rows, labels).predictProba([[0]])).toEqual([[0, 1]]);
    // 1 / 1 for b, 1 / 1 for a, 1 / 1 for b.
    expect(new KNearestNeighbours({ k: 3, weights: "distance" }).fit(rows, labels).predictProba([[1]])[0]![1]).toBeCloseTo(2 / 3, 12);
  });

  it("finds the same whether zeros are written out or left out", () => {
    const pixel = fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 9 }));
    const picture = fc.array(pixel, { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(fc.array(picture, { minLength: 3, maxLength: 12 }), fc.array(picture, { minLength: 1, maxLength: 4 }), (rows, asked) => {
        const labels = rows.map((_, i) => i % 2);
        const sparse = (pictures: number[][]) => pictures.map((row) => sparseRow(row.entries(), 6));
        const byHand = asked.map((q) =>
          rows
            .map((row, i) => [i, row.reduce((sum, v, j) => sum + (v - q[j]!) ** 2, 0)] as const)
            .sort((a, b) => a[1] - b[1])
            .slice(0, 3)
            .map(([i]) => i),
        );
        const model = new KNearestNeighbours({ k: 3 }).fit(sparse(rows), labels);
        expect(model.neighbours(sparse(asked)).map(({ indices }) => indices)).toEqual(byHand);
        expect(new KNearestNeighbours({ k: 3 }).fit(rows, labels).neighbours(asked)).toEqual(model.neighbours(asked));
      }),
    );
  });

  it.each([
    ["more neighbours than rows", () => new KNearestNeighbours({ k: 3 }).fit([[1], [2]], ["a", "b"]), "k is 3, but there are 2 rows"],
    ["no neighbours", () => new KNearestNeighbours({ k: 0 }), "k is 0"],
    ["other weights", () => new KNearestNeighbours({ weights: "x" as "uniform" }), "weights is x"],
    ["prediction before fit", () => new KNearestNeighbours().predict([[1]]), "call fit(X, y) first"],
    ["other columns", () => new KNearestNeighbours({ k: 1 }).fit([[1]], ["a"]).predict([[1, 2]]), "X has 2 columns, the k-nearest-neighbours model"],
    ["NaN", () => new KNearestNeighbours({ k: 1 }).fit([[Number.NaN]], ["a"]), "X[0][0] is NaN"],
    ["no rows", () => new KNearestNeighbours({ k: 1 }).fit([], []), "X is empty"],
  ])("%s is refused in words", (_, act, message) => {
    expect(act).toThrow(message);
  });
});
