// A table, head to head: what reads cells as numbers, and what reads a row as a line of text.

// %% contest
import { intervals } from "#charts";
import { radio } from "#notebook";
import { mistakeRows } from "#contests/contest-views";
import { tableContest } from "#recorded/table-contest";
import { tableWagesContest } from "#recorded/table-wages-contest";

const about = radio("The table", ["342 penguins", "534 wages"]);
const { entries } = about.endsWith("penguins")
  ? tableContest.found
  : tableWagesContest.found;

intervals(mistakeRows(entries), {
  x: "mistakes",
  x1: "low",
  x2: "high",
  y: "name",
  side: "side",
}).plot({
  marginLeft: 175,
  x: { label: "mistakes in 100 rows", zero: true },
});

// %% rows
import { table } from "#notebook";
import { penguinTable, wageTable } from "#contests/table-contestants";
import { rowText } from "#contests/table-readers";

table(
  [
    ...[0, 300].map((row) => ({
      "as a line of text": rowText(penguinTable.X[row].cells),
      answer: penguinTable.y[row],
    })),
    ...[10].map((row) => ({
      "as a line of text": rowText(wageTable.X[row].cells),
      answer: wageTable.y[row],
    })),
  ],
  { caption: "Two penguins and a worker" },
);

// %% folds
import { seed } from "#base/random";
import { stratifiedKFold } from "#score/cross-validation";
import { rowKey } from "#contests/table-contestants";
import { checkNoLeak } from "#versus/head-to-head";

const tables = { penguins: penguinTable, wages: wageTable };

table(
  Object.entries(tables).map(([name, { X, y }]) => {
    const labels: readonly string[] = y;
    const random = seed(0);
    const folds = stratifiedKFold(labels, { folds: 5, random });
    // An error, if a test row is also a training row.
    checkNoLeak(X, folds, rowKey);
    const [{ train, test }] = folds;
    return {
      table: name,
      "to learn from": train.length,
      asked: test.length,
      classes: [...new Set(labels)].join(", "),
    };
  }),
  { caption: "The first of five folds" },
);

// %% tree
import { treePicture } from "#charts";
import { DecisionTree } from "#ml/decision-tree";

const names = Object.keys(penguinTable.X[0].cells);
const numbers = penguinTable.X.map(({ cells }) =>
  Object.values(cells).map(Number),
);
const tree = new DecisionTree({ maxDepth: 2 });
tree.fit(numbers, penguinTable.y);

treePicture(tree, {
  featureNames: names,
  way: numbers[300],
  rows: "penguins",
}).plot();

// %% by-cell
import { text } from "#notebook";
import { tableNGramsOf } from "#contests/table-contestants";
import { cellSurprise } from "#contests/table-views";

const line = text("A penguin", {
  value: rowText(penguinTable.X[300].cells),
});
const grams = tableNGramsOf(5).fit(penguinTable.X, penguinTable.y);

table(cellSurprise(grams.model, line), {
  format: { Adelie: 1, Chinstrap: 1, Gentoo: 1 },
  caption: "Bits of surprise. The smallest sum is the answer",
});

// %% live
import { slider } from "#notebook";
import { learnHere, roundedRows } from "#contests/table-views";

const percent = (share: number) => (100 * share).toFixed(1);
const rows = slider("Rows", { min: 8, max: 273, step: 5, value: 273 });
const start = slider("Seed", { min: 0, max: 9, value: 0 });
const digits = radio("Numbers", ["as measured", "rounded"]);
const given =
  digits === "rounded" ? roundedRows(penguinTable) : penguinTable;
const here = learnHere(given, { rows, start });

table(
  here.map(({ contestant, right, low, high }) => ({
    contestant,
    "right of 100": percent(right),
    "95 %": `${percent(low)}–${percent(high)}`,
  })),
  { caption: `${rowText(given.X[0].cells)}: learnt in this page` },
);

// %% results
const span = (one: {
  accuracy: number;
  interval: { low: number; high: number };
}) =>
  `${percent(one.accuracy)} (${percent(one.interval.low)}–${percent(one.interval.high)})`;
const wages = tableWagesContest.found.entries;

table(
  tableContest.found.entries.map(({ result }) => ({
    contestant: result.name,
    penguins: span(result),
    wages: span(
      wages.find((one) => one.result.name === result.name)!.result,
    ),
    "numbers kept": result.size.parameters,
  })),
  {
    format: { "numbers kept": "," },
    caption: "Right answers in 100, with their 95 % intervals",
  },
);

// %% curve
import { curves } from "#charts";
import { baseRate, learningRows } from "#contests/contest-views";

const all = tableContest.found.entries;

curves(learningRows(all), {
  x: "labels",
  y: "right",
  stroke: "name",
  side: "side",
  levels: [{ y: baseRate(all), label: "always “Adelie”" }],
}).plot({
  x: { type: "log", label: "rows to learn from", ticks: [8, 32, 128] },
  y: { label: "right answers in 100" },
});

// %% paired
import { paired, pText } from "#contests/paired";
import { TABLE_PAIRS, WAGE_PAIRS } from "#contests/table-contestants";

table(
  [
    ...TABLE_PAIRS.map((pair) => ({ pair, of: tableContest.found })),
    ...WAGE_PAIRS.map((pair) => ({
      pair,
      of: tableWagesContest.found,
    })),
  ].map(({ pair: [first, second], of }) => {
    const { onlyFirst, onlySecond, p } = paired(of, first, second);
    return {
      "first – second": [first, second]
        .map((id) => id.replace(/, \d+$/, ""))
        .join(" – "),
      rows: of.task === "table" ? "penguins" : "wages",
      "only 1st": onlyFirst,
      "only 2nd": onlySecond,
      p: pText(p).replace(/^p (= )?/, ""),
    };
  }),
  { rows: 12, caption: "Rows that only one of the two got wrong" },
);

// %% everything
table(
  [tableContest.found, tableWagesContest.found].flatMap(
    ({ task, entries: some, timings }) =>
      some.map(({ id, result }) => ({
        table: task === "table" ? "penguins" : "wages",
        contestant: result.name,
        "chosen, first fold": result.effort.setting,
        steps: result.effort.steps || "counts",
        MB: result.size.bytes / 1e6,
        "training (s)": timings.entries[id]!.trainSeconds,
        "an answer (ms)": timings.entries[id]!.latency.p50,
      })),
  ),
  { format: { MB: 2, "training (s)": 1, "an answer (ms)": 2 } },
);

// %% mistakes
import { select } from "#notebook";

const whose = select(
  "Mistakes of",
  tableContest.found.entries.map(({ id }) => id.replace(/, \d+$/, "")),
  { value: "logistic regression" },
);
const { wrong } = tableContest.found.entries.find(
  ({ result }) => result.name === whose,
)!.result;

table(
  wrong.map((row) => ({
    line: rowText(penguinTable.X[row].cells),
    is: penguinTable.y[row],
  })),
  { rows: 8, caption: `${wrong.length} penguins that fooled it` },
);

// %% round-two
import { roundTwoTable } from "#contests/table-views";

const { roundTwo, firstTest } = tableContest.found;

table(roundTwoTable(roundTwo), {
  caption: `Right answers to the ${firstTest.length} penguins of the first test`,
});
