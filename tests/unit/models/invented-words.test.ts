import { describe, expect, it } from "vitest";
import { judgeInvented, judgeTexts, knownWords, longestCopy, piecesOf, wordsOf } from "../../../src/versus/invented-words.ts";

describe("words of a text", () => {
  it("are what stands between signs and spaces, in any script", () => {
    expect(wordsOf("It's me -- Ahab, the Grün.\n")).toEqual(["It", "s", "me", "Ahab", "the", "Grün"]);
  });
});

describe("invented words", () => {
  it("are new where no known word is the same, and fit where each three letters occur in one", () => {
    // Known: anna, annabel. New and fitting: annabel's "nab" is known, so "anabel" fits but for " an", "ana": "ana" is in no known word.
    expect(judgeInvented("anna\nannabela\nanabel\nannanna\nanna\n", ["anna", "annabel"])).toEqual({ new: 3 / 4, lettersFit: 1 / 4 });
    // "annab" + "na ": all its triples are of the two.
    expect(judgeInvented("annabel\nx\n", ["anna", "annabel"])).toEqual({ new: 0, lettersFit: 1 });
  });

  it("must hold a whole word", () => {
    expect(() => judgeInvented("ann", ["anna"])).toThrow(RangeError);
  });
});

describe("known words over several texts", () => {
  it("are a mean of shares, with twice its standard error", () => {
    // Shares 1, 1/2 and 0: the mean is 1/2, the standard deviation 1/2.
    const { mean, plusMinus } = knownWords(["x a b y", "x a q y", "x q r y"], new Set(["a", "b"]));
    expect(mean).toBe(0.5);
    expect(plusMinus).toBeCloseTo((2 * 0.5) / Math.sqrt(3), 12);
    expect(() => knownWords(["x a y"], new Set())).toThrow(RangeError);
  });
});

describe("the longest copy", () => {
  it("is the longest piece that stands in the source, too", () => {
    expect(longestCopy("a white whale!", "the white whale swam")).toBe(" white whale");
    expect(longestCopy("xyz", "abc")).toBe("");
    expect(longestCopy("", "abc")).toBe("");
    expect(longestCopy("abc", "abcd")).toBe("abc");
    // Of two that are equally long the first.
    expect(longestCopy("xab-cdx", "ab cd")).toBe("ab");
  });
});

describe("a table of writers", () => {
  it("has for each what its texts come to", () => {
    const texts = ["x white whale x", "x white wale x"];
    const [row] = judgeTexts({ Ahab: texts }, "the white whale swam");
    expect(row).toEqual({ by: "Ahab", ...knownWords(texts, new Set(["white", "whale"])), copied: "white whale" });
  });
});

describe("pieces of a text", () => {
  it("stand at equal distances, and do not overlap", () => {
    expect(piecesOf("abcdefghij", { count: 3, length: 2 })).toEqual(["ab", "de", "gh"]);
    expect(() => piecesOf("abcdef", { count: 3, length: 3 })).toThrow("3 pieces of 3 are more than a text of 6 characters has");
  });
});
