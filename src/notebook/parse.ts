import type { CellSource, FileCell, Position } from "./types.ts";

/** A mistake in how a notebook file is cut into cells. Its place is one of the file. */
export class NotebookError extends Error implements Position {
  readonly line: number;
  readonly column: number;
  /** What to try, one sentence. */
  readonly hint?: string;

  constructor(message: string, { line, column = 1, hint }: { line: number; column?: number; hint?: string }) {
    super(message);
    this.name = "NotebookError";
    this.line = line;
    this.column = column;
    if (hint !== undefined) this.hint = hint;
  }
}

/** What a line begins with that begins a cell. */
export const MARKER = "// %%";

/**
 * Cuts a notebook file into cells at its `// %%` lines, as Jupytext and VS Code do:
 * `// %% name [markdown] tags=["raises-exception"]`, each part optional and in this order.
 * A marker counts wherever a line begins with it, inside a template text too.
 */
export function parseNotebook(text: string): CellSource[] {
  const lines = text
    .replace(/^\uFEFF/, "")
    .replace(/\r\n?/g, "\n")
    .split("\n");
  const starts = lines.flatMap((line, index) => (line.startsWith(MARKER) ? [index] : []));
  checkHeader(lines.slice(0, starts[0]));

  const cells = starts.map((start, index) => {
    const head = parseMarker(lines[start] ?? "", { line: start + 1, index });
    const body = lines.slice(start + 1, starts[index + 1]);
    return { ...head, ...(head.kind === "markdown" ? markdownText(body, start + 2) : trimmed(body, start + 2)) };
  });
  checkUnique(cells, starts);
  return cells;
}

/** The notebook file of some cells: `parseNotebook` gives them back. */
export function formatNotebook(cells: readonly FileCell[]): string {
  return cells.map((cell, index) => `${formatMarker(cell, index)}\n${formatText(cell)}`).join("\n");
}

function checkHeader(lines: string[]): void {
  const code = lines
    .join("\n")
    .replace(/^#!.*/, "")
    .replace(/\/\*[^]*?\*\/|\/\/.*/g, (comment) => comment.replace(/[^\n]/g, " "));
  const first = code.split("\n").findIndex((line) => line.trim() !== "");
  if (first < 0) return;
  const column = (code.split("\n")[first] ?? "").search(/\S/) + 1;
  throw new NotebookError("code stands above the first cell", { line: first + 1, column, hint: "Put a line `// %% name` above it." });
}

function parseMarker(text: string, { line, index }: { line: number; index: number }): Pick<CellSource, "name" | "kind" | "tags"> {
  const [, title = "", kind = "", tags] = /^\/\/ %%\s*(.*?)\s*(?:\[([^\]]*)\])?\s*(?:\btags=(.*))?$/.exec(text) ?? [];
  const columnOf = (part: string) => text.indexOf(part, MARKER.length) + 1;
  if (title && !/^[A-Za-z0-9_-]+$/.test(title)) {
    const hint = "Use letters, digits, `-` and `_`, as in `train-tree`.";
    throw new NotebookError(`\`${title}\` is not a name for a cell`, { line, column: columnOf(title), hint });
  }
  if (kind && kind !== "markdown") {
    throw new NotebookError(`\`[${kind}]\` is not a kind of cell`, { line, column: columnOf("["), hint: "Write `[markdown]`, or nothing for code." });
  }
  return {
    name: title || `cell-${index + 1}`,
    kind: kind ? "markdown" : "code",
    tags: tags === undefined ? [] : parseTags(tags, { line, column: columnOf("tags=") }),
  };
}

function parseTags(text: string, place: Position): string[] {
  const tags = parseJson(text);
  if (Array.isArray(tags) && tags.every((tag) => typeof tag === "string")) return tags;
  throw new NotebookError("the tags of a cell cannot be read", { ...place, hint: 'Write them as `tags=["one", "two"]`.' });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The lines without the blank ones at either end. */
function trimmed(lines: string[], line: number): Pick<CellSource, "text" | "line"> {
  const first = lines.findIndex((text) => text.trim() !== "");
  if (first < 0) return { text: "", line };
  const last = lines.findLastIndex((text) => text.trim() !== "");
  return { text: lines.slice(first, last + 1).join("\n"), line: line + first };
}

function markdownText(lines: string[], line: number): Pick<CellSource, "text" | "line"> {
  const text = lines.map((source, index) => {
    if (source.startsWith("//")) return source.replace(/^\/\/ ?/, "");
    if (source.trim() === "") return "";
    throw new NotebookError("a markdown cell holds only lines that begin with `//`", {
      line: line + index,
      hint: "Put `// ` before the line, or a line `// %%` above it if it is code.",
    });
  });
  return trimmed(text, line);
}

function checkUnique(cells: CellSource[], starts: number[]): void {
  const lineOf = new Map<string, number>();
  for (const [index, { name }] of cells.entries()) {
    const line = (starts[index] ?? 0) + 1;
    const earlier = lineOf.get(name);
    if (earlier !== undefined) {
      const hint = "Give one of them another name.";
      throw new NotebookError(`two cells are named \`${name}\`, on lines ${earlier} and ${line}`, { line, column: MARKER.length + 2, hint });
    }
    lineOf.set(name, line);
  }
}

function formatMarker({ name, kind, tags }: FileCell, index: number): string {
  const parts: string[] = [MARKER];
  if (name !== `cell-${index + 1}`) parts.push(name);
  if (kind === "markdown") parts.push("[markdown]");
  if (tags.length > 0) parts.push(`tags=${JSON.stringify(tags)}`);
  return parts.join(" ");
}

function formatText({ kind, text }: FileCell): string {
  if (text === "") return "";
  const lines = text.split("\n");
  if (kind === "markdown") return `${lines.map(comment).join("\n")}\n`;
  const index = lines.findIndex((line) => line.startsWith(MARKER));
  if (index >= 0) throw new NotebookError(`a cell cannot hold a line that begins with \`${MARKER}\``, { line: index + 1 });
  return `${text}\n`;
}

/** A line of markdown as a comment that is no cell marker. */
function comment(line: string): string {
  if (line === "") return "//";
  return line.startsWith("%%") ? `//${line}` : `// ${line}`;
}
