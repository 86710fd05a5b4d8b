import { contestCard } from "./contest-card.ts";
import { PICTURE_INPUT, PICTURE_PAIRS } from "./picture-contestants.ts";
import type { PictureContest } from "./picture-views.ts";

/** The card of the contest over pictures: all contestants have one test, so its items are not dealt out in turn. */
export function pictureCard(report: PictureContest): ReturnType<typeof contestCard> {
  const [tested, learnt] = [report.firstTest.length, report.pretraining.pictures].map((count) => count.toLocaleString("en"));
  return {
    ...contestCard(report, { rows: "pictures", pairs: PICTURE_PAIRS, input: PICTURE_INPUT }),
    items: `The same ${tested} pictures, each digit in its share; ${learnt} others to learn from. The pixel GPT read these without labels first`,
  };
}
