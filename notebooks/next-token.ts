// Predict the next token: counting what follows what, on names and on Moby-Dick.

// %% labels
import * as Plot from "@observablehq/plot";
import { names } from "#datasets/names";
import {
  button,
  display,
  file,
  html,
  live,
  progress,
  select,
  slider,
  table,
  text,
} from "#notebook";

const word = text("A word of yours", { value: "whale" });

table(
  [...`${word}.`].map((next, i) => ({
    "what stands before": `.${word.slice(0, i)}`,
    "label: what comes next": next,
  })),
  { rows: 20, caption: "A dot marks where the word begins and ends" },
);

// %% after-letter tags=["hide-input"]
const counts = new Map<string, number>();
let pairs = 0;
for (const name of names.list) {
  const dotted = `.${name}.`;
  for (let i = 1; i < dotted.length; i++, pairs++) {
    const pair = dotted.slice(i - 1, i + 1);
    counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
}
const letter = select("After", [..."qabcdefghijklmnoprstuvwxyz."]);
const followers = [...counts]
  .filter(([pair]) => pair[0] === letter)
  .map(([pair, times]) => ({ next: pair[1], times }));
const most = followers.reduce((a, b) => (b.times > a.times ? b : a));
Plot.plot({
  ariaLabel: `Bar chart of what follows ${letter} in the names: most often ${most.next}, ${most.times.toLocaleString("en")} times.`,
  height: 280,
  x: {
    label: "next character",
    domain: [...".abcdefghijklmnopqrstuvwxyz"],
  },
  y: { label: `times after ${letter}`, grid: true },
  marks: [
    Plot.barY(followers, {
      x: "next",
      y: "times",
      fill: "var(--data)",
    }),
    Plot.ruleY([0]),
  ],
});

// %% by-hand
const totals = new Map<string, number>();
for (const [pair, times] of counts)
  totals.set(pair[0], (totals.get(pair[0]) ?? 0) + times);

/** P(next | previous): the share of times. */
const share = (pair: string) =>
  (counts.get(pair) ?? 0) / totals.get(pair[0])!;

let surprise = 0;
for (const [pair, times] of counts)
  surprise -= times * Math.log(share(pair));

table(
  ["qu", "th", "an", "zq"].map((pair) => ({
    previous: pair[0],
    next: pair[1],
    probability: share(pair),
  })),
  {
    format: { probability: 3 },
    caption: `Loss over all ${pairs.toLocaleString("en")} pairs: ${(surprise / pairs).toFixed(4)} nats a character`,
  },
);

// %% held-out tags=["hide-input"]
import { seed } from "#base/random";
import { Bigram } from "#lm/bigram";

const shuffled = seed(1).shuffle(names.list);
const newNames = shuffled.slice(0, 840);
const oldNames = shuffled.slice(840);

const loss = (smoothing: number, learnt: string[], asked: string[]) =>
  new Bigram({ smoothing }).fit(learnt).nll(asked);
const nats = (value: number) =>
  Number.isFinite(value) ? value.toFixed(4) : "infinite";

table(
  [
    { model: "knows nothing: ln 27", loss: nats(Math.log(27)) },
    {
      model: "counts alone, all names",
      loss: nats(loss(0, names.list, names.list)),
    },
    {
      model: "counts + 1, all names",
      loss: nats(loss(1, names.list, names.list)),
    },
    {
      model: "counts alone, on new names",
      loss: nats(loss(0, oldNames, newNames)),
    },
    {
      model: "counts + 1, on new names",
      loss: nats(loss(1, oldNames, newNames)),
    },
  ],
  {
    caption: `Nats a character. New: ${newNames.length} names held back from the counts`,
  },
);

// %% smoothing tags=["hide-input"]
const few = select("Names to learn from", [30, 100, 1000, 7563], {
  value: 100,
});
const alpha = slider("Added to each count (α)", {
  min: 0,
  max: 5,
  step: 0.05,
  value: 1,
});
const some = oldNames.slice(0, few);
const atAlpha = loss(alpha, some, newNames);
const curve = Array.from({ length: 50 }, (_, i) => ({
  α: (i + 1) / 10,
  loss: loss((i + 1) / 10, some, newNames),
}));
const best = curve.reduce((a, b) => (b.loss < a.loss ? b : a));

Plot.plot({
  ariaLabel: `Loss on new names against α, after ${few} names: lowest, ${best.loss.toFixed(2)} nats, near α = ${best.α}. At α = ${alpha} it is ${nats(atAlpha)}.`,
  height: 300,
  x: { label: "α", domain: [0, 5] },
  y: {
    label: "loss on new names (nats a character)",
    grid: true,
    zero: false,
  },
  marks: [
    Plot.lineY(curve, { x: "α", y: "loss", stroke: "var(--lm)" }),
    Number.isFinite(atAlpha)
      ? Plot.dot([{ α: alpha, loss: atAlpha }], {
          x: "α",
          y: "loss",
          fill: "var(--lm)",
          r: 5,
        })
      : null,
  ],
});

// %% smoothing-says
`At α = ${alpha}, after ${few.toLocaleString("en")} names: ${nats(atAlpha)} nats a character on new names`;

// %% names-by-n
import { NGram } from "#lm/n-gram";

const inList = new Set(oldNames);
const joined = (list: string[]) => `.${list.join(".")}.`;
const longer = [1, 2, 3, 4, 5, 6].map((order) => {
  const model = new NGram({ order }).fit(joined(oldNames));
  const invented = model
    .sample({ random: seed(7), length: 8000, context: "." })
    .join("")
    .split(".")
    .filter(Boolean);
  const copied = invented.filter((name) => inList.has(name)).length;
  return {
    n: order,
    loss: model.nll(joined(newNames)),
    "in the list": copied / invented.length,
    "four of its names": invented.slice(1, 5).join(", "),
  };
});
table(longer, {
  format: { loss: 3, "in the list": "%" },
  caption: "Longer memory, from the same names",
});

// %% book
import { mobyDick } from "#datasets/moby-dick";

// Nine tenths: the tenth for exams is not needed here.
const train = mobyDick.train + mobyDick.test;
const { validation } = mobyDick;
const start = mobyDick.text.indexOf("Call me Ishmael");
display(mobyDick.text.slice(start, start + 291));
table(
  [
    { part: "to learn from", characters: train },
    { part: "held back", characters: validation },
  ].map(({ part, characters }) => ({
    part,
    characters: characters.length.toLocaleString("en"),
    different: new Set(characters).size,
  })),
);

// %% book-letters tags=["hide-input"]
const inBook = new Map<string, number>();
for (const character of train)
  inBook.set(character, (inBook.get(character) ?? 0) + 1);

const visible = (c: string) => c.replace(/ /g, "␣").replace(/\n/g, "↵");
const frequent = [...inBook]
  .sort((a, b) => b[1] - a[1])
  .slice(0, 20)
  .map(([character, times]) => ({
    character: visible(character),
    percent: (100 * times) / train.length,
  }));

Plot.plot({
  ariaLabel: `Bar chart of the 20 most frequent of ${inBook.size} characters: the space makes up ${frequent[0].percent.toFixed(1)} % of the book, e ${frequent[1].percent.toFixed(1)} %.`,
  height: 280,
  x: { label: "character", domain: frequent.map((d) => d.character) },
  y: { label: "share of the book (%)", grid: true },
  marks: [
    Plot.barY(frequent, {
      x: "character",
      y: "percent",
      fill: "var(--data)",
    }),
    Plot.ruleY([0]),
  ],
});

// %% train tags=["expensive"]
const vocabulary = [...new Set(mobyDick.text)];
const readAlready = train.slice(0, validation.length);

const trained = live(function* () {
  const models: NGram[] = [];
  const curve: { n: number; loss: number; on: string }[] = [];
  for (let order = 1; order <= 6; order++) {
    const model = new NGram({ order, vocabulary });
    for (const { tokens, total } of model.fitSteps(train)) {
      const before = (order - 1) * total;
      progress(before + tokens, 6 * total, "characters counted");
      display(`counting for n = ${order}`);
      if (order > 1) yield { models: [...models], curve: [...curve] };
    }
    models.push(model);
    const old = model.nll(readAlready);
    const loss = model.nll(validation);
    curve.push({ n: order, loss: old, on: "text it has read" });
    curve.push({ n: order, loss, on: "new text" });
    display(`n = ${order}: ${loss.toFixed(3)} nats on new text`);
    yield { models: [...models], curve: [...curve] };
  }
});

// %% loss-curve tags=["hide-input"]
const onNewText = trained.curve.filter(({ on }) => on === "new text");
const onOldText = trained.curve.filter(({ on }) => on !== "new text");

Plot.plot({
  ariaLabel: `Loss against n. On new text: ${onNewText.map((d) => d.loss.toFixed(3)).join(", ")} nats a character for n from 1 to ${onNewText.length}. On text the model has read: ${onOldText.map((d) => d.loss.toFixed(3)).join(", ")}.`,
  height: 320,
  x: {
    label: "n: characters seen, the next included",
    domain: [1, 6],
    ticks: 6,
  },
  y: {
    label: "loss (nats a character)",
    domain: [0.8, 3.3],
    grid: true,
  },
  marks: [
    Plot.lineY(onNewText, { x: "n", y: "loss", stroke: "var(--lm)" }),
    Plot.lineY(onOldText, {
      x: "n",
      y: "loss",
      stroke: "var(--lm)",
      strokeDasharray: "5,4",
    }),
    Plot.dot(trained.curve, { x: "n", y: "loss", fill: "var(--lm)" }),
    Plot.text(onNewText.slice(5), {
      x: "n",
      y: "loss",
      text: "on",
      textAnchor: "end",
      dy: -14,
    }),
    Plot.text(onOldText.slice(5), {
      x: "n",
      y: "loss",
      text: "on",
      textAnchor: "end",
      dx: -12,
      dy: 12,
    }),
  ],
});

// %% units
table(
  onNewText.map(({ n, loss }) => ({
    n,
    "nats a character": loss,
    "bits a character": loss / Math.LN2,
    perplexity: Math.exp(loss),
    "kB for the new text":
      (loss / Math.LN2) * (validation.length / 8 / 1000),
  })),
  {
    format: {
      "nats a character": 3,
      "bits a character": 2,
      perplexity: 1,
      "kB for the new text": 0,
    },
    caption: "One loss, four ways to say it",
  },
);

// %% samples
const again = button("Draw again");

for (const model of trained.models.slice(0, 5)) {
  const drawn = model.sample({
    random: seed(2 + again),
    length: 160,
    context: "The whale ",
  });
  display(
    html`<p><b>n = ${model.order}</b> The whale ${drawn.join("")}</p>`,
  );
}

// %% your-beginning
import { distribution, entropy } from "#lm/sampling";

const beginning = text("A beginning of yours", {
  value: "The white wha",
});
const n = select("n", [1, 2, 3, 4, 5, 6], { value: 5 });
const temperature = slider("Temperature", {
  min: 0.1,
  max: 2,
  step: 0.1,
  value: 1,
});
const unknown = [...new Set(beginning)].filter(
  (c) => !vocabulary.includes(c),
);
if (unknown.length > 0)
  display(`The book never has ${unknown.join(" ")}: left out here.`);
const context = [...beginning].filter((c) => vocabulary.includes(c));
const model = trained.models[n - 1] ?? trained.models.at(-1);
const after = (before: string[]) =>
  distribution(model.probabilities(before).map(Math.log), {
    temperature,
  });
const P = after(context);

// %% next-character tags=["hide-input"]
const likeliest = P.map((p, i) => ({
  character: visible(model.vocabulary[i]),
  percent: 100 * p,
}))
  .sort((a, b) => b.percent - a.percent)
  .slice(0, 10);

Plot.plot({
  ariaLabel: `The ten likeliest characters after “${context.join("")}” for the ${model.order}-gram: ${likeliest.map((d) => `${d.character} ${d.percent.toFixed(1)} %`).join(", ")}.`,
  height: 320,
  x: { label: "probability (%)", grid: true },
  y: {
    label: "next character",
    domain: likeliest.map((d) => d.character),
  },
  marks: [
    Plot.barX(likeliest, {
      x: "percent",
      y: "character",
      fill: "var(--lm)",
    }),
    Plot.text(likeliest, {
      x: "percent",
      y: "character",
      text: (d) => d.percent.toFixed(1),
      dx: 4,
      textAnchor: "start",
    }),
    Plot.ruleX([0]),
  ],
});

// %% continuation
const more = button("Write again");
const chance = seed(5 + more);
const written = [...context];
for (let i = 0; i < 200; i++)
  written.push(model.vocabulary[chance.choice(after(written))]);

display(written.join(""));
`Choice at the first step: ${(entropy(P) / Math.LN2).toFixed(2)} bits`;

// %% never-seen tags=["expensive"]
import { unseenContexts } from "#lm/unseen-contexts";

const wall = live(function* () {
  const rows = [];
  for (let length = 0; length <= 8; length++) {
    const sight = unseenContexts(train, validation, length);
    const percent = 100 * sight.unseen;
    rows.push({ length, percent, ...sight });
    display(`${length} characters: ${percent.toFixed(1)} % never seen`);
    yield [...rows];
  }
});

// %% wall-plot
Plot.plot({
  ariaLabel: `Share of places in the new text whose context was never read: ${wall.map((d) => `${d.percent.toFixed(1)} % at length ${d.length}`).join(", ")}.`,
  height: 300,
  x: { label: "characters of context", domain: [0, 8], ticks: 8 },
  y: { label: "never seen (%)", domain: [0, 50], grid: true },
  marks: [
    Plot.areaY(wall, {
      x: "length",
      y: "percent",
      fill: "var(--data)",
      fillOpacity: 0.25,
    }),
    Plot.lineY(wall, {
      x: "length",
      y: "percent",
      stroke: "var(--data)",
    }),
    Plot.dot(wall, { x: "length", y: "percent", fill: "var(--data)" }),
  ],
});

// %% possible
const count = new Intl.NumberFormat("en", {
  notation: "compact",
  maximumSignificantDigits: 3,
});

table(
  wall.slice(1).map(({ length, possible, distinct, percent }) => ({
    context: length,
    "could be": count.format(possible),
    "were read": count.format(distinct),
    "never seen before": percent / 100,
  })),
  { format: { "never seen before": ".1%" } },
);

// %% more-text tags=["expensive"]
const sizes = [1_000, 10_000, 100_000, 300_000];

const byAmount = live(function* () {
  const points: { n: string; read: number; loss: number }[] = [];
  for (const read of sizes)
    for (let order = 1; order <= 5; order++) {
      const model = new NGram({ order, vocabulary });
      const loss = model.fit(train.slice(0, read)).nll(validation);
      points.push({ n: `${order}`, read, loss });
      progress(points.length, 5 * sizes.length, "models counted");
      display(`${read} characters, n = ${order}: ${loss.toFixed(3)}`);
      yield [...points];
    }
  // The whole is counted already.
  for (const { n, loss } of onNewText.slice(0, 5))
    points.push({ n: `${n}`, read: train.length, loss });
  display(
    `${points.length} models, on 1,000 characters up to the whole`,
  );
  yield points;
});

// %% amount-plot tags=["hide-input"]
const winners = [...new Set(byAmount.map(({ read }) => read))].map(
  (read) =>
    byAmount
      .filter((point) => point.read === read)
      .reduce((a, b) => (b.loss < a.loss ? b : a)),
);

Plot.plot({
  ariaLabel: `Loss on new text against characters read, one line for each n from 1 to 5. ${winners.map((d) => `After ${d.read.toLocaleString("en")} characters n = ${d.n} is best, ${d.loss.toFixed(3)} nats`).join(". ")}.`,
  height: 360,
  marginRight: 36,
  x: {
    label: "characters read",
    type: "log",
    ticks: 3,
    tickFormat: "~s",
    domain: [1_000, train.length],
  },
  y: {
    label: "loss (nats a character)",
    domain: [1.4, 3.3],
    grid: true,
  },
  marks: [
    Plot.lineY(byAmount, {
      x: "read",
      y: "loss",
      z: "n",
      stroke: "var(--lm)",
    }),
    Plot.dot(byAmount, {
      x: "read",
      y: "loss",
      fill: "var(--lm)",
      r: 2.5,
    }),
    Plot.dot(winners, {
      x: "read",
      y: "loss",
      stroke: "currentColor",
      r: 7,
    }),
    Plot.text(
      byAmount.filter(({ read }) => read === train.length),
      {
        x: "read",
        y: "loss",
        text: (d) => `n=${d.n}`,
        dx: 9,
        textAnchor: "start",
      },
    ),
  ],
});

// %% best-n
table(
  winners.map(({ read, n, loss }) => ({
    "characters read": read,
    "best n": n,
    loss,
  })),
  {
    format: { "characters read": ",", loss: 3 },
    caption: "The best of the five at each amount of text",
  },
);

// %% three-ways tags=["expensive"]
import type { Smoothing } from "#lm/n-gram";

const ways: Smoothing[] = ["add-one", "witten-bell", "kneser-ney"];
const part = train.slice(0, 100_000);

const smoothed = live(function* () {
  const points: { way: Smoothing; n: number; loss: number }[] = [];
  for (const way of ways)
    for (let n = 1; n <= 5; n++) {
      const model = new NGram({ order: n, vocabulary, smoothing: way });
      const loss = model.fit(part).nll(validation);
      points.push({ way, n, loss });
      display(`${way}, n = ${n}: ${loss.toFixed(3)} nats`);
      yield [...points];
    }
});

// %% ways-plot tags=["hide-input"]
Plot.plot({
  ariaLabel: `Loss on new text against n for three ways to smooth. At n = 5: ${smoothed
    .filter(({ n }) => n === 5)
    .map((d) => `${d.way} ${d.loss.toFixed(2)}`)
    .join(", ")}.`,
  height: 320,
  symbol: { legend: true, domain: ways },
  x: { label: "n", domain: [1, 5], ticks: 5 },
  y: { label: "loss (nats a character)", grid: true, zero: false },
  marks: [
    Plot.lineY(smoothed, {
      x: "n",
      y: "loss",
      z: "way",
      stroke: "var(--lm)",
    }),
    Plot.dot(smoothed, {
      x: "n",
      y: "loss",
      symbol: "way",
      stroke: "var(--lm)",
      fill: "var(--plot-background)",
      r: 5,
    }),
  ],
});

// %% ways-table
table(
  ways.map((way) => ({
    way,
    ...Object.fromEntries(
      smoothed
        .filter((point) => point.way === way)
        .map(({ n, loss }) => [`n = ${n}`, loss.toFixed(3)]),
    ),
  })),
  { caption: "Nats a character on new text" },
);

// %% your-text
const pasted = text("Paste a text", { rows: 4 });
const chosen = file("Or choose a text file", {
  accept: "text",
  value: "",
});
const yours = (chosen || pasted).slice(0, 1_000_000);
const cutAt = Math.floor(0.9 * yours.length);

if (yours === "") display("No text of yours yet.");
else if (yours.length < 1_000)
  display(
    `${yours.length} characters are too few to hold any back: give at least 1,000.`,
  );
else
  table(
    [1, 2, 3, 4, 5].map((order) => {
      const model = new NGram({ order, vocabulary: yours });
      model.fit(yours.slice(0, cutAt));
      return {
        n: order,
        "nats a character": model.nll(yours.slice(cutAt)),
        "it writes": model
          .sample({ random: seed(1), length: 60 })
          .join("")
          .replace(/\s+/g, " "),
      };
    }),
    {
      format: { "nats a character": 3 },
      caption: `${cutAt.toLocaleString("en")} characters of yours counted, the other tenth asked`,
    },
  );

// %% cost tags=["hide-input"]
const pressed = button("Measure on this machine");

table(
  trained.models.slice(0, 5).map((counted) => {
    const { order } = counted;
    const began = performance.now();
    const model =
      pressed > 0
        ? new NGram({ order, vocabulary }).fit(train)
        : counted;
    const done = performance.now();
    if (pressed > 0) model.nll(validation.slice(0, 20_000));
    const asked = performance.now();
    return {
      n: order,
      "characters read": train.length,
      "counts kept": model.size,
      "time to count": pressed
        ? `${((done - began) / 1000).toFixed(2)} s`
        : "–",
      "time to ask": pressed
        ? `${((asked - done) / 20).toFixed(1)} µs a character`
        : "–",
    };
  }),
  {
    format: { "characters read": ",", "counts kept": "," },
    caption: "Labels written by people: 0",
  },
);

// %% as-classifier tags=["expensive"]
import { LogisticRegression } from "#ml/logistic-regression";
import { OneHotEncoder } from "#prep/one-hot-encoder";

/** Features: the letters before. Label: the letter itself. */
const examples = (list: string[], before: number) =>
  list.flatMap((name) =>
    [...`${name}.`].map((label, i) => ({
      features: [...("...".slice(0, before) + name)].slice(
        i,
        i + before,
      ),
      label,
    })),
  );
const learners = oldNames.slice(0, 2000);

const classifier = live(function* () {
  const learn = examples(learners, 3);
  const ask = examples(newNames, 3);
  const encoder = new OneHotEncoder();
  encoder.fit(learn.map(({ features }) => features));
  const X = encoder.transform(learn.map(({ features }) => features));
  const Xnew = encoder.transform(ask.map(({ features }) => features));
  const y = learn.map(({ label }) => label);
  const machine = new LogisticRegression({ C: 3, maxIter: 60 });
  for (const model of machine.fitSteps(X, y)) {
    progress(model.nIter, 60, "steps downhill");
    if (model.nIter % 10 > 0) continue;
    const P = model.predictProba(Xnew);
    const right = ask.map(({ label }, i) =>
      Math.log(P[i][model.classes.indexOf(label)]),
    );
    const loss = -right.reduce((a, b) => a + b) / right.length;
    const weights = model.classes.length * (model.nFeatures + 1);
    display(
      `step ${model.nIter}: ${loss.toFixed(2)} nats on new names`,
    );
    yield { loss, weights, examples: learn.length };
  }
});

// %% counterpart tags=["hide-input"]
/** Counts that see the same beginning of a name as the classifier. */
function counted(order: number) {
  const pad = ".".repeat(order - 1);
  const model = new NGram({ order, vocabulary: joined(names.list) });
  model.fit(pad + learners.join(pad) + pad);
  const losses = newNames.flatMap((name) => [
    ...model.losses(`${pad}${name}.`).slice(order - 1),
  ]);
  const loss = losses.reduce((a, b) => a + b) / losses.length;
  return { numbers: model.size, loss };
}

table(
  [
    {
      model: "2-gram: counts after one letter",
      ...counted(2),
    },
    {
      model: "logistic regression on three letters",
      numbers: classifier.weights,
      loss: classifier.loss,
    },
    {
      model: "4-gram: counts after three letters",
      ...counted(4),
    },
  ],
  {
    format: { loss: 2 },
    caption: `Learnt from the same ${learners.length.toLocaleString("en")} names; nats a character on ${newNames.length} new ones`,
  },
);
