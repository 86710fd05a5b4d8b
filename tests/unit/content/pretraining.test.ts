import { beforeAll, describe, expect, it } from "vitest";
import { card } from "../../../src/checkpoints/moby-dick-nanogpt.ts";
import { mobyDick } from "../../../src/datasets/moby-dick.ts";
import { names } from "../../../src/datasets/names.ts";
import { Bigram } from "../../../src/models/bigram.ts";
import { holds, read, shownBy } from "./page.ts";

const notebook = read("notebooks/pretraining.ts");
let shown: Record<string, string>;
beforeAll(async () => {
  shown = await shownBy("pretraining");
}, 300_000);

/** The figures of a table's row, by how the row begins. */
const row = (cell: string, start: string) =>
  shown[cell]!.split("\n")
    .find((line) => line.startsWith(start))!
    .slice(start.length)
    .trim()
    .split(/\s{2,}/)
    .map((figure) => Number.parseFloat(figure.replaceAll(",", "")));
const loss = (cell: string, start: string) => row(cell, start)[0]!;

holds("src/content/docs/language-models/pretraining.mdx", [
  ["One tenth of the text is held back", [true, notebook.includes("0.9 * tokens.length")]],
  ["A [bigram model] looks at one character to guess the next; a 5-gram at four"],
  ["(Radford et al. 2018). The table lists"],
  ["a [batch] of 64 windows", [true, notebook.includes("batchSize: 64,")]],
  ["The 5-gram often repeats names"],
  ["(Karpathy 2022)"],
  ["goes on falling, smoothly, over many orders of magnitude (Kaplan et al. 2020)"],
  ["(Fan et al. 2018)"],
  ["(Holtzman et al. 2020)"],
  ["at temperature 0? And at 2?", [true, /slider\("Temperature", \{\s*min: 0,\s*max: 2,/.test(notebook)]],
  ["looks back over 16 characters", [true, notebook.includes("const blockSize = 16;")]],
  ["Set `blockSize` to 2", [true, notebook.includes("const blockSize")]],
  ["next to the bigram and the 3-gram"],
  // J. Kaplan et al. 2020, section 2.1: C ≈ 6NBS.
  ["about six operations for each number in the model and each token read (Kaplan et al. 2020, section 2.1)", [6, 6]],
  // T. Brown et al. 2020, table D.1: GPT-3 175B, 3.14E+23 flops.
  ["GPT-3 took 3.14e23 operations (Brown et al. 2020, table D.1)"],
  ["adapted to a task afterwards (Radford et al. 2018)"],
]);

describe("the GPT trained live", () => {
  it("has at most 120,000 numbers, so that a step takes a page no longer than a blink", () => {
    expect(Number.parseInt(shown["model"]!.split("\n")[1]!.replaceAll(",", ""), 10)).toBeLessThanOrEqual(120_000);
  });

  it("begins as one that knows nothing, and ends below the bigram's loss and the 3-gram's on names held back", () => {
    // The bigram over all names is at 2.42 (tests/unit/models/bigram.test.ts); on nine tenths and the rest it may differ a little.
    expect(new Bigram().fit(names.list).nll(names.list)).toBeCloseTo(2.4222, 3);
    expect(loss("baselines", "bigram")).toBeCloseTo(2.42, 1);
    expect(loss("score", "GPT after 1,000 steps")).toBeLessThan(loss("baselines", "3-gram"));
    expect(loss("score", "GPT after 1,000 steps")).toBeCloseTo(2.06, 1);
  });

  it("invents nearly as freely as the bigram and sounds much better, as the text says", () => {
    const [bigram, fiveGram, gpt] = ["bigram", "5-gram", "GPT after 1,000 steps"].map((by) => row("invented", by)) as [number[], number[], number[]];
    expect(bigram[0]! - gpt[0]!).toBeLessThan(15);
    expect(gpt[0]! - fiveGram[0]!).toBeGreaterThan(15);
    expect(gpt[1]! - bigram[1]!).toBeGreaterThan(15);
    expect(gpt[1]).toBeGreaterThan(70);
  });

  it("is offered as a file", () => {
    expect(shown["keep"]).toBe("my-gpt-1000-steps.safetensors, 210 KB");
  });
});

describe("the GPT that read Moby-Dick", () => {
  it("reaches the loss of nanoGPT's recipe, 1.852 ± 0.03 (PyTorch 1.13, same recipe), as its card says", () => {
    expect(Math.abs(Number(/(1\.\d+) nats a character/.exec(shown["shipped"]!)![1]) - 1.852)).toBeLessThan(0.03);
    expect(shown["shipped"]).toContain(mobyDick.train.length.toLocaleString("en"));
  });

  it("stands between the 3-gram and the 4-gram", () => {
    // Witten–Bell, nine tenths against one: 3.118, 2.462, 2.008, 1.675, 1.547 (plain JavaScript, written apart from this code).
    const counted = [1, 2, 3, 4, 5].map((order) => loss("whale-n-grams", `${order}-gram`));
    expect(counted).toEqual([3.118, 2.462, 2.008, 1.675, 1.547]);
    const { loss: gpt, curve } = card;
    expect(gpt).toBeLessThan(counted[2]!);
    expect(gpt).toBeGreaterThan(counted[3]!);
    expect(curve.at(-1)!.validation).toBeLessThan(curve.at(-2)!.validation);
  });

  it("makes words that are not in the book, more than the 5-gram does", () => {
    expect(loss("real-words", "GPT")).toBeLessThan(loss("real-words", "5-gram"));
  });
});
