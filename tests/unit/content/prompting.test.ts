import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { card } from "../../../src/checkpoints/letter-repeater.ts";
import { card as whale } from "../../../src/checkpoints/moby-dick-gpt.ts";
import { mobyDick } from "../../../src/datasets/moby-dick.ts";
import { loadGPT } from "../../../src/lm/gpt-file.ts";
import { lossByContext } from "../../../src/lm/loss-by-context.ts";
import { foretold, likeliestNext, lookBack, REPEAT_LENGTH, repeated } from "../../../src/versus/repeat-letters.ts";
import { holds, read, shownBy, tableRow } from "./page.ts";

const notebook = read("notebooks/prompting.ts");
let shown: Record<string, string> = {};
beforeAll(async () => {
  shown = await shownBy("prompting");
}, 600_000);

const at = (step: number) => card.curve.find((point) => point.step === step)!.validation;
const row = (cell: string, begins: string) => tableRow(shown[cell]!, begins);
const dice = seed(7);
const exam = Array.from({ length: 100 }, () => repeated(dice));
const letters = foretold(lookBack, exam).flat();
/** What an even head would put on all places that came after the same letter. */
const even = () => {
  const shares = exam
    .slice(0, 30)
    .flatMap(({ order }) =>
      Array.from({ length: REPEAT_LENGTH - order.length }, (_, i) => Math.floor((order.length + i) / order.length) / (order.length + i + 1)),
    );
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
};
/** By how much the loss of the book's GPT falls, at the places that the page asks about, as it is given more before them. */
const lost = (fewer: number, more: number) => {
  const { model, tokenizer } = loadGPT(new Uint8Array(readFileSync(new URL(`../../../public/weights/${whale.name}.safetensors`, import.meta.url))));
  const [before, after] = lossByContext(model, tokenizer.encode(mobyDick.test), { lengths: [fewer, more], places: 200, random: seed(1) });
  return before!.loss - after!.loss;
};
const twice = () => [Number(row("twice", "a passage that it has not seen")[0]), Number(row("twice", "the same, right after it")[0])] as const;
const orders = 26 * 25 * 24 * 23 * 22 * 21;

holds(
  "src/content/docs/language-models/prompting.mdx",
  [
    ["none of its 26,752 numbers changes", [26_752, card.parameters]],
    ["P(p) = 0.5, then P(x) = 0.8, then P(m) = 0.5: the answer has 0.5 · 0.8 · 0.5 = 0.2", [0.2, 0.5 * 0.8 * 0.5]],
    ["The loss begins at 3.3, a blind guess among 26 letters", ["3.3", Math.log(26).toFixed(1)]],
    [
      "it was still at 2.7 after 100 steps, and at 0.1 after 200. In between it had found the trick. With one layer, in the same 300 steps, it does not",
      [
        ["2.7", "0.1"],
        [at(100).toFixed(1), at(200).toFixed(1)],
      ],
      [true, () => Number(/1 layer \(30 points\) goes from [\d.]+ to ([\d.]+)/.exec(shown["learn"]!)![1]) > 1.9],
      [true, notebook.includes("steps: 300, ")],
    ],
    ["about 100 orders", [100, exam.length]],
    ["the same 2,217 letters of 100 orders", [2217, letters.length]],
    ["at most 32 letters, for all", [32, REPEAT_LENGTH]],
    ["300 steps of 32 texts for both networks", [true, notebook.includes("steps: 300, rows: 32, ")]],
    ["the seed: of 1, 2 and 3 this one, 2, was done soonest; the others needed more than 400 steps"],
    ["4 %, one of 26 letters", [4, Math.round(100 / 26)]],
    ["2,216 and 660 of 2,217 differ beyond doubt", [["2216", "660"], () => [row("exam", "two layers")[0], row("exam", "one layer")[0]]]],
    ["two layers against the rule: one letter, p = 1", [1, () => letters.length - Number(row("exam", "two layers")[0])]],
    [
      "Two of its four heads, those of the second layer, put over 40 % of their attention on what came after the same letter before; spread evenly, it would be 9 %",
      [
        [true, true, false, false],
        () =>
          ["layer 2, head 1", "layer 2, head 2", "layer 1, head 1", "layer 1, head 2"].map(
            (head) => Number.parseFloat(row("heads", head).at(-1)!) > 40,
          ),
      ],
      [9, () => Math.round(100 * even())],
    ],
    ["Olsson et al. (2022) call that"],
    [
      "from 16 characters to 64, four times the context, the loss falls by 0.04 nats, though it can look back on 256",
      ["0.04", () => lost(16, 64).toFixed(2)],
      [256, (whale.config as { options: { blockSize: number } }).options.blockSize],
      [true, notebook.includes("[1, 2, 4, 8, 16, 32, 64]")],
    ],
    ["the same 100 characters twice", [true, notebook.includes("length: 100")]],
    ["three lines of code", [3, lookBackLines()]],
    ["It is right 2,217 times in 2,217", [true, letters.every(Boolean)]],
    ["| learns from | nothing | 9,600 made-up texts |", [9600, 300 * 32]],
    ["| numbers kept | 0 | 26,752 |"],
    // T. Brown et al. 2020, table 3.3: TriviaQA (wiki) zero-shot 64.3, few-shot 71.2; K = 64.
    ["GPT-3 answers 64.3 % of TriviaQA's questions without an example, 71.2 % with up to 64 of them in its prompt (Brown et al. 2020)"],
    ["(Min et al. 2022)"],
    // A. Modarressi et al. 2025, abstract of the first version: "At 32K, for instance, 10 models drop below 50% of their strong short-length baselines", of 12.
    ["when what they were to find stood in 32,000 tokens and shared no words with the question (Modarressi et al. 2025)"],
    ["Ten of twelve large models fell below half of their score"],
    ["P(a) = 0.5, and after a P(b) = 0.5. How probable is the answer ab? 0.25", [0.25, 0.5 * 0.5]],
  ],
  [
    ["also what it never met", () => orders > 1000 * card.steps * card.batchSize],
    [
      "Nobody can know what comes, and it was never asked that in training",
      "construction: the letters of the first round are drawn by chance, and their targets do not count",
    ],
    ["Hardly, then all at once", () => at(100) > 2.5 && at(200) < 0.2],
    [
      "the others needed more than 400 steps",
      "construction: three trainings by hand with the page's settings, of 400 steps each; after them the others had 66 and 71 % of the letters",
    ],
    ["Training never asked it there", "construction: the targets of the first round do not count"],
    ["what larger models do with a context is a matter of size", "definition: what the next lesson is about"],
  ],
);

/** Lines between the braces of the rule. */
function lookBackLines(): number {
  return /export function lookBack[^{]*\{\n(.*?)\n\}/s.exec(read("src/versus/repeat-letters.ts"))![1]!.split("\n").length + 1;
}

describe("the lesson on prompts", () => {
  it("shows that the letters of the first picture follow the reader's own order", () => {
    expect(shown["repeat"]).toMatch(/p (?:99|100)\.\d.*highest p/);
    const says = likeliestNext(loadGPT(readFileSync("public/weights/letter-repeater.safetensors")).model);
    for (const order of ["kwzpxm", "thequickbrown".replace(/(.)(?=.*\1)/g, ""), "abcdefghijklm"])
      expect(says(order + order.slice(0, 3))).toBe(order[3]);
  });

  it("has more orders than could be met in training", () => {
    expect(orders).toBeGreaterThan(1000 * card.steps * card.batchSize);
  });

  it("shows a GPT of Moby-Dick that gains nothing from a repeat", () => {
    const [first, second] = twice();
    expect(second).toBeGreaterThan(first - 0.05);
  });

  it("answers three prompts in three ways, and is sure where nobody can know", () => {
    expect(Number(row("prompts", "kwzpxmkwz").at(-1))).toBeGreaterThan(0.99);
    expect(Number(row("prompts", "kwzxpmkwz").at(-1))).toBeLessThan(0.01);
    expect(Number(row("prompts", "kwzpxm ")[0])).toBeGreaterThan(0.9);
  });
});
