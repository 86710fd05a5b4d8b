/** A picture, head to head: `npm run head-to-head -- picture` made it. */
import type { PictureContest } from "../contests/picture-views.ts";
import json from "./data/picture-contest.json" with { type: "json" };
import type { Recording } from "./recording.ts";

/** What came out for each that took part. */
export const pictureContest: Recording<PictureContest> = json as unknown as Recording<PictureContest>;
