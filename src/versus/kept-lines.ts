import { leadSentences, summarize } from "../words/text-rank.ts";

/** Ways to sum a text up that write nothing: each keeps some of its sentences. They learn nothing, and need no summaries to learn from. */
export const keptLines: Readonly<Record<string, (text: string) => string>> = {
  "the first line": (text) => leadSentences(text, 1).join(" "),
  "the first three": (text) => leadSentences(text, 3).join(" "),
  "TextRank: one": (text) => summarize(text, { sentences: 1 }).join(" "),
  "TextRank: three": (text) => summarize(text).join(" "),
  "the whole text": (text) => text,
};
