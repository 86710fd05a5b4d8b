import { describe, expect, it } from "vitest";
import { knownWords, wordsOf } from "../../../src/versus/invented-words.ts";
import { judgeWriting, repeatedPlaces, repeatedShare } from "../../../src/versus/judge-writing.ts";

describe("what a text repeats", () => {
  it("is the share of its pieces that stood there before, by hand", () => {
    // Pieces of three: abc, bca, cab, abc, bca, cab: three of six came before.
    expect(repeatedShare("abcabcab", 3)).toBe(0.5);
    expect(repeatedShare("abcdefgh", 3)).toBe(0);
    expect(repeatedShare("aaaaaaaaa", 8)).toBe(0.5);
    expect(repeatedShare("short")).toBe(0);
    expect(() => repeatedShare("abc", 0)).toThrow(RangeError);
  });

  it("is known for each place: those of the pieces that come again", () => {
    expect(repeatedPlaces("abcXabcY", 3)).toEqual([false, false, false, false, true, true, true, false]);
    expect(repeatedPlaces("abcabc", 3)).toEqual([false, false, false, true, true, true]);
    expect(repeatedPlaces("ab", 3)).toEqual([false, false]);
    expect(() => repeatedPlaces("ab", 0.5)).toThrow(RangeError);
  });

  it("is nothing in one measure where it is nothing in the other", () => {
    for (const text of ["the whale, the whale, the whale", "call me Ishmael", "aaaaaaaaaaaa"])
      expect(repeatedPlaces(text).includes(true)).toBe(repeatedShare(text) > 0);
  });
});

describe("a judgement of texts", () => {
  const source = "the white whale swam and the ship sailed";
  const texts = ["x the whale the whale x", "x ship wale saled swam x"];

  it("counts words that exist, words that differ, what comes again and what is copied", () => {
    const { known, different, repeated, copied } = judgeWriting(texts, source);
    expect(known).toEqual(knownWords(texts, new Set(wordsOf(source))));
    // Two of four words are new in the first text, four of four in the second.
    expect(different.mean).toBe(0.75);
    expect(different.plusMinus).toBeCloseTo((2 * Math.hypot(0.25, 0.25)) / Math.SQRT2, 12);
    expect(repeated.mean).toBeCloseTo((repeatedShare(texts[0]!) + repeatedShare(texts[1]!)) / 2, 12);
    // "e whale " and " ship ": eight and six characters.
    expect(copied.mean).toBe(7);
  });

  it("needs two texts, for an interval", () => {
    expect(() => judgeWriting(["x a x"], source)).toThrow(RangeError);
  });
});
