import { describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { BERT } from "../../../src/lm/bert.ts";
import { loadBERT, SPECIALS, saveBERT } from "../../../src/lm/bert-file.ts";
import { WordTokenizer } from "../../../src/lm/word-tokenizer.ts";
import { saveSafetensors, zeros } from "../../../src/tensor/index.ts";

describe("a BERT as a file", () => {
  const tokenizer = new WordTokenizer({ specials: SPECIALS, unknown: "[UNK]", maxWords: 8 }).fit([
    "we don't know, we can't know: $ 5 - or 7.",
    "we know it, and don't say - it.",
  ]);
  const model = new BERT(
    { vocabSize: tokenizer.vocabularySize, blockSize: 8, nLayer: 1, nHead: 2, nEmbd: 8, maskToken: 1, specialTokens: [2] },
    seed(4),
  );

  it("comes back with the same guesses, and the same words at the same numbers", () => {
    const back = loadBERT(saveBERT({ model, tokenizer }));
    expect(back.tokenizer.tokens).toEqual(tokenizer.tokens);
    const ids = back.tokenizer.encode("we don't know [MASK] whale");
    expect(ids).toEqual(tokenizer.encode("we don't know [MASK] whale"));
    expect(ids.slice(3)).toEqual([1, 2]);
    expect(back.model.fill(ids, 3)).toEqual(model.fill(ids, 3));
    expect(back.model.options).toEqual(model.options);
  });

  it("is nearly the same with float16", () => {
    const back = loadBERT(saveBERT({ model, tokenizer }, { dtype: "F16" })).model;
    const [a, b] = [model, back].map((bert) => bert.fill([3, 4, 5], 1)) as [number[], number[]];
    for (const [i, p] of a.entries()) expect(Math.abs(p - b[i]!)).toBeLessThan(1e-3);
  });

  it("is told apart from other safetensors files", () => {
    expect(() => loadBERT(saveSafetensors({ x: zeros([2]) }))).toThrow("is not of a BERT that reads words");
    expect(() => loadBERT(saveBERT({ model, tokenizer }).slice(0, 900))).toThrow("this safetensors file is damaged");
  });
});
