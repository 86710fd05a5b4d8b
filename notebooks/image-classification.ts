// Image classification: handwritten digits, told by five models, and by those models again when the reader draws.

// %% digits-table
import * as Plot from "@observablehq/plot";
import { digits } from "#datasets/digits";
import {
  button,
  checkbox,
  display,
  drawing,
  live,
  progress,
  select,
  slider,
  table,
} from "#notebook";

const { train, test } = digits;
const tenDigits = Array.from({ length: 10 }, (_, digit) => digit);
const count = (labels: number[], digit: number) =>
  labels.filter((label) => label === digit).length;

table(
  tenDigits.map((digit) => ({
    digit,
    "to learn from": count(train.labels, digit),
    "held back": count(test.labels, digit),
  })),
  {
    caption: `${train.labels.length.toLocaleString("en")} pictures to learn from, ${test.labels.length.toLocaleString("en")} held back`,
  },
);

// %% some-digits tags=["hide-input"]
interface Shown {
  pixels: ArrayLike<number>;
  text?: string;
}

/** Square pictures in rows: 1 is ink, `lowest` is paper. */
function gallery(
  pictures: Shown[],
  options: { ariaLabel: string; columns: number; lowest?: number },
) {
  const { ariaLabel, columns, lowest = 0 } = options;
  const pitch = pictures.some(({ text }) => text) ? 46 : 32;
  const placed = pictures.map((picture, i) => ({
    ...picture,
    side: Math.sqrt(picture.pixels.length),
    left: (i % columns) * 32,
    top: Math.floor(i / columns) * pitch,
  }));
  const rows = Math.ceil(pictures.length / columns);
  return Plot.plot({
    ariaLabel,
    axis: null,
    margin: 1,
    aspectRatio: 1,
    x: { domain: [0, columns * 32 - 4] },
    y: { domain: [rows * pitch - 4, 0] },
    color: {
      type: "linear",
      domain: [lowest, 1],
      range: ["white", "black"],
      clamp: true,
    },
    marks: [
      ...placed.map(({ pixels, side, left, top }) =>
        Plot.raster(Array.from(pixels), {
          width: side,
          height: side,
          x1: left,
          x2: left + 28,
          y1: top,
          y2: top + 28,
          imageRendering: "pixelated",
        }),
      ),
      Plot.rect(placed, {
        x1: "left",
        x2: ({ left }) => left + 28,
        y1: "top",
        y2: ({ top }) => top + 28,
        stroke: "var(--data)",
        strokeOpacity: 0.4,
      }),
      Plot.text(placed, {
        x: ({ left }) => left + 14,
        y: ({ top }) => top + 30,
        text: ({ text }) => text ?? "",
        lineAnchor: "top",
        fontSize: 12,
      }),
    ],
  });
}

gallery(
  [7, 300, 500, 700].flatMap((place) =>
    tenDigits.map((digit) => ({
      pixels:
        train.features[train.labels.indexOf(digit) + (place % 690)],
    })),
  ),
  {
    ariaLabel:
      "Forty handwritten digits in four rows, each from 0 to 9. No two hands write alike.",
    columns: 10,
  },
);

// %% one-digit tags=["hide-input"]
const shown = slider("Picture", { min: 0, max: 199, value: 103 });
const row = slider("Row", { min: 0, max: 27, value: 14 });

const picture = train.features[shown * 40];
const greys = picture.slice(row * 28, row * 28 + 28);
Plot.plot({
  ariaLabel: `Left: a handwritten digit with the label ${train.labels[shown * 40]}, row ${row} marked. Right: the 28 numbers of that row as bars, from 0 for paper to 1 for ink. ${greys.filter((grey) => grey > 0).length} of them are more than 0.`,
  axis: null,
  margin: 1,
  aspectRatio: 1,
  x: { domain: [0, 60] },
  y: { domain: [28, -4] },
  color: { type: "linear", domain: [0, 1], range: ["white", "black"] },
  marks: [
    Plot.raster(picture, {
      width: 28,
      height: 28,
      x1: 0,
      x2: 28,
      y1: 0,
      y2: 28,
      imageRendering: "pixelated",
    }),
    Plot.rect([row], {
      x1: 0,
      x2: 28,
      y1: row,
      y2: row + 1,
      stroke: "var(--ml)",
      strokeWidth: 2,
    }),
    Plot.rect(greys, {
      x1: (_, i) => 32 + i,
      x2: (_, i) => 33 + i,
      y1: 28,
      y2: (grey) => 28 - 28 * grey,
      fill: "var(--data)",
      inset: 0.5,
    }),
    Plot.ruleY([28], { x1: 32, x2: 60 }),
    Plot.text([`row ${row}, from left to right`], {
      x: 46,
      y: -2,
      fontSize: 12,
    }),
    Plot.text([`label: ${train.labels[shown * 40]}`], {
      x: 14,
      y: -2,
      fontSize: 12,
    }),
  ],
});

// %% accuracy-chart tags=["hide-input"]
const everyTenth = (_: unknown, i: number) => i % 10 === 0;
const quiz = {
  X: test.features.filter(everyTenth),
  y: test.labels.filter(everyTenth),
};

interface Point {
  seen: number;
  right: number;
  of: string;
}

function accuracyChart(curve: Point[], most: number) {
  const [learnt, heldBack] = curve.slice(-2);
  const percent = (share: number) => (100 * share).toFixed(1);
  return Plot.plot({
    ariaLabel: `After ${heldBack.seen.toLocaleString("en")} pictures the model tells ${percent(learnt.right)} % of those it is learning from right, and ${percent(heldBack.right)} % of ${quiz.y.length} held back.`,
    height: 260,
    symbol: { legend: true, domain: ["being learnt", "held back"] },
    x: { label: "pictures seen", domain: [0, most], ticks: 4 },
    y: {
      label: "told right (%)",
      domain: [60, 100],
      percent: true,
      clamp: true,
      grid: true,
      ticks: 4,
    },
    marks: [
      Plot.line(curve, {
        x: "seen",
        y: "right",
        z: "of",
        stroke: "var(--ml)",
        strokeOpacity: 0.5,
      }),
      Plot.dot(curve, {
        x: "seen",
        y: "right",
        symbol: "of",
        stroke: "var(--ml)",
        r: 3,
      }),
    ],
  });
}

// %% watch
import type { Network, NeuralClassifier } from "#ml/neural-classifier";

/**
 * Trains; halts 250 times, to be seen, or at each step where there are
 * fewer. Asks the quiz at every tenth halt.
 */
function* watch<M extends NeuralClassifier<number, Network>>(
  steps: Generator<M>,
) {
  const curve: Point[] = [];
  let chart: Element | undefined;
  let [seconds, since] = [0, performance.now()];
  for (const model of steps) {
    const { nIter, totalSteps, batchSize, accuracyCurve } = model;
    const every = Math.max(1, Math.round(totalSteps / 250));
    if (nIter % every > 0) continue;
    seconds += (performance.now() - since) / 1000;
    const most = totalSteps * batchSize;
    const seen = nIter * batchSize;
    if (!chart || nIter % (10 * every) === 0) {
      const learnt = mean(accuracyCurve.slice(-10 * every));
      const heldBack = model.score(quiz.X, quiz.y);
      curve.push({ seen, right: learnt, of: "being learnt" });
      curve.push({ seen, right: heldBack, of: "held back" });
      chart = accuracyChart(curve, most);
    }
    yield { model, seconds, seen, most, chart };
    since = performance.now();
  }
}

function mean(numbers: number[]) {
  return (
    numbers.reduce((sum, number) => sum + number, 0) / numbers.length
  );
}

// %% softmax
import { seed } from "#base/random";
import { MLPClassifier } from "#ml/mlp";

const softmax = live(function* () {
  const model = new MLPClassifier({ random: seed(1), hidden: [] });
  const steps = model.fitSteps(train.features, train.labels);
  for (const now of watch(steps)) {
    progress(now.seen, now.most, "pictures seen");
    display(now.chart);
    yield now;
  }
});

// %% templates
const weights = softmax.model.network.layers[0].weight;
const perDigit = weights.toArray() as number[][];

gallery(
  perDigit.map((row, digit) => ({
    pixels: row.map((weight) => 1.2 * weight),
    text: `${digit}`,
  })),
  {
    ariaLabel:
      "The weights of softmax regression as ten pictures, one for each digit. Dark pixels speak for the digit, light ones against it. The 0 is a dark ring around a light middle.",
    columns: 5,
    lowest: -1,
  },
);

// %% knn
import { KNearestNeighbours } from "#ml/k-nearest-neighbours";

const knn = new KNearestNeighbours({ k: 3 }).fit(
  train.features,
  train.labels,
);
const kept = train.labels.length * 784;
`${train.labels.length.toLocaleString("en")} pictures kept: ${kept.toLocaleString("en")} numbers`;

// %% neighbours
const asked = slider("Test picture", {
  min: 0,
  max: 200,
  value: 171,
});

const [near] = knn.neighbours([quiz.X[asked]]);
const votes = near.indices.map((i) => train.labels[i]);
gallery(
  [
    { pixels: quiz.X[asked], text: "asked" },
    ...near.indices.map((i, place) => ({
      pixels: train.features[i],
      text: `${votes[place]}: ${near.distances[place].toFixed(1)}`,
    })),
  ],
  {
    ariaLabel: `A test picture with the label ${quiz.y[asked]}, and the three pictures nearest to it among those to learn from, with the labels ${votes.join(", ")}. Distances: ${near.distances.map((distance) => distance.toFixed(1)).join(", ")}.`,
    columns: 4,
  },
);

// %% mlp
const mlp = live(function* () {
  const model = new MLPClassifier({ random: seed(1), hidden: [128] });
  const steps = model.fitSteps(train.features, train.labels);
  for (const now of watch(steps)) {
    progress(now.seen, now.most, "pictures seen");
    display(now.chart);
    yield now;
  }
});

// %% convolution
const across = [-1, 0.5, 1, 0.5, -1];
const away = [1, 0.5, -0.75, -0.75, -0.75];
const pattern = select("Pattern", {
  "upright strokes": (_: number, x: number) => across[x],
  "lying strokes": (y: number) => across[y],
  "rising strokes": (y: number, x: number) => away[Math.abs(x + y - 4)],
  "falling strokes": (y: number, x: number) => away[Math.abs(x - y)],
});

const five = Array.from({ length: 25 }, (_, i) =>
  pattern(Math.floor(i / 5), i % 5),
);
const four = test.features[test.labels.indexOf(4)];
const found: number[] = [];
for (let y = 0; y < 24; y++)
  for (let x = 0; x < 24; x++) {
    let sum = 0;
    for (let i = 0; i < 25; i++) {
      const [down, right] = [Math.floor(i / 5), i % 5];
      sum += five[i] * four[(y + down) * 28 + x + right];
    }
    found.push(sum);
  }
const most = Math.max(...found);

gallery(
  [
    { pixels: four.map((ink) => 2 * ink - 1), text: "picture" },
    { pixels: five, text: "pattern" },
    {
      pixels: found.map((sum) => (2 * Math.max(0, sum)) / most - 1),
      text: "where it is",
    },
  ],
  {
    ariaLabel: `A handwritten 4, a pattern of 5 by 5 weights, and the 24 by 24 sums that it gives, dark where the pattern was found. The largest is ${most.toFixed(1)}.`,
    columns: 3,
    lowest: -1,
  },
);

// %% cnn-plain tags=["expensive"]
import { CNNClassifier } from "#ml/cnn";

const plainCnn = live(function* () {
  const model = new CNNClassifier({ random: seed(1), epochs: 4 });
  const steps = model.fitSteps(train.features, train.labels);
  for (const now of watch(steps)) {
    progress(now.seen, now.most, "pictures seen");
    display(now.chart);
    yield now;
  }
});

// %% moved
import { augmentImages, moveImage } from "#prep/augment-images";

const otherWays = button("Move it in other ways");
const size = { height: 28, width: 28 };
const seven = train.features[train.labels.indexOf(7)];
const eight = augmentImages(
  Float32Array.from({ length: 8 * 784 }, (_, i) => seven[i % 784]),
  size,
  { shift: 2, rotation: 12, scale: 0.12 },
  seed(otherWays + 1),
);

gallery(
  [
    { pixels: seven },
    ...Array.from({ length: 8 }, (_, i) => ({
      pixels: eight.subarray(i * 784, (i + 1) * 784),
    })),
  ],
  {
    ariaLabel:
      "A handwritten 7, and the same 7 eight times, each turned, scaled and shifted a little in another way.",
    columns: 9,
  },
);

// %% cnn tags=["expensive"]
const cnn = live(function* () {
  const model = new CNNClassifier({
    random: seed(1),
    epochs: 6,
    augment: { shift: 2, rotation: 12, scale: 0.12 },
  });
  const steps = model.fitSteps(train.features, train.labels);
  for (const now of watch(steps)) {
    progress(now.seen, now.most, "pictures seen");
    display(now.chart);
    yield now;
  }
});

// %% filters
const { conv1 } = cnn.model.network;
const patterns = conv1.weight.view(8, 25).toArray() as number[][];
const largest = (rows: number[][]) =>
  Math.max(...rows.flat().map(Math.abs));

gallery(
  patterns.map((row) => ({
    pixels: row.map((weight) => weight / largest(patterns)),
  })),
  {
    ariaLabel:
      "The eight patterns of 5 by 5 pixels that the CNN's first layer looks for. Most are a dark stroke or edge beside a light one, each in another direction.",
    columns: 8,
    lowest: -1,
  },
);

// %% found
import { inferenceMode, tensor } from "#tensor";

const lookedAt = slider("Test picture", {
  min: 0,
  max: 200,
  value: 85,
});

// A live cell waits until the training above is done.
live(function* () {
  const asked = tensor(quiz.X[lookedAt]).view(1, 1, 28, 28);
  const { conv1 } = cnn.model.network;
  const sums = inferenceMode(() => conv1.forward(asked).relu());
  const rows = sums.view(8, 576).toArray() as number[][];
  display(
    gallery(
      rows.map((row) => ({
        pixels: row.map((sum) => (2 * sum) / largest(rows) - 1),
      })),
      {
        ariaLabel: `Where each of the eight patterns was found in a handwritten digit with the label ${quiz.y[lookedAt]}: dark is found.`,
        columns: 8,
        lowest: -1,
      },
    ),
  );
  yield rows;
});

// %% exam
import type { Classifier, DenseMatrix } from "#base/estimator";

const exam = live(function* () {
  const models: Record<
    string,
    Required<Classifier<number, DenseMatrix>>
  > = {
    "softmax regression": softmax.model,
    "3 nearest neighbours": knn,
    "one hidden layer": mlp.model,
    CNN: plainCnn.model,
    "CNN, pictures moved": cnn.model,
  };
  const answers = Object.entries(models).map(([name, model], i) => {
    progress(i + 1, 5, "models asked");
    return { name, said: model.predict(test.features) };
  });
  display(`${answers.length} models asked about all test pictures`);
  yield { models, answers };
});

// %% scores tags=["hide-input"]
const scores = exam.answers.map(({ name, said }) => {
  const right = said.filter((s, i) => s === test.labels[i]).length;
  const share = right / said.length;
  const margin = 1.96 * Math.sqrt((share * (1 - share)) / said.length);
  return { name, wrong: said.length - right, share, margin };
});

display(
  table(
    scores.map(({ name, wrong, share, margin }) => ({
      model: name,
      wrong,
      accuracy: share,
      "±": margin,
    })),
    {
      format: { accuracy: 3, "±": 3 },
      caption: `${test.labels.length.toLocaleString("en")} pictures that no model has learnt from`,
    },
  ),
);
Plot.plot({
  ariaLabel: `Accuracy of five models on pictures held back, with 95 % intervals: ${scores.map(({ name, share }) => `${name} ${share.toFixed(3)}`).join(", ")}.`,
  height: 220,
  marginLeft: 10,
  x: {
    label: "told right (%)",
    percent: true,
    domain: [88, 100],
    grid: true,
    ticks: 6,
  },
  y: { axis: null, domain: scores.map(({ name }) => name) },
  marks: [
    Plot.ruleY(scores, {
      x1: ({ share, margin }) => share - margin,
      x2: ({ share, margin }) => share + margin,
      y: "name",
      stroke: "var(--ml)",
      strokeWidth: 2,
    }),
    Plot.dot(scores, {
      x: "share",
      y: "name",
      fill: "var(--ml)",
      r: 5,
    }),
    ...["start", "end"].map((textAnchor) =>
      Plot.text(scores, {
        filter: ({ share }) => share > 0.95 === (textAnchor === "end"),
        x: "share",
        y: "name",
        text: "name",
        textAnchor: textAnchor as "start" | "end",
        dy: -13,
        fontSize: 12,
      }),
    ),
  ],
});

// %% confusion tags=["hide-input"]
const judged = select(
  "Model",
  exam.answers.map(({ name }) => name),
  { value: "CNN, pictures moved" },
);

const { said } = exam.answers.find(({ name }) => name === judged)!;
const pairs = tenDigits.flatMap((meant) =>
  tenDigits.map((answer) => {
    const times = said.filter(
      (s, i) => s === answer && test.labels[i] === meant,
    ).length;
    const share = times / count(test.labels, meant);
    return { meant, answer, times, share };
  }),
);
const [worst] = pairs
  .filter(({ meant, answer }) => meant !== answer)
  .sort((a, b) => b.times - a.times);

Plot.plot({
  ariaLabel: `Heat map of 10 by 10: what each digit was, and what the model, ${judged}, took it for. Most often wrong: ${worst.meant} was taken for ${worst.answer}, ${worst.times} times.`,
  aspectRatio: 1,
  padding: 0.04,
  x: { label: "the model says", axis: "top", tickSize: 0 },
  y: { label: "it is", tickSize: 0 },
  marks: [
    Plot.cell(pairs, {
      x: "answer",
      y: "meant",
      fill: "var(--ml)",
      fillOpacity: ({ share }) => 0.04 + 0.5 * Math.sqrt(share),
    }),
    Plot.text(pairs, {
      x: "answer",
      y: "meant",
      filter: ({ times }) => times > 0,
      text: "times",
      fontSize: 12,
    }),
  ],
});

// %% mistakes
const best = exam.answers.at(-1)!;
const wrong = test.features.flatMap((pixels, i) =>
  best.said[i] === test.labels[i]
    ? []
    : [{ pixels, meant: test.labels[i] }],
);
const mistakes = exam.models[best.name]
  .predictProba(wrong.map(({ pixels }) => pixels))
  .map((shares, i) => ({
    ...wrong[i],
    sure: Math.max(...shares),
    said: shares.indexOf(Math.max(...shares)),
  }))
  .sort((a, b) => b.sure - a.sure);
const [surest] = mistakes;

gallery(
  mistakes.map(({ pixels, meant, said }) => ({
    pixels,
    text: `${meant}→${said}`,
  })),
  {
    ariaLabel: `All ${mistakes.length} digits that the CNN gets wrong, the one it is surest of first: ${surest.meant}, taken for ${surest.said} with probability ${surest.sure.toFixed(2)}.`,
    columns: 8,
  },
);

// %% shifts tags=["hide-input"]
const right = (pixels: ArrayLike<number>, dx: number) =>
  Array.from(moveImage(pixels, size, { dx }));
const shifted = [0, 2, 4, 6].flatMap((pixels) => {
  const X = quiz.X.map((picture) => right(picture, pixels));
  return Object.entries(exam.models).map(([name, model]) => ({
    name,
    pixels,
    share: model.score(X, quiz.y),
  }));
});
const atFour = shifted.filter(({ pixels }) => pixels === 4);

Plot.plot({
  ariaLabel: `How many of ${quiz.y.length} test pictures are told right when all are shifted to the right. With 4 pixels: ${atFour.map(({ name, share }) => `${name} ${(100 * share).toFixed(0)} %`).join(", ")}.`,
  height: 320,
  symbol: { legend: true, domain: Object.keys(exam.models) },
  x: {
    label: "shifted to the right by (pixels)",
    ticks: [0, 2, 4, 6],
    tickFormat: "d",
  },
  y: {
    label: "told right (%)",
    percent: true,
    domain: [0, 100],
    grid: true,
    ticks: 5,
  },
  marks: [
    Plot.line(shifted, {
      x: "pixels",
      y: "share",
      z: "name",
      stroke: "var(--ml)",
      strokeOpacity: 0.6,
    }),
    Plot.dot(shifted, {
      x: "pixels",
      y: "share",
      symbol: "name",
      stroke: "var(--ml)",
      r: 4,
    }),
  ],
});

// %% opinions tags=["hide-input"]
/** What each model makes of one picture, as bars. */
function opinions(pixels: number[], what: string) {
  const bars = Object.entries(exam.models).flatMap(([name, model]) =>
    model
      .predictProba([pixels])[0]
      .map((share, digit) => ({ name, digit, share })),
  );
  const tops = Object.keys(exam.models).map((name) => {
    const own = bars.filter((bar) => bar.name === name);
    return own.reduce((a, b) => (b.share > a.share ? b : a));
  });
  const words = ({ name, digit, share }: (typeof bars)[number]) =>
    `${name}: ${digit}, ${(100 * share).toFixed(0)} %`;
  return Plot.plot({
    ariaLabel: `What five models make of ${what}. ${tops.map(words).join("; ")}.`,
    height: 380,
    fy: { axis: null, domain: tops.map(({ name }) => name) },
    x: { label: "digit", domain: tenDigits },
    y: { axis: null, domain: [0, 1.7] },
    marks: [
      Plot.barY(bars, {
        x: "digit",
        y: "share",
        fy: "name",
        fill: "var(--ml)",
      }),
      Plot.ruleY([0]),
      Plot.text(tops, {
        fy: "name",
        text: words,
        frameAnchor: "top-left",
        fontSize: 12,
      }),
    ],
  });
}

// %% one-shifted
const pixelsRight = slider("Pixels to the right", {
  min: -8,
  max: 8,
  value: 4,
});

const aDigit = quiz.X[85];
display(
  gallery(
    [
      { pixels: aDigit, text: "as written" },
      { pixels: right(aDigit, pixelsRight), text: "shifted" },
    ],
    {
      ariaLabel: `A handwritten ${quiz.y[85]}, and the same shifted to the right by ${pixelsRight} pixels.`,
      columns: 4,
    },
  ),
);
opinions(
  right(aDigit, pixelsRight),
  `a ${quiz.y[85]}, shifted by ${pixelsRight} pixels`,
);

// %% nonsense tags=["hide-input"]
const noise = seed(1);
const inked = (ink: (x: number, y: number) => boolean | number) =>
  Array.from({ length: 784 }, (_, i) =>
    Number(ink(i % 28, Math.floor(i / 28))),
  );
const within = (x: number, y: number) =>
  Math.max(Math.abs(x - 13.5), Math.abs(y - 13.5));
const noDigits = Object.entries({
  "a blank sheet": inked(() => 0),
  "all ink": inked(() => 1),
  noise: inked(() => noise.uniform()),
  stripes: inked((x) => x % 6 < 3),
  checkers: inked((x, y) => x % 8 < 4 === y % 8 < 4),
  "a frame": inked((x, y) => within(x, y) < 10 && within(x, y) > 7),
  "a block": inked((x, y) => within(x, y) < 7),
  "a letter X": inked(
    (x, y) =>
      within(x, y) < 10 &&
      (Math.abs(x - y) < 2 || Math.abs(x + y - 27) < 2),
  ),
  "a letter E": inked(
    (x, y) =>
      within(x, y) < 9 &&
      (x < 8 || y < 7 || y > 20 || Math.abs(y - 13.5) < 1.5),
  ),
  "a plus": inked(
    (x, y) =>
      within(x, y) < 9 &&
      (Math.abs(x - 13.5) < 1.5 || Math.abs(y - 13.5) < 1.5),
  ),
}).map(([name, pixels]) => {
  const shares = exam.models["CNN, pictures moved"].predictProba([
    pixels,
  ])[0];
  const sure = Math.max(...shares);
  return { name, pixels, sure, said: shares.indexOf(sure) };
});

gallery(
  noDigits.map(({ pixels, said, sure }) => ({
    pixels,
    text: `${said}: ${(100 * sure).toFixed(0)} %`,
  })),
  {
    ariaLabel: `Ten pictures that are no digits, and what the CNN takes them for: ${noDigits.map(({ name, said, sure }) => `${name} for ${said}, ${(100 * sure).toFixed(0)} %`).join("; ")}.`,
    columns: 5,
  },
);

// %% pad
const firstSheet = quiz.X[60].map((ink) => Math.round(255 * ink));
const sheet = drawing("Draw a digit", {
  centre: true,
  value: { ...size, data: firstSheet },
  hint: "With mouse, finger, pen or keys. It stays in this page.",
});
const fits = checkbox("Scale it to the size of MNIST's digits", {
  value: true,
});

// %% recognised
import { fitDigit } from "#prep/fit-digit";

const drawn = Array.from(sheet.data, (grey) => grey / 255);
const prepared = fits ? fitDigit(drawn) : drawn;

display(
  gallery(
    [
      { pixels: drawn, text: "centred" },
      { pixels: prepared, text: "as asked" },
    ],
    {
      ariaLabel:
        "Your drawing, its centre of mass in the middle, and what the models are asked about.",
      columns: 4,
    },
  ),
);
opinions(prepared, "the drawing");

// %% costs tags=["hide-input"]
const measure = button("Measure on this machine");
const learning: Record<string, { numbers: number; s: number }> = {
  "softmax regression": sized(softmax),
  "3 nearest neighbours": { numbers: kept, s: 0 },
  "one hidden layer": sized(mlp),
  CNN: sized(plainCnn),
  "CNN, pictures moved": sized(cnn),
};
const rest = "press the button";

function sized(trained: {
  model: { nParameters: number };
  seconds: number;
}) {
  return { numbers: trained.model.nParameters, s: trained.seconds };
}

table(
  Object.entries(exam.models).map(([name, model]) => {
    const { numbers, s } = learning[name];
    const began = performance.now();
    if (measure > 0) model.predict(quiz.X);
    const ms = (performance.now() - began) / quiz.y.length;
    return {
      model: name,
      "numbers kept": numbers,
      "to learn": measure > 0 ? `${s.toFixed(1)} s` : rest,
      "for a picture": measure > 0 ? `${ms.toFixed(2)} ms` : rest,
    };
  }),
  {
    format: { "numbers kept": "," },
    caption: `All learn from ${train.labels.length.toLocaleString("en")} pictures with labels`,
  },
);
