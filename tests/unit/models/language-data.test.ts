import { describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { mobyDick } from "../../../src/datasets/moby-dick.ts";
import { CharacterTokenizer } from "../../../src/lm/character-tokenizer.ts";
import { evaluateLoss, randomBatch, tokenLosses } from "../../../src/lm/next-token-batches.ts";
import { crossEntropy, oneHot, type Tensor, tensor } from "../../../src/tensor/index.ts";

describe("the character tokenizer", () => {
  it("numbers characters by their code points, and gives the text back", () => {
    const tokenizer = new CharacterTokenizer("banana 🐋");
    expect(tokenizer.characters).toEqual([" ", "a", "b", "n", "🐋"]);
    expect(tokenizer.encode("nab🐋")).toEqual([3, 1, 2, 4]);
    expect(tokenizer.decode([3, 1, 2, 4])).toBe("nab🐋");
  });

  it("knows the 83 characters of Moby-Dick", () => {
    const tokenizer = new CharacterTokenizer(mobyDick.text);
    expect(tokenizer.vocabularySize).toBe(83);
    const some = mobyDick.text.slice(5000, 6000);
    expect(tokenizer.decode(tokenizer.encode(some))).toBe(some);
  });

  it("says which character it does not know, which id there is not, and that nothing is too little", () => {
    const tokenizer = new CharacterTokenizer("ab");
    expect(() => tokenizer.encode("abc")).toThrow('character 3, "c", is none of the 2 that this tokenizer knows');
    expect(() => tokenizer.decode([2])).toThrow("there is no token 2: ids go from 0 to 1");
    expect(() => new CharacterTokenizer("")).toThrow("the text is empty");
  });
});

describe("batches of next tokens", () => {
  const tokens = Array.from({ length: 50 }, (_, i) => i);

  it("are windows of the text, with the token after each", () => {
    const { x, y } = randomBatch(tokens, { batchSize: 200, blockSize: 4, random: seed(1) });
    expect(x.shape).toEqual([200, 4]);
    const rows = x.toArray() as number[][];
    for (const row of rows) expect(row).toEqual([0, 1, 2, 3].map((i) => row[0]! + i));
    expect(y.toArray()).toEqual(rows.map((row) => row.map((id) => id + 1)));
    // A window and its answer need 5 tokens, so the last place is 45.
    expect(Math.min(...rows.map(([first]) => first!))).toBeLessThan(3);
    expect(Math.max(...rows.map(([first]) => first!))).toBeLessThanOrEqual(45);
  });

  it("fit into the shortest text, and not into one that is shorter", () => {
    expect(randomBatch([7, 8, 9], { batchSize: 1, blockSize: 2, random: seed(1) }).y.toArray()).toEqual([[8, 9]]);
    expect(() => randomBatch([7, 8], { batchSize: 1, blockSize: 2, random: seed(1) })).toThrow("the text has 2 tokens");
  });
});

describe("the loss over a whole text", () => {
  /** Its loss is the first token of each window, so that it says which windows were seen. */
  const firstToken = { loss: (x: ReturnType<typeof tensor>) => x.select(1, 0).mean() };
  const tokens = Array.from({ length: 23 }, (_, i) => i);

  it("is the mean over windows one after the other", () => {
    // Windows of 4 begin at 0, 4, 8, 12, 16; the next would have no answer for its last token.
    expect(evaluateLoss(firstToken, tokens, { blockSize: 4, batchSize: 2 })).toEqual({ loss: 8, count: 20 });
  });

  it.each([
    ["batchSize is 0", { batchSize: 0 }],
    ["batchSize is Infinity", { batchSize: Number.POSITIVE_INFINITY }],
    ["part is -1", { part: -1 }],
    ["parts is 0", { parts: 0 }],
    ["stride is 0", { stride: 0 }],
    ["stride is 5: more than a window of 4 would leave tokens out", { stride: 5 }],
  ])("cannot be measured where %s", (message, options) => {
    expect(() => evaluateLoss(firstToken, tokens, { blockSize: 4, ...options })).toThrow(message);
  });

  it("with a stride of 1 asks about each token once, with all before it that fit", () => {
    const asked: [number, number][] = [];
    const spy = {
      loss(x: ReturnType<typeof tensor>, y: ReturnType<typeof tensor>) {
        const [rows, answers] = [x.toArray() as number[][], y.toArray() as number[][]];
        const counted = answers.flatMap((row, i) => row.flatMap((token) => (token < 0 ? [] : [[token, token - rows[i]![0]!] as [number, number]])));
        expect(counted.length % rows.length).toBe(0);
        asked.push(...counted);
        return tensor([counted.reduce((sum, [token]) => sum + token, 0) / counted.length]).sum();
      },
    };
    const { loss, count } = evaluateLoss(spy, tokens, { blockSize: 4, batchSize: 3, stride: 1 });
    expect(asked).toEqual(tokens.slice(1).map((token) => [token, Math.min(token, 4)]));
    expect(count).toBe(22);
    expect(loss).toBeCloseTo(11.5, 12);
    const parts = [0, 1].map((part) => evaluateLoss(spy, tokens, { blockSize: 4, stride: 2, part, parts: 2 }));
    // Twenty tokens: the last two strides have no whole window.
    expect(parts.reduce((sum, { count }) => sum + count, 0)).toBe(22);
  });

  it("is the same when parts of it are measured apart", () => {
    const parts = [0, 1, 2].map((part) => evaluateLoss(firstToken, tokens, { blockSize: 4, part, parts: 3 }));
    expect(parts.reduce((sum, { count }) => sum + count, 0)).toBe(20);
    expect(parts.reduce((sum, { loss, count }) => sum + loss * count, 0) / 20).toBe(8);
  });
});

describe("the loss of each token", () => {
  const tokens = Array.from({ length: 23 }, (_, i) => i);
  /** Sure of the wrong token by as much as it has read: −ln P of the right one is about the number of tokens before it. */
  const counter = {
    forward(x: Tensor): Tensor {
      const [rows, length] = x.shape as [number, number];
      const read = tensor(Float32Array.from({ length: rows * length }, (_, i) => 10 * ((i % length) + 1))).view(rows, length, 1);
      return oneHot(tensor(new Float32Array(rows * length)).view(rows, length), 30).mul(read);
    },
  };
  const before = (options: { stride?: number; batchSize?: number }) =>
    [...tokenLosses(counter, tokens, { blockSize: 4, ...options })].map((loss) => loss / 10);

  it("has all tokens before it that fit, where the window slides by one", () => {
    const losses = before({ batchSize: 3 });
    expect(losses).toHaveLength(22);
    for (const [i, loss] of losses.entries()) expect(loss).toBeCloseTo(Math.min(i + 1, 4), 3);
  });

  it("has at least so many as the window does not move by, up to the end of the text", () => {
    for (const [i, loss] of before({ stride: 3, batchSize: 2 }).entries()) {
      // Windows begin at 0, 3, 6, 9, 12, 15, and the last ends with the text, at 18.
      const start = i < 4 ? 0 : Math.min(3 * Math.ceil((i - 3) / 3), 18);
      expect(loss, `token ${i + 1}`).toBeCloseTo(i - start + 1, 3);
      if (i >= 4) expect(loss).toBeGreaterThanOrEqual(2 - 1e-3);
    }
  });

  it("adds up to the loss over the whole text", () => {
    const model = { ...counter, loss: (x: Tensor, y: Tensor) => crossEntropy(counter.forward(x), y) };
    const losses = tokenLosses(counter, tokens, { blockSize: 4 });
    expect(evaluateLoss(model, tokens, { blockSize: 4, stride: 1 }).loss).toBeCloseTo(losses.reduce((a, b) => a + b) / 22, 5);
  });

  it("cannot be had where the text is too short, or the window would leave tokens out", () => {
    expect(() => tokenLosses(counter, [1, 2, 3], { blockSize: 3 })).toThrow("the text has 3 tokens");
    expect(() => tokenLosses(counter, tokens, { blockSize: 4, stride: 5 })).toThrow("stride is 5: more than a window of 4 would leave tokens out");
  });
});
