// The home page: one small machine from each side.

// %% tree
import { bars, scatter } from "#charts";
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

scatter(penguins.rows, {
  x: "billLength",
  y: "flipperLength",
  symbol: "species",
  rows: "penguins",
  side: "ml",
  filled: ({ species }, i) => guesses[i] !== species,
  filledMeans: "named wrong by the tree",
}).plot({
  x: { label: "bill length (mm)" },
  y: { label: "flipper length (mm)" },
});

// %% bigram
import { names } from "#datasets/names";
import { ALPHABET, Bigram } from "#lm/bigram";

const letter = "q"; // try another one
const bigram = new Bigram().fit(names.list);
const next = bigram
  .probabilities(letter)
  .map((p, i) => ({ character: ALPHABET[i]!, p }));

bars(next, { x: "character", y: "p", side: "lm" }).plot({
  x: {
    label: `next character after ${letter} (. ends the name)`,
  },
  y: { label: "probability" },
});
