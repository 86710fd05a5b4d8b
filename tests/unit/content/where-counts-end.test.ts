import { beforeAll, describe, expect, it } from "vitest";
import { mobyDick } from "../../../src/datasets/moby-dick.ts";
import { names } from "../../../src/datasets/names.ts";
import { ALPHABET } from "../../../src/lm/bigram.ts";
import { NGram } from "../../../src/lm/n-gram.ts";
import { holds, read, shownBy, tableRow } from "./page.ts";

const notebook = read("notebooks/where-counts-end.ts");
let shown: Record<string, string> = {};
beforeAll(async () => {
  shown = await shownBy("where-counts-end");
}, 300_000);

const row = (cell: string, begins: string) => tableRow(shown[cell]!, begins);
const reached = (index: number) => ["1", "2", "3", "4", "5", "6"].map((n) => Number(row("reached", `${n}  `)[index]!.replaceAll(",", "")));
const wall = (length: number) => row("possible", `${length}`.padStart(7)).at(-1);
/** Of so many characters read, which stand flush right in their column. */
const bestAfter = (read: string) => Number(row("best-n", read.padStart("characters read".length))[0]);
const way = (name: string) => row("three-ways", name).map(Number);
const contest = (model: string) => row("as-classifier", model).map((value) => Number(value.replaceAll(",", "")));
const known = mobyDick.train + mobyDick.test;

/** Character → probability, after this beginning, of an n-gram on the book. */
function nextAfter(beginning: string, n: number): Record<string, number> {
  const model = new NGram({ order: n }).fit(known);
  return Object.fromEntries(model.probabilities(beginning).map((p, i) => [model.vocabulary[i]!, p]));
}

holds(
  "src/content/docs/language-models/where-counts-end.mdx",
  [
    [
      "it falls up to n = 4, then it rises",
      [true, () => shown["names-by-n"]!.includes("new names (6 points) goes from 2.85 to 2.32, lowest 2.07 at 4")],
    ],
    ["looks at the last n − 1 tokens, its"],
    ["At n = 1 it knows how frequent each letter is", [true, () => nextAfter("q", 1).u === nextAfter("t", 1).u]],
    ["At n = 4 most of what it writes is new", [true, () => Number.parseInt(row("invents", "4  ")[0]!, 10) < 50]],
    ['At n = 6, 62 % of its "inventions" are in the list', ["62 %", () => row("invents", "6  ")[0]]],
    ["what is further back than n − 1 tokens does not matter"],
    ["more than a million characters", [true, mobyDick.text.length > 1e6]],
    ["The first nine tenths are for counting", [0.9, Number((known.length / mobyDick.text.length).toFixed(4))]],
    ["(Witten and Bell 1991)"],
    [
      "With about twenty times the text of the names, one character more pays. The 6-gram keeps twice as many counts as the 5-gram and is no better",
      [20, Math.round(known.length / names.list.slice(840).join(".").length / 2) * 2],
      [5, () => reached(0).indexOf(Math.min(...reached(0))) + 1],
      [true, () => reached(3)[5]! > 2 * reached(3)[4]!],
    ],
    ["from 3.118 nats to 1.547. The 5-gram needs 2.23", [[3.118, 1.547, 2.23], () => [reached(0)[0], reached(0)[4], reached(1)[4]]]],
    // C. Shannon 1951, figure 4 and section 5: bounds of 0.6 and 1.3 bits a letter at N = 100; 26 letters and the space.
    ["between 0.6 and 1.3 bits a letter (Shannon 1951). He used an alphabet of 27 signs"],
    ["sharpens the choice below 1 and flattens it above"],
    [
      "with 4 it still knows how the name ends, with 3 it does not",
      [true, () => nextAfter("Captain Aha", 4).b! > 0.9],
      [true, () => nextAfter("Captain Aha", 3).b! < 0.1],
    ],
    ["Why not n = 20?"],
    ["With 4 characters of context, all but 2.1 % of the places are known", ["2.1 %", () => wall(4)]],
    ["With 8, 46 % are not", [46, () => Math.round(Number.parseFloat(wall(8)!))]],
    ["there are 83 times as many possible contexts", [83, new Set(mobyDick.text).size]],
    ["After 1,000 characters a bigram is best", [2, () => bestAfter("1,000")]],
    ["The next step of memory pays when the text has grown ten times", [[2, 3, 4], () => ["1,000", "10,000", "100,000"].map(bestAfter)]],
    ["With 8 characters of context, almost half of the places are new", [true, () => Math.abs(Number.parseFloat(wall(8)!) - 47.5) < 2.5]],
    ["## A memory of n − 1"],
    ["the context: the n − 1 tokens before it"],
    ["With n = 3, after “whal” only “al” counts. If “al” was seen 200 times, and e followed 30 times, then P(e) = 30/200 = 0.15", [0.15, 30 / 200]],
    ["from n = 1 to n = 6. Which will be best on the last tenth? n = 5", [5, () => reached(0).indexOf(Math.min(...reached(0))) + 1]],
    ["The same 840 names, held back from all", [840, names.list.length - 7563]],
    ["The same 2,000 names to learn from"],
    ["60 steps of L-BFGS"],
    ["C = 3, chosen by earlier runs"],
    ["ln 27 = 3.296 nats", ["3.296", Math.log(27).toFixed(3)]],
    ["95 %, in the caption. Names were drawn anew 1,000 times"],
    ["The interval of the difference ends at 0, so no more than “close” is said", [true, () => /95 %: -?0\.000 to /.test(shown["as-classifier"]!)]],
    ["before the next one does a 5-gram look at? 4"],
    ["(Bengio et al. 2003)"],
    ["on the three letters before", [true, notebook.includes("letterContest(learners, newNames, 3,")]],
    [
      "On 2,000 names it comes close to the 4-gram, with about a quarter of its numbers",
      [true, notebook.includes("oldNames.slice(0, 2_000)")],
      // Above it by less than a fifth of what lies between the 4-gram and the 2-gram.
      [
        true,
        () => {
          const [one, three, classifier] = ["counts after one letter", "counts after 3 letters", "logistic regression on 3 letters"].map(
            (model) => contest(model)[0]!,
          );
          return classifier! > three! && classifier! - three! < (one! - three!) / 5;
        },
      ],
      ["0.3", () => (contest("logistic regression on 3 letters")[1]! / contest("counts after 3 letters")[1]!).toFixed(1)],
    ],
    ["| compared | logistic regression | 4-gram |"],
    ["| what it answers | one of 27 letters | one of 27 letters |", [27, ALPHABET.length]],
    [
      "| numbers kept | 2,214 | 8,284 |",
      [[2214, 8284], () => [contest("logistic regression on 3 letters")[1], contest("counts after 3 letters")[1]]],
    ],
    ["| cost | 60 passes | one pass |", [true, () => shown["as-classifier"]!.includes("60 of 60")]],
    ["On the first 100,000 characters of the book", [true, notebook.includes("train.slice(0, 100_000)")]],
    [
      "Adding one is fine for the bigram and ruinous for the 5-gram",
      [true, () => way("add-one")[1]! - way("witten-bell")[1]! < 0.03],
      [true, () => way("add-one")[4]! > way("add-one")[0]!],
    ],
    [
      "Kneser and Ney (1995) do best",
      [true, () => [1, 2, 3, 4].every((i) => way("kneser-ney")[i]! < Math.min(way("witten-bell")[i]!, way("add-one")[i]!))],
    ],
    // T. Brants et al. 2007, abstract: "trained on up to 2 trillion tokens".
    ["in 2007 a model of word n-grams was counted on two trillion words (Brants et al. 2007)"],
    // J. Liu et al. 2024, abstract: five trillion tokens, "fairly high accuracy for next-token prediction (47%)".
    ["In 2024 infini-gram indexed five trillion tokens"],
    ["in 47 % of the places"],
    ["(Liu et al. 2024)"],
    ["Qwen3 was pretrained on about 36 trillion tokens (Yang et al. 2025)"],
    ["with n = 6 most of its names are from the list", [true, () => Number.parseInt(row("invents", "6  ")[0]!, 10) > 50]],
    ["on this book, up to four characters", [5, () => reached(0).indexOf(Math.min(...reached(0))) + 1]],
    ["learnsFrom: 8,403 first names", [8403, names.list.length]],
  ],
  [
    [
      "Longer memory helps as long as the text has shown enough of it",
      () =>
        reached(0)
          .slice(0, 5)
          .every((loss, i, all) => i === 0 || loss < all[i - 1]!) && reached(0)[5]! > reached(0)[4]!,
    ],
    ["more memory always looks better there", () => shown["names-by-n"]!.includes("names read (6 points) goes from 2.85 to 0.756.")],
    ["With n = 3, after “whal” only “al” counts", "definition: the n − 1 tokens before it"],
    ["make n smaller", "instruction: of the reader's own trial"],
    [
      "The 6-gram keeps twice as many counts as the 5-gram and is no better",
      () => reached(3)[5]! > 2 * reached(3)[4]! && reached(0)[5]! > reached(0)[4]!,
    ],
    ["almost half of the places are new", () => Math.abs(Number.parseFloat(wall(8)!) - 47.5) < 2.5],
    ["The book can show at most as many as it has characters", "construction: each place of the book gives one context"],
    ["Reading more helps, slowly", () => row("best-n", "          1,000")[1]! > row("best-n", "      1,071,285")[1]!],
    ["in which some are closer to each other than others", "definition: rows of numbers have distances"],
    ["better smoothing, Kneser and Ney", () => [1, 2, 3, 4].every((i) => way("kneser-ney")[i]! < way("witten-bell")[i]!)],
    ["An n-gram has never seen a context of five characters", "instruction: the case that the question is about"],
    ["It borrows from shorter contexts", "construction: Witten and Bell's smoothing, tests/unit/models/n-gram.test.ts"],
    ["gets better and better on the names it was counted on, and worse on new ones", "instruction: the case that the question is about"],
    ["more memory is not better by itself", () => reached(0)[5]! > reached(0)[4]!],
  ],
);

describe("the lesson's reference numbers", () => {
  // Own measurement, before the site: Witten and Bell's method C, 90/10, plain JavaScript.
  it("3.118, 2.462, 2.008, 1.675 and 1.547 nats a character on the last tenth of Moby-Dick", () => {
    for (const [i, loss] of [3.118, 2.462, 2.008, 1.675, 1.547].entries()) expect(reached(0)[i]).toBeCloseTo(loss, 3);
  });
});
