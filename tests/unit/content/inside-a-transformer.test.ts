import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { argMax } from "../../../src/base/max.ts";
import { mean } from "../../../src/base/mean.ts";
import { seed } from "../../../src/base/random.ts";
import { card } from "../../../src/checkpoints/letter-sorter.ts";
import { loadGPT } from "../../../src/lm/gpt-file.ts";
import { stagesOf } from "../../../src/lm/gpt-stages.ts";
import { traceGPT } from "../../../src/lm/gpt-trace.ts";
import { DecisionTree } from "../../../src/ml/decision-tree.ts";
import { asked, asNumbers, inOrder, lettersRight, sortTask, sortWith } from "../../../src/versus/sort-letters.ts";
import { holds, numbersAfter, read, shownBy, tableRow } from "./page.ts";

const notebook = read("notebooks/inside-a-transformer.ts");
let shown: Record<string, string>;
beforeAll(async () => {
  shown = await shownBy("inside-a-transformer");
}, 300_000);

const load = (name: string) => loadGPT(readFileSync(new URL(`../../../public/weights/${name}.safetensors`, import.meta.url)));
const { model: sorter, tokenizer: letters } = load("letter-sorter");
const { model: whale } = load("moby-dick-nanogpt");
const { options } = sorter;
const task = sortTask(seed(1));
const others = task.others();
const stages = stagesOf(traceGPT(sorter, letters.encode(asked("hgdab"))), { layer: 1, head: 1 });
const stage = (name: string) => stages.findIndex((one) => one.name === name) + 1;

/** Which strings held back the five trees of cell `trees` sort, and which the transformer. */
const trees = [0, 1, 2, 3, 4].map((i) =>
  new DecisionTree().fit(
    others.map(asNumbers),
    others.map((word) => inOrder(word)[i]!),
  ),
);
const says = trees.map((tree) => tree.predict(task.held.map(asNumbers)));
const byTrees = task.held.map((word, i) => says.map((all) => all[i]).join("") === inOrder(word));
const bySorter = task.held.map((word) => sortWith(sorter, word) === inOrder(word));
const count = (all: boolean[]) => all.filter(Boolean).length;
const treesShare = count(byTrees) / 500;

/** How often attention points at the letter that comes next, for each letter of the answer. */
const looks = [0, 1, 2, 3, 4].map((i) =>
  mean(
    task.held.map((word) => {
      const { weights } = traceGPT(sorter, letters.encode(asked(word))).blocks[0]!.heads[0]!;
      return Number(argMax(weights[5 + i]!) === word.indexOf(inOrder(word)[i]!));
    }),
  ),
);
const parts = (model: typeof sorter, name: string) =>
  [...model.namedParameters()].filter(([each]) => each.includes(name)).reduce((sum, [, { length }]) => sum + length, 0);
/** A number of the second column of cell `without`. */
const lossWithout = (part: string) => Number(tableRow(shown["without"]!, part)[1]);

const example = [2, 6].map((product) => product / Math.SQRT2);
const grown = example.map(Math.exp);

holds(
  "src/content/docs/language-models/inside-a-transformer.mdx",
  [
    ["after `hgdab>` it goes on with `abdgh`", ["abdgh", sortWith(sorter, "hgdab")]],
    ["equal rows (step 1)", [1, stage("token embeddings")], [stages[0]!.matrix[2], stages[0]!.matrix[8]]],
    ["the crosses (9)", [9, stage("scores, masked")]],
    ["what comes next after > (21)", [21, stage("probabilities")], [21, stages.length], [true, notebook.includes("min: 1, max: 21")]],
    // Five letters of ten: 10! / (5! 5!).
    [
      "Of 252 such sets, 50 are held back",
      [252, (10 * 9 * 8 * 7 * 6) / (5 * 4 * 3 * 2 * 1)],
      [252, new Set(others.map(inOrder)).size + task.heldSets.size],
      [50, task.heldSets.size],
    ],
    ["Its row of 32 numbers is looked up", [32, options.nEmbd]],
    ["A row for its place is added (step 3)", [3, stage("into the block")]],
    [
      "Of 500 strings of the sets held back, how many will it sort? 500",
      [500, count(bySorter)],
      [true, () => shown["exam"]!.includes("500 of 500 held back sorted right")],
    ],
    ["It has met none of these sets, in any order", [[], others.filter((word) => task.heldSets.has(inOrder(word)))]],
    ["what it hands on (steps 5 to 7)", [[5, 6, 7], ["queries", "keys", "values"].map(stage)]],
    ["(Vaswani et al. 2017)"],
    [
      "A query (1, 3) and the keys (2, 0) and (0, 2): 1·2 + 3·0 = 2 and 1·0 + 3·2 = 6. Divided by √2: 1.41 and 4.24. Then e to these: 4.11 and 69.6, as shares 0.056 and 0.944",
      [["1.41", "4.24"], example.map((score) => score.toFixed(2))],
      [["4.11", "69.6"], grown.map((one) => one.toPrecision(3))],
      [["0.056", "0.944"], grown.map((one) => (one / (grown[0]! + grown[1]!)).toFixed(3))],
    ],
    // Section 3.2.1: "We suspect that for large values of d_k, the dot products grow large in magnitude, pushing the softmax function into regions where it has extremely small gradients."
    ["little can be learnt (Vaswani et al. 2017)"],
    [
      "The fifth letter is right just as often, although attention points elsewhere in more than a third of the strings",
      [true, 1 - looks[4]! > 1 / 3 && 1 - looks[4]! < 0.4],
      [true, lettersRight(sorter, task.held) === 1],
    ],
    ["(Jain and Wallace 2019; for the other view, Wiegreffe and Pinter 2019)"],
    ["worse than one that gives 83 characters the same probability (4.42)", [83, whale.options.vocabSize], ["4.42", Math.log(83).toFixed(2)]],
    [
      "four such blocks of four heads, and 128 numbers for each character",
      [
        [4, 4, 128],
        [whale.options.nLayer, whale.options.nHead, whale.options.nEmbd],
      ],
    ],
    ["twice the text, four times the scores", [4, 128 ** 2 / 64 ** 2]],
    ["learn from all 24,240 strings that are not held back", [24_240, others.length]],
    ["500 strings, of 50 sets of letters held back from both", [500, task.held.length]],
    ["as numbers from 0 to 9 for the trees alone", [[0, 9, 1, 2, 3], asNumbers("ajbcd")]],
    [
      "200 steps of 64 strings, by which its loss is flat. Trees: grown until pure, on all 24,240",
      [
        [200, 64],
        [card.steps, card.batchSize],
      ],
      [true, Math.abs(card.curve.at(-1)!.validation - card.curve.at(-2)!.validation) < 0.001],
    ],
    ["A random order of the right five letters: 1 in 120", [120, 5 * 4 * 3 * 2]],
    [
      "Trees 0.918 ± 0.025, twice the standard error",
      ["0.918", treesShare.toFixed(3)],
      ["0.025", (2 * Math.sqrt((treesShare * (1 - treesShare)) / 500)).toFixed(3)],
    ],
    [
      "41 right by the transformer alone, 0 by the trees alone: McNemar, p below 0.001",
      [41, count(bySorter.map((right, i) => right && !byTrees[i]))],
      [0, count(byTrees.map((right, i) => right && !bySorter[i]))],
      [true, 2 * 0.5 ** 41 < 0.001],
    ],
    [
      "| numbers kept | 1,787 | 13,152 |",
      [1787, trees.reduce((sum, tree) => sum + 3 * tree.nLeaves - 2, 0)],
      [13_152, sorter.numParams()],
      [true, () => /five trees +459 +1,787/.test(shown["trees"]!)],
    ],
    ["−∞ where a token would look ahead, else 0"],
    ["(Olsson et al. 2022)"],
    // Table 3: 405B has 126 layers, a model dimension of 16,384 and 128 attention heads.
    ["The largest Llama 3 has 126 such blocks with 128 heads each, and 16,384 numbers for each token (Grattafiori et al. 2024)"],
    // Figure 2 and section 4.3: on average over the layers of the base line, and with gating at the output of attention.
    [
      "in a model of 2025, on average 46.7 % of it went to the first token, whatever that was. A gate behind each head brought it down to 4.8 % (Qiu et al. 2025)",
    ],
    // Introduction: "our attribution graphs provide us with satisfying insight for about a quarter of the prompts we've tried".
    ["about a quarter of the prompts that they tried (Lindsey et al. 2025)"],
    ["A text has 10 tokens. At how many does the 4th look? 4", [4, stages[stage("scores, masked") - 1]!.matrix[3]!.filter(Number.isFinite).length]],
    ["Queries and keys have 64 numbers. By what is each product divided? 8", [8, Math.sqrt(64)]],
    ["By √64"],
  ],
  [
    ["Each letter of the answer mostly finds the one that follows it", () => looks.slice(1).every((share) => share > 0.6)],
    ["The sign > finds the smallest letter", () => looks[0]! > 0.99],
    [
      "it has most of a block's numbers",
      () => [sorter, whale].every((model) => parts(model, ".mlp.") > 0.6 * parts(model, "h.0.") * model.options.nLayer),
    ],
    ["Without its MLP, the sorter is worse than chance", () => lettersRight(sorter, task.held, { without: "mlp" }) < 1 / 10],
    ["is then worse than one that", () => lossWithout("residual") > Math.log(83)],
    ["a longer model must be trained anew", "construction: its positions are numbers of the model"],
    ["this one; a larger one, many", "definition: the same steps, trained on text"],
    ["A program of one line is always right", "construction: it compares and swaps"],
    ["So the scores spread as those of shorter rows do", () => Number(tableRow(shown["root-d"]!, " 64 ")[2]) < 0.4],
    ["and not always why it answers", () => looks[4]! < 2 / 3 && lettersRight(sorter, task.held) === 1],
  ],
);

describe("what the prose says of the cells", () => {
  it("takes parts away as it says", () => {
    const letters = (part: string) => Number.parseInt(tableRow(shown["without"]!, part)[0]!, 10);
    expect(letters("nothing")).toBe(100);
    // With one block nothing is missed; with four, all is lost.
    expect(letters("residual")).toBe(100);
    expect(options.nLayer).toBe(1);
    expect(letters("attention")).toBeLessThan(50);
    expect(lossWithout("nothing")).toBeLessThan(2);
    for (const part of ["position", "attention", "mlp"]) expect(lossWithout(part)).toBeGreaterThan(2.5);
  });

  it("has no place for six letters and their answer", () => {
    const places = (letters: number) => sorter.forward([Array.from({ length: 2 * letters }, () => 1)]);
    expect(options.blockSize).toBe(10);
    expect(places(5).shape).toEqual([1, 10, 11]);
    expect(() => places(6)).toThrow("12 tokens are more than the context of 10 holds");
  });

  it("finds the smallest letter from the sign, as by hand, and the next one from each letter", () => {
    expect(shown["asks"]).toContain("Who looks?: 6: >");
    const shares = ["h", "g", "d", "a", "b"].map((letter) => Number(tableRow(shown["by-hand"]!, `${letter} `)[2]));
    expect(argMax(shares)).toBe(3);
    const { weights } = traceGPT(sorter, letters.encode(asked("hgdab"))).blocks[0]!.heads[0]!;
    for (const [i, share] of shares.entries()) expect(share).toBeCloseTo(weights[5]![i]!, 3);
    for (const share of looks.slice(0, 4)) expect(share).toBeGreaterThan(0.95);
  });

  it("has products that spread as √d does, and shares that stay soft when they are divided by it", () => {
    const rows = [4, 16, 64, 256].map((d) => [d, ...tableRow(shown["root-d"]!, `${String(d).padStart(3)} `).map(Number)]);
    for (const [d, spread, largest, divided] of rows as [number, number, number, number][]) {
      expect(Math.abs(spread / Math.sqrt(d) - 1)).toBeLessThan(0.06);
      expect(divided).toBeLessThan(0.4);
      if (d === 256) expect(largest).toBeGreaterThan(0.9);
    }
  });

  it("says of attention what the table says", () => {
    const fifth = numbersAfter(shown["attention-says"]!, "\n     5 ")[0]!;
    expect(Math.abs(fifth - 100 * looks[4]!)).toBeLessThan(4);
  });

  it("begins with a picture that trains nothing", () => {
    expect(notebook.slice(0, notebook.indexOf("// %% exam"))).not.toContain("#tensor");
  });

  it("another one learns to sort them, too", () => {
    expect(numbersAfter(shown["train"]!, "it goes from ")[1]).toBe(1);
  });

  it("gives the same logits as long as the text is the same", () => {
    expect(tableRow(shown["mask"]!, "the␣white␣whale ").map(Number)).toEqual([15, 0]);
  });

  it("has heads that look one step back, and heads that do not", () => {
    const [low, high] = numbersAfter(shown["heads"]!, "from ");
    expect(high! - low!).toBeGreaterThan(20);
  });
});
