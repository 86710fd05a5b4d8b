import { max } from "../base/max.ts";
/** A row of a table with named columns, as it comes from a CSV file. */
export type TableRow = Readonly<Record<string, unknown>>;

/** What a classifier can learn from. */
export interface LabelledTable {
  /** `[samples][features]`. */
  X: number[][];
  /** `[samples]`. */
  y: string[];
  /** `[features]`. */
  featureNames: string[];
  /** Columns that are not features, each with the reason in words. */
  leftOut: { column: string; why: string }[];
  /** Rows that were left out, since their label or one of their features is missing. */
  incompleteRows: number;
  /** The share of the most frequent label, which a model that never looks would reach. */
  baseLine: number;
}

export interface LabelledTableOptions {
  /** Of more complete rows, so many are taken, spread evenly over the table: some models take long for many. Default: all. */
  atMost?: number;
  /** Rows that each label has at least. Folds within folds need some of each. Default 1. */
  perLabel?: number;
}

/** With fewer, five folds say nothing. */
const LEAST_ROWS = 20;
/** More than this are no classes any more. */
const MOST_CLASSES = 20;

/**
 * A table of any kind, made ready for a classifier: one column is the label, all columns of numbers are features (yes and no count as 1 and 0).
 * Columns that cannot be features are left out and named; so are columns that are empty more often than not. Rows with a gap are left out and counted.
 * @throws RangeError, in words for the person whose table it is, when no classifier can learn from it.
 */
export function labelledTable(
  rows: readonly TableRow[],
  label: string,
  { atMost = Number.POSITIVE_INFINITY, perLabel = 1 }: LabelledTableOptions = {},
): LabelledTable {
  if (rows.length === 0) throw new RangeError("the table has no rows: its first line names the columns, and each line below it is a row");
  const columns = Object.keys(rows[0]!);
  if (!columns.includes(label)) throw new RangeError(`there is no column "${label}": the table has ${columns.join(", ")}`);
  const judged = columns.filter((column) => column !== label).map((column) => ({ column, why: reasonAgainst(rows.map((row) => row[column])) }));
  const featureNames = judged.filter(({ why }) => why === "").map(({ column }) => column);
  const leftOut = judged.filter(({ why }) => why !== "");
  if (featureNames.length === 0) throw new RangeError(noFeatures(label, leftOut));
  const complete = rows.filter((row) => !isMissing(row[label]) && featureNames.every((column) => !isMissing(row[column])));
  if (complete.length < LEAST_ROWS)
    throw new RangeError(
      `${complete.length} of ${rows.length} rows have a ${label} and all of ${featureNames.join(", ")}: give at least ${LEAST_ROWS} such rows`,
    );
  const taken = spread(complete, atMost);
  const y = taken.map((row) => labelText(row[label]));
  checkLabelColumn(label, y);
  for (const name of new Set(y)) {
    const count = y.filter((other) => other === name).length;
    if (count < perLabel)
      throw new RangeError(
        `"${label}" is ${name} in ${count} ${count === 1 ? "row" : "rows"}: give at least ${perLabel} of each value, or leave those rows out of the file`,
      );
  }
  return {
    X: taken.map((row) => featureNames.map((column) => Number(row[column]))),
    y,
    featureNames,
    leftOut,
    incompleteRows: rows.length - complete.length,
    baseLine: largestShare(y),
  };
}

/** What can be clustered. */
export type NumberTable = Omit<LabelledTable, "y" | "baseLine">;

/**
 * The columns of numbers of a table of any kind, for a model that needs no label. Columns that hold none are left out and named, rows with a gap are left
 * out and counted.
 * @throws RangeError, in words for the person whose table it is, when there are no such columns or too few rows.
 */
export function numberTable(
  rows: readonly TableRow[],
  { atMost = Number.POSITIVE_INFINITY }: Pick<LabelledTableOptions, "atMost"> = {},
): NumberTable {
  if (rows.length === 0) throw new RangeError("the table has no rows: its first line names the columns, and each line below it is a row");
  const judged = Object.keys(rows[0]!).map((column) => ({ column, why: reasonAgainst(rows.map((row) => row[column])) }));
  const featureNames = judged.filter(({ why }) => why === "").map(({ column }) => column);
  const leftOut = judged.filter(({ why }) => why !== "");
  if (featureNames.length === 0)
    throw new RangeError(`no column holds numbers (${leftOut.map(({ column, why }) => `${column} ${why}`).join(", ")}): give at least one that does`);
  const complete = rows.filter((row) => featureNames.every((column) => !isMissing(row[column])));
  if (complete.length < LEAST_ROWS)
    throw new RangeError(`${complete.length} of ${rows.length} rows have all of ${featureNames.join(", ")}: give at least ${LEAST_ROWS} such rows`);
  const X = spread(complete, atMost).map((row) => featureNames.map((column) => Number(row[column])));
  return { X, featureNames, leftOut, incompleteRows: rows.length - complete.length };
}

/** So many of them at most, evenly from the first to the last. */
const spread = <T>(items: readonly T[], atMost: number): readonly T[] =>
  items.length > atMost ? Array.from({ length: atMost }, (_, i) => items[Math.floor((i * items.length) / atMost)]!) : items;

/**
 * The column that is likeliest to be meant as the label: the first of texts or of yes and no with a few values that come again and again, else the last
 * column. Undefined when there are no rows.
 */
export function likelyLabel(rows: readonly TableRow[]): string | undefined {
  const columns = Object.keys(rows[0] ?? {});
  const isLabel = (column: string) => {
    const values = rows.map((row) => row[column]).filter((value) => !isMissing(value));
    const classes = new Set(values).size;
    const repeat = classes > 1 && classes <= Math.min(MOST_CLASSES, values.length / 2);
    return repeat && values.every((value) => typeof value === "string" || typeof value === "boolean");
  };
  return columns.find(isLabel) ?? columns.at(-1);
}

/** A date as text has the time zone of the machine, unless it is written in UTC. */
const labelText = (value: unknown) => (value instanceof Date ? value.toISOString() : String(value));

function largestShare(y: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const label of y) counts.set(label, (counts.get(label) ?? 0) + 1);
  return max([...counts.values()]) / y.length;
}

const isMissing = (value: unknown) => value === null || value === undefined || value === "" || (typeof value === "number" && !Number.isFinite(value));

const looksLikeNumber = (value: string) => value.trim() !== "" && Number.isFinite(Number(value));

/** Why a column cannot be a feature; "" when it can. */
function reasonAgainst(values: readonly unknown[]): string {
  const present = values.filter((value) => !isMissing(value));
  const odd = values.findIndex((value) => typeof value === "string" && !isMissing(value) && !looksLikeNumber(value));
  const numbers = present.filter((value) => typeof value === "string" && looksLikeNumber(value)).length;
  if (present.length <= values.length / 2) return `${values.length - present.length} of ${values.length} values are missing`;
  if (present.every((value) => typeof value === "number" || typeof value === "boolean")) return "";
  // One slip of the pen makes a text of a whole column.
  if (odd >= 0 && numbers > present.length / 2)
    return `row ${odd + 1} holds ${JSON.stringify(values[odd])}, which is no number: mend it, or leave it empty`;
  return present.every((value) => value instanceof Date) ? "holds dates" : "holds text";
}

function noFeatures(label: string, leftOut: LabelledTable["leftOut"]): string {
  if (leftOut.length === 0) return `"${label}" is the only column: a model also needs columns of numbers to learn from`;
  const reasons = leftOut.map(({ column, why }) => `${column} ${why}`).join(", ");
  return `no column but "${label}" can be learnt from (${reasons}): a model needs at least one column of numbers`;
}

function checkLabelColumn(label: string, y: readonly string[]): void {
  const classes = new Set(y).size;
  if (classes === 1) throw new RangeError(`"${label}" is ${y[0]} in all ${y.length} rows: telling apart needs at least two values`);
  if (classes > MOST_CLASSES || classes > y.length / 2)
    throw new RangeError(
      `"${label}" has ${classes} different values in ${y.length} rows: choose a column with 2 to ${MOST_CLASSES} values that come again and again`,
    );
}
