import { describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { augmentImages, moveImage } from "../../../src/prep/augment-images.ts";

const three = { height: 3, width: 3 };
const square = { height: 28, width: 28 };
/** One pixel of ink in the middle of 29 × 29. */
const dot = Float32Array.from({ length: 29 * 29 }, (_, i) => Number(i === 14 * 29 + 14));
const big = { height: 29, width: 29 };

/** Where the ink's weight lies, from the middle of 29 × 29, and how much there is. */
function centre(pixels: Float32Array): { x: number; y: number; ink: number } {
  let [x, y, ink] = [0, 0, 0];
  for (const [i, value] of pixels.entries()) {
    ink += value;
    x += value * ((i % 29) - 14);
    y += value * (Math.floor(i / 29) - 14);
  }
  return { x: x / ink, y: y / ink, ink };
}

describe("by hand: a picture", () => {
  // 1 2 3
  // 4 5 6
  // 7 8 9
  const numbers = [1, 2, 3, 4, 5, 6, 7, 8, 9];
  const near = (values: number[]) => values.map((value) => expect.closeTo(value, 5));

  it.each([
    ["that is not moved stays", {}, numbers],
    ["shifted right brings paper in on the left", { dx: 1 }, [0, 1, 2, 0, 4, 5, 0, 7, 8]],
    ["shifted up brings paper in from below", { dy: -1 }, [4, 5, 6, 7, 8, 9, 0, 0, 0]],
    ["shifted by half a pixel is the mean of two neighbours, paper counting as 0", { dx: 0.5 }, [0.5, 1.5, 2.5, 2, 4.5, 5.5, 3.5, 7.5, 8.5]],
    ["turned by a quarter goes round clockwise", { angle: 90 }, [7, 4, 1, 8, 5, 2, 9, 6, 3]],
    ["turned and shifted is first turned", { angle: 90, dx: 1 }, [0, 7, 4, 0, 8, 5, 0, 9, 6]],
    ["grown to twice its size shows its middle", { scale: 2 }, [3, 3.5, 4, 4.5, 5, 5.5, 6, 6.5, 7]],
    ["shrunk to half of its size has paper around", { scale: 0.5 }, [0, 0, 0, 0, 5, 0, 0, 0, 0]],
  ])("%s", (_, movement, expected) => {
    expect([...moveImage(numbers, three, movement)]).toEqual(near(expected));
  });

  it("need not be square", () => {
    expect([...moveImage([1, 2, 3, 4, 5, 6], { height: 2, width: 3 }, { dx: -1, dy: 1 })]).toEqual([0, 0, 0, 2, 3, 0]);
  });
});

describe("augmented pictures", () => {
  it("are shifted evenly up to the bound, to all sides", () => {
    const many = new Float32Array(400 * dot.length);
    for (let i = 0; i < 400; i++) many.set(dot, i * dot.length);
    const moved = augmentImages(many, big, { shift: 3, rotation: 0, scale: 0 }, seed(1));
    const places = Array.from({ length: 400 }, (_, i) => centre(moved.subarray(i * dot.length, (i + 1) * dot.length)));
    for (const axis of ["x", "y"] as const) {
      const along = places.map((place) => place[axis]);
      expect(Math.max(...along)).toBeLessThanOrEqual(3 + 1e-6);
      expect(Math.min(...along)).toBeGreaterThanOrEqual(-3 - 1e-6);
      // Uniform within ±3: variance 3, of which the mean of 400 squares strays by .13 (one standard deviation).
      expect(Math.abs(along.reduce((sum, value) => sum + value ** 2, 0) / 400 - 3)).toBeLessThan(0.5);
    }
    for (const { ink } of places) expect(ink).toBeCloseTo(1, 5);
  });

  it("turn and grow about the middle: what stands there stays", () => {
    const turned = augmentImages(dot, big, { shift: 0, rotation: 45, scale: 0 }, seed(1));
    expect(turned[14 * 29 + 14]).toBeCloseTo(1, 6);
    const block = Float32Array.from(dot, (_, i) => Number(Math.abs((i % 29) - 14) <= 5 && Math.abs(Math.floor(i / 29) - 14) <= 5));
    const inks = Array.from({ length: 50 }, (_, n) => centre(augmentImages(block, big, { shift: 0, rotation: 0, scale: 0.2 }, seed(n))).ink);
    // A square of side 11 has between .8² and 1.2² of its area.
    expect(Math.min(...inks)).toBeGreaterThan(0.78 * 0.8 * 121);
    expect(Math.min(...inks)).toBeLessThan(0.8 * 121);
    expect(Math.max(...inks)).toBeGreaterThan(1.2 * 121);
    expect(Math.max(...inks)).toBeLessThan(1.25 * 1.2 * 121);
  });

  it("are the same for the same seed, each another, and leave what they were made from", () => {
    const two = Float32Array.from({ length: 2 * 784 }, (_, i) => ((i % 784) % 28) / 28);
    const before = two.slice();
    const moved = augmentImages(two, square, {}, seed(7));
    expect(moved).toEqual(augmentImages(two, square, {}, seed(7)));
    expect(moved).not.toEqual(augmentImages(two, square, {}, seed(8)));
    expect(moved.subarray(0, 784)).not.toEqual(moved.subarray(784));
    expect(two).toEqual(before);
  });

  it.each([
    [
      "half a picture",
      () => augmentImages(new Float32Array(1000), square, {}, seed(1)),
      "1000 pixels are not a whole number of pictures of 28 × 28 = 784",
    ],
    ["no size", () => augmentImages(new Float32Array(4), { height: 0, width: 4 }, {}, seed(1)), "height is 0"],
    ["a shift below 0", () => augmentImages(new Float32Array(784), square, { shift: -1 }, seed(1)), "shift is -1"],
    [
      "a rotation without end",
      () => augmentImages(new Float32Array(784), square, { rotation: Number.POSITIVE_INFINITY }, seed(1)),
      "rotation is Infinity",
    ],
    ["shrinking to nothing", () => augmentImages(new Float32Array(784), square, { scale: 1 }, seed(1)), "scale is 1"],
    ["another picture", () => moveImage([1, 2, 3], three, {}), "3 pixels are no picture of 3 × 3 = 9"],
    ["a turn without end", () => moveImage([1], { height: 1, width: 1 }, { angle: Number.NaN }), "angle is NaN"],
    ["a movement to a size of 0", () => moveImage([1], { height: 1, width: 1 }, { scale: 0 }), "scale is 0"],
  ])("%s is refused in words", (_, act, message) => {
    expect(act).toThrow(message);
  });
});
