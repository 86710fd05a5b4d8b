import { beforeAll, describe, expect, it } from "vitest";
import { mean } from "../../../src/base/mean.ts";
import { seed } from "../../../src/base/random.ts";
import { penguins } from "../../../src/datasets/penguins.ts";
import { KMeans } from "../../../src/ml/k-means.ts";
import { LinearRegression } from "../../../src/ml/linear-regression.ts";
import { StandardScaler } from "../../../src/prep/standard-scaler.ts";
import { splitRows } from "../../../src/prep/train-test-split.ts";
import { take } from "../../../src/score/cross-validation.ts";
import { mcnemar } from "../../../src/score/mcnemar.ts";
import { holds, read, shownBy, tableRow } from "./page.ts";

const page = "src/content/docs/machine-learning/index.mdx";
const notebook = read("notebooks/kinds-of-learning.ts");
let shown: Record<string, string>;
beforeAll(async () => {
  shown = await shownBy("kinds-of-learning");
}, 120_000);

const { rows, labels } = penguins;
const two = rows.map((row) => [row.billLength, row.flipperLength]);
const { train, test } = splitRows(two, labels, { random: seed(1), testShare: 1 / 3 });
/** Of each group, how many penguins are of the species that is most frequent in it. */
const groups = () =>
  [1, 2, 3].map((group) => {
    const counts = tableRow(shown["nobody"]!, String(group).padStart(5)).map(Number);
    return { most: Math.max(...counts), of: counts.indexOf(Math.max(...counts)) };
  });
/** In how many test rows the line is nearer to the hidden flipper than the mean is. */
const nearer = () => {
  const seen = rows.map((row) => [row.billLength, row.billDepth, row.bodyMass]);
  const flippers = rows.map((row) => row.flipperLength);
  const guesses = new LinearRegression().fit(take(seen, train), take(flippers, train)).predict(take(seen, test));
  const middle = mean(take(flippers, train));
  return test.filter((row, i) => Math.abs(flippers[row]! - guesses[i]!) < Math.abs(flippers[row]! - middle)).length;
};
const walk = (episodes: number) => tableRow(shown["rewards"]!, String(episodes).padStart(15));
/** Penguins in the group of their species, when k-means gets these columns and is asked for so many groups. */
function together(columns: readonly number[], clusters: number): number {
  const X = new StandardScaler().fitTransform(penguins.features.map((row) => columns.map((column) => row[column]!)));
  const found = new KMeans({ clusters, random: seed(1) }).fit(X).labels;
  const species = [...new Set(labels)];
  return species
    .map((name) => Math.max(...Array.from({ length: clusters }, (_, group) => labels.filter((l, i) => l === name && found[i] === group).length)))
    .reduce((a, b) => a + b);
}

holds(
  page,
  [
    ["learnsFrom: 342 penguins", [342, rows.length]],
    ["All four fit numbers to data", [4, notebook.match(/: \(\) => \(\{/g)!.length]],
    ["The tree learnt from 228 of them, and these are some of the 114 others", [[228, 114], [train.length, test.length]]], // biome-ignore format: a pair
    ["k-means parts the penguins into three groups", [true, notebook.includes("clusters: 3")]],
    [
      "How many of the 342 penguins end up in the group where most of their species is? 327",
      [327, () => groups().reduce((sum, { most }) => sum + most, 0)],
      [3, () => new Set(groups().map(({ of }) => of)).size],
    ],
    ["327. The three species differ in what was measured"],
    ["The line learnt on the 228, and fills the gap for the 114"],
    ["The same 114 penguins, held back"],
    ["The mean sees the flippers of the 228 others"],
    ["Always the mean of the 228"],
    ["means over 114 penguins"],
    [
      "the line is nearer at 94 of 114. A sign test gives p below 0.001",
      [94, nearer],
      [true, () => mcnemar(nearer(), test.length - nearer()) < 0.001],
    ],
    ["their three other measurements", [3, 3]],
    // As in R. Sutton, A. Barto 2018, example 6.6.
    ["a fall off the cliff costs 100 points, and each step 1"],
    [
      "After 30 episodes it still does not find its way in 100 steps. After 200 it takes the shortest one",
      [["no", "-100"], () => walk(30)],
      [["yes", "-13"], () => walk(200)],
    ],
    ["Three penguins, of which two are named rightly, and L = 1 for a mistake: (0 + 1 + 0) / 3 = 0.333", ["0.333", (1 / 3).toFixed(3)]],
    ["go through three of the four in turn"],
    ["(Ouyang et al. 2022)"],
    ["[He et al. 2021]"],
    ["DeepSeek-R1-Zero was trained by reinforcement alone"],
    ["[DeepSeek-AI 2025]"],
  ],
  [
    ["since the row itself held it", "construction: the column was cut out of the row"],
    // No way along the cliff has fewer than 13 steps, of which each costs a point: R. Sutton, A. Barto 2018, example 6.6.
    ["After 200 it takes the shortest one", () => walk(200)[1] === "-13"],
    ['The program says "together" and no more', "definition: what k-means answers is the number of a group"],
  ],
);

describe("the kinds", () => {
  it("are each better than knowing nothing", () => {
    const [middle, line] = ["always the mean", "from the other three"].map((guess) => Number(tableRow(shown["data-itself"]!, guess)[0]));
    expect(line).toBeLessThan(middle! / 2);
  });
  it("show groups that match the species for these two columns, and not for others", () => {
    expect(together([0, 2], 3)).toBe(327);
    expect(together([3, 1], 3)).toBeLessThan(300);
  });
});
