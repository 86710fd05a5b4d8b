import { describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { GPT } from "../../../src/lm/gpt.ts";
import { AdamW, Linear, Module, mse, noGrad, type Tensor, tensor } from "../../../src/tensor/index.ts";
import { LoRA } from "../../../src/tune/lora.ts";

const sizes = { vocabSize: 11, blockSize: 8, nLayer: 2, nHead: 2, nEmbd: 16 };
const steps = (by: number) => {
  const rows = Array.from({ length: 11 }, (_, start) => Array.from({ length: 9 }, (_, i) => (start + by * i) % 11));
  return { x: tensor(rows.map((row) => row.slice(0, -1))), y: tensor(rows.map((row) => row.slice(1))) };
};
const [threes, fours] = [steps(3), steps(4)];
const loss = (model: GPT, { x, y } = threes) => noGrad(() => model.loss(x, y)).item();
const values = (module: Module) => Object.fromEntries(Object.entries(module.stateDict()).map(([name, value]) => [name, value.toFloat32Array()]));
const isAttention = (name: string) => name.includes("attn");

function train(model: GPT, parameters: readonly Tensor[], { x, y } = threes, count = 60): void {
  const optimizer = new AdamW(parameters, { lr: 1e-2 });
  for (let step = 0; step < count; step++) {
    model.loss(x, y).backward();
    optimizer.step();
  }
}

function trained(): GPT {
  const model = new GPT(sizes, seed(1));
  train(model, model.parameters());
  return model;
}

describe("before training", () => {
  it("the model's output is what it was, to the last digit", () => {
    const model = new GPT(sizes, seed(1));
    const before = noGrad(() => model.forward(threes.x)).toFloat32Array();
    new LoRA(model, { random: seed(2), rank: 4, alpha: 8 });
    expect(noGrad(() => model.forward(threes.x)).toFloat32Array()).toEqual(before);
  });

  it("it trains r · (in + out) numbers for each layer", () => {
    const model = new GPT(sizes, seed(1));
    // Width 16: attention 16 → 48 and 16 → 16, MLP 16 → 64 and 64 → 16, in each of two blocks.
    const layer = (r: number, inner: number, out: number) => r * (inner + out);
    for (const r of [1, 4]) {
      const lora = new LoRA(model, { random: seed(2), rank: r });
      expect(lora.numParams()).toBe(2 * (layer(r, 16, 48) + layer(r, 16, 16) + layer(r, 16, 64) + layer(r, 64, 16)));
      expect(lora.layers).toHaveLength(8);
    }
    const lora = new LoRA(model, { random: seed(2), rank: 4, layers: isAttention });
    expect(lora.numParams()).toBe(2 * (layer(4, 16, 48) + layer(4, 16, 16)));
    expect(lora.layers).toEqual(["h.0.attn.cAttn", "h.0.attn.cProj", "h.1.attn.cAttn", "h.1.attn.cProj"]);
  });

  it("GPT-3's query and value weights: 4.7 million numbers at rank 1, 37.7 million at rank 8", () => {
    // E. Hu et al., table 4; 96 layers of width 12,288, here counted at a hundredth of the width.
    for (const [rank, millions] of [
      [1, 4.7],
      [8, 37.7],
    ] as const) {
      const layer = new LoRA(new Linear(123, 123, seed(1)), { random: seed(2), rank });
      expect((96 * 2 * layer.numParams() * (12_288 / 123)) / 1e6).toBeCloseTo(millions, 1);
    }
  });

  it("a layer that stands in two places is adapted once, under its first name", () => {
    class Twice extends Module {
      readonly first = new Linear(3, 3, seed(1));
      readonly again = [this.first];
    }
    const lora = new LoRA(new Twice(), { random: seed(2), rank: 1 });
    expect(lora.layers).toEqual(["first"]);
    expect(lora.numParams()).toBe(6);
  });

  it("α / r scales what is learnt", () => {
    const layer = new Linear(3, 2, seed(1));
    const plain = noGrad(() => layer.forward(tensor([1, 2, 3]))).toFloat32Array();
    const added = (alpha: number) => {
      const lora = new LoRA(layer, { random: seed(2), rank: 2, alpha });
      lora.loadStateDict({
        "adapter.A": tensor([
          [1, 0, 0],
          [0, 1, 0],
        ]),
        "adapter.B": tensor([
          [1, 0],
          [0, 10],
        ]),
      });
      const y = noGrad(() => layer.forward(tensor([1, 2, 3]))).toFloat32Array();
      return Array.from(y, (value, i) => Math.round(1e4 * (value - plain[i]!)) / 1e4);
    };
    expect(added(2)).toEqual([1, 20]);
    expect(added(3)).toEqual([1.5, 30]);
  });
});

describe("training", () => {
  it("learns other data, with the frozen weights unchanged and without a gradient", () => {
    const model = trained();
    const before = values(model);
    const frozen = model.parameters();
    const atFirst = loss(model, fours);
    const lora = new LoRA(model, { random: seed(2), rank: 4, alpha: 8 });
    expect(model.parameters()).toEqual(lora.parameters());
    train(model, lora.parameters(), fours, 120);
    expect(atFirst).toBeGreaterThan(3);
    expect(loss(model, fours)).toBeLessThan(0.2);
    expect(frozen.map(({ grad }) => grad)).toEqual(frozen.map(() => null));
    lora.detach();
    expect(values(model)).toEqual(before);
    expect(loss(model, threes)).toBeLessThan(0.05);
    // Nothing is lost by that.
    lora.attach();
    expect(loss(model, fours)).toBeLessThan(0.2);
  });

  it("merged weights in a plain model do what the adapters do", () => {
    const model = trained();
    const lora = new LoRA(model, { random: seed(2), rank: 4, alpha: 8, layers: isAttention });
    train(model, lora.parameters(), fours, 30);
    const adapted = noGrad(() => model.forward(fours.x)).toFloat32Array();
    const state = lora.merge();
    const plain = new GPT(sizes, seed(9)).loadStateDict(state);
    const merged = noGrad(() => plain.forward(fours.x)).toFloat32Array();
    expect(Math.max(...adapted.map((value, i) => Math.abs(value - merged[i]!)))).toBeLessThan(1e-5);
    expect(Math.max(...adapted)).toBeGreaterThan(1);
    // Merging changes nothing here, and the model itself can take the weights.
    expect(noGrad(() => model.forward(fours.x)).toFloat32Array()).toEqual(adapted);
    lora.detach();
    expect(loss(model.loadStateDict(lora.merge()), fours)).toBeCloseTo(loss(plain, fours), 6);
  });

  it("stateDict holds what was learnt and nothing else, and brings it back", () => {
    const model = trained();
    const lora = new LoRA(model, { random: seed(2), rank: 2, layers: (name) => name === "h.1.mlp.cFc" });
    train(model, lora.parameters(), fours, 20);
    const learnt = loss(model, fours);
    const state = lora.stateDict();
    expect(Object.entries(state).map(([name, { shape }]) => [name, shape])).toEqual([
      ["h.1.mlp.cFc.adapter.A", [2, 16]],
      ["h.1.mlp.cFc.adapter.B", [64, 2]],
    ]);
    const other = new LoRA(trained(), { random: seed(3), rank: 2, layers: (name) => name === "h.1.mlp.cFc" }).loadStateDict(state);
    expect(other.stateDict()["h.1.mlp.cFc.adapter.B"]!.toArray()).toEqual(state["h.1.mlp.cFc.adapter.B"]!.toArray());
    const again = trained();
    new LoRA(again, { random: seed(3), rank: 2, layers: (name) => name === "h.1.mlp.cFc" }).loadStateDict(state);
    expect(loss(again, fours)).toBe(learnt);
  });

  it("the update has the rank that was asked for", () => {
    const layer = new Linear(6, 5, seed(1), { bias: false });
    const before = layer.weight.detach();
    const lora = new LoRA(layer, { random: seed(2), rank: 1 });
    const optimizer = new AdamW(lora.parameters(), { lr: 0.1 });
    const [x, y] = [new Linear(6, 20, seed(3)).weight.detach(), new Linear(5, 20, seed(4)).weight.detach()];
    for (let step = 0; step < 20; step++) {
      mse(layer.forward(x), y).backward();
      optimizer.step();
    }
    const [first, ...rows] = noGrad(() => lora.merge().weight!.sub(before)).toArray() as number[][];
    // All rows are multiples of one.
    for (const row of rows) for (const [j, value] of row.entries()) expect(value * first![0]!).toBeCloseTo(row[0]! * first![j]!, 5);
    expect(Math.abs(first![0]!)).toBeGreaterThan(1e-3);
  });
});

describe("one model, several adapters", () => {
  it("a new one takes the place of the one before, as when a cell runs again", () => {
    const model = trained();
    const plain = loss(model, fours);
    const first = new LoRA(model, { random: seed(2), rank: 4 });
    train(model, first.parameters(), fours, 30);
    const learnt = loss(model, fours);
    const second = new LoRA(model, { random: seed(2), rank: 4 });
    expect([first.attached, second.attached]).toEqual([false, true]);
    expect(loss(model, fours)).toBe(plain);
    first.attach();
    expect([first.attached, second.attached]).toEqual([true, false]);
    expect(loss(model, fours)).toBe(learnt);
    first.detach();
    expect(model.parameters()).toHaveLength(Object.keys(new GPT(sizes, seed(1)).stateDict()).length);
  });
});

describe("bad input", () => {
  it.each([
    ["no rank", () => new LoRA(new Linear(2, 2, seed(1)), { random: seed(1), rank: 0 }), "rank is 0"],
    ["no scale", () => new LoRA(new Linear(2, 2, seed(1)), { random: seed(1), rank: 1, alpha: 0 }), "alpha is 0"],
    [
      "no layer",
      () => new LoRA(new GPT(sizes, seed(1)), { random: seed(1), rank: 1, layers: () => false }),
      "no linear layer is chosen: h.0.attn.cAttn",
    ],
    ["a layer that another part's LoRA has", twice, "h.0.attn.cAttn has an adapter already"],
    ["merging into what was frozen before", mergeFrozen, "merge: the weight of the layer is no parameter"],
  ])("%s is refused in words", (_, act, message) => {
    expect(act).toThrow(message);
  });
});

function twice(): void {
  const model = new GPT(sizes, seed(1));
  new LoRA(model.h[0]!, { random: seed(1), rank: 1 });
  new LoRA(model, { random: seed(1), rank: 1 });
}

function mergeFrozen(): void {
  const layer = new Linear(2, 2, seed(1));
  layer.weight.requiresGrad_(false);
  new LoRA(layer, { random: seed(1), rank: 1 }).merge();
}
