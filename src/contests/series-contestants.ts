/** Who takes part in the contest over series, and with which settings. Each chooses its own within the months that it is given to learn from. */
import { fitted } from "../base/check.ts";
import { mean } from "../base/mean.ts";
import type { Random } from "../base/random.ts";
import { seed } from "../base/random.ts";
import { co2 } from "../datasets/co2.ts";
import { madeUpSeries } from "../datasets/made-up-series.ts";
import { type Forecaster, SeasonalNaiveWithDrift } from "../ml/forecast.ts";
import { HoltWinters } from "../ml/holt-winters.ts";
import { LinearRegression } from "../ml/linear-regression.ts";
import { mae } from "../score/regression-metrics.ts";
import { rollingOrigins } from "../score/rolling-origin.ts";
import type { Effort, ModelSize } from "../versus/head-to-head.ts";
import type { LossCompetitor, LossContestant } from "../versus/judge-losses.ts";
import { effortOf, type TrainingPlan, type TrainingRecord, trainWatched } from "../versus/watched-training.ts";
import { CONTEXT, differencesOf, HORIZON, type Lag } from "./number-tokens.ts";
import {
  BATCH,
  countTokens,
  gptForecast,
  heldApart,
  nGramForecast,
  surpriseOf,
  type TokenTrainee,
  tokenTrainee,
  windowMonths,
  windowOf,
} from "./series-models.ts";

/** One place in a series: what came before, and the 24 months that came after. */
export interface SeriesItem {
  /** Of which series. */
  series: string;
  /** The month, from 0, with which `past` begins. */
  from: number;
  past: readonly number[];
  future: readonly number[];
}
/** A contestant that forecasts 24 months from what came before. */
export type SeriesContestant = LossContestant<SeriesItem>;

/** The month with which `future` begins. */
export const originOf = ({ from, past }: SeriesItem): number => from + past.length;

const PERIOD = 12;
/** Months that an item to learn from has before its 24. */
const SEEN = CONTEXT;

/** Items to learn from: all months before `end`, the last ones first, each item a year before the one before it. So the first n items are the last months. */
export function itemsBefore(series: string, y: readonly number[], end: number): SeriesItem[] {
  const items: SeriesItem[] = [];
  for (let origin = end - HORIZON; origin >= SEEN; origin -= PERIOD)
    items.push({ series, from: origin - SEEN, past: y.slice(origin - SEEN, origin), future: y.slice(origin, origin + HORIZON) });
  return items;
}

/** The months of CO₂ before this one are learnt from; the exam's futures begin with it. April 2000 is the last month that is known. */
export const CO2_CUT = 501;
/** Months from one origin of the exam to the next. */
const STEP = 6;
/** Origins that are drawn together in paired tests: their futures overlap. */
export const CO2_BLOCK = HORIZON / STEP;

/** CO₂: 37 items to learn from, and 37 to be asked about. */
export function co2Items(): { train: SeriesItem[]; exam: SeriesItem[] } {
  const { values } = co2;
  const origins = rollingOrigins(values.length, { horizon: HORIZON, first: CO2_CUT, step: STEP });
  return { train: itemsBefore("CO₂", values, CO2_CUT), exam: origins.map((origin) => examItem("CO₂", values, origin)) };
}

const examItem = (series: string, y: readonly number[], origin: number): SeriesItem => ({
  series,
  from: 0,
  past: y.slice(0, origin),
  future: y.slice(origin, origin + HORIZON),
});

/** Twelve made-up series. Months before this one are learnt from. */
export const BREAK_CUT = 240;
/** The first month after the break. */
export const BREAK = 288;
/** Months since the break at each origin: at −24 the future ends before it, at 0 it begins with it. */
export const SINCE = [-24, 0, 6, 12, 24, 36, 48];
const SERIES = 12;

/** The series of the second round. Their seeds begin at 100, those that a GPT is made up with do not. */
export const brokenSeries = (): number[][] =>
  Array.from({ length: SERIES }, (_, i) => madeUpSeries({ random: seed(100 + i), months: BREAK + SINCE.at(-1)! + HORIZON, breakAt: BREAK }));

/** Twelve made-up series: to be learnt from, a year of all twelve after the other, the last first; the exam series by series. */
export function breakItems(): { train: SeriesItem[]; exam: SeriesItem[] } {
  const all = brokenSeries().map((y, i) => ({ name: `made up ${i + 1}`, y }));
  const train = all.map(({ name, y }) => itemsBefore(name, y, BREAK_CUT));
  return {
    train: train[0]!.flatMap((_, year) => train.map((items) => items[year]!)),
    exam: all.flatMap(({ name, y }) => SINCE.map((since) => examItem(name, y, BREAK + since))),
  };
}

/** The months that some items hold together, series by series, oldest first. @throws RangeError when they leave a gap. */
export function monthsOf(items: readonly SeriesItem[]): number[][] {
  const bySeries = new Map<string, SeriesItem[]>();
  for (const item of items) bySeries.set(item.series, [...(bySeries.get(item.series) ?? []), item]);
  return [...bySeries].map(([name, items]) => {
    const months: number[] = [];
    const first = items.reduce((least, { from }) => (from < least ? from : least), items[0]!.from);
    for (const { from, past, future } of items) for (const [i, value] of [...past, ...future].entries()) months[from - first + i] = value;
    for (const [i] of months.entries())
      if (months[i] === undefined) throw new RangeError(`${name} has no month ${first + i}: give items that follow each other`);
    return months;
  });
}

const ALL_BEFORE = "all months before the origin";
const MONTHS = "one series of months, no dates";
const HELD = "On the last fifth of the months to learn from, held back";

/** A rule that learns nothing before it is asked, and then from all months before the origin. */
function anew(name: string, parameters: number, setting: string, make: () => Forecaster, months = Number.POSITIVE_INFINITY): SeriesContestant {
  return {
    name,
    side: "ml",
    input: MONTHS,
    context: ALL_BEFORE,
    tuned: setting,
    tunedOn: "At each origin, on the months before it",
    create: () => ({
      fit: () => undefined,
      losses: (items) => items.map(({ past, future }) => mae(future, make().fit(past.slice(-months)).forecast(HORIZON).mean)),
      size: () => ({ parameters, bytes: 4 * parameters }),
      effort: () => ({ steps: 0, flat: undefined, setting }),
    }),
  };
}

/** The same month a year ago, plus what the last year brought. */
export const drifting = (): SeriesContestant => anew("seasonal naive with drift", 0, "nothing", () => new SeasonalNaiveWithDrift({ period: PERIOD }));
/** Level, trend and season. */
export const holtWinters = (): SeriesContestant => anew("Holt–Winters", 3, "alpha, beta and gamma", () => new HoltWinters({ period: PERIOD }));
/** Months that the shorter Holt–Winters is given: as many as the models of yearly changes read. */
const SHORT = CONTEXT + PERIOD;
/** The same, which forgets what is older than what the others read. */
export const shortHoltWinters = (): SeriesContestant => ({
  ...anew("Holt–Winters, 48 months", 3, "alpha, beta and gamma", () => new HoltWinters({ period: PERIOD }), SHORT),
  context: "48 months before the origin",
});

interface Chosen {
  setting: string;
  loss: number;
}
const lowest = <T extends Chosen>(all: readonly T[]): T => all.reduce((a, b) => (b.loss < a.loss ? b : a));

/** The last differences, newest last, and the one after them. */
function lagRows(
  series: readonly (readonly number[])[],
  { lag, lags }: { lag: Lag; lags: number },
  from: readonly number[],
): { X: number[][]; y: number[] } {
  const rows = series.flatMap((months, i) => {
    const differences = differencesOf(months, lag);
    return differences.slice(lags).flatMap((y, at) => (at + lags + lag < from[i]! ? [] : [{ X: differences.slice(at, at + lags), y }]));
  });
  return { X: rows.map(({ X }) => X), y: rows.map(({ y }) => y) };
}

/** A regression, and which changes it reads. */
export interface LagRegression {
  model: LinearRegression;
  lag: Lag;
}

/** The next 24 months of a regression that says one after the other. */
export function regressionForecast({ model, lag }: LagRegression, past: readonly number[]): number[] {
  const lags = model.coefficients.length;
  const differences = differencesOf(past.slice(-lags - lag), lag);
  const months = past.slice(-lag);
  for (let month = 0; month < HORIZON; month++) {
    const [next] = model.predict([differences.slice(-lags)]) as [number];
    differences.push(next);
    months.push(months[months.length - lag]! + next);
  }
  return months.slice(lag);
}

const ALPHAS = [0.1, 1, 10, 100, 1000];

/** Ridge regression of each change on the changes before it. Which changes, how many and alpha are chosen by the months that are held back. */
export function chooseRegression(series: readonly (readonly number[])[]): LagRegression & { setting: string } {
  const { learn } = heldApart(series);
  const none = series.map(() => 0);
  const cuts = learn.map(({ length }) => length);
  const shapes = ([1, 12] as const).flatMap((lag) => [12, 24, 36].map((lags) => ({ lag, lags })));
  const best = lowest(
    shapes.flatMap((shape) => {
      const known = lagRows(learn, shape, none);
      const asked = lagRows(series, shape, cuts);
      if (known.y.length === 0) return [];
      return ALPHAS.map((alpha) => {
        const model = new LinearRegression({ alpha }).fit(known.X, known.y);
        const loss = mean(model.predict(asked.X).map((value, i) => (value - asked.y[i]!) ** 2));
        return { shape, alpha, setting: `${shape.lags} ${shape.lag === 1 ? "monthly" : "yearly"} changes, alpha = ${alpha}`, loss };
      });
    }),
  );
  const { X, y } = lagRows(series, best.shape, none);
  return { model: new LinearRegression({ alpha: best.alpha }).fit(X, y), lag: best.shape.lag, setting: best.setting };
}

/** A model that learns before the exam and then answers from the last months. */
function learning(
  said: Omit<SeriesContestant, "create">,
  learn: (months: number[][], random: Random) => { forecast(past: readonly number[]): readonly number[]; size: ModelSize; effort: Effort },
): SeriesContestant {
  return {
    ...said,
    create(random): LossCompetitor<SeriesItem> {
      let learnt: ReturnType<typeof learn> | undefined;
      const known = () => fitted(learnt, said.name, "fit(items)");
      return {
        fit: (items) => void (learnt = learn(monthsOf(items), random)),
        losses: (items) => items.map(({ past, future }) => mae(future, known().forecast(past))),
        size: () => known().size,
        effort: () => known().effort,
      };
    },
  };
}

/** Linear regression on the changes of the months before. */
export const regression = (): SeriesContestant =>
  learning(
    {
      name: "linear regression",
      side: "ml",
      input: MONTHS,
      context: "the 12, 24 or 36 changes before the origin",
      tuned: "monthly or yearly changes, 12, 24 or 36 of them, and alpha out of 0.1, 1, 10, 100, 1000",
      tunedOn: HELD,
    },
    (months) => {
      const { setting, ...learnt } = chooseRegression(months);
      const parameters = learnt.model.coefficients.length + 1;
      return {
        forecast: (past) => regressionForecast(learnt, past),
        size: { parameters, bytes: 4 * parameters },
        effort: { steps: 0, flat: undefined, setting },
      };
    },
  );

const LAGS = { 1: "changes since last month", 12: "changes since a year ago" };
const READS = { 1: "37 months", 12: "48 months" };

/** Counted tokens, with n chosen. */
export const nGram = (lag: Lag): SeriesContestant =>
  learning(
    {
      name: `n-gram, ${lag === 1 ? "monthly" : "yearly"}`,
      side: "lm",
      input: `${MONTHS}, as tokens of ${LAGS[lag]}`,
      context: `${READS[lag]} before the origin, for the scale, and n − 1 tokens`,
      tuned: "n out of 1, 2, 3, 4",
      tunedOn: HELD,
    },
    (months) => {
      const { model, order } = chooseOrder(months, lag);
      return {
        forecast: (past) => nGramForecast(model, past, lag).mean,
        size: { parameters: model.size, bytes: 8 * model.size },
        effort: { steps: 0, flat: undefined, setting: `n = ${order}` },
      };
    },
  );

/** n by the surprise at months that are held back; then all months are counted. */
export function chooseOrder(months: readonly (readonly number[])[], lag: Lag): { model: ReturnType<typeof countTokens>; order: number } {
  const { learn } = heldApart(months);
  const cuts = learn.map(({ length }) => length);
  const { order } = lowest(
    [1, 2, 3, 4].map((order) => ({ order, setting: `n = ${order}`, loss: surpriseOf(countTokens(learn, lag, order), months, cuts, lag) })),
  );
  return { model: countTokens(months, lag, order), order };
}

/** For a GPT that learns from the months of a series: after some 100 steps it begins to know them by heart. */
const PLAN: TrainingPlan = { learningRates: [3e-3, 1e-3], steps: 160, trial: 80, every: 20 };
/** For a GPT that is given a new window each time. */
const LONG_PLAN: TrainingPlan = { learningRates: [3e-3, 1e-3], steps: 900, trial: 100, every: 50 };

function gptOf(lag: Lag, create: () => TokenTrainee, plan: TrainingPlan) {
  const { trainee, record } = trainWatched(create, plan);
  const model = trainee.model.eval();
  const parameters = model.numParams();
  return {
    forecast: (past: readonly number[]) => gptForecast(model, past, lag).mean,
    size: { parameters, bytes: 4 * parameters },
    effort: { ...effortOf(record), flops: flopsOf(parameters, record) },
  };
}

const flopsOf = (parameters: number, { allSteps }: TrainingRecord) => 6 * parameters * allSteps * BATCH * (CONTEXT + HORIZON - 1);

const gptSays = (lag: Lag) => ({
  side: "lm" as const,
  input: `${MONTHS}, as tokens of ${LAGS[lag]}`,
  context: `${READS[lag]} before the origin`,
  tuned: "learning rate out of 0.003, 0.001, and when to stop",
});

/** A small GPT that learns from the tokens of the months before. */
export const seriesGPT = (lag: Lag): SeriesContestant =>
  learning({ ...gptSays(lag), name: `GPT, ${lag === 1 ? "monthly" : "yearly"}`, tunedOn: HELD }, (months, random) => {
    const { learn, held } = heldApart(months);
    return gptOf(lag, () => tokenTrainee({ lag, random, held: held(lag), window: windowOf(learn, lag) }), PLAN);
  });

/** A window of a made-up series. `breaks`: the share of those that break somewhere. */
export function madeUpWindow(lag: Lag, breaks = 0.5): (random: Random) => number[] {
  const months = windowMonths(lag);
  return (random) => madeUpSeries({ random, months, breakAt: random.uniform() < breaks ? random.int(months) : months });
}

/**
 * The same GPT, which has read nothing but made-up series, a new one for each window: of the series that it is asked about it has learnt no month. Half of
 * what it reads breaks somewhere; `breaks: 0` takes that part away.
 */
export const zeroShotGPT = (lag: Lag, breaks = 0.5): SeriesContestant =>
  learning(
    { ...gptSays(lag), name: breaks > 0 ? "GPT, made-up series" : "GPT, made up, no breaks", tunedOn: "On 64 made-up series, held back" },
    (_, random) => {
      const window = madeUpWindow(lag, breaks);
      const drawn = seed(5000);
      const held = Array.from({ length: 64 }, () => window(drawn));
      return gptOf(lag, () => tokenTrainee({ lag, random, held, window }), LONG_PLAN);
    },
  );

/** Whom the page compares, by name: over CO₂. */
export const CO2_PAIRS: readonly (readonly [string, string])[] = [
  ["seasonal naive with drift", "Holt–Winters"],
  ["GPT, yearly", "Holt–Winters"],
  ["n-gram, yearly", "Holt–Winters"],
  ["n-gram, yearly", "GPT, yearly"],
  ["Holt–Winters, 48 months", "GPT, yearly"],
  ["GPT, monthly", "GPT, yearly"],
  ["GPT, made-up series", "GPT, yearly"],
  ["seasonal naive with drift", "GPT, made-up series"],
];

/** The same over series that break. */
export const BREAK_PAIRS: readonly (readonly [string, string])[] = [
  ["Holt–Winters", "GPT, yearly"],
  ["Holt–Winters, 48 months", "GPT, yearly"],
  ["seasonal naive with drift", "GPT, yearly"],
  ["n-gram, yearly", "GPT, yearly"],
  ["GPT, made up, no breaks", "GPT, made-up series"],
  ["seasonal naive with drift", "GPT, made-up series"],
  ["GPT, yearly", "GPT, made-up series"],
];
