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
export const numberWords = { meta, english, french, pairs: numberPairs };

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
