/** The shipped BERT on speeches that it has never seen: what it fills gaps with, against counts; and what its vectors are good for, where labels are few. */
import { readFile } from "node:fs/promises";
import type { AnyMatrix } from "../../src/base/estimator.ts";
import { mean } from "../../src/base/mean.ts";
import { type Random, seed } from "../../src/base/random.ts";
import { card } from "../../src/checkpoints/speeches-bert.ts";
import { sotu } from "../../src/datasets/sotu.ts";
import { BERT } from "../../src/lm/bert.ts";
import { loadBERT } from "../../src/lm/bert-file.ts";
import { NeighbourCounts } from "../../src/lm/neighbour-counts.ts";
import { greedy } from "../../src/lm/sampling.ts";
import { bagOfTokens, type Gap, gapsOf, lowerSentences, meanVectors, sentenceRows, splitByYear } from "../../src/lm/speech-sentences.ts";
import { LogisticRegression } from "../../src/ml/logistic-regression.ts";
import type { BERTFound, EraSorter, FewLabels } from "../../src/recorded/bert-on-speeches.ts";
import { bootstrapInterval } from "../../src/score/intervals.ts";
import type { Record } from "./recorder.ts";

/** Gaps in sentences of the test. */
const GAPS = 2000;
/** Sentences from which labelled ones are drawn; as many as this choose C, and as many examine. */
const POOL = 2000;
const JUDGES = 600;
const LABELS = [16, 64, 256, 1024];
const DRAWS = 10;
const CS = [0.01, 0.1, 1, 10, 100, 1000];

type Speech = (typeof sotu.rows)[number];

export const record: Record<BERTFound> = async ({ part }) => {
  const file = await readFile(new URL(`../../public/weights/${card.name}.safetensors`, import.meta.url));
  const { model, tokenizer } = loadBERT(file);
  const { blockSize: longest } = model.options;
  const parts = splitByYear(sotu.rows);
  const learnt = parts.learn.flatMap(({ text }) => lowerSentences(text));
  const seen = new Set(learnt);
  const rowsOf = (texts: readonly string[]) => sentenceRows(texts, tokenizer, { longest });
  /** Rows of sentences that stand in no speech that is learnt from. */
  const newRows = (speeches: readonly Speech[]) => rowsOf(speeches.flatMap(({ text }) => lowerSentences(text)).filter((text) => !seen.has(text)));

  const contest = await part("contest", () => {
    const gaps = gapsOf(newRows(parts.test), tokenizer.specials.length, GAPS, seed(1));
    const counts = new NeighbourCounts(tokenizer.vocabularySize).partialFit(rowsOf(learnt));
    const guesses = {
      unigram: () => counts.unigram(),
      bigram: ({ tokens, at }: Gap) => (at > 0 ? counts.bigram(tokens[at - 1]!) : counts.unigram()),
      between: ({ tokens, at }: Gap) =>
        at === 0 ? counts.unigram() : at === tokens.length - 1 ? counts.bigram(tokens[at - 1]!) : counts.between(tokens[at - 1]!, tokens[at + 1]!),
      bert: ({ tokens, at }: Gap) => model.fill(tokens, at),
    };
    const hits = (guess: (gap: Gap) => ArrayLike<number>) =>
      gaps.map((gap) => (greedyWord(guess(gap), tokenizer.specials.length) === gap.tokens[gap.at] ? "1" : "0")).join("");
    return Object.fromEntries(Object.entries(guesses).map(([name, guess]) => [name, hits(guess)])) as BERTFound["contest"];
  });

  const negation = await part("negation", () => {
    const not = tokenizer.number("not");
    const forms = new Set(["is", "are", "was", "were"].map((word) => tokenizer.number(word)));
    const gaps = newRows(parts.test).flatMap((tokens) => {
      const at = tokens.findIndex((token, i) => forms.has(tokens[i - 1]!) && token >= tokenizer.specials.length && token !== not);
      return at > 0 && tokens.length < longest ? [{ tokens, at }] : [];
    });
    const pairs = gaps.map(({ tokens, at }) => {
      const negated = [...tokens.slice(0, at), not, ...tokens.slice(at)];
      return [model.fill(tokens, at), model.fill(negated, at + 1)].map((P) => greedyWord(P, tokenizer.specials.length)) as [number, number];
    });
    return {
      gaps: gaps.length,
      same: pairs.filter(([plain, negated]) => plain === negated).length,
      right: pairs.filter(([plain], i) => plain === gaps[i]!.tokens[gaps[i]!.at]).length,
      stillSaid: pairs.filter(([plain, negated], i) => plain === negated && plain === gaps[i]!.tokens[gaps[i]!.at]).length,
    };
  });

  const fewLabels = await part("few labels", () => {
    const eras = (speeches: readonly Speech[], count: number, random: Random) => {
      const both = [(year: number) => year < 1900, (year: number) => year > 1945].map((era, label) =>
        random
          .shuffle(rowsOf(speeches.filter(({ year }) => era(year)).flatMap(({ text }) => lowerSentences(text))).filter(({ length }) => length >= 8))
          .slice(0, count / 2)
          .map((tokens) => ({ tokens, label })),
      );
      return both.flat();
    };
    const [pool, watched, asked] = (
      [
        [parts.learn, POOL],
        [parts.validation, JUDGES],
        [parts.test, JUDGES],
      ] as const
    ).map(([speeches, count], i) => eras(speeches, count, seed(10 + i))) as [Row[], Row[], Row[]];
    const untrained = new BERT(model.options, seed(1)).eval();
    const features: { [who in EraSorter]: (rows: Row[]) => AnyMatrix } = {
      words: (rows) => rows.map(({ tokens }) => bagOfTokens(tokens, tokenizer.vocabularySize)),
      bert: (rows) =>
        meanVectors(
          model,
          rows.map(({ tokens }) => tokens),
        ),
      untrained: (rows) =>
        meanVectors(
          untrained,
          rows.map(({ tokens }) => tokens),
        ),
    };
    const ready = Object.fromEntries(
      Object.entries(features).map(([who, make]) => [who, { pool: make(pool), watched: make(watched), asked: make(asked) }]),
    ) as { [who in EraSorter]: { [part in "pool" | "watched" | "asked"]: AnyMatrix } };
    return LABELS.map((labels): FewLabels => {
      const draws = Array.from({ length: DRAWS }, (_, draw) =>
        seed(100 + draw)
          .shuffle([...pool.keys()])
          .slice(0, labels),
      );
      const found = Object.entries(ready).map(([who, { pool: X, watched: V, asked: T }]) => {
        const learner = (drawn: readonly number[], C: number) =>
          new LogisticRegression<number>({ C }).fit(
            drawn.map((i) => X[i]!) as AnyMatrix,
            drawn.map((i) => pool[i]!.label),
          );
        // One C for all draws: the one that is right most often on sentences of the validation speeches.
        const scores = CS.map((C) => mean(draws.slice(0, 4).map((drawn) => share(learner(drawn, C).predict(V), watched))));
        const C = CS[greedy(scores)]!;
        return { who, C, answers: draws.map((drawn) => learner(drawn, C).predict(T)) };
      });
      const rightOf = Object.fromEntries(found.map(({ who, answers }) => [who, answers.map((answer) => share(answer, asked))]));
      const gain = (first: string, second: string) => {
        const of = (who: string, i: number) =>
          mean(found.find((one) => one.who === who)!.answers.map((answer) => Number(answer[i] === asked[i]!.label)));
        const differences = asked.map((_, i) => of(first, i) - of(second, i));
        return { ...bootstrapInterval(differences, mean, { random: seed(5) }), mean: mean(differences) };
      };
      return {
        labels,
        right: rightOf as FewLabels["right"],
        C: Object.fromEntries(found.map(({ who, C }) => [who, C])) as FewLabels["C"],
        gain: { words: gain("bert", "words"), untrained: gain("bert", "untrained") },
      };
    });
  });

  return { weights: card.sha256, contest, negation, fewLabels, pool: POOL, asked: JUDGES, draws: DRAWS };
};

interface Row {
  tokens: number[];
  /** 0 before 1900, 1 after 1945. */
  label: number;
}

/** The likeliest token that is a word or sign. */
function greedyWord(P: ArrayLike<number>, specials: number): number {
  return specials + greedy(Array.from(P).slice(specials));
}

const share = (answers: readonly number[], rows: readonly Row[]) => mean(answers.map((answer, i) => Number(answer === rows[i]!.label)));
