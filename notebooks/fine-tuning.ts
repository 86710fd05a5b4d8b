// Fine-tuning: a GPT that read a novel learns to make speeches, with all its numbers or with few, and forgets.

// %% how-much
import { bars } from "#charts";
import { display, radio, table } from "#notebook";
import { fineTuning, waysByRank } from "#recorded/fine-tuning";

const found = fineTuning.found;
const ways = waysByRank(found);
const names = ways.map(({ name }) => name);
const chosen = radio("What may change", names, { value: "rank 4" });
const nothing = ways[0];
const way = ways[names.indexOf(chosen)];

display(
  bars(
    [
      { loss: nothing.speeches, of: "speeches, before", old: true },
      { loss: way.speeches, of: "speeches, now", old: false },
      { loss: nothing.book, of: "the old book, before", old: true },
      { loss: way.book, of: "the old book, now", old: false },
    ],
    {
      x: "loss",
      y: "of",
      side: "lm",
      pale: "old",
      format: (loss) => loss.toFixed(2),
    },
  ).plot({
    height: 190,
    marginLeft: 140,
    x: { label: "loss (nats a character)", domain: [0, 2] },
  }),
);
table(
  nothing.samples.map((before, i) => ({
    before: before.replaceAll("\n", " "),
    now: way.samples[i].replaceAll("\n", " "),
  })),
  { caption: `It learnt ${way.learnt.toLocaleString("en")} numbers` },
);

// %% against-scratch
import { mean } from "#base/mean";
import { seed } from "#base/random";
import { runsOf } from "#recorded/fine-tuning";
import { bootstrapInterval } from "#score/intervals";

const { runs } = found;
const [tuned, fresh] = (["full", "scratch"] as const).map((method) =>
  runsOf(runs, { method }),
);
const [longer] = runsOf(runs, { method: "scratch", steps: 600 });
const lossOf = (some: typeof runs) =>
  mean(some.map(({ test }) => mean(test)));
// One difference for each speech: the mean over the seeds.
const apart = found.before.test.map((_, speech) =>
  mean(
    fresh.map(({ test }, i) => test[speech] - tuned[i].test[speech]),
  ),
);
const { low, high } = bootstrapInterval(apart, mean, {
  random: seed(1),
});

display(
  table(
    [
      { model: "fine-tuned", runs: tuned },
      { model: "from nothing", runs: fresh },
      { model: "from nothing, longer", runs: [longer] },
    ].map(({ model, runs }) => ({
      model,
      steps: runs[0].steps,
      rate: runs[0].rate,
      "loss of each seed": runs
        .map(({ test }) => mean(test).toFixed(3))
        .join(", "),
      loss: lossOf(runs),
    })),
    { format: { loss: 3 } },
  ),
);
`At equal steps: ${mean(apart).toFixed(3)} nats a character less (95 %: ${low.toFixed(3)} to ${high.toFixed(3)})`;

// %% by-size
const sizes = [10_000, 100_000, 1_000_000];
table(
  sizes.map((size) => {
    const [a] = runsOf(runs, { method: "full", size, seed: 1 });
    const [b] = runsOf(runs, { method: "scratch", size, seed: 1 });
    return {
      "characters of speeches": size,
      "fine-tuned": mean(a.test),
      "from nothing": mean(b.test),
    };
  }),
  {
    format: {
      "characters of speeches": ",",
      "fine-tuned": 3,
      "from nothing": 3,
    },
  },
);

// %% start
import { loadGPT } from "#lm/gpt-file";
import { text, weights } from "#notebook";
import { LoRA } from "#tune/lora";

const { model, tokenizer } = loadGPT(await weights("moby-dick-gpt"));
const thin = { random: seed(1), rank: 4, alpha: 8 };
const lora = new LoRA(model, thin);

table(
  model.h[0].namedModules().flatMap(([name, layer]) => {
    const [out, inner] = "weight" in layer ? layer.weight.shape : [];
    return inner
      ? [
          {
            layer: name,
            in: inner,
            out,
            all: inner * out,
            "r (in + out)": 4 * (inner + out),
          },
        ]
      : [];
  }),
);

// %% by-rank
import { curves } from "#charts";

display(
  curves(
    ways.flatMap(({ name, speeches, book }, place) => [
      { name, place, loss: speeches, of: "speeches" },
      { name, place, loss: book, of: "the old book" },
    ]),
    { x: "place", y: "loss", stroke: "of", side: "lm" },
  ).plot({
    marginRight: 90,
    x: {
      label: "what may change",
      ticks: ways.map((_, place) => place),
      tickFormat: (place: number) => names[place],
    },
    y: { label: "loss (nats a character)" },
  }),
);
table(
  ways.map(({ name, learnt, speeches, book }) => ({
    "what may change": name,
    "numbers learnt": learnt,
    speeches,
    "the old book": book,
  })),
  { format: { "numbers learnt": ",", speeches: 3, "the old book": 3 } },
);

// %% tune tags=["expensive"]
import { speechPieces } from "#datasets/speech-pieces";
import { randomBatch } from "#lm/next-token-batches";
import { live, progress } from "#notebook";
import { fineTune } from "#tune/fine-tune";

const speeches = tokenizer.encode(speechPieces.train);
const windows = { batchSize: 4, blockSize: 64 };

const tuning = live(function* () {
  const options = {
    learner: lora,
    random: seed(1),
    steps: 100,
    rate: 0.01,
  };
  const batch = (random: typeof options.random) =>
    randomBatch(speeches, { ...windows, random });
  for (const { step, loss } of fineTune(model, batch, options)) {
    progress(step, 100, "steps");
    if (step % 10 === 0) yield `Loss: ${loss.toFixed(2)} nats`;
  }
});

// %% beginning
const beginning = text("Beginning", { value: "We must " });

// %% beside tags=["expensive"]
void tuning; // Written anew when it has learnt more.
function write(draw: number) {
  const prompt = tokenizer.encode(beginning || " ");
  const ids: number[] = [];
  for (const id of model.generate(prompt, seed(draw), {
    temperature: 0.7,
  }))
    if (ids.push(id) >= 120) break;
  return beginning + tokenizer.decode(ids).replaceAll("\n", " ");
}
const texts = [1, 2].map((draw) => {
  lora.detach();
  const before = write(draw);
  lora.attach();
  return { before, after: write(draw) };
});
table(texts);

// %% small-data
const [small] = runsOf(runs, {
  method: "full",
  size: 10_000,
  steps: 300,
});
curves(
  small.points.flatMap(({ step, train, speeches, book }) => [
    ...(train ? [{ step, loss: train, on: "what it reads" }] : []),
    { step, loss: speeches, on: "other speeches" },
    { step, loss: book, on: "the old book" },
  ]),
  {
    x: "step",
    y: "loss",
    stroke: "on",
    side: ({ on }) => (on === "what it reads" ? "data" : "lm"),
  },
).plot({
  marginRight: 110,
  y: { label: "loss (nats a character)" },
});

// %% rates
const ratesTried = (method: string) =>
  found.choosing
    .filter((run) => run.method === method)
    .map(({ method, rate, points }) => ({
      what: {
        full: "all of it",
        lora: "rank 4",
        scratch: "from nothing",
      }[method],
      rate,
      "speeches to choose with": points[points.length - 1].speeches,
      "the old book": points[points.length - 1].book,
    }));
table(["full", "lora", "scratch"].flatMap(ratesTried), {
  format: { "speeches to choose with": 3, "the old book": 3 },
});

// %% other-side
import { twoMoons } from "#datasets/two-moons";
import { DecisionTree } from "#ml/decision-tree";

const moons = (draw: number, shift: number) => {
  const { features, labels } = twoMoons({
    random: seed(draw),
    samples: 200,
  });
  return { X: features.map(([x, y]) => [x + shift, y]), y: labels };
};
const [old, recent] = [moons(1, 0), moons(2, 4)];
const both = { X: [...old.X, ...recent.X], y: [...old.y, ...recent.y] };
const asked = { old: moons(3, 0), new: moons(4, 4) };
table(
  Object.entries({
    "the old rows": old,
    "then the new rows": recent,
    "all rows": both,
  }).map(([fitted, { X, y }]) => {
    const tree = new DecisionTree().fit(X, y);
    return {
      "fitted to": fitted,
      leaves: tree.nLeaves,
      "right, old kind": tree.score(asked.old.X, asked.old.y),
      "right, new kind": tree.score(asked.new.X, asked.new.y),
    };
  }),
  { format: { "right, old kind": "%", "right, new kind": "%" } },
);
