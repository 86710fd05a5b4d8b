import { describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { beamSearch } from "../../../src/lm/beam-search.ts";
import { GPT } from "../../../src/lm/gpt.ts";
import { likeliestTexts } from "../../../src/lm/likeliest-texts.ts";
import { askPlaces } from "../../../src/lm/next-token-batches.ts";
import { softmax } from "../../../src/lm/sampling.ts";

const model = new GPT({ vocabSize: 7, blockSize: 12, nLayer: 2, nHead: 2, nEmbd: 16, initialScale: 0.5 }, seed(1)).eval();

describe("the likeliest texts", () => {
  it("of one beam are what the model writes at temperature 0", () => {
    const one = model.generate([3, 1], seed(1), { temperature: 0 });
    const [beam, ...others] = likeliestTexts(model, [3, 1], { beams: 1, length: 6 });
    expect(beam!.tokens).toEqual(Array.from({ length: 6 }, () => one.next().value));
    expect(others).toEqual([]);
  });

  it("are those of a search that reads all anew at each token", () => {
    const read = (state: number[]) => ({ logits: model.nextLogits([state]).toFloat32Array(), state });
    const slow = beamSearch({ start: read([3, 1]), read: (token, state) => read([...state, token]), beams: 3, maxTokens: 6 });
    const fast = likeliestTexts(model, [3, 1], { beams: 3, length: 6 });
    expect(fast.map(({ tokens }) => tokens)).toEqual(slow.map(({ tokens }) => tokens));
    for (const [i, { logProbability }] of fast.entries()) expect(logProbability).toBeCloseTo(slow[i]!.logProbability, 4);
  });

  it("need a beginning, and room", () => {
    expect(() => likeliestTexts(model, [], { beams: 1, length: 2 })).toThrow("the prompt is empty");
    expect(() => likeliestTexts(model, [1, 2], { beams: 1, length: 11 })).toThrow(
      "a prompt of 2 tokens and 11 more do not fit into the context of 12",
    );
    expect(() => likeliestTexts(model, [1], { beams: 1, length: 0 })).toThrow(RangeError);
    expect(() => likeliestTexts(model, [1], { beams: 0, length: 1 })).toThrow(RangeError);
  });
});

describe("what a model says at each place", () => {
  it("is what it says of the token after those before it", () => {
    const windows = [
      [3, 1, 4, 1, 5],
      [2, 6, 5, 3, 5],
    ];
    const places = askPlaces(model, windows, { from: 2 });
    expect(places.map(({ came }) => came)).toEqual([4, 1, 5, 5, 3, 5]);
    for (const [i, { logits }] of places.entries()) {
      const before = windows[Math.floor(i / 3)]!.slice(0, 2 + (i % 3));
      const said = softmax(model.nextLogits([before]).toFloat32Array());
      for (const [token, p] of softmax(logits).entries()) expect(p).toBeCloseTo(said[token]!, 5);
    }
    expect(askPlaces(model, windows)).toHaveLength(8);
  });

  it("needs a place to ask about", () => {
    expect(() => askPlaces(model, [[1, 2]], { from: 2 })).toThrow("a window of 2 tokens has no place after it");
    expect(() => askPlaces(model, [[1, 2]], { from: 0 })).toThrow(RangeError);
  });
});
