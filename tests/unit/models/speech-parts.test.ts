import { describe, expect, it } from "vitest";
import { mobyDick } from "../../../src/datasets/moby-dick.ts";
import { sotu } from "../../../src/datasets/sotu.ts";
import { speechPieces } from "../../../src/datasets/speech-pieces.ts";
import { inCharacters, speechParts } from "../../../src/tune/speech-parts.ts";

const characters = new Set(mobyDick.text);

describe("a text in the characters of another", () => {
  it("opens and closes quotation marks, writes out the percent sign, and leaves out what has no likeness", () => {
    expect(inCharacters('He said "it\'s 5%" – twice_°', characters)).toBe("He said “it’s 5 percent” — twice");
    expect(inCharacters("abc", "ac")).toBe("ac");
  });
});

describe("speeches, each for one purpose", () => {
  const parts = speechParts(sotu.rows, { characters });

  it("are those since 1961, in the book's characters", () => {
    expect(sotu.rows.filter(({ year }) => year >= 1961)).toHaveLength(62);
    expect([parts.validation.length, parts.test.length]).toEqual([6, 12]);
    for (const text of [parts.train, ...parts.validation, ...parts.test])
      for (const character of new Set(text)) expect(characters).toContain(character);
    for (const text of [...parts.validation, ...parts.test]) expect(text).toHaveLength(2_000);
  });

  it("are apart: none that is asked about is learnt from", () => {
    for (const text of [...parts.validation, ...parts.test]) expect(parts.train).not.toContain(text.slice(0, 200));
    expect(new Set([...parts.validation, ...parts.test]).size).toBe(18);
  });

  it("of which pieces are shipped", () => {
    expect(speechPieces.train).toBe(parts.train.slice(0, 60_000));
    expect(speechPieces.held).toEqual(parts.validation);
    expect(speechPieces.meta.rows).toBe(72_000);
  });

  it("refuses to keep nothing to learn from", () => {
    expect(() => speechParts(sotu.rows, { characters, test: 60 })).toThrow(
      "62 speeches since 1961: 6 to choose with and 60 for the end leave none to learn from",
    );
  });
});
