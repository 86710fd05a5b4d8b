import { dsvFormat } from "d3";

export type Value = string | number | boolean | Date | null;

const DELIMITERS = [",", ";", "\t"];

/**
 * The rows of a CSV file (RFC 4180), with the types of their columns found out: see `file` in `#notebook` for the rules.
 * Blank lines are left out.
 * @throws an Error whose message is for the reader: the line that is wrong, and what to do.
 */
export function parseCsv(given: string, name: string): { rows: Record<string, Value>[]; columns: string[] } {
  const text = given.replace(/^\uFEFF/, "");
  const delimiter = delimiterOf(text);
  const complain = (what: string, next: string): never => {
    throw new Error(`${name}: ${what}. ${next}, then choose the file again.`);
  };
  const { lines, trouble } = scan(text, delimiter);
  if (trouble) complain(`line ${trouble.line}: ${trouble.what}`, 'Write a quote within a value twice, as ""');
  const [header, ...records] = dsvFormat(delimiter)
    .parseRows(text)
    .map((values, i) => ({ values, line: lines[i] ?? 1 }));
  if (!header || isBlank(header.values)) return complain("it has no header", "Name the columns in the first line");
  if (header.values.every((value) => value !== "" && isNumeric(value, delimiter)))
    complain(`the first line has only numbers (${header.values.slice(0, 3).join(", ")})`, "Name the columns in the first line");
  const columns = header.values.map((column, i) => column.trim() || `column ${i + 1}`);
  const twice = columns.find((column, i) => columns.indexOf(column) !== i);
  if (twice !== undefined) complain(`two columns are called “${twice}”`, "Give each its own name");
  const filled = records.filter(({ values }) => !isBlank(values));
  if (filled.length === 0) complain("it has a header, but no rows", "Add rows");
  const ragged = filled.find(({ values }) => values.length !== columns.length);
  if (ragged)
    complain(
      `line ${ragged.line} has ${ragged.values.length} values, and the header names ${columns.length} columns`,
      "Mend that line (put a value that holds a separator in quotes)",
    );
  const types = columns.map((_, i) =>
    typeOf(
      filled.map(({ values }) => values[i]!.trim()),
      delimiter,
    ),
  );
  const rows = filled.map(({ values }) => Object.fromEntries(columns.map((column, i) => [column, types[i]!(values[i]!)])));
  return { rows, columns };
}

const isBlank = (values: string[]) => values.length === 1 && values[0]!.trim() === "";

/** The one that the first line has most of, outside of quotes. */
function delimiterOf(text: string): string {
  const first = (/^(?:"[^"]*"|[^"\r\n])*/.exec(text)?.[0] ?? "").replace(/"[^"]*"/g, "");
  const count = (delimiter: string) => first.split(delimiter).length;
  return DELIMITERS.reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best));
}

/** On which line each record begins, and where quotes are not as they should be: d3's parser passes over that. */
function scan(text: string, delimiter: string): { lines: number[]; trouble?: { line: number; what: string } } {
  const lines: number[] = [];
  let line = 1;
  let fresh = true;
  for (let i = 0; i < text.length; ) {
    if (fresh) lines.push(line);
    fresh = false;
    if (text[i] === '"') {
      const opened = line;
      for (i++; i < text.length && (text[i] !== '"' || text[i + 1] === '"'); i += text[i] === '"' ? 2 : 1) if (isBreak(text, i)) line++;
      if (i >= text.length) return { lines, trouble: { line: opened, what: "a quote is opened and never closed" } };
      i++;
      if (i < text.length && text[i] !== delimiter && text[i] !== "\n" && text[i] !== "\r")
        return { lines, trouble: { line, what: "there is text after a closing quote" } };
    } else while (i < text.length && text[i] !== delimiter && text[i] !== "\n" && text[i] !== "\r") i++;
    if (text[i] === delimiter) i++;
    else {
      if (text[i] === "\r" && text[i + 1] === "\n") i++;
      i++;
      line++;
      fresh = true;
    }
  }
  return { lines };
}

/** A return with a newline after it is one break, counted at the newline. */
const isBreak = (text: string, i: number) => text[i] === "\n" || (text[i] === "\r" && text[i + 1] !== "\n");

const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;
/** Postcodes, and numbers of telephones: to read them as numbers would lose their zeros. */
const CODE = /^[-+]?0\d/;
const DATE = /^\d{4}-\d{2}(-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[-+]\d{2}:?\d{2})?)?)?$/;

function isNumeric(value: string, delimiter: string): boolean {
  const number = withPoint(value.trim(), delimiter);
  return /^[-+]?(nan|infinity)$/i.test(number) || (NUMBER.test(number) && !CODE.test(number));
}

const withPoint = (value: string, delimiter: string) => (delimiter === "," ? value : value.replace(/^([-+]?\d+),(\d+)$/, "$1.$2"));

/** How the values of a column are to be read. A column has one type. */
function typeOf(values: string[], delimiter: string): (text: string) => Value {
  const there = values.filter((value) => !isMissing(value));
  const all = (is: (value: string) => boolean) => there.length > 0 && there.every(is);
  const orNull = (read: (value: string) => Value) => (text: string) => (isMissing(text.trim()) ? null : read(text.trim()));
  if (all((value) => isNumeric(value, delimiter)))
    return orNull((value) =>
      Number(
        withPoint(value, delimiter)
          .replace(/^[-+]?nan$/i, "NaN")
          .replace(/infinity/i, "Infinity"),
      ),
    );
  if (all((value) => /^(true|false)$/i.test(value))) return orNull((value) => value.toLowerCase() === "true");
  if (all((value) => DATE.test(value) && !Number.isNaN(dateOf(value).getTime()))) return orNull(dateOf);
  return (text) => (text === "" ? null : text);
}

const isMissing = (value: string) => value === "" || value === "NA";

/** A date without a time is midnight in UTC, as ISO 8601 has it in JavaScript; so is a time that names no zone. */
function dateOf(value: string): Date {
  const text = value.replace(" ", "T");
  return new Date(/T[\d:.]+$/.test(text) ? `${text}Z` : text);
}
