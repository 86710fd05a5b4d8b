// Decision trees: one question at a time, from the first split to a forest.

// %% penguins-table
import * as Plot from "@observablehq/plot";
import {
  curves,
  regions,
  scatter,
  treePicture,
  treeRegions,
} from "#charts";
import { penguins } from "#datasets/penguins";
import {
  button,
  display,
  file,
  live,
  progress,
  select,
  slider,
  table,
} from "#notebook";

table(
  penguins.rows.filter((_, i) => i % 57 === 0),
  {
    caption: `Six of ${penguins.rows.length} penguins`,
    columns: [
      "species",
      "billLength",
      "billDepth",
      "flipperLength",
      "bodyMass",
    ],
  },
);

// %% penguins-plot tags=["hide-input"]
const { features, labels } = penguins;
const names = [
  "bill length",
  "bill depth",
  "flipper length",
  "body mass",
];
const units = ["mm", "mm", "mm", "g"];
const species = ["Adelie", "Chinstrap", "Gentoo"] as const;

scatter(penguins.rows, {
  x: "billLength",
  y: "flipperLength",
  symbol: "species",
  rows: "penguins",
  tip: true,
}).plot({
  x: { label: "bill length (mm)" },
  y: { label: "flipper length (mm)" },
});

// %% ask-one
const asked = select(
  "Measurement",
  {
    "flipper length": 2,
    "bill length": 0,
    "bill depth": 1,
    "body mass": 3,
  },
  { value: 2 },
);
const column = features.map((row) => row[asked]!);
const [least, most] = [Math.min(...column), Math.max(...column)];

// %% threshold tags=["hide-input"]
const threshold = slider("Threshold", {
  min: least,
  max: most,
  step: asked === 3 ? 25 : asked === 2 ? 0.5 : 0.1,
  value: asked === 2 ? 195 : (least + most) / 2,
});
const low = column.filter((value) => value <= threshold).length;
const question = `${names[asked]} ≤ ${threshold} ${units[asked]}?`;

Plot.plot({
  ariaLabel: `Penguins by ${names[asked]}, one row for each species, cut at ${threshold} ${units[asked]}: ${low} answer yes, ${labels.length - low} answer no.`,
  height: 320,
  marginLeft: 75,
  marginTop: 45,
  x: { label: `${names[asked]} (${units[asked]})`, ticks: 6 },
  fy: { label: null, domain: species, padding: 0.05 },
  marks: [
    Plot.dot(
      column,
      Plot.dodgeY("middle", {
        x: (value) => value,
        fy: labels,
        r: 1.4,
        padding: 0,
        fill: "var(--data)",
      }),
    ),
    Plot.ruleX([threshold], { stroke: "var(--ml)", strokeWidth: 2 }),
    Plot.text(["Adelie"], {
      x: [threshold],
      fy: ["Adelie"],
      text: ["← yes   no →"],
      frameAnchor: "top",
      fontSize: 13,
      dy: -36,
    }),
  ],
});

// %% gini-by-hand
const everyone = [...labels.keys()];
const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);

/** How many of these rows are of each species. */
const count = (rows: number[]) =>
  species.map(
    (name) => rows.filter((row) => labels[row] === name).length,
  );

/** How mixed these rows are: 0 when all are of one species. */
function gini(rows: number[]) {
  if (rows.length === 0) return 0;
  const shares = count(rows).map((n) => n / rows.length);
  return 1 - sum(shares.map((share) => share * share));
}

/** Ask one question: who says yes, who says no, how mixed is that? */
function split(rows: number[], feature: number, threshold: number) {
  const saysYes = (row: number) =>
    features[row]![feature]! <= threshold;
  const yes = rows.filter(saysYes);
  const no = rows.filter((row) => !saysYes(row));
  const mixed = yes.length * gini(yes) + no.length * gini(no);
  return { feature, threshold, yes, no, gini: mixed / rows.length };
}

// %% gini-table
const yours = split(everyone, asked, threshold);
const line = (who: string, rows: number[], mixed: number) => ({
  penguins: who,
  ...Object.fromEntries(count(rows).map((n, k) => [species[k], n])),
  Gini: mixed.toFixed(3),
});

table(
  [
    line("before", everyone, gini(everyone)),
    line("yes", yours.yes, gini(yours.yes)),
    line("no", yours.no, gini(yours.no)),
    line("after", everyone, yours.gini),
  ],
  { caption: question },
);

// %% every-threshold tags=["hide-input"]
/** All questions about one measurement: midway between neighbours. */
function questions(rows: number[], feature: number) {
  const values = [
    ...new Set(rows.map((row) => features[row]![feature]!)),
  ];
  values.sort((a, b) => a - b);
  return values
    .slice(1)
    .map((value, i) => split(rows, feature, (values[i]! + value) / 2));
}
const best = <Q extends { gini: number }>(asked: Q[]) =>
  asked.reduce((a, b) => (b.gini < a.gini ? b : a));

const tried = questions(everyone, asked);
const mark = { x: "threshold", y: "gini", fontSize: 13 };

Plot.plot({
  ariaLabel: `How mixed the penguins are after each of ${tried.length} questions about ${names[asked]}. Best: ${best(tried).threshold.toFixed(2)} ${units[asked]}, which leaves ${best(tried).gini.toFixed(3)}. Yours, ${threshold}, leaves ${yours.gini.toFixed(3)}.`,
  height: 260,
  x: { label: `threshold (${units[asked]})`, ticks: 6 },
  y: {
    label: "Gini after the question",
    domain: [0.2, 0.7],
    grid: true,
  },
  marks: [
    Plot.ruleY([gini(everyone)], { strokeDasharray: "3,3" }),
    Plot.lineY(tried, { ...mark, stroke: "var(--ml)", strokeWidth: 2 }),
    Plot.dot([best(tried)], { ...mark, fill: "var(--ml)", r: 5 }),
    Plot.text([best(tried)], { ...mark, text: ["best"], dy: 16 }),
    Plot.dot([yours], { ...mark, stroke: "currentColor", r: 6 }),
    Plot.text([yours], {
      ...mark,
      text: ["yours"],
      dy: -16,
      stroke: "var(--plot-background)",
      fill: "currentColor",
      strokeWidth: 5,
    }),
  ],
});

// %% best-questions
const contest = names.map((name, feature) => {
  const all = questions(everyone, feature);
  return { name, tried: all.length, ...best(all) };
});

table(
  contest
    .toSorted((a, b) => a.gini - b.gini)
    .map(({ name, feature, tried, threshold, gini }) => ({
      measurement: name,
      questions: tried,
      "best threshold": `${threshold.toFixed(2)} ${units[feature]}`,
      "Gini after": gini.toFixed(3),
    })),
  {
    caption: `${sum(contest.map(({ tried }) => tried))} questions tried`,
  },
);

// %% draw-map tags=["hide-input"]
type Column = "billLength" | "billDepth" | "flipperLength" | "bodyMass";
/** A part of the plane in which the tree gives one answer. */
type Box = {
  x1: number;
  x2: number;
  y1: number;
  y2: number;
  label: string;
};

const columns = [
  "billLength",
  "billDepth",
  "flipperLength",
  "bodyMass",
];
const axis = (column: Column) => {
  const j = columns.indexOf(column);
  return { label: `${names[j]} (${units[j]})`, ticks: 6 };
};

const drawMap = (boxes: Box[], x: Column, y: Column) =>
  Plot.plot({
    x: axis(x),
    y: axis(y),
    marks: [
      regions(boxes, {
        shades: { Adelie: 0.1, Chinstrap: 0.3, Gentoo: 0.5 },
      }),
      scatter(penguins.rows, {
        x,
        y,
        symbol: "species",
        rows: "penguins",
        r: 3,
        side: "ink",
        opacity: 0.6,
      }),
    ],
  });

// %% grow
const mostInARow = 3;
const whole = { x1: 31, x2: 61, y1: 170, y2: 233 };
const answer = (rows: number[]) =>
  species[count(rows).indexOf(Math.max(...count(rows)))]!;
const pause = (ms: number) => new Promise((go) => setTimeout(go, ms));

const grown = live(async function* () {
  let parts = [{ ...whole, rows: everyone, depth: 0 }];
  for (;;) {
    const boxes = parts.map((part) => ({
      ...part,
      label: answer(part.rows),
    }));
    display(drawMap(boxes, "billLength", "flipperLength"));
    yield boxes;
    await pause(400);
    const part = parts.find(
      (p) => p.depth < mostInARow && gini(p.rows) > 0,
    );
    if (!part) return;
    const { feature, threshold, yes, no } = best(
      [0, 2].flatMap((feature) => questions(part.rows, feature)),
    );
    const [from, to] =
      feature === 0 ? (["x1", "x2"] as const) : (["y1", "y2"] as const);
    const depth = part.depth + 1;
    parts = [
      ...parts.filter((other) => other !== part),
      { ...part, [to]: threshold, rows: yes, depth },
      { ...part, [from]: threshold, rows: no, depth },
    ];
  }
});

// %% same-tree
import { DecisionTree } from "#ml/decision-tree";

const two = features.map((row) => [row[0]!, row[2]!]);
const tree = new DecisionTree({ maxDepth: 3 }).fit(two, labels);
const treeBoxes = treeRegions(tree, [31, 61], [170, 233]);

const edges = (boxes: Box[]) =>
  boxes.map(({ x1, x2, y1, y2 }) => `${[x1, x2, y1, y2]}`).sort();
const same = edges(grown).join() === edges(treeBoxes).join();

`${treeBoxes.length} boxes, ${same ? "the same" : "not the same"} as those above`;

// %% your-penguin
const yourBill = slider("Bill length (mm)", {
  min: 32,
  max: 60,
  value: 47,
});
const yourDepth = slider("Bill depth (mm)", {
  min: 13,
  max: 22,
  value: 18,
});
const yourFlipper = slider("Flipper length (mm)", {
  min: 172,
  max: 231,
  value: 210,
});

// %% way
import type { TreeNode } from "#ml/decision-tree";

const small = new DecisionTree({ maxDepth: 2 }).fit(features, labels);
const penguin = [yourBill, yourDepth, yourFlipper, 4000];

const way: TreeNode[] = [small.root];
for (let at = small.root.split; at; at = way.at(-1)!.split)
  way.push(penguin[at.feature]! <= at.threshold ? at.left : at.right);

way
  .map(({ split }) => {
    if (!split)
      return `so it is called ${small.predict([penguin])[0]}.`;
    const { feature, threshold } = split;
    const reply = penguin[feature]! <= threshold ? "yes" : "no";
    return `${names[feature]} ≤ ${threshold.toFixed(2)}? ${reply},`;
  })
  .join("\n");

// %% tree-picture tags=["hide-input"]
treePicture(small, {
  featureNames: names,
  way: penguin,
  rows: "penguins",
}).plot();

// %% scores
import { seed } from "#base/random";
import { iris } from "#datasets/iris";
import {
  crossValScore,
  stratifiedKFold,
} from "#score/cross-validation";

const mean = (numbers: number[]) => sum(numbers) / numbers.length;
const shuffles = Array.from({ length: 10 }, (_, i) =>
  stratifiedKFold(labels, { folds: 5, random: seed(i) }),
);
const penguinScores = shuffles.map((folds) =>
  mean(
    crossValScore(() => new DecisionTree(), features, labels, folds),
  ),
);
const irisFolds = stratifiedKFold(iris.labels, { folds: 10 });
const irisScore = (X: number[][]) =>
  mean(
    crossValScore(() => new DecisionTree(), X, iris.labels, irisFolds),
  );
const whoIsMost = Math.max(...count(everyone)) / labels.length;

table([
  {
    data: "penguins, 5 folds, 10 shuffles",
    tree: mean(penguinScores).toFixed(3),
    "most frequent": whoIsMost.toFixed(3),
  },
  {
    data: "iris, 10 folds",
    tree: irisScore(iris.features as number[][]).toFixed(4),
    "most frequent": (1 / 3).toFixed(3),
  },
]);

// %% spread
Plot.plot({
  ariaLabel: `Accuracy on penguins not trained on, ten shuffles: from ${Math.min(...penguinScores).toFixed(3)} to ${Math.max(...penguinScores).toFixed(3)}, ${mean(penguinScores).toFixed(3)} on average.`,
  height: 110,
  x: {
    label: "accuracy on penguins not trained on",
    domain: [0.93, 0.99],
    ticks: 6,
    grid: true,
  },
  marks: [
    Plot.dot(
      penguinScores,
      Plot.dodgeY("bottom", {
        x: (score) => score,
        fill: "var(--ml)",
        r: 6,
      }),
    ),
    Plot.tickX([mean(penguinScores)], { strokeWidth: 2 }),
  ],
});

// %% ties
/** All orders of some items. */
function orders(items: number[]): number[][] {
  if (items.length < 2) return [items];
  return items.flatMap((first) =>
    orders(items.filter((item) => item !== first)).map((rest) => [
      first,
      ...rest,
    ]),
  );
}

const byOrder = new Map<string, number>();
for (const order of orders([0, 1, 2, 3])) {
  const X = iris.features.map((row) => order.map((j) => row[j]!));
  const score = irisScore(X).toFixed(4);
  byOrder.set(score, (byOrder.get(score) ?? 0) + 1);
}

table(
  [...byOrder].sort().map(([accuracy, n]) => ({
    accuracy,
    "orders of the columns": n,
  })),
  {
    caption: "Iris, 10 folds: the same rows, columns in another order",
  },
);

// %% errors
import { confusionMatrix } from "#score/metrics";

const guesses: string[] = [];
for (const { train, test } of shuffles[0]!) {
  const tree = new DecisionTree().fit(
    train.map((row) => features[row]!),
    train.map((row) => labels[row]!),
  );
  for (const row of test)
    guesses[row] = tree.predict([features[row]!])[0]!;
}
const mistakes = labels.filter((name, i) => name !== guesses[i]).length;
const { counts } = confusionMatrix<string>(labels, guesses);

table(
  species.map((name, k) => ({
    "really / called": name,
    ...Object.fromEntries(
      species.map((said, j) => [said, counts[k]![j]!]),
    ),
  })),
  { caption: `${mistakes} mistakes of ${labels.length}, one shuffle` },
);

// %% depth-scores
const hard = features.map((row) => [row[1]!, row[3]!]);
const depths = Array.from({ length: 15 }, (_, i) => i + 1);

const byDepth = depths.map((maxDepth) => {
  const fresh = () => new DecisionTree({ maxDepth });
  const known = fresh().fit(hard, labels).score(hard, labels);
  const unknown = mean(
    shuffles.flatMap((folds) =>
      crossValScore(fresh, hard, labels, folds),
    ),
  );
  return { depth: maxDepth, known, unknown };
});

// %% depth
const depth = slider("Questions in a row", {
  min: 1,
  max: 15,
  value: 2,
});

// %% depth-map
const deep = new DecisionTree({ maxDepth: depth }).fit(hard, labels);
const cuts = treeRegions(deep, [13, 21.6], [2650, 6350]);

drawMap(cuts, "billDepth", "bodyMass");

// %% depth-curve
const bothCurves = byDepth.flatMap(({ depth, known, unknown }) => [
  { depth, accuracy: known, on: "learnt from" },
  { depth, accuracy: unknown, on: "never seen" },
]);

curves(bothCurves, {
  x: "depth",
  y: "accuracy",
  stroke: "on",
  side: "ml",
  dashed: ["learnt from"],
  at: depth,
}).plot({
  x: { label: "questions in a row", ticks: 8 },
  y: { domain: [0.7, 1], ticks: 6 },
});

// %% price-scores
const bushy = new DecisionTree().fit(hard, labels);
const prices = Array.from({ length: 41 }, (_, i) => i / 2);
const pick = <T>(items: T[], rows: number[]) =>
  rows.map((row) => items[row]!);

const trials = shuffles.flat().map(({ train, test }) => {
  const tree = new DecisionTree().fit(
    pick(hard, train),
    pick(labels, train),
  );
  return prices.map((price) =>
    tree
      .pruned(price / 1000)
      .score(pick(hard, test), pick(labels, test)),
  );
});
const byPrice = prices.map((price, i) => ({
  price,
  accuracy: mean(trials.map((scores) => scores[i]!)),
  leaves: bushy.pruned(price / 1000).nLeaves,
}));

// %% price
const price = slider("Price of a leaf, α (thousandths)", {
  min: 0,
  max: 20,
  step: 0.5,
  value: 6,
});

// %% pruned-map
const pruned = bushy.pruned(price / 1000);

drawMap(
  treeRegions(pruned, [13, 21.6], [2650, 6350]),
  "billDepth",
  "bodyMass",
);

// %% price-curve tags=["hide-input"]
const free = byPrice[0]!;
const bestPrice = byPrice.reduce((a, b) =>
  b.accuracy > a.accuracy ? b : a,
);
const now = byPrice.find((one) => one.price === price)!;

Plot.plot({
  ariaLabel: `Accuracy on penguins never seen, by the price of a leaf: ${free.accuracy.toFixed(3)} without a price (${free.leaves} leaves), ${bestPrice.accuracy.toFixed(3)} at ${bestPrice.price} thousandths (${bestPrice.leaves} leaves). At ${price}: ${now.accuracy.toFixed(3)} (${now.leaves} leaves).`,
  x: { label: "price of a leaf, α (thousandths)", ticks: 6 },
  y: { label: "accuracy, never seen", domain: [0.7, 0.82], ticks: 6 },
  marks: [
    curves(byPrice, {
      x: "price",
      y: "accuracy",
      side: "ml",
      at: price,
    }),
    Plot.text([now], {
      x: "price",
      y: "accuracy",
      text: ({ leaves }) => `${leaves} leaves`,
      textAnchor: price > 10 ? "end" : "start",
      dy: 18,
    }),
  ],
});

// %% importance tags=["hide-input"]
const full = new DecisionTree().fit(features, labels);
const without = new DecisionTree().fit(
  features.map(([bill, depth, , mass]) => [bill!, depth!, mass!]),
  labels,
);
const [billShare, depthShare, massShare] = without.featureImportances;
const shares = [
  ...full.featureImportances.map((share, j) => ({
    name: names[j],
    share,
    tree: "all four",
  })),
  ...[billShare, depthShare, 0, massShare].map((share, j) => ({
    name: names[j],
    share,
    tree: "without the flipper",
  })),
];

Plot.plot({
  ariaLabel: `How much each measurement helped, as a share. With all four: ${full.featureImportances.map((share, j) => `${names[j]} ${share.toFixed(2)}`).join(", ")}. Without the flipper: ${names[0]} ${billShare!.toFixed(2)}, ${names[1]} ${depthShare!.toFixed(2)}, ${names[3]} ${massShare!.toFixed(2)}.`,
  height: 300,
  marginLeft: 90,
  x: { label: "share of the fall in Gini", grid: true, ticks: 5 },
  y: {
    label: null,
    domain: [
      "flipper length",
      "bill length",
      "bill depth",
      "body mass",
    ],
  },
  fy: { label: null, axis: null },
  marks: [
    Plot.barX(shares, {
      x: "share",
      y: "name",
      fy: "tree",
      fill: "var(--ml)",
      fillOpacity: (d) => (d.tree === "all four" ? 1 : 0.5),
    }),
    Plot.text(["all four", "without the flipper"], {
      fy: (tree) => tree,
      text: (tree) => tree,
      frameAnchor: "bottom-right",
      fontWeight: 600,
    }),
  ],
});

// %% angle
const angle = slider("Angle of the true border (degrees)", {
  min: 0,
  max: 90,
  step: 5,
  value: 45,
});

// %% border
import { LogisticRegression } from "#ml/logistic-regression";

const turn = (angle * Math.PI) / 180;
const [across, up] = [Math.sin(turn), Math.cos(turn)];

/** Points in a square, labelled by the side of the border. */
function square(n: number, random = seed(3)) {
  const X = Array.from({ length: n }, () => [
    random.uniform() * 2 - 1,
    random.uniform() * 2 - 1,
  ]);
  const y = X.map(([a, b]) =>
    a! * across + b! * up > 0 ? "above" : "below",
  );
  return { X, y };
}
const [shown, fresh] = [square(200), square(2000, seed(4))];

const stairs = new DecisionTree().fit(shown.X, shown.y);
const straight = new LogisticRegression({ C: 100 }).fit(
  shown.X,
  shown.y,
);
const [byTree, byLine] = [stairs, straight].map(
  (model) => `${(100 * model.score(fresh.X, fresh.y)).toFixed(1)} %`,
);
table([
  {
    model: `tree, ${stairs.nLeaves} boxes`,
    "right on 2,000 new points": byTree,
  },
  { model: "one straight line", "right on 2,000 new points": byLine },
]);

// %% staircase tags=["hide-input"]
Plot.plot({
  aspectRatio: 1,
  x: { label: null, ticks: 5 },
  y: { label: null, ticks: 5, grid: false },
  marks: [
    regions(treeRegions(stairs, [-1, 1], [-1, 1]), {
      shades: { above: 0.4, below: 0.08 },
    }),
    scatter(shown.X, {
      x: (point) => point[0]!,
      y: (point) => point[1]!,
      symbol: (_, i) => shown.y[i],
      r: 3,
      side: "ink",
      opacity: 0.6,
    }),
    Plot.link([0], {
      x1: -2 * up,
      y1: 2 * across,
      x2: 2 * up,
      y2: -2 * across,
      clip: true,
      strokeWidth: 2,
      strokeDasharray: "6,4",
    }),
  ],
});

// %% resample
const draws = button("Draw twenty other samples");

// %% unstable tags=["hide-input"]
const chance = seed(draws);
const twenty = Array.from({ length: 20 }, () => {
  const rows = everyone.map(() => chance.int(everyone.length));
  const X = rows.map((row) => two[row]!);
  const y = rows.map((row) => labels[row]!);
  return new DecisionTree({ maxDepth: 3 }).fit(X, y);
});
const different = new Set(twenty.map((tree) => tree.text())).size;

Plot.plot({
  ariaLabel: `The borders of twenty trees, each from another sample of the same penguins, laid over each other: ${different} of them differ.`,
  x: { label: "bill length (mm)", ticks: 6 },
  y: { label: "flipper length (mm)", ticks: 6, grid: false },
  marks: [
    twenty.map((tree) =>
      regions(treeRegions(tree, [31, 61], [170, 233]), {
        filled: false,
      }),
    ),
    scatter(penguins.rows, {
      x: "billLength",
      y: "flipperLength",
      symbol: "species",
      r: 2.5,
      opacity: 0.7,
    }),
  ],
});

// %% future
import { co2 } from "#datasets/co2";
import { RegressionTree } from "#ml/regression-tree";

const air = co2.rows.map(({ date, co2 }) => ({
  year: date.getUTCFullYear() + date.getUTCMonth() / 12,
  ppm: co2,
}));
const past = air.filter(({ year }) => year < 2010);
const clock = new RegressionTree({ maxDepth: 5 }).fit(
  past.map(({ year }) => [year]),
  past.map(({ ppm }) => ppm),
);
const guessed = air.map(({ year }) => ({
  year,
  ppm: clock.predict([[year]])[0]!,
}));
const both = [
  ...air.map((row) => ({ ...row, who: "measured", side: "data" })),
  ...guessed.map((row) => ({ ...row, who: "tree", side: "ml" })),
];

Plot.plot({
  x: { tickFormat: "d", ticks: 6 },
  y: { label: "CO₂ (ppm)" },
  marks: [
    Plot.ruleX([2010], { strokeDasharray: "3,3" }),
    Plot.text(["learnt from"], {
      x: [2009],
      y: [320],
      text: ["learnt from"],
      textAnchor: "end",
    }),
    curves(both, { x: "year", y: "ppm", stroke: "who", side: "side" }),
  ],
});

// %% forest tags=["expensive"]
import { RandomForest } from "#ml/random-forest";

const forest = live(function* () {
  const model = new RandomForest({ nTrees: 100, random: seed(1) });
  const curve: { trees: number; accuracy: number }[] = [];
  for (const grown of model.fitSteps(features, labels)) {
    const accuracy = grown.outOfBagScore(features, labels);
    curve.push({ trees: curve.length + 1, accuracy });
    progress(curve.length, 100, "trees");
    display(
      curves(curve, {
        x: "trees",
        y: "accuracy",
        side: "ml",
        levels: [{ y: mean(penguinScores), label: "one tree" }],
      }).plot({
        x: { domain: [0, 100], ticks: 5 },
        y: { domain: [0.9, 1], ticks: 5 },
      }),
    );
    yield { accuracy };
  }
});

// %% forest-score tags=["expensive"]
const forestScores = shuffles.map((folds, i) =>
  mean(
    crossValScore(
      () => new RandomForest({ nTrees: 50, random: seed(i) }),
      features,
      labels,
      folds,
    ),
  ),
);

const judged = (model: string, accuracy: number) => ({
  model,
  accuracy: accuracy.toFixed(3),
});

table(
  [
    judged("one tree, 5 folds", mean(penguinScores)),
    judged("a forest of 50, 5 folds", mean(forestScores)),
    judged("a forest of 100, out of the bag", forest.accuracy),
  ],
  { caption: "Accuracy on penguins never seen" },
);

// %% own-file
import { labelledTable, likelyLabel } from "#prep/labelled-table";

const ownRows = file("A CSV file of yours", {
  accept: "csv",
  value: penguins.rows.map((row) => ({ ...row })),
  hint: "Until you choose one, these are the penguins.",
});
const ownLabel = select(
  "Column to predict",
  ownRows.length > 0 ? Object.keys(ownRows[0]!) : ["none"],
  { value: likelyLabel(ownRows) ?? "none" },
);
const ownDepth = slider("Questions in a row at most", {
  min: 1,
  max: 10,
  value: 3,
});

// %% own-tree
const own = labelledTable(ownRows, ownLabel);
const ownModel = () => new DecisionTree({ maxDepth: ownDepth });
const ownFolds = stratifiedKFold(own.y, { random: seed(0) });
const ownTree = ownModel().fit(own.X, own.y);
const ownScore = mean(crossValScore(ownModel, own.X, own.y, ownFolds));
const sizes = [...new Set(own.y)].map(
  (name) => own.y.filter((label) => label === name).length,
);

display(
  table([
    {
      rows: own.y.length,
      "rows with gaps": own.incompleteRows,
      answers: sizes.length,
      "tree, 5 folds": ownScore.toFixed(3),
      "most frequent": (Math.max(...sizes) / own.y.length).toFixed(3),
    },
  ]),
);
if (own.leftOut.length > 0)
  display(
    `Not asked about: ${own.leftOut.map(({ column, why }) => `${column} (${why})`).join(", ")}`,
  );
display(ownTree.text(own.featureNames));

// %% cost tags=["hide-input"]
const again = button("Measure on this machine");
const bytes = (tree: DecisionTree) => 8 * (3 * tree.nLeaves - 2);
const time = (what: () => unknown, times: number) => {
  const began = performance.now();
  for (let i = 0; i < times; i++) what();
  return ((performance.now() - began) / times) * 1000;
};
const timed = (what: () => unknown, times: number) =>
  again > 0 ? `${time(what, times).toFixed(1)} µs` : "press the button";

table([
  { "": "rows with labels", "one tree": labels.length },
  { "": "questions", "one tree": full.nLeaves - 1 },
  { "": "answers", "one tree": full.nLeaves },
  { "": "numbers kept", "one tree": bytes(full) / 8 },
  { "": "bytes", "one tree": bytes(full) },
  {
    "": "to train",
    "one tree": timed(
      () => new DecisionTree().fit(features, labels),
      50,
    ),
  },
  {
    "": "to answer once",
    "one tree": timed(() => full.predict([features[0]!]), 5000),
  },
]);
