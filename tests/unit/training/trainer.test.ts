import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { type Trained, train } from "../../../scripts/train/trainer.ts";
import { seed } from "../../../src/base/random.ts";
import { GPT } from "../../../src/lm/gpt.ts";
import { evaluateLoss } from "../../../src/lm/next-token-batches.ts";
import { loadSafetensors } from "../../../src/tensor/index.ts";
import { text } from "./tiny.ts";

const module = new URL("./tiny.ts", import.meta.url).href;
const tiny = { module, name: "tiny" };

describe("a training", () => {
  let folder = "";
  let inOneGo: Trained;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "ml-vs-llm-training-"));
    inOneGo = (await train(tiny, { workers: 2, state: join(folder, "one") }))!;
  }, 60_000);

  it("gives the same weights on one core as on two", async () => {
    const alone = await train(tiny, { workers: 1, state: join(folder, "alone") });
    expect(alone!.sha256).toBe(inOneGo.sha256);
    expect(alone!.curve).toEqual(inOneGo.curve);
  }, 60_000);

  it("goes on where it was broken off, as if nothing had been between", async () => {
    const state = join(folder, "broken-off");
    expect(await train(tiny, { workers: 2, state, until: 7 })).toBeUndefined();
    const rest = await train(tiny, { workers: 2, state });
    expect(rest!.sha256).toBe(inOneGo.sha256);
    expect(rest!.curve).toEqual(inOneGo.curve);
  }, 60_000);

  it("does not go on with the state of another recipe", async () => {
    const state = join(folder, "changed");
    await train(tiny, { workers: 1, state, until: 2 });
    await expect(train({ module, name: "changed" }, { workers: 1, state })).rejects.toThrow(/recipe has changed.*--fresh/);
  }, 60_000);

  it("learns, keeps its curve, and gives a file that makes the same model again", async () => {
    expect(inOneGo.curve.map(({ step }) => step)).toEqual([0, 5, 10, 12]);
    expect(inOneGo.curve.at(-1)!.validation).toBeLessThan(inOneGo.curve[0]!.validation);
    // Float16 has 11 bits for a number, so the loss moves in the fourth digit at most.
    expect(inOneGo.loss).toBeCloseTo(inOneGo.curve.at(-1)!.validation, 3);
    const { tensors, metadata } = loadSafetensors(inOneGo.weights);
    const { options } = JSON.parse(metadata["config"]!);
    const model = new GPT(options, seed(1)).loadStateDict(tensors);
    expect(model.numParams()).toBe(inOneGo.parameters);
    // The exam is one of the file, too, measured once, in parts.
    const { loss } = evaluateLoss(model.eval(), text, { blockSize: 8, stride: 4 });
    expect(inOneGo.exam).toBeCloseTo(loss, 5);
    expect(inOneGo.exam).not.toBeCloseTo(inOneGo.loss, 3);
  });
});
