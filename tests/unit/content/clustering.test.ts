import { beforeAll, describe, expect, it } from "vitest";
import { mean } from "../../../src/base/mean.ts";
import { seed } from "../../../src/base/random.ts";
import { iris } from "../../../src/datasets/iris.ts";
import { penguins } from "../../../src/datasets/penguins.ts";
import { twoMoons } from "../../../src/datasets/two-moons.ts";
import { KMeans } from "../../../src/ml/k-means.ts";
import { PCA } from "../../../src/ml/pca.ts";
import { StandardScaler } from "../../../src/prep/standard-scaler.ts";
import { adjustedRandIndex, silhouette } from "../../../src/score/clustering-metrics.ts";
import { holds, numbersAfter, read, shownBy } from "./page.ts";

const page = "src/content/docs/machine-learning/clustering.mdx";
const notebook = read("notebooks/clustering.ts");
const { rows, labels, features } = penguins;
let shown: Record<string, string>;
beforeAll(async () => {
  shown = await shownBy("clustering");
}, 120_000);

const X = new StandardScaler().fitTransform(features);
const kMeans = (X: number[][], clusters: number) => new KMeans({ clusters, random: seed(0) }).fit(X);
const byK = [1, 2, 3, 4, 5, 6, 7].map((k) => kMeans(X, k));
const [, two, three, four] = byK as [KMeans, KMeans, KMeans, KMeans];
const silhouettes = byK.slice(1).map(({ labels }) => silhouette(X, labels));
const raw = kMeans(features, 3);
const mass = kMeans(
  features.map((row) => [row[3]!]),
  3,
);

/** As cell `starts` has it. */
const random = seed(1);
const ends = Array.from({ length: 100 }, () => new KMeans({ clusters: 3, init: random.shuffle([...X]).slice(0, 3) }).fit(X).inertia);
const lowest = Math.min(...ends);

/** Rows of a kind by the group that they are in. */
const inGroups = (model: KMeans, is: (row: (typeof rows)[number]) => boolean) =>
  Array.from({ length: model.clusters }, (_, g) => rows.filter((row, i) => is(row) && model.labels[i] === g).length);
/** The group of three that most Chinstraps are in, and the Adelies there. */
const chinstraps = inGroups(three, ({ species }) => species === "Chinstrap");
const theirs = chinstraps.indexOf(Math.max(...chinstraps));
const strays = rows.filter(({ species }, i) => species === "Adelie" && three.labels[i] === theirs);
const adelies = rows.filter(({ species }) => species === "Adelie");
const males = rows.filter(({ species, sex }) => species === "Gentoo" && sex === "male");
const females = rows.filter(({ species, sex }) => species === "Gentoo" && sex === "female");
const maleGroup = inGroups(four, (row) => males.includes(row));
const moons = twoMoons({ random: seed(1), samples: 200 });

holds(
  page,
  [
    ["learnsFrom: 342 penguins, no labels", [342, rows.length]],
    ["move **Rounds** back to 0"],
    [
      "Rows 1, 2 and 9, centres 1.5 and 9: J = 0.25 + 0.25 + 0 = 0.5",
      [0.5, 0.25 + 0.25],
      [0.5, new KMeans({ clusters: 2, init: [[1], [9]] }).fit([[1], [2], [9]]).inertia],
    ],
    ["Of 100 such starts, how many reach the lowest J? 51", [51, ends.filter((J) => J.toFixed(1) === lowest.toFixed(1)).length], [100, ends.length]],
    ["51. The others stop where no single row wants to move, though a better parting exists", [51, ends.filter((J) => J < lowest + 0.05).length]],
    ["(Arthur and Vassilvitskii 2007)"],
    ["down to 0 when each row has its own"],
    ["It is 1 when far apart, and 0 on the edge (Rousseeuw 1987)"],
    ["For which k is the silhouette highest? 2", [2, 2 + silhouettes.indexOf(Math.max(...silhouettes))]],
    [
      "2: Gentoos on one side, Adelies and Chinstraps on the other",
      [true, [...new Set(labels)].every((name) => inGroups(two, ({ species }) => species === name).filter((n) => n > 0).length === 1)],
      [2, new Set(rows.map(({ species }, i) => `${species === "Gentoo"} ${two.labels[i]}`)).size],
    ],
    ["The groups from all four columns are the very same as those from the mass alone", [1, adjustedRandIndex(raw.labels, mass.labels)]],
    ["Whoever takes k = 3 here does so because the labels are known", [true, silhouettes[1]! < silhouettes[0]!]],
    ["1 is the same parting, 0 is chance (Hubert and Arabie 1985)", [1, adjustedRandIndex(labels, labels)]],
    [
      "the index goes from 0.319 to 0.793",
      ["0.319", adjustedRandIndex(labels, raw.labels).toFixed(3)],
      ["0.793", adjustedRandIndex(labels, three.labels).toFixed(3)],
    ],
    [
      "Two of them keep 88 % of the variance",
      [88, Math.round(100 * new PCA({ components: 2 }).fit(X).explainedVarianceRatio.reduce((a, b) => a + b))],
    ],
    [
      "With three groups, 24 Adelies sit among the Chinstraps: big males, most of them",
      [24, strays.length],
      [true, strays.filter(({ sex }) => sex === "male").length > 12],
      [true, mean(strays.map(({ bodyMass }) => bodyMass)) > mean(adelies.map(({ bodyMass }) => bodyMass)) + 200],
    ],
    [
      "With four, the new group is made of Gentoo males, 55 of 61",
      [55, Math.max(...maleGroup)],
      [61, males.length],
      [true, four.labels.filter((g) => g === maleGroup.indexOf(55)).length < 60],
    ],
    ["scikit-learn 1.2.1 with ten starts each"],
    ["of more than 1,000 rows, 1,000 are taken", [true, notebook.includes("atMost: 1000")]],
    // A. Tamkin and others 2024, abstract: "one million Claude.ai Free and Pro conversations"; section 2: embeddings of summaries, k-means, a model names the clusters.
    [
      "Clio groups a million conversations with an assistant by the embeddings of their summaries, and lets a language model name the groups ([Tamkin et al., December 2024]",
    ],
    // J. Diaz-Rodriguez 2025, abstract: "consistently outperforms k-means and other traditional baselines".
    ["On several sets of texts this did better than k-means alone ([Diaz-Rodriguez, February 2025]"],
    // A. Abbas and others 2023, abstract: "Analyzing a subset of LAION, we show that SemDeDup can remove 50% of the data with minimal performance loss".
    [
      "SemDeDup clusters the embeddings of pictures, drops near copies within each group, and so removed half of a training set with little loss ([Abbas et al. 2023]",
    ],
    ["With k = 3, J is 379, and with k = 4 it is 300. Is 4 better?", [[379, 300], [three, four].map(({ inertia }) => Math.round(inertia))]],
  ],
  [
    [
      "Each of the two steps can lower one number",
      "construction: the nearest centre is no farther than the one before, and the mean has the least squared distances",
    ],
    ["though a better parting exists", () => ends.some((J) => J > lowest + 1)],
    ["each column less its mean", "definition: standardised"],
    ["along which the rows differ most", "definition: principal components"],
    ["the machine never saw these words", "construction: it is fitted to the four measurements"],
    ["big males, most of them", () => strays.filter(({ sex }) => sex === "male").length === 23],
    ["They are heavier and longer than the females", () => mean(males.map((row) => row.bodyMass)) > mean(females.map((row) => row.bodyMass))],
    ["And it always answers", "construction: each row has a nearest centre"],
    ["millions and more", "definition: of its size"],
  ],
);

describe("what the prose says of the cells", () => {
  it("reaches the reference figures", () => {
    // scikit-learn 1.2.1: KMeans(3, n_init=10, random_state=0) on iris, inertia_ and adjusted_rand_score; on penguins as they are and after StandardScaler.
    const irises = kMeans(iris.features, 3);
    expect(irises.inertia).toBeCloseTo(78.851, 3);
    expect(adjustedRandIndex(iris.labels, irises.labels)).toBeCloseTo(0.7302, 4);
    expect(Math.abs(adjustedRandIndex(labels, raw.labels) - 0.319)).toBeLessThan(0.005);
    expect(Math.abs(adjustedRandIndex(labels, three.labels) - 0.793)).toBeLessThan(0.005);
    expect(numbersAfter(shown["references"]!, "irises, J").slice(0, 2)).toEqual([78.8514, 78.851]);
    expect(numbersAfter(shown["units"]!, "all four, standardised")[0]).toBe(0.793);
    expect(numbersAfter(shown["units"]!, "body mass alone")[0]).toBe(0.319);
  });

  it("shows the ends of the hundred starts, and J of each k", () => {
    expect(numbersAfter(shown["starts"]!, "379.4")[0]).toBe(51);
    for (const [i, { inertia }] of byK.entries()) if (i > 0) expect(inertia).toBeLessThan(byK[i - 1]!.inertia);
  });

  it("k-means++ helps on irises, and not on these penguins", () => {
    const reached = (X: number[][], init: boolean) => {
      const random = seed(1);
      const best = kMeans(X, 3).inertia;
      const J = () =>
        new KMeans(init ? { clusters: 3, init: random.shuffle([...X]).slice(0, 3) } : { clusters: 3, random, starts: 1 }).fit(X).inertia;
      return Array.from({ length: 100 }, J).filter((J) => J < best + 0.05).length;
    };
    expect(reached(iris.features, false)).toBeGreaterThan(reached(iris.features, true) + 10);
    expect(Math.abs(reached(X, false) - reached(X, true))).toBeLessThan(10);
  });

  it("tears the moons apart, and parts noise as well", () => {
    expect(adjustedRandIndex(moons.labels, kMeans(moons.features, 2).labels)).toBeLessThan(0.5);
    const dice = seed(3);
    const noise = Array.from({ length: 200 }, () => [3 * dice.uniform() - 1, 1.5 * dice.uniform() - 0.5]);
    expect(new Set(kMeans(noise, 2).labels).size).toBe(2);
  });

  it("Gentoo males are heavier and longer than the females", () => {
    for (const column of ["bodyMass", "flipperLength", "billLength"] as const)
      expect(mean(males.map((row) => row[column]))).toBeGreaterThan(mean(females.map((row) => row[column])));
  });
});
