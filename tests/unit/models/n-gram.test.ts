import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { mobyDick } from "../../../src/datasets/moby-dick.ts";
import { names } from "../../../src/datasets/names.ts";
import { Bigram } from "../../../src/lm/bigram.ts";
import { NGram, type Smoothing } from "../../../src/lm/n-gram.ts";

const SMOOTHINGS: Smoothing[] = ["add-one", "witten-bell", "kneser-ney"];
const text = fc.string({ unit: fc.constantFrom(..."abc"), minLength: 1, maxLength: 40 });
const P = (model: NGram, context: string, next: string) => model.probabilities(context)[model.vocabulary.indexOf(next)]!;

describe("by hand: abab, then a or b or c", () => {
  const fitted = (smoothing: Smoothing, order: number) => new NGram({ order, smoothing, vocabulary: "abc" }).fit("abab");

  it("add-one", () => {
    // After a stood b twice: (2 + 1) / (2 + 3).
    expect(P(fitted("add-one", 2), "a", "b")).toBeCloseTo(3 / 5, 12);
    expect(P(fitted("add-one", 2), "a", "c")).toBeCloseTo(1 / 5, 12);
    expect(P(fitted("add-one", 2), "c", "a")).toBeCloseTo(1 / 3, 12);
    expect(P(fitted("add-one", 1), "", "a")).toBeCloseTo(3 / 7, 12);
  });

  it("Witten–Bell", () => {
    // Single tokens: c = 2, 2, 0 of 4, T = 2: P(a) = (2 + 2 · 1/3) / 6 = 4/9, P(c) = 1/9. After a: b twice, T = 1.
    expect(P(fitted("witten-bell", 1), "", "a")).toBeCloseTo(4 / 9, 12);
    expect(P(fitted("witten-bell", 2), "a", "b")).toBeCloseTo((2 + 4 / 9) / 3, 12);
    expect(P(fitted("witten-bell", 2), "a", "c")).toBeCloseTo(1 / 9 / 3, 12);
    // c was never seen: single tokens decide.
    expect(P(fitted("witten-bell", 2), "c", "b")).toBeCloseTo(4 / 9, 12);
  });

  it("Kneser–Ney", () => {
    // Pairs: ab twice, ba once: D = 1 / (1 + 2 · 1) = 1/3. Contexts of single tokens: a after b, b after a: one each; n₁ = 2, n₂ = 0, so D = ½ (1 would leave nothing).
    const single = (seen: number) => Math.max(seen - 0.5, 0) / 2 + ((0.5 * 2) / 2) * (1 / 3);
    expect(P(fitted("kneser-ney", 2), "a", "b")).toBeCloseTo((2 - 1 / 3) / 2 + ((1 / 3) * 1 * single(1)) / 2, 12);
    expect(P(fitted("kneser-ney", 2), "a", "c")).toBeCloseTo(((1 / 3) * 1 * single(0)) / 2, 12);
  });
});

describe("properties", () => {
  it("probabilities sum to 1 and are above 0, whatever stands before", () => {
    fc.assert(
      fc.property(text, text, fc.constantFrom(...SMOOTHINGS), fc.integer({ min: 1, max: 5 }), (learnt, context, smoothing, order) => {
        const probabilities = new NGram({ order, smoothing, vocabulary: "abcd" }).fit(learnt).probabilities(context);
        expect(probabilities).toHaveLength(4);
        expect(probabilities.reduce((a, b) => a + b)).toBeCloseTo(1, 9);
        for (const p of probabilities) expect(p).toBeGreaterThan(0);
      }),
    );
  });

  it("losses are those of the probabilities, token by token", () => {
    fc.assert(
      fc.property(text, text, fc.constantFrom(...SMOOTHINGS), fc.integer({ min: 1, max: 4 }), (learnt, held, smoothing, order) => {
        const model = new NGram({ order, smoothing, vocabulary: "abc" }).fit(learnt);
        const expected = [...held].map((token, i) => -Math.log(P(model, held.slice(0, i), token)));
        for (const [i, loss] of model.losses(held).entries()) expect(loss).toBeCloseTo(expected[i]!, 9);
        expect(model.nll(held)).toBeCloseTo(expected.reduce((a, b) => a + b) / held.length, 9);
        expect(model.bits(held)).toBeCloseTo(model.nll(held) / Math.LN2, 9);
      }),
    );
  });

  it("counts are those of a search through the text", () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 4 }), (learnt, order) => {
        const sequences = new Set<string>();
        for (let n = 1; n <= order; n++) for (let i = 0; i + n <= learnt.length; i++) sequences.add(learnt.slice(i, i + n));
        expect(new NGram({ order }).fit(learnt).size).toBe(sequences.size);
      }),
    );
  });

  it("an array of tokens does as well as a text", () => {
    const words = "the whale the sea the whale".split(" ");
    const model = new NGram({ order: 2 }).fit(words);
    expect(model.vocabulary).toEqual(["sea", "the", "whale"]);
    expect(model.probabilities(["the"])[2]).toBeGreaterThan(model.probabilities(["the"])[0]!);
  });

  it("a character beyond the first 65,536 is one token", () => {
    const model = new NGram({ order: 2 }).fit("😀a😀a");
    expect(model.vocabulary).toEqual(["a", "😀"]);
    expect(model.losses("😀a")).toHaveLength(2);
  });
});

describe("samples", () => {
  const model = new NGram({ order: 3 }).fit(mobyDick.text.slice(0, 50_000));

  it("are as long as asked for, and the same for the same seed", () => {
    const draw = (n: number) => model.sample({ random: seed(n), length: 80, context: "Call me" }).join("");
    expect(draw(1)).toHaveLength(80);
    expect(draw(1)).toBe(draw(1));
    expect(draw(1)).not.toBe(draw(2));
  });

  it("fit the model better than shuffled letters do", () => {
    const drawn = model.sample({ random: seed(3), length: 2000 });
    expect(model.nll(drawn)).toBeLessThan(model.nll(seed(4).shuffle(drawn)) - 1);
  });
});

describe("bad input", () => {
  it.each([
    ["order 0", () => new NGram({ order: 0 }), "order is 0"],
    ["an unknown smoothing", () => new NGram({ order: 2, smoothing: "laplace" as Smoothing }), 'smoothing is "laplace"'],
    ["nothing to learn", () => new NGram({ order: 2 }).fit(""), "there are no tokens"],
    ["nothing to judge", () => new NGram({ order: 2 }).fit("a").nll(""), "there are no tokens"],
    ["a token that is not in the vocabulary", () => new NGram({ order: 2 }).fit("ab").nll("abc"), '"c" is not among the 2 tokens of the vocabulary'],
    ["use before fit", () => new NGram({ order: 2, vocabulary: "ab" }).probabilities("a"), "call fit(tokens) first"],
  ])("%s is refused in words", (_, act, message) => {
    expect(act).toThrow(message);
  });
});

describe("references", () => {
  it("8,403 names: 2.4222 nats with a bigram and add-one, as the bigram of names has it", () => {
    // Counted in plain JavaScript, as in makemore part 1 (A. Karpathy, 2022). The first "." is the start, not a prediction.
    const joined = `.${names.list.join(".")}.`;
    const losses = new NGram({ order: 2, smoothing: "add-one" }).fit(joined).losses(joined).slice(1);
    const nats = losses.reduce((a, b) => a + b) / losses.length;
    expect(Math.abs(nats - 2.4222)).toBeLessThan(0.0001);
    expect(nats).toBeCloseTo(new Bigram().fit(names.list).nll(names.list), 9);
  });

  // Plain JavaScript, Witten–Bell down to 1/83, first nine tenths learnt, last tenth predicted.
  it.each([
    [1, 3.118],
    [2, 2.462],
    [3, 2.008],
    [4, 1.675],
    [5, 1.547],
  ])(
    "Moby-Dick with %i tokens at a time: %d nats a character",
    (order, nats) => {
      const model = new NGram({ order, vocabulary: mobyDick.text }).fit(mobyDick.train + mobyDick.test);
      expect(model.nll(mobyDick.validation)).toBeCloseTo(nats, 3);
    },
    60_000,
  );

  it("Kneser–Ney needs fewer nats than Witten–Bell: 1.522 with 5 tokens", () => {
    // Own measurement; S. Chen, J. Goodman, 1999, find the same order of the two.
    const model = new NGram({ order: 5, smoothing: "kneser-ney", vocabulary: mobyDick.text }).fit(mobyDick.train + mobyDick.test);
    expect(model.nll(mobyDick.validation)).toBeCloseTo(1.522, 3);
  }, 60_000);

  it("progress goes up to all tokens", () => {
    const steps = [...new NGram({ order: 2 }).fitSteps(mobyDick.text.slice(0, 200_000))];
    expect(steps.map(({ tokens }) => tokens)).toEqual([65_536, 131_072, 196_608, 200_000]);
  });
});

describe("a model that has counted", () => {
  const counted = () => new NGram({ order: 2 }).fit("xyzxyzxyz");

  it("stays as it was until another fit is through", () => {
    const model = counted();
    const before = model.probabilities("x");
    for (const _ of model.fitSteps("ab".repeat(70_000))) break;
    expect(() => model.fit("")).toThrow("there are no tokens");
    expect(model.vocabulary).toEqual(["x", "y", "z"]);
    expect(model.probabilities("x")).toEqual(before);
  });

  it("may be given a vocabulary that can be gone through only once", () => {
    const once = new Set("ab").keys();
    expect(P(new NGram({ order: 2, smoothing: "add-one", vocabulary: once }).fit("abab"), "a", "b")).toBeCloseTo(3 / 4, 12);
  });
});
