export interface SmoProblem {
  /** The side of each row, 1 or −1: `[rows]`. */
  sign: Int8Array;
  /** Row `i` of the kernel matrix: `[rows]`. */
  row(i: number): Float64Array;
  /** The kernel of each row with itself: `[rows]`. */
  diagonal: Float64Array;
  /** The most that a row may weigh. */
  C: number;
  /** How far optimality may be missed. */
  tolerance: number;
}

/**
 * Sequential minimal optimisation: finds the weights αᵢ, 0 ≤ αᵢ ≤ C, Σ αᵢ yᵢ = 0, of the widest margin, by moving two of them at a
 * time, which is the fewest that can move. The two are those that promise most.
 *
 * Sources: J. Platt, Fast Training of Support Vector Machines using Sequential Minimal Optimization, 1998; choice of the pair:
 * R.-E. Fan, P.-H. Chen, C.-J. Lin, JMLR 6, 2005, WSS 2; the names are theirs. Each step takes O(rows) and two rows of the kernel matrix.
 */
export class Smo {
  /** Steps so far. */
  steps = 0;
  /** Whether no pair promises more than the tolerance. */
  converged = false;
  readonly #problem: SmoProblem;
  /** `[rows]`. */
  readonly #alpha: Float64Array;
  /** Slope of the dual in each α: `[rows]`. */
  readonly #gradient: Float64Array;

  constructor(problem: SmoProblem) {
    this.#problem = problem;
    this.#alpha = new Float64Array(problem.sign.length);
    this.#gradient = new Float64Array(problem.sign.length).fill(-1);
  }

  /** Take at most `steps` more steps. */
  run(steps: number): void {
    for (let left = steps; left > 0 && !this.converged; left--) this.#step();
  }

  /** αᵢ yᵢ: what each row adds to the border: `[rows]`. */
  weights(): Float64Array {
    return this.#alpha.map((alpha, i) => alpha * this.#problem.sign[i]!);
  }

  /** What the border has before any row speaks: such that rows with 0 < α < C lie at the margin. */
  bias(): number {
    const { sign, C } = this.#problem;
    let [free, sum, lower, upper] = [0, 0, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (let i = 0; i < sign.length; i++) {
      const value = sign[i]! * this.#gradient[i]!;
      const alpha = this.#alpha[i]!;
      if (alpha > 0 && alpha < C) {
        free++;
        sum += value;
      } else if ((alpha === 0) === sign[i]! > 0) upper = Math.min(upper, value);
      else lower = Math.max(lower, value);
    }
    const rho = free > 0 ? sum / free : (upper + lower) / 2;
    return 0 - rho;
  }

  #step(): void {
    const { sign, row, diagonal, C, tolerance } = this.#problem;
    const alpha = this.#alpha;
    const gradient = this.#gradient;
    const n = sign.length;

    // The row that pulls hardest towards its side.
    let i = -1;
    let most = Number.NEGATIVE_INFINITY;
    for (let t = 0; t < n; t++) {
      if (sign[t]! > 0 ? alpha[t]! >= C : alpha[t]! <= 0) continue;
      const pull = -sign[t]! * gradient[t]!;
      if (pull <= most) continue;
      most = pull;
      i = t;
    }
    if (i < 0) return this.#end();
    // Comparisons with NaN are all false, so that it would be chosen for ever.
    if (Number.isNaN(most))
      throw new RangeError(
        "the sums over the rows are no longer finite: scale the columns first, for example with StandardScaler, or make C smaller",
      );

    // Its partner: the one with which the dual falls most.
    const Ki = row(i);
    let j = -1;
    let least = Number.POSITIVE_INFINITY;
    let best = 0;
    for (let t = 0; t < n; t++) {
      if (sign[t]! > 0 ? alpha[t]! <= 0 : alpha[t]! >= C) continue;
      const pull = -sign[t]! * gradient[t]!;
      if (pull < least) least = pull;
      const gap = most - pull;
      if (gap <= 0) continue;
      const gain = (gap * gap) / Math.max(diagonal[i]! + diagonal[t]! - 2 * Ki[t]!, TINY);
      if (gain <= best) continue;
      best = gain;
      j = t;
    }
    if (j < 0 || most - least < tolerance) return this.#end();

    // Along yᵢ αᵢ + yⱼ αⱼ = constant, as far as the dual falls and both stay within 0 and C.
    const Kj = row(j);
    const [yi, yj] = [sign[i]!, sign[j]!];
    const curvature = Math.max(diagonal[i]! + diagonal[j]! - 2 * Ki[j]!, TINY);
    const [roomI, roomJ] = [yi > 0 ? C - alpha[i]! : alpha[i]!, yj > 0 ? alpha[j]! : C - alpha[j]!];
    const wanted = (-yi * gradient[i]! + yj * gradient[j]!) / curvature;
    const length = Math.min(wanted, roomI, roomJ);
    // A row that reaches a bound is put on it exactly.
    alpha[i] = length === roomI ? (yi > 0 ? C : 0) : alpha[i]! + yi * length;
    alpha[j] = length === roomJ ? (yj > 0 ? 0 : C) : alpha[j]! - yj * length;
    for (let t = 0; t < n; t++) gradient[t]! += sign[t]! * length * (Ki[t]! - Kj[t]!);
    this.steps++;
  }

  #end(): void {
    this.converged = true;
  }
}

/** Stands in for a curvature of 0, when two rows are alike. */
const TINY = 1e-12;
