import { describe, expect, it } from "vitest";
import { rollForecasts, rollingOrigins } from "../../../src/score/rolling-origin.ts";

describe("rolling origins", () => {
  it("leave room for the horizon, and lie a horizon apart", () => {
    expect(rollingOrigins(10, { horizon: 3, first: 2 })).toEqual([4, 7]);
    expect(rollingOrigins(10, { horizon: 3, first: 2, step: 1 })).toEqual([2, 3, 4, 5, 6, 7]);
  });

  it.each([
    ["a series that is too short", () => rollingOrigins(4, { horizon: 3, first: 2 }), "give at least 5 values"],
    ["no horizon", () => rollingOrigins(9, { horizon: 0, first: 2 }), "horizon is 0"],
    ["a step of a half", () => rollingOrigins(9, { horizon: 1, first: 2, step: 0.5 }), "step is 0.5"],
    ["a series without end", () => rollingOrigins(Number.POSITIVE_INFINITY, { horizon: 1, first: 2 }), "n is Infinity"],
  ])("%s is refused in words", (_, act, message) => {
    expect(act).toThrow(message);
  });
});

describe("forecasts that roll", () => {
  const y = [1, 2, 4, 7, 11, 16];
  const seen: number[][] = [];
  const stays = (known: readonly number[], horizon: number) => {
    seen.push([...known]);
    const mean = new Array<number>(horizon).fill(known.at(-1)!);
    return { mean, lower: mean.map((value) => value - 4), upper: mean.map((value) => value + 4) };
  };

  it("see the past alone", () => {
    rollForecasts(y, stays, { horizon: 2, first: 2 });
    expect(seen).toEqual([
      [1, 2],
      [1, 2, 4, 7],
    ]);
  });

  it("are compared with what came, by hand", () => {
    const [first, second] = rollForecasts(y, stays, { horizon: 2, first: 2 });
    // From 2: 4 and 7 are off by 2 and 5. From 7: 11 and 16 are off by 4 and 9; 11 lies on the edge of its interval.
    expect([first!.origin, first!.mae, first!.inside, first!.truth]).toEqual([2, 3.5, 1, [4, 7]]);
    expect([second!.origin, second!.mae, second!.inside]).toEqual([4, 6.5, 1]);
  });
});
