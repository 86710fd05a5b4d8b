import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { names } from "../../../src/datasets/names.ts";
import { ALPHABET, Bigram } from "../../../src/lm/bigram.ts";

const at = (character: string) => ALPHABET.indexOf(character);
const word = fc.string({ unit: fc.constantFrom(..."abcxyz"), maxLength: 8 });

describe("counting by hand", () => {
  const model = new Bigram({ smoothing: 0 }).fit(["ann", "al"]);

  it("counts .a an nn n. .a al l.", () => {
    const pairs = [".a", "an", "nn", "n.", "al", "l."].map((pair) => model.counts[at(pair[0]!)]![at(pair[1]!)]);
    expect(pairs).toEqual([2, 1, 1, 1, 1, 1]);
    expect(model.counts.flat().reduce((a, b) => a + b)).toBe(7);
  });

  it("gives plain shares without smoothing", () => {
    expect(model.probabilities("a")[at("n")]).toBe(0.5);
    expect(model.probabilities(".")[at("a")]).toBe(1);
  });

  it("adds α to each of 27 counts", () => {
    const smoothed = new Bigram({ smoothing: 1 }).fit(["ann", "al"]);
    expect(smoothed.probabilities("a")[at("n")]).toBeCloseTo(2 / 29, 12);
    expect(smoothed.probabilities("a")[at("q")]).toBeCloseTo(1 / 29, 12);
  });

  it("means the loss over all characters and ends", () => {
    // ann: .a 1, an 1/2, nn 1/2, n. 1/2; al: .a 1, al 1/2, l. 1: four halves among seven.
    expect(model.nll(["ann", "al"])).toBeCloseTo((4 * Math.LN2) / 7, 12);
    expect(model.nll(["an", "an"])).toBeCloseTo(model.nll(["an"]), 12);
  });

  it("holds unseen pairs impossible without smoothing", () => {
    expect(model.nll(["la"])).toBe(Number.POSITIVE_INFINITY);
  });

  it("knows nothing before it learns: ln 27 nats", () => {
    for (const smoothing of [0, 1]) expect(new Bigram({ smoothing }).nll(["anna"])).toBeCloseTo(Math.log(27), 12);
  });
});

describe("bad input", () => {
  it.each([
    ["a capital", () => new Bigram().fit(["Ann"]), '"A" in "Ann" is not one of'],
    ["an accent", () => new Bigram().nll(["zoë"]), '"ë" in "zoë" is not one of'],
    ["an emoji", () => new Bigram().fit(["😀"]), '"😀" in "😀" is not one of'],
    ["the mark of the ends", () => new Bigram().fit(["a.b"]), '"a.b" holds "."'],
    ["two characters at once", () => new Bigram().probabilities("an"), '"an" in "an" is not one of'],
    ["no character", () => new Bigram().probabilities(""), "is not one of"],
    ["no words", () => new Bigram().nll([]), "no words"],
    ["negative smoothing", () => new Bigram({ smoothing: -1 }), "smoothing is -1"],
    ["smoothing that is no number", () => new Bigram({ smoothing: Number.NaN }), "smoothing is NaN"],
  ])("%s is refused in words", (_, act, message) => {
    expect(act).toThrow(message);
  });

  it("a word that is refused is not half learnt", () => {
    const model = new Bigram();
    expect(() => model.fit(["ab!"])).toThrow();
    expect(model.counts.flat().every((count) => count === 0)).toBe(true);
  });
});

describe("properties", () => {
  it("each row of probabilities sums to 1", () => {
    fc.assert(
      fc.property(fc.array(word), fc.double({ min: 0, max: 10, noNaN: true }), (words, smoothing) => {
        for (const row of new Bigram({ smoothing }).fit(words).matrix()) expect(row.reduce((a, b) => a + b)).toBeCloseTo(1, 9);
      }),
    );
  });

  it("neither the order of the words nor how they are portioned matters", () => {
    fc.assert(
      fc.property(fc.array(word), fc.nat(20), (words, cut) => {
        const { counts } = new Bigram().fit(words);
        expect(new Bigram().fit(words.toReversed()).counts).toEqual(counts);
        expect(new Bigram().fit(words.slice(0, cut)).partialFit(words.slice(cut)).counts).toEqual(counts);
      }),
    );
  });

  it("nothing fits the words that were learnt better than plain shares", () => {
    fc.assert(
      fc.property(fc.array(word, { minLength: 1 }), fc.double({ min: 0, max: 5, noNaN: true }), (words, smoothing) => {
        const plain = new Bigram({ smoothing: 0 }).fit(words).nll(words);
        expect(plain).toBeLessThanOrEqual(new Bigram({ smoothing }).fit(words).nll(words) + 1e-9);
      }),
    );
  });
});

describe("samples", () => {
  const model = new Bigram({ smoothing: 0 }).fit(names.list);

  it("are the same for the same seed", () => {
    const draw = (n: number) =>
      Array.from(
        { length: 5 },
        (
          (random) => () =>
            model.sample(random)
        )(seed(n)),
      );
    expect(draw(3)).toEqual(draw(3));
    expect(draw(3)).not.toEqual(draw(4));
  });

  it("hold only pairs that were seen", () => {
    const random = seed(5);
    for (let i = 0; i < 200; i++) expect(model.nll([model.sample(random)])).toBeLessThan(Number.POSITIVE_INFINITY);
  });

  it("go on from the beginning of a word as the model does from its last letter", () => {
    expect(model.sample(seed(2), "mar")).toBe(`ma${model.sample(seed(2), "r")}`);
    expect(model.sample(seed(2), "")).toBe(model.sample(seed(2)));
    expect(() => model.sample(seed(2), "Mar")).toThrow('"M" in "Mar" is not one of');
  });

  it("begin as often with a letter as the model says", () => {
    const random = seed(6);
    const drawn = Array.from({ length: 4000 }, () => model.sample(random));
    const share = drawn.filter((name) => name.startsWith("m")).length / drawn.length;
    expect(Math.abs(share - model.probabilities(".")[at("m")]!)).toBeLessThan(0.02);
  });
});

describe("8,403 names", () => {
  // Counted in plain JavaScript, mean over all characters and the end of each name, as in makemore part 1 (A. Karpathy, 2022).
  it.each([
    { smoothing: 1, nats: 2.4222 },
    { smoothing: 0, nats: 2.4182 },
  ])("$nats nats a character with +$smoothing", ({ smoothing, nats }) => {
    expect(Math.abs(new Bigram({ smoothing }).fit(names.list).nll(names.list) - nats)).toBeLessThanOrEqual(0.0001);
  });
});

it("a word that cannot be read leaves the counts as they were", () => {
  const model = new Bigram().fit(["abba"]);
  const before = structuredClone(model.counts);
  expect(() => model.fit(["ab", "x!"])).toThrow('"!" in "x!" is not one of');
  expect(() => model.partialFit(["ab", "x!"])).toThrow('"!" in "x!" is not one of');
  expect(model.counts).toEqual(before);
});
