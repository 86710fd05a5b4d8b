import { beforeAll, describe, expect, it } from "vitest";
import { mean } from "../../../src/base/mean.ts";
import { falseWarnings, furthest } from "../../../src/contests/contest-views.ts";
import { entryOf } from "../../../src/contests/paired.ts";
import { spam } from "../../../src/datasets/spam.ts";
import { spamContest } from "../../../src/recorded/spam-contest.ts";
import { holds, read, shownBy } from "./page.ts";

const notebook = read("notebooks/spam-labels.ts");
const report = spamContest.found;
const { entries, firstTest } = report;
const of = (id: string) => entryOf(report, id);
const draws = (id: string, labels: number) => of(id).curve.find((point) => point.labels === labels)!.accuracies;
const at = (id: string, labels: number) => mean(draws(id, labels));
const counters = ["naive Bayes", "logistic regression", "linear SVM"];
const grams = "n-gram per class";
/** Whether the pair of n-grams is ahead of each word counter that reads as much, on the mean of the draws. */
const ahead = (characters: number, labels: number) =>
  counters.every((name) => at(`${grams}, ${characters}`, labels) > at(`${name}, ${characters}`, labels));
const svm = of("linear SVM, 4000");
const recall = (label: string) => svm.result.classes.find((one) => one.label === label)!.recall;
const wrongIn = (id: string, hard: boolean) => {
  const asked = firstTest.filter((row) => spam.labels[row] === "ham" && (spam.rows[row]!.group === "hard-ham-1") === hard);
  return asked.filter((row) => of(id).result.wrong.includes(row)).length / asked.length;
};

let shown: Record<string, string> = {};
beforeAll(async () => void (shown = await shownBy("spam-labels")), 600_000);

holds(
  "src/content/docs/head-to-head/spam-labels.mdx",
  [
    ["learnsFrom: 8 to 4,740 labelled emails of 2002", [4740, svm.result.labels], [8, svm.curve[0]!.labels]],
    [
      "With 32 or 128 labels two small language models were ahead of the word counters; with 512 and whole emails, the SVM has caught up",
      [true, [32, 128].every((labels) => ahead(192, labels) && ahead(4000, labels))],
      [true, at("linear SVM, 4000", 512) >= at(`${grams}, 4000`, 512)],
    ],
    ["Each point is the mean of the draws, on the same 1,185 emails", [1185, firstTest.length]],
    [
      "From 8 labelled emails the pair of n-grams gets 83 of 100 right. And logistic regression? 69: it always says ham",
      [83, Math.round(100 * at(`${grams}, 192`, 8))],
      [69, Math.round(100 * at("logistic regression, 192", 8))],
      [true, new Set(draws("logistic regression, 192", 8)).size === 1],
    ],
    ["At C = 1 its weights stay small", [true, of("logistic regression, 192").result.tuned.startsWith("C out of 1,")]],
    [
      "With 128 labels and 192 characters, the pair of n-grams is ahead of all word counters in four draws of five",
      [5, draws(`${grams}, 192`, 128).length],
      [4, draws(`${grams}, 192`, 128).filter((share, i) => counters.every((name) => draws(`${name}, 192`, 128)[i]! < share)).length],
    ],
    [
      "whoever had drawn only the first would say that naive Bayes wins",
      [true, [...counters, grams].every((name) => draws(`${name}, 192`, 128)[0]! <= draws("naive Bayes, 192", 128)[0]!)],
    ],
    ["are asked about 150 others", [true, notebook.includes("slice(0, 150)")]],
    ["With 150 questions, the intervals reach several points to either side", [true, () => intervals().every((width) => width >= 5)]],
    ["It is hard for all of them", [true, entries.every(({ id }) => wrongIn(id, true) > wrongIn(id, false))]],
    ["With b = 0.01, r = 0.98 and f = 0.01: 0.0098 / (0.0098 + 0.0099) = 0.50", ["0.50", (0.0098 / (0.0098 + 0.0099)).toFixed(2)]],
    [
      "The SVM finds 98 of 100 spam emails and calls 0.7 of 100 ham emails spam. If only 1 email in 100 is spam, how many of 100 emails in its spam folder are ham? 42",
      [98, Math.round(100 * recall("spam"))],
      ["0.7", (100 * (1 - recall("ham"))).toFixed(1)],
      [42, Math.round(falseWarnings(svm, "spam", 1))],
    ],
    [
      "Of 10,000 emails, 100 are spam, and it finds 98. Of the 9,900 others it takes 70. So 70 of 168",
      [70, Math.round(9900 * (1 - recall("ham")))],
      [42, Math.round((100 * 70) / 168)],
    ],
    ["**Move** it to 1", [true, notebook.includes("min: 1, max: 90")]],
    ["on emails of 2002: do not trust them"],
    ["(Zeiler and Fergus 2013 did so with parts of pictures)"],
    // M. Labonne, S. Moran 2023, abstract.
    ["models of the BERT and T5 families did better"],
    ["(Labonne and Moran 2023)"],
    // Z. Lin et al. 2025, abstract: "from around 0.5 for baseline models like Qwen2.5-1.5B-Instruct".
    ["small chat models such as Qwen2.5 with 1.5 billion numbers had an accuracy of around 0.5 on this corpus (Lin et al. 2025)"],
    ["You have 100 labelled emails. A table says that the SVM wins with 4,740"],
    ["The one that wins with about 100. Here that was the pair of n-grams. Then draw your 100 anew", [true, ahead(192, 128) && ahead(4000, 128)]],
    ["where 31 of 100 emails are spam. It moves to a place where 1 is"],
  ],
  [
    [
      "Those who train for minutes have fewer points",
      () => entries.filter(({ result }) => result.folds === 1).every(({ curve }) => curve.length < svm.curve.length),
    ],
    ["it always says ham", () => draws("logistic regression, 192", 8).every((share) => share === draws("logistic regression, 192", 8)[0])],
    ["all the more when there are few", () => counters.every((name) => spreadOf(name, 128) > spreadOf(name, 512))],
    ["ham is more frequent", () => spam.labels.filter((label) => label === "ham").length > spam.labels.length / 2],
    ["hurts more than an advertisement in the inbox", "advice: what the reader is to weigh"],
    [
      "is worth less where there is less to warn of",
      () => [1, 10, 31].every((b) => falseWarnings(svm, "spam", b) > falseWarnings(svm, "spam", b + 20)),
    ],
    ["where there is much more ham, its false alarms are many", () => falseWarnings(svm, "spam", 1) > 20 * falseWarnings(svm, "spam", 31)],
    ["makes the email less spam when it goes", "definition: the effect of a word"],
    [
      "theirs is the largest model",
      () => entries.every(({ id, result }) => id === `${grams}, 4000` || result.size.bytes < of(`${grams}, 4000`).result.size.bytes),
    ],
    ["But its false alarms come from much more ham", "construction: 99 of 100 in place of 69"],
    ["That works with any model, since it only asks", "construction: it calls the model's scores, and nothing else"],
    ["Which model is best depends on how many labels you have", () => ahead(4000, 128) && !ahead(4000, 512)],
    [
      "the rarer spam is, the less a warning is worth",
      () => [1, 10, 31].every((b) => falseWarnings(svm, "spam", b) > falseWarnings(svm, "spam", b + 20)),
    ],
    ["The rarer what you warn of", () => [1, 10, 31].every((b) => falseWarnings(svm, "spam", b) > falseWarnings(svm, "spam", b + 20))],
  ],
);

/** From the lowest to the highest draw, with 192 characters. */
function spreadOf(name: string, labels: number): number {
  const shares = draws(`${name}, 192`, labels);
  return Math.max(...shares) - Math.min(...shares);
}

/** Widths of the intervals of those that learn in the page, in points. */
function intervals(): number[] {
  return Array.from(shown["learn"]!.matchAll(/(\d+)–(\d+) %/g), ([, low, high]) => Number(high) - Number(low));
}

describe("what the notebook shows", () => {
  it("has each that learns in the page tell apart most of what it is asked", () => {
    const right = Array.from(shown["learn"]!.matchAll(/(\d+) of 150/g), ([, count]) => Number(count));
    expect(right).toHaveLength(4);
    // The base rate of these is 69 %.
    for (const count of right) expect(count / 150).toBeGreaterThan(0.9);
  });

  it("draws the warnings of each at its best", () => {
    for (const { result } of furthest(entries)) expect(shown["base-rate"]).toContain(result.name);
  });

  it("asks all four about the reader's email, and says which words moved them", () => {
    expect(shown["own-email"]!.match(/ (?:spam|ham) /g)!.length).toBeGreaterThanOrEqual(4);
    expect(shown["words"]).toContain("12 bars");
  });
});
