import { afterAll, beforeAll, describe } from "vitest";
import { type BackendName, type Shape, setBackend, type Tensor, tensor } from "../../../src/tensor/index.ts";

/** The same tests on WebAssembly and on plain TypeScript. */
export function onBothBackends(title: string, tests: (backend: BackendName) => void): void {
  describe.each(["wasm", "typescript"] as const)(`${title} (%s)`, (backend) => {
    beforeAll(() => setBackend(backend));
    afterAll(() => setBackend("wasm"));
    tests(backend);
  });
}

/** Numbers that repeat with the seed, up to ±1.03, and no closer than 0.03 to 0, where some functions have an edge. */
export function numbers(shape: Shape, seed: number, requiresGrad = false): Tensor {
  let state = (seed * 2_654_435_761) >>> 0;
  const next = () => {
    // xorshift32, G. Marsaglia, 2003.
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  };
  state ||= 1;
  for (let i = 0; i < 8; i++) next();
  const values = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => {
    const x = 2 * next() - 1;
    return x + 0.03 * Math.sign(x);
  });
  const x = tensor(values)
    .view(...shape)
    .detach();
  return x.requiresGrad_(requiresGrad);
}

/** The largest difference, relative to the larger of 1 and the numbers themselves. */
export function difference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  let worst = 0;
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i]!, b[i]!];
    if (Object.is(x, y) || x === y) continue;
    const d = Math.abs(x - y) / Math.max(1, Math.abs(x), Math.abs(y));
    worst = Number.isNaN(d) ? Number.POSITIVE_INFINITY : Math.max(worst, d);
  }
  return worst;
}
