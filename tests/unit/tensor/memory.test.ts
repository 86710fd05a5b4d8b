import { beforeAll, describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import {
  AdamW,
  crossEntropy,
  inferenceMode,
  Linear,
  linear,
  memoryUse,
  noGrad,
  ones,
  randn,
  SGD,
  setBackend,
  type Tensor,
  tensor,
  zeros,
} from "../../../src/tensor/index.ts";
import { onBothBackends } from "./backends.ts";

/** A parameter, and a step that replaces the arena's contents with 8,000 numbers and more. */
function training(n = 8000) {
  const w = ones([n], { requiresGrad: true });
  const optimizer = new SGD([w], { lr: 0.125 });
  const step = () => {
    const product = w.mul(2);
    const loss = product.mul(product).mean();
    loss.backward();
    optimizer.step();
    return { loss, product };
  };
  return { w, step };
}

onBothBackends("the first step after the kernels have started", (backend) => {
  it("moves a parameter that an operation has just made, and later steps go on from there", () => {
    setBackend(backend === "wasm" ? "typescript" : "wasm");
    setBackend(backend);
    const w = ones([4]).mul(3).requiresGrad_();
    const optimizer = new SGD([w], { lr: 0.5 });
    for (let step = 1; step <= 3; step++) {
      w.sum().backward();
      optimizer.step();
      expect(w.toArray()).toEqual(new Array(4).fill(3 - 0.5 * step));
    }
  });
});

onBothBackends("what is kept from a step", () => {
  it("the loss of every step can be read after all of them", () => {
    const { step } = training();
    const losses = Array.from({ length: 5 }, () => step().loss);
    const values = losses.map((loss) => loss.item());
    // loss = mean of 4 w², and all w are equal; w ← w − 0.125 · 8 w / 8000.
    for (const [i, value] of values.entries()) expect(value).toBeCloseTo(4 * (1 - 1 / 8000) ** (2 * i), 3);
  });

  it("a large result can be read until the next step begins", () => {
    const { step } = training();
    step();
    const { product } = step();
    expect(product.toFloat32Array().every((value) => Math.abs(value - 2 * (1 - 1 / 8000)) < 1e-6)).toBe(true);
  });

  it("a large result of a step before is an error that says what to do, never other numbers", () => {
    const { step } = training();
    const { product } = step();
    const kept = product.detach();
    const row = product.view(80, 100).select(0, 1);
    step();
    for (const read of [
      () => product.toFloat32Array(),
      () => row.toArray(),
      () => noGrad(() => product.add(1)),
      () => product.detach(),
      () => String(row),
    ])
      expect(read).toThrow(/this result of mul \(\[8000\] numbers\) belonged to a training step \(or an inferenceMode\) that is over.*\.detach\(\)/);
    expect(() => product.add(1)).toThrow("comes from a step that is over. Give x.detach()");
    expect(kept.toFloat32Array().every((value) => value === 2)).toBe(true);
  });

  it("what is made without gradients stays, whatever is trained afterwards", () => {
    const made = noGrad(() => ones([9000]).mul(3));
    const view = made.view(90, 100).t();
    const { step } = training();
    for (let i = 0; i < 20; i++) step();
    expect(made.toFloat32Array().every((value) => value === 3)).toBe(true);
    expect(view.sum().item()).toBe(27_000);
  });

  it("results of an evaluation between forward and backward, and after, do not disturb the step", () => {
    const { w } = training();
    const data = ones([8000]);
    const y = w.mul(data);
    // More than the arena may hold of such results before it is rewound.
    noGrad(() => {
      for (let i = 0; i < 900; i++) data.mul(i);
    });
    y.mul(y).sum().backward();
    expect(w.grad!.toFloat32Array().every((value) => value === 2)).toBe(true);
  });

  it("of inferenceMode, what it gives stays, and the rest is an error to read", () => {
    const { w, step } = training();
    const y = w.mul(3);
    let inner: Tensor | undefined;
    const [sum, scaled] = inferenceMode(() => {
      inner = w.add(1);
      return [inner.sum(), inner.mul(2).view(80, 100)];
    }) as [Tensor, Tensor];
    for (let i = 0; i < 50; i++) inferenceMode(() => w.mul(i));
    expect(() => inner!.toFloat32Array()).toThrow("this result of add ([8000] numbers)");
    y.sum().backward();
    step();
    step();
    expect([sum.item(), scaled.toFloat32Array().every((value) => value === 4)]).toEqual([16_000, true]);
  });

  it("a gradient that was read stays as it was", () => {
    const { w, step } = training(4);
    step();
    const first = w.grad!;
    step();
    expect(first.toArray()).toEqual([2, 2, 2, 2]);
    expect(w.grad!.toArray()).not.toEqual([2, 2, 2, 2]);
  });

  it("a model that rests while another is trained has its weights afterwards", () => {
    const resting = training(5000);
    resting.step();
    const before = resting.w.toFloat32Array();
    const other = training(6000);
    for (let i = 0; i < 50; i++) other.step();
    expect(resting.w.toFloat32Array()).toEqual(before);
    resting.step();
    expect(resting.w.toFloat32Array()[0]!).toBeLessThan(before[0]!);
  });

  it("a small result goes into another step by detach, and not without", () => {
    const w = tensor([1, 2], { requiresGrad: true });
    const h = w.mul(3);
    h.sum().backward();
    w.mul(1).sum().backward();
    expect(() => w.add(h)).toThrow("an input [2], a result of mul, comes from a step that is over. Give x.detach()");
    expect(w.add(h.detach()).toArray()).toEqual([4, 8]);
  });
});

describe("memory", () => {
  beforeAll(() => setBackend("wasm"));

  it("does not grow in 10,000 steps, though nothing is disposed", () => {
    const random = seed(1);
    const layers = [new Linear(6, 16, random), new Linear(16, 3, random)] as const;
    const optimizer = new AdamW(
      layers.flatMap((layer) => layer.parameters()),
      { lr: 1e-2 },
    );
    const x = randn([8, 6], random);
    const y = [0, 1, 2, 0, 1, 2, 0, 1];
    const step = () => {
      const loss = crossEntropy(layers[1].forward(layers[0].forward(x).gelu()), y);
      loss.backward();
      optimizer.step();
      return loss;
    };
    for (let i = 0; i < 10; i++) step();
    const before = memoryUse();
    let last: Tensor | undefined;
    for (let i = 0; i < 10_000; i++) last = step();
    expect(memoryUse()).toEqual(before);
    expect(last!.item()).toBeLessThan(0.01);
  });

  it("does not grow with models that are made, trained and dropped", () => {
    const make = () => {
      const { step } = training(20_000);
      for (let i = 0; i < 20; i++) step();
    };
    for (let i = 0; i < 5; i++) make();
    const { bytes, residents } = memoryUse();
    for (let i = 0; i < 50; i++) make();
    expect(memoryUse().bytes).toBe(bytes);
    expect(memoryUse().residents).toBeLessThanOrEqual(residents);
  });

  it.each([
    ["noGrad", (w: Tensor, x: Tensor) => noGrad(() => linear(x, w)).toFloat32Array()],
    ["inferenceMode", (w: Tensor, x: Tensor) => inferenceMode(() => linear(x, w)).toFloat32Array()],
  ])("does not grow with models that are made, used in %s alone, and dropped", (_, use) => {
    // Where no step's results wait to be read.
    setBackend("typescript");
    setBackend("wasm");
    const x = ones([1, 1024]);
    const resting = ones([64, 1024], { requiresGrad: true });
    // 8 MiB each.
    const make = () => expect(use(ones([2048, 1024], { requiresGrad: true }), x)[0]).toBe(1024);
    use(resting, x);
    for (let i = 0; i < 30; i++) make();
    const { bytes } = memoryUse();
    for (let i = 0; i < 20; i++) make();
    expect(memoryUse().bytes).toBe(bytes);
    expect(memoryUse().residents).toBeLessThan(20 * 2 ** 23);
    expect(use(resting, x).every((value) => value === 1024)).toBe(true);
  });

  it("keeps what a step left to be read, however many models are used after it", () => {
    const { step } = training();
    const { product } = step();
    for (let i = 0; i < 4; i++) {
      const w = ones([2048, 1024], { requiresGrad: true });
      noGrad(() => linear(ones([1, 1024]), w));
    }
    expect(product.toFloat32Array().every((value) => value === 2)).toBe(true);
  });

  it("does not grow with results that need no gradients", () => {
    const x = zeros([100_000]);
    const run = () => noGrad(() => x.add(1).mul(2).sum().item());
    for (let i = 0; i < 100; i++) run();
    const { bytes } = memoryUse();
    for (let i = 0; i < 300; i++) expect(run()).toBe(200_000);
    expect(memoryUse().bytes).toBe(bytes);
  });
});
