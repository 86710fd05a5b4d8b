import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { prerender } from "../../../src/build/prerender.ts";
import { GPT } from "../../../src/lm/gpt.ts";
import { holds, read, shownBy } from "./page.ts";

const notebook = read("notebooks/inside-a-transformer.ts");
let shown: Record<string, string>;
beforeAll(async () => {
  shown = await shownBy("inside-a-transformer");
}, 300_000);

holds("src/content/docs/language-models/inside-a-transformer.mdx", [
  ["(Vaswani et al. 2017)"],
  // Five letters of ten: 10! / (5! 5!).
  ["There are 252 sets of such letters", [252, (10 * 9 * 8 * 7 * 6) / (5 * 4 * 3 * 2 * 1)]],
  ["50 of them are held back", [true, () => shown["task"]!.includes("made of 50 sets of letters that are held back")]],
  ["tested on 500 strings made of them", [true, () => shown["task"]!.includes("Five of 500 strings")]],
  [
    "None of these sets of letters was ever in its training, in any order",
    [true, notebook.includes("heldSets.has(sorted(word))) continue;") && notebook.includes("heldSets.has(sorted(word))) held.add(word);")],
  ],
  ["and 32 numbers for each token", [true, notebook.includes("nEmbd: 32,")]],
  // Held for every row of every head by tests/unit/models/gpt-trace.test.ts.
  ["scores into shares that sum to 1"],
  ["(Jain and Wallace 2019; for the other view, Wiegreffe and Pinter 2019)"],
  ["(Olsson et al. 2022)"],
  ["write `nEmbd: 8`", [true, notebook.includes("nEmbd: 32,")]],
  ["give the sorter `nHead: 4`", [true, notebook.includes("nHead: 1,")]],
]);

describe("the model that sorts", () => {
  it("sorts all strings of the sets of letters that were held back", () => {
    expect(shown["exam"]).toContain("500 of 500 strings that it never saw, in any order, are sorted without a mistake");
  });

  it("has no place for six letters and their answer", () => {
    const options = { vocabSize: 12, blockSize: 10, nLayer: 1, nHead: 1, nEmbd: 32 };
    const places = (letters: number) => new GPT(options, seed(1)).forward([Array.from({ length: 2 * letters }, () => 1)]);
    expect(places(5).shape).toEqual([1, 10, 12]);
    expect(() => places(6)).toThrow("12 tokens are more than the context of 10 holds");
  });

  it("has one block, one head, and room for ten places, as the text says", () => {
    for (const said of ["nLayer: 1,", "nHead: 1,", "blockSize: 10,"]) expect(notebook).toContain(said);
  });

  it("is drawn with its columns in the order of the text, so that no field stands above the diagonal", async () => {
    const { results } = await prerender(fileURLToPath(new URL("../../../notebooks/inside-a-transformer.ts", import.meta.url)));
    const svg = String(results.find(({ cell }) => cell === "walk")!.outputs.at(-1)!["image/svg+xml"]);
    const axis = /<g aria-label="x-axis tick label".*?<\/g>/.exec(svg)![0];
    expect([...axis.matchAll(/>(\d+) /g)].map(([, place]) => place)).toEqual(["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]);
  });

  it("mostly looks at the letter that comes next, and least so in the fourth row", () => {
    const shares = [1, 2, 3, 4, 5].map((place) => {
      const row = shown["attention-says"]!.split("\n").find((line) => line.trimStart().startsWith(`${place} `))!;
      return Number.parseInt(row.trim().split(/\s{2,}/)[1]!, 10);
    });
    expect(shares.reduce((sum, share) => sum + share, 0) / 5).toBeGreaterThan(75);
    expect(shares.indexOf(Math.min(...shares))).toBe(3);
    expect(shares[3]).toBeLessThan(Math.min(...shares.toSpliced(3, 1)) - 5);
  });
});

describe("the shipped GPT", () => {
  it("has at least one head that mostly looks one step back, and others that do not", () => {
    expect(Number(/: (\d+) %\.$/.exec(shown["heads"]!)![1])).toBeGreaterThan(30);
  });

  it("gives the same logits as long as the text is the same", () => {
    expect(shown["mask"]).not.toContain("yes");
  });
});
