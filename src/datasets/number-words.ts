import { type Random, withRandom } from "../base/random.ts";
import type { DatasetMeta } from "./meta.ts";

/** A number, written out in both languages. */
export interface NumberPair {
  number: number;
  english: string;
  french: string;
}

export interface NumberPairsOptions {
  random: Random;
  /** Pairs to learn from. Default 2,000. */
  train?: number;
  /** Other pairs to test on. Default 1,000. */
  test?: number;
  /** All numbers are smaller than this. Default 100,000; at most 1,000,000. */
  below?: number;
}

const ENGLISH = {
  ones: "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(
    " ",
  ),
  tens: "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split(" "),
};
const FRENCH = {
  ones: "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf".split(" "),
  tens: "_ _ vingt trente quarante cinquante soixante soixante quatre-vingt quatre-vingt".split(" "),
};

const meta: DatasetMeta = {
  title: "Number words",
  source: "Generated",
  url: "https://www.unicode.org/reports/tr35/tr35-numbers.html#Rule-Based_Number_Formatting",
  licence: "MIT, like the code",
  rows: 1_000_000,
};

/** Numbers from 0 to 999,999, written out in English and French. */
export const numberWords = { meta, english, french, parts: numberParts, pairs: numberPairs, split: numberSplit, harderSplit: harderNumberSplit };

/** `english(121)` is "one hundred twenty-one". @throws RangeError unless `n` is a whole number from 0 to 999,999. */
export function english(n: number): string {
  checkNumber(n);
  const { ones, tens } = ENGLISH;
  if (n < 20) return ones[n]!;
  if (n < 100) return tens[Math.floor(n / 10)]! + (n % 10 ? `-${ones[n % 10]}` : "");
  const [unit, word] = n < 1000 ? [100, "hundred"] : [1000, "thousand"];
  return `${english(Math.floor(n / unit))} ${word}${n % unit ? ` ${english(n % unit)}` : ""}`;
}

/** `french(280)` is "deux cent quatre-vingts". @throws RangeError unless `n` is a whole number from 0 to 999,999. */
export function french(n: number): string {
  checkNumber(n);
  if (n < 1000) return frenchBelowThousand(n);
  const thousands = Math.floor(n / 1000);
  // Cent and quatre-vingt take an s at the end of a number alone, and mille is not its end.
  const head = thousands === 1 ? "mille" : `${frenchBelowThousand(thousands).replace(/(cent|quatre-vingt)s$/, "$1")} mille`;
  return n % 1000 ? `${head} ${frenchBelowThousand(n % 1000)}` : head;
}

/**
 * Different numbers, drawn at random, to learn from and to test on: no number is in both.
 * @throws RangeError when there are fewer numbers than pairs.
 */
export function numberPairs(options: NumberPairsOptions): { train: NumberPair[]; test: NumberPair[] } {
  const { random, train = 2000, test = 1000, below = 100_000 } = withRandom(options);
  if (!(Number.isInteger(below) && below <= 1_000_000)) throw new RangeError(`below is ${below}: it must be a whole number of at most 1,000,000`);
  if (!(train + test <= below)) throw new RangeError(`${train} + ${test} pairs need as many numbers, but there are ${below}: make below larger`);
  const drawn = new Set<number>();
  while (drawn.size < train + test) drawn.add(random.int(below));
  const pairs = [...drawn].map((number) => ({ number, english: english(number), french: french(number) }));
  return { train: pairs.slice(0, train), test: pairs.slice(train) };
}

/** Pairs to learn from, to watch a training with, and for two exams: no number is in two of them. */
export interface NumberSplit {
  /** 2,000: every tenth is below 1,000. */
  learn: NumberPair[];
  /** 500 below 100,000: settings are chosen with them. */
  watched: NumberPair[];
  /** 1,000 below 100,000: asked about once, at the end. */
  exam: NumberPair[];
  /** All below 1,000 that are in no other list. */
  small: NumberPair[];
}

/** Different numbers drawn at random. 75 is among the small ones of the exam. */
export function numberSplit(options: { random: Random }): NumberSplit {
  const { random } = withRandom(options);
  const { train, test: exam } = numberPairs({ random, train: 2300 });
  const taken = new Set([...train, ...exam].map(({ number }) => number));
  const left = random.shuffle(Array.from({ length: 1000 }, (_, number) => number).filter((number) => !taken.has(number) && number !== 75));
  const written = (number: number) => ({ number, english: english(number), french: french(number) });
  const learn = train.slice(0, 1800).flatMap((pair, i) => (i % 9 === 8 ? [pair, written(left[(i - 8) / 9]!)] : [pair]));
  const small = [75, ...left.slice(200)].sort((a, b) => a - b).map(written);
  return { learn, watched: train.slice(1800), exam, small };
}

/** What `harderNumberSplit` keeps from a model. */
export type Hidden = "range" | "hundreds" | "parts";

/** The numbers below 100 that `harderNumberSplit` hides. */
export const HIDDEN_PARTS: readonly number[] = [34, 58, 75, 93];

/**
 * What of a number below 100,000 is hidden: `range`, it is from 40,000 to 49,999; `hundreds`, its last three digits are from 700 to 799; `parts`, its last two
 * digits, or its thousands, are one of `HIDDEN_PARTS`. None of them, one or several.
 */
export function hiddenIn(number: number): Hidden[] {
  const [thousands, rest] = [Math.floor(number / 1000), number % 1000];
  const found: Hidden[] = [];
  if (thousands >= 40 && thousands < 50) found.push("range");
  if (rest >= 700 && rest < 800) found.push("hundreds");
  if ([thousands, rest % 100].some((part) => HIDDEN_PARTS.includes(part))) found.push("parts");
  return found;
}

/** A split in which the exams ask for more than new numbers. */
export interface HarderNumberSplit {
  /** 2,000 numbers in which nothing hidden stands, though each of its words does. */
  learn: NumberPair[];
  /** 500 more of these. */
  watched: NumberPair[];
  /** 300 numbers for each: that, and nothing else, is hidden in them. */
  exams: Record<Hidden, NumberPair[]>;
}

/** Different numbers below 100,000, drawn at random: a range, a hundred and some parts stand in the exams alone. */
export function harderNumberSplit(options: { random: Random }): HarderNumberSplit {
  const { random } = withRandom(options);
  const drawn = new Set<number>();
  const draw = (count: number, what?: Hidden): NumberPair[] => {
    const pairs: NumberPair[] = [];
    while (pairs.length < count) {
      const number = random.int(100_000);
      if (drawn.has(number) || hiddenIn(number).join() !== (what ?? "")) continue;
      drawn.add(number);
      pairs.push({ number, english: english(number), french: french(number) });
    }
    return pairs;
  };
  return {
    learn: draw(2000),
    watched: draw(500),
    exams: { range: draw(300, "range"), hundreds: draw(300, "hundreds"), parts: draw(300, "parts") },
  };
}

/** A piece of a number in both languages: what stands for what. */
export interface NumberPart {
  english: string;
  french: string;
}

/**
 * A number below 100,000 in its pieces, each the translation of the other: `numberParts(1375)` is one thousand – mille, three – trois, hundred – cent, seventy-five –
 * soixante-quinze. With spaces between them, they are the number.
 */
export function numberParts(n: number): NumberPart[] {
  if (!(n < 100_000)) throw new RangeError(`${n} is not below 100,000`);
  checkNumber(n);
  if (n < 1000) return partsBelowThousand(n);
  const [thousands, rest] = [Math.floor(n / 1000), n % 1000];
  const below = rest === 0 ? [] : partsBelowThousand(rest);
  if (thousands === 1) return [{ english: "one thousand", french: "mille" }, ...below];
  const head = { english: english(thousands), french: french(thousands).replace(/quatre-vingts$/, "quatre-vingt") };
  return [head, { english: "thousand", french: "mille" }, ...below];
}

/** Texts in which each word of both languages stands: what a tokenizer of these numbers is fitted on. */
export const numberTexts = (): string[] => Array.from({ length: 2000 }, (_, n) => [english(n), french(n)]).flat();

function partsBelowThousand(n: number): NumberPart[] {
  const [hundreds, rest] = [Math.floor(n / 100), n % 100];
  const last = { english: english(rest), french: french(rest) };
  if (hundreds === 0) return [last];
  const below = rest === 0 ? [] : [last];
  if (hundreds === 1) return [{ english: "one hundred", french: "cent" }, ...below];
  const digit = { english: english(hundreds), french: french(hundreds) };
  return [digit, { english: "hundred", french: rest === 0 ? "cents" : "cent" }, ...below];
}

function frenchBelowThousand(n: number): string {
  if (n < 100) return frenchBelowHundred(n);
  const hundreds = Math.floor(n / 100);
  const rest = n % 100;
  if (hundreds === 1) return rest ? `cent ${frenchBelowHundred(rest)}` : "cent";
  return `${FRENCH.ones[hundreds]} ${rest ? `cent ${frenchBelowHundred(rest)}` : "cents"}`;
}

function frenchBelowHundred(n: number): string {
  const { ones, tens } = FRENCH;
  if (n < 20) return ones[n]!;
  if (n === 80) return "quatre-vingts";
  const ten = Math.floor(n / 10);
  // Seventy and ninety count on from sixty and eighty: soixante-quinze is 60 + 15.
  const rest = n % (ten === 7 || ten === 9 ? 20 : 10);
  if (rest === 0) return tens[ten]!;
  if (ten < 8 && (rest === 1 || rest === 11)) return `${tens[ten]} et ${ones[rest]}`;
  return `${tens[ten]}-${ones[rest]}`;
}

function checkNumber(n: number): void {
  if (!(Number.isInteger(n) && n >= 0 && n < 1_000_000)) throw new RangeError(`${n} is not a whole number from 0 to 999,999`);
}
