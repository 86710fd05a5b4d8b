/** 24 months ahead, head to head, on CO₂: `npm run head-to-head -- series` made it. */
import type { LossContest } from "../contests/loss-report.ts";
import json from "./data/series-contest.json" with { type: "json" };
import type { Recording } from "./recording.ts";

/** What came out for each that took part, in ppm. */
export const seriesContest: Recording<LossContest> = json as Recording<LossContest>;
