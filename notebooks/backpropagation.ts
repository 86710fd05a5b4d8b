// How a network finds out which way to move each of its weights: by chance, by nudging, and by reading a tape backwards.

// %% wiggle
import * as Plot from "@observablehq/plot";
import { seed } from "#base/random";
import { curves } from "#charts";
import { twoMoons } from "#datasets/two-moons";
import { TinyNetwork } from "#ml/tiny-network";
import { slider } from "#notebook";

const range = { min: -4, max: 3, step: 0.1, value: 1.5 };
const w = slider("One weight of 17", range);
const { features: X, labels: y } = twoMoons({ random: seed(1) });
const tiny = new TinyNetwork([2, 4, 1]);
const weights = tiny.start(seed(3)).with(12, w);
const at = (w: number) => tiny.loss(weights.with(12, w), X, y);
const steep = (at(w + 0.001) - at(w)) / 0.001;
const curve = Array.from({ length: 71 }, (_, i) => {
  const weight = (i - 40) / 10;
  return { weight, loss: at(weight) };
});
const tangent = [w - 1, w + 1].map((x) => [x, at(w) + steep * (x - w)]);

Plot.plot({
  x: { label: `weight; slope here: ${steep.toFixed(2)}` },
  marks: [
    curves(curve, { x: "weight", y: "loss", side: "ml", at: w }),
    Plot.line(tangent, { strokeWidth: 2, clip: true }),
  ],
  height: 220,
});

// %% slopes
import { bars } from "#charts";

const nudge = 0.001;
const before = tiny.loss(weights, X, y);
const slopes = weights.map((value, i) => {
  const nudged = weights.with(i, value + nudge);
  return (tiny.loss(nudged, X, y) - before) / nudge;
});

// #region the chart
bars(
  slopes.map((slope, i) => ({ weight: i + 1, slope })),
  { x: "weight", y: "slope", side: "ml", pale: (_, i) => i !== 12 },
).plot({
  height: 180,
  x: { tickFormat: (name) => (Number(name) % 2 ? name : "") },
});
// #endregion

// %% step
import { regions, scatter } from "#charts";

const steps = { min: 0, max: 12, step: 0.5, value: 1 };
const far = slider("Step: so many times each slope", steps);
const moved = weights.map((value, i) => value - far * slopes[i]);
const after = tiny.loss(moved, X, y);
const moons = X.map(([across, up], i) => {
  return { across, up, moon: y[i] === 1 ? "lower" : "upper" };
});
const says = (some: number[][]) =>
  some.map((p) => (tiny.score(moved, p) > 0 ? "lower" : "upper"));
const losses = `${before.toFixed(3)} before, ${after.toFixed(3)} after`;

Plot.plot({
  height: 270,
  x: { label: `loss: ${losses}` },
  y: { label: null },
  marks: [
    regions(says, { x: [-1.5, 2.5], y: [-1, 1.5], steps: 50 }),
    scatter(moons, {
      x: "across",
      y: "up",
      symbol: "moon",
      side: "ink",
    }),
  ],
});

// %% by-chance
const data = twoMoons({ random: seed(1) }); // the same points
const big = new TinyNetwork([2, 16, 16, 1]);
const reading = (weights: number[]) =>
  big.loss(weights, data.features, data.labels);
const begin = big.start(seed(1));
const budget = 900;
const chance = seed(101);
let best = begin;
let lowest = reading(begin);
const byChance = [{ how: "by chance", readings: 1, loss: lowest }];
for (let readings = 2; readings <= budget; readings++) {
  const tried = best.map((value) => value + 0.05 * chance.normal());
  const loss = reading(tried);
  if (loss < lowest) [best, lowest] = [tried, loss];
  if (readings % 10 === 0)
    byChance.push({ how: "by chance", readings, loss: lowest });
}

const ticks = { ticks: [1, 0.1, 0.01], tickFormat: String };
const domain = [0.002, 1];
const axes = {
  x: { label: "readings of the 100 points" },
  y: { label: "loss, learnt from", type: "log", domain, ...ticks },
  height: 200,
} as const;
curves(byChance, { x: "readings", y: "loss", side: "ml" }).plot(axes);

// %% differences
const rate = 1;
const each = big.nWeights + 1; // readings for all slopes

let nudged = begin;
const byNudging = [
  { how: "by nudging", readings: 1, loss: reading(begin) },
];
for (let readings = each; readings <= budget; readings += each) {
  const before = reading(nudged);
  const slopes = nudged.map((value, i) => {
    const other = nudged.with(i, value + 0.001);
    return (reading(other) - before) / 0.001;
  });
  nudged = nudged.map((value, i) => value - rate * slopes[i]);
  const loss = reading(nudged);
  byNudging.push({ how: "by nudging", readings, loss });
}

curves([...byChance, ...byNudging], {
  x: "readings",
  y: "loss",
  stroke: "how",
  side: "ml",
}).plot(axes);

// %% by-hand
import { table } from "#notebook";

const v = slider("Weight w", {
  min: -1,
  max: 3,
  step: 0.1,
  value: 1.5,
});
const [x, b, t] = [2, -1, 1];
const s = v * x + b;
const e = s - t;
const slope = (moved: (by: number) => number) =>
  (moved(1e-6) ** 2 - moved(0) ** 2) / 1e-6;

table(
  [
    { number: "e = s − t", value: e, chain: 2 * e },
    { number: "s = w · x + b", value: s, chain: 2 * e * 1 },
    { number: "b", value: b, chain: 2 * e * 1 * 1 },
    { number: "x", value: x, chain: 2 * e * 1 * v },
    { number: "w", value: v, chain: 2 * e * 1 * x },
  ].map((row, i) => ({
    ...row,
    nudging: slope((by) => e + by * [1, 1, 1, v, x][i]),
  })),
  {
    caption: `How much L = e² = ${(e * e).toFixed(2)} moves with each number`,
    format: { value: 2, chain: 2, nudging: 2 },
  },
);

// %% tape
import { Tape } from "#base/scalar-tape";

const tape = new Tape();
const [tw, tx, tb] = [
  tape.write("w", v),
  tape.write("x", x),
  tape.write("b", b),
];
const sum = tape.add(tape.mul(tw, tx), tb); // each writes a line
tape.power(tape.add(sum, -t), 2).slope = 1;
for (const { from, slope } of tape.lines.toReversed())
  for (const [input, own] of from) input.slope += own * slope;

table(tape.lines, { columns: ["name", "value", "slope"] });

// %% check
import { microgradExample } from "#base/scalar-tape";
import { onTensors } from "#ml/tiny-network";
import { tensor } from "#tensor";

const long = new Tape();
const [la, lb] = [long.write("a", -4), long.write("b", 2)];
const lg = microgradExample(long, la, lb);
long.backward(lg);

const [ea, eb] = [-4, 2].map((n) => tensor(n, { requiresGrad: true }));
const eg = microgradExample(onTensors, ea, eb);
eg.backward();

const row = (by: string, g: number, ...slopes: number[]) => {
  return { by, g, "∂g/∂a": slopes[0], "∂g/∂b": slopes[1] };
};
table(
  [
    row("micrograd, published", 24.7041, 138.8338, 645.5773),
    row(
      `tape, ${long.lines.length} lines`,
      lg.value,
      la.slope,
      lb.slope,
    ),
    row("engine", eg.item(), ea.grad!.item(), eb.grad!.item()),
  ],
  { format: { g: 4, "∂g/∂a": 4, "∂g/∂b": 4 } },
);

// %% backprop
const { features, labels } = data;
let learnt = begin;
const byTape = [
  { how: "by the tape", readings: 1, loss: reading(begin) },
];
for (let readings = 3; readings <= budget; readings += 3) {
  const slopes = big.gradient(learnt, features, labels);
  learnt = learnt.map((value, i) => value - rate * slopes[i]);
  if (readings % 15 > 0) continue;
  byTape.push({ how: "by the tape", readings, loss: reading(learnt) });
}

curves([...byChance, ...byNudging, ...byTape], {
  x: "readings",
  y: "loss",
  stroke: "how",
  side: "ml",
}).plot(axes);

// %% vanish
const bends = ["relu", "sigmoid"] as const;
const through = bends.flatMap((bend) =>
  Array.from({ length: 30 }, (_, i) => {
    const chain = new Tape();
    const start = chain.write("start", 0.5);
    let h = start;
    for (let layer = 0; layer <= i; layer++) h = chain[bend](h);
    chain.backward(h);
    return { bend, layers: i + 1, slope: start.slope };
  }),
);

const ticks20 = {
  ticks: [1, 1e-5, 1e-10, 1e-15, 1e-20],
  tickFormat: (slope: number) => slope.toExponential(0),
};
curves(through, {
  x: "layers",
  y: "slope",
  stroke: "bend",
  side: "ml",
  height: "low",
}).plot({
  y: {
    type: "log",
    label: "slope of the end for the start",
    ...ticks20,
  },
});
