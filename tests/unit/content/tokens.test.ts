import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { mobyDick } from "../../../src/datasets/moby-dick.ts";
import { oneSentence } from "../../../src/datasets/one-sentence.ts";
import { BPETokenizer } from "../../../src/lm/bpe.ts";
import { mobyDickBPE } from "../../../src/lm/moby-dick-bpe.ts";
import { NGram } from "../../../src/lm/n-gram.ts";
import { RankedBPE, vocabularies } from "../../../src/lm/ranked-bpe.ts";
import { CountVectorizer } from "../../../src/prep/count-vectorizer.ts";
import { holds, read, shownBy, tableRow } from "./page.ts";

const page = "src/content/docs/language-models/tokens.mdx";
const notebook = read("notebooks/tokens.ts");
let shown: Record<string, string> = {};
beforeAll(async () => {
  shown = await shownBy("tokens");
}, 600_000);

const row = (cell: string, begins: string) => tableRow(shown[cell]!, begins);
const numbers = (cell: string, begins: string) => row(cell, begins).map((text) => Number(text.replaceAll(",", "")));
const column = (cell: string, at: number) =>
  shown[cell]!.trim()
    .split("\n")
    .filter((line) => /^(?:characters {2}|pieces)/.test(line))
    .map((line) => Number(line.trim().split(/\s{2,}/)[at]));
const bytes = (text: string) => new TextEncoder().encode(text).length;
const megabytes = Object.values(vocabularies).reduce((sum, { bytes }) => sum + bytes, 0) / 1e6;
const cut = (text: string) => mobyDickBPE.encode(text).map((id) => mobyDickBPE.tokenText(id));
const gpt2 = RankedBPE.load(readFileSync(new URL("../../../public/weights/gpt2-vocabulary.deflate", import.meta.url)), vocabularies.gpt2);

/** −ln P of each token of the last tenth, by a bigram model of the first eight, and the characters of each. */
function losses(pieces: (text: string) => string[], lengths: (pieces: string[]) => number[]) {
  const [learnt, fresh] = [mobyDick.train, mobyDick.validation].map(pieces) as [string[], string[]];
  const each = new NGram({ order: 2, vocabulary: new Set([...learnt, ...fresh]) }).fit(learnt).losses(fresh);
  return { each, lengths: lengths(fresh) };
}

/** In how many pieces of 1,000 characters the tokens of all merges need less than single characters, and of how many. A token belongs to the piece in which it begins. */
function paired(): [number, number] {
  const single = losses(
    (text) => [...text],
    (fresh) => fresh.map(() => 1),
  );
  // A character that is cut in two counts where its first byte is.
  const merged = losses(
    (text) => mobyDickBPE.encode(text).map(String),
    (fresh) => fresh.map((id) => mobyDickBPE.tokens[Number(id)]!.filter((byte) => (byte & 0xc0) !== 0x80).length),
  );
  const sums = [single, merged].map(({ each, lengths }) => {
    const blocks = new Float64Array(Math.floor(mobyDick.validation.length / 1000));
    let at = 0;
    for (const [i, loss] of each.entries()) {
      const block = Math.floor(at / 1000);
      if (block < blocks.length) blocks[block]! += loss;
      at += lengths[i]!;
    }
    expect(at).toBe(mobyDick.validation.length);
    return blocks;
  });
  return [sums[1]!.filter((nats, i) => nats < sums[0]![i]!).length, sums[0]!.length];
}

/** The tokens that byte pair encoding learns from the formula's example, in their order. */
const byHand = () => [...new BPETokenizer({ vocabularySize: 258 }).fitSteps("low low lower")].map(({ text, count }) => [text, count]);

holds(
  page,
  [
    [
      "knows 1,000 tokens, and learnt 744 of them from [*Moby-Dick*]",
      [
        [1000, 744],
        [mobyDickBPE.vocabularySize, mobyDickBPE.merges.length],
      ],
    ],
    [
      "“whales” is one, “unfathomable” five",
      [
        [1, 5],
        [cut(" whales").length, cut(" unfathomable").length],
      ],
    ],
    ["It begins with the 256 bytes", [256, new BPETokenizer().vocabularySize]],
    ["(Gage 1994; Sennrich et al. 2016)"],
    [
      "In “low low lower” l o stands 3 times, and so does o w. The first becomes lo. Now lo w stands 3 times: the next token is low",
      [
        [
          ["lo", 3],
          ["low", 3],
        ],
        byHand,
      ],
    ],
    ["(Radford et al. 2019)"],
    ["Running this cell loads 1.6 MB", ["1.6", megabytes.toFixed(1)]],
    ["a longer table: 199,998 rows", [199_998, vocabularies.o200k.tokens]],
    ["GPT-4o read a million tokens for $2.50 ([OpenAI, August 2024])", [true, notebook.includes("const price = 2.5 / 1e6;")]],
    [
      "The sentence takes 13 tokens in English, with GPT-2's vocabulary. How many in Hindi? 140",
      [13, () => numbers("cost", "English")[0]],
      [140, () => numbers("cost", "Hindi")[0]],
    ],
    ["with GPT-2's vocabulary"],
    [
      "It has 88 characters. Each that is no space takes three bytes, and GPT-2's vocabulary joins few of them",
      [88, [...oneSentence.Hindi].length],
      [bytes(oneSentence.Hindi), 3 * oneSentence.Hindi.replaceAll(" ", "").length + oneSentence.Hindi.split(" ").length - 1],
    ],
    [
      "With o200k it takes 25, still nearly twice as many as in English",
      [25, () => numbers("cost", "Hindi")[2]],
      [13, () => numbers("cost", "English")[2]],
    ],
    ["L = 2.77 nats, a token for every two characters: b = 4 bits · 1/2 = 2 bits a character", ["2.00", (2.77 / Math.LN2 / 2).toFixed(2)]],
    ["log₂ 83 = 6.4 bits each", ["6.4", Math.log2(new Set(mobyDick.text).size).toFixed(1)]],
    ["In 119 of 119 pieces of the last tenth, of 1,000 characters each", [[119, 119], paired]],
    ["Numbers fall apart from the left: 123|456|7", ["123|456|7", () => row("odd", "1234567")[3]]],
    ["GPT-3.5 and GPT-4 add better when one forces cuts from the right (Singh and Strouse 2024)"],
    ["GPT-2 has a token “ SolidGoldMagikarp”", [" SolidGoldMagikarp", gpt2.tokenText(gpt2.encode(" SolidGoldMagikarp")[0]!)]],
    ["(Land and Bartolo 2024)"],
    ["Of the words of the last tenth, 4.0 % are passed over", ["4.0 %", () => row("bag", "words")[1]]],
    ["| numbers kept | 15,232 columns | 744 merges |", [[15_232, 744], () => [numbers("bag", "words")[0], mobyDickBPE.merges.length]]],
    ["Over 17 tokenisers, the same text takes up to 15 times as many tokens in one language as in another (Petrov et al. 2023)"],
    ["GPT-4o counted letters wrongly in 17 % of 10,000 words"],
    ["(Fu et al. 2024)"],
    ["at 8 billion parameters (Pagnoni et al. 2024)"],
    ["the model of 8 billion parameters got better (Liu et al. 2025)"],
    ["All 256 bytes are tokens"],
    [
      "こんにちは世界 has 7 characters. How few tokens does o200k need for it? 2",
      [7, [..."こんにちは世界"].length],
      [2, () => Number(row("vocabularies", "o200k")[3])],
    ],
    ["Model A has a loss of 3 nats a token, model B of 4"],
  ],
  [
    [
      "A larger vocabulary needs fewer tokens for the book, and a longer table",
      () => falls(["GPT-2", "cl100k", "o200k"].map((name) => numbers("vocabularies", name).at(-1)!)),
    ],
    ["Larger tokens are harder to guess", () => falls(column("two-losses", 2).reverse()) && falls(column("two-losses", 1).reverse())],
    ["But there are fewer of them, and for each character of the text the loss falls", () => falls(column("two-losses", 3))],
    [
      "Two losses per token can be compared only where the text is cut alike",
      () => falls(column("two-losses", 3)) && falls(column("two-losses", 2).reverse()),
    ],
    ["A larger token is more text to look back on", () => falls(column("two-losses", 1).reverse())],
    ["at worst in bytes", "construction: all 256 bytes are tokens"],
    ["more than one way to cut", () => mobyDickBPE.decode([32, 116]) === mobyDickBPE.decode([256])],
    ["A tokeniser has never met your name", "definition: the case that the question is about"],
    ["It spells it with smaller tokens", () => cut("Zoë").length > 1 && mobyDickBPE.decode(mobyDickBPE.encode("Zoë")) === "Zoë"],
    ["merge the most frequent pair", "instruction: the method in one line"],
    [
      "And two losses per token compare only if the tokens are the same",
      () => falls(column("two-losses", 3)) && falls(column("two-losses", 2).reverse()),
    ],
  ],
);

const falls = (figures: number[]) => figures.length > 2 && figures.every((figure, i) => i === 0 || figure < figures[i - 1]!);

describe("the lesson's reference numbers", () => {
  it("Hello, world! and the whole book, in three vocabularies", () => {
    expect(row("vocabularies", "GPT-2").slice(1)).toEqual(["50,256", "15496, 11, 995, 0", "10", "317,756"]);
    expect(row("vocabularies", "cl100k").slice(1)).toEqual(["100,256", "9906, 11, 1917, 0", "4", "298,693"]);
    expect(row("vocabularies", "o200k").slice(1)).toEqual(["199,998", "13225, 11, 2375, 0", "2", "296,485"]);
  });

  it("the character bigram of where-counts-end, but for the ninth tenth that it does not read here", () => {
    expect(row("two-losses", "characters").slice(0, 3)).toEqual(["1.00", "2.46", "3.56"]);
  });

  it("what is learnt in the page are the merges of the first picture", () => {
    expect(shown["learn"]).toContain(`“ sp” + “erm”`);
    expect(mobyDickBPE.tokenText(255 + 743)).toBe(" sperm");
    expect(cut(" sperm")).toEqual([" sperm"]);
  });

  it("a million such sentences cost what their tokens do", () => {
    for (const language of ["English", "German", "Hindi", "TypeScript"]) {
      const [, , o200k, dollars] = numbers("cost", language);
      expect(dollars).toBe(Math.round(2.5 * o200k!));
    }
  });

  it("another language and code are cut finer than English, by both", () => {
    const lengths = ["English", "German", "Hindi", "TypeScript"].map((language) => numbers("languages", language)[2]!);
    expect(lengths.indexOf(Math.max(...lengths))).toBe(0);
    expect(numbers("languages", "Hindi")[1]).toBe(bytes(oneSentence.Hindi));
  });

  it("“strawberry” after a space and without shares no token, in all three", () => {
    const pieces = (text: string) =>
      row("odd", text)
        .slice(1)
        .map((cut) => cut.split("|"));
    const [without, after] = [pieces("strawberry "), pieces("␣strawberry ")];
    for (const [i, one] of after.entries()) {
      expect(one).toEqual(["␣strawberry"]);
      expect(without[i]).toHaveLength(3);
    }
  });

  it("tokens pass over nothing", () => {
    expect(mobyDickBPE.decode(mobyDickBPE.encode(mobyDick.validation))).toBe(mobyDick.validation);
    const words = new CountVectorizer().fit([mobyDick.train]).vocabulary;
    expect(words).toHaveLength(15_232);
  });
});
