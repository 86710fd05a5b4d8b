import { describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { entryOf } from "../../../src/contests/paired.ts";
import { neighboursOfPictures, smallCNN, svmOfPictures } from "../../../src/contests/picture-contestants.ts";
import { changedPicture, pictureKey, pictureRows } from "../../../src/contests/picture-rounds.ts";
import { asInk, asLetters, changedRows, fromLetters, PICTURE_CHANGES } from "../../../src/contests/picture-views.ts";
import { shrinkPicture } from "../../../src/prep/shrink-picture.ts";
import { pictureContest } from "../../../src/recorded/picture-contest.ts";
import { stratifiedKFold, take } from "../../../src/score/cross-validation.ts";
import { ChosenCompetitor } from "../../../src/versus/chosen-classifier.ts";
import { checkNoLeak, fewLabels, judge } from "../../../src/versus/head-to-head.ts";
import type { PixelCompetitor } from "../../../src/versus/pixel-classifier.ts";
import { completePicture, learnPixels, PixelCNN, PixelTransformer, pixelGPT, pretrainOnPixels } from "../../../src/versus/pixel-networks.ts";

const MINUTES = 60_000;
const report = pictureContest.found;
const data = pictureRows();
const folds = stratifiedKFold(data.y, { folds: 5, random: seed(report.seed) });

/** Two kinds of pictures that are easily told apart: ink above, ink below. */
const halves = (count: number) => {
  const random = seed(3);
  const y = Array.from({ length: count }, (_, i) => i % 2);
  const X = y.map((kind) => Array.from({ length: 64 }, (_, i) => (i < 32 === (kind === 0) ? 8 + random.int(8) : random.int(3))));
  return { X, y };
};
const shape = { nLayer: 1, nHead: 2, nEmbd: 16 };
const plan = () => ({ learningRates: [0.01], steps: 40 });

describe("shrinkPicture", () => {
  it("averages blocks and rounds to levels", () => {
    // 4 × 4 in blocks of 2: means 1, 0.5, 0.25 and 0, in levels of 0 to 4.
    expect(shrinkPicture([1, 1, 0.5, 0.5, 1, 1, 0.5, 0.5, 1, 0, 0, 0, 0, 0, 0, 0], { margin: 0, block: 2, levels: 5 })).toEqual([4, 2, 1, 0]);
  });

  it("cuts the margin off", () => {
    const frame = Array.from({ length: 28 * 28 }, (_, i) => Number(i % 28 < 2 || i % 28 > 25 || i < 56 || i >= 26 * 28));
    expect(shrinkPicture(frame)).toEqual(new Array(64).fill(0));
  });

  it("refuses what blocks do not fill", () => {
    expect(() => shrinkPicture(new Array(27 * 28).fill(0))).toThrow(/no square/);
    expect(() => shrinkPicture(new Array(28 * 28).fill(0), { margin: 1 })).toThrow(RangeError);
  });
});

describe("the second round", () => {
  const row = data.X[report.firstTest[700]!]!;
  const plain = shrinkPicture(row);

  it("moves 64 pixels by one to one of four sides", () => {
    const sides = new Set<string>();
    for (let i = 0; i < 20; i++) {
      const moved = changedPicture(row, "shifted by a pixel", seed(i));
      const side = (
        [
          [1, 0],
          [-1, 0],
          [0, 1],
          [0, -1],
        ] as const
      ).find(
        (
          [dx, dy], // biome-ignore format: four sides
        ) =>
          [...plain.keys()].every((at) => {
            const [x, y] = [(at % 8) - dx, Math.floor(at / 8) - dy];
            return x < 0 || x > 7 || y < 0 || y > 7 || moved[at] === plain[8 * y + x];
          }),
      );
      expect(side).toBeDefined();
      sides.add(String(side));
    }
    expect(sides.size).toBe(4);
  });

  it("adds noise to levels and keeps them levels", () => {
    const noisy = changedPicture(row, "noisy", seed(1));
    expect(noisy).not.toEqual(plain);
    expect(noisy.every((level) => Number.isInteger(level) && level >= 0 && level <= 15)).toBe(true);
    expect(changedPicture(row, "noisy", seed(1))).toEqual(noisy);
  });

  it("writes levels as letters and back", () => {
    expect(fromLetters(asLetters(plain))).toEqual(plain);
    expect(asInk([0, 15])).toEqual([0, 1]);
    expect(() => fromLetters("q")).toThrow(RangeError);
  });
});

describe("networks of pixels", () => {
  it("learn two kinds of pictures apart", () => {
    const { X, y } = halves(60);
    const longer = () => ({ learningRates: [0.005], steps: 150 });
    for (const network of [
      new PixelCNN({ random: seed(1), plan: longer, shape: { channels: [8, 8, 8], hidden: 16 } }),
      new PixelTransformer({ random: seed(1), plan: longer, start: shape }),
    ])
      expect(network.fit(X, y).predict(halves(80).X.slice(60))).toEqual(halves(80).y.slice(60));
  });

  it("count what came before the first label", () => {
    const { X, y } = halves(40);
    const start = pretrainOnPixels(X, { random: seed(1), plan, shape, batchSize: 8 });
    const tuned = new PixelTransformer({ random: seed(1), plan, start, batchSize: 8 }).fit(X, y);
    const { steps, records, flops } = tuned.effort();
    expect(steps).toBe(80);
    expect(records).toHaveLength(2);
    const numbers = tuned.size().parameters;
    // 40 steps of 8 pictures, of 64 and then 65 tokens.
    expect(flops).toBe(6 * numbers * 40 * 8 * (64 + 65));
  });

  it("learn the next pixel, and draw on from what is given", () => {
    const { X } = halves(60);
    const lessons = [...learnPixels(X, { shape, random: seed(1), steps: 40, batchSize: 8 })];
    expect(lessons.at(-1)!.loss).toBeLessThan(lessons[0]!.loss - 0.3);
    const { model } = lessons.at(-1)!;
    const given = X[0]!.slice(0, 32);
    const drawn = completePicture(model, given, seed(1));
    expect(drawn.slice(0, 32)).toEqual(given);
    expect(drawn).toHaveLength(64);
    expect(drawn.every((level) => level >= 0 && level < 16)).toBe(true);
    expect(completePicture(model, given, seed(1))).toEqual(drawn);
    expect(() => completePicture(pixelGPT(shape, seed(1)), new Array(65).fill(0), seed(1))).toThrow(RangeError);
  });
});

describe("nothing is chosen with test pictures", () => {
  it("no two pictures have the same pixels", () => {
    expect(new Set(data.X.map(pictureKey)).size).toBe(data.X.length);
    checkNoLeak(data.X, folds, pictureKey);
  });

  it("a setting is chosen on some of what it learns from", () => {
    const { X, y } = halves(200);
    const asked: number[] = [];
    const candidate = (name: string, right: boolean) => ({
      setting: name,
      create: (): PixelCompetitor => ({
        fit: () => {},
        predict: (rows) => {
          asked.push(rows.length);
          return rows.map((row) => Number(row[0]! < 5 === right));
        },
        size: () => ({ parameters: 0, bytes: 0 }),
        effort: () => ({ steps: 0, flat: true, setting: "" }),
      }),
    });
    const chosen = new ChosenCompetitor<number, PixelCompetitor, readonly number[]>({
      random: seed(1),
      candidates: [candidate("wrong", false), candidate("right", true)],
    }).fit(X, y);
    expect(chosen.setting).toBe("right");
    expect(asked).toEqual([40, 40]);
  });

  it("answers and settings stay when the labels of the test are poisoned", () => {
    const every = (rows: readonly number[], nth: number) => rows.filter((_, i) => i % nth === 0);
    const fold = { train: every(folds[0]!.train, 20), test: every(folds[0]!.test, 20) };
    const y = [...data.y];
    for (const row of fold.test) y[row] = (y[row]! + 1) % 10;
    const run = (labels: number[]) =>
      judge({ ...svmOfPictures, folds: 1 }, { X: data.X, y: labels }, [fold], { seed: 0, key: pictureKey, latencyRows: 0 }).result;
    const [plain, poisoned] = [run(data.y), run(y)];
    expect(poisoned.settings).toEqual(plain.settings);
    expect(poisoned.effort).toEqual(plain.effort);
    // What was right is now wrong.
    for (const row of fold.test) if (!plain.wrong.includes(row)) expect(poisoned.wrong).toContain(row);
  });
});

describe("the recording", () => {
  it(
    "of the nearest neighbours comes out again from its seed",
    () => {
      const { result } = judge({ ...neighboursOfPictures, folds: 1 }, data, folds, { seed: report.seed, key: pictureKey, latencyRows: 0 });
      const before = entryOf(report, "k nearest neighbours, 64").result;
      const inFirst = new Set(report.firstTest);
      expect(result.foldAccuracies[0]).toBe(before.foldAccuracies[0]);
      expect(result.size).toEqual(before.size);
      expect(result.effort).toEqual(before.effort);
      expect(result.wrong).toEqual(before.wrong.filter((row) => inFirst.has(row)));
    },
    3 * MINUTES,
  );

  it.each([svmOfPictures, smallCNN])(
    "of $name from a hundred labels, too",
    (contestant) => {
      const again = fewLabels(contestant, data, folds[0]!, { seed: report.seed, labels: 100, draw: 0, key: pictureKey });
      const { curve } = entryOf(report, `${contestant.name}, 64`);
      expect(again).toBe(curve.find(({ labels }) => labels === 100)!.accuracies[0]);
    },
    3 * MINUTES,
  );

  it("asks the same models about the same test, as it is and changed", () => {
    const inFirst = new Set(report.firstTest);
    expect(Object.keys(report.changed)).toEqual(report.entries.map(({ id }) => id));
    for (const [id, wrong] of Object.entries(report.changed)) {
      expect(wrong["as they are"].toSorted((a, b) => a - b)).toEqual(entryOf(report, id).result.wrong.filter((row) => inFirst.has(row)));
      for (const change of PICTURE_CHANGES) expect(wrong[change].every((row) => inFirst.has(row))).toBe(true);
    }
    const [first] = changedRows(report, "as they are");
    expect(first!.low).toBeLessThan(first!.mistakes);
    expect(first!.high).toBeGreaterThan(first!.mistakes);
  });

  it("let its GPT learn pixels from as many pictures as the first fold has to learn from, and draws on from test pictures", () => {
    expect(report.pretraining.pictures).toBe(folds[0]!.train.length);
    const tested = new Set(folds[0]!.test);
    for (const { row, label, picture, drawn } of report.completions) {
      expect(tested.has(row)).toBe(true);
      expect(data.y[row]).toBe(label);
      expect(picture).toBe(pictureKey(data.X[row]!));
      for (const letters of drawn) expect(letters.slice(0, 32)).toBe(picture.slice(0, 32));
    }
    expect(
      take(
        data.y,
        report.completions.map(({ row }) => row),
      ),
    ).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });
});
