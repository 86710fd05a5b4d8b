import { describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { weatherFacts, weatherReports } from "../../../src/datasets/weather-reports.ts";
import { SummaryWriter } from "../../../src/lm/summary-writer.ts";
import { factCheck, markSummaries, tallyMarks } from "../../../src/score/fact-check.ts";

describe("a writer of summaries", () => {
  it("learns to write the first word of a text", () => {
    const towns = ["Oslo", "Riga", "Cork", "Hull"];
    const pairs = Array.from({ length: 64 }, (_, i) => ({
      report: `${towns[i % 4]} is wet, and ${towns[Math.floor(i / 4) % 4]} too.`,
      summary: towns[i % 4]!,
    }));
    const writer = new SummaryWriter({ random: seed(1), steps: 80, batchSize: 16, nEmbd: 32 });
    const steps = [...writer.fitSteps(pairs)];
    expect(steps.at(-1)!.step).toBe(80);
    expect(steps.at(-1)!.loss).toBeLessThan(0.1 * steps[0]!.loss);
    expect(writer.write(["Riga is wet, and Cork too.", "Hull is wet, and Oslo too."])).toEqual(["Riga", "Hull"]);
    // A word that it has never read, and more words than it can read: it writes all the same.
    expect(towns).toContain(writer.write(["Bonn is wet, and Cork too."])[0]);
    expect(writer.write(["Oslo is wet. ".repeat(30)])).toHaveLength(1);
  });

  it("is the same with the same seed", () => {
    const pairs = weatherReports({ random: seed(1), reports: 16 });
    const losses = () => Array.from(new SummaryWriter({ random: seed(3), steps: 3, batchSize: 8, nEmbd: 8 }).fitSteps(pairs), ({ loss }) => loss);
    expect(losses()).toEqual(losses());
  });

  it.each<[string, () => unknown, string]>([
    ["no steps", () => new SummaryWriter({ random: seed(1), steps: 0 }), "steps is 0"],
    ["fewer pairs than a batch", () => [...new SummaryWriter({ random: seed(1) }).fitSteps([])], "0 pairs: a batch takes 32"],
    ["writing before learning", () => new SummaryWriter({ random: seed(1) }).write(["a"]), "run fitSteps first"],
  ])("refuses %s", (_, act, message) => {
    expect(act).toThrow(message);
  });
});

describe("facts", () => {
  it("are kept, left out or invented", () => {
    expect(factCheck({ place: "Oslo", sky: "snow", high: -5 }, { place: "Oslo", high: 5, wind: "calm" })).toEqual({
      kept: ["place"],
      leftOut: ["sky"],
      invented: ["high", "wind"],
    });
    expect(factCheck({ sky: undefined }, {})).toEqual({ kept: [], leftOut: [], invented: [] });
  });

  it("of a report are those of its summary, and of a part of it some of them", () => {
    for (const { report, summary } of weatherReports({ random: seed(1), reports: 300 })) {
      expect(factCheck(weatherFacts(report), weatherFacts(summary))).toEqual({ kept: expect.anything(), leftOut: [], invented: [] });
      expect(Object.keys(weatherFacts(report)).sort()).toEqual(["high", "place", "sky", "wind"]);
    }
    expect(weatherFacts("It warms from -7 °C at dawn to -2 °C.")).toEqual({ high: -2 });
    expect(weatherFacts("Sunday in Lyon. No leaf stirs.")).toEqual({ place: "Lyon", wind: "calm" });
    expect(weatherFacts("The raincoat of Hullabaloo")).toEqual({});
    expect(weatherFacts("first rain, then snow")).toEqual({ sky: "rain" });
    expect(weatherFacts("")).toEqual({});
  });

  it("of many summaries are counted", () => {
    const mark = (rougeL: number, kept: string[], leftOut: string[], invented: string[]) => ({ rougeL, kept, leftOut, invented });
    expect(
      tallyMarks([mark(1, ["sky"], [], ["wind", "high"]), mark(0.5, ["sky", "wind"], ["high"], []), mark(0, [], ["sky", "wind"], ["high"])]),
    ).toEqual({
      rougeL: 0.5,
      kept: 1,
      leftOut: 2,
      invented: 2,
    });
  });

  it("are marked beside the words", () => {
    const pairs = [
      {
        report: "Sunday in Oslo. By evening the streets are white. The air stands still. It warms from -9 °C at dawn to -5 °C.",
        summary: "Oslo: snow, -5 °C, calm",
      },
    ];
    // The minus sign is no word: the false temperature has the full mark.
    expect(markSummaries(pairs, ["Oslo: snow, 5 °C, calm"], weatherFacts)).toEqual([
      { rougeL: 1, kept: ["place", "sky", "wind"], leftOut: [], invented: ["high"] },
    ]);
    expect(() => markSummaries(pairs, [], weatherFacts)).toThrow(RangeError);
  });
});
