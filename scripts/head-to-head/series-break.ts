import type { LossContest } from "../../src/contests/loss-report.ts";
import * as forecast from "../../src/contests/series-contestants.ts";
import { judgeLosses } from "../../src/versus/judge-losses.ts";
import type { Record } from "../record/recorder.ts";
import { lossContest } from "./contest.ts";
import type { LossTask } from "./task.ts";

const data = forecast.breakItems();
/** Of these it matters whether another seed would have done as well. */
const madeUp = [forecast.zeroShotGPT(12), forecast.zeroShotGPT(12, 0)];

/** Twelve made-up series that change at a known month, which nobody has learnt from. */
async function task(): Promise<LossTask<forecast.SeriesItem>> {
  return {
    name: "series-break",
    unit: "units",
    ...data,
    entries: [
      forecast.drifting(),
      forecast.holtWinters(),
      forecast.shortHoltWinters(),
      forecast.regression(),
      forecast.nGram(12),
      forecast.seriesGPT(12),
      ...madeUp,
    ].map((contestant) => ({ contestant })),
  };
}

/** How far apart do other seeds of the GPTs on made-up series lie? */
export const record: Record<LossContest> = async (recorder) => {
  const found = await lossContest(task)(recorder);
  for (const contestant of madeUp) {
    const last = found.entries.find(({ id }) => id === contestant.name)!.curve.at(-1)!;
    for (const other of [1, 2])
      last.means.push(
        await recorder.part(`${contestant.name}, seed ${other}`, () => judgeLosses(contestant, data, { seed: other, latencyItems: 0 }).result.mean),
      );
  }
  return found;
};
