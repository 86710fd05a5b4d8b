import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { inspect } from "../../../src/kernel/worker/inspect.ts";
import * as t from "../../../src/tensor/index.ts";
import { tensor } from "../../../src/tensor/index.ts";
import { onBothBackends } from "./backends.ts";

onBothBackends("micrograd's check", () => {
  it("g = 24.7041, ∂g/∂a = 138.8338, ∂g/∂b = 645.5773", () => {
    // The example in the README of A. Karpathy's micrograd, and its numbers.
    const a = tensor(-4, { requiresGrad: true });
    const b = tensor(2, { requiresGrad: true });
    let c = a.add(b);
    let d = a.mul(b).add(b.pow(3));
    c = c.add(c.add(1));
    c = c.add(c.add(1).sub(a));
    d = d.add(d.mul(2).add(b.add(a).relu()));
    d = d.add(d.mul(3).add(b.sub(a).relu()));
    const e = c.sub(d);
    const f = e.pow(2);
    const g = f.div(2).add(f.pow(-1).mul(10));
    g.backward();
    expect(g.item()).toBeCloseTo(24.7041, 4);
    expect(a.grad!.item()).toBeCloseTo(138.8338, 3);
    expect(b.grad!.item()).toBeCloseTo(645.5773, 3);
  });
});

describe("making and reading", () => {
  it("takes numbers, nested lists and typed arrays, and gives them back", () => {
    expect(tensor(3).toArray()).toBe(3);
    expect(
      tensor([
        [1, 2, 3],
        [4, 5, 6],
      ]).shape,
    ).toEqual([2, 3]);
    expect(tensor([[[1], [2]]]).toArray()).toEqual([[[1], [2]]]);
    expect(tensor(Int32Array.of(1, 2)).toArray()).toEqual([1, 2]);
    expect(tensor([]).shape).toEqual([0]);
    expect(t.arange(2, 11, 3).toArray()).toEqual([2, 5, 8]);
    expect(t.oneHot([2, 0], 3).toArray()).toEqual([
      [0, 0, 1],
      [1, 0, 0],
    ]);
  });

  it("copies: what happens to the array later is nothing to the tensor", () => {
    const values = Float32Array.of(1, 2);
    const x = tensor(values);
    values[0] = 9;
    x.toFloat32Array()[1] = 9;
    expect(x.toArray()).toEqual([1, 2]);
  });

  it("draws the same numbers for the same seed", () => {
    expect(t.randn([3], seed(7)).toArray()).toEqual(t.randn([3], seed(7)).toArray());
    expect(t.rand([3], seed(7)).toArray()).not.toEqual(t.rand([3], seed(8)).toArray());
  });

  it("a cell shows its numbers, not its fields", () => {
    expect(inspect(tensor([1, 0.5])).text).toBe("tensor([1, 0.5])");
    expect(String(t.arange(20))).toBe("tensor([0, 1, 2, …, 17, 18, 19])");
  });
});

describe("layout", () => {
  const x = () => t.arange(24).view(2, 3, 4);

  it("views are the same numbers in other shapes and orders", () => {
    expect(x().view(4, -1).select(0, 1).toArray()).toEqual([6, 7, 8, 9, 10, 11]);
    expect(x().transpose(0, 2).select(0, 1).toArray()).toEqual([
      [1, 13],
      [5, 17],
      [9, 21],
    ]);
    expect(x().permute(2, 0, 1).shape).toEqual([4, 2, 3]);
    expect(x().slice(2, -2).select(1, 0).toArray()).toEqual([
      [2, 3],
      [14, 15],
    ]);
    expect(x().flatten(1).shape).toEqual([2, 12]);
    expect(
      tensor([[1], [2]])
        .expand(2, 3)
        .toArray(),
    ).toEqual([
      [1, 1, 1],
      [2, 2, 2],
    ]);
    expect(t.stack([tensor([1, 2]), tensor([3, 4])], 1).toArray()).toEqual([
      [1, 3],
      [2, 4],
    ]);
  });

  it("a view after any permutation is what reshaping the copied numbers gives, or is refused", () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray([0, 1, 2], { minLength: 3 }),
        fc.constantFrom([24], [6, 4], [4, 6], [2, 12], [3, 8], [2, 3, 4], [1, 2, 1, 12]),
        (order, shape) => {
          const permuted = x().permute(...order);
          const expected = permuted
            .contiguous()
            .view(...shape)
            .toArray();
          expect(permuted.reshape(...shape).toArray()).toEqual(expected);
          let seen: unknown = expected;
          try {
            seen = permuted.view(...shape).toArray();
          } catch (error) {
            expect((error as Error).message).toContain("without moving numbers");
          }
          expect(seen).toEqual(expected);
        },
      ),
    );
  });
});

describe("views of parts", () => {
  it("columns cut from rows one position long stay those columns", () => {
    // What a language model does with queries, keys and values of one token in each of two texts.
    const columns = t.arange(12).view(2, 1, 6).split(2, 2)[1]!; // [2, 1, 2] of [[2, 3], [8, 9]]
    expect(columns.view(2, 1, 2, 1).toArray()).toEqual([[[[2], [3]]], [[[8], [9]]]]);
    expect(columns.reshape(4).toArray()).toEqual([2, 3, 8, 9]);
    expect(() => columns.view(4)).toThrow("use reshape");
  });

  it("are what reshaping the copied numbers gives, or are refused", () => {
    const cut = fc.tuple(fc.nat(1), fc.integer({ min: 2, max: 4 }));
    fc.assert(
      fc.property(fc.tuple(cut, cut, cut), fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }), fc.nat(4), (cuts, order, to) => {
        const part = cuts.reduce((x, [from, end], i) => x.slice([0, 2, 3][i]!, from, end), t.arange(64).view(4, 1, 4, 4)).permute(...order);
        const [a, b, c, d] = part.shape as [number, number, number, number];
        const shape = [[-1], [a, -1], [a * b, c, d], [a, b * c, 1, d], [a, b, c * d]][to]!;
        const expected = part
          .contiguous()
          .view(...shape)
          .toArray();
        expect(part.reshape(...shape).toArray()).toEqual(expected);
        let seen: unknown = expected;
        try {
          seen = part.view(...shape).toArray();
        } catch (error) {
          expect((error as Error).message).toContain("without moving numbers");
        }
        expect(seen).toEqual(expected);
      }),
      { numRuns: 400 },
    );
  });
});

describe("gradients add up as in PyTorch, but need no zeroGrad between steps", () => {
  it("several backward before a step add up; the step's gradient stays readable, the next backward replaces it", () => {
    const w = tensor([1, 2], { requiresGrad: true });
    const optimizer = new t.SGD([w], { lr: 0.5 });
    w.mul(2).sum().backward();
    w.mul(3).sum().backward();
    expect(w.grad!.toArray()).toEqual([5, 5]);
    optimizer.step();
    expect(w.toArray()).toEqual([-1.5, -0.5]);
    expect(w.grad!.toArray()).toEqual([5, 5]);
    w.mul(1).sum().backward();
    expect(w.grad!.toArray()).toEqual([1, 1]);
  });

  it("a step does not use a gradient twice", () => {
    const w = tensor([1], { requiresGrad: true });
    const optimizer = new t.SGD([w], { lr: 1 });
    w.sum().backward();
    optimizer.step();
    optimizer.step();
    expect(w.toArray()).toEqual([0]);
  });

  it("nothing flows through detach, nor out of noGrad", () => {
    const w = tensor([3], { requiresGrad: true });
    w.mul(w.detach()).sum().backward();
    expect(w.grad!.toArray()).toEqual([3]);
    expect(t.noGrad(() => w.mul(2)).requiresGrad).toBe(false);
  });

  it("two losses may share a part with retainGraph", () => {
    const w = tensor([3], { requiresGrad: true });
    const shared = w.mul(w);
    shared.mul(2).sum().backward({ retainGraph: true });
    shared.sum().backward();
    expect(w.grad!.toArray()).toEqual([18]);
  });

  it("gradients of results are kept where asked for", () => {
    const w = tensor([3], { requiresGrad: true });
    const y = w.mul(2).retainGrad();
    const z = y.mul(5);
    z.sum().backward();
    expect(y.grad!.toArray()).toEqual([5]);
    expect(z.grad).toBeNull();
  });

  it("a kept gradient does not go through a second time", () => {
    // PyTorch 1.13: x.grad 4, y.grad 2.
    const x = tensor([1], { requiresGrad: true });
    const y = x.mul(2).retainGrad();
    const loss = y.sum();
    loss.backward({ retainGraph: true });
    loss.backward();
    expect([x.grad!.toArray(), y.grad!.toArray()]).toEqual([[4], [2]]);
  });

  it("a kept gradient is nothing to a loss that does not depend on it", () => {
    // PyTorch 1.13: x.grad 2, y.grad 1, z.grad 5.
    const [x, z] = [tensor([1], { requiresGrad: true }), tensor([1], { requiresGrad: true })];
    const y = x.mul(2).retainGrad();
    const [one, other] = [y.sum(), z.mul(5).sum()];
    one.backward({ retainGraph: true });
    other.backward();
    expect([x.grad, y.grad, z.grad].map((gradient) => gradient!.toArray())).toEqual([[2], [1], [5]]);
  });

  it("a change in place refuses what has gradients, and takes its numbers where they are meant", () => {
    const w = tensor([2], { requiresGrad: true });
    const total = t.zeros([1]);
    for (const change of [
      () => total.add_(w.mul(3)),
      () => total.sub_(w.mul(3)),
      () => total.mul_(w.mul(3)),
      () => total.copy_(w.mul(3)),
      () => total.add_(w),
    ])
      expect(change).toThrow("copy_: gradients are computed through this tensor or what is put in: use x = x.add(…)");
    expect(total.toArray()).toEqual([0]);
    total.add_(w.mul(3).detach());
    t.noGrad(() => total.add_(w));
    expect(total.toArray()).toEqual([8]);
  });

  it("a step by hand", () => {
    const w = tensor([1, 2], { requiresGrad: true });
    w.mul(w).sum().backward();
    t.noGrad(() => w.sub_(w.grad!.mul(0.25)));
    w.grad = null;
    expect(w.toArray()).toEqual([0.5, 1]);
    expect(w.grad).toBeNull();
  });

  it("two networks that learn from each other, each with its own optimiser", () => {
    const g = tensor([1], { requiresGrad: true });
    const d = tensor([2], { requiresGrad: true });
    const fake = g.mul(3);
    d.mul(fake.detach()).sum().backward({ retainGraph: true });
    new t.SGD([d], { lr: 1 }).step();
    d.mul(fake).sum().backward();
    expect(d.toArray()).toEqual([-1]);
    expect(g.grad!.toArray()).toEqual([-3]);
  });
});

onBothBackends("gradients of stretched parts, as PyTorch 1.13 has them", () => {
  it("a row that is stretched to as many numbers as there are", () => {
    const w = tensor(
      [
        [1, 2],
        [5, 6],
      ],
      { requiresGrad: true },
    );
    w.slice(0, 0, 1)
      .expand(2, 2)
      .matmul(t.ones([2, 2]))
      .sum()
      .backward();
    expect(w.grad!.toArray()).toEqual([
      [4, 4],
      [0, 0],
    ]);
  });

  it("a matrix of several that is stretched over the batch", () => {
    const b = t.arange(8).view(2, 2, 2).detach().requiresGrad_();
    t.ones([2, 2, 2])
      .matmul(b.select(0, 1).unsqueeze(0).expand(2, 2, 2))
      .sum()
      .backward();
    expect(b.grad!.toFloat32Array()).toEqual(Float32Array.of(0, 0, 0, 0, 4, 4, 4, 4));
  });
});

onBothBackends("edges, as PyTorch 1.13 has them", () => {
  it("division by a number divides, forwards and back", () => {
    expect(tensor([41]).div(41).item()).toBe(1);
    expect(t.full([41], 1).mean().item()).toBe(1);
    expect(tensor([1e-39]).div(1e-39).item()).toBe(1);
    const x = t.arange(2500).requiresGrad_();
    const quotient = x.div(0.7);
    // float32 numbers divided in float64 and rounded are float32 division.
    expect(quotient.toFloat32Array()).toEqual(Float32Array.from({ length: 2500 }, (_, i) => i / Math.fround(0.7)));
    quotient.sum().backward();
    expect(new Set(x.grad!.toFloat32Array())).toEqual(new Set([Math.fround(1 / Math.fround(0.7))]));
    expect(t.zeros([0]).div(2).shape).toEqual([0]);
  });

  it("the zeroth power is flat, at 0 too", () => {
    const x = tensor([0, 2], { requiresGrad: true });
    x.pow(0).sum().backward();
    expect(x.grad!.toArray()).toEqual([0, 0]);
  });

  it("the variance of all keeps the dimensions where asked", () => {
    const x = t.arange(6).view(2, 3);
    expect(x.var(undefined, { keepdim: true }).toArray()).toEqual([[3.5]]);
    expect(x.std(undefined, { keepdim: true }).shape).toEqual([1, 1]);
    expect(x.var().shape).toEqual([]);
  });
});

// PyTorch 1.13: b of `Adam([a, b], lr=.1)` and of AdamW with decay .01, both from 1, after steps 20 to 24, in which b² was the loss; in the 19 before b had no gradient.
describe.each<[string, (params: t.Tensor[]) => t.Optimizer, number[]]>([
  ["Adam", (params) => new t.Adam(params, { lr: 0.1 }), [0.90000004, 0.80041224, 0.7015863, 0.6039391, 0.5079637]],
  ["AdamW", (params) => new t.AdamW(params, { lr: 0.1 }), [0.89900005, 0.7985191, 0.69891125, 0.60059863, 0.50408018]],
])("%s of a parameter whose first gradient comes late", (_, make, expected) => {
  const start = () => [tensor([1], { requiresGrad: true }), tensor([1], { requiresGrad: true })] as [t.Tensor, t.Tensor];
  const step = ([a, b]: [t.Tensor, t.Tensor], optimizer: t.Optimizer, both: boolean) => {
    const loss = a.mul(2).sum();
    (both ? loss.add(b.mul(b).sum()) : loss).backward();
    optimizer.step();
    return b.item();
  };

  it("begins with its own first step", () => {
    const params = start();
    const optimizer = make(params);
    for (let i = 0; i < 19; i++) step(params, optimizer, false);
    for (const value of expected) expect(step(params, optimizer, true)).toBeCloseTo(value, 6);
  });

  it("goes on after saving and loading; a state without counts is one in which none came late", () => {
    const params = start();
    const optimizer = make(params);
    for (let i = 0; i < 19; i++) step(params, optimizer, false);
    for (const value of expected.slice(0, 2)) expect(step(params, optimizer, true)).toBeCloseTo(value, 6);
    const state = optimizer.stateDict();
    expect(state["1.steps"]!.item()).toBe(2);
    expect(Object.keys(state)).not.toContain("0.steps");
    const copies = params.map((p) => p.detach().requiresGrad_()) as [t.Tensor, t.Tensor];
    const again = make(copies).loadStateDict(t.loadSafetensors(t.saveSafetensors(state)).tensors, 21);
    for (const value of expected.slice(2)) expect(step(copies, again, true)).toBeCloseTo(value, 6);
    const { "1.steps": _count, ...old } = state;
    expect(Object.keys(make(start()).loadStateDict(old, 21).stateDict())).toEqual(["0.0", "0.1", "1.0", "1.1"]);
  });
});

describe("errors", () => {
  const w = () => tensor([[1, 2]], { requiresGrad: true });
  it.each<[string, () => unknown, string]>([
    ["matmul", () => t.ones([2, 3]).matmul(t.ones([4, 5])), "matmul: [2, 3] × [4, 5] do not fit: 3 ≠ 4"],
    ["add", () => t.ones([2, 3]).add(t.ones([4])), "add: [2, 3] and [4] do not fit: 3 ≠ 4"],
    ["view", () => t.ones([2, 3]).view(4, -1), "view: [2, 3] holds 6 numbers, which do not fit into [4, -1]"],
    ["view of what lies apart", () => t.ones([2, 3]).t().view(6), "use reshape"],
    ["a slice between rows", () => t.ones([3, 2]).slice(0, 0, 0.5), "slice: dimension 0 of [3, 2] has no index 0.5"],
    ["a slice from nowhere", () => t.ones([3, 2]).slice(0, Number.NaN), "slice: dimension 0 of [3, 2] has no index NaN"],
    ["a negative size", () => t.ones([1]).expand(-3), "expand: [-3] holds -3, which is no size"],
    ["half a size", () => t.ones([1]).expand(2.5), "expand: [2.5] holds 2.5, which is no size"],
    [
      "a gradient of another shape",
      () =>
        w()
          .mul(2)
          .backward({ gradient: t.ones([2, 1]) }),
      "backward: the gradient is [2, 1], the tensor [1, 2]: the shapes must be equal",
    ],
    ["a dimension", () => t.ones([2]).sum(1), "sum: [2] has no dimension 1"],
    ["cat", () => t.cat([t.ones([2, 3]), t.ones([2, 4])]), "cat: [2, 3] and [2, 4] do not fit along dimension 0"],
    ["linear", () => t.linear(t.ones([2, 3]), t.ones([4, 5])), "linear: [2, 3] and weight [4, 5] do not fit: 3 ≠ 5"],
    ["conv2d", () => t.conv2d(t.ones([1, 2, 5, 5]), t.ones([3, 1, 3, 3])), "conv2d: [1, 2, 5, 5] and weight [3, 1, 3, 3] do not fit"],
    ["a window too large", () => t.maxPool2d(t.ones([1, 1, 2, 2]), 3), "a window of 3 does not fit into 2 pixels"],
    [
      "attention",
      () => t.scaledDotProductAttention(t.ones([4, 8]), t.ones([4, 6]), t.ones([4, 6])),
      "q [4, 8], k [4, 6], v [4, 6] do not fit: 8 ≠ 6",
    ],
    ["mse", () => t.mse(t.ones([3, 1]), t.ones([3])), "mse: predictions [3, 1] and targets [3] must have the same shape"],
    ["crossEntropy", () => t.crossEntropy(t.ones([2, 3]), [0, 1, 2]), "crossEntropy: logits [2, 3] and targets [3] do not fit: 2 ≠ 3 rows"],
    ["a class", () => t.crossEntropy(t.ones([2, 3]), [0, 3]), "crossEntropy: index 3 (number 1 of [2]) is not a whole number from 0 to 2"],
    ["a token", () => t.embedding([[0, -1]], t.ones([5, 2])), "embedding: index -1 (number 1 of [1, 2]) is not a whole number from 0 to 4"],
    ["lists", () => tensor([[1, 2], [3]]), "a list of 1 stands beside lists of 2"],
    ["no number", () => tensor([1, "2" as never]), "tensor: 2 stands where a number should"],
    ["item", () => t.ones([2]).item(), "item: [2] holds 2 numbers"],
    ["backward of many", () => w().mul(2).backward(), "backward: the tensor is [1, 2], not one number"],
    ["backward of nothing", () => t.ones([1]).backward(), "nothing it was made from has requiresGrad"],
    ["a change in place", () => w().add_(1), "change it inside noGrad"],
    ["no randomness", () => t.randn([2], undefined as never), "seed(42) from #base/random"],
    ["dropout", () => t.dropout(t.ones([2]), 1, seed(1)), "dropout: p is 1"],
    ["a rate", () => new t.SGD([w()], { lr: Number.NaN }), "lr is NaN"],
    ["no parameters", () => new t.Adam([]), "there are no parameters"],
    ["what is no parameter", () => new t.Adam([t.ones([2])]), "a tensor [2] is not a parameter"],
  ])("%s", (_, act, message) => {
    expect(act).toThrow(message);
  });

  it("a second backward says how to have two", () => {
    const loss = w().mul(2).sum();
    loss.backward();
    expect(() => loss.backward()).toThrow("give { retainGraph: true } to the first backward()");
  });

  it("a parameter changed between forward and backward is noticed", () => {
    const p = w();
    const loss = p.mul(p).sum();
    t.noGrad(() => p.fill_(3));
    expect(() => loss.backward()).toThrow("an input [1, 2] of mul was changed in place");
  });

  it("NaN in a loss is reported in the step and at the operation where it began", () => {
    const p = tensor([1, 2], { requiresGrad: true });
    const optimizer = new t.SGD([p], { lr: 1 });
    const step = () => {
      p.mul(p).sub(0.5).log().mul(1).sum().backward();
      optimizer.step();
    };
    step();
    // log x² − ½ has its slope at 1 so steep that the next p is −3, then ever smaller, until x² < ½.
    expect(() => {
      for (let i = 0; i < 100; i++) step();
    }).toThrow(/the loss is NaN in training step \d+\. It began in log, whose result \[2\] is the first to hold it, from finite inputs\./);
    // The next step is not disturbed.
    t.noGrad(() => p.fill_(1));
    expect(() => p.sum().backward()).not.toThrow();
  });

  it("a parameter that an update made infinite is named, with the update", () => {
    const p = tensor([1], { requiresGrad: true });
    const optimizer = new t.SGD([p], { lr: 3e38 });
    const step = () => {
      p.mul(10).sum().backward();
      optimizer.step();
    };
    step();
    expect(step).toThrow("the loss is -Infinity in training step 2. A parameter [1], read by mul, has held -Infinity since update 1");
  });

  it("data that is not finite is named as such", () => {
    expect(() =>
      w()
        .mul(tensor([Number.NaN, 1]))
        .sum()
        .backward(),
    ).toThrow("in training step 1. An input [2] of mul holds NaN: look at the data");
  });
});

describe("modules", () => {
  class Net extends t.Module {
    readonly layers = [new t.Linear(2, 3, seed(1)), new t.Linear(3, 1, seed(2), { bias: false })];
    readonly drop = new t.Dropout(0.5, seed(3));
    readonly tied = this.layers[0]!.weight;
  }

  it("name their parameters by the way to them, each once", () => {
    expect(new Net().namedParameters().map(([name, { shape }]) => [name, shape])).toEqual([
      ["layers.0.weight", [3, 2]],
      ["layers.0.bias", [3]],
      ["layers.1.weight", [1, 3]],
    ]);
  });

  it("load what they saved, all or nothing", () => {
    const net = new Net();
    const state = net.stateDict();
    t.noGrad(() => net.layers[0]!.weight.fill_(7));
    expect(state["layers.0.weight"]!.toArray()).not.toEqual(net.layers[0]!.weight.toArray());
    net.loadStateDict(state);
    expect(net.layers[0]!.weight.toArray()).toEqual(state["layers.0.weight"]!.toArray());
    expect(() => net.loadStateDict({ ...state, extra: t.ones([1]) })).toThrow("extra is not of this model");
    expect(() => net.loadStateDict({ ...state, "layers.1.weight": t.ones([2]) })).toThrow("layers.1.weight is [1, 3] here and [2] there");
    const { "layers.0.bias": _, ...rest } = state;
    expect(() => net.loadStateDict(rest)).toThrow("layers.0.bias is missing");
  });

  it("drop numbers in training alone", () => {
    const net = new Net();
    const x = t.ones([1000]);
    const kept = net.drop.forward(x).toFloat32Array();
    expect(new Set(kept)).toEqual(new Set([0, 2]));
    expect(Math.abs(kept.reduce((a, b) => a + b) / 1000 - 1)).toBeLessThan(0.1);
    net.eval();
    expect(net.drop.forward(x)).toBe(x);
    expect(net.train().drop.training).toBe(true);
  });

  it("start within ±1/√inFeatures", () => {
    const { weight } = new t.Linear(100, 50, seed(1));
    expect(weight.abs().max().item()).toBeLessThanOrEqual(0.1);
    expect(weight.std().item()).toBeCloseTo(0.1 / Math.sqrt(3), 2);
  });
});

it("the learning rate warms up in a line and falls along half a cosine", () => {
  const schedule = t.warmupCosine({ lr: 1, warmup: 3, total: 11, minLr: 0.2 });
  // nanoGPT's get_lr: (it + 1) / (warmup + 1), then 0.2 + 0.8 (1 + cos πr) / 2.
  expect([0, 1, 2, 3, 7, 11, 99].map((step) => Number(schedule(step).toFixed(6)))).toEqual([0.25, 0.5, 0.75, 1, 0.6, 0.2, 0.2]);
});
