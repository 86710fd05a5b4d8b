/** Two of a contest, on the rows that both were asked about. */
import { type PairedTest, pairedTest } from "../score/mcnemar.ts";
import type { HeadToHead, HeadToHeadEntry } from "./report.ts";

/** What came out for one that took part. @throws RangeError when nobody has that id. */
export function entryOf({ entries }: HeadToHead, id: string): HeadToHeadEntry {
  const entry = entries.find((one) => one.id === id);
  if (!entry) throw new RangeError(`no contestant is called "${id}": there are ${entries.map((one) => `"${one.id}"`).join(", ")}`);
  return entry;
}

/** McNemar's test between two, on the rows that both were asked about. */
export function paired(report: HeadToHead, first: string, second: string): PairedTest & { asked: number } {
  const [a, b] = [entryOf(report, first).result, entryOf(report, second).result];
  const inFirst = new Set(report.firstTest);
  const common = a.folds > 1 && b.folds > 1 ? () => true : (row: number) => inFirst.has(row);
  return { ...pairedTest(a.wrong.filter(common), b.wrong.filter(common)), asked: Math.min(a.tested, b.tested) };
}

/** p, as precisely as it means anything. */
export const pText = (p: number): string => (p < 0.001 ? "p < 0.001" : `p = ${p.toFixed(p < 0.1 ? 3 : 2)}`);
