import type { Random } from "../../src/base/random.ts";
import type { ModelCard } from "../../src/checkpoints/model-card.ts";
import type { Module, SafetensorsDtype, Tensor } from "../../src/tensor/index.ts";
import type { Stepper } from "./muon.ts";

/**
 * How a shipped model comes about. All of it: the same recipe gives the same weights, on any number of cores. Some of it stands on the model's card;
 * `batchSize` is a multiple of `shards`.
 */
export interface Recipe extends Pick<ModelCard, "name" | "title" | "data" | "source" | "seed" | "steps" | "batchSize"> {
  /** Into so many parts a batch is cut. Their gradients are computed apart, on as many cores as there are, and averaged. */
  shards: number;
  /** Learning rate at each step, from 0. */
  lr: (step: number) => number;
  /** Most norm of the gradient. */
  clip: number;
  /** Steps between two points of the loss curve. */
  evaluateEvery: number;
  /** How the numbers are written. */
  dtype: SafetensorsDtype;
  /** Load the data and make the model; `random` gives the first weights, and dropout in each step. */
  setUp(random: Random): Promise<Trainee>;
}

export interface Trainee {
  model: Module;
  optimizer(): Stepper;
  /** Mean loss over so many rows drawn by `random`; what is drawn may become harder with the steps, of which the first is 0. */
  loss(rows: number, random: Random, step: number): Tensor;
  /** Mean loss on part `part` of `parts` of what is watched in training, but not trained on, and of how many tokens or pictures. */
  evaluate(part: number, parts: number): { loss: number; count: number };
  /** The same for the exam: what nothing was chosen with, asked about once, at the end. */
  exam?(part: number, parts: number): { loss: number; count: number };
  /** What is needed to make the model again: sizes and vocabulary. Kept in the file and on the card. */
  config: Record<string, unknown>;
}

/** Numbers of a recipe, to notice that it has changed since a training began. */
export const recipeKey = ({ seed, steps, batchSize, shards, lr, clip, evaluateEvery }: Recipe, config: unknown) =>
  JSON.stringify({ seed, steps, batchSize, shards, clip, evaluateEvery, lr: [0, 1, steps >> 1, steps].map(lr), config });
