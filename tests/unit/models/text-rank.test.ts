import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sotu } from "../../../src/datasets/sotu.ts";
import { frequentWords } from "../../../src/words/frequent-words.ts";
import { leadSentences, rankSentences, sentenceSimilarity, splitSentences, summarize } from "../../../src/words/text-rank.ts";

const sentence = fc
  .array(fc.constantFrom("whale", "sea", "ship", "captain", "storm", "harpoon"), { minLength: 1, maxLength: 6 })
  .map((words) => `${words.join(" ")}.`);

describe("by hand", () => {
  it("similarity is what is shared over the logarithms of the lengths", () => {
    // {whale, swam, away} and {whale, swam, north, fast}: 2 / (ln 3 + ln 4).
    expect(sentenceSimilarity("The whale swam away.", "A whale swam north, fast!")).toBeCloseTo(2 / (Math.log(3) + Math.log(4)), 12);
    expect(sentenceSimilarity("Whale!", "Whale!")).toBe(0);
  });

  it("two sentences that are alike score the same, one like no other less", () => {
    const [a, b, c] = rankSentences(["Ships sail far north.", "Far north sail ships.", "Cooks bake bread daily."]);
    expect(a).toBeCloseTo(b!, 9);
    expect(c).toBeLessThan(a!);
    // c gets only what the lost walker brings: c = .15 + .85 c / 3.
    expect(c).toBeCloseTo(0.15 / (1 - 0.85 / 3), 5);
  });

  it("three in a row: the middle one has 1.46, the ends have 0.77", () => {
    // a = .15 + .85 b / 2, b = .15 + .85 · 2 a.
    const [a, b, c] = rankSentences(["Red apples grow.", "Red apples, green pears.", "Green pears ripen."]);
    expect([a, b, c].map((score) => score!.toFixed(2))).toEqual(["0.77", "1.46", "0.77"]);
  });

  it("the sentence in the middle of a star scores most", () => {
    const star = ["Red apples grow here.", "Red apples, green pears, blue plums.", "Green pears ripen late.", "Blue plums taste sweet."];
    const scores = rankSentences(star);
    expect(scores.indexOf(Math.max(...scores))).toBe(1);
    expect(summarize(star.join(" "), { sentences: 1 })).toEqual([star[1]]);
  });

  it("cuts sentences, though not after Mr. or an initial", () => {
    expect(splitSentences('Mr. Lincoln spoke. "We shall win!" he said.  Did J. Q. Adams?\nYes. 1862 was hard.')).toEqual([
      "Mr. Lincoln spoke.",
      '"We shall win!" he said.',
      "Did J. Q. Adams?",
      "Yes.",
      "1862 was hard.",
    ]);
    expect(splitSentences("  ")).toEqual([]);
  });
});

describe("properties", () => {
  it("scores have the mean 1, and the order of the sentences does not matter", () => {
    fc.assert(
      fc.property(fc.array(sentence, { minLength: 1, maxLength: 8 }), (sentences) => {
        const scores = rankSentences(sentences, { tolerance: 1e-12 });
        expect(scores.reduce((a, b) => a + b) / scores.length).toBeCloseTo(1, 9);
        const turned = rankSentences(sentences.toReversed(), { tolerance: 1e-12 }).reverse();
        for (const [i, score] of scores.entries()) expect(turned[i]).toBeCloseTo(score, 6);
      }),
    );
  });
});

it("a State of the Union is summed up in its own words and order", () => {
  const { text } = sotu.rows.find(({ year }) => year === 1862)!;
  const summary = summarize(text, { sentences: 5 });
  const places = summary.map((one) => text.replace(/\s+/g, " ").indexOf(one));
  expect(summary).toHaveLength(5);
  expect(places.every((place) => place >= 0)).toBe(true);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
});

describe("what a summary is set against", () => {
  const text = "The whale dives. We see the whale, the sea and a ship. The sea is calm.";

  it("the first sentences", () => {
    expect(leadSentences(text, 1)).toEqual(["The whale dives."]);
    expect(leadSentences(text, 9)).toHaveLength(3);
    expect(() => leadSentences(text, 0)).toThrow("count is 0");
  });

  it("the words that come most often, and the share of them that another text holds", () => {
    const frequent = frequentWords(text, 2);
    expect(frequent.words).toEqual(["whale", "sea"]);
    expect(frequent.coveredBy("Sea, and nothing else")).toBe(0.5);
    expect(frequent.coveredBy("")).toBe(0);
    expect(frequentWords("of the", 3).coveredBy("of the")).toBe(0);
    expect(() => frequentWords(text, 0)).toThrow("count is 0");
  });
});

describe("bad input", () => {
  it.each([
    ["no sentences to keep", () => summarize("A b c.", { sentences: 0 }), "sentences is 0"],
    ["damping of 1", () => rankSentences(["a"], { damping: 1 }), "damping is 1"],
    ["no tolerance", () => rankSentences(["a"], { tolerance: 0 }), "tolerance is 0"],
  ])("%s is refused in words", (_, act, message) => {
    expect(act).toThrow(message);
  });

  it("a text without sentences has no summary", () => {
    expect(summarize("")).toEqual([]);
    expect(rankSentences([])).toEqual([]);
  });
});
