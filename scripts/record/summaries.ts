import { mean } from "../../src/base/mean.ts";
import { seed } from "../../src/base/random.ts";
import { sotu } from "../../src/datasets/sotu.ts";
import { weatherFacts, weatherReports } from "../../src/datasets/weather-reports.ts";
import { type FrequentWords, frequentWords } from "../../src/lm/frequent-words.ts";
import { SummaryWriter } from "../../src/lm/summary-writer.ts";
import { rankSentences, splitSentences } from "../../src/lm/text-rank.ts";
import type { SpeechSummaries, SummaryRun } from "../../src/recorded/summaries.ts";
import { markSummaries } from "../../src/score/fact-check.ts";
import type { Record } from "./recorder.ts";

const [LEARN, EXAM] = [2000, 300];

export const record: Record<{ speeches: SpeechSummaries[]; runs: SummaryRun[] }> = async ({ part, say }) => {
  const speeches = await part("speeches", () => keptOfSpeeches());
  const runs: SummaryRun[] = [];
  for (const steps of [250, 1000]) for (const n of [1, 2, 3]) runs.push(await part(`${steps} steps, seed ${n}`, () => trained(n, steps, say)));
  return { speeches, runs };
};

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

/** A writer trained as on the page, or for longer, and marked on reports that it has not seen. */
function trained(n: number, steps: number, say: (line: string) => void): SummaryRun {
  const all = weatherReports({ random: seed(n), reports: LEARN + EXAM });
  const exam = all.slice(LEARN);
  const writer = new SummaryWriter({ random: seed(n), steps });
  const losses: number[] = [];
  for (const { step, loss } of writer.fitSteps(all.slice(0, LEARN))) {
    losses.push(loss);
    if (step % 50 === 0) say(`${steps} steps, seed ${n}: step ${step}, loss ${loss.toFixed(3)}`);
  }
  const written = writer.write(exam.map(({ report }) => report));
  const marks = markSummaries(exam, written, weatherFacts);
  const wrong = (fact: string) => marks.filter(({ invented }) => invented.includes(fact)).length;
  const windless = exam.map(({ report }) =>
    splitSentences(report)
      .filter((sentence) => weatherFacts(sentence).wind === undefined)
      .join(" "),
  );
  return {
    seed: n,
    steps,
    parameters: writer.model!.numParams(),
    exam: EXAM,
    loss: mean(losses.slice(-20)),
    exact: written.filter((text, i) => text === exam[i]!.summary).length,
    rougeL: mean(marks.map(({ rougeL }) => rougeL)),
    leftOut: marks.filter(({ leftOut }) => leftOut.length > 0).length,
    invented: marks.filter(({ invented }) => invented.length > 0).length,
    wrong: { place: wrong("place"), sky: wrong("sky"), high: wrong("high"), wind: wrong("wind") },
    otherNumber: written.filter((text, i) => marks[i]!.invented.includes("high") && exam[i]!.report.includes(` ${weatherFacts(text).high} °C`))
      .length,
    windless: writer.write(windless).filter((text) => weatherFacts(text).wind !== undefined).length,
    samples: written.slice(0, 5),
  };
}
