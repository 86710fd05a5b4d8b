import { beforeAll, describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { OPERATIONS_PER_JOULE, trainingJoules, WATTS_PER_CORE } from "../../../src/contests/costs.ts";
import { pairedLosses } from "../../../src/contests/loss-report.ts";
import { paired } from "../../../src/contests/paired.ts";
import { CO2_BLOCK } from "../../../src/contests/series-contestants.ts";
import { bestOf, contests } from "../../../src/recorded/all-costs.ts";
import { languageContest } from "../../../src/recorded/language-contest.ts";
import { pictureContest } from "../../../src/recorded/picture-contest.ts";
import { seriesContest } from "../../../src/recorded/series-contest.ts";
import { spamContest } from "../../../src/recorded/spam-contest.ts";
import { tableContest } from "../../../src/recorded/table-contest.ts";
import { tableWagesContest } from "../../../src/recorded/table-wages-contest.ts";
import { costPerThousand, HOSTED_PRICES } from "../../../src/sizes/hosted-prices.ts";
import { holds, shownBy, tableRow } from "./page.ts";

const MINUTES = 60_000;
const named = (name: string) => contests.find((contest) => contest.name === name)!;
/** The best of each side, whether a network or not. */
const duel = (name: string) => ({ task: bestOf(named(name), "ml", "neural"), text: bestOf(named(name), "lm") });
const textWins = contests.filter(({ name }) => duel(name).text.left < duel(name).task.left).map(({ name }) => name);
const p = (report: Parameters<typeof paired>[0], ids: [string, string]) => paired(report, ...ids).p;
const DECIDED = [
  p(spamContest.found, ["linear SVM, 4000", "n-gram per class, 4000"]),
  p(languageContest.found, ["linear SVM, 40", "n-gram per language, 40"]),
  p(pictureContest.found, ["CNN, wider, 64", "pixel GPT, 64"]),
];
const OPEN = [
  p(tableContest.found, ["logistic regression, 48", "GPT, fine-tuned, 48"]),
  p(tableWagesContest.found, ["boosted trees, 60", "GPT, fine-tuned, 60"]),
];
const series = pairedLosses(seriesContest.found, "Holt–Winters", "GPT, yearly", { random: seed(0), block: CO2_BLOCK });
const all = contests.flatMap(({ costs }) => costs);
const labels = named("spam").costs[0]!.learnt;

let shown: Record<string, string> = {};
beforeAll(async () => void (shown = await shownBy("cost")), 10 * MINUTES);

holds(
  "src/content/docs/head-to-head/cost.mdx",
  [
    ["learnsFrom: the records of seven contests", [7, contests.length]],
    [
      "at 100, a model is no better than whoever knows nothing. Two that forecast month by month are far above, and left out",
      [2, all.filter(({ left }) => left >= 130).length],
    ],
    [
      "In how many of the seven contests did the best model of text leave less undone than the best model made for the task? 1. The next character",
      [["next character"], textWins],
    ],
    ["*p95*:"],
    ["95 of 100 answers take less"],
    [
      "A network of 30,000 numbers reads 1,000,000 tokens: C = 6 · 30,000 · 1,000,000 = 1.8 · 10¹¹. At e = 10⁹ to 10¹⁰ that is 18 to 180 joules",
      [{ low: 18, high: 180 }, trainingJoules({ flops: 6 * 30_000 * 1_000_000, seconds: 1 })],
    ],
    ["The 6: two operations for each number on the way forward, four on the way back (Kaplan et al. 2020)", [6, 2 + 4]],
    ["good to a factor of ten: 10⁹ to 10¹⁰ operations for a joule", [{ low: 1e9, high: 1e10 }, OPERATIONS_PER_JOULE]],
    ["at 4 to 15 watts for a core", [{ low: 4, high: 15 }, WATTS_PER_CORE]],
    ["Somebody marked the 4,740 emails. At a minute each that is 79 hours", [4740, labels], [79, labels / 60]],
    ["longer than any training here", [true, all.every(({ seconds }) => seconds < labels * 60)]],
    // Luccioni et al. 2024, abstract: "orders of magnitude more expensive than task-specific systems …, even when controlling for the number of model parameters".
    ["took orders of magnitude more energy for an answer than task-specific ones, also at equal size (Luccioni et al. 2024)"],
    // Elsworth et al. 2025, abstract.
    [
      "Google measured 0.24 watt-hours for the median text prompt to Gemini in May 2025, with idle machines and cooling, without training (Elsworth et al. 2025)",
    ],
    ["One training took 40 joules, another 100"],
    ["A network of 10,000 numbers reads 100,000 tokens in training. How many operations?", [6e9, 6 * 10_000 * 100_000]],
    ["6 · 10⁹"],
    ["6 · 10⁴ · 10⁵"],
    ["A model thinks 2,000 tokens before it says yes"],
    ["2,001 tokens written"],
    ["Operations of a network can be counted: 6 for each number and token in training"],
  ],
  [
    ["A model of text left the least in one of the seven, where the task was text itself", () => textWins.join() === "next character"],
    [
      "On penguins, wages and the series a paired test cannot tell the two apart",
      () => OPEN.every((p) => p > 0.05) && series.low <= 0 && series.high >= 0,
    ],
    ["in the other three, the model made for the task is better", () => DECIDED.every((p) => p < 0.05)],
    ["Half of the answers take less than the milliseconds here", "definition: the median"],
    ["the ratio of their operations says more than the joules", "construction: the same operations a joule are taken for both"],
  ],
);

describe("what the cells show", () => {
  it("names the best of each side, as the recordings have them", () => {
    for (const { name } of contests) {
      const { task, text } = duel(name);
      expect(tableRow(shown["best"]!, name).slice(0, 2)).toEqual([`${task.name}: ${task.left.toFixed(1)}`, `${text.name}: ${text.left.toFixed(1)}`]);
    }
  });

  it("counts operations of every network that has its own", () => {
    // Of the contest over emails, which came first, the steps are kept and the operations are not.
    for (const { contest, side, flops, name } of all)
      if (side === "neural" && contest !== "spam") expect(flops, `${contest}: ${name}`).toBeGreaterThan(0);
  });

  it("asks published prices for the hosted models", () => {
    for (const hosted of HOSTED_PRICES) expect(shown["hosted"]).toContain(costPerThousand({ inputTokens: 400, outputTokens: 5 }, hosted).toFixed(3));
  });
});
