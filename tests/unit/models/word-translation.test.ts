import { describe, expect, it } from "vitest";
import { WordTranslation } from "../../../src/words/word-translation.ts";

const words = (texts: string[]) => texts.map((text) => text.split(" "));
// Every word of one side goes with another of the other; no pair alone tells which.
const sources = words(["the house", "the book", "a book", "a house"]);
const targets = words(["la maison", "le livre", "un livre", "une maison"]);

describe("a dictionary that is counted", () => {
  it("finds which words go together, from pairs that do not say so (IBM Model 1)", () => {
    // The example of P. Koehn's and K. Knight's introductions: das Haus, das Buch, ein Buch.
    const model = new WordTranslation().fit(words(["das Haus", "das Buch", "ein Buch"]), words(["the house", "the book", "a book"]));
    expect(model.translate(["ein", "Haus"])).toEqual(["a", "house"]);
    expect(model.align(["das", "Buch"], ["book", "the"])).toEqual([1, 0]);
  });

  it("looks a word up with its neighbours first, and alone where it never stood so", () => {
    const alone = new WordTranslation().fit(sources, targets);
    const between = new WordTranslation({ windows: [[0, 1]] }).fit(sources, targets);
    expect(between.translate(["the", "house"])).toEqual(["la", "maison"]);
    expect(between.translate(["the", "book"])).toEqual(["le", "livre"]);
    expect(between.translate(["a", "the", "book"])).toHaveLength(3);
    expect(between.size).toBeGreaterThan(alone.size);
    // Without neighbours it cannot have both.
    expect([alone.translate(["the"]), alone.translate(["the"])]).toEqual([["la"], ["la"]]);
  });

  it("gives nothing for a word that it never saw", () => {
    expect(new WordTranslation().fit(sources, targets).translate(["zebra"])).toEqual([]);
  });

  it.each<[string, () => unknown, string]>([
    ["no pairs", () => new WordTranslation().fit([], []), "no targets: there must be at least one"],
    ["too few targets", () => new WordTranslation().fit(sources, []), "4 true targets, 0 predicted ones"],
    ["no iterations", () => new WordTranslation({ iterations: 0 }), "iterations is 0"],
  ])("refuses %s", (_, act, message) => {
    expect(act).toThrow(message);
  });
});
