import { max } from "../base/max.ts";
import { seed } from "../base/random.ts";
import type { Effort, Timing } from "../versus/head-to-head.ts";
import { type LossContest, pairedLosses } from "./loss-report.ts";
import { paired, pText } from "./paired.ts";
import type { HeadToHead } from "./report.ts";

export interface CardOptions {
  /** What a row is, in the plural. */
  rows: string;
  /** Whom the page compares: ids, two by two. */
  pairs: readonly (readonly [string, string])[];
  /** Ids of those that the page shows. Default: all. */
  of?: readonly string[];
  /** What each could see of a row, where rows are no texts. Default: said of characters. */
  input?: string;
  /** Of what is drawn when they answer. Default: nothing is. */
  sampling?: string;
}

const NOTHING_DRAWN = "Does not apply: nothing is drawn when they answer";

/** What `<FairContest>` asks for. */
type ContestCard = Record<"items" | "input" | "context" | "sampling" | "effort" | "tuned" | "baseLine" | "interval" | "paired", string>;

/** The card of a contest, from its file: nothing of it is written by hand. */
export function contestCard(report: HeadToHead, { rows, pairs, of, input, sampling }: CardOptions): ContestCard {
  const results = report.entries.filter(({ id }) => !of || of.includes(id)).map(({ id, result }) => ({ id, ...result }));
  const few = [...new Set(results.filter(({ folds }) => folds === 1).map(({ name }) => name))];
  const most = max(results.map(({ folds }) => folds));
  const lengths = [...new Set(results.map(({ characters }) => characters))].sort((a, b) => a - b).map((n) => n.toLocaleString("en"));
  const networks = results.filter(({ effort }) => effort.records);
  const base = results[0]!.classes.reduce((a, b) => (b.support > a.support ? b : a));
  return {
    items: `The same ${report.rows.toLocaleString("en")} ${rows}, dealt into ${most} parts that are the test in turn. ${list(few, ", ")}: the first part only, ${report.firstTest.length.toLocaleString("en")} ${rows}`,
    input:
      input ??
      `The harness cuts each text before anybody reads it. All at ${lengths[0]} characters; again at as many as each can use, up to ${lengths.at(-1)}`,
    context: list(byWords(results, ({ context }) => context)),
    sampling: sampling ?? NOTHING_DRAWN,
    effort: effortOf(networks, report.timings.entries, rows),
    tuned: tunedOf(results),
    baseLine: `${((100 * base.support) / results[0]!.tested).toFixed(1)} %, always “${base.label}”`,
    interval: "95 %, Wilson, as if the rows were drawn one by one",
    paired: `McNemar's exact test: ${list(
      pairs.map(([first, second]) => `${first} – ${second}, ${pText(paired(report, first, second).p)}`),
      "; ",
    )}. Where p is above 0.05, no “better” is said`,
  };
}

/** How many labels it takes: the card of the curves of a contest, from its file. `pairs` as in {@link CardOptions}; of each, how often the first was ahead where both learnt from the same draws. */
export function fewLabelsCard(report: HeadToHead, { rows, pairs, of }: Pick<CardOptions, "rows" | "pairs" | "of">): ContestCard {
  const entries = report.entries.filter(({ id, curve }) => (!of || of.includes(id)) && curve.length > 1);
  const results = entries.map(({ id, result }) => ({ id, ...result }));
  const lengths = [...new Set(results.map(({ characters }) => characters.toLocaleString("en")))];
  const drawn = new Map<number, number>();
  for (const { labels, accuracies } of entries.flatMap(({ curve }) => curve)) drawn.set(labels, Math.max(drawn.get(labels) ?? 0, accuracies.length));
  const amounts = [...drawn].sort(([a], [b]) => a - b);
  return {
    ...contestCard(report, { rows, pairs: [], of: results.map(({ id }) => id) }),
    items: `The same ${report.firstTest.length.toLocaleString("en")} ${rows} are asked each time. To learn from: ${list(
      amounts.map(([labels, draws]) => `${labels.toLocaleString("en")} (${draws === 1 ? "one draw" : `at most ${draws} draws`})`),
      ", ",
    )}, the same draw for all`,
    input: `The harness cuts each text before anybody reads it, at ${list(lengths, " or at ")} characters`,
    interval: "Lowest and highest draw, in the table",
    paired: `Draw by draw, the same ${rows} on both sides: ${list(
      pairs.map(([first, second]) => `${first} – ${second}, ahead in ${list(aheadOf(first, second), ", ")}`),
      "; ",
    )}. Even five of five may be luck (sign test, p = 0.06), so nobody is called better, only ahead`,
  };

  function aheadOf(first: string, second: string): string[] {
    const [a, b] = [first, second].map((name) => entries.find(({ id }) => id === name)?.curve);
    if (!a || !b) throw new RangeError(`${a ? second : first} did not learn from few labels`);
    return a.flatMap(({ labels, accuracies }) => {
      const other = b.find((point) => point.labels === labels)?.accuracies ?? [];
      const both = accuracies.slice(0, other.length);
      return both.length > 1
        ? [`${both.filter((share, draw) => share > other[draw]!).length} of ${both.length} (${labels.toLocaleString("en")})`]
        : [];
    });
  }
}

export interface LossCardOptions extends Pick<CardOptions, "pairs" | "of" | "sampling"> {
  /** What an item is, in the plural. */
  rows: string;
  /** What one gets without any model. */
  baseLine: string;
  /** Items that are drawn together in the paired test. Default 1. */
  block?: number;
}

/** The card of a contest over losses, from its file. */
export function lossCard(report: LossContest, { rows, pairs, of, sampling, baseLine, block = 1 }: LossCardOptions): ContestCard {
  const results = report.entries.filter(({ id }) => !of || of.includes(id)).map(({ id, result }) => ({ id, ...result }));
  const networks = results.filter(({ effort }) => effort.records);
  const blocks = block === 1 ? rows : `blocks of ${block} ${rows} that follow each other`;
  return {
    items: `The same ${report.items.exam.toLocaleString("en")} ${rows}, which nothing was learnt from or chosen with; to learn from, at most ${report.items.train.toLocaleString("en")}`,
    input: list(byWords(results, (result) => result.input)),
    context: list(byWords(results, ({ context }) => context)),
    sampling: sampling ?? NOTHING_DRAWN,
    effort: effortOf(networks, report.timings.entries, rows),
    tuned: tunedOf(results),
    baseLine,
    interval: `95 %, bootstrap over the ${rows}`,
    paired: `Bootstrap over ${blocks}, of how much more the first loses than the second: ${list(
      pairs.map(([first, second]) => {
        const { difference, low, high } = pairedLosses(report, first, second, { random: seed(report.seed), block });
        return `${first} – ${second}, ${signed(difference)} (${signed(low)} to ${signed(high)}) ${report.unit}`;
      }),
      "; ",
    )}. Where the interval holds 0, no “better” is said`,
  };
}

const signed = (value: number) => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(3)}`;

type Trained = { id: string; name: string; effort: Effort; tuned: string; tunedOn: string };

/** Of each network: its steps, its seconds, and whether its loss had become flat. */
function effortOf(networks: readonly Trained[], timings: Record<string, Timing>, rows: string): string {
  const flat = { true: "flat", false: "still falling", undefined: "not watched" };
  const told = networks.map(({ id, name, effort }) => {
    const steps = effort.records!.map((record) => record.steps.toLocaleString("en"));
    return `${name}: ${list(steps, " + ")} steps, ${Math.round(timings[id]!.trainSeconds)} s, loss on held-back ${rows} ${flat[`${effort.flat}`]}`;
  });
  return told.length === 0 ? "All until their solver is done" : `${list(told, "; ")}. All others until their solver is done`;
}

/** What was tuned, by the rows on which it was. */
function tunedOf(results: readonly Trained[]): string {
  const places = [...new Set(results.map(({ tunedOn }) => tunedOn))];
  return list(
    places.map((on) => {
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
  );
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
