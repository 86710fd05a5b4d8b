import { describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { MACHINES, type Part } from "../../../src/components/lesson/machines.ts";
import { GPT } from "../../../src/lm/gpt.ts";
import { stagesOf } from "../../../src/lm/gpt-stages.ts";
import { traceGPT } from "../../../src/lm/gpt-trace.ts";

const trace = traceGPT(new GPT({ vocabSize: 11, blockSize: 8, nLayer: 2, nHead: 2, nEmbd: 16 }, seed(1)), [3, 1, 4]);

describe("stagesOf", () => {
  it("gives every matrix a row for each token, and columns as it says", () => {
    for (const { name, matrix, columns } of stagesOf(trace, { layer: 2, head: 1 })) {
      expect(matrix, name).toHaveLength(3);
      const widths = { tokens: [3], vocabulary: [11], numbers: [8, 16, 64] }[columns];
      expect(widths, name).toContain(matrix[0]!.length);
    }
  });

  it("names each stage once, from the embeddings to the probabilities", () => {
    const names = stagesOf(trace, { layer: 1, head: 2 }).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect([names[0], names.at(-1)]).toEqual(["token embeddings", "probabilities"]);
  });

  it("says which part of the diagram each stage is, where there are several which of them", () => {
    const { parts } = MACHINES.transformer;
    for (const { name, part, nth } of stagesOf(trace, { layer: 1, head: 1 })) {
      expect(Object.keys(parts), name).toContain(part);
      if (nth !== undefined) expect((parts[part] as Part).boxes!.length, name).toBeGreaterThanOrEqual(nth);
    }
  });

  it("shows the head and the layer that were asked for", () => {
    const attention = (layer: number, head: number) => stagesOf(trace, { layer, head }).find(({ name }) => name === "attention")!.matrix;
    expect(attention(2, 1)).toBe(trace.blocks[1]!.heads[0]!.weights);
    expect(attention(1, 2)).toBe(trace.blocks[0]!.heads[1]!.weights);
  });

  it.each([
    [3, 1, "there is no layer 3: this model has 2"],
    [1, 3, "there is no head 3: this layer has 2"],
  ])("says what there is when asked for layer %i and head %i", (layer, head, why) => {
    expect(() => stagesOf(trace, { layer, head })).toThrow(why);
  });
});
