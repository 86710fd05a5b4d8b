/**
 * The kernels in plain TypeScript: what runs where WebAssembly does not, and the readable version of the files `*.as.ts`, whose
 * comments say what each one computes. Addresses are bytes, as there: number i of a tensor at `a` is `f32[a / 4 + i]`.
 */
interface Memory {
  f32: Float32Array;
  i32: Int32Array;
}

/** What of a square product counts: all; only C[i, j] with j ≤ i; or A[i, k] is zero for k > i, or for k < i. */
export const FULL = 0;
export const C_LOWER = 1;
export const A_LOWER = 2;
export const A_UPPER = 3;

export function fallbackKernels(memory: Memory) {
  // ---- the matrix product

  function gemm(
    m: number,
    n: number,
    k: number,
    a: number,
    rsA: number,
    csA: number,
    b: number,
    rsB: number,
    csB: number,
    c: number,
    ldc: number,
    bias: number,
    accumulate: number,
    part: number,
  ): void {
    const { f32 } = memory;
    const row = new Float64Array(n);
    for (let i = 0; i < m; i++) {
      const target = c / 4 + i * ldc;
      const to = part === C_LOWER ? Math.min(n, i + 1) : n;
      if (accumulate) row.set(f32.subarray(target, target + n));
      else if (bias) row.set(f32.subarray(bias / 4, bias / 4 + n));
      else row.fill(0);
      const first = part === A_UPPER ? i : 0;
      const last = part === A_LOWER ? Math.min(k, i + 1) : k;
      for (let l = first; l < last; l++) {
        const x = f32[a / 4 + i * rsA + l * csA]!;
        const from = b / 4 + l * rsB;
        if (csB === 1) for (let j = 0; j < to; j++) row[j]! += x * f32[from + j]!;
        else for (let j = 0; j < to; j++) row[j]! += x * f32[from + j * csB]!;
      }
      f32.set(to < n ? row.subarray(0, to) : row, target);
    }
  }

  // ---- elementwise

  const rowwise =
    (f: (x: number, y: number) => number) =>
    (o: number, a: number, b: number, rows: number, n: number, stepA: number, stepB: number): void => {
      const { f32 } = memory;
      for (let r = 0; r < rows; r++) for (let i = 0; i < n; i++) f32[o / 4 + r * n + i] = f(f32[a / 4 + r * stepA + i]!, f32[b / 4 + r * stepB + i]!);
    };
  const map =
    (f: (x: number) => number) =>
    (o: number, a: number, n: number): void => {
      const { f32 } = memory;
      for (let i = 0; i < n; i++) f32[o / 4 + i] = f(f32[a / 4 + i]!);
    };
  const add = rowwise((x, y) => x + y);
  const sub = rowwise((x, y) => x - y);
  const mul = rowwise((x, y) => x * y);
  const div = rowwise((x, y) => x / y);
  const exp = map(Math.exp);
  const log = map(Math.log);
  const sigmoid = map((x) => 1 / (1 + Math.exp(-x)));
  const tanh = map(Math.tanh);
  // Written so that NaN stays NaN.
  const relu = map((x) => (x < 0 ? 0 : x));

  /** dx = dy where y > 0, else 0 */
  function reluBackward(dx: number, y: number, dy: number, n: number): void {
    const { f32 } = memory;
    for (let i = 0; i < n; i++) f32[dx / 4 + i] = f32[y / 4 + i]! > 0 ? f32[dy / 4 + i]! : 0;
  }

  function affine(o: number, a: number, scale: number, shift: number, n: number): void {
    const { f32 } = memory;
    for (let i = 0; i < n; i++) f32[o / 4 + i] = scale * f32[a / 4 + i]! + shift;
  }

  /** y = x Φ(x) and its slope, by Φ and φ. */
  const geluBy =
    (cdf: (x: number) => number, slopeOf: (x: number, cdf: number) => number) =>
    (y: number, slope: number, a: number, n: number): void => {
      const { f32 } = memory;
      for (let i = 0; i < n; i++) {
        const x = f32[a / 4 + i]!;
        const p = cdf(x);
        f32[y / 4 + i] = x * p;
        if (slope) f32[slope / 4 + i] = slopeOf(x, p);
      }
    };
  const gelu = geluBy(normalCdf, (x, p) => p + (x * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI));
  const c = 2 * Math.sqrt(2 / Math.PI);
  const geluTanh = geluBy(
    (x) => 1 / (1 + Math.exp(-c * x * (1 + 0.044715 * x * x))),
    (x, p) => p + x * p * (1 - p) * c * (1 + 3 * 0.044715 * x * x),
  );

  // ---- reductions

  function sum(o: number, a: number, outer: number, n: number, inner: number, accumulate: number): void {
    const { f32 } = memory;
    for (let r = 0; r < outer; r++)
      for (let i = 0; i < inner; i++) {
        let s = 0;
        for (let j = 0; j < n; j++) s += f32[a / 4 + (r * n + j) * inner + i]!;
        f32[o / 4 + r * inner + i] = s + (accumulate ? f32[o / 4 + r * inner + i]! : 0);
      }
  }

  function sumSquares(a: number, n: number): number {
    let s = 0;
    for (const x of memory.f32.subarray(a / 4, a / 4 + n)) s += x * x;
    return s;
  }

  // ---- softmax and what is made of it

  const maxOf = (a: number, n: number) => {
    let m = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < n; i++) m = Math.max(m, memory.f32[a / 4 + i]!);
    return m;
  };
  /** o = exp(scale (a − shift)); gives Σ o. */
  const expOf = (o: number, a: number, n: number, scale: number, shift: number) => {
    const { f32 } = memory;
    let total = 0;
    for (let i = 0; i < n; i++) total += f32[o / 4 + i] = Math.exp(scale * (f32[a / 4 + i]! - shift));
    return total;
  };

  function softmax(o: number, a: number, rows: number, n: number, scale: number, causal: number, height: number): void {
    const { f32 } = memory;
    for (let r = 0; r < rows; r++, o += 4 * n, a += 4 * n) {
      const seen = causal ? Math.min(n, (r % height) + 1) : n;
      const m = maxOf(a, seen);
      if (m === Number.NEGATIVE_INFINITY) f32.fill(0, o / 4, o / 4 + seen);
      else affine(o, o, 1 / expOf(o, a, seen, scale, m), 0, seen);
      f32.fill(0, o / 4 + seen, o / 4 + n);
    }
  }

  function softmaxBackward(dx: number, y: number, dy: number, rows: number, n: number, scale: number, causal: number, height: number): void {
    const { f32 } = memory;
    for (let r = 0; r < rows; r++, dx += 4 * n, y += 4 * n, dy += 4 * n) {
      const seen = causal ? Math.min(n, (r % height) + 1) : n;
      let total = 0;
      for (let i = 0; i < seen; i++) total += f32[y / 4 + i]! * f32[dy / 4 + i]!;
      for (let i = 0; i < seen; i++) f32[dx / 4 + i] = scale * f32[y / 4 + i]! * (f32[dy / 4 + i]! - total);
      f32.fill(0, dx / 4 + seen, dx / 4 + n);
    }
  }

  function logSoftmax(o: number, a: number, rows: number, n: number): void {
    for (let r = 0; r < rows; r++, o += 4 * n, a += 4 * n) {
      const m = maxOf(a, n);
      affine(o, a, 1, -(m + Math.log(expOf(o, a, n, 1, m))), n);
    }
  }

  function crossEntropy(losses: number, d: number, a: number, targets: number, rows: number, n: number, ignore: number): void {
    const { f32, i32 } = memory;
    for (let r = 0; r < rows; r++, d += 4 * n, a += 4 * n) {
      const target = i32[targets / 4 + r]!;
      if (target === ignore) {
        f32[losses / 4 + r] = 0;
        f32.fill(0, d / 4, d / 4 + n);
        continue;
      }
      const m = maxOf(a, n);
      const total = expOf(d, a, n, 1, m);
      f32[losses / 4 + r] = Math.log(total) + m - f32[a / 4 + target]!;
      affine(d, d, 1 / total, 0, n);
      f32[d / 4 + target]! -= 1;
    }
  }

  // ---- layer normalisation

  function layerNorm(y: number, stats: number, a: number, gamma: number, beta: number, rows: number, n: number, epsilon: number): void {
    const { f32 } = memory;
    for (let r = 0; r < rows; r++, y += 4 * n, a += 4 * n) {
      let mean = 0;
      for (let i = 0; i < n; i++) mean += f32[a / 4 + i]! / n;
      let variance = 0;
      for (let i = 0; i < n; i++) variance += (f32[a / 4 + i]! - mean) ** 2 / n;
      const inverse = 1 / Math.sqrt(variance + epsilon);
      f32[stats / 4 + 2 * r] = mean;
      f32[stats / 4 + 2 * r + 1] = inverse;
      for (let i = 0; i < n; i++) f32[y / 4 + i] = (f32[a / 4 + i]! - mean) * inverse * f32[gamma / 4 + i]! + f32[beta / 4 + i]!;
    }
  }

  function layerNormBackward(
    dx: number,
    dgamma: number,
    a: number,
    stats: number,
    gamma: number,
    dy: number,
    rows: number,
    n: number,
    accumulate: number,
  ): void {
    const { f32 } = memory;
    for (let r = 0; r < rows; r++, dx += 4 * n, a += 4 * n, dy += 4 * n) {
      const mean = f32[stats / 4 + 2 * r]!;
      const inverse = f32[stats / 4 + 2 * r + 1]!;
      let meanT = 0;
      let meanTH = 0;
      for (let i = 0; i < n; i++) {
        const h = (f32[a / 4 + i]! - mean) * inverse;
        const d = f32[dy / 4 + i]!;
        f32[dgamma / 4 + i]! += d * h;
        meanT += (d * f32[gamma / 4 + i]!) / n;
        meanTH += (d * f32[gamma / 4 + i]! * h) / n;
      }
      for (let i = 0; i < n; i++) {
        const h = (f32[a / 4 + i]! - mean) * inverse;
        const d = inverse * (f32[dy / 4 + i]! * f32[gamma / 4 + i]! - meanT - h * meanTH);
        f32[dx / 4 + i] = d + (accumulate ? f32[dx / 4 + i]! : 0);
      }
    }
  }

  // ---- layout

  function takeRows(o: number, table: number, indices: number, rows: number, n: number): void {
    const { f32, i32 } = memory;
    for (let r = 0; r < rows; r++) {
      const from = table / 4 + i32[indices / 4 + r]! * n;
      f32.copyWithin(o / 4 + r * n, from, from + n);
    }
  }

  /** Calls `visit` with each place in a strided layout of four dimensions, in order. */
  const walk =
    (visit: (contiguous: number, strided: number) => void) =>
    (n0: number, n1: number, n2: number, n3: number, s0: number, s1: number, s2: number, s3: number) => {
      let at = 0;
      for (let i = 0; i < n0; i++)
        for (let j = 0; j < n1; j++) for (let k = 0; k < n2; k++) for (let l = 0; l < n3; l++) visit(at++, i * s0 + j * s1 + k * s2 + l * s3);
    };
  type FourDimensions = [n0: number, n1: number, n2: number, n3: number, s0: number, s1: number, s2: number, s3: number];

  function copyStrided(o: number, a: number, ...layout: FourDimensions): void {
    const { f32 } = memory;
    walk((i, place) => {
      f32[o / 4 + i] = f32[a / 4 + place]!;
    })(...layout);
  }

  function addStrided(a: number, d: number, ...layout: FourDimensions): void {
    const { f32 } = memory;
    walk((i, place) => {
      f32[a / 4 + place]! += f32[d / 4 + i]!;
    })(...layout);
  }

  // ---- convolution and pooling

  /** Calls `visit` with the place of each number in the columns and that of its pixel; −1 outside the picture. */
  const visitPatches =
    (visit: (column: number, pixel: number) => void) =>
    (channels: number, h: number, w: number, kh: number, kw: number, oh: number, ow: number, stride: number, padding: number) => {
      let at = 0;
      for (let c = 0; c < channels; c++)
        for (let i = 0; i < kh; i++)
          for (let j = 0; j < kw; j++)
            for (let y = 0; y < oh; y++)
              for (let x = 0; x < ow; x++) {
                const row = y * stride + i - padding;
                const column = x * stride + j - padding;
                visit(at++, row >= 0 && row < h && column >= 0 && column < w ? (c * h + row) * w + column : -1);
              }
    };
  type PatchLayout = [channels: number, h: number, w: number, kh: number, kw: number, oh: number, ow: number, stride: number, padding: number];

  function patches(cols: number, a: number, ...layout: PatchLayout): void {
    const { f32 } = memory;
    visitPatches((i, pixel) => {
      f32[cols / 4 + i] = pixel < 0 ? 0 : f32[a / 4 + pixel]!;
    })(...layout);
  }

  function addPatches(da: number, cols: number, ...layout: PatchLayout): void {
    const { f32 } = memory;
    visitPatches((i, pixel) => {
      if (pixel >= 0) f32[da / 4 + pixel]! += f32[cols / 4 + i]!;
    })(...layout);
  }

  function maxPool(
    o: number,
    places: number,
    a: number,
    planes: number,
    h: number,
    w: number,
    oh: number,
    ow: number,
    k: number,
    stride: number,
  ): void {
    const { f32, i32 } = memory;
    let to = 0;
    for (let p = 0; p < planes; p++)
      for (let y = 0; y < oh; y++)
        for (let x = 0; x < ow; x++, to++) {
          let place = y * stride * w + x * stride;
          let best = f32[a / 4 + p * h * w + place]!;
          for (let i = 0; i < k; i++)
            for (let j = 0; j < k; j++) {
              const at = (y * stride + i) * w + x * stride + j;
              const value = f32[a / 4 + p * h * w + at]!;
              if (value > best || Number.isNaN(value)) {
                best = value;
                place = at;
              }
            }
          f32[o / 4 + to] = best;
          i32[places / 4 + to] = place;
        }
  }

  // ---- optimisers

  function adam(
    p: number,
    g: number,
    m: number,
    v: number,
    n: number,
    lr: number,
    beta1: number,
    beta2: number,
    rest1: number,
    rest2: number,
    correction: number,
    epsilon: number,
    coupled: number,
    keep: number,
  ): void {
    const { f32 } = memory;
    for (let i = 0; i < n; i++) {
      const w = f32[p / 4 + i]!;
      const d = f32[g / 4 + i]! + coupled * w;
      const first = (f32[m / 4 + i] = beta1 * f32[m / 4 + i]! + rest1 * d);
      const second = (f32[v / 4 + i] = beta2 * f32[v / 4 + i]! + rest2 * d * d);
      f32[p / 4 + i] = keep * w - (lr * first) / (Math.sqrt(second * correction) + epsilon);
    }
  }

  function sgd(p: number, g: number, velocity: number, n: number, lr: number, momentum: number, decay: number): void {
    const { f32 } = memory;
    for (let i = 0; i < n; i++) {
      const u = (f32[velocity / 4 + i] = momentum * f32[velocity / 4 + i]! + f32[g / 4 + i]! + decay * f32[p / 4 + i]!);
      f32[p / 4 + i]! -= lr * u;
    }
  }

  return {
    /** The fast kernels put things together in a scratch memory; these need none. */
    scratchBytes: () => 0,
    useScratch: (_: number) => {},
    ...{ gemm, add, sub, mul, div, affine, exp, log, sigmoid, tanh, relu, reluBackward, gelu, geluTanh },
    ...{ sum, sumSquares, softmax, softmaxBackward, logSoftmax, crossEntropy, layerNorm, layerNormBackward },
    ...{ takeRows, copyStrided, addStrided },
    ...{ patches, addPatches, maxPool, adam, sgd },
  };
}

/** Φ(x), by erf in the form 7.1.26 of M. Abramowitz, I. Stegun, Handbook of Mathematical Functions: right to 1.5e-7. */
function normalCdf(x: number): number {
  const z = Math.abs(x) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * z);
  const p = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  const tail = (p * Math.exp(-z * z)) / 2;
  return x < 0 ? tail : 1 - tail;
}
