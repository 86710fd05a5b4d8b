// Where trees fail, and what many of them do better.

// %% staircase
import * as Plot from "@observablehq/plot";
import { seed } from "#base/random";
import { regions, scatter, treeRegions } from "#charts";
import { DecisionTree } from "#ml/decision-tree";
import { slantedBorder } from "#ml/slanted-border";
import { slider } from "#notebook";

const slant = "Slant of the true border (degrees)";
const angle = slider(slant, { min: 0, max: 90, step: 5, value: 45 });
const { X, y, border } = slantedBorder({
  n: 200,
  angle,
  random: seed(3),
});
const stairs = new DecisionTree().fit(X, y);

Plot.plot({
  x: { label: null },
  y: { label: null },
  marks: [
    regions(treeRegions(stairs, [-1, 1], [-1, 1])),
    scatter(X, {
      x: ([a]) => a,
      y: ([, b]) => b,
      symbol: (_, i) => y[i],
      side: "ink",
    }),
    Plot.line(border, { strokeWidth: 2, strokeDasharray: "6,4" }),
  ],
});

// %% straight
import { LogisticRegression } from "#ml/logistic-regression";
import { table } from "#notebook";

const line = new LogisticRegression({ C: 100 }).fit(X, y);
const fresh = slantedBorder({ n: 2000, angle, random: seed(4) });

table(
  [
    {
      model: `tree, ${stairs.nLeaves} boxes`,
      right: stairs.score(fresh.X, fresh.y),
    },
    { model: "one straight line", right: line.score(fresh.X, fresh.y) },
  ],
  { caption: "On 2,000 new points", format: { right: 3 } },
);

// %% unstable
import { penguins } from "#datasets/penguins";
import { button } from "#notebook";
import { stratifiedKFold, take } from "#score/cross-validation";

const chance = seed(button("Draw twenty other samples"));
const { rows, labels, features } = penguins;
const two = rows.map((row) => [row.billLength, row.flipperLength]);
const twenty = Array.from({ length: 20 }, () => {
  const sample = rows.map(() => chance.int(rows.length));
  return new DecisionTree({ maxDepth: 3 }).fit(
    take(two, sample),
    take(labels, sample),
  );
});

Plot.plot({
  ariaLabel:
    "The borders of twenty trees, each from another sample of the same penguins, laid over each other.",
  x: { label: "bill length (mm)" },
  y: { label: "flipper length (mm)" },
  marks: [
    twenty.map((tree) => {
      const boxes = treeRegions(tree, [31, 61], [170, 233]);
      return regions(boxes, { filled: false });
    }),
    scatter(rows, { x: "billLength", y: "flipperLength", r: 2.5 }),
  ],
});

// %% future
import { curves } from "#charts";
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

curves(
  air.flatMap(({ year, ppm }) => [
    { year, ppm, who: "measured", side: "data" },
    { year, ppm: clock.predict([[year]])[0], who: "tree", side: "ml" },
  ]),
  { x: "year", y: "ppm", stroke: "who", side: "side", at: 2010 },
).plot({ x: { tickFormat: "d" }, y: { label: "CO₂ (ppm)" } });

// %% vote
import { countBy } from "#ml/questions";

const penguin = [43.5, 205]; // lengths of bill and flipper, mm
const votes = twenty.map((tree) => ({
  says: tree.predict([penguin])[0],
}));

table(
  [...countBy(votes, "says")].map(([says, trees]) => ({ says, trees })),
);

// %% forest tags=["expensive"]
import { RandomForest } from "#ml/random-forest";
import { live, progress } from "#notebook";

live(function* () {
  const model = new RandomForest({ nTrees: 100, random: seed(1) });
  const curve: { trees: number; accuracy: number }[] = [];
  for (const grown of model.fitSteps(features, labels)) {
    curve.push({
      trees: curve.length + 1,
      accuracy: grown.outOfBagScore(features, labels),
    });
    progress(curve.length, 100, "trees");
    yield curves(curve, { x: "trees", y: "accuracy", side: "ml" }).plot(
      {
        x: { domain: [0, 100] },
        y: { label: "accuracy, out of the bag", domain: [0.9, 1] },
      },
    );
  }
});

// %% forest-score tags=["expensive"]
import { mean } from "#base/mean";
import { crossValScore } from "#score/cross-validation";

const deals = Array.from({ length: 10 }, (_, i) =>
  stratifiedKFold(labels, { random: seed(i) }),
);
const judge = (fresh: (i: number) => DecisionTree | RandomForest) =>
  deals.map((folds, i) =>
    mean(crossValScore(() => fresh(i), features, labels, folds)),
  );
const scores = {
  "one tree": judge(() => new DecisionTree()),
  "a forest of 50": judge(
    (i) => new RandomForest({ nTrees: 50, random: seed(i) }),
  ),
};

table(
  Object.entries(scores).map(([model, all]) => ({
    model,
    mean: mean(all),
    lowest: Math.min(...all),
  })),
  {
    caption: "Not learnt from: 5 folds, ten shuffles",
    format: { mean: 3, lowest: 3 },
  },
);

// %% importance
import { permutationImportance } from "#score/permutation-importance";

const [{ train, test }] = deals[0];
const [known, asked] = [take(features, train), take(labels, train)];
const grown = new DecisionTree().fit(known, asked);
const lost = permutationImportance(
  grown,
  take(features, test),
  take(labels, test),
  { random: seed(1), repeats: 50 },
);
const bare = known.map(([bill, depth, , mass]) => [
  bill,
  depth,
  0,
  mass,
]);
const without = new DecisionTree().fit(bare, asked);

table(
  penguins.featureNames.map((measurement, j) => ({
    measurement,
    Gini: grown.featureImportances[j],
    "no flipper": without.featureImportances[j],
    lost: lost[j],
  })),
  { format: { Gini: 3, "no flipper": 3, lost: 3 } },
);

// %% own-file
import { file, select } from "#notebook";
import { labelledTable, likelyLabel } from "#prep/labelled-table";

const ownRows = file("A CSV file of yours", {
  accept: "csv",
  value: rows.map((row) => ({ ...row })),
  hint: "Until you choose one, these are the penguins.",
});
const ownLabel = select(
  "Column to predict",
  ownRows.length > 0 ? Object.keys(ownRows[0]) : ["none"],
  {
    value: likelyLabel(ownRows) ?? "none",
  },
);
const ownDepth = slider("Questions in a row at most", {
  min: 1,
  max: 10,
  value: 3,
});

// %% own-tree
import { display } from "#notebook";

const own = labelledTable(ownRows, ownLabel);
const ownModel = () => new DecisionTree({ maxDepth: ownDepth });
const ownFolds = stratifiedKFold(own.y, { random: seed(0) });
const answered = countBy(
  own.y.map((answer) => ({ answer })),
  "answer",
);

display(
  table(
    [
      {
        rows: own.y.length,
        "rows with gaps": own.incompleteRows,
        answers: answered.size,
        "tree, 5 folds": mean(
          crossValScore(ownModel, own.X, own.y, ownFolds),
        ),
        "most frequent": Math.max(...answered.values()) / own.y.length,
      },
    ],
    { format: { "tree, 5 folds": 3, "most frequent": 3 } },
  ),
);
if (own.leftOut.length > 0)
  display(
    `Not asked about: ${own.leftOut.map(({ column, why }) => `${column} (${why})`).join(", ")}`,
  );
display(ownModel().fit(own.X, own.y).text(own.featureNames));

// %% cost
const again = button("Measure on this machine");
const full = new DecisionTree().fit(features, labels);
const time = (what: () => unknown, times: number) => {
  const began = performance.now();
  for (let i = 0; i < times; i++) what();
  return `${(((performance.now() - began) / times) * 1000).toFixed(1)} µs`;
};
const timed = (what: () => unknown, times: number) =>
  again > 0 ? time(what, times) : "press the button";

table([
  { "": "rows with labels", "one tree": labels.length },
  { "": "questions", "one tree": full.nLeaves - 1 },
  { "": "answers", "one tree": full.nLeaves },
  { "": "numbers kept", "one tree": 3 * full.nLeaves - 2 },
  {
    "": "to train",
    "one tree": timed(
      () => new DecisionTree().fit(features, labels),
      50,
    ),
  },
  {
    "": "to answer once",
    "one tree": timed(() => full.predict([features[0]]), 5000),
  },
]);
