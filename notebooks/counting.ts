// Counting what follows what, and what a text's probability is made of.

// %% after-letter
import { bars } from "#charts";
import { names } from "#datasets/names";
import { select } from "#notebook";

const letters = [..."abcdefghijklmnopqrstuvwxyz."];
const previous = select("After", letters, { value: "q" });

const counts = new Map<string, number>();
for (const name of names.list)
  for (let i = 0; i <= name.length; i++) {
    const pair = `.${name}.`.slice(i, i + 2);
    counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }

bars(
  letters.map((next) => ({
    next,
    times: counts.get(previous + next) ?? 0,
  })),
  { x: "next", y: "times" },
).plot({
  x: { label: "next letter" },
  y: { label: `times after ${previous}` },
});

// %% labels
import { table, text } from "#notebook";

const word = text("A word of yours", { value: "whale" });

table(
  [...`${word}.`].map((next, i) => ({
    "what stands before": `.${word.slice(0, i)}`,
    "label: what comes next": next,
  })),
  { rows: 20, caption: "A dot marks where the word begins and ends" },
);

// %% shares
const times = (pair: string) => counts.get(pair) ?? 0;

/** P(next | before): the share of times. */
function P(next: string, before: string) {
  const all = letters.map((letter) => times(before + letter));
  return times(before + next) / all.reduce((a, b) => a + b);
}

const some = ["qu", "th", "an", "zq"].map(([before, next]) => ({
  before,
  next,
  "P(next | before)": P(next, before),
}));
table(some, { format: { "P(next | before)": 3 } });

// %% whole-name
const whole = text("A name", { value: "emma" }).toLowerCase();
const known = [...whole].filter((letter) => /[a-z]/.test(letter));
const steps = [...known, "."].map((next, i) => {
  const before = known[i - 1] ?? ".";
  return {
    step: `${i + 1}. P(${next} | ${before})`,
    probability: P(next, before),
    surprise: 0 - Math.log(P(next, before)),
  };
});
const product = steps.reduce((all, step) => all * step.probability, 1);
const sum = steps.reduce((all, step) => all + step.surprise, 0);

table(steps, {
  rows: 20,
  format: { probability: 4, surprise: 2 },
  caption: `All multiplied: ${product.toPrecision(2)}. All surprises added: ${sum.toFixed(2)} nats`,
});

// %% surprise
import { curves } from "#charts";
import { slider } from "#notebook";

const p = slider("Probability p", {
  min: 0.01,
  max: 1,
  step: 0.01,
  value: 0.5,
});
const shares = Array.from({ length: 100 }, (_, i) => (i + 1) / 100);

display(
  curves(
    shares.map((p) => ({ p, surprise: -Math.log(p) })),
    { x: "p", y: "surprise", at: p, height: "low" },
  ).plot({
    x: { label: "probability of what really came" },
    y: { label: "surprise −ln p (nats)" },
  }),
);
`p = ${p}: ${(0 - Math.log(p)).toFixed(2)} nats`;

// %% held-out
import { seed } from "#base/random";
import { Bigram } from "#lm/bigram";

const shuffled = seed(1).shuffle(names.list);
const newNames = shuffled.slice(0, 840);
const oldNames = shuffled.slice(840);
const loss = (α: number, learnt: string[], asked: string[]) =>
  new Bigram({ smoothing: α }).fit(learnt).nll(asked);

const losses = {
  "knows nothing": Math.log(27),
  "counts, on the names counted": loss(0, oldNames, oldNames),
  "counts, on new names": loss(0, oldNames, newNames),
  "counts + 1, on new names": loss(1, oldNames, newNames),
};

table(
  Object.entries(losses).map(([model, loss]) => ({
    model,
    loss,
    perplexity: Math.exp(loss),
  })),
  { format: { loss: 2, perplexity: 1 } },
);

// %% smoothing
const few = select("Names to learn from", [30, 100, 1000, 7563]);
const α = slider("Added to each count (α)", {
  min: 0.1,
  max: 5,
  value: 1,
  step: 0.1,
});
const after = oldNames.slice(0, few);
const curve = Array.from({ length: 50 }, (_, i) => ({
  α: (i + 1) / 10,
  loss: loss((i + 1) / 10, after, newNames),
}));

curves(curve, {
  x: "α",
  y: "loss",
  side: "lm",
  at: α,
  height: "low",
}).plot({
  x: { label: "α" },
  y: { label: "loss on new names (nats a letter)" },
});

// %% invented
import { button } from "#notebook";

const again = button("Write again");
const model = new Bigram({ smoothing: 0 }).fit(names.list);
const random = seed(4 + again);
const invented = Array.from({ length: 12 }, () => model.sample(random));

invented.join(", ");

// %% as-classifier tags=["expensive"]
import { display, live, progress } from "#notebook";
import { letterContest } from "#versus/next-letter";

const learners = oldNames.slice(0, 2_000);

live(function* () {
  const contest = letterContest(learners, newNames, 1, {
    random: seed(1),
  });
  for (const { step, rows, caption } of contest) {
    progress(step, 60, "steps downhill");
    display(
      table(rows, {
        format: { loss: 3, "numbers kept": "," },
        caption,
      }),
    );
    yield;
  }
});
