import * as names from "../../src/contests/language-contestants.ts";
import { languageNames } from "../../src/datasets/language-names.ts";
import { contest } from "./contest.ts";
import type { Entry, Task } from "./task.ts";

const QUICK = [
  { labels: 40, times: 3 },
  { labels: 160, times: 3 },
  { labels: 640, times: 2 },
  { labels: 2560, times: 1 },
];
const SLOW = QUICK.slice(1).map(({ labels }) => ({ labels, times: 1 }));

/** Which language is this? 9,594 names of places and languages in 20 languages: all contestants read the same 40 letters. */
async function task(): Promise<Task<string, string>> {
  const entry = (contestant: names.NameContestant, draws: Entry<string, string>["draws"] = []) => ({ contestant, draws });
  const quick = [names.languageBayes, names.languageSvm, names.languageNGrams];
  return {
    name: "language",
    data: { X: languageNames.names, y: languageNames.labels },
    folds: 5,
    // No two rows are the same to the letter; those that differ in a capital only are in two languages.
    key: (name) => name,
    text: (name) => name,
    entries: [
      ...quick.map((contestant) => entry(contestant, QUICK)),
      ...quick.map((contestant) => entry(names.withoutCapitals(contestant))),
      entry(names.languageTransformer, SLOW),
      entry(names.languageGPT, SLOW),
    ],
  };
}

export const record = contest(task);
