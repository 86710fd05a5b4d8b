// How a program reads a handwritten digit: a network that is shipped trained, and the steps by which such a network learns.

// %% sheet
import { digits } from "#datasets/digits";
import { drawing, slider } from "#notebook";

const sample = slider("Sample", { min: 0, max: 9, value: 7 });
const begin = digits.validation.labels.indexOf(sample) + 4;
const first = digits.validation.features[begin];
const sheet = drawing(`Sheet ${sample}`, {
  centre: true,
  value: {
    width: 28,
    height: 28,
    data: first.map((ink) => Math.round(255 * ink)),
  },
});

// %% recognised
import { bars } from "#charts";
import { fitDigit } from "#prep/fit-digit";

const drawn = fitDigit(Array.from(sheet.data, (grey) => grey / 255));
bars(
  ask(drawn).map((p, digit) => ({ digit, p })),
  { x: "digit", y: "p", side: "ml", height: "low" },
).plot({ y: { label: "probability", domain: [0, 1] } });

// %% network
import { card } from "#checkpoints/digits-cnn-moved";
import { loadDigitReader } from "#ml/digit-reader";
import { table, weights } from "#notebook";

const { learn, validation, test } = digits;
const network = loadDigitReader(await weights(card.name));
function ask(pixels: number[]) {
  return network.predictProba([pixels])[0];
}

table([
  {
    about: "numbers in it",
    value: card.parameters.toLocaleString("en"),
  },
  { about: "kilobytes", value: Math.round(card.bytes / 1000) },
  {
    about: "pictures that it learnt from",
    value: learn.labels.length.toLocaleString("en"),
  },
]);

// %% numbers
import { heatMap, pictures } from "#charts";
import { display } from "#notebook";

const chosen = slider("Picture", { min: 0, max: 199, value: 104 });

const one = learn.features[chosen * 34];
const label = `label: ${learn.labels[chosen * 34]}`;
const box = { x: 9, y: 9, width: 10, height: 10 };
const inBox = one.flatMap((ink, i) => {
  const [column, row] = [i % 28, Math.floor(i / 28)];
  const inside = [column, row].every((at) => at >= 9 && at < 19);
  return inside ? [{ column, row, ink }] : [];
});

display(
  pictures([{ pixels: one, text: label, box }], {
    side: "data",
  }).plot(),
);
heatMap(inBox, {
  x: "column",
  y: "row",
  value: "ink",
  scale: "linear",
  values: true,
  format: (ink) => ink.toFixed(1),
  height: "low",
}).plot();

// %% settings
import { seed } from "#base/random";
import {
  crossEntropy,
  noGrad,
  type Tensor,
  tensor,
  zeros,
} from "#tensor";

const count = slider("Pictures", { min: 1, max: 32, value: 1 });
const range = { min: 0, max: 0.5, step: 0.01, value: 0.05 };
const lr = slider("Learning rate", range);

const order = seed(2).shuffle([...learn.labels.keys()]);
const batch = order.slice(0, count);
const X = tensor(batch.map((i) => learn.features[i])); // [count, 784]
const y = batch.map((i) => learn.labels[i]);
const other = tensor(validation.features); // [1000, 784]
const lossesWith = (stencils: string, W: Tensor) => ({
  stencils,
  "loss of these": crossEntropy(X.matmul(W), y).item(),
  "of validation": crossEntropy(
    other.matmul(W),
    validation.labels,
  ).item(),
});

// %% step
const W = zeros([784, 10], { requiresGrad: true }); // blank stencils
const loss = crossEntropy(X.matmul(W), y); // the mean of −ln p
loss.backward(); // the gradient: a slope for each of 7,840 weights
const next = noGrad(() => W.sub(W.grad!.mul(lr))); // one step down

const losses = [
  lossesWith("blank", W),
  lossesWith("a step later", next),
];
table(losses, { format: { "loss of these": 3, "of validation": 3 } });

// %% stencils tags=["expensive"]
import { mean } from "#base/mean";
import { MLPClassifier } from "#ml/mlp";
import { live, progress, select } from "#notebook";

const rates = [0.0004, 0.004, 0.04];
const top = select("Highest rate", rates, { value: 0.004 });
const begun = select("Beginning", [1, 2, 3]);
let curve: { epoch: number; correct: number; of: string }[] = [];

const stencils = live(function* () {
  const chance = { random: seed(begun) };
  const model = new MLPClassifier({ ...chance, hidden: [], lr: top });
  curve = [];
  const third = 73; // steps; an epoch has 219
  for (const now of model.fitSteps(learn.features, learn.labels)) {
    progress(now.nIter, now.totalSteps, "steps");
    if (now.nIter % third > 0) continue;
    const epoch = now.nIter / third / 3;
    const learning = mean(now.accuracyCurve.slice(-third));
    const correct = now.score(validation.features, validation.labels);
    curve.push({ epoch, correct: learning, of: "being learnt" });
    curve.push({ epoch, correct, of: "validation" });
    display(`${epoch.toFixed(1)} epochs`);
    yield now;
  }
});

// %% accuracies
import { curves } from "#charts";
import { runs } from "#notebook";

void stencils; // Drawn anew as they learn.
const all = runs(
  "Runs",
  curve.filter(({ of }) => of === "validation"),
  { settings: { rate: top, beginning: begun } },
);
const several = all.some(({ kept }) => kept);
const seen = several ? all.map((d) => ({ ...d, of: d.run })) : curve;

curves(seen, {
  x: "epoch",
  y: "correct",
  stroke: "of",
  side: "ml",
  pale: (d) => "kept" in d && d.kept,
  clip: true,
  height: "low",
}).plot({ x: { domain: [0, 10] }, y: { domain: [0.8, 1] } });

// %% templates
const perDigit =
  stencils.network.layers[0].weight.toArray() as number[][];

pictures(
  [0, 1, 3, 7, 8].map((digit) => ({
    pixels: perDigit[digit].map((weight) => 1.2 * weight),
    text: `${digit}`,
  })),
  { lowest: -1 },
).plot({
  ariaLabel:
    "Five of the ten stencils. Dark pixels speak for the digit, light ones against it. The 0 is a dark ring around a light middle.",
});

// %% hidden
import { card as hiddenCard } from "#checkpoints/digits-mlp";

curves(
  hiddenCard.curve.slice(1).flatMap(({ step, train, validation }) => {
    const epoch = (step * hiddenCard.batchSize) / learn.labels.length;
    return [
      { epoch, loss: train, of: "being learnt" },
      { epoch, loss: validation, of: "validation" },
    ];
  }),
  { x: "epoch", y: "loss", stroke: "of", side: "ml", height: "low" },
).plot({ y: { label: "loss (nats a picture)" } });

// %% exam
import { examine } from "#score/exam";

const models: Record<string, typeof network> = {
  "ten stencils": stencils,
  "hidden layer": loadDigitReader(await weights("digits-mlp")),
  CNN: network,
};
table(
  examine(models, test.features, test.labels).map(
    ({ model, wrong, accuracy, low, high }) => ({
      model,
      numbers: models[model].nParameters,
      wrong,
      accuracy,
      "95 % interval": `${low.toFixed(3)} to ${high.toFixed(3)}`,
    }),
  ),
  { format: { numbers: ",", accuracy: 3 } },
);

// %% shifted
import { moveImage } from "#prep/augment-images";

const dx = slider("Pixels to the right", {
  min: -10,
  max: 10,
  value: 5,
});
const asWritten = validation.features[validation.labels.indexOf(4)];
const shifted = Array.from(
  moveImage(asWritten, { width: 28, height: 28 }, { dx }),
);

display(
  pictures(
    [
      { pixels: asWritten, text: "as written" },
      { pixels: shifted, text: "shifted" },
    ],
    { columns: 6 },
  ).plot(),
);
table(
  Object.entries(models).map(([model, one]) => {
    const [shares] = one.predictProba([shifted]);
    const sure = Math.max(...shares);
    return { model, says: shares.indexOf(sure), probability: sure };
  }),
  { format: { probability: 2 } },
);

// %% nonsense
import { noDigits } from "#ml/no-digits";

const asked = noDigits(seed(1)).map(({ name, pixels }) => {
  const shares = ask(pixels);
  const sure = Math.max(...shares);
  const says = shares.indexOf(sure);
  return {
    name,
    pixels,
    text: `${says}: ${(100 * sure).toFixed(0)} %`,
  };
});
pictures(asked).plot({
  ariaLabel: `Five pictures that show no digit, and what the network says: ${asked.map(({ name, text }) => `${name}, ${text}`).join("; ")}.`,
});

// %% mistakes
const wrong = network
  .predictProba(test.features)
  .map((shares, i) => ({
    pixels: test.features[i],
    meant: test.labels[i],
    sure: Math.max(...shares),
    said: shares.indexOf(Math.max(...shares)),
  }))
  .filter(({ meant, said }) => meant !== said)
  .sort((a, b) => b.sure - a.sure);

pictures(
  wrong.slice(0, 16).map(({ pixels, meant, said }) => ({
    pixels,
    text: `${meant}→${said}`,
  })),
  { columns: 8 },
).plot({
  ariaLabel: `The 16 of ${wrong.length} wrong answers that the network is surest of: ${wrong
    .slice(0, 16)
    .map(({ meant, said }) => `${meant} taken for ${said}`)
    .join(", ")}.`,
});

// %% confusion
const judged = select("Network", Object.keys(models));
const told = models[judged].predict(test.features);

const ten = Array.from({ length: 10 }, (_, digit) => digit);
heatMap(
  ten.flatMap((is) =>
    ten.map((says) => ({
      is,
      says,
      times: told.filter((s, i) => s === says && test.labels[i] === is)
        .length,
    })),
  ),
  {
    x: "says",
    y: "is",
    value: "times",
    side: "ml",
    values: true,
    format: (times) => (times === 0 ? "" : String(times)),
  },
).plot();

// %% neighbours
import { KNearestNeighbours } from "#ml/k-nearest-neighbours";

const place = slider("Test picture", { min: 0, max: 200, value: 171 });

const knn = new KNearestNeighbours({ k: 3 });
knn.fit(learn.features, learn.labels);
const query = test.features[place * 10];
const [near] = knn.neighbours([query]);
pictures([
  { pixels: query, text: `asked: ${test.labels[place * 10]}` },
  ...near.indices.map((i, rank) => ({
    pixels: learn.features[i],
    text: `${learn.labels[i]}: ${near.distances[rank].toFixed(1)}`,
  })),
]).plot();

// %% cost
import { button } from "#notebook";

const again = button("Measure on this machine");
const some = test.features.slice(0, 200);
table(
  Object.entries(models).map(([model, one]) => {
    const began = performance.now();
    if (again > 0) one.predict(some);
    const ms = (performance.now() - began) / some.length;
    return {
      model,
      "numbers kept": one.nParameters,
      "for a picture":
        again > 0 ? `${ms.toFixed(2)} ms` : "press the button",
    };
  }),
  { format: { "numbers kept": "," } },
);
