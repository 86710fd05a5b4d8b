// Inside a transformer: every matrix of one forward pass.

// %% task
import * as Plot from "@observablehq/plot";
import { seed } from "#base/random";
import { CharacterTokenizer } from "#lm/character-tokenizer";
import {
  button,
  display,
  live,
  progress,
  select,
  slider,
  table,
  text,
  weights,
} from "#notebook";

const letters = [..."abcdefghij"];
const random = seed(1);
const draw = () => random.shuffle(letters).slice(0, 5).join("");
const sorted = (word: string) => [...word].sort().join("");

/** Sets of letters that the model never learns from, in any order. */
const heldSets = new Set<string>();
while (heldSets.size < 50) heldSets.add(sorted(draw()));
const held = new Set<string>();
for (let word = draw(); held.size < 500; word = draw())
  if (heldSets.has(sorted(word))) held.add(word);

table(
  [...held].slice(0, 5).map((word) => ({
    "the model reads": `${word}>`,
    "and must go on with": sorted(word),
  })),
  {
    caption: `Five of ${held.size} strings, made of ${heldSets.size} sets of letters that are held back`,
  },
);

// %% model
import { GPT } from "#lm/gpt";
import { AdamW, tensor, warmupCosine } from "#tensor";

const tokenizer = new CharacterTokenizer(`${letters.join("")}>`);
const sorter = new GPT(
  {
    vocabSize: tokenizer.vocabularySize,
    blockSize: 10,
    nLayer: 1,
    nHead: 1,
    nEmbd: 32,
  },
  random,
);
const optimizer = new AdamW(sorter.parameters(), {
  betas: [0.9, 0.99],
});
`${sorter.numParams().toLocaleString("en")} numbers, all of them noise so far`;

// %% batch
function batch(size: number) {
  const x: number[][] = [];
  const y: number[][] = [];
  while (x.length < size) {
    const word = draw();
    if (heldSets.has(sorted(word))) continue;
    const ids = tokenizer.encode(`${word}>${sorted(word)}`);
    x.push(ids.slice(0, -1));
    // −100: what stands before the sign > is no question.
    y.push(ids.slice(1).map((id, i) => (i < 5 ? -100 : id)));
  }
  return { x: tensor(x), y: tensor(y) };
}

function solve(word: string) {
  const ids = tokenizer.encode(`${word}>`);
  const answer = sorter.generate(ids, random, { temperature: 0 });
  const next = Array.from({ length: 5 }, () => answer.next().value);
  return tokenizer.decode(next as number[]);
}

// %% train
const curve: { step: number; right: number }[] = [];

function share(words: string[]) {
  const right = words.filter((word) => solve(word) === sorted(word));
  return (100 * right.length) / words.length;
}

const training = live(function* () {
  const rate = warmupCosine({ lr: 0.01, warmup: 20, total: 300 });
  for (let step = 0; step <= 300; step++) {
    if (step % 20 === 0) {
      curve.push({ step, right: share([...held].slice(0, 50)) });
      display(curveChart());
    }
    const { x, y } = batch(64);
    optimizer.lr = rate(step);
    sorter.loss(x, y).backward();
    optimizer.step();
    progress(step, 300, "steps");
    yield step;
  }
});

// #region the chart
function curveChart() {
  const last = curve.at(-1)!;
  return Plot.plot({
    ariaLabel: `Share of strings sorted without a mistake, against steps of training: ${last.right.toFixed(0)} % after ${last.step} steps.`,
    height: 240,
    x: { label: "steps", domain: [0, 300] },
    y: { label: "sorted right (%)", domain: [0, 100], grid: true },
    marks: [
      Plot.lineY(curve, {
        x: "step",
        y: "right",
        stroke: "var(--lm)",
        strokeWidth: 2,
        marker: "dot",
      }),
    ],
  });
}
// #endregion

// %% exam
void training;
const answers = [...held].map((word) => ({
  reads: word,
  answers: solve(word),
}));
const mistakes = answers.filter(
  ({ reads, answers }) => answers !== sorted(reads),
);

table(mistakes.length > 0 ? mistakes : answers, {
  caption: `${answers.length - mistakes.length} of ${answers.length} strings that it never saw, in any order, are sorted without a mistake`,
  rows: 4,
});

// %% own-letters
const word = text("Five letters, a to j, each once", {
  value: "hgdab",
});
if (!/^[a-j]{5}$/.test(word) || new Set(word).size < 5)
  throw new Error(
    `"${word}" will not do: give five different letters from a to j, such as hgdab`,
  );
const answer = solve(word);
`${word} → ${answer}`;

// %% heat-map tags=["hide-input"]
import type { Stage } from "#lm/gpt-stages";

const names: Record<string, string> = { "\n": "⏎", " ": "␣" };
const visible = (character: string) => names[character] ?? character;

function heatMap(stage: Stage, read: string, vocabulary: string) {
  const { matrix, columns } = stage;
  const rows = [...read].map((c, i) => `${i + 1} ${visible(c)}`);
  const named = columns !== "numbers";
  const labels =
    columns === "tokens" ? rows : [...vocabulary].map(visible);
  const most = Math.max(
    ...matrix.flat().map((v) => (Number.isFinite(v) ? Math.abs(v) : 0)),
  );
  const cells = matrix.flatMap((row, y) =>
    row.map((value, x) => ({
      row: rows[y],
      column: named ? labels[x] : x + 1,
      value,
    })),
  );
  const looks = cells.filter((d) => Number.isFinite(d.value));
  const strongest = looks.reduce((a, b) =>
    Math.abs(b.value) > Math.abs(a.value) ? b : a,
  );
  return Plot.plot({
    ariaLabel: `Heat map of ${stage.name}: ${matrix.length} rows, one for each token read, and ${matrix[0].length} columns. The strongest number, ${strongest.value.toFixed(2)}, is in row ${strongest.row}, column ${strongest.column}.`,
    height: 70 + 22 * rows.length,
    marginLeft: 40,
    marginBottom: 40,
    padding: named ? 0.04 : 0,
    x: {
      label: {
        numbers: "number",
        tokens: "token looked at",
        vocabulary: "next token",
      }[columns],
      domain: named ? labels : matrix[0].map((_, x) => x + 1),
      ticks: !named
        ? [1, matrix[0].length]
        : labels.length > 30
          ? apart(strongColumns(matrix)).map((x) => labels[x])
          : labels,
      // Many tokens leave room for the character alone.
      tickFormat:
        columns === "tokens" && rows.length > 10
          ? (d: string) => d.slice(d.indexOf(" ") + 1)
          : undefined,
      tickSize: 0,
    },
    y: {
      label: "token read",
      labelAnchor: "top",
      domain: rows,
      tickSize: 0,
    },
    marks: [
      Plot.cell(looks, {
        x: "column",
        y: "row",
        fill: (d) => (d.value < 0 ? "var(--data)" : "var(--lm)"),
        fillOpacity: (d) => Math.abs(d.value) / (most || 1),
        tip: cells.length <= 400,
        channels: { value: { value: "value", label: "value" } },
      }),
      Plot.text(
        cells.filter((d) => !Number.isFinite(d.value)),
        { x: "column", y: "row", text: () => "×", fillOpacity: 0.5 },
      ),
    ],
  });
}

/** Columns with a number worth a look, the strongest first. */
function strongColumns(matrix: Stage["matrix"]) {
  const most = matrix[0].map((_, x) =>
    Math.max(...matrix.map((row) => row[x])),
  );
  return most
    .map((_, x) => x)
    .filter((x) => most[x] > 0.2 * Math.max(...most))
    .sort((a, b) => most[b] - most[a]);
}

/** Those that have room for a letter beside those before them. */
function apart(columns: number[]) {
  const kept: number[] = [];
  for (const x of columns)
    if (kept.every((other) => Math.abs(x - other) >= 4)) kept.push(x);
  return kept;
}

// %% walk
import { stagesOf } from "#lm/gpt-stages";
import { traceGPT } from "#lm/gpt-trace";

const reads = `${word}>${answer}`.slice(0, -1);
const trace = traceGPT(sorter, tokenizer.encode(reads));
const stages = stagesOf(trace, { layer: 1, head: 1 });
const at = slider("Step", { min: 1, max: stages.length, value: 10 });
const stage = stages[at - 1];

display(`${at}. ${stage.name}: ${stage.says}`);
heatMap(stage, reads, tokenizer.characters.join(""));

// %% attention-says tags=["hide-input"]
const looksAt = [...held].map((word) => {
  const reads = `${word}>${sorted(word)}`;
  const ids = tokenizer.encode(reads.slice(0, -1));
  const [head] = traceGPT(sorter, ids).blocks[0].heads;
  const rows = head.weights.slice(5);
  return rows.map((row, i) => {
    const strongest = row.indexOf(Math.max(...row));
    const next = reads[6 + i];
    return {
      place: i + 1,
      next: reads[strongest] === next ? 100 : 0,
      weight: 100 * row[reads.indexOf(next)],
    };
  });
});

table(
  [1, 2, 3, 4, 5].map((place) => {
    const rows = looksAt.map((answer) => answer[place - 1]);
    const mean = (key: "next" | "weight") =>
      `${Math.round(rows.reduce((sum, row) => sum + row[key], 0) / rows.length)} %`;
    return {
      "letter of the answer": place,
      "looks most at it": mean("next"),
      "share of its attention": mean("weight"),
    };
  }),
  { caption: "Does attention find the letter that comes next?" },
);

// %% shipped
import { card } from "#checkpoints/moby-dick-nanogpt";
import { loadGPT } from "#lm/gpt-file";

const { model, tokenizer: characters } = loadGPT(
  await weights(card.name),
);
const { nLayer, nHead, nEmbd, blockSize } = model.options;
`${nLayer} layers of ${nHead} heads, ${nEmbd} numbers for each character, ${card.parameters.toLocaleString("en")} numbers in all`;

// %% own-text
const passage = text("A text of yours", {
  value: "the white whale",
  hint: "Up to 16 characters.",
});
const given = [...passage].slice(0, 16).join("") || "\n";
const layer = slider("Layer", { min: 1, max: nLayer, value: 1 });
const head = slider("Head", { min: 1, max: nHead, value: 1 });
const whaleTrace = traceGPT(model, characters.encode(given));
const whaleStages = stagesOf(whaleTrace, { layer, head });
const name = select(
  "Step",
  whaleStages.map((stage) => stage.name),
  { value: "attention" },
);

// %% own-stage
const whaleStage = whaleStages.find((stage) => stage.name === name)!;
display(`${name}: ${whaleStage.says}`);
heatMap(whaleStage, given, characters.characters.join(""));

// %% next
const last = whaleTrace.probabilities.at(-1)!;
const bars = last
  .map((p, id) => ({
    character: visible(characters.characters[id]),
    p: 100 * p,
  }))
  .sort((a, b) => b.p - a.p)
  .slice(0, 12);

Plot.plot({
  ariaLabel: `What may come after the text: ${bars[0].character} with ${bars[0].p.toFixed(0)} %, ${bars[1].character} with ${bars[1].p.toFixed(0)} %, and ten more with less.`,
  height: 220,
  x: { label: "next character", domain: bars.map((d) => d.character) },
  y: { label: "probability (%)", grid: true },
  marks: [
    Plot.barY(bars, { x: "character", y: "p", fill: "var(--lm)" }),
    Plot.ruleY([0]),
  ],
});

// %% heads tags=["hide-input"]
import { mobyDick } from "#datasets/moby-dick";

const text64 = [...mobyDick.validation].slice(0, blockSize).join("");
const { blocks } = traceGPT(model, characters.encode(text64));
const habits = blocks.flatMap(({ heads }, l) =>
  heads.map(({ weights }, h) => {
    const mean = (back: (i: number) => number) =>
      weights.slice(1).reduce((sum, _, i) => sum + back(i + 1), 0) /
      (weights.length - 1);
    const previous = mean((i) => weights[i][i - 1]);
    return { head: h + 1, layer: l + 1, previous: 100 * previous };
  }),
);
const most = habits.reduce((a, b) => (b.previous > a.previous ? b : a));

Plot.plot({
  ariaLabel: `Share of attention that goes to the character just before, for each of ${habits.length} heads. Most of all in layer ${most.layer}, head ${most.head}: ${most.previous.toFixed(0)} %.`,
  height: 220,
  x: { label: "head", tickSize: 0 },
  y: { label: "layer", tickSize: 0 },
  marks: [
    Plot.cell(habits, {
      x: "head",
      y: "layer",
      fill: "var(--lm)",
      fillOpacity: (d) => d.previous / most.previous,
      inset: 1,
    }),
    Plot.text(habits, {
      x: "head",
      y: "layer",
      text: (d) => `${d.previous.toFixed(0)} %`,
    }),
  ],
});

// %% mask
const changed = button("Change the last character");
const other =
  [...given].slice(0, -1).join("") + (given.endsWith("x") ? "y" : "x");
const tried = changed % 2 === 1 ? other : given;
const now = traceGPT(model, characters.encode(tried)).logits;

table(
  [...tried].map((character, i) => ({
    place: i + 1,
    character: visible(character),
    "logits changed": now[i].some(
      (logit, j) => logit !== whaleTrace.logits[i][j],
    )
      ? "yes"
      : "no",
  })),
  { rows: 16, caption: "Compared with your text" },
);

// %% costs
table(
  [
    { what: "the sorter", model: sorter, tokens: 300 * 64 * 10 },
    {
      what: card.name,
      model,
      tokens: card.steps * card.batchSize * blockSize,
    },
  ].map(({ what, model, tokens }) => ({
    model: what,
    "numbers learnt": model.numParams(),
    "tokens read in training": tokens,
    "attention scores for a full context":
      model.options.nLayer *
      model.options.nHead *
      model.options.blockSize ** 2,
  })),
);
