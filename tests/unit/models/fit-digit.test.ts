import { describe, expect, it } from "vitest";
import { fitDigit } from "../../../src/prep/fit-digit.ts";

const SIDE = 28;

/** Ink of 1 in a box. */
function box({ left, top, width, height }: { left: number; top: number; width: number; height: number }): number[] {
  return Array.from({ length: SIDE * SIDE }, (_, i) => {
    const [x, y] = [i % SIDE, Math.floor(i / SIDE)];
    return Number(x >= left && x < left + width && y >= top && y < top + height);
  });
}

/** Width and height of what is at least half dark, and the centre of mass, in pixels from the upper left corner of the sheet. */
function measure(pixels: readonly number[]) {
  const dark = pixels.flatMap((value, i) => (value >= 0.5 ? [{ x: i % SIDE, y: Math.floor(i / SIDE) }] : []));
  const span = (values: number[]) => Math.max(...values) - Math.min(...values) + 1;
  const mass = pixels.reduce((sum, value) => sum + value, 0);
  return {
    width: span(dark.map(({ x }) => x)),
    height: span(dark.map(({ y }) => y)),
    x: pixels.reduce((sum, value, i) => sum + value * ((i % SIDE) + 0.5), 0) / mass,
    y: pixels.reduce((sum, value, i) => sum + value * (Math.floor(i / SIDE) + 0.5), 0) / mass,
  };
}

describe("a drawing is made ready as MNIST's digits were", () => {
  // Y. LeCun et al. 1998, section III.A: "size normalized to fit in a 20 × 20 pixel box while preserving their aspect ratio", then centred by mass.
  it.each([
    ["small, in a corner", { left: 1, top: 2, width: 5, height: 10 }, { width: 10, height: 20 }],
    ["as large as the sheet", { left: 0, top: 0, width: 28, height: 14 }, { width: 20, height: 10 }],
    ["of the right size, at the edge", { left: 18, top: 4, width: 10, height: 20 }, { width: 10, height: 20 }],
  ])("%s: 20 pixels long, its shape kept, in the middle", (_, drawn, expected) => {
    const { width, height, x, y } = measure(fitDigit(box(drawn)));
    expect({ width, height }).toEqual(expected);
    expect(x).toBeCloseTo(14, 1);
    expect(y).toBeCloseTo(14, 1);
  });

  it("what is light is judged by its darkest pixel", () => {
    const light = box({ left: 1, top: 2, width: 5, height: 10 }).map((ink) => ink / 5);
    expect(measure(fitDigit(light).map((ink) => ink * 5))).toMatchObject({ width: 10, height: 20 });
  });

  it("a box of another size can be asked for", () => {
    expect(measure(fitDigit(box({ left: 3, top: 3, width: 4, height: 4 }), { height: 28, width: 28 }, { box: 12 }))).toMatchObject({
      width: 12,
      height: 12,
    });
  });

  it("a blank sheet stays blank", () => {
    expect(fitDigit(new Array(784).fill(0))).toEqual(new Array(784).fill(0));
  });

  it("pixels of another size are refused in words", () => {
    expect(() => fitDigit([1, 2, 3])).toThrow("3 pixels are no picture of 28 × 28 = 784");
  });
});
