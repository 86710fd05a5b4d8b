import { numberText } from "../value-text.ts";
import { type ColumnType, typedColumns, type Value } from "./column-types.ts";
import { type CsvLayout, type CsvTable, csvLayout, csvTable, SEPARATORS } from "./csv-layout.ts";
import { clipped, columnNotes, counted, linesText, listed } from "./csv-notes.ts";
import { type CsvRecord, splitCsv } from "./split-csv.ts";

export interface Csv {
  rows: Record<string, Value>[];
  columns: { name: string; type: ColumnType }[];
  /** What was taken for what, and what was left out, in sentences for the reader. */
  notes: string[];
}

/**
 * The rows of a CSV file (RFC 4180), with the types of their columns found out: see `file` in `#notebook` for the rules. Nothing is changed or
 * left out without a note, but for blank lines between rows of several columns, and blanks around names and numbers.
 * @throws an Error whose message is for the reader: the line that is wrong, and what to do.
 */
export function parseCsv(given: string, name: string): Csv {
  const complain = (what: string, next: string): never => {
    throw new Error(`${name}: ${what}. ${next}, then choose the file again.`);
  };
  const text = given.replace(/^\uFEFF/, "");
  const other = otherKind(text);
  if (other) complain(`it is ${other}, not CSV`, "Save its table as CSV");
  let layout: CsvLayout;
  try {
    layout = csvLayout(text);
  } catch (error) {
    return complain((error as Error).message, "Write it as in sep=;");
  }
  const { records, problem } = splitCsv(text, layout.separator, layout);
  if (problem) complain(`line ${problem.line}: ${problem.what}`, 'Write a quote within a value twice, as ""');
  const table = csvTable(records);
  if (!table.header) return complain("it has no header", "Name the columns in the first line");
  const first = table.header.values;
  if (first.every((value) => isNumber(value.trim())))
    complain(`the first line has only numbers (${first.slice(0, 3).map(clipped).join(", ")})`, "Name the columns in the first line");
  const names = namesOf(first);
  const known = new Set<string>();
  const twice = names.find((column) => known.size === known.add(column).size);
  if (twice !== undefined) complain(`two columns are called “${clipped(twice)}”`, "Give each its own name");
  const filled = table.records.filter(({ blank }) => !blank);
  if (filled.length === 0) complain("it has a header, but no rows", "Add rows");
  const ragged = filled.filter(({ values }) => values.length !== names.length);
  if (ragged.length > 0) complain(...raggedText(ragged, { rows: filled.length, columns: names.length, separator: layout.separator }));

  const columns = typedColumns(
    names.map((column, i) => ({ name: column, values: filled.map(({ values }) => values[i]!) })),
    { separator: layout.separator, lines: filled.map(({ line }) => line) },
  );
  return {
    rows: filled.map((_, row) => Object.fromEntries(columns.map(({ name, values }) => [name, values[row]!]))),
    columns: columns.map(({ name, type }) => ({ name, type })),
    notes: [...tableNotes(table, { layout, names }), ...columnNotes(columns)],
  };
}

/** Texts that are often chosen in the place of a CSV file. */
function otherKind(text: string): string | undefined {
  if (/^\s*<(?:!doctype|html|\?xml)\b/i.test(text)) return "a web page or XML";
  if (!/^\s*[{[]\s*["{[]/.test(text)) return undefined;
  const isJson = (part: string) => {
    try {
      return typeof JSON.parse(part) === "object";
    } catch {
      return false;
    }
  };
  return isJson(text) || (/^\s*\{/.test(text) && isJson(text.trimStart().split(/[\r\n]/, 1)[0]!)) ? "JSON" : undefined;
}

const isNumber = (text: string) => (numberText(text, ".") ?? numberText(text, ",")) !== undefined && !/inf|∞/i.test(text);

/** Without blanks around them; those without a name are numbered. */
function namesOf(header: readonly string[]): string[] {
  const given = header.map((column) => column.trim());
  const taken = new Set(given);
  return given.map((column, i) => {
    let name = column || `column ${i + 1}`;
    while (column === "" && taken.has(name)) name += "_";
    return name;
  });
}

const SEPARATOR_WORDS: Record<string, string> = { ",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars (|)", " ": "blanks" };
const separatorWord = (separator: string) => SEPARATOR_WORDS[separator] ?? `“${separator}”`;

function raggedText(
  ragged: readonly CsvRecord[],
  { rows, columns, separator }: { rows: number; columns: number; separator: string },
): [what: string, next: string] {
  const [first] = ragged as [CsvRecord];
  const count = first.values.length;
  const header = `the header names ${counted(columns, "column")} (separated by ${separatorWord(separator)})`;
  if (ragged.length === rows && rows > 1 && ragged.every(({ values }) => values.length === count))
    return [
      `all lines have ${counted(count, "value")}, and ${header}`,
      `Give the header ${counted(count, "name")}, or put values that hold a separator in quotes`,
    ];
  const more = ragged.length > 1 ? `; ${counted(ragged.length - 1, "more line")} ${ragged.length === 2 ? "does" : "do"} not fit either` : "";
  return [`line ${first.line} has ${counted(count, "value")}, and ${header}${more}`, "Mend that line (put a value that holds a separator in quotes)"];
}

/** What is to be said of the lines, before their values. */
function tableNotes({ header, records, comments }: CsvTable, { layout, names }: { layout: CsvLayout; names: readonly string[] }): string[] {
  const notes: string[] = [];
  const { separator, named } = layout;
  if (named) notes.push(`Values are separated by ${separatorWord(separator)}, as the first line says.`);
  else if (separator === "") {
    const isPartOfText = [header!, ...records].some(({ values }) => SEPARATORS.some((sign) => values[0]!.includes(sign)));
    if (isPartOfText) notes.push("One column was found: commas, semicolons, tabs and bars in it are part of the text.");
  } else if (separator !== ",") notes.push(`Values are separated by ${separatorWord(separator)}.`);
  if (comments.length > 0) notes.push(`Left out before the header, as comments: ${linesText(firstLines(comments))}.`);
  const unnamed = names.filter((_, i) => header!.values[i]!.trim() === "");
  if (unnamed.length > 0) notes.push(`Without a name in the header: ${listed(unnamed)}.`);
  const numbered = names.filter((name) => /^(?:0|[1-9]\d{0,8})$/.test(name));
  if (Object.keys(Object.fromEntries(names.map((name) => [name, 0]))).some((name, i) => name !== names[i]))
    notes.push(`Names that are whole numbers come first in each row, and in order: ${listed(numbered)}. JavaScript keeps them so.`);
  // Between several columns a blank line says nothing; in one column it may have been meant as a gap.
  const last = records.findLastIndex(({ blank }) => !blank);
  const blank = records.filter(({ blank }, i) => blank && i < last);
  if (names.length === 1 && blank.length > 0) notes.push(`Blank lines are left out: ${linesText(firstLines(blank))}. An empty value is written "".`);
  return notes;
}

const firstLines = (records: readonly CsvRecord[]) => ({ count: records.length, lines: records.slice(0, 3).map(({ line }) => line) });
