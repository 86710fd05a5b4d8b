import { mean } from "../base/mean.ts";
import recording from "./data/scaling.json" with { type: "json" };
import type { Recording } from "./recording.ts";

/** A training of one size on one amount of text from one seed. */
export interface ScalingRun {
  /** Width. */
  nEmbd: number;
  nLayer: number;
  /** N: what the blocks hold in their matrices, 12 · nLayer · nEmbd². */
  parameters: number;
  /** With embeddings, biases and norms. */
  allParameters: number;
  /** D: characters read in training, those read twice counted twice. */
  tokens: number;
  /** 6 N D. */
  flops: number;
  seed: number;
  /** On text that nothing was learnt from or chosen with, in nats per character. */
  loss: number;
}

/** What `npm run record -- scaling` found. */
export interface ScalingRuns {
  /** Characters to learn from, to be examined with, and to choose the rates with. */
  characters: { train: number; exam: number; watched: number };
  /** Rows of each step, and the characters of a row. */
  batchSize: number;
  blockSize: number;
  /** Of each width: the learning rate that was taken, and the loss on validation text that each rate had. */
  rates: { nEmbd: number; lr: number; tried: { lr: number; validation: number }[] }[];
  runs: ScalingRun[];
}

/** What a size reached with an amount of text, over its seeds. */
export interface ScalingPoint {
  nEmbd: number;
  parameters: number;
  tokens: number;
  flops: number;
  /** Mean over seeds, and the least and the most of them. */
  loss: number;
  least: number;
  most: number;
}

/** The runs of a size and an amount of text made one, smallest first. */
export function overSeeds(runs: readonly ScalingRun[]): ScalingPoint[] {
  const groups = new Map<string, ScalingRun[]>();
  for (const run of runs) {
    const name = `${run.parameters} ${run.tokens}`;
    groups.set(name, [...(groups.get(name) ?? []), run]);
  }
  return [...groups.values()]
    .map((group) => {
      const { nEmbd, parameters, tokens, flops } = group[0]!;
      const losses = group.map(({ loss }) => loss).sort((a, b) => a - b);
      return {
        nEmbd,
        parameters,
        tokens,
        flops,
        loss: mean(losses),
        least: losses[0]!,
        most: losses.at(-1)!,
      };
    })
    .sort((a, b) => a.tokens - b.tokens || a.parameters - b.parameters);
}

/** GPTs of five sizes, each trained on three amounts of *Moby-Dick* from three seeds. */
export const scaling: Recording<ScalingRuns> = recording;
