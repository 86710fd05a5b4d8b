import { max } from "../base/max.ts";
import type { HeadToHead } from "./measured.ts";
import { paired, pText } from "./paired.ts";

export interface CardOptions {
  /** What a row is, in the plural. */
  rows: string;
  /** Whom the page compares: ids, two by two. */
  pairs: readonly (readonly [string, string])[];
}

/** What `<FairContest>` asks for. */
type ContestCard = Record<"items" | "input" | "context" | "sampling" | "effort" | "tuned" | "baseLine" | "interval" | "paired", string>;

/** The card of a contest, from its file: nothing of it is written by hand. */
export function contestCard(report: HeadToHead, { rows, pairs }: CardOptions): ContestCard {
  const results = report.entries.map(({ id, result }) => ({ id, ...result }));
  const few = [...new Set(results.filter(({ folds }) => folds === 1).map(({ name }) => name))];
  const most = max(results.map(({ folds }) => folds));
  const lengths = [...new Set(results.map(({ characters }) => characters))].sort((a, b) => a - b).map((n) => n.toLocaleString("en"));
  const networks = results.filter(({ effort }) => effort.records);
  const flat = { true: "flat", false: "still falling", undefined: "not watched" };
  const base = results[0]!.classes.reduce((a, b) => (b.support > a.support ? b : a));
  return {
    items: `The same ${report.rows.toLocaleString("en")} ${rows}, dealt into ${most} parts that are the test in turn. ${list(few, ", ")}: the first part only, ${report.firstTest.length.toLocaleString("en")} ${rows}`,
    input: `The harness cuts each text before anybody reads it. All at ${lengths[0]} characters; again at as many as each can use, up to ${lengths.at(-1)}`,
    context: list(byWords(results, ({ context }) => context)),
    sampling: "Does not apply: nothing is drawn when they answer",
    effort: `${list(
      networks.map(
        ({ id, name, effort }) =>
          `${name}: ${list(
            effort.records!.map(({ steps }) => steps.toLocaleString("en")),
            " + ",
          )} steps, ${Math.round(report.timings.entries[id]!.trainSeconds)} s, loss on held-back ${rows} ${flat[`${effort.flat}`]}`,
      ),
      "; ",
    )}. All others until their solver is done`,
    tuned: list(
      [...new Set(results.map(({ tunedOn }) => tunedOn))].map((on) => {
        const alike = results.filter(({ tunedOn }) => tunedOn === on);
        return `${on}: ${list(
          byWords(
            alike,
            ({ tuned }) => tuned,
            (who, tuned) => `${tuned} (${list(who, "; ")})`,
          ),
          "; ",
        )}`;
      }),
    ),
    baseLine: `${((100 * base.support) / results[0]!.tested).toFixed(1)} %, always “${base.label}”`,
    interval: "95 %, Wilson, as if the rows were drawn one by one",
    paired: `McNemar's exact test: ${list(
      pairs.map(([first, second]) => `${first} – ${second}, ${pText(paired(report, first, second).p)}`),
      "; ",
    )}. Where p is above 0.05, no “better” is said`,
  };
}

/** Each of the words that some have in common, with their names. */
function byWords<R extends { name: string }>(
  results: readonly R[],
  words: (result: R) => string,
  together = (who: readonly string[], text: string) => `${list(who, ", ")}: ${text}`,
): string[] {
  const names = new Map<string, Set<string>>();
  for (const result of results) names.set(words(result), (names.get(words(result)) ?? new Set()).add(result.name));
  return [...names].map(([text, who]) => together([...who], text));
}

const list = (items: readonly string[], between = ". ") => items.join(between);
