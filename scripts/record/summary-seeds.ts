import { mean } from "../../src/base/mean.ts";
import { seed } from "../../src/base/random.ts";
import { weatherFacts, weatherReports } from "../../src/datasets/weather-reports.ts";
import { SummaryWriter } from "../../src/lm/summary-writer.ts";
import type { SummaryRun } from "../../src/recorded/summary-seeds.ts";
import { markSummaries } from "../../src/score/fact-check.ts";
import type { Record } from "./recorder.ts";

const [LEARN, EXAM, STEPS] = [2000, 300, 250];

/** The page trains with seed 1 before the reader's eyes. */
export const record: Record<SummaryRun[]> = async ({ part, say }) => {
  const runs: SummaryRun[] = [];
  for (const n of [2, 3]) runs.push(await part(`seed ${n}`, () => trained(n, say)));
  return runs;
};

/** A writer trained as on the page, and marked on reports that it has not seen. */
function trained(n: number, say: (line: string) => void): SummaryRun {
  const all = weatherReports({ random: seed(n), reports: LEARN + EXAM });
  const exam = all.slice(LEARN);
  const writer = new SummaryWriter({ random: seed(n), steps: STEPS });
  for (const { step, loss } of writer.fitSteps(all.slice(0, LEARN))) if (step % 25 === 0) say(`seed ${n}: step ${step}, loss ${loss.toFixed(3)}`);
  const written = writer.write(exam.map(({ report }) => report));
  const marks = markSummaries(exam, written, weatherFacts);
  return {
    seed: n,
    rougeL: mean(marks.map(({ rougeL }) => rougeL)),
    leftOut: marks.filter(({ leftOut }) => leftOut.length > 0).length,
    invented: marks.filter(({ invented }) => invented.length > 0).length,
    falseTemperatures: marks.filter(({ invented }) => invented.includes("high")).length,
  };
}
