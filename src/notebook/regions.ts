import { NotebookError } from "./parse.ts";
import type { CellSource } from "./types.ts";

/** Lines of a cell that are shown as one until they are asked for. Lines count from 1; the two comments that mark it are in it. */
export interface Region {
  first: number;
  last: number;
  /** What the author calls it; "" for none. */
  name: string;
}

/** As VS Code and CodeMirror's users write them. */
const BEGIN = /^\s*\/\/\s*#region\b\s*(.*?)\s*$/;
const END = /^\s*\/\/\s*#endregion\b/;

/**
 * The regions of a cell's text, in its order: what lies between a line `// #region name` and its `// #endregion`. Of regions in one another
 * only the outermost count. One without an end is none: somebody is just writing it.
 */
export function regionsOf(text: string): Region[] {
  return scan(text).regions;
}

/** @throws NotebookError at a region of a code cell that has no end, or an end without its region. */
export function checkRegions(cells: readonly CellSource[]): void {
  for (const { kind, text, line } of cells) {
    const stray = kind === "code" ? scan(text).stray : undefined;
    if (!stray) continue;
    const [message, hint] = stray.begins
      ? ["a region of this cell does not end", "Put a line `// #endregion` below its last line."]
      : ["a region ends here that did not begin in this cell", "Put a line `// #region name` above its first line, or take this one away."];
    throw new NotebookError(message, { line: line + stray.line - 1, column: stray.column, hint });
  }
}

/** How a region is said to those who have not opened it: `12 lines: drawing`. The two comments are not counted. */
export function regionTitle({ first, last, name }: Region): string {
  const count = last - first - 1;
  return `${count} ${count === 1 ? "line" : "lines"}${name && `: ${name}`}`;
}

function scan(text: string): { regions: Region[]; stray?: { line: number; column: number; begins: boolean } } {
  const regions: Region[] = [];
  const open: { first: number; name: string; column: number }[] = [];
  let stray: { line: number; column: number; begins: boolean } | undefined;
  for (const [index, line] of text.split("\n").entries()) {
    const column = line.search(/\S/) + 1;
    const [, name] = BEGIN.exec(line) ?? [];
    if (name !== undefined) open.push({ first: index + 1, name, column });
    if (!END.test(line)) continue;
    const begun = open.pop();
    if (!begun) stray ??= { line: index + 1, column, begins: false };
    else {
      while (regions.length > 0 && regions.at(-1)!.first > begun.first) regions.pop();
      regions.push({ first: begun.first, last: index + 1, name: begun.name });
    }
  }
  const unclosed = open.at(-1);
  if (unclosed) stray ??= { line: unclosed.first, column: unclosed.column, begins: true };
  return { regions, ...(stray && { stray }) };
}
