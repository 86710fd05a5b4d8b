import { describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { CharacterTokenizer } from "../../../src/lm/character-tokenizer.ts";
import { GPT } from "../../../src/lm/gpt.ts";
import { loadGPT, saveGPT } from "../../../src/lm/gpt-file.ts";
import { noGrad, saveSafetensors, zeros } from "../../../src/tensor/index.ts";

describe("a GPT as a file", () => {
  const tokenizer = new CharacterTokenizer("abc “é🐋");
  const model = new GPT({ vocabSize: tokenizer.vocabularySize, blockSize: 6, nLayer: 1, nHead: 2, nEmbd: 8 }, seed(4));

  it("comes back with the same logits and the same characters", () => {
    const back = loadGPT(saveGPT({ model, tokenizer }));
    expect(back.tokenizer.characters).toEqual(tokenizer.characters);
    const ids = [tokenizer.encode("cab🐋")];
    expect(noGrad(() => back.model.forward(ids)).toArray()).toEqual(noGrad(() => model.forward(ids)).toArray());
  });

  it("is half as large with float16, and nearly the same", () => {
    const bytes = saveGPT({ model, tokenizer }, { dtype: "F16" });
    const ids = [tokenizer.encode("abc")];
    const [a, b] = [loadGPT(bytes).model, model].map((gpt) => noGrad(() => gpt.forward(ids)).toFloat32Array());
    expect(Math.max(...a!.map((logit, i) => Math.abs(logit - b![i]!)))).toBeLessThan(1e-3);
  });

  it("is told apart from other safetensors files", () => {
    expect(() => loadGPT(saveSafetensors({ x: zeros([2]) }))).toThrow("is not of a GPT that reads characters");
    expect(() => loadGPT(saveGPT({ model, tokenizer }).slice(0, 900))).toThrow("this safetensors file is damaged");
  });
});
