import { formatNotebook, MARKER } from "./parse.ts";
import { parseTypeScript, type TypeScriptNode } from "./syntax.ts";
import type { FileCell } from "./types.ts";

export interface ExportTsOptions {
  /** Lines that say what the file is, written as comments above the first cell. */
  header?: readonly string[];
}

/**
 * A notebook file of any cells: `parseNotebook` gives back the same cells, and they mean the same. Blank lines around a
 * cell's text are left out, and a line in it that would begin a cell is written as {@link escapeMarkers} has it.
 */
export function exportTs(cells: readonly FileCell[], { header = [] }: ExportTsOptions = {}): string {
  const file = formatNotebook(cells.map((cell) => (cell.kind === "code" ? { ...cell, text: escapeMarkers(cell.text) } : cell)));
  const comments = header.map((line) => `// ${line.replace(/\s+/g, " ").trim()}\n`.replace(/^\/\/ (?=%%)/, "//"));
  return comments.length > 0 ? `${comments.join("")}\n${file}` : file;
}

/**
 * The same code without a line that begins with `// %%`. In code and comments such a line is indented by a space. In a
 * template text, where a space would change the value, an empty `${""}` goes before it: so neither the text's value
 * changes nor what `String.raw` or `html` make of it.
 */
export function escapeMarkers(text: string): string {
  const lines = text.replace(/\r\n?/g, "\n").split("\n");
  if (!lines.some((line) => line.startsWith(MARKER))) return text;
  const templates = templateTexts(lines.join("\n"));
  let start = 0;
  const escaped = lines.map((line) => {
    const at = start;
    start += line.length + 1;
    if (!line.startsWith(MARKER)) return line;
    return templates.some((template) => template.start <= at && at <= template.end) ? `\${""}${line}` : ` ${line}`;
  });
  return escaped.join("\n");
}

/** Where the texts of templates stand. None in code that does not parse: it has no value that could change. */
function templateTexts(text: string): { start: number; end: number }[] {
  try {
    return [...nodes(parseTypeScript(text))].filter(({ type }) => type === "TemplateElement");
  } catch {
    return [];
  }
}

function* nodes(node: TypeScriptNode): Iterable<TypeScriptNode> {
  yield node;
  for (const field of Object.values(node))
    for (const child of Array.isArray(field) ? field : [field]) if (typeof child?.type === "string") yield* nodes(child as TypeScriptNode);
}
