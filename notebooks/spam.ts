// Spam, head to head: word counters against language models, on the same mails.

// %% mails
import * as Plot from "@observablehq/plot";
import { spam } from "#datasets/spam";
import {
  display,
  live,
  progress,
  radio,
  select,
  slider,
  table,
  text,
  weights,
} from "#notebook";

const { texts, labels } = spam;
const oneLine = (mail: string) => mail.replace(/\s+/g, " ").trim();

table(
  [995, 3170, 3988, 4162, 4731, 4999].map((row) => ({
    label: labels[row]!,
    subject: oneLine(spam.rows[row]!.subject).slice(0, 48),
    body: oneLine(spam.rows[row]!.body).slice(0, 48),
  })),
  { caption: `Six of ${texts.length.toLocaleString("en")} mails` },
);

// %% groups tags=["hide-input"]
const groupNames = {
  "easy-ham-1": "easy ham",
  "easy-ham-2": "easy ham",
  "hard-ham-1": "hard ham",
  "spam-1": "spam",
  "spam-2": "spam",
} as const;
const groups = spam.rows.map(({ group }) => groupNames[group]);
const kinds = ["easy ham", "hard ham", "spam"] as const;
const inGroup = kinds.map((kind) => ({
  kind,
  mails: groups.filter((group) => group === kind).length,
}));

Plot.plot({
  ariaLabel: `Bar chart of the mails: ${inGroup.map(({ kind, mails }) => `${mails} ${kind}`).join(", ")}.`,
  height: 170,
  marginLeft: 70,
  x: { label: "mails", grid: true, ticks: 5 },
  y: { label: null, domain: kinds },
  marks: [
    Plot.barX(inGroup, { x: "mails", y: "kind", fill: "var(--data)" }),
    Plot.text(inGroup, {
      x: "mails",
      y: "kind",
      text: "mails",
      textAnchor: "start",
      dx: 5,
    }),
    Plot.ruleX([0]),
  ],
});

// %% folds
import { seed } from "#base/random";
import { stratifiedKFold, take } from "#score/cross-validation";
import { checkNoLeak, evenOrder } from "#versus/head-to-head";
import { mailKey } from "#versus/spam-contestants";

const folds = stratifiedKFold(labels, { folds: 5, random: seed(0) });
const keys = texts.map(mailKey);
// An error, if any test mail is also a training mail.
checkNoLeak(keys, folds);
const repeated = (
  train: readonly number[],
  test: readonly number[],
) => {
  const learnt = new Set(take(keys, train));
  return take(keys, test).filter((key) => learnt.has(key)).length;
};
const fold = folds[0]!;
const spamShare = (rows: readonly number[]) =>
  rows.filter((row) => labels[row] === "spam").length / rows.length;

table(
  folds.map(({ train, test }, i) => ({
    fold: i + 1,
    "to learn from": train.length,
    "to be tested on": test.length,
    "spam among these": `${(100 * spamShare(test)).toFixed(1)} %`,
    "on both sides": repeated(train, test),
  })),
  { caption: `Repeated mails left out before: ${spam.duplicates}` },
);

// %% judge-one
import { accuracy, classScores } from "#score/metrics";
import type { MailLabel } from "#versus/spam-contestants";
import type { TextClassifier } from "#versus/text-classifier";

interface Trained {
  name: string;
  side: "ml" | "lm";
  model: TextClassifier<MailLabel>;
}

const asked = evenOrder(fold.test, labels, seed(1)).slice(0, 150);

function judgeOne({ name, model }: Trained) {
  const truth = take(labels, asked);
  const said = model.predict(take(texts, asked));
  const found = classScores(truth, said).at(-1)!;
  return {
    contestant: name,
    right: percent(accuracy(truth, said)),
    "spam found": percent(found.recall),
    "right when it says spam": percent(found.precision),
  };
}

function percent(share: number) {
  return `${(100 * share).toFixed(1)} %`;
}

// %% quick-fight
import {
  linearSvm,
  logisticRegression,
  naiveBayes,
  nGrams,
} from "#versus/spam-contestants";

const count = slider("Mails to learn from", {
  min: 50,
  max: 500,
  step: 50,
  value: 300,
});
const few = evenOrder(fold.train, labels, seed(1)).slice(0, count);

const quick = [
  naiveBayes,
  logisticRegression,
  linearSvm,
  nGrams(5),
].map(({ name, side, create }) => {
  const model = create(seed(2));
  model.fit(take(texts, few), take(labels, few));
  return { name, side, model };
});
table(quick.map(judgeOne), {
  caption: `Learnt from ${count} mails, asked about ${asked.length} others`,
});

// %% surprise tags=["hide-input"]
import type { LikelihoodClassifier } from "#versus/likelihood-classifier";

const byLikelihood = quick.at(-1)!
  .model as LikelihoodClassifier<MailLabel>;
const [hamModel, spamModel] = byLikelihood.models;

const surprises = asked.map((row) => {
  const mail = texts[row]!;
  const nats = (model = hamModel!) => -model.logLikelihoods([mail])[0]!;
  // More digits than these differ from one browser to the next.
  const bits = (model = hamModel!) =>
    Number((nats(model) / (mail.length * Math.LN2)).toFixed(3));
  return { kind: groups[row]!, ham: bits(), spam: bits(spamModel) };
});
const below = surprises.filter(({ ham, spam }) => spam < ham).length;

Plot.plot({
  ariaLabel: `Scatter plot of ${asked.length} mails by how many bits a character each of the two language models needs for them. ${below} lie below the diagonal: they surprise the model that learnt spam less.`,
  height: 380,
  x: { label: "ham model (bits a character)", domain: [0, 6] },
  y: { label: "spam model (bits)", domain: [0, 6], grid: true },
  symbol: { legend: true, domain: kinds },
  marks: [
    Plot.line(
      [
        [0, 0],
        [6, 6],
      ],
      { strokeDasharray: "3,3" },
    ),
    Plot.dot(surprises, {
      x: "ham",
      y: "spam",
      symbol: "kind",
      stroke: "var(--lm)",
      clip: true,
    }),
  ],
});

// %% loss-chart tags=["hide-input"]
function lossChart(
  losses: readonly { name: string; step: number; loss: number }[],
) {
  const last = losses.slice(-2);
  return Plot.plot({
    ariaLabel: `Loss of each step while training. After step ${last[0]!.step}: ${last.map(({ name, loss }) => `${name} ${loss.toFixed(2)}`).join(", ")} nats. A coin stands at ${Math.LN2.toFixed(2)}.`,
    height: 260,
    x: { label: "steps of 16 mails", domain: [1, 24] },
    y: { label: "loss (nats)", domain: [0, 1.2], grid: true },
    marks: [
      Plot.ruleY([Math.LN2], { strokeDasharray: "2,3" }),
      last.map(({ name }) =>
        Plot.lineY(
          losses.filter((loss) => loss.name === name),
          {
            x: "step",
            y: "loss",
            stroke: "var(--lm)",
            strokeWidth: 2,
            strokeDasharray: dash(name),
            clip: true,
          },
        ),
      ),
      Plot.text(last.length < 2 ? [] : [0.06, 0.18], {
        x: 1.3,
        y: (height) => height,
        text: ["dashed: from scratch", "solid: fine-tuned"],
        textAnchor: "start",
      }),
    ],
  });
}

function dash(name: string) {
  return name === "GPT, fine-tuned" ? "none" : "5,4";
}

// %% transformers tags=["expensive"]
import { loadGPT } from "#lm/gpt-file";
import { GPTClassifier } from "#versus/gpt-classifier";

const starts = {
  "GPT, fine-tuned": loadGPT(await weights("moby-dick-nanogpt")),
  "GPT, from scratch": {
    blockSize: 64,
    nLayer: 4,
    nHead: 4,
    nEmbd: 128,
    initialScale: 0.02, // As the other began.
  },
};
const transformers = live(async function* () {
  const models = Object.entries(starts).map(([name, start]) => ({
    name,
    side: "lm" as const,
    model: new GPTClassifier<MailLabel>({
      random: seed(3),
      start,
      characters: 128,
      examples: () => 384,
    }),
  }));
  const losses: { name: string; step: number; loss: number }[] = [];
  const runs = models.map(({ model }) =>
    model.fitSteps(take(texts, few), take(labels, few)),
  );
  for (let step = 1; step <= 24; step++) {
    for (const [i, run] of runs.entries()) {
      const { loss } = run.next().value!;
      losses.push({ name: models[i]!.name, step, loss });
    }
    progress(step, 24, "steps");
    display(lossChart(losses));
    yield models;
  }
});

// %% transformer-score
table(transformers.map(judgeOne), {
  caption: `The same ${count} mails, the same ${asked.length} questions`,
});

// %% results tags=["hide-input"]
import { headToHead } from "#versus/measured";

const { entries, timings } = headToHead.spam;
const hamShare =
  labels.filter((label) => label === "ham").length / labels.length;
const number = (n: number) => n.toLocaleString("en");
const spamScore = ({ result }: (typeof entries)[0]) =>
  result.classes.find(({ label }) => label === "spam")!;

table(
  entries.map((entry) => {
    const { result } = entry;
    const { trainSeconds, latency } = timings.entries[result.name]!;
    return {
      contestant: result.name,
      right: percent(result.accuracy),
      "95 % interval": `${percent(result.interval.low)} – ${percent(result.interval.high)}`,
      "spam found": percent(spamScore(entry).recall),
      "right when it says spam": percent(spamScore(entry).precision),
      "tested on": number(result.tested),
      labels: number(result.labels),
      parameters: number(result.size.parameters),
      MB: (result.size.bytes / 1e6).toFixed(1),
      "training (s)": trainSeconds.toFixed(1),
      "p50 (ms)": latency.p50.toFixed(1),
      "p95 (ms)": latency.p95.toFixed(1),
    };
  }),
  { caption: "All contestants on the same mails" },
);

// %% intervals tags=["hide-input"]
const sideColour = (side: string) => `var(--${side})`;
const best = entries.toSorted(
  (a, b) => b.result.accuracy - a.result.accuracy,
);
const wrong = best.map(({ result }) => ({
  ...result,
  rate: 100 - 100 * result.accuracy,
  low: 100 - 100 * result.interval.high,
  high: 100 - 100 * result.interval.low,
}));

Plot.plot({
  ariaLabel: `Mistakes in 100 mails, with 95 % intervals: ${wrong.map(({ name, rate, low, high }) => `${name} ${rate.toFixed(1)} (${low.toFixed(1)} to ${high.toFixed(1)})`).join(", ")}.`,
  height: 260,
  marginLeft: 120,
  x: {
    label: "mistakes in 100 mails",
    grid: true,
    zero: true,
    ticks: 5,
  },
  y: { label: null, domain: wrong.map(({ name }) => name) },
  symbol: { domain: ["ml", "lm"], range: ["circle", "triangle"] },
  marks: [
    Plot.ruleY(wrong, {
      x1: "low",
      x2: "high",
      y: "name",
      stroke: ({ side }) => sideColour(side),
      strokeWidth: 2,
    }),
    Plot.dot(wrong, {
      x: "rate",
      y: "name",
      symbol: "side",
      fill: ({ side }) => sideColour(side),
      r: 5,
    }),
  ],
});

// %% curves tags=["hide-input"]
const shown = radio("Show", ["right answers", "mistakes, log axis"]);
const points = entries.flatMap(({ result, curve }) =>
  curve.map(({ labels, accuracies }) => {
    const mean =
      accuracies.reduce((sum, share) => sum + share, 0) /
      accuracies.length;
    const y = 100 * (shown === "right answers" ? mean : 1 - mean);
    return { name: result.name, side: result.side, labels, y };
  }),
);
const always =
  100 * (shown === "right answers" ? hamShare : 1 - hamShare);
const dashes = ["none", "6,4", "2,3", "none", "6,4", "2,3", "8,3,2,3"];
const names = entries.map(({ result }) => result.name);
const marks = [
  "circle",
  "square",
  "diamond",
  "triangle",
  "cross",
  "star",
  "wye",
] as const;

Plot.plot({
  ariaLabel: `Learning curves on a logarithmic axis, ${shown} in 100 mails: ${names
    .map(
      (name) =>
        `${name} ${points
          .filter((p) => p.name === name)
          .map((p) => `${p.labels}: ${p.y.toFixed(1)}`)
          .join(", ")}`,
    )
    .join("; ")}.`,
  height: 420,
  marginRight: 20,
  x: {
    type: "log",
    label: "labelled mails to learn from",
    ticks: [10, 100, 1000],
    tickFormat: ",",
  },
  y: {
    label: `${shown.replace(", log axis", "")} in 100`,
    grid: true,
    type: shown === "right answers" ? "linear" : "log",
  },
  symbol: { legend: true, domain: names, range: marks },
  marks: [
    Plot.ruleY([always], { strokeDasharray: "1,4" }),
    Plot.text([[9, always]], {
      text: ["always “ham”"],
      textAnchor: "start",
      dy: -8,
    }),
    names.map((name, i) =>
      Plot.line(
        points.filter((point) => point.name === name),
        {
          x: "labels",
          y: "y",
          stroke: sideColour(entries[i]!.result.side),
          strokeDasharray: dashes[i]!,
        },
      ),
    ),
    Plot.dot(points, {
      x: "labels",
      y: "y",
      symbol: "name",
      fill: ({ side }) => sideColour(side),
      tip: true,
    }),
  ],
});

// %% base-rate tags=["hide-input"]
const share = slider("Spam among 100 mails", {
  min: 1,
  max: 90,
  value: 31,
});
const precisionAt = (entry: (typeof entries)[0], spamIn100: number) => {
  const ham = entry.result.classes.find(
    ({ label }) => label === "ham",
  )!;
  const hits = (spamIn100 / 100) * spamScore(entry).recall;
  const alarms = (1 - spamIn100 / 100) * (1 - ham.recall);
  return hits / (hits + alarms);
};
const atShare = best.map((entry) => ({
  name: entry.result.name,
  side: entry.result.side,
  false: 100 * (1 - precisionAt(entry, share)),
}));

Plot.plot({
  ariaLabel: `Of 100 mails put into the spam folder, so many are ham when ${share} in 100 mails are spam: ${atShare.map(({ name, false: f }) => `${name} ${f.toFixed(1)}`).join(", ")}.`,
  height: 240,
  marginLeft: 120,
  x: {
    label: "ham among 100 in the spam folder",
    grid: true,
    ticks: 5,
  },
  y: { label: null, domain: atShare.map(({ name }) => name) },
  marks: [
    Plot.barX(atShare, {
      x: "false",
      y: "name",
      fill: ({ side }) => sideColour(side),
    }),
    Plot.text(atShare, {
      x: "false",
      y: "name",
      text: (d) => d.false.toFixed(1),
      textAnchor: "start",
      dx: 5,
    }),
    Plot.ruleX([0]),
  ],
});

// %% by-group
const inFold = new Set(fold.test);
const wrongIn = (entry: (typeof entries)[0], kind: string) =>
  entry.result.mistakes.filter(
    ({ row }) => inFold.has(row) && groups[row] === kind,
  ).length;
const testedIn = (kind: string) =>
  fold.test.filter((row) => groups[row] === kind).length;

table(
  entries.map((entry) => ({
    contestant: entry.result.name,
    ...Object.fromEntries(
      kinds.map((kind) => [
        `${kind} (of ${testedIn(kind)})`,
        wrongIn(entry, kind),
      ]),
    ),
  })),
  { caption: "Mistakes on the test mails of the first fold" },
);

// %% read-mistakes
const whose = select("Mistakes of", names, { value: "linear SVM" });
const read = entries
  .find(({ result }) => result.name === whose)!
  .result.mistakes.filter(({ row }) => inFold.has(row))
  .map(({ row, predicted }) => ({
    is: groups[row],
    "was called": predicted,
    subject: oneLine(spam.rows[row]!.subject).slice(0, 50) || "(none)",
  }));
table(read, {
  rows: 8,
  caption: `${read.length} mails that fooled it`,
});

// %% together
const fooled = (name: string) =>
  new Set(
    entries
      .find(({ result }) => result.name === name)!
      .result.mistakes.map(({ row }) => row),
  );
const [bySvm, byNGrams] = [
  fooled("linear SVM"),
  fooled("5-gram per class"),
];
const both = [...bySvm].filter((row) => byNGrams.has(row)).length;
table(
  [
    { who: "only the linear SVM", mistakes: bySvm.size - both },
    { who: "only the 5-gram pair", mistakes: byNGrams.size - both },
    { who: "both", mistakes: both },
  ],
  { caption: `Who was wrong, of ${number(texts.length)} mails` },
);

// %% own-mail
const mail = text("A mail, its subject in the first line", {
  rows: 6,
  value:
    "Your invoice for October\nHi Anna, here is the invoice we talked about on Monday. Click the link below to see it, and send me your comments. The offer is free until Friday!",
});
if (mail.trim() === "")
  throw new Error("The mail is empty: write or paste a few words.");

// %% verdict
import { leaveOneOut, logOdds } from "#versus/text-classifier";

const jury: Trained[] = [...quick, ...transformers];
const opinions = jury.map(({ name, side, model }) => ({
  name,
  side,
  odds: logOdds(model, [mail], "spam")[0]!,
  effects: leaveOneOut(model, mail, "spam", { words: 40 }),
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
  { caption: `What ${count} mails taught them to say of this one` },
);

// %% words tags=["hide-input"]
const asking = select(
  "Words that decided for",
  jury.map(({ name }) => name),
);
const opinion = opinions.find(({ name }) => name === asking)!;
const loud = opinion.effects.slice(0, 12).map(({ word, effect }) => ({
  word,
  effect: Number(effect.toFixed(3)),
}));

Plot.plot({
  ariaLabel: `What leaving out each word changes for ${asking}: ${loud.map(({ word, effect }) => `${word} ${effect.toFixed(2)}`).join(", ")}. Above 0 it spoke for spam.`,
  height: 330,
  marginLeft: 90,
  x: { label: "← for ham · for spam →", grid: true, ticks: 5 },
  y: { label: null, domain: loud.map(({ word }) => word) },
  marks: [
    Plot.barX(loud, {
      x: "effect",
      y: "word",
      fill: sideColour(opinion.side),
      fillOpacity: ({ effect }) => (effect > 0 ? 1 : 0.45),
    }),
    Plot.ruleX([0]),
  ],
});

// %% cost tags=["hide-input"]
const costs = entries.map(({ result }) => ({
  name: result.name,
  side: result.side,
  seconds: timings.entries[result.name]!.trainSeconds,
  wrong: 100 - 100 * result.accuracy,
}));
const raised = new Set(["5-gram per class", "GPT, from scratch"]);

Plot.plot({
  ariaLabel: `Mistakes in 100 mails against seconds of training, both on logarithmic axes: ${costs.map(({ name, seconds, wrong }) => `${name} ${wrong.toFixed(1)} after ${seconds.toFixed(0)} s`).join(", ")}.`,
  height: 380,
  x: {
    type: "log",
    label: "training (s of one core)",
    domain: [1, 1000],
    ticks: [1, 10, 100, 1000],
    tickFormat: ",",
  },
  y: {
    type: "log",
    label: "mistakes in 100 mails",
    domain: [1, 30],
    ticks: [1, 2, 5, 10, 20],
    tickFormat: ",",
    grid: true,
  },
  marks: [
    Plot.dot(costs, {
      x: "seconds",
      y: "wrong",
      symbol: ({ side }) => (side === "ml" ? "circle" : "triangle"),
      fill: ({ side }) => sideColour(side),
      r: 5,
    }),
    // Of two that stand close, one has its name above.
    [-10, 10].map((dy) =>
      Plot.text(
        costs.filter(({ name }) => raised.has(name) === dy < 0),
        {
          x: "seconds",
          y: "wrong",
          text: "name",
          textAnchor: "start",
          dx: 8,
          dy,
        },
      ),
    ),
  ],
});
