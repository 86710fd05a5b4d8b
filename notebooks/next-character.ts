// The next character, head to head: tables of counts, plain classifiers and GPTs on one book.

// %% contest
import { curves, scatter } from "#charts";
import * as views from "#contests/next-character-views";
import { radio } from "#notebook";
import { nextCharacterContest } from "#recorded/next-character-contest";

const { found } = nextCharacterContest;
const against = radio("Bits a character against", [
  "characters learnt from",
  "operations of training",
  "seconds of training",
  "numbers kept",
]);
const column = {
  operations: "operations",
  seconds: "seconds",
  numbers: "numbers",
}[against.split(" ")[0]];
const few = /^([35]-gram|Kneser–Ney|perceptron|GPT, \w+)$/;
const shown = found.entries.filter(({ id }) => few.test(id));
const counts = ["3-gram", "5-gram", "Kneser–Ney"];
const lines = { x: "read", y: "bits", stroke: "name" } as const;
const labelled = { y: "bits", label: "name" } as const;
const drawn = column
  ? scatter(views.characterCosts({ ...found, entries: shown }), {
      ...labelled,
      x: column,
      side: "side",
      filled: "learnt",
    })
  : curves(views.characterCurves(shown), {
      ...lines,
      side: "side",
      dashed: counts,
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
  text.replace(/\s+/g, " ").trim().slice(0, 44);

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
const { model, tokenizer } = loadGPT(await weights(card.name));

table(
  [
    { who: "Kneser–Ney, n = 6", "numbers kept": bestCounts.size },
    { who: "GPT, large", "numbers kept": model.numParams() },
  ],
  { format: { "numbers kept": "," } },
);

// %% letter-by-letter
import { tokenLosses } from "#lm/next-token-batches";
import { slider } from "#notebook";

const range = { min: 1, max: exam.length, value: 1 };
const passage = slider("Passage of the exam", range);
const { before, text } = exam[passage - 1];
const piece = before.slice(-192) + text.slice(0, 64);
const ids = tokenizer.encode(piece);
const window = { blockSize: ids.length - 1 };
const nats = {
  "Kneser–Ney": bestCounts.losses(piece).slice(-64),
  "GPT, large": tokenLosses(model, ids, window).slice(-64),
};
const surprises = Object.entries(nats).flatMap(([who, losses]) =>
  [...losses].map((loss, place) => ({
    who,
    place,
    bits: loss / Math.LN2,
  })),
);

curves(surprises, {
  x: "place",
  y: "bits",
  stroke: "who",
  side: "lm",
  dashed: ["Kneser–Ney"],
}).plot({
  x: {
    label: null,
    ticks: [...ids.slice(-64).keys()],
    tickSize: 0,
    tickFormat: (place) => text[place].replace("\n", "⏎"),
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
  { format: { "numbers kept": "," } },
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
  x: { type: "log", label: "operations so far", tickFormat: "~s" },
  y: { label: "bits a character" },
});

// %% live tags=["expensive"]
import { characterDuel } from "#contests/next-character-live";
import { display, live, progress, select } from "#notebook";

const amount = select("Passages to learn from", [8, 32, 128], {
  value: 32,
});
const n = slider("n", { min: 1, max: 7, value: 3 });
const size = select("GPT", ["small", "medium"]) as book.GPTSize;
const start = slider("Seed", { min: 1, max: 9, value: 1 });

live(function* () {
  const duel = { items: amount, order: n, size, random: seed(start) };
  for (const now of characterDuel(duel)) {
    progress(now.step, now.of, "steps");
    if (now.exam)
      display(
        table(now.exam.rows, {
          format: { bits: 3, low: 3, high: 3 },
          caption: `GPT minus ${n}-gram: ${signed(now.exam.more.difference)} bits (95 %: ${signed(now.exam.more.low)} to ${signed(now.exam.more.high)})`,
        }),
      );
    else if (now.points.length > 1)
      display(
        curves(now.points, {
          x: "step",
          y: "bits",
          side: "lm",
          levels: [{ y: now.counted, label: `${n}-gram` }],
          height: "low",
        }).plot(),
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

table([...gains.slice(0, 3), ...gains.slice(-3)], {
  format: { "Kneser–Ney": 2, "GPT, large": 2, "GPT gains": 2 },
  caption: `Where the GPT gains least, and most, of ${gains.length} passages`,
});

// %% everything
table(
  found.entries.map(({ id, result: { context, effort, size } }) => ({
    contestant: id,
    "in sight": context,
    chosen: effort.setting,
    operations: effort.flops.toExponential(1),
    MB: size.bytes / 1e6,
    "a passage (ms)": found.timings.entries[id].latency.p50,
  })),
  { format: { MB: 1, "a passage (ms)": 1 } },
);
