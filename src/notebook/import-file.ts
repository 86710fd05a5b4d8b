import { MARKER, NotebookError, parseNotebook } from "./parse.ts";
import type { CellSource } from "./types.ts";

/** Larger than any notebook a person wrote, small enough to open at once. */
export const MAX_FILE_BYTES = 5_000_000;

/**
 * The cells of a file that a reader opens: a notebook file in percent format, any TypeScript (one cell, or one for what
 * stands above the first marker), or an `.ipynb` in TypeScript or JavaScript, of which code and Markdown cells are taken.
 * @throws a NotebookError that says what is wrong with the file, and where.
 */
export function importNotebook(bytes: Uint8Array): CellSource[] {
  const text = decoded(bytes);
  if (text.trim() === "") throw new NotebookError("the file is empty", { line: 1, hint: "Open a `.ts` file with code in it." });
  const jupyter = jupyterNotebook(text);
  if (jupyter) return jupyterCells(jupyter);
  const lines = text.split(/\r\n?|\n/);
  const first = lines.findIndex((line) => line.startsWith(MARKER));
  if (first >= 0 && !holdsCode(lines.slice(0, first))) return parseNotebook(text);
  return shifted(() => parseNotebook(`${MARKER}\n${text}`));
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

interface JupyterNotebook {
  cells: unknown[];
  metadata?: { kernelspec?: { language?: unknown } | null; language_info?: { name?: unknown } | null } | null;
}

interface JupyterCell {
  cell_type?: unknown;
  source?: unknown;
  metadata?: { name?: unknown; tags?: unknown } | null;
}

function jupyterNotebook(text: string): JupyterNotebook | undefined {
  if (!/^\s*\{/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && "nbformat" in value && Array.isArray((value as { cells?: unknown }).cells)
      ? (value as unknown as JupyterNotebook)
      : undefined;
  } catch {
    return undefined;
  }
}

function jupyterCells({ cells, metadata }: JupyterNotebook): CellSource[] {
  const language = [metadata?.language_info?.name, metadata?.kernelspec?.language].find((name) => typeof name === "string") ?? "typescript";
  if (!/^(?:typescript|javascript)$/i.test(language as string))
    throw new NotebookError(`the notebook is written in ${language}`, { line: 1, hint: "The cells of this site are TypeScript." });
  const kept = cells.flatMap((cell) => {
    const { cell_type: kind, source, metadata: own } = (cell ?? {}) as JupyterCell;
    if (kind !== "code" && kind !== "markdown") return [];
    const text = (Array.isArray(source) ? source : [source]).filter((line) => typeof line === "string").join("");
    const tags = Array.isArray(own?.tags) ? own.tags.filter((tag) => typeof tag === "string") : [];
    const name = typeof own?.name === "string" && /^[A-Za-z0-9_-]+$/.test(own.name) ? own.name : undefined;
    return [{ name, kind: kind as CellSource["kind"], tags, text: text.replace(/\r\n?/g, "\n"), line: 1 }];
  });
  const named = new Set(kept.map(({ name }) => name));
  const taken = new Set<string>();
  return kept.map(({ name, ...cell }, index) => ({
    name: freeName(name ?? `cell-${index + 1}`, name === undefined ? named : taken, taken),
    ...cell,
  }));
}

/** The name, or that with a number where it is one of `others` or `taken`. */
function freeName(stem: string, others: ReadonlySet<string | undefined>, taken: Set<string>): string {
  let name = stem;
  for (let n = 2; others.has(name) || taken.has(name); n++) name = `${stem}-${n}`;
  taken.add(name);
  return name;
}
