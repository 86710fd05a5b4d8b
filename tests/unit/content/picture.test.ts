import { beforeAll, describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { fairContestRows } from "../../../src/components/lesson/fair-contest.ts";
import { entryOf, paired } from "../../../src/contests/paired.ts";
import { pictureCard } from "../../../src/contests/picture-card.ts";
import { PICTURE_PAIRS } from "../../../src/contests/picture-contestants.ts";
import { changedRows, PICTURE_CHANGES, type PictureChange, pictureRows } from "../../../src/contests/picture-rounds.ts";
import { pictureContest } from "../../../src/recorded/picture-contest.ts";
import { wilsonInterval } from "../../../src/score/intervals.ts";
import { holds, shownBy, tableRow } from "./page.ts";

const MINUTES = 60_000;
const report = pictureContest.found;
const { entries, timings } = report;
const idOf = { knn: "k nearest neighbours, 64", svm: "SVM, 64", cnn: "CNN, 64", wide: "CNN, wider, 64", gpt: "pixel GPT, 64", scratch: "transformer from scratch, 64" } as const;
type Who = keyof typeof idOf;
const of = (who: Who) => entryOf(report, idOf[who]).result;
const pair = (first: Who, second: Who) => paired(report, idOf[first], idOf[second]);
const percent = (who: Who) => (100 * of(who).accuracy).toFixed(1);
const seconds = (who: Who) => timings.entries[idOf[who]]!.trainSeconds;
const kept = (who: Who) => of(who).size.parameters;
const missed = (who: Who, change: PictureChange) => report.changed[idOf[who]]![change].length;
/** Mistakes in 100 changed pictures. */
const in100 = (who: Who, change: PictureChange) => Math.round((100 * missed(who, change)) / report.firstTest.length);
const fromLabels = (who: Who, labels: number) => entryOf(report, idOf[who]).curve.find((point) => point.labels === labels)!.accuracies;
const flat = (who: Who) => of(who).effort.flat;

let shown: Record<string, string> = {};
beforeAll(async () => void (shown = await shownBy("picture")), 10 * MINUTES);

holds("src/content/docs/head-to-head/picture.mdx", [], []);

describe("the contest over pictures", () => {
  it("has a CNN that reaches 0.975", () => {
    expect(of("wide").accuracy).toBeGreaterThanOrEqual(0.975);
  });

  it("has a card that says what each saw, chose and took, and a paired test for each pair", () => {
    const card = Object.fromEntries(fairContestRows(pictureCard(report)));
    expect(card["Same items"]).toContain("2,000 pictures");
    expect(card["Same input"]).toContain("64 pixels of 16 levels");
    for (const { result } of entries.filter(({ result }) => result.effort.records))
      expect(card["Effort"]).toContain(result.effort.records!.at(-1)!.steps.toLocaleString("en"));
    for (const [first, second] of PICTURE_PAIRS) expect(card["Paired test"]).toContain(`${first} – ${second}`);
  });

  it("shows the table, contestant by contestant", () => {
    for (const { result } of entries) expect(tableRow(shown["results"]!, `${result.name} `).join(" ")).toContain(`${(100 * result.accuracy).toFixed(1)} (`);
  });

  it("draws all contestants as they are asked first", () => {
    const [best] = changedRows(report, "as they are");
    expect(shown["contest"]).toContain(`lowest ${best!.name}`);
  });

  it("what the page trains agrees with what is kept, within its interval", () => {
    for (const who of ["knn", "svm", "cnn", "scratch"] as const) {
      const row = tableRow(shown["learn-here"]!.slice(shown["learn-here"]!.lastIndexOf("contestant")), `${of(who).name} `).join(" ");
      const [right, asked] = /(\d+) of (\d+)/.exec(row)!.slice(1).map(Number) as [number, number];
      const { low, high } = wilsonInterval(right, asked);
      const [before] = fromLabels(who, 100);
      expect(before).toBeGreaterThanOrEqual(low);
      expect(before).toBeLessThanOrEqual(high);
    }
  });

  it("asks about pictures whose digits are all there", () => {
    expect(new Set(report.firstTest.map((row) => pictureRows().y[row])).size).toBe(10);
    expect(PICTURE_CHANGES).toHaveLength(4);
    expect(seed(0).int(1)).toBe(0);
  });
});
