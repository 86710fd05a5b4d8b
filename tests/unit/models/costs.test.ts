import { describe, expect, it } from "vitest";
import { costRows, lossCostRows, OPERATIONS_PER_JOULE, trainingJoules, WATTS_PER_CORE } from "../../../src/contests/costs.ts";
import type { LossContest } from "../../../src/contests/loss-report.ts";
import { spamContest } from "../../../src/recorded/spam-contest.ts";

describe("what contestants cost", () => {
  it("has a row for each, with mistakes in percent of those of who says always ham", () => {
    const rows = costRows("spam", spamContest.found);
    expect(rows.map(({ name }) => name)).toEqual(spamContest.found.entries.map(({ result }) => result.name));
    const svm = spamContest.found.entries.find(({ id }) => id === "linear SVM, 4000")!;
    const spam = svm.result.classes.find(({ label }) => label === "spam")!.support;
    const [row] = costRows("spam", spamContest.found, ["linear SVM, 4000"]);
    expect(row).toMatchObject({ contest: "spam", side: "ml", learnt: svm.result.labels, ...svm.result.size });
    // Who says always ham gets the spam wrong.
    expect(row!.left).toBeCloseTo((100 * svm.result.wrong.length) / spam, 9);
    expect(row!.seconds).toBe(spamContest.found.timings.entries["linear SVM, 4000"]!.trainSeconds);
  });

  it("does the same for losses", () => {
    const result = {
      name: "a",
      side: "lm",
      mean: 1.5,
      learnt: 7,
      size: { parameters: 2, bytes: 8 },
      effort: { steps: 3, flat: true, setting: "", flops: 10 },
    };
    const report = {
      entries: [{ id: "a", result, curve: [] }],
      timings: { machine: "", entries: { a: { trainSeconds: 4, latency: { p50: 1, p95: 2 } } } },
    } as unknown as LossContest;
    expect(lossCostRows("book", report, 6)).toEqual([
      {
        contest: "book",
        name: "a",
        side: "lm",
        kind: "models text",
        left: 25,
        learnt: 7,
        parameters: 2,
        bytes: 8,
        seconds: 4,
        flops: 10,
        p50: 1,
        p95: 2,
      },
    ]);
    expect(() => lossCostRows("book", report, 0)).toThrow(RangeError);
  });

  it("takes energy from operations, or else from seconds, as a range", () => {
    expect(trainingJoules({ flops: 1e12, seconds: 99 })).toEqual({ low: 1e12 / OPERATIONS_PER_JOULE.high, high: 1e12 / OPERATIONS_PER_JOULE.low });
    expect(trainingJoules({ flops: undefined, seconds: 10 })).toEqual({ low: 10 * WATTS_PER_CORE.low, high: 10 * WATTS_PER_CORE.high });
    expect(() => trainingJoules({ flops: -1, seconds: 1 })).toThrow(RangeError);
  });
});
