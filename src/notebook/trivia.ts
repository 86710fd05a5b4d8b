const trivia = /(?:\s+|\/\/[^\n\r\u2028\u2029]*|\/\*[^]*?\*\/)*/y;
const word = /(?:[$\u200C\u200D\p{ID_Continue}]|\\u\{[0-9a-fA-F]+\}|\\u[0-9a-fA-F]{4})+/uy;

/** The first position from `position` on that is neither white space nor in a comment. */
export function skipTrivia(text: string, position: number): number {
  trivia.lastIndex = position;
  return position + (trivia.exec(text)?.[0].length ?? 0);
}

/** The identifier or keyword that begins at `position`, or `""`. */
export function wordAt(text: string, position: number): string {
  word.lastIndex = position;
  return word.exec(text)?.[0] ?? "";
}

/** Whether a line ends between two positions. */
export function hasLineBreak(text: string, start: number, end: number): boolean {
  return /[\n\r\u2028\u2029]/.test(text.slice(start, end));
}
