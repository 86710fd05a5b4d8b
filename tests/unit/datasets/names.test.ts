import { describe, expect, it } from "vitest";
import { names } from "../../../src/datasets/names.ts";

describe("names", () => {
  it("are 8,403, each once, of letters a to z, in alphabetical order", () => {
    expect(names.list).toHaveLength(8403);
    expect(new Set(names.list).size).toBe(8403);
    expect(names.list.filter((name) => !/^[a-z]+$/.test(name))).toEqual([]);
    expect(names.list).toEqual([...names.list].sort());
    expect(names.meta.rows).toBe(8403);
  });
});
