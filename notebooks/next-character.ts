// The next character, head to head: tables of counts, plain classifiers and GPTs on one book.

// %% contest
import { curves, scatter } from "#charts";
import * as views from "#contests/next-character-views";
import { radio } from "#notebook";
import { nextCharacterContest } from "#recorded/next-character-contest";

const { found } = nextCharacterContest;
const against = radio("Bits a character against", [
  "characters read",
  "operations",
  "seconds",
  "numbers kept",
]);
const shown = views.inPicture(found);
const same = { y: "bits", side: "side" } as const;
const priceOf = (said: string) =>
  said.split(" ")[0] as "numbers" | "seconds" | "operations";
const drawn = against.startsWith("characters")
  ? curves(views.characterCurves(shown), {
      ...{ ...same, x: "read", stroke: "name" },
      dashed: ["3-gram", "5-gram", "Kneser–Ney"],
    })
  : scatter(views.characterCosts(shown), {
      ...{ ...same, x: priceOf(against), label: "name" },
      filled: "learnt",
    });

drawn.plot({
  x: { type: "log", label: against, tickFormat: "~s" },
  y: { label: "bits a character" },
});

// %% parts
import { mobyDick } from "#datasets/moby-dick";
import * as book from "#contests/next-character-contestants";
import { table } from "#notebook";

const { train, watched, exam } = book.passages;
const begins = (text: string) =>
  text.replace(/\s+/g, " ").trim().slice(0, 26);

table(
  [
    { for: "learning", of: "the first eight tenths", from: train },
    { for: "choosing", of: "the last tenth", from: watched },
    { for: "the exam", of: "the ninth tenth", from: exam },
  ].map(({ from, ...row }) => ({
    ...row,
    passages: from.length,
    "the first begins": begins(from[0].text),
  })),
);

// %% whale
import { card } from "#checkpoints/moby-dick-gpt";
import { loadGPT } from "#lm/gpt-file";
import { NGram } from "#lm/n-gram";
import { weights } from "#notebook";

const read = train.map(({ text }) => text).join("");
const vocabulary = book.BOOK_CHARACTERS;
const best = { order: 6, smoothing: "kneser-ney", vocabulary } as const;
const bestCounts = new NGram(best).fit(read);
const whale = loadGPT(await weights(card.name));

table(
  [
    { who: "Kneser–Ney, n = 6", "numbers kept": bestCounts.size },
    { who: "GPT, large", "numbers kept": whale.model.numParams() },
  ],
  { format: { "numbers kept": "," } },
);

// %% letter-by-letter
import { slider } from "#notebook";

const range = { min: 1, max: exam.length, value: 1 };
const passage = slider("Passage of the exam", range);
const asked = exam[passage - 1];

curves(views.surprises(bestCounts, whale, asked), {
  x: "place",
  y: "bits",
  stroke: "who",
  side: "lm",
  dashed: ["Kneser–Ney"],
  labels: "legend",
}).plot({
  x: {
    label: null,
    ticks: [...asked.text.slice(0, views.SHOWN)].map((_, i) => i),
    tickSize: 0,
    tickFormat: (i: number) => asked.text[i].replace("\n", "⏎"),
  },
  y: { label: "bits of surprise" },
});

// %% results
const bits = (value: number) => value.toFixed(2);
function secondsOf(id: string) {
  const seconds = found.timings.entries[id].trainSeconds;
  return seconds < 10
    ? seconds.toFixed(1)
    : Math.round(seconds).toLocaleString("en");
}

table(
  found.entries.map(({ id, result }) => ({
    contestant: id,
    "bits (95 %)": `${bits(result.mean)} (${bits(result.interval.low)}–${bits(result.interval.high)})`,
    "numbers kept": result.size.parameters,
    "training (s)": secondsOf(id),
  })),
  { rows: 12, format: { "numbers kept": "," } },
);

// %% paired
import { seed } from "#base/random";
import { pairedLosses } from "#contests/loss-report";

const block = book.CHARACTER_BLOCK;
const signed = (value: number) => value.toFixed(3).replace("-", "−");
table(
  book.CHARACTER_PAIRS.map(([first, second]) => {
    const random = seed(found.seed);
    const d = pairedLosses(found, first, second, { random, block });
    return {
      first,
      second,
      "first needs more": signed(d.difference),
      "95 %": `${signed(d.low)} to ${signed(d.high)}`,
    };
  }),
  { caption: "Bits a character, passage by passage" },
);

// %% everything
table(
  found.entries.map(({ id, result: { context, effort, size } }) => ({
    contestant: id,
    "in sight": context,
    chosen: effort.setting,
    operations: (effort.flops ?? 0).toExponential(1),
    MB: size.bytes / 1e6,
    "a passage (ms)": found.timings.entries[id].latency.p50,
  })),
  { format: { MB: 1, "a passage (ms)": 1 }, rows: 12 },
);

// %% draws
import { mean } from "#base/mean";

table(
  found.entries
    .filter(({ curve }) => curve.length > 1)
    .map(({ id, curve }) => ({
      contestant: id,
      ...Object.fromEntries(
        [8, 32, 128, 952].map((items) => {
          const { means = [] } =
            curve.find((one) => one.items === items) ?? {};
          const ends =
            means.length > 1
              ? ` (${bits(Math.min(...means))}–${bits(Math.max(...means))})`
              : "";
          return [
            `${items} passages`,
            means.length ? bits(mean(means)) + ends : "",
          ];
        }),
      ),
    })),
  { caption: "Bits a character: mean (lowest–highest draw)" },
);

// %% crossing
const { validation } = mobyDick;
const rivals = [3, 5].map((order) =>
  new NGram({ order, vocabulary }).fit(read),
);
const levels = [...rivals, bestCounts].map((model) => ({
  y: model.bits(validation),
  label: model === bestCounts ? "Kneser–Ney" : `${model.order}-gram`,
}));
const trained = views.trainingPoints(found, card);

curves(trained, {
  x: "operations",
  y: "bits",
  stroke: "name",
  side: "lm",
  dashed: [],
  levels,
}).plot({
  x: { type: "log", label: "operations so far", domain: [1e10, 2e15] },
  y: { label: "bits a character" },
});

// %% live tags=["expensive"]
import { characterDuel } from "#contests/next-character-live";
import { display, live, progress, select } from "#notebook";

const amounts = [8, 32, 128];
const items = select("Passages to learn from", amounts, { value: 32 });
const order = slider("n", { min: 1, max: 7, value: 3 });
const size = select("GPT", ["small", "medium"] as const);
const start = slider("Seed", { min: 1, max: 9, value: 1 });

const format = { bits: 3, low: 3, high: 3 } as const;
live(function* () {
  const duel = { items, order, size, random: seed(start) };
  for (const now of characterDuel(duel)) {
    progress(now.step, now.of, "steps");
    const { rows, caption } = now.exam ?? {};
    if (rows) display(table(rows, { format, caption }));
    else if (now.points.length > 1)
      display(
        curves(now.points, {
          x: "step",
          y: "bits",
          side: "lm",
          levels: [{ y: now.counted, label: `${order}-gram` }],
        }).plot({ y: { label: "bits a character" } }),
      );
    yield;
  }
});

// %% by-passage
import { lossEntryOf } from "#contests/loss-report";

const [counting, learning] = ["Kneser–Ney", "GPT, large"].map(
  (id) => lossEntryOf(found, id).result.losses,
);
const gains = exam
  .map(({ text }, i) => ({
    "the passage begins": begins(text),
    "Kneser–Ney": counting[i],
    "GPT, large": learning[i],
    "GPT gains": counting[i] - learning[i],
  }))
  .sort((a, b) => a["GPT gains"] - b["GPT gains"]);

table([...gains.slice(0, 2), ...gains.slice(-2)], {
  format: { "Kneser–Ney": 2, "GPT, large": 2, "GPT gains": 2 },
  caption: `Where the GPT gains least, and most, of ${gains.length} passages`,
});
