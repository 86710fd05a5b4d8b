import { seed } from "../base/random.ts";
import { spam } from "../datasets/spam.ts";
import { stratifiedKFold } from "../score/cross-validation.ts";
import { contestCard } from "./contest-card.ts";
import { headToHead } from "./measured.ts";
import { SPAM_PAIRS } from "./spam-contestants.ts";

/** The card under the table of the contest over spam. */
export const spamCard = contestCard(headToHead.spam, {
  rows: "emails",
  inFirstFold: new Set(stratifiedKFold(spam.labels, { folds: 5, random: seed(headToHead.spam.seed) })[0]!.test),
  pairs: SPAM_PAIRS,
});
