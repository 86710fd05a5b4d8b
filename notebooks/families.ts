// Families and sizes of language models: who reads what, what each is trained to say, and how many numbers that takes.

// %% sees
import { heatMap } from "#charts";
import { radio } from "#notebook";
import { familySights } from "#sizes/who-sees-whom";

const family = radio(
  "Family",
  Object.keys(familySights) as (keyof typeof familySights)[],
  { value: "GPT: decoder only" },
);

const looks = familySights[family];
const allowed = looks.filter(({ may }) => may === 1).length;
heatMap(looks, {
  x: "sees",
  y: "reads",
  value: "may",
  side: "lm",
  height: "middle",
}).plot({
  ariaLabel: `${family}. Of ${looks.length} looks from one place to another or to itself, ${allowed} are allowed.`,
  x: { label: "may look at" },
  y: { label: null },
});

// %% objectives
import { table, text } from "#notebook";
import { objectives } from "#sizes/objectives";

const sentence = text("A sentence of yours", {
  value: "the old captain hunts the white whale across the sea",
});

table(objectives(sentence.trim().split(/\s+/)), {
  caption: "One sentence, three tasks; the answers are in the sentence",
});

// %% family
import { knownModels } from "#sizes/known-models";

/** In full where it was counted, as their makers round it where it was not. */
const exact = (n: number | undefined) => {
  if (n === undefined) return "not disclosed";
  return n % 1e8 === 0 ? `${n / 1e9} billion` : n.toLocaleString("en");
};

table(
  knownModels.map((model) => ({
    model: model.name,
    year: String(model.year),
    family: model.family ?? "a transformer; more is not disclosed",
    "trained to": model.pretraining,
    kept: exact(model.parameters),
    "used for a token": exact(model.active),
  })),
  { rows: 13, caption: "Numbers that models keep, and use" },
);

// %% family-plot
import { amounts } from "#charts";

const short = new Intl.NumberFormat("en", { notation: "compact" });
const sized = knownModels.flatMap(({ name, parameters, active }) =>
  parameters && active ? [{ name, parameters, active }] : [],
);

amounts(sized, {
  x: "active",
  ring: "parameters",
  y: "name",
  side: "lm",
}).plot({
  ariaLabel: `Numbers kept and numbers used for a token, of ${sized.length} models, on a logarithmic axis: ${sized.map((m) => `${m.name} ${short.format(m.parameters)} and ${short.format(m.active)}`).join(", ")}. GPT-4 has no mark: its size is not disclosed.`,
  height: 360,
  marginLeft: 95,
  marginRight: 20,
  x: {
    label: "numbers: kept ○, used for a token ●",
    domain: [3e7, 1e12],
    ticks: [1e8, 1e9, 1e10, 1e11, 1e12],
    tickFormat: (n: number) => short.format(n),
  },
});

// %% calculator
import { number, select } from "#notebook";
import {
  PRESETS,
  type Preset,
  presetParameters,
} from "#sizes/model-presets";

const preset = select("Begin with", Object.keys(PRESETS) as Preset[]);
const given = PRESETS[preset];
const whole = (what: string, value: number) =>
  number(`${what} of ${preset}`, { min: 1, step: 1, value });
const parameters = presetParameters(preset, {
  vocabSize: whole("Tokens in the vocabulary", given.vocabSize),
  nLayer: whole("Layers", given.nLayer),
  nEmbd: whole("Width", given.nEmbd),
  blockSize: given.blockSize && whole("Context", given.blockSize),
});

`${exact(parameters.total)} parameters, ${((2 * parameters.total) / 1e9).toPrecision(3)} GB at 16 bits each`;

// %% calculator-plot
import { bars } from "#charts";

const parts = {
  embeddings: parameters.embeddings,
  attention: parameters.attention,
  "feed-forward": parameters.feedForward,
  norms: parameters.norms,
  head: parameters.head,
};
bars(
  Object.entries(parts).map(([part, count]) => ({
    part,
    share: (100 * count) / parameters.total,
  })),
  {
    x: "share",
    y: "part",
    side: "lm",
    format: (share) => `${share.toFixed(1)} %`,
  },
).plot({
  marginLeft: 90,
  x: { label: "share of the parameters (%)", domain: [0, 100] },
});

// %% all-sizes
table(
  (Object.keys(PRESETS) as Preset[]).map((model) => ({
    model,
    parameters: exact(presetParameters(model).total),
  })),
  { rows: 11, caption: "Counted from the published sizes" },
);

// %% cost
import { penguins } from "#datasets/penguins";
import { DecisionTree } from "#ml/decision-tree";

const { features, labels } = penguins;
const tree = new DecisionTree({ maxDepth: 3 }).fit(features, labels);
const kept = [
  ["penguin tree", 3 * tree.nLeaves - 2],
  ["bigram of names", 27 * 27],
  ["BERT-base", presetParameters("BERT-base").total],
  ["GPT-2", presetParameters("GPT-2").total],
  ["GPT-3", presetParameters("GPT-3").total],
] as const;

amounts(kept, {
  x: ([, n]) => n,
  y: ([model]) => model,
  side: (_, i) => (i === 0 ? "ml" : "lm"),
  r: 6,
}).plot({
  ariaLabel: `Numbers that models keep, on a logarithmic axis: ${kept.map(([model, n]) => `${model} ${exact(n)}`).join(", ")}.`,
  height: 240,
  marginLeft: 112,
  marginRight: 20,
  x: {
    label: "numbers kept",
    domain: [1, 1e12],
    ticks: [1, 1e3, 1e6, 1e9, 1e12],
    tickFormat: (n: number) => short.format(n),
  },
});
