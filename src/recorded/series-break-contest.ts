/** 24 months ahead, head to head, on made-up series that break: `npm run head-to-head -- series-break` made it. */
import type { LossContest } from "../contests/loss-report.ts";
import json from "./data/series-break-contest.json" with { type: "json" };
import type { Recording } from "./recording.ts";

/** What came out for each that took part, in units of the series. */
export const seriesBreakContest: Recording<LossContest> = json as Recording<LossContest>;
