import { beforeAll, describe, expect, it } from "vitest";
import { mean } from "../../../src/base/mean.ts";
import { fairContestRows } from "../../../src/components/lesson/fair-contest.ts";
import { contestCard } from "../../../src/contests/contest-card.ts";
import { baseRate } from "../../../src/contests/contest-views.ts";
import { LANGUAGE_PAIRS, NAME_LETTERS } from "../../../src/contests/language-contestants.ts";
import { mistakesAmong } from "../../../src/contests/name-views.ts";
import { entryOf, paired } from "../../../src/contests/paired.ts";
import { LANGUAGES, languageNames } from "../../../src/datasets/language-names.ts";
import { languageContest } from "../../../src/recorded/language-contest.ts";
import { wilsonInterval } from "../../../src/score/intervals.ts";
import { holds, read, shownBy, tableRow } from "./page.ts";

const notebook = read("notebooks/language.ts");
const report = languageContest.found;
const { entries, firstTest, timings } = report;
const { names, labels } = languageNames;
const of = (name: string) => entryOf(report, `${name}, ${NAME_LETTERS}`);
const [bayes, svm, grams, transformer, gpt] = ["naive Bayes", "linear SVM", "n-gram per language", "transformer", "GPT, language first"] as const;
const main = [bayes, svm, grams, transformer, gpt];
const pair = (first: string, second: string) => paired(report, `${first}, ${NAME_LETTERS}`, `${second}, ${NAME_LETTERS}`);
/** Of the first test, in 100. */
const right = (name: string) => 100 * of(name).result.foldAccuracies[0]!;
const letters = (row: number) => Array.from(names[row]!).length;
const among = (passes: (count: number) => boolean) =>
  mistakesAmong(
    main.map(of),
    firstTest.filter((row) => passes(letters(row))),
  );
const at = (name: string, amount: number) => 100 * mean(of(name).curve.find((point) => point.labels === amount)!.accuracies);

let shown: Record<string, string> = {};
beforeAll(async () => void (shown = await shownBy("language")), 600_000);

describe("what the notebook shows", () => {
  it("is the table, contestant by contestant", () => {
    for (const name of main) expect(tableRow(shown["results"]!, `${name} `)[1]).toContain(right(name).toFixed(1));
  });

  it("learns in the page what the kept table says, within the interval", () => {
    for (const name of [bayes, svm, grams]) {
      const [count] = tableRow(shown["learn"]!, `${name} `);
      const { low, high } = wilsonInterval(Number(count!.split(" of ")[0]), firstTest.length);
      const kept = at(name, 2560) / 100;
      expect(kept, name).toBeGreaterThan(low);
      expect(kept, name).toBeLessThan(high);
    }
  });

  it("draws all that take part", () => {
    for (const name of main) expect(shown["contest"]).toContain(name);
  });

  it("asks all three about the reader's word", () => {
    expect(shown["own-name"]!.match(/Danish/g)).toHaveLength(3);
  });
});

describe("the card", () => {
  it("says what each read, chose and took, and has a paired test for each pair", () => {
    const card = Object.fromEntries(fairContestRows(contestCard(report, { rows: "names", pairs: LANGUAGE_PAIRS })));
    expect(card["Same items"]).toContain(`${names.length.toLocaleString("en")} names`);
    expect(card["Tuned on"]).toContain("On a fifth of each fold's training names");
    for (const [first, second] of LANGUAGE_PAIRS) expect(card["Paired test"]).toContain(`${first} – ${second}`);
  });
});
