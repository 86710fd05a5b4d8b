// The cards of the models that are shipped trained, shown by the models themselves.

// %% facts
import * as Plot from "@observablehq/plot";
import { card as gpt } from "#checkpoints/moby-dick-gpt";
import { card as nano } from "#checkpoints/moby-dick-nanogpt";
import { select, table, weights } from "#notebook";

const cards = [gpt, nano];
const count = (n: number) => n.toLocaleString("en");
type Facts = Record<string, (card: typeof gpt) => string>;
const facts: Facts = {
  parameters: (card) => count(card.parameters),
  file: (card) =>
    `${(card.bytes / 1e6).toFixed(2)} MB, ${card.dtype === "F16" ? "float16" : card.dtype}`,
  steps: (card) => `${count(card.steps)} of ${card.batchSize} texts`,
  "loss on text that it has not read": (card) =>
    `${card.loss.toFixed(3)} nats a character`,
  seed: (card) => String(card.seed),
};
table(
  Object.entries(facts).map(([about, of]) => ({
    about,
    ...Object.fromEntries(cards.map((card) => [card.name, of(card)])),
  })),
  { caption: "The models that are shipped trained" },
);

// %% curve
const points = cards.flatMap(({ name, curve }) =>
  curve.map((point) => ({ name, ...point })),
);
const ends = cards.map(({ name, curve }) => ({
  name,
  ...curve[curve.length - 1],
}));
const inWords = ends.map(
  ({ name, step, validation, train }) =>
    `${name} ends at ${validation.toFixed(2)} nats a character on text that it has not read, after ${count(step)} steps, and at ${train!.toFixed(2)} on the text that it reads.`,
);

Plot.plot({
  ariaLabel: `Loss while training. ${inWords.join(" ")} Both begin near ${points[0].validation.toFixed(1)}.`,
  height: 340,
  x: { label: "steps" },
  y: { label: "loss (nats a character)", grid: true },
  marks: [
    Plot.lineY(points, {
      x: "step",
      y: "validation",
      z: "name",
      stroke: "var(--lm)",
      strokeWidth: 2,
      tip: true,
    }),
    Plot.lineY(
      points.filter(({ train }) => train !== undefined),
      {
        x: "step",
        y: "train",
        z: "name",
        stroke: "var(--lm)",
        strokeDasharray: "4,3",
      },
    ),
    // The smaller one ends below the other's curve: its name stands above both.
    Plot.text(ends.slice(0, 1), {
      x: "step",
      y: "validation",
      text: "name",
      textAnchor: "end",
      dy: -12,
    }),
    Plot.text(ends.slice(1), {
      x: "step",
      y: "validation",
      text: "name",
      textAnchor: "start",
      dx: 4,
      dy: -30,
    }),
    Plot.dot(ends, {
      x: "step",
      y: "validation",
      fill: "var(--lm)",
      r: 3,
    }),
  ],
});

// %% choice
const chosen = select(
  "Model",
  cards.map(({ name }) => name),
);

// %% sample
import { seed } from "#base/random";
import { loadGPT } from "#lm/gpt-file";

const { model, tokenizer } = loadGPT(await weights(chosen));
const prompt = "The whale ";
const draws = model.generate(tokenizer.encode(prompt), seed(1), {
  temperature: 0.8,
});

const ids = Array.from({ length: 300 }, () => draws.next().value!);
prompt + tokenizer.decode(ids);

// %% pointer
import { card as pointer } from "#checkpoints/story-pointer";

table([
  { about: "numbers in it", value: count(pointer.parameters) },
  {
    about: "file",
    value: `${(pointer.bytes / 1e3).toFixed(0)} kB, float16`,
  },
  {
    about: "steps",
    value: `${count(pointer.steps)} of ${pointer.batchSize}`,
  },
  {
    about: "loss on stories never seen",
    value: pointer.exam!.toFixed(4),
  },
]);

// %% readers
import { card as cnn } from "#checkpoints/digits-cnn";
import { card as cnnMoved } from "#checkpoints/digits-cnn-moved";
import { card as mlp } from "#checkpoints/digits-mlp";
import { card as mlpMoved } from "#checkpoints/digits-mlp-moved";

const readers = [mlp, mlpMoved, cnn, cnnMoved];
table(
  readers.map(({ name, parameters, bytes, loss, exam }) => ({
    name,
    parameters,
    "file (kB)": bytes / 1000,
    validation: loss,
    test: exam,
  })),
  {
    caption:
      "Loss in nats a picture, on 1,000 pictures that watched the training and on 2,004 never seen",
    format: {
      parameters: ",",
      "file (kB)": 0,
      validation: 3,
      test: 3,
    },
  },
);

// %% reader-curves
import { curves } from "#charts";

curves(
  readers.flatMap(({ name, curve }) =>
    curve
      .slice(1)
      .map(({ step, validation }) => ({ name, step, validation })),
  ),
  {
    x: "step",
    y: "validation",
    stroke: "name",
    side: "ml",
    labels: "legend",
  },
).plot({ y: { label: "validation loss (nats a picture)" } });

// %% gap-filler
import { card as bert } from "#checkpoints/speeches-bert";

table(
  [bert].map(({ name, parameters, bytes, loss, exam }) => ({
    name,
    parameters,
    "file (kB)": bytes / 1000,
    validation: loss,
    test: exam,
  })),
  {
    caption:
      "Loss in nats a hidden word, on speeches that it has not read",
    format: {
      parameters: ",",
      "file (kB)": 0,
      validation: 3,
      test: 3,
    },
  },
);
// %% translator
import { card as t5 } from "#checkpoints/number-translator";

table(
  [
    {
      name: t5.name,
      parameters: t5.parameters,
      "file (kB)": t5.bytes / 1000,
      validation: t5.loss,
      test: t5.exam,
    },
  ],
  {
    caption: "Loss in nats a French token, its ends included",
    format: {
      parameters: ",",
      "file (kB)": 0,
      validation: 4,
      test: 4,
    },
  },
);

// %% translator-curve
curves(t5.curve, { x: "step", y: "validation", side: "lm" }).plot({
  y: { label: "validation loss (nats a token)" },
});
