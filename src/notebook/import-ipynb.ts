/** Notebooks as Jupyter and IPython keep them, nbformat 1 to 4: https://nbformat.readthedocs.io/en/latest/format_description.html */
import { NotebookError } from "./parse.ts";
import { positionAt } from "./position.ts";
import { parseJavaScript } from "./syntax.ts";
import type { CellError, CellSource, Position } from "./types.ts";

/** The newest nbformat that is read. */
const NEWEST = 4;

type Fields = Readonly<Record<string, unknown>>;

/** Whether a text is the JSON of a notebook, be it whole or not. */
export function looksLikeIpynb(text: string): boolean {
  return /^\s*\{\s*"/.test(text) && /"(?:nbformat|cell_type)"\s*:/.test(text);
}

/**
 * The code and Markdown cells of an `.ipynb` in TypeScript or JavaScript. Headings, which nbformat 3 had cells for, become Markdown.
 * @throws a NotebookError that says why it cannot be read, and what would help.
 */
export function importIpynb(text: string): CellSource[] {
  const notebook = parsed(text);
  checkFormat(notebook["nbformat"]);
  const cells = cellsOf(notebook);
  checkLanguage(notebook, cells);
  return named(cells.flatMap(readCell));
}

function parsed(text: string): Fields {
  try {
    const value: unknown = JSON.parse(text);
    if (isFields(value)) return value;
  } catch (error) {
    throw brokenJson(text, error as Error);
  }
  throw new NotebookError("the file is no notebook", { line: 1, hint: "A notebook of Jupyter's is an object with a list of cells." });
}

function brokenJson(text: string, error: Error): NotebookError {
  const marks = /^(?:<{7}|={7}|>{7})/m.exec(text);
  if (marks)
    return new NotebookError("the file holds the marks of a merge that was never settled", {
      ...positionAt(text, marks.index),
      hint: "Choose one of the two versions in a text editor, and delete the marks.",
    });
  return new NotebookError("the notebook cannot be read: its JSON breaks off, or something stands in it that does not belong there", {
    ...placeInJson(text, error),
    hint: "Save or download it once more.",
  });
}

/** Engines do not always say where JSON is broken. Nearly always it would be broken code, too. */
function placeInJson(text: string, { message }: Error): Position {
  const [, line, column] = /line (\d+) column (\d+)/.exec(message) ?? [];
  if (line) return { line: Number(line), column: Number(column) };
  try {
    parseJavaScript(`(\n${text}\n)`);
  } catch (error) {
    const place = error as CellError;
    return { line: place.line - 1, column: place.column };
  }
  return positionAt(text, text.length);
}

function checkFormat(nbformat: unknown): void {
  // Before nbformat was a field there was one format.
  if (nbformat === undefined) return;
  const version = Number(nbformat);
  if (Number.isInteger(version) && version >= 1 && version <= NEWEST) return;
  throw new NotebookError(`not supported: a notebook of nbformat ${JSON.stringify(nbformat)}; this site reads 1 to ${NEWEST}`, {
    line: 1,
    hint: `Save it as nbformat ${NEWEST}: jupyter nbconvert --to notebook --nbformat ${NEWEST} FILE.ipynb`,
  });
}

/** Until nbformat 3 cells stood in worksheets. */
function cellsOf({ cells, worksheets }: Fields): Fields[] {
  const lists = Array.isArray(worksheets) ? worksheets.map((sheet) => (isFields(sheet) ? sheet["cells"] : undefined)) : [cells];
  if (!lists.some(Array.isArray))
    throw new NotebookError("the file is JSON, but no notebook: it has no cells", {
      line: 1,
      hint: "Data belongs into a file input, not into code.",
    });
  return lists.flat().filter(isFields);
}

/** Whose cells these are, as far as the file says: nbformat 2 and 3 wrote `python` into every cell, whatever ran it. */
function checkLanguage({ metadata }: Fields, cells: Fields[]): void {
  const about = fieldsOf(metadata);
  const kernel = fieldsOf(about["kernelspec"]);
  const language =
    [fieldsOf(about["language_info"])["name"], kernel["language"], about["language"]].find(isText) ??
    languageOfKernel(kernel["name"]) ??
    cells.map((cell) => cell["language"]).find(isText) ??
    "typescript";
  if (/^(?:type|java)script$/i.test(language)) return;
  throw new NotebookError(`the notebook is written in ${language}`, {
    line: 1,
    hint: "The cells of this site are TypeScript: take over what you need of it by hand. Your file stays as it is.",
  });
}

/** Old kernels say only their names, such as `python3` or `ir`; some of these run JavaScript. */
function languageOfKernel(name: unknown): string | undefined {
  if (!isText(name)) return undefined;
  return /script|deno|node|tslab|jslab/i.test(name) ? "typescript" : name.replace(/[-.\d]+$/, "");
}

/** What a cell holds, under the names that it had in nbformat 4, in 2 and 3, and in 1. */
function readCell(cell: Fields) {
  const kind = kindOf(cell["cell_type"]);
  if (!kind) return [];
  const source = joined([cell["source"], cell["input"], cell["code"], cell["text"]].find((field) => field !== undefined));
  const level = Math.min(6, Math.max(1, Number(cell["level"]) || 1));
  const text = cell["cell_type"] === "heading" ? `${"#".repeat(level)} ${source.replace(/\s*\n\s*/g, " ").trim()}` : source;
  const { name, tags } = fieldsOf(cell["metadata"]);
  return [
    {
      name: isText(name) && /^[A-Za-z0-9_-]+$/.test(name) ? name : undefined,
      kind,
      tags: Array.isArray(tags) ? tags.filter(isText) : [],
      text,
      line: 1,
    },
  ];
}

function kindOf(type: unknown): CellSource["kind"] | undefined {
  if (type === "code") return "code";
  return ["markdown", "heading", "html", "text"].includes(type as string) ? "markdown" : undefined;
}

/** Every cell gets a name: its own, or one by its place; with a number where it is taken. */
function named(cells: (Omit<CellSource, "name"> & { name: string | undefined })[]): CellSource[] {
  const given = new Set(cells.map(({ name }) => name));
  const taken = new Set<string>();
  return cells.map(({ name, ...cell }, index) => ({
    name: freeName(name ?? `cell-${index + 1}`, name === undefined ? given : taken, taken),
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

/** Text stands in one piece, or as a list of lines that keep their ends. */
const joined = (source: unknown) => (Array.isArray(source) ? source : [source]).filter(isText).join("").replace(/\r\n?/g, "\n");
const isText = (value: unknown): value is string => typeof value === "string";
const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null && !Array.isArray(value);
const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {});
