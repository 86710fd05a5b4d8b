import { digitsPacked } from "./data/digits.ts";
import { inflate } from "./inflate.ts";
import type { DatasetMeta } from "./meta.ts";

/** Pixels on each side of a picture. */
const SIZE = 28;
/** Pixels of a picture. */
const PIXELS = SIZE * SIZE;
/** Pictures of each digit, 0 to 9. */
const COUNTS = [1001, 1127, 991, 1032, 980, 863, 1014, 1070, 944, 978];

/** Pictures with what they show. */
export interface DigitSet {
  /** `[pictures · 784]`: all pixels one after the other, 0 (paper) to 1 (ink), each picture row by row. */
  pixels: Float32Array;
  /** `[pictures]`: the digit, 0 to 9. */
  labels: number[];
  /** `[pictures][784]`: the same pixels, a row of numbers for each picture. Made when first asked for. */
  readonly features: number[][];
}

const levels = unpackLevels(inflate(digitsPacked));
const labels = COUNTS.flatMap((count, digit) => new Array<number>(count).fill(digit));
/** The first four fifths of each digit's pictures, rounded down, are for training: 7,996; the others, 2,004, for testing. */
const isTrain = COUNTS.flatMap((count) => Array.from({ length: count }, (_, i) => i < Math.floor(0.8 * count)));
const trained = [...labels.keys()].filter((i) => isTrain[i]);
const pick = (train: boolean) => digitSet([...labels.keys()].filter((i) => isTrain[i] === train));

const meta: DatasetMeta = {
  title: "Handwritten digits (MNIST)",
  source: "Y. LeCun, C. Cortes, C. J. C. Burges, after NIST; 10,000 of them as in mnist 1.1.0",
  url: "https://doi.org/10.1109/5.726791",
  licence: "MIT (the package)",
  rows: labels.length,
};

let learn: DigitSet | undefined;
let validation: DigitSet | undefined;

/**
 * 10,000 pictures of handwritten digits, 28 × 28 pixels in 16 levels of grey, cut into a training and a test set. The training set is cut once more: a part to
 * learn from, and one to choose with. Each set stands in the order of the digits: shuffle before taking batches from it.
 */
export const digits = {
  meta,
  size: SIZE,
  /** 7,996 pictures: the first four fifths of each digit. */
  train: pick(true),
  /** 2,004 pictures: the others. */
  test: pick(false),
  /** 6,996 pictures of `train`: all but `validation`. Made when first asked for. */
  get learn() {
    learn ??= digitSet(trained.filter((_, i) => i % 8 !== 0));
    return learn;
  },
  /** 1,000 pictures of `train`, every eighth from the first on: to watch a training with, and to choose by. Made when first asked for. */
  get validation() {
    validation ??= digitSet(trained.filter((_, i) => i % 8 === 0));
    return validation;
  },
};

/** Two pixels in each byte, the left one in its low half. */
function unpackLevels(bytes: Uint8Array): Uint8Array {
  const unpacked = new Uint8Array(bytes.length * 2);
  for (let i = 0; i < bytes.length; i++) {
    unpacked[2 * i] = bytes[i]! & 15;
    unpacked[2 * i + 1] = bytes[i]! >> 4;
  }
  return unpacked;
}

function digitSet(pictures: number[]): DigitSet {
  const pixels = new Float32Array(pictures.length * PIXELS);
  for (const [to, from] of pictures.entries())
    for (let pixel = 0; pixel < PIXELS; pixel++) pixels[to * PIXELS + pixel] = levels[from * PIXELS + pixel]! / 15;
  let features: number[][] | undefined;
  return {
    pixels,
    labels: pictures.map((i) => labels[i]!),
    get features() {
      features ??= pictures.map((_, i) => numbers(pixels, i * PIXELS, PIXELS));
      return features;
    },
  };
}

/** Eight times as fast as spreading a typed array. */
function numbers(from: Float32Array, start: number, length: number): number[] {
  const row = new Array<number>(length);
  for (let i = 0; i < length; i++) row[i] = from[start + i]!;
  return row;
}
