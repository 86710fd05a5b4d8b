import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BPETokenizer } from "../../../src/lm/bpe.ts";
import { CharacterTokenizer } from "../../../src/lm/character-tokenizer.ts";
import { NGram } from "../../../src/lm/n-gram.ts";
import { unseenContexts } from "../../../src/lm/unseen-contexts.ts";
import { WordTokenizer } from "../../../src/lm/word-tokenizer.ts";
import { CountVectorizer } from "../../../src/prep/count-vectorizer.ts";
import { TfidfVectorizer } from "../../../src/prep/tfidf.ts";
import { rougeL, rougeN } from "../../../src/score/text-metrics.ts";
import { firstCharacters } from "../../../src/versus/mail-characters.ts";
import { leaveOneOut } from "../../../src/versus/text-classifier.ts";
import { splitSentences, summarize } from "../../../src/words/text-rank.ts";
import { wordsIn } from "../../../src/words/word-embeddings.ts";

/** Two words of a script each, or two signs. */
const PAIRS: [string, string][] = [
  ["Hindi", "नमस्ते दुनिया"],
  ["Hindi with a joiner and a non-joiner", "क्\u200dष क्\u200cष"],
  ["Tamil", "வணக்கம் உலகம்"],
  ["Bengali", "ওহে বিশ্ব"],
  ["Thai", "สวัสดี ชาวโลก"],
  ["Hebrew with points", "שָׁלוֹם עוֹלָם"],
  ["Arabic with vowels", "مَرْحَبًا بِالعَالَم"],
  ["Persian with a non-joiner", "می\u200cخواهم کتاب\u200cها"],
  ["Japanese", "こんにちは 世界"],
  ["Japanese with a sound mark apart", "か\u3099っこう は\u309aん"],
  ["Chinese", "你好 世界"],
  ["Chinese beyond the first 65,536 characters", "𠮷野家 𠀋"],
  ["Korean", "안녕하세요 세계"],
  ["Korean in single letters", "안녕하세요 세계".normalize("NFD")],
  ["French with accents apart", "élève déçu".normalize("NFD")],
  ["Vietnamese with accents apart", "tiếng Việt".normalize("NFD")],
  ["apostrophes of all kinds", "don't aujourd’hui"],
  ["Greek", "γειά κόσμε"],
  ["Devanagari digits", "१२३ ४५"],
];
const SIGNS = ["👋", "👍🏽", "👨‍👩‍👧‍👦", "🏳️‍🌈", "🇫🇷", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "1️⃣", "#⃣", "❤️", "👩🏻‍🚀", "👁️‍🗨️"];

describe("words as tokens", () => {
  it.each(PAIRS)("of %s stay whole, and come back", (_, text) => {
    const words = new WordTokenizer().fit([text]);
    expect(words.split(text)).toEqual(text.split(" "));
    expect(words.decode(words.encode(text))).toBe(text);
  });

  it.each(SIGNS)("%s is one", (sign) => {
    const words = new WordTokenizer();
    expect(words.split(`a${sign}b ${sign}${sign}`)).toEqual(["a", sign, "b", sign, sign]);
  });

  it.each([
    "नमस्ते। आप कैसे हैं?",
    "今日は2024年です。",
    "「はい」と言った。",
    "مرحبا، كيف حالك؟",
    "Hi👋 there 👍🏽👍🏽!",
    "the 1st, 2nd and 3rd of U.S. states (50)",
    "“So what?” she said",
    "¿Qué? ¡Nada!",
    "3 × 4 = 12 °C",
    "l’été, c’est bien ; non ?",
  ])("give back %s as it was", (text) => {
    const words = new WordTokenizer().fit([text]);
    expect(words.decode(words.encode(text))).toBe(text);
  });

  it("stand apart as they mostly do, and where they never stood together as is usual", () => {
    const words = new WordTokenizer().fit(["a: b", "a:b", "a : b", "x / y", "( c ) (d)", "e , f"]);
    const again = (text: string) => words.decode(words.encode(text));
    // Twice "a:", once "a :"; the other side once with a space, once without, once with.
    expect(again("a:b")).toBe("a: b");
    expect(again("x/y")).toBe("x / y");
    expect(again("e,f")).toBe("e , f");
    expect(again("a,b")).toBe("a, b");
    expect(again("a / b")).toBe("a/b");
    expect(again("f ( d")).toBe("f (d");
  });

  const token = fc
    .oneof(fc.string({ unit: "grapheme", minLength: 1, maxLength: 6 }), fc.constantFrom(...SIGNS, "a", "b", ",", "“", "-", "…", "שָׁ", "में"))
    .filter((text) => new WordTokenizer().split(text).join() === text);

  it("with single spaces between them come back, whatever they are", () => {
    fc.assert(
      fc.property(fc.array(token, { maxLength: 12 }), (parts) => {
        const text = parts.join(" ");
        const words = new WordTokenizer().fit([text]);
        expect(words.decode(words.encode(text))).toBe(text);
      }),
    );
  });

  it("leave nothing out of any string but white space", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "grapheme" }), fc.string({ unit: "binary" }), halves), (text) => {
        expect(new WordTokenizer().split(text).join("")).toBe(text.replace(/\s+/g, ""));
      }),
    );
  });
});

/** Strings as JavaScript has them: halves of pairs may stand alone. */
const halves = fc
  .array(fc.oneof(fc.integer({ min: 0xd800, max: 0xdfff }), fc.integer({ min: 0, max: 0xffff })), { maxLength: 12 })
  .map((units) => String.fromCharCode(...units));

describe("tokens that give any string back", () => {
  it("byte pairs, lone halves of pairs included", () => {
    fc.assert(
      fc.property(halves, halves, fc.constantFrom("gpt2" as const, "none" as const), (learnt, other, pretokenization) => {
        const tokenizer = new BPETokenizer({ vocabularySize: 270, pretokenization }).fit(learnt.repeat(2));
        for (const text of [learnt, other, `${learnt}é한🎉\ufeff${other}`]) expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
      }),
    );
  });

  it("byte pairs: bytes that are no UTF-8 are still shown as �", () => {
    const tokenizer = new BPETokenizer();
    expect(tokenizer.decode([0xed, 0x20, 0xed, 0xa0, 0x80])).toBe("\ufffd \ud800");
    expect(tokenizer.decode([0xed, 0xa0])).toBe("\ufffd\ufffd");
    expect(tokenizer.decode([0xed, 0x9f, 0xbf])).toBe("\ud7ff");
    expect(tokenizer.encode("\ud800")).toEqual([0xed, 0xa0, 0x80]);
  });

  it("characters", () => {
    fc.assert(
      fc.property(fc.oneof(halves, fc.string({ unit: "grapheme", minLength: 1 })), (text) => {
        fc.pre(text !== "");
        const tokenizer = new CharacterTokenizer(text);
        expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
        for (const character of tokenizer.characters) expect([...character]).toHaveLength(1);
      }),
    );
  });
});

describe("what is counted", () => {
  it("words, with their marks, whatever the script", () => {
    const vocabulary = (text: string) => new CountVectorizer().fit([text]).vocabulary;
    for (const [, text] of PAIRS.filter(([name]) => !/apostrophes|beyond/.test(name)))
      expect(vocabulary(text)).toEqual([...new Set(text.toLowerCase().split(" "))].sort());
    // A vowel sign makes a second letter, an accent does not.
    expect(vocabulary("में हूँ ab e\u0301 a\u0301b")).toEqual(["a\u0301b", "ab", "में", "हूँ"].sort());
    expect(new TfidfVectorizer().fit(["नमस्ते दुनिया"]).vocabulary).toEqual(["दुनिया", "नमस्ते"]);
  });

  it("as before in scripts without marks", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."abcXÉéßøž _-’'1239.,\n 日本"), maxLength: 40 }), (text) => {
        const before = text.toLowerCase().match(/[\p{L}\p{N}_]{2,}/gu) ?? [];
        fc.pre(before.length > 0);
        expect(new CountVectorizer().fit([text]).vocabulary).toEqual([...new Set(before)].sort());
      }),
    );
  });

  it("characters, never half of one", () => {
    const { vocabulary } = new CountVectorizer({ unit: "character", ngrams: [1, 2] }).fit(["a😀b"]);
    expect(vocabulary).toEqual(["a", "a😀", "b", "😀", "😀b"]);
    const model = new NGram({ order: 2 }).fit("a😀b😀a😀");
    expect(model.vocabulary).toEqual(["a", "b", "😀"]);
    expect(model.probabilities("b😀")).toEqual(model.probabilities(["b", "😀"]));
    expect(unseenContexts("😀a😀b", "😀a😃a", 1)).toMatchObject({ distinct: 2, possible: 4 });
    expect([firstCharacters("ab😀c", 3), firstCharacters("ab😀c", 2), firstCharacters("", 3)]).toEqual(["ab😀", "ab", ""]);
  });

  it("words shared by two texts", () => {
    // पिता and पीता differ in a vowel sign alone.
    expect(rougeN("पिता", "पीता", 1).f1).toBe(0);
    expect(rougeN("शुभ प्रभात", "शुभ प्रभात", 2).f1).toBe(1);
    expect(rougeL("สวัสดี ชาวโลก", "สวัสดี").recall).toBe(0.5);
  });

  it("words near each other, and words left out", () => {
    expect(wordsIn("नमस्ते, दुनिया! L’été")).toEqual(["नमस्ते", "दुनिया", "l’été"]);
    const model = {
      classes: ["a", "b"],
      fit: () => undefined,
      predict: () => [],
      size: () => ({ parameters: 0, bytes: 0 }),
      scores: (texts: readonly string[]) => texts.map((text) => [text.length, 0]),
    };
    expect(
      leaveOneOut(model as never, "नमस्ते दुनिया", "a")
        .map(({ word }) => word)
        .sort(),
    ).toEqual(["दुनिया", "नमस्ते"]);
  });

  it("sentences, also where there are no capitals", () => {
    expect(splitSentences("यह पहला है। यह दूसरा है।")).toEqual(["यह पहला है।", "यह दूसरा है।"]);
    expect(splitSentences("一つ目です。「二つ目です。」三つ目！")).toEqual(["一つ目です。", "「二つ目です。」", "三つ目！"]);
    expect(splitSentences("كيف حالك؟ بخير.")).toEqual(["كيف حالك؟", "بخير."]);
    expect(summarize("लाल फूल बाग में है। लाल फूल घर में है। नीला आकाश।", { sentences: 1 })).toHaveLength(1);
  });
});
