import { positionAt } from "./position.ts";
import { skipTrivia } from "./trivia.ts";
import { CellError } from "./types.ts";

type Plain = { message: string; hint?: string };

/** What the parser says, and how to say it to someone who did not write a parser. */
const plainly: [RegExp, (...groups: string[]) => Plain][] = [
  [
    /^(?:Identifier|type) '(.+)' has already been declared/,
    (name) => ({ message: `\`${name}\` is declared twice in this cell`, hint: "Give one of them another name." }),
  ],
  [/^Unterminated string/, () => ({ message: "this text is never closed", hint: "Close it with the quote it begins with, on the same line." })],
  [/^Unterminated template/, () => ({ message: "this template text is never closed", hint: "Close it with a backtick: `" })],
  [/^Unterminated comment/, () => ({ message: "this comment is never closed", hint: "Close it with */" })],
  [/^Unterminated regular expression/, () => ({ message: "this regular expression is never closed", hint: "Close it with / on the same line." })],
  [/^Unexpected character '([“”„‘’])'/, (quote) => ({ message: `${quote} is not a quote that code understands`, hint: "Use \" or ' instead." })],
  [/^Unexpected character '(.+)'/, (character) => ({ message: `\`${character}\` has no meaning in code` })],
  [/^'return' outside of function/, () => ({ message: "`return` only works inside a function", hint: "To show a value, end the cell with it." })],
  [/^'with' in strict mode/, () => ({ message: "`with` is not allowed in modules", hint: "Write the object's name before each property." })],
  [/^Unsyntactic (break|continue)/, (word) => ({ message: `\`${word}\` only works inside a loop` })],
  [
    /^Cannot use keyword 'await' outside an async function/,
    () => ({ message: "`await` only works inside an async function", hint: "Write `async` before the function." }),
  ],
  [
    /^The keyword '(.+)' is reserved|^Unexpected keyword '(.+)'/i,
    (...words) => ({ message: `\`${words.find(Boolean)}\` is a word that the language keeps for itself`, hint: "Choose another name." }),
  ],
  [/^Assigning to rvalue/, () => ({ message: "only a name or a property can be assigned to", hint: "To compare, write `===`." })],
  [/^Shorthand property assignments/, () => ({ message: "a property's value is written after `:`, not `=`" })],
  [/^Deleting local variable/, () => ({ message: "a name cannot be deleted, only a property" })],
  [/^Parenthesized pattern/, () => ({ message: "a pattern that takes values apart cannot stand in brackets" })],
  [
    /^'import' and 'export' may only appear at the top level/,
    () => ({ message: "`import` and `export` only work at the top level of a cell", hint: "Inside a function, write `await import(…)`." }),
  ],
  [/^Cannot use new with import/, () => ({ message: "`new` cannot be used with `import(…)`" })],
];

/** The parser's error as a `CellError` with a plain message. */
export function syntaxError(error: unknown, text: string): CellError {
  if (!(error instanceof Error) || !("pos" in error) || typeof error.pos !== "number") {
    return new CellError("this cell could not be read", { line: 1, column: 1, hint: `The parser gave up: ${String(error)}` });
  }
  const message = error.message.replace(/ \(\d+:\d+\)$/, "");
  const { message: plain, hint } = explain(message, error.pos, text);
  return new CellError(plain, { ...positionAt(text, error.pos), ...(hint !== undefined && { hint }) });
}

function explain(message: string, offset: number, text: string): Plain {
  if (text.startsWith("#!") && offset <= 1) return { message: "`!` has no meaning in code", hint: "Leave out the line `#!…`: it is for a terminal." };
  if (/^Unexpected token|regular expression/.test(message) && looksLikeMarkup(text, offset)) {
    return { message: "tags such as `<b>` are not code here", hint: "Write the markup as text, in quotes or backticks." };
  }
  for (const [pattern, say] of plainly) {
    const match = pattern.exec(message);
    if (match) return say(...match.slice(1));
  }
  if (!message.startsWith("Unexpected token")) return { message: message.charAt(0).toLowerCase() + message.slice(1) };
  if (skipTrivia(text, offset) >= text.length) return { message: "the cell ends too early: a bracket or quote is not closed" };
  return { message: `\`${tokenAt(text, offset)}\` is not expected here`, hint: "Look for a missing comma, bracket or quote before it." };
}

/** A closing tag on the line of the error: the reader wrote JSX. */
function looksLikeMarkup(text: string, offset: number): boolean {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const end = text.indexOf("\n", offset);
  return /<\/[A-Za-z>]|<[A-Za-z][^<>]*\/>/.test(text.slice(start, end < 0 ? text.length : end));
}

function tokenAt(text: string, offset: number): string {
  const token = /[$_#@]?[\p{ID_Continue}$]+|=>|\.\.\.|[=!]==?|&&|\|\||\?\?|\+\+|--|[^]/uy;
  token.lastIndex = offset;
  return token.exec(text)?.[0] ?? "";
}
