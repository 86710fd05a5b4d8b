// What more of everything buys: how loss falls with parameters, text and compute, and what these cost.

// %% next-point
import { trend } from "#charts";
import { slider } from "#notebook";
import { overSeeds, scaling } from "#recorded/scaling";
import { fitPowerLaw, powerLaw } from "#sizes/scaling-laws";

const measured = slider("Sizes measured", { min: 2, max: 5, value: 3 });
const points = overSeeds(scaling.found.runs);
const most = Math.max(...points.map(({ tokens }) => tokens));
const bySize = points.filter(({ tokens }) => tokens === most);
const known = bySize.slice(0, measured);
const line = fitPowerLaw(
  known.map(({ parameters, loss }) => ({ x: parameters, y: loss })),
);
const next = bySize[measured];

trend(known, {
  ...({ x: "parameters", y: "loss", y1: "least", y2: "most" } as const),
  line: (parameters) => powerLaw(line, parameters),
  between: [1000, 1e6],
  next: next?.parameters,
  side: "lm",
}).plot({
  ariaLabel: `Loss against parameters of ${measured} GPTs, and the straight line through them. ${next ? `For the next one, with ${next.parameters.toLocaleString("en")} parameters, the line says ${powerLaw(line, next.parameters).toFixed(2)}.` : ""}`,
  height: 300,
  x: { type: "log", label: "parameters (N)", tickFormat: "s" },
  y: { type: "log", label: "loss (nats)", domain: [1.3, 2.7] },
});

// %% promised
import { table } from "#notebook";

const three = fitPowerLaw(
  bySize.slice(0, 3).map((p) => ({ x: p.parameters, y: p.loss })),
);
table(
  bySize.map(({ parameters, loss, least, most }) => ({
    parameters: parameters.toLocaleString("en"),
    "line through three": powerLaw(three, parameters),
    measured: loss,
    "least and most of three seeds": `${least.toFixed(2)}–${most.toFixed(2)}`,
  })),
  { format: { "line through three": 2, measured: 2 } },
);

// %% with-text
import { curves } from "#charts";

const read = (n: number) => `${Math.round(n / 1000)} k characters`;
curves(
  points.map((point) => ({ ...point, text: read(point.tokens) })),
  { x: "parameters", y: "loss", stroke: "text", side: "lm" },
).plot({
  marginRight: 110,
  x: { type: "log", label: "parameters (N)", tickFormat: "s" },
  y: { label: "loss (nats)" },
});

// %% law
import { expectedLoss, fitLossLaw } from "#sizes/scaling-laws";

const largest = points[points.length - 1];
const law = fitLossLaw(points.filter((point) => point !== largest));
const foretold = expectedLoss(largest, law);

table(
  [
    { who: "L(N, D) from the other 14", loss: foretold },
    { who: "straight line", loss: powerLaw(three, largest.parameters) },
    { who: "measured", loss: largest.loss },
  ],
  {
    caption: `The largest model on the most text. E ${law.E.toFixed(2)}, A ${law.A.toFixed(1)}, α ${law.alpha.toFixed(2)}, B ${law.B.toFixed(0)}, β ${law.beta.toFixed(2)}`,
    format: { loss: 3 },
  },
);

// %% compute
import * as Plot from "@observablehq/plot";

const at = { x: "flops", y: "loss" };
Plot.plot({
  ariaLabel: `Loss against training compute, 6 N D, of ${points.length} trainings, joined by size. The best at 10¹⁰ and 10¹² operations differ in size.`,
  height: 320,
  marginRight: 45,
  x: { type: "log", label: "operations, 6 N D", ticks: 4 },
  y: { label: "loss (nats)" },
  marks: [
    Plot.line(points, { ...at, z: "nEmbd", stroke: "var(--lm)" }),
    Plot.dot(points, { ...at, fill: "var(--lm)", r: 3 }),
    Plot.text(
      points,
      Plot.selectLast({
        ...at,
        z: "nEmbd",
        text: ({ nEmbd }) => `width ${nEmbd}`,
        textAnchor: "start",
        dx: 6,
      }),
    ),
  ],
});

// %% chinchilla
import { computeOptimal, trainingFlops } from "#sizes/scaling-laws";

const shapes = {
  Chinchilla: { parameters: 70e9, tokens: 1.4e12 },
  Gopher: { parameters: 280e9, tokens: 300e9 },
  "GPT-3": { parameters: 175e9, tokens: 300e9 },
};
const small = computeOptimal(2.21e19);
table(
  Object.entries({ ...shapes, "best for 2.21e19": small }).map(
    ([model, size]) => ({
      model,
      "parameters (billions)": size.parameters / 1e9,
      "tokens (billions)": size.tokens / 1e9,
      operations: trainingFlops(size).toExponential(2),
      "L(N, D)": expectedLoss(size),
    }),
  ),
  {
    format: {
      "parameters (billions)": 3,
      "tokens (billions)": 2,
      "L(N, D)": 3,
    },
  },
);

// %% price
import { number } from "#notebook";
import { machineHours } from "#sizes/scaling-laws";

const billions = number("Parameters used for a token (billions)", {
  min: 0.001,
  value: 37,
});
const trillions = number("Tokens (trillions)", {
  min: 0.001,
  value: 14.8,
});
const share = slider(
  "Share of the promised speed that is reached (%)",
  {
    min: 10,
    max: 50,
    value: 33,
  },
);
const flops = trainingFlops({
  parameters: billions * 1e9,
  tokens: trillions * 1e12,
});
const { hours, price } = machineHours(flops, {
  peakFlops: 989e12,
  utilization: share / 100,
  pricePerHour: 2,
});

`${flops.toExponential(2)} operations: ${(hours / 1e6).toPrecision(3)} million hours of an H100 or H800, ${(price / 1e6).toPrecision(3)} million dollars at 2 dollars an hour, ${((hours * 0.7) / 1e6).toPrecision(2)} GWh at 700 watts`;

// %% tree-rows
import { mean } from "#base/mean";
import { seed } from "#base/random";
import { penguins } from "#datasets/penguins";
import { DecisionTree } from "#ml/decision-tree";
import { splitRows } from "#prep/train-test-split";
import { take } from "#score/cross-validation";

const { features, labels } = penguins;
const accuracy = (rows: number) => (_: unknown, draw: number) => {
  const parts = { random: seed(draw), testShare: 1 / 3 };
  const { train, test } = splitRows(features, labels, parts);
  const some = train.slice(0, rows);
  const tree = new DecisionTree({ maxDepth: 3 });
  tree.fit(take(features, some), take(labels, some));
  return tree.score(take(features, test), take(labels, test));
};
curves(
  [10, 20, 40, 80, 120, 160, 228].map((rows) => ({
    rows,
    accuracy: mean(Array.from({ length: 20 }, accuracy(rows))),
  })),
  { x: "rows", y: "accuracy", side: "ml", height: "low" },
).plot({ x: { label: "penguins learnt from" } });
