import { describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { GPT, type KeyValueCache } from "../../../src/lm/gpt.ts";
import { sampleToken } from "../../../src/lm/sampling.ts";
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

  it("starts with a loss of ln V where its first weights are small, and half a nat more by its own scale: it knows nothing", () => {
    const random = seed(7);
    const [x, y] = [0, 1].map(() => Array.from({ length: 32 }, () => Array.from({ length: 16 }, () => random.int(27))));
    const width48 = { vocabSize: 27, blockSize: 16, nLayer: 2, nHead: 4, nEmbd: 48 };
    const first = (initialScale?: number) => noGrad(() => new GPT({ ...width48, initialScale }, seed(1)).loss(x!, y!)).item() - Math.log(27);
    expect(first(0.02)).toBeCloseTo(0, 1);
    // Logits are sums of 48 products with numbers of σ = 1 / √48: their variance is 1, and the mean of ln Σ e^logit is half of that above ln V.
    expect(Math.abs(first() - 0.5)).toBeLessThan(0.1);
    expect(first(1 / Math.sqrt(48))).toBe(first());
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

  it("draws each token as sampleToken does from the logits shown with it, by all of its options", () => {
    const model = new GPT(sizes, seed(3));
    const random = seed(4);
    for (const options of [{}, { temperature: 0.3 }, { topK: 3 }, { temperature: 2, topP: 0.3 }, { temperature: 0 }]) {
      const [text, same, again] = [seed(5), seed(5), seed(5)];
      const steps = take(model.generateSteps([1, 2, 3], text, options), 12);
      expect(steps.map(({ token }) => token)).toEqual(steps.map(({ logits }) => sampleToken(logits, { random: same, ...options })));
      expect(take(model.generate([1, 2, 3], again, options), 12)).toEqual(steps.map(({ token }) => token));
    }
    // Nearly all tokens are alike at first, so a nucleus of 1/20 is one token.
    expect(new Set(Array.from({ length: 20 }, () => take(model.generate([5], random, { topP: 0.05 }), 1)[0])).size).toBe(1);
  });

  it("shows the logits of what comes next, for many rows at once, with a cache as without", () => {
    const model = new GPT({ ...sizes, dropout: 0.5 }, seed(3));
    const rows = [
      [1, 2, 3, 4],
      [5, 6, 7, 8],
    ];
    const whole = noGrad(() => model.eval().forward(rows).select(1, -1)).toFloat32Array();
    model.train();
    const cache: KeyValueCache = [];
    model.nextLogits(
      rows.map((row) => row.slice(0, 3)),
      cache,
    );
    const next = model.nextLogits(
      rows.map((row) => row.slice(3)),
      cache,
    );
    expect(next.shape).toEqual([2, 11]);
    for (const [i, logit] of model.nextLogits(rows).toFloat32Array().entries()) {
      expect(logit).toBeCloseTo(whole[i]!, 5);
      expect(next.toFloat32Array()[i]).toBeCloseTo(whole[i]!, 5);
    }
    expect(model.training).toBe(true);
    const [step] = take(model.generateSteps(rows[0]!, seed(1)), 1);
    expect(step!.logits).toEqual(model.nextLogits([rows[0]!]).toFloat32Array());
  });

  it("gives what the last block makes of each position, which the token embeddings turn into logits", () => {
    const model = new GPT(sizes, seed(3));
    const logits = noGrad(() => model.hidden([[1, 2, 3]]).matmul(model.wte.weight.t()));
    const expected = noGrad(() => model.forward([[1, 2, 3]])).toFloat32Array();
    for (const [i, logit] of logits.toFloat32Array().entries()) expect(logit).toBeCloseTo(expected[i]!, 5);
  });

  it.each([
    ["a size", () => new GPT({ ...sizes, nLayer: 0 }, seed(1)), "nLayer is 0"],
    ["heads", () => new GPT({ ...sizes, nHead: 3 }, seed(1)), "nEmbd is 16 and nHead 3"],
    ["too many tokens", () => new GPT(sizes, seed(1)).forward([new Array(9).fill(0)]), "9 tokens are more than the context of 8"],
    ["an empty prompt", () => new GPT(sizes, seed(1)).generate([], seed(1)).next(), "the prompt is empty"],
    ["two tokens to go on with", () => goOn([[1, 2]]), "2 tokens are given to go on with"],
    ["a top-p", () => new GPT(sizes, seed(1)).generate([1], seed(1), { topP: 2 }).next(), "topP is 2"],
    ["a temperature", () => new GPT(sizes, seed(1)).generate([1], seed(1), { temperature: -1 }).next(), "temperature is -1"],
  ])("refuses %s", (_, act, message) => {
    expect(act).toThrow(message);
  });
});

function goOn(tokens: number[][]): void {
  const cache: KeyValueCache = [];
  const model = new GPT(sizes, seed(1));
  model.nextLogits([[1]], cache);
  model.nextLogits(tokens, cache);
}

function take<T>(values: Iterable<T>, count: number): T[] {
  const taken: T[] = [];
  for (const value of values) if (taken.push(value) === count) break;
  return taken;
}
