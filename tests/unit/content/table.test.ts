import { beforeAll, describe, expect, it } from "vitest";
import { mean } from "../../../src/base/mean.ts";
import { seed } from "../../../src/base/random.ts";
import { fairContestRows } from "../../../src/components/lesson/fair-contest.ts";
import { contestCard } from "../../../src/contests/contest-card.ts";
import { baseRate } from "../../../src/contests/contest-views.ts";
import { entryOf, paired } from "../../../src/contests/paired.ts";
import { penguinTable, TABLE_PAIRS, WAGE_PAIRS, WAGE_STEPS, wageTable } from "../../../src/contests/table-contestants.ts";
import type { RoundTwo } from "../../../src/contests/table-second-round.ts";
import { learnHere, roundedRows } from "../../../src/contests/table-views.ts";
import { tableContest } from "../../../src/recorded/table-contest.ts";
import { tableWagesContest } from "../../../src/recorded/table-wages-contest.ts";
import { pairedTest } from "../../../src/score/mcnemar.ts";
import { holds, read, shownBy } from "./page.ts";

const MINUTES = 60_000;
const notebook = read("notebooks/table-contest.ts");
const penguins = tableContest.found;
const wages = tableWagesContest.found;
const of = (name: string) => entryOf(penguins, `${name}, 48`);
const paid = (name: string) => entryOf(wages, `${name}, 60`);
const p = (first: string, second: string) => paired(penguins, `${first}, 48`, `${second}, 48`).p;
const pPaid = (first: string, second: string) => paired(wages, `${first}, 60`, `${second}, 60`).p;
const at = (name: string, labels: number) => 100 * mean(of(name).curve.find((point) => point.labels === labels)!.accuracies);
const again = (name: string, change: RoundTwo) => penguins.roundTwo.find((one) => one.name === name && one.change === change)!;
const right = (name: string, change: RoundTwo) => again(name, change).right!;
const [tree, boosted, logistic, grams, scratch, gpt] = [
  "decision tree",
  "boosted trees",
  "logistic regression",
  "n-gram per class",
  "transformer from scratch",
  "GPT, fine-tuned",
] as const;
const numberReaders = [tree, boosted, logistic];
const lineReaders = [grams, scratch, gpt];

/** What the page learns with all rows, as measured and rounded, by seed. */
const here = (start: number, rows = 273) => {
  const [before, after] = [penguinTable, roundedRows(penguinTable)].map((data) => learnHere(data, { rows, start }));
  return before!.map((one, i) => ({ name: one.contestant, before: one, after: after![i]!, p: pairedTest(one.wrong, after![i]!.wrong).p }));
};
const counted = (start: number, rows?: number) => here(start, rows).find(({ name }) => name === "5-gram per class")!;
const in100 = (share: number) => (100 * share).toFixed(1);

let shown: Record<string, string> = {};
beforeAll(async () => void (shown = await shownBy("table-contest")), 10 * MINUTES);

holds(
  "src/content/docs/head-to-head/table.mdx",
  [
  ],
  [
  ],
);

describe("the contests over tables", () => {
  it("have cards that say what each read, chose and took, and a paired test for each pair", () => {
    for (const [report, rows, pairs] of [
      [penguins, "penguins", TABLE_PAIRS],
      [wages, "workers", WAGE_PAIRS],
    ] as const) {
      const card = Object.fromEntries(fairContestRows(contestCard(report, { rows, pairs, input: "The same cells" })));
      expect(card["Same items"]).toContain(`${report.rows} ${rows}`);
      expect(card["Tuned on"]).toContain("On a fifth of each fold's training rows");
      for (const { result } of report.entries.filter(({ result }) => result.effort.records))
        expect(card["Effort"]).toContain(`${result.name}: ${result.effort.records![0]!.steps}`);
      for (const [first, second] of pairs) expect(card["Paired test"]).toContain(`${first} – ${second}`);
    }
  });

  it("count the operations of networks, the search included", () => {
    for (const { result } of [...penguins.entries, ...wages.entries].filter(({ result }) => result.effort.records)) {
      const [{ allSteps, curve }] = result.effort.records as [NonNullable<typeof result.effort.records>[0]];
      expect(new Set(curve.map(({ learningRate }) => learningRate)).size).toBe(2);
      expect(result.effort.flops).toBe(6 * result.size.parameters * allSteps * 8 * result.characters);
    }
  });
});

describe("what the notebook shows", () => {
  it("is the table, contestant by contestant", () => {
    for (const { result } of penguins.entries) {
      const line = shown["results"]!.split("\n").find((line) => line.startsWith(`${result.name} `))!;
      expect(line).toContain(`${in100(result.accuracy)} (`);
      expect(line).toContain(`${in100(entryOf(wages, `${result.name}, 60`).result.accuracy)} (`);
    }
  });

  it("learns in the page what agrees with the kept table within its interval", () => {
    const kept = { "decision tree": tree, "logistic regression": logistic, "5-gram per class": grams };
    for (const [name, keptName] of Object.entries(kept)) {
      const line = shown["live"]!.split("\n").find((line) => line.startsWith(name))!;
      const live = Number(/(\d+\.\d) {2}/.exec(line)![1]) / 100;
      const { low, high } = of(keptName).result.interval;
      expect(live, name).toBeGreaterThan(low);
      expect(live, name).toBeLessThan(high);
    }
  });

  it("adds up the surprise of the cells, and the smallest sum is the penguin's species", () => {
    const [label, ...sums] = shown["by-cell"]!.split("\n").findLast((line) => line.startsWith("together"))!.split(/ {2,}/);
    expect(label).toBe("together");
    expect(sums.map(Number).indexOf(Math.min(...sums.map(Number)))).toBe(["Adelie", "Chinstrap", "Gentoo"].indexOf(penguinTable.y[300]!));
  });

  it("says of the second round who refuses", () => {
    for (const name of numberReaders) expect(shown["round-two"]!.split("\n").find((line) => line.startsWith(name))).toContain("refuses");
    for (const name of lineReaders) expect(shown["round-two"]!.split("\n").find((line) => line.startsWith(name))).not.toContain("refuses");
  });
});
