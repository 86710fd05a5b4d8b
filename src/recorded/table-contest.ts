/** Penguins as a table, head to head: `npm run head-to-head -- table` made it. */
import type { TableContest } from "../contests/table-second-round.ts";
import json from "./data/table-contest.json" with { type: "json" };
import type { Recording } from "./recording.ts";

/** What came out for each that took part, and in the second round. */
export const tableContest: Recording<TableContest> = json as Recording<TableContest>;
