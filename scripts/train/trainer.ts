/** Trains a recipe step by step: resumable, and with the same result however often it was broken off and on however many cores. */
import { createHash } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { mean } from "../../src/base/mean.ts";
import type { CurvePoint } from "../../src/checkpoints/model-card.ts";
import { clipGradNorm, loadSafetensors, type StateDict, saveSafetensors } from "../../src/tensor/index.ts";
import { WorkerPool } from "./pool.ts";
import { type Recipe, recipeKey } from "./recipe.ts";
import { partsOf, setUpShards, shaped, writeParameters } from "./shard.ts";

export interface TrainOptions {
  workers: number;
  /** Where the state is kept while it trains. */
  state: string;
  /** How often, in milliseconds. */
  keepEvery?: number;
  /** Go no further than to this step, keep the state, and give no result. */
  until?: number;
  /** Called after each step. */
  progress?(at: Progress): void;
}

export interface Progress {
  step: number;
  loss: number;
  /** Seconds that training took so far, also before it was broken off. */
  seconds: number;
  curve: readonly CurvePoint[];
}

export interface Trained {
  weights: Uint8Array<ArrayBuffer>;
  sha256: string;
  curve: readonly CurvePoint[];
  /** Mean loss of the file as it was written, on all of what was watched in training. */
  loss: number;
  /** The same in the exam, where the recipe has one. */
  exam?: number;
  parameters: number;
  config: Record<string, unknown>;
  seconds: number;
}

/**
 * `module` is the URL of what exports the recipe by `name`: worker threads import it, too.
 * @throws Error when a state is there that another recipe made.
 */
export async function train(recipe: { module: string; name: string }, options: TrainOptions): Promise<Trained | undefined> {
  const { workers, state, keepEvery = 60_000, until = Number.POSITIVE_INFINITY, progress } = options;
  const plan: Recipe = (await import(recipe.module))[recipe.name];
  const { trainee, parameters, length } = await setUpShards(plan);
  const { model, config } = trainee;
  const optimizer = trainee.optimizer();
  const key = recipeKey(plan, config);

  let step = 0;
  let curve: CurvePoint[] = [];
  let before = 0;
  let recent: number[] = [];
  const kept = await readState(state);
  if (kept) {
    if (kept.key !== key)
      throw new Error(`${state} holds a training by another recipe: the recipe has changed since. Go on with --fresh to begin anew`);
    ({ step, curve, seconds: before, recent } = kept);
    model.loadStateDict(kept.model);
    optimizer.loadStateDict(kept.optimizer, step);
  }
  const began = performance.now();
  const seconds = () => before + (performance.now() - began) / 1000;
  let keptAt = performance.now();
  const keep = async () => {
    await writeState(state, { key, step, curve, seconds: seconds(), recent, model: model.stateDict(), optimizer: optimizer.stateDict() });
    keptAt = performance.now();
  };

  const pool = await WorkerPool.start(recipe, { workers, shards: plan.shards, length });
  try {
    const measure = async () => {
      writeParameters(parameters, pool.parameters);
      const validation = await pool.evaluate();
      curve.push(recent.length === 0 ? { step, validation } : { step, train: mean(recent), validation });
      recent = [];
    };
    if (curve.length === 0) await measure();
    while (step < Math.min(plan.steps, until)) {
      writeParameters(parameters, pool.parameters);
      const loss = await pool.train(step);
      for (const [parameter, part] of partsOf(pool.gradient(), parameters)) parameter.backward({ gradient: shaped(part, parameter) });
      clipGradNorm(parameters, plan.clip);
      optimizer.lr = plan.lr(step);
      optimizer.step();
      step++;
      recent.push(loss);
      if (step % plan.evaluateEvery === 0 || step === plan.steps) await measure();
      progress?.({ step, loss, seconds: seconds(), curve });
      if (performance.now() - keptAt > keepEvery) await keep();
    }
    if (step < plan.steps) {
      await keep();
      return undefined;
    }
    const weights = saveSafetensors(model.stateDict(), { dtype: plan.dtype, metadata: { name: plan.name, config: JSON.stringify(config) } });
    model.loadStateDict(loadSafetensors(weights).tensors);
    writeParameters(parameters, pool.parameters);
    const loss = await pool.evaluate();
    const exam = trainee.exam && (await pool.exam());
    const sha256 = createHash("sha256").update(weights).digest("hex");
    await rm(state, { force: true });
    return { weights, sha256, curve, loss, ...(exam !== undefined && { exam }), parameters: length, config, seconds: seconds() };
  } finally {
    await pool.terminate();
  }
}

interface State {
  key: string;
  step: number;
  curve: CurvePoint[];
  seconds: number;
  /** Losses since the last point of the curve. */
  recent: number[];
  model: StateDict;
  optimizer: StateDict;
}

async function writeState(file: string, { model, optimizer, ...rest }: State): Promise<void> {
  const named = (part: string, state: StateDict) => Object.entries(state).map(([name, x]) => [`${part}/${name}`, x]);
  const tensors = Object.fromEntries([...named("model", model), ...named("optimizer", optimizer)]);
  await mkdir(dirname(file), { recursive: true });
  // A cut while writing must not cost what was kept before.
  await writeFile(`${file}.new`, saveSafetensors(tensors, { metadata: { state: JSON.stringify(rest) } }));
  await rename(`${file}.new`, file);
}

async function readState(file: string): Promise<State | undefined> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
  });
  if (!bytes) return undefined;
  const { tensors, metadata } = loadSafetensors(bytes);
  const part = (name: string) =>
    Object.fromEntries(Object.entries(tensors).flatMap(([key, x]) => (key.startsWith(`${name}/`) ? [[key.slice(name.length + 1), x]] : [])));
  return { ...JSON.parse(metadata["state"]!), model: part("model"), optimizer: part("optimizer") };
}
