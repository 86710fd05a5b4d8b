import { describe, expect, it } from "vitest";
import { sotuEmbeddings } from "../../../src/datasets/sotu-embeddings.ts";
import { analogyQuestions, answerAnalogies, scoreAnalogies } from "../../../src/words/word-analogies.ts";
import { association, leanings } from "../../../src/words/word-association.ts";
import { commonWords, companyOf, mutualInformation, positiveTable } from "../../../src/words/word-company.ts";
import { WordVectors } from "../../../src/words/word-vectors.ts";

const compass = new WordVectors(
  ["east", "north", "north-east", "west"],
  [
    [2, 0],
    [0, 1],
    [3, 3],
    [-1, 0],
  ],
);

describe("words with vectors", () => {
  it("cosines by hand, whatever the lengths", () => {
    expect(compass.similarity("east", "north")).toBe(0);
    expect(compass.similarity("east", "west")).toBe(-1);
    expect(compass.similarity("east", "north-east")).toBeCloseTo(Math.SQRT1_2, 12);
    expect(compass.nearest("east", 2).map(({ word }) => word)).toEqual(["north-east", "north"]);
    expect(compass.unit("north-east")[0]).toBeCloseTo(Math.SQRT1_2, 12);
  });

  it("an analogy passes over the words it was asked with, or does not", () => {
    expect(compass.analogy("east", "north-east", "north", { exclude: false })[0]!.word).toBe("north");
    expect(compass.analogy("east", "north-east", "north", { count: 9 }).map(({ word }) => word)).toEqual(["west"]);
  });

  it("in a plane, distances of vectors that lie in it stay what they are", () => {
    const places = compass.plane(["east", "north", "west"]);
    const [east, north, west] = places as [(typeof places)[0], (typeof places)[0], (typeof places)[0]];
    expect(Math.hypot(east.x - west.x, east.y - west.y)).toBeCloseTo(2, 9);
    expect(Math.hypot(east.x - north.x, east.y - north.y)).toBeCloseTo(Math.SQRT2, 9);
    // East and west differ most, so their difference lies across.
    expect(Math.abs(east.x - west.x)).toBeCloseTo(2, 9);
  });

  it("finds what is spelt nearly so", () => {
    expect(compass.spelt("eats", 1)).toEqual(["east"]);
    expect(compass.spelt("nort", 2)[0]).toBe("north");
  });

  it.each([
    ["no word at all", () => new WordVectors().vector("a"), "no word has a place yet"],
    ["an unknown word", () => compass.vector("up"), '"up" has no place'],
    ["too few vectors", () => new WordVectors(["a"], []), "there are 1 words, but 0 vectors"],
    ["vectors of two lengths", () => new WordVectors(["a", "b"], [[1], [1, 2]]), '"b" has 2 numbers, but "a" has 1'],
    ["a word twice", () => new WordVectors(["a", "a"], [[1], [2]]), "1 come twice"],
    ["no number", () => new WordVectors(["a"], [[Number.NaN]]), 'the vector of "a" holds something that is no finite number'],
    ["a plane of one", () => compass.plane(["east"]), "give two or more"],
  ])("refuses %s in words", (_, act, message) => {
    expect(act).toThrow(message);
  });
});

describe("company", () => {
  const texts = ["cats sleep", "cats eat", "dogs sleep", "dogs eat", "dogs stop", "cars stop", "cars turn", "buses stop", "buses turn"].map((line) =>
    line.split(" "),
  );
  const words = commonWords(texts);
  const at = (word: string) => words.indexOf(word);
  const company = companyOf(words, texts, { window: 1 });

  it("counts by hand, alike from both sides", () => {
    expect(words.slice(0, 2)).toEqual(["dogs", "stop"]);
    expect(company[at("cats")]!.get(at("sleep"))).toBe(1);
    expect(company[at("sleep")]!.get(at("cats"))).toBe(1);
    expect(company[at("cats")]!.get(at("dogs"))).toBeUndefined();
    expect(company.flatMap((row) => [...row.values()]).reduce((sum, value) => sum + value, 0)).toBe(18);
  });

  it("a neighbour further off counts less, or as much", () => {
    const far = (nearCountsMore: boolean) => companyOf(["a", "c"], [["a", "b", "c"]], { window: 2, nearCountsMore })[0]!.get(1);
    expect([far(true), far(false)]).toEqual([0.5, 1]);
  });

  it("mutual information by hand: ln 4.5 for cats and sleep, ln 2 for dogs and stop", () => {
    const pmi = mutualInformation(company, { smoothing: 1 });
    expect(pmi[at("cats")]!.get(at("sleep"))).toBeCloseTo(Math.log(4.5), 12);
    expect(pmi[at("dogs")]!.get(at("stop"))).toBeCloseTo(Math.log(2), 12);
    expect(positiveTable(pmi)[at("cats")]![at("turn")]).toBe(0);
  });

  it("is 0 where words meet as often as chance has it", () => {
    const even = companyOf(
      ["a", "b"],
      [
        ["a", "a"],
        ["b", "b"],
        ["a", "b"],
        ["a", "b"],
      ],
      { window: 1 },
    );
    expect(mutualInformation(even, { smoothing: 1 })[0]!.get(1)).toBeCloseTo(0, 12);
  });
});

describe("analogies", () => {
  const people = new WordVectors(
    ["he", "she", "his", "her", "him"],
    [
      [1, 0, 0],
      [1, 0, 0.2],
      [0, 1, 0],
      [0, 1, 0.2],
      [0.4, 1, 0],
    ],
  );

  it("asks each two pairs of a family whose words are known", () => {
    const questions = analogyQuestions(people.has);
    expect(questions.map(({ a, b, c, d }) => [a, b, c, d].join(" "))).toEqual(["he she his her", "his her he she"]);
    const all = analogyQuestions(() => true);
    expect(all.length).toBe(8 * 90);
    for (const { a, b, c, d } of all) expect(new Set([a, b, c, d]).size).toBe(4);
  });

  it("answers by three rules, and counts what is right", () => {
    const answers = answerAnalogies(people, analogyQuestions(people.has));
    expect(answers.map(({ excluded }) => excluded)).toEqual(["her", "she"]);
    expect(scoreAnalogies(answers)).toEqual({ questions: 2, excluded: 1, any: 1, nearC: 1, echoes: 0 });
  });

  it("leans to whom it is nearer", () => {
    expect(association(people, "she", { towards: ["her"], from: ["his"] })).toBeGreaterThan(0);
    expect(association(people, "he", { towards: ["her", "nobody"], from: ["his"] })).toBe(0);
  });

  it("leans word by word, list by list, without words that have no place", () => {
    const sides = { towards: ["she", "her"], from: ["he", "him", "his"] };
    const leaning = (word: string) => association(people, word, sides);
    const rows = leanings(people, ["women", "career", "men"], { towards: "women", from: "men" });
    expect(rows.map(({ word, list }) => `${list} ${word}`)).toEqual(["women she", "women her", "men he", "men him", "men his"]);
    for (const { word, lean } of rows) expect(lean).toBe(leaning(word));
  });
});

describe("the vectors of the speeches", () => {
  it("are 4,000 words by 50 numbers, of which the greatest is 127 or −127, most frequent first", () => {
    const { words, counts, vectors, meta } = sotuEmbeddings;
    expect([words.length, counts.length, vectors.length, meta.rows, vectors[0]!.length]).toEqual([4000, 4000, 4000, 4000, 50]);
    expect([words[0], counts[0], counts.at(-1)]).toEqual(["the", 151_266, 34]);
    expect(counts).toEqual(counts.toSorted((a, b) => b - a));
    for (const vector of vectors) expect(vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0)).toBe(127);
  });

  // Own base line: there is no reference for these vectors elsewhere.
  it("put like to like", () => {
    const speeches = new WordVectors(sotuEmbeddings.words, sotuEmbeddings.vectors);
    const near = (word: string) => speeches.nearest(word, 3).map((neighbour) => neighbour.word);
    expect(near("railroad")).toEqual(["railway", "railroads", "railways"]);
    expect(near("march")).toEqual(["february", "april", "th"]);
    expect(near("peace")).toContain("harmony");
  });
});
