import { describe, expect, it } from "vitest";
import { shortestWay } from "../../../src/base/shortest-way.ts";

const steps = (...maze: string[]) =>
  shortestWay(maze)
    ?.map(({ row, column }) => `${row}${column}`)
    .join(" ");

describe("the shortest way", () => {
  it("goes straight where nothing is in its way", () => {
    expect(steps("S..G")).toBe("00 01 02 03");
  });

  it("goes around walls; of two sides equally long, down comes before up", () => {
    expect(steps(".....", "S##.G", ".....")).toBe("10 20 21 22 23 24 14");
    expect(steps("......", ".####.", "S####G", ".####.", "......")?.split(" ")).toHaveLength(10);
  });

  it("is the square itself only where both are one step apart, and is none where walls shut the goal in", () => {
    expect(steps("SG")).toBe("00 01");
    expect(steps("S.#G")).toBeUndefined();
  });

  it("says what a maze lacks", () => {
    expect(() => shortestWay(["..G"])).toThrow("the maze has no S: write S where the way begins, and G where it ends");
    expect(() => shortestWay([])).toThrow(RangeError);
  });
});
