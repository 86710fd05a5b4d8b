import { describe, expect, it } from "vitest";
import { iris } from "../../../src/datasets/iris.ts";

describe("iris", () => {
  it("are 50 flowers of each of three species", () => {
    expect(iris.rows).toHaveLength(150);
    for (const species of ["setosa", "versicolor", "virginica"]) expect(iris.labels.filter((label) => label === species)).toHaveLength(50);
    expect(iris.meta.rows).toBe(150);
  });

  it("come as rows, as features and as labels, in one order", () => {
    expect(iris.rows[0]).toEqual({ species: "setosa", sepalLength: 5.1, sepalWidth: 3.5, petalLength: 1.4, petalWidth: 0.2 });
    for (const [i, { species, sepalLength, sepalWidth, petalLength, petalWidth }] of iris.rows.entries()) {
      expect(iris.features[i]).toEqual([sepalLength, sepalWidth, petalLength, petalWidth]);
      expect(iris.labels[i]).toBe(species);
    }
    expect(iris.featureNames).toHaveLength(4);
  });

  it("have the means that Fisher's table has, rows 35 and 38 included", () => {
    // R: colMeans(iris[1:4]). UCI's errors are in rows 35 and 38 (documented in R's help page of iris and in scikit-learn's).
    const means = [0, 1, 2, 3].map((column) => iris.features.reduce((sum, row) => sum + row[column]!, 0) / 150);
    for (const [i, mean] of [5.843333, 3.057333, 3.758, 1.199333].entries()) expect(means[i]).toBeCloseTo(mean, 6);
    expect(iris.features[34]).toEqual([4.9, 3.1, 1.5, 0.2]);
    expect(iris.features[37]).toEqual([4.9, 3.6, 1.4, 0.1]);
  });
});
