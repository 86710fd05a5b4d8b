// The map: artificial intelligence, machine learning, deep learning, language models, and what stands where.

// %% systems
import * as Plot from "@observablehq/plot";
import { number, radio, select, table, text } from "#notebook";

type Kind = "AI" | "ML" | "deep" | "language" | "large" | "transformer";
const system = (
  name: string,
  year: number,
  is: Kind[],
  why: string,
) => ({
  name,
  year,
  is,
  why,
});
const ml: Kind[] = ["AI", "ML"];
const deep: Kind[] = [...ml, "deep"];
const large: Kind[] = [...deep, "language", "large"];

const systems = [
  system(
    "A*",
    1968,
    ["AI"],
    "searches for the shortest way; learns nothing",
  ),
  system("MYCIN", 1975, ["AI"], "rules that doctors wrote"),
  system("Deep Blue", 1997, ["AI"], "chess by search; no network"),
  system("tree", 1984, ml, "questions found from data; no layers"),
  system("SVM", 1995, ml, "a border found from data; no layers"),
  system("k-means", 1967, ml, "groups found from data; no labels"),
  system("Q-table", 1992, ml, "a table learnt from rewards"),
  system(
    "n-gram",
    1948,
    [...ml, "language"],
    "counts what follows what",
  ),
  system(
    "n-gram, 2007",
    2007,
    [...ml, "language"],
    "two trillion words, only counted",
  ),
  system("LeNet", 1998, deep, "a CNN that reads digits"),
  system(
    "AlphaGo",
    2016,
    deep,
    "networks inside a search: both in one",
  ),
  system(
    "ViT",
    2020,
    [...deep, "transformer"],
    "a transformer that sees pictures",
  ),
  system(
    "neural LM",
    2003,
    [...deep, "language"],
    "layers and next words; small",
  ),
  system(
    "tiny GPT",
    2022,
    [...deep, "language", "transformer"],
    "nanoGPT's recipe for one computer",
  ),
  system(
    "BERT",
    2018,
    [...deep, "language", "transformer"],
    "fills gaps; large in its day",
  ),
  system(
    "T5",
    2019,
    [...large, "transformer"],
    "text to text, up to 11 billion numbers",
  ),
  system(
    "GPT-3",
    2020,
    [...large, "transformer"],
    "next tokens, 175 billion numbers",
  ),
  system(
    "BLOOM",
    2022,
    [...large, "transformer"],
    "next tokens, 176 billion numbers",
  ),
  system(
    "GPT-4",
    2023,
    [...large, "transformer"],
    "next tokens; takes pictures; size not disclosed",
  ),
  system("RWKV", 2023, large, "a recurrent network, no attention"),
  system("Mamba", 2023, large, "a state-space model, no attention"),
];

table(
  systems.map(({ name, year, is }) => ({
    system: name,
    year,
    learns: is.includes("ML") ? "yes" : "no",
    "has layers": is.includes("deep") ? "yes" : "no",
    "models text": is.includes("language") ? "yes" : "no",
  })),
  { rows: 21, caption: "Three questions that place a system" },
);

// %% region
interface Region {
  /** Must be all of these, */
  is: Kind[];
  /** and none of these. */
  not?: Kind[];
  says: string;
}

const regions: Record<string, Region> = {
  "artificial intelligence": {
    is: ["AI"],
    says: "Machines that do what seems to need thought, by any means.",
  },
  "AI, not ML": {
    is: ["AI"],
    not: ["ML"],
    says: "People wrote the rules, or the machine searches. Nothing is fitted to data.",
  },
  "machine learning": {
    is: ["ML"],
    says: "Numbers are fitted to data; nobody writes the rules.",
  },
  "ML, not deep": {
    is: ["ML"],
    not: ["deep"],
    says: "Trees, counts, borders, groups: no stack of layers.",
  },
  "deep learning": {
    is: ["deep"],
    says: "Networks of many layers, trained by following gradients.",
  },
  "deep, not of language": {
    is: ["deep"],
    not: ["language"],
    says: "Deep networks for pictures, games and much else. A transformer can be one.",
  },
  "language models": {
    is: ["language"],
    says: "They give each next (or hidden) piece of a text a probability.",
  },
  "language models, not large": {
    is: ["language"],
    not: ["large"],
    says: "Small or old ones. An n-gram is not even deep.",
  },
  "large language models": {
    is: ["large"],
    says: "Deep language models with billions of numbers, trained on much of the text there is.",
  },
  "large, not transformers": {
    is: ["large"],
    not: ["transformer"],
    says: "The transformer is one way to build a language model, not the definition.",
  },
};

const chosen = radio("Show", Object.keys(regions), {
  value: "large language models",
});
const region = regions[chosen]!;
const inside = systems.filter(
  ({ is }) =>
    region.is.every((kind) => is.includes(kind)) &&
    !region.not?.some((kind) => is.includes(kind)),
);
`${region.says} ${inside.length} of the ${systems.length} stand here.`;

// %% nested-map
const boxes: {
  kind: Kind;
  box: number[];
  label: string;
  colour: string;
}[] = [
  {
    kind: "AI",
    box: [0, 0, 100, 100],
    label: "artificial intelligence",
    colour: "var(--data)",
  },
  {
    kind: "ML",
    box: [2, 2, 98, 84],
    label: "machine learning",
    colour: "var(--ml)",
  },
  {
    kind: "deep",
    box: [4, 4, 96, 55],
    label: "deep learning",
    colour: "var(--ml)",
  },
  {
    kind: "language",
    box: [43, 6, 94, 77],
    label: "language models",
    colour: "var(--lm)",
  },
  {
    kind: "large",
    box: [45, 8, 92, 34],
    label: "large (LLMs)",
    colour: "var(--lm)",
  },
];
// Where each system stands, row by row: left edge of its name, height.
const spots: Record<string, [number, number]> = {
  "A*": [5, 89],
  MYCIN: [27, 89],
  "Deep Blue": [60, 89],
  tree: [5, 73],
  SVM: [5, 66],
  "k-means": [20, 73],
  "Q-table": [20, 66],
  "n-gram": [47, 66],
  "n-gram, 2007": [47, 59],
  LeNet: [8, 43],
  ViT: [8, 36],
  AlphaGo: [8, 29],
  "neural LM": [47, 48],
  BERT: [75, 48],
  "tiny GPT": [47, 40],
  T5: [48, 25],
  "GPT-3": [48, 18],
  "GPT-4": [70, 18],
  BLOOM: [70, 25],
  RWKV: [48, 11],
  Mamba: [70, 11],
};
const placed = systems.map((system) => ({
  ...system,
  x: spots[system.name]![0],
  y: spots[system.name]![1],
  here: inside.includes(system),
}));
const rect = (kinds: readonly Kind[], style: Plot.RectOptions) =>
  boxes
    .filter(({ kind }) => kinds.includes(kind))
    .map(({ box: [x1, y1, x2, y2], colour }) =>
      Plot.rect([0], {
        x1: [x1],
        y1: [y1],
        x2: [x2],
        y2: [y2],
        rx: 6,
        stroke: colour,
        ...style,
        ...(style.fill === "own" && { fill: colour }),
      }),
    );
const innermost = region.is.slice(-1);

Plot.plot({
  ariaLabel: `Nested map: artificial intelligence holds machine learning, which holds deep learning; language models lie across both, large ones within deep learning. Marked: ${chosen}, with ${inside.map(({ name }) => name).join(", ")}.`,
  height: 520,
  margin: 2,
  x: { axis: null, domain: [0, 100] },
  y: { axis: null, domain: [0, 100] },
  marks: [
    rect(innermost, { fill: "own", fillOpacity: 0.22, strokeWidth: 3 }),
    rect(region.not ?? [], { fill: "var(--plot-background)" }),
    rect(
      boxes.map(({ kind }) => kind),
      { fill: "none" },
    ),
    Plot.text(boxes, {
      x: (d) => d.box[0] + 2,
      y: (d) => d.box[3],
      dy: 12,
      text: "label",
      textAnchor: "start",
      fill: "currentColor",
      fontWeight: 600,
    }),
    Plot.dot(placed, {
      x: "x",
      y: "y",
      r: 3.5,
      fill: (d) => (d.here ? "currentColor" : "none"),
      stroke: "currentColor",
      symbol: (d) =>
        d.is.includes("transformer") ? "square" : "circle",
      tip: true,
      channels: { system: "name", why: "why" },
    }),
    [400, 700].map((fontWeight) =>
      Plot.text(
        placed.filter(({ here }) => here === fontWeight > 400),
        {
          x: "x",
          y: "y",
          dx: 8,
          text: "name",
          textAnchor: "start",
          fill: "currentColor",
          fontWeight,
        },
      ),
    ),
  ],
});

// %% in-region
table(
  inside.map(({ name, year, why }) => ({ system: name, year, why })),
  { rows: 21, caption: chosen },
);

// %% search
const maze = [
  "S.#.....",
  "..#.##.#",
  "..#..#..",
  ".##.##.#",
  "........",
  ".#####..",
  "......#G",
];
const find = (sign: string) => {
  const row = maze.findIndex((line) => line.includes(sign));
  return { row, column: maze[row]!.indexOf(sign) };
};
const { row, column } = find("S");
const ways = [[{ row, column }]];
const met = new Set([`${row} ${column}`]);
for (const way of ways) {
  const at = way.at(-1)!;
  for (const [down, right] of [
    [0, 1],
    [1, 0],
    [0, -1],
    [-1, 0],
  ]) {
    const next = { row: at.row + down!, column: at.column + right! };
    const key = `${next.row} ${next.column}`;
    const sign = maze[next.row]?.[next.column];
    if (!sign || sign === "#" || met.has(key)) continue;
    met.add(key);
    ways.push([...way, next]);
  }
}
const goal = find("G");
const path = ways.find(
  (way) =>
    way.at(-1)!.row === goal.row && way.at(-1)!.column === goal.column,
);

// %% search-plot
const squares = maze.flatMap((line, row) =>
  [...line].map((sign, column) => ({ row, column, sign })),
);
Plot.plot({
  ariaLabel: path
    ? `A maze of ${maze.length} by ${maze[0]!.length} squares. The shortest way from start to goal takes ${path.length - 1} steps.`
    : "A maze without a way from start to goal.",
  height: 280,
  padding: 0.06,
  x: { axis: null },
  y: { axis: null },
  marks: [
    Plot.cell(squares, {
      x: "column",
      y: "row",
      fill: "var(--data)",
      fillOpacity: (d) => (d.sign === "#" ? 0.8 : 0.12),
    }),
    Plot.dot(path ?? [], {
      x: "column",
      y: "row",
      fill: "currentColor",
      r: 5,
    }),
    Plot.text(
      squares.filter(({ sign }) => /[SG]/.test(sign)),
      {
        x: "column",
        y: "row",
        text: (d) => (d.sign === "S" ? "start" : "goal"),
        dy: -14,
        fill: "currentColor",
      },
    ),
  ],
});

// %% objectives
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
} from "#models/parameter-count";

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
    ticks: 5,
    tickFormat: "~s",
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
import { DecisionTree } from "#models/decision-tree";

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
    ticks: 4,
    tickFormat: "~s",
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
