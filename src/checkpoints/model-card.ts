/** A place on a loss curve. Losses are in nats per token, or per picture. */
export interface CurvePoint {
  step: number;
  /** Mean loss of the steps since the point before, as trained; absent at step 0. */
  train?: number;
  /** Mean loss on what is watched, and not trained on. */
  validation: number;
}

/** What there is to say of a shipped model, written by `npm run train` beside its weights. */
export interface ModelCard {
  /** `npm run train -- NAME` makes it again; its weights are NAME.safetensors. */
  name: string;
  title: string;
  /** What it learnt from. */
  data: string;
  /** Papers and code that the recipe follows. */
  source: string;
  seed: number;
  steps: number;
  /** Rows in each step. */
  batchSize: number;
  parameters: number;
  /** Of the file. */
  bytes: number;
  sha256: string;
  /** How the numbers are written: `F16` is float16. */
  dtype: string;
  /** Mean loss of the file as it is shipped, on all of what was watched in training and not trained on; a text is cut into windows as long as the context. */
  loss: number;
  /** The same on what nothing was chosen with. Of a text, each character has at least half a context before it: windows overlap by half. */
  exam?: number;
  curve: CurvePoint[];
  /** What is needed to make the model again: sizes and vocabulary. */
  config: Record<string, unknown>;
}
