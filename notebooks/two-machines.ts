// Two machines that learn: a decision tree from labelled penguins, and a bigram model from raw names.

// %% penguins-table
import * as Plot from "@observablehq/plot";
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
Plot.plot({
  ariaLabel: `Scatter plot of ${penguins.rows.length} penguins: flipper length against bill length. The three species form three clouds that overlap a little.`,
  height: 340,
  symbol: { legend: true },
  x: { label: "bill length (mm)" },
  y: { label: "flipper length (mm)", grid: true },
  marks: [
    Plot.dot(penguins.rows, {
      x: "billLength",
      y: "flipperLength",
      symbol: "species",
      stroke: "var(--data)",
      tip: true,
    }),
  ],
});

// %% names-plot
const letterCounts = new Map<string, number>();
for (const letter of names.list.join(""))
  letterCounts.set(letter, (letterCounts.get(letter) ?? 0) + 1);
const letters = [...letterCounts].map(([letter, count]) => ({
  letter,
  count,
}));

Plot.plot({
  ariaLabel: `Bar chart of how often each letter stands in the names: most often a, ${letterCounts.get("a")?.toLocaleString("en")} times, least often q, ${letterCounts.get("q")?.toLocaleString("en")} times.`,
  height: 340,
  x: { label: "letter" },
  y: { label: "times in all names", grid: true },
  marks: [
    Plot.barY(letters, {
      x: "letter",
      y: "count",
      fill: "var(--data)",
    }),
    Plot.ruleY([0]),
  ],
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
import { treeRegions } from "#charts";

const [left, right, low, high] = [31, 61, 170, 233];
const shade = { Adelie: 0.12, Chinstrap: 0.3, Gentoo: 0.5 };
const boxes = treeRegions(tree, [left, right], [low, high]).map(
  (box) => ({ ...box, shade: shade[box.label] }),
);
const inTheirBox = tree.score(twoMeasurements, penguins.labels);

Plot.plot({
  ariaLabel: `Map of ${boxes.length} boxes into which the tree cuts the plane of bill and flipper length. ${(100 * inTheirBox).toFixed(1)} % of the penguins stand in a box of their own species.`,
  height: 360,
  symbol: { legend: true },
  x: { label: "bill length (mm)", domain: [left, right] },
  y: { label: "flipper length (mm)", domain: [low, high] },
  marks: [
    Plot.rect(boxes, {
      x1: "x1",
      x2: "x2",
      y1: "y1",
      y2: "y2",
      fill: "var(--ml)",
      fillOpacity: "shade",
      stroke: "var(--ml)",
    }),
    Plot.dot(penguins.rows, {
      x: "billLength",
      y: "flipperLength",
      symbol: "species",
      stroke: "currentColor",
      strokeOpacity: 0.7,
    }),
  ],
});

// %% bigram-curve
const lastPoint = bigram.curve.at(-1)!;

Plot.plot({
  ariaLabel: `The bigram model's loss falls from ${bigram.curve[0]!.loss.toFixed(2)} to ${lastPoint.loss.toFixed(2)} nats a character after ${lastPoint.read.toLocaleString("en")} names. A model that knows nothing stands at 3.30.`,
  height: 360,
  x: { label: "names read", domain: [0, names.list.length] },
  y: {
    label: "loss (nats a character)",
    domain: [2.3, 3.4],
    grid: true,
  },
  marks: [
    Plot.ruleY([Math.log(27)], { strokeDasharray: "3,3" }),
    Plot.text([[names.list.length, Math.log(27)]], {
      text: ["a model that knows nothing"],
      textAnchor: "end",
      dy: 10,
    }),
    Plot.lineY(bigram.curve, {
      x: "read",
      y: "loss",
      stroke: "var(--lm)",
      strokeWidth: 2,
    }),
    Plot.dot([lastPoint], {
      x: "read",
      y: "loss",
      fill: "var(--lm)",
      r: 4,
    }),
  ],
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

Plot.plot({
  ariaLabel:
    "Heat map of 27 by 27 probabilities: for each character, which one comes next. Vowels follow most consonants; many names end in a, e, n or y.",
  height: 560,
  padding: 0,
  x: { label: "next character", domain: characters },
  y: { label: "previous character", domain: characters },
  marks: [
    Plot.cell(cellsOfTable, {
      x: "next",
      y: "previous",
      fill: "var(--lm)",
      fillOpacity: (d) => Math.sqrt(d.p),
    }),
  ],
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
