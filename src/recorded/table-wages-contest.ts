/** Wages as a table, head to head: `npm run head-to-head -- table-wages` made it. */
import type { HeadToHead } from "../contests/report.ts";
import type { Recording } from "./recording.ts";
import json from "./table-wages-contest.json" with { type: "json" };

/** What came out for each that took part. */
export const tableWagesContest: Recording<HeadToHead> = json as Recording<HeadToHead>;
