/** Wages as a table, head to head: `npm run head-to-head -- table-wages` made it. */
import type { HeadToHead } from "../contests/report.ts";
import json from "./data/table-wages-contest.json" with { type: "json" };
import type { Recording } from "./recording.ts";

/** What came out for each that took part. */
export const tableWagesContest: Recording<HeadToHead> = json as Recording<HeadToHead>;
