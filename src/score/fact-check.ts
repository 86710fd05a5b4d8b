import { checkPair } from "../base/check.ts";
import { mean } from "../base/mean.ts";
import { rougeL } from "./text-metrics.ts";

/** What a text says, fact by fact. What it does not say is not there, or undefined. */
export type Facts = Readonly<Record<string, string | number | undefined>>;

/** The facts of a summary beside those of the text that it sums up, by name. */
export interface FactCheck {
  /** In both, and alike. */
  kept: string[];
  /** In the text, and not in the summary. */
  leftOut: string[];
  /** In the summary, while the text says something else, or nothing. */
  invented: string[];
}

/**
 * Which facts a summary keeps, leaves out and invents. Each fact of the text is in one of the three lists; one of which the summary alone speaks is invented.
 *
 * Source: J. Maynez, S. Narayan, B. Bohnet, R. McDonald, On Faithfulness and Factuality in Abstractive Summarization, ACL 2020, section 3: what contradicts the
 * text and what it does not say are both hallucinations.
 */
export function factCheck(text: object, summary: object): FactCheck {
  const [inText, inSummary] = [text as Facts, summary as Facts];
  const check: FactCheck = { kept: [], leftOut: [], invented: [] };
  for (const name of new Set([...Object.keys(inText), ...Object.keys(inSummary)])) {
    const [there, here] = [inText[name], inSummary[name]];
    if (here === undefined) {
      if (there !== undefined) check.leftOut.push(name);
    } else check[here === there ? "kept" : "invented"].push(name);
  }
  return check;
}

/** What a summary is worth, by its words and by its facts. */
export interface SummaryMark extends FactCheck {
  /** ROUGE-L (F1) against the reference. */
  rougeL: number;
}

/**
 * Marks each summary: its words against the reference, its facts against the report. `factsOf` finds the facts in a text.
 * @throws RangeError unless there is one summary for each report, and one at least.
 */
export function markSummaries(
  pairs: readonly { report: string; summary: string }[],
  written: readonly string[],
  factsOf: (text: string) => object,
): SummaryMark[] {
  checkPair(pairs, written, "written");
  return pairs.map(({ report, summary }, i) => ({ rougeL: rougeL(summary, written[i]!).f1, ...factCheck(factsOf(report), factsOf(written[i]!)) }));
}

/** Many marks as four figures. */
export interface SummaryTally {
  /** Mean ROUGE-L. */
  rougeL: number;
  /** Facts that a summary keeps: the mean. */
  kept: number;
  /** Summaries that leave out one fact or more. */
  leftOut: number;
  /** Summaries that say something which the report does not say. */
  invented: number;
}

/** Means and counts of marks. NaN for no marks. */
export function tallyMarks(marks: readonly SummaryMark[]): SummaryTally {
  const having = (what: "leftOut" | "invented") => marks.filter((mark) => mark[what].length > 0).length;
  return {
    rougeL: mean(marks.map(({ rougeL }) => rougeL)),
    kept: mean(marks.map(({ kept }) => kept.length)),
    leftOut: having("leftOut"),
    invented: having("invented"),
  };
}
