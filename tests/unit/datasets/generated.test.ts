import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { type Random, seed } from "../../../src/base/random.ts";
import { BABI_PEOPLE, BABI_PLACES, babi } from "../../../src/datasets/babi.ts";
import { cardPayments } from "../../../src/datasets/card-payments.ts";
import { madeUpSeries } from "../../../src/datasets/made-up-series.ts";
import {
  english,
  french,
  HIDDEN_PARTS,
  harderNumberSplit,
  hiddenIn,
  numberPairs,
  numberParts,
  numberSplit,
  numberTexts,
} from "../../../src/datasets/number-words.ts";
import { ratings } from "../../../src/datasets/ratings.ts";
import { twoMoons } from "../../../src/datasets/two-moons.ts";
import { weatherReports } from "../../../src/datasets/weather-reports.ts";

const monthsMadeUp = ({ random }: { random: Random }) => madeUpSeries({ random, months: 24 });

it("the same seed gives the same data, another seed other data", () => {
  for (const make of [twoMoons, ratings, cardPayments, babi, weatherReports, monthsMadeUp, numberPairs, numberSplit, harderNumberSplit]) {
    expect(make({ random: seed(1) })).toEqual(make({ random: seed(1) }));
    expect(make({ random: seed(1) })).not.toEqual(make({ random: seed(2) }));
  }
});

describe("made-up series", () => {
  it("are the same up to the break, and another level and season after it", () => {
    const [whole, broken] = [undefined, 60].map((breakAt) => madeUpSeries({ random: seed(4), months: 120, ...(breakAt && { breakAt }) }));
    expect(whole).toHaveLength(120);
    expect(broken!.slice(0, 60)).toEqual(whole!.slice(0, 60));
    const apart = broken!.slice(60).map((value, i) => value - whole![60 + i]!);
    const jump = apart.slice(0, 48).reduce((sum, value) => sum + value, 0) / 48;
    expect(Math.abs(jump)).toBeGreaterThanOrEqual(3 - 1e-9);
    expect(Math.abs(jump)).toBeLessThanOrEqual(8 + 1e-9);
    // The season comes later, so the distance swings around the jump, and does so again after a year.
    expect(Math.max(...apart) - Math.min(...apart)).toBeGreaterThan(0.5);
    for (const [i, value] of apart.slice(12).entries()) expect(value).toBeCloseTo(apart[i]!, 6);
  });

  it("need months, and a break that is a month", () => {
    expect(() => madeUpSeries({ random: seed(1), months: 0 })).toThrow(RangeError);
    expect(() => madeUpSeries({ random: seed(1), months: 5, breakAt: -1 })).toThrow(RangeError);
  });
});

describe("number words", () => {
  it.each([
    [0, "zero", "zéro"],
    [21, "twenty-one", "vingt et un"],
    [71, "seventy-one", "soixante et onze"],
    [80, "eighty", "quatre-vingts"],
    [81, "eighty-one", "quatre-vingt-un"],
    [99, "ninety-nine", "quatre-vingt-dix-neuf"],
    [201, "two hundred one", "deux cent un"],
    [1980, "one thousand nine hundred eighty", "mille neuf cent quatre-vingts"],
    [80_080, "eighty thousand eighty", "quatre-vingt mille quatre-vingts"],
    [200_001, "two hundred thousand one", "deux cent mille un"],
  ])("%i is %s and %s", (n, en, fr) => {
    expect(english(n)).toBe(en);
    expect(french(n)).toBe(fr);
  });

  it("are those of n2words from 0 to 99,999", () => {
    // SHA-256 of toCardinal(0 … 99999), a line each, of n2words 4.0.0, en-US and fr-FR.
    const digest = (words: (n: number) => string) => {
      const hash = createHash("sha256");
      for (let n = 0; n < 100_000; n++) hash.update(`${words(n)}\n`);
      return hash.digest("hex");
    };
    expect(digest(english)).toBe("7de8720f9ce2a2c6a77dc472f22e9b7d70f6f327425e306b9d65e74510e56ba9");
    expect(digest(french)).toBe("52807016971533fb54953b48279787530045214ba1b224cc869733ca12fcb9a7");
  });

  it("are drawn without repetition, and refused outside of the range", () => {
    const { train, test } = numberPairs({ random: seed(3), train: 60, test: 40, below: 100 });
    expect(new Set([...train, ...test].map(({ number }) => number)).size).toBe(100);
    expect(train[0]).toEqual({ number: train[0]!.number, english: english(train[0]!.number), french: french(train[0]!.number) });
    expect(() => numberPairs({ random: seed(3), train: 60, test: 41, below: 100 })).toThrow("60 + 41 pairs need as many numbers");
    for (const n of [-1, 1.5, 1_000_000, Number.NaN]) expect(() => english(n)).toThrow("whole number from 0 to 999,999");
  });
});

describe("number words to learn from and for exams", () => {
  it("are split so that no number is in two lists, with small ones to learn from, and 75 in the exam of small ones", () => {
    const { learn, watched, exam, small } = numberSplit({ random: seed(2) });
    expect([learn.length, watched.length, exam.length]).toEqual([2000, 500, 1000]);
    const all = [...learn, ...watched, ...exam, ...small].map(({ number }) => number);
    expect(new Set(all).size).toBe(all.length);
    expect(learn.filter(({ number }) => number < 1000).length).toBeGreaterThanOrEqual(200);
    expect(small.map(({ number }) => number)).toContain(75);
    for (const pair of small) expect(pair).toEqual({ number: pair.number, english: english(pair.number), french: french(pair.number) });
  });

  it.each([
    [12_345, ""],
    [40_000, "range"],
    [49_999, "range"],
    [50_700, "hundreds"],
    [7_699, ""],
    [799, "hundreds"],
    [75_001, "parts"],
    [1_075, "parts"],
    [44_775, "range,hundreds,parts"],
  ])("hide of %i: %j", (number, what) => {
    expect(hiddenIn(number).join()).toBe(what);
  });

  it("are split so that nothing hidden is learnt from, while each of its words is, and each exam hides one thing", () => {
    const { learn, watched, exams } = harderNumberSplit({ random: seed(2) });
    expect([learn.length, watched.length, ...Object.values(exams).map(({ length }) => length)]).toEqual([2000, 500, 300, 300, 300]);
    for (const { number } of [...learn, ...watched]) expect(hiddenIn(number)).toEqual([]);
    for (const [what, pairs] of Object.entries(exams)) for (const { number } of pairs) expect(hiddenIn(number)).toEqual([what]);
    const known = (side: "english" | "french") => new Set(learn.flatMap((pair) => pair[side].split(/[ -]/)));
    for (const side of ["english", "french"] as const)
      for (const pair of Object.values(exams).flat()) for (const word of pair[side].split(/[ -]/)) expect(known(side), word).toContain(word);
    expect(HIDDEN_PARTS).toContain(75);
  });

  it("fall into parts that make them up again, in both languages", () => {
    expect(numberParts(1375)).toEqual([
      { english: "one thousand", french: "mille" },
      { english: "three", french: "trois" },
      { english: "hundred", french: "cent" },
      { english: "seventy-five", french: "soixante-quinze" },
    ]);
    for (let n = 0; n < 100_000; n += 1 + (n % 7)) {
      const joined = (side: "english" | "french") =>
        numberParts(n)
          .map((part) => part[side])
          .join(" ");
      expect([joined("english"), joined("french")]).toEqual([english(n), french(n)]);
    }
    expect(() => numberParts(100_000)).toThrow("100000 is not below 100,000");
  });

  it("have no word that is not in the texts for a tokenizer", () => {
    const words = new Set(numberTexts().flatMap((text) => text.split(/[ -]/)));
    for (let n = 0; n < 1_000_000; n += 997) for (const word of `${english(n)} ${french(n)}`.split(/[ -]/)) expect(words).toContain(word);
  });
});

describe("two moons", () => {
  it("are half circles around (0, 0) and (1, ½) when there is no noise", () => {
    const { features, labels } = twoMoons({ random: seed(1), samples: 101, noise: 0 });
    expect(labels.filter((label) => label === 0)).toHaveLength(50);
    for (const [i, [x, y]] of features.entries()) {
      const [cx, cy, side] = labels[i] === 0 ? [0, 0, 1] : [1, 0.5, -1];
      expect(Math.hypot(x! - cx, y! - cy)).toBeCloseTo(1, 12);
      expect(side * (y! - cy)).toBeGreaterThanOrEqual(-1e-12);
    }
    // make_moons(4, noise=0) of scikit-learn.
    expect(
      twoMoons({ random: seed(1), samples: 4, noise: 0 })
        .features.flat()
        .map((v) => Math.round(v * 1e9) / 1e9 + 0),
    ).toEqual([1, 0, -1, 0, 0, 0.5, 2, 0.5]);
  });

  it("refuse sizes that make no sense", () => {
    expect(() => twoMoons({ random: seed(1), samples: 1 })).toThrow("samples is 1");
    expect(() => twoMoons({ random: seed(1), noise: -1 })).toThrow("noise is -1");
  });
});

describe("ratings", () => {
  const { train, test } = ratings({ random: seed(1) });

  it("are a fifth of all pairs to learn from and other pairs to test on", () => {
    expect([train.length, test.length]).toEqual([30_000, 30_000]);
    expect(new Set([...train, ...test].map(({ user, item }) => user * 300 + item)).size).toBe(60_000);
  });

  it("lie around 3.5 with the spread that their causes add up to", () => {
    const values = test.map(({ value }) => value);
    const mean = values.reduce((a, b) => a + b) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    expect(Math.abs(mean - 3.5)).toBeLessThan(0.1);
    // 2 · .44² + 4 · .61⁴ + .5²
    expect(Math.abs(variance - 1.191)).toBeLessThan(0.12);
  });

  it("refuse options that make no sense", () => {
    expect(() => ratings({ random: seed(1), users: 0 })).toThrow("users is 0");
    expect(() => ratings({ random: seed(1), seen: 1 })).toThrow("seen is 1");
  });
});

describe("card payments", () => {
  const { rows, features, labels, featureNames } = cardPayments({ random: seed(1) });

  it("stand in the order of time and say how long the card rested", () => {
    const last = new Map<number, number>();
    for (const [i, { time, customer, sinceLast, hour }] of rows.entries()) {
      if (i > 0) expect(time).toBeGreaterThanOrEqual(rows[i - 1]!.time);
      expect(sinceLast).toBeCloseTo((time - (last.get(customer) ?? 0)) * 24, 6);
      expect(hour).toBeCloseTo((time % 1) * 24, 6);
      last.set(customer, time);
    }
  });

  it("are fraud in about one case of 200, of about a tenth of the customers", () => {
    const frauds = rows.filter(({ fraud }) => fraud);
    expect(frauds.length / rows.length).toBeGreaterThan(0.003);
    expect(frauds.length / rows.length).toBeLessThan(0.009);
    expect(new Set(frauds.map(({ customer }) => customer)).size / 300).toBeGreaterThan(0.05);
    expect(new Set(frauds.map(({ customer }) => customer)).size / 300).toBeLessThan(0.15);
    expect(cardPayments({ random: seed(1), misuse: 0 }).labels.every((label) => label === 0)).toBe(true);
  });

  it("come as rows, features and labels, with honest travellers far away", () => {
    expect(features[0]).toHaveLength(featureNames.length);
    expect(features.flat().every(Number.isFinite)).toBe(true);
    expect(labels).toEqual(rows.map(({ fraud }) => (fraud ? 1 : 0)));
    expect(rows.filter(({ fraud, distance }) => !fraud && distance > 100).length).toBeGreaterThan(rows.filter(({ fraud }) => fraud).length);
  });
});

describe("bAbI task 1", () => {
  const questions = babi({ random: seed(1), questions: 500 });

  it("asks for the place in the last sentence about the person", () => {
    for (const { story, question, answer, support } of questions) {
      const person = /^Where is (\w+)\?$/.exec(question)![1]!;
      expect(BABI_PEOPLE).toContain(person);
      expect(story.findLastIndex((sentence) => sentence.startsWith(`${person} `))).toBe(support);
      expect(story[support]).toMatch(new RegExp(`^${person} (moved to|went to|journeyed to|travelled to|went back to) the ${answer}\\.$`));
      expect(BABI_PLACES).toContain(answer);
    }
  });

  it("asks after every second sentence, up to ten", () => {
    expect(questions).toHaveLength(500);
    expect(questions.slice(0, 6).map(({ story }) => story.length)).toEqual([2, 4, 6, 8, 10, 2]);
  });

  it("asks once about each story where lengths are given, each as often", () => {
    const lengths = babi({ random: seed(2), questions: 600, lengths: [2, 20] }).map(({ story }) => story.length);
    expect(new Set(lengths)).toEqual(new Set([2, 20]));
    // 300 of 600, σ 12.
    expect(Math.abs(lengths.filter((length) => length === 2).length - 300)).toBeLessThan(40);
  });

  it("puts the sentence that decides at each place as often, if told to", () => {
    const asked = babi({ random: seed(4), questions: 1000, lengths: [4], even: true });
    for (const { story, question, answer, support } of asked) {
      const person = question.slice("Where is ".length, -1);
      expect(story.findLastIndex((sentence) => sentence.startsWith(`${person} `))).toBe(support);
      expect(story[support]!.endsWith(` ${answer}.`)).toBe(true);
    }
    // 250 of 1,000, σ 14.
    for (const place of [0, 1, 2, 3]) expect(Math.abs(asked.filter(({ support }) => support === place).length - 250)).toBeLessThan(50);
  });

  it("lets people be only where they are allowed", () => {
    const allowed = (person: string, place: string) => person !== "Mary" || place === "garden" || place === "office";
    const sentences = babi({ random: seed(3), questions: 300, allowed }).flatMap(({ story }) => story);
    const places = new Set(sentences.filter((sentence) => sentence.startsWith("Mary")).map((sentence) => sentence.split(" ").at(-1)));
    expect(places).toEqual(new Set(["garden.", "office."]));
  });

  it.each<[string, Partial<Parameters<typeof babi>[0]>, string]>([
    ["an odd number of sentences", { lengths: [2, 3] }, "lengths are [2,3]"],
    ["no sentences", { lengths: [0] }, "lengths are [0]"],
    ["old answers without lengths", { even: true }, "even needs lengths"],
    ["no lengths", { lengths: [] }, "give at least one"],
    ["a number of questions", { questions: 0.5 }, "questions is 0.5"],
    ["a single place", { allowed: (_, place) => place === "garden" }, "allowed leaves 1 places to Mary"],
  ])("refuses %s", (_, options, message) => {
    expect(() => babi({ random: seed(1), ...options })).toThrow(message);
  });
});

describe("weather reports", () => {
  it("say all that the summary says, though not in its words", () => {
    for (const { report, summary } of weatherReports({ random: seed(1), reports: 300 })) {
      const [, place, sky, high, wind] = /^(\S+): (\w+), (-?\d+) °C, (\w+)$/.exec(summary)!;
      expect(report).toContain(place!);
      expect(report).toContain(`${high} °C`);
      expect(report).not.toMatch(new RegExp(`\\b(${sky}|${wind})\\b`));
      expect(report.split(/[.;:] /).length).toBeGreaterThanOrEqual(5);
    }
  });
});
