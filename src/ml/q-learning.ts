import { max } from "../base/max.ts";
import { TabularAgent } from "./inside/tabular-agent.ts";

/**
 * Q(s, a) ← Q(s, a) + α (r + γ max Q(s′, ·) − Q(s, a)): the next state promises its best action, whatever will be tried there. So it learns
 * the best way even while it tries others (off-policy), and does not fear its own trials.
 *
 * Sources: C. Watkins, Learning from delayed rewards, 1989; R. Sutton, A. Barto, Reinforcement Learning, 2nd edition, section 6.5.
 */
export class QLearning extends TabularAgent {
  protected promise(nextRow: readonly number[]): number {
    return max(nextRow);
  }
}
