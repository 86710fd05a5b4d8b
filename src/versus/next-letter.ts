/**
 * The next letter of a name, asked of two sides: counts of what followed, and a classifier whose features are the letters before. Both are asked about the same
 * places, the first letter of a name after the same beginning.
 */
import { mean } from "../base/mean.ts";
import { type Random, withRandom } from "../base/random.ts";
import { ALPHABET } from "../lm/bigram.ts";
import { NGram } from "../lm/n-gram.ts";
import { LogisticRegression } from "../ml/logistic-regression.ts";
import { OneHotEncoder } from "../prep/one-hot-encoder.ts";
import { bootstrapInterval, type Interval } from "../score/intervals.ts";

/** What a model loses on each letter, and how large it is. */
export interface LetterLosses {
  /** −ln P of each letter of each name and of its end, one name after the other, in nats. */
  losses: Float64Array;
  /** How many numbers the model keeps. */
  numbers: number;
}

/** An n-gram that sees so many letters before each, one at least, counted on `learn` and asked about `ask`. */
export function countLetters(learn: readonly string[], ask: readonly string[], before: number): LetterLosses {
  const pad = ".".repeat(before);
  const model = new NGram({ order: before + 1, vocabulary: ALPHABET }).fit(pad + learn.join(pad) + pad);
  const losses = ask.flatMap((name) => [...model.losses(`${pad}${name}.`).slice(before)]);
  return { losses: Float64Array.from(losses), numbers: model.size };
}

/** Logistic regression on so many letters before each: step by step, with its losses on `ask` after each tenth. */
export function* classifyLetters(
  learn: readonly string[],
  ask: readonly string[],
  before: number,
  { C = 3, maxIter = 60 }: { C?: number; maxIter?: number } = {},
): Generator<LetterLosses & { step: number }, void, undefined> {
  const [known, asked] = [learn, ask].map((names) => letterExamples(names, before)) as [LetterExamples, LetterExamples];
  const encoder = new OneHotEncoder().fit(known.features);
  const [X, asking] = [known, asked].map(({ features }) => encoder.transform(features));
  for (const model of new LogisticRegression({ C, maxIter }).fitSteps(X!, known.labels)) {
    if (model.nIter % 10 > 0) continue;
    const P = model.predictProba(asking!);
    const losses = Float64Array.from(asked.labels, (label, i) => -Math.log(P[i]![model.classes.indexOf(label)] ?? 0));
    yield { losses, numbers: model.classes.length * (model.nFeatures + 1), step: model.nIter };
  }
}

/** Where the contest stands after so many steps of the classifier. */
export interface LetterContest extends Interval {
  step: number;
  /** Mean losses in nats a letter, counts with less in sight first. */
  rows: { model: string; loss: number; "numbers kept": number }[];
  /** Loss of the classifier minus that of the counts that see the same letters; the interval is that of `compareByName`. */
  difference: number;
  /** The same in words, for above the rows. */
  caption: string;
}

/** Logistic regression on so many letters before each against counts after the same letters, and after one, step by step. */
export function* letterContest(
  learn: readonly string[],
  ask: readonly string[],
  before: number,
  options: { random: Random },
): Generator<LetterContest, void, undefined> {
  const { random } = withRandom(options);
  const counted = before > 1 ? [1, before] : [before];
  const counts = counted.map((letters) => ({
    model: `counts after ${letters === 1 ? "one letter" : `${letters} letters`}`,
    ...countLetters(learn, ask, letters),
  }));
  const same = counts.at(-1)!;
  for (const { step, ...classified } of classifyLetters(learn, ask, before)) {
    const model = `logistic regression on ${before === 1 ? "one letter" : `${before} letters`}`;
    const rows = [...counts, { model, ...classified }].map(({ model, losses, numbers }) => ({
      model,
      loss: mean([...losses]),
      "numbers kept": numbers,
    }));
    const compared = compareByName(ask, classified.losses, same.losses, { random });
    const [difference, low, high] = [compared.difference, compared.low, compared.high].map((loss) => loss.toFixed(3));
    const caption = `Nats a letter on new names. Logistic regression minus counts: ${difference} (95 %: ${low} to ${high})`;
    yield { step, rows, ...compared, caption };
  }
}

/** Names as a classifier is given them. */
export interface LetterExamples {
  /** The letters before, dots where there are none: [letters][before]. */
  features: string[][];
  /** The letter, or the dot at the end. */
  labels: string[];
}

/** What a classifier is given of these names: each letter is an example, and each end. */
export function letterExamples(names: readonly string[], before: number): LetterExamples {
  const pad = ".".repeat(before);
  const dotted = names.map((name) => [...`${pad}${name}.`]);
  return {
    features: dotted.flatMap((all) => all.slice(before).map((_, i) => all.slice(i, i + before))),
    labels: dotted.flatMap((all) => all.slice(before)),
  };
}

/**
 * By how much `a` loses more per letter than `b`, and where that lies when other names of the same kind had been asked about: names are drawn anew, each with both its
 * losses (paired bootstrap over names). Where the interval holds 0, the names do not tell which is better.
 * @throws RangeError unless both have a loss for each letter of the names and for each end.
 */
export function compareByName(
  names: readonly string[],
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  options: { random: Random },
): Interval & { difference: number } {
  const { random } = withRandom(options);
  const letters = names.reduce((sum, name) => sum + name.length + 1, 0);
  for (const losses of [a, b])
    if (losses.length !== letters) throw new RangeError(`${losses.length} losses: the names and their ends are ${letters} letters`);
  let at = 0;
  const items = names.map((name) => {
    let more = 0;
    for (const end = at + name.length + 1; at < end; at++) more += a[at]! - b[at]!;
    return { more, letters: name.length + 1 };
  });
  const mean = (some: readonly { more: number; letters: number }[]) =>
    some.reduce((sum, { more }) => sum + more, 0) / some.reduce((sum, { letters }) => sum + letters, 0);
  return { difference: mean(items), ...bootstrapInterval(items, mean, { random }) };
}
