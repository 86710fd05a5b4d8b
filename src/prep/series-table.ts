import type { TableRow } from "./labelled-table.ts";

/** A series as a forecaster takes it. */
export interface Series {
  /** Oldest first. */
  dates: Date[];
  /** One for each date. */
  values: number[];
  /** Places where the time to the next row is not what it mostly is, in words. */
  uneven: string[];
}

/** Steps may differ by so much of their usual length: months have 28 to 31 days. */
const LOOSE = 0.2;

/**
 * A column of dates and a column of numbers, made ready for a forecaster: in the order of time, without gaps. Dates may be dates, years such as 1958, or texts
 * such as 1958-03 and 2020-04-01.
 * @throws RangeError, in words for the person whose table it is, with the row and the column. Row 1 is the first below the names of the columns.
 */
export function seriesTable(rows: readonly TableRow[], { date, value }: { date: string; value: string }): Series {
  if (rows.length === 0) throw new RangeError("the table has no rows: its first line names the columns, and each line below it is a row");
  const columns = Object.keys(rows[0]!);
  for (const column of [date, value])
    if (!columns.includes(column)) throw new RangeError(`there is no column "${column}": the table has ${columns.join(", ")}`);
  if (date === value) throw new RangeError(`"${date}" cannot be both the time and the value: choose two columns`);
  const points = rows.map((row, i) => ({
    row: i + 1,
    at: dateOf(row[date], `row ${i + 1}, column "${date}"`),
    value: numberOf(row[value], `row ${i + 1}, column "${value}"`),
  }));
  points.sort((a, b) => a.at - b.at);
  for (const [i, { row, at }] of points.entries())
    if (i > 0 && points[i - 1]!.at === at)
      throw new RangeError(`row ${row}, column "${date}": ${dayOf(at)} stands in row ${points[i - 1]!.row}, too. Keep one row for each date`);
  return { dates: points.map(({ at }) => new Date(at)), values: points.map((point) => point.value), uneven: unevenSteps(points) };
}

/** The column that is likeliest to be the time, and the one that is likeliest to be the value. */
export function likelySeries(rows: readonly TableRow[]): { date: string | undefined; value: string | undefined } {
  const columns = Object.keys(rows[0] ?? {});
  const holds = (column: string, is: (value: unknown) => boolean) => rows.slice(0, 50).filter((row) => is(row[column])).length;
  const date = columns.find((column) => holds(column, (value) => value instanceof Date || isDateText(value)) > 0) ?? columns[0];
  const numbers = columns.filter((column) => column !== date && holds(column, (value) => typeof value === "number" || isNumberText(value)) > 0);
  return { date, value: numbers[0] ?? columns.find((column) => column !== date) };
}

function dateOf(value: unknown, where: string): number {
  if (value instanceof Date && Number.isFinite(value.getTime())) return value.getTime();
  if (typeof value === "number" && Number.isInteger(value) && value >= 1000 && value <= 3000) return Date.UTC(value, 0, 1);
  if (isDateText(value)) {
    const [year, month, day = "1"] = (value as string).trim().split("-");
    const at = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
    if (at.getUTCMonth() === Number(month) - 1 && at.getUTCDate() === Number(day)) return at.getTime();
  }
  throw new RangeError(`${where}: ${said(value)} is no date. Write it as 2020-04-30, as 2020-04 or as a year`);
}

const isDateText = (value: unknown) => typeof value === "string" && /^\d{4}-\d{1,2}(-\d{1,2})?$/.test(value.trim());

function numberOf(value: unknown, where: string): number {
  if (typeof value === "number" && Number.isFinite(value)) return value;
  // A column with a single word in it is read as text throughout: it is the word that is wrong, and not the numbers.
  if (isNumberText(value)) return Number(value);
  throw new RangeError(`${where}: ${said(value)} is no number. Write a number there, with a point and not a comma, or leave the row out`);
}

const isNumberText = (value: unknown) => typeof value === "string" && /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(value);
const said = (value: unknown) => (value === null || value === undefined || value === "" ? "an empty place" : JSON.stringify(value));
const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);

function unevenSteps(points: readonly { row: number; at: number }[]): string[] {
  const steps = points.slice(1).map(({ at }, i) => at - points[i]!.at);
  const usual = steps.toSorted((a, b) => a - b)[Math.floor(steps.length / 2)] ?? 0;
  return steps.flatMap((step, i) =>
    Math.abs(step - usual) > LOOSE * usual ? [`from ${dayOf(points[i]!.at)} to ${dayOf(points[i + 1]!.at)}, row ${points[i + 1]!.row}`] : [],
  );
}
