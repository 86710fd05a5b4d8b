import { readFile } from "node:fs/promises";
import * as mail from "../../src/contests/spam-contestants.ts";
import { spam } from "../../src/datasets/spam.ts";
import { loadGPT } from "../../src/lm/gpt-file.ts";
import { contest } from "./contest.ts";
import type { Entry, Task } from "./task.ts";

const QUICK = [
  { labels: 8, times: 5 },
  { labels: 32, times: 5 },
  { labels: 128, times: 5 },
  { labels: 512, times: 3 },
  { labels: 2048, times: 2 },
];
const SLOW = [
  { labels: 8, times: 2 },
  { labels: 128, times: 2 },
  { labels: 512, times: 2 },
];

/** Spam or ham? 5,925 emails of the SpamAssassin corpus: all contestants on the same 192 characters, and again on as many as they can use. */
async function task(): Promise<Task<string, mail.MailLabel>> {
  const fineTuned = mail.fineTuned(loadGPT(await readFile(new URL("../../public/weights/moby-dick-nanogpt.safetensors", import.meta.url))));
  const long = QUICK.map(({ labels, times }) => ({ labels, times: Math.min(times, 3) }));
  const entry = (contestant: mail.MailContestant, draws: Entry<string, mail.MailLabel>["draws"] = []) => ({ contestant, draws });
  const words = [mail.naiveBayes, mail.logisticRegression, mail.linearSvm];
  return {
    name: "spam",
    data: { X: spam.texts, y: spam.labels },
    folds: 5,
    key: mail.mailKey,
    text: (text) => text,
    entries: [
      ...[...words, mail.nGrams].map((of) => entry(of(mail.SHORT), QUICK)),
      entry(fineTuned(mail.SHORT), SLOW),
      entry(mail.fromScratch(mail.SHORT), SLOW),
      ...[...words, mail.fiveGrams].map((of) => entry(of(mail.LONG), long)),
      entry(mail.gpts(mail.SHORT), SLOW),
      entry(mail.gpts(mail.MIDDLE)),
    ],
  };
}

export const record = contest(task);
