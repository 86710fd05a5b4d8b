import { beforeAll, describe, expect, it } from "vitest";
import { mean } from "../../../src/base/mean.ts";
import { seed } from "../../../src/base/random.ts";
import { twoMoons } from "../../../src/datasets/two-moons.ts";
import { type Activation, MLP } from "../../../src/ml/mlp.ts";
import { classesOf, logLossOf, lookInto, shareRight, type TwoClasses } from "../../../src/ml/tiny-network.ts";
import { pairedTest } from "../../../src/score/mcnemar.ts";
import { Adam, type Optimizer, SGD } from "../../../src/tensor/index.ts";
import { holds, numbersAfter, read, shownBy, tableRow } from "./page.ts";

const page = "src/content/docs/machine-learning/neural-networks.mdx";
const notebook = read("notebooks/neural-networks.ts");
let shown: Record<string, string>;
beforeAll(async () => {
  shown = await shownBy("neural-networks");
}, 120_000);

const [learn, validation, exam] = [100, 200, 1000].map((samples, i) => twoMoons({ random: seed(i + 1), samples, noise: 0.2 })) as unknown as [
  TwoClasses,
  TwoClasses,
  TwoClasses,
];
const TWO = [2, 16, 16, 1];
type Rule = (network: MLP) => Optimizer;
const plain =
  (lr: number): Rule =>
  (network) =>
    new SGD(network.parameters(), { lr });
const momentum =
  (lr: number): Rule =>
  (network) =>
    new SGD(network.parameters(), { lr, momentum: 0.9 });
const adam =
  (lr: number): Rule =>
  (network) =>
    new Adam(network.parameters(), { lr });

interface Plan {
  rule: Rule;
  sizes?: number[];
  bend?: Activation;
  start?: number;
  steps?: number;
  rows?: TwoClasses;
}
/** A network after its training, and its loss on the validation points at steps 100 and 150. */
function train({ rule, sizes = TWO, bend = "relu", start = 1, steps = 150, rows = learn }: Plan) {
  const network = new MLP(sizes, bend, 0, seed(start));
  const optimizer = rule(network);
  const losses: Record<number, number> = {};
  for (let step = 1; step <= steps; step++) {
    logLossOf(network, rows).backward();
    optimizer.step();
    if (step === 100 || step === 150) losses[step] = logLossOf(network, validation).item();
  }
  return { network, losses };
}
const net = train({ rule: adam(0.01) }).network;
const neuron = train({ rule: adam(0.01), sizes: [2, 1] }).network;
const unbent = train({ rule: adam(0.01), bend: "identity" }).network;
const STARTS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const percent = (share: number) => Math.round(100 * share);
const wrong = (network: MLP) => classesOf(network, exam.features).flatMap((said, i) => (said === exam.labels[i] ? [] : [i]));
const once = <T>(make: () => T) => {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
};
const [rollings, adams] = [momentum(0.1), adam(0.01)].map((rule) => once(() => STARTS.map((start) => train({ rule, start }).losses))) as [
  () => Record<number, number>[],
  () => Record<number, number>[],
];
const below = (one: Record<number, number>[], other: Record<number, number>[], step: number) =>
  one.filter((losses, i) => losses[step]! < other[i]![step]!).length;
/** Two-sided: how probable so lopsided a count is among so many throws of a coin. */
function signTest(count: number, of: number): number {
  let ways = 1;
  let tail = 0;
  for (let k = 0; k <= of; k++) {
    if (k >= Math.max(count, of - count)) tail += ways;
    ways = (ways * (of - k)) / (k + 1);
  }
  return Math.min(1, (2 * tail) / 2 ** of);
}
const dead = (rate: number) => {
  const { network } = train({ rule: plain(rate), steps: 100 });
  return [0, 1].map((layer) => lookInto(network, layer, learn).activations.filter((mean) => mean === 0).length);
};
const narrow = (hidden: number, bend: Activation = "relu") =>
  shareRight(train({ rule: adam(0.03), sizes: [2, hidden, 1], bend, steps: 300 }).network, learn);

holds(
  page,
  [
    ["learnsFrom: 100 points, each of one of two moons", [100, learn.labels.length]],
    ["two hidden layers of 16 neurons", [true, notebook.includes("mlp([2, 16, 16, 1])")]],
    [
      "**Move the slider back to 0** and watch the border form: first a line, then a bend, at the end every point is on its side",
      [1, shareRight(net, learn)],
      [true, shareRight(train({ rule: adam(0.01), steps: 50 }).network, learn) < 0.9],
    ],
    ["Where the sum is 0, there is its border"],
    [
      "With x = (1, 2), w = (3, −1) and b = −2: 3 − 2 − 2 = −1, so h = 0. With b = 1: 3 − 2 + 1 = 2, and h = 2",
      [-1, 3 * 1 + -1 * 2 - 2],
      [2, 3 * 1 + -1 * 2 + 1],
    ],
    ["The cut at 0 is [ReLU]"],
    [
      "A network with 337 weights, but no bend. One neuron gets 83 of 100 points right. And this network? 83",
      [337, net.numParams()],
      [83, percent(shareRight(neuron, learn))],
      [83, percent(shareRight(unbent, learn))],
    ],
    ["The same 83", [83, percent(shareRight(unbent, learn))]],
    ["ReLU gives it slope 0 for every point"],
    ["(Polyak 1964)"],
    ["Adam (Kingma and Ba 2014)"],
    [
      "at step 100 its loss is below momentum's in nine of ten starts (sign test, p = 0.02)",
      [9, () => below(adams(), rollings(), 100)],
      ["0.02", signTest(9, 10).toFixed(2)],
    ],
    ["At step 150 it is momentum's that is lower, in nine of ten", [9, () => below(rollings(), adams(), 150)]],
    ["Too small, and 150 steps lead nowhere; too large, and it fails"],
    ["right about all of its 100 points", [1, shareRight(net, learn)]],
    ["the same 1,000 points", [1000, exam.labels.length]],
    ["150 steps of Adam each, on all 100 points"],
    [
      "rate 0.01, on the validation points, for the network; the same for the neuron, whose accuracy there does not depend on it",
      [
        true,
        () =>
          [0.003, 0.03, 0.1].every(
            (rate) =>
              mean([1, 2, 3].map((start) => train({ rule: adam(rate), start }).losses[150]!)) >
              mean([1, 2, 3].map((start) => train({ rule: adam(0.01), start }).losses[150]!)),
          ),
      ],
      [
        true,
        () =>
          [0.03, 0.1].every(
            (rate) => Math.abs(shareRight(train({ rule: adam(rate), sizes: [2, 1] }).network, validation) - shareRight(neuron, validation)) < 0.01,
          ),
      ],
    ],
    ["50 %, always the same moon", [0.5, mean(exam.labels)]],
    ["95 %, Wilson"],
    [
      "116 points that the network alone gets right, 15 that the neuron alone does; McNemar, p below 0.001",
      [
        [116, 15],
        [pairedTest(wrong(neuron), wrong(net)).onlyFirst, pairedTest(wrong(neuron), wrong(net)).onlySecond],
      ],
      [true, pairedTest(wrong(neuron), wrong(net)).p < 0.001],
    ],
    [
      "Ten times the best rate for plain steps. How many of the 16 neurons of the second layer still say anything? 0",
      [16, dead(10)[1]],
      [true, /lr: 1 \}/.test(notebook)],
    ],
    ["their sums are below 0 for all points", [16, dead(10)[1]]],
    // M. Geva and others 2021, abstract: "Feed-forward layers constitute two-thirds of a transformer model's parameters".
    ["(Geva et al. 2021)"],
    // K. Wen and others 2025, abstract: "decreasing from 1.4x over AdamW for 0.1B parameter models to merely 1.1x for 1.2B"; ten optimizers.
    ["The best were 1.4 times as fast as AdamW for language models of 0.1 billion parameters, and 1.1 times for 1.2 billion ([Wen et al. 2025]"],
    ["A network gets 100 of 100 points right"],
  ],
  [
    ["Each rule has its own best rate", () => /1, 3, 10\]/.test(notebook) && numbersAfter(shown["rates"]!, "plain steps (4 points)").includes(0.205)],
    ["No, each has its own best rate", "construction: as the section on rates shows"],
    ["Only points that had no part in the training can say", "definition: what a test is for"],
  ],
);

describe("what the prose says of the cells", () => {
  it("tape and engine have the same loss and the same slopes", () => {
    expect(shown["same"]).toMatch(/lines of tape; the 337 slopes differ by \d+e-[89] at most/);
    expect(tableRow(shown["same"]!, "tape")).toEqual(tableRow(shown["same"]!, "engine"));
  });

  it("one neuron is a line with or without a bend, and more of them bend it", () => {
    expect(shareRight(neuron, learn)).toBeLessThan(0.85);
    expect(narrow(8)).toBeGreaterThan(0.95);
    expect(narrow(16)).toBe(1);
    expect(narrow(16, "identity")).toBeLessThan(0.85);
  });

  it("the ablation: 337 weights without a bend do what three do", () => {
    const rows = ["one neuron", "2 × 16, no bend", "2 × 16, ReLU"].map((row) => tableRow(shown["ablation"]!, row));
    expect(rows.map(([weights]) => weights)).toEqual(["3", "337", "337"]);
    expect(rows.map(([, known]) => known)).toEqual(["83.0 %", "83.0 %", "100.0 %"]);
    // Not to the last point: the two are trained apart.
    expect(classesOf(unbent, exam.features).filter((said, i) => said !== classesOf(neuron, exam.features)[i]).length).toBeLessThan(30);
  });

  it("100 % of the points learnt from, 96.7 % of those never seen", () => {
    expect(tableRow(shown["exam"]!, "two layers")).toEqual(["100 %", "96.7 %", "95.4 % to 97.6 %"]);
    expect(tableRow(shown["exam"]!, "one neuron")).toEqual(["83 %", "86.6 %", "84.3 % to 88.6 %"]);
  });

  it("two layers of 16 reach 100 % on micrograd's moons: 100 points, noise 0.1", () => {
    // A. Karpathy, micrograd, 2020, demo.ipynb: MLP(2, [16, 16, 1]) on make_moons(100, noise=0.1), "accuracy 100.0%".
    const rows = twoMoons({ random: seed(1) });
    expect(shareRight(train({ rule: adam(0.01), rows }).network, rows)).toBe(1);
  });

  it("a neuron that is silent on all points has no gradient", () => {
    for (const layer of [0, 1]) {
      const { activations, gradients } = lookInto(net, layer, learn);
      for (const [i, activation] of activations.entries()) if (activation === 0) expect(gradients[i]).toBe(0);
    }
    expect(lookInto(net, 1, learn).activations).toContain(0);
  });

  it("with a moderate rate some neurons are dead, and the network learns all the same", () => {
    expect(dead(1).every((count) => count > 0 && count < 8)).toBe(true);
    expect(tableRow(shown["dead"]!, "   1")).toEqual(["3", "2", "95 %"]);
  });
});
