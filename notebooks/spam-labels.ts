// Spam, once more: how many labels it takes, what a warning is worth, and where each fails.

// %% labels
import { curves } from "#charts";
import { radio } from "#notebook";
import { baseRate, learningRows } from "#contests/contest-views";
import { spamContest } from "#recorded/spam-contest";

const reads = radio("Each may read", [
  "192 characters",
  "4,000 characters",
]);
const characters = reads.startsWith("192") ? 192 : 4000;
const all = spamContest.found.entries;
const shown = all.filter(
  ({ result }) => result.characters === characters,
);

curves(learningRows(shown), {
  x: "labels",
  y: "right",
  stroke: "name",
  side: "side",
  levels: [{ y: baseRate(all), label: "always “ham”" }],
}).plot({
  x: { type: "log", label: "labels", ticks: [10, 100, 1000] },
  y: { label: "right answers in 100" },
});

// %% draws
import { mean } from "#base/mean";
import { table } from "#notebook";

const in100 = (share: number) => (100 * share).toFixed(1);
function spread(accuracies: number[] = []) {
  if (accuracies.length === 0) return "";
  if (accuracies.length === 1) return `${in100(accuracies[0])} (one)`;
  const [low, high] = [
    Math.min(...accuracies),
    Math.max(...accuracies),
  ];
  return `${in100(mean(accuracies))} (${in100(low)}–${in100(high)})`;
}

const drawn = shown.filter(({ curve }) => curve.length > 1);
table(
  drawn.map(({ result: { name }, curve }) => ({
    contestant: name,
    ...Object.fromEntries(
      [8, 128, 512].map((labels) => [
        `${labels} labels`,
        spread(curve.find((one) => one.labels === labels)?.accuracies),
      ]),
    ),
  })),
  { caption: "Right answers in 100: mean (lowest–highest draw)" },
);

// %% learn
import { seed } from "#base/random";
import { spam } from "#datasets/spam";
import { slider } from "#notebook";
import { stratifiedKFold, take } from "#score/cross-validation";
import { score } from "#contests/contest-views";
import { evenOrder } from "#versus/head-to-head";
import * as mail from "#contests/spam-contestants";

const amounts = { min: 50, max: 500, step: 50, value: 300 };
const count = slider("Emails to learn from", amounts);
const { texts, labels } = spam;
const [fold] = stratifiedKFold(labels, { random: seed(0) });
const few = evenOrder(fold.train, labels, seed(1)).slice(0, count);
const asked = evenOrder(fold.test, labels, seed(1)).slice(0, 150);
const learnt = [take(texts, few), take(labels, few)] as const;
const quick = {
  "naive Bayes": mail.naiveBayesOf(0.1).fit(...learnt),
  "logistic regression": mail.logisticRegressionOf(10).fit(...learnt),
  "linear SVM": mail.linearSvmOf(1, seed(2)).fit(...learnt),
  "5-gram per class": mail.nGramsOf(5).fit(...learnt),
};

table(
  Object.entries(quick).map(([contestant, model]) => ({
    contestant,
    ...score(model.predict(take(texts, asked)), take(labels, asked)),
  })),
  { caption: `Learnt from ${count} emails in this page` },
);

// %% base-rate
import { bars } from "#charts";
import { falseWarnings, furthest } from "#contests/contest-views";

const { entries, timings } = spamContest.found;
const rates = { min: 1, max: 90, value: 31 };
const share = slider("Spam among 100 emails", rates);
const folders = furthest(entries).map((entry) => ({
  name: entry.result.name,
  side: entry.result.side,
  ham: falseWarnings(entry, "spam", share),
}));

bars(folders, {
  x: "ham",
  y: "name",
  side: "side",
  format: (n) => n.toFixed(1),
}).plot({
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
