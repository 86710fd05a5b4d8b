/** Numbers as tokens: what a model of text needs to read a series and to write its months to come. */
import { checkCount } from "../base/check.ts";
import { mean } from "../base/mean.ts";

/** Tokens that there are. */
export const BINS = 32;
/** The outermost bins begin so many standard deviations from the middle, and hold all beyond, too. */
const REACH = 3;
const WIDTH = (2 * REACH) / BINS;
/** Differences that are read before the first one is forecast. */
export const CONTEXT = 36;
/** Months that are forecast. */
export const HORIZON = 24;

/** To which earlier month each month is compared: to the last one, or to the same month a year ago. */
export type Lag = 1 | 12;

/** What is subtracted from differences, and by what they are divided. */
export interface TokenScale {
  middle: number;
  spread: number;
}

/** Mean and standard deviation of some differences. */
export function tokenScale(differences: readonly number[]): TokenScale {
  const middle = mean(differences);
  const spread = Math.sqrt(mean(differences.map((value) => (value - middle) ** 2)));
  return { middle, spread: Math.max(spread, 1e-9) };
}

/** y_t − y_{t−lag}: `[months − lag]`. */
export const differencesOf = (y: readonly number[], lag: Lag): number[] => y.slice(lag).map((value, i) => value - y[i]!);

/** The bin of a difference, 0 to 31. */
export function tokenOf(difference: number, { middle, spread }: TokenScale): number {
  const bin = Math.floor((difference - middle) / spread / WIDTH) + BINS / 2;
  return Math.max(0, Math.min(BINS - 1, bin));
}

/** The middle of a bin, as a difference. */
export const differenceOf = (token: number, { middle, spread }: TokenScale): number => middle + spread * WIDTH * (token + 0.5 - BINS / 2);

/** ln of how wide a bin is, in the unit of the series: what makes nats of bins of different widths comparable. */
export const logWidth = ({ spread }: TokenScale): number => Math.log(spread * WIDTH);

/** The end of a series as a model reads it, with the scale that turns tokens back. */
export interface ReadSeries {
  tokens: number[];
  scale: TokenScale;
}

/** The last months as tokens: `[36]`, or as many as there are. @throws RangeError when there are not two differences. */
export function readTokens(past: readonly number[], lag: Lag): ReadSeries {
  checkCount(past.length, "months", lag + 2);
  const differences = differencesOf(past.slice(-CONTEXT - lag), lag);
  const scale = tokenScale(differences);
  return { tokens: differences.map((difference) => tokenOf(difference, scale)), scale };
}

/** Tokens that were drawn, as months after the series: each is an earlier month plus the difference that its token stands for. */
export function monthsFrom(past: readonly number[], tokens: readonly number[], lag: Lag, scale: TokenScale): number[] {
  const all = past.slice(-lag);
  for (const token of tokens) all.push(all[all.length - lag]! + differenceOf(token, scale));
  return all.slice(lag);
}

/** What many paths say of each month: the middle one, and those with a tenth of the paths below or above them. */
export interface PathFan {
  mean: number[];
  lower: number[];
  upper: number[];
}

/** Median and 80 % interval of paths `[paths][months]`. */
export function fanOfPaths(paths: readonly (readonly number[])[]): PathFan {
  const sorted = paths[0]!.map((_, month) => paths.map((path) => path[month]!).sort((a, b) => a - b));
  const at = (share: number) => sorted.map((values) => quantile(values, share));
  return { mean: at(0.5), lower: at(0.1), upper: at(0.9) };
}

function quantile(sorted: readonly number[], share: number): number {
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  return sorted[below]! + (at - below) * (sorted[Math.min(below + 1, sorted.length - 1)]! - sorted[below]!);
}
