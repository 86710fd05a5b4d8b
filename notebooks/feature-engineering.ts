// Columns that a model can use: how they are made, what they may have seen, and how they mislead.

// %% columns
import { checkbox } from "#notebook";

const asked: Record<string, boolean> = {
  education: checkbox("education", { value: true }),
  experience: checkbox("experience", { value: true }),
  "experience²": checkbox("experience²"),
  occupation: checkbox("occupation"),
  sector: checkbox("sector"),
  union: checkbox("union"),
  south: checkbox("South"),
};

// %% score
import { seed } from "#base/random";
import { bars } from "#charts";
import { cpsWages } from "#datasets/cps-wages";
import { LinearRegression } from "#ml/linear-regression";
import { judgeColumns } from "#prep/column-judge";
import { kFold } from "#score/cross-validation";

const workers = cpsWages.rows.map((row) => ({
  ...row,
  "experience²": row.experience ** 2,
}));
const wages = workers.map(({ wage }) => wage);
const five = kFold(workers.length, { random: seed(0) });
const fresh = () => new LinearRegression();
const ticked = Object.keys(asked).filter((column) => asked[column]);
const all = Object.keys(asked);
const yours = judgeColumns(fresh, workers, wages, ticked, five);

bars(
  [
    { columns: "yours", "R²": yours.r2 },
    {
      columns: "all seven",
      "R²": judgeColumns(fresh, workers, wages, all, five).r2,
    },
  ],
  { x: "R²", y: "columns", side: "ml" },
).plot({ x: { domain: [0, 0.3] }, marginLeft: 75 });

// %% dots
import * as Plot from "@observablehq/plot";
import { scatter } from "#charts";

Plot.plot({
  x: { label: "predicted wage ($ per hour)", domain: [-2, 20] },
  y: { label: "real wage ($ per hour)" },
  marks: [
    scatter(workers, {
      x: (_, i) => yours.predicted[i],
      y: "wage",
      rows: "workers",
      r: 2,
      side: "ml",
    }),
    Plot.line(
      [
        [0, 0],
        [20, 20],
      ],
      { strokeDasharray: "5,4" },
    ),
  ],
});

// %% r-squared
import { mean } from "#base/mean";
import { take } from "#score/cross-validation";

function rSquared(y: number[], predicted: number[]) {
  const average = mean(y);
  const off = y.map((wage, i) => (wage - predicted[i]) ** 2);
  const spread = y.map((wage) => (wage - average) ** 2);
  return 1 - mean(off) / mean(spread);
}

five.map(({ test }) =>
  rSquared(take(wages, test), take(yours.predicted, test)),
);

// %% shape
const linear = () => new LinearRegression();
const dollars = cpsWages.targets; // per hour
const logs = dollars.map(Math.log);
const both = Object.entries({ dollars, logarithm: logs }).flatMap(
  ([scale, values]) => {
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const place = (value: number) => (value - low) / (high - low);
    return values.map((value) => ({ scale, place: place(value) }));
  },
);
const ends = ["$1", "$44.50"];
const by = {
  x: "place",
  fy: "scale",
  fill: "var(--data)",
  thresholds: 30,
};

Plot.plot({
  ariaLabel:
    "Two histograms of 534 wages, from the lowest to the highest. In dollars they crowd on the left, with a long tail on the right. Their logarithms lie about the middle.",
  height: 220,
  marginLeft: 75,
  x: { label: "wage", ticks: [0, 1], tickFormat: (end) => ends[end] },
  y: { axis: null },
  fy: { label: null },
  marks: [Plot.rectY(both, Plot.binX({ y: "count" }, by))],
});

// %% ladder
import { judgeColumnsOften } from "#prep/column-judge";
import { table } from "#notebook";
import { mae } from "#score/regression-metrics";
const { rows } = cpsWages;
const jobs = [...new Set(rows.map((row) => row.occupation))].sort();
const made = rows.map((row) => ({
  ...row,
  "experience²": row.experience ** 2,
  number: jobs.indexOf(row.occupation),
}));
const judge = (step: string, columns: string[], y = logs) => {
  const all = judgeColumnsOften(linear, made, y, columns);
  const { predicted, r2, lowest, highest } = all;
  const told =
    y === logs ? predicted.map((p) => p.map(Math.exp)) : predicted;
  const off = mean(told.map((all) => mae(dollars, all)));
  return { step, "R²": r2, lowest, highest, "$ off": off };
};
const two = ["education", "experience"];
const bent = [...two, "experience²"];
const steps = [
  judge("dollars", two, dollars),
  judge("their logarithm", two),
  judge("+ experience²", bent),
  judge("+ occupation, as 0 to 5", [...bent, "number"]),
  judge("+ occupation, one-hot", [...bent, "occupation"]),
];
const format = { "R²": 3, lowest: 3, highest: 3, "$ off": 2 };
table(steps, { format });

// %% leak
import { TargetEncoder } from "#prep/target-encoder";

const chance = seed(7); // the codes mean nothing
const codes = dollars.map(() => chance.int(200));
const folds = kFold(rows.length, { random: seed(0) });

/** R² with the code, where the encoder learns from some rows. */
const withCode = (sees: (train: number[]) => number[]) =>
  folds.map(({ train, test }) => {
    const encoder = new TargetEncoder();
    encoder.fit(take(codes, sees(train)), take(logs, sees(train)));
    const code = encoder.transform(codes);
    const X = cpsWages.features.map((row, i) => [...row, code[i]]);
    const model = new LinearRegression();
    model.fit(take(X, train), take(logs, train));
    return model.score(take(X, test), take(logs, test));
  });

const cheating = mean(withCode(() => [...rows.keys()]));
const honest = mean(withCode((train) => train));
bars(
  [
    { encoder: "saw all rows", "R²": cheating },
    { encoder: "saw the training rows", "R²": honest },
  ],
  { x: "R²", y: "encoder", side: "ml" },
).plot({ x: { domain: [-0.25, 0.6] }, marginLeft: 150 });

// %% luck
import { curves } from "#charts";
import { luckyColumns } from "#score/lucky-columns";
import { button } from "#notebook";

const draw = button("Draw 200 other columns");
const lucky = luckyColumns(linear, cpsWages.features, logs, {
  tried: 200,
  kept: 20,
  random: seed(draw),
});

curves(
  lucky.flatMap(({ columns, chosenWith, neverSeen }) => [
    { columns, "R²": chosenWith, rows: "chosen with", side: "ml" },
    { columns, "R²": neverSeen, rows: "never seen", side: "data" },
  ]),
  { x: "columns", y: "R²", stroke: "rows", side: "side" },
).plot({
  x: { label: "columns of chance that are kept" },
  y: { domain: [-0.1, 0.4] },
});

// %% signs
import { DictVectorizer } from "#prep/dict-vectorizer";

const percent = (share: number) =>
  `${share < 0 ? "−" : "+"}${Math.abs(100 * share).toFixed(1)} %`;
const perYear = (name: string, columns: string[], some = rows) => {
  const X = new DictVectorizer(columns).fitTransform(some);
  const y = some.map(({ wage }) => Math.log(wage));
  const { coefficients } = new LinearRegression().fit(X, y);
  const each = coefficients.map((b) => percent(Math.exp(b) - 1));
  const cells = columns.map((column, j) => [column, each[j]]);
  return { "columns of the model": name, ...Object.fromEntries(cells) };
};
const three = ["age", ...two];
const isSum = ({ age, education, experience }: (typeof rows)[0]) =>
  age === education + experience + 6;
const fewer = rows.filter(isSum);

table(
  [
    perYear("age", ["age"]),
    perYear("education, experience", two),
    perYear("all three", three),
    perYear("all three, one worker less", three, fewer),
  ],
  { caption: "One year more, and the model predicts" },
);

// %% scaler
import { pipeline } from "#prep/pipeline";
import { StandardScaler } from "#prep/standard-scaler";
import { crossValScore } from "#score/cross-validation";

const raw = cpsWages.features;
const within = () => pipeline(new StandardScaler(), linear());
const early = new StandardScaler().fitTransform(raw);

table(
  [
    {
      "the scaler": "is not there",
      "R²": mean(crossValScore(linear, raw, logs, folds)),
    },
    {
      "the scaler": "saw all rows",
      "R²": mean(crossValScore(linear, early, logs, folds)),
    },
    {
      "the scaler": "saw the training rows",
      "R²": mean(crossValScore(within, raw, logs, folds)),
    },
  ],
  { format: { "R²": 3 } },
);

// %% own-file
import { file, select } from "#notebook";
import { likelyTarget } from "#prep/regression-table";

const ownRows = file("A CSV file of yours", {
  accept: "csv",
  value: rows.map(({ gender, race, age, wage, ...row }) => ({
    ...row,
    wage,
  })),
  hint: "Until you choose one, these are the wages.",
});
const ownTarget = select(
  "Column to predict, of numbers",
  ownRows.length > 0 ? Object.keys(ownRows[0]) : ["none"],
  { value: likelyTarget(ownRows) ?? "none" },
);

// %% own-columns
import { display } from "#notebook";
import { regressionTable } from "#prep/regression-table";

const { X, y, columns, leftOut, incompleteRows } = regressionTable(
  ownRows,
  ownTarget,
);
const ownFolds = kFold(y.length, { random: seed(0) });
const ownScore = (some: string[]) =>
  judgeColumns(linear, X, y, some, ownFolds).r2;
const without = columns.slice(0, 12).map((left) => ({
  columns: `without ${left}`,
  "R²": ownScore(columns.filter((column) => column !== left)),
}));

display(
  table(
    [{ columns: "all of them", "R²": ownScore(columns) }, ...without],
    {
      caption: `${y.length} rows, ${incompleteRows} left out for gaps`,
      format: { "R²": 3 },
    },
  ),
);
if (leftOut.length > 0)
  display(
    `Not used: ${leftOut.map(({ column, why }) => `${column} (${why})`).join(", ")}`,
  );
