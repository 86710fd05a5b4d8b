import { checkSize } from "../base/check.ts";
import { mae } from "./regression-metrics.ts";

export interface RollingOriginOptions {
  /** Steps that are forecast from each origin. */
  horizon: number;
  /** Values known at the earliest origin, at least. */
  first: number;
  /** Steps from one origin to the next. Default: the horizon, so that no value is asked about twice. */
  step?: number;
}

/** What a forecaster says of the steps after an origin, with the interval that it gives. */
export interface Outlook {
  mean: readonly number[];
  lower: readonly number[];
  upper: readonly number[];
}

/** A forecast from one origin, beside what came. */
export interface Rolled extends Outlook {
  /** How many values were known: the forecast begins with the value of this number. */
  origin: number;
  /** `[horizon]`: what came. */
  truth: number[];
  /** Mean absolute error, in the unit of the series. */
  mae: number;
  /** How many of the values that came lie within the interval, its ends among it. */
  inside: number;
}

/**
 * Where a series of `n` values is cut for forecasts to be tried: each origin knows what comes before it and is asked about the `horizon` values after it. The
 * last origin leaves exactly `horizon` values; the others lie `step` before each other. The earliest comes first.
 *
 * Source: L. Tashman, Out-of-sample tests of forecasting accuracy: an analysis and review, International Journal of Forecasting 16(4), 2000.
 * @throws RangeError when a number is not whole and above 0, or `n` leaves room for no origin.
 */
export function rollingOrigins(n: number, { horizon, first, step = horizon }: RollingOriginOptions): number[] {
  for (const [name, size] of Object.entries({ n, horizon, first, step })) checkSize(size, name);
  if (n - horizon < first)
    throw new RangeError(`${n} values leave no origin with ${first} known and ${horizon} to come: give at least ${first + horizon} values`);
  const origins: number[] = [];
  for (let origin = n - horizon; origin >= first; origin -= step) origins.push(origin);
  return origins.reverse();
}

/**
 * Forecast a series from each of some origins, always from the values before it alone, and compare with what came.
 * Source: L. Tashman, Out-of-sample tests of forecasting accuracy: an analysis and review, International Journal of Forecasting 16(4), 2000.
 * @param y the series, oldest value first.
 * @param forecast learns from the known values and says what the next `horizon` will be.
 * @throws RangeError as {@link rollingOrigins} does.
 */
export function rollForecasts(
  y: readonly number[],
  forecast: (known: readonly number[], horizon: number) => Outlook,
  options: RollingOriginOptions,
): Rolled[] {
  return rollingOrigins(y.length, options).map((origin) => {
    const truth = y.slice(origin, origin + options.horizon);
    const { mean, lower, upper } = forecast(y.slice(0, origin), options.horizon);
    const inside = truth.filter((value, i) => lower[i]! <= value && value <= upper[i]!).length;
    return { origin, truth, mean, lower, upper, mae: mae(truth, mean), inside };
  });
}
