/** Training steps, products and tokens of our engine, jax-js, TensorFlow.js, NumPy and PyTorch, in turns. */
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { type BuildOptions, build } from "esbuild";
import type { Browser } from "playwright";
import type { Benchmark, Row } from "../scripts/benchmark.ts";
import { type Python, startPython } from "../scripts/python.ts";
import { serve } from "../scripts/serve.ts";
import type { Answer, EngineName, Question } from "./tensor/answer.ts";
import { GPT_SIZES, type TaskName } from "./tensor/task.ts";

/** Everything takes about eight minutes; the default about three. */
const FULL = process.env["BENCH"] === "full";
const ROUNDS = FULL ? 5 : 3;
const TASKS: TaskName[] = FULL
  ? ["matmul 64", "matmul 128", "matmul 256", "matmul 512", "MLP", "CNN", "GPT 2×64", "GPT 4×64", "GPT 4×128", "GPT token"]
  : ["matmul 64", "matmul 256", "MLP", "CNN", "GPT 2×64", "GPT token"];
const MS = FULL ? 1500 : 800;
const ENGINES: EngineName[] = ["ours", "jax-js", "tfjs-wasm"];
const TFJS = fileURLToPath(new URL("../node_modules/@tensorflow/tfjs-backend-wasm/dist/", import.meta.url));

/** Someone who measures: an engine somewhere. */
interface Contestant {
  name: string;
  ask(task: TaskName): Promise<Answer>;
}

const tensor: Benchmark = {
  describe: "Training steps (forward, backward, Adam), matrix products and generated tokens, by engine and place, in turns on one machine.",
  async run({ say, browser }) {
    const folder = await mkdtemp(join(tmpdir(), "ml-vs-llm-tensor-"));
    const closers: (() => unknown)[] = [() => rm(folder, { recursive: true, force: true })];
    try {
      await bundle(folder);
      const site = await serve(folder);
      closers.unshift(() => site.close());
      const python = startPython<Answer>(new URL("tensor/native.py", import.meta.url), GPT_SIZES);
      closers.unshift(() => python.end());
      const contestants = [
        ...(await inBrowser(await browser(), site.url)),
        ...ENGINES.map((engine) => inNode(engine, folder, closers)),
        ...["NumPy", "PyTorch"].map((engine) => inPython(engine, python)),
      ];
      return { unit: "ms", rows: await race(contestants, say), notes: NOTES };
    } finally {
      for (const close of closers) await close();
    }
  },
};

export default tensor;

const NOTES = [
  "÷: the median over that of our engine in Chromium at the same task.",
  "GPT 2×64: 2 layers, width 64, 4 heads, context 64, batch 16, 65 tokens. 4×64: 4 layers, batch 8. 4×128: 4 layers, width 128, context 128, batch 16.",
  "CNN: 32 pictures of 28 × 28, conv 8, pool, conv 16, pool, 10 classes. MLP: 784, 128, 10, batch 32. GPT token: one token with the key–value cache.",
  "TensorFlow.js has no gradient for conv2d's filters on WebAssembly (tfjs issue 8474), so it has no CNN. NumPy and PyTorch run on one thread.",
  `Each sample is the median of ${MS / 1000} s.${FULL ? "" : " BENCH=full npm run bench -- tensor measures all sizes."}`,
];

async function race(contestants: Contestant[], say: (message: string) => void): Promise<Row[]> {
  const rows = new Map<string, Row>();
  const losses = new Map<TaskName, number>();
  for (let round = 1; round <= ROUNDS; round++)
    for (const task of TASKS) {
      for (const { name, ask } of contestants) {
        const { ms, first, problem } = await ask(task);
        if (problem && round === 1) say(`${name} cannot do ${task}: ${problem}`);
        if (ms === undefined) continue;
        if (task.startsWith("GPT ") && task !== "GPT token") checkLoss(losses, task, name, first!);
        const key = `${task}, ${name}`;
        if (!rows.has(key)) rows.set(key, { name: key, group: task, samples: [], ...(name === "ours, Chromium" && { base: true as const }) });
        rows.get(key)!.samples.push(ms);
      }
      say(`round ${round} of ${ROUNDS}: ${task}`);
    }
  return TASKS.flatMap((task) => [...rows.values()].filter(({ group }) => group === task));
}

/** All start from the same parameters and data, so a different loss means that something else is computed. */
function checkLoss(losses: Map<TaskName, number>, task: TaskName, name: string, loss: number): void {
  const expected = losses.get(task) ?? loss;
  losses.set(task, expected);
  if (Math.abs(loss - expected) > 1e-3)
    throw new Error(`${name} begins ${task} with a loss of ${loss}, the first engine with ${expected}: not the same task`);
}

async function bundle(folder: string): Promise<void> {
  const entry = (name: string) => fileURLToPath(new URL(`tensor/${name}`, import.meta.url));
  const common: BuildOptions = { bundle: true, target: "es2022", logLevel: "error", mainFields: ["module", "main"], minify: true };
  await build({
    ...common,
    entryPoints: [entry("worker-browser.ts")],
    format: "esm",
    outfile: join(folder, "worker.js"),
    external: ["node:*", "fs", "path", "url"],
  });
  await build({ ...common, entryPoints: [entry("worker-node.ts")], format: "cjs", platform: "node", outfile: join(folder, "worker.cjs") });
  await cp(TFJS, join(folder, "tfjs"), { recursive: true, filter: (path) => !/\.(js|ts|map)$/.test(path) });
  await writeFile(join(folder, "index.html"), '<!doctype html><meta charset="utf-8"><title>Tensor benchmark</title>');
}

/** One page, one worker for each engine; they are asked in turns. */
async function inBrowser(browser: Browser, url: string): Promise<Contestant[]> {
  const page = await browser.newPage();
  await page.goto(url);
  return ENGINES.map((engine) => ({
    name: `${engine}, Chromium`,
    ask: (task) =>
      page.evaluate(
        (question) => {
          const workers = ((globalThis as { workers?: Record<string, globalThis.Worker> }).workers ??= {});
          const worker = (workers[question.engine] ??= new globalThis.Worker("worker.js", { type: "module" }));
          return new Promise<Answer>((resolve, reject) => {
            worker.onmessage = ({ data }) => resolve(data);
            worker.onerror = ({ message }) => reject(new Error(message));
            worker.postMessage({ ...question, tfjsFolder: new URL("tfjs/", location.href).href });
          });
        },
        { engine, task, ms: MS },
      ),
  }));
}

function inNode(engine: EngineName, folder: string, closers: (() => unknown)[]): Contestant {
  const worker = new Worker(join(folder, "worker.cjs"));
  closers.unshift(() => worker.terminate());
  return {
    name: `${engine}, Node`,
    ask: (task) =>
      new Promise((resolve, reject) => {
        worker.removeAllListeners("message").removeAllListeners("error");
        worker.once("message", resolve).once("error", reject);
        worker.postMessage({ engine, task, ms: MS, tfjsFolder: TFJS } satisfies Question);
      }),
  };
}

function inPython(engine: string, python: Python<Answer>): Contestant {
  return {
    name: `${engine}, 1 thread`,
    async ask(task) {
      const size = task.slice("GPT ".length);
      const answer = task.startsWith("GPT ") && size in GPT_SIZES ? await python.ask(`${engine} ${size} ${MS}`) : undefined;
      return answer ?? { ms: undefined, first: undefined };
    },
  };
}
