/**
 * Rows as CSV: RFC 4180, with a header, in UTF-8. Numbers keep all their digits; what is missing is empty.
 *
 * A text that a spreadsheet would take for a formula gets a `'` before it, since rows may come from code that somebody
 * else wrote: https://owasp.org/www-community/attacks/CSV_Injection. Numbers, and texts that are numbers, are left alone.
 */
export function toCsv(rows: readonly Row[], columns: readonly string[] = namesIn(rows)): string {
  return csvText([columns, ...rows.map((row) => columns.map((column) => row[column]))]);
}

type Row = Readonly<Record<string, unknown>>;

/** Names that are whole numbers come first, wherever they stood: an object keeps no other order. */
const namesIn = (rows: readonly Row[]) => [...new Set(rows.flatMap((row) => Object.keys(row)))];

/** Lines of fields, the first of which is the header. */
export function csvText(lines: readonly (readonly unknown[])[]): string {
  return lines.map((fields) => `${fields.length === 1 && csvField(fields[0]) === "" ? '""' : fields.map(csvField).join(",")}\r\n`).join("");
}

function csvField(value: unknown): string {
  if (value === undefined || value === null) return "";
  const text = typeof value === "string" ? harmless(value) : typeof value === "object" ? harmless(JSON.stringify(value)) : String(value);
  // A spreadsheet may take other signs than the comma for the end of a field.
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const harmless = (text: string) => (/^[=+\-@\t\r\n]/.test(text) && !NUMBER.test(text) ? `'${text}` : text);
