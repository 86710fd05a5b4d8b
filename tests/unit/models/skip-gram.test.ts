import { describe, expect, it } from "vitest";
import { mean } from "../../../src/base/mean.ts";
import { seed } from "../../../src/base/random.ts";
import { SkipGram, type SkipGramOptions } from "../../../src/words/skip-gram.ts";
import { companyOf } from "../../../src/words/word-company.ts";

/** Sentences "a NOUN VERBs": animals eat and sleep, machines hum and rust, and one of each kind does as the other does. */
function sentences(): string[][] {
  const random = seed(1);
  const kinds = [
    { nouns: ["cat", "dog", "cow"], verbs: ["eats", "sleeps", "rusts"] },
    { nouns: ["pump", "fan", "crane"], verbs: ["hums", "rusts", "eats"] },
  ];
  return Array.from({ length: 400 }, () => {
    const { nouns, verbs } = kinds[random.int(2)]!;
    return ["a", nouns[random.int(3)]!, verbs[random.int(3)]!];
  });
}

const texts = sentences();
const options = { dimensions: 8, window: 2, minCount: 1, sample: 1, epochs: 40, learningRate: 0.1 };
const learner = (more: Partial<SkipGramOptions> = {}) => new SkipGram({ random: seed(1), ...options, ...more });

describe("a small language", () => {
  const model = learner();
  const losses = Array.from(model.fitSteps(texts), ({ loss }) => loss);

  it("begins with ln 2 for each guess, and the loss falls", () => {
    expect(losses[0]).toBeCloseTo(6 * Math.log(2), 12);
    expect(losses.at(-1)!).toBeLessThan(losses[1]!);
  });

  it("words that are used alike lie in one direction", () => {
    expect(
      model
        .nearest("cat", 2)
        .map(({ word }) => word)
        .sort(),
    ).toEqual(["cow", "dog"]);
  });

  it("is the same with the same seed, and another with another", () => {
    const short = { epochs: 2 };
    expect(learner(short).fit(texts).vectors).toEqual(learner(short).fit(texts).vectors);
    expect(learner({ ...short, random: seed(2) }).fit(texts).vectors).not.toEqual(learner(short).fit(texts).vectors);
  });

  // O. Levy, Y. Goldberg 2014, section 3.1: at the optimum w · c = ln (#(w, c) / (k P(c) #(w))). Here negatives that are the true neighbour are passed over,
  // as word2vec.c does, so that #(w) − #(w, c) stands for #(w). A window drawn from 1 and 2 counts a neighbour at distance 2 half.
  it("products of vectors come to the shifted mutual information", () => {
    const near = companyOf(model.words, texts, { window: 2 });
    const counts = model.words.map((word) => texts.flat().filter((other) => other === word).length ** 0.75);
    const all = counts.reduce((sum, value) => sum + value, 0);
    const pairs = model.words.flatMap((_, i) => {
      const total = [...near[i]!.values()].reduce((sum, value) => sum + value, 0);
      return Array.from(near[i]!, ([j, count]) => ({
        wanted: Math.log(count / (((model.negatives * counts[j]!) / all) * (total - count))),
        product: model.contexts[j]!.reduce((sum, value, k) => sum + value * model.vectors[i]![k]!, 0),
      }));
    });
    const off = mean(pairs.map(({ wanted, product }) => Math.abs(wanted - product)));
    const spread = mean(pairs.map(({ wanted }) => Math.abs(wanted - mean(pairs.map(({ wanted }) => wanted)))));
    expect(off).toBeLessThan(0.5 * spread);
  });
});

it.each([
  ["too little text", () => new SkipGram({ random: seed(1) }).fit([["a", "b"]]), "0 words occur at least 5 times"],
  ["no dimension", () => new SkipGram({ random: seed(1), dimensions: 0 }), "dimensions is 0"],
  ["no learning", () => new SkipGram({ random: seed(1), learningRate: 0 }), "learningRate is 0"],
  ["no randomness", () => new SkipGram({} as SkipGramOptions), "random is missing"],
  ["use before fit", () => new SkipGram({ random: seed(1) }).nearest("a"), "call fit(texts) first"],
])("%s is refused in words", (_, act, message) => {
  expect(act).toThrow(message);
});
