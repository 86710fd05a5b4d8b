import { describe, expect, it } from "vitest";
import { type Random, seed } from "../../../src/base/random.ts";
import { sigmoid } from "../../../src/base/softmax.ts";
import { names } from "../../../src/datasets/names.ts";
import { ALPHABET } from "../../../src/lm/bigram.ts";
import { GPT } from "../../../src/lm/gpt.ts";
import { Embedding, LayerNorm, Module, noGrad, type Tensor } from "../../../src/tensor/index.ts";
import { CharacterScorer } from "../../../src/tune/character-scorer.ts";
import { GPTScorer } from "../../../src/tune/gpt-scorer.ts";
import { type Preference, RewardModel, type Scorer } from "../../../src/tune/reward-model.ts";

/** One number for each thing, with nothing in common. */
class TableScorer extends Module implements Scorer<number> {
  readonly table: Embedding;

  constructor(things: number, random: Random) {
    super();
    this.table = new Embedding(things, 1, random);
  }

  forward(items: readonly number[]): Tensor {
    return this.table.forward([...items]).squeeze(-1);
  }
}

const repeat = <T>(count: number, value: T) => Array.from({ length: count }, () => value);
/** What a person who likes vowels, and names that end in a, would give. */
const liking = (name: string) => (name.match(/[aeiouy]/g)?.length ?? 0) + (name.endsWith("a") ? 2 : 0);

function comparisons(count: number, random: Random, names: readonly string[]): Preference<string>[] {
  const pairs: Preference<string>[] = [];
  while (pairs.length < count) {
    const [a, b] = [names[random.int(names.length)]!, names[random.int(names.length)]!];
    if (liking(a) === liking(b)) continue;
    pairs.push(liking(a) > liking(b) ? { chosen: a, rejected: b } : { chosen: b, rejected: a });
  }
  return pairs;
}

describe("Bradley and Terry's model", () => {
  // Of two things, one chosen 3 times of 4: σ(r₀ − r₁) = ¾, so r₀ − r₁ = ln 3, and with mean 0 they are ± ln 3 / 2.
  const pairs = [...repeat(3, { chosen: 0, rejected: 1 }), { chosen: 1, rejected: 0 }];
  const model = new RewardModel(new TableScorer(2, seed(1)), { random: seed(2), epochs: 400, learningRate: 0.05, weightDecay: 0 }).fit(pairs);

  it("finds the rewards under which the choices are most likely, with a mean of 0", () => {
    const [first, second] = model.reward([0, 1]) as [number, number];
    expect(first).toBeCloseTo(Math.log(3) / 2, 3);
    expect(second).toBeCloseTo(-Math.log(3) / 2, 3);
    for (const p of model.predictProba(pairs.slice(0, 1))) expect(p).toBeCloseTo(0.75, 3);
    expect(model.score(pairs)).toBe(0.75);
  });

  it("finds the scale of three things from noisy choices between two", () => {
    const random = seed(3);
    const rewards = [1, 0, -1];
    const noisy = Array.from({ length: 3000 }, () => {
      const [a, b] = random.shuffle([0, 1, 2]) as [number, number];
      return random.uniform() < sigmoid(rewards[a]! - rewards[b]!) ? { chosen: a, rejected: b } : { chosen: b, rejected: a };
    });
    const found = new RewardModel(new TableScorer(3, seed(1)), { random: seed(2), batchSize: 3000, epochs: 400, weightDecay: 0 })
      .fit(noisy)
      .reward([0, 1, 2]);
    // The standard error of a difference is about 0.05 with 1,000 choices for each two.
    for (const [i, reward] of rewards.entries()) expect(Math.abs(found[i]! - reward)).toBeLessThan(0.12);
  });

  it("tells its loss as it learns, from about ln 2 down, and can be asked on the way", () => {
    const steps: number[] = [];
    const learning = new RewardModel(new TableScorer(2, { ...seed(1), normal: () => 0 }), { random: seed(2), epochs: 20, batchSize: 2 });
    for (const { step, total, loss } of learning.fitSteps(repeat(4, { chosen: 0, rejected: 1 }))) {
      expect(total).toBe(40);
      expect(steps.push(loss)).toBe(step);
      expect(learning.score([{ chosen: 0, rejected: 1 }])).toBe(1);
    }
    expect(steps[0]).toBeCloseTo(Math.LN2, 6);
    expect(steps.at(-1)).toBeLessThan(0.6);
  });

  it("a tie counts a half", () => {
    const even = new RewardModel(new TableScorer(2, seed(1)), { random: seed(2), epochs: 1 }).fit(pairs);
    expect(even.score([{ chosen: 1, rejected: 1 }])).toBe(0.5);
  });
});

describe("names", () => {
  const random = seed(1);
  const shuffled = random.shuffle(names.list);
  const train = comparisons(1500, random, shuffled.slice(0, 4000));
  const heldOut = comparisons(500, random, shuffled.slice(4000));

  it("by their characters: likes of names that were never compared are foreseen", () => {
    const scorer = new CharacterScorer({ alphabet: ALPHABET.slice(1), random: seed(2) });
    const model = new RewardModel(scorer, { random: seed(3) }).fit(train);
    expect(model.score(heldOut)).toBeGreaterThan(0.97);
    const all = model.reward([...train.map(({ chosen }) => chosen), ...train.map(({ rejected }) => rejected)]);
    expect(all.reduce((a, b) => a + b) / all.length).toBeCloseTo(0, 3);
    const [mona, monb, mna] = model.reward(["mona", "monb", "mna"]) as [number, number, number];
    expect(mona - monb).toBeGreaterThan(mona - mna);
    expect(mona).toBeGreaterThan(mna);
  });

  it("by a language model's last layer", () => {
    const encode = (name: string) => Array.from(`${name}.`, (character) => ALPHABET.indexOf(character));
    const encoded = (pairs: readonly Preference<string>[]) =>
      pairs.map(({ chosen, rejected }) => ({ chosen: encode(chosen), rejected: encode(rejected) }));
    const trunk = new GPT({ vocabSize: 27, blockSize: 24, nLayer: 1, nHead: 2, nEmbd: 16 }, seed(2));
    const model = new RewardModel(new GPTScorer(trunk, seed(3)), { random: seed(4), epochs: 8, learningRate: 5e-3 }).fit(encoded(train));
    expect(model.score(encoded(heldOut))).toBeGreaterThan(0.95);
  });
});

describe("scorers", () => {
  it("score a text the same whatever stands beside it", () => {
    const characters = new CharacterScorer({ alphabet: "abc", random: seed(1) });
    const tokens = new GPTScorer(new GPT({ vocabSize: 4, blockSize: 8, nLayer: 1, nHead: 1, nEmbd: 8 }, seed(1)), seed(2));
    const [alone] = noGrad(() => characters.forward(["ab"])).toFloat32Array();
    expect(noGrad(() => characters.forward(["", "ab", "cabcab"])).toFloat32Array()[1]).toBeCloseTo(alone!, 5);
    const [row] = noGrad(() => tokens.forward([[1, 2]])).toFloat32Array();
    expect(noGrad(() => tokens.forward([[3], [1, 2], [3, 1, 2, 3, 1]])).toFloat32Array()[1]).toBeCloseTo(row!, 5);
  });

  it("GPT's reads all tokens and trains all of the trunk", () => {
    const trunk = new GPT({ vocabSize: 4, blockSize: 8, nLayer: 1, nHead: 1, nEmbd: 8 }, seed(1));
    const scorer = new GPTScorer(trunk, seed(2));
    const score = (row: number[]) => noGrad(() => scorer.forward([row])).item();
    expect(score([1, 2, 3])).not.toBeCloseTo(score([2, 2, 3]), 6);
    scorer
      .forward([[1, 2, 3]])
      .sum()
      .backward();
    expect(trunk.h[0]!.namedModules().filter(([, module]) => module instanceof LayerNorm)).toHaveLength(2);
    for (const [name, { grad }] of scorer.namedParameters()) expect(grad, name).not.toBeNull();
  });
});

describe("bad input", () => {
  const scorer = () => new TableScorer(2, seed(1));
  it.each([
    ["no pairs", () => new RewardModel(scorer(), { random: seed(1) }).fit([]), "there are no pairs"],
    ["use before fit", () => new RewardModel(scorer(), { random: seed(1) }).reward([0]), "call fit(pairs) first"],
    ["epochs without end", () => new RewardModel(scorer(), { random: seed(1), epochs: Number.POSITIVE_INFINITY }), "epochs is Infinity"],
    ["a batch without end", () => new RewardModel(scorer(), { random: seed(1), batchSize: Number.POSITIVE_INFINITY }), "batchSize is Infinity"],
    ["no epoch", () => new RewardModel(scorer(), { random: seed(1), epochs: 0 }), "epochs is 0"],
    ["no rate", () => new RewardModel(scorer(), { random: seed(1), learningRate: 0 }), "learningRate is 0"],
    ["an unknown character", () => new CharacterScorer({ alphabet: "abc", random: seed(1) }).forward(["abd"]), '"d" in "abd" is not one of abc'],
    [
      "an empty row",
      () => new GPTScorer(new GPT({ vocabSize: 4, blockSize: 8, nLayer: 1, nHead: 1, nEmbd: 8 }, seed(1)), seed(1)).forward([[1], []]),
      "row 1 is empty",
    ],
  ])("%s is refused in words", (_, act, message) => {
    expect(act).toThrow(message);
  });
});
