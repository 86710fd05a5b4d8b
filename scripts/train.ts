/**
 * `npm run train -- NAME`: trains a shipped model on all cores, and writes its weights, loss curve and card. Broken off, it goes on where it was.
 * The same recipe gives the same weights on any number of cores. `npm run train` lists the names.
 */
import { execFileSync } from "node:child_process";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { ModelCard } from "../src/checkpoints/model-card.ts";
import type { Recipe } from "./train/recipe.ts";
import * as recipes from "./train/recipes.ts";
import { type Progress, type Trained, train } from "./train/trainer.ts";

const USAGE = "usage: npm run train -- NAME [--workers N] [--fresh]";
const path = (place: string) => fileURLToPath(new URL(`../${place}`, import.meta.url));

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { workers: { type: "string", default: String(availableParallelism()) }, fresh: { type: "boolean", default: false } },
  });
  const entry = Object.entries(recipes).find(([, { name }]) => name === positionals[0]);
  const workers = Number(values.workers);
  if (!entry || positionals.length !== 1 || !(Number.isInteger(workers) && workers >= 1)) {
    const list = Object.values(recipes).map(({ name, title }) => `  ${name.padEnd(20)} ${title}`);
    throw new Error([USAGE, ...list].join("\n"));
  }
  const [exported, recipe] = entry;
  const state = path(`.training/${recipe.name}.safetensors`);
  if (values.fresh) await rm(state, { force: true });
  const trained = await train(
    { module: new URL("./train/recipes.ts", import.meta.url).href, name: exported },
    { workers, state, progress: reporter(recipe) },
  );
  await write(recipe, trained!, workers);
}

function reporter({ steps, evaluateEvery }: Recipe): (at: Progress) => void {
  const began = performance.now();
  let first: number | undefined;
  let said = 0;
  return ({ step, loss, curve }) => {
    first ??= step - 1;
    const now = performance.now();
    const measured = step % evaluateEvery === 0 || step === steps;
    if (!measured && now - said < 10_000) return;
    said = now;
    const left = (((now - began) / (step - first)) * (steps - step)) / 60_000;
    const validation = measured ? `, validation ${curve.at(-1)!.validation.toFixed(4)}` : "";
    console.log(`step ${step} of ${steps}: loss ${loss.toFixed(4)}${validation}, ${left.toFixed(1)} min left`);
  };
}

async function write(recipe: Recipe, { weights, sha256, curve, loss, exam, parameters, config, seconds }: Trained, workers: number): Promise<void> {
  const { name, title, data, source, seed, steps, batchSize, dtype } = recipe;
  const card: ModelCard = {
    name,
    title,
    data,
    source,
    seed,
    steps,
    batchSize,
    parameters,
    bytes: weights.length,
    sha256,
    dtype,
    loss,
    ...(exam !== undefined && { exam }),
    curve: [...curve],
    config,
  };
  const module = `/** Written by \`npm run train\`. */\nimport type { ModelCard } from "./model-card.ts";\n\n/** How this model was made, and how good it is. */\nexport const card: ModelCard = ${JSON.stringify(card, null, 2)};\n`;
  await mkdir(path("public/weights"), { recursive: true });
  await mkdir(path("src/checkpoints"), { recursive: true });
  await writeFile(path(`public/weights/${name}.safetensors`), weights);
  const cardFile = path(`src/checkpoints/${name}.ts`);
  await writeFile(cardFile, module);
  const examined = exam === undefined ? "" : `, in the exam ${exam.toFixed(4)}`;
  console.log(`${name}: loss ${loss.toFixed(4)}${examined}, ${parameters} parameters, ${weights.length} bytes, sha256 ${sha256}`);
  console.log(`${Math.round(seconds)} s in all, the last part with ${workers} workers`);
  execFileSync("biome", ["format", "--write", cardFile], { stdio: "inherit", shell: process.platform === "win32" });
}

try {
  await main();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
