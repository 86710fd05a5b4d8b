/** How long a cell waits for the engine: from the start of a worker that loads it to the first matrix product, and its size on the line. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { build } from "esbuild";
import type { Benchmark } from "../scripts/benchmark.ts";
import { serve } from "../scripts/serve.ts";

const ROUNDS = 15;
const TENSOR = fileURLToPath(new URL("../src/tensor/", import.meta.url));
const ENGINE = 'export * from "./index.ts";';
const WORKER = `import { tensor } from "./index.ts";
postMessage(tensor([[1, 2], [3, 4]]).matmul(tensor([[5, 6], [7, 8]])).toFloat32Array());`;

const engineStart: Benchmark = {
  describe: "A worker in Chromium that loads the engine: from its start to the first matrix product, beside one that loads nothing.",
  async run({ say, browser }) {
    const engine = await bundle(ENGINE);
    const folder = await mkdtemp(join(tmpdir(), "ml-vs-llm-start-"));
    // One file, since what is asked is how long the engine takes, not how long a second request does.
    await writeFile(join(folder, "worker.js"), await bundle(WORKER));
    await writeFile(join(folder, "empty.js"), "postMessage(0);");
    await writeFile(join(folder, "index.html"), '<!doctype html><meta charset="utf-8"><title>Start</title>');
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

async function bundle(contents: string): Promise<Uint8Array> {
  const stdin = { contents, resolveDir: TENSOR, loader: "ts" } as const;
  const { outputFiles } = await build({ stdin, bundle: true, minify: true, format: "esm", target: "es2022", write: false });
  return outputFiles[0]!.contents;
}

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
