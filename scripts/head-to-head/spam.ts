import { readFile } from "node:fs/promises";
import { spam } from "../../src/datasets/spam.ts";
import { loadGPT } from "../../src/lm/gpt-file.ts";
import * as mail from "../../src/versus/spam-contestants.ts";
import type { Entry, Task } from "./task.ts";

/** Spam or ham? 5,925 mails of the SpamAssassin corpus, subject and the first 4,000 characters. */
export async function spamTask(): Promise<Task<string, mail.MailLabel>> {
  const pretrained = loadGPT(await readFile(new URL("../../public/weights/moby-dick-nanogpt.safetensors", import.meta.url)));
  const quick = (contestant: mail.MailContestant): Entry<string, mail.MailLabel> => ({
    contestant,
    sizes: [8, 32, 128, 512, 2048],
    repeats: (size) => ({ 8: 5, 32: 5, 128: 3, 512: 2 })[size] ?? 1,
  });
  const slow = (contestant: mail.MailContestant, sizes: number[]): Entry<string, mail.MailLabel> => ({ contestant, sizes, repeats: () => 1 });
  return {
    name: "spam",
    data: { X: spam.texts, y: spam.labels },
    folds: 5,
    key: mail.mailKey,
    entries: [
      ...[mail.naiveBayes, mail.logisticRegression, mail.linearSvm, mail.nGrams(5)].map(quick),
      slow(mail.gpts, [8, 512]),
      slow(mail.fineTuned(pretrained), [8, 64, 512]),
      slow(mail.fromScratch, [8, 64, 512]),
    ],
  };
}
