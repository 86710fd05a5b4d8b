import { describe, expect, it } from "vitest";
import { duel, examine } from "../../../src/score/exam.ts";

const X = [1, 2, 3, 4, 5, 6, 7, 8];
const y = X.map((x) => (x > 4 ? "large" : "small"));
const models = {
  fair: { predict: (X: number[]) => X.map((x) => (x > 3 ? "large" : "small")) },
  "always small": { predict: (X: number[]) => X.map(() => "small") },
};

describe("an exam", () => {
  const [fair, small] = examine(models, X, y);

  it("counts what each model gets right, with an interval around its share", () => {
    expect(fair).toMatchObject({ model: "fair", wrong: 1, accuracy: 7 / 8 });
    expect(small).toMatchObject({ model: "always small", wrong: 4, accuracy: 0.5 });
    // E. B. Wilson's interval of 4 of 8, by hand: centre 0.5, half 1.96 / (1 + 0.480) · √(0.03125 + 0.0150).
    expect(small!.low).toBeCloseTo(0.2152, 3);
    expect(small!.high).toBeCloseTo(0.7848, 3);
  });

  it("sets two models against each other by what one alone gets right", () => {
    // "fair" alone is right about 5 to 8, the other about 4: 2 (1 + 5) / 2⁵.
    expect(duel(fair!, small!)).toEqual({ onlyFirst: 4, onlySecond: 1, p: 0.375 });
    expect(duel(small!, fair!)).toEqual({ onlyFirst: 1, onlySecond: 4, p: 0.375 });
  });

  it("wants an answer for each item", () => {
    expect(() => examine(models, X, y.slice(1))).toThrow(RangeError);
  });
});
