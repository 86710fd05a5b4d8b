// Two machines that learn: a decision tree from labelled penguins, and a bigram model from raw names.

// %% learnt
import * as Plot from "@observablehq/plot";
import {
  bars,
  heatMap,
  regions,
  scatter,
  treePicture,
  treeRegions,
} from "#charts";
import { slider, table } from "#notebook";

const learnt = slider("How much have they learnt?", {
  min: 0,
  max: 3,
  value: 3,
});

// %% tree-map
import { penguins } from "#datasets/penguins";
import { DecisionTree } from "#ml/decision-tree";

const lengths = penguins.rows.map(({ billLength, flipperLength }) => [
  billLength,
  flipperLength,
]);
const soFar = new DecisionTree({ maxDepth: learnt }).fit(
  lengths,
  penguins.labels,
);

Plot.plot({
  x: { label: "bill length (mm)" },
  y: { label: "flipper length (mm)" },
  marks: [
    regions(treeRegions(soFar, [31, 61], [170, 233])),
    scatter(penguins.rows, {
      x: "billLength",
      y: "flipperLength",
      symbol: "species",
      rows: "penguins",
      side: "ink",
      opacity: 0.7,
    }),
  ],
});

// %% invent
import { seed } from "#base/random";
import { names } from "#datasets/names";
import { Bigram } from "#lm/bigram";

const read = [0, 20, 400, names.list.length][learnt];
const bigram = new Bigram().fit(
  seed(1).shuffle(names.list).slice(0, read),
);

const chance = seed(2);
const invented = Array.from({ length: 6 }, () => ({
  "it invents": bigram.sample(chance),
}));
table(invented, { caption: `${read.toLocaleString("en")} names read` });

// %% penguins-table
table(penguins.rows, {
  rows: 6,
  caption: "Six of 342 penguins",
  columns: ["species", "billLength", "flipperLength"],
});

// %% names-table
const someNames = names.list.filter((_, i) => i % 1400 === 700);
table(
  someNames.map((name) => ({ name })),
  { caption: `Six of ${names.list.length.toLocaleString("en")} names` },
);

// %% penguins-plot
scatter(penguins.rows, {
  x: "billLength",
  y: "flipperLength",
  symbol: "species",
  rows: "penguins",
  tip: true,
}).plot({
  x: { label: "bill length (mm)" },
  y: { label: "flipper length (mm)" },
});

// %% names-plot
const letterCounts = new Map<string, number>();
for (const letter of names.list.join(""))
  letterCounts.set(letter, (letterCounts.get(letter) ?? 0) + 1);
const letters = [...letterCounts].map(([letter, count]) => ({
  letter,
  count,
}));

bars(letters, { x: "letter", y: "count" }).plot({
  x: { domain: letters.map(({ letter }) => letter).sort() },
  y: { label: "times in all names" },
});

// %% train-tree
const tree = new DecisionTree({ maxDepth: 2 }).fit(
  lengths,
  penguins.labels,
);
treePicture(tree, {
  featureNames: ["bill length", "flipper length"],
  rows: "penguins",
}).plot();

// %% train-bigram
const counts = new Map<string, number>();
for (const name of names.list) {
  const text = `.${name}.`;
  for (let i = 1; i < text.length; i++) {
    const pair = text[i - 1] + text[i];
    counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
}
const pairs = [...counts].map(([pair, times]) => ({ pair, times }));
table(pairs.sort((a, b) => b.times - a.times).slice(0, 6), {
  caption: "The six pairs that it met most often",
});

// %% bigram-heat
import { ALPHABET } from "#lm/bigram";

const whole = new Bigram().fit(names.list);
const characters = [...ALPHABET];
const squares = characters.flatMap((previous) =>
  whole
    .probabilities(previous)
    .map((p, i) => ({ previous, next: characters[i], p })),
);

heatMap(squares, {
  x: "next",
  y: "previous",
  value: "p",
  side: "lm",
}).plot({
  ariaLabel:
    "Heat map of 27 by 27 probabilities: for each character, which one comes next. Vowels follow most consonants; many names end in a, e, n or y.",
  x: { label: "next character" },
  y: { label: "previous character" },
});

// %% tree-score
import { mean } from "#base/mean";
import {
  crossValScore,
  stratifiedKFold,
} from "#score/cross-validation";

const { features, labels } = penguins;
const folds = stratifiedKFold(labels, { folds: 5, random: seed(0) });
const accuracy = mean(
  crossValScore(() => new DecisionTree(), features, labels, folds),
);
const adelies = labels.filter((label) => label === "Adelie").length;

table(
  [
    { who: "always Adelie", "right answers": adelies / labels.length },
    { who: "a tree", "right answers": accuracy },
  ],
  {
    caption: "Penguins it has not met",
    format: { "right answers": ".1%" },
  },
);

// %% bigram-score
import { kFold } from "#score/cross-validation";

const pick = (rows: number[]) => rows.map((row) => names.list[row]);
const losses = kFold(names.list.length, {
  folds: 5,
  random: seed(0),
}).map(({ train, test }) =>
  new Bigram().fit(pick(train)).nll(pick(test)),
);
const loss = mean(losses);

table(
  [
    {
      who: "knows nothing",
      "chooses among": 27,
      nats: Math.log(27),
    },
    {
      who: "bigrams",
      "chooses among": Math.exp(loss),
      nats: loss,
    },
  ],
  {
    caption: "Names it has not read",
    format: { "chooses among": 1, nats: 2 },
  },
);

// %% pair
const grown = new DecisionTree().fit(features, labels);
const row = (what: string, tree: string, bigram: string) => ({
  "": what,
  "decision tree": tree,
  "bigram model": bigram,
});

table(
  [
    row(
      "learns from",
      `${labels.length} penguins`,
      `${names.list.length.toLocaleString("en")} names`,
    ),
    row("who labels", "biologists", "nobody"),
    row("what it answers", "one of 3 species", "the next character"),
    row("how many tasks", "one", "one, again and again"),
    row(
      "numbers kept",
      `${grown.nLeaves - 1} questions, ${grown.nLeaves} answers`,
      `${characters.length ** 2} probabilities`,
    ),
    row("cost", "a label for each", "the text as it is"),
  ],
  { caption: "The two machines, side by side" },
);
