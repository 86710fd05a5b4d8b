/** What the page on languages draws: mistakes among some names, who is taken for whom, and how surprised each language is by each letter. */
import type { Label } from "../base/estimator.ts";
import { argMax } from "../base/max.ts";
import { mean } from "../base/mean.ts";
import { softmaxInPlace } from "../base/softmax.ts";
import type { SparseRow } from "../base/sparse.ts";
import { LANGUAGES } from "../datasets/language-names.ts";
import { type PairedTest, pairedTest } from "../score/mcnemar.ts";
import type { BagOfWordsClassifier } from "../versus/bag-of-words-classifier.ts";
import type { LikelihoodClassifier } from "../versus/likelihood-classifier.ts";
import type { TextClassifier } from "../versus/text-classifier.ts";
import { type MistakesRow, mistakesOf } from "./contest-views.ts";
import { CAPITAL, type NameLikelihood, spelt } from "./name-models.ts";
import type { HeadToHeadEntry } from "./report.ts";

/** Mistakes in 100 of these rows, all of which each was asked about, with their 95 % interval; fewest first. */
export function mistakesAmong(entries: readonly HeadToHeadEntry[], rows: readonly number[]): MistakesRow[] {
  const asked = new Set(rows);
  return entries
    .map(({ result }) => mistakesOf(result, result.wrong.filter((row) => asked.has(row)).length, asked.size))
    .sort((a, b) => a.mistakes - b.mistakes);
}

/** Whom the page compares. */
export const LANGUAGE_PAIRS: readonly (readonly [string, string])[] = [
  ["linear SVM, 40", "n-gram per language, 40"],
  ["n-gram per language, 40", "naive Bayes, 40"],
  ["linear SVM, 40", "transformer, 40"],
  ["linear SVM, 40", "GPT, language first, 40"],
  ["transformer, 40", "GPT, language first, 40"],
  ["GPT, language first, 40", "n-gram per language, 40"],
];

/** Those that read names as they are written, capitals and all: their ids. */
export const LANGUAGE_MAIN: readonly string[] = [...new Set(LANGUAGE_PAIRS.flat())];

/** Letters that a name has at least and at most, by what a page calls that. */
export const NAME_LENGTHS: Record<string, readonly [least: number, most: number]> = {
  all: [1, Number.POSITIVE_INFINITY],
  "1 to 6 letters": [1, 6],
  "7 to 13": [7, 13],
  "14 or more": [14, Number.POSITIVE_INFINITY],
};

/** The rows whose names are of that length, which is a key of {@link NAME_LENGTHS}. @throws RangeError when it is not. */
export function rowsOfLength(names: readonly string[], rows: readonly number[], length: string): number[] {
  const span = NAME_LENGTHS[length];
  if (!span) throw new RangeError(`there is no length "${length}": there are ${Object.keys(NAME_LENGTHS).join(", ")}`);
  return rows.filter((row) => {
    const letters = Array.from(names[row]!).length;
    return span[0] <= letters && letters <= span[1];
  });
}

/** McNemar's test between two of them on these rows, all of which each was asked about. */
export function pairedAmong(first: HeadToHeadEntry, second: HeadToHeadEntry, rows: readonly number[]): PairedTest {
  const asked = new Set(rows);
  const missed = ({ result }: HeadToHeadEntry) => result.wrong.filter((row) => asked.has(row));
  return pairedTest(missed(first), missed(second));
}

/** A pair of labels, and how often the one was taken for the other. */
export interface TakenFor {
  is: string;
  said: string;
  times: number;
}

/** All pairs of different labels that are mixed up at least once, those most often mixed up first. */
export function takenFor(truth: readonly Label[], said: readonly Label[]): TakenFor[] {
  const counts = new Map<string, TakenFor>();
  for (const [i, is] of truth.entries()) {
    if (said[i] === is) continue;
    const key = `${is}\n${said[i]}`;
    const pair = counts.get(key) ?? { is: String(is), said: String(said[i]), times: 0 };
    pair.times++;
    counts.set(key, pair);
  }
  return [...counts.values()].sort((a, b) => b.times - a.times || (a.is + a.said < b.is + b.said ? -1 : 1));
}

/** A cell of a map of mistakes: what a name is, written out, against the code that was said, 0 on the diagonal. */
export function mistakeMap(truth: readonly string[], said: readonly string[]): { "the name is": string; "it says": string; names: number }[] {
  const codes = Object.keys(LANGUAGES);
  const times = new Map(takenFor(truth, said).map((pair) => [`${pair.is} ${pair.said}`, pair.times]));
  return codes.flatMap((is) =>
    codes.map((other) => ({ "the name is": LANGUAGES[is]!.replace(/ .*/, ""), "it says": other, names: times.get(`${is} ${other}`) ?? 0 })),
  );
}

/** The three classes with the highest scores, the first first. `share`: of probability, where scores are ln P. */
export function topThree<L extends Label>(model: TextClassifier<L>, text: string): { label: L; share: number }[] {
  const [scores] = model.scores([text]) as [number[]];
  const shares = softmaxInPlace([...scores]);
  return model.classes
    .map((label, k) => ({ label, share: shares[k]! }))
    .sort((a, b) => b.share - a.share)
    .slice(0, 3);
}

/** A piece of a name, and the language for which it speaks most. */
export interface PieceVote {
  piece: string;
  language: Label;
  /** How often it stands there, against the mean of all languages. */
  times: number;
}

/** What naive Bayes has learnt of each piece of a name, those that speak most clearly first. Pieces that no training name has are passed over. */
export function pieceVotes({ vectorizer, model, classes }: BagOfWordsClassifier<string>, name: string, letters: number): PieceVote[] {
  if (!("featureLogProb" in model)) throw new TypeError("this model counts nothing: give one with naive Bayes");
  const [{ indices }] = vectorizer.transform([spelt(name, letters)]) as [SparseRow];
  return Array.from(indices, (column) => {
    const shares = model.featureLogProb.map((row) => Math.exp(row[column]!));
    const best = argMax(shares);
    return { piece: vectorizer.vocabulary[column]!.replaceAll(" ", "␣"), language: classes[best]!, times: shares[best]! / mean(shares) };
  }).sort((a, b) => b.times - a.times || (a.piece < b.piece ? -1 : 1));
}

/** How surprised a language's model is by a letter of a name, in bits. */
export interface LetterSurprise {
  /** Its place and the letter; a mark stands with its capital. */
  letter: string;
  language: string;
  bits: number;
}

/** Letter by letter, of each of these languages: −log₂ P after the letters before it. The last is the end of the name. */
export function letterSurprise(model: LikelihoodClassifier<string>, name: string, languages: readonly string[], letters: number): LetterSurprise[] {
  const text = spelt(name, letters);
  const written = Array.from(text);
  return languages.flatMap((language) => {
    const one = model.models[model.classes.indexOf(language)] as NameLikelihood;
    const losses = one.losses(text);
    const rows: LetterSurprise[] = [];
    let before = 0;
    // The space before a name is no letter of it; that after it, with the border, is its end.
    for (let i = 1; i < written.length; i++) {
      const bits = losses[i]! / Math.LN2;
      // A mark counts with its capital, and two spaces count as one.
      if (written[i] === CAPITAL || (written[i] === " " && written[i + 1] === " ")) before += bits;
      else {
        const end = i === written.length - 1;
        const capital = written[i - 1] === CAPITAL;
        const letter = end ? "end" : `${rows.length + 1} ${capital ? written[i]!.toUpperCase() : written[i] === " " ? "␣" : written[i]}`;
        rows.push({ letter, language, bits: bits + before + (end ? losses[i + 1]! / Math.LN2 : 0) });
        before = 0;
      }
    }
    return rows;
  });
}
