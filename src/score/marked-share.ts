import { type Interval, wilsonInterval } from "./intervals.ts";

/** How many of some answers are right, and how sure that share is. */
export interface MarkedShare extends Interval {
  /** Share of right answers, from 0 to 1. */
  right: number;
  asked: number;
}

/**
 * The share of right answers among marks, with its interval of 95 %.
 *
 * Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22, 1927.
 * @param marks For each answer "1" where it is right, else "0": "1101".
 * @throws RangeError when there are no marks, or others.
 */
export function markedShare(marks: string): MarkedShare {
  if (!/^[01]+$/.test(marks))
    throw new RangeError(`marks are ${JSON.stringify(marks.slice(0, 20))}: give "1" for each right answer and "0" for each wrong one`);
  const right = marks.replaceAll("0", "").length;
  return { right: right / marks.length, asked: marks.length, ...wilsonInterval(right, marks.length) };
}
