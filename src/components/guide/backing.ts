/** What an answer of the guide rests on: a row of a head-to-head, or a figure that others published. Sentences are made from the recording, and the tests ask whether it holds. */

import { mean } from "../../base/mean.ts";
import { seed } from "../../base/random.ts";
import { type LossContest, lossEntryOf, pairedLosses } from "../../contests/loss-report.ts";
import { entryOf, paired, pText } from "../../contests/paired.ts";
import type { HeadToHead } from "../../contests/report.ts";

export interface Backing {
  sentence: string;
  /** Where it is shown or was published; on this site from its root. */
  href: string;
  /** The paper; of rows of this site, nothing. */
  source?: string;
  /** Whether the recording says what the guide makes of it. */
  holds: boolean;
}

/** A contest, where it is shown, and what its rows are. */
export interface Shown<Report> {
  report: Report;
  /** Its page, from the root of the site, with the heading of the table. */
  href: string;
  /** What is counted: "emails". */
  rows: string;
}

const readable = (id: string) => {
  const [, name, characters] = /^(.*), (\d+)$/.exec(id) ?? [];
  return name ? `${name} (${Number(characters).toLocaleString("en")} characters)` : id;
};

/** The first makes fewer mistakes than the second, and a paired test says that this is not luck. */
export function better(
  { report, href, rows }: Shown<HeadToHead>,
  first: string,
  second: string,
  names = [readable(first), readable(second)],
): Backing {
  const { p, onlyFirst, onlySecond, both, asked } = paired(report, first, second);
  return {
    sentence: `Of ${asked.toLocaleString("en")} ${rows}, ${names[0]} got ${onlyFirst + both} wrong and ${names[1]} ${onlySecond + both} (${pText(p)}).`,
    href,
    holds: onlyFirst < onlySecond && p < 0.05,
  };
}

/** Nobody can tell from these rows which of the two is better. */
export function alike(shown: Shown<HeadToHead>, first: string, second: string, names?: string[]): Backing {
  const { sentence, href } = better(shown, first, second, names);
  return { sentence: `${sentence.slice(0, -1)}: that may be luck.`, href, holds: paired(shown.report, first, second).p >= 0.05 };
}

/** From so few labels, the first is right more often than the second in most draws. */
export function aheadFrom({ report, href }: Shown<HeadToHead>, labels: number, first: string, second: string): Backing {
  const [a, b] = [first, second].map((id) => entryOf(report, id).curve.find((point) => point.labels === labels)?.accuracies ?? []);
  const ahead = a!.filter((accuracy, draw) => accuracy > b![draw]!).length;
  const percent = (shares: number[]) => `${(100 * mean(shares)).toFixed(1)} %`;
  return {
    sentence: `From ${labels} labels, ${readable(first)} was right in ${percent(a!)} and ${readable(second)} in ${percent(b!)}, and ahead in ${ahead} of ${a!.length} draws.`,
    href,
    holds: a!.length > 1 && a!.length === b!.length && ahead > a!.length / 2 && mean(a!) > mean(b!),
  };
}

/** The first was trained in less time than the second, on the same machine. */
export function cheaper({ report: { timings }, href }: Shown<HeadToHead | LossContest>, first: string, second: string): Backing {
  const [a, b] = [first, second].map((id) => timings.entries[id]!.trainSeconds);
  const seconds = (value: number) => `${value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString("en")} s`;
  return { sentence: `Training took ${seconds(a!)} for ${readable(first)} and ${seconds(b!)} for ${readable(second)}.`, href, holds: a! < b! };
}

/** The first is less far off than the second, and the interval of the paired difference does not hold 0. */
export function closer({ report, href, rows }: Shown<LossContest>, first: string, second: string, { block = 1 } = {}): Backing {
  const { difference, high } = pairedLosses(report, first, second, { random: seed(report.seed), block });
  const [a, b] = [first, second].map((id) => lossEntryOf(report, id).result.mean.toFixed(3));
  return {
    sentence: `Over ${report.items.exam} ${rows}, ${first} was off by ${a} ${report.unit} and ${second} by ${b}.`,
    href,
    holds: difference < 0 && high < 0,
  };
}

/** Nobody can tell from these items which of the two is closer. */
export function asClose(shown: Shown<LossContest>, first: string, second: string, { block = 1 } = {}): Backing {
  const { sentence, href } = closer(shown, first, second, { block });
  const { low, high } = pairedLosses(shown.report, first, second, { random: seed(shown.report.seed), block });
  return { sentence: `${sentence.slice(0, -1)}: that may be luck.`, href, holds: low <= 0 && high >= 0 };
}

/** A figure that others measured. */
export const cited = (sentence: string, source: string, href: string): Backing => ({ sentence, source, href, holds: true });
