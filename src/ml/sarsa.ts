import { TabularAgent } from "./inside/tabular-agent.ts";

/**
 * Q(s, a) ← Q(s, a) + α (r + γ Q(s′, a′) − Q(s, a)): the next state promises what will really be done there, trials included
 * (on-policy; state, action, reward, state, action). So it learns to stay away from where a trial would cost much.
 *
 * Sources: G. Rummery, M. Niranjan, On-line Q-learning using connectionist systems, 1994; R. Sutton, A. Barto, Reinforcement Learning, 2nd edition, section 6.4.
 */
export class Sarsa extends TabularAgent {
  protected promise(nextRow: readonly number[], nextAction: number): number {
    return nextRow[nextAction]!;
  }
}
