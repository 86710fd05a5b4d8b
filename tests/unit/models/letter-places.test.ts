import { describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { AdamW } from "../../../src/tensor/index.ts";
import { LetterPlaces } from "../../../src/versus/letter-places.ts";

/** 0 1 2 0 1 2 … */
const rounds = Array.from({ length: 60 }, (_, i) => i % 3);
const places = Array.from({ length: 40 }, (_, i) => i + 2);

describe("LetterPlaces", () => {
  it("has a weight for each character at each place, and each answer", () => {
    const plain = new LetterPlaces({ characters: 3, before: 2 }, seed(1));
    expect(plain.numParams()).toBe(2 * 3 * 3);
    expect(plain.used).toBe(2 * 3);
    const wide = new LetterPlaces({ characters: 3, before: 2, hidden: 8 }, seed(1));
    expect(wide.numParams()).toBe(2 * 3 * 8 + 8 * 3 + 3);
    expect(wide.used).toBe(2 * 8 + 8 * 3);
    expect(plain.forward(rounds, places).shape).toEqual([40, 3]);
  });

  it("sees what stands before a place, at its place, and nothing of the place itself", () => {
    const model = new LetterPlaces({ characters: 3, before: 2 }, seed(2));
    const logits = (tokens: number[]) => [...model.forward(tokens, [3]).toFloat32Array()];
    expect(logits([0, 1, 2, 0])).toEqual(logits([2, 1, 2, 1]));
    expect(logits([0, 1, 2, 0])).not.toEqual(logits([0, 2, 1, 0]));
    expect(() => model.forward(rounds, [1])).toThrow("place 1 has fewer than 2 characters before it");
  });

  it.each([undefined, 8])("learns a round of three, with %s in between", (hidden) => {
    const model = new LetterPlaces({ characters: 3, before: 2, ...(hidden && { hidden }) }, seed(3));
    const optimizer = new AdamW(model.parameters(), { lr: 0.1 });
    const before = model.losses(rounds, places).reduce((sum, loss) => sum + loss, 0) / places.length;
    expect(before).toBeCloseTo(model.loss(rounds, places).item(), 4);
    for (let step = 0; step < 60; step++) {
      model.loss(rounds, places).backward();
      optimizer.step();
    }
    expect(model.loss(rounds, places).item()).toBeLessThan(0.05);
  });

  it("refuses sizes that are none", () => {
    expect(() => new LetterPlaces({ characters: 0, before: 2 }, seed(1))).toThrow(RangeError);
    expect(() => new LetterPlaces({ characters: 3, before: 2, hidden: 0 }, seed(1))).toThrow(RangeError);
  });
});
