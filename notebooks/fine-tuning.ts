// Fine-tuning: a GPT that read a novel learns to make speeches, with all its numbers or with few, and forgets.

// %% how-much
import { bars } from "#charts";
import { display, html, radio } from "#notebook";
import {
  beforeAndNow,
  fineTuning,
  textsBeforeAndNow,
  waysByRank,
} from "#recorded/fine-tuning";

const ways = waysByRank(fineTuning.found);
const names = ways.map(({ name }) => name);
const chosen = radio("What may change", names, { value: "rank 4" });
const way = ways[names.indexOf(chosen)];

display(
  bars(beforeAndNow(ways[0], way), {
    x: "loss",
    y: "of",
    side: "lm",
    pale: "old",
    format: (loss) => loss.toFixed(2),
  }).plot({
    height: 190,
    marginLeft: 140,
    x: { label: "loss (nats a character)", domain: [0, 2] },
  }),
);
const [said] = textsBeforeAndNow(ways[0], way);
html`<p><b>Before:</b> ${said.before}</p>
  <p><b>Now, ${way.learnt} numbers learnt:</b> ${said.now}</p>`;

// %% against-scratch
import { mean } from "#base/mean";
import { seed } from "#base/random";
import { table } from "#notebook";
import {
  apartOnSpeeches,
  lossesOf,
  runsOf,
} from "#recorded/fine-tuning";
import { bootstrapInterval } from "#score/intervals";

const { choosing, runs } = fineTuning.found;
const tuned = runsOf(runs, { method: "full" });
const fresh = runsOf(runs, { method: "scratch" });
const longer = runsOf(runs, { method: "scratch", steps: 600 });
const apart = apartOnSpeeches(tuned, fresh);
const by = { random: seed(1) };
const { low, high } = bootstrapInterval(apart, mean, by);

display(
  table(
    [
      lossesOf("fine-tuned", tuned),
      lossesOf("from nothing", fresh),
      lossesOf("from nothing, longer", longer),
    ],
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
import { file, text, weights } from "#notebook";
import { Linear } from "#tensor";
import { LoRA } from "#tune/lora";

const asGPT = { accept: "model", model: "GPT" } as const;
const kept = file("A model of yours", asGPT);
const whale = await weights("moby-dick-gpt");
const { model, tokenizer } = loadGPT(kept ?? whale);
const thin = { random: seed(1), rank: 4, alpha: 8 };
const lora = new LoRA(model, thin);

table(
  model.h[0].namedModules().flatMap(([name, layer]) => {
    const [out, inner] =
      layer instanceof Linear ? layer.weight.shape : [];
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
    height: 230,
    x: {
      label: "what may change",
      ticks: ways.map((_, place) => place),
      tickFormat: (place: number) => names[place],
    },
    y: { label: "loss (nats a character)", domain: [1.48, 1.7] },
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

const readable = (said: string) =>
  [...said].filter((sign) => tokenizer.has(sign)).join("");
const speeches = tokenizer.encode(readable(speechPieces.train));
const blockSize = Math.min(64, model.options.blockSize);
const windows = { batchSize: 4, blockSize };

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
  const begun = readable(beginning) || tokenizer.characters[0];
  const prompt = tokenizer.encode(begun);
  const ids: number[] = [];
  for (const id of model.generate(prompt, seed(draw), {
    temperature: 0.7,
  }))
    if (ids.push(id) >= 120) break;
  return begun + tokenizer.decode(ids).replaceAll("\n", " ");
}
for (const draw of [1, 2]) {
  lora.detach();
  const before = write(draw);
  lora.attach();
  const after = write(draw);
  display(
    html`<p><b>Before:</b> ${before}</p>
      <p><b>After:</b> ${after}</p>`,
  );
}

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
  height: 260,
  y: { label: "loss (nats a character)", domain: [1, 1.9] },
});

// %% rates
const ratesTried = (method: string) =>
  choosing
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
