import { checkSize } from "../base/check.ts";
import { nelderMead } from "../base/nelder-mead.ts";
import { checkSeries, deviation, type Forecast, type Forecaster, type ForecastOptions, type SeasonalOptions, withInterval } from "./forecast.ts";

export interface HoltWintersOptions extends SeasonalOptions {
  /** How fast the level follows the series, 0 to 1. Default: what fits the series best. */
  alpha?: number;
  /** How fast the trend follows the level, 0 to 1. Default: what fits the series best. */
  beta?: number;
  /** How fast the season follows what is left, 0 to 1. Default: what fits the series best. */
  gamma?: number;
}

interface State {
  level: number;
  /** Per step. */
  trend: number;
  /** `[period]`: the effect of each step of the season; that of the step after the series first. */
  season: number[];
}

/**
 * Additive Holt–Winters smoothing: a level, a trend and a season, each a weighted mean of what it was and of what the newest value says.
 *
 *     l_t = α (y_t − s_{t−m}) + (1 − α) (l_{t−1} + b_{t−1})
 *     b_t = β (l_t − l_{t−1}) + (1 − β) b_{t−1}
 *     s_t = γ (y_t − l_t) + (1 − γ) s_{t−m}
 *
 * Sources: C. Holt, 1957; P. Winters, Forecasting sales by exponentially weighted moving averages, 1960; R. Hyndman, G. Athanasopoulos, Forecasting: Principles and
 * Practice, 3rd edition, sections 8.3 and 8.7 (intervals). The first season gives the first level and season, the second the first trend; weights that are not given make
 * the squared one-step errors least (Nelder–Mead).
 */
export class HoltWinters implements Forecaster {
  readonly period: number;
  /** As given or, after `fit`, as found. */
  alpha: number | undefined;
  beta: number | undefined;
  gamma: number | undefined;
  /** After the last value of the series. */
  state: State | undefined;
  /** The forecast of each value from those before it: `[series]`. */
  fitted: number[] = [];
  /** Standard deviation of the one-step errors, in the unit of the series. */
  sigma = Number.NaN;
  readonly #given: (number | undefined)[];

  /** @throws RangeError when the period or a weight is out of its range. */
  constructor({ period, alpha, beta, gamma }: HoltWintersOptions) {
    if (!(Number.isInteger(period) && period >= 2)) throw new RangeError(`period is ${period}: it must be a whole number of at least 2, such as 12`);
    for (const [name, weight] of Object.entries({ alpha, beta, gamma }))
      if (weight !== undefined && !(weight >= 0 && weight <= 1)) throw new RangeError(`${name} is ${weight}: it must be from 0 to 1`);
    this.period = period;
    this.#given = [alpha, beta, gamma];
    [this.alpha, this.beta, this.gamma] = this.#given;
  }

  /** @throws TypeError, RangeError when the series is shorter than two seasons and a step, or holds something that is not a finite number. */
  fit(y: readonly number[]): this {
    checkSeries(y, 2 * this.period + 1);
    const weights = this.#weights(y);
    const { fitted, state } = smooth(y, this.period, weights);
    [this.alpha, this.beta, this.gamma] = weights;
    this.fitted = fitted;
    this.state = state;
    this.sigma = deviation(y.map((value, i) => value - fitted[i]!));
    return this;
  }

  /** @throws Error before `fit`; RangeError when `horizon` or `level` is out of its range. */
  forecast(horizon: number, options: ForecastOptions = {}): Forecast {
    if (!this.state) throw new Error("this forecaster has not seen a series yet: call fit(y) first");
    checkSize(horizon, "horizon");
    const { level, trend, season } = this.state;
    const [alpha, beta, gamma] = [this.alpha!, this.beta!, this.gamma!];
    // What an error of one step does to the forecast j steps later.
    const effect = (j: number) => alpha + j * alpha * beta + (j % this.period === 0 ? gamma * (1 - alpha) : 0);
    const variances = [1];
    for (let j = 1; j < horizon; j++) variances.push(variances[j - 1]! + effect(j) ** 2);
    return withInterval(
      horizon,
      options,
      (h) => level + h * trend + season[(h - 1) % this.period]!,
      (h) => this.sigma * Math.sqrt(variances[h - 1]!),
    );
  }

  /** From −∞ … ∞, where Nelder and Mead search, to 0 … 1. */
  #weights(y: readonly number[]): [number, number, number] {
    const given = this.#given;
    const free = [0, 1, 2].filter((i) => given[i] === undefined);
    const weightsAt = (point: readonly number[]) =>
      given.map((weight, i) => weight ?? 1 / (1 + Math.exp(-point[free.indexOf(i)]!))) as [number, number, number];
    if (free.length === 0) return weightsAt([]);
    const loss = (point: number[]) => {
      const { fitted } = smooth(y, this.period, weightsAt(point));
      return y.reduce((sum, value, i) => sum + (value - fitted[i]!) ** 2, 0);
    };
    // From a stiff and from a nimble start: the loss may have more than one valley.
    const ends = [
      [-1, -4, -1],
      [0, -2, 0],
    ].map((start) =>
      nelderMead(
        loss,
        free.map((i) => start[i]!),
      ),
    );
    return weightsAt(ends.reduce((a, b) => (loss(b) < loss(a) ? b : a)));
  }
}

function smooth(y: readonly number[], period: number, [alpha, beta, gamma]: readonly [number, number, number]): { fitted: number[]; state: State } {
  const meanOf = (from: number) => y.slice(from, from + period).reduce((sum, value) => sum + value, 0) / period;
  let level = meanOf(0);
  let trend = (meanOf(period) - level) / period;
  const season = y.slice(0, period).map((value) => value - level);
  const fitted = y.map((value, t) => {
    const s = season[t % period]!;
    const expected = level + trend + s;
    const before = level;
    level = alpha * (value - s) + (1 - alpha) * (level + trend);
    trend = beta * (level - before) + (1 - beta) * trend;
    season[t % period] = gamma * (value - level) + (1 - gamma) * s;
    return expected;
  });
  return { fitted, state: { level, trend, season: season.map((_, i) => season[(y.length + i) % period]!) } };
}
