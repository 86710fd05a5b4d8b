// Clustering: k-means by hand, where it begins, how many groups, in which units, and what a group means.

// %% centres
import { slider, text } from "#notebook";

const written = text("Three centres", {
  value: "36, 178; 40, 182; 44, 178",
});
const rounds = slider("Rounds, at most", {
  min: 0,
  max: 15,
  value: 15,
});

// %% walk
import * as Plot from "@observablehq/plot";
import { centroidWalk } from "#charts";
import { penguins } from "#datasets/penguins";
import { KMeans } from "#ml/k-means";
import { places } from "#prep/places";

const start = places(written, 3);
const { rows, labels, features } = penguins;
const two = rows.map((row) => [row.billLength, row.flipperLength]);
const steps = [
  ...new KMeans({ clusters: 3, init: start }).fitSteps(two),
];
const walked = steps.slice(0, rounds + 1);
const note = `round ${walked.length - 1} of ${steps.length - 1}`;

Plot.plot({
  x: { label: "bill length (mm)" },
  y: { label: "flipper length (mm)" },
  marks: [
    centroidWalk(walked, {
      rows: two,
      x: [31, 61],
      y: [168, 234],
      moves: "Three centres",
    }),
    Plot.text([note], { frameAnchor: "top-left", dx: 6, dy: 6 }),
  ],
});

// %% round
import { mean } from "#base/mean";
import { nearest } from "#ml/k-means";

/** One round: rows go to the nearest centre, then each centre to the middle of its rows. */
function round(centres: number[][]) {
  const group = nearest(two, centres);
  return centres.map((centre, k) => {
    const own = two.filter((_, i) => group[i] === k);
    if (own.length === 0) return centre;
    return [0, 1].map((j) => mean(own.map((row) => row[j])));
  });
}

round(start).map(([x, y]) => `${x.toFixed(1)}, ${y.toFixed(1)}`);

// %% falls
import { curves } from "#charts";

curves(steps, {
  x: "iteration",
  y: "inertia",
  side: "ml",
  height: "low",
  at: walked.length - 1,
}).plot({
  x: { label: "rounds" },
  y: { label: "J (mm²)" },
});

// %% starts
import { seed } from "#base/random";
import { table } from "#notebook";
import { StandardScaler } from "#prep/standard-scaler";

const X = new StandardScaler().fitTransform(features);
const random = seed(1);
const ends = Array.from({ length: 100 }, () => {
  const init = random.shuffle([...X]).slice(0, 3);
  return new KMeans({ clusters: 3, init }).fit(X).inertia.toFixed(1);
});

table(
  [...new Set(ends)].sort().map((J) => ({
    "J at the end": J,
    starts: ends.filter((other) => other === J).length,
  })),
  { caption: "100 starts, each from three penguins drawn at random" },
);

// %% how-many
import { display } from "#notebook";
import { silhouette } from "#score/clustering-metrics";

const kMeans = (X: number[][], clusters: number) =>
  new KMeans({ clusters, random: seed(0) }).fit(X);
const byK = [1, 2, 3, 4, 5, 6, 7].map((k) => {
  const { inertia, labels } = kMeans(X, k);
  return {
    k,
    J: inertia,
    silhouette: k > 1 ? silhouette(X, labels) : null,
  };
});

display(
  curves(byK, { x: "k", y: "J", side: "ml", height: "low" }).plot({
    x: { ticks: 7 },
  }),
);
table(byK.slice(1, 5), { format: { J: 1, silhouette: 3 } });

// %% units
import { adjustedRandIndex } from "#score/clustering-metrics";

const mass = features.map((row) => [row[3]]);
const agreement = (X: number[][]) =>
  adjustedRandIndex(labels, kMeans(X, 3).labels);

table(
  [
    {
      columns: "all four, grams and millimetres",
      ARI: agreement(features),
    },
    { columns: "body mass alone", ARI: agreement(mass) },
    { columns: "all four, standardised", ARI: agreement(X) },
  ],
  { caption: "Three groups against three species", format: { ARI: 3 } },
);

// %% map
import { scatter } from "#charts";
import { PCA } from "#ml/pca";

const k = slider("Groups, k", { min: 2, max: 6, value: 3 });
const groups = kMeans(X, k).labels;
const pca = new PCA({ components: 2 }).fit(X);
const [first, second] = pca.explainedVarianceRatio;
const percent = (share: number) =>
  `${(100 * share).toFixed(0)} % of the variance`;

Plot.plot({
  x: { label: `first component, ${percent(first)}` },
  y: { label: `second, ${percent(second)}` },
  marks: [
    scatter(pca.transform(X), {
      x: ([x]) => x,
      y: ([, y]) => y,
      symbol: (_, i) => `group ${groups[i] + 1}`,
      side: "ml",
      r: 3,
      rows: "penguins",
    }),
  ],
});

// %% members
const kinds = rows.map(
  ({ species, sex }) => `${species}, ${sex ?? "unknown"}`,
);

table(
  [...new Set(kinds)].sort().map((kind) => ({
    penguins: kind,
    ...Object.fromEntries(
      Array.from({ length: k }, (_, g) => [
        `group ${g + 1}`,
        kinds.filter((other, i) => other === kind && groups[i] === g)
          .length,
      ]),
    ),
  })),
);

// %% fails
import { regions } from "#charts";
import { twoMoons } from "#datasets/two-moons";
import { radio } from "#notebook";

const dice = seed(3);
const data = radio("Rows", {
  "two moons": twoMoons({ random: seed(1), samples: 200 }).features,
  "nothing but noise": Array.from({ length: 200 }, () => [
    3 * dice.uniform() - 1,
    1.5 * dice.uniform() - 0.5,
  ]),
});
const parted = kMeans(data, 2);

const box = { x: [-1.4, 2.4], y: [-0.9, 1.4], steps: 40 } as const;

Plot.plot({
  x: { label: null },
  y: { label: null },
  marks: [
    regions((all) => parted.predict(all), box),
    scatter(data, {
      x: ([x]) => x,
      y: ([, y]) => y,
      symbol: (_, i) => `group ${parted.labels[i] + 1}`,
      r: 3,
      side: "ink",
    }),
  ],
});

// %% references
import { iris } from "#datasets/iris";

const irises = kMeans(iris.features, 3);

table(
  [
    {
      figure: "irises, J",
      here: irises.inertia,
      "scikit-learn": 78.851,
    },
    {
      figure: "irises, ARI",
      here: adjustedRandIndex(iris.labels, irises.labels),
      "scikit-learn": 0.7302,
    },
    {
      figure: "penguins, ARI",
      here: agreement(features),
      "scikit-learn": 0.319,
    },
    {
      figure: "standardised",
      here: agreement(X),
      "scikit-learn": 0.793,
    },
  ],
  { format: { here: 4, "scikit-learn": 4 } },
);

// %% own-file
import { file } from "#notebook";

const ownRows = file("A CSV file of yours", {
  accept: "csv",
  value: rows.map((row) => ({ ...row })),
  hint: "Until you choose one, these are the penguins.",
});
const ownK = slider("Groups in your table", {
  min: 2,
  max: 8,
  value: 3,
});

// %% own-groups
import { numberTable } from "#prep/labelled-table";

const own = numberTable(ownRows, { atMost: 1000 });
const ownX = new StandardScaler().fitTransform(own.X);
const found = kMeans(ownX, ownK);
const leftOut = own.leftOut.map(
  ({ column, why }) => `${column}: ${why}`,
);

display(
  `Silhouette ${silhouette(ownX, found.labels).toFixed(3)}. With gaps: ${own.incompleteRows}. Left out: ${leftOut.join("; ") || "nothing"}`,
);
table(
  Array.from({ length: ownK }, (_, g) => {
    const members = own.X.filter((_, i) => found.labels[i] === g);
    const middle = own.featureNames.map((name, j) => [
      name,
      Number(mean(members.map((row) => row[j])).toPrecision(3)),
    ]);
    return { rows: members.length, ...Object.fromEntries(middle) };
  }),
  { caption: "Each group, with the mean of each column" },
);
