import { describe, expect, it } from "vitest";
import { GPT } from "../../../src/models/gpt.ts";
import { seed } from "../../../src/models/random.ts";
import { AdamW, noGrad, tensor } from "../../../src/tensor/index.ts";

const sizes = { vocabSize: 11, blockSize: 8, nLayer: 2, nHead: 2, nEmbd: 16 };

describe("GPT", () => {
  it("has as many parameters as the architecture says", () => {
    // GPT-2: 12 layers, width 768, 50,257 tokens, context 1,024: 124,439,808 with biases. By the same formula:
    // V C + T C + L (12 C² + 13 C) + 2 C.
    const count = (V: number, T: number, L: number, C: number) => V * C + T * C + L * (12 * C ** 2 + 13 * C) + 2 * C;
    expect(count(50_257, 1024, 12, 768)).toBe(124_439_808);
    expect(new GPT({ ...sizes, bias: true }, seed(1)).numParams()).toBe(count(11, 8, 2, 16));
  });

  it("starts with a loss of ln V: it knows nothing", () => {
    const loss = noGrad(() => new GPT(sizes, seed(1)).loss([[1, 2, 3, 4]], [[2, 3, 4, 5]]));
    expect(Math.abs(loss.item() - Math.log(11))).toBeLessThan(0.1);
  });

  it("sees nothing of what comes after", () => {
    const model = new GPT(sizes, seed(1));
    const logits = (tokens: number[]) => noGrad(() => model.forward([tokens]).slice(1, 0, 2).toArray());
    expect(logits([1, 2, 3, 4])).toEqual(logits([1, 2, 9, 9]));
    expect(logits([1, 2, 3, 4])).not.toEqual(logits([1, 3, 3, 4]));
  });

  it("learns a cycle by heart and goes on with it, past the end of its context", () => {
    const random = seed(1);
    const model = new GPT(sizes, random);
    const optimizer = new AdamW(model.parameters(), { lr: 1e-2 });
    const rows = Array.from({ length: 11 }, (_, start) => Array.from({ length: 9 }, (_, i) => (start + 3 * i) % 11));
    const x = tensor(rows.map((row) => row.slice(0, -1)));
    const y = tensor(rows.map((row) => row.slice(1)));
    for (let step = 0; step < 60; step++) {
      const loss = model.loss(x, y);
      loss.backward();
      optimizer.step();
    }
    expect(noGrad(() => model.loss(x, y)).item()).toBeLessThan(0.05);
    const text = model.generate([4], random, { temperature: 0 });
    expect(Array.from({ length: 20 }, () => text.next().value)).toEqual(Array.from({ length: 20 }, (_, i) => (4 + 3 * (i + 1)) % 11));
  });

  it("draws the same with its cache as without", () => {
    const model = new GPT(sizes, seed(3));
    const text = model.generate([1, 2], seed(9), { temperature: 0 });
    const tokens = [1, 2];
    for (let i = 0; i < 6; i++) {
      const last = noGrad(() => model.forward([tokens]).select(1, -1).argmax(-1)).item();
      expect(text.next().value).toBe(last);
      tokens.push(last);
    }
  });

  it("draws only among the likeliest k", () => {
    const model = new GPT(sizes, seed(3));
    const likeliest = noGrad(() => model.forward([[5]]).select(1, -1)).toFloat32Array();
    const best = Array.from(likeliest.keys())
      .sort((a, b) => likeliest[b]! - likeliest[a]!)
      .slice(0, 2);
    const drawn = new Set(Array.from({ length: 30 }, (_, i) => model.generate([5], seed(i), { topK: 2 }).next().value!));
    expect([...drawn].sort()).toEqual(best.sort());
  });

  it.each([
    ["a size", () => new GPT({ ...sizes, nLayer: 0 }, seed(1)), "nLayer is 0"],
    ["heads", () => new GPT({ ...sizes, nHead: 3 }, seed(1)), "nEmbd is 16 and nHead 3"],
    ["too many tokens", () => new GPT(sizes, seed(1)).forward([new Array(9).fill(0)]), "9 tokens are more than the context of 8"],
    ["an empty prompt", () => new GPT(sizes, seed(1)).generate([], seed(1)).next(), "the prompt is empty"],
    ["a temperature", () => new GPT(sizes, seed(1)).generate([1], seed(1), { temperature: -1 }).next(), "temperature is -1"],
  ])("refuses %s", (_, act, message) => {
    expect(act).toThrow(message);
  });
});
