import { readFileSync } from "node:fs";
import { brotliCompressSync } from "node:zlib";
import { build } from "esbuild";
import { expect, it } from "vitest";
import { compileKernels, WASM_MODULE } from "../../../scripts/wasm.ts";
import { crossEntropy, maxPool2d, setBackend, type Tensor, tensor } from "../../../src/tensor/index.ts";
import { difference, numbers } from "./backends.ts";

it("the compiled kernels in the repository are those of the sources: else run `npm run wasm`", async () => {
  expect(readFileSync(WASM_MODULE, "utf8")).toBe(await compileKernels());
}, 120_000);

it("the engine is small enough to be loaded with a page", async () => {
  const { outputFiles } = await build({
    entryPoints: ["src/tensor/index.ts"],
    bundle: true,
    format: "esm",
    target: "es2022",
    minify: true,
    write: false,
  });
  // Kilobytes over the wire; the kernels are a quarter of it.
  expect(brotliCompressSync(outputFiles[0]!.contents).length / 1000).toBeLessThan(24.6);
});

const both = (f: () => Tensor) =>
  (["wasm", "typescript"] as const).map((backend) => {
    setBackend(backend);
    return f().toFloat32Array();
  }) as [Float32Array, Float32Array];

const edges = [
  0,
  -0,
  1,
  -1,
  1e-3,
  -1e-3,
  0.19,
  0.21,
  20,
  -20,
  87.5,
  88.5,
  89,
  -86,
  -88,
  150,
  -150,
  1e30,
  -1e30,
  1e-40,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
];

it.each<[string, (x: Tensor) => Tensor]>([
  ["exp", (x) => x.exp()],
  ["log", (x) => x.log()],
  ["tanh", (x) => x.tanh()],
  ["sigmoid", (x) => x.sigmoid()],
  ["relu", (x) => x.relu()],
  ["softmax", (x) => x.slice(0, 0, -2).softmax(0)],
  ["logSoftmax", (x) => x.slice(0, 0, -2).logSoftmax(0)],
  ["sum of finite numbers", (x) => x.slice(0, 0, 12).sum()],
])("%s gives the same on both backends at the edges of float32", (_, f) => {
  const [wasm, plain] = both(() => f(tensor(edges)));
  expect(difference(wasm, plain)).toBeLessThan(1e-5);
});

it.each([
  ["exp", (x: Tensor) => x.exp()],
  ["log", (x: Tensor) => x.log()],
  ["tanh", (x: Tensor) => x.tanh()],
  ["sigmoid", (x: Tensor) => x.sigmoid()],
  ["relu", (x: Tensor) => x.relu()],
  ["gelu", (x: Tensor) => x.gelu()],
  ["layout", (x: Tensor) => x.view(1, 1).matmul(tensor([[1]]))],
])("%s of NaN is NaN", (_, f) => {
  for (const [result] of both(() => f(tensor([Number.NaN])))) expect(result).toBeNaN();
});

it.each([
  [1, 1, 1],
  [5, 9, 3],
  [67, 70, 259],
  [4, 515, 257],
  [130, 8, 600],
])("a product of %i × %i over %i, past the cuts of its loops, is the same on both backends", (m, n, k) => {
  const [wasm, plain] = both(() => numbers([m, k], 1).matmul(numbers([n, k], 2).t()));
  expect(difference(wasm, plain)).toBeLessThan(2e-5);
  const [again, plainAgain] = both(() =>
    numbers([k, m], 1)
      .t()
      .matmul(numbers([k, n], 2)),
  );
  expect(difference(again, plainAgain)).toBeLessThan(2e-5);
});

it("logits that overflow exp have a finite loss", () => {
  for (const [loss] of both(() => crossEntropy(tensor([[1000, 0, -1000]]), [1]))) expect(loss).toBeCloseTo(1000, 3);
});

it.each([0, 1, 2, 3])("the largest of a window in which number %i is NaN is NaN, as in PyTorch 1.13", (place) => {
  const window = [1, 2, 3, 4].with(place, Number.NaN);
  for (const [result] of both(() => maxPool2d(tensor(window).view(1, 1, 2, 2), 2))) expect(result).toBeNaN();
});
