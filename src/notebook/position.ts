import type { Insertion, Position } from "./types.ts";

/** The line and column, both from 1, of a character of `text`. */
export function positionAt(text: string, offset: number): Position {
  const lines = text.slice(0, offset).split(/\r\n?|[\n\u2028\u2029]/);
  return { line: lines.length, column: (lines.at(-1) ?? "").length + 1 };
}

/** Where a place of a text with insertions lies in the text without them. `insertions` are in the order of the text. */
export function withoutInsertions({ line, column }: Position, insertions: readonly Insertion[]): Position {
  let moved = 0;
  for (const inserted of insertions) {
    if (inserted.line !== line) continue;
    const into = column - moved - inserted.column;
    if (into < 0) break;
    if (into <= inserted.text.length && inserted.of) return inserted.of;
    if (into < inserted.text.length) return { line, column: inserted.column };
    moved += inserted.text.length;
  }
  return { line, column: column - moved };
}
