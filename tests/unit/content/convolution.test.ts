import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { card as cnnCard } from "../../../src/checkpoints/digits-cnn.ts";
import { card as cnnMovedCard } from "../../../src/checkpoints/digits-cnn-moved.ts";
import { card as mlpCard } from "../../../src/checkpoints/digits-mlp.ts";
import { card as mlpMovedCard } from "../../../src/checkpoints/digits-mlp-moved.ts";
import { digits } from "../../../src/datasets/digits.ts";
import { centredByMass } from "../../../src/kernel/worker/centre.ts";
import type { CNNClassifier } from "../../../src/ml/cnn.ts";
import { loadDigitReader } from "../../../src/ml/digit-reader.ts";
import { moveImage } from "../../../src/prep/augment-images.ts";
import { fitDigit } from "../../../src/prep/fit-digit.ts";
import { wilsonInterval } from "../../../src/score/intervals.ts";
import { mcnemar } from "../../../src/score/mcnemar.ts";
import { drawnDigits } from "../models/drawn-digits.ts";
import { holds, numbersAfter, read, shownBy, tableRow } from "./page.ts";

const { learn, validation, test } = digits;
const page = "src/content/docs/machine-learning/convolution.mdx";
const notebook = read("notebooks/convolution.ts").replace(/\s+/g, " ");
const cards = { "hidden layer": mlpCard, CNN: cnnCard, "hidden layer, moved": mlpMovedCard, "CNN, moved": cnnMovedCard };
type Name = keyof typeof cards;
const names = Object.keys(cards) as Name[];
const networks = names.map((name) =>
  loadDigitReader(readFileSync(new URL(`../../../public/weights/${cards[name].name}.safetensors`, import.meta.url))),
);
const network = (name: Name) => networks[names.indexOf(name)]!;

let shown: Record<string, string>;
/** Accuracy of the stencils on the page before. */
let stencils: string;
beforeAll(async () => {
  shown = await shownBy("convolution");
  stencils = tableRow((await shownBy("image-classification"))["exam"]!, "ten stencils")[2]!;
}, 300_000);

const right = new Map(
  names.map((name) => [
    name,
    network(name)
      .predict(test.features)
      .map((said, i) => said === test.labels[i]),
  ]),
);
const wrong = (name: Name) => right.get(name)!.filter((is) => !is).length;
const alone = (a: readonly boolean[], b: readonly boolean[]) => a.filter((is, i) => is && !b[i]).length;
const luck = (a: Name, b: Name) => mcnemar(alone(right.get(a)!, right.get(b)!), alone(right.get(b)!, right.get(a)!));

/** Share that a network gets right of a quarter of the exam's pictures, shifted to the right by so many pixels. */
const shiftedTo = (dx: number) => {
  const some = test.features.filter((_, i) => i % 4 === 0).map((ink) => Array.from(moveImage(ink, { width: 28, height: 28 }, { dx })));
  const y = test.labels.filter((_, i) => i % 4 === 0);
  return Object.fromEntries(names.map((name) => [name, network(name).score(some, y)])) as Record<Name, number>;
};
const [atFour, atEight] = [shiftedTo(4), shiftedTo(8)];

const labels = drawnDigits.map(({ label }) => label);
/** What `drawing(…, { centre: true })` gives for each sheet, 0 to 1. */
const centred = drawnDigits.map(({ picture }) => Array.from(centredByMass(picture).data, (grey) => grey / 255));
const fitted = centred.map((pixels) => fitDigit(pixels));
const read60 = (name: Name, X: number[][]) =>
  network(name)
    .predict(X)
    .map((said, i) => said === labels[i]);
const hits = (is: readonly boolean[]) => is.filter(Boolean).length;
/** A row of the page's table of drawn digits, and how likely it is by luck. */
function drawn(name: Name) {
  const [plain, scaled] = [read60(name, centred), read60(name, fitted)];
  const cell = (is: boolean[]) => {
    const { low, high } = wilsonInterval(hits(is), 60);
    return `${hits(is)} (${Math.round(60 * low)} to ${Math.round(60 * high)})`;
  };
  const p = mcnemar(alone(scaled, plain), alone(plain, scaled));
  return {
    row: `| ${name} | ${cell(plain)} | ${cell(scaled)} | ${p < 0.01 ? p.toFixed(5) : Number(p.toFixed(2))} |`,
    p,
    plain,
    scaled,
  };
}
const { conv1 } = (network("CNN, moved") as CNNClassifier<number>).network;
const flat = ({ curve }: typeof cnnCard) => Math.abs(curve.at(-1)!.validation - curve.at(-3)!.validation) < 0.01;

holds(
  page,
  [
    [
      "makes fewer mistakes with a fifth of the parameters",
      [5, Math.round(mlpCard.parameters / cnnCard.parameters)],
      [true, wrong("CNN") < wrong("hidden layer")],
    ],
    ["learnsFrom: 6,996 handwritten digits", ["6,996", learn.labels.length.toLocaleString("en")]],
    ["over the 4."],
    [
      "A window with ink 0, 1, 0 in each of three rows, and weights −1, 2, −1 in each row: 3 · 2 = 6. One pixel further to the right it covers ink 1, 0, 0 in each row: 3 · (−1) = −3",
      ["[6, -3, 6, -3]", () => shown["convolve"]!.trim()],
    ],
    ["over a picture of 4 by 4 pixels", [true, notebook.includes("// 4 × 4")]],
    ["sums below 0 cut off"],
    ["another 16 filters", [16, (cnnCard.config as { channels: number[] }).channels[1]]],
    ["(LeCun et al. 1998)."],
    ["That is 20,522 numbers", ["20,522", cnnCard.parameters.toLocaleString("en")]],
    [
      "the first layer alone would have 119,808",
      ["119,808", (208 * 24 * 24).toLocaleString("en")],
      [true, () => shown["layers"]!.includes("119,808")],
    ],
    ["A plain [hidden layer] of 128 has 101,770", ["101,770", mlpCard.parameters.toLocaleString("en")]],
    ["a 7 stays a 7 when it is shifted"],
    ["(Simard, Steinkraus and Platt 2003)"],
    [
      "The hidden layer makes 110 mistakes on 2,004 new pictures. What helps it more? To be a CNN instead",
      [110, wrong("hidden layer")],
      [2004, test.labels.length],
    ],
    [
      "Moved pictures bring it to 72, and the CNN makes 49 without them. With both, 36 are left",
      [
        [72, 49, 36],
        [wrong("hidden layer, moved"), wrong("CNN"), wrong("CNN, moved")],
      ],
    ],
    [
      "For the CNN, 27 against 14 may be luck",
      [
        [27, 14],
        [alone(right.get("CNN, moved")!, right.get("CNN")!), alone(right.get("CNN")!, right.get("CNN, moved")!)],
      ],
      [true, luck("CNN", "CNN, moved") > 0.05],
    ],
    ["the same 2,004 pictures, never seen"],
    ["all 784 pixels", [784, test.features[0]!.length]],
    [
      "3,000 steps of 32 pictures each; at the end all four losses on the validation pictures were flat",
      [true, Object.values(cards).every((card) => card.steps === 3000 && card.batchSize === 32 && flat(card))],
    ],
    ["1,000 validation pictures watched", [1000, validation.labels.length]],
    ["0.113, always 1", ["0.113", (test.labels.filter((digit) => digit === 1).length / test.labels.length).toFixed(3)]],
    ["95 %, Wilson"],
    ["At four pixels the plain CNN reads half of them", [true, Math.abs(atFour.CNN - 0.5) < 0.02]],
    ["The hidden layer that learnt from moved pictures reads 73 of 100", [73, Math.round(100 * atFour["hidden layer, moved"])]],
    ["At eight pixels all four fail", [true, Math.max(...Object.values(atEight)) < 0.25]],
    ["we drew 60 digits in six styles", [60, drawnDigits.length], [6, new Set(drawnDigits.map(({ hand }) => hand)).size]],
    ["fit into 20 by 20 pixels (LeCun et al. 1998, section III.A)"],
    ["| right of 60 |"],
    ...names.map((name) => [drawn(name).row] as [string]),
    ["In brackets: 95 % intervals"],
    [
      "15 digits more, where changing the network brings 14",
      [15, hits(drawn("hidden layer").scaled) - hits(drawn("hidden layer").plain)],
      [14, hits(drawn("CNN, moved").plain) - hits(drawn("hidden layer").plain)],
    ],
    ["differ by few digits of 60, and only the CNN's by more than luck", [[true, true, false, false], names.map((name) => drawn(name).p < 0.05)]],
    ["(Dosovitskiy et al. 2020)"],
    // A. Dosovitskiy et al. 2020, section 1: "a few percentage points below ResNets of comparable size"; "larger datasets (14M-300M images)".
    ["Trained on data of middling size it stayed a few points behind CNNs of its size; with 14 to 300 million pictures that turned round."],
    ["ViT-H/14"],
    // Section 4.1: "JFT with 18k classes and 303M high-resolution images"; table 1: ViT-Huge, 632M; table 2: 2.5k TPUv3-core-days.
    ["| learns from | 6,996 digits | 303 million pictures |", ["6,996", learn.labels.length.toLocaleString("en")]],
    ["| what it answers | one of ten digits | one of 18,000 classes |"],
    ["| numbers kept | 20,522 | 632 million |", ["20,522", cnnCard.parameters.toLocaleString("en")]],
    ["| cost | minutes | 2,500 TPU-core days |"],
    // A. Radford et al. 2021, abstract: "a dataset of 400 million (image, text) pairs".
    ["CLIP learnt which caption belongs to which of 400 million pictures"],
    // Section 6: "CLIP only achieves 88% accuracy on the handwritten digits of MNIST. An embarrassingly simple baseline of logistic regression on raw pixels outperforms zero-shot CLIP."
    [
      "But it reads only 88 % of MNIST's digits, and its authors note that logistic regression on raw pixels beats it (Radford et al. 2021, section 6).",
    ],
    ["Our [ten stencils] are such a regression, and read 90.5 % of our test digits", ["90.5", () => (100 * Number(stencils)).toFixed(1)]],
    // The model list of facebookresearch/dinov3: LVD-1689M; ViT-7B/16, 6,716M; ConvNeXt Tiny, 29M. Title and year: arXiv 2508.10104.
    [
      "DINOv3 learnt from 1,689 million pictures without a label. Its largest model is a vision transformer of 6,716 million parameters; smaller ones that learnt from it are CNNs, too, from 29 million on (Siméoni et al. 2025).",
    ],
    ["10 filters of 3 × 3 on a grey picture have, with a bias each? 100", [100, 10 * (3 * 3 + 1)]],
    ["Ten times nine weights and one bias: 10 · 10 = 100"],
    ["A 7 moves by one pixel"],
    ["turned by up to 180 degrees? A 6 would become a 9"],
  ],
  [
    ["of each two by two sums only the largest is kept", "definition: of max pooling"],
    ["where exactly something was found matters less", "construction: a place within two by two leaves no trace"],
    ["is joined to a small window only", "definition: of a convolution"],
    [
      "The window wins on either kind of pictures, and by more than luck explains",
      wrong("CNN") < wrong("hidden layer") &&
        wrong("CNN, moved") < wrong("hidden layer, moved") &&
        luck("CNN", "hidden layer") < 0.001 &&
        luck("CNN, moved", "hidden layer, moved") < 0.001 &&
        luck("hidden layer, moved", "hidden layer") < 0.001,
    ],
    [
      "the box is worth as much as the best network",
      () => Math.abs(hits(drawn("hidden layer").scaled) - hits(drawn("CNN, moved").plain)) <= 1 && drawn("hidden layer").p < 0.001,
    ],
  ],
);

describe("what the prose says of the cells", () => {
  it("the table of the exam has what the networks say", () => {
    for (const name of names) expect(Number(tableRow(shown["exam"]!, `${name}  `)[0])).toBe(wrong(name));
  });

  it("the window stands where the filter is found best, and the table adds up", () => {
    const [most] = numbersAfter(shown["place"]!, "The largest is ");
    const [all, , , ...rest] = shown["by-hand"]!.split("\n").map((line) => Number(/(-?[\d.]+)$/.exec(line.trim())?.[1]));
    expect(all).toBe(most);
    expect(rest.length).toBeGreaterThan(0);
  });
});

describe("drawn digits", () => {
  it("are six hands with all ten digits each, none of them blank or alike", () => {
    expect(labels).toEqual(Array.from({ length: 60 }, (_, i) => i % 10));
    for (const { picture } of drawnDigits) expect(Math.max(...picture.data)).toBe(255);
    expect(new Set(drawnDigits.map(({ picture }) => picture.data.join())).size).toBe(60);
  });

  it("are told right by the network of the pad, at least 54 of 60 centred, and at least 57 when scaled as there", () => {
    const pad = read("notebooks/image-classification.ts").replace(/\s+/g, " ");
    expect(pad).toContain("centre: true,");
    expect(pad).toContain("const drawn = fitDigit(Array.from(sheet.data, (grey) => grey / 255));");
    expect(hits(read60("CNN, moved", centred))).toBeGreaterThanOrEqual(54);
    expect(hits(read60("CNN, moved", fitted))).toBeGreaterThanOrEqual(57);
  });
});

it("the text alternative of the filters says rightly that each has dark and light weights", () => {
  for (const filter of conv1.weight.view(8, 25).toArray() as number[][]) {
    expect(Math.max(...filter)).toBeGreaterThan(0);
    expect(Math.min(...filter)).toBeLessThan(0);
  }
});
