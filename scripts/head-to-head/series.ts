import type { LossContest } from "../../src/contests/loss-report.ts";
import * as forecast from "../../src/contests/series-contestants.ts";
import { judgeLosses } from "../../src/versus/judge-losses.ts";
import type { Record } from "../record/recorder.ts";
import { lossContest } from "./contest.ts";
import type { LossTask } from "./task.ts";

const data = forecast.co2Items();
/** Of the last months: 96, 168 and 276 in place of 492. */
const amounts = [4, 10, 19];
const gpt = forecast.seriesGPT(12);

/** What do the next 24 months bring? CO₂ from 2000 on, from what was known before 37 origins. */
async function task(): Promise<LossTask<forecast.SeriesItem>> {
  return {
    name: "series",
    unit: "ppm",
    ...data,
    entries: [
      { contestant: forecast.drifting() },
      { contestant: forecast.holtWinters() },
      { contestant: forecast.shortHoltWinters() },
      { contestant: forecast.regression(), amounts },
      { contestant: forecast.nGram(1) },
      { contestant: forecast.nGram(12), amounts },
      { contestant: forecast.seriesGPT(1) },
      { contestant: gpt, amounts },
      { contestant: forecast.zeroShotGPT(12) },
    ],
  };
}

/** How far apart do other seeds of the same GPT lie? */
export const record: Record<LossContest> = async (recorder) => {
  const found = await lossContest(task)(recorder);
  const last = found.entries.find(({ id }) => id === gpt.name)!.curve.at(-1)!;
  for (const other of [1, 2])
    last.means.push(await recorder.part(`${gpt.name}, seed ${other}`, () => judgeLosses(gpt, data, { seed: other, latencyItems: 0 }).result.mean));
  return found;
};
