// The kinds of machine learning: the same penguins with labels, without any, and with one column hidden; and an agent that gets rewards.

// %% who-answers
import * as Plot from "@observablehq/plot";
import { regions, scatter, worldMap } from "#charts";
import { penguins } from "#datasets/penguins";
import { radio } from "#notebook";

const mm = { x: { label: "bill (mm)" }, y: { label: "flipper (mm)" } };
const at = { x: "billLength", y: "flipperLength" } as const;
const look = { rows: "penguins", side: "ink", r: 3.5 } as const;
const pair = { x: "hidden (mm)", y: "guessed (mm)" } as const;
function drawn(kinds: (string | number)[]) {
  const symbol = (_: object, i: number) => kinds[i];
  return scatter(penguins.rows, { ...at, ...look, symbol });
}
const pictures: Record<string, () => Plot.PlotOptions> = {
  "a person": () => ({
    ...mm,
    marks: [regions(boxes()), drawn(penguins.labels)],
  }),
  nobody: () => ({ ...mm, marks: [drawn(groupOf())] }),
  "the data itself": () => ({
    marks: [scatter(guesses(), { ...pair, ...look })],
  }),
  rewards: () => ({
    marks: [worldMap(cliffWalking(), { path: way() })],
  }),
};
const answer = "Who gives the right answer?";
const who = radio(answer, Object.keys(pictures));
Plot.plot(pictures[who]());

// %% person
import { seed } from "#base/random";
import { treeRegions } from "#charts";
import { DecisionTree } from "#ml/decision-tree";
import { table } from "#notebook";
import { splitRows } from "#prep/train-test-split";
import { take } from "#score/cross-validation";

const { rows, labels } = penguins;
const two = rows.map((row) => [row.billLength, row.flipperLength]);
const parts = { random: seed(1), testShare: 1 / 3 };
const { train, test } = splitRows(two, labels, parts);
const tree = new DecisionTree({ maxDepth: 2 });
tree.fit(take(two, train), take(labels, train));

function boxes() {
  return treeRegions(tree, [31, 61], [170, 233]);
}

const says = tree.predict(take(two, test));
table(
  says.map((answer, i) => ({
    "the tree says": answer,
    "biologists say": labels[test[i]],
  })),
  { rows: 5 },
);

// %% nobody
import { KMeans } from "#ml/k-means";
import { StandardScaler } from "#prep/standard-scaler";

const scaled = new StandardScaler().fitTransform(two);
const groups = new KMeans({ clusters: 3, random: seed(1) }).fit(scaled);

function groupOf() {
  return groups.labels.map((group) => group + 1);
}

const count = (group: number, species: string) =>
  labels.filter((l, i) => l === species && groups.labels[i] === group);
table(
  [0, 1, 2].map((group) => ({
    group: group + 1,
    Adelie: count(group, "Adelie").length,
    Chinstrap: count(group, "Chinstrap").length,
    Gentoo: count(group, "Gentoo").length,
  })),
);

// %% data-itself
import { mean } from "#base/mean";
import { LinearRegression } from "#ml/linear-regression";

const seen = rows.map((d) => [d.billLength, d.billDepth, d.bodyMass]);
const flippers = rows.map((row) => row.flipperLength);
const line = new LinearRegression();
line.fit(take(seen, train), take(flippers, train));
const guessed = line.predict(take(seen, test));
function guesses() {
  return guessed.map((y, i) => ({
    "hidden (mm)": flippers[test[i]],
    "guessed (mm)": y,
  }));
}

const middle = mean(take(flippers, train));
const off = (guess: (y: number) => number) =>
  mean(guessed.map((y, i) => Math.abs(flippers[test[i]] - guess(y))));
table(
  [
    { guess: "always the mean", "off by (mm)": off(() => middle) },
    { guess: "from the other three", "off by (mm)": off((y) => y) },
  ],
  { format: { "off by (mm)": 1 } },
);

// %% rewards
import { runPolicy } from "#ml/environment";
import { cliffWalking } from "#ml/grid-worlds";
import { QLearning } from "#ml/q-learning";

const cliff = cliffWalking();
const walks = [5, 30, 200].map((episodes) => {
  const agent = new QLearning({ random: seed(2), episodes }).fit(cliff);
  const options = { random: seed(0), maxSteps: 100 };
  return { episodes, ...runPolicy(cliff, agent.policy, options) };
});
function way() {
  return walks[2].states;
}

table(
  walks.map(({ episodes, reward, done }) => ({
    "episodes learnt": episodes,
    "reaches the goal": done ? "yes" : "no",
    points: reward,
  })),
);
