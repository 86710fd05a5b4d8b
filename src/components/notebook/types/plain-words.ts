/**
 * TypeScript's messages for someone who did not write a compiler. TypeScript's own text is kept beside them. The patterns are
 * those of the English texts of the version in package.json; what fits none is shown as it is.
 */

type Say = (...groups: string[]) => string;

const notANumber = /^The (left|right)-hand side of an arithmetic operation must be/;

const plainly: Record<number, [RegExp, Say][]> = {
  // Names
  2304: [[/^Cannot find name '(.+)'\./, (name) => `No cell declares or imports \`${name}\`.`]],
  2552: [[/^Cannot find name '(.+)'\. Did you mean '(.+)'\?/, (name, near) => `No cell declares or imports \`${name}\`. Did you mean \`${near}\`?`]],
  2580: [[/^Cannot find name '(.+?)'/, (name) => `\`${name}\` is a part of Node: cells do not have it.`]],
  2584: [[/^Cannot find name '(.+?)'/, (name) => `\`${name}\` is a part of the page: cells run away from it and have none.`]],
  2591: [[/^Cannot find name '(.+?)'/, (name) => `\`${name}\` is a part of Node: cells do not have it.`]],
  2451: [[/^Cannot redeclare block-scoped variable '(.+)'/, (name) => `\`${name}\` is declared twice in this cell. Give one of them another name.`]],
  2300: [[/^Duplicate identifier '(.+)'/, (name) => `\`${name}\` is declared twice in this cell. Give one of them another name.`]],
  2448: [[/'(.+)' used before/, (name) => `\`${name}\` is used above the line that declares it.`]],
  2588: [
    [
      /^Cannot assign to '(.+)' because it is a constant/,
      (name) => `\`${name}\` is a \`const\`: it keeps its value. Declare it with \`let\` to change it.`,
    ],
  ],
  18004: [[/^No value exists in scope for the shorthand property '(.+)'\./, (name) => `No cell declares or imports \`${name}\`.`]],
  // Members
  2339: [[/^Property '(.+)' does not exist on type '([^]+)'\.$/, (name, type) => `${a(type)} has no \`${name}\`.`]],
  2551: [
    [
      /^Property '(.+)' does not exist on type '([^]+)'\. Did you mean '(.+)'\?$/,
      (name, type, near) => `${a(type)} has no \`${name}\`. Did you mean \`${near}\`?`,
    ],
  ],
  2540: [[/^Cannot assign to '(.+)' because it is a read-only/, (name) => `\`${name}\` can be read but not changed.`]],
  7053: [
    [
      /^Element implicitly has an 'any' type because .* can't be used to index type '([^]+?)'\./,
      (type) => `${a(type)} cannot be read by a key of this type.`,
    ],
  ],
  // Values that may be missing
  2532: [[/./, () => "This may be `undefined`. Check it first, or write `?.` before the member."]],
  2531: [[/./, () => "This may be `null`. Check it first, or write `?.` before the member."]],
  2533: [[/./, () => "This may be `null` or `undefined`. Check it first, or write `?.` before the member."]],
  18047: [[/^'(.+)' is possibly/, (name) => `\`${name}\` may be \`null\`. Check it first, or write \`?.\` before the member.`]],
  18048: [[/^'(.+)' is possibly/, (name) => `\`${name}\` may be \`undefined\`. Check it first, or write \`?.\` before the member.`]],
  18049: [[/^'(.+)' is possibly/, (name) => `\`${name}\` may be \`null\` or \`undefined\`. Check it first, or write \`?.\` before the member.`]],
  18046: [
    [/^'(.+)' is of type 'unknown'/, (name) => `Nothing is known of the type of \`${name}\`. Check it first, as in \`typeof ${name} === "number"\`.`],
  ],
  // Types that do not fit
  2322: [[/^Type '([^]+?)' is not assignable to type '([^]+?)'\./, (is, wanted) => `This is ${code(is)}, but ${code(wanted)} is wanted here.`]],
  2345: [
    [
      /^Argument of type '([^]+?)' is not assignable to parameter of type '([^]+?)'\./,
      (is, wanted) => `This argument is ${code(is)}, but the function wants ${code(wanted)}.`,
    ],
  ],
  2554: [
    [/^Expected (\d+) arguments?, but got (\d+)/, (wanted, got) => `The function takes ${counted(wanted)}, and here it gets ${got}.`],
    [
      /^Expected (\d+)-(\d+) arguments, but got (\d+)/,
      (least, most, got) => `The function takes ${least} to ${most} arguments, and here it gets ${got}.`,
    ],
  ],
  2555: [
    [/^Expected at least (\d+) arguments?, but got (\d+)/, (least, got) => `The function takes at least ${counted(least)}, and here it gets ${got}.`],
  ],
  2349: [[/^This expression is not callable/, () => "This is not a function, so it cannot be called."]],
  2351: [[/^This expression is not constructable/, () => "This is not a class, so `new` cannot make one."]],
  2348: [[/^Value of type '(?:typeof )?([^]+)' is not callable\./, (name) => `\`${name}\` is a class: write \`new\` before it.`]],
  2741: [
    [
      /^Property '(.+?)' is missing in type '[^]+' but required in type '([^]+?)'/,
      (name, type) => `\`${name}\` is missing here: ${code(type)} needs it.`,
    ],
  ],
  2739: [
    [/is missing the following properties from type '([^]+?)': ([^]+)$/, (type, names) => `Missing here, and needed by ${code(type)}: ${names}.`],
  ],
  2353: [[/and '(.+)' does not exist in type '([^]+)'\.$/, (name, type) => `${a(type)} has no \`${name}\`.`]],
  2561: [
    [
      /but '(.+)' does not exist in type '([^]+)'\. Did you mean to write '(.+)'\?$/,
      (name, type, near) => `${a(type)} has no \`${name}\`. Did you mean \`${near}\`?`,
    ],
  ],
  2362: [[notANumber, () => "Only numbers can be calculated with, and what stands left of the sign is none."]],
  2363: [[notANumber, () => "Only numbers can be calculated with, and what stands right of the sign is none."]],
  2365: [
    [
      /^Operator '(.+)' cannot be applied to types '([^]+?)' and '([^]+?)'/,
      (sign, left, right) => `\`${sign}\` does not work between ${code(left)} and ${code(right)}.`,
    ],
  ],
  2367: [[/'([^]+?)' and '([^]+?)' have no overlap/, (left, right) => `These can never be equal: ${code(left)} and ${code(right)}.`]],
  2488: [[/^Type '([^]+?)' must have a/, (type) => `${a(type)} is no list: it cannot be gone through or spread.`]],
  2769: [[/^No overload matches this call\./, () => "None of the ways to call this function fits these arguments."]],
  7006: [[/^Parameter '(.+)' implicitly has an 'any' type/, (name) => `The type of \`${name}\` is not known. Write it, as in \`${name}: number\`.`]],
  7031: [[/^Binding element '(.+)' implicitly has an 'any' type/, (name) => `The type of \`${name}\` is not known. Write it after the pattern.`]],
  1308: [[/./, () => "`await` only works inside an async function. Write `async` before the function."]],
  // Modules
  2305: [[/^Module '"(.+)"' has no exported member '(.+)'\./, (specifier, name) => `"${specifier}" does not export \`${name}\`.`]],
  2724: [
    [
      /^'"(.+)"' has no exported member named '(.+)'\. Did you mean '(.+)'\?/,
      (specifier, name, near) => `"${specifier}" does not export \`${name}\`. Did you mean \`${near}\`?`,
    ],
  ],
  1484: [[/^'(.+)' is a type/, (name) => `\`${name}\` is a type: write \`import type\`, or \`type\` before the name.`]],
};

/** A message in plain words, or TypeScript's own where there are none for it. */
export function inPlainWords(typescriptCode: number, message: string): string {
  for (const [pattern, say] of plainly[typescriptCode] ?? []) {
    const match = pattern.exec(message);
    if (match) return say(...match.slice(1));
  }
  return message;
}

/** What TypeScript proposes in place of the marked text. */
export function proposalIn(message: string): string | undefined {
  return /Did you mean (?:to write )?'([\p{ID_Continue}$]+)'\?/u.exec(message)?.[1];
}

/** A type at the beginning of a sentence. One without a name is not spelt out. */
function a(type: string): string {
  return type.startsWith("{") ? "This object" : `A value of type ${code(type)}`;
}

function code(type: string): string {
  const short = type.replace(/\s+/g, " ");
  return `\`${short.length > 80 ? `${short.slice(0, 79)}…` : short}\``;
}

const counted = (count: string) => `${count} argument${count === "1" ? "" : "s"}`;
