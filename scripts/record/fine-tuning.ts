/**
 * The GPT that read Moby-Dick learns to write speeches: all of it, or thin matrices beside it, or a model like it from nothing. What each knows of speeches and of the book, on
 * the way and at the end. Rates are chosen with speeches held back for that and a seed of its own; other speeches and other seeds measure.
 */
import { readFileSync } from "node:fs";
import { mean } from "../../src/base/mean.ts";
import { seed } from "../../src/base/random.ts";
import { mobyDick } from "../../src/datasets/moby-dick.ts";
import { sotu } from "../../src/datasets/sotu.ts";
import { GPT } from "../../src/lm/gpt.ts";
import { loadGPT } from "../../src/lm/gpt-file.ts";
import { evaluateLoss, randomBatch } from "../../src/lm/next-token-batches.ts";
import type { FineTuningFound, FineTuningPlan, FineTuningRun } from "../../src/recorded/fine-tuning.ts";
import { AdamW, clipGradNorm, warmupCosine } from "../../src/tensor/index.ts";
import { LoRA } from "../../src/tune/lora.ts";
import { speechParts } from "../../src/tune/speech-parts.ts";
import type { Record } from "./recorder.ts";

const [batchSize, blockSize, alpha] = [4, 64, 8];
const STEPS = 100;
const PROMPTS = ["My fellow Americans, ", "The white whale "];

const file = readFileSync(new URL("../../public/weights/moby-dick-gpt.safetensors", import.meta.url));
const { tokenizer } = loadGPT(file);
const { train, validation, test } = speechParts(sotu.rows, { characters: tokenizer.characters });
const tokens = tokenizer.encode(train);
/** From the ninth tenth, which the model has not learnt from, and nothing was chosen with. */
const book = tokenizer.encode(mobyDick.test.slice(0, 8_000));
const watched = validation.map((text) => tokenizer.encode(text));
const asked = test.map((text) => tokenizer.encode(text));

const round = (value: number) => Math.round(1e4 * value) / 1e4;
const losses = (model: GPT, texts: readonly number[][]) => texts.map((ids) => round(evaluateLoss(model, ids, { blockSize }).loss));
const knows = (model: GPT) => ({ speeches: round(mean(losses(model, watched))), book: losses(model, [book])[0]! });
const write = (model: GPT) =>
  PROMPTS.map((prompt) => {
    const ids: number[] = [];
    for (const token of model.generate(tokenizer.encode(prompt), seed(3), { temperature: 0.7 })) if (ids.push(token) >= 160) break;
    return prompt + tokenizer.decode(ids);
  });

function run(plan: FineTuningPlan, start: { speeches: number; book: number }): FineTuningRun {
  const { method, rank = 0, rate, steps, size, seed: drawn } = plan;
  const random = seed(drawn);
  const read = loadGPT(file).model;
  const model = method === "scratch" ? new GPT(read.options, random) : read;
  const learner = method === "lora" ? new LoRA(model, { random, rank, alpha }) : model;
  const parameters = learner.parameters();
  const optimizer = new AdamW(parameters, { betas: [0.9, 0.99], weightDecay: 0 });
  const at = warmupCosine({ lr: rate, warmup: 10, total: steps });
  const learnt = tokens.slice(0, size);
  const points: FineTuningRun["points"] = [{ step: 0, ...(method === "scratch" ? knows(model.eval()) : start) }];
  model.train();
  let lately: number[] = [];
  for (let step = 1; step <= steps; step++) {
    optimizer.lr = at(step - 1);
    const { x, y } = randomBatch(learnt, { batchSize, blockSize, random });
    const loss = model.loss(x, y);
    loss.backward();
    lately.push(loss.item());
    clipGradNorm(parameters, 1);
    optimizer.step();
    if (step % (STEPS / 2) > 0 && step !== steps) continue;
    points.push({ step, train: round(mean(lately)), ...knows(model.eval()) });
    model.train();
    lately = [];
  }
  model.eval();
  // Seed 0 chooses, and must not see what measures.
  return { ...plan, parameters: learner.numParams(), points, test: drawn === 0 ? [] : losses(model, asked), samples: write(model) };
}

export const record: Record<FineTuningFound> = async ({ part, say }) => {
  const before = await part("before", () => {
    const { model } = loadGPT(file);
    return { ...knows(model), test: losses(model, asked), samples: write(model) };
  });
  const get = async (plan: FineTuningPlan) => {
    const done = await part(Object.values(plan).join(" "), () => run(plan, { speeches: before.speeches, book: before.book }));
    say(JSON.stringify({ ...plan, ...done.points.at(-1), test: done.test.length > 0 ? mean(done.test) : undefined }));
    return done;
  };
  const shared = { steps: STEPS, size: 100_000 };
  const lora = (rank: number) => ({ method: "lora" as const, rank });
  const choose = async (way: Pick<FineTuningPlan, "method" | "rank">, rates: readonly number[]) => {
    const tried: FineTuningRun[] = [];
    for (const rate of rates) tried.push(await get({ ...way, rate, ...shared, seed: 0 }));
    return tried;
  };
  const bestOf = (tried: readonly FineTuningRun[]) => tried.toSorted((a, b) => a.points.at(-1)!.speeches - b.points.at(-1)!.speeches)[0]!.rate;

  const tuned = {
    full: await choose({ method: "full" }, [1e-4, 3e-4, 1e-3]),
    lora: await choose(lora(4), [1e-3, 3e-3, 1e-2]),
    scratch: await choose({ method: "scratch" }, [1e-3, 3e-3, 1e-2]),
  };
  const full = { method: "full" as const, rate: bestOf(tuned.full) };
  const scratch = { method: "scratch" as const, rate: bestOf(tuned.scratch) };
  const rate = bestOf(tuned.lora);

  const runs: FineTuningRun[] = [];
  const add = async (plan: FineTuningPlan) => runs.push(await get(plan));
  for (const rank of [1, 2, 4, 8, 16]) await add({ ...lora(rank), rate, ...shared, seed: 1 });
  for (const seed of [1, 2, 3]) for (const way of [full, scratch]) await add({ ...way, ...shared, seed });
  await add({ ...scratch, ...shared, steps: 600, seed: 1 });
  await add({ ...full, size: 10_000, steps: 300, seed: 1 });
  for (const size of [10_000, 1_000_000]) for (const way of [full, scratch]) await add({ ...way, ...shared, size, seed: 1 });
  return { prompts: PROMPTS, before, choosing: [...tuned.full, ...tuned.lora, ...tuned.scratch], runs };
};
