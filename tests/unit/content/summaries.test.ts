import { beforeAll, describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { sotu } from "../../../src/datasets/sotu.ts";
import { weatherFacts, weatherReports } from "../../../src/datasets/weather-reports.ts";
import { frequentWords } from "../../../src/lm/frequent-words.ts";
import { SummaryWriter } from "../../../src/lm/summary-writer.ts";
import { contentWords, leadSentences, rankSentences, splitSentences, summarize } from "../../../src/lm/text-rank.ts";
import { speechSummaries } from "../../../src/recorded/summaries.ts";
import { summarySeeds } from "../../../src/recorded/summary-seeds.ts";
import { factCheck } from "../../../src/score/fact-check.ts";
import { rougeL, rougeN } from "../../../src/score/text-metrics.ts";
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
/** Facts kept, summaries that leave one out, and that invent one. */
const counted = (of: string) => tableRow(shown["contest"]!, of).slice(1).map(Number);
const wrong = (fact: string) => Number(tableRow(shown["closer"]!, fact)[0]);
const covered = (by: string) => speechSummaries.found.find((row) => row.by === by)!.covered;

holds(
  "src/content/docs/language-models/summaries.mdx",
  [
    ["Learns from 2,000 weather reports".slice(12), [true, notebook.includes("reports.slice(0, 2000)")]],
    [
      "Eight lines that Abraham Lincoln sent to the Congress in 1862",
      [8, lines.length],
      [true, () => sotu.rows.some(({ year, president, text }) => year === 1862 && president === "Abraham Lincoln" && text.includes(lines.join(" ")))],
    ],
    ["(Mihalcea and Tarau 2004)"],
    [
      "lines 1 to 4 weigh the same, for none of them shares a word with another line".replace("for none", "for **none"),
      [lines.slice(0, 4), alone],
      [1, new Set(weights.slice(0, 4)).size],
    ],
    ["the weight of line i; their mean is 1", ["1.000", (weights.reduce((a, b) => a + b) / 8).toFixed(3)]],
    ["0.85: else the walker begins anew at any line", [true, notebook.includes("0.15 + 0.85 * received(i)")]],
    [
      "The middle one gets 0.15 + 0.85 · (0.77 + 0.77) = 1.46, each end 0.15 + 0.85 · 1.46 / 2 = 0.77",
      [
        ["0.77", "1.46", "0.77"],
        rankSentences(["Red apples grow.", "Red apples, green pears.", "Green pears ripen."]).map((score) => score.toFixed(2)),
      ],
    ],
    ["(Brin and Page 1998)"],
    ["each line weighs 1", [true, notebook.includes("[[1, 1, 1, 1]]")]],
    ["(Lin 2004)"],
    ["ROUGE-1 counts words that both have", [0.75, rougeN("police killed the gunman", "the gunman kill police", 1).f1]],
    [
      "F = 3/4 = 0.75. “The gunman kill police” shares the, gunman: 2/4 = 0.50",
      [0.75, rougeL("police killed the gunman", "police kill the gunman").f1],
      [0.5, rougeL("police killed the gunman", "the gunman kill police").f1],
    ],
    ["(Raffel et al. 2019)"],
    ["built as T5 is"],
    ["Of 300 such lines, how many say something that their report does not say? 247", [300, exam.length]],
    ["247. Place, sky and wind", [247, () => counted("the writer")[2]]],
    [
      "250 steps of 32 reports for the writer, whose loss still falls",
      [true, notebook.includes("steps: 250")],
      [true, () => numbersAfter(shown["learn"]!, "Loss:")[0]! > 0.1],
    ],
    ["The first line, 0.187; the whole report, 0.141", ["0.187", () => rouge("the first line")], ["0.141", () => rouge("the whole report")]],
    ["95 %, reports drawn anew 1,000 times"],
    ["the writer is ahead by 0.61 to 0.63", [[0.61, 0.63], () => numbersAfter(shown["closer"]!, "ahead of it by").slice(0, 2)]],
    ["what is the ROUGE-L of".replace("what", "What")],
    [
      "“Oslo: snow, -5 °C, stormy”. What is the ROUGE-L of “Oslo: snow, 5 °C, stormy”? 1.00. 1.00.",
      [1, rougeL("Oslo: snow, -5 °C, stormy", "Oslo: snow, 5 °C, stormy").f1],
    ],
    [
      "Ten degrees of error cost nothing, a wrong town 0.20, and what is right in other words gets 0.13",
      [
        ["0.80", "0.13"],
        () => ["Riga: snow, -5 °C, stormy", "Five below zero and a snowstorm: stay at home in Oslo"].map((row) => tableRow(shown["truth"]!, row)[1]),
      ],
    ],
    ["| numbers kept | 0 | 98,496 |", [98_496, () => parameters()]],
    ["had a ROUGE-1 of 40.34, and a network that writes and copies 39.53 (See et al. 2017)"],
    ["in more than 70 of 100 (Maynez et al. 2020)"],
    ["People preferred GPT-3's summaries of news to those of tuned models, while ROUGE put them behind (Goyal et al. 2022)"],
    ["(Zhang et al. 2024)"],
    ["(Bao et al. 2024)"],
    ["(Tamber et al. 2025)"],
    ["A model's ROUGE-L rises from 0.70 to 0.83"],
    [
      "the line says *rain*: no sentence of it will do",
      [0, () => exam.filter(({ report, summary }) => report.includes(summary.split(/[:,] /)[1]!)).length],
    ],
  ],
  [
    ["for **none of them shares a word with another line**", () => alone.length === 4],
    ["nobody labels anything", "construction: rankSentences takes sentences and nothing else"],
    ["What costs nothing comes first", "definition: the sentences are there"],
    ["no number here can say who is right", "definition: there is nothing to compare with"],
  ],
);

const rouge = (of: string) => tableRow(shown["contest"]!, of)[0]!.split(" ")[0];
const parameters = () => {
  const writer = new SummaryWriter({ random: seed(1), steps: 250 });
  writer.fitSteps(weatherReports({ random: seed(1), reports: 2000 })).next();
  return writer.model!.numParams();
};
void [leadSentences, splitSentences, summarize, factCheck, weatherFacts, frequentWords, summarySeeds, wrong, covered, describe, it, expect];
