import { describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { jaccard, nearDuplicates, shingles } from "../../../src/prep/near-duplicates.ts";

describe("shingles", () => {
  it("are the pieces of a text from each place, whatever its capitals and white space", () => {
    expect([...shingles("Ab cD\ne", 3)]).toEqual(["abc", "bcd", "cde"]);
    expect([...shingles("aaaa", 2)]).toEqual(["aa"]);
    expect([...shingles("a", 3)]).toEqual(["a"]);
    expect([...shingles("", 3)]).toEqual([""]);
  });
});

describe("Jaccard's index", () => {
  it("is what two sets share, of all that either has", () => {
    expect(jaccard(new Set([1, 2, 3]), new Set([2, 3, 4, 5]))).toBe(2 / 5);
    expect(jaccard(new Set([1]), new Set([1]))).toBe(1);
    expect(jaccard(new Set([1]), new Set([2]))).toBe(0);
  });
});

describe("near duplicates", () => {
  const long = "Buy our wonderful product now, and save a hundred dollars before the end of the month comes near!";

  it("finds texts that differ in a name, and leaves alone those that share a sentence", () => {
    const texts = [
      `Dear Anna, ${long}`,
      "hello",
      `Dear Karl, ${long}`,
      `${long} And here is a different letter about the garden, the cat and the weather of July, which goes on.`,
    ];
    expect(nearDuplicates(texts)).toEqual([[0, 2]]);
  });

  it("finds what comparing all with all finds", () => {
    const random = seed(4);
    const word = () => ["apple", "pear", "plum", "cherry", "fig"][random.int(5)]!;
    const texts = Array.from({ length: 60 }, () => Array.from({ length: 1 + random.int(6) }, word).join(" "));
    for (const similarity of [0.3, 0.5, 0.8, 1]) {
      const slow: [number, number][] = [];
      for (let a = 0; a < texts.length; a++)
        for (let b = a + 1; b < texts.length; b++) if (jaccard(shingles(texts[a]!, 4), shingles(texts[b]!, 4)) >= similarity) slow.push([a, b]);
      expect(slow.length).toBeGreaterThan(10);
      expect(nearDuplicates(texts, { size: 4, similarity }), `${similarity}`).toEqual(slow);
    }
  });

  it("refuses a similarity that any two texts have, or none", () => {
    expect(() => nearDuplicates([], { similarity: 0 })).toThrow("similarity is 0");
    expect(() => nearDuplicates([], { similarity: 1.1 })).toThrow("similarity is 1.1");
  });
});
