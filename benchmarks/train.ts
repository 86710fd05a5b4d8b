/** A step of a shipped model's training, on all cores, against the same model in PyTorch on as many threads. */
import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import type { Benchmark } from "../scripts/benchmark.ts";
import { startPython } from "../scripts/python.ts";
import { train } from "../scripts/train/trainer.ts";

const ROUNDS = 5;
const STEPS = 30;
/** nanoGPT's CPU recipe: layers, heads, width, context, batch, vocabulary. */
const SIZES = [4, 4, 128, 64, 12, 83];

const training: Benchmark = {
  describe: "One step of nanoGPT's CPU recipe (4 layers, 4 heads, width 128, context 64, batch 12, 83 tokens), batches and update included.",
  async run({ say }) {
    const workers = availableParallelism();
    const folder = await mkdtemp(join(tmpdir(), "ml-vs-llm-bench-"));
    const python = startPython<number>(new URL("train/nanogpt.py", import.meta.url), [...SIZES, workers]);
    const ours: number[] = [];
    const pytorch: number[] = [];
    const recipe = { module: new URL("../scripts/train/recipes.ts", import.meta.url).href, name: "nanoGPT" };
    try {
      for (let round = 1; round <= ROUNDS; round++) {
        let [first, last] = [0, 0];
        await train(recipe, {
          workers,
          state: join(folder, String(round)),
          until: STEPS + 5,
          // The first steps wait for the compilers.
          progress: ({ step, seconds }) => {
            if (step === 5) first = seconds;
            last = seconds;
          },
        });
        ours.push((1000 * (last - first)) / STEPS);
        const seconds = await python.ask(String(STEPS));
        if (seconds !== undefined) pytorch.push((1000 * seconds) / STEPS);
        say(`round ${round} of ${ROUNDS}: ${ours.at(-1)!.toFixed(1)} ms, PyTorch ${pytorch.at(-1)?.toFixed(1) ?? "not there"}`);
      }
    } finally {
      python.end();
      await rm(folder, { recursive: true, force: true });
    }
    return {
      unit: "ms a step",
      rows: [
        { name: `npm run train, ${workers} workers`, samples: ours, base: true },
        ...(pytorch.length > 0 ? [{ name: `PyTorch, ${workers} threads`, samples: pytorch }] : []),
      ],
    };
  },
};

export default training;
