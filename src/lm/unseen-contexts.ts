import { checkCount } from "../base/check.ts";

/** How much of a new text a model that counts contexts has never seen. */
export interface ContextSight {
  /** Different contexts of this length in the text that was read. */
  distinct: number;
  /** Contexts of this length that the characters could form: V^length. */
  possible: number;
  /** Share of the characters of the new text, from 0 to 1, before which stands a context that was never read. */
  unseen: number;
}

/**
 * How much of a new text begins where the text that was read never was: the contexts of `length` characters before each character of `fresh`, looked up among
 * those of `read`. A context is a number with one digit for each character, so sorting finds the different ones: O(n log n), without a string for each.
 *
 * @throws RangeError when `length` is not a whole number of 0 or more, a text is not longer than it, or there are more possible contexts than a number holds
 * exactly (2⁵³).
 */
export function unseenContexts(read: string, fresh: string, length: number): ContextSight {
  checkCount(length, "length", 0);
  const [own, other] = [Array.from(read), Array.from(fresh)];
  const digits = new Map([...new Set(own.concat(other))].map((character, digit) => [character, digit]));
  const possible = digits.size ** length;
  if (possible > Number.MAX_SAFE_INTEGER)
    throw new RangeError(`length is ${length}: with ${digits.size} characters, contexts can be told apart up to a length of ${longest(digits.size)}`);
  if (Math.min(own.length, other.length) <= length)
    throw new RangeError(`length is ${length}: both texts must be longer (they have ${own.length} and ${other.length} characters)`);
  const known = contexts(own, length, digits).sort();
  const asked = contexts(other, length, digits).sort();
  let distinct = 0;
  for (let i = 0; i < known.length; i++) if (i === 0 || known[i] !== known[i - 1]) distinct++;
  let unseen = 0;
  let at = 0;
  for (const context of asked) {
    while (at < known.length && known[at]! < context) at++;
    if (known[at] !== context) unseen++;
  }
  return { distinct, possible, unseen: unseen / asked.length };
}

/** The `length` characters before each character that has so many before it, as numbers: `[characters − length]`. */
function contexts(text: readonly string[], length: number, digits: ReadonlyMap<string, number>): Float64Array {
  const base = digits.size;
  const highest = base ** Math.max(0, length - 1);
  const numbers = new Float64Array(text.length - length);
  let number = 0;
  for (let i = 0; i < text.length - 1 && length > 0; i++) {
    number = (number % highest) * base + digits.get(text[i]!)!;
    if (i >= length - 1) numbers[i - length + 1] = number;
  }
  return numbers;
}

const longest = (base: number) => Math.floor(Math.log(Number.MAX_SAFE_INTEGER) / Math.log(base));
