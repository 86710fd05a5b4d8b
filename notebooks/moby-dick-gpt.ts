// The card of a shipped model, shown by the model itself.

// %% facts tags=["hide-input"]
import * as Plot from "@observablehq/plot";
import { card } from "#checkpoints/moby-dick-gpt";
import { table, weights } from "#notebook";

const count = (n: number) => n.toLocaleString("en");
table(
  [
    { about: "parameters", "this model": count(card.parameters) },
    {
      about: "file",
      "this model": `${(card.bytes / 1e6).toFixed(2)} MB, float16`,
    },
    {
      about: "training",
      "this model": `${count(card.steps)} steps of ${card.batchSize} texts`,
    },
    {
      about: "loss on text it has not read",
      "this model": `${card.loss.toFixed(3)} nats a character`,
    },
    { about: "seed", "this model": String(card.seed) },
  ],
  { caption: card.title },
);

// %% curve tags=["hide-input"]
const { curve } = card;
const last = curve.at(-1)!;

Plot.plot({
  ariaLabel: `Loss while training: from ${curve[0]!.validation.toFixed(2)} to ${last.validation.toFixed(2)} nats a character on text that it has not read, after ${count(last.step)} steps. On the text that it reads the loss is ${last.train!.toFixed(2)} by then.`,
  height: 340,
  x: { label: "steps" },
  y: { label: "loss (nats a character)", grid: true },
  marks: [
    Plot.lineY(curve, {
      x: "step",
      y: "validation",
      stroke: "var(--lm)",
      strokeWidth: 2,
      tip: true,
    }),
    Plot.lineY(curve.slice(1), {
      x: "step",
      y: "train",
      stroke: "var(--lm)",
      strokeDasharray: "4,3",
    }),
    Plot.text([curve[1]!], {
      x: "step",
      y: "train",
      text: ["text it reads"],
      textAnchor: "start",
      dx: 8,
      dy: -8,
    }),
    Plot.text([last], {
      x: "step",
      y: "validation",
      text: ["text not read"],
      textAnchor: "end",
      dy: -12,
    }),
  ],
});

import { seed } from "#base/random";
// %% sample
import { loadGPT } from "#lm/gpt-file";

const { model, tokenizer } = loadGPT(await weights("moby-dick-gpt"));
const prompt = "The whale ";
const draws = model.generate(tokenizer.encode(prompt), seed(1), {
  temperature: 0.8,
});

const ids = Array.from({ length: 300 }, () => draws.next().value!);
prompt + tokenizer.decode(ids);
