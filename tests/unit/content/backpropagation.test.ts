import { beforeAll, describe, expect, it } from "vitest";
import { mean } from "../../../src/base/mean.ts";
import { seed } from "../../../src/base/random.ts";
import { Tape } from "../../../src/base/scalar-tape.ts";
import { twoMoons } from "../../../src/datasets/two-moons.ts";
import { TinyNetwork } from "../../../src/ml/tiny-network.ts";
import { holds, numbersAfter, read, shownBy, tableRow } from "./page.ts";

const page = "src/content/docs/machine-learning/backpropagation.mdx";
const notebook = read("notebooks/backpropagation.ts");
let shown: Record<string, string>;
beforeAll(async () => {
  shown = await shownBy("backpropagation");
}, 120_000);

const { features: X, labels: y } = twoMoons({ random: seed(1) });
const tiny = new TinyNetwork([2, 4, 1]);
const big = new TinyNetwork([2, 16, 16, 1]);
const STARTS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

/** The loss after 900 readings: of tries of some size, and of steps with some rate, each of which counts for three. */
function byChance(network: TinyNetwork, size: number, start: number): number {
  const chance = seed(100 + start);
  let weights = network.start(seed(start));
  let lowest = network.loss(weights, X, y);
  for (let readings = 2; readings <= 900; readings++) {
    const tried = weights.map((value) => value + size * chance.normal());
    const loss = network.loss(tried, X, y);
    if (loss < lowest) [weights, lowest] = [tried, loss];
  }
  return lowest;
}
function byTape(network: TinyNetwork, rate: number, start: number): number {
  let weights = network.start(seed(start));
  for (let readings = 3; readings <= 900; readings += 3) {
    const slopes = network.gradient(weights, X, y);
    weights = weights.map((value, i) => value - rate * slopes[i]!);
  }
  return network.loss(weights, X, y);
}
const once = <T>(make: () => T) => {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
};
const chances = once(() => STARTS.map((start) => byChance(big, 0.05, start)));
const tapes = once(() => STARTS.map((start) => byTape(big, 1, start)));
const range = (values: readonly number[]) => `${Math.min(...values).toFixed(4)} to ${Math.max(...values).toFixed(4)}`;

/** How much of a slope arrives through so many sigmoids in a row. */
function arrives(bend: "sigmoid" | "relu", layers: number): number {
  const tape = new Tape();
  const start = tape.write("start", 0.5);
  let h = start;
  for (let i = 0; i < layers; i++) h = tape[bend](h);
  tape.backward(h);
  return start.slope;
}
/** Where the first picture's curve is lowest. */
const valley = Array.from({ length: 71 }, (_, i) => i / 10 - 4).reduce((best, w) =>
  tiny.loss(tiny.start(seed(3)).with(12, w), X, y) < tiny.loss(tiny.start(seed(3)).with(12, best), X, y) ? w : best,
);
/** The loss of the first picture, over the weight that moves, and along the step against all slopes. */
const at = (w: number) => tiny.start(seed(3)).with(12, w);
const slopesAt = (w: number) => tiny.gradient(at(w), X, y);
const stepped = (far: number) =>
  tiny.loss(
    at(1.5).map((value, i) => value - far * slopesAt(1.5)[i]!),
    X,
    y,
  );

holds(
  page,
  [
    ["learnsFrom: 100 points, each of one of two moons", [100, X.length]],
    ["has 17 [weights]", [17, tiny.nWeights]],
    ["Where the slope is 0, a small move of this weight hardly changes the loss", [true, Math.abs(slopesAt(valley)[12]!) < 0.02]],
    ["There are 16 others", [16, tiny.nWeights - 1]],
    ["Take a larger network with 337 weights", [337, big.nWeights]],
    ["Each try reads the 100 points once. It may read them 900 times", [true, notebook.includes("const budget = 900;")]],
    ["Nudging needs a reading for each of 337 weights, and one to compare with", [338, big.nWeights + 1]],
    ["How many steps does it get out of 900 readings? 2", [2, Math.floor(900 / 338)]],
    ["With w = 1.5, x = 2, b = −1, t = 1: s = 2, e = 1, and the slope for w is 2 · 1 · 2 = 4", ["4.00", () => tableRow(shown["by-hand"]!, "w")[1]]],
    ["how much L moves when w moves by 1, if it went on as steeply"],
    ["all begin with 2e", [true, notebook.includes("chain: 2 * e * 1 * x")]],
    ["Linnainmaa (1970) had the method, and Rumelhart, Hinton and Williams (1986) taught networks with it"],
    ["(Baydin et al. 2018)"],
    ["Karpathy (2020) published a longer expression with its slopes"],
    ["Now back to the 337 weights", [337, big.nWeights]],
    ["ten random starts", [10, STARTS.length]],
    ["900 readings each, backward ones count as two"],
    [
      "tries of 0.05, the best of four sizes; a rate of 1, though 3 is lower still",
      [true, () => [0.1, 0.2, 0.4].every((size) => mean(STARTS.map((start) => byChance(big, size, start))) > mean(chances()))],
      [true, () => mean(STARTS.map((start) => byTape(big, 3, start))) < mean(tapes())],
    ],
    // A. Radford and others 2019: 12 layers, width 768, 50,257 tokens, 1,024 places, tied ends.
    [
      "for the 124,439,808 of the smallest GPT-2 it is three, and nudging would need 124,439,809",
      [124_439_808, (50_257 + 1024) * 768 + 12 * (12 * 768 ** 2 + 13 * 768) + 2 * 768],
    ],
    ["the same 100 points, all of them at each reading", [100, X.length]],
    ["0.693, one half for each moon", ["0.693", Math.LN2.toFixed(3)]],
    [
      "tape: losses from 0.0032 to 0.0046; chance: from 0.0100 to 0.0434",
      ["0.0032 to 0.0046", () => range(tapes())],
      ["0.0100 to 0.0434", () => range(chances())],
    ],
    [
      "the tape's loss is the lower one in 10 of 10 starts: sign test, p = 0.002",
      [10, () => STARTS.filter((_, i) => tapes()[i]! < chances()[i]!).length],
      ["0.002", (2 * 0.5 ** 10).toFixed(3)],
    ],
    ["nowhere steeper than 0.25", [0.25, arrives("sigmoid", 0) && new Tape().sigmoid({ name: "", value: 0, from: [], slope: 0 }).from[0]![1]]],
    ["Through 30 of them, less than a billionth of a billionth of the slope arrives", [true, arrives("sigmoid", 30) < 1e-18]],
    [
      "With the 17 weights of the first picture, chance kept up: tries of 0.2 beat a rate of 3 in seven of ten starts",
      [7, () => STARTS.filter((start) => byChance(tiny, 0.2, start) < byTape(tiny, 3, start)).length],
    ],
    ["a number above 0 keeps its slope", [1, arrives("relu", 30)]],
    ["(Lillicrap et al. 2020)"],
    // X. Qiu and others 2025, abstract: "ES can search efficiently over billions of parameters"; full parameters of LLMs, pretrained.
    ["without backpropagation ([2025]"],
    // S. Malladi and others 2023, abstract: on one A100 of 80 GB a 30-billion parameter model, with backpropagation 2.7 billion.
    ["could fine-tune 30 billion parameters, backpropagation 2.7 billion ([Malladi et al. 2023]"],
  ],
  [
    ["Too far, and the loss rises again", () => stepped(2) < stepped(0) - 0.3 && [4, 8, 12].some((far) => stepped(far) > stepped(2))],
    ["keep what is better", "definition: what a try is"],
    ["Slopes should do better", () => tapes()[0]! < chances()[0]!],
    ["it hardly gets to take any", "construction: two, as the sentence before it says"],
    ["each line of the table needs only the one above it", "construction: the chain"],
    ["the tape is longer", "construction: each operation writes a line, and its network has millions of weights"],
    ["That is why networks learn from a smooth loss", "construction: a step function has slope 0 wherever it has one"],
  ],
);

describe("what the prose says of the cells", () => {
  it("nudges, tape and chain rule agree on the four numbers", () => {
    for (const name of ["b", "x", "w"]) {
      const [, chain, nudging] = tableRow(shown["by-hand"]!, name);
      expect(chain).toBe(nudging);
      expect(Number(tableRow(shown["tape"]!, name)[1])).toBe(Number(chain));
    }
  });

  it("the tape and the engine find what micrograd published: g = 24.7041, 138.8338 and 645.5773", () => {
    // A. Karpathy, micrograd, 2020, README: "prints 24.7041", "138.8338", "645.5773".
    for (const by of ["micrograd, published", "tape, 39 lines", "engine"])
      expect(tableRow(shown["check"]!, by)).toEqual(["24.7041", "138.8338", "645.5773"]);
  });

  it("the three curves begin at the same loss and end in the order that the prose says", () => {
    const of = (how: string) => numbersAfter(shown["backprop"]!, how).slice(1, 3);
    const [chance, nudging, tape] = ["by chance", "by nudging", "by the tape"].map(of) as [number[], number[], number[]];
    expect(new Set([chance[0], nudging[0], tape[0]]).size).toBe(1);
    expect(tape[1]).toBeLessThan(chance[1]!);
    expect(chance[1]).toBeLessThan(nudging[1]!);
    expect(shown["differences"]).toContain("by nudging (3 points)");
  });

  it("a slope passes ReLU as it is, and hardly a sigmoid", () => {
    expect(arrives("relu", 30)).toBe(1);
    expect(arrives("sigmoid", 30)).toBeLessThan(1e-18);
  });
});
