import { describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { lossEntryOf } from "../../../src/contests/loss-report.ts";
import * as tokens from "../../../src/contests/number-tokens.ts";
import * as rival from "../../../src/contests/series-contestants.ts";
import * as small from "../../../src/contests/series-models.ts";
import { co2 } from "../../../src/datasets/co2.ts";
import { seriesBreakContest } from "../../../src/recorded/series-break-contest.ts";
import { seriesContest } from "../../../src/recorded/series-contest.ts";
import { judgeLosses } from "../../../src/versus/judge-losses.ts";

const MINUTES = 60_000;
const { values } = co2;
const rounds = [
  { report: seriesContest.found, data: rival.co2Items(), cut: rival.CO2_CUT, series: { "CO₂": values } as Record<string, readonly number[]> },
  {
    report: seriesBreakContest.found,
    data: rival.breakItems(),
    cut: rival.BREAK_CUT,
    series: Object.fromEntries(rival.brokenSeries().map((y, i) => [`made up ${i + 1}`, y])),
  },
];

describe.each(rounds)("the order of time, round of $report.task", ({ report, data: { train, exam }, cut, series }) => {
  it("what is learnt from ends where the exam's first future begins, or before", () => {
    expect([train.length, exam.length]).toEqual([report.items.train, report.items.exam]);
    for (const item of train) expect(rival.originOf(item) + item.future.length).toBeLessThanOrEqual(cut);
    for (const item of exam) expect(rival.originOf(item)).toBeGreaterThanOrEqual(cut);
    expect(Math.max(...train.map((item) => rival.originOf(item) + item.future.length))).toBe(cut);
  });

  it("each item is a piece of its series, cut at its origin", () => {
    for (const { series: name, from, past, future } of [...train, ...exam])
      expect([...past, ...future]).toEqual(series[name]!.slice(from, from + past.length + 24));
    for (const { from } of exam) expect(from).toBe(0);
  });

  it("the first items are the last months", () => {
    const of = train[0]!.series;
    const few = rival.monthsOf(train.filter(({ series }) => series === of).slice(0, 4))[0]!;
    expect(few).toEqual(series[of]!.slice(cut - 96, cut));
  });

  it("months that are held back come after those that are learnt from", () => {
    const all = rival.monthsOf(train);
    const { learn, held } = small.heldApart(all);
    for (const [i, months] of learn.entries()) expect(months).toEqual(all[i]!.slice(0, months.length));
    for (const lag of [1, 12] as const) {
      expect(held(lag).length).toBeGreaterThanOrEqual(all.length);
      const learnt = learn.map((months) => months.join());
      for (const window of held(lag)) {
        expect(window).toHaveLength(small.windowMonths(lag));
        expect(learnt.some((months) => months.includes(window.slice(-24).join()))).toBe(false);
      }
    }
  });

  it("what is chosen does not change when all later months are poisoned", () => {
    const poisoned = Object.entries(series).map(([name, y]) => rival.itemsBefore(name, [...y.slice(0, cut), ...y.slice(cut).map(() => 1e6)], cut));
    const months = rival.monthsOf(poisoned.flat());
    expect(months).toEqual(rival.monthsOf(train));
    expect(rival.chooseOrder(months, 12).order).toBe(Number(lossEntryOf(report, "n-gram, yearly").result.effort.setting.slice(4)));
    if (cut === rival.CO2_CUT) expect(rival.chooseRegression(months).setting).toBe(lossEntryOf(report, "linear regression").result.effort.setting);
  });

  it.each([rival.drifting(), rival.holtWinters(), rival.shortHoltWinters(), rival.regression(), rival.nGram(12)])(
    "$name forecasts the same, whatever the future, and what the table says",
    (contestant) => {
      const { result } = judgeLosses(contestant, { train, exam }, { seed: report.seed, latencyItems: 0 });
      expect(result).toEqual(lossEntryOf(report, contestant.name).result);
      const model = contestant.create(seed(report.seed));
      model.fit(train);
      const [high, low] = [1e6, -1e6].map((value) =>
        model.losses(exam.slice(0, 4).map((item) => ({ ...item, future: item.future.map(() => value) }))),
      );
      for (const [i, loss] of high!.entries()) expect(loss + low![i]!).toBeCloseTo(2e6, 4);
    },
    2 * MINUTES,
  );
});

it("the last origin is the exam of the lesson on forecasting", () => {
  const last = (id: string) => lossEntryOf(seriesContest.found, id).result.losses.at(-1)!;
  expect(last("seasonal naive with drift").toFixed(3)).toBe("0.748");
  expect(Math.abs(last("Holt–Winters") - 0.805)).toBeLessThanOrEqual(0.005);
});

it("items that leave a gap are refused", () => {
  const [first, , third] = rival.itemsBefore("CO₂", values, 300);
  const far = rival.itemsBefore("CO₂", values, 100).at(-1)!;
  expect(() => rival.monthsOf([first!, far])).toThrow(/has no month/);
  expect(rival.monthsOf([first!, third!])[0]).toHaveLength(84);
});

describe("numbers as tokens", () => {
  const scale = { middle: 2, spread: 0.5 };

  it("are the bins of changes, cut off at both ends", () => {
    expect([2.3, 2, 1.999, 1e9, -1e9].map((difference) => tokens.tokenOf(difference, scale))).toEqual([19, 16, 15, 31, 0]);
    expect(tokens.differenceOf(19, scale)).toBeCloseTo(2.328, 3);
    expect(tokens.logWidth(scale)).toBeCloseTo(Math.log(0.5 * 0.1875));
    for (let token = 0; token < tokens.BINS; token++) expect(tokens.tokenOf(tokens.differenceOf(token, scale), scale)).toBe(token);
  });

  it.each([1, 12] as const)("with lag %i read the last 36 changes and no more, and come back within half a bin", (lag) => {
    const { tokens: read, scale } = tokens.readTokens(values, lag);
    expect(read).toHaveLength(36);
    expect(tokens.readTokens(values.slice(-36 - lag), lag)).toEqual({ tokens: read, scale });
    const back = tokens.monthsFrom(values.slice(0, -1), read.slice(-1), lag, scale);
    expect(Math.abs(back[0]! - values.at(-1)!)).toBeLessThanOrEqual((scale.spread * 0.1875) / 2 + 1e-9);
    expect(() => tokens.readTokens(values.slice(0, lag + 1), lag)).toThrow(RangeError);
  });

  it("a change that never varies has a scale, too", () => {
    expect(tokens.tokenOf(1, tokens.tokenScale([1, 1, 1]))).toBe(16);
  });

  it("a fan is the median of paths, and the tenth and nine tenths of them", () => {
    const { mean, lower, upper } = tokens.fanOfPaths(Array.from({ length: 11 }, (_, i) => [i, 2 * i]));
    expect([mean, lower, upper]).toEqual([
      [5, 10],
      [1, 2],
      [9, 18],
    ]);
  });
});

describe("models of number tokens", () => {
  // A season of twelve that grows by exactly 2 a year: all yearly changes alike but for a little noise.
  const random = seed(3);
  const y = Array.from({ length: 240 }, (_, t) => t / 6 + 3 * Math.sin((2 * Math.PI * t) / 12) + 0.05 * random.normal());

  it("an n-gram of yearly changes carries a season on", () => {
    const { mean, lower, upper } = small.nGramForecast(small.countTokens([y], 12, 1), y, 12);
    expect(mean).toHaveLength(24);
    for (const [h, value] of mean.entries()) {
      expect(Math.abs(value - ((240 + h) / 6 + 3 * Math.sin((2 * Math.PI * (240 + h)) / 12)))).toBeLessThan(0.3);
      expect(lower[h]).toBeLessThanOrEqual(value);
      expect(upper[h]).toBeGreaterThanOrEqual(value);
    }
  });

  it("surprise counts the months from where it is asked", () => {
    const model = small.countTokens([y], 12, 1);
    expect(small.surpriseOf(model, [y], [200], 12)).not.toBe(small.surpriseOf(model, [y], [100], 12));
    expect(small.runningTokens(y, 12)).toHaveLength(240 - 12 - 36);
  });

  it("a GPT in training gets less surprised, keeps its best weights, and draws the same futures again", () => {
    const trainee = small.tokenTrainee({ lag: 12, random: seed(1), held: [y.slice(-72)], window: small.windowOf([y.slice(0, -24)], 12) });
    const before = trainee.heldBack!();
    const states = [...small.trainTokenSteps(trainee, { learningRate: 3e-3, steps: 20 })];
    const { curve, model } = states.at(-1)!;
    expect(states).toHaveLength(10);
    expect(trainee.heldBack!()).toBeCloseTo(Math.min(...curve.map(({ loss }) => loss)), 5);
    expect(trainee.heldBack!()).toBeLessThan(before);
    const paths = small.gptPaths(model, y, 12);
    expect([paths.length, paths[0]!.length]).toEqual([50, 24]);
    expect(small.gptPaths(model, y, 12)).toEqual(paths);
    expect(small.gptForecast(model, y, 12)).toEqual(tokens.fanOfPaths(paths));
  });

  it("windows need a series as long as one", () => {
    expect(() => small.windowOf([y.slice(0, 71)], 12)).toThrow(/at least 72 months/);
    expect(small.windowOf([y.slice(0, 72)], 12)(seed(1))).toEqual(y.slice(0, 72));
  });

  it("made-up windows break or do not", () => {
    expect(rival.madeUpWindow(12)(seed(1))).toHaveLength(72);
    const jumps = (breaks: number) => {
      const random = seed(2);
      const window = rival.madeUpWindow(12, breaks);
      return Array.from({ length: 40 }, () => window(random)).filter((y) => Math.max(...y.slice(1).map((v, i) => Math.abs(v - y[i]!))) > 6).length;
    };
    expect(jumps(0)).toBeLessThan(jumps(1));
  });
});

it("the exam's series have seeds that no GPT was made up with, and break where they are said to", () => {
  const all = rival.brokenSeries();
  expect(all).toHaveLength(12);
  expect(new Set(all.map((y) => y[0])).size).toBe(12);
  expect(rival.BREAK).toBeGreaterThan(rival.BREAK_CUT);
});
