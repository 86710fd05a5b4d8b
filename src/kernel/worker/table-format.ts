import { nearest } from "../../notebook/nearest.ts";
import type { Table, TableOptions } from "../protocol/api.ts";
import { MAX_TABLE_ROWS } from "../protocol/mime.ts";
import { inspect } from "./inspect.ts";

type Format = NonNullable<TableOptions["format"]>[string];

/** What `toFixed` takes. */
const MAX_DIGITS = 100;
const PERCENT = /^(?:\.(\d{1,2}))?%$/;

/** What stands in a cell of a table: the value as its column's format has it, or as it is. */
export function writeCell(column: string, value: unknown, format: TableOptions["format"]): string {
  if (value === undefined || value === null) return "";
  const how = format && Object.hasOwn(format, column) ? format[column] : undefined;
  if (how !== undefined) return written(column, value, how);
  return typeof value === "string" ? value : inspect(value).text;
}

/**
 * The format of a table's columns, as `table(…)` was given it.
 * @throws TypeError, RangeError when it is no object, names a column that the rows do not have, or says nothing that is known of one.
 */
export function checkFormat(rows: Table["rows"], { format, columns = [] }: TableOptions): void {
  if (format === undefined) return;
  if (typeof format !== "object" || format === null || Array.isArray(format))
    throw new TypeError("format of table(…) names columns and says how each is written: { format: { loss: 3 } }");
  const known = new Set(columns);
  for (const row of rows.slice(0, MAX_TABLE_ROWS)) for (const column of Object.keys(row)) known.add(column);
  for (const [column, how] of Object.entries(format)) {
    // Without rows there is nothing to be written, and nothing that would know.
    if (rows.length > 0 && !known.has(column)) throw new RangeError(unknownColumn(column, [...known]));
    if (how !== undefined && !isFormat(how)) throw new TypeError(`format of the column ${column} is ${inspect(how).text}: ${FORMATS}`);
  }
}

const FORMATS = 'take digits after the point (3), "%" or ".1%" for shares, "," for large numbers, or a function that returns a text';

function unknownColumn(column: string, known: string[]): string {
  const meant = nearest(column, known);
  return `format names a column ${column}, which no row has: ${meant ? `did you mean ${meant}?` : `there are ${known.join(", ")}`}`;
}

function isFormat(how: unknown): how is Format {
  if (typeof how === "number") return Number.isInteger(how) && how >= 0 && how <= MAX_DIGITS;
  return typeof how === "function" || (typeof how === "string" && (how === "," || PERCENT.test(how)));
}

function written(column: string, value: unknown, how: NonNullable<Format>): string {
  if (typeof how === "function") {
    const text: unknown = how(value as NonNullable<unknown>);
    if (typeof text === "string") return text;
    throw new TypeError(`the format of the column ${column} returned ${inspect(text).text}: it must return a text, as String(value) does`);
  }
  if (typeof value !== "number")
    throw new TypeError(`the column ${column} holds ${inspect(value).text}, which is no number: leave its format out, or give a function`);
  if (!Number.isFinite(value)) return inspect(value).text;
  if (typeof how === "number") return value.toFixed(how);
  if (how === ",") return value.toLocaleString("en-US", { maximumFractionDigits: 0 });
  return `${(100 * value).toFixed(Number(PERCENT.exec(how)![1] ?? 0))} %`;
}
