/** The next character of Moby-Dick, head to head: `npm run head-to-head -- next-character` made it. */
import type { LossContest } from "../contests/loss-report.ts";
import json from "./data/next-character-contest.json" with { type: "json" };
import type { Recording } from "./recording.ts";

/** What came out for each that took part. The large GPT was trained before: its seconds are estimated from ten steps. */
export const nextCharacterContest: Recording<LossContest> = json as Recording<LossContest>;
