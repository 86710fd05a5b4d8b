// A small window that is slid over a picture: by hand, learnt, and against a network without one.

// %% place
import { pictures } from "#charts";
import { digits } from "#datasets/digits";
import { select, slider } from "#notebook";

const filter = select("Filter", {
  "upright strokes": [-1, 2, -1, -1, 2, -1, -1, 2, -1],
  "lying strokes": [-1, -1, -1, 2, 2, 2, -1, -1, -1],
  "rising strokes": [-1, -1, 2, -1, 2, -1, 2, -1, -1],
  "falling strokes": [2, -1, -1, -1, 2, -1, -1, -1, 2],
});
const column = slider("Column", { min: 0, max: 25, value: 17 });
const row = slider("Row", { min: 0, max: 25, value: 4 });

const { features, labels } = digits.validation;
const four = features[labels.indexOf(4)];
const sums = convolve(four, filter);
const most = Math.max(...sums);
const box = { x: column, y: row, width: 3, height: 3 };
const spot = { ...box, width: 1, height: 1 };
const paper = (ink: number) => 2 * Math.max(0, ink) - 1;
const map = sums.map((sum) => paper(sum / most));
const shown = [
  { pixels: four.map(paper), text: "picture", box },
  { pixels: filter.map((weight) => weight / 2), text: "filter" },
  { pixels: map, text: "sums above 0", box: spot },
];
const ariaLabel = `A handwritten 4 with a window of 3 by 3 pixels at column ${column}, row ${row}; the filter; and its 26 by 26 sums, dark where it was found. The largest is ${most.toFixed(1)}.`;
pictures(shown, { lowest: -1 }).plot({ ariaLabel });

// %% by-hand
import { table } from "#notebook";

table(
  [0, 1, 2].map((i) => {
    const ink = four.slice(28 * (row + i) + column).slice(0, 3);
    const weights = filter.slice(3 * i, 3 * i + 3);
    const products = ink.map((value, j) => value * weights[j]);
    return {
      "ink · weight": ink
        .map((value, j) => `${value.toFixed(1)} · ${weights[j]}`)
        .join(" + ")
        .replaceAll("-", "−"),
      sum: products.reduce((a, b) => a + b),
    };
  }),
  {
    format: { sum: 1 },
    caption: `All nine: ${sums[26 * row + column].toFixed(1)}`,
  },
);

// %% convolve
function convolve(picture: number[], filter: readonly number[]) {
  const [n, k] = [picture, filter].map(({ length }) => length ** 0.5);
  const sumAt = (x: number, y: number) =>
    filter.reduce((sum, weight, i) => {
      const [right, down] = [i % k, Math.floor(i / k)];
      return sum + weight * picture[n * (y + down) + x + right];
    }, 0);
  const places = [...Array(n - k + 1).keys()];
  return places.flatMap((y) => places.map((x) => sumAt(x, y)));
}
const stroke = [0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0]; // 4 × 4
convolve(stroke, [-1, 2, -1, -1, 2, -1, -1, 2, -1]);

// %% filters
import { card } from "#checkpoints/digits-cnn-moved";
import { CNNClassifier } from "#ml/cnn";
import { loadDigitReader } from "#ml/digit-reader";
import { weights } from "#notebook";

const { learn, validation, test } = digits;
const file = await weights(card.name);
const cnn = loadDigitReader(file) as CNNClassifier<number>;
const { conv1 } = cnn.network;
const learntFilters = conv1.weight.view(8, 25).toArray() as number[][];
const strongest = Math.max(...learntFilters.flat().map(Math.abs));

pictures(
  learntFilters.map((weights) => ({
    pixels: weights.map((weight) => weight / strongest),
  })),
  { lowest: -1 },
).plot({
  ariaLabel:
    "The eight filters of 5 by 5 weights that the network has learnt. Dark weights want ink, light ones want none; each filter has both.",
});

// %% found
import { inferenceMode, maxPool2d, tensor } from "#tensor";

const looked = slider("Picture", { min: 0, max: 199, value: 85 });

const seen = validation.features[5 * looked];
const [maps, pooled] = inferenceMode(() => {
  const relu = conv1.forward(tensor(seen).view(1, 1, 28, 28)).relu();
  return [relu.view(8, 576), maxPool2d(relu, 2).view(8, 144)];
}).map((found) => found.toArray() as number[][]);
const darkest = Math.max(...maps.flat());

pictures(
  [...maps, ...pooled].map((sums) => ({
    pixels: sums.map((sum) => sum / darkest),
  })),
  { columns: 8 },
).plot({
  ariaLabel: `Where each of the eight filters was found in a handwritten ${validation.labels[5 * looked]}: above, 24 by 24 sums, cut off at 0; below, the largest of each 2 by 2.`,
});

// %% layers
const { conv2, fc1, fc2 } = cnn.network;
const layers = {
  "8 filters of 5 × 5": { layer: conv1, places: 24 * 24 },
  "16 filters of 5 × 5 × 8": { layer: conv2, places: 8 * 8 },
  "64 hidden numbers": { layer: fc1, places: 1 },
  "ten scores": { layer: fc2, places: 1 },
};
table(
  Object.entries(layers).map(([name, { layer, places }]) => {
    const numbers = layer.numParams();
    return { layer: name, numbers, "not shared": places * numbers };
  }),
  { format: { numbers: ",", "not shared": "," } },
);

// %% moved
import { seed } from "#base/random";
import { button } from "#notebook";
import { augmentImages } from "#prep/augment-images";

const otherWays = button("Move it in other ways");

const size = { width: 28, height: 28 };
const seven = learn.features[learn.labels.indexOf(7)];
const eight = augmentImages(
  Float32Array.from({ length: 8 * 784 }, (_, i) => seven[i % 784]),
  size,
  { shift: 2, rotation: 12, scale: 0.12 },
  seed(otherWays + 1),
);

pictures([
  { pixels: seven },
  ...Array.from({ length: 8 }, (_, i) => ({
    pixels: eight.subarray(i * 784, (i + 1) * 784),
  })),
]).plot({
  ariaLabel:
    "A handwritten 7, and the same 7 eight times, each turned, scaled and shifted a little in another way.",
});

// %% exam
import { intervals } from "#charts";
import { display } from "#notebook";
import { examine } from "#score/exam";

const load = async (name: string) =>
  loadDigitReader(await weights(name));
const networks = {
  "hidden layer": await load("digits-mlp"),
  CNN: await load("digits-cnn"),
  "hidden layer, moved": await load("digits-mlp-moved"),
  "CNN, moved": cnn,
};
const results = examine(networks, test.features, test.labels);

display(
  table(
    results.map(({ right, ...shown }) => shown),
    { format: { accuracy: 3, low: 3, high: 3 } },
  ),
);
const shares = { x: "accuracy", x1: "low", x2: "high" } as const;
intervals(results, { ...shares, y: "model", side: "ml" }).plot({});

// %% paired
import { duel } from "#score/exam";

const [layer, plain, layerMoved, plainMoved] = results;
table(
  [
    [plain, layer],
    [plainMoved, layerMoved],
    [layerMoved, layer],
    [plainMoved, plain],
  ].map(([a, b]) => {
    const { onlyFirst, onlySecond, p } = duel(a, b);
    return {
      first: a.model,
      second: b.model,
      "only first right": onlyFirst,
      "only second": onlySecond,
      p: p < 0.0001 ? "< 0.0001" : p.toPrecision(1),
    };
  }),
);

// %% shifts
import { curves } from "#charts";
import { moveImage } from "#prep/augment-images";

const shifted = [0, 2, 4, 6, 8].flatMap((pixels) => {
  const X = test.features
    .filter((_, i) => i % 4 === 0)
    .map((ink) => Array.from(moveImage(ink, size, { dx: pixels })));
  const y = test.labels.filter((_, i) => i % 4 === 0);
  return Object.entries(networks).map(([network, model]) => ({
    network,
    pixels,
    accuracy: model.score(X, y),
  }));
});

curves(shifted, {
  x: "pixels",
  y: "accuracy",
  stroke: "network",
  side: "ml",
  labels: "legend",
}).plot({
  x: { label: "shifted to the right by (pixels)" },
  y: { domain: [0, 1] },
});

// %% train-here tags=["expensive"]
import { live, progress } from "#notebook";

const epochs = slider("Epochs", { min: 1, max: 6, value: 1 });

live(function* () {
  const fresh = new CNNClassifier({ random: seed(1), epochs });
  for (const now of fresh.fitSteps(learn.features, learn.labels)) {
    progress(now.nIter, now.totalSteps, "steps");
    const last = now.nIter === now.totalSteps;
    if (now.nIter % 30 > 1 && !last) continue;
    const rows = now.network.conv1.weight.view(8, 25).toArray();
    display(
      pictures(
        (rows as number[][]).map((weights) => ({
          pixels: weights.map((weight) => 2 * weight),
        })),
        { lowest: -1 },
      ).plot({
        ariaLabel: `The eight filters after ${now.nIter} steps.`,
      }),
    );
    if (last)
      display(now.score(validation.features, validation.labels));
    yield now;
  }
});
