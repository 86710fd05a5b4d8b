// One question to a tree: what makes a question good, and how a tree grows of them.

// %% cut
import * as Plot from "@observablehq/plot";
import { penguins } from "#datasets/penguins";
import { slider } from "#notebook";

const threshold = slider("Flipper length, at most (mm)", {
  min: 172,
  max: 231,
  step: 0.5,
  value: 195,
});

Plot.plot({
  ariaLabel: `Penguins by flipper length, a strip for each species, cut at ${threshold} mm.`,
  height: 300,
  marginLeft: 75,
  x: { label: "flipper length (mm)" },
  fy: { label: null },
  marks: [
    Plot.dot(
      penguins.rows,
      Plot.dodgeY("middle", {
        x: "flipperLength",
        fy: "species",
        r: 1.3,
        fill: "var(--data)",
      }),
    ),
    Plot.ruleX([threshold], { stroke: "var(--ml)", strokeWidth: 2 }),
  ],
});

// %% gini
import type { Penguin } from "#datasets/penguins";
import { shares } from "#ml/questions";

/** How mixed some penguins are: 0 where all are of one species. */
function gini(some: readonly Penguin[]) {
  const p = shares(some, "species");
  return 1 - p.reduce((sum, share) => sum + share * share, 0);
}

const { rows } = penguins;
gini(rows);

// %% sides
import { ask, countBy } from "#ml/questions";
import { table } from "#notebook";

const yours = ask(rows, "flipperLength", threshold, gini);
const line = (who: string, some: Penguin[], Gini: number) => ({
  penguins: who,
  ...Object.fromEntries(countBy(some, "species")),
  Gini,
});

table(
  [
    line("before", rows, gini(rows)),
    line("yes", yours.yes, gini(yours.yes)),
    line("no", yours.no, gini(yours.no)),
    line("after", rows, yours.mixed),
  ],
  { caption: `flipper length ≤ ${threshold} mm?`, format: { Gini: 3 } },
);

// %% every-threshold
import { curves } from "#charts";
import { questions } from "#ml/questions";

const tried = questions(rows, "flipperLength", gini);
const lowest = Math.min(...tried.map(({ mixed }) => mixed));

curves(tried, {
  x: "threshold",
  y: "mixed",
  side: "ml",
  levels: [
    { y: gini(rows), label: "before any question" },
    { y: lowest, label: "the best question" },
  ],
  at: threshold,
}).plot({
  x: { label: "threshold (mm)" },
  y: { label: "Gini after the question", domain: [0.2, 0.7] },
});

// %% best-questions
import type { NumberColumn } from "#ml/questions";
import { select } from "#notebook";

const measure = select("Mixed, by", ["Gini", "entropy"]);
const entropy = (some: readonly Penguin[]) =>
  shares(some, "species").reduce((sum, p) => sum - p * Math.log2(p), 0);
const measurements: NumberColumn<Penguin>[] = [
  "billLength",
  "billDepth",
  "flipperLength",
  "bodyMass",
];

const contest = measurements.map((column) => {
  const all = questions(
    rows,
    column,
    measure === "Gini" ? gini : entropy,
  );
  const { threshold, mixed } = all.reduce((a, b) =>
    b.mixed < a.mixed ? b : a,
  );
  return { column, questions: all.length, threshold, mixed };
});

table(
  contest.toSorted((a, b) => a.mixed - b.mixed),
  { format: { threshold: 2, mixed: 3 } },
);

// %% grow
import { bestQuestion, mostFrequent } from "#ml/questions";

/** A tree for some penguins: a line for each way through it. */
function grow(some: Penguin[], depth: number, way = ""): string[] {
  const best = depth > 0 && bestQuestion(some, measurements, gini);
  if (!best) return [way + mostFrequent(some, "species")];
  const { column, threshold, yes, no } = best;
  return [
    ...grow(yes, depth - 1, `${way}${column} ≤ ${threshold} → `),
    ...grow(no, depth - 1, `${way}${column} > ${threshold} → `),
  ];
}

grow(rows, 2).join("\n");

// %% watch
import { regions, scatter, treeRegions } from "#charts";
import { DecisionTree } from "#ml/decision-tree";
import { live } from "#notebook";

const two = rows.map((row) => [row.billLength, row.flipperLength]);

live(async function* () {
  for (const maxDepth of [0, 1, 2, 3]) {
    const tree = new DecisionTree({ maxDepth }).fit(
      two,
      penguins.labels,
    );
    const boxes = treeRegions(tree, [31, 61], [170, 233]);
    const dots = scatter(rows, {
      x: "billLength",
      y: "flipperLength",
      symbol: "species",
      rows: "penguins",
      r: 3,
      side: "ink",
    });
    yield Plot.plot({
      x: { label: "bill length (mm)" },
      y: { label: "flipper length (mm)" },
      marks: [regions(boxes), dots],
    });
    await new Promise((go) => setTimeout(go, 700));
  }
});

// %% your-penguin
import { treePicture } from "#charts";

const bill = slider("Bill length (mm)", {
  min: 32,
  max: 60,
  value: 47,
});
const depth = slider("Bill depth (mm)", {
  min: 13,
  max: 22,
  value: 18,
});
const flipper = slider("Flipper length (mm)", {
  min: 172,
  max: 231,
  value: 210,
});
const { features, labels } = penguins;
const small = new DecisionTree({ maxDepth: 2 }).fit(features, labels);

treePicture(small, {
  featureNames: [
    "bill length",
    "bill depth",
    "flipper length",
    "body mass",
  ],
  way: [bill, depth, flipper, 4000],
  rows: "penguins",
}).plot();

// %% greedy
import { seed } from "#base/random";

const random = seed(1);
const points = Array.from({ length: 400 }, () => [
  random.uniform(),
  random.uniform(),
]);
/** Like the squares of a board of two by two. */
const colours = points.map(([x, y]) =>
  x < 0.5 === y < 0.5 ? "dark" : "light",
);

table(
  [1, 2, 3, 5, 8].map((maxDepth) => {
    const tree = new DecisionTree({ maxDepth }).fit(points, colours);
    return {
      "questions in a row": maxDepth,
      answers: tree.nLeaves,
      right: tree.score(points, colours),
    };
  }),
  {
    caption:
      "A board of two by two squares, 400 points: a greedy tree, on points it learnt from",
    format: { right: "%" },
  },
);
