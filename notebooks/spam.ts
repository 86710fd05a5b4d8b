// Spam, head to head: what counts words, what is made of text, and what reads as little as both.

// %% contest
import { intervals } from "#charts";
import { radio } from "#notebook";
import { furthest, mistakeRows } from "#contests/contest-views";
import { spamContest } from "#recorded/spam-contest";

const { entries, timings, nearCopies } = spamContest.found;
const cut = radio("Each may read", [
  "192 characters",
  "all it can use",
]);
const equal = cut.startsWith("192");
const shown = equal
  ? entries.filter(({ result }) => result.characters === 192)
  : furthest(entries);

const spans = { x: "mistakes", x1: "low", x2: "high" } as const;
intervals(mistakeRows(shown), {
  ...spans,
  y: "name",
  side: "side",
}).plot({
  x: { label: "mistakes in 100 emails", zero: true },
});

// %% emails
import { spam } from "#datasets/spam";
import { table } from "#notebook";

const { texts, labels, rows } = spam;
const oneLine = (text: string) => text.replace(/\s+/g, " ").trim();

table(
  [995, 3988, 4731, 4999].map((row) => ({
    label: labels[row],
    subject: oneLine(rows[row].subject).slice(0, 48),
    body: oneLine(rows[row].body).slice(0, 48),
  })),
  { caption: `Four of ${texts.length.toLocaleString("en")} emails` },
);

// %% folds
import { seed } from "#base/random";
import { stratifiedKFold, take } from "#score/cross-validation";
import { checkNoLeak } from "#versus/head-to-head";
import { mailKey } from "#contests/spam-contestants";

const folds = stratifiedKFold(labels, { folds: 5, random: seed(0) });
// An error, if a test email is also a training email.
checkNoLeak(texts, folds, mailKey);

table(
  folds.map(({ train, test }, i) => ({
    test: i + 1,
    "to learn from": train.length,
    asked: test.length,
    "spam among these":
      take(labels, test).filter((label) => label === "spam").length /
      test.length,
  })),
  { format: { "spam among these": ".1%" } },
);

// %% ratio
import { MultinomialNaiveBayes } from "#ml/naive-bayes";
import { CountVectorizer } from "#prep/count-vectorizer";
import { evenOrder } from "#versus/head-to-head";

const [{ train, test }] = folds;
const few = evenOrder(train, labels, seed(1)).slice(0, 300);
const [known, truth] = [take(texts, few), take(labels, few)];
const counts = new CountVectorizer();
const bayes = new MultinomialNaiveBayes({ alpha: 0.1 }).fit(
  counts.fitTransform(known),
  truth,
);
const [inHam, inSpam] = bayes.featureLogProb;
const ratios = counts.vocabulary
  .map((word, i) => ({ word, ratio: Math.exp(inSpam[i] - inHam[i]) }))
  .filter(({ word }) => /^(?:free|money|list|said)$/.test(word))
  .sort((a, b) => b.ratio - a.ratio);

table(ratios, {
  format: { ratio: 2 },
  caption: "P(word | spam) / P(word | ham)",
});

// %% by-word
import { text } from "#notebook";
import { nGramsOf } from "#contests/spam-contestants";
import { surpriseSteps } from "#versus/surprise";

const email = text("An email", {
  value: "Click here to win money!",
});
const pair = nGramsOf(5).fit(known, truth);
const steps = surpriseSteps(pair, email);
const sums = steps[steps.length - 1];

table(steps, {
  format: { ham: 1, spam: 1 },
  caption: `Bits of surprise. Less surprised: ${sums.spam < sums.ham ? "spam" : "ham"}`,
});

// %% surprise
import * as Plot from "@observablehq/plot";
import { scatter } from "#charts";
import type { NGramLikelihood } from "#versus/n-gram-likelihood";
import { bitsPerCharacter } from "#versus/surprise";

const [hamModel, spamModel] = pair.models as NGramLikelihood[];
const asked = evenOrder(test, labels, seed(1)).slice(0, 150);
const surprises = asked.map((row) => ({
  kind: labels[row],
  ham: bitsPerCharacter(hamModel, texts[row]),
  spam: bitsPerCharacter(spamModel, texts[row]),
}));
const diagonal = [
  [0, 0],
  [6, 6],
];
const channels = { x: "ham", y: "spam", symbol: "kind" } as const;

Plot.plot({
  x: { label: "ham model (bits a character)", domain: [0, 6] },
  y: { label: "spam model (bits)", domain: [0, 6] },
  marks: [
    Plot.line(diagonal, { strokeDasharray: "3,3" }),
    scatter(surprises, { ...channels, side: "lm", rows: "emails" }),
  ],
});

// %% held-back
import { curves } from "#charts";
import { heldBackRows } from "#contests/contest-views";

curves(heldBackRows(entries), {
  x: "step",
  y: "loss",
  stroke: "name",
  side: "side",
  height: "low",
}).plot({
  x: { label: "steps of 8 emails" },
  y: { label: "loss on emails held back (nats)", zero: true },
});

// %% results
const percent = (share: number) => (100 * share).toFixed(1);

table(
  entries.map(({ result }) => ({
    contestant: result.name,
    characters: result.characters,
    steps: result.effort.steps || "counts",
    "right (95 %)": `${percent(result.accuracy)} (${percent(result.interval.low)}–${percent(result.interval.high)})`,
  })),
  { format: { characters: "," } },
);

// %% paired
import { paired, pText } from "#contests/paired";
import { SPAM_PAIRS } from "#contests/spam-contestants";

table(
  SPAM_PAIRS.map(([first, second]) => {
    const { onlyFirst, onlySecond, p } = paired(
      spamContest.found,
      first,
      second,
    );
    return {
      first,
      second,
      "only 1st": onlyFirst,
      "only 2nd": onlySecond,
      p: pText(p).replace(/^p (= )?/, ""),
    };
  }),
  { caption: "Emails that only one of the two got wrong" },
);

// %% everything
table(
  entries.map(({ id, result }) => {
    const { trainSeconds, latency } = timings.entries[id]!;
    const found = result.classes.find(({ label }) => label === "spam")!;
    return {
      contestant: id,
      "spam found": percent(found.recall),
      "right when it says spam": percent(found.precision),
      "chosen, first fold": result.effort.setting,
      "numbers kept": result.size.parameters,
      MB: result.size.bytes / 1e6,
      "training (s)": trainSeconds,
      "an answer (ms)": latency.p50,
    };
  }),
  {
    format: {
      "numbers kept": ",",
      MB: 1,
      "training (s)": 1,
      "an answer (ms)": 1,
    },
  },
);

// %% near-copies
const copied = new Set(nearCopies.tested);
const right = (
  { wrong, folds: taken }: { wrong: number[]; folds: number },
  alone: boolean,
) => {
  const of =
    taken > 1
      ? labels.map((_, row) => row)
      : spamContest.found.firstTest;
  const rows = of.filter((row) => !alone || !copied.has(row));
  const missed = new Set(wrong);
  return rows.filter((row) => !missed.has(row)).length / rows.length;
};

table(
  furthest(entries).map(({ id, result }) => ({
    contestant: id,
    "all emails": right(result, false),
    "without near copies": right(result, true),
    points: 100 * (right(result, true) - right(result, false)),
  })),
  {
    format: {
      "all emails": ".1%",
      "without near copies": ".1%",
      points: 1,
    },
  },
);
