import { seed } from "../../src/base/random.ts";
import { weatherFacts, weatherReports } from "../../src/datasets/weather-reports.ts";
import { SummaryWriter } from "../../src/lm/summary-writer.ts";
import type { SummaryRun } from "../../src/recorded/summary-seeds.ts";
import { markSummaries, tallyMarks } from "../../src/score/fact-check.ts";
import type { Record } from "./recorder.ts";

const [LEARN, EXAM, STEPS] = [2000, 300, 250];

/** The page trains with seed 1 before the reader's eyes. */
export const record: Record<SummaryRun[]> = async ({ part, say }) => [await part("seed 2", () => trained(2, say))];

/** A writer trained as on the page, and marked on reports that it has not seen. */
function trained(n: number, say: (line: string) => void): SummaryRun {
  const all = weatherReports({ random: seed(n), reports: LEARN + EXAM });
  const exam = all.slice(LEARN);
  const writer = new SummaryWriter({ random: seed(n), steps: STEPS });
  for (const { step, loss } of writer.fitSteps(all.slice(0, LEARN))) if (step % 25 === 0) say(`seed ${n}: step ${step}, loss ${loss.toFixed(3)}`);
  const written = writer.write(exam.map(({ report }) => report));
  return { seed: n, ...tallyMarks(markSummaries(exam, written, weatherFacts)) };
}
