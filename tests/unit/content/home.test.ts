import { describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { finishName } from "../../../src/components/home/finished-name.ts";
import { answerFor, type LearntTree } from "../../../src/components/home/penguin-answer.ts";
import { names } from "../../../src/datasets/names.ts";
import { penguins } from "../../../src/datasets/penguins.ts";
import { Bigram } from "../../../src/lm/bigram.ts";
import { DecisionTree } from "../../../src/ml/decision-tree.ts";
import { nodes } from "../../../src/ml/inside/tree-node.ts";
import { holds, read } from "./page.ts";

holds("src/content/docs/index.mdx", [
  ["The answer, in four points 1. Both"],
  ["2. The [decision tree]"],
  ["3. The [bigram model]"],
  ["people tune them with answers and preferences ([Ouyang et al. 2022]"],
  ["4. In place of"],
  // T. Brown et al. 2020, table 2.1: "175.0B"; abstract of section 3.2 and table 3.3: TriviaQA, zero-shot, 64.3.
  ["GPT-3, with 175 billion numbers, answered 64.3 % of the questions of a quiz without one example of it ([Brown et al. 2020]"],
]);

const { features, labels } = penguins;
const tree = new DecisionTree({ maxDepth: 2 }).fit(features, labels);
// As the page gives it to the browser.
const learnt: LearntTree = JSON.parse(JSON.stringify({ root: tree.root, classes: tree.classes }));

describe("the tree of the home page", () => {
  const answers = features.map((row, i) => answerFor(learnt, row, labels[i]!));

  it("says what the library's tree says of each penguin", () => {
    expect(answers.map(({ says }) => says)).toEqual(tree.predict(features));
    expect(answers.filter(({ right }) => right)).toHaveLength(Math.round(342 * tree.score(features, labels)));
  });

  it("lights a way from the root to the leaf that answers", () => {
    const all = nodes(tree.root);
    for (const { passed } of answers) {
      expect(passed[0]).toBe(0);
      for (const [i, node] of passed.slice(1).entries()) {
        const { split } = all[passed[i]!]!;
        expect([split?.left, split?.right]).toContain(all[node]);
      }
      expect(all[passed.at(-1)!]!.split).toBeUndefined();
    }
  });

  it("owns up to a mistake", () => {
    const wrong = answers.find(({ right }) => !right)!;
    expect(wrong.sentence).toMatch(/^The tree says \w+\. Wrong: the biologists wrote \w+\.$/);
    expect(answerFor(learnt, [39.1, 18.7, 181, 3750], "Adelie")).toMatchObject({
      sentence: "The tree says Adelie, and so did the biologists.",
      measured: "flipper 181 mm · bill 39.1 mm long, 18.7 mm deep",
    });
  });

  it("has thresholds that are written out whole, all in millimetres", () => {
    expect(nodes(tree.root).flatMap(({ split }) => (split ? [[split.feature, split.threshold]] : []))).toEqual([
      [2, 206.5],
      [0, expect.closeTo(43.35, 9)],
      [1, expect.closeTo(17.65, 9)],
    ]);
  });
});

describe("the names of the home page", () => {
  const model = new Bigram({ smoothing: 0 }).fit(names.list);

  it("go on from what is typed, the same for the same draw", () => {
    const { ok, sentence, html } = finishName(model, "Mar", 2);
    expect(ok).toBe(true);
    expect(sentence).toBe(finishName(model, "mar", 2).sentence);
    expect(sentence).toMatch(/^mar becomes mar[a-z]*\. After r, i is likeliest: 20 %\.$/);
    expect(html).toContain("After r, the names it read go on with");
    expect(sentence).not.toBe(finishName(model, "mar", 3).sentence);
  });

  it("show the plain shares: after q nothing but u and r", () => {
    const { html } = finishName(model, "q", 1);
    expect([...html.matchAll(/<li.*?<span>(.*?)<\/span>.*?<span>(.*?)<\/span>/g)].map(([, letter, share]) => [letter, share])).toEqual([
      ["u", "98 %"],
      ["r", "2 %"],
    ]);
  });

  it("begin anew where nothing is typed", () => {
    expect(finishName(model, "  ", 1).sentence).toMatch(
      /^Nothing is typed, so it makes up a whole name: [a-z]+\. At the start of a name, a is likeliest/,
    );
  });

  it.each(["3", "mar3", "zoë", "an na", "<b>", "😀"])("cannot go on from %j, and says why", (typed) => {
    const { ok, html, sentence } = finishName(model, typed, 1);
    expect({ ok, html }).toEqual({ ok: false, html: "" });
    expect(sentence).toMatch(/^“.+” is no letter from a to z\. The model has read nothing else, so it cannot go on\.$/);
  });

  it("are mostly names that it has not read, as the page says", () => {
    expect(read("src/components/home/NameFinisher.astro")).toContain("most of the names it makes up are none that it has read");
    const known = new Set(names.list);
    const random = seed(1);
    const made = Array.from({ length: 1000 }, () => model.sample(random));
    expect(made.filter((name) => !known.has(name)).length).toBeGreaterThan(600);
  });
});
