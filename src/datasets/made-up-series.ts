import { checkCount, checkSize } from "../base/check.ts";
import { type Random, withRandom } from "../base/random.ts";

export interface MadeUpSeriesOptions {
  random: Random;
  /** How many. */
  months: number;
  /** The month, from 0, with which everything changes: the first after the break. Default: nothing changes. */
  breakAt?: number;
}

/**
 * Months that nobody measured: a rise, a season, and chance. Drawn for each series: a rise of −0.1 to 0.3 a month; a season of a year's wave with an amplitude
 * of 1 to 4 and a half year's wave of up to a third of that; noise of standard deviation 0.1 to 0.6; and a level that walks by a normal step of up to 0.15.
 * At a break the level jumps up or down by 3 to 8, and from then on the season comes 2 to 6 months later than before.
 *
 * @returns `[months]`, oldest first.
 * @throws RangeError when `months` is not a whole number above 0, or `breakAt` no whole number of 0 or more.
 */
export function madeUpSeries(options: MadeUpSeriesOptions): number[] {
  const { random, months, breakAt = months } = withRandom(options);
  checkSize(months, "months");
  checkCount(breakAt, "breakAt", 0);
  const between = (low: number, high: number) => low + (high - low) * random.uniform();
  const rise = between(-0.1, 0.3);
  const amplitude = between(1, 4);
  const half = amplitude * between(0, 1 / 3);
  const [yearly, halfYearly] = [between(0, 1), between(0, 1)];
  const noise = between(0.1, 0.6);
  const step = between(0, 0.15);
  const jump = between(3, 8) * (random.uniform() < 0.5 ? -1 : 1);
  const delay = 2 + random.int(5);
  let level = 50;
  return Array.from({ length: months }, (_, month) => {
    level += rise + step * random.normal() + (month === breakAt ? jump : 0);
    const years = (month - (month >= breakAt ? delay : 0)) / 12;
    const season = amplitude * Math.sin(2 * Math.PI * (years + yearly)) + half * Math.sin(4 * Math.PI * (years + halfYearly));
    return level + season + noise * random.normal();
  });
}
