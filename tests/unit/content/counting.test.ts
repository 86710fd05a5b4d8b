import { beforeAll, describe, expect, it } from "vitest";
import { mean } from "../../../src/base/mean.ts";
import { seed } from "../../../src/base/random.ts";
import { names } from "../../../src/datasets/names.ts";
import { ALPHABET, Bigram } from "../../../src/lm/bigram.ts";
import { classifyLetters } from "../../../src/versus/next-letter.ts";
import { holds, read, shownBy, tableRow } from "./page.ts";

const notebook = read("notebooks/counting.ts");
let shown: Record<string, string> = {};
beforeAll(async () => {
  shown = await shownBy("counting");
}, 300_000);

const row = (cell: string, begins: string) => tableRow(shown[cell]!, begins);
const order = seed(1).shuffle(names.list);
const [fresh, old] = [order.slice(0, 840), order.slice(840)];
const lossAfter = (count: number, smoothing: number) => new Bigram({ smoothing }).fit(old.slice(0, count)).nll(fresh);
const grid = Array.from({ length: 50 }, (_, i) => (i + 1) / 10);
const bestAfter = (count: number) => grid.reduce((best, α) => (lossAfter(count, α) < lossAfter(count, best) ? α : best));
/** How surely one follows each letter: the largest share. */
const surest = new Map(
  new Bigram({ smoothing: 0 })
    .fit(names.list)
    .matrix()
    .map((shares, i) => [ALPHABET[i]!, Math.max(...shares)]),
);

holds(
  "src/content/docs/language-models/counting.mdx",
  [
    [
      "u in 57 of 58 places",
      [[57, "0.983"], () => [pairs("qu"), row("shares", "q       u").join(" ")]],
      [58, () => [...ALPHABET].reduce((sum, next) => sum + pairs(`q${next}`), 0)],
    ],
    ["after most letters there is more of a choice", [true, [...surest.values()].filter((share) => share < surest.get("q")!).length === 26]],
    ["(Markov 1913)"],
    [
      "Half a chance costs 0.69 **nats**, one in a hundred 4.61",
      [
        ["0.69", "4.61"],
        [Math.LN2.toFixed(2), Math.log(100).toFixed(2)],
      ],
    ],
    ["Its share is zero".toLowerCase(), [Number.POSITIVE_INFINITY, lossAfter(7563, 0)]],
    ['"Counts + 1" pretends', [true, () => row("held-out", "counts + 1, on new names").length === 2]],
    ["(Lidstone 1920)"],
    [
      "With 30 names the best α is 0.3, and 5 drowns the real counts. With all 7,563 it hardly matters.",
      [0.3, () => bestAfter(30)],
      [true, () => lossAfter(30, 5) - lossAfter(30, 0.3) > 0.2],
      [true, () => grid.every((α) => lossAfter(7563, α) - lossAfter(7563, 1) < 0.03)],
      [7563, old.length],
    ],
    ["one of 27. So let", [27, ALPHABET.length]],
    ["from 2,000 names", [true, notebook.includes("oldNames.slice(0, 2_000)")]],
    ["They differ by 0.002 nats", [true, () => shown["as-classifier"]!.includes("minus counts: -0.002 (")]],
    [
      "| numbers kept | 756 | 458 |",
      [["756", "458"], () => ["logistic regression on one letter", "counts after one letter"].map((model) => row("as-classifier", model)[1])],
    ],
    ["| what it answers | one of 27 letters | one of 27 letters |", [27, ALPHABET.length]],
    ["| cost | 60 passes | one pass |", [true, () => shown["as-classifier"]!.includes("60 of 60")]],
    ["(Radford et al. 2018)"],
    ["Llama 3's largest model read 15.6 trillion tokens in that way (Grattafiori et al. 2024)"],
    ["Qwen3 was pretrained on about 36 trillion (Yang et al. 2025)"],
    // Three times a tenth, multiplied.
    ["Steps of a chain multiply"],
    ["As unsure as if it chose among 27"],
    ["Divide nats by ln 2"],
    ["(Shannon 1948)"],
    ["learnsFrom: 8,403 first names", [8403, names.list.length]],
    ["add 1 to that count"],
    ["P(a) = 1/2, P(b | a) = 1/4, P(end | b) = 1/2. So P(ab) = 1/2 × 1/4 × 1/2 = 1/16", [1 / 16, (1 / 2) * (1 / 4) * (1 / 2)]],
    ["with base 2 the unit is bits"],
    [
      "For 1/2, 1/4 and 1/2: H = (0.69 + 1.39 + 0.69) / 3 = 0.92 nats, and the perplexity is 2.5",
      [
        ["0.69", "1.39", "0.92", "2.5"],
        [Math.LN2.toFixed(2), Math.log(4).toFixed(2), (Math.log(16) / 3).toFixed(2), Math.exp(Math.log(16) / 3).toFixed(1)],
      ],
    ],
    ["840 names are held back", [840, fresh.length]],
    ["The same 840 names, held back from both"],
    ["The same 2,000 names to learn from"],
    ["60 steps of L-BFGS, and its loss still falls a little", [true, () => lastGain(1) > 0 && lastGain(1) < 0.01]],
    ["C = 3, chosen by earlier runs"],
    ["ln 27 = 3.296 nats", ["3.296", Math.log(27).toFixed(3)]],
    ["95 %, in the caption. Names were drawn anew 1,000 times"],
    ["each with probability 1/10 after those before it. How probable is the text? 1/1,000", [1000, 10 ** 3]],
    ["each of 27 letters the same probability. What is its perplexity? 27"],
  ],
  [
    ["a bigram looks at the last one only", "definition: two tokens, the next included"],
    ["With all 7,563 it hardly matters", () => grid.every((α) => lossAfter(7563, α) - lossAfter(7563, 1) < 0.03)],
    [
      "No other table makes the names that were read more probable",
      () => {
        const loss = (smoothing: number) => new Bigram({ smoothing }).fit(names.list).nll(names.list);
        return [0.001, 0.01, 0.1, 1].every((α) => loss(α) > loss(0));
      },
    ],
    ["One pair of letters that never occurred is enough", () => lossAfter(7563, 0) === Number.POSITIVE_INFINITY],
    [
      "the classifier finds nearly the same table",
      () => {
        const [counts, classifier] = ["counts after one letter", "logistic regression on one letter"].map((model) =>
          Number(row("as-classifier", model)[0]),
        ) as [number, number];
        return Math.abs(counts - classifier) < 0.005;
      },
    ],
    ["That is why it is called self-supervised", "definition: the text supervises itself"],
    ["because it does", "construction: 27 letters, each with a probability of 1/27"],
    ["because one letter of memory is too little".slice(8), () => Number(row("held-out", "counts + 1, on new names")[1]) > 10],
  ],
);

/** By how much the loss of the classifier on so many letters falls in its last ten steps. */
function lastGain(before: number): number {
  const losses = [...classifyLetters(old.slice(0, 2000), fresh, before)].map(({ losses }) => mean([...losses]));
  return losses.at(-2)! - losses.at(-1)!;
}

const pairs = (pair: string) => names.list.reduce((sum, name) => sum + (`.${name}.`.split(pair).length - 1), 0);

describe("the lesson's reference numbers", () => {
  // Own measurement, before the site: counts of pairs in the 8,403 names, plain JavaScript.
  it("2.4182 nats a letter by counts alone and 2.4222 with one added, on the names themselves", () => {
    const loss = (smoothing: number) => new Bigram({ smoothing }).fit(names.list).nll(names.list);
    expect([0, 1].map((α) => loss(α).toFixed(4))).toEqual(["2.4182", "2.4222"]);
  });

  it("name by name the chain rule: the product is e to the minus sum", () => {
    const [product, sum] = /multiplied: ([\d.e-]+)\. All surprises added: ([\d.]+)/.exec(shown["whole-name"]!)!.slice(1).map(Number) as [
      number,
      number,
    ];
    expect(Math.abs(Math.log(product) + sum)).toBeLessThan(0.02);
  });

  it("perplexities beside the losses: 27 for what knows nothing, about 11 for the bigram on new names", () => {
    expect(row("held-out", "knows nothing")).toEqual(["3.30", "27.0"]);
    expect(Number(row("held-out", "counts + 1, on new names")[1])).toBeCloseTo(11.5, 1);
  });
});
