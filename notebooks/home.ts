// The home page's two machines, in code.

// %% tree
import { bars, treePicture } from "#charts";
import { penguins } from "#datasets/penguins";
import { DecisionTree } from "#ml/decision-tree";
import { display } from "#notebook";

const tree = new DecisionTree({ maxDepth: 2 }); // try 3
tree.fit(penguins.features, penguins.labels);
const penguin = penguins.features[0]; // try another one

treePicture(tree, {
  featureNames: penguins.featureNames,
  way: penguin,
  rows: "penguins",
}).plot();

// %% bigram
import { seed } from "#base/random";
import { names } from "#datasets/names";
import { ALPHABET, Bigram } from "#lm/bigram";

const beginning = "mar"; // try another one
const bigram = new Bigram({ smoothing: 0 }).fit(names.list);
const p = bigram.probabilities(beginning.at(-1) ?? ".");
const next = [...ALPHABET].map((letter, i) => ({ letter, p: p[i] }));

display(bigram.sample(seed(2), beginning));
bars(next, { x: "letter", y: "p", side: "lm" }).plot({
  x: { label: "next letter (. ends the name)" },
  y: { label: "probability" },
});
