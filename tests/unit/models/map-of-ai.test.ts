import { describe, expect, it } from "vitest";
import { boxes, inRegion, regions, systems } from "../../../src/datasets/map-of-ai.ts";

const names = (region: string) => inRegion(regions[region]!).map(({ name }) => name);

describe("the map of artificial intelligence", () => {
  it("nests: what is deep learns, what learns is AI, and what is large is a deep language model", () => {
    for (const { name, is } of systems) {
      expect(is, name).toContain("AI");
      if (is.includes("deep")) expect(is, name).toContain("ML");
      if (is.includes("language")) expect(is, name).toContain("ML");
      if (is.includes("large")) expect(is, name).toEqual(expect.arrayContaining(["deep", "language"]));
    }
  });

  it("draws each system inside the boxes of its kinds, and outside all others", () => {
    for (const { name, is, at } of systems)
      for (const { kind, x1, y1, x2, y2 } of boxes)
        expect(at[0] > x1 && at[0] < x2 && at[1] > y1 && at[1] < y2, `${name} in ${kind}`).toBe(is.includes(kind));
  });

  it("places the tricky ones", () => {
    expect(names("AI, not ML")).toEqual(["A*", "MYCIN"]);
    expect(names("ML, not deep")).toEqual(expect.arrayContaining(["tree", "n-gram"]));
    expect(names("deep, not of language")).toEqual(["LeNet", "AlphaGo", "ViT"]);
    expect(names("language models, not large")).toEqual(expect.arrayContaining(["n-gram", "BERT"]));
    expect(names("large, not transformers")).toEqual(["RWKV", "Mamba"]);
  });

  it("has no region without a system", () => {
    for (const region of Object.keys(regions)) expect(names(region).length, region).toBeGreaterThan(0);
  });
});
