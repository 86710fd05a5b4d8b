import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { iris } from "../../../src/datasets/iris.ts";
import { penguins } from "../../../src/datasets/penguins.ts";
import { KMeans } from "../../../src/ml/k-means.ts";

const points = fc.array(fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 })), { minLength: 3, maxLength: 20 });

describe("by hand", () => {
  const X = [[0], [1], [2], [10], [11], [12]];

  it("parts two heaps on a line", () => {
    const model = new KMeans({ clusters: 2, random: seed(1) }).fit(X);
    expect(model.centroids.map(([x]) => x).sort((a, b) => a! - b!)).toEqual([1, 11]);
    expect(model.inertia).toBe(4);
    expect(new Set(model.labels.slice(0, 3)).size).toBe(1);
    expect(model.labels[0]).not.toBe(model.labels[5]);
  });

  it("tells new rows by the nearest centroid, with distances and score", () => {
    const model = new KMeans({ clusters: 2, random: seed(1) }).fit(X);
    expect(model.predict([[5], [7]])).toEqual([model.labels[0], model.labels[5]]);
    expect(model.transform([[5]])[0]!.toSorted((a, b) => a - b)).toEqual([4, 6]);
    expect(model.score([[5], [7]])).toBe(-32);
  });

  it("one cluster is the mean, as many clusters as rows are the rows", () => {
    expect(new KMeans({ clusters: 1, random: seed(1) }).fit(X).centroids).toEqual([[6]]);
    expect(new KMeans({ clusters: 6, random: seed(1) }).fit(X).inertia).toBe(0);
  });

  it("copes with fewer different rows than clusters", () => {
    const model = new KMeans({ clusters: 3, random: seed(1) }).fit([[1], [1], [1], [2]]);
    expect(model.inertia).toBe(0);
    expect(model.centroids.flat().every(Number.isFinite)).toBe(true);
  });
});

describe("properties", () => {
  it("inertia never rises within a start, each label is the nearest centroid, and the best start is kept", () => {
    fc.assert(
      fc.property(points, fc.integer({ min: 1, max: 3 }), fc.nat(99), (X, clusters, n) => {
        const model = new KMeans({ clusters, random: seed(n), starts: 3 });
        const steps = [...model.fitSteps(X)];
        for (const [i, { start, inertia }] of steps.entries())
          if (i > 0 && steps[i - 1]!.start === start) expect(inertia).toBeLessThanOrEqual(steps[i - 1]!.inertia + 1e-9);
        expect(model.predict(X)).toEqual(model.labels);
        expect(model.score(X)).toBeCloseTo(-model.inertia, 9);
        expect(model.inertia).toBeCloseTo(Math.min(...steps.map(({ inertia }) => inertia)), 9);
      }),
    );
  });

  it("the same seed gives the same clusters", () => {
    const run = (n: number) => new KMeans({ clusters: 8, random: seed(n), starts: 1 }).fit(iris.features).labels;
    expect(run(1)).toEqual(run(1));
    expect(run(1)).not.toEqual(run(2));
  });
});

describe("bad input", () => {
  const random = seed(1);
  it.each([
    ["no clusters", () => new KMeans({ clusters: 0, random }), "clusters is 0"],
    ["no start", () => new KMeans({ clusters: 2, random, starts: 0 }), "starts is 0"],
    ["fewer rows than clusters", () => new KMeans({ clusters: 3, random }).fit([[1], [2]]), "clusters is 3, but X has 2 rows"],
    ["no rows", () => new KMeans({ clusters: 1, random }).fit([]), "X is empty"],
    ["a hole", () => new KMeans({ clusters: 1, random }).fit([[Number.NaN]]), "X[0][0] is NaN"],
    ["prediction before fit", () => new KMeans({ clusters: 1, random }).predict([[1]]), "call fit(X) first"],
    ["other columns", () => new KMeans({ clusters: 1, random }).fit([[1]]).predict([[1, 2]]), "X has 2 columns, but fit saw 1"],
  ])("%s is refused in words", (_, act, message) => {
    expect(act).toThrow(message);
  });
});

describe("references", () => {
  // scikit-learn 1.2.1: KMeans(3, n_init=10, random_state=0), adjusted_rand_score. For penguins: KMeans on the four columns as they
  // are, and after StandardScaler.
  it("iris: inertia 78.851, adjusted Rand index .7302", () => {
    const model = new KMeans({ clusters: 3, random: seed(0) }).fit(iris.features);
    expect(model.inertia).toBeCloseTo(78.851, 3);
    expect(adjustedRand(iris.labels, model.labels)).toBeCloseTo(0.7302, 4);
  });

  it("penguins: adjusted Rand index .319 in raw units, .793 standardised", () => {
    const rand = (X: number[][]) => adjustedRand(penguins.labels, new KMeans({ clusters: 3, random: seed(0) }).fit(X).labels);
    expect(rand(penguins.features)).toBeCloseTo(0.319, 2);
    expect(Math.abs(rand(standardised(penguins.features)) - 0.793)).toBeLessThan(0.005);
  });
});

/** L. Hubert, P. Arabie, Comparing partitions, 1985. */
function adjustedRand(a: readonly unknown[], b: readonly unknown[]): number {
  const pairs = (keys: unknown[]) => {
    const counts = new Map<unknown, number>();
    for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
    return [...counts.values()].reduce((sum, n) => sum + (n * (n - 1)) / 2, 0);
  };
  const together = pairs(a.map((value, i) => `${value} ${b[i]}`));
  const [inA, inB, all] = [pairs([...a]), pairs([...b]), (a.length * (a.length - 1)) / 2];
  const expected = (inA * inB) / all;
  return (together - expected) / ((inA + inB) / 2 - expected);
}

function standardised(X: number[][]): number[][] {
  const columns = X[0]!.map((_, j) => {
    const values = X.map((row) => row[j]!);
    const mean = values.reduce((a, b) => a + b) / values.length;
    return { mean, deviation: Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length) };
  });
  return X.map((row) => row.map((value, j) => (value - columns[j]!.mean) / columns[j]!.deviation));
}

it("starts without end are refused", () => {
  expect(() => new KMeans({ clusters: 2, random: seed(1), starts: Number.POSITIVE_INFINITY })).toThrow("starts is Infinity");
});
