import { beforeAll, describe, expect, it } from "vitest";
import { sotu } from "../../../src/datasets/sotu.ts";
import { sotuEmbeddings } from "../../../src/datasets/sotu-embeddings.ts";
import { WordVectors } from "../../../src/words/word-vectors.ts";
import { holds, numbersAfter, read, shownBy, tableRow } from "./page.ts";

const notebook = read("notebooks/embeddings.ts");
let shown: Record<string, string> = {};
beforeAll(async () => {
  shown = await shownBy("embeddings");
}, 600_000);

const speeches = new WordVectors(sotuEmbeddings.words, sotuEmbeddings.vectors);
/** Questions, then the shares of right answers: three words left out, any word, the nearest of all is one of the three, just nearest to c. */
const score = (family = "all") => tableRow(shown["scores"]!, `${family} `);
const lean = (word: string) => numbersAfter(shown["leaning"]!, `${word} `, /-?\d+\.\d+/g)[0]!;
const CAREER = ["executive", "management", "professional", "corporation", "office", "business", "career"];
const opposites = [
  ["north", "south"],
  ["increase", "decrease"],
  ["buy", "sell"],
] as const;

/** Cosine of two rows, by the definition. */
function cosine(a: readonly number[], b: readonly number[]): number {
  const dot = (u: readonly number[], v: readonly number[]) => u.reduce((sum, value, k) => sum + value * v[k]!, 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

holds(
  "src/content/docs/language-models/embeddings.mdx",
  [
    ["learnsFrom: 233 speeches and Moby-Dick", [233, sotu.rows.length]],
    [
      "Each of 4,000 words is a [**word vector**] of 50 numbers; the plane shows these eleven words, and leaves 48 directions out",
      [[4000, 50], () => [sotuEmbeddings.words.length, sotuEmbeddings.vectors[0]!.length]],
      [48, 50 - 2],
      [true, () => shown["neighbours"]!.includes("Scatter plot of 11 words")],
    ],
    ["(Firth 1957)"],
    [
      "Of 18 pairs, one is cats–sleep, two begin with cats, two with sleep: ln ((1/18) / (2/18 × 2/18)) = ln 4.5 = 1.50",
      ["1.50", Math.log(1 / 18 / ((2 / 18) * (2 / 18))).toFixed(2)],
      [true, () => shown["toy-pmi"]!.includes("1.50 (word cats, stands near eat)")],
      [18, () => 2 * shown["toy"]!.split("Heat map")[0]!.trim().split("\n").length],
    ],
    ["(Church and Hanks 1990): 0 if two words meet as often as chance would have it", [0, Math.log(1)]],
    ["What is below 0, or never meets, is set to 0 here", [true, notebook.includes("positiveTable(pmi)")]],
    [
      "cats = (1.5, 1.5, 0), dogs = (1.1, 1.1, 0.7): 3.3 / (2.12 × 1.71) = 0.91",
      ["0.91", cosine([1.5, 1.5, 0], [1.1, 1.1, 0.7]).toFixed(2)],
      [
        ["2.12", "1.71", "3.3"],
        [Math.hypot(1.5, 1.5).toFixed(2), Math.hypot(1.1, 1.1, 0.7).toFixed(2), (2 * 1.5 * 1.1).toFixed(1)],
      ],
    ],
    [
      "1 for the same direction, 0 for a right angle",
      [[1, 0], [cosine([1, 2], [2, 4]), cosine([1, 0], [0, 1])].map((value) => Number(value.toFixed(9)))],
    ],
    ["With 4,000 words a row has 4,000 numbers", [4000, sotuEmbeddings.words.length]],
    ["keeps the 50 directions that say most: those are the vectors at the top (Levy et al. 2015)", [50, sotuEmbeddings.vectors[0]!.length]],
    [
      "At first all products are 0, each guess is 1/2, and with k = 5 the loss is 6 ln 2 = 4.16",
      ["4.16", (6 * Math.log(2)).toFixed(2)],
      [5, Number(/negatives = (\d+)/.exec(read("src/words/skip-gram.ts"))![1])],
    ],
    ["(Mikolov et al. 2013)"],
    ["(Levy and Goldberg 2014)"],
    ["All 4,000 words may answer 542 such questions", [542, () => Number(score()[0])]],
    ["How often is the nearest word one of the three that were in the question? 80", [80, () => Math.round(Number.parseFloat(score()[3]!))]],
    ["(Linzen 2016; Nissim et al. 2020)"],
    [
      "With the three left out, 20.8 % are right. With all words allowed, 4.2 %. Without any sum, just the nearest to the third word (*near c*), 10.0 %",
      [["20.8 %", "4.2 %", "10.0 %"], () => [score()[1], score()[2], score()[4]]],
    ],
    ["(Caliskan et al. 2017)"],
    ["(Bolukbasi et al. 2016)"],
    ["(Nissim et al. 2020)"],
    ["cosine 0, where it is 0.96 here", ["0.96", () => speeches.similarity("railroad", "railway").toFixed(2)]],
    ["| numbers kept | one for each word | 50 for each word |", [50, sotuEmbeddings.vectors[0]!.length]],
    ["(Peters et al. 2018; Devlin et al. 2019)"],
    [
      "On a benchmark of more than 500 tasks in more than 250 languages, the best open model had 560 million numbers; far larger ones were behind it (Enevoldsen et al. 2025)",
    ],
    ["(Weller et al. 2025)"],
    ["What is their PMI? 0"],
    ["The fraction is 1, and ln 1 = 0", [0, Math.log(1)]],
    ["A page says that its vectors solve 70 % of analogies"],
  ],
  [
    [
      "The bars are the ten that are used most like it",
      () =>
        shown["neighbours"]!.includes("by word, 10 bars") &&
        speeches.nearest("railroad", 10).every(({ word }) => shown["neighbours"]!.includes(word)),
    ],
    ["Two words never stand in one sentence", () => apart()],
    ["never writes the table", () => !/companyOf|mutualInformation/.test(read("src/words/skip-gram.ts"))],
  ],
);

/** Cats and dogs of the toy text: in no line together, and alike. */
function apart(): boolean {
  const lines = shown["toy"]!.split("Heat map")[0]!.split("\n");
  return lines.length > 8 && lines.every((line) => !(line.includes("cats") && line.includes("dogs")));
}

describe("the lesson's reference numbers", () => {
  it("the machine's answer to its first word, and to a month", () => {
    expect(shown["neighbours"]).toContain("railway 0.96, railroads 0.86");
    expect(speeches.nearest("march", 10).filter(({ word }) => /ary|april|july|august|ber|june/.test(word)).length).toBeGreaterThan(5);
    expect(["doctor", "computer"].filter(speeches.has)).toEqual([]);
  });

  it("an answer that comes out right is right only without the words of the question", () => {
    const first = tableRow(shown["analogy"]!, "      1  ");
    expect(first).toEqual(["spanish", "british"]);
  });

  it("opposites that the page shows are near, unlike war and peace", () => {
    for (const [a, b] of opposites) expect(speeches.similarity(a, b)).toBeGreaterThan(0.8);
    expect(shown["opposites"]).toContain("0.84");
    expect(speeches.similarity("war", "peace")).toBeLessThan(0.5);
  });

  it("each word of work leans to the men, parents and children to the women", () => {
    for (const word of CAREER) expect(lean(word), word).toBeLessThan(0);
    for (const word of ["parents", "children"]) expect(lean(word), word).toBeGreaterThan(0);
  });

  it("skip-gram learns: its loss falls from 6 ln 2, and captains are among captains", () => {
    expect(numbersAfter(shown["guess"]!, "Loss: ")[0]).toBeLessThan(3);
    expect(tableRow(shown["learnt"]!, "captain ")[1]).toMatch(/peleg|ahab|bildad|starbuck/);
    expect(tableRow(shown["learnt"]!, "two ")[1]).toMatch(/four|five|eight|three/);
  });
});
