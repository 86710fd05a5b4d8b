import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mobyDick } from "../../../src/datasets/moby-dick.ts";
import { BPETokenizer } from "../../../src/lm/bpe.ts";

const text = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 40 }),
  fc.string({ unit: fc.constantFrom("a", "b", " ", "\n", "é", "😀", "'s"), maxLength: 40 }),
);
const pretokenization = fc.constantFrom("gpt2" as const, "none" as const);

describe("by hand", () => {
  it("aaabdaaabac becomes XdXac", () => {
    // P. Gage's example, as Wikipedia and A. Karpathy's minbpe have it: after three merges, tokens 258 100 258 97 99.
    const tokenizer = new BPETokenizer({ vocabularySize: 259, pretokenization: "none" }).fit("aaabdaaabac");
    expect(tokenizer.encode("aaabdaaabac")).toEqual([258, 100, 258, 97, 99]);
    expect(tokenizer.tokenText(258)).toBe("aaab");
  });

  it("shows each merge, the most frequent first", () => {
    const steps = [...new BPETokenizer({ vocabularySize: 300 }).fitSteps("low low low lower lowest")];
    expect(steps.slice(0, 2).map(({ text, count }) => ({ text, count }))).toEqual([
      { text: "lo", count: 5 },
      { text: "low", count: 5 },
    ]);
    expect(steps[2]).toMatchObject({ text: " low", count: 4, token: 258 });
    // Nothing is left that stands there twice but " low" + "e".
    expect(steps.at(-1)!.text).toBe(" lowe");
  });

  it("cuts as GPT-2 does", () => {
    const words = (s: string) => {
      const tokenizer = new BPETokenizer({ vocabularySize: 500 }).fit(s.repeat(3));
      return tokenizer.encode(s).map((id) => tokenizer.tokenText(id));
    };
    expect(words("Hello, world! It's 2024.\n\n  So")).toEqual(["Hello", ",", " world", "!", " It", "'s", " 2024", ".", "\n\n ", " So"]);
  });
});

describe("properties", () => {
  it("gives back any text, whatever it learnt from", () => {
    fc.assert(
      fc.property(text, text, pretokenization, (learnt, other, cut) => {
        const tokenizer = new BPETokenizer({ vocabularySize: 270, pretokenization: cut }).fit(learnt.repeat(2));
        for (const one of [learnt, other]) expect(tokenizer.decode(tokenizer.encode(one))).toBe(one);
      }),
    );
  });

  it("counts stay true: each merge is of the pair that a fresh count finds most frequent", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."abc"), minLength: 2, maxLength: 30 }), (learnt) => {
        let ids = [...learnt].map((character) => character.charCodeAt(0));
        for (const { pair, token, count } of new BPETokenizer({ vocabularySize: 266, pretokenization: "none" }).fitSteps(learnt)) {
          const counts = new Map<string, number>();
          for (let i = 1; i < ids.length; i++) counts.set(`${ids[i - 1]},${ids[i]}`, (counts.get(`${ids[i - 1]},${ids[i]}`) ?? 0) + 1);
          expect(counts.get(pair.join(","))).toBe(count);
          expect(count).toBe(Math.max(...counts.values()));
          const next: number[] = [];
          for (let i = 0; i < ids.length; i++) next.push(ids[i] === pair[0] && ids[i + 1] === pair[1] ? (i++, token) : ids[i]!);
          ids = next;
        }
      }),
    );
  });

  it("what was learnt can be written down and read again", () => {
    const tokenizer = new BPETokenizer({ vocabularySize: 400 }).fit(mobyDick.text.slice(0, 20_000));
    const again = BPETokenizer.fromMerges(JSON.parse(JSON.stringify(tokenizer.merges)));
    const sample = mobyDick.text.slice(30_000, 31_000);
    expect(again.encode(sample)).toEqual(tokenizer.encode(sample));
    expect(again.vocabularySize).toBe(400);
  });
});

describe("bad input", () => {
  it.each([
    ["fewer tokens than bytes", () => new BPETokenizer({ vocabularySize: 255 }), "vocabularySize is 255"],
    ["an unknown way to cut", () => new BPETokenizer({ pretokenization: "gpt5" as "gpt2" }), 'pretokenization is "gpt5"'],
    ["a token that is not there", () => new BPETokenizer().decode([256]), "there is no token 256: they go from 0 to 255"],
    ["a merge of what is not there yet", () => BPETokenizer.fromMerges([[97, 256]]), "merge 0 names token 256"],
  ])("%s is refused in words", (_, act, message) => {
    expect(act).toThrow(message);
  });
});

it("Moby-Dick: 1,000 tokens say it in fewer than half as many as its bytes", () => {
  const tokenizer = new BPETokenizer({ vocabularySize: 1000 }).fit(mobyDick.text);
  const ids = tokenizer.encode(mobyDick.text);
  expect(tokenizer.decode(ids)).toBe(mobyDick.text);
  const bytes = new TextEncoder().encode(mobyDick.text).length;
  expect(bytes / ids.length).toBeGreaterThan(2);
  expect(bytes / ids.length).toBeLessThan(3);
  // The first thing that stands out in English is " t", then "he" (as in minbpe on any English text).
  expect(tokenizer.tokenText(256)).toBe(" t");
  expect(tokenizer.tokenText(257)).toBe("he");
}, 60_000);
