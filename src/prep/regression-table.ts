import type { NamedRow } from "./dict-vectorizer.ts";
import type { TableRow } from "./labelled-table.ts";

/** What a regression can learn from. */
export interface RegressionTable {
  /** The rows without gaps, each with its features alone. */
  X: NamedRow[];
  /** `[samples]`: the numbers to predict. */
  y: number[];
  /** Columns of numbers, of yes and no, or of names. */
  columns: string[];
  /** Columns that are not features, each with the reason in words. */
  leftOut: { column: string; why: string }[];
  /** Rows that were left out, since their target or one of their features is missing. */
  incompleteRows: number;
}

/** With fewer, five folds say nothing. */
const LEAST_ROWS = 20;
/** A column with more names than this is a text, or an id. */
const MOST_NAMES = 30;

/**
 * A table of any kind, made ready for a regression: one column is what to predict, the others are features. Columns that cannot be features are left out
 * and named; so are columns that are empty more often than not. Rows with a gap are left out and counted.
 * @throws RangeError, in words for the person whose table it is, with the row and the column that are wrong.
 */
export function regressionTable(rows: readonly TableRow[], target: string): RegressionTable {
  if (rows.length === 0) throw new RangeError("the table has no rows: its first line names the columns, and each line below it is a row");
  const all = Object.keys(rows[0]!);
  if (!all.includes(target)) throw new RangeError(`there is no column "${target}": the table has ${all.join(", ")}`);
  for (const [i, row] of rows.entries())
    if (!isMissing(row[target]) && typeof row[target] !== "number")
      throw new RangeError(
        `${where(i, target)} is "${row[target]}", and what is to be predicted has to be a number: correct it, or choose another column`,
      );
  const judged = all.filter((column) => column !== target).map((column) => ({ column, why: reasonAgainst(rows, column) }));
  const columns = judged.filter(({ why }) => why === "").map(({ column }) => column);
  const leftOut = judged.filter(({ why }) => why !== "");
  if (columns.length === 0)
    throw new RangeError(
      leftOut.length === 0
        ? `"${target}" is the only column: add one from which it can be predicted`
        : `"${target}" cannot be predicted from any other column (${leftOut.map(({ column, why }) => `${column} ${why}`).join(", ")})`,
    );
  const complete = rows.filter((row) => [target, ...columns].every((column) => !isMissing(row[column])));
  if (complete.length < LEAST_ROWS)
    throw new RangeError(
      `${complete.length} of ${rows.length} rows have a ${target} and all of ${columns.join(", ")}: give at least ${LEAST_ROWS} such rows`,
    );
  const y = complete.map((row) => row[target] as number);
  if (y.every((value) => value === y[0])) throw new RangeError(`"${target}" is ${y[0]} in all ${y.length} rows: there is nothing to predict`);
  return {
    X: complete.map((row) => Object.fromEntries(columns.map((column) => [column, row[column]]))),
    y,
    columns,
    leftOut,
    incompleteRows: rows.length - complete.length,
  };
}

/** The column that is likeliest to be meant as the target: of those that hold different numbers the last, else the last column. Undefined when there are no rows. */
export function likelyTarget(rows: readonly TableRow[]): string | undefined {
  const columns = Object.keys(rows[0] ?? {});
  const isTarget = (column: string) => {
    const values = rows.map((row) => row[column]).filter((value) => !isMissing(value));
    return values.every((value) => typeof value === "number") && new Set(values).size > 10;
  };
  return columns.findLast(isTarget) ?? columns.at(-1);
}

const isMissing = (value: unknown) => value === null || value === undefined || value === "" || (typeof value === "number" && !Number.isFinite(value));

/** As readers count: the first row below the names is row 1. */
const where = (i: number, column: string) => `row ${i + 1}, column "${column}"`;

/** Why a column cannot be a feature; "" when it can. @throws RangeError where it holds numbers and texts. */
function reasonAgainst(rows: readonly TableRow[], column: string): string {
  const present = [...rows.entries()].filter(([, row]) => !isMissing(row[column])).map(([i, row]) => ({ i, value: row[column] }));
  if (present.length <= rows.length / 2) return `is empty in ${rows.length - present.length} of ${rows.length} rows`;
  if (present.some(({ value }) => value instanceof Date)) return "holds dates";
  const numbers = present.filter(({ value }) => typeof value !== "string");
  const texts = present.filter(({ value }) => typeof value === "string");
  if (texts.length === 0) return "";
  if (numbers.length > 0) {
    const [odd, kind, other] = numbers.length >= texts.length ? [texts[0]!, "a text", "numbers"] : [numbers[0]!, "a number", "texts"];
    throw new RangeError(`${where(odd.i, column)} is ${kind}, "${odd.value}", among ${other}: correct it, or take the column out of the file`);
  }
  const names = new Set(texts.map(({ value }) => value)).size;
  return names > MOST_NAMES || names > texts.length / 2 ? `has ${names} different texts` : "";
}
