import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { card } from "../../../src/checkpoints/digits-cnn-moved.ts";
import { card as hiddenCard } from "../../../src/checkpoints/digits-mlp.ts";
import { digits } from "../../../src/datasets/digits.ts";
import { loadDigitReader } from "../../../src/ml/digit-reader.ts";
import { MLPClassifier } from "../../../src/ml/mlp.ts";
import { noDigits } from "../../../src/ml/no-digits.ts";
import { mcnemar } from "../../../src/score/mcnemar.ts";
import { crossEntropy, noGrad, tensor, zeros } from "../../../src/tensor/index.ts";
import { holds, numbersAfter, read, shownBy, tableRow } from "./page.ts";

const { learn, validation, test } = digits;
const page = "src/content/docs/machine-learning/image-classification.mdx";
const notebook = read("notebooks/image-classification.ts").replace(/\s+/g, " ");
const reader = (name: string) => loadDigitReader(readFileSync(new URL(`../../../public/weights/${name}.safetensors`, import.meta.url)));
const network = reader("digits-cnn-moved");
const hidden = reader("digits-mlp");

let shown: Record<string, string> = {};
let stencils: MLPClassifier<number>;
beforeAll(async () => {
  shown = await shownBy("image-classification");
  stencils = new MLPClassifier({ random: seed(1), hidden: [] }).fit(learn.features, learn.labels);
}, 600_000);

const percent = (model: string) => Math.round(100 * Number(tableRow(shown["exam"]!, model)[2]));
const right = (model: { predict(X: number[][]): number[] }) => model.predict(test.features).map((said, i) => said === test.labels[i]);
/** Pictures of the exam that the first alone gets right, and those that the second alone does. */
function duel(first: typeof stencils | typeof network, second: typeof first): [number, number] {
  const [a, b] = [right(first), right(second)];
  return [a.filter((is, i) => is && !b[i]).length, b.filter((is, i) => is && !a[i]).length];
}

/** The losses after one step from blank stencils, as cell `step` has them. */
function step(count: number, lr: number): { learnt: number; held: number } {
  const batch = seed(2)
    .shuffle([...learn.labels.keys()])
    .slice(0, count);
  const X = tensor(batch.map((i) => learn.features[i]!));
  const y = batch.map((i) => learn.labels[i]!);
  const W = zeros([784, 10], { requiresGrad: true });
  crossEntropy(X.matmul(W), y).backward();
  const next = noGrad(() => W.sub(W.grad!.mul(lr)));
  const held = crossEntropy(tensor(validation.features).matmul(next), validation.labels);
  return { learnt: crossEntropy(X.matmul(next), y).item(), held: held.item() };
}

const e = Math.exp;
const p = [2, 1, 0].map((z) => e(z) / (e(2) + e(1) + 1));
const end = hiddenCard.curve.at(-1)!;
const epochOf = (steps: number) => (steps * hiddenCard.batchSize) / learn.labels.length;
const lowest = hiddenCard.curve.reduce((a, b) => (b.validation < a.validation ? b : a));
const saysOf = (name: string) => {
  const [shares] = network.predictProba([noDigits(seed(1)).find((one) => one.name === name)!.pixels]);
  const sure = Math.max(...shares!);
  return { says: shares!.indexOf(sure), sure };
};

holds(
  page,
  [
    ["How can a program see that this is a 7?"],
    ["learnsFrom: 6,996 handwritten digits", ["6,996", learn.labels.length.toLocaleString("en")]],
    ["28 rows of 28 numbers, from 0 for paper to 1 for ink", [28 * 28, learn.features[0]!.length], [1, Math.max(...learn.features[0]!)]],
    [
      "Scores 2, 1 and 0 give 7.39, 2.72 and 1; their sum is 11.11, so p = 0.67, 0.24 and 0.09. If the first is right, L = −ln 0.67 = 0.41; if the last is, 2.41",
      [["7.39", "2.72"], [e(2), e(1)].map((x) => x.toFixed(2))],
      ["11.11", (e(2) + e(1) + 1).toFixed(2)],
      [["0.67", "0.24", "0.09"], p.map((x) => x.toFixed(2))],
      [["0.41", "2.41"], [-Math.log(p[0]!), -Math.log(p[2]!)].map((x) => x.toFixed(2))],
    ],
    ["near 0 where the network was sure and right"],
    ["every digit has probability 0.1, and the loss is −ln 0.1 = 2.303", ["2.303", (-Math.log(0.1)).toFixed(3)]],
    ["1 for the digit that was meant, else 0"],
    [
      "Full ink, x = 1, p = 0.1 and the right digit: the slope is 0.1 − 1 = −0.9. With η = 0.05, w goes from 0 to 0.045. In a wrong digit's stencil it goes to −0.005",
      ["0.045", (0.05 * 0.9).toFixed(3)],
      ["-0.005", (-0.05 * 0.1).toFixed(3)],
      [true, notebook.includes("step: 0.01, value: 0.05")],
    ],
    ["brings its loss from 2.303 down to 0.023", ["0.023", step(1, 0.05).learnt.toFixed(3)]],
    [
      "From 2.303 to 2.609: the stencils now call too much a 2.",
      ["2.609", step(1, 0.05).held.toFixed(3)],
      [2, learn.labels[seed(2).shuffle([...learn.labels.keys()])[0]!]],
    ],
    ["Set **Pictures** to 32, and both losses fall", [true, step(32, 0.05).learnt < Math.log(10) && step(32, 0.05).held < Math.log(10)]],
    ["each step learns from a [**batch**] of 32", [32, () => stencils.batchSize]],
    ["a [**validation set**] of 1,000 pictures, every eighth", [1000, validation.labels.length], [8, Math.round(digits.train.labels.length / 1000)]],
    ["AdamW (Loshchilov and Hutter 2017)"],
    ["The 0 is a dark ring"],
    ["light in the middle", [true, () => stencilOf0().middle < 0]],
    ["everyone's 7 must fit"],
    ["Put 128 numbers between pixels and scores", [128, hidden instanceof MLPClassifier ? hidden.hidden[0] : 0]],
    ["cut off below 0"],
    ["its loss is 0.005 on pictures , and 0.173 on those", ["0.005", end.train!.toFixed(3)], ["0.173", end.validation.toFixed(3)]],
    [
      "the validation loss rises, a little, while the other still falls",
      [8, Math.floor(epochOf(lowest.step))],
      [true, end.validation > lowest.validation && end.validation < lowest.validation + 0.02 && end.train! < lowest.train!],
    ],
    ["Now 2,004 pictures that were", ["2,004", test.labels.length.toLocaleString("en")]],
    [
      "The stencils get 90 of 100 right, the hidden layer 94, and the network of the first screen 98",
      [90, () => Math.floor(100 * Number(tableRow(shown["exam"]!, "ten stencils")[2]))],
      [94, () => Math.floor(100 * Number(tableRow(shown["exam"]!, "hidden layer")[2]))],
      [98, () => percent("CNN")],
    ],
    // Wilson's interval holds the true share in 95 of 100 samples.
    ["in 19 of 20 such exams", [true, notebook.includes("examine(models, test.features, test.labels)")]],
    ["the same 2,004 pictures"],
    ["all 784 pixels", [784, test.features[0]!.length]],
    [
      "2,190 steps of 32 pictures for the stencils, 3,000 for the networks",
      [2190, () => stencils.nIter],
      [
        [3000, 3000],
        [card.steps, hiddenCard.steps],
      ],
      [32, card.batchSize],
    ],
    ["0.113, always 1", ["0.113", (test.labels.filter((digit) => digit === 1).length / test.labels.length).toFixed(3)]],
    ["95 %, Wilson"],
    [
      "hidden layer against stencils: 97 and 17 pictures that one alone gets right; CNN against hidden layer: 85 and 11; McNemar, p below 0.001 for both",
      [[97, 17], () => duel(hidden, stencils)],
      [[85, 11], () => duel(network, hidden)],
      [true, () => mcnemar(...duel(hidden, stencils)) < 0.001 && mcnemar(...duel(network, hidden)) < 0.001],
    ],
    ["Shift this 4:"],
    [
      "Five pixels to the right, the stencils call it a 5 and the hidden layer an 8",
      [["5"], () => tableRow(shown["shifted"]!, "ten stencils").slice(0, 1)],
      [["8"], () => tableRow(shown["shifted"]!, "hidden layer").slice(0, 1)],
    ],
    ["The ten probabilities add up to 1"],
    ["How sure is the network that an empty frame is a digit? almost 100 %.", [true, saysOf("a frame").sure > 0.99]],
    [
      "It calls the frame a 0 and the plus a 4, as surely as real digits",
      [[0, 4], ["a frame", "a plus"].map((name) => saysOf(name).says)],
      [true, saysOf("a plus").sure > 0.99],
    ],
    // A. Nguyen et al. 2015, abstract: "with 99.99% confidence"; figure 1: "≥ 99.6% certainty".
    ["a network names with more than 99 % confidence (Nguyen, Yosinski and Clune 2015)"],
    ["(Cover and Hart 1967)"],
    ["| compared | this network | GPT-4 (OpenAI 2023) |"],
    ["This 8 goes wrong", [true, () => shown["neighbours"]!.includes("asked: 8, 2: ")]],
    ["each of 6,996 pictures what it shows"],
    ["GPT-4 takes pictures as well as text (OpenAI 2023)"],
    ["For ten digits, 20,522 numbers are enough", ["20,522", card.parameters.toLocaleString("en")]],
    // OpenAI 2023, section 2: "this report contains no further details about the architecture (including model size), hardware, training compute".
    ["| numbers kept | 20,522 | not disclosed |"],
    ["The right digit had probability 0.5. What is the loss of this picture? 0.69", ["0.69", (-Math.log(0.5)).toFixed(2)]],
    ["−ln 0.5 = 0.69."],
    ["a loss of 0.01 on what it learnt from and 0.17 on the validation set"],
  ],
  [
    ["Too large a learning rate makes it worse again", () => step(32, 0.5).held > Math.log(10) && step(32, 0.5).held > step(32, 0.1).held],
    ["two layers of sums could do no more than one", "construction: a sum of weighted sums is a weighted sum"],
    ["Only the right digit's probability counts", "definition: of the cross-entropy"],
    ["Only if less training does better", "definition: of overfitting"],
    ["a model which learnt less would do better", "definition: of overfitting"],
  ],
);

describe("what the prose says of the cells", () => {
  it("the network reads the digit of the first screen", () => {
    expect(shown["recognised"]).toMatch(/highest 7, lowest/);
  });

  it("one step on one picture is what the table shows", () => {
    expect(numbersAfter(shown["step"]!, "a step later").slice(0, 2)).toEqual(
      [step(1, 0.05).learnt, step(1, 0.05).held].map((loss) => Number(loss.toFixed(3))),
    );
  });

  it("the validation curve of the stencils ends below the other", () => {
    const [learnt] = numbersAfter(shown["accuracies"]!, "being learnt (30 points) goes from ").slice(1);
    const [held] = numbersAfter(shown["accuracies"]!, "validation (30 points) goes from ").slice(1);
    expect(held).toBeLessThan(learnt!);
  });
});

describe("the figures that the networks must reach", () => {
  // scikit-learn 1.2.1 with the 7,996 pictures of the training set: softmax regression 0.901, one hidden layer 0.938; PyTorch 1.13: a CNN 0.958. Here they have fewer.
  it.each([
    ["ten stencils", 0.898],
    ["hidden layer", 0.938],
    // Own goal, past every classical model.
    ["CNN", 0.975],
  ])("%s: at least %f", (model, least) => {
    const accuracy = Number(tableRow(shown["exam"]!, model)[2]);
    expect(accuracy).toBeGreaterThanOrEqual(least);
    expect(accuracy).toBeLessThan(1);
  });
});

it("the text alternative that was written by hand calls the stencil of 0 a dark ring around a light middle", () => {
  const { middle, ring } = stencilOf0();
  expect(notebook).toContain("The 0 is a dark ring around a light middle.");
  expect(middle).toBeLessThan(0);
  expect(ring).toBeGreaterThan(0);
});

/** The mean weight of the stencil of 0, in the middle of the picture and where most 0s have ink. */
function stencilOf0() {
  const weights = (stencils.network.layers[0]!.weight.toArray() as number[][])[0]!;
  const zeros = learn.features.filter((_, i) => learn.labels[i] === 0);
  const ink = weights.map((_, pixel) => zeros.reduce((sum, picture) => sum + picture[pixel]!, 0) / zeros.length);
  const mean = (chosen: (pixel: number) => boolean) => {
    const values = weights.filter((_, pixel) => chosen(pixel));
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  const nearMiddle = (pixel: number) => Math.hypot((pixel % 28) - 13.5, Math.floor(pixel / 28) - 13.5) < 3;
  return { middle: mean(nearMiddle), ring: mean((pixel) => ink[pixel]! > 0.5) };
}
