// 24 months ahead, head to head: rules made for series, and models of text that read numbers as tokens.

// %% contest
import { intervals } from "#charts";
import { radio } from "#notebook";
import { lossRows } from "#contests/loss-report";
import { seriesBreakContest } from "#recorded/series-break-contest";
import { seriesContest } from "#recorded/series-contest";

const round = radio("Series", [
  "CO₂, as measured",
  "made up, with a break",
]);
const [smooth, broken] = [seriesContest.found, seriesBreakContest.found];
const shown = round.startsWith("CO₂") ? smooth : broken;

const spans = { x: "loss", x1: "low", x2: "high" } as const;
intervals(lossRows(shown.entries), {
  ...spans,
  y: "name",
  side: "side",
}).plot({
  x: { label: `off by, on average (${shown.unit})`, zero: true },
});

// %% break-series
import { curves } from "#charts";
import { slider } from "#notebook";
import * as contest from "#contests/series-contestants";

const number = slider("Made-up series", { min: 1, max: 12 });
const made = contest.brokenSeries()[number - 1];

curves(
  made.slice(192).map((value, i) => ({
    month: 192 + i - contest.BREAK,
    value,
  })),
  {
    x: "month",
    y: "value",
    side: "data",
    at: 0,
    height: "low",
  },
).plot({ x: { label: "months since the break" } });

// %% years
import { table } from "#notebook";
import { mean } from "#base/mean";
import { mae } from "#score/regression-metrics";

const { exam } = contest.co2Items();
/** A year ago, plus the mean rise of so many years. */
const withRiseOf = (years: number) =>
  exam.map(({ past, future }) => {
    const rises = past.slice(12).map((value, t) => value - past[t]);
    const rise = mean(rises.slice(-12 * years));
    const ahead = future.map(
      (_, h) => past[past.length - 12 + (h % 12)] + (h < 12 ? 1 : 2) * rise,
    );
    return mae(future, ahead);
  });

curves(
  Array.from({ length: 15 }, (_, i) => ({
    years: i + 1,
    MAE: mean(withRiseOf(i + 1)),
  })),
  {
    x: "years",
    y: "MAE",
    side: "ml",
    levels: smooth.entries
      .filter(({ id }) => /^(Holt|n-gram, y|GPT, y)/.test(id))
      .map(({ id, result }) => ({ y: result.mean, label: id })),
    height: "low",
  },
).plot({
  x: { label: "years whose mean rise the rule takes" },
  y: { label: "MAE, 37 origins (ppm)" },
});

// %% tokens
import { co2 } from "#datasets/co2";
import { select } from "#notebook";
import * as tokens from "#contests/number-tokens";

const lag = select("Change since", {
  "a year ago": 12,
  "last month": 1,
});
const known = co2.values.slice(0, -24);
const read = tokens.readTokens(known, lag);
const changes = tokens.differencesOf(known, lag).slice(-6);

table(
  changes.map((change, i) => ({
    month: co2.rows[known.length - 6 + i].date.toISOString().slice(0, 7),
    ppm: known[known.length - 6 + i],
    change,
    token: read.tokens[30 + i],
    "the token says": tokens.differenceOf(
      read.tokens[30 + i],
      read.scale,
    ),
  })),
  { format: { ppm: 2, change: 2, "the token says": 2 } },
);

// %% counted
import { fan } from "#charts";
import { chooseOrder, nGramForecast } from "#contests/series-models";

// %% results
table(
  smooth.entries.map(({ id, result }) => ({
    contestant: id,
  })),
);
