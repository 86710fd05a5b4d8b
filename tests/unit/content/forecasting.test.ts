import { beforeAll, describe, expect, it } from "vitest";
import { mean } from "../../../src/base/mean.ts";
import { seed } from "../../../src/base/random.ts";
import { co2 } from "../../../src/datasets/co2.ts";
import { Drift, type Forecaster, Naive, SeasonalNaive, SeasonalNaiveWithDrift } from "../../../src/ml/forecast.ts";
import { HoltWinters } from "../../../src/ml/holt-winters.ts";
import { kFold } from "../../../src/score/cross-validation.ts";
import { mcnemar } from "../../../src/score/mcnemar.ts";
import { mae } from "../../../src/score/regression-metrics.ts";
import { rollForecasts, rollingOrigins } from "../../../src/score/rolling-origin.ts";
import { holds, shownBy, tableRow } from "./page.ts";

const page = "src/content/docs/machine-learning/forecasting.mdx";
let shown: Record<string, string>;
beforeAll(async () => {
  shown = await shownBy("forecasting");
}, 120_000);

const { values, rows } = co2;
const [known, held] = [values.slice(0, -24), values.slice(-24)];
const period = 12;
const fresh: Record<string, () => Forecaster> = {
  naive: () => new Naive(),
  drift: () => new Drift(),
  "seasonal naive": () => new SeasonalNaive({ period }),
  "with drift": () => new SeasonalNaiveWithDrift({ period }),
  "Holt–Winters": () => new HoltWinters({ period }),
};
/** The last 24 months: mean absolute error in ppm. */
const exam = Object.fromEntries(Object.entries(fresh).map(([name, make]) => [name, mae(held, make().fit(known).forecast(24).mean)]));

const plan = { horizon: 24, first: 240, step: 25 };
const origins = rollingOrigins(values.length, plan);
const rolled = Object.fromEntries(
  Object.entries(fresh).map(([name, make]) => [name, rollForecasts(values, (y, horizon) => make().fit(y).forecast(horizon), plan)]),
);
const rolledError = (name: string) => mean(rolled[name]!.map(({ mae }) => mae));
const insideOf100 = (name: string) => Math.round((100 * mean(rolled[name]!.map(({ inside }) => inside))) / 24);
const closer = rolled["Holt–Winters"]!.filter(({ mae }, i) => mae < rolled["with drift"]![i]!.mae).length;

/** The rule with the mean rise of some years in the place of the last one. */
const withRiseOf = (years: number) =>
  mean(
    origins.map((origin) => {
      const y = values.slice(0, origin);
      const rise = mean(
        y
          .slice(12)
          .map((value, t) => value - y[t]!)
          .slice(-12 * years),
      );
      return mae(
        values.slice(origin, origin + 24),
        held.map((_, h) => y[origin - 12 + (h % 12)]! + (h < 12 ? 1 : 2) * rise),
      );
    }),
  );

const between = (months: readonly number[], month: number) =>
  mean(
    months
      .toSorted((a, b) => Math.abs(a - month) - Math.abs(b - month))
      .slice(0, 2)
      .map((near) => values[near]!),
  );
const betweenError = (months: readonly number[], asked: readonly number[]) =>
  mean(asked.map((month) => Math.abs(values[month]! - between(months, month))));
const promised = mean(kFold(values.length, { random: seed(1) }).map(({ train, test }) => betweenError(train, test)));
const kept = mean(
  origins.map((origin) =>
    betweenError(
      [...Array(origin).keys()],
      held.map((_, h) => origin + h),
    ),
  ),
);
const [long] = rollForecasts(values, (y, horizon) => new HoltWinters({ period }).fit(y).forecast(horizon), { horizon: 240, first: 501 });
const three = (value: number) => value.toFixed(3);

holds(
  page,
  [
    ["learnsFrom: 741 months", [741, values.length]],
    ["after April 2018 as if nothing changed", ["2018-04", rows.at(-25)!.date.toISOString().slice(0, 7)]],
    ["Draw the next 24 months", [24, held.length]],
    ["Holt 1957; Winters 1960"],
    ["how fast the level follows: 0 not at all, 1 at once"],
    [
      "With α = 0.2, a month that says 410 and a level plus rise of 409: 0.2 · 410 + 0.8 · 409 = 409.2",
      ["409.2", (0.2 * 410 + 0.8 * 409).toFixed(1)],
    ],
    ["Which rule was further off in these 24 months? the same month a year ago", [true, exam["seasonal naive"]! > exam["naive"]!]],
    [
      "It was off by 3.780 ppm on average, and the last value by 2.393",
      ["3.780 2.393", `${three(exam["seasonal naive"]!)} ${three(exam["naive"]!)}`],
    ],
    ["below 1: better than the same month a year ago"],
    [
      "Off by 1, 0 and 2 ppm: MAE = 3 / 3 = 1. If the seasonal naive rule is off by 4 on average, r = 0.25",
      [1, mae([0, 0, 0], [1, 0, -2])],
      [0.25, 1 / 4],
    ],
    [
      "The rule of one line is ahead of Holt–Winters, 0.748 to 0.804",
      ["0.748 0.804", `${three(exam["with drift"]!)} ${three(exam["Holt–Winters"]!)}`],
    ],
    ["20 [origins], 25 months apart", [20, origins.length], [25, origins[1]! - origins[0]!]],
    ["are asked about the 24 months after it"],
    ["After how many of the 20 origins is Holt–Winters closer? 16", [16, closer]],
    ["After 16. The last two years", [true, rolled["Holt–Winters"]!.at(-1)!.mae > rolled["with drift"]!.at(-1)!.mae]],
    ["one of the other four", [4, origins.length - closer]],
    ["the same 480 months, 24 after each of 20 origins", [480, 24 * origins.length]],
    ["2.771 ppm, the same month a year ago", ["2.771", three(rolledError("seasonal naive"))]],
    [
      "highest and lowest differ by more than 1 ppm for both",
      [
        true,
        ["with drift", "Holt–Winters"].every((name) => {
          const all = rolled[name]!.map(({ mae }) => mae);
          return Math.max(...all) - Math.min(...all) > 1;
        }),
      ],
    ],
    ["Holt–Winters closer after 16 of 20 origins: sign test, p = 0.012", ["0.012", mcnemar(closer, origins.length - closer).toFixed(3)]],
    [
      "With ten years its error falls from 0.844 to 0.584, close to the 0.567 of Holt–Winters",
      ["0.844 0.584 0.567", `${three(withRiseOf(1))} ${three(withRiseOf(10))} ${three(rolledError("Holt–Winters"))}`],
    ],
    [
      "In five random folds it is off by 0.7 ppm. And where it may only know what came before? almost five times as much",
      ["0.7", promised.toFixed(1)],
      [true, kept / promised > 4.5 && kept / promised < 5],
    ],
    ["3.274 ppm: worse than the last value", ["3.274", three(kept)], [true, kept > rolledError("naive")]],
    [
      "Asked to hold 80 months in 100, the rule with drift holds about 76, Holt–Winters about 90",
      ["76 90", `${insideOf100("with drift")} ${insideOf100("Holt–Winters")}`],
    ],
    ["after one origin, not one of 24 months lay in the fan of the rule", [0, Math.min(...rolled["with drift"]!.map(({ inside }) => inside))]],
    ["In 2000, Holt–Winters gave a fan for 20 years", ["2000-05", rows.at(-240)!.date.toISOString().slice(0, 7)]],
    ["It holds 94 of 240 months, not 192", [94, long!.inside], [192, 0.8 * 240]],
    ["(2020-04-30, 2020-04 or 2020)"],
    ["12 for months, 7 for days"],
    ["Tan et al. (2024) took"],
    ["Chronos (Ansari et al. 2024)"],
    ["A model's MAE is 0.6 ppm"],
    ["You have 60 months"],
    ["Of 200 months, 140 lay in the fans for 80 in 100", [0.7, 140 / 200]],
    ["140 of 200 is 70 in 100"],
    // A. F. Ansari and others 2024, abstract: 20M to 710M parameters, 42 data sets.
    ["Chronos has 20 to 710 million numbers, and was compared on 42 data sets ([Ansari et al. 2024])"],
    // A. F. Ansari and others 2025, abstract: univariate, multivariate and covariate-informed tasks, zero-shot; first on fev-bench, GIFT-Eval and Chronos Benchmark II.
    ["Chronos-2 reads several series at once"],
    ["([Ansari et al. 2025])"],
  ],
  [
    [
      "who is ahead, closer to the line of what was measured, changes",
      () => new Set(rolled["Holt–Winters"]!.map(({ mae }, i) => mae < rolled["with drift"]![i]!.mae)).size === 2,
    ],
    ["Begin with rules that hardly learn", "definition: two of them keep values of the series, one a mean of twelve differences"],
    ["better than the same month a year ago", "definition: the errors of both, divided"],
    ["almost five times as much", () => kept / promised > 4.5 && kept / promised < 5],
    ["worse than the last value", () => kept > rolledError("naive")],
    ["Take the mean of more years", "instruction: what the cell does"],
    [
      "most of the distance came from believing a single year",
      () => {
        const [one, ten, smooth] = [withRiseOf(1), withRiseOf(10), rolledError("Holt–Winters")];
        return (
          one === rolledError("with drift") &&
          (one - ten) / (one - smooth) > 0.9 &&
          Array.from({ length: 15 }, (_, i) => withRiseOf(i + 1)).every((error) => error >= ten)
        );
      },
    ],
    [
      "The air took on carbon dioxide ever faster",
      () => {
        const rises = [1960, 1980, 2000].map((year) => {
          const at = rows.findIndex(({ date }) => date.getUTCFullYear() === year);
          return (values[Math.min(at + 240, values.length - 1)]! - values[at]!) / 20;
        });
        return rises[0]! < rises[1]! && rises[1]! < rises[2]!;
      },
    ],
    ["Each rule is asked about one season after each origin, ten at most", "construction: the first origin of the cell leaves ten seasons"],
    ["a rule that learns nothing may be off by less", () => mae([5, 5.1, 5], [5, 5, 5]) < 0.6],
    ["it promised more than it kept", "definition: 70 is below 80"],
  ],
);

describe("what the cells show", () => {
  // Computed with NumPy on the same months of vega-datasets: naive 2.393, seasonal naive with drift 0.748; Holt–Winters with SciPy's Nelder–Mead 0.804, with other
  // ways to begin 0.803 to 0.817.
  it("are the errors that other programs find", () => {
    const [naive, drifting, smoothing] = ["naive", "with drift", "Holt–Winters"].map((name) => Number(tableRow(shown["exam"]!, name)[0]));
    expect(naive).toBe(2.393);
    expect(drifting).toBe(0.748);
    expect(Math.abs(smoothing! - 0.805)).toBeLessThanOrEqual(0.005);
  });

  it("the rule by hand is the rule of the library", () => {
    expect(Number(shown["like-last-year"])).toBeCloseTo(exam["with drift"]!, 10);
  });

  it("the origins are those of the test, and so are the errors", () => {
    for (const name of Object.keys(fresh)) expect(tableRow(shown["origins"]!, name)[0]).toBe(three(rolledError(name)));
    expect(shown["origins"]).toContain(`in ${closer}: sign test, p = 0.012`);
  });

  it("the folds and the fans are counted as the page says", () => {
    expect(tableRow(shown["folds"]!, "five random folds")).toEqual([three(promised)]);
    expect(tableRow(shown["folds"]!, "20 origins")).toEqual([three(kept)]);
    expect(tableRow(shown["coverage"]!, "with drift")).toEqual(["80 %", "76 %", "0"]);
    expect(shown["twenty-years"]).toContain("94 of 240");
  });

  it("a sheet that nobody has drawn on is the naive rule", () => {
    expect(shown["continuation"]).toContain("you (24 points) goes from 410 to 410");
  });
});
