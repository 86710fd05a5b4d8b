import { importIpynb, looksLikeIpynb } from "./import-ipynb.ts";
import { MARKER, NotebookError, parseNotebook } from "./parse.ts";
import type { CellSource } from "./types.ts";

/** Larger than any notebook a person wrote, small enough to open at once. */
export const MAX_FILE_BYTES = 5_000_000;

/**
 * The cells of a file that a reader opens: a notebook file in percent format, any TypeScript (one cell, or one for what
 * stands above the first marker), or an `.ipynb` in TypeScript or JavaScript, of which code and Markdown cells are taken.
 * `name` is the file's, where it is known.
 * @throws a NotebookError that says what is wrong with the file, and where.
 */
export function importNotebook(bytes: Uint8Array, { name = "" }: { name?: string } = {}): CellSource[] {
  const text = decoded(bytes);
  if (text.trim() === "") throw new NotebookError("the file is empty", { line: 1, hint: "Open a `.ts` file with code in it." });
  if (/^\s*<(?:!doctype|html)\b/i.test(text))
    throw new NotebookError("the file is a web page, not code", { line: 1, hint: "Download the file itself: where a page shows it, look for Raw." });
  if (/\.ipynb$/i.test(name) || looksLikeIpynb(text) || isJsonObject(text)) return importIpynb(text);
  return importCode(forCells(text));
}

function importCode(text: string): CellSource[] {
  const lines = text.split(/\r\n?|\n/);
  const first = lines.findIndex((line) => line.startsWith(MARKER));
  if (first >= 0 && !holdsCode(lines.slice(0, first))) return parseNotebook(text);
  return shifted(() => parseNotebook(`${MARKER}\n${text}`));
}

/** What a terminal reads in the first line of a program, as `#!/usr/bin/env -S deno run`, is a comment in a cell. */
const forCells = (text: string) => text.replace(/^#!/, "// #!");

/** Objects of JSON are no code: but for an empty one, which is a block. */
function isJsonObject(text: string): boolean {
  if (!/^\s*\{\s*"/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function decoded(bytes: Uint8Array): string {
  if (bytes.length > MAX_FILE_BYTES) {
    const [is, may] = [bytes.length, MAX_FILE_BYTES].map((n) => (n / 1e6).toLocaleString("en-US", { maximumFractionDigits: 1 }));
    throw new NotebookError(`the file is too large: ${is} MB, and ${may} MB is the limit`, {
      line: 1,
      hint: "Data belongs into a file input, not into code.",
    });
  }
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : "utf-8";
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    if (!text.includes("\0")) return text;
  } catch {
    // Said below.
  }
  throw new NotebookError("the file is not text", { line: 1, hint: "Open a `.ts` file; an editor can save it as UTF-8." });
}

/** Whether more than comments stands in some lines: such a file has no cells for `parseNotebook`, or refuses to be read. */
function holdsCode(lines: string[]): boolean {
  try {
    return parseNotebook(lines.join("\n")).length > 0;
  } catch {
    return true;
  }
}

/** A marker was put above the file: places are one line further down than in the reader's. */
function shifted(parse: () => CellSource[]): CellSource[] {
  try {
    return parse().map((cell) => ({ ...cell, line: Math.max(1, cell.line - 1) }));
  } catch (error) {
    if (!(error instanceof NotebookError)) throw error;
    const message = error.message.replace(/(?<=on lines )(\d+) and (\d+)$/, (_, a: string, b: string) => `${Number(a) - 1} and ${Number(b) - 1}`);
    throw new NotebookError(message, { line: error.line - 1, column: error.column, ...(error.hint === undefined ? {} : { hint: error.hint }) });
  }
}
