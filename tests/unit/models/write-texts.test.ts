import { describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { GPT } from "../../../src/lm/gpt.ts";
import { writeTexts } from "../../../src/versus/write-texts.ts";

const model = new GPT({ vocabSize: 7, blockSize: 12, nLayer: 2, nHead: 2, nEmbd: 16 }, seed(1)).eval();

describe("texts side by side", () => {
  it("are what the model writes one by one, where the likeliest is taken", () => {
    const one = model.generate([3, 1], seed(1), { temperature: 0 });
    const expected = Array.from({ length: 5 }, () => one.next().value);
    const all = [...writeTexts(model, [3, 1], { count: 3, length: 5, random: seed(1), temperature: 0 })];
    expect(all).toHaveLength(5);
    expect(all.at(-1)).toEqual([expected, expected, expected]);
  });

  it("differ from each other at temperature 1, and are the same again from the same seed", () => {
    const write = () => [...writeTexts(model, [3], { count: 4, length: 8, random: seed(5), temperature: 1 })].at(-1)!;
    expect(new Set(write().map(String)).size).toBeGreaterThan(1);
    expect(write()).toEqual(write());
  });

  it("go on each from its own beginning", () => {
    const beginnings = [
      [3, 1],
      [5, 2],
      [0, 0],
    ];
    const expected = beginnings.map((tokens) => {
      const one = model.generate(tokens, seed(1), { temperature: 0 });
      return Array.from({ length: 5 }, () => one.next().value);
    });
    expect([...writeTexts(model, beginnings, { count: 3, length: 5, random: seed(1), temperature: 0 })].at(-1)).toEqual(expected);
  });

  it("need as many beginnings as texts, all of one length", () => {
    const texts = (prompts: number[][]) => () => writeTexts(model, prompts, { count: 2, length: 3, random: seed(1) }).next();
    expect(texts([[1], [2], [3]])).toThrow("there are 3 prompts for 2 texts");
    expect(texts([[1], [2, 3]])).toThrow("the prompts differ in length");
    expect(texts([[], []])).toThrow("the prompt is empty");
    expect(texts([[1], [2]])).not.toThrow();
  });

  it("need a beginning, and room", () => {
    const texts = (prompt: number[], length: number) => () => writeTexts(model, prompt, { count: 1, length, random: seed(1) }).next();
    expect(texts([], 3)).toThrow("the prompt is empty");
    expect(texts([1, 2], 11)).toThrow("a prompt of 2 tokens and 11 more do not fit into the context of 12");
    expect(texts([1, 2], 10)).not.toThrow();
  });
});
