// Pretraining a GPT: one that read Moby-Dick writes, and a small one is trained live.

// %% tell tags=["expensive"]
import { seed } from "#base/random";
import { card } from "#checkpoints/moby-dick-gpt";
import { loadGPT } from "#lm/gpt-file";
import {
  button,
  display,
  live,
  slider,
  text,
  weights,
} from "#notebook";

const beginning = text("Beginning", { value: "The white whale " });
const temperature = slider("Temperature", {
  min: 0,
  max: 2,
  value: 0.8,
});
const another = button("Another text");

const whale = loadGPT(await weights(card.name));
const prompt = whale.tokenizer.encode(beginning || "\n");
const writing = whale.model.generate(prompt, seed(another), {
  temperature,
});

live(function* () {
  let story = beginning;
  for (let left = 60; left > 0; left--) {
    for (let i = 0; i < 4; i++)
      story += whale.tokenizer.decode([writing.next().value!]);
    yield story;
  }
});

// %% next-character
import { bars } from "#charts";
import { distribution } from "#lm/sampling";

const { blockSize: context } = whale.model.options;
const visible = (character: string) =>
  ({ "\n": "⏎", " ": "␣" })[character] ?? character;

const logits = whale.model.nextLogits([prompt.slice(-context)]);
bars(
  distribution(logits.toFloat32Array(), {
    temperature: temperature || 0.01,
  })
    .map((p, id) => ({
      next: visible(whale.tokenizer.decode([id])),
      percent: 100 * p,
    }))
    .sort((a, b) => b.percent - a.percent)
    .slice(0, 8),
  { x: "percent", y: "next", side: "lm" },
).plot({ x: { label: "probability of the next character (%)" } });

// %% corpus
import { names } from "#datasets/names";
import { CharacterTokenizer } from "#lm/character-tokenizer";
import { radio, table } from "#notebook";

const mine = radio("Learn from", ["names", "my own text"]) !== "names";
const hint = "At least 2,000 characters. They stay in this page.";
const own = mine ? text("My own text", { rows: 5, hint }) : "";
if (mine && own.length < 2_000)
  throw new Error("paste at least 2,000 characters, or choose names");

const shuffled = seed(1).shuffle(names.list).join("\n");
const corpus = mine ? own.slice(0, 1_000_000) : `\n${shuffled}\n`;
const tokenizer = new CharacterTokenizer(corpus);
const tokens = tokenizer.encode(corpus);
const cut = Math.floor(0.9 * tokens.length);
const show = (ids: number[]) =>
  [...tokenizer.decode(ids)].map(visible).join("");

table(
  [1, 2, 3, 4, 5, 6].map((length) => ({
    "after this": show(tokens.slice(0, length)),
    "comes this": show([tokens[length]]),
  })),
  {
    caption: `Six questions of ${(cut - 1).toLocaleString("en")} that the text asks and answers`,
  },
);

// %% model
import { GPT } from "#lm/gpt";
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
const curve: { step: number; loss: number; on: string }[] = [];
const samples: { step: number; writes: string }[] = [];
const recent: number[] = [];

`${model.numParams().toLocaleString("en")} numbers to learn`;

// %% counts
import { mean } from "#base/mean";
import { NGram } from "#lm/n-gram";

const train = tokenizer.decode(tokens.slice(0, cut));
// From the end of a line on: the questions are about whole lines.
const asked = tokens.slice(mine ? cut : tokens.indexOf(tokens[0], cut));
const nGrams = [2, 3, 4, 5].map((order) => {
  const nGram = new NGram({ order, vocabulary: new Set(corpus) });
  const losses = nGram
    .fit(train)
    .losses(tokenizer.decode(asked))
    .slice(1);
  return { order, nGram, losses, loss: mean([...losses]) };
});

const counted = nGrams.map(({ order, nGram, loss }) => ({
  model: `${order}-gram`,
  loss,
  "numbers kept": nGram.size,
}));

table(counted, { format: { loss: 3, "numbers kept": "," } });

// %% train tags=["expensive"]
import { randomBatch } from "#lm/next-token-batches";
import { warmupCosine } from "#tensor";

const rate = warmupCosine({ lr: 0.005, warmup: 50, total: 1_000 });
const options = { batchSize: 64, blockSize, random };
const learnt = tokens.slice(0, cut);

const training = live(function* () {
  for (let left = 1_000; left > 0; left--) {
    const { x, y } = randomBatch(learnt, options);
    optimizer.lr = rate(optimizer.steps);
    const loss = model.loss(x, y);
    loss.backward();
    optimizer.step();
    look(loss.item(), left - 1);
    yield;
  }
});

// #region what is looked at
import { curves } from "#charts";
import { evaluateLoss } from "#lm/next-token-batches";
import { progress } from "#notebook";

function write(length: number) {
  const ids: number[] = [];
  for (const token of model.generate(tokens.slice(0, 1), seed(2)))
    if (ids.push(token) >= length) break;
  return tokenizer.decode(ids).trim();
}

function look(loss: number, left: number) {
  const step = optimizer.steps;
  progress(step, step + left, "steps");
  recent.push(loss);
  if (step % 200 === 0 || [1, 50, 100].includes(step))
    samples.unshift({ step, writes: write(60).replaceAll("\n", " ") });
  if (step % 50 > 0) return;
  const few = asked.slice(0, 2_000);
  const held = evaluateLoss(model, few, { blockSize, stride: 4 }).loss;
  curve.push({ step, loss: held, on: "GPT, new text" });
  curve.push({
    step,
    loss: mean(recent.splice(0)),
    on: "as it learns",
  });
  const levels = [nGrams[0], nGrams[2]].flatMap(({ order, loss }) =>
    [0, step].map((step) => ({ step, loss, on: `${order}-gram` })),
  );
  const chart = curves([...curve, ...levels], {
    x: "step",
    y: "loss",
    stroke: "on",
    side: ({ on }) => (on === "as it learns" ? "data" : "lm"),
    dashed: ["2-gram", "4-gram"],
  });
  display(chart.plot({ y: { label: "loss (nats a character)" } }));
  display(table(samples, { caption: "What it writes" }));
}
// #endregion

// %% score tags=["expensive"]
import { saveGPT } from "#lm/gpt-file";
import { tokenLosses } from "#lm/next-token-batches";
import { download } from "#notebook";
import { compareByName } from "#versus/next-letter";

void training; // This cell waits for it.
// Each character is guessed from the 16 before it, as the tables guess it from theirs.
const losses = tokenLosses(model, asked, { blockSize });
const { steps } = optimizer;
const by = `GPT after ${steps.toLocaleString("en")} steps`;
const size = { "numbers kept": model.numParams() };
const reached = { model: by, loss: mean([...losses]), ...size };

display(
  table([...counted, reached], {
    format: { loss: 3, "numbers kept": "," },
  }),
);
if (!mine) {
  const lines = tokenizer
    .decode(asked.slice(1))
    .split("\n")
    .slice(0, -1);
  const sure = { random: seed(1) };
  const d = compareByName(lines, losses, nGrams[2].losses, sure);
  const interval = `${d.low.toFixed(3)} to ${d.high.toFixed(3)}`;
  display(
    `GPT minus 4-gram: ${d.difference.toFixed(3)} nats (95 %: ${interval})`,
  );
}
download(
  `my-gpt-${steps}-steps.safetensors`,
  saveGPT({ model, tokenizer }),
);

// %% invented tags=["expensive"]
import { judgeInvented, wordsOf } from "#versus/invented-words";

void training;
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
  GPT: write(2_000),
};

table(
  Object.entries(byWhom).map(([by, text]) => {
    const judged = judgeInvented(text, wordsOf(train));
    return { by, new: judged.new, "letters fit": judged.lettersFit };
  }),
  { format: { new: "%", "letters fit": "%" } },
);

// %% whale-counts tags=["expensive"]
import { mobyDick } from "#datasets/moby-dick";

/** What the GPT has learnt from, too. */
const book = mobyDick.train + mobyDick.test;

const whaleCounts = live(function* () {
  const found: { order: number; loss: number; nGram: NGram }[] = [];
  for (const order of [1, 2, 3, 4, 5]) {
    const nGram = new NGram({
      order,
      vocabulary: new Set(mobyDick.text),
    });
    const loss = nGram.fit(book).nll(mobyDick.validation);
    found.push({ order, loss, nGram });
    progress(order, 5, "tables counted");
    display(
      table(
        found.map(({ order, loss, nGram }) => ({
          model: `${order}-gram`,
          loss,
          "numbers kept": nGram.size,
        })),
        { format: { loss: 3, "numbers kept": "," } },
      ),
    );
    yield found;
  }
});

// %% whale-curve tags=["expensive"]
// The first point, before any training, would press the others together.
const points = card.curve
  .slice(1)
  .flatMap(({ step, train, validation }) => [
    { step, loss: validation, on: "GPT, new text" },
    { step, loss: train!, on: "as it learns" },
  ]);
const [three, five] = [whaleCounts[2], whaleCounts.at(-1)!];
const levels = [three, five].flatMap(({ order, loss }) =>
  [0, card.steps].map((step) => ({ step, loss, on: `${order}-gram` })),
);
const passing = points.find(
  ({ loss, on }) => on === "GPT, new text" && loss < five.loss,
);

display(
  curves([...points, ...levels], {
    x: "step",
    y: "loss",
    stroke: "on",
    side: ({ on }) => (on === "as it learns" ? "data" : "lm"),
    dashed: levels.map(({ on }) => on),
  }).plot({ y: { label: "loss (nats a character)" } }),
);
`It passes the 5-gram by step ${passing?.step.toLocaleString("en")}`;

// %% real-words tags=["expensive"]
import { writeTexts } from "#lm/write-texts";
import { judgeTexts, piecesOf } from "#versus/invented-words";

const opening = whale.tokenizer.encode("The white whale ");
const each = { count: 24, length: 200 };

live(function* () {
  const options = { ...each, random: seed(1), temperature: 1 };
  let written: number[][] = [];
  for (written of writeTexts(whale.model, opening, options)) {
    progress(written[0].length, each.length, "characters of each text");
    yield;
  }
  const five = whaleCounts.at(-1)!.nGram;
  const context = whale.tokenizer.decode(opening);
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
    }),
  );
  yield;
});

// %% costs
const liveCharacters = 1_000 * 64 * blockSize;
const whaleCharacters = card.steps * card.batchSize * context;
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
