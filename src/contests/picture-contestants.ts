/** Who takes part in the contest over pictures, and with which settings. Each chooses its own within the training pictures that it is given. */
import type { Random } from "../base/random.ts";
import { shrinkPicture } from "../prep/shrink-picture.ts";
import { type Candidate, ChosenCompetitor } from "../versus/chosen-classifier.ts";
import type { Contestant } from "../versus/head-to-head.ts";
import { type PixelCompetitor, pixelNeighbours, pixelSvm } from "../versus/pixel-classifier.ts";
import {
  PIXEL_LEVELS,
  PixelCNN,
  type PixelCNNShape,
  type PixelGPTShape,
  type PixelNetworkOptions,
  PixelTransformer,
  type PretrainedPixels,
} from "../versus/pixel-networks.ts";
import type { TrainingPlan } from "../versus/watched-training.ts";

/** A contestant that is shown pictures of 28 × 28 pixels, and sees 64 of each. */
export type PictureContestant = Contestant<number[], number>;

/** What each sees of a picture. */
export const PICTURE_INPUT =
  "64 pixels of 16 levels: of 28 × 28 pixels the outer two are cut off, and each 3 × 3 of the others are averaged. The harness does that before anybody sees a picture";

const input: PictureContestant["input"] = { characters: 64, read: (row) => shrinkPicture(row) };
const AT_ONCE = "all 64 pixels at once";
const WITHIN = "On a fifth of the training pictures, before learning from all of them";

function chosen(name: string, tuned: string, candidates: readonly Candidate<PixelCompetitor>[]): PictureContestant {
  const create = (random: Random) => new ChosenCompetitor<number, PixelCompetitor, readonly number[]>({ random, candidates, atLeast: 100 });
  return { name, side: "ml", folds: 1, input, context: AT_ONCE, tuned, tunedOn: WITHIN, create };
}

/** The nearest pictures vote, the nearer the more. */
export const neighboursOfPictures = chosen(
  "k nearest neighbours",
  "k out of 1, 3",
  [1, 3].map((k) => ({ setting: `k = ${k}`, create: () => pixelNeighbours({ k, weights: "distance" }, PIXEL_LEVELS) })),
);

/** A support vector machine with an RBF kernel. */
export const svmOfPictures = chosen(
  "SVM",
  "C out of 10, 3, with gamma 0.3",
  [10, 3].map((C) => ({ setting: `C = ${C}`, create: () => pixelSvm({ C, gamma: 0.3 }, PIXEL_LEVELS) })),
);

const heldBack = (pictures: number) => (pictures < 400 ? 0 : Math.min(300, Math.floor(pictures / 10)));
const HELD_BACK = "On 300 of the training pictures, which are held back from learning";

/** Fewer steps where there are few pictures, and one rate. */
function planOf(all: TrainingPlan): (pictures: number) => TrainingPlan {
  const learningRates = all.learningRates.slice(0, 1);
  return (pictures) => {
    if (pictures > 4000) return all;
    return { learningRates, steps: pictures < 400 ? 150 : 400, every: 100 };
  };
}

const tunedOf = ({ learningRates }: TrainingPlan) => `learning rate out of ${learningRates.join(", ")}, and when to stop`;

const CNN_RATES = [4e-3, 1.5e-3];
/** Both CNNs. */
const cnnPlan: TrainingPlan = { learningRates: CNN_RATES, steps: 2400, trial: 200, every: 200 };

/** About as many numbers as the transformers have. */
export const SMALL_CNN: PixelCNNShape = { channels: [16, 32, 48], hidden: 48, dropout: 0.3 };
/** It takes about as many seconds as the transformers. */
export const LARGE_CNN: PixelCNNShape = { channels: [32, 64, 96], hidden: 128, dropout: 0.3 };

const cnn = (name: string, shape: PixelCNNShape, plan: TrainingPlan): PictureContestant => ({
  name,
  side: "neural",
  folds: 1,
  input,
  context: AT_ONCE,
  tuned: tunedOf(plan),
  tunedOn: HELD_BACK,
  create: (random) => new PixelCNN({ random, shape, plan: planOf(plan), heldBack }),
});

/** Three convolutions, with about as many numbers as the transformers. */
export const smallCNN = cnn("CNN", SMALL_CNN, cnnPlan);
/** The same, wider: it trains for about as many seconds as the transformers. */
export const largeCNN = cnn("CNN, wider", LARGE_CNN, cnnPlan);

/** Both transformers. */
export const PIXEL_SHAPE: PixelGPTShape = { nLayer: 2, nHead: 4, nEmbd: 32 };
const BATCH = 16;
const RATES = [3e-3, 1e-3];
const pretrainPlan: TrainingPlan = { learningRates: [5e-3, 2e-3], steps: 2400, trial: 200, every: 200 };
const tunePlan: TrainingPlan = { learningRates: RATES, steps: 1600, trial: 200, every: 200 };
/** As many steps as the other makes before and after it sees a label. */
const scratchPlan: TrainingPlan = { learningRates: RATES, steps: 4000, trial: 200, every: 200 };

/** How the GPT of the contest learns the next pixel, before it sees a label: for `pretrainOnPixels`. */
export const PICTURE_PRETRAINING: Omit<PixelNetworkOptions, "random"> & { shape: PixelGPTShape } = {
  shape: PIXEL_SHAPE,
  plan: () => pretrainPlan,
  heldBack,
  batchSize: BATCH,
};

const ONE_BY_ONE = "one pixel after the other, row by row: each with all before it, the digit with all 64";

const transformer = (
  name: string,
  plan: TrainingPlan,
  start: PixelGPTShape | PretrainedPixels,
): Omit<PictureContestant, "side" | "tuned"> & Pick<PictureContestant, "tuned"> => ({
  name,
  folds: 1,
  input,
  context: ONE_BY_ONE,
  tuned: tunedOf(plan),
  tunedOn: HELD_BACK,
  create: (random) => {
    const options: PixelNetworkOptions = { random, plan: planOf(plan), heldBack, batchSize: BATCH };
    return new PixelTransformer({ ...options, start });
  },
});

/** A GPT that has learnt the next pixel of all training pictures, and then learns the digit from those that have a label. */
export const pretrainedTransformer = (start: PretrainedPixels): PictureContestant => ({
  ...transformer("pixel GPT", tunePlan, start),
  side: "lm",
});

/** The same network, which learns the digit from the beginning on: it never models a picture. */
export const scratchTransformer: PictureContestant = { ...transformer("transformer from scratch", scratchPlan, PIXEL_SHAPE), side: "neural" };

/** Whom the page compares, by name and pixels seen. */
export const PICTURE_PAIRS: readonly (readonly [string, string])[] = [
  ["pixel GPT, 64", "transformer from scratch, 64"],
  ["CNN, 64", "pixel GPT, 64"],
  ["SVM, 64", "pixel GPT, 64"],
  ["SVM, 64", "CNN, 64"],
  ["CNN, wider, 64", "SVM, 64"],
];
