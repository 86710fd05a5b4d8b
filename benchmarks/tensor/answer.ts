/** One engine in a worker of its own: what it is asked, and how it measures. */
import { jax } from "./jax.ts";
import { ours } from "./ours.ts";
import type { Engine, Step, TaskName } from "./task.ts";
import { tfjs } from "./tfjs.ts";

export type EngineName = "ours" | "jax-js" | "tfjs-wasm";

export interface Question {
  engine: EngineName;
  task: TaskName;
  /** How long to measure. */
  ms: number;
  /** Where TensorFlow.js finds its WebAssembly. */
  tfjsFolder: string;
}

export interface Answer {
  /** Median milliseconds of a step; undefined where the engine cannot do the task. */
  ms: number | undefined;
  /** Loss of the first step of this task, to see that all do the same. */
  first: number | undefined;
  problem?: string;
}

interface Running {
  step: Step;
  first: number;
  /** Steps that are timed together: a browser's clock is too coarse for one product. */
  together: number;
}

const TOGETHER_MS = 20;
const running = new Map<TaskName, Running | undefined>();
let engine: Promise<Engine> | undefined;

export async function answer({ engine: name, task, ms, tfjsFolder }: Question): Promise<Answer> {
  try {
    engine ??= started({ ours, "jax-js": jax, "tfjs-wasm": tfjs(tfjsFolder) }[name]);
    const ready = await engine;
    if (!running.has(task)) running.set(task, await warm(ready, task));
    const run = running.get(task);
    return run ? { ms: await measured(run, ms), first: run.first } : { ms: undefined, first: undefined };
  } catch (error) {
    return { ms: undefined, first: undefined, problem: String(error) };
  }
}

async function started(engine: Engine): Promise<Engine> {
  await engine.start();
  return engine;
}

async function warm(engine: Engine, task: TaskName): Promise<Running | undefined> {
  const step = await engine.prepare(task);
  if (!step) return undefined;
  const first = await step();
  for (let i = 0; i < 2; i++) await step();
  const began = performance.now();
  let steps = 0;
  for (; performance.now() - began < TOGETHER_MS; steps++) await step();
  return { step, first, together: Math.max(1, steps) };
}

async function measured({ step, together }: Running, ms: number): Promise<number> {
  const times: number[] = [];
  const end = performance.now() + ms;
  do {
    const began = performance.now();
    for (let i = 0; i < together; i++) await step();
    times.push((performance.now() - began) / together);
  } while (performance.now() < end);
  times.sort((a, b) => a - b);
  return times[times.length >> 1]!;
}
