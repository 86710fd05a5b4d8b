import { describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { toDense } from "../../../src/base/sparse.ts";
import { BERT } from "../../../src/lm/bert.ts";
import { bagOfTokens, gapsOf, lowerSentences, meanVectors, sentenceRows, splitByYear } from "../../../src/lm/speech-sentences.ts";
import { WordTokenizer } from "../../../src/lm/word-tokenizer.ts";

describe("speeches, split by year", () => {
  const speeches = [...Array.from({ length: 20 }, (_, i) => ({ year: 1800 + i })), { year: 1804 }, { year: 1809 }];
  const { learn, validation, test } = splitByYear(speeches);

  it("each in one part, those of a year in the same, one year of ten each for validation and test", () => {
    expect(learn.length + validation.length + test.length).toBe(speeches.length);
    expect(validation.map(({ year }) => year)).toEqual([1804, 1814, 1804]);
    expect(test.map(({ year }) => year)).toEqual([1809, 1819, 1809]);
  });
});

describe("sentences as rows", () => {
  const tokenizer = new WordTokenizer({ specials: ["[PAD]"] }).fit(["one two three four five six seven."]);

  it("are cut where a sentence ends, in lower case", () => {
    expect(lowerSentences("Mr. President, we\nmet.  They did not!")).toEqual(["mr. president, we met.", "they did not!"]);
  });

  it("leave the shortest out, and cut the longest into equal pieces with nothing lost", () => {
    const rows = sentenceRows(["one two.", "one two three four five.", "one two three four five six seven."], tokenizer, { shortest: 4, longest: 5 });
    expect(rows.map((row) => tokenizer.decode(row))).toEqual(["one two three", "four five.", "one two three four", "five six seven."]);
    expect(() => sentenceRows([], tokenizer, { longest: 0 })).toThrow("longest");
  });
});

describe("gaps", () => {
  const rows = Array.from({ length: 40 }, (_, i) => [0, 3 + (i % 5), 2, 9]);

  it("are at most one in a row, never at a special token, and the same with the same seed", () => {
    const gaps = gapsOf(rows, 3, 25, seed(1));
    expect(gaps).toHaveLength(25);
    for (const { tokens, at } of gaps) expect(tokens[at]).toBeGreaterThanOrEqual(3);
    expect(new Set(gaps.map(({ at }) => at))).toEqual(new Set([1, 3]));
    expect(gapsOf(rows, 3, 25, seed(1))).toEqual(gaps);
    expect(gapsOf([[0, 1, 2]], 3, 5, seed(1))).toEqual([]);
  });
});

describe("features of a row", () => {
  it("a bag of words counts tokens and has length 1", () => {
    const row = toDense(bagOfTokens([2, 2, 4, 2, 4, 0], 6));
    const length = Math.sqrt(9 + 4 + 1);
    expect(row).toEqual([1 / length, 0, 3 / length, 0, 2 / length, 0]);
    expect(() => bagOfTokens([6], 6)).toThrow("column 6");
  });

  it("the mean of the encoder's vectors is that of its rows", () => {
    const model = new BERT({ vocabSize: 9, blockSize: 6, nLayer: 1, nHead: 2, nEmbd: 4, maskToken: 1 }, seed(2));
    const tokens = [3, 5, 8];
    const vectors = model.encode([tokens]).toArray() as unknown as number[][][];
    const [mean] = meanVectors(model, [tokens]);
    for (const [c, value] of mean!.entries()) expect(value).toBeCloseTo(vectors[0]!.reduce((sum, vector) => sum + vector[c]!, 0) / 3, 5);
  });
});
