// What the next two years bring: rules that carry a series on, and how to find out which of them to believe.

// %% sheet
import { co2 } from "#datasets/co2";
import { drawing, slider } from "#notebook";
import { drawnLine, lineSheet } from "#prep/drawn-line";

const riseLabel = "Rise in a year (ppm)";
const rise = slider(riseLabel, { min: 0, max: 6, step: 0.1 });
const shareLabel = "Season (% of last year's)";
const share = slider(shareLabel, { min: 0, max: 200, step: 10 });
const { rows, values } = co2;
const [known, held] = [values.slice(0, -24), values.slice(-24)];
const last = known[known.length - 1];
const season = rows
  .slice(-36, -24)
  .map((row) => row.co2 - row.adjusted);
const start = held.map((_, i) => {
  const swing = season[i % 12] - season[11];
  return last + (rise * (i + 1)) / 12 + (share / 100) * swing;
});
const [width, height] = [64, 24];
const range = [396, 420] as const;
const before = known.slice(-40).map((value) => ({ value, ink: 255 }));
const after = start.map((value) => ({ value, ink: 110 }));
const form = { width, height, range };
const paper = lineSheet([...before, ...after], form);
const name = `Draw (${rise}, ${share})`;
const drawn = drawing(name, { width, height, value: paper });

// %% continuation
import { curves } from "#charts";
import { checkbox, display, table } from "#notebook";
import { mae } from "#score/regression-metrics";

const reveal = checkbox("Show what was measured");
const strokes = drawnLine(drawn, paper, range).slice(40);
const yours = start.map((value, i) => strokes[i] ?? value);
/** A line of a chart that begins with the month of that number. */
const line = (who: string, from: number, ppm: number[]) =>
  ppm.map((ppm, i) => {
    const side = { measured: "data", you: "ink" }[who] ?? "ml";
    return { who, side, ppm, date: rows[from + i].date };
  });
const measured = values.slice(657, reveal ? 741 : 717);

display(
  curves(
    [...line("measured", 657, measured), ...line("you", 717, yours)],
    { x: "date", y: "ppm", stroke: "who", side: "side", height: "low" },
  ).plot({ x: { label: null }, y: { label: "CO₂ (ppm)" } }),
);
const far = table(ranking(mae(held, yours)), {
  caption: "How far off, on average",
  format: { "MAE (ppm)": 3 },
});
if (reveal) display(far);

// %% like-last-year
import { mean } from "#base/mean";

/** The same month a year ago, plus what the last year brought. */
function likeLastYear(y: number[], months: number) {
  const rises = y.slice(12).map((value, t) => value - y[t]);
  const rise = mean(rises.slice(-12));
  return Array.from({ length: months }, (_, i) => {
    const yearsAhead = Math.floor(i / 12) + 1;
    return y[y.length - 12 + (i % 12)] + yearsAhead * rise;
  });
}
mae(held, likeLastYear(known, 24));

// %% exam
import * as Forecast from "#ml/forecast";
import { HoltWinters } from "#ml/holt-winters";

const period = 12;
const fresh = {
  naive: () => new Forecast.Naive(),
  drift: () => new Forecast.Drift(),
  "seasonal naive": () => new Forecast.SeasonalNaive({ period }),
  "with drift": () => new Forecast.SeasonalNaiveWithDrift({ period }),
  "Holt–Winters": () => new HoltWinters({ period }),
};
const exam = Object.entries(fresh).map(([forecast, make]) => ({
  forecast,
  MAE: mae(held, make().fit(known).forecast(24).mean),
}));
function ranking(you: number) {
  return [{ forecast: "you", MAE: you }, ...exam]
    .toSorted((a, b) => a.MAE - b.MAE)
    .map(({ forecast, MAE }) => ({ forecast, "MAE (ppm)": MAE }));
}

table(
  exam.map((row) => ({ ...row, r: row.MAE / exam[2].MAE })),
  { format: { MAE: 3, r: 2 } },
);

// %% roll
const year = slider("Known until April of", {
  min: 1980,
  max: 2018,
  value: 2018,
});
const origin = values.length - 12 * (2020 - year);
const past = values.slice(0, origin);
const truth = values.slice(origin, origin + 24);
const two = Object.entries(fresh)
  .slice(3)
  .flatMap(([name, make]) => {
    const { mean } = make().fit(past).forecast(24);
    const who = `${name}, MAE ${mae(truth, mean).toFixed(3)}`;
    return mean.map((y, i) => ({
      who,
      month: i + 1,
      off: y - truth[i],
    }));
  });

curves(two, {
  x: "month",
  y: "off",
  stroke: "who",
  side: "ml",
  levels: [{ y: 0, label: "measured" }],
  height: "low",
}).plot({ x: { label: "months ahead" }, y: { label: "off by (ppm)" } });

// %% origins
import { mcnemar } from "#score/mcnemar";
import { rollForecasts, rollingOrigins } from "#score/rolling-origin";

const plan = { horizon: 24, first: 240, step: 25 };
const origins = rollingOrigins(values.length, plan);
const fitted = Object.values(fresh).map((make) =>
  origins.map((origin) => make().fit(values.slice(0, origin))),
);
function roll(model: number, level: number) {
  const ask = ({ length }: readonly number[], horizon: number) =>
    fitted[model][origins.indexOf(length)].forecast(horizon, { level });
  return rollForecasts(values, ask, plan);
}
const MAE = fitted.map((_, i) => roll(i, 0.8).map(({ mae }) => mae));
const won = MAE[4].filter((mae, i) => mae < MAE[3][i]).length;

table(
  exam.map(({ forecast }, i) => ({
    forecast,
    MAE: mean(MAE[i]),
    r: mean(MAE[i]) / mean(MAE[2]),
    highest: Math.max(...MAE[i]),
  })),
  {
    caption: `Mean of ${origins.length} origins. Holt–Winters is closer than "with drift" in ${won}: sign test, p = ${mcnemar(won, origins.length - won).toFixed(3)}`,
    format: { MAE: 3, r: 2, highest: 2 },
  },
);

// %% years
const withRiseOf = (years: number) =>
  origins.map((origin) => {
    const y = values.slice(0, origin);
    const rises = y.slice(12).map((value, t) => value - y[t]);
    const rise = mean(rises.slice(-12 * years));
    const ahead = held.map(
      (_, h) => y[origin - 12 + (h % 12)] + (h < 12 ? 1 : 2) * rise,
    );
    return mae(values.slice(origin, origin + 24), ahead);
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
    levels: [{ y: mean(MAE[4]), label: "Holt–Winters" }],
    height: "low",
  },
).plot({
  x: { label: "years whose mean rise is taken" },
  y: { label: "MAE, 20 origins (ppm)", domain: [0.5, 0.9], ticks: 4 },
});

// %% folds
import { seed } from "#base/random";
import { kFold } from "#score/cross-validation";

/** The mean of the two known months that lie next to it. */
function between(months: number[], month: number) {
  const far = (other: number) => Math.abs(other - month);
  const near = months.toSorted((a, b) => far(a) - far(b)).slice(0, 2);
  return mean(near.map((month) => values[month]));
}
const error = (months: number[], asked: number[]) =>
  mean(asked.map((m) => Math.abs(values[m] - between(months, m))));
const folds = kFold(values.length, { random: seed(1) });
const all = [...values.keys()];
const promised = folds.map(({ train, test }) => error(train, test));
const kept = origins.map((origin) =>
  error(all.slice(0, origin), all.slice(origin, origin + 24)),
);
table(
  [
    { asked: "five random folds", MAE: mean(promised) },
    { asked: "20 origins", MAE: mean(kept) },
  ],
  { format: { MAE: 3 } },
);

// %% fan
import * as Plot from "@observablehq/plot";
import { fan } from "#charts";
import { select } from "#notebook";

const hold = select("Months in 100 to hold", [50, 80, 95], {
  value: 80,
});
const model = select("Forecast", ["with drift", "Holt–Winters"]);
const fanned = fresh[model]()
  .fit(known)
  .forecast(24, { level: hold / 100 });
const band = { x: "date", y: "ppm", y1: "low", y2: "high" } as const;
const bandOf = ({ mean, lower, upper }: Forecast.Forecast) =>
  mean.map((ppm, i) => {
    const { date, co2 } = rows.slice(-mean.length)[i];
    return { date, ppm, low: lower[i], high: upper[i], co2 };
  });

Plot.plot({
  x: { label: null },
  y: { label: "CO₂ (ppm)" },
  marks: [
    fan(bandOf(fanned), { ...band, truth: "co2" }),
    Plot.line(rows.slice(-60, -23), {
      x: "date",
      y: "co2",
      stroke: "var(--data)",
    }),
  ],
});

// %% coverage
table(
  [0, 3, 4].map((model) => {
    const held = roll(model, hold / 100).map(({ inside }) => inside);
    return {
      forecast: exam[model].forecast,
      "is to hold": hold / 100,
      held: mean(held) / 24,
      "least, of 24": Math.min(...held),
    };
  }),
  {
    caption: "Months in the fan: 24 after each of 20 origins",
    format: { "is to hold": "%", held: "%" },
  },
);

// %% twenty-years
const long = new HoltWinters({ period })
  .fit(values.slice(0, -240))
  .forecast(240);

fan(bandOf(long), {
  ...band,
  truth: "co2",
  height: "low",
}).plot({ x: { label: null }, y: { label: "CO₂ (ppm)" } });

// %% own-file
import { file, number } from "#notebook";
import { likelySeries, seriesTable } from "#prep/series-table";

const ownRows = file("A CSV file of yours", {
  accept: "csv",
  value: rows.map(({ date, co2 }) => ({ date, co2 })),
  hint: "Until you choose one, these are the months of CO₂.",
});
const ownColumns =
  ownRows.length > 0 ? Object.keys(ownRows[0]) : ["none"];
const likely = likelySeries(ownRows);
const ownDate = select("Column with the date", ownColumns, {
  value: likely.date ?? ownColumns[0],
});
const ownValue = select("Column with the value", ownColumns, {
  value: likely.value ?? ownColumns[0],
});
const ownPeriod = number("Rows in a season", {
  min: 2,
  max: 366,
  step: 1,
  value: 12,
});

// %% own-forecast
const own = seriesTable(ownRows, { date: ownDate, value: ownValue });
const ownPlan = {
  horizon: ownPeriod,
  first: Math.max(
    2 * ownPeriod + 2,
    own.values.length - 10 * ownPeriod,
  ),
};
const ownFresh = {
  naive: () => new Forecast.Naive(),
  "with drift": () =>
    new Forecast.SeasonalNaiveWithDrift({ period: ownPeriod }),
  "Holt–Winters": () => new HoltWinters({ period: ownPeriod }),
};
const ownScores = Object.entries(ownFresh).map(([forecast, make]) => {
  const ask = (y: readonly number[], h: number) =>
    make().fit(y).forecast(h);
  const all = rollForecasts(own.values, ask, ownPlan);
  const { mean: next } = ask(own.values, ownPeriod);
  const MAE = mean(all.map(({ mae }) => mae));
  return { forecast, origins: all.length, MAE, "next row": next[0] };
});

if (own.uneven.length > 0)
  display(`Steps of another length: ${own.uneven.join("; ")}.`);
table(ownScores, { format: { MAE: 3, "next row": 2 } });
