// Overfitting: how much a tree may ask, what a leaf should cost, and scores that can be believed.

// %% depth
import * as Plot from "@observablehq/plot";
import { regions, scatter, treeRegions } from "#charts";
import { penguins } from "#datasets/penguins";
import { DecisionTree } from "#ml/decision-tree";
import { slider } from "#notebook";

const depth = slider("Questions in a row, at most", {
  min: 1,
  max: 15,
  value: 2,
});
const { rows, labels } = penguins;
const two = rows.map((row) => [row.billDepth, row.bodyMass]);
const deep = new DecisionTree({ maxDepth: depth }).fit(two, labels);

Plot.plot({
  x: { label: "bill depth (mm)" },
  y: { label: "body mass (g)" },
  marks: [
    regions(treeRegions(deep, [13, 21.6], [2650, 6350])),
    scatter(rows, {
      x: "billDepth",
      y: "bodyMass",
      symbol: "species",
      rows: "penguins",
      r: 3,
      side: "ink",
    }),
  ],
});

// %% set-aside
import { seed } from "#base/random";
import { table } from "#notebook";
import { stratifiedKFold, take } from "#score/cross-validation";

const [{ train, test }] = stratifiedKFold(labels, { random: seed(0) });
const X = take(two, train);
const y = take(labels, train);

table([
  { rows: train.length, "are there to": "learn from and choose with" },
  { rows: test.length, "are there to": "measure at the end, once" },
]);

// %% depth-curve
import { mean } from "#base/mean";
import { curves } from "#charts";
import { crossValScore } from "#score/cross-validation";

const shuffles = Array.from({ length: 10 }, (_, i) =>
  stratifiedKFold(y, { random: seed(i) }),
);
/** The mean accuracy of such trees on parts of the rows that they did not learn from. */
const validate = (fresh: () => DecisionTree) =>
  mean(shuffles.flatMap((folds) => crossValScore(fresh, X, y, folds)));

const byDepth = Array.from({ length: 15 }, (_, i) => {
  const fresh = () => new DecisionTree({ maxDepth: i + 1 });
  const known = fresh().fit(X, y).score(X, y);
  return [
    { depth: i + 1, on: "chosen with", accuracy: validate(fresh) },
    { depth: i + 1, on: "learnt from", accuracy: known },
  ];
});

curves(byDepth.flat(), {
  x: "depth",
  y: "accuracy",
  stroke: "on",
  side: "ml",
  at: depth,
}).plot({
  x: { label: "questions in a row" },
  y: { domain: [0.7, 1] },
});

// %% price
const price = slider("Price of a leaf, α (thousandths)", {
  min: 0,
  max: 20,
  value: 0,
});
const bushy = new DecisionTree().fit(two, labels);
const pruned = bushy.pruned(price / 1000);

Plot.plot({
  x: { label: "bill depth (mm)" },
  y: { label: "body mass (g)" },
  marks: [
    regions(treeRegions(pruned, [13, 21.6], [2650, 6350])),
    scatter(rows, {
      x: "billDepth",
      y: "bodyMass",
      symbol: "species",
      rows: "penguins",
      r: 3,
      side: "ink",
    }),
  ],
});

// %% price-curve
import { display } from "#notebook";

const grown = new DecisionTree().fit(X, y);
const byPrice = Array.from({ length: 21 }, (_, price) => ({
  price,
  leaves: grown.pruned(price / 1000).nLeaves,
  accuracy: validate(
    () => new DecisionTree({ ccpAlpha: price / 1000 }),
  ),
}));

display(
  curves(byPrice, {
    x: "price",
    y: "accuracy",
    side: "ml",
    at: price,
  }).plot({
    x: { label: "price of a leaf, α (thousandths)" },
    y: {
      label: "accuracy, chosen with",
      domain: [0.7, 0.82],
      ticks: 6,
    },
  }),
);
table(
  byPrice.filter(({ price }) => price % 5 === 0),
  { format: { accuracy: 3 } },
);

// %% last-word
const judge = (tree: string, fresh: () => DecisionTree) => {
  const p = fresh()
    .fit(X, y)
    .score(take(two, test), take(labels, test));
  return {
    tree,
    "chosen with": validate(fresh),
    "never seen": p,
    "standard error": Math.sqrt((p * (1 - p)) / test.length),
  };
};

table(
  [
    judge("no limit", () => new DecisionTree()),
    judge("2 in a row", () => new DecisionTree({ maxDepth: 2 })),
    judge("α = 0.015", () => new DecisionTree({ ccpAlpha: 0.015 })),
  ],
  {
    format: { "chosen with": 3, "never seen": 3, "standard error": 3 },
  },
);

// %% lucky
const random = seed(5);
const guessers = Array.from({ length: 100 }, () =>
  labels.map(() => labels[random.int(labels.length)]),
);
const right = (guesses: string[], some: number[]) =>
  some.filter((row) => guesses[row] === labels[row]).length /
  some.length;
const [champion] = guessers.toSorted(
  (a, b) => right(b, test) - right(a, test),
);

table(
  [
    {
      rows: `the ${test.length} it was chosen with`,
      right: right(champion, test),
    },
    {
      rows: `the ${train.length} others`,
      right: right(champion, train),
    },
  ],
  { caption: "The best of 100 that guess", format: { right: "%" } },
);

// %% all-four
const all = penguins.features;
const deals = Array.from({ length: 10 }, (_, i) =>
  stratifiedKFold(labels, { random: seed(i) }),
);
const scores = deals.map((folds) =>
  mean(crossValScore(() => new DecisionTree(), all, labels, folds)),
);

Plot.plot({
  ariaLabel: `Accuracy on penguins not trained on, ten shuffles: from ${Math.min(...scores).toFixed(3)} to ${Math.max(...scores).toFixed(3)}, ${mean(scores).toFixed(3)} on average.`,
  height: 110,
  x: {
    label: "accuracy on penguins not trained on",
    domain: [0.93, 0.99],
    ticks: 6,
  },
  marks: [
    Plot.dot(
      scores,
      Plot.dodgeY("bottom", {
        x: (score) => score,
        fill: "var(--ml)",
        r: 6,
      }),
    ),
    Plot.tickX([mean(scores)], { strokeWidth: 2 }),
  ],
});

// %% errors
import { confusionMatrix } from "#score/metrics";

const called: string[] = [];
for (const { train, test } of deals[0]) {
  const tree = new DecisionTree().fit(
    take(all, train),
    take(labels, train),
  );
  for (const row of test) called[row] = tree.predict([all[row]])[0];
}
const { classes, counts } = confusionMatrix<string>(labels, called);

table(
  classes.map((name, k) => ({
    "really / called": name,
    ...Object.fromEntries(
      classes.map((said, j) => [said, counts[k][j]]),
    ),
  })),
  {
    caption: `${labels.filter((name, i) => name !== called[i]).length} mistakes of ${labels.length}, one shuffle`,
  },
);

// %% ties
import { iris } from "#datasets/iris";

const folds = stratifiedKFold(iris.labels, { folds: 10 });
/** All orders of some items. */
const orders = (items: number[]): number[][] =>
  items.length < 2
    ? [items]
    : items.flatMap((first) =>
        orders(items.filter((item) => item !== first)).map((rest) => [
          first,
          ...rest,
        ]),
      );

const found = orders([0, 1, 2, 3]).map((order) => {
  const turned = iris.features.map((row) => order.map((j) => row[j]));
  return mean(
    crossValScore(() => new DecisionTree(), turned, iris.labels, folds),
  ).toFixed(4);
});

table(
  [...new Set(found)].sort().map((accuracy) => ({
    accuracy,
    "orders of the columns": found.filter((other) => other === accuracy)
      .length,
  })),
  {
    caption: "Iris, 10 folds: the same rows, columns in another order",
  },
);
