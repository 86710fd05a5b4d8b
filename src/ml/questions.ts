/** A question about one measurement, and how it parts some rows: is it at most `threshold`? */
export interface Question<R> {
  column: keyof R & string;
  /** In the unit of the column. */
  threshold: number;
  /** The rows that are at most the threshold. */
  yes: R[];
  no: R[];
  /** How mixed the two sides are, each weighed by its rows, in the unit of the measure that was given. */
  mixed: number;
}

/** How mixed some rows are: 0 where all are of one kind. */
export type Measure<R> = (rows: readonly R[]) => number;

/** Columns that hold numbers. */
export type NumberColumn<R> = { [C in keyof R & string]: R[C] extends number ? C : never }[keyof R & string];

/** Ask one question of these rows. @throws RangeError when there are no rows. */
export function ask<R extends object>(rows: readonly R[], column: NumberColumn<R>, threshold: number, measure: Measure<R>): Question<R> {
  if (rows.length === 0) throw new RangeError("no rows: a question needs at least one to ask");
  const saysYes = (row: R) => (row[column] as number) <= threshold;
  const yes = rows.filter(saysYes);
  const no = rows.filter((row) => !saysYes(row));
  const weighed = [yes, no].reduce((sum, side) => (side.length > 0 ? sum + side.length * measure(side) : sum), 0);
  return { column, threshold, yes, no, mixed: weighed / rows.length };
}

/** All questions that part these rows by one column: one midway between each two neighbouring values, the lowest first. */
export function questions<R extends object>(rows: readonly R[], column: NumberColumn<R>, measure: Measure<R>): Question<R>[] {
  const values = [...new Set(rows.map((row) => row[column] as number))].sort((a, b) => a - b);
  return values.slice(1).map((value, i) => ask(rows, column, (values[i]! + value) / 2, measure));
}

/**
 * The question that leaves the rows least mixed: the first column wins where two are equally good, then the lowest threshold. Undefined where there is
 * nothing to ask: the rows are of one kind, or alike in all columns. The step of CART, written to be read; `DecisionTree` takes it many times faster.
 *
 * Source: L. Breiman, J. Friedman, R. Olshen, C. Stone, Classification and Regression Trees, 1984, chapter 2.
 */
export function bestQuestion<R extends object>(
  rows: readonly R[],
  columns: readonly NumberColumn<R>[],
  measure: Measure<R>,
): Question<R> | undefined {
  if (rows.length === 0 || measure(rows) === 0) return undefined;
  const all = columns.flatMap((column) => questions(rows, column, measure));
  return all.length === 0 ? undefined : all.reduce((best, other) => (other.mixed < best.mixed ? other : best));
}

/** How many rows hold each value of a column, the most frequent first, in the order of the rows where two are equally frequent. */
export function countBy<R extends object, C extends keyof R>(rows: readonly R[], column: C): Map<R[C], number> {
  const counts = new Map<R[C], number>();
  for (const row of rows) counts.set(row[column], (counts.get(row[column]) ?? 0) + 1);
  return new Map([...counts].sort(([, a], [, b]) => b - a));
}

/** The share of the rows that hold each value of a column, the greatest first; they sum to 1. */
export function shares<R extends object>(rows: readonly R[], column: keyof R): number[] {
  return [...countBy(rows, column).values()].map((count) => count / rows.length);
}

/** The value of a column that most rows hold. @throws RangeError when there are no rows. */
export function mostFrequent<R extends object, C extends keyof R>(rows: readonly R[], column: C): R[C] {
  for (const [value] of countBy(rows, column)) return value;
  throw new RangeError("no rows: none of no values is the most frequent");
}
