import { beforeAll, describe, expect, it } from "vitest";
import { mean } from "../../../src/base/mean.ts";
import { seed } from "../../../src/base/random.ts";
import { mobyDick } from "../../../src/datasets/moby-dick.ts";
import { penguins } from "../../../src/datasets/penguins.ts";
import { DecisionTree } from "../../../src/ml/decision-tree.ts";
import { splitRows } from "../../../src/prep/train-test-split.ts";
import { overSeeds, scaling } from "../../../src/recorded/scaling.ts";
import { take } from "../../../src/score/cross-validation.ts";
import { CHINCHILLA, expectedLoss, fitPowerLaw, KAPLAN, machineHours, powerLaw, trainingFlops } from "../../../src/sizes/scaling-laws.ts";
import { holds, shownBy, tableRow } from "./page.ts";

let shown: Record<string, string> = {};
beforeAll(async () => {
  shown = await shownBy("scale");
}, 120_000);

const { runs, rates, characters, batchSize, blockSize } = scaling.found;
const points = overSeeds(runs);
const tokens = [...new Set(points.map((point) => point.tokens))].sort((a, b) => a - b);
const bySize = points.filter((point) => point.tokens === tokens.at(-1));
const largest = bySize.at(-1)!;
const through = (count: number) => fitPowerLaw(bySize.slice(0, count).map(({ parameters, loss }) => ({ x: parameters, y: loss })));
const says = (parameters: number) => powerLaw(through(3), parameters);
/** The size with the least loss among those trained with about so many operations. */
const bestNear = (flops: number) =>
  points.filter((point) => Math.abs(Math.log10(point.flops / flops)) < 0.5).reduce((best, each) => (each.loss < best.loss ? each : best));
const flatAfter = (amount: number) => {
  const [small, , , , large] = points.filter((point) => point.tokens === amount);
  return small!.loss - large!.loss;
};
const foretold = () => Number(tableRow(shown["law"]!, "L(N, D) from the other 14").at(-1));
const { hours, price } = machineHours(trainingFlops({ parameters: 37e9, tokens: 14.8e12 }), {
  peakFlops: 989e12,
  utilization: 0.33,
  pricePerHour: 2,
});
const accuracy = (rows: number) =>
  mean(
    Array.from({ length: 20 }, (_, draw) => {
      const { train, test } = splitRows(penguins.features, penguins.labels, { random: seed(draw), testShare: 1 / 3 });
      const some = train.slice(0, rows);
      const tree = new DecisionTree({ maxDepth: 3 }).fit(take(penguins.features, some), take(penguins.labels, some));
      return tree.score(take(penguins.features, test), take(penguins.labels, test));
    }),
  );

holds(
  "src/content/docs/language-models/scale.mdx",
  [
    ["45 trainings of small GPTs", [45, runs.length]],
    ["Three GPTs lie on a straight line: each four times as large", [[4, 4], [1, 2].map((i) => bySize[i]!.parameters / bySize[i - 1]!.parameters)]],
    [
      "Five sizes read the same million characters of *Moby-Dick*, each from three",
      [
        [5, 3, "1.0"],
        [bySize.length, new Set(runs.map(({ seed }) => seed)).size, (tokens.at(-1)! / 1e6).toFixed(1)],
      ],
    ],
    [
      "The line through three says 1.64 nats for the largest, with 196,608 parameters. What was measured? More",
      [
        ["1.64", 196_608, true],
        [says(largest.parameters).toFixed(2), largest.parameters, largest.loss > says(largest.parameters) + 0.05],
      ],
    ],
    ["by the same number below 1", [true, through(3).exponent > 0]],
    ["With a quarter of the text", [1 / 4, tokens[0]! / tokens.at(-1)!], [true, flatAfter(tokens[0]!) < 0.6 * flatAfter(tokens.at(-1)!)]],
    [
      "E = 1, A = 2, B = 3, α = β = 1, N = 2, D = 3: L = 1 + 1 + 1 = 3",
      [3, expectedLoss({ parameters: 2, tokens: 3 }, { E: 1, A: 2, B: 3, alpha: 1, beta: 1 })],
    ],
    ["The law of Hoffmann et al. (2022)"],
    [
      "Fit its five numbers to 14 of our 15 points",
      [
        [5, 15],
        [Object.keys(CHINCHILLA).length, points.length],
      ],
    ],
    [
      "The law says 1.88, and 1.84 was measured. The straight line had said 1.64",
      [
        ["1.88", "1.84", "1.64"],
        () => ["L(N, D) from the other 14", "measured", "straight line"].map((who) => Number(tableRow(shown["law"]!, who)[0]).toFixed(2)),
      ],
    ],
    [
      "about six operations for each token of training: two on the way forward, four on the way back (Kaplan et al. 2020)",
      [6, trainingFlops({ parameters: 1, tokens: 1 })],
    ],
    ["So a training costs about 6 N D"],
    // J. Hoffmann et al. 2022, abstract: "using the same compute budget as Gopher but with 70B parameters and 4× more data … uniformly and significantly outperforms".
    [
      "the smaller one that read more was better (Hoffmann et al. 2022)",
      [true, expectedLoss({ parameters: 70e9, tokens: 1.4e12 }) < expectedLoss({ parameters: 280e9, tokens: 300e9 })],
    ],
    // DeepSeek-AI 2024, abstract, section 1 and table 1.
    [
      "DeepSeek-V3 uses 37 billion parameters for a token and has read 14.8 trillion. Its makers report 2.788 million hours of a graphics card, and 5.576 million dollars at 2 dollars an hour",
      [5.576, 2 * 2.788],
    ],
    ["for the training that worked and not for the attempts before (DeepSeek-AI 2024)"],
    ["The share is chosen so that the hours agree", [true, Math.abs(hours / 2.788e6 - 1) < 0.01 && Math.abs(price / 5.576e6 - 1) < 0.01]],
    // NVIDIA, H100 Tensor Core GPU data sheet, SXM: 989 teraFLOPS in bfloat16 (dense), up to 700 W.
    ["The 989 × 10¹² operations a second are what the maker promises of such a card, and 700 watts is its limit"],
    ["The straight line was right for three sizes and wrong for the next", [true, wrongBy(3) > 3 * Math.max(...[0, 1, 2].map(wrongBy))]],
    // J. Kaplan et al. 2020, equations 1.1 to 1.3.
    [
      "Kaplan et al. (2020) found exponents of 0.076 for size, 0.095 for text and 0.050 for compute, and advised",
      [
        [0.076, 0.095, 0.05],
        [KAPLAN.parameters.exponent, KAPLAN.tokens.exponent, KAPLAN.petaflopDays.exponent],
      ],
    ],
    ["Hoffmann et al. (2022) changed how the learning rate falls"],
    ["Besiroglu et al. (2024) found"],
    [
      "in 20 draws each: ten penguins take it to 0.85 right, 80 to 0.93, all 228 to 0.95",
      [["0.85", "0.93", "0.95"], () => [10, 80, 228].map((rows) => accuracy(rows).toFixed(2))],
      [["0.846", "0.953"], () => /goes from ([\d.]+) to ([\d.]+\d)/.exec(shown["tree-rows"]!)!.slice(1)],
    ],
    ["It cannot pass 1"],
    ["| learns from | 228 rows |", [228, penguins.rows.length - Math.round(penguins.rows.length / 3)]],
    ["one of three species", [3, new Set(penguins.labels).size]],
    ["| numbers kept | 22 at most |", [22, 3 * 8 - 2]],
    ["| cost | milliseconds | 6 N D |"],
    ["GPT-3 took 3.14 × 10²³ operations (Brown et al. 2020)", ["3.14", (trainingFlops({ parameters: 174.6e9, tokens: 300e9 }) / 1e23).toFixed(2)]],
    ["0.24 watt-hours for the median text prompt to Gemini in May 2025, with idle machines and cooling, without training (Elsworth et al. 2025)"],
    ["by 9 to 900 times a year, depending on the task (Cottier et al. 2025)"],
    ["(OpenAI 2023)"],
    ["GPT-4's size"],
    [
      "Widths 8 to 64, two to four layers, context 64, 16 rows in a step",
      [
        [8, 64, 2, 4, 64, 16],
        [bySize[0]!.nEmbd, largest.nEmbd, Math.min(...runs.map((r) => r.nLayer)), Math.max(...runs.map((r) => r.nLayer)), blockSize, batchSize],
      ],
    ],
    ["the best of six on", [true, rates.every(({ tried }) => tried.length === 6)]],
    ["after 256 steps", [256, tokens[0]! / batchSize / blockSize]],
    [
      "For widths 8 and 16 it was the highest that was tried",
      [[8, 16], rates.filter(({ lr, tried }) => lr === Math.max(...tried.map((one) => one.lr))).map(({ nEmbd }) => nEmbd)],
    ],
    ["12 L C²", [true, runs.every(({ parameters, nLayer, nEmbd }) => parameters === 12 * nLayer * nEmbd ** 2)]],
    [
      "the longest training reads about as many as there are, 952,253",
      [
        [952_253, 952_253],
        [mobyDick.train.length, characters.train],
      ],
    ],
    ["6 · 2N · 2D is four times 6 N D", [4, trainingFlops({ parameters: 2, tokens: 2 }) / trainingFlops({ parameters: 1, tokens: 1 })]],
    ["It becomes four times as high"],
    ["Where does L(N, D) go? To E", [true, Math.abs(expectedLoss({ parameters: 1e60, tokens: 1e60 }) - CHINCHILLA.E) < 1e-9]],
    ["a model of width 8 is smaller, too, and at its end", [true, flatness() < 0.06]],
    ["Training costs 6 N D"],
  ],
  [
    ["each better by about the same share", () => Math.abs(bySize[1]!.loss / bySize[0]!.loss - bySize[2]!.loss / bySize[1]!.loss) < 0.04],
    ["At the left a small model is ahead, further right a larger one", () => bestNear(1e10).nEmbd < bestNear(1e12).nEmbd],
    ["bigger is not always better", () => bestNear(1e11).nEmbd < 64],
    [
      "each step costs more than the one before",
      () =>
        bySize.every(({ flops }, i) => i === 0 || flops > bySize[i - 1]!.flops) &&
        bySize.every(({ loss }, i) => i === 0 || loss < bySize[i - 1]!.loss),
    ],
    ["More", () => largest.loss > says(largest.parameters) + 0.05],
    ["one of a larger model, one of a smaller that reads more", "construction: a question"],
    ["where the largest of five lies", () => bySize.length === 5],
    ["by less each time", () => bySize[4]!.loss - bySize[3]!.loss > bySize[1]!.loss - bySize[0]!.loss],
  ],
);

/** How far the line through three is from what was measured, as a share. */
function wrongBy(size: number): number {
  return Math.abs(says(bySize[size]!.parameters) / bySize[size]!.loss - 1);
}

/** What the smallest model gains by twice the text. */
function flatness(): number {
  const [, half, all] = tokens.map((amount) => points.find((point) => point.tokens === amount)!);
  return half!.loss - all!.loss;
}

describe("the lesson's reference numbers", () => {
  it("the law foretells the largest model better than the straight line does", () => {
    expect(Math.abs(foretold() - largest.loss)).toBeLessThan(Math.abs(says(largest.parameters) - largest.loss) / 3);
  });

  // J. Hoffmann et al. 2022, equation 10: 1.937 < 1.993 < 2.002, computed by hand in tests/unit/models/scaling-laws.test.ts.
  it.each([
    ["Chinchilla", "1.937"],
    ["Gopher", "1.993"],
    ["GPT-3", "2.002"],
  ])("%s: %s nats", (model, loss) => {
    expect(tableRow(shown["chinchilla"]!, model).at(-1)).toBe(loss);
  });

  it("a tree of three questions keeps at most 22 numbers", () => {
    const tree = new DecisionTree({ maxDepth: 3 }).fit(penguins.features, penguins.labels);
    expect(3 * tree.nLeaves - 2).toBeLessThanOrEqual(22);
  });
});
