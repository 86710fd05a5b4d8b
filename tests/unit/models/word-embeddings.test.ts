import { describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { mobyDick } from "../../../src/datasets/moby-dick.ts";
import { WordEmbeddings, wordsIn } from "../../../src/words/word-embeddings.ts";

/** Sentences "a NOUN VERBs": animals eat and sleep, machines hum and rust. */
function sentences(): string[][] {
  const random = seed(1);
  const kinds = [
    { nouns: ["cat", "dog", "cow"], verbs: ["eats", "sleeps"] },
    { nouns: ["pump", "fan", "crane"], verbs: ["hums", "rusts"] },
  ];
  return Array.from({ length: 600 }, () => {
    const { nouns, verbs } = kinds[random.int(2)]!;
    return ["a", nouns[random.int(3)]!, verbs[random.int(2)]!];
  });
}

describe("a small language", () => {
  const model = new WordEmbeddings({ dimensions: 3, window: 2, minCount: 1 }).fit(sentences());

  it("words that are used alike lie in one direction", () => {
    expect(
      model
        .nearest("cat", 2)
        .map(({ word }) => word)
        .sort(),
    ).toEqual(["cow", "dog"]);
    expect(model.similarity("pump", "fan")).toBeGreaterThan(0.95);
    // All stand after "a", so the angle is not a right one.
    expect(model.similarity("pump", "dog")).toBeLessThan(0.5);
  });

  it("has one place for each word, the most frequent first", () => {
    expect(model.words[0]).toBe("a");
    expect(model.words).toHaveLength(11);
    expect(model.vectors.every((vector) => vector.length === 3 && Array.from(vector).every(Number.isFinite))).toBe(true);
    expect(model.singularValues).toEqual(model.singularValues.toSorted((a, b) => b - a));
  });

  it("is the same when learnt again", () => {
    expect(new WordEmbeddings({ dimensions: 3, window: 2, minCount: 1 }).fit(sentences()).vectors).toEqual(model.vectors);
  });

  it("solves what parallels say: cat is to eats as pump is to hums", () => {
    const answers = model.analogy("cat", "eats", "pump", { count: 2 }).map(({ word }) => word);
    expect(answers.some((word) => ["hums", "rusts"].includes(word))).toBe(true);
    expect(answers).not.toContain("cat");
  });
});

it("two words that stand together alone: mutual information by hand", () => {
  // Texts "x y" and "z z", each ten times: near(x, y) = near(y, x) = 10, near(z, z) = 20, total 40. P(x) = ¼, P(z) = ½.
  const texts = Array.from({ length: 20 }, (_, i) => (i % 2 ? ["x", "y"] : ["z", "z"]));
  const model = new WordEmbeddings({ dimensions: 3, window: 1, minCount: 1 }).fit(texts);
  const smoothed = (count: number) => count ** 0.75 / (2 * 10 ** 0.75 + 20 ** 0.75);
  const pmi = {
    xy: Math.log(0.25) - Math.log(0.25) - Math.log(smoothed(10)),
    zz: Math.log(0.5) - Math.log(0.5) - Math.log(smoothed(20)),
  };
  // The matrix has the block (0 xy; xy 0), of singular values xy and xy, and zz.
  const expected = [pmi.xy, pmi.xy, pmi.zz].sort((a, b) => b - a);
  for (const [i, value] of expected.entries()) expect(model.singularValues[i]).toBeCloseTo(value, 6);
});

describe("Moby-Dick", () => {
  it("whales are sperm whales, the ship is the Pequod, the captain is Ahab or sells him a ship", () => {
    // Own base line: 1,000 words, 30 dimensions. There is no reference for these counts elsewhere.
    const model = new WordEmbeddings({ dimensions: 30, maxWords: 1000 });
    const steps = [...model.fitSteps([wordsIn(mobyDick.text)])];
    const near = (word: string) => model.nearest(word, 5).map((neighbour) => neighbour.word);
    expect(near("whale")).toContain("sperm");
    expect(near("ship")).toContain("pequod");
    expect(near("captain").some((word) => ["peleg", "bildad", "ahab"].includes(word))).toBe(true);
    expect(near("two")).toContain("three");
    expect(steps.map(({ round }) => round)).toEqual(steps.map((_, i) => i + 1));
    // Directions are found from below.
    expect(steps.at(-1)!.singularValues[29]).toBeGreaterThan(steps[0]!.singularValues[29]!);
  }, 60_000);
});

describe("bad input", () => {
  it.each([
    ["too little text", () => new WordEmbeddings({ dimensions: 3 }).fit([["a", "b"]]), "0 words occur at least 5 times, but dimensions is 3"],
    ["no dimension", () => new WordEmbeddings({ dimensions: 0 }), "dimensions is 0"],
    ["use before fit", () => new WordEmbeddings().nearest("whale"), "call fit(texts) first"],
    ["a word without a place", () => new WordEmbeddings({ dimensions: 1, minCount: 1 }).fit([["a", "b"]]).vector("c"), '"c" has no place'],
  ])("%s is refused in words", (_, act, message) => {
    expect(act).toThrow(message);
  });
});

it("words are letters with apostrophes within, in lower case", () => {
  expect(wordsIn("The whale’s—ship, ISN'T: 3 'boats'!")).toEqual(["the", "whale’s", "ship", "isn't", "boats"]);
});

it("a fit that fails leaves the words and places of the one before", () => {
  const model = new WordEmbeddings({ dimensions: 2, minCount: 1 }).fit([["a", "b", "c"]]);
  const before = model.nearest("a");
  expect(() => model.fit([["q", "q"]])).toThrow("1 words occur at least 1 times, but dimensions is 2");
  expect(model.words).toEqual(["a", "b", "c"]);
  expect(model.nearest("a")).toEqual(before);
  expect(model.has("q")).toBe(false);
});

it("a word that is never near another has no direction, and is like none", () => {
  const model = new WordEmbeddings({ dimensions: 2, minCount: 1 }).fit([["a", "b", "a", "b", "c"], ["z"], ["z"]]);
  expect(model.vector("z")).toEqual([0, 0]);
  expect([model.similarity("z", "a"), model.similarity("z", "z")]).toEqual([0, 0]);
  expect(model.vector("a")).not.toEqual([0, 0]);
});
