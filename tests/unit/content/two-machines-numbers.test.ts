import { describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { names } from "../../../src/datasets/names.ts";
import { penguins } from "../../../src/datasets/penguins.ts";
import { ALPHABET, Bigram } from "../../../src/lm/bigram.ts";
import { DecisionTree } from "../../../src/ml/decision-tree.ts";
import { kFold } from "../../../src/score/cross-validation.ts";
import { type Claim, holds, read, shownBy, type WordClaim } from "./page.ts";

const notebook = read("notebooks/two-machines.ts");

const bills = (species: string) => penguins.rows.filter((row) => row.species === species).map(({ billLength }) => billLength);
const count = (values: unknown[]) => new Set(values).size;
/** The tree of cell `train-tree`. */
const X = penguins.rows.map(({ billLength, flipperLength }) => [billLength, flipperLength]);
const tree = new DecisionTree({ maxDepth: 3 }).fit(X, penguins.labels);
const folds = kFold(names.list.length, { folds: 5, random: seed(0) });
const unread = (smoothing: number) =>
  folds.map(({ train, test }) => new Bigram({ smoothing }).fit(train.map((row) => names.list[row]!)).nll(test.map((row) => names.list[row]!)));
const gapOnNew = Math.max(...unread(1)) - new Bigram().fit(names.list).nll(names.list);
/** How far the loss falls with so many names, read as cell `train-bigram` reads them. */
const fallAfter = (read: number) => Math.log(27) - new Bigram().fit(seed(1).shuffle(names.list).slice(0, read)).nll(names.list);
const endings = [...ALPHABET]
  .map((character, i) => ({ character, count: new Bigram().fit(names.list).counts[i]![0]! }))
  .sort((a, b) => b.count - a.count);

/** All counts, and how often each character followed this one. */
const bigram = new Bigram().fit(names.list);
const after = (character: string) => bigram.counts[ALPHABET.indexOf(character)]!;
/** The tree whose questions cell `pair` counts. */
const fullTree = new DecisionTree().fit(penguins.features, penguins.labels);

const CLAIMS: Record<string, Claim[]> = {
  "src/content/docs/two-machines.mdx": [
    ["penguins on three islands", [3, count(penguins.rows.map(({ island }) => island))]],
    ["(Breiman et al. 1984)"],
    // The loop of cell train-tree ends at this depth.
    ["may ask three times in a row", [true, notebook.includes("maxDepth <= 3")], [3, tree.depth]],
    ["sees only two measurements", [2, X[0]!.length]],
    ["from four fifths of the penguins", [true, notebook.includes("stratifiedKFold(penguins.labels, {\n    folds: 5,")]],
    ["all four measurements", [4, penguins.features[0]!.length]],
    ["Ten different shuffles", [true, notebook.includes("Array.from({ length: 10 }")]],
    ["one such pair in a new name makes its loss infinite", [true, unread(0).every((loss) => loss === Number.POSITIVE_INFINITY)]],
    ['"Counts + 1" pretends', [1, new Bigram().smoothing]],
    // "Almost": less than a fiftieth of a nat.
    ["five folds again) it does almost as well as on those it has read", [5, folds.length], [true, gapOnNew < 0.02]],
    [
      "a bill of 48 mm is long for an Adelie",
      [true, Math.max(...bills("Adelie")) < 48],
      [true, notebook.includes("billLength: 48, flipperLength: 205")],
    ],
    [
      "change the bill to 40",
      [
        "Chinstrap Adelie",
        tree
          .predict([
            [48, 205],
            [40, 205],
          ])
          .join(" "),
      ],
    ],
    ["when the flipper is 220", ["Gentoo", tree.predict([[48, 220]])[0]]],
    ["Change `27` and run", [true, notebook.includes("seed(27)")]],
    ["write `.slice(0, 100)` after `shuffle(names.list)`", [true, notebook.includes("shuffle(names.list)")]],
    ["(Radford et al. 2018)"],
    ["only ever say one of three words", [3, tree.classes.length]],
    // T. Brown et al. 2020, section 2.1 and table 2.1: "nctx = 2048", "175.0B".
    ["GPT-3 looks back over 2,048 tokens and keeps 175 billion numbers (Brown et al. 2020)"],
    ["How large GPT-4 is has not been disclosed (OpenAI 2023)"],
    // "Hardly": after a twentieth of the names, more than 85 % of the whole fall of the loss is done.
    [
      "was given many more examples, and hardly gained from most of them",
      [true, names.list.length > 20 * penguins.rows.length],
      [true, fallAfter(400) > 0.85 * fallAfter(names.list.length)],
    ],
    ["342 labelled penguins and 8,403 raw names", [342, penguins.rows.length], ["8,403", names.list.length.toLocaleString("en")]],
    ["One more of each is pretended, of 27 characters in all", [1, new Bigram().smoothing], [27, ALPHABET.length]],
    [
      "58 times something followed q, and 57 times it was u. So P(u | q) = (57 + 1) / (58 + 27) = 0.68",
      [58, after("q").reduce((sum, count) => sum + count, 0)],
      [57, after("q")[ALPHABET.indexOf("u")]],
      ["0.68", bigram.probabilities("q")[ALPHABET.indexOf("u")]!.toFixed(2)],
    ],
    [
      "The bigram model. It keeps 729 probabilities, one for each pair of characters. The tree keeps 13 questions and 14 answers",
      [729, [...ALPHABET].flatMap((character) => bigram.probabilities(character)).length],
      [14, fullTree.nLeaves],
    ],
    // `probabilities` takes one character and no more.
    ["How many characters does the bigram model look back? 1.", [1, Bigram.prototype.probabilities.length]],
    ["This one is a table of 729 numbers", [729, ALPHABET.length ** 2]],
  ],
  "src/content/docs/index.mdx": [
    ["The answer, in four sentences 1. Both"],
    ["2. The tree"],
    ["3. The bigram"],
    ["4. A *large*"],
    // T. Brown et al. 2020, table 2.1: "175.0B"; table 2.2: filtered Common Crawl, WebText2, books, Wikipedia.
    ["GPT-3 has 175 billion ([Brown et al. 2020])"],
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
    ["The more names it has read, the less surprised it is", fallAfter(400) < fallAfter(2000) && fallAfter(2000) < fallAfter(names.list.length)],
    ["Soon, more names hardly help", fallAfter(400) > 0.85 * fallAfter(names.list.length)],
    [
      '"Counts alone" fits the names it has read best',
      new Bigram({ smoothing: 0 }).fit(names.list).nll(names.list) < Math.min(bigram.nll(names.list), Math.log(27)),
    ],
    ["the darker, the more probable", "construction: it is the scale of the map"],
    ["It never counted the pair", unread(0).every((loss) => loss === Number.POSITIVE_INFINITY)],
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

  it("place the model that knows nothing at ln 27", async () => {
    expect((await shownBy("two-machines"))["bigram-curve"]).toContain("Level line: a model that knows nothing 3.3.");
    expect(Math.log(27).toFixed(1)).toBe("3.3");
  });
});
