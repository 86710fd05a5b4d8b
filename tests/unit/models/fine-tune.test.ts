import { describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { GPT } from "../../../src/lm/gpt.ts";
import { tensor } from "../../../src/tensor/index.ts";
import { type FineTuneOptions, fineTune } from "../../../src/tune/fine-tune.ts";
import { LoRA } from "../../../src/tune/lora.ts";

const sizes = { vocabSize: 7, blockSize: 8, nLayer: 1, nHead: 2, nEmbd: 16 };
const rows = Array.from({ length: 7 }, (_, start) => Array.from({ length: 9 }, (_, i) => (start + 3 * i) % 7));
const batch = () => ({ x: tensor(rows.map((row) => row.slice(0, -1))), y: tensor(rows.map((row) => row.slice(1))) });
const weights = (model: GPT) => Object.values(model.stateDict()).map((value) => value.toFloat32Array());
const tune = (model: GPT, options: Partial<FineTuneOptions> = {}) => [
  ...fineTune(model, batch, { random: seed(2), steps: 60, rate: 0.01, ...options }),
];

describe("training on", () => {
  it("goes on from where the model is, and gives each step", () => {
    const model = new GPT(sizes, seed(1));
    const before = model.loss(batch().x, batch().y).item();
    const steps = tune(model);
    expect(steps.map(({ step }) => step)).toEqual(Array.from({ length: 60 }, (_, i) => i + 1));
    expect(steps[0]!.loss).toBeCloseTo(before, 6);
    expect(steps.at(-1)!.loss).toBeLessThan(0.3 * before);
    expect(model.training).toBe(false);
  });

  it("moves thin matrices alone, where they are what learns", () => {
    const model = new GPT(sizes, seed(1));
    const lora = new LoRA(model, { random: seed(3), rank: 2, alpha: 8 });
    const [first, last] = [tune(model, { learner: lora }).at(0)!, tune(model, { learner: lora }).at(-1)!];
    expect(last.loss).toBeLessThan(first.loss);
    lora.detach();
    expect(weights(model)).toEqual(weights(new GPT(sizes, seed(1))));
  });

  it("leaves the model ready to write where the caller stops", () => {
    const model = new GPT(sizes, seed(1));
    for (const _ of fineTune(model, batch, { random: seed(2), steps: 60, rate: 0.01 })) break;
    expect(model.training).toBe(false);
  });

  it("refuses what is no training", () => {
    const model = new GPT(sizes, seed(1));
    expect(() => tune(model, { steps: 0 })).toThrow("steps");
    expect(() => tune(model, { rate: 0 })).toThrow("rate");
  });
});
