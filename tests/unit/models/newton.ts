/**
 * The optimum of logistic regression by another way than the model's: Newton's method with the whole Hessian, in standardised columns, of
 * C Σ −ln p(the right class) + ½ Σ weights² with the weights in the units of `X`. For two classes, one sum.
 */
export function logisticOptimum(X: readonly number[][], y: readonly number[], nClasses: number, C: number) {
  const [n, d] = [X.length, X[0]!.length];
  const mean = X[0]!.map((_, j) => X.reduce((sum, x) => sum + (x[j]! - X[0]![j]!), 0) / n + X[0]![j]!);
  const scale = mean.map((m, j) => Math.sqrt(X.reduce((sum, x) => sum + (x[j]! - m) ** 2, 0) / n) || 1);
  const Z = X.map((x) => [...x.map((value, j) => (value - mean[j]!) / scale[j]!), 1]);
  const sums = nClasses === 2 ? 1 : nClasses;
  const size = sums * (d + 1);
  const price = Array.from({ length: size }, (_, at) => (at % (d + 1) < d ? 1 / scale[at % (d + 1)]! ** 2 : 0));
  const probabilities = (w: readonly number[], z: readonly number[]) => {
    const s = Array.from({ length: sums }, (_, k) => z.reduce((sum, value, j) => sum + value * w[k * (d + 1) + j]!, 0));
    const all = sums === 1 ? [0, ...s] : s;
    const most = all.reduce((a, b) => Math.max(a, b));
    const raised = all.map((value) => Math.exp(value - most));
    const total = raised.reduce((a, b) => a + b);
    return raised.map((value) => value / total);
  };
  const lossAt = (w: readonly number[]) =>
    w.reduce((sum, value, at) => sum + (price[at]! * value ** 2) / 2, 0) -
    C * Z.reduce((sum, z, i) => sum + Math.log(probabilities(w, z)[y[i]!]!), 0);
  let w = new Array<number>(size).fill(0);
  for (let step = 0; step < 200; step++) {
    const gradient = w.map((value, at) => price[at]! * value);
    // The intercepts of three sums may all grow alike: a little on the diagonal keeps them in place, and changes no step's direction.
    const hessian = w.map((_, a) => w.map((_, b) => (a === b ? price[a]! + 1e-10 : 0)));
    for (const [i, z] of Z.entries()) {
      const p = probabilities(w, z).slice(nClasses - sums);
      for (let k = 0; k < sums; k++)
        for (let j = 0; j <= d; j++) {
          const a = k * (d + 1) + j;
          gradient[a]! += C * (p[k]! - Number(y[i] === k + nClasses - sums)) * z[j]!;
          for (let l = 0; l < sums; l++)
            for (let m = 0; m <= d; m++) hessian[a]![l * (d + 1) + m]! += C * p[k]! * (Number(k === l) - p[l]!) * z[j]! * z[m]!;
        }
    }
    const direction = solve(hessian, gradient);
    let length = 1;
    const before = lossAt(w);
    const moved = () => w.map((value, a) => value - length * direction[a]!);
    while (lossAt(moved()) > before && length > 1e-12) length /= 2;
    w = moved();
    if (!(lossAt(w) < before)) break;
  }
  return {
    loss: lossAt(w),
    /** In the units of `X`, each times the deviation of its column: `[sums][features]`. */
    standardised: Array.from({ length: sums }, (_, k) => scale.map((_, j) => w[k * (d + 1) + j]!)),
    probabilities: Z.map((z) => probabilities(w, z)),
    scale,
  };
}

/** Gauss's elimination with the largest pivot. */
function solve(A: readonly number[][], b: readonly number[]): number[] {
  const M = A.map((row, i) => [...row, b[i]!]);
  for (let k = 0; k < M.length; k++) {
    let pivot = k;
    for (let i = k + 1; i < M.length; i++) if (Math.abs(M[i]![k]!) > Math.abs(M[pivot]![k]!)) pivot = i;
    [M[k], M[pivot]] = [M[pivot]!, M[k]!];
    for (let i = k + 1; i < M.length; i++) {
      const factor = M[i]![k]! / M[k]![k]!;
      for (let j = k; j <= M.length; j++) M[i]![j]! -= factor * M[k]![j]!;
    }
  }
  const x = new Array<number>(M.length).fill(0);
  for (let i = M.length - 1; i >= 0; i--)
    x[i] = (M[i]![M.length]! - x.reduce((sum, value, j) => (j > i ? sum + M[i]![j]! * value : sum), 0)) / M[i]![i]!;
  return x;
}
