import { beforeAll, describe, expect, it } from "vitest";
import { mean } from "../../../src/base/mean.ts";
import { seed } from "../../../src/base/random.ts";
import { card } from "../../../src/checkpoints/moby-dick-gpt.ts";
import { GPT } from "../../../src/lm/gpt.ts";
import { fineTuning, runsOf, waysByRank } from "../../../src/recorded/fine-tuning.ts";
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

holds(
  page,
  [
    ["100,000 characters of speeches, no labels", [100_000, runs[0]!.size]],
    ["These trainings were recorded, on 28 November 2026", ["2026-11-28", made]],
    [
      "reads the same speeches for the same 100 steps",
      [
        [100, 100],
        [full[0]!.steps, scratch[0]!.steps],
      ],
    ],
    ["The interval is of the difference over twelve speeches", [12, before.test.length]],
    [
      "Six times the steps do not make up for the novel",
      [true, longer!.steps === 6 * scratch[0]!.steps && loss(longer!) > mean(full.map(loss)) + 0.1],
    ],
    ["The beginnings of the same twelve speeches, 2,000 characters each", [true, read("src/tune/speech-parts.ts").includes("length = 2_000")]],
    [
      "The same 100,000 characters of speeches; one model has read a novel before",
      [true, [...full, ...scratch].every(({ size }) => size === 100_000)],
    ],
    ["Windows of 64 characters for all", [true, script.includes("[batchSize, blockSize, alpha] = [4, 64, 8]")]],
    ["100 steps of 4 windows each, and 600 for one new model", [600, longer!.steps]],
    ["on six other speeches, with a seed of its own", [true, choosing.every(({ seed, test }) => seed === 0 && test.length === 0)]],
    [
      "Seeds 1 to 3. 95 %, speeches drawn anew",
      [
        [
          [1, 2, 3],
          [1, 2, 3],
        ],
        [full, scratch].map((some) => some.map(({ seed }) => seed)),
      ],
    ],
    ["At each size the novel is worth about one nat a character", [true, gaps.every((gap) => Math.abs(gap - 1) < 0.1)]],
    [
      "A third of a speech brings three quarters of what a million characters bring",
      [0.75, () => Math.round((20 * (mean(before.test) - tunedOn(10_000))) / (mean(before.test) - tunedOn(1_000_000))) / 20],
    ],
    ["In 100 steps of 4 windows it reads 25,600 characters, so most of a million is never seen", [25_600, 100 * 4 * 64]],
    ["Must all 832,128 numbers move?", [832_128, card.parameters]],
    ["(Hu et al. 2021) leaves each matrix W as it is"],
    ["learnt, 0 at first: what is added for each", [true, () => beginsAsItWas()]],
    ["r directions that are looked for"],
    ["a scale that is chosen, here 8", [true, script.includes("alpha] = [4, 64, 8]")]],
    [
      "r = 1, α = 1, B = (0.5, −1), A = (1, 0, 2). B A = (0.5, 0, 1; −1, 0, −2): 6 numbers from 5.",
      [
        [
          [0.5, 0, 1],
          [-1, 0, -2],
        ],
        tensor([[0.5], [-1]])
          .matmul(tensor([[1, 0, 2]]))
          .toArray(),
      ],
      [
        [6, 5],
        [2 * 3, 2 + 3],
      ],
    ],
    ["B is 0 at first, so the model begins as it was", [true, () => beginsAsItWas()]],
    [
      "Rank 1 moves one number in a hundred, and gets two thirds of what all numbers get",
      [1, Math.round((100 * way("rank 1").learnt) / card.parameters)],
      [true, Math.abs(gain("rank 1") / gain("all of it") - 2 / 3) < 0.03],
    ],
    ["for LoRA it is ten times as large as for all numbers", [10, Math.round(runsOf(runs, { method: "lora" })[0]!.rate / full[0]!.rate)]],
    [
      "all numbers at a third of their best rate know speeches as well as rank 4 does",
      [[3, true], () => [Math.round(full[0]!.rate / tried("full")[0]!.rate), slowly()]],
    ],
    ["Rank 4, 100 steps, from the shipped weights", [true, () => shown["tune"]!.includes("100 of 100")]],
    ["With a third of a speech", [true, Math.abs(small!.size / 30_000 - 1 / 3) < 0.05]],
    ["| numbers kept | tens | 832,128, or a thin addition for each new text |", [true, () => Number(row("other-side", "all rows")[0]) < 100]],
    ["For GPT-3, with 175 billion parameters, LoRA learns 10,000 times fewer numbers than full fine-tuning (Hu et al. 2021)"],
    ["With the frozen model in 4 bits, one of 65 billion was fine-tuned on a single card of 48 GB (QLoRA, Dettmers et al. 2023)"],
    ["(Biderman et al. 2024)"],
    ["(Schulman et al. 2025)"],
    ["A matrix is 128 × 384, the rank is 1. How many numbers does LoRA learn for it? 512", [512, 128 + 384]],
    ["One row of 128 and one column of 384"],
    ["B is 0 at first. What does the model say before the first step? What it said before", [true, () => beginsAsItWas()]],
    ["W + 0 = W"],
  ],
  [
    [
      "It gets better at speeches and worse at its book",
      () => ways.slice(1).every(({ speeches, book }) => speeches < ways[0]!.speeches && book > ways[0]!.book),
    ],
    ["2,000 characters each, never used before", () => choosing.every(({ test }) => test.length === 0)],
    ["what it reads gets easier, and other speeches do not", overfits],
    ["Nor is LoRA what keeps a memory best", slowly],
    ["as before, somewhat worse", () => ways.slice(1).every(({ book }) => book > before.book)],
    ["what is not read any more fades", () => ways.slice(1).every(({ book }) => book > before.book)],
    ["On the old book each rank loses less than full fine-tuning does", () => ways.slice(1, -1).every(({ book }) => book < way("all of it").book)],
    ["know speeches as well as rank 4 does, and the book better", slowly],
    ["Above it, speeches get worse again, and the book is lost faster", () => ["full", "lora"].every(worseAbove)],
  ],
);

/** All numbers, slowly, against rank 4 at its best rate: both with the seed that chooses, on the speeches that choose. */
function slowly(): boolean {
  const [all, thin] = [lastOf(tried("full")[0]!), lastOf(tried("lora")[1]!)];
  return Math.abs(all.speeches - thin.speeches) < 0.005 && all.book < thin.book - 0.02;
}

/** The loss on the speeches that measure, after 100 steps on so many characters. */
function tunedOn(size: number): number {
  return loss(runsOf(runs, { method: "full", size, seed: 1 })[0]!);
}

/** What it reads gets easier to the end; other speeches get harder again. */
function overfits(): boolean {
  const { points } = small!;
  return points.at(-1)!.train! < points[1]!.train! && points.at(-1)!.speeches > Math.min(...points.map(({ speeches }) => speeches)) + 0.01;
}

/** How much of the loss on speeches it takes away. */
function gain(name: string): number {
  return ways[0]!.speeches - way(name).speeches;
}

/** The highest rate of the three gives a higher loss than the middle one, on speeches and on the book. */
function worseAbove(method: string): boolean {
  const [, middle, high] = tried(method).map(lastOf);
  return high!.speeches > middle!.speeches && high!.book > middle!.book;
}

function beginsAsItWas(): boolean {
  const model = new GPT({ vocabSize: 5, blockSize: 4, nLayer: 1, nHead: 1, nEmbd: 8 }, seed(1));
  const x = tensor([[1, 2, 3]]);
  const was = model.forward(x).toArray();
  new LoRA(model, { random: seed(2), rank: 2 });
  return JSON.stringify(model.forward(x).toArray()) === JSON.stringify(was);
}

describe("the lesson's reference numbers", () => {
  it("fine-tuning beats training from nothing at equal steps, with every seed and on every speech", () => {
    for (const [i, { test }] of full.entries()) for (const [j, one] of test.entries()) expect(one).toBeLessThan(scratch[i]!.test[j]!);
  });

  it("the loss on speeches falls with each rank, and the numbers learnt are r · (in + out)", () => {
    const losses = ways.map(({ speeches }) => speeches);
    expect(losses).toEqual(losses.toSorted((a, b) => b - a));
    for (const { rank, parameters } of runs) if (rank) expect(parameters).toBe(rank * 4 * (128 + 384 + 2 * 128 + 2 * (128 + 512)));
  });

  it("the rates that count are those that chose best, the highest of LoRA's ten times that of all numbers", () => {
    for (const method of ["full", "lora", "scratch"]) {
      const best = tried(method).toSorted((a, b) => lastOf(a).speeches - lastOf(b).speeches)[0]!;
      for (const run of runs) if (run.method === method) expect(run.rate).toBe(best.rate);
    }
    expect(runsOf(runs, { method: "lora" })[0]!.rate / full[0]!.rate).toBeCloseTo(10, 6);
  });

  it("the live training learns, and its thin matrices can be taken away", () => {
    expect(shown["tune"]).toMatch(/Loss: 1\.\d\d nats/);
    expect(shown["start"]).toContain("attn.cAttn");
  });

  it("a tree that is fitted to new rows knows nothing of the old ones, and one fitted to all knows both", () => {
    const [, alone] = row("other-side", "then the new rows");
    const [, together] = row("other-side", "all rows");
    expect(Number.parseInt(alone!, 10)).toBeLessThan(60);
    expect(Number.parseInt(together!, 10)).toBeGreaterThan(90);
  });
});
