import { readFileSync } from "node:fs";
import { type Shape, type Tensor, tensor } from "../../../src/tensor/index.ts";

interface Step {
  loss: number;
  gradients: Record<string, number[]>;
}

interface Trajectory {
  w: number[];
  norms?: number[];
}

/** What PyTorch gave: `references/make.py` says for what. */
export const torch = JSON.parse(readFileSync(new URL("references/torch.json", import.meta.url), "utf8")) as {
  gptSmall: Step;
  gptLarge: Step;
  operations: Record<string, number[] & number>;
} & Record<"sgd" | "sgdMomentum" | "adam" | "adamDecay" | "adamW" | "clipped", Trajectory>;

/** The inputs of `references/make.py`: number i of tensor k is scale · sin(1 + 0.7 i + 1.3 k). */
export function fill(shape: Shape, k: number, scale: number): Tensor {
  const n = shape.reduce((a, b) => a * b, 1);
  return tensor(Float32Array.from({ length: n }, (_, i) => scale * Math.sin(1 + 0.7 * i + 1.3 * k)))
    .view(...shape)
    .detach();
}
