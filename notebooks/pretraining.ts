// Pretraining a GPT: one that read Moby-Dick writes, and a small one is trained live.

// %% tell
import { seed } from "#base/random";
import { button, live, slider, text } from "#notebook";

const beginning = text("Beginning", { value: "The white whale " });
const degrees = { min: 0, max: 2, step: 0.1, value: 0.8 };
const heat = slider("Temperature", degrees);
const another = button("Another text");

const whale = whaleGPT();
const prompt = whale.tokenizer.encode(beginning || "\n");
const rules = { temperature: heat };
const writing = whale.model.generate(prompt, seed(another), rules);

live(function* () {
  let story = beginning;
  for (let left = 240; left > 0; left--) {
    story += whale.tokenizer.decode([writing.next().value!]);
    if (left % 4 === 0) yield story;
  }
  yield story;
});

// %% next-character
import { bars } from "#charts";
import { distribution } from "#lm/sampling";

const { blockSize: window } = whale.model.options;
const logits = whale.model.nextLogits([prompt.slice(-window)]);
bars(
  distribution(logits.toFloat32Array(), { temperature: heat || 0.01 })
    .map((p, id) => ({
      next: visible(whale.tokenizer.decode([id])),
      percent: Math.round(1e4 * p) / 100,
    }))
    .sort((a, b) => b.percent - a.percent)
    .slice(0, 8),
  { x: "percent", y: "next", side: "lm" },
).plot({ x: { label: "probability of the next character (%)" } });

// %% whale
import { card } from "#checkpoints/moby-dick-gpt";
import { loadGPT } from "#lm/gpt-file";
import { table, weights } from "#notebook";

const shipped = loadGPT(await weights(card.name));
const { blockSize: looksBack, nLayer } = shipped.model.options;
function whaleGPT() {
  return shipped;
}
const visible = (character: string) =>
  ({ "\n": "⏎", " ": "␣" })[character] ?? character;
// The first point, before any training, would press the others together.
const whalePoints = card.curve.slice(1).flatMap((point) => [
  { step: point.step, loss: point.validation, on: "new text" },
  { step: point.step, loss: point.train!, on: "as it learns" },
]);

table([
  {
    about: "numbers in it",
    value: card.parameters.toLocaleString("en"),
  },
  { about: "kilobytes", value: Math.round(card.bytes / 1000) },
  { about: "blocks", value: nLayer },
  { about: "characters it looks back on", value: looksBack },
]);

// %% corpus
import { names } from "#datasets/names";
import { CharacterTokenizer } from "#lm/character-tokenizer";
import { radio } from "#notebook";

const kinds = ["names", "Moby-Dick", "my own text"] as const;
const source = radio("Learn from", kinds);
const mine = source === "my own text";
const hint = "At least 2,000 characters. They stay in this page.";
const own = mine ? text("My own text", { rows: 5, hint }) : "";
if (mine && own.length < 2_000)
  throw new Error("paste at least 2,000 characters, or choose names");

const shuffled = seed(1).shuffle(names.list).join("\n");
const novel = source === kinds[1] && mobyDick.train.slice(0, 200_000);
const corpus = mine ? own.slice(0, 1e6) : `\n${novel || shuffled}\n`;
const tokenizer = new CharacterTokenizer(corpus);
const tokens = tokenizer.encode(corpus);
const cut = Math.floor(0.9 * tokens.length);
const show = (ids: number[]) =>
  [...tokenizer.decode(ids)].map(visible).join("");

const caption = `Six questions of ${(cut - 1).toLocaleString("en")} that the text asks and answers`;
table(
  [1, 2, 3, 4, 5, 6].map((length) => ({
    "after this": show(tokens.slice(0, length)),
    "comes this": show([tokens[length]]),
  })),
  { caption },
);

// %% model
import { GPT } from "#lm/gpt";
import { select } from "#notebook";
import { AdamW } from "#tensor";

const blockSize = 16;
const anew = button("Begin anew");
const highest = select("Highest rate", [0.0005, 0.005, 0.05], {
  value: 0.005,
});
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

`${model.numParams().toLocaleString("en")} numbers to learn`;

// %% counts
import { mean } from "#base/mean";
import { NGram } from "#lm/n-gram";

const learnt = tokens.slice(0, cut);
// From the end of a line on: the questions are about whole lines.
const isNames = source === "names";
const from = isNames ? tokens.indexOf(tokens[0], cut) : cut;
const asked = tokens.slice(from);
const train = tokenizer.decode(learnt);
const nGrams = [2, 3, 4, 5].map((order) => {
  const vocabulary = new Set(corpus);
  const nGram = new NGram({ order, vocabulary }).fit(train);
  const losses = nGram.losses(tokenizer.decode(asked)).slice(1);
  return { order, nGram, losses, loss: mean([...losses]) };
});
const counted = nGrams.map(({ order, nGram, loss }) => ({
  model: `${order}-gram`,
  loss,
  "numbers kept": nGram.size,
}));

table(counted, { format: { loss: 3, "numbers kept": "," } });

// %% window
import { randomBatch } from "#lm/next-token-batches";
import { TrainingLog } from "#lm/training-log";
import { warmupCosine } from "#tensor";

const options = { batchSize: 64, blockSize, random };
const rate = warmupCosine({ lr: highest, warmup: 50, total: 1_000 });

function write(length: number) {
  const ids: number[] = [];
  for (const token of model.generate(tokens.slice(0, 1), seed(2)))
    if (ids.push(token) >= length) break;
  return tokenizer.decode(ids).trim();
}
const log = new TrainingLog(model, {
  held: asked.slice(0, 2_000),
  blockSize,
  every: 25,
  write: () => write(60).replaceAll("\n", " "),
});

`A window that it will learn from: ${show(learnt.slice(0, blockSize))}`;

// %% train tags=["expensive"]
import { progress } from "#notebook";

const training = live(function* () {
  for (let step = 1; step <= 1_000; step++) {
    const { x, y } = randomBatch(learnt, options);
    optimizer.lr = rate(optimizer.steps);
    const loss = model.loss(x, y);
    loss.backward();
    optimizer.step();
    progress(step, 1_000, "steps");
    if (log.add(loss.item())) yield `${optimizer.steps} steps`;
  }
});

// %% learning
import { curves } from "#charts";
import { display, runs } from "#notebook";

void training; // Drawn anew as it goes on.
const { step: reached, points, samples } = log;
const onNew = points.filter(({ on }) => on === "new text");
const settings = { text: source, rate: highest, beginning: anew + 1 };
const all = runs("Runs", onNew, { settings });
const several = all.some(({ kept }) => kept);
const seen = several ? all.map((d) => ({ ...d, on: d.run })) : points;
const reference = [nGrams[0], nGrams[2]].flatMap(({ order, loss }) =>
  [0, reached].map((step) => ({ step, loss, on: `${order}-gram` })),
);

display(
  curves([...seen, ...reference], {
    x: "step",
    y: "loss",
    stroke: "on",
    side: ({ on }) => (on === "as it learns" ? "data" : "lm"),
    dashed: ["2-gram", "4-gram"],
    pale: (d) => "kept" in d && d.kept,
  }).plot({ y: { label: "loss (nats a character)" } }),
);
table(samples, { caption: "What it writes" });

// %% score tags=["expensive"]
import { saveGPT } from "#lm/gpt-file";
import { tokenLosses } from "#lm/next-token-batches";
import { download } from "#notebook";
import { compareByName } from "#versus/next-letter";

void training;
const { step: steps } = log;
// Each is guessed from the 16 before it, as tables guess from theirs.
const losses = tokenLosses(model, asked, { blockSize });
const gpt = {
  model: `GPT after ${steps.toLocaleString("en")} steps`,
  loss: mean([...losses]),
  "numbers kept": model.numParams(),
};
const format = { loss: 3, "numbers kept": "," } as const;
display(table([...counted, gpt], { format }));

const items = tokenizer.decode(asked.slice(1)).split("\n").slice(0, -1);
const four = nGrams[2].losses;
const d = isNames
  ? compareByName(items, losses, four, { random: seed(1) })
  : undefined;
if (d)
  display(
    `GPT minus 4-gram: ${d.difference.toFixed(3)} nats (95 %: ${d.low.toFixed(3)} to ${d.high.toFixed(3)})`,
  );
const file = saveGPT({ model, tokenizer });
download(`my-gpt-${steps}-steps.safetensors`, file);

// %% invented tags=["expensive"]
import { judgeInvented, wordsOf } from "#versus/invented-words";

const context0 = tokenizer.decode(tokens.slice(0, 1));
const byWhom = {
  "the real ones, new": tokenizer.decode(asked),
  ...Object.fromEntries(
    nGrams.map(({ order, nGram }) => [
      `${order}-gram`,
      nGram
        .sample({ random: seed(3), length: 2_000, context: context0 })
        .join(""),
    ]),
  ),
  [gpt.model]: write(2_000),
};

table(
  Object.entries(byWhom).map(([by, text]) => {
    const judged = judgeInvented(text, wordsOf(train));
    return { by, new: judged.new, "letters fit": judged.lettersFit };
  }),
  { format: { new: "%", "letters fit": "%" } },
);

// %% whale-curve tags=["expensive"]
import { mobyDick } from "#datasets/moby-dick";

const { train: book, validation, test } = mobyDick;
const vocabulary = new Set(mobyDick.text);
const [three, five] = [3, 5].map((order) =>
  new NGram({ order, vocabulary }).fit(book),
);
const rivals = [three, five].map((nGram) => ({
  model: `${nGram.order}-gram`,
  watched: nGram.nll(validation),
  exam: nGram.nll(test),
}));
const whaleLevels = rivals.flatMap(({ model: on, watched: loss }) =>
  [0, card.steps].map((step) => ({ step, loss, on })),
);

display(
  curves([...whalePoints, ...whaleLevels], {
    x: "step",
    y: "loss",
    stroke: "on",
    side: ({ on }) => (on === "as it learns" ? "data" : "lm"),
    dashed: ["3-gram", "5-gram"],
  }).plot({ y: { label: "loss (nats a character)" } }),
);
const ours = { model: "GPT", watched: card.loss, exam: card.exam };
table([...rivals, ours], { format: { watched: 3, exam: 3 } });

// %% real-words tags=["expensive"]
import { writeTexts } from "#versus/write-texts";
import { judgeTexts, piecesOf } from "#versus/invented-words";

const context = "The white whale ";
const opening = whale.tokenizer.encode(context);
const each = { count: 24, length: 200 };

live(function* () {
  const options = { ...each, random: seed(1), temperature: 1 };
  let written: number[][] = [];
  for (written of writeTexts(whale.model, opening, options)) {
    progress(written[0].length, each.length, "characters of each text");
    yield;
  }
  const texts = {
    "Melville, new": piecesOf(mobyDick.validation, each),
    "5-gram": written.map((_, i) =>
      five.sample({ ...each, random: seed(i), context }).join(""),
    ),
    GPT: written.map((text) => whale.tokenizer.decode(text)),
  };
  display(
    table(judgeTexts(texts, book), {
      columns: ["by", "mean", "plusMinus", "copied"],
      format: { mean: ".1%", plusMinus: ".1%" },
      caption: "Words that are in the book, twice the standard error",
    }),
  );
  yield;
});

// %% costs
const liveCharacters = 1_000 * 64 * blockSize;
const whaleCharacters = card.steps * card.batchSize * looksBack;
const operations = (parameters: number, characters: number) =>
  (6 * parameters * characters).toExponential(1);

table(
  [
    {
      model: "the one trained here",
      "numbers learnt": model.numParams(),
      "characters read": liveCharacters,
      operations: operations(model.numParams(), liveCharacters),
    },
    {
      model: "the one that read Moby-Dick",
      "numbers learnt": card.parameters,
      "characters read": whaleCharacters,
      operations: operations(card.parameters, whaleCharacters),
    },
  ],
  { format: { "numbers learnt": ",", "characters read": "," } },
);
