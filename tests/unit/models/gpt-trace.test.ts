import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { GPT, type KeyValueCache } from "../../../src/lm/gpt.ts";
import { loadGPT } from "../../../src/lm/gpt-file.ts";
import { type Matrix, traceGPT } from "../../../src/lm/gpt-trace.ts";
import { noGrad } from "../../../src/tensor/index.ts";

const shipped = loadGPT(readFileSync(new URL("../../../public/weights/moby-dick-nanogpt.safetensors", import.meta.url)));
const small = new GPT({ vocabSize: 11, blockSize: 8, nLayer: 2, nHead: 2, nEmbd: 16, bias: true }, seed(1));
const forward = (model: GPT, tokens: number[]) => (noGrad(() => model.forward([tokens])).toArray() as number[][][])[0]!;
const furthest = (a: Matrix, b: Matrix) => Math.max(...a.flatMap((row, i) => row.map((value, j) => Math.abs(value - b[i]![j]!))));

const cases: [string, GPT, number[]][] = [
  ["the shipped model", shipped.model, shipped.tokenizer.encode("Call me Ishmael. Some years ago")],
  ["a small one with biases", small, [3, 1, 4, 1, 5, 9]],
  ["one token", small, [7]],
];

describe.each(cases)("a trace of %s", (_, model, tokens) => {
  const trace = traceGPT(model, tokens);

  it("ends with the logits of the model itself", () => {
    expect(furthest(trace.logits, forward(model, tokens))).toBeLessThan(1e-5);
  });

  it("has attention whose rows sum to 1, with nothing for what comes later", () => {
    for (const { heads } of trace.blocks)
      for (const { weights, masked } of heads)
        for (const [from, row] of weights.entries()) {
          expect(row.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 5);
          expect(row.slice(from + 1).every((weight) => weight === 0)).toBe(true);
          expect(masked[from]!.slice(from + 1).every((score) => score === Number.NEGATIVE_INFINITY)).toBe(true);
        }
  });

  it("has steps that follow from each other", () => {
    const [first] = trace.blocks;
    const sum = (a: Matrix, b: Matrix) => a.map((row, i) => row.map((value, j) => value + b[i]![j]!));
    expect(furthest(first!.input, sum(trace.tokenEmbeddings, trace.positionEmbeddings))).toBeLessThan(1e-6);
    expect(furthest(first!.output, sum(first!.afterAttention, first!.mlp))).toBeLessThan(1e-5);
    const { weights, values, gathered } = first!.heads[0]!;
    const mixed = weights.map((row) => values[0]!.map((_, j) => row.reduce((total, weight, i) => total + weight * values[i]![j]!, 0)));
    expect(furthest(gathered, mixed)).toBeLessThan(1e-5);
  });
});

describe("the shipped model", () => {
  const tokens = shipped.tokenizer.encode("the white whale");

  it("gives the same logits to earlier places whatever comes later", () => {
    const other = [...tokens.slice(0, -3), 5, 6, 7];
    const [a, b] = [forward(shipped.model, tokens), forward(shipped.model, other)];
    expect(furthest(a.slice(0, -3), b.slice(0, -3))).toBe(0);
    expect(furthest(a.slice(-3), b.slice(-3))).toBeGreaterThan(0.1);
  });

  it("gives the same logits token by token, with its cache, as all at once", () => {
    const cache: KeyValueCache = [];
    const stepwise = tokens.map((token) => [...shipped.model.nextLogits([[token]], cache).toFloat32Array()]);
    expect(furthest(stepwise, forward(shipped.model, tokens))).toBeLessThan(1e-5);
  });
});

describe("traceGPT without a part", () => {
  const tokens = [3, 1, 4, 1, 5, 9];
  const whole = traceGPT(small, tokens);
  const zeros = (m: Matrix) => m.every((row) => row.every((value) => Math.abs(value) === 0));

  it("adds nothing where attention or the MLP is left out, and changes no other step before it", () => {
    const noAttention = traceGPT(small, tokens, { without: "attention" }).blocks[0]!;
    expect(zeros(noAttention.attention)).toBe(true);
    expect(noAttention.afterAttention).toEqual(noAttention.input);
    expect(noAttention.heads[0]!.gathered).toEqual(whole.blocks[0]!.heads[0]!.gathered);
    const noMLP = traceGPT(small, tokens, { without: "mlp" }).blocks[0]!;
    expect(zeros(noMLP.mlp)).toBe(true);
    expect(noMLP.output).toEqual(noMLP.afterAttention);
    expect(noMLP.activated).toEqual(whole.blocks[0]!.activated);
  });

  it("hands on what was computed in place of the sum where the residual stream is left out", () => {
    const { attention, afterAttention, mlp, output } = traceGPT(small, tokens, { without: "residual" }).blocks[0]!;
    expect(afterAttention).toEqual(attention);
    expect(output).toEqual(mlp);
  });

  it("takes equal tokens for equal where positions are left out, at the first place where they see the same", () => {
    const [first, second] = traceGPT(small, [7, 7], { without: "position" }).blocks[0]!.input;
    expect(first).toEqual(second);
    expect(whole.blocks[0]!.input[1]).not.toEqual(whole.blocks[0]!.input[3]);
  });

  it("says which parts there are", () => {
    // @ts-expect-error no such part
    expect(() => traceGPT(small, tokens, { without: "head" })).toThrow("without is head: it must be one of position, attention, mlp, residual");
  });
});

describe("traceGPT", () => {
  it.each([[0], [9]])("says how many tokens it can read when given %i", (count) => {
    expect(() => traceGPT(small, new Array(count).fill(1))).toThrow(`${count} tokens cannot be traced: this model reads from 1 to 8`);
  });
});
