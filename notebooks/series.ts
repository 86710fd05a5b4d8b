// 24 months ahead, head to head: rules made for series, and models of text that read numbers as tokens.

// %% contest
import { intervals } from "#charts";
import { radio } from "#notebook";
import { lossEntryOf, lossRows } from "#contests/loss-report";
import { seriesBreakContest } from "#recorded/series-break-contest";
import { seriesContest } from "#recorded/series-contest";

const round = radio("Series", ["CO₂", "made up, with a break"]);
const [smooth, broken] = [
  seriesContest.found,
  seriesBreakContest.found,
];
const shown = round === "CO₂" ? smooth : broken;

const spans = { x: "loss", x1: "low", x2: "high" } as const;
intervals(lossRows(shown.entries), {
  ...spans,
  y: "name",
  side: "side",
}).plot({
  x: { label: `off by, on average (${shown.unit})`, zero: true },
});

// %% series
import { curves } from "#charts";
import { select } from "#notebook";
import * as rival from "#contests/series-contestants";
import { co2 } from "#datasets/co2";

const made = rival.brokenSeries();
const series = select("Series", [
  "CO₂",
  ...made.map((_, i) => `made up ${i + 1}`),
]);
const isCo2 = series === "CO₂";
const drawn = isCo2 ? co2.values : made[Number(series.slice(8)) - 1];
const cut = isCo2 ? rival.CO2_CUT : rival.BREAK_CUT;

curves(
  drawn.map((value, month) => ({ value, month })),
  { x: "month", y: "value", side: "data", at: cut, height: "low" },
).plot({ y: { label: isCo2 ? "CO₂ (ppm)" : "units" } });

// %% years
import { mean } from "#base/mean";
import { mae } from "#score/regression-metrics";

const { train: learnt, exam } = rival.co2Items();
/** The same month a year ago, plus the mean rise of so many years. */
const withRiseOf = (years: number) =>
  exam.map(({ past, future }) => {
    const rises = past.slice(12).map((value, t) => value - past[t]);
    const rise = mean(rises.slice(-12 * years));
    const yearAgo = (h: number) => past[past.length - 12 + (h % 12)];
    const ahead = future.map(
      (_, h) => yearAgo(h) + (h < 12 ? rise : 2 * rise),
    );
    return mae(future, ahead);
  });
const ofYears = Array.from({ length: 12 }, (_, i) =>
  mean(withRiseOf(i + 1)),
);
const smoother = lossEntryOf(smooth, "Holt–Winters");

curves(
  ofYears.map((MAE, i) => ({ years: i + 1, MAE })),
  {
    x: "years",
    y: "MAE",
    side: "ml",
    levels: [{ y: smoother.result.mean, label: "Holt–Winters" }],
    height: "low",
  },
).plot({ x: { label: "years whose mean rise the rule takes" } });

// %% tokens
import { table } from "#notebook";
import { differenceOf, readTokens } from "#contests/number-tokens";

const lag = select("Change since", {
  "a year ago": 12,
  "last month": 1,
});
const known = co2.values.slice(0, -24);
const { tokens, scale } = readTokens(known, lag);

table(
  tokens.slice(-6).map((token, i) => {
    const at = known.length - 6 + i;
    const month = co2.rows[at].date.toISOString().slice(0, 7);
    const change = known[at] - known[at - lag];
    const says = differenceOf(token, scale);
    return { month, ppm: known[at], change, token, "which says": says };
  }),
  { format: { ppm: 2, change: 2, "which says": 2 } },
);

// %% counted
import { fan } from "#charts";
import { nGramForecast } from "#contests/series-models";

const { model: counted } = rival.chooseOrder(
  rival.monthsOf(learnt),
  12,
);
const bandOf = ({
  mean,
  lower,
  upper,
}: ReturnType<typeof nGramForecast>) =>
  mean.map((ppm, i) => {
    const { date, co2: measured } = co2.rows.slice(-24)[i];
    return { date, ppm, low: lower[i], high: upper[i], measured };
  });
const bands = { x: "date", y: "ppm", y1: "low", y2: "high" } as const;

fan(bandOf(nGramForecast(counted, known, 12)), {
  ...bands,
  truth: "measured",
  side: "lm",
  height: "low",
}).plot({ x: { label: null }, y: { label: "CO₂ (ppm)" } });

// %% knobs
import { slider } from "#notebook";

const months = slider("Months to learn from", {
  min: 96,
  max: 492,
  step: 36,
  value: 492,
});
const start = slider("Seed", { min: 1, max: 9 });

// %% train tags=["expensive"]
import { seed } from "#base/random";
import { display, live, progress } from "#notebook";
import * as small from "#contests/series-models";

const last = co2.values.slice(rival.CO2_CUT - months, rival.CO2_CUT);
const { learn, held } = small.heldApart([last]);
const trainee = small.tokenTrainee({
  lag: 12,
  random: seed(start),
  held: held(12),
  window: small.windowOf(learn, 12),
});
const trained = live(function* () {
  const plan = { learningRate: 0.003, steps: 160 };
  for (const { step, model } of small.trainTokenSteps(trainee, plan)) {
    progress(step, plan.steps, "steps");
    const next = small.gptForecast(model, known, 12);
    const form = { ...bands, truth: "measured", side: "lm" } as const;
    const chart = fan(bandOf(next), { ...form, height: "low" });
    display(
      chart.plot({ x: { label: null }, y: { label: "CO₂ (ppm)" } }),
    );
    yield model;
  }
});

// %% asked tags=["expensive"]
live(function* () {
  const off: number[] = [];
  const inside: number[] = [];
  for (const { past, future } of exam) {
    progress(off.length + 1, exam.length, "origins");
    const next = small.gptForecast(trained, past, 12);
    const within = (y: number, i: number) =>
      next.lower[i] <= y && y <= next.upper[i];
    off.push(mae(future, next.mean));
    inside.push(future.filter(within).length / future.length);
    if (off.length % 6 !== 1) continue;
    const row = { origins: off.length, "MAE (ppm)": mean(off) };
    const all = [{ ...row, "months in its fan": mean(inside) }];
    const format = {
      "MAE (ppm)": 3,
      "months in its fan": "%",
    } as const;
    display(table(all, { format }));
    yield mean(off);
  }
});

// %% results
const found = (report: typeof smooth, id: string) => {
  const entry = report.entries.find((entry) => entry.id === id);
  if (!entry) return "";
  const { mean, interval } = entry.result;
  const [at, low, high] = [mean, interval.low, interval.high];
  return `${at.toFixed(3)} (${low.toFixed(2)}–${high.toFixed(2)})`;
};
const all = [...smooth.entries, ...broken.entries];
const names = [...new Set(all.map(({ id }) => id))];

table(
  names.map((contestant) => ({
    contestant,
    "CO₂ (ppm)": found(smooth, contestant),
    "break (units)": found(broken, contestant),
    "numbers kept": all.flatMap(({ id, result }) =>
      id === contestant ? result.size.parameters : [],
    )[0],
  })),
  {
    format: { "numbers kept": "," },
    caption: "MAE with its 95 % interval",
  },
);

// %% paired
import { pairedLosses } from "#contests/loss-report";

const compare = (
  report: typeof smooth,
  pairs: typeof rival.CO2_PAIRS,
  block: number,
) =>
  table(
    pairs.map(([first, second]) => {
      const options = { random: seed(report.seed), block };
      const far = pairedLosses(report, first, second, options);
      return {
        first,
        second,
        [`1st − 2nd (${report.unit})`]: far.difference.toFixed(3),
        "95 %":
          `${far.low.toFixed(3)} to ${far.high.toFixed(3)}`.replace(
            /-/g,
            "−",
          ),
      };
    }),
  );
compare(smooth, rival.CO2_PAIRS, rival.CO2_BLOCK);

// %% fewer
const seeds = (means: number[]) =>
  means.map((MAE) => MAE.toFixed(3)).join(", ");

table(
  smooth.entries
    .filter(({ curve }) => curve.length > 1)
    .map(({ id, curve }) => ({
      contestant: id,
      ...Object.fromEntries(
        curve.map(({ items, means }) => [
          `${60 + 12 * (items - 1)} months`,
          seeds(means),
        ]),
      ),
    })),
  {
    caption:
      "MAE (ppm) by the months learnt from; with all, three seeds",
  },
);

// %% everything
table(
  [smooth, broken].flatMap(({ task, entries, timings }) =>
    entries.map(({ id, result }) => ({
      contestant: id,
      round: task,
      chosen: result.effort.setting,
      "training (s)": timings.entries[id].trainSeconds,
      "an answer (ms)": timings.entries[id].latency.p50,
      "10⁹ operations": (result.effort.flops ?? 0) / 1e9,
    })),
  ),
  {
    format: {
      "training (s)": 1,
      "an answer (ms)": 1,
      "10⁹ operations": 0,
    },
  },
);

// %% since
const drawnOf = [
  "seasonal naive with drift",
  "Holt–Winters, 48 months",
  "GPT, made-up series",
  "GPT, made up, no breaks",
];
const byMonth = broken.entries
  .filter(({ id }) => drawnOf.includes(id))
  .flatMap(({ id, result }) =>
    rival.SINCE.map((since, i) => ({
      id,
      side: result.side,
      since,
      off: mean(
        result.losses.filter((_, at) => at % rival.SINCE.length === i),
      ),
    })),
  );

curves(byMonth, {
  x: "since",
  y: "off",
  stroke: "id",
  side: "side",
  labels: "legend",
}).plot({
  x: { label: "months since the break when asked" },
  y: { label: "MAE, 12 series (units)", zero: true },
});

// %% paired-break
compare(broken, rival.BREAK_PAIRS, rival.SINCE.length);
