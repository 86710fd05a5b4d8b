import { beforeAll, describe, expect, it } from "vitest";
import { mean } from "../../../src/base/mean.ts";
import { seed } from "../../../src/base/random.ts";
import { card } from "../../../src/checkpoints/moby-dick-gpt.ts";
import { fineTuning, runsOf, waysByRank } from "../../../src/recorded/fine-tuning.ts";
import { GPT } from "../../../src/lm/gpt.ts";
import { tensor } from "../../../src/tensor/index.ts";
import { LoRA } from "../../../src/tune/lora.ts";
import { holds, read, shownBy, tableRow } from "./page.ts";

let shown: Record<string, string> = {};
beforeAll(async () => {
  shown = await shownBy("fine-tuning");
}, 600_000);

const page = "src/content/docs/language-models/fine-tuning.mdx";
const { found, made } = fineTuning;
const { before, choosing, runs } = found;
const ways = waysByRank(found);
const way = (name: string) => ways.find((one) => one.name === name)!;
const full = runsOf(runs, { method: "full" });
const scratch = runsOf(runs, { method: "scratch" });
const [longer] = runsOf(runs, { method: "scratch", steps: 600 });
const [small] = runsOf(runs, { method: "full", size: 10_000, steps: 300 });
const loss = ({ test }: { test: number[] }) => mean(test);
const script = read("scripts/record/fine-tuning.ts");
const gaps = [10_000, 100_000, 1_000_000].map((size) => {
  const [a, b] = (["full", "scratch"] as const).map((method) => loss(runsOf(runs, { method, size, seed: 1 })[0]!)) as [number, number];
  return b - a;
});
const lastOf = ({ points }: { points: { speeches: number; book: number }[] }) => points.at(-1)!;
const tried = (method: string) => choosing.filter((run) => run.method === method);
const row = (cell: string, begins: string) => tableRow(shown[cell]!, begins);
