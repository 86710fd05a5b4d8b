import { describe, expect, it } from "vitest";
import { fairContestRows } from "../../../src/components/lesson/fair-contest.ts";
import { contestCard, fewLabelsCard } from "../../../src/contests/contest-card.ts";
import { entryOf, paired, pText } from "../../../src/contests/paired.ts";
import type { HeadToHead, HeadToHeadEntry } from "../../../src/contests/report.ts";

function entry(name: string, characters: number, changes: Partial<HeadToHeadEntry["result"]>): HeadToHeadEntry {
  const result: HeadToHeadEntry["result"] = {
    name,
    side: "ml",
    characters,
    context: "all words",
    tuned: "C out of 1, 2",
    tunedOn: "On a fifth",
    effort: { steps: 7, flat: true, setting: "" },
    settings: [],
    folds: 5,
    labels: 80,
    tested: 100,
    accuracy: 0.9,
    foldAccuracies: [],
    interval: { low: 0.8, high: 0.95 },
    classes: [
      { label: "ham", precision: 1, recall: 1, f1: 1, support: 70 },
      { label: "spam", precision: 1, recall: 1, f1: 1, support: 30 },
    ],
    size: { parameters: 1, bytes: 4 },
    wrong: [],
    ...changes,
  };
  return { id: `${name}, ${characters}`, result, curve: [] };
}

const record = { learningRate: 0.001, steps: 1200, allSteps: 1440, kept: 900, curve: [], flat: false };
const report: HeadToHead = {
  task: "letters",
  seed: 0,
  rows: 100,
  firstTest: Array.from({ length: 20 }, (_, row) => row),
  nearCopies: { size: 8, similarity: 0.8, pairs: 0, tested: [] },
  entries: [
    entry("words", 192, { wrong: [1, 2, 3, 50] }),
    entry("words", 4000, { wrong: [1, 60, 61, 62, 63, 64, 65, 66, 67] }),
    entry("net", 192, {
      side: "neural",
      folds: 1,
      tested: 20,
      wrong: [3, 4, 5],
      context: "64 characters",
      effort: { steps: 1200, flat: false, setting: "", records: [record] },
    }),
  ],
  timings: { machine: "one", entries: { "net, 192": { trainSeconds: 151.6, latency: { p50: 1, p95: 2 } } } },
};

describe("the pairs of a contest", () => {
  it("are compared on the rows that both were asked about", () => {
    expect(paired(report, "words, 192", "net, 192")).toEqual({ onlyFirst: 2, onlySecond: 2, both: 1, p: 1, asked: 20 });
    expect(paired(report, "words, 192", "words, 4000")).toMatchObject({ onlyFirst: 3, onlySecond: 8, both: 1, asked: 100 });
  });

  it("are named, and who is not there is missed", () => {
    expect(() => entryOf(report, "words, 512")).toThrow('no contestant is called "words, 512": there are "words, 192"');
  });

  it("have a p in as many digits as mean anything", () => {
    expect([0.00001, 0.0058, 0.049, 0.226, 1].map(pText)).toEqual(["p < 0.001", "p = 0.006", "p = 0.049", "p = 0.23", "p = 1.00"]);
  });
});

describe("the card of a contest", () => {
  const card = contestCard(report, { rows: "letters", pairs: [["words, 192", "net, 192"]] });
  const words = Object.fromEntries(fairContestRows(card));

  it("has every field, from the run", () => {
    expect(words["Same items"]).toBe("The same 100 letters, dealt into 5 parts that are the test in turn. net: the first part only, 20 letters");
    expect(words["Same input"]).toContain("All at 192 characters; again at as many as each can use, up to 4,000");
    expect(words["Same context"]).toBe("words: all words. net: 64 characters");
    expect(words["Effort"]).toContain("net: 1,200 steps, 152 s, loss on held-back letters still falling");
    expect(words["Tuned on"]).toBe("On a fifth: C out of 1, 2 (words; net)");
    expect(words["Base line"]).toBe("70.0 %, always “ham”");
    expect(words["Paired test"]).toContain("words, 192 – net, 192, p = 1.00");
  });
});

describe("the card of few labels", () => {
  const learnt = (id: string, curve: HeadToHeadEntry["curve"]) => ({ ...report.entries.find((one) => one.id === id)!, curve });
  const drawn = {
    ...report,
    entries: [
      learnt("words, 192", [
        { labels: 8, accuracies: [0.5, 0.6, 0.7] },
        { labels: 80, accuracies: [0.9] },
      ]),
      learnt("words, 4000", [
        { labels: 8, accuracies: [0.6, 0.5] },
        { labels: 80, accuracies: [0.8] },
      ]),
      learnt("net, 192", [{ labels: 80, accuracies: [0.9] }]),
    ],
  };

  it("counts who was ahead in draws that both learnt from, and leaves out who has no curve", () => {
    const card = fewLabelsCard(drawn, { rows: "letters", pairs: [["words, 192", "words, 4000"]] });
    expect(card.paired).toContain("words, 192 – words, 4000, ahead in 1 of 2 (8).");
    expect(card.items).toContain("The same 20 letters are asked each time. To learn from: 8 (at most 3 draws), 80 (one draw)");
    expect(card.effort).not.toContain("net");
    expect(fairContestRows(card)).toHaveLength(fairContestRows(contestCard(report, { rows: "letters", pairs: [] })).length);
  });

  it("refuses a pair that did not learn from few labels", () => {
    expect(() => fewLabelsCard(drawn, { rows: "letters", pairs: [["words, 192", "net, 192"]] })).toThrow("net, 192 did not learn from few labels");
  });
});
