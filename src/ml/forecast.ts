import { checkSize } from "../base/check.ts";
import { mean } from "../base/mean.ts";
import { normalQuantile } from "../base/normal-quantile.ts";

/** What is expected, and how far it may be off. */
export interface Forecast {
  /** `[horizon]`: the first step after the series first. */
  mean: number[];
  /** `[horizon]`: the share `level` of outcomes should lie between `lower` and `upper`, if errors are normal and the model is right. */
  lower: number[];
  upper: number[];
}

export interface ForecastOptions {
  /** The share of outcomes that the interval is to hold, between 0 and 1. Default 0.8. */
  level?: number;
}

/** What every forecaster of one series can do. */
export interface Forecaster {
  /** Learn from the series, oldest value first. */
  fit(y: readonly number[]): Forecaster;
  /** The next `horizon` values. */
  forecast(horizon: number, options?: ForecastOptions): Forecast;
}

/**
 * The forecasts that need no model: what a model must beat. Intervals after R. Hyndman, G. Athanasopoulos, Forecasting: Principles and Practice, 3rd
 * edition, sections 5.2 and 5.5: one-step errors of the series itself, growing with the horizon.
 */
abstract class SimpleForecaster implements Forecaster {
  /** The series that was learnt. Empty before `fit`. */
  series: readonly number[] = [];
  /** Standard deviation of the one-step errors within the series, in its unit. */
  sigma = Number.NaN;

  /** @throws TypeError, RangeError when the series is too short or holds something that is not a finite number. */
  fit(y: readonly number[]): this {
    checkSeries(y, this.least);
    this.series = [...y];
    this.sigma = deviation(this.errors());
    return this;
  }

  /** @throws Error before `fit`; RangeError when `horizon` or `level` is out of its range. */
  forecast(horizon: number, options: ForecastOptions = {}): Forecast {
    if (this.series.length === 0) throw new Error("this forecaster has not seen a series yet: call fit(y) first");
    return withInterval(
      horizon,
      options,
      (h) => this.expected(h),
      (h) => this.sigma * this.growth(h),
    );
  }

  /** Values that `fit` needs. */
  protected abstract readonly least: number;
  /** What the series itself says about one-step errors. */
  protected abstract errors(): number[];
  /** The value expected `h` steps after the series, h = 1, 2, … */
  protected abstract expected(h: number): number;
  /** By what factor errors grow from one step to `h`. */
  protected abstract growth(h: number): number;
}

/**
 * The last value stays.
 * Source: R. Hyndman, G. Athanasopoulos, Forecasting: Principles and Practice, 3rd edition, 2021, section 5.2.
 */
export class Naive extends SimpleForecaster {
  protected readonly least = 2;
  protected errors = () => lagged(this.series, 1);
  protected expected = () => this.series.at(-1)!;
  protected growth = (h: number) => Math.sqrt(h);
}

/**
 * The line from the first value through the last goes on.
 * Source: R. Hyndman, G. Athanasopoulos, Forecasting: Principles and Practice, 3rd edition, 2021, section 5.2.
 */
export class Drift extends SimpleForecaster {
  protected readonly least = 3;
  protected errors = () => lagged(this.series, 1).map((difference) => difference - this.#slope());
  protected expected = (h: number) => this.series.at(-1)! + h * this.#slope();
  protected growth = (h: number) => Math.sqrt(h * (1 + h / (this.series.length - 1)));
  #slope = () => (this.series.at(-1)! - this.series[0]!) / (this.series.length - 1);
}

export interface SeasonalOptions {
  /** Steps of a season: 12 for months of a year. */
  period: number;
}

/**
 * The same as a season ago.
 * Source: R. Hyndman, G. Athanasopoulos, Forecasting: Principles and Practice, 3rd edition, 2021, section 5.2.
 */
export class SeasonalNaive extends SimpleForecaster {
  readonly period: number;
  protected readonly least: number;

  /** @throws RangeError unless `period` is a whole number of at least 1. */
  constructor({ period }: SeasonalOptions) {
    super();
    checkPeriod(period);
    this.period = period;
    this.least = period + 1;
  }

  protected errors = () => lagged(this.series, this.period);
  protected expected = (h: number) => this.series[this.series.length - this.period + ((h - 1) % this.period)]!;
  protected growth = (h: number) => Math.sqrt(seasons(h, this.period));
}

/**
 * The same as a season ago, plus what the last season brought over the one before, again for each season ahead. The interval takes
 * the errors of different steps as independent, which makes it a little too narrow.
 */
export class SeasonalNaiveWithDrift extends SimpleForecaster {
  readonly period: number;
  protected readonly least: number;

  /** @throws RangeError unless `period` is a whole number of at least 1. */
  constructor({ period }: SeasonalOptions) {
    super();
    checkPeriod(period);
    this.period = period;
    this.least = 2 * period + 2;
  }

  protected errors = () => {
    const rises = lagged(this.series, this.period);
    return rises.slice(this.period).map((rise, i) => rise - mean(rises.slice(i, i + this.period)));
  };
  protected expected = (h: number) =>
    this.series[this.series.length - this.period + ((h - 1) % this.period)]! +
    seasons(h, this.period) * mean(lagged(this.series, this.period).slice(-this.period));
  protected growth = (h: number) => {
    const k = seasons(h, this.period);
    return Math.sqrt(k + k ** 2 / this.period);
  };
}

/**
 * Refuses a series that is too short or has gaps.
 * @throws TypeError, RangeError when the series is shorter than `least` or holds something that is not a finite number.
 */
export function checkSeries(y: readonly number[], least: number): void {
  if (y.length < least) throw new RangeError(`the series has ${y.length} values: it needs at least ${least}`);
  for (const [i, value] of y.entries()) if (!Number.isFinite(value)) throw new TypeError(`y[${i}] is ${value}: all values must be finite numbers`);
}

/** A forecast from the expected value and the standard deviation of its error, `h` steps ahead. */
export function withInterval(
  horizon: number,
  { level = 0.8 }: ForecastOptions,
  expected: (h: number) => number,
  deviationAt: (h: number) => number,
): Forecast {
  checkSize(horizon, "horizon");
  if (!(level > 0 && level < 1)) throw new RangeError(`level is ${level}: it must be above 0 and below 1, such as 0.8`);
  const z = normalQuantile((1 + level) / 2);
  const steps = Array.from({ length: horizon }, (_, i) => ({ value: expected(i + 1), half: z * deviationAt(i + 1) }));
  return {
    mean: steps.map(({ value }) => value),
    lower: steps.map(({ value, half }) => value - half),
    upper: steps.map(({ value, half }) => value + half),
  };
}

/** The root of the mean square: errors are measured from 0. */
export const deviation = (errors: readonly number[]): number => Math.sqrt(mean(errors.map((error) => error ** 2)));

function checkPeriod(period: number): void {
  if (!(Number.isInteger(period) && period >= 1)) throw new RangeError(`period is ${period}: it must be a whole number of at least 1, such as 12`);
}

/** In which season ahead step `h` lies, 1 for the next. */
const seasons = (h: number, period: number) => Math.floor((h - 1) / period) + 1;
const lagged = (y: readonly number[], lag: number) => y.slice(lag).map((value, i) => value - y[i]!);
