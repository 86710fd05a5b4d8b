import { describe, expect, it } from "vitest";
import { Muon, Together } from "../../../scripts/train/muon.ts";
import { seed } from "../../../src/base/random.ts";
import { randn, SGD, type Tensor, tensor } from "../../../src/tensor/index.ts";

/** A singular value after five steps of Newton and Schulz, by the polynomial of K. Jordan 2024. */
function grown(value: number): number {
  for (let step = 0; step < 5; step++) value = 3.4445 * value - 4.775 * value ** 3 + 2.0315 * value ** 5;
  return value;
}

/** The first step from zeros, by its gradient. */
function firstStep(gradient: Tensor, options: { lr: number; weightDecay?: number }, parts = 1): number[][] {
  const parameter = tensor(gradient.mul(0).toArray(), { requiresGrad: true });
  const optimizer = new Muon([{ parameter, parts }], { weightDecay: 0, ...options });
  parameter.mul(gradient).sum().backward();
  optimizer.step();
  return parameter.toArray() as number[][];
}

describe("Muon", () => {
  it("moves a diagonal matrix by what the polynomial makes of each of its numbers", () => {
    const [large, small] = [3, 0.1].map((value) => value / Math.hypot(3, 0.1)) as [number, number];
    const [[a, b], [c, d]] = firstStep(tensor([[3, 0], [0, 0.1]]), { lr: 1 }) as [[number, number], [number, number]]; // biome-ignore format: a matrix
    expect(a).toBeCloseTo(-grown(large), 5);
    expect(d).toBeCloseTo(-grown(small), 5);
    expect([b, c].map(Math.abs)).toEqual([0, 0]);
    // Thirty times smaller, and yet it moves as far, within the bounds that Jordan names.
    for (const moved of [a, d]) expect(Math.abs(moved)).toBeGreaterThan(0.68), expect(Math.abs(moved)).toBeLessThan(1.2);
  });

  it.each([
    [8, 3, Math.sqrt(8 / 3)],
    [3, 8, 1],
    [5, 5, 1],
  ])("makes the step of a %i × %i matrix nearly orthogonal, and longer where it is tall", (rows, columns, longer) => {
    const step = tensor(firstStep(randn([rows, columns], seed(1)), { lr: 1 }));
    const square = (rows > columns ? step.t().matmul(step) : step.matmul(step.t())).toArray() as number[][];
    for (const [i, row] of square.entries())
      for (const [j, value] of row.entries())
        if (i !== j) expect(Math.abs(value) / longer ** 2).toBeLessThan(0.4);
        else expect(Math.sqrt(value) / longer).toBeGreaterThan(0.6), expect(Math.sqrt(value) / longer).toBeLessThan(1.25);
  });

  it("takes matrices that stand one above the other one by one", () => {
    const [upper, lower] = [randn([3, 4], seed(1)), randn([3, 4], seed(2)).mul(100)];
    const both = tensor([...(upper.toArray() as number[][]), ...(lower.toArray() as number[][])]);
    const expected = [...firstStep(upper, { lr: 0.5 }), ...firstStep(lower, { lr: 0.5 })];
    for (const [i, row] of firstStep(both, { lr: 0.5 }, 2).entries())
      for (const [j, value] of row.entries()) expect(value).toBeCloseTo(expected[i]![j]!, 5);
  });

  it("adds up gradients, decays, and leaves a matrix without slope where it is", () => {
    const parameter = tensor([[2, 0], [0, 2]], { requiresGrad: true }); // biome-ignore format: a matrix
    const optimizer = new Muon([{ parameter }], { lr: 0.1, momentum: 0.5, weightDecay: 0.5 });
    const down = (gradient: number[][]) => {
      parameter.mul(tensor(gradient)).sum().backward();
      optimizer.step();
      return parameter.toArray() as [[number, number], [number, number]];
    };
    const zero = down([[0, 0], [0, 0]]); // biome-ignore format: a matrix
    expect(zero[0][0]).toBeCloseTo(2 * 0.95, 6);
    down([[4, 0], [0, 1]]); // biome-ignore format: a matrix
    const before = parameter.toArray() as [[number, number], [number, number]];
    // The sum is 0.5 · (4, 1) + (0, 2) = (2, 2.5); Nesterov's step (0, 2) + 0.5 · (2, 2.5) = (1, 3.25).
    const [[a], [, d]] = down([[0, 0], [0, 2]]); // biome-ignore format: a matrix
    expect(a).toBeCloseTo(0.95 * before[0][0] - 0.1 * grown(1 / Math.hypot(1, 3.25)), 5);
    expect(d).toBeCloseTo(0.95 * before[1][1] - 0.1 * grown(3.25 / Math.hypot(1, 3.25)), 5);
  });

  it("says what it cannot update", () => {
    const row = tensor([1, 2], { requiresGrad: true });
    expect(() => new Muon([{ parameter: row }])).toThrow("optimiser: Muon updates matrices, and [2] is not one");
    const matrix = tensor([[1, 2], [3, 4], [5, 6]], { requiresGrad: true }); // biome-ignore format: a matrix
    expect(() => new Muon([{ parameter: matrix, parts: 2 }])).toThrow("[3, 2] is not 2 of the same height");
  });

  it("goes on after a break as if there had been none", () => {
    const run = (breakAt: number) => {
      const matrix = randn([4, 4], seed(3), { requiresGrad: true });
      let optimizer = new Muon([{ parameter: matrix }]);
      for (let step = 0; step < 6; step++) {
        if (step === breakAt) optimizer = new Muon([{ parameter: matrix }]).loadStateDict(optimizer.stateDict());
        matrix.pow(2).sum().backward();
        optimizer.step();
      }
      return matrix.toArray();
    };
    expect(run(3)).toEqual(run(-1));
  });
});

describe("optimisers that step together", () => {
  const parameter = () => tensor([[1, 1]], { requiresGrad: true });

  it("take one rate, each by its own factor, and each its own parameters", () => {
    const [slow, fast] = [parameter(), parameter()];
    const both = new Together([
      { optimizer: new SGD([slow], { lr: 1 }), factor: 1 },
      { optimizer: new SGD([fast], { lr: 1 }), factor: 6 },
    ]);
    both.lr = 0.1;
    expect(both.lr).toBeCloseTo(0.1, 12);
    slow.add(fast).sum().backward();
    both.step();
    expect((slow.toArray() as number[][])[0]![0]).toBeCloseTo(0.9, 6);
    expect((fast.toArray() as number[][])[0]![0]).toBeCloseTo(0.4, 6);
  });

  it("keep and take back what each of them remembers", () => {
    const run = (breakAt: number) => {
      const [a, b] = [parameter(), randn([3, 3], seed(4), { requiresGrad: true })];
      const make = () =>
        new Together([
          { optimizer: new SGD([a], { lr: 0.1, momentum: 0.9 }), factor: 1 },
          { optimizer: new Muon([{ parameter: b }]), factor: 2 },
        ]);
      let optimizer = make();
      for (let step = 0; step < 4; step++) {
        if (step === breakAt) {
          const state = optimizer.stateDict();
          optimizer = make();
          optimizer.loadStateDict(state, step);
        }
        a.pow(2).sum().add(b.pow(2).sum()).backward();
        optimizer.lr = 0.05;
        optimizer.step();
      }
      return [a.toArray(), b.toArray()];
    };
    expect(run(2)).toEqual(run(-1));
  });
});
