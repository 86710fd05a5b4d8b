/** Notebooks as Jupyter keeps them: nbformat 4.5, https://nbformat.readthedocs.io/en/latest/format_description.html */
import type { FileCell } from "./types.ts";

export type JupyterOutput =
  | { output_type: "stream"; name: "stdout" | "stderr"; text: string[] }
  | { output_type: "display_data"; data: Record<string, unknown>; metadata: Record<string, unknown> }
  | { output_type: "error"; ename: string; evalue: string; traceback: string[] };

/** What a cell gave. A cell without it has not run. */
export interface JupyterRun {
  outputs: JupyterOutput[];
  /** Which run it was, from 1. */
  order: number;
}

export interface ExportIpynbOptions {
  title: string;
  /** Where the notebook comes from: the page's address. */
  source: string;
  /** SPDX name of the licence of text and code. */
  licence: string;
  /** Cell → its last run. */
  runs?: ReadonlyMap<string, JupyterRun>;
}

/** What Deno's kernel writes into the notebooks that it saves. */
const DENO = {
  kernelspec: { display_name: "Deno", language: "typescript", name: "deno" },
  language_info: {
    codemirror_mode: "typescript",
    file_extension: ".ts",
    mimetype: "text/x.typescript",
    name: "typescript",
    nbconvert_exporter: "script",
    pygments_lexer: "typescript",
  },
};

/** nbformat allows ids of at most 64 characters. */
const MAX_ID = 64;

/** The text of an `.ipynb` file. Cells keep their names and tags in their metadata, and their names as ids where they fit. */
export function exportIpynb(cells: readonly FileCell[], { title, source, licence, runs }: ExportIpynbOptions): string {
  const ids = new Set<string>();
  const notebook = {
    cells: cells.map((cell) => jupyterCell(cell, freeId(ids, cell.name), runs?.get(cell.name))),
    metadata: { ...DENO, title, source, license: licence },
    nbformat: 4,
    nbformat_minor: 5,
  };
  return `${JSON.stringify(notebook, undefined, 1)}\n`;
}

/** A text as Jupyter writes it: lines that keep their ends. */
export function jupyterLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function jupyterCell({ name, kind, tags, text }: FileCell, id: string, run: JupyterRun | undefined) {
  const metadata = kind === "code" ? { name, ...taggedWith(tags) } : taggedWith(tags);
  const shared = { id, metadata, source: jupyterLines(text) };
  if (kind === "markdown") return { cell_type: "markdown", ...shared };
  return { cell_type: "code", execution_count: run?.order ?? null, ...shared, outputs: run?.outputs ?? [] };
}

/** nbformat wants tags that are unique, not empty, and hold no comma. */
function taggedWith(tags: readonly string[]): { tags?: string[] } {
  const valid = [...new Set(tags.map((tag) => tag.replaceAll(",", " ")))].filter((tag) => /^.+$/.test(tag));
  return valid.length > 0 ? { tags: valid } : {};
}

function freeId(ids: Set<string>, name: string): string {
  const stem = name.replace(/[^A-Za-z0-9_-]/g, "-").slice(0, MAX_ID) || "cell";
  let id = stem;
  for (let n = 2; ids.has(id); n++) id = `${stem.slice(0, MAX_ID - 1 - String(n).length)}-${n}`;
  ids.add(id);
  return id;
}
