import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mobyDick } from "../../../src/datasets/moby-dick.ts";
import { BPETokenizer } from "../../../src/lm/bpe.ts";
import { mobyDickBPE } from "../../../src/lm/moby-dick-bpe.ts";
import { RankedBPE, vocabularies } from "../../../src/lm/ranked-bpe.ts";

const folder = new URL("../../../public/weights/", import.meta.url);
const file = (name: string) => readFileSync(new URL(`${name}.deflate`, folder));
const load = (key: keyof typeof vocabularies) => RankedBPE.load(file(vocabularies[key].name), vocabularies[key]);
const shipped = { gpt2: load("gpt2"), cl100k: load("cl100k"), o200k: load("o200k") };

describe.each(Object.values(vocabularies))("the vocabulary of $title", ({ name, bytes, sha256, tokens }) => {
  it("is the file that its card describes, and at most 4 MB", () => {
    const content = file(name);
    expect(content.length).toBe(bytes);
    expect(bytes).toBeLessThan(4e6);
    expect(createHash("sha256").update(content).digest("hex")).toBe(sha256);
    expect(RankedBPE.load(content, { pattern: /./gsu }).vocabularySize).toBe(tokens);
  });
});

it("with the models, what is shipped for cells to load is at most 12 MB", () => {
  expect(readdirSync(folder).reduce((sum, name) => sum + statSync(new URL(name, folder)).size, 0)).toBeLessThan(12e6);
});

/** Text → its tokens in GPT-2, cl100k and o200k, as gpt-tokenizer 4.0.0 gives them. */
const PUBLISHED: [string, number[], number[], number[]][] = [
  ["Hello, world!", [15496, 11, 995, 0], [9906, 11, 1917, 0], [13225, 11, 2375, 0]],
  [
    "Don't SHOUT: IT'S 12345 o'clock!\r\n\r\n\t  x",
    [3987, 470, 6006, 12425, 25, 7283, 6, 50, 17031, 2231, 267, 6, 15750, 0, 201, 198, 201, 198, 197, 220, 2124],
    [8161, 956, 6570, 3740, 25, 8871, 13575, 220, 4513, 1774, 297, 63510, 0, 881, 3762, 865],
    [31559, 10902, 5858, 25, 8734, 31233, 220, 7633, 2548, 293, 141801, 0, 1414, 7758, 1215],
  ],
  [
    "naïve café Ǆ\u2003",
    [2616, 38776, 40304, 220, 131, 226, 447, 225],
    [3458, 38672, 588, 53050, 220, 131, 226, 378, 225],
    [1503, 9954, 737, 30469, 220, 131, 226, 33203],
  ],
  [
    "def f(x):\n    return x ** 2\n",
    [4299, 277, 7, 87, 2599, 198, 220, 220, 220, 1441, 2124, 12429, 362, 198],
    [755, 282, 2120, 997, 262, 471, 865, 3146, 220, 17, 198],
    [1314, 285, 4061, 1883, 271, 622, 1215, 6240, 220, 17, 198],
  ],
  [
    "नमस्ते दुनिया 👩🏽‍🚀",
    [
      11976, 101, 11976, 106, 11976, 116, 24231, 235, 11976, 97, 24231, 229, 28225, 99, 24231, 223, 11976, 101, 11976, 123, 11976, 107, 48077, 50169,
      102, 8582, 237, 121, 447, 235, 8582, 248, 222,
    ],
    [61196, 88344, 79468, 31584, 97, 35470, 15272, 99, 73753, 61196, 43411, 107, 24810, 62904, 102, 9468, 237, 121, 378, 235, 9468, 248, 222],
    [998, 1637, 14681, 628, 64593, 61138, 102, 52622, 121, 2524, 112927, 222],
  ],
  // Special tokens are no tokens of a text: "<|", "endo", …
  ["", [], [], []],
];

describe("published tokens", () => {
  it.each(PUBLISHED)("%j", (text, gpt2, cl100k, o200k) => {
    expect(shipped.gpt2.encode(text)).toEqual(gpt2);
    expect(shipped.cl100k.encode(text)).toEqual(cl100k);
    expect(shipped.o200k.encode(text)).toEqual(o200k);
  });

  it("こんにちは世界 takes 10, 4 and 2", () => {
    expect(Object.values(shipped).map((bpe) => bpe.encode("こんにちは世界").length)).toEqual([10, 4, 2]);
  });

  it("Moby-Dick takes 317,756, 298,693 and 296,485, and comes back", () => {
    const ids = Object.values(shipped).map((bpe) => bpe.encode(mobyDick.text));
    expect(ids.map(({ length }) => length)).toEqual([317_756, 298_693, 296_485]);
    expect(shipped.o200k.decode(ids[2]!)).toBe(mobyDick.text);
  }, 60_000);

  // Rust's \s, by which tiktoken cuts, is Unicode's white space: with the sign for a next line, and without the mark of byte order.
  it("white space is what Unicode says it is", () => {
    expect(" \u0085a".match(vocabularies.gpt2.pattern)).toEqual([" ", "\u0085", "a"]);
    expect(" \ufeffa".match(vocabularies.gpt2.pattern)).toEqual([" \ufeff", "a"]);
  });

  it("the name of a special token is a text like any other", () => {
    expect(shipped.gpt2.decode(shipped.gpt2.encode("<|endoftext|>"))).toBe("<|endoftext|>");
    expect(shipped.gpt2.encode("<|endoftext|>")).not.toContain(50_256);
  });
});

describe("properties", () => {
  it.each(Object.entries(shipped))("%s gives back any text, lone halves of pairs included", (_, bpe) => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "grapheme" }),
          fc.string({ unit: "binary" }),
          fc.array(fc.integer({ min: 0xd7f0, max: 0xe010 }), { maxLength: 8 }),
        ),
        (made) => {
          const text = typeof made === "string" ? made : String.fromCharCode(...made);
          expect(bpe.decode(bpe.encode(text))).toBe(text);
        },
      ),
    );
  });

  it("the patterns leave nothing out", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."aZ 1,'s\n\r\té한😀ǅ\u0301\u00a0\u0085\ufeff") }), (text) => {
        for (const { pattern } of Object.values(vocabularies)) expect((text.match(pattern) ?? []).join("")).toBe(text);
      }),
    );
  });

  it("does what a tokeniser that was learnt does, given its tokens by rank", () => {
    const ranked = new RankedBPE(
      mobyDickBPE.tokens.map((token) => String.fromCharCode(...token)),
      vocabularies.gpt2,
    );
    const text = mobyDick.validation.slice(0, 20_000);
    expect(ranked.encode(text)).toEqual(mobyDickBPE.encode(text));
  });
});

describe("by hand", () => {
  const bytes = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte));

  it("joins the two of the lowest rank first, the leftmost of those", () => {
    const bpe = new RankedBPE([...bytes, "bc", "ab", "abc", "aa"], { pattern: /.+/gs });
    expect(bpe.encode("abc")).toEqual([258]);
    expect(bpe.encode("aab")).toEqual([97, 257]);
    expect(bpe.encode("aaa")).toEqual([259, 97]);
    expect([bpe.tokenText(258), bpe.vocabularySize]).toEqual(["abc", 260]);
  });

  it("shows � for a part of a character", () => {
    expect(new RankedBPE(bytes, { pattern: /.+/gs }).encode("é").map((id) => String.fromCharCode(id))).toEqual(["Ã", "©"]);
    expect(new RankedBPE(bytes, { pattern: /.+/gs }).tokenText(0xc3)).toBe("\ufffd");
  });

  it.each([
    ["a token that is not there", () => shipped.gpt2.decode([50_256]), "there is no token 50256: they go from 0 to 50255"],
    ["a vocabulary without all bytes", () => new RankedBPE(["a"], { pattern: /./g }), "byte 0 is no token"],
    ["a token twice", () => new RankedBPE([...bytes, "a"], { pattern: /./g }), "the 257 tokens are only 256 different ones"],
    ["a pattern that finds one piece only", () => new RankedBPE(bytes, { pattern: /./ }), "it must have the flag g"],
    ["a file that is cut short", () => RankedBPE.load(file("gpt2-vocabulary").subarray(0, 1000), vocabularies.gpt2), "damaged or cut short"],
    ["another file", () => RankedBPE.load(new Uint8Array(40), vocabularies.gpt2), "the vocabulary is damaged"],
  ])("%s is refused in words", (_, act, message) => {
    expect(act).toThrow(message);
  });
});

describe("the merges that are shipped", () => {
  it("are those that the first eight tenths of Moby-Dick give", () => {
    expect(mobyDickBPE.merges).toEqual(new BPETokenizer().fit(mobyDick.train).merges);
    expect([mobyDickBPE.merges.length, mobyDickBPE.vocabularySize]).toEqual([744, 1000]);
  }, 60_000);
});
