import { beforeAll, describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { sotu } from "../../../src/datasets/sotu.ts";
import { weatherFacts, weatherReports } from "../../../src/datasets/weather-reports.ts";
import { SummaryWriter } from "../../../src/lm/summary-writer.ts";
import { speechSummaries } from "../../../src/recorded/summaries.ts";
import { summarySeeds } from "../../../src/recorded/summary-seeds.ts";
import { factCheck } from "../../../src/score/fact-check.ts";
import { rougeL, rougeN } from "../../../src/score/text-metrics.ts";
import { contentWords, rankSentences, splitSentences } from "../../../src/words/text-rank.ts";
import { holds, numbersAfter, read, shownBy, tableRow } from "./page.ts";

const notebook = read("notebooks/summaries.ts");
let shown: Record<string, string> = {};
beforeAll(async () => {
  shown = await shownBy("summaries");
}, 900_000);

const lines = [...notebook.slice(0, notebook.indexOf("];")).matchAll(/^ {2}"(.+)",$/gm)].map(([, line]) => line!);
const weights = rankSentences(lines);
const alone = lines.filter((line, i) => !contentWords(line).some((word) => lines.some((other, j) => i !== j && contentWords(other).includes(word))));
const exam = weatherReports({ random: seed(1), reports: 2300 }).slice(2000);
/** ROUGE-L, facts kept, summaries that leave one out, and that invent one. */
const counted = (of: string) => tableRow(shown["contest"]!, of).map(Number);
const closer = (of: string) => tableRow(shown["closer"]!, of)[0]!;
const covered = (by: string) => Math.round(100 * speechSummaries.found.find((row) => row.by === by)!.covered);
const long = (by: string) => speechSummaries.found.find((row) => row.by === by)!.words;

holds(
  "src/content/docs/language-models/summaries.mdx",
  [
    ["2,000 weather reports", [true, notebook.includes("reports.slice(0, 2000)")]],
    [
      "Eight lines that Abraham Lincoln sent to the Congress in 1862",
      [8, lines.length],
      [true, () => sotu.rows.some(({ year, president, text }) => year === 1862 && president === "Abraham Lincoln" && text.includes(lines.join(" ")))],
    ],
    ["(Mihalcea and Tarau 2004)"],
    [
      "lines 1 to 4 weigh the same, for **none of them shares a word that counts with another line**",
      [lines.slice(0, 4), alone],
      [1, new Set(weights.slice(0, 4).map((weight) => weight.toFixed(9))).size],
    ],
    ["the weight of line i; their mean is 1", ["1.000", (weights.reduce((a, b) => a + b) / 8).toFixed(3)]],
    ["0.85: else the walker begins anew at any line", [true, notebook.includes("0.15 + 0.85 * sum(four")]],
    [
      "The middle one gets 0.15 + 0.85 · (0.77 + 0.77) = 1.46, each end 0.15 + 0.85 · 1.46 / 2 = 0.77",
      [
        ["0.77", "1.46", "0.77"],
        rankSentences(["Red apples grow.", "Red apples, green pears.", "Green pears ripen."]).map((score) => score.toFixed(2)),
      ],
    ],
    ["or to all if none is. This is PageRank", ["0.26", (0.15 + 0.85 * ((4 * weights[0]!) / 8)).toFixed(2)], ["0.26", weights[0]!.toFixed(2)]],
    ["(Brin and Page 1998)"],
    ["each line weighs 1", [true, notebook.includes("let S = four.map(() => 1)")]],
    ["twenty most frequent words its three sentences hold", [true, read("scripts/record/summaries.ts").includes("frequentWords(text, 20)")]],
    [
      "62 % of them, the longest three 51 %, the first three 27 %",
      [[62, 51, 27], () => ["TextRank’s three", "the longest three", "the first three"].map(covered)],
    ],
    ["(Lin 2004)"],
    ["ROUGE-1 counts words that both have", [0.75, rougeN("police killed the gunman", "the gunman kill police", 1).f1]],
    [
      "F = 3/4 = 0.75. “The gunman kill police” shares the, gunman: 2/4 = 0.50",
      [0.75, rougeL("police killed the gunman", "police kill the gunman").f1],
      [0.5, rougeL("police killed the gunman", "the gunman kill police").f1],
      [["0.75", "0.75"], () => tableRow(shown["rouge"]!, "police kill the gunman  ")],
      [["0.75", "0.50"], () => tableRow(shown["rouge"]!, "the gunman kill police")],
    ],
    [
      "no sentence of the report will do",
      [
        true,
        () =>
          exam.every(({ report, summary }) =>
            splitSentences(report).every((line) => factCheck(weatherFacts(summary), weatherFacts(line)).kept.length < 3),
          ),
      ],
    ],
    ["built as T5 is (Raffel et al. 2019)"],
    ["Of 300 such lines, how many say something that their report does not say? 247.", [300, exam.length], [247, () => counted("the writer")[3]]],
    [
      "247; with another seed 196. In all 247 the temperature is false",
      ["247", () => closer("lines with a false temperature")],
      [196, summarySeeds.found[0]!.invented],
    ],
    ["Place, sky and wind were false five times", [5, () => Math.round(300 * (4 - counted("the writer")[1]!)) - 247]],
    ["five of its lines in six are false", ["0.83", (5 / 6).toFixed(2)], [true, () => Math.abs(247 / 300 - 5 / 6) < 0.02]],
    ["The same 300 reports, held back from all", [true, notebook.includes("reports.slice(2000)")]],
    [
      "250 steps of 32 reports for the writer, whose loss still falls",
      [true, notebook.includes("steps: 250")],
      [true, () => numbersAfter(shown["learn"]!, "Loss:")[0]! > 0.1],
    ],
    ["The first line, 0.187; the whole report, 0.141", [[0.187, 0.141], () => ["the first line", "the whole text"].map((way) => counted(way)[0])]],
    ["95 %, reports drawn anew 1,000 times"],
    [
      "the writer is ahead by 0.61 to 0.63",
      [["0.61", "0.63"], () => numbersAfter(closer("the writer’s lead over it, 95 %"), "(").map((bound) => bound.toFixed(2))],
    ],
    ["“Oslo: snow, -5 °C, stormy”. What is the ROUGE-L of “Oslo: snow, 5 °C, stormy”? 1.00. 1.00."],
    ["1.00. ROUGE counts letters and digits as words", [1, rougeL("Oslo: snow, -5 °C, stormy", "Oslo: snow, 5 °C, stormy").f1]],
    [
      "Ten degrees of error cost nothing, a wrong town 0.20, and what is right in other words gets 0.13",
      [10, 5 - -5],
      [
        ["0.80", "0.13"],
        () => ["Riga: snow, -5 °C, stormy", "Five below zero and a snowstorm: stay at home in Oslo"].map((row) => tableRow(shown["truth"]!, row)[1]),
      ],
    ],
    [
      "In 248 of the 300 reports no two sentences share one",
      [248, () => exam.filter(({ report }) => new Set(rankSentences(splitSentences(report))).size === 1).length],
    ],
    ["| numbers kept | 0 | 101,568 |", [101_568, () => parameters()]],
    ["had a ROUGE-1 of 40.34, and a network that writes and copies 39.53 (See et al. 2017)"],
    ["more than 70 in 100 held hallucinations, people found (Maynez et al. 2020)"],
    ["People preferred GPT-3's summaries of news to those of tuned models, while ROUGE put them behind (Goyal et al. 2022)"],
    ["(Zhang et al. 2024)"],
    ["(Bao et al. 2024)"],
    ["(Tamber et al. 2025)"],
    ["A model's ROUGE-L rises from 0.70 to 0.83"],
  ],
  [
    ["the best line that each has", "construction: the line with the highest ROUGE-L is taken"],
    ["The walker comes there only by chance", "definition: 1 − d is the chance to begin anew anywhere"],
    ["It shares more words with the references", "definition: that is what ROUGE-L counts"],
  ],
);

const parameters = () => {
  const writer = new SummaryWriter({ random: seed(1), steps: 250 });
  writer.fitSteps(weatherReports({ random: seed(1), reports: 2000 })).next();
  return writer.model!.numParams();
};

describe("the lesson's reference numbers", () => {
  it("TextRank's sentences hold most of the frequent words", () => {
    expect(speechSummaries.found.every(({ by }) => covered(by) <= covered("TextRank’s three"))).toBe(true);
  });

  it("TextRank's sentences are longer than the first three, and no longer than the longest", () => {
    expect(long("TextRank’s three")).toBeGreaterThan(2 * long("the first three"));
    expect(long("TextRank’s three")).toBeLessThan(long("the longest three"));
  });

  it("what keeps lines invents nothing, and only the whole report leaves nothing out", () => {
    for (const way of ["the first line", "the first three", "TextRank: one", "TextRank: three"]) {
      expect(counted(way)[3], way).toBe(0);
      expect(counted(way)[2], way).toBeGreaterThan(250);
    }
    expect(counted("the whole text").slice(1)).toEqual([4, 0, 0]);
  });

  it("the writer names all four facts each time, and is the same with another seed: high ROUGE-L, most lines false", () => {
    expect(counted("the writer")[2]).toBe(0);
    for (const { rougeL, invented } of summarySeeds.found) {
      expect(rougeL).toBeGreaterThan(0.75);
      expect(invented).toBeGreaterThan(150);
    }
  });

  it("cannot be silent: names a wind of which the report says nothing, and another town", () => {
    expect(shown["windless"]).toContain("300 of 300 name a wind");
    expect(shown["windless"]).toContain("300 of 300 name another");
  });
});
