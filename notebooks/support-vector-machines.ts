// Support vector machines: the widest street between two groups, what holds it, and how to choose without fooling oneself.

// %% place
import { slider } from "#notebook";

const across = slider("Across", {
  min: 0,
  max: 10,
  step: 0.1,
  value: 5.6,
});
const up = slider("Up", { min: 0, max: 6, step: 0.1, value: 3 });

// %% street
import * as Plot from "@observablehq/plot";
import { seed } from "#base/random";
import { handles, street } from "#charts";
import { Svm } from "#ml/svm";
import { twoClouds } from "#prep/two-clouds";

const clouds = twoClouds({ random: seed(5) });
const points = [...clouds.X, [across, up]];
const groups = [...clouds.y, "right"];
const kerb = { kernel: "linear", C: 1000, tolerance: 1e-9 } as const;
const widest = new Svm(kerb).fit(points, groups);
const field = { x: [0, 10], y: [0, 6], steps: 20 } as const;
const held = widest.supportVectors;
const width = 2 / Math.hypot(...widest.coefficients[0]);
const note = `${width.toFixed(2)} wide, held by ${held.length} of 19 points`;

Plot.plot({
  symbol: { legend: false },
  marks: [
    street(widest, { ...field, rows: points, labels: groups }),
    handles([{ across, up }], {
      x: "across",
      y: "up",
      moves: ["Across", "Up"],
    }),
    Plot.text([note], { frameAnchor: "top-left", dx: 6, dy: 6 }),
  ],
});

// %% margin
const [w] = widest.coefficients;
const [b] = widest.intercepts;
const f = ([x1, x2]: number[]) => w[0] * x1 + w[1] * x2 + b;
const norm = Math.sqrt(w[0] ** 2 + w[1] ** 2);

`‖w‖ ${norm.toFixed(2)}, width ${(2 / norm).toFixed(2)}, f(ring) ${f([across, up]).toFixed(2)}`;

// %% without
import { table } from "#notebook";
import { take } from "#score/cross-validation";

const few = new Svm(kerb).fit(take(points, held), take(groups, held));
const line = (
  name: string,
  { coefficients: [[w1, w2]], intercepts: [b] }: Svm,
) => ({
  "learnt from": name,
  w1,
  w2,
  b,
});

table(
  [
    line(`all ${points.length} points`, widest),
    line(`the ${held.length} filled ones`, few),
  ],
  { format: { w1: 2, w2: 2, b: 2 } },
);

// %% soft
import { penguins } from "#datasets/penguins";
import { radio } from "#notebook";
import { StandardScaler } from "#prep/standard-scaler";

const C = radio("C", [0.001, 0.01, 0.1, 1, 10, 100], { value: 1 });
const some = penguins.rows.filter((row) => row.species !== "Gentoo");
const bills = some.map((row) => [row.billLength, row.billDepth]);
const species = some.map((row) => row.species);
const scaler = new StandardScaler().fit(bills);
const soft = new Svm({ kernel: "linear", C }).fit(
  scaler.transform(bills),
  species,
);

Plot.plot({
  x: { label: "bill length (mm)" },
  y: { label: "bill depth (mm)" },
  marks: [
    street(soft, {
      x: [31, 60],
      y: [15, 22],
      steps: 20,
      rows: bills,
      labels: species,
      scaler,
    }),
  ],
});

// %% hinge
const fine = (y: number, f: number) => Math.max(0, 1 - y * f);

const fines = soft
  .decisionFunction(scaler.transform(bills))
  .map(([f], i) => fine(species[i] === "Chinstrap" ? 1 : -1, f));
const sum = fines.reduce((total, one) => total + one, 0);
const half = Math.hypot(...soft.coefficients[0]) ** 2 / 2;

table([{ C, "½‖w‖²": half, "sum of fines": sum, J: half + C * sum }], {
  format: { "½‖w‖²": 2, "sum of fines": 2, J: 2 },
});

// %% moons
import { twoMoons } from "#datasets/two-moons";

const kernel = radio("Kernel", ["linear", "rbf"], { value: "rbf" });
const gamma = radio("γ", [0.1, 1, 10, 100, 1000], { value: 1 });
const moons = twoMoons({ random: seed(1), samples: 200, noise: 0.2 });
const bent = new Svm({ kernel, gamma }).fit(
  moons.features,
  moons.labels,
);

Plot.plot({
  symbol: { legend: false },
  marks: [
    street(bent, {
      x: [-1.6, 2.6],
      y: [-1.1, 1.6],
      steps: 40,
      rows: moons.features,
      labels: moons.labels.map((label) =>
        label === 0 ? "upper" : "lower",
      ),
    }),
  ],
});

// %% gammas
import { curves } from "#charts";

const fresh = twoMoons({ random: seed(2), samples: 1000, noise: 0.2 });
const byGamma = Array.from({ length: 9 }, (_, i) => {
  const power = i / 2 - 1;
  const { features, labels } = moons;
  const model = new Svm({ gamma: 10 ** power }).fit(features, labels);
  const [known, other] = [
    model.score(features, labels),
    model.score(fresh.features, fresh.labels),
  ];
  return [
    { power, on: "learnt from", right: known },
    { power, on: "chosen with", right: other },
  ];
});

curves(byGamma.flat(), {
  x: "power",
  y: "right",
  stroke: "on",
  side: "ml",
  height: "low",
  at: Math.log10(gamma),
}).plot({
  x: { label: "γ, as a power of ten" },
  y: { label: "accuracy", domain: [0.7, 1] },
});

// %% units
import { mean } from "#base/mean";
import { pipeline } from "#prep/pipeline";
import {
  crossValScore,
  stratifiedKFold,
} from "#score/cross-validation";

const { features, labels } = penguins;
const folds = stratifiedKFold(labels, { random: seed(0) });
const early = new StandardScaler().fitTransform(features);
const raw = () => new Svm();
const scaled = () => pipeline(new StandardScaler(), new Svm());
const scores = {
  none: crossValScore(raw, features, labels, folds),
  "before the folds": crossValScore(raw, early, labels, folds),
  "in the pipeline": crossValScore(scaled, features, labels, folds),
};

table(
  Object.entries(scores).map(([scaler, all]) => ({
    scaler,
    accuracy: mean(all),
  })),
  { format: { accuracy: 3 } },
);

// %% choose
import { button } from "#notebook";
import { GridSearch } from "#score/grid-search";

const dice = seed(button("Shuffle the species anew"));
const sixty = [...new Set(labels)].flatMap((name) => {
  const own = [...labels.keys()].filter((row) => labels[row] === name);
  return dice.shuffle(own).slice(0, 20);
});
const X = take(features, sixty);
const y = dice.shuffle(take(labels, sixty));
const settings = [1, 10, 100].flatMap((C) =>
  [0.01, 0.1, 1, 10].map((gamma) => ({ C, gamma })),
);
const search = () =>
  new GridSearch(settings, (setting) =>
    pipeline(new StandardScaler(), new Svm<string>(setting)),
  );
const nested = crossValScore(search, X, y, stratifiedKFold(y));

table(
  [
    { rows: "chosen with", accuracy: search().fit(X, y).bestScore },
    { rows: "never seen", accuracy: mean(nested) },
  ],
  { caption: "The best of 12 settings", format: { accuracy: 3 } },
);

// %% far
const all = new StandardScaler().fit(features);
const round = new Svm().fit(all.transform(features), labels);
const odd = {
  "the first penguin": features[0],
  "one of 12 kg, twice as long": [80, 36, 380, 12_000],
  "one with all measurements 0": [0, 0, 0, 0],
};

table(
  Object.entries(odd).map(([who, row]) => ({
    who,
    "it says": round.predict(all.transform([row]))[0],
  })),
);

// %% references
import { iris } from "#datasets/iris";

const straight = () => new Svm({ kernel: "linear" });
const both = () => pipeline(new StandardScaler(), straight());
const ofIris = crossValScore(
  straight,
  iris.features,
  iris.labels,
  stratifiedKFold(iris.labels),
);
const ofPenguins = [0, 1, 2, 3].flatMap((n) =>
  crossValScore(
    both,
    features,
    labels,
    stratifiedKFold(labels, { random: seed(n) }),
  ),
);

table(
  [
    { data: "iris", here: mean(ofIris), "scikit-learn": 0.98 },
    { data: "penguins", here: mean(ofPenguins), "scikit-learn": 0.985 },
  ],
  {
    caption: "Linear kernel, C = 1, 5 folds",
    format: { here: 3, "scikit-learn": 3 },
  },
);

// %% own-file
import { file, select } from "#notebook";
import { likelyLabel } from "#prep/labelled-table";

const ownRows = file("A CSV file of yours", {
  accept: "csv",
  value: penguins.rows.map((row) => ({ ...row })),
  hint: "Until you choose one, these are the penguins.",
});
const ownLabel = select(
  "Column to predict",
  ownRows.length > 0 ? Object.keys(ownRows[0]) : ["none"],
  { value: likelyLabel(ownRows) ?? "none" },
);

// %% own-svm
import { labelledTable } from "#prep/labelled-table";

const least = { atMost: 1000, perLabel: 5 };
const own = labelledTable(ownRows, ownLabel, least);
const ownSvm = () =>
  new GridSearch(["linear", "rbf"] as const, (kernel) =>
    pipeline(new StandardScaler(), new Svm<string>({ kernel })),
  );
const ownFolds = stratifiedKFold(own.y, { random: seed(0) });
const unseen = crossValScore(ownSvm, own.X, own.y, ownFolds);
const leftOut = own.leftOut.map(
  ({ column, why }) => `${column}: ${why}`,
);

table(
  [
    {
      rows: own.y.length,
      "with gaps": own.incompleteRows,
      "never seen": mean(unseen),
      "most frequent": own.baseLine,
    },
  ],
  {
    caption: `Left out: ${leftOut.join("; ") || "nothing"}`,
    format: { "never seen": 3, "most frequent": 3 },
  },
);
