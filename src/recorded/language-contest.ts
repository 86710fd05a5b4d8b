/** Which language is this, head to head: `npm run head-to-head -- language` made it. */
import type { HeadToHead } from "../contests/report.ts";
import json from "./data/language-contest.json" with { type: "json" };
import type { Recording } from "./recording.ts";

/** What came out for each that took part. */
export const languageContest: Recording<HeadToHead> = json as Recording<HeadToHead>;
