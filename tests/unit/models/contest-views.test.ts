import { describe, expect, it } from "vitest";
import { baseRate, falseWarnings, furthest, learningRows, mistakeRows, score } from "../../../src/contests/contest-views.ts";
import type { HeadToHeadEntry } from "../../../src/contests/report.ts";
import { LikelihoodClassifier } from "../../../src/versus/likelihood-classifier.ts";
import { NGramLikelihood } from "../../../src/versus/n-gram-likelihood.ts";
import { bitsPerCharacter, surpriseBits, surpriseSteps, wordPlaces } from "../../../src/versus/surprise.ts";

const entry = (name: string, characters: number, accuracy: number, [ham, spam] = [1, 1]) =>
  ({
    id: `${name}, ${characters}`,
    result: {
      name,
      side: "ml",
      characters,
      accuracy,
      tested: 100,
      interval: { low: accuracy - 0.1, high: accuracy + 0.05 },
      classes: [
        { label: "ham", recall: ham, support: 70 },
        { label: "spam", recall: spam, support: 30 },
      ],
    },
    curve: [
      { labels: 8, accuracies: [0.5, 0.7] },
      { labels: 80, accuracies: [accuracy] },
    ],
  }) as unknown as HeadToHeadEntry;
const entries = [entry("words", 192, 0.8), entry("words", 4000, 0.9), entry("net", 192, 0.85)];

describe("what is drawn of a contest", () => {
  it("takes of each name the one that reads most", () => {
    expect(furthest(entries).map(({ id }) => id)).toEqual(["words, 4000", "net, 192"]);
    expect(furthest(entries.toReversed()).map(({ id }) => id)).toEqual(["net, 192", "words, 4000"]);
  });

  it("turns right answers into mistakes, the fewest first", () => {
    const rows = mistakeRows(furthest(entries));
    expect(rows.map(({ name }) => name)).toEqual(["words", "net"]);
    expect(rows[0]!.mistakes).toBeCloseTo(10);
    expect(rows[0]!.low).toBeCloseTo(5);
    expect(rows[0]!.high).toBeCloseTo(20);
  });

  it("has the mean of the draws", () => {
    expect(learningRows(entries.slice(0, 1)).map(({ labels, right }) => [labels, right])).toEqual([
      [8, 60],
      [80, 80],
    ]);
    expect(baseRate(entries)).toBe(70);
  });

  it("counts false warnings as Bayes' rule does", () => {
    // 1 in 100 is spam, 0.98 of it found, 0.01 of the ham called spam: 0.0099 of 0.0197 warnings are false.
    expect(falseWarnings(entry("a", 1, 0, [0.99, 0.98]), "spam", 1)).toBeCloseTo((100 * 0.0099) / 0.0197, 8);
    expect(falseWarnings(entry("a", 1, 0, [1, 0.5]), "spam", 50)).toBe(0);
  });
});

describe("a score of a few answers", () => {
  it("has its interval", () => {
    // Wilson 1927, 15 of 20: 0.5313 to 0.8881, as in head-to-head.test.ts.
    const truth = Array.from({ length: 20 }, (_, i) => (i < 15 ? "ham" : "spam"));
    expect(score(new Array(20).fill("ham"), truth)).toEqual({ right: "15 of 20", "95 %": "53–89 %" });
  });
});

describe("surprise", () => {
  const model = new NGramLikelihood(2).fit(["abab", "ab"]);

  it("of the words, and of the end, is that of the text", () => {
    const text = " ab ba  b";
    const parts = wordPlaces(text).map(({ from, to }) => surpriseBits(model, text, from, to));
    const end = surpriseBits(model, text, text.length);
    expect(parts.reduce((a, b) => a + b) + end).toBeCloseTo(surpriseBits(model, text), 8);
    expect(surpriseBits(model, text)).toBeCloseTo(-model.logLikelihoods([text])[0]! / Math.LN2, 8);
    expect(wordPlaces(text).map(({ word }) => word)).toEqual(["ab", "ba", "b"]);
  });

  it("adds up to the verdict that the pair gives", () => {
    const pair = new LikelihoodClassifier<string>(() => new NGramLikelihood(2)).fit(["ab", "abb", "ba", "xy"], ["ham", "ham", "ham", "spam"]);
    const steps = surpriseSteps(pair, "ab yx");
    expect(steps.map(({ step }) => step)).toEqual(["ab", "yx", "(the end)", "(how rare the class is)", "together"]);
    expect(steps[3]).toMatchObject({ ham: expect.closeTo(-Math.log2(0.75), 8), spam: expect.closeTo(2, 8) });
    const [ham, spam] = pair.scores(["ab yx"])[0]!.map((nats) => -nats / Math.LN2);
    expect(steps[4]).toMatchObject({ ham: expect.closeTo(ham!, 8), spam: expect.closeTo(spam!, 8) });
  });

  it("is less for what was read", () => {
    expect(bitsPerCharacter(model, "abab")).toBeLessThan(bitsPerCharacter(model, "xyzq"));
    expect(bitsPerCharacter(model, "")).toBeGreaterThan(0);
  });
});
