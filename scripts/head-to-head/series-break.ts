import * as forecast from "../../src/contests/series-contestants.ts";
import { lossContest } from "./contest.ts";
import type { LossTask } from "./task.ts";

/** Twelve made-up series that change at a known month, which nobody has learnt from. */
async function task(): Promise<LossTask<forecast.SeriesItem>> {
  return {
    name: "series-break",
    unit: "units",
    ...forecast.breakItems(),
    entries: [
      forecast.drifting,
      forecast.holtWinters,
      forecast.shortHoltWinters,
      forecast.regression,
      forecast.nGram(12),
      forecast.seriesGPT(12),
      forecast.zeroShotGPT(12),
      forecast.zeroShotGPT(12, 0),
    ].map((contestant) => ({ contestant })),
  };
}

export const record = lossContest(task);
