import { describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { type BeamSearchOptions, beamSearch, lengthPenalty } from "../../../src/lm/beam-search.ts";
import { GPT } from "../../../src/lm/gpt.ts";
import { inferenceMode, noGrad } from "../../../src/tensor/index.ts";

const [END, A, B] = [0, 1, 2];

/** P of end, A and B after each beginning; after those that are not there, the end is certain. */
type Table = Record<string, readonly [number, number, number]>;

function search(table: Table, options: Partial<BeamSearchOptions<string>> & { beams: number }) {
  const at = (state: string) => ({ logits: (table[state] ?? [1, 0, 0]).map(Math.log), state });
  const names = ["", "A", "B"];
  return beamSearch<string>({ start: at(""), read: (token, state) => at(state + names[token]), eosToken: END, maxTokens: 5, ...options });
}

// A is likelier at first, but nothing certain follows it: .6 · .4 = .24 for A A; .4 · .9 = .36 for B B.
const tempting: Table = { "": [0, 0.6, 0.4], A: [0.3, 0.4, 0.3], B: [0.05, 0.05, 0.9] };

describe("a beam search", () => {
  it("of one beam is greedy, and wrong here", () => {
    const [best] = search(tempting, { beams: 1 });
    expect(best!.tokens).toEqual([A, A]);
    expect(Math.exp(best!.logProbability)).toBeCloseTo(0.24, 12);
  });

  it("of two finds what greedy decoding misses", () => {
    const [best, second] = search(tempting, { beams: 2 });
    expect(best!.tokens).toEqual([B, B]);
    expect(Math.exp(best!.logProbability)).toBeCloseTo(0.36, 12);
    expect(second!.tokens).toEqual([A, A]);
  });

  it("wide enough gives all texts, in the order of their probability", () => {
    const all = search(tempting, { beams: 10 });
    // A alone .18, A B .18, A A .24, B alone .02, B A .02, B B .36.
    expect(all.map(({ logProbability }) => Number(Math.exp(logProbability).toFixed(6)))).toEqual([0.36, 0.24, 0.18, 0.18, 0.02, 0.02]);
    expect(all.every(({ finished }) => finished)).toBe(true);
  });

  it("by probability alone prefers the short, by length penalty the long", () => {
    // The end at once .3; A A A A .7 · .8³ = .3584 · .8 for the end = .28672: 5 tokens, so ln .28672 / (10/6)^α against ln .3 / 1.
    const table: Table = { "": [0.3, 0.7, 0], A: [0.2, 0.8, 0], AA: [0.2, 0.8, 0], AAA: [0.2, 0.8, 0], AAAA: [0.8, 0.2, 0] };
    expect(search(table, { beams: 2 })[0]!.tokens).toEqual([]);
    const [best] = search(table, { beams: 2, alpha: 1 });
    expect(best!.tokens).toEqual([A, A, A, A]);
    expect(best!.score).toBeCloseTo(Math.log(0.28672) / (10 / 6), 12);
  });

  it("divides by the penalty of the paper", () => {
    expect(lengthPenalty(1, 0.6)).toBe(1);
    expect(lengthPenalty(7, 1)).toBe(2);
    expect(lengthPenalty(30, 0)).toBe(1);
  });

  it("does not stop before a longer text that may still win", () => {
    // Finished first: A (.5 · .4 = .2) and the end (.1). B B B: .4 · .99³ = .388, unfinished until the fourth token.
    const table: Table = { "": [0.1, 0.5, 0.4], A: [0.4, 0.3, 0.3], B: [0.01, 0, 0.99], BB: [0.01, 0, 0.99], BBB: [0.99, 0.01, 0] };
    expect(search(table, { beams: 2 })[0]!.tokens).toEqual([B, B, B]);
  });

  it("does not stop before a longer text that may still win by its length", () => {
    // The end at once: ln .5 = −.693. A four times and the end: ln .4 / (10 / 6) = −.550.
    const table: Table = { "": [0.5, 0.4, 0.1], A: [0, 1, 0], AA: [0, 1, 0], AAA: [0, 1, 0] };
    expect(search(table, { beams: 1, alpha: 1 })[0]!.tokens).toEqual([A, A, A, A]);
  });

  it("goes on until it has as many texts as are asked for", () => {
    const texts = search({ "": [0.9, 0.1, 0] }, { beams: 2 }).map(({ tokens }) => tokens);
    expect(texts).toEqual([[], [A]]);
  });

  it("cuts what does not end, says so, and ranks it behind what does", () => {
    const endless: Table = { "": [0.1, 0.9, 0], A: [0, 1, 0], AA: [0, 1, 0] };
    const [first, second] = search(endless, { beams: 2, maxTokens: 3 });
    expect(first).toMatchObject({ tokens: [], finished: true });
    expect(second).toMatchObject({ tokens: [A, A, A], finished: false });
  });

  it("reads a beginning only to go on with it", () => {
    const read: string[] = [];
    const at = (state: string) => ({ logits: (tempting[state] ?? [1, 0, 0]).map(Math.log), state });
    beamSearch({
      start: at(""),
      read(token, state) {
        read.push(`${state}${"·AB"[token]}`);
        return at(state + "·AB"[token]);
      },
      eosToken: END,
      beams: 1,
      maxTokens: 2,
    });
    expect(read).toEqual(["A"]);
  });

  it("works with a GPT: one beam is its greedy text, all beams are its likeliest", () => {
    const gains = [1, 2, 3, 4, 5].map((number) => {
      const model = new GPT({ vocabSize: 5, blockSize: 8, nLayer: 1, nHead: 1, nEmbd: 8, initialScale: 0.02 }, seed(number));
      noGrad(() => {
        for (const parameter of model.parameters()) if (parameter.ndim === 2) parameter.mul_(20);
      });
      const at = (state: number[]) => ({ logits: inferenceMode(() => model.forward([state]).select(1, -1)).toFloat32Array(), state });
      const likeliest = (beams: number) => beamSearch({ start: at([1]), read: (token, state) => at([...state, token]), beams, maxTokens: 4 })[0]!;
      const text = model.generate([1], seed(1), { temperature: 0 });
      const greedy = likeliest(1);
      expect(greedy.tokens).toEqual(Array.from({ length: 4 }, () => text.next().value));
      return likeliest(5 ** 3).logProbability - greedy.logProbability;
    });
    expect(Math.min(...gains)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...gains)).toBeGreaterThan(0.01);
  });

  it.each<[string, () => unknown, string]>([
    ["no beams", () => search(tempting, { beams: 0 }), "beams is 0"],
    ["no room", () => search(tempting, { beams: 1, maxTokens: 0 }), "maxTokens is 0"],
    ["endless room", () => search(tempting, { beams: 1, maxTokens: Number.POSITIVE_INFINITY }), "maxTokens is Infinity"],
    ["a negative alpha", () => search(tempting, { beams: 1, alpha: -1 }), "alpha is -1"],
    ["no possible token", () => search({ "": [0, 0, 0] }, { beams: 1 }), "at least one token must be possible"],
    ["NaN", () => search({ "": [Number.NaN, 0.5, 0.5] }, { beams: 1 }), "the greatest logit is NaN"],
  ])("refuses %s", (_, act, message) => {
    expect(act).toThrow(message);
  });
});
