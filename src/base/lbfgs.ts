/** A smooth function to be made small: its value at `x`. It writes its gradient there into `gradient`, which is as long as `x`. */
export type Objective = (x: Float64Array, gradient: Float64Array) => number;

export interface LbfgsOptions {
  /** Ends when no entry of the gradient is farther from 0 than this. Default 1e-4. */
  tolerance?: number;
  /** Ends when a step lowers the value by a smaller share than this, where the slope, too, is small. Default 2.2e-9, scipy's. */
  progress?: number;
  /** How many steps are remembered. Default 10. */
  memory?: number;
}

/** Where the search stands after a step. */
export interface LbfgsState {
  /** Steps so far. */
  step: number;
  value: number;
  /** The largest entry of the gradient, in size. */
  gradient: number;
  /** Whether there is nothing more to gain. The last state of all without it: no step went down any more, though the slope is not small. */
  converged: boolean;
}

/**
 * L-BFGS: go downhill, but let the last steps tell how the valley bends, which takes far fewer steps than following the
 * gradient. Moves `x` and yields after each step, until it has converged.
 *
 * Source: J. Nocedal, S. Wright, Numerical Optimization, 2nd edition, algorithms 7.4 and 7.5. The length of a step is found by
 * halving and doubling, as in A. Lewis, M. Overton, Nonsmooth optimization via quasi-Newton methods, 2013, algorithm 4.6.
 * Each step takes O(memory · length of x), and one or two evaluations of the function.
 */
export function* lbfgs(objective: Objective, x: Float64Array, options: LbfgsOptions = {}): Generator<LbfgsState> {
  const { tolerance = 1e-4, progress = 2.2e-9, memory = 10 } = options;
  const n = x.length;
  const history: Step[] = [];
  let gradient = new Float64Array(n);
  let spare = new Float64Array(n);
  const trial = new Float64Array(n);
  let value = objective(x, gradient);
  if (largest(gradient) <= tolerance) yield { step: 0, value, gradient: largest(gradient), converged: true };

  for (let step = 1; largest(gradient) > tolerance; step++) {
    let direction = downhill(gradient, history);
    let slope = dot(direction, gradient);
    if (!(slope < 0)) {
      history.length = 0;
      direction = downhill(gradient, history);
      slope = dot(direction, gradient);
    }
    const first = history.length === 0 ? Math.min(1, 1 / Math.sqrt(dot(gradient, gradient))) : 1;
    let [shortest, longest, length] = [0, Number.POSITIVE_INFINITY, first];
    let next = Number.NaN;
    for (let tries = 0; tries < 60; tries++) {
      for (let i = 0; i < n; i++) trial[i] = x[i]! + length * direction[i]!;
      next = objective(trial, spare);
      if (!(next <= value + 1e-4 * length * slope)) longest = length;
      else if (dot(direction, spare) < 0.9 * slope) shortest = length;
      else break;
      length = longest < Number.POSITIVE_INFINITY ? (shortest + longest) / 2 : 2 * shortest;
    }
    if (!(next < value)) {
      // No step goes down any more: what the last steps told was wrong, or the last digits are reached.
      if (history.length === 0) return yield { step, value, gradient: largest(gradient), converged: nearlyFlat(value, gradient) };
      history.length = 0;
      step--;
      continue;
    }

    const s = new Float64Array(n);
    const y = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      s[i] = trial[i]! - x[i]!;
      y[i] = spare[i]! - gradient[i]!;
    }
    const curvature = dot(s, y);
    if (curvature > Number.EPSILON * dot(y, y)) history.push({ s, y, rho: 1 / curvature });
    if (history.length > memory) history.shift();

    x.set(trial);
    [gradient, spare] = [spare, gradient];
    const gained = (value - next) / Math.max(Math.abs(value), Math.abs(next), 1);
    value = next;
    const size = largest(gradient);
    const converged = size <= tolerance || (gained <= progress && nearlyFlat(value, gradient));
    yield { step, value, gradient: size, converged };
    if (converged) return;
  }
}

/**
 * Little progress alone is no proof of having arrived: in a gorge, all steps are short. In a valley that bends by 1 or more, such as that of ½ Σ weights²,
 * no more than half the squared gradient is left to be gained, wherever one stands.
 */
const nearlyFlat = (value: number, gradient: Float64Array) => dot(gradient, gradient) / 2 <= 1e-5 * Math.max(Math.abs(value), 1);

/** One remembered step: how far it went, and how the gradient changed over it. */
interface Step {
  s: Float64Array;
  y: Float64Array;
  rho: number;
}

/** Two loops over the remembered steps: minus the gradient, stretched where the valley is flat and shortened where it is steep. */
function downhill(gradient: Float64Array, history: readonly Step[]): Float64Array {
  const direction = gradient.map((g) => -g);
  const weights = new Float64Array(history.length);
  for (let k = history.length - 1; k >= 0; k--) {
    const { s, y, rho } = history[k]!;
    weights[k] = rho * dot(s, direction);
    add(direction, y, -weights[k]!);
  }
  const last = history.at(-1);
  if (last) scale(direction, 1 / (last.rho * dot(last.y, last.y)));
  for (const [k, { s, y, rho }] of history.entries()) add(direction, s, weights[k]! - rho * dot(y, direction));
  return direction;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function add(to: Float64Array, what: Float64Array, factor: number): void {
  for (let i = 0; i < to.length; i++) to[i]! += factor * what[i]!;
}

function scale(a: Float64Array, factor: number): void {
  for (let i = 0; i < a.length; i++) a[i]! *= factor;
}

function largest(a: Float64Array): number {
  let most = 0;
  for (let i = 0; i < a.length; i++) {
    const size = Math.abs(a[i]!);
    if (!(size <= most)) most = size;
  }
  return most;
}
