// Sizes and families of language models: what each is trained to say, and how many numbers it has.

// %% objectives
import * as Plot from "@observablehq/plot";
import { number, select, table, text } from "#notebook";

const sentence = text("A sentence of yours", {
  value: "the old captain hunts the white whale across the sea",
});
const words = sentence.trim().split(/\s+/);
const hidden = (i: number) => i % 6 === Math.min(2, words.length - 1);
const blank = words.map((w, i) => (hidden(i) ? "[MASK]" : w));
const gap = [Math.min(1, words.length - 1), Math.min(3, words.length)];

table(
  [
    {
      model: "BERT",
      "is given": blank.join(" "),
      "must say": words.filter((_, i) => hidden(i)).join(", "),
    },
    {
      model: "T5",
      "is given": [
        ...words.slice(0, gap[0]),
        "<X>",
        ...words.slice(gap[1]),
      ].join(" "),
      "must say": ["<X>", ...words.slice(gap[0], gap[1]), "<Y>"].join(
        " ",
      ),
    },
    {
      model: "GPT-3, BLOOM",
      "is given": words.slice(0, -1).join(" "),
      "must say": words.slice(1).join(" "),
    },
  ],
  {
    caption:
      "One sentence, three tasks; the answers are in the sentence",
  },
);

// %% family
import {
  BERT_SIZES,
  BLOOM_SIZES,
  bertParameters,
  bloomParameters,
  GPT_SIZES,
  gptParameters,
  T5_SIZES,
  t5Parameters,
} from "#lm/parameter-count";

const exact = (n: number) => n.toLocaleString("en");
const bertBase = bertParameters(BERT_SIZES["BERT-base"]).total;
const t5Small = t5Parameters(T5_SIZES["T5-small"]).total;
const gpt3 = gptParameters(GPT_SIZES["GPT-3"]).total;
const bloom = bloomParameters(BLOOM_SIZES.BLOOM).total;

table(
  [
    {
      model: "BERT-base",
      year: 2018,
      architecture: "encoder only",
      "trained to": "fill in hidden words",
      parameters: exact(bertBase),
    },
    {
      model: "T5-small",
      year: 2019,
      architecture: "encoder–decoder",
      "trained to": "write the missing spans",
      parameters: exact(t5Small),
    },
    {
      model: "GPT-3",
      year: 2020,
      architecture: "decoder only",
      "trained to": "say the next token",
      parameters: exact(gpt3),
    },
    {
      model: "BLOOM",
      year: 2022,
      architecture: "decoder only",
      "trained to": "say the next token",
      parameters: exact(bloom),
    },
    {
      model: "GPT-4",
      year: 2023,
      architecture: "a transformer; more is not disclosed",
      "trained to": "say the next token",
      parameters: "not disclosed",
    },
  ],
  { caption: "The family tree as a table" },
);

// %% family-plot
const size = (
  model: string,
  year: number,
  architecture: string,
  parameters: number,
) => ({ model, year, architecture, parameters });
const family = [
  size("BERT-base", 2018, "encoder only", bertBase),
  size(
    "BERT-large",
    2018,
    "encoder only",
    bertParameters(BERT_SIZES["BERT-large"]).total,
  ),
  size("T5-small", 2019, "encoder–decoder", t5Small),
  size("T5-11B", 2019, "encoder–decoder", 11e9),
  size(
    "GPT-2 xl",
    2019,
    "decoder only",
    gptParameters(GPT_SIZES["GPT-2 xl"]).total,
  ),
  size("GPT-3", 2020, "decoder only", gpt3),
  size("BLOOM", 2022, "decoder only", bloom),
];

const short = new Intl.NumberFormat("en", { notation: "compact" });

Plot.plot({
  ariaLabel: `Parameters of ${family.length} models against the year, on a logarithmic axis, from ${exact(t5Small)} (T5-small, 2019) to ${exact(bloom)} (BLOOM, 2022). GPT-4, 2023, has no mark: its size is not disclosed.`,
  height: 380,
  symbol: {
    legend: true,
    domain: ["encoder only", "encoder–decoder", "decoder only"],
  },
  x: {
    label: "year",
    domain: [2017.6, 2023.6],
    ticks: [2018, 2020, 2022],
    tickFormat: "d",
  },
  y: {
    label: "parameters",
    type: "log",
    domain: [3e7, 1e12],
    ticks: [1e8, 1e9, 1e10, 1e11, 1e12],
    tickFormat: (n: number) => short.format(n),
    grid: true,
  },
  marks: [
    Plot.ruleX([2023], { stroke: "var(--lm)", strokeDasharray: "3,4" }),
    Plot.text([[2023, 3e9]], {
      text: ["GPT-4:\nnot\ndisclosed"],
      textAnchor: "end",
      dx: -6,
    }),
    Plot.dot(family, {
      x: "year",
      y: "parameters",
      symbol: "architecture",
      stroke: "var(--lm)",
      strokeWidth: 2,
      r: 5,
      tip: true,
    }),
    Plot.text(family, {
      x: "year",
      y: "parameters",
      text: "model",
      textAnchor: "start",
      dx: 9,
    }),
  ],
});

// %% calculator
const presets = {
  ...GPT_SIZES,
  ...BERT_SIZES,
  ...T5_SIZES,
  ...BLOOM_SIZES,
};
type Preset = keyof typeof presets;
const preset = select("Begin with", Object.keys(presets) as Preset[]);
const given = presets[preset];
const whole = (what: string, value: number) =>
  number(`${what} of ${preset}`, { min: 1, step: 1, value });

const sizes = {
  vocabSize: whole("Tokens in the vocabulary", given.vocabSize),
  nLayer: whole("Layers", given.nLayer),
  nEmbd: whole("Width", given.nEmbd),
  blockSize:
    "blockSize" in given ? whole("Context", given.blockSize) : 0,
};
const { nEmbd } = sizes;
const parameters =
  preset in BLOOM_SIZES
    ? bloomParameters(sizes)
    : preset in BERT_SIZES
      ? bertParameters(sizes)
      : preset in T5_SIZES
        ? t5Parameters({
            ...sizes,
            nHead: Math.max(1, Math.round(nEmbd / 64)),
            nInner: 4 * nEmbd,
          })
        : gptParameters(sizes);
`${exact(parameters.total)} parameters, ${((2 * parameters.total) / 1e9).toPrecision(3)} GB at 16 bits each`;

// %% calculator-plot
const parts = [
  { part: "embeddings", count: parameters.embeddings },
  { part: "attention", count: parameters.attention },
  { part: "feed-forward", count: parameters.feedForward },
  { part: "norms", count: parameters.norms },
  { part: "head", count: parameters.head },
].map(({ part, count }) => ({
  part,
  count,
  percent: (100 * count) / parameters.total,
}));

Plot.plot({
  ariaLabel: `Where the ${exact(parameters.total)} parameters are: ${parts.map((d) => `${d.part} ${d.percent.toFixed(1)} %`).join(", ")}.`,
  height: 240,
  marginLeft: 90,
  marginRight: 44,
  x: {
    label: "share of the parameters (%)",
    domain: [0, 100],
    ticks: 5,
    grid: true,
  },
  y: { label: null, domain: parts.map(({ part }) => part) },
  marks: [
    Plot.barX(parts, { x: "percent", y: "part", fill: "var(--lm)" }),
    Plot.text(parts, {
      x: "percent",
      y: "part",
      text: (d) => `${d.percent.toFixed(1)} %`,
      textAnchor: "start",
      dx: 4,
    }),
  ],
});

// %% all-sizes
table(
  [
    ...Object.entries(GPT_SIZES).map(([model, s]) => ({
      model,
      ...gptParameters(s),
    })),
    ...Object.entries(BERT_SIZES).map(([model, s]) => ({
      model,
      ...bertParameters(s),
    })),
    ...Object.entries(T5_SIZES).map(([model, s]) => ({
      model,
      ...t5Parameters(s),
    })),
    ...Object.entries(BLOOM_SIZES).map(([model, s]) => ({
      model,
      ...bloomParameters(s),
    })),
  ].map(({ model, total }) => ({ model, parameters: exact(total) })),
  { rows: 11, caption: "Counted from the published sizes" },
);

// %% cost
import { penguins } from "#datasets/penguins";
import { DecisionTree } from "#ml/decision-tree";

const penguinTree = new DecisionTree({ maxDepth: 3 }).fit(
  penguins.features,
  penguins.labels,
);
const kept = [
  {
    model: "penguin tree",
    side: "ml",
    numbers: 2 * (penguinTree.nLeaves - 1) + penguinTree.nLeaves,
  },
  { model: "bigram of names", side: "lm", numbers: 27 * 27 },
  { model: "BERT-base", side: "lm", numbers: bertBase },
  {
    model: "GPT-2",
    side: "lm",
    numbers: gptParameters(GPT_SIZES["GPT-2"]).total,
  },
  { model: "GPT-3", side: "lm", numbers: gpt3 },
];

Plot.plot({
  ariaLabel: `Numbers that models keep, on a logarithmic axis: ${kept.map((d) => `${d.model} ${exact(d.numbers)}`).join(", ")}.`,
  height: 240,
  marginLeft: 112,
  marginRight: 20,
  x: {
    label: "numbers kept",
    type: "log",
    domain: [1, 1e12],
    ticks: [1, 1e3, 1e6, 1e9, 1e12],
    tickFormat: (n: number) => short.format(n),
    grid: true,
  },
  y: { label: null, domain: kept.map(({ model }) => model) },
  marks: [
    Plot.ruleY(kept, {
      x1: 1,
      x2: "numbers",
      y: "model",
      stroke: (d) => `var(--${d.side})`,
      strokeWidth: 2,
    }),
    Plot.dot(kept, {
      x: "numbers",
      y: "model",
      fill: (d) => `var(--${d.side})`,
      symbol: (d) => (d.side === "ml" ? "square" : "circle"),
      r: 6,
    }),
  ],
});
