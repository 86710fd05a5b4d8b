import { describe, expect, it } from "vitest";
import { mean } from "../../../src/base/mean.ts";
import { seed } from "../../../src/base/random.ts";
import { names } from "../../../src/datasets/names.ts";
import { penguins } from "../../../src/datasets/penguins.ts";
import { ALPHABET, Bigram } from "../../../src/lm/bigram.ts";
import { DecisionTree } from "../../../src/ml/decision-tree.ts";
import { kFold } from "../../../src/score/cross-validation.ts";
import { type Claim, holds, read, type WordClaim } from "./page.ts";

const notebook = read("notebooks/two-machines.ts");

const share = (species: string) => penguins.labels.filter((label) => label === species).length / penguins.labels.length;
const count = (values: unknown[]) => new Set(values).size;
/** The tree of cell `tree-map` at the end of the slider. */
const X = penguins.rows.map(({ billLength, flipperLength }) => [billLength, flipperLength]);
const tree = new DecisionTree({ maxDepth: 3 }).fit(X, penguins.labels);
const folds = kFold(names.list.length, { folds: 5, random: seed(0) });
const unread = (smoothing: number) =>
  folds.map(({ train, test }) => new Bigram({ smoothing }).fit(train.map((row) => names.list[row]!)).nll(test.map((row) => names.list[row]!)));
/** How far the loss falls with so many names, read as cell `invent` reads them. */
const fallAfter = (read: number) => Math.log(27) - new Bigram().fit(seed(1).shuffle(names.list).slice(0, read)).nll(names.list);
const endings = [...ALPHABET]
  .map((character, i) => ({ character, count: new Bigram().fit(names.list).counts[i]![0]! }))
  .sort((a, b) => b.count - a.count);

/** All counts, and those of what followed a q. */
const bigram = new Bigram().fit(names.list);
const followsQ = bigram.counts[ALPHABET.indexOf("q")]!;
/** The tree whose questions cell `pair` counts. */
const wholeTree = new DecisionTree().fit(penguins.features, penguins.labels);

const CLAIMS: Record<string, Claim[]> = {
  "src/content/docs/two-machines.mdx": [
    ["342 penguins, 8,403 names", [342, penguins.rows.length], ["8,403", names.list.length.toLocaleString("en")]],
    [
      "at first from nothing, then from 20, 400 and all the names on its list",
      [true, notebook.includes("const read = [0, 20, 400, names.list.length][learnt];")],
      [true, notebook.includes("new DecisionTree({ maxDepth: learnt })")],
    ],
    ["After 400 of the 8,403 names"],
    ["More than four fifths.", [true, fallAfter(400) > 0.8 * fallAfter(names.list.length)]],
    ["fallen by 87 % of the whole way", [87, Math.round((100 * fallAfter(400)) / fallAfter(names.list.length))]],
    ["penguins on three islands", [3, count(penguins.rows.map(({ island }) => island))]],
    ["(Breiman et al. 1984)"],
    [
      "58 times something followed q, and 57 times it was u. So P(u | q) = (57 + 1) / (58 + 27) = 0.68",
      [58, followsQ.reduce((sum, times) => sum + times)],
      [57, followsQ[ALPHABET.indexOf("u")]],
      ["0.68", bigram.probabilities("q")[ALPHABET.indexOf("u")]!.toFixed(2)],
    ],
    ["for 27 characters in all", [27, ALPHABET.length]],
    ["learns from four fifths of its data and is asked about the rest, five times over", [5, folds.length], [true, notebook.includes("{ folds: 5,")]],
    ["all four measurements", [4, penguins.features[0]!.length]],
    ["as unsure as if it chose among 11 characters, not 27", [11, Math.round(Math.exp(mean(unread(1))))]],
    [
      "It keeps 729 probabilities, one for each pair of characters. The tree keeps 13 questions, of two numbers each, and 14 answers",
      [729, ALPHABET.length ** 2],
      [13, wholeTree.nLeaves - 1],
      [14, wholeTree.nLeaves],
    ],
    // A column and a threshold for each question, and an answer for each leaf.
    ["| 40 | 729 | 175 billion (Brown et al. 2020) |", [40, 2 * (wholeTree.nLeaves - 1) + wholeTree.nLeaves]],
    ["one of three words", [3, tree.classes.length]],
    ["The tree can say one of three words"],
    // T. Brown et al. 2020, section 2.1 and table 2.1: "nctx = 2048", "175.0B".
    ["GPT-3 looks back over 2,048 tokens and keeps 175 billion numbers ([Brown et al. 2020])"],
    // DeepSeek-AI 2024, abstract: "671B total parameters with 37B activated for each token".
    ["DeepSeek-V3 keeps 671 billion numbers, and uses 37 billion of them for each token ([DeepSeek-AI 2024])"],
    ["How large GPT-4 is has not been disclosed ([OpenAI 2023])"],
    ["How many characters does the bigram model look back? 1."],
    ["([Radford et al. 2018])"],
    ["This one is a table of 729 numbers"],
    ["| GPT-3 |"],
  ],
  "src/content/docs/reference/data/penguins.md": [
    ["342 penguins of three species", [342, penguins.rows.length], [3, count(penguins.labels)]],
    ["with four measurements", [4, penguins.features[0]!.length]],
    // Column `year` of palmerpenguins, which vega-datasets leaves out.
    ["from 2007 to 2009"],
    // vega-datasets 3.2.1, datapackage.json: "344 Palmer Archipelago penguins".
    ["| 342: those of 344 whose four measurements", [342, penguins.meta.rows]],
    ["SHA-256"],
  ],
  "src/content/docs/reference/data/names.md": [
    ["8,403 English first names", ["8,403", names.list.length.toLocaleString("en")]],
    ["| Rows | 8,403 |", ["8,403", names.meta.rows.toLocaleString("en")]],
    ["SHA-256"],
  ],
};

const WORDS: Record<string, WordClaim[]> = {
  "src/content/docs/two-machines.mdx": [
    ["more names hardly help", fallAfter(400) > 0.85 * fallAfter(names.list.length)],
    ["With each step it may ask one question more in a row", "construction: the slider is maxDepth"],
    ["the darker, the more probable", "construction: it is the scale of the map"],
    ["The most frequent species is the Adelie", share("Adelie") > Math.max(share("Gentoo"), share("Chinstrap"))],
  ],
};

for (const [path, claims] of Object.entries(CLAIMS)) holds(path, claims, WORDS[path]);

describe("text alternatives written by hand", () => {
  it("name the characters in which most names end", () => {
    expect(notebook).toContain("many names end in a, e, n or y");
    expect(
      endings
        .slice(0, 4)
        .map(({ character }) => character)
        .sort(),
    ).toEqual(["a", "e", "n", "y"]);
  });

  it("say that vowels follow most consonants", () => {
    expect(notebook).toContain("Vowels follow most consonants");
    const model = new Bigram().fit(names.list);
    const vowels = (p: number[]) => p.reduce((sum, share, i) => sum + ("aeiou".includes(ALPHABET[i]!) ? share : 0), 0);
    const consonants = [..."bcdfghjklmnpqrstvwxyz"];
    expect(consonants.filter((previous) => vowels(model.probabilities(previous)) > 0.5).length).toBeGreaterThan(consonants.length / 2);
  });
});
