// What it cost: all contestants of all head-to-heads, by seconds, numbers, milliseconds and energy, and what a hosted model asks.

// %% price
import * as Plot from "@observablehq/plot";
import { scatter } from "#charts";
import { radio } from "#notebook";
import { pricedBy } from "#recorded/all-costs";

const prices = {
  "training (s)": "seconds",
  "numbers kept": "parameters",
  "an answer (ms)": "p50",
} as const;
type Price = keyof typeof prices;
const price = radio("Price", Object.keys(prices) as Price[]);
const column = prices[price];

Plot.plot({
  x: { type: "log", label: price },
  y: { label: "mistakes left, of 100", domain: [0, 130] },
  marks: [
    Plot.ruleY([100], { strokeDasharray: "3,3" }),
    scatter(pricedBy(column), {
      x: column,
      y: "left",
      side: "side",
      symbol: "kind",
      rows: "contestants",
      tip: true,
    }),
  ],
});

// %% best
import { table } from "#notebook";
import { bestOf, contests } from "#recorded/all-costs";

const best = contests.map((contest) => ({
  contest,
  task: bestOf(contest, "ml", "neural"),
  text: bestOf(contest, "lm"),
}));
type Best = (typeof best)[number]["task"];
const told = ({ name, left }: Best) => `${name}: ${left.toFixed(1)}`;
const seconds = ({ seconds: s }: Best) => s.toFixed(s < 10 ? 1 : 0);

table(
  best.map(({ contest, task, text }) => ({
    contest: contest.name,
    "made for the task": told(task),
    "models text": told(text),
    seconds: `${seconds(task)} : ${seconds(text)}`,
  })),
  { caption: "Left undone, of 100, by the best of each side" },
);

// %% one-contest
import { select } from "#notebook";

const which = select(
  "Contest",
  contests.map(({ name }) => name),
);
const { costs, baseLine } = contests.find(
  ({ name }) => name === which,
)!;
const digits = (value: number) =>
  value < 100
    ? value.toPrecision(2)
    : Math.round(value).toLocaleString("en");

table(
  costs.map((row) => ({
    contestant: row.name,
    left: row.left,
    numbers: row.parameters,
    "training (s)": digits(row.seconds),
    "an answer (ms)": digits(row.p50),
  })),
  {
    format: { left: 1, numbers: "," },
    caption: `100: ${baseLine}`,
  },
);

// %% rest
table(
  costs.map((row) => ({
    contestant: row.name,
    "learnt from": row.learnt,
    MB: row.bytes / 1e6,
    operations: row.flops ? row.flops.toExponential(1) : "not counted",
    "p95 (ms)": digits(row.p95),
  })),
  { format: { "learnt from": ",", MB: 2 } },
);

// %% energy
import { trainingJoules } from "#contests/costs";
import { intervals } from "#charts";

const spent = costs.map((row) => {
  const { low, high } = trainingJoules(row);
  return { ...row, low, high, middle: Math.sqrt(low * high) };
});
const span = { x: "middle", x1: "low", x2: "high" } as const;

intervals(spent, { ...span, y: "name", side: "side" }).plot({
  marginLeft: 170,
  x: { type: "log", label: "energy of the training (J)" },
});

// %% hosted
import { number } from "#notebook";
import { costPerThousand, HOSTED_PRICES } from "#sizes/hosted-prices";

const inputTokens = number("Tokens in", { min: 1, value: 400 });
const outputTokens = number("Tokens out", { min: 1, value: 5 });

table(
  HOSTED_PRICES.map((hosted) => ({
    model: hosted.model,
    published: hosted.published,
    "1,000 answers ($)": costPerThousand(
      { inputTokens, outputTokens },
      hosted,
    ),
  })),
  { format: { "1,000 answers ($)": 3 } },
);
