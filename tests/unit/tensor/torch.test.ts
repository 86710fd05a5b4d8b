import { expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { GPT } from "../../../src/lm/gpt.ts";
import type { Tensor } from "../../../src/tensor/index.ts";
import * as t from "../../../src/tensor/index.ts";
import { difference, onBothBackends } from "./backends.ts";
import { fill, torch } from "./references.ts";

// All expected numbers: PyTorch 1.13, by references/make.py.

const values = (x: Tensor) => x.toFloat32Array();

function stepOfGPT(sizes: { vocabSize: number; blockSize: number; nLayer: number; nHead: number; nEmbd: number }, batch: number) {
  const model = new GPT({ ...sizes, bias: true }, seed(1));
  model.loadStateDict(Object.fromEntries(model.namedParameters().map(([name, { shape }], k) => [name, fill(shape, k, 0.2)])));
  const { vocabSize, blockSize } = sizes;
  const tokens = (f: (i: number) => number) =>
    t.tensor(Int32Array.from({ length: batch * blockSize }, (_, i) => f(i) % vocabSize)).view(batch, blockSize);
  const loss = model.loss(
    tokens((i) => i * i + 3 * i),
    tokens((i) => i * i + 5 * i + 4),
  );
  loss.backward();
  return { loss: loss.item(), gradients: Object.fromEntries(model.namedParameters().map(([name, parameter]) => [name, parameter.grad!])) };
}

onBothBackends("as PyTorch", (backend) => {
  it("a step of a small GPT: the loss and each gradient", () => {
    const { loss, gradients } = stepOfGPT({ vocabSize: 7, blockSize: 6, nLayer: 2, nHead: 2, nEmbd: 4 }, 3);
    expect(Math.abs(loss - torch.gptSmall.loss)).toBeLessThan(1e-5);
    expect(Object.keys(gradients)).toEqual(Object.keys(torch.gptSmall.gradients));
    for (const [name, gradient] of Object.entries(gradients))
      expect.soft(difference(values(gradient), torch.gptSmall.gradients[name]!), name).toBeLessThan(1e-5);
  });

  // The plain kernels take seconds for this one.
  if (backend === "wasm")
    it("a step of the GPT of the benchmarks: the loss, and of each gradient its norm and its product with sines", () => {
      const { loss, gradients } = stepOfGPT({ vocabSize: 65, blockSize: 64, nLayer: 2, nHead: 4, nEmbd: 64 }, 16);
      expect(Math.abs(loss - torch.gptLarge.loss)).toBeLessThan(1e-4);
      for (const [k, [name, gradient]] of Object.entries(gradients).entries()) {
        const g = values(gradient);
        const sines = values(fill([g.length], k + 50, 1));
        const sums = [Math.sqrt(g.reduce((sum, value) => sum + value ** 2, 0)), g.reduce((sum, value, i) => sum + value * sines[i]!, 0)];
        expect.soft(difference(sums, torch.gptLarge.gradients[name]!), name).toBeLessThan(1e-4);
      }
    });

  const x = () => fill([2, 3, 4, 5], 1, 2);
  const heads = () => [fill([2, 2, 4, 3], 4, 1), fill([2, 2, 6, 3], 5, 1), fill([2, 2, 6, 3], 6, 1)] as const;
  it.each<[string, () => Tensor]>([
    ["conv2d", () => t.conv2d(x(), fill([4, 3, 3, 2], 2, 0.5), fill([4], 3, 0.5), { stride: 2, padding: 1 })],
    ["maxPool2d", () => t.maxPool2d(x(), 2)],
    ["layerNorm", () => t.layerNorm(x(), fill([5], 7, 1), fill([5], 8, 1))],
    ["gelu", () => x().mul(3).gelu()],
    ["geluTanh", () => x().mul(3).gelu({ approximate: "tanh" })],
    ["logSoftmax", () => x().logSoftmax(2)],
    ["var", () => x().var(1)],
    [
      "crossEntropy",
      () =>
        t.crossEntropy(fill([2, 3, 5], 9, 3), [
          [0, 4, -100],
          [2, 1, 3],
        ]),
    ],
    ["bceWithLogits", () => t.bceWithLogits(x().mul(20), x().gt(0))],
    ["attentionCross", () => t.scaledDotProductAttention(...heads())],
    ["attentionCausal", () => t.scaledDotProductAttention(...heads(), { isCausal: true })],
    ["max", () => x().max(2)],
    ["argmax", () => x().argmax(1)],
  ])("%s", (name, f) => {
    expect(difference(values(f()), [torch.operations[name]!].flat())).toBeLessThan(2e-6);
  });

  /** Eight steps down f(w) = Σ (w⁴/4 − w) + (Σ w)²/10. */
  function descend(make: (params: Tensor[]) => t.Optimizer, clip?: number) {
    const w = fill([5], 0, 2).requiresGrad_();
    const optimizer = make([w]);
    const norms: number[] = [];
    for (let step = 0; step < 8; step++) {
      w.pow(4).div(4).sub(w).sum().add(w.sum().pow(2).div(10)).backward();
      if (clip) norms.push(t.clipGradNorm([w], clip));
      optimizer.step();
    }
    return { w: values(w), norms };
  }

  it.each<["sgd" | "sgdMomentum" | "adam" | "adamDecay" | "adamW", (params: Tensor[]) => t.Optimizer]>([
    ["sgd", (params) => new t.SGD(params, { lr: 0.05 })],
    ["sgdMomentum", (params) => new t.SGD(params, { lr: 0.05, momentum: 0.9, weightDecay: 0.1 })],
    ["adam", (params) => new t.Adam(params, { lr: 0.1 })],
    ["adamDecay", (params) => new t.Adam(params, { lr: 0.1, betas: [0.8, 0.95], eps: 1e-3, weightDecay: 0.1 })],
    ["adamW", (params) => new t.AdamW(params, { lr: 0.1, weightDecay: 0.1 })],
  ])("eight steps of %s", (name, make) => {
    expect(difference(descend(make).w, torch[name].w)).toBeLessThan(2e-6);
  });

  it("eight steps of SGD with clipped gradients, and their norms", () => {
    const { w, norms } = descend((params) => new t.SGD(params, { lr: 0.05 }), 1.5);
    expect(difference(w, torch.clipped.w)).toBeLessThan(2e-6);
    expect(difference(norms, torch.clipped.norms!)).toBeLessThan(2e-6);
  });
});
