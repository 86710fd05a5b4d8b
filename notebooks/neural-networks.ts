// What layers of neurons are for: two moons, told apart by a line, by a layer and by two layers, and how such a network is trained.

// %% boundary
import * as Plot from "@observablehq/plot";
import { slider } from "#notebook";

const range = { min: 0, max: 150, step: 10, value: 150 };
const step = slider("Steps of training", range);
const net = mlp([2, 16, 16, 1]);
const rule = new Adam(net.parameters(), { lr: 0.01 });
for (const _ of descend(net, rule, step));

Plot.plot(picture(net));

// %% layer
import { radio } from "#notebook";
import { Adam, type Optimizer, SGD } from "#tensor";

const count = { min: 1, max: 16, value: 1 };
const hidden = slider("Neurons in one layer", count);
const bends = { ReLU: "relu", none: "identity" } as const;
const bend = radio("Bend", bends);
const wide = mlp([2, hidden, 1], bend);
const adam = new Adam(wide.parameters(), { lr: 0.03 });
for (const _ of descend(wide, adam, 300));

Plot.plot(picture(wide));

// %% rows
import { seed } from "#base/random";
import { regions, scatter } from "#charts";
import { twoMoons } from "#datasets/two-moons";
import { type Activation, MLP } from "#ml/mlp";
import { table } from "#notebook";
import { classesOf, logLossOf, shareRight } from "#ml/tiny-network";

const [learn, validation, exam] = [100, 200, 1000].map((samples, i) =>
  twoMoons({ random: seed(i + 1), samples, noise: 0.2 }),
);
function picture(network: MLP) {
  const moon = (label: number) => (label === 1 ? "lower" : "upper");
  const says = (some: number[][]) => classesOf(network, some).map(moon);
  const area = { x: [-1.6, 2.6], y: [-1.3, 1.8] } as const;
  const points = learn.features.map(([across, up], i) => {
    return { across, up, moon: moon(learn.labels[i]) };
  });
  const by = { x: "across", y: "up", symbol: "moon" } as const;
  const right = Math.round(100 * shareRight(network, learn));
  return {
    x: { label: `of these right: ${right} %` },
    y: { label: null },
    marks: [regions(says, area), scatter(points, by)],
  };
}
table([
  { points: 100, "are there": "to learn from" },
  { points: 200, "are there": "to choose with" },
  { points: 1000, "are there": "to measure, at the end, once" },
]);

// %% ablation
const shapes = {
  "one neuron": mlp([2, 1]),
  "2 × 16, no bend": mlp([2, 16, 16, 1], "identity"),
  "2 × 16, ReLU": mlp([2, 16, 16, 1]),
};
for (const network of Object.values(shapes)) {
  const optimizer = new Adam(network.parameters(), { lr: 0.01 });
  for (const _ of descend(network, optimizer, 150));
}

table(
  Object.entries(shapes).map(([network, one]) => ({
    network,
    weights: one.numParams(),
    "learnt from": shareRight(one, learn),
    "chosen with": shareRight(one, validation),
  })),
  { format: { "learnt from": ".1%", "chosen with": ".1%" } },
);

// %% same
import { logLossOnTape } from "#ml/tiny-network";

function mlp(sizes: number[], bend: Activation = "relu", start = 1) {
  return new MLP(sizes, bend, 0, seed(start));
}
const few = twoMoons({ random: seed(1), samples: 20, noise: 0.2 });
const two = mlp([2, 16, 16, 1]);
const byEngine = logLossOf(two, few);
byEngine.backward();
const slopes = two
  .parameters()
  .flatMap((parameter) => [...parameter.grad!.toFloat32Array()]);
const byTape = logLossOnTape(two, few);
const apart = slopes.map((slope, i) =>
  Math.abs(slope - byTape.slopes[i]),
);

const row = (by: string, loss: number, slopes: number[]) => {
  return { by, loss, "first slope": slopes[0], last: slopes.at(-1) };
};
table(
  [
    row("tape", byTape.loss, byTape.slopes),
    row("engine", byEngine.item(), slopes),
  ],
  {
    caption: `${byTape.lines.toLocaleString("en")} lines of tape; the ${slopes.length} slopes differ by ${Math.max(...apart).toExponential(0)} at most`,
    format: { loss: 6, "first slope": 6, last: 6 },
  },
);

// %% live
import { bars, curves } from "#charts";
import { display, live, progress, select } from "#notebook";
import { lookInto } from "#ml/tiny-network";

const inside = { "first hidden layer": 0, "second hidden layer": 1 };
const layer = select("Look into the", inside);
const odd = (name: string) => (Number(name) % 2 ? name : "");
const perNeuron = (of: string, values: number[]) =>
  bars(
    values.map((value, i) => ({ neuron: i + 1, [of]: value })),
    { x: "neuron", y: of, side: "ml" },
  ).plot({ height: 150, x: { tickFormat: odd } });

live(async function* () {
  const network = mlp([2, 16, 16, 1]);
  const optimizer = new Adam(network.parameters(), { lr: 0.01 });
  for (const step of descend(network, optimizer, 150)) {
    progress(step, 150, "steps");
    if (step % 5 > 0 || step === 0) continue;
    const seen = lookInto(network, layer, learn);
    display(perNeuron("activation", seen.activations));
    display(perNeuron("gradient", seen.gradients));
    yield step;
    await new Promise((go) => setTimeout(go, 80));
  }
});

// %% plain
function* descend(network: MLP, optimizer: Optimizer, steps: number) {
  for (let step = 0; step < steps; step++) {
    yield step;
    logLossOf(network, learn).backward(); // a slope for each weight
    optimizer.step(); // and then a step for each
  }
  yield steps;
}
const first = mlp([2, 16, 16, 1]);
const sgd = new SGD(first.parameters(), { lr: 1 });
const plain = descend(first, sgd, 150);
const byPlain = watchLoss("plain steps", plain, first, validation);

Plot.plot({
  y: { type: "log", domain: [0.1, 0.8], tickFormat: ".1f" },
  height: 190,
  marks: [curves(byPlain, { x: "step", y: "loss", side: "ml" })],
});

// %% momentum
import { watchLoss } from "#ml/tiny-network";

const rolling = { lr: 0.1, momentum: 0.9 };
const second = mlp([2, 16, 16, 1]);
const byMomentum = watchLoss(
  "momentum",
  descend(second, new SGD(second.parameters(), rolling), 150),
  second,
  validation,
);
const lines = {
  x: "step",
  y: "loss",
  stroke: "curve",
  side: "ml",
} as const;

Plot.plot({
  y: { type: "log", domain: [0.1, 0.8], tickFormat: ".1f" },
  height: 190,
  marks: [curves([...byPlain, ...byMomentum], lines)],
});

// %% adam
const third = mlp([2, 16, 16, 1]);
const byAdam = watchLoss(
  "Adam",
  descend(third, new Adam(third.parameters(), { lr: 0.01 }), 150),
  third,
  validation,
);

Plot.plot({
  y: { type: "log", domain: [0.1, 0.8], tickFormat: ".1f" },
  height: 190,
  marks: [curves([...byPlain, ...byMomentum, ...byAdam], lines)],
});

// %% rates
import { mean } from "#base/mean";

type Rule = (lr: number, network: MLP) => Optimizer;
const plainSteps: Rule = (lr, n) => new SGD(n.parameters(), { lr });
const withMomentum: Rule = (lr, n) =>
  new SGD(n.parameters(), { lr, momentum: 0.9 });
const adamSteps: Rule = (lr, n) => new Adam(n.parameters(), { lr });
const tries: [string, Rule, number[]][] = [
  ["plain steps", plainSteps, [0.3, 1, 3, 10]],
  ["momentum", withMomentum, [0.03, 0.1, 0.3]],
  ["Adam", adamSteps, [0.003, 0.01, 0.03]],
];
const lossAfter = (rule: Rule, rate: number) => (start: number) => {
  const network = mlp([2, 16, 16, 1], "relu", start);
  for (const _ of descend(network, rule(rate, network), 150));
  return logLossOf(network, validation).item();
};
const tried = tries.flatMap(([name, rule, rates]) =>
  rates.map((rate) => {
    const losses = [1, 2, 3].map(lossAfter(rule, rate));
    return { rule: name, rate, loss: mean(losses) };
  }),
);
const x = { type: "log", label: "rate", tickFormat: "~g" } as const;
const y = { label: "loss after 150 steps" };
const by = { x: "rate", y: "loss", stroke: "rule" } as const;
const look = { side: "ml", height: "low", labels: "legend" } as const;
curves(tried, { ...by, ...look }).plot({ x, y });

// %% own
import { runs } from "#notebook";

const rule4 = select("Rule", ["plain steps", "momentum", "Adam"]);
const rates4 = [0.003, 0.01, 0.03, 0.1, 0.3, 1, 3];
const lr4 = select("Rate", rates4, { value: 1 });
const start4 = select("Start", [1, 2, 3]);
const fourth = mlp([2, 16, 16, 1], "relu", start4);
const optimizer4 =
  rule4 === "Adam"
    ? new Adam(fourth.parameters(), { lr: lr4 })
    : new SGD(fourth.parameters(), {
        lr: lr4,
        momentum: rule4 === "momentum" ? 0.9 : 0,
      });
const taken = descend(fourth, optimizer4, 150);
const losses = watchLoss(rule4, taken, fourth, validation);

const settings = { rule: rule4, rate: lr4, start: start4 };
curves(runs("Runs", losses, { settings }), {
  x: "step",
  y: "loss",
  stroke: "run",
  pale: "kept",
  side: "ml",
}).plot({ y: { type: "log", tickFormat: "~g" } });

// %% exam
import { examine } from "#score/exam";

const asked = (network: MLP) => ({
  predict: (rows: number[][]) => classesOf(network, rows),
});
const models = {
  "one neuron": asked(shapes["one neuron"]),
  "two layers": asked(third),
};
const known = examine(models, learn.features, learn.labels);
const fresh = examine(models, exam.features, exam.labels);
function percent(share: number) {
  return `${Number((100 * share).toFixed(1))} %`;
}

table(
  fresh.map(({ model, accuracy, low, high }, i) => ({
    model,
    "learnt from": percent(known[i].accuracy),
    "never seen": percent(accuracy),
    "95 % interval": `${percent(low)} to ${percent(high)}`,
  })),
);

// %% dead
table(
  [0.3, 1, 3, 10].map((rate) => {
    const network = mlp([2, 16, 16, 1]);
    const optimizer = new SGD(network.parameters(), { lr: rate });
    for (const _ of descend(network, optimizer, 100));
    const dead = [0, 1].map((layer) => {
      const { activations } = lookInto(network, layer, learn);
      return activations.filter((mean) => mean === 0).length;
    });
    return {
      rate,
      "dead in layer 1": dead[0],
      "in layer 2": dead[1],
      right: shareRight(network, learn),
    };
  }),
  {
    caption: "100 plain steps; 16 neurons a layer",
    format: { right: "%" },
  },
);
