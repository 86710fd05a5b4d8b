// The home page: one small machine from each side.

// %% tree
import * as Plot from "@observablehq/plot";
import { penguins } from "#datasets/penguins";
import { DecisionTree } from "#ml/decision-tree";

const maxDepth = 2; // try 1, then 4
const measured = penguins.rows.map(({ billLength, flipperLength }) => [
  billLength,
  flipperLength,
]);
const tree = new DecisionTree({ maxDepth }).fit(
  measured,
  penguins.labels,
);
const guesses = tree.predict(measured);
const rows = penguins.rows.map((row, i) => ({
  ...row,
  right: guesses[i] === row.species ? "right" : "wrong",
}));

Plot.plot({
  ariaLabel: `Scatter plot of ${rows.length} penguins by bill and flipper length. The tree names ${rows.filter(({ right }) => right === "right").length} of them right; the wrong ones are filled.`,
  height: 320,
  x: { label: "bill length (mm)" },
  y: { label: "flipper length (mm)", grid: true },
  symbol: { legend: true },
  marks: [
    Plot.dot(rows, {
      x: "billLength",
      y: "flipperLength",
      symbol: "species",
      stroke: "var(--ml)",
      fill: (row) => (row.right === "right" ? "none" : "var(--ml)"),
    }),
  ],
});

// %% bigram
import { names } from "#datasets/names";
import { ALPHABET, Bigram } from "#lm/bigram";

const letter = "q"; // try another one
const bigram = new Bigram().fit(names.list);
const next = bigram
  .probabilities(letter)
  .map((p, i) => ({ character: ALPHABET[i]!, p }));

Plot.plot({
  ariaLabel: `Bar chart of the probability of each next character after ${letter}. The most probable is ${next.toSorted((a, b) => b.p - a.p)[0]!.character}.`,
  height: 320,
  x: {
    label: `next character after ${letter} (the dot ends the name)`,
    domain: [...ALPHABET],
  },
  y: { label: "probability", grid: true },
  marks: [
    Plot.barY(next, { x: "character", y: "p", fill: "var(--lm)" }),
    Plot.ruleY([0]),
  ],
});
