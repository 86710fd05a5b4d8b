import { mean } from "../../src/base/mean.ts";
import { seed } from "../../src/base/random.ts";
import { sotu } from "../../src/datasets/sotu.ts";
import type { SpeechSummaries } from "../../src/recorded/summaries.ts";
import { type FrequentWords, frequentWords } from "../../src/words/frequent-words.ts";
import { rankSentences, splitSentences } from "../../src/words/text-rank.ts";
import type { Record } from "./recorder.ts";

export const record: Record<SpeechSummaries[]> = ({ part }) => part("speeches", () => keptOfSpeeches());

/** What three sentences hold of the twenty words that a speech has most often, on average over all speeches. */
function keptOfSpeeches(): SpeechSummaries[] {
  const random = seed(1);
  const ways: { [by: string]: (sentences: string[]) => number[] } = {
    "the first three": (sentences) => [...sentences.keys()].slice(0, 3),
    "TextRank’s three": (sentences) => best(rankSentences(sentences)),
    "the longest three": (sentences) => best(sentences.map(({ length }) => length)),
    "any three": (sentences) => random.shuffle([...sentences.keys()]).slice(0, 3),
  };
  const speeches = sotu.rows.map(({ text }) => {
    const sentences = splitSentences(text);
    return { sentences, words: frequentWords(text, 20) };
  });
  return Object.entries(ways).map(([by, choose]) => {
    const rows = speeches.map(({ sentences, words }) =>
      shares(
        choose(sentences).map((i) => sentences[i]!),
        words,
      ),
    );
    return { by, covered: mean(rows.map(({ covered }) => covered)), words: mean(rows.map(({ words }) => words)) };
  });
}

const best = (scores: readonly number[]) => [...scores.keys()].sort((a, b) => scores[b]! - scores[a]! || a - b).slice(0, 3);
function shares(kept: readonly string[], frequent: FrequentWords): { covered: number; words: number } {
  const text = kept.join(" ");
  return { covered: frequent.coveredBy(text), words: text.split(" ").length };
}
