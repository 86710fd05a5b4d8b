/** All head-to-heads in one form: what each contestant cost, and what it was good for. */

import { furthest } from "../contests/contest-views.ts";
import { type CostRow, costRows, lossCostRows } from "../contests/costs.ts";
import { languageContest } from "./language-contest.ts";
import { nextCharacterContest } from "./next-character-contest.ts";
import { pictureContest } from "./picture-contest.ts";
import { seriesContest } from "./series-contest.ts";
import { spamContest } from "./spam-contest.ts";
import { tableContest } from "./table-contest.ts";
import { tableWagesContest } from "./table-wages-contest.ts";

/** One contest of the site. */
export interface KnownContest {
  /** As a reader calls it. */
  name: string;
  /** Its page, from the root of the site. */
  page: string;
  /** What 100 stands for: what one gets who knows nothing. */
  baseLine: string;
  costs: CostRow[];
}

const MOST_FREQUENT = "always the most frequent class";
/** Who thinks each of the book's characters equally probable needs so many bits for one. */
const CHARACTERS = 83;
const DRIFT = "seasonal naive with drift";
const drift = seriesContest.found.entries.find(({ id }) => id === DRIFT)!.result.mean;

/** Of those who took part twice, the one that read more. */
const mostRead = furthest(spamContest.found.entries).map(({ id }) => id);

/** All that were run. */
export const contests: readonly KnownContest[] = [
  { name: "spam", page: "head-to-head/spam/", baseLine: MOST_FREQUENT, costs: costRows("spam", spamContest.found, mostRead) },
  { name: "language", page: "head-to-head/language/", baseLine: MOST_FREQUENT, costs: costRows("language", languageContest.found) },
  {
    name: "next character",
    page: "head-to-head/next-character/",
    baseLine: "all characters equally probable",
    costs: lossCostRows("next character", nextCharacterContest.found, Math.log2(CHARACTERS)),
  },
  { name: "penguins", page: "head-to-head/table/", baseLine: MOST_FREQUENT, costs: costRows("penguins", tableContest.found) },
  { name: "wages", page: "head-to-head/table/", baseLine: MOST_FREQUENT, costs: costRows("wages", tableWagesContest.found) },
  { name: "series", page: "head-to-head/series/", baseLine: `the rule “${DRIFT}”`, costs: lossCostRows("series", seriesContest.found, drift) },
  { name: "picture", page: "head-to-head/picture/", baseLine: MOST_FREQUENT, costs: costRows("picture", pictureContest.found) },
];

/** So much worse than the base line, and a contestant would squeeze all others into a corner of a picture. */
const FAR = 130;

/** All contestants that have such a price at all, without those that are far worse than who knows nothing. */
export function pricedBy(price: "seconds" | "parameters" | "p50"): CostRow[] {
  return contests.flatMap(({ costs }) => costs).filter((row) => row[price] > 0 && row.left < FAR);
}

/** Of a contest, the contestant of these sides that leaves the fewest mistakes. @throws RangeError where none of them took part. */
export function bestOf({ name, costs }: KnownContest, ...sides: CostRow["side"][]): CostRow {
  const some = costs.filter(({ side }) => sides.includes(side));
  if (some.length === 0) throw new RangeError(`nobody of ${sides.join(" or ")} took part in ${name}`);
  return some.reduce((best, row) => (row.left < best.left ? row : best));
}
