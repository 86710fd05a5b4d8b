import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { numberTexts, numberWords } from "../../../src/datasets/number-words.ts";
import { T5 } from "../../../src/lm/t5.ts";
import { loadT5, saveT5 } from "../../../src/lm/t5-file.ts";
import { WordTokenizer } from "../../../src/lm/word-tokenizer.ts";
import { noGrad, saveSafetensors, zeros } from "../../../src/tensor/index.ts";

const tokenizer = new WordTokenizer({ specials: ["<pad>", "<end>"] }).fit(numberTexts());
const model = new T5({ vocabSize: tokenizer.vocabularySize, sourceLength: 9, targetLength: 18, nLayer: 1, nHead: 2, nEmbd: 8 }, seed(4));
const logits = (t5: T5) => noGrad(() => t5.forward([[5, 2, 7]], [[9, 8]])).toArray();

describe("a T5 as a file", () => {
  it("comes back with the same logits, the same words and the same spaces", () => {
    const back = loadT5(saveT5({ model, tokenizer }));
    expect(back.tokenizer.tokens).toEqual(tokenizer.tokens);
    expect(logits(back.model)).toEqual(logits(model));
    expect(back.model.training).toBe(false);
    for (const text of ["seventy-five", "quatre-vingt-dix mille et un"]) expect(back.tokenizer.decode(back.tokenizer.encode(text))).toBe(text);
  });

  it("is nearly the same with float16", () => {
    const bytes = saveT5({ model, tokenizer }, { dtype: "F16" });
    const [a, b] = [loadT5(bytes).model, model].map((t5) => (logits(t5) as unknown[]).flat(3) as number[]) as [number[], number[]];
    expect(Math.max(...a.map((logit, i) => Math.abs(logit - b[i]!)))).toBeLessThan(1e-2);
  });

  it("is told apart from other safetensors files", () => {
    expect(() => loadT5(saveSafetensors({ x: zeros([2]) }))).toThrow("is not of a T5 that reads words");
    expect(() => loadT5(readFileSync(new URL("../../../public/weights/letter-sorter.safetensors", import.meta.url)))).toThrow("is not of a T5");
    expect(() => loadT5(saveT5({ model, tokenizer }).slice(0, 900))).toThrow("this safetensors file is damaged");
  });
});

describe("the T5 that is shipped", () => {
  const shipped = loadT5(readFileSync(new URL("../../../public/weights/number-translator.safetensors", import.meta.url)));
  const pair = (n: number) => [shipped.tokenizer.encode(numberWords.english(n)), shipped.tokenizer.encode(numberWords.french(n))] as const;

  it("looks at all of what it reads, in rows that sum to 1", () => {
    const [source, target] = pair(91_375);
    const weights = shipped.model.crossAttention(source, target);
    expect(weights.shape).toEqual([2, 4, target.length + 1, source.length]);
    for (const sum of weights.sum(-1).toFloat32Array()) expect(sum).toBeCloseTo(1, 5);
  });

  it("writes each word without knowing the later ones, and with its cache what it writes all at once", () => {
    const [source, target] = pair(91_375);
    const all = (words: readonly number[]) => noGrad(() => shipped.model.forward([source], [words]).select(0, 0)).toArray() as number[][];
    const [whole, other] = [all(target), all([...target.slice(0, 3), ...target.slice(3).map(() => 4)])];
    for (let i = 0; i <= 3; i++) for (const [v, logit] of whole[i]!.entries()) expect(Math.abs(logit - other[i]![v]!)).toBeLessThan(1e-5);
    const [beam] = shipped.model.beamSearch(source, { beams: 1, alpha: 0 });
    const scores = noGrad(() => shipped.model.forward([source], [beam!.tokens]).logSoftmax(-1).select(0, 0)).toArray() as number[][];
    const sum = [...beam!.tokens, 1].reduce((total, token, i) => total + scores[i]![token]!, 0);
    expect(Math.abs(sum - beam!.logProbability)).toBeLessThan(1e-5);
  });

  it("has nearly all of the exam right to the letter, at least 990 of 1,000", () => {
    const { exam } = numberWords.split({ random: seed(1) });
    const written = shipped.model.generateAll(exam.map(({ number }) => pair(number)[0])).map((ids) => shipped.tokenizer.decode(ids));
    expect(exam.filter(({ french }, i) => french === written[i]).length).toBeGreaterThanOrEqual(990);
  });
});
