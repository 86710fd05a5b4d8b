import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";

const draw = (n: number, count: number) =>
  Array.from(
    { length: count },
    (
      (random) => () =>
        random.uniform()
    )(seed(n)),
  );

describe("seed", () => {
  it("gives the same numbers for the same seed, others for another", () => {
    expect(draw(1, 4)).toEqual(draw(1, 4));
    expect(draw(1, 4)).not.toEqual(draw(2, 4));
    expect(draw(1, 4)).not.toEqual(draw(1 + 2 ** 32, 4));
  });

  it("gives these numbers on every machine", () => {
    expect(draw(42, 3).map((x) => x * 2 ** 32)).toMatchInlineSnapshot(`
      [
        3648644458,
        4206697674,
        2509843200,
      ]
    `);
  });

  it.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60])("refuses %d", (n) => {
    expect(() => seed(n)).toThrow(`the seed is ${n}`);
  });
});

describe("numbers", () => {
  it("uniform ones lie from 0 to 1 with mean 1/2 and variance 1/12", () => {
    const numbers = draw(7, 20_000);
    expect(numbers.every((x) => x >= 0 && x < 1)).toBe(true);
    const { mean, variance } = moments(numbers);
    expect(Math.abs(mean - 1 / 2)).toBeLessThan(0.01);
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(0.005);
  });

  it("normal ones have mean 0 and variance 1", () => {
    const random = seed(8);
    const { mean, variance } = moments(Array.from({ length: 20_000 }, () => random.normal()));
    expect(Math.abs(mean)).toBeLessThan(0.03);
    expect(Math.abs(variance - 1)).toBeLessThan(0.05);
  });

  it("whole ones take each value equally often", () => {
    const random = seed(9);
    const counts = [0, 0, 0];
    for (let i = 0; i < 9000; i++) counts[random.int(3)]!++;
    for (const count of counts) expect(Math.abs(count - 3000)).toBeLessThan(200);
  });

  it.each([0, -1, 1.5, Number.NaN])("int(%d) is refused", (n) => {
    expect(() => seed(1).int(n)).toThrow("whole number");
  });
});

describe("shuffle", () => {
  it("keeps all items and leaves the list as it was", () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer(), (items, n) => {
        const before = [...items];
        expect(seed(n).shuffle(items).sort()).toEqual([...items].sort());
        expect(items).toEqual(before);
      }),
    );
  });

  it("makes each of six orders equally often", () => {
    const random = seed(10);
    const counts = new Map<string, number>();
    for (let i = 0; i < 6000; i++) {
      const order = random.shuffle(["a", "b", "c"]).join("");
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(130);
  });
});

describe("choice", () => {
  it("draws in proportion to the weights and never one of weight 0", () => {
    const random = seed(11);
    const counts = [0, 0, 0, 0];
    for (let i = 0; i < 8000; i++) counts[random.choice([0, 3, 1, 0])]!++;
    expect([counts[0], counts[3]]).toEqual([0, 0]);
    expect(Math.abs(counts[1]! - 6000)).toBeLessThan(200);
  });

  it.each([[[]], [[0, 0]], [[1, -1]], [[Number.NaN]], [[Number.POSITIVE_INFINITY]]])("refuses %j", (weights) => {
    expect(() => seed(1).choice(weights)).toThrow(/weight/);
  });
});

function moments(numbers: number[]): { mean: number; variance: number } {
  const mean = numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
  return { mean, variance: numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0) / numbers.length };
}
