import { describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { numberParts, numberTexts, numberWords } from "../../../src/datasets/number-words.ts";
import { T5 } from "../../../src/lm/t5.ts";
import { WordTokenizer } from "../../../src/lm/word-tokenizer.ts";
import {
  countedTranslator,
  lookedRight,
  measuredLoss,
  pairLoss,
  shareExact,
  TRANSLATOR_SIZES,
  trainTranslator,
  translateAll,
  writeAndLook,
} from "../../../src/versus/translator.ts";

const tokenizer = new WordTokenizer({ specials: ["<pad>", "<end>"] }).fit(numberTexts());
const fresh = (random = seed(1)) => ({
  model: new T5({ ...TRANSLATOR_SIZES, vocabSize: tokenizer.vocabularySize, nLayer: 1, nEmbd: 32, nInner: 32 }, random),
  tokenizer,
});
const pairs = Array.from({ length: 20 }, (_, number) => ({ english: numberWords.english(number), french: numberWords.french(number) }));

describe("a translator", () => {
  it("learns pairs by heart, tells its loss, and says what is right to the letter", () => {
    const random = seed(1);
    const translator = fresh(random);
    const before = measuredLoss(translator, pairs);
    expect(before).toBeCloseTo(pairLoss(translator, pairs).item(), 5);
    const steps = [...trainTranslator(translator, pairs, { random, steps: 60, batchSize: 20, lr: 0.01 })];
    expect(steps.map(({ step }) => step)).toEqual(Array.from({ length: 60 }, (_, i) => i + 1));
    expect(steps.at(-1)!.loss).toBeLessThan(before / 5);
    const written = translateAll(
      translator,
      pairs.map(({ english }) => english),
    );
    expect(shareExact(translator, pairs)).toBe(written.filter((text, i) => text === pairs[i]!.french).length / 20);
    expect(shareExact(translator, pairs)).toBeGreaterThan(0.8);
  });

  it("does the same with the same seed", () => {
    const losses = () => {
      const random = seed(3);
      return [...trainTranslator(fresh(random), pairs, { random, steps: 4, batchSize: 8 })].map(({ loss }) => loss);
    };
    expect(losses()).toEqual(losses());
  });

  it("says where each written word looked, in shares that sum to 1, and numbers the words", () => {
    const { text, looks } = writeAndLook(fresh(), "seventy-five");
    const words = [...new Set(looks.map(({ written }) => written))];
    expect(words).toHaveLength(tokenizer.encode(text).length + 1);
    for (const word of words) {
      const row = looks.filter(({ written }) => written === word);
      expect(row.map(({ read }) => read)).toEqual(["1 seventy", "2 -", "3 five"]);
      expect(row.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 5);
    }
  });

  it("counts the words that look into the part that they translate: about as many as chance before any training", () => {
    const { heads, chance, words } = lookedRight(fresh(), [numberParts(75), numberParts(12_375)]);
    expect(heads.map(({ head }) => head)).toEqual([1, 2, 3, 4, "all"]);
    // soixante, quinze; douze, mille, trois, cent, soixante, quinze.
    expect(words).toBe(8);
    // 75 is one part: any look is right. 12,375 has four parts of one token and one of three, of seven.
    expect(chance).toBeCloseTo((2 * 1 + 4 * (1 / 7) + 2 * (3 / 7)) / 8, 6);
    for (const { right } of heads) expect(right).toBeGreaterThanOrEqual(2 / 8);
  });

  it("counts a dictionary of the same pairs, which puts hyphens as the tokenizer does", () => {
    const counted = countedTranslator(tokenizer, pairs);
    expect(counted.translate("five")).toBe("cinq");
    expect(counted.translate("five six")).toBe("cinq six");
    expect(counted.size).toBe(20);
  });

  it("refuses fewer pairs than a step needs", () => {
    expect(() => trainTranslator(fresh(), pairs, { random: seed(1) }).next()).toThrow("20 pairs: a step needs 64");
  });
});
