// Pretraining a GPT: a small one trained live, then one that read Moby-Dick.

// %% choose
import * as Plot from "@observablehq/plot";
import {
  button,
  display,
  download,
  file,
  live,
  progress,
  radio,
  slider,
  table,
  text,
  weights,
} from "#notebook";

const source = radio("Learn from", ["names", "my own text"]);
const mine = source === "my own text";
const pasted = mine
  ? text("My own text", {
      rows: 5,
      placeholder: "Paste at least 2,000 characters.",
      hint: "It stays in this page.",
    })
  : "";
const fromFile = mine
  ? file("or a text file", { accept: "text", value: "" })
  : "";

// %% corpus
import { seed } from "#base/random";
import { names } from "#datasets/names";

const shuffled = seed(1).shuffle(names.list).join("\n");
const own = (fromFile || pasted).replaceAll("\r", "").trim();
if (mine && own.length < 2_000)
  throw new Error(
    `your text has ${own.length} characters and a GPT needs at least 2,000 to learn from: paste more, or choose names`,
  );
const corpus = mine ? own.slice(0, 1_000_000) : `\n${shuffled}\n`;

const counts = new Map<string, number>();
for (const character of corpus)
  counts.set(character, (counts.get(character) ?? 0) + 1);

table(
  [
    {
      text: mine ? "yours" : "names, one a line",
      characters: corpus.length,
      "different ones": counts.size,
    },
  ],
  { caption: "What the model will read" },
);

// %% corpus-plot tags=["hide-input"]
const visible = (character: string) =>
  ({ "\n": "⏎", " ": "␣" })[character] ?? character;
const frequent = [...counts]
  .map(([character, count]) => ({
    character: visible(character),
    share: (100 * count) / corpus.length,
  }))
  .sort((a, b) => b.share - a.share)
  .slice(0, 30);

Plot.plot({
  ariaLabel: `Bar chart of the ${frequent.length} most frequent characters of the text. First comes ${frequent[0].character} with ${frequent[0].share.toFixed(1)} %, then ${frequent[1].character} with ${frequent[1].share.toFixed(1)} %.`,
  height: 240,
  x: { label: "character", domain: frequent.map((d) => d.character) },
  y: { label: "% of the text", grid: true },
  marks: [
    Plot.barY(frequent, {
      x: "character",
      y: "share",
      fill: "var(--data)",
    }),
    Plot.ruleY([0]),
  ],
});

// %% questions
import { CharacterTokenizer } from "#lm/character-tokenizer";

const tokenizer = new CharacterTokenizer(corpus);
const tokens = tokenizer.encode(corpus);
const cut = Math.floor(0.9 * tokens.length);
const train = tokens.slice(0, cut);
const held = tokens.slice(cut, cut + 6_000);
const show = (ids: number[]) =>
  [...tokenizer.decode(ids)].map(visible).join("");

table(
  [1, 2, 3, 4, 5, 6].map((length) => ({
    "after this": show(train.slice(0, length)),
    "comes this": show([train[length]]),
    "as a token": train[length],
  })),
  { caption: "Six questions from the first seven characters" },
);

// %% model
import { GPT, type KeyValueCache } from "#lm/gpt";
import { AdamW } from "#tensor";

const blockSize = 16;
const anew = button("Begin anew");
const random = seed(1 + anew);
const model = new GPT(
  {
    vocabSize: tokenizer.vocabularySize,
    blockSize,
    nLayer: 1,
    nHead: 4,
    nEmbd: 64,
  },
  random,
);
const optimizer = new AdamW(model.parameters(), {
  betas: [0.9, 0.99],
  weightDecay: 0.1,
});
const curve: Point[] = [];
const samples: { step: number; writes: string }[] = [];

table(
  model.namedParameters().map(([name, parameter]) => ({
    parameter: name,
    shape: parameter.shape.join(" × "),
    numbers: parameter.numel(),
  })),
  {
    caption: `${model.numParams().toLocaleString("en")} numbers to learn`,
    rows: 20,
  },
);

// %% baselines
import { NGram } from "#lm/n-gram";

const vocabulary = new Set(corpus);
const trainText = tokenizer.decode(train);
const heldText = tokenizer.decode(held);
const nGrams = [2, 3, 4, 5].map((order) => {
  const nGram = new NGram({ order, vocabulary }).fit(trainText);
  return { order, nGram, loss: nGram.nll(heldText) };
});

table(
  [
    { model: "knows nothing", loss: Math.log(vocabulary.size) },
    ...nGrams.map(({ order, loss }) => ({
      model: order === 2 ? "bigram" : `${order}-gram`,
      loss,
    })),
  ],
  {
    format: { loss: 3 },
    caption: "What counting reaches on the last tenth of the text",
  },
);

// %% chart tags=["hide-input"]
interface Point {
  step: number;
  loss: number;
  of: "text it learns from" | "text held back";
}
interface Level {
  name: string;
  loss: number;
}

/** `passing`: the point where the curve goes below a level. */
function lossChart(
  points: Point[],
  levels: Level[],
  steps: number,
  passing?: Point & { name: string },
) {
  const last = points.findLast((d) => d.of === "text held back");
  return Plot.plot({
    ariaLabel: `Loss against steps of training. On text held back it is ${last?.loss.toFixed(2)} nats a character after ${last?.step.toLocaleString("en")} steps. Level lines: ${levels.map((d) => `${d.name} ${d.loss.toFixed(2)}`).join(", ")}.${passing ? ` It passes the ${passing.name} by step ${passing.step.toLocaleString("en")}.` : ""}`,
    height: 340,
    marginRight: 62,
    x: { label: "steps", domain: [0, steps], ticks: 4 },
    y: { label: "loss (nats a character)", grid: true, nice: true },
    color: {
      legend: true,
      domain: ["text it learns from", "text held back"],
      range: ["var(--data)", "var(--lm)"],
    },
    marks: [
      Plot.ruleY(levels, {
        y: "loss",
        stroke: "var(--lm)",
        strokeDasharray: "4,3",
      }),
      Plot.text(levels, {
        x: () => steps,
        y: "loss",
        text: "name",
        textAnchor: "start",
        dx: 4,
        fill: "var(--lm)",
      }),
      Plot.lineY(points.filter(isHeld), {
        x: "step",
        y: "loss",
        stroke: "of",
        strokeWidth: 2.5,
      }),
      Plot.lineY(
        points.filter((d) => !isHeld(d)),
        { x: "step", y: "loss", stroke: "of", strokeDasharray: "2,2" },
      ),
      Plot.dot(points.filter(isHeld).slice(-1), {
        x: "step",
        y: "loss",
        fill: "of",
        r: 4,
      }),
      passing && [
        Plot.dot([passing], { x: "step", y: "loss", r: 7 }),
        Plot.text([passing], {
          x: "step",
          y: "loss",
          text: (d) => `passes the ${d.name}`,
          textAnchor: "start",
          dx: -4,
          dy: -42,
        }),
      ],
    ],
  });
}

function isHeld(point: Point) {
  return point.of === "text held back";
}

// %% look
import type { Random } from "#base/random";
import { evaluateLoss, randomBatch } from "#lm/next-token-batches";
import { warmupCosine } from "#tensor";

const levels = nGrams
  .filter(({ order }) => order === 2 || order === 4)
  .map(({ order, loss }) => ({ name: `${order}-gram`, loss }));

function write(length: number, random: Random) {
  const ids: number[] = [];
  for (const token of model.generate(train.slice(0, 1), random))
    if (ids.push(token) >= length) break;
  return tokenizer.decode(ids);
}

function look(trainLoss: number | undefined) {
  const step = optimizer.steps;
  const { loss } = evaluateLoss(model, held, { blockSize, stride: 8 });
  curve.push({ step, loss, of: "text held back" });
  if (trainLoss !== undefined)
    curve.push({ step, loss: trainLoss, of: "text it learns from" });
  if (step % 200 > 0 && ![25, 50, 100].includes(step)) return;
  const writes = write(64, seed(2)).trim().replaceAll("\n", " · ");
  samples.unshift({ step, writes });
}

// %% train tags=["expensive"]
const rate = warmupCosine({ lr: 0.005, warmup: 50, total: 1_000 });

const training = live(function* () {
  const until = optimizer.steps + 1_000;
  const picture = () => {
    display(lossChart(curve, levels, until));
    display(table(samples, { caption: "What it writes" }));
  };
  if (optimizer.steps === 0) look(undefined);
  picture();
  for (let sum = 0; optimizer.steps < until; ) {
    optimizer.lr = rate(optimizer.steps);
    const { x, y } = randomBatch(train, {
      batchSize: 64,
      blockSize,
      random,
    });
    const loss = model.loss(x, y);
    loss.backward();
    optimizer.step();
    sum += loss.item();
    if (optimizer.steps % 25 === 0) {
      look(sum / 25);
      sum = 0;
      picture();
    }
    progress(optimizer.steps, until, "steps");
    yield;
  }
  picture();
});

// %% score tags=["expensive"]
void training; // This cell waits for it.
// Stride 1: each character is guessed from the 16 before it, as the tables guess it from theirs.
const reached = evaluateLoss(model, held, {
  blockSize,
  stride: 1,
  batchSize: 64,
}).loss;

table(
  [
    ...nGrams.map(({ order, nGram, loss }) => ({
      model: order === 2 ? "bigram" : `${order}-gram`,
      loss,
      "numbers kept": nGram.size,
    })),
    {
      model: `GPT after ${optimizer.steps.toLocaleString("en")} steps`,
      loss: reached,
      "numbers kept": model.numParams(),
    },
  ],
  {
    format: { loss: 2 },
    caption:
      "Loss on text held back, in nats a character: each is guessed from as many before it as the model can use",
  },
);

// %% invented tags=["expensive"]
void training;
const wordsOf = (text: string) =>
  text.split(/[^\p{L}\p{M}]+/u).filter((word) => word !== "");
const known = new Set(wordsOf(trainText));
const triplesOf = (word: string) =>
  [...word].map((_, i) => ` ${word} `.slice(i, i + 3));
const knownTriples = new Set([...known].flatMap(triplesOf));

const texts = {
  "the real ones held back": heldText,
  ...Object.fromEntries(
    nGrams.map(({ order, nGram }) => [
      order === 2 ? "bigram" : `${order}-gram`,
      nGram
        .sample({
          random: seed(3),
          length: 2_000,
          context: trainText[0],
        })
        .join(""),
    ]),
  ),
  [`GPT after ${optimizer.steps.toLocaleString("en")} steps`]: write(
    2_000,
    seed(3),
  ),
};

const quality = Object.entries(texts).map(([by, text]) => {
  const words = wordsOf(text).slice(0, -1);
  const percent = (holds: (word: string) => boolean) =>
    `${Math.round((100 * words.filter(holds).length) / words.length)} %`;
  const plausible = (word: string) =>
    triplesOf(word).every((triple) => knownTriples.has(triple));
  return {
    by,
    new: percent((word) => !known.has(word)),
    "letters fit": percent(plausible),
  };
});

table(quality, {
  caption: "What is invented, and does it sound right?",
});

// %% keep tags=["expensive"]
import { saveGPT } from "#lm/gpt-file";

void training;
download(
  `my-gpt-${optimizer.steps}-steps.safetensors`,
  saveGPT({ model, tokenizer }),
);

// %% shipped
import { card } from "#checkpoints/moby-dick-gpt";
import { loadGPT } from "#lm/gpt-file";

const whale = loadGPT(await weights(card.name));
const { blockSize: context } = whale.model.options;

table(
  Object.entries({
    "learnt from": card.data,
    "numbers learnt": card.parameters.toLocaleString("en"),
    steps: card.steps.toLocaleString("en"),
    "characters read": (
      card.steps *
      card.batchSize *
      context
    ).toLocaleString("en"),
    "looks back on": `${context} characters`,
    "loss on the last tenth": `${card.loss.toFixed(3)} nats a character`,
    file: `${(card.bytes / 1e6).toFixed(1)} MB`,
  }).map(([what, is]) => ({ what, is })),
  { caption: card.title },
);

// %% whale-n-grams tags=["expensive"]
import { mobyDick } from "#datasets/moby-dick";

/** What the GPT has learnt from, too. */
const read = mobyDick.train + mobyDick.test;

const whaleNGrams = live(function* () {
  const vocabulary = new Set(mobyDick.text);
  const found: { order: number; loss: number; nGram: NGram }[] = [];
  for (const order of [1, 2, 3, 4, 5]) {
    const nGram = new NGram({ order, vocabulary });
    for (const { tokens, total } of nGram.fitSteps(read)) {
      progress(tokens, total, "characters counted");
      yield found;
    }
    const loss = nGram.nll(mobyDick.validation);
    found.push({ order, loss, nGram });
    display(
      table(
        found.map(({ order, loss, nGram }) => ({
          model: `${order}-gram`,
          loss,
          "numbers kept": nGram.size,
        })),
        {
          format: { loss: 3 },
          caption: "Counting on the same text, nats a character",
        },
      ),
    );
    yield found;
  }
});

// %% whale-curve tags=["expensive"]
// The first point, before any training, would press the others together.
const whalePoints = card.curve
  .slice(1)
  .flatMap(({ step, train, validation }): Point[] => [
    { step, loss: train!, of: "text it learns from" },
    { step, loss: validation, of: "text held back" },
  ]);

const counted = whaleNGrams.map(({ order, loss }) => ({
  name: `${order}-gram`,
  loss,
}));
const best = counted.at(-1)!;
const passing = whalePoints
  .filter(isHeld)
  .find((d) => d.loss < best.loss);

lossChart(
  whalePoints,
  counted,
  card.steps,
  passing && { ...passing, name: best.name },
);

// %% ask
const V = whale.tokenizer.vocabularySize;
const beginning = text("Beginning", { value: "The white whale " });
const temperature = slider("Temperature", {
  min: 0,
  max: 2,
  step: 0.05,
  value: 0.8,
});
const topK = slider("Top-k", { min: 1, max: V, value: V });
const topP = slider("Top-p", {
  min: 0.05,
  max: 1,
  step: 0.05,
  value: 1,
});
const another = button("Another text");

const prompt = whale.tokenizer.encode(beginning || "\n");
const rules = { temperature, topK, topP };

// %% next tags=["hide-input"]
import { distribution, sampleToken } from "#lm/sampling";

function nextChart(logits: ArrayLike<number>) {
  const plain = distribution(logits);
  const ruled = distribution(logits, rules);
  const bars = plain
    .map((p, id) => ({
      character: visible(whale.tokenizer.decode([id])),
      model: 100 * p,
      rules: 100 * ruled[id],
    }))
    .sort((a, b) => b.model - a.model)
    .slice(0, 12);
  const [first] = bars;
  return Plot.plot({
    ariaLabel: `Bar chart of the 12 likeliest next characters. The likeliest is ${first.character}: ${first.model.toFixed(0)} % by the model, ${first.rules.toFixed(0)} % after the rules.`,
    height: 230,
    x: {
      label: "next character",
      domain: bars.map((d) => d.character),
    },
    y: { label: "probability (%)", domain: [0, 100], grid: true },
    marks: [
      Plot.barY(bars, {
        x: "character",
        y: "rules",
        fill: "var(--lm)",
        fillOpacity: 0.6,
      }),
      Plot.tickY(bars, {
        x: "character",
        y: "model",
        stroke: "currentColor",
        strokeWidth: 2,
      }),
      Plot.ruleY([0]),
    ],
  });
}

nextChart(
  whale.model.nextLogits([prompt.slice(-context)]).toFloat32Array(),
);

// %% tell tags=["expensive"]
live(function* () {
  let story = beginning;
  const until = story.length + 400;
  const steps = whale.model.generateSteps(prompt, seed(another), rules);
  let chart: ReturnType<typeof nextChart> | undefined;
  for (const { token, logits } of steps) {
    // A chart takes longer than a character: draw one of eight.
    if (story.length % 8 === 0) chart = nextChart(logits);
    story += whale.tokenizer.decode([token]);
    display(story);
    if (chart) display(chart);
    yield story;
    if (story.length >= until) break;
  }
});

// %% real-words tags=["expensive"]
const bookWords = new Set(wordsOf(read));
const opening = "The white whale ";
const each = { count: 12, length: 200 };

/** All texts at once, one character a step. */
function* writeTexts() {
  const ids = whale.tokenizer.encode(opening);
  const written = Array.from({ length: each.count }, () => [...ids]);
  const cache: KeyValueCache = [];
  const random = seed(1 + another);
  let unread = written.map((ids) => [...ids]);
  for (let i = 0; i < each.length; i++) {
    const logits = whale.model.nextLogits(unread, cache);
    unread = written.map((ids, row) => {
      const scores = logits.select(0, row).toFloat32Array();
      const token = sampleToken(scores, { random, temperature: 1 });
      ids.push(token);
      return [token];
    });
    yield written.map((ids) =>
      whale.tokenizer.decode(ids).slice(opening.length),
    );
  }
}

function longestCopy(text: string) {
  let longest = "";
  for (let from = 0, to = 1; to <= text.length; )
    if (!read.includes(text.slice(from, to))) from++;
    else {
      if (to - from > longest.length) longest = text.slice(from, to);
      to++;
    }
  return longest;
}

/** The mean over the texts, and twice the standard error of that mean. */
function judged(by: string, texts: string[]) {
  const shares = texts.map((text) => {
    const words = wordsOf(text).slice(1, -1);
    const real = words.filter((word) => bookWords.has(word)).length;
    return (100 * real) / words.length;
  });
  const mean = shares.reduce((a, b) => a + b) / shares.length;
  const squares = shares.map((share) => (share - mean) ** 2);
  const variance =
    squares.reduce((a, b) => a + b) / (shares.length - 1);
  const error = Math.sqrt(variance / shares.length);
  return {
    by,
    "words that are in the book": `${mean.toFixed(0)} % ± ${(2 * error).toFixed(0)}`,
    "longest piece copied from it": texts
      .map(longestCopy)
      .reduce((a, b) => (b.length > a.length ? b : a))
      .trim(),
  };
}

live(function* () {
  let byGPT: string[] = [];
  for (byGPT of writeTexts()) {
    progress(byGPT[0].length, each.length, "characters of each text");
    yield;
  }
  const pieces = Array.from({ length: each.count }, (_, i) => i);
  const counting = whaleNGrams.at(-1)!.nGram;
  const byCounting = pieces.map((i) =>
    counting
      .sample({
        random: seed(1 + another + i),
        length: each.length,
        context: opening,
      })
      .join(""),
  );
  const melville = pieces.map((i) =>
    mobyDick.validation.slice(5_000 * i, 5_000 * i + each.length),
  );
  display(
    table(
      [
        judged("Melville, held back", melville),
        judged("5-gram", byCounting),
        judged("GPT", byGPT),
      ],
      {
        caption: `${each.count} texts of ${each.length} characters each, all at temperature 1`,
      },
    ),
  );
  yield;
});

// %% costs tags=["hide-input"]
const liveCharacters = 1_000 * 64 * blockSize;
const whaleCharacters = card.steps * card.batchSize * context;
const operations = (parameters: number, read: number) =>
  (6 * parameters * read).toExponential(1);

table(
  [
    {
      model: "the one trained here",
      "numbers learnt": model.numParams(),
      "characters read": liveCharacters,
      operations: operations(model.numParams(), liveCharacters),
    },
    {
      model: card.name,
      "numbers learnt": card.parameters,
      "characters read": whaleCharacters,
      operations: operations(card.parameters, whaleCharacters),
    },
  ],
  {
    caption: "What training cost: 6 operations a number and character",
  },
);

// %% speed
const measure = button("Measure on this machine");

function speed() {
  const began = performance.now();
  const tokens = whale.model.generate([0], seed(1));
  tokens.next();
  const first = performance.now() - began;
  for (let i = 0; i < 299; i++) tokens.next();
  const seconds = (performance.now() - began) / 1_000;
  return `first character after ${first.toFixed(0)} ms, then ${(300 / seconds).toFixed(0)} characters a second`;
}

measure === 0 ? "Not measured yet: press the button." : speed();
