import { describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { fairContestRows } from "../../../src/components/lesson/fair-contest.ts";
import { lossCard } from "../../../src/contests/contest-card.ts";
import { type LossContest, lossEntryOf, lossRows, pairedLosses } from "../../../src/contests/loss-report.ts";
import { judgeLosses, type LossContestant } from "../../../src/versus/judge-losses.ts";

/** Always says the mean of what it has seen, or that much more. */
function meanOf(name: string, more: number): LossContestant<number> {
  return {
    name,
    side: "ml",
    input: "numbers",
    context: "all numbers before",
    tuned: "nothing",
    tunedOn: "On no items",
    create() {
      let said: number | undefined;
      return {
        fit: (items) => void (said = items.reduce((sum, item) => sum + item, 0) / items.length + more),
        losses: (items) => items.map((item) => Math.abs(item - said!)),
        size: () => ({ parameters: 1, bytes: 4 }),
        effort: () => ({ steps: 0, flat: undefined, setting: "none" }),
      };
    },
  };
}

const train = [1, 2, 3];
const exam = [2, 4, 0, 2, 2];
const judged = (name: string, more: number, clock?: () => number) =>
  judgeLosses(meanOf(name, more), { train, exam }, { seed: 7, ...(clock && { clock }) });

describe("judgeLosses", () => {
  it("learns from the one and takes its losses on the other, in their order", () => {
    const { result } = judged("mean", 0);
    expect(result).toMatchObject({ name: "mean", side: "ml", learnt: 3, losses: [0, 2, 2, 0, 0], mean: 0.8 });
    expect(result.interval.low).toBeLessThan(0.8);
    expect(result.interval.high).toBeGreaterThan(0.8);
    expect(judged("mean", 0).result).toEqual(result);
  });

  it("takes the time of the training, and of one item at a time", () => {
    let now = 0;
    const { timing } = judged("mean", 0, () => (now += 1000));
    expect(timing).toEqual({ trainSeconds: 1, latency: { p50: 1000, p95: 1000 } });
  });
});

const report: LossContest = {
  task: "numbers",
  seed: 0,
  unit: "points",
  items: { train: 3, exam: 5 },
  entries: ["mean", "too much"].map((id, more) => ({ id, result: judged(id, more).result, curve: [] })),
  timings: { machine: "", entries: Object.fromEntries(["mean", "too much"].map((id) => [id, judged(id, 0).timing])) },
};

describe("a contest over losses", () => {
  it("knows who took part", () => {
    expect(lossEntryOf(report, "mean").result.name).toBe("mean");
    expect(() => lossEntryOf(report, "median")).toThrow('no contestant is called "median": there are "mean", "too much"');
  });

  it("lists the least loss first", () => {
    expect(lossRows(report.entries.toReversed()).map(({ name, loss }) => [name, loss])).toEqual([
      ["mean", 0.8],
      ["too much", 1.4],
    ]);
  });

  it("compares two item by item, and by blocks of neighbours", () => {
    const random = () => seed(1);
    const alone = pairedLosses(report, "too much", "mean", { random: random() });
    // 1, −1, 1, 1, 1.
    expect(alone.difference).toBeCloseTo(0.6);
    expect(alone.low).toBeLessThan(0.6);
    expect(alone.high).toBe(1);
    expect(pairedLosses(report, "mean", "too much", { random: random() }).difference).toBeCloseTo(-0.6);
    const whole = pairedLosses(report, "too much", "mean", { random: random(), block: 5 });
    expect([whole.low, whole.high]).toEqual([whole.difference, whole.difference]);
    expect(() => pairedLosses(report, "mean", "mean", { random: random(), block: 0 })).toThrow(/block/);
  });

  it("fills the card of a page", () => {
    const card = lossCard(report, { rows: "numbers", pairs: [["too much", "mean"]], baseLine: "Does not apply: a test" });
    const rows = Object.fromEntries(fairContestRows(card));
    expect(rows["Same items"]).toBe("The same 5 numbers, which nothing was learnt from or chosen with; to learn from, at most 3");
    expect(rows["Same input"]).toBe("mean, too much: numbers");
    expect(rows["Effort"]).toBe("All until their solver is done");
    expect(rows["Tuned on"]).toBe("On no items: nothing (mean; too much)");
    expect(rows["Paired test"]).toMatch(
      /^Bootstrap over numbers, of how much .*: too much – mean, \+0\.600 \([+−]\d\.\d{3} to \+1\.000\) points\. Where/,
    );
    expect(lossCard(report, { rows: "numbers", pairs: [], baseLine: "x", block: 2 }).paired).toMatch(/blocks of 2 numbers/);
  });
});
