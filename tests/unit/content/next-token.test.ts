import { beforeAll, describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { mobyDick } from "../../../src/datasets/moby-dick.ts";
import { names } from "../../../src/datasets/names.ts";
import { ALPHABET, Bigram } from "../../../src/lm/bigram.ts";
import { NGram } from "../../../src/lm/n-gram.ts";
import { holds, read, shownBy } from "./page.ts";

const notebook = read("notebooks/next-token.ts");
let shown: Record<string, string> = {};
beforeAll(async () => {
  shown = await shownBy("next-token");
}, 300_000);

/** The cells of a table's row that begins so. */
const row = (cell: string, begins: string) =>
  shown[cell]!.split("\n")
    .find((line) => line.startsWith(begins))!
    .slice(begins.length)
    .trim()
    .split(/\s{2,}/);
const column = (cell: string, index: number) => ["1", "2", "3", "4", "5", "6"].map((n) => Number(row(cell, `${n}  `)[index]));
const nats = (model: string) => Number(row("held-out", model)[0]);
const wall = (length: number) => row("possible", `${length}`.padStart(7)).at(-1);
/** Of so many characters read, which stand flush right in their column. */
const bestAfter = (read: string) => Number(row("best-n", read.padStart("characters read".length))[0]);
const way = (name: string) => row("ways-table", name).map(Number);
const side = (name: string) =>
  shown["counterpart"]!.split("\n")
    .find((line) => line.startsWith(name))!
    .split(/\s{2,}/)
    .map(Number);
const numbersOf = (name: string) => side(name)[1]!;
const lossOf = (name: string) => side(name)[2]!;

const order = seed(1).shuffle(names.list);
const lossAfter = (count: number, smoothing: number) => new Bigram({ smoothing }).fit(order.slice(840, 840 + count)).nll(order.slice(0, 840));

/** Character → probability, after this beginning, of an n-gram on the book. */
function nextAfter(beginning: string, n: number): Record<string, number> {
  const model = new NGram({ order: n }).fit(mobyDick.train + mobyDick.test);
  return Object.fromEntries(model.probabilities(beginning).map((p, i) => [model.vocabulary[i]!, p]));
}

holds("src/content/docs/language-models/next-token.mdx", [
  ["(Radford et al. 2018)"],
  ["a probability of one half costs 0.69 nats", ["0.69", Math.LN2.toFixed(2)]],
  [
    "The last row of the table, z then q, has probability zero",
    [
      "z  q 0.000",
      () =>
        shown["by-hand"]!.split("\n")
          .at(-1)!
          .replace(/\s{3,}/, "  ")
          .replace(/\s+(?=0)/, " ")
          .replace(/^z\s+q/, "z  q"),
    ],
  ],
  ['"Counts + 1" pretends', [true, notebook.includes('model: "counts + 1, all names",\n      loss: nats(loss(1, names.list')]],
  ["It gives up 0.004 nats on the old names", ["0.004", () => (nats("counts + 1, all names") - nats("counts alone, all names")).toFixed(3)]],
  ["(Lidstone 1920; Jurafsky and Martin)"],
  [
    "With α at 0 the loss on new names is infinite.",
    [true, [30, 100, 1000, 7563].every((count) => lossAfter(count, 0) === Number.POSITIVE_INFINITY)],
  ],
  // Much: a fifth of a nat above the best with thirty names; little: less than a tenth with a thousand.
  [
    "With α at 5 and few names, imagined sightings drown the real ones. The more names, the less α matters.",
    [true, lossAfter(30, 5) - lossAfter(30, 0.5) > 0.15],
    [true, lossAfter(1000, 5) - lossAfter(1000, 0.2) < 0.1],
    [true, lossAfter(7563, 5) - lossAfter(7563, 0.2) < 0.03],
  ],
  ["looks at the last n − 1 characters, its"],
  ["At n = 1 the model knows", [true, () => column("names-by-n", 0)[0]! > 2.8]],
  ["At n = 4 it invents", [4, () => column("names-by-n", 0).indexOf(Math.min(...column("names-by-n", 0))) + 1]],
  ['At n = 6 most of its "inventions" are names from the list', [true, () => Number.parseInt(row("names-by-n", "6  ")[1]!, 10) > 50]],
  ["more than a million characters", [true, mobyDick.text.length > 1e6]],
  ["The first nine tenths are for counting", [0.9, Number(((mobyDick.train + mobyDick.test).length / mobyDick.text.length).toFixed(4))]],
  ["(Witten and Bell 1991)"],
  [
    "goes from 3.118 nats at n = 1 to 2.462, 2.008, 1.675 and, at n = 5, 1.547",
    [[3.118, 2.462, 2.008, 1.675, 1.547], () => column("units", 0).slice(0, 5)],
  ],
  ["The 6-gram has twice as many counts and is no better", [true, () => column("units", 0)[5]! > column("units", 0)[4]!]],
  ["Divide by ln 2 and"],
  ["The 5-gram needs 2.23 bits a character", ["2.23", () => row("units", "5  ")[1]]],
  ["a character needs at least 8"],
  // C. Shannon 1951, figure 4 and section 5: bounds of 0.6 and 1.3 bits a letter at N = 100; 26 letters and the space.
  ["between 0.6 and 1.3 bits a letter (Shannon 1951). He used an alphabet of 27 signs"],
  // C. Shannon 1948, section 3.
  ["by hand in 1948"],
  ["sharpens the choice below 1 and flattens it above"],
  ["Why not take n = 20?"],
  ["With 4 characters of context, all but 2.1 % of the places are known", ["2.1 %", () => wall(4)]],
  ["With 8, 46 % are not", [46, () => Math.round(Number.parseFloat(wall(8)!))]],
  ["are 83 times as many with each step", [83, new Set(mobyDick.text).size]],
  ["After 1,000 characters a bigram is best", [2, () => bestAfter("1,000")]],
  // T. Brants et al. 2007, abstract: "trained on up to 2 trillion tokens".
  ["in 2007 a model of word n-grams was counted on two trillion words (Brants et al. 2007)"],
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
  ["(Bengio et al. 2003)"],
  ["write `train.slice(0, 20_000)` in the place of `train` after `fitSteps`", [true, notebook.includes("model.fitSteps(train)")]],
  ["Set the temperature to 0.1 and write again"],
  [
    "at which n does the model forget how the name ends?",
    [true, () => nextAfter("Captain Aha", 4).b! > 0.9],
    [true, () => nextAfter("Captain Aha", 3).b! < 0.1],
  ],
  ["the label is one of 27 characters", [27, ALPHABET.length]],
  ["each of the three letters before", [true, notebook.includes("examples(learners, 3)")]],
  [
    "On 2,000 names the classifier comes close to the 4-gram",
    [true, notebook.includes("oldNames.slice(0, 2000)")],
    // Above it by less than a fifth of what lies between the 4-gram and the 2-gram.
    [true, () => lossOf("logistic") > lossOf("4-gram") && lossOf("logistic") - lossOf("4-gram") < (lossOf("2-gram") - lossOf("4-gram")) / 5],
  ],
  ["keeps about a quarter of its numbers", ["0.3", () => (numbersOf("logistic") / numbersOf("4-gram")).toFixed(1)]],
]);

describe("classifier and counts", () => {
  it("are asked about the same characters, the first of a name after the same beginning", () => {
    const pad = "...";
    const learners = order.slice(840, 2840);
    const model = new NGram({ order: 4, vocabulary: ALPHABET }).fit(pad + learners.join(pad) + pad);
    const losses = order.slice(0, 840).flatMap((name) => [...model.losses(`${pad}${name}.`).slice(3)]);
    expect(losses).toHaveLength(order.slice(0, 840).reduce((sum, name) => sum + name.length + 1, 0));
    expect(lossOf("4-gram").toFixed(2)).toBe((losses.reduce((a, b) => a + b) / losses.length).toFixed(2));
  });
});

describe("the chapter's reference numbers", () => {
  // Own measurement, before the site: counts of pairs in the 8,403 names, plain JavaScript.
  it("2.4182 nats a character by counts alone and 2.4222 with one added, on the names", () => {
    expect(nats("counts alone, all names")).toBe(2.4182);
    expect(nats("counts + 1, all names")).toBe(2.4222);
    expect(shown["by-hand"]).toContain("2.4182 nats a character");
  });

  // Own measurement, before the site: Witten and Bell's method C, 90/10, plain JavaScript.
  it("3.118, 2.462, 2.008, 1.675 and 1.547 nats a character on the last tenth of Moby-Dick", () => {
    for (const [i, loss] of [3.118, 2.462, 2.008, 1.675, 1.547].entries()) expect(column("units", 0)[i]).toBeCloseTo(loss, 3);
  });

  it("and the best n grows with the text", () => {
    const best = ["1,000", "10,000", "100,000", "300,000", "1,071,285"].map(bestAfter);
    expect(best).toEqual([2, 3, 4, 5, 5]);
  });
});
