/** The cards of the models that are shipped with this site: what each learnt from, how, and how far it came. `npm run train` writes them. */
import mobyDickNanoGPT from "../checkpoints/moby-dick-nanogpt.json" with { type: "json" };

/** A moment of a training. */
export interface CurvePoint {
  step: number;
  /** Mean loss since the point before, in nats a token. */
  train?: number;
  /** Loss on text that was held back, in nats a token. */
  validation: number;
}

export interface Checkpoint {
  /** What `weights(…)` loads it by. */
  name: string;
  title: string;
  /** What it was trained on. */
  data: string;
  steps: number;
  /** Windows in each step. */
  batchSize: number;
  parameters: number;
  /** Size of the file. */
  bytes: number;
  /** Loss of the shipped weights on the held-back text, in nats a token. */
  loss: number;
  curve: readonly CurvePoint[];
}

export const checkpoints: readonly Checkpoint[] = [mobyDickNanoGPT];

/** @throws RangeError when no model of that name is shipped. */
export function checkpoint(name: string): Checkpoint {
  const found = checkpoints.find((card) => card.name === name);
  if (!found) throw new RangeError(`no model "${name}" is shipped: there are ${checkpoints.map((card) => card.name).join(", ")}`);
  return found;
}
