// Spam, once more: how many labels it takes, what a warning is worth, and where each fails.

// %% labels
import { curves } from "#charts";
import { radio } from "#notebook";
import { mean } from "#base/mean";
import { headToHead } from "#versus/measured";

const { entries, timings } = headToHead.spam;
const reads = radio("Each may read", [
  "192 characters",
  "4,000 characters",
]);
const characters = reads.startsWith("192") ? 192 : 4000;
const lines = entries
  .filter(({ result }) => result.characters === characters)
  .flatMap(({ result: { name, side }, curve }) =>
    curve.map(({ labels, accuracies }) => ({
      name,
      side,
      labels,
      right: 100 * mean(accuracies),
    })),
  );

const base = { y: 69.4, label: "always “ham”" };
curves(lines, {
  x: "labels",
  y: "right",
  stroke: "name",
  side: "side",
  levels: [base],
}).plot({
  x: {
    type: "log",
    label: "labelled emails to learn from",
    tickFormat: ",",
    ticks: [10, 100, 1000],
  },
  y: { label: "right answers in 100" },
});

// %% draws
import { table } from "#notebook";

const spread = (accuracies: number[] = []) =>
  accuracies.length === 0
    ? ""
    : `${(100 * mean(accuracies)).toFixed(1)} (${accuracies.length === 1 ? "one draw" : `${(100 * Math.min(...accuracies)).toFixed(1)}–${(100 * Math.max(...accuracies)).toFixed(1)}`})`;
table(
  entries
    .filter(({ result }) => result.characters === characters)
    .map(({ result: { name }, curve }) => ({
      contestant: name,
      ...Object.fromEntries(
        [8, 64, 128, 512].map((labels) => [
          `${labels} labels`,
          spread(
            curve.find((point) => point.labels === labels)?.accuracies,
          ),
        ]),
      ),
    })),
  { caption: "Right answers in 100: the mean, and the draws" },
);

// %% quick-fight
import { seed } from "#base/random";
import { spam } from "#datasets/spam";
import { slider } from "#notebook";
import { stratifiedKFold, take } from "#score/cross-validation";
import { wilsonInterval } from "#score/intervals";
import { evenOrder } from "#versus/head-to-head";
import * as mail from "#versus/spam-contestants";

const { texts, labels } = spam;
const count = slider("Emails to learn from", {
  min: 50,
  max: 500,
  step: 50,
  value: 300,
});
const [fold] = stratifiedKFold(labels, { folds: 5, random: seed(0) });
const few = evenOrder(fold.train, labels, seed(1)).slice(0, count);
const asked = evenOrder(fold.test, labels, seed(1)).slice(0, 150);
const quick = {
  "naive Bayes": mail.naiveBayesOf(0.1),
  "logistic regression": mail.logisticRegressionOf(10),
  "linear SVM": mail.linearSvmOf(1, seed(2)),
  "5-gram per class": mail.nGramsOf(5),
};
for (const model of Object.values(quick))
  model.fit(take(texts, few), take(labels, few));

table(
  Object.entries(quick).map(([contestant, model]) => {
    const said = model.predict(take(texts, asked));
    const hits = said.filter(
      (label, i) => label === labels[asked[i]],
    ).length;
    const { low, high } = wilsonInterval(hits, asked.length);
    return {
      contestant,
      "right of 150": hits,
      "95 %": `${(100 * low).toFixed(0)}–${(100 * high).toFixed(0)} %`,
    };
  }),
  { caption: `Learnt from ${count} emails in this page` },
);

// %% base-rate
import { bars } from "#charts";

const share = slider("Spam among 100 emails", {
  min: 1,
  max: 90,
  value: 31,
});
const furthest = new Map(
  entries.map(({ result }) => [result.name, result]),
);
const folders = [...furthest.values()].map(
  ({ name, side, classes }) => {
    const [ham, found] = ["ham", "spam"].map(
      (label) => classes.find((one) => one.label === label)!.recall,
    );
    const hits = share * found;
    const alarms = (100 - share) * (1 - ham);
    return { name, side, ham: (100 * alarms) / (hits + alarms) };
  },
);

bars(folders, {
  x: "ham",
  y: "name",
  side: "side",
  format: (n) => n.toFixed(1),
}).plot({
  marginLeft: 150,
  x: { label: "ham among 100 in the spam folder", domain: [0, 100] },
});

// %% by-group
const groupNames = {
  "easy-ham-1": "easy ham",
  "easy-ham-2": "easy ham",
  "hard-ham-1": "hard ham",
  "spam-1": "spam",
  "spam-2": "spam",
} as const;
const groups = spam.rows.map(({ group }) => groupNames[group]);
const kinds = ["easy ham", "hard ham", "spam"] as const;

table(
  entries.map(({ id, result }) => ({
    contestant: id,
    ...Object.fromEntries(
      kinds.map((kind) => {
        const of = fold.test.filter((row) => groups[row] === kind);
        return [
          `${kind} (of ${of.length})`,
          of.filter((row) => result.wrong.includes(row)).length,
        ];
      }),
    ),
  })),
  { caption: "Mistakes on the emails of the first test" },
);

// %% read-mistakes
import { select } from "#notebook";

const ids = entries.map(({ id }) => id);
const whose = select("Mistakes of", ids, { value: "linear SVM, 4000" });
const { wrong } = entries.find(({ id }) => id === whose)!.result;
const oneLine = (text: string) => text.replace(/\s+/g, " ").trim();

table(
  wrong
    .filter((row) => fold.test.includes(row))
    .map((row) => ({
      is: groups[row],
      "was called": labels[row] === "spam" ? "ham" : "spam",
      subject: oneLine(spam.rows[row].subject).slice(0, 50) || "(none)",
    })),
  { rows: 8, caption: "Emails of the first test that fooled it" },
);

// %% own-email
import { text } from "#notebook";
import { leaveOneOut, logOdds } from "#versus/text-classifier";

const written = text("An email, its subject in the first line", {
  rows: 5,
  value:
    "Your invoice for October\nHi Anna, here is the invoice we talked about on Monday. Click the link below to see it, and send me your comments. The offer is free until Friday!",
});
const opinions = Object.entries(quick).map(([name, model]) => ({
  name,
  odds: logOdds(model, [written], "spam")[0],
  effects: leaveOneOut(model, written, "spam", { words: 40 }),
}));

const loudest = (effects: { word: string; effect: number }[]) =>
  effects
    .slice(0, 3)
    .map(({ word }) => word)
    .join(", ");
table(
  opinions.map(({ name, odds, effects }) => ({
    contestant: name,
    verdict: odds > 0 ? "spam" : "ham",
    "for spam": loudest(effects.filter(({ effect }) => effect > 0)),
    "for ham": loudest(effects.filter(({ effect }) => effect < 0)),
  })),
  { caption: `What ${count} emails taught them to say of this one` },
);

// %% words
const asking = select(
  "Words that decided for",
  opinions.map(({ name }) => name),
);
const { effects } = opinions.find(({ name }) => name === asking)!;

bars(effects.slice(0, 12), {
  x: "effect",
  y: "word",
  side: asking.startsWith("5") ? "lm" : "ml",
  pale: ({ effect }) => effect < 0,
}).plot({ marginLeft: 90, x: { label: "← for ham · for spam →" } });

// %% cost
import * as Plot from "@observablehq/plot";
import { scatter } from "#charts";

const costs = entries.map(({ id, result }) => ({
  name: id,
  side: result.side,
  seconds: timings.entries[id]!.trainSeconds,
  mistakes: 100 * (1 - result.accuracy),
}));

Plot.plot({
  x: { type: "log", label: "training (s of one core)" },
  y: { type: "log", label: "mistakes in 100 emails" },
  marks: [
    scatter(costs, {
      x: "seconds",
      y: "mistakes",
      side: "side",
      label: "name",
      rows: "contestants",
    }),
  ],
});
