/** A stream of random numbers that the same seed makes the same on every machine. */
export interface Random {
  /** A number from 0 (included) to 1 (left out), each equally likely. */
  uniform(): number;
  /** A whole number from 0 to `n` − 1, each equally likely. */
  int(n: number): number;
  /** A number of the standard normal distribution: mean 0, standard deviation 1. */
  normal(): number;
  /** The same items in random order, each order equally likely. Leaves `items` as they are. */
  shuffle<T>(items: readonly T[]): T[];
  /** An index into `weights`, drawn in proportion to them. They need not sum to 1. */
  choice(weights: readonly number[]): number;
}

/**
 * Start a stream of random numbers: `const random = seed(42)`.
 *
 * The generator is sfc32 ("small fast counting", Chris Doty-Humphrey, PractRand): 128 bits of state, passes PractRand's tests.
 * Its numbers are 32 bits wide.
 * @throws RangeError unless `n` is a whole number that JavaScript holds exactly.
 */
export function seed(n: number): Random {
  if (!Number.isSafeInteger(n)) throw new RangeError(`the seed is ${n}: it must be a whole number such as 42`);
  const next = sfc32(n | 0, Math.floor(n / 2 ** 32) | 0);
  const uniform = () => next() / 2 ** 32;
  const int = (count: number) => {
    if (!Number.isInteger(count) || count < 1 || count > 2 ** 32) throw new RangeError(`int(${count}): give a whole number from 1 to 2³²`);
    return Math.floor(uniform() * count);
  };
  return { uniform, int, normal: polarNormal(uniform), shuffle: (items) => fisherYates(items, int), choice: (weights) => choose(weights, uniform()) };
}

/**
 * For whatever draws.
 * @throws TypeError, with what to write, when `random` is no source of random numbers but missing, a function such as `Math.random`, or a number.
 */
export function checkRandom(random: unknown, name = "random"): asserts random is Random {
  const draws = random as Record<keyof Random, unknown> | null | undefined;
  if (draws != null && METHODS.every((method) => typeof draws[method] === "function")) return;
  const is =
    random == null ? "missing" : typeof random === "function" ? "a function" : typeof random === "object" ? "no source of random numbers" : random;
  const wanted = typeof random === "number" && Number.isSafeInteger(random) ? random : 1;
  throw new TypeError(
    `${name} is ${String(is)}: give seed(${wanted}), which draws the same numbers again each time. It comes from import { seed } from "#base/random"`,
  );
}

/** Options that hold a source of random numbers. @throws TypeError as {@link checkRandom}, also when there are no options. */
export function withRandom<T extends { random: Random }>(options: T): T {
  checkRandom((options as T | undefined)?.random);
  return options;
}

const METHODS = ["uniform", "int", "normal", "shuffle", "choice"] as const satisfies (keyof Random)[];

function sfc32(a: number, b: number): () => number {
  let c = 0;
  let counter = 1;
  const next = () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  };
  // The first numbers still show the seed.
  for (let i = 0; i < 12; i++) next();
  return next;
}

/** Marsaglia's polar method (1964): a point in the unit disc gives two independent normal numbers. */
function polarNormal(uniform: () => number): () => number {
  let spare: number | undefined;
  return () => {
    if (spare !== undefined) {
      const kept = spare;
      spare = undefined;
      return kept;
    }
    for (;;) {
      const u = 2 * uniform() - 1;
      const v = 2 * uniform() - 1;
      const s = u * u + v * v;
      if (s === 0 || s >= 1) continue;
      const scale = Math.sqrt((-2 * Math.log(s)) / s);
      spare = v * scale;
      return u * scale;
    }
  };
}

/** Fisher and Yates (1938), in Durstenfeld's form (1964). */
function fisherYates<T>(items: readonly T[], int: (n: number) => number): T[] {
  const shuffled = [...items];
  for (let i = shuffled.length - 1; i > 0; i--) {
    const j = int(i + 1);
    [shuffled[i], shuffled[j]] = [shuffled[j]!, shuffled[i]!];
  }
  return shuffled;
}

function choose(weights: readonly number[], u: number): number {
  let total = 0;
  for (const [i, weight] of weights.entries()) {
    if (!(weight >= 0)) throw new RangeError(`weight ${i} is ${weight}: weights must be 0 or more`);
    total += weight;
  }
  if (!(total > 0 && total < Number.POSITIVE_INFINITY))
    throw new RangeError(`the weights sum to ${total}: at least one must be above 0, and all finite`);
  let left = u * total;
  let last = 0;
  for (const [i, weight] of weights.entries()) {
    if (weight === 0) continue;
    last = i;
    left -= weight;
    if (left < 0) break;
  }
  return last;
}
