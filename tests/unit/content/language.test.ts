import { beforeAll, describe, expect, it } from "vitest";
import { mean } from "../../../src/base/mean.ts";
import { fairContestRows } from "../../../src/components/lesson/fair-contest.ts";
import { contestCard } from "../../../src/contests/contest-card.ts";
import { baseRate } from "../../../src/contests/contest-views.ts";
import { NAME_LETTERS } from "../../../src/contests/language-contestants.ts";
import { LANGUAGE_PAIRS, mistakesAmong, pairedAmong } from "../../../src/contests/name-views.ts";
import { entryOf, paired } from "../../../src/contests/paired.ts";
import { LANGUAGES, languageNames } from "../../../src/datasets/language-names.ts";
import { languageContest } from "../../../src/recorded/language-contest.ts";
import { wilsonInterval } from "../../../src/score/intervals.ts";
import { holds, shownBy, tableRow } from "./page.ts";

const report = languageContest.found;
const { firstTest, timings } = report;
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

const lost = (name: string) => paired(report, `${name}, ${NAME_LETTERS}`, `${name}, no capitals, ${NAME_LETTERS}`);
const kept = (name: string) => of(name).result.size.parameters.toLocaleString("en");
const seconds = (name: string) => Math.round(timings.entries[of(name).id]!.trainSeconds).toLocaleString("en");
const recall = (name: string, language: string) => of(name).result.classes.find(({ label }) => label === language)!.recall;
const spanTest = (passes: (count: number) => boolean) =>
  pairedAmong(
    of(svm),
    of(grams),
    firstTest.filter((row) => passes(letters(row))),
  );
const short = (count: number) => count <= 6;
const middle = (count: number) => count > 6 && count < 14;
const long = (count: number) => count >= 14;
const mistakes = (name: string, passes: (count: number) => boolean) => among(passes).find((row) => row.name === name)!.mistakes;

holds(
  "src/content/docs/head-to-head/language.mdx",
  [
    ["title: Which language is this?"],
    ["names in 20 languages", [20, Object.keys(LANGUAGES).length]],
    ["7,675 names, each with its language", [7675, of(svm).result.labels]],
    ["A point is a share of mistakes, its line the 95 % interval"],
    [
      "Of 100 names, an SVM that counts pieces of words gets 80 right, one model of text for each language 72",
      [[80, 72], [svm, grams].map((name) => Math.round(right(name)))],
    ],
    [
      "is right about 8 of 100",
      [8, Math.round(baseRate(main.slice(1).map(of)))],
      ["lt", of(bayes).result.classes.reduce((a, b) => (b.support > a.support ? b : a)).label],
    ],
    ["All contestants read the first 40 letters of a name", [40, NAME_LETTERS]],
    ["All learn from the same 7,675 names", [7675, of(gpt).result.labels]],
    [
      "The linear SVM is right about 80 of 100 names, the GPT about 73, the n-grams about 72, the transformer made for it about 68",
      [[80, 73, 72, 68], [svm, gpt, grams, transformer].map((name) => Math.round(right(name)))],
    ],
    [
      "311 names share 80 % of their pieces of 8 letters with a name of another part",
      [311, report.nearCopies.tested.length],
      [
        [0.8, 8],
        [report.nearCopies.similarity, report.nearCopies.size],
      ],
    ],
    ["There are 9,594 such names", [9594, names.length]],
    [
      "Germany is *Saksa* in Finnish, *Niemcy* in Polish, *Vācija* in Latvian and *Almanya* in Turkish",
      [["fi", "pl", "lv", "tr"], ["Saksa", "Niemcy", "Vācija", "Almanya"].map((name) => labels[names.indexOf(name)])],
    ],
    [
      "Each had 3,200 steps, with the better of two learning rates",
      [[3200, 3200], [transformer, gpt].map((name) => of(name).result.effort.steps)],
      [2, new Set(of(transformer).result.effort.records![0]!.curve.map(({ learningRate }) => learningRate)).size],
    ],
    ["Between the GPT and the n-grams, it may be luck", [true, pair(gpt, grams).p > 0.05]],
    ["The transformer's was lowest after 1,800 steps", [1800, of(transformer).result.effort.records![0]!.kept]],
    [
      "The SVM is ahead from 40 names on, two of each language",
      [true, [40, 160, 640, 2560].every((amount) => [bayes, grams].every((name) => at(svm, amount) > at(name, amount)))],
      [true, [160, 640, 2560].every((amount) => [transformer, gpt].every((name) => at(svm, amount) > at(name, amount)))],
    ],
    [
      "With 2,560 names it is right more often than any other with 7,675",
      [true, main.every((name) => name === svm || at(svm, 2560) > right(name))],
      [7675, of(bayes).result.labels],
    ],
    ["on 9,631 names and with other settings"],
    ["scikit-learn's naive Bayes had reached 74.9"],
    [
      "Naive Bayes is tested on all five parts, and right about 73 of 100 names",
      [5, of(bayes).result.folds],
      [73, Math.round(100 * of(bayes).result.accuracy)],
    ],
    [
      "One model gives them 1/2 and 1/4, the other 1/4 and 1/4. So it is 1/8 to 1/16: 2 to 1 for the first",
      [2, ((1 / 2) * (1 / 4)) / ((1 / 4) * (1 / 4))],
      ["1/8", `1/${1 / ((1 / 2) * (1 / 4))}`],
      ["1/16", `1/${1 / ((1 / 4) * (1 / 4))}`],
    ],
    [
      "transformers] of about 70,000 numbers take part",
      [true, [transformer, gpt].every((name) => Math.abs(of(name).result.size.parameters - 70_000) < 5000)],
    ],
    ["(Keskar et al. 2019)"],
    ["All were asked about the same 1,919 names", [1919, firstTest.length]],
    [
      "On 334 such names, 23 fool only the SVM and 35 only the n-grams: p = 0.15",
      [334, firstTest.filter((row) => letters(row) <= 6).length],
      [[23, 35, "0.15"], (({ onlyFirst, onlySecond, p }) => [onlyFirst, onlySecond, p.toFixed(2)])(spanTest(short))],
    ],
    ["On those of 14 letters or more it is 14 to 74", [[14, 74], (({ onlyFirst, onlySecond }) => [onlyFirst, onlySecond])(spanTest(long))]],
    ["on the same 1,919 names", [1919, firstTest.length]],
    [
      "the SVM finds 94 of 100 Turkish names, and 50 of 100 Danish ones",
      [94, Math.round(100 * recall(svm, "tr"))],
      [50, Math.round(100 * recall(svm, "da"))],
    ],
    ["in a test with 670 languages (Chen et al. 2024)"],
    ["In 2024, GPT-3.5 and GPT-4 lagged behind smaller tools"],
    ["In 2026, one unigram model of tokens for each language reached about 70 % with five labelled samples"],
    ["(Meister et al. 2026)"],
    ["A table says that a contestant is right 80 times in 100"],
    [
      "Here even the leader is wrong about 33 of 100 names of up to six letters, and about 12 of 100 long ones",
      [33, Math.round(mistakes(svm, short))],
      [12, Math.round(mistakes(svm, long))],
    ],
    [
      "loses by it more than luck explains, and little: 17 names",
      [17, lost(svm).onlySecond - lost(svm).onlyFirst],
      [[false, true, false], [bayes, svm, grams].map((name) => lost(name).p < 0.05)],
    ],
    ["two of each language", [40, 2 * Object.keys(LANGUAGES).length]],
    [`| numbers kept | ${kept(svm)} | ${kept(grams)} | ${kept(gpt)} |`],
    [`| cost | ${seconds(svm)} s | ${seconds(grams)} s | ${seconds(gpt)} s |`],
  ],
  [
    ["it is right more often than any other", () => main.every((name) => name === svm || at(svm, 2560) > right(name))],
    ["it cannot be told which is better", () => spanTest(short).p > 0.05],
    [
      "whatever counts makes fewer mistakes where there is more to read",
      () => [bayes, svm, grams].every((name) => mistakes(name, long) < mistakes(name, middle) && mistakes(name, middle) < mistakes(name, short)),
    ],
    ["gain nothing from the longest", () => [transformer, gpt].every((name) => mistakes(name, long) >= mistakes(name, middle))],
    ["at the end both losses were flat", () => [transformer, gpt].every((name) => of(name).result.effort.flat === true)],
    ["Of the two transformers the GPT is better", () => pair(gpt, transformer).p < 0.05 && right(gpt) > right(transformer)],
    ["The name belongs to the language that is surprised least", "definition: Bayes' rule, where all languages are equally frequent"],
    [
      "The SVM is better than each of the others here",
      () => main.every((name) => name === svm || (pair(svm, name).p < 0.05 && right(svm) > right(name))),
    ],
    ["naive Bayes better than the n-grams", () => pair(bayes, grams).p < 0.05 && right(bayes) > right(grams)],
    ["With fewer names", "instruction: the heading of a section"],
    ["since nothing else is on offer", "construction: its answers are the labels that it has seen"],
    ["Only the SVM loses by it more than luck explains", () => [bayes, grams].every((name) => lost(name).p > 0.05) && lost(svm).p < 0.05],
    ["The least improbable language", "definition: Bayes' rule compares the classes that there are"],
    ["Fewer.", () => main.every((name) => mistakes(name, short) > 100 - right(name))],
    [
      "beat models of text, and a transformer made for the task",
      () => main.every((name) => name === svm || (pair(svm, name).p < 0.05 && right(svm) > right(name))) && spanTest(short).p > 0.05,
    ],
    ["a new class needs one model more", "construction: each model reads the names of one language"],
    ["the most probable of twenty languages", "definition: the largest of twenty numbers may be small"],
  ],
);

describe("what the notebook shows", () => {
  it("is the table, contestant by contestant", () => {
    for (const name of main) expect(tableRow(shown["results"]!, `${name} `)[0]).toContain(right(name).toFixed(1));
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
