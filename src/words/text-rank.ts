import { checkCount } from "../base/check.ts";
import { wordsAndNumbers } from "../base/letters.ts";
import { max } from "../base/max.ts";

export interface TextRankOptions {
  /** d, the chance to go on to a similar sentence instead of to any. Default 0.85. */
  damping?: number;
  /** Stop when no score changes by more than this. Default 1e-6. */
  tolerance?: number;
}

export interface SummaryOptions extends TextRankOptions {
  /** How many sentences to keep. Default 3. */
  sentences?: number;
}

/**
 * The sentences that sum a text up, in its own words and order: those that are most like the others. Nothing is learnt and nothing is
 * written: it extracts.
 *
 * Source: R. Mihalcea, P. Tarau, TextRank: Bringing Order into Texts, EMNLP 2004, section 4.
 * @throws RangeError when an option is out of its range.
 */
export function summarize(text: string, { sentences: count = 3, ...options }: SummaryOptions = {}): string[] {
  checkCount(count, "sentences", 1);
  const sentences = splitSentences(text);
  const scores = rankSentences(sentences, options);
  const kept = [...scores.keys()]
    .sort((a, b) => scores[b]! - scores[a]! || a - b)
    .slice(0, count)
    .sort((a, b) => a - b);
  return kept.map((i) => sentences[i]!);
}

/**
 * The first sentences of a text: the summary that costs nothing, and that any other has to be set against.
 * @throws RangeError unless `count` is a whole number of 1 or more.
 */
export function leadSentences(text: string, count: number): string[] {
  checkCount(count, "count", 1);
  return splitSentences(text).slice(0, count);
}

/**
 * How central each sentence is: `[sentences]`, mean 1. A walker goes from sentence to sentence, to similar ones more often; the score is how often
 * it is where: PageRank, with weights.
 *
 * Sources: S. Brin, L. Page, The anatomy of a large-scale hypertextual Web search engine, 1998;
 * R. Mihalcea, P. Tarau, TextRank: Bringing Order into Texts, EMNLP 2004.
 * @throws RangeError when an option is out of its range.
 */
export function rankSentences(sentences: readonly string[], { damping = 0.85, tolerance = 1e-6 }: TextRankOptions = {}): number[] {
  if (!(damping >= 0 && damping < 1)) throw new RangeError(`damping is ${damping}: it must be 0 or more and below 1`);
  if (!(tolerance > 0)) throw new RangeError(`tolerance is ${tolerance}: it must be above 0`);
  const weights = similarities(sentences.map(wordsOf));
  const out = weights.map((row) => row.reduce((sum, weight) => sum + weight, 0));
  let scores = sentences.map(() => 1);
  for (let round = 0; round < 1000; round++) {
    // From a sentence that is like no other, the walker goes anywhere.
    const lost = scores.reduce((sum, score, i) => (out[i] === 0 ? sum + score : sum), 0) / scores.length;
    const next = scores.map((_, i) => {
      let received = lost;
      for (let j = 0; j < scores.length; j++) if (weights[j]![i]! > 0) received += (weights[j]![i]! / out[j]!) * scores[j]!;
      return 1 - damping + damping * received;
    });
    const change = max(
      next.map((score, i) => Math.abs(score - scores[i]!)),
      0,
    );
    scores = next;
    if (change <= tolerance) break;
  }
  return scores;
}

/**
 * How alike two sentences are: the words they share, over ln of the one's length plus ln of the other's. 0 where either has fewer than two words.
 * Source: R. Mihalcea, P. Tarau, TextRank: Bringing Order into Texts, EMNLP 2004.
 */
export function sentenceSimilarity(a: string, b: string): number {
  return similarity(wordsOf(a), wordsOf(b));
}

/**
 * Cuts after . ! ? before white space and a capital, a digit or a quotation mark; not after Mr. and its like, nor after a single capital. Also after the full stops
 * of scripts that have no capitals (। ॥ ۔ ؟ before white space; 。 ！ ？).
 */
export function splitSentences(text: string): string[] {
  return text
    .replace(/\s+/g, " ")
    .split(
      /(?<=[.!?]["”’)]*)(?<!\b(?:Mr|Mrs|Ms|Dr|St|Gen|Gov|Hon|No|vs|etc|[A-Z])\.) (?=["“‘(]*[\p{Lu}\d])|(?<=[।॥۔؟]["”’)]*) |(?<=[。！？][」』”’）]*)(?![。！？」』”’）])/u,
    )
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence.length > 0);
}

/** Words that say nothing about what a sentence is about. */
const STOP_WORDS = new Set(
  (
    "a an and are as at be been but by can could did do does for from had has have he her him his i if in into is it its may me more my no not of on or our " +
    "shall she should so some such than that the their them then there these they this those to upon us was we were what when which who will with would you your"
  ).split(" "),
);

/** The words of a text that may say what it is about, in small letters and in their order: all but *the*, *of*, *we* and their like. */
export const contentWords = (text: string): string[] => wordsAndNumbers(text).filter((word) => !STOP_WORDS.has(word));

const wordsOf = (sentence: string): Set<string> => new Set(contentWords(sentence));

function similarity(a: Set<string>, b: Set<string>): number {
  if (a.size < 2 || b.size < 2) return 0;
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  let shared = 0;
  for (const word of small) if (large.has(word)) shared++;
  return shared / (Math.log(a.size) + Math.log(b.size));
}

function similarities(sentences: Set<string>[]): number[][] {
  const weights = sentences.map(() => new Array<number>(sentences.length).fill(0));
  for (let i = 0; i < sentences.length; i++)
    for (let j = i + 1; j < sentences.length; j++) weights[i]![j] = weights[j]![i] = similarity(sentences[i]!, sentences[j]!);
  return weights;
}
