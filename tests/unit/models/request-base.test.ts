import { describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { mobyDick } from "../../../src/datasets/moby-dick.ts";
import { names } from "../../../src/datasets/names.ts";
import { CharacterTokenizer } from "../../../src/lm/character-tokenizer.ts";
import { GPT } from "../../../src/lm/gpt.ts";
import { instructionBatch, nameInstructions } from "../../../src/tune/name-instructions.ts";
import { heldBack, inStyle, nameStyle, ownWords, readyForRequests } from "../../../src/tune/request-base.ts";

describe("names or a text of one's own", () => {
  it("gives its different words, in plain letters", () => {
    const filler = names.list.slice(0, 600);
    const words = ownWords(`Zoë, zoe & José's 2 a incomprehensibly\n${filler.join(" ")}`);
    expect(words.slice(0, 2)).toEqual(["zoe", "jose"]);
    expect(new Set(words).size).toBe(words.length);
    expect(words.every((word) => /^[a-z]{2,11}$/.test(word))).toBe(true);
  });

  it("is refused when it is too short, with what to do", () => {
    expect(() => ownWords("anna karl anna")).toThrow("these are 2 different words: give at least 500, or leave the box empty");
  });

  it.each([500, 1_000, 4_000])("%i words give requests of both kinds to learn and to hold back", (count) => {
    const words = ownWords(mobyDick.text).slice(0, count);
    const held = heldBack(words);
    expect(held).toBe(count / 20);
    const drawn = nameInstructions(words, { random: seed(7), count: 6_000, held, kinds: ["begins", "like"] });
    expect(drawn.held).toHaveLength(2 * held);
    expect(drawn.train.length).toBeGreaterThan(count / 4);
    expect(() =>
      instructionBatch(drawn.train, {
        tokenizer: new CharacterTokenizer("\n .>abcdefghijklmnopqrstuvwxyz"),
        batchSize: 999,
        blockSize: 28,
        random: seed(1),
      }),
    ).not.toThrow();
  });
});

describe("a model of one's own", () => {
  const tokenizer = new CharacterTokenizer("\nacB");
  const model = new GPT({ vocabSize: 4, blockSize: 8, nLayer: 1, nHead: 2, nEmbd: 8 }, seed(1)).eval();
  const ready = readyForRequests({ model, tokenizer }, { random: seed(2) });

  it("knows the characters of requests besides its own, and has the context", () => {
    for (const character of "\n .>acBz") expect(ready.tokenizer.has(character)).toBe(true);
    expect(ready.model.options).toMatchObject({ vocabSize: 31, blockSize: 28, nLayer: 1, nEmbd: 8 });
    expect(model.options.vocabSize).toBe(4);
  });

  it("says of its own characters what it said", () => {
    const logits = (who: typeof ready) => {
      const all = who.model.nextLogits([who.tokenizer.encode("\nacBa")]).toFloat32Array();
      return [..."\nacB"].map((character) => all[who.tokenizer.encode(character)[0]!]!);
    };
    const was = logits({ model, tokenizer });
    for (const [i, value] of logits(ready).entries()) expect(value).toBeCloseTo(was[i]!, 5);
  });

  it("is refused when it is too large, and is itself when it is ready already", () => {
    const large = new GPT({ vocabSize: 4, blockSize: 8, nLayer: 1, nHead: 2, nEmbd: 96 }, seed(1));
    expect(() => readyForRequests({ model: large, tokenizer }, { random: seed(1) })).toThrow("Choose one of at most 100,000");
    const again = readyForRequests(ready, { random: seed(3) });
    expect(again.tokenizer.characters).toEqual(ready.tokenizer.characters);
    expect(again.model.stateDict()["wte.weight"]!.toArray()).toEqual(ready.model.stateDict()["wte.weight"]!.toArray());
  });
});

describe("a style", () => {
  it("is an ending, or names", () => {
    const one = nameStyle(" Ette ", names.list);
    expect(one.names.length).toBeGreaterThan(50);
    expect(one.names.every((name) => name.endsWith("ette") && inStyle(name, one))).toBe(true);
    expect(inStyle("anna", one)).toBe(false);
    const few = nameStyle("Thorin, Balin, Dwalin, Glóin", names.list);
    expect(few).toEqual({ names: ["thorin", "balin", "dwalin", "gloin"], endings: ["in"] });
    expect(inStyle("martin", few)).toBe(true);
  });

  it("is refused when there are no such names", () => {
    for (const wish of ["qqq", "", "7"]) expect(() => nameStyle(wish, names.list)).toThrow("give another ending");
  });
});
