import { describe, expect, it } from "vitest";
import * as t from "../../../src/tensor/index.ts";
import { type Tensor, tensor } from "../../../src/tensor/index.ts";
import { numbers, onBothBackends } from "./backends.ts";

/** Seen to be at most 7e-7, for equal numbers in a product; Σ|x| in place of the sum where signs change. */
const BOUND = 1e-6;

/** Numbers whose float32 sums lose digits: each a little more than the one before, or all alike, or far from 0, or nearly cancelling. */
const KINDS: Record<string, (i: number, u: number) => number> = {
  "all 0.1": () => 0.1,
  "from 0 to 1": (_, u) => u,
  "far from 0": (_, u) => 1e6 + u,
  "of alternating signs": (i, u) => (i % 2 === 0 ? 1000 + u : -1000 - u / 2),
};

function values(length: number, kind: string): Float32Array {
  const f = KINDS[kind]!;
  const x = new Float32Array(length);
  // A linear congruential generator: D. Knuth, W. Press et al., Numerical Recipes, 2nd edition, section 7.1.
  let state = 1;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    x[i] = f(i, state / 2 ** 32);
  }
  return x;
}

/** The largest error of sums over the middle of [outer, n, inner], relative to the sums of the absolute numbers. */
function error(sums: ArrayLike<number>, x: Float32Array, [outer, n, inner]: [number, number, number]): number {
  expect(sums).toHaveLength(outer * inner);
  let worst = 0;
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++) {
      let [sum, size] = [0, 0];
      for (let j = 0; j < n; j++) {
        const value = x[(o * n + j) * inner + i]!;
        sum += value;
        size += Math.abs(value);
      }
      worst = Math.max(worst, Math.abs(sums[o * inner + i]! - sum) / size);
    }
  return worst;
}

const of = (x: Float32Array, ...shape: number[]) =>
  tensor(x)
    .view(...shape)
    .detach();
const parameter = (...shape: number[]) => t.ones(shape, { requiresGrad: true });

onBothBackends("sums of many numbers are right to a millionth", (backend) => {
  it("the mean of ten million times 0.1 is 0.1, along each axis", () => {
    const tall = t.full([10_000_000, 2], 0.1);
    const wide = tall.view(2, 10_000_000);
    for (const mean of [tall.mean(0), wide.mean(1), wide.t().mean(0), tall.view(2, 5_000_000, 2).mean(1), tall.mean()])
      for (const value of mean.toFloat32Array()) expect(Math.abs(value / 0.1 - 1)).toBeLessThan(BOUND);
  });

  describe.each(Object.keys(KINDS))("%s", (kind) => {
    it.each([2049, 5000, 300_001])("along every axis of %i numbers", (n) => {
      const x = values(2 * n, kind);
      expect(error(of(x, n, 2).sum(0).toFloat32Array(), x, [1, n, 2])).toBeLessThan(BOUND);
      expect(error(of(x, 2, n).sum(1).toFloat32Array(), x, [2, n, 1])).toBeLessThan(BOUND);
      expect(error(of(x, 2, n).sum().toFloat32Array(), x, [1, 2 * n, 1])).toBeLessThan(BOUND);
      expect(error(of(x, n, 2).t().sum(1).toFloat32Array(), x, [1, n, 2])).toBeLessThan(BOUND);
      expect(error(of(x, 2, n).t().sum(0).toFloat32Array(), x, [2, n, 1])).toBeLessThan(BOUND);
    });

    it("along an axis in the middle, beside many and few others", () => {
      for (const [outer, n, inner] of [
        [2, 3001, 5],
        [1, 2500, 70],
        [3, 4099, 1],
      ] as const) {
        const x = values(outer * n * inner, kind);
        expect(error(of(x, outer, n, inner).sum(1).toFloat32Array(), x, [outer, n, inner])).toBeLessThan(BOUND);
      }
    });

    it("as gradients of what was stretched over them", () => {
      const n = 60_000;
      const x = values(2 * n, kind);
      const d = of(x, n, 2);
      const check = (w: Tensor, layout: [number, number, number]) => expect(error(w.grad!.toFloat32Array(), x, layout)).toBeLessThan(BOUND);
      for (const op of [(a: Tensor, b: Tensor) => a.mul(b), (a: Tensor, b: Tensor) => b.mul(a)]) {
        const [row, single, column, first] = [parameter(2), parameter(1), parameter(2, 1), parameter(1, 2)];
        op(d, row).sum().backward();
        check(row, [1, n, 2]);
        op(d, single).sum().backward();
        check(single, [1, 2 * n, 1]);
        op(of(x, 2, n), column)
          .sum()
          .backward();
        check(column, [2, n, 1]);
        op(d, first).sum().backward();
        check(first, [1, n, 2]);
      }
      const bias = parameter(2);
      t.zeros([n, 2]).add(bias).backward({ gradient: d });
      check(bias, [1, n, 2]);
      // Two stretched dimensions, neither of which is long alone.
      const grid = parameter(1, 2, 1);
      const picture = of(x, 500, 2, 120);
      picture.mul(grid).sum().backward();
      expect(error(grid.grad!.toFloat32Array(), picture.transpose(0, 1).contiguous().toFloat32Array(), [2, n, 1])).toBeLessThan(BOUND);
    });
  });

  it("of more columns than the kernel has room for", () => {
    const sums = t.full([2049, 33_000], 0.1).sum(0).toFloat32Array();
    expect(sums.every((value) => Math.abs(value / 204.9 - 1) < BOUND)).toBe(true);
  });

  it("as products, whatever is transposed", () => {
    const n = 300_001;
    for (const kind of Object.keys(KINDS)) {
      const x = values(2 * n, kind);
      const rows = of(x, n, 2);
      expect(error(t.ones([1, n]).matmul(rows).toFloat32Array(), x, [1, n, 2])).toBeLessThan(BOUND);
      expect(
        error(
          of(x, 2, n)
            .matmul(t.ones([n]))
            .toFloat32Array(),
          x,
          [2, n, 1],
        ),
      ).toBeLessThan(BOUND);
      expect(
        error(
          rows
            .t()
            .matmul(t.ones([n, 9]))
            .select(1, 8)
            .toFloat32Array(),
          x,
          [1, n, 2],
        ),
      ).toBeLessThan(BOUND);
    }
  });

  it("a product over a long depth keeps its bias, and what it is added to", () => {
    const [x, w, b] = [t.full([70, 3000], 0.5), t.full([520, 3000], 0.25), t.arange(520)];
    const y = t.linear(x, w, b);
    expect(y.shape).toEqual([70, 520]);
    expect(y.toFloat32Array().every((value, i) => value === 375 + (i % 520))).toBe(true);
    const p = parameter(3, 2);
    const many = t.full([4000, 3], 0.5);
    many.matmul(p).sum().add(many.mul(2).matmul(p).sum()).backward();
    expect(p.grad!.toArray()).toEqual(new Array(3).fill([6000, 6000]));
  });

  it("as gradients of layers", () => {
    const n = 20_011;
    const x = values(n, "from 0 to 1");
    const sum = x.reduce((a, b) => a + b, 0);
    const near = (w: Tensor, expected = sum) => {
      for (const value of w.grad!.toFloat32Array()) expect(Math.abs(value / expected - 1)).toBeLessThan(BOUND);
    };
    const [weight, bias] = [parameter(3, 1), parameter(3)];
    t.linear(of(x, n, 1), weight, bias)
      .sum()
      .backward();
    near(weight);
    near(bias, n);

    const table = parameter(1, 2);
    t.embedding(new Int32Array(n), table).backward({ gradient: of(x, n, 1).expand(n, 2).contiguous() });
    near(table);
    const source = parameter(2, 1);
    source.gather(0, t.zeros([n, 1])).backward({ gradient: of(x, n, 1) });
    expect(source.grad!.toFloat32Array()[1]).toBe(0);
    expect(Math.abs(source.grad!.toFloat32Array()[0]! / sum - 1)).toBeLessThan(BOUND);

    // A kernel of one pixel sees each once.
    const [kernel, shift] = [parameter(1, 1, 1, 1), parameter(1)];
    const pictures = values(400 * 900, "from 0 to 1");
    t.conv2d(of(pictures, 400, 1, 30, 30), kernel, shift)
      .sum()
      .backward();
    near(
      kernel,
      pictures.reduce((a, b) => a + b, 0),
    );
    near(shift, 400 * 900);
  });

  it("as gradients of a layer norm, whose rows are (−1, 1) after it", () => {
    const n = 40_001;
    const x = of(
      Float32Array.from({ length: 2 * n }, (_, i) => i % 2),
      n,
      2,
    );
    const [gamma, beta] = [parameter(2), parameter(2)];
    t.layerNorm(x, gamma, beta, { eps: 0 }).mul(0.1).sum().backward();
    for (const [i, value] of gamma.grad!.toFloat32Array().entries()) expect(Math.abs(value / (0.1 * n) - (i === 0 ? -1 : 1))).toBeLessThan(BOUND);
    for (const value of beta.grad!.toFloat32Array()) expect(Math.abs(value / (0.1 * n) - 1)).toBeLessThan(BOUND);
  });

  it("as gradients of a matrix that meets very many others", () => {
    const n = 5000;
    const w = parameter(1, 2, 3);
    t.full([n, 1, 2], 0.1).transpose(1, 2).transpose(1, 2).matmul(w).sum().backward();
    const v = parameter(2, 3);
    t.full([n, 2, 4], 0.1).transpose(1, 2).matmul(v).sum().backward();
    for (const value of w.grad!.toFloat32Array()) expect(Math.abs(value / (0.1 * n) - 1)).toBeLessThan(BOUND);
    for (const value of v.grad!.toFloat32Array()) expect(Math.abs(value / (0.4 * n) - 1)).toBeLessThan(BOUND);
    // Each its own: no sum at all, though a dimension of one index has no width.
    const u = parameter(n, 2, 3);
    t.full([n, 1, 1, 2], 0.5).matmul(u.unsqueeze(1)).sum().backward();
    expect(u.grad!.toFloat32Array().every((value) => value === 0.5)).toBe(true);
  });

  it("within long rows: softmax, its logarithm, the loss, the norm of a layer and of gradients", () => {
    const n = 1_000_003;
    const x = values(n, "from 0 to 1");
    const total = x.reduce((sum, value) => sum + Math.exp(value), 0);
    const row = of(x, 1, n);
    const near = (value: number, expected: number, bound = BOUND) => expect(Math.abs(value / expected - 1)).toBeLessThan(bound);
    near(row.softmax(1).toFloat32Array()[7]!, Math.exp(x[7]!) / total);
    near(row.logSoftmax(1).toFloat32Array()[7]!, x[7]! - Math.log(total));
    near(t.crossEntropy(row, [7]).item(), Math.log(total) - x[7]!);
    const mean = x.reduce((a, b) => a + b, 0) / n;
    const variance = x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n;
    near(t.layerNorm(row, t.ones([n]), t.zeros([n]), { eps: 0 }).toFloat32Array()[7]!, (x[7]! - mean) / Math.sqrt(variance), 3e-6);
    const w = parameter(n);
    w.mul(tensor(x)).sum().backward();
    near(t.clipGradNorm([w], 1e9), Math.sqrt(x.reduce((sum, value) => sum + value ** 2, 0)));
    near(t.mse(tensor(x), t.zeros([n])).item(), x.reduce((sum, value) => sum + value ** 2, 0) / n);
  });

  it("gradients through long rows agree with float64", () => {
    const n = 30_001;
    const [x, d] = [values(n, "from 0 to 1"), values(n, "of alternating signs")];
    const e = Array.from(x, Math.exp);
    const total = e.reduce((a, b) => a + b);
    const dot = e.reduce((sum, value, i) => sum + (value / total) * d[i]!, 0);
    const p = of(x, 1, n).requiresGrad_();
    p.softmax(1).backward({ gradient: of(d, 1, n) });
    const g = p.grad!.toFloat32Array();
    for (const i of [0, 5, n - 1]) expect(g[i]).toBeCloseTo((e[i]! / total) * (d[i]! - dot), 6);
    p.grad = null;
    p.logSoftmax(1).backward({ gradient: of(d, 1, n) });
    const sum = d.reduce((a, b) => a + b, 0);
    for (const i of [0, 5, n - 1]) expect(p.grad!.toFloat32Array()[i]! / (d[i]! - (e[i]! / total) * sum)).toBeCloseTo(1, 6);
  });

  it("the variance of numbers that are far from 0 is that of their differences", () => {
    for (const [n, offset] of [
      [100, 1e6],
      [5000, 1e4],
      [1_000_000, 1e6],
    ] as const) {
      const x = numbers([n], 3)
        .toFloat32Array()
        .map((value) => offset + 10 * value);
      const mean = x.reduce((a, b) => a + b, 0) / n;
      const expected = x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
      expect(Math.abs(tensor(x).var().item() / expected - 1)).toBeLessThan(2e-6);
      expect(Math.abs(of(x, n, 1).expand(n, 3).var(0).toFloat32Array()[2]! / expected - 1)).toBeLessThan(2e-6);
    }
  });

  if (backend === "wasm")
    it("short sums are made one number after the other, or in four lanes, as trainings repeat them to the last bit", () => {
      const f = Math.fround;
      for (const n of [1, 3, 4, 7, 64, 130, 1000, 2047, 2048]) {
        const x = values(3 * n, "from 0 to 1");
        const columns = [0, 0, 0];
        for (const [i, value] of x.entries()) columns[i % 3] = f(columns[i % 3]! + value);
        expect(of(x, n, 3).sum(0).toArray()).toEqual(columns);
        const lanes = [0, 0, 0, 0];
        for (let i = 0; i < n; i++) lanes[i % 4] = f(lanes[i % 4]! + x[i]!);
        expect(of(x, 3, n).sum(1).toFloat32Array()[0]).toBe(f(f(lanes[0]! + lanes[1]!) + f(lanes[2]! + lanes[3]!)));
        let [product, c] = [0, 0];
        for (let i = 0; i < n; i++) {
          c = f(c + f(x[i]! * x[n + i]!));
          if (i % 256 === 255 || i === n - 1) [product, c] = [f(product + c), 0];
        }
        expect(
          tensor(x.slice(0, n))
            .matmul(tensor(x.slice(n, 2 * n)))
            .item(),
        ).toBe(product);
      }
    });
});
