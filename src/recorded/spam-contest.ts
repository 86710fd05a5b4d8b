/** Spam or ham, head to head: `npm run head-to-head -- spam` made it. */
import type { HeadToHead } from "../contests/report.ts";
import json from "./data/spam-contest.json" with { type: "json" };
import type { Recording } from "./recording.ts";

/** What came out for each that took part. */
export const spamContest: Recording<HeadToHead> = json as Recording<HeadToHead>;

/** What cells of readers say that were written when this was the one contest. */
export const headToHead = { spam: spamContest.found };
