import { checkCount } from "../base/check.ts";
import { max } from "../base/max.ts";
import type { Environment } from "./environment.ts";

export interface ValueIterationOptions {
  /** γ, what a reward one step later is worth now, above 0 and at most 1. Default 0.99. */
  discount?: number;
  /** Stop when no value changes by more than this. Default 1e-10. */
  tolerance?: number;
  /** Most sweeps over all states. Default 10,000. */
  maxSweeps?: number;
}

/** The values after a sweep. */
export interface ValueSweep {
  sweep: number;
  /** `[states]` */
  values: number[];
  /** The largest change of this sweep. */
  change: number;
}

/**
 * What each state is worth if one acts as well as can be, for a world whose rules are known: V(s) ← max over a of Σ P(s′ | s, a) (r + γ V(s′)), over and
 * over. No trying, no learning: planning. A sweep takes O(states · actions · outcomes).
 *
 * Sources: R. Bellman, Dynamic Programming, 1957; R. Sutton, A. Barto, Reinforcement Learning, 2nd edition, section 4.4.
 */
export class ValueIteration {
  readonly discount: number;
  readonly tolerance: number;
  readonly maxSweeps: number;
  /** V: `[states]`. Empty before `fit`. */
  values: number[] = [];
  /** The best action in each state: `[states]`. Of equally good ones the first. */
  policy: number[] = [];
  /** Sweeps that were needed. */
  sweeps = 0;

  /** @throws RangeError when an option is out of its range. */
  constructor({ discount = 0.99, tolerance = 1e-10, maxSweeps = 10_000 }: ValueIterationOptions = {}) {
    checkDiscount(discount);
    if (!(tolerance >= 0)) throw new RangeError(`tolerance is ${tolerance}: it must be 0 or more`);
    checkCount(maxSweeps, "maxSweeps", 1);
    this.discount = discount;
    this.tolerance = tolerance;
    this.maxSweeps = maxSweeps;
  }

  fit(environment: Environment): this {
    for (const _ of this.fitSteps(environment));
    return this;
  }

  /** The same, sweep by sweep. Values and policy are there after each. */
  *fitSteps(environment: Environment): Generator<ValueSweep, void, undefined> {
    this.values = new Array<number>(environment.states).fill(0);
    for (this.sweeps = 1; ; this.sweeps++) {
      const worth = this.values.map((_, state) => this.actionValues(environment, state));
      const values = worth.map((row) => max(row));
      const change = max(values.map((value, state) => Math.abs(value - this.values[state]!)));
      this.values = values;
      // Rounding must not decide between equal actions, whatever the unit of the rewards.
      this.policy = worth.map((row, state) => row.findIndex((value) => value >= values[state]! - 1e-12 * Math.max(1, Math.abs(values[state]!))));
      yield { sweep: this.sweeps, values, change };
      if (change <= this.tolerance || this.sweeps === this.maxSweeps) return;
    }
  }

  /** Q(s, a): what each action is worth in a state, given `values`: `[actions]`. */
  actionValues(environment: Environment, state: number): number[] {
    return environment.actionNames.map((_, action) =>
      environment
        .outcomes(state, action)
        .reduce(
          (sum, { probability, reward, done, state: next }) => sum + probability * (reward + (done ? 0 : this.discount * this.values[next]!)),
          0,
        ),
    );
  }
}

/**
 * Refuses a discount that is no share.
 * @throws RangeError unless 0 < γ ≤ 1.
 */
export function checkDiscount(discount: number): void {
  if (!(discount > 0 && discount <= 1)) throw new RangeError(`discount is ${discount}: it must be above 0 and at most 1`);
}
