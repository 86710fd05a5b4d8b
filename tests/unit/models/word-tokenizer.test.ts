import { describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { numberWords } from "../../../src/datasets/number-words.ts";
import { WordTokenizer } from "../../../src/lm/word-tokenizer.ts";

describe("words as tokens", () => {
  it("cuts words, numbers and marks apart, and puts specials first, then the most frequent", () => {
    const words = new WordTokenizer({ specials: ["[PAD]", "[MASK]"] }).fit(["a b b, it's 1,000", "b b a."]);
    expect(words.tokens).toEqual(["[PAD]", "[MASK]", "b", "a", ",", "it's", "1", "000", "."]);
    expect(words.encode("b [MASK] it's.")).toEqual([2, 1, 5, 8]);
    expect(words.vocabularySize).toBe(9);
  });

  it("gives number words and questions back as they were", () => {
    const { train } = numberWords.pairs({ random: seed(1), train: 200, test: 0 });
    const texts = [...train.flatMap(({ english, french }) => [english, french]), "Where is Mary? Mary went back to the garden."];
    const words = new WordTokenizer().fit(texts);
    for (const text of texts) expect(words.decode(words.encode(text))).toBe(text);
  });

  it("keeps only so many words; the others become the unknown one, or are an error", () => {
    const options = { specials: ["[UNK]"], maxWords: 1 };
    const words = new WordTokenizer({ ...options, unknown: "[UNK]" }).fit(["a a b"]);
    expect(words.encode("a b c")).toEqual([1, 0, 0]);
    expect(() => new WordTokenizer(options).fit(["a a b"]).encode("b")).toThrow('"b" is not among the 2 tokens');
  });

  it.each<[string, () => unknown, string]>([
    ["an unknown that is no special", () => new WordTokenizer({ unknown: "?" }), 'unknown is "?"'],
    ["no words", () => new WordTokenizer({ maxWords: 0 }), "maxWords is 0"],
    ["a token that is not there", () => new WordTokenizer().fit(["a"]).decode([1]), "there is no token 1"],
  ])("refuses %s", (_, act, message) => {
    expect(act).toThrow(message);
  });
});
