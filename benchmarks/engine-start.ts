/** How long a cell waits for the engine: from the start of a worker that loads it to the first matrix product, and its size on the line. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { build } from "esbuild";
import type { Benchmark } from "../scripts/benchmark.ts";
import { serve } from "../scripts/serve.ts";

const ROUNDS = 15;
const ENGINE = fileURLToPath(new URL("../src/tensor/index.ts", import.meta.url));
const WORKER = `import { tensor } from "./engine.js";
postMessage(tensor([[1, 2], [3, 4]]).matmul(tensor([[5, 6], [7, 8]])).toFloat32Array());`;

const engineStart: Benchmark = {
  describe: "A worker in Chromium that loads the engine: from its start to the first matrix product, beside one that loads nothing.",
  async run({ say, browser }) {
    const folder = await mkdtemp(join(tmpdir(), "ml-vs-llm-start-"));
    await build({ entryPoints: [ENGINE], bundle: true, minify: true, format: "esm", target: "es2022", outfile: join(folder, "engine.js") });
    await writeFile(join(folder, "worker.js"), WORKER);
    await writeFile(join(folder, "empty.js"), "postMessage(0);");
    await writeFile(join(folder, "index.html"), '<!doctype html><meta charset="utf-8"><title>Start</title>');
    const engine = await readFile(join(folder, "engine.js"));
    const site = await serve(folder);
    try {
      const page = await (await browser()).newPage();
      await page.goto(site.url);
      const times: Record<"worker.js" | "empty.js", number[]> = { "worker.js": [], "empty.js": [] };
      for (let round = 0; round <= ROUNDS; round++)
        for (const script of ["worker.js", "empty.js"] as const) {
          const ms = await page.evaluate(started, script);
          // The first fetches the files: that is the line's time, not the engine's.
          if (round > 0) times[script].push(ms);
        }
      say(`${ROUNDS} rounds`);
      return {
        unit: "ms",
        rows: [
          { name: "worker to first product", samples: times["worker.js"], base: true },
          { name: "worker alone", samples: times["empty.js"] },
        ],
        notes: [`The engine has ${engine.length.toLocaleString("en")} bytes, ${brotliCompressSync(engine).length.toLocaleString("en")} with brotli.`],
      };
    } finally {
      site.close();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

export default engineStart;

/** In the page: milliseconds until the worker's first message. */
function started(script: string): Promise<number> {
  const began = performance.now();
  const worker = new Worker(script, { type: "module" });
  return new Promise((resolve, reject) => {
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.onmessage = () => {
      resolve(performance.now() - began);
      worker.terminate();
    };
  });
}
