// Two machines that learn: a decision tree from labelled penguins, and a bigram model from raw names.

// %% penguins-table
import * as Plot from "@observablehq/plot";
import {
  bars,
  curves,
  heatMap,
  regions,
  scatter,
  treeRegions,
} from "#charts";
import { penguins } from "#datasets/penguins";
import { display, live, progress, table } from "#notebook";

table(penguins.rows, {
  rows: 6,
  caption: "Six of 342 penguins",
  columns: [
    "species",
    "billLength",
    "billDepth",
    "flipperLength",
    "bodyMass",
  ],
});

// %% names-table
import { names } from "#datasets/names";

const someNames = names.list.filter((_, i) => i % 1400 === 700);
table(
  someNames.map((name) => ({ name, letters: name.length })),
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
import { DecisionTree } from "#ml/decision-tree";

const twoMeasurements = penguins.rows.map(
  ({ billLength, flipperLength }) => [billLength, flipperLength],
);

const tree = live(function* () {
  for (let maxDepth = 1; maxDepth <= 3; maxDepth++) {
    const grown = new DecisionTree({ maxDepth }).fit(
      twoMeasurements,
      penguins.labels,
    );
    display(grown.text(["bill length", "flipper length"]));
    yield grown;
  }
});

// %% train-bigram
import { seed } from "#base/random";
import { Bigram } from "#lm/bigram";

const bigram = live(function* () {
  const model = new Bigram();
  const order = seed(1).shuffle(names.list);
  const curve = [{ read: 0, loss: model.nll(names.list) }];
  for (let read = 0; read < order.length; ) {
    model.partialFit(order.slice(read, read + 400));
    read = Math.min(read + 400, order.length);
    curve.push({ read, loss: model.nll(names.list) });
    progress(read, order.length, "names read");
    display(`loss ${curve.at(-1)!.loss.toFixed(4)} nats a character`);
    yield { model, curve };
  }
});

// %% tree-map
const [left, right, low, high] = [31, 61, 170, 233];
const boxes = treeRegions(tree, [left, right], [low, high]);

Plot.plot({
  x: { label: "bill length (mm)" },
  y: { label: "flipper length (mm)" },
  marks: [
    regions(boxes),
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

// %% bigram-curve
curves(bigram.curve, {
  x: "read",
  y: "loss",
  side: "lm",
  levels: [{ y: Math.log(27), label: "a model that knows nothing" }],
}).plot({
  x: { label: "names read", domain: [0, names.list.length] },
  y: { label: "loss (nats a character)", domain: [2.3, 3.4] },
});

// %% tree-score
import {
  crossValScore,
  stratifiedKFold,
} from "#score/cross-validation";

const accuracies = Array.from({ length: 10 }, (_, i) => {
  const folds = stratifiedKFold(penguins.labels, {
    folds: 5,
    random: seed(i),
  });
  return mean(
    crossValScore(
      () => new DecisionTree(),
      penguins.features,
      penguins.labels,
      folds,
    ),
  );
});
const fullTree = new DecisionTree().fit(
  penguins.features,
  penguins.labels,
);

function mean(numbers: number[]) {
  return (
    numbers.reduce((sum, number) => sum + number, 0) / numbers.length
  );
}

table(
  [
    {
      accuracy: mean(accuracies).toFixed(3),
      lowest: Math.min(...accuracies).toFixed(3),
      highest: Math.max(...accuracies).toFixed(3),
    },
  ],
  {
    caption:
      "Right answers on penguins not trained on: 5 folds, 10 shuffles",
  },
);

// %% bigram-score
import { kFold } from "#score/cross-validation";

const pick = (rows: number[]) => rows.map((row) => names.list[row]!);
const folds = kFold(names.list.length, { folds: 5, random: seed(0) });
const lossesOnNew = folds.map(({ train, test }) =>
  new Bigram({ smoothing: 1 }).fit(pick(train)).nll(pick(test)),
);

const losses = {
  "knows nothing: ln 27": Math.log(27),
  "counts + 1": new Bigram({ smoothing: 1 })
    .fit(names.list)
    .nll(names.list),
  "counts alone": new Bigram({ smoothing: 0 })
    .fit(names.list)
    .nll(names.list),
  "counts + 1, on new names": mean(lossesOnNew),
};

table(
  Object.entries(losses).map(([model, loss]) => ({
    model,
    "nats a character": loss.toFixed(4),
  })),
  { caption: "Surprise at the next character: less is better" },
);

// %% classify
const mystery = { billLength: 48, flipperLength: 205 };

const shares = tree.predictProba([
  [mystery.billLength, mystery.flipperLength],
])[0]!;
table(
  tree.classes.map((species, i) => ({
    species,
    probability: shares[i]!.toFixed(2),
  })),
  { caption: "What the tree says of the mystery penguin" },
);

// %% invent
const chance = seed(27);

table(
  Array.from({ length: 6 }, () => ({
    invented: bigram.model.sample(chance),
  })),
  { caption: "Six names that the model invents" },
);

// %% bigram-heat
import { ALPHABET } from "#lm/bigram";

const characters = [...ALPHABET];

const cellsOfTable = characters.flatMap((previous) =>
  bigram.model
    .probabilities(previous)
    .map((p, i) => ({ previous, next: characters[i]!, p })),
);

heatMap(cellsOfTable, {
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

// %% pair
table(
  [
    {
      "": "learns from",
      "decision tree": `${penguins.rows.length} labelled penguins`,
      "bigram model": `${names.list.length.toLocaleString("en")} raw names`,
    },
    {
      "": "labels made by people",
      "decision tree": String(penguins.labels.length),
      "bigram model": "0",
    },
    {
      "": "answers with",
      "decision tree": "one of 3 species",
      "bigram model": "one of 27 characters, then the next",
    },
    {
      "": "what it keeps",
      "decision tree": `${fullTree.nLeaves - 1} questions, ${fullTree.nLeaves} answers`,
      "bigram model": `${characters.length} × ${characters.length} = ${characters.length ** 2} probabilities`,
    },
    {
      "": "how good on new examples",
      "decision tree": `${(100 * mean(accuracies)).toFixed(1)} % right`,
      "bigram model": `${losses["counts + 1, on new names"].toFixed(2)} nats a character`,
    },
  ],
  { caption: "The two machines, side by side" },
);
