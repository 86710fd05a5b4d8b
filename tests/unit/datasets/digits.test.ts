import { describe, expect, it } from "vitest";
import { digits } from "../../../src/datasets/digits.ts";

const COUNTS = [1001, 1127, 991, 1032, 980, 863, 1014, 1070, 944, 978];
const times = (labels: number[]) => COUNTS.map((_, digit) => labels.filter((label) => label === digit).length);

describe("digits", () => {
  it("are 10,000, cut into 7,996 and 2,004 with each digit's share in both", () => {
    expect(digits.train.labels).toHaveLength(7996);
    expect(digits.test.labels).toHaveLength(2004);
    expect(times(digits.train.labels)).toEqual(COUNTS.map((count) => Math.floor(count * 0.8)));
    expect(times(digits.test.labels)).toEqual(COUNTS.map((count) => count - Math.floor(count * 0.8)));
    expect(digits.meta.rows).toBe(10_000);
  });

  it("have a training set that is cut into 6,996 to learn from and 1,000 to choose with, all digits in both and no picture twice", () => {
    const { learn, validation, train } = digits;
    expect([learn.labels.length, validation.labels.length]).toEqual([6996, 1000]);
    const share = (labels: number[], i: number) => times(labels)[i]! / labels.length;
    for (const digit of COUNTS.keys()) expect(Math.abs(share(validation.labels, digit) - share(learn.labels, digit))).toBeLessThan(0.002);
    expect(validation.features[3]).toEqual(train.features[24]);
    expect(learn.features[7]).toEqual(train.features[9]);
    const order = ({ features }: typeof train) => features.map((row) => row.join()).sort();
    expect([...order(learn), ...order(validation)].sort()).toEqual(order(train));
  });

  it.each(["train", "test", "learn", "validation"] as const)("the pixels of %s are 784 numbers from 0 to 1 for each picture", (name) => {
    const { pixels, labels, features } = digits[name];
    expect(pixels).toHaveLength(labels.length * 784);
    expect(features).toHaveLength(labels.length);
    expect(features.at(-1)).toEqual([...pixels.subarray(-784)]);
    const levels = new Set(pixels);
    expect(levels.size).toBe(16);
    expect([Math.min(...levels), Math.max(...levels)]).toEqual([0, 1]);
  });

  it("show ink on about a fifth of the paper, in the middle", () => {
    // MNIST's mean is 0.1307 of full ink (the constant by which its pixels are usually centred).
    const mean = digits.train.pixels.reduce((sum, value) => sum + value, 0) / digits.train.pixels.length;
    expect(mean).toBeGreaterThan(0.127);
    expect(mean).toBeLessThan(0.135);
    // A border of four pixels is kept free: digits are fitted into 20 × 20 and centred by mass, so few reach into it.
    const border = digits.train.pixels.reduce((sum, value, i) => (i % 28 === 0 || i % 28 === 27 ? sum + value : sum), 0);
    expect(border / (digits.train.labels.length * 56)).toBeLessThan(0.001);
  });

  it("are told apart by the nearest mean picture about four times in five", () => {
    // Y. LeCun et al., 1998, table of results: linear classifiers of one layer make 12.0 % errors; scikit-learn's NearestCentroid about 18 %.
    const means = COUNTS.map((_, digit) => {
      const rows = digits.train.features.filter((_, i) => digits.train.labels[i] === digit);
      return rows[0]!.map((_, pixel) => rows.reduce((sum, row) => sum + row[pixel]!, 0) / rows.length);
    });
    const distance = (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + (value - b[i]!) ** 2, 0);
    const right = digits.test.features.filter((row, i) => {
      const distances = means.map((mean) => distance(row, mean));
      return distances.indexOf(Math.min(...distances)) === digits.test.labels[i];
    });
    expect(right.length / 2004).toBeGreaterThan(0.78);
  });
});
