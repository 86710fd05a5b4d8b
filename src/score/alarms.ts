import { checkCount, checkPair } from "../base/check.ts";
import type { Label } from "../base/estimator.ts";

export interface AlarmOptions<L extends Label> {
  /** The class that one wants to be warned of. */
  positive: L;
  /** How many alarms there is time for: the rows with the highest scores get them. Of equal scores those that come first. */
  alarms: number;
}

/** What some alarms are worth. */
export interface AlarmCounts {
  /** Rows that get an alarm, the highest score first. */
  alarmed: number[];
  /** Positives among them. */
  caught: number;
  /** Positives without an alarm. */
  missed: number;
  falseAlarms: number;
  /** The share of alarms that are right; 0 where there is none. */
  precision: number;
  /** The share of positives that are caught. */
  recall: number;
}

/**
 * What one gets who looks only at the rows with the highest scores: precision and recall "at k", where k is how many can be looked at.
 * Source: C. Manning, P. Raghavan, H. Schütze, Introduction to Information Retrieval, 2008, section 8.4.
 * @throws RangeError, TypeError when lists differ in length, `alarms` is no whole number of at least 0, or there are no positives.
 */
export function countAlarms<L extends Label>(truth: readonly L[], scores: readonly number[], { positive, alarms }: AlarmOptions<L>): AlarmCounts {
  checkPair(truth, scores);
  checkCount(alarms, "alarms", 0);
  const positives = truth.filter((label) => label === positive).length;
  if (positives === 0) throw new RangeError(`no label is ${positive}: recall needs at least one`);
  const alarmed = [...scores.keys()].sort((a, b) => scores[b]! - scores[a]!).slice(0, alarms);
  const caught = alarmed.filter((row) => truth[row] === positive).length;
  return {
    alarmed,
    caught,
    missed: positives - caught,
    falseAlarms: alarmed.length - caught,
    precision: alarmed.length === 0 ? 0 : caught / alarmed.length,
    recall: caught / positives,
  };
}

export interface BillOptions<L extends Label> {
  positive: L;
  /** Rows that score above this get an alarm. */
  above: number;
  /** `[samples]`: what it costs to miss the row, if it is positive. */
  losses: readonly number[];
  /** What a false alarm costs, in the same unit. */
  perFalseAlarm: number;
}

/** What a threshold costs: each miss by what is lost, each false alarm by what it takes to look. */
export interface Bill {
  caught: number;
  falseAlarms: number;
  /** By the positives without an alarm. */
  lost: number;
  /** `lost`, and the false alarms. */
  bill: number;
}

/**
 * The bill of a threshold, where a miss and a false alarm do not cost the same.
 * Source: C. Elkan, The foundations of cost-sensitive learning, IJCAI 2001.
 * @throws RangeError when lists are empty or differ in length.
 */
export function alarmBill<L extends Label>(
  truth: readonly L[],
  scores: readonly number[],
  { positive, above, losses, perFalseAlarm }: BillOptions<L>,
): Bill {
  checkPair(truth, scores);
  checkPair(truth, losses);
  let [caught, falseAlarms, lost] = [0, 0, 0];
  for (const [i, label] of truth.entries()) {
    const isPositive = label === positive;
    if (scores[i]! <= above) lost += isPositive ? losses[i]! : 0;
    else if (isPositive) caught++;
    else falseAlarms++;
  }
  return { caught, falseAlarms, lost, bill: lost + perFalseAlarm * falseAlarms };
}
