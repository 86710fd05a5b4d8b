import { list } from "./chart-words.ts";

/** A column of the rows by its name, or a function of a row. */
export type Column<R, T> = Extract<keyof R, string> | ((row: R, index: number) => T);

/**
 * The side of the comparison that a drawing belongs to: it gives the colour. "neural" is a network made for one task, which never models text: blue as "ml", but dashed
 * or hollow. "ink" is the colour of the text.
 */
export type Side = "ml" | "neural" | "lm" | "data" | "ink";

/** The site's colours, light and dark. */
export const COLOURS: Record<Side, string> = {
  ml: "var(--ml)",
  neural: "var(--ml)",
  lm: "var(--lm)",
  data: "var(--data)",
  ink: "currentColor",
};

/** @throws RangeError when there is none. */
export function rowsOf<R>(chart: string, rows: Iterable<R>): R[] {
  if (typeof (rows as Partial<Iterable<R>> | null | undefined)?.[Symbol.iterator] !== "function")
    throw new TypeError(`${chart} needs a list of rows first, such as [{ x: 1, y: 2 }], and then its options.`);
  const all = [...rows];
  if (all.length === 0) throw new RangeError(`${chart} has no rows to draw: give it at least one, or draw only once there are some.`);
  return all;
}

/** @throws RangeError when no row has such a column. */
export function valuesOf<R, T = unknown>(chart: string, option: string, column: Column<R, T>, rows: readonly R[]): T[] {
  if (typeof column === "function") return rows.map(column);
  if (typeof column !== "string")
    throw new TypeError(`${chart} needs the option ${option}: the name of a column, one of ${columnsOf(rows)}, or a function of a row.`);
  if (!rows.some((row) => Object(row)[column] !== undefined))
    throw new RangeError(
      `${chart}: no row has the column "${column}" that ${option} names. Name one of ${columnsOf(rows)}, or give a function of a row.`,
    );
  return rows.map((row) => Object(row)[column] as T);
}

/** @throws RangeError when no row has a finite number (or a date) there. */
export function numbersOf<R>(chart: string, option: string, column: Column<R, number | Date | null | undefined>, rows: readonly R[]): number[] {
  const values = valuesOf(chart, option, column, rows);
  const numbers = values.map((value) => (typeof value === "number" || value instanceof Date ? Number(value) : Number.NaN));
  if (!numbers.some(Number.isFinite))
    throw new RangeError(
      `${chart}: ${option} needs numbers, but the first value is ${JSON.stringify(values[0]) ?? "missing"}. Turn the values into numbers first, or name another column.`,
    );
  return numbers;
}

/** The side of each row: one for all, or a column that holds it. */
export function sidesOf<R>(chart: string, side: Side | Column<R, string>, rows: readonly R[]): Side[] {
  const sides =
    typeof side === "string" && side in COLOURS ? rows.map(() => side as Side) : valuesOf<R, string>(chart, "side", side as Column<R, string>, rows);
  for (const one of sides)
    if (!Object.hasOwn(COLOURS, one))
      throw new RangeError(`${chart}: ${JSON.stringify(one)} is not a side. A side is "ml", "neural", "lm", "data" or "ink".`);
  return sides as Side[];
}

/** What a column is called in a sentence: "billLength" is "bill length". A function has no name of its own. */
export const titleOf = (column: unknown, otherwise: string): string =>
  typeof column === "string" ? column.replace(/([a-z\d])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`) : otherwise;

const columnsOf = (rows: readonly unknown[]): string =>
  list([...new Set(rows.flatMap((row) => Object.keys(Object(row))))].slice(0, 8).map((name) => `"${name}"`));
