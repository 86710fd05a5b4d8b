import { expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { noDigits } from "../../../src/ml/no-digits.ts";

it("are five pictures of 28 by 28 pixels from paper to ink, each another", () => {
  const all = noDigits(seed(1));
  expect(all).toHaveLength(5);
  expect(new Set(all.map(({ pixels }) => pixels.join())).size).toBe(5);
  for (const { pixels } of all) {
    expect(pixels).toHaveLength(784);
    expect(pixels.every((ink) => ink >= 0 && ink <= 1)).toBe(true);
  }
});

it("show what they are called", () => {
  const picture = (name: string) => noDigits(seed(1)).find((one) => one.name === name)!.pixels;
  const at = (name: string, x: number, y: number) => picture(name)[28 * y + x];
  expect([at("a frame", 14, 5), at("a frame", 14, 14)]).toEqual([1, 0]);
  expect([at("a plus", 14, 6), at("a plus", 6, 6), at("a plus", 6, 14)]).toEqual([1, 0, 1]);
  expect([at("a letter X", 6, 6), at("a letter X", 6, 21), at("a letter X", 14, 6)]).toEqual([1, 1, 0]);
  expect(picture("noise")).toEqual(noDigits(seed(1))[0]!.pixels);
});
